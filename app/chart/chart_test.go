package chart

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quoth/app/pigment"
)

var light = Palette{
	Ground: color.NRGBA{0xFF, 0xFF, 0xFF, 0xFF}, Ink: color.NRGBA{0x1F, 0x21, 0x24, 0xFF}, Faint: color.NRGBA{0x5A, 0x5F, 0x66, 0xFF},
	Line: color.NRGBA{0xDA, 0xDA, 0xD4, 0xFF}, Empty: color.NRGBA{0xE8, 0xEE, 0xF4, 0xFF}, Full: color.NRGBA{0x00, 0x61, 0x9A, 0xFF},
	Series: []color.NRGBA{{0x00, 0x72, 0xB2, 0xFF}, {0xD5, 0x5E, 0x00, 0xFF}, {0x00, 0x9E, 0x73, 0xFF}},
}

func words(v float64) string { return fmt.Sprintf("%.1f", v) }

func three() Square {
	return Square{
		Labels: []string{"ana", "<ben & co>", "Jürgen"},
		Cells:  [][]float64{{math.NaN(), 1, 0}, {1, math.NaN(), 0.5}, {0, 0.5, math.NaN()}},
		Words:  [][]string{{"", "1.00", "0.00"}, {"1.00", "", "0.50"}, {"0.00", "0.50", ""}},
		High:   1,
	}
}

func charts3() map[string]Chart {
	return map[string]Chart{
		"square": three(),
		"bars": Bars{Labels: []string{"ana", "ben"}, Stacked: true, Words: words, Series: []Series{
			{"done", []float64{3, 1}, 0}, {"in progress", []float64{1, math.NaN()}, 1}}},
		"grouped": Bars{Labels: []string{"person", "org"}, Words: words, Series: []Series{{"ana", []float64{30, 12}, 0}, {"ben", []float64{22, 19}, 1}}},
		"lines": Lines{Labels: []string{"2 Mar", "3 Mar", "4 Mar"}, High: 1, Words: words, Series: []Series{
			{"ana", []float64{0.9, math.NaN(), 0.7}, 0}, {"ben", []float64{0.5, 0.6, 0.7}, 1}}},
		"narrow square": Square{
			Labels: []string{"Leila Benyoussef", "Søren Achterberg", "organisation", "nobody"}, High: 1, Rows: "one says", Columns: "another says",
			Cells: [][]float64{{1, 0, 0, 0.5}, {0, 1, 0, 0}, {0, 0.2, 1, 0}, {0, 0, 0, 0}}, Words: [][]string{{"8", "", "", "4"}, {"", "7", "", ""}, {"", "1", "5", ""}, {"", "", "", ""}},
		},
		"empty square": Square{}, "empty bars": Bars{}, "empty lines": Lines{},
	}
}

func TestEveryChartIsDrawnInBothFormats(t *testing.T) {
	for name, c := range charts3() {
		b, err := Draw(c, PNG, Size{420, 260, 2}, light)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if dir := os.Getenv("CHARTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".png"), b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		img, err := png.Decode(bytes.NewReader(b))
		if err != nil || img.Bounds().Dx() != 840 || img.Bounds().Dy() != 520 {
			t.Errorf("%s: a PNG of %v, %v", name, img.Bounds(), err)
			continue
		}
		inked := 0
		for y := range img.Bounds().Dy() {
			for x := range img.Bounds().Dx() {
				if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0xFFFF {
					inked++
				}
			}
		}
		if empty := strings.HasPrefix(name, "empty"); empty != (inked == 0) {
			t.Errorf("%s: %d dots are not ground", name, inked)
		}
		svg, err := Draw(c, SVG, Size{420, 260, 1}, light)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for d := xml.NewDecoder(bytes.NewReader(svg)); ; {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Errorf("%s: the SVG is not XML: %v", name, err)
				break
			}
		}
	}
}

func TestNamesCannotBreakAPicture(t *testing.T) {
	svg, err := Draw(three(), SVG, Size{420, 260, 1}, light)
	if err != nil {
		t.Fatal(err)
	}
	if s := string(svg); !strings.Contains(s, "&lt;ben &amp; co&gt;") || strings.Contains(s, "<ben") {
		t.Error("a name with signs of XML is not written as such")
	}
}

func TestCellsAreWhereTheyAreDrawn(t *testing.T) {
	q, size := three(), Size{420, 260, 2}
	b, err := Draw(q, PNG, size, light)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	grid := q.Grid(size)
	seen := map[[2]int]int{}
	for y := 0; y < size.Height; y++ {
		for x := 0; x < size.Width; x++ {
			i, j, ok := grid.Cell(float64(x)+0.25, float64(y)+0.25)
			if !ok || i != 0 || j != 1 { // the one cell with all the colour, and its mirror
				continue
			}
			seen[[2]int{i, j}]++
			if r, g, b, _ := img.At(2*x, 2*y).RGBA(); r>>8 == 0 && g>>8 == 0x61 && b>>8 == 0x9A {
				seen[[2]int{-1, -1}]++
			}
		}
	}
	all, full := seen[[2]int{0, 1}], seen[[2]int{-1, -1}]
	if all == 0 || float64(full) < 0.8*float64(all) {
		t.Errorf("of %d px of the cell %d have its colour", all, full)
	}
	if _, _, ok := grid.Cell(1, 1); ok {
		t.Error("the corner is a cell")
	}
}

func TestNumbersReadOnEveryColour(t *testing.T) {
	q := Square{High: 1}
	for i := 0; i <= 100; i++ {
		fill, ink := q.colours(float64(i)/100, light)
		if c := pigment.Contrast(fill, ink); c < 4.5 {
			t.Errorf("at %d %%: %.2f:1", i, c)
		}
	}
}

func TestNamesOfOtherScriptsHaveNumbers(t *testing.T) {
	labels, numbered := Labels([]string{"ana", "王毅", "Łucja", "שרה"})
	if labels[0] != "ana" || labels[1] != "no. 2" || labels[2] != "Łucja" || labels[3] != "no. 4" {
		t.Errorf("labels %q", labels)
	}
	if len(numbered) != 2 || numbered["no. 2"] != "王毅" {
		t.Errorf("numbered %v", numbered)
	}
}

func TestTooSmallAChartSaysSo(t *testing.T) {
	if _, err := Draw(three(), PNG, Size{20, 20, 1}, light); err == nil {
		t.Error("it was drawn")
	}
}
