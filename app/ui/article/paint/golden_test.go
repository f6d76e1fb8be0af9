package paint

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// taking reports whether the pictures in testdata are to be taken again: where PICTURES is "take".
func taking() bool { return os.Getenv("PICTURES") == "take" }

// picture is a scene that is compared with its picture in testdata. The text is the sheet's own words;
// marks name the words that they are on.
type picture struct {
	name    string
	text    string
	palette func() Palette
	width   int
	height  int
	scale   float32
	measure int
	marks   func(p *pen)
	scene   func(s *Scene, p *pen)
	system  bool // needs fonts of the system
}

// pen makes marks on the words of a text.
type pen struct {
	text  string
	marks []Mark
}

var hues = map[string]color.NRGBA{
	"P": {0x00, 0x72, 0xB2, 255}, "O": {0xE6, 0x9F, 0x00, 255}, "L": {0x00, 0x9E, 0x73, 255}, "G": {0x56, 0xB4, 0xE9, 255},
	"R": {0x6B, 0x72, 0x80, 255}, "D": {0x8A, 0x6D, 0x3B, 255}, "C": {0xCC, 0x79, 0xA7, 255}, "E": {0xD5, 0x5E, 0x00, 255}, "Q": {0xF0, 0xE4, 0x42, 255},
}

// on marks words, each span found after the one before, and names the mark by its letter and a number.
func (p *pen) on(letter string, words ...string) *Mark {
	m := Mark{ID: annotate.ID(fmt.Sprintf("%s%d", letter, len(p.marks))), Letter: letter, Color: hues[letter]}
	switch letter {
	case "C":
		m.Style = Cue
	case "Q":
		m.Style, m.Letter = Quote, ""
	case "E":
		m.Style, m.Letter = Event, ""
	}
	at := 0
	for _, w := range words {
		i := strings.Index(p.text[at:], w)
		if i < 0 {
			panic("the text does not hold " + w)
		}
		m.Spans = append(m.Spans, annotate.Span{Start: at + i, End: at + i + len(w)})
		at += i + len(w)
	}
	p.marks = append(p.marks, m)
	return &p.marks[len(p.marks)-1]
}

func (p *pen) event(label string, words ...string) *Mark {
	m := p.on("E", words...)
	m.Label = label
	return m
}

// stage paints the picture.
func (c *picture) stage(f *layout.Fonts) *stage {
	p := &pen{text: c.text}
	c.marks(p)
	scale := max(1, c.scale)
	unit := func(n int) int { return int(float32(n) * scale) }
	ms := NewList(p.marks...)
	pal := Light()
	if c.palette != nil {
		pal = c.palette()
	}
	size := unit(17)
	l := layout.New(c.text, nil, f, layout.Options{Size: size, Measure: unit(c.measure), Top: unit(12), Bottom: unit(12), Room: Room(ms, Type{size, scale, layout.Leading, Print{Letters: true, Types: true}})})
	s := &Scene{Layout: l, Marks: ms, Palette: &pal, Anchor: l.Start(), Left: unit(34), Scale: scale, Letters: true, Hit: -1}
	if c.scene != nil {
		c.scene(s, p)
	}
	st := &stage{text: c.text, p: NewPainter(f), Scene: s}
	s.Version++
	st.img = st.p.Paint(unit(c.width), unit(c.height), s)
	return st
}

// check compares the picture with the one in testdata.
func (c *picture) check(t *testing.T) {
	if !c.system {
		compare(t, c.name, c.stage(testFonts(t)).img)
		return
	}
	f := systemFonts(t)
	c.stage(f)
	f.TakeSystem()
	s := c.stage(f)
	sameFonts(t, c.name, f)
	compare(t, c.name, s.img)
}

// compare compares a picture with the one of that name in testdata. Where they differ, what was painted
// and where it differs is left in the test's folder of artefacts.
func compare(t *testing.T, name string, got *image.RGBA) {
	t.Helper()
	path := filepath.Join("testdata", name+".png")
	if taking() {
		write(t, path, got)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatalf("%v; PICTURES=take takes it", err)
	}
	defer f.Close()
	img, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	diff := image.NewRGBA(got.Rect)
	off := 0
	for y := range got.Rect.Dy() {
		for x := range got.Rect.Dx() {
			r, g, b, _ := img.At(x, y).RGBA()
			i := got.PixOffset(x, y)
			far := func(want uint32, have uint8) bool { d := int(want>>8) - int(have); return d > 8 || d < -8 }
			c := color.NRGBA{got.Pix[i]/4 + 190, got.Pix[i+1]/4 + 190, got.Pix[i+2]/4 + 190, 255}
			if far(r, got.Pix[i]) || far(g, got.Pix[i+1]) || far(b, got.Pix[i+2]) {
				c = color.NRGBA{0xE0, 0, 0, 255}
				off++
			}
			diff.Set(x, y, c)
		}
	}
	if same := img.Bounds().Size() == got.Rect.Size(); off > 0 || !same {
		dir := t.ArtifactDir()
		write(t, filepath.Join(dir, name+".got.png"), got)
		write(t, filepath.Join(dir, name+".diff.png"), diff)
		t.Errorf("%d px are not as in %s: they are red in %s.diff.png, beside what was painted, in %s (-artifacts keeps it); PICTURES=take takes the picture again, if it is better so", off, path, name, dir)
	}
}

func write(t testing.TB, path string, img image.Image) {
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
