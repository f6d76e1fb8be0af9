package chart

import (
	"fmt"
	"image/color"
	"math"
	"sync"

	"github.com/go-analyze/charts"
	"github.com/golang/freetype/truetype"

	"quoth/assets"
)

// Palette is the colours of charts in one theme.
type Palette struct {
	Dark             bool
	Ground           color.NRGBA // behind the chart
	Ink, Faint, Line color.NRGBA // words, small words, grid
	Empty, Full      color.NRGBA // of a square's numbers, from the least to the greatest
	Series           []color.NRGBA
}

// Format is a kind of picture.
type Format string

// The formats.
const (
	PNG Format = "png"
	SVG Format = "svg"
)

// Chart is something that can be drawn.
type Chart interface {
	draw(s *sheet) error
}

// Size is the size of a picture in px, and how many dots a px of letters and lines is.
type Size struct {
	Width, Height int
	Scale         float64
}

// Draw draws a chart. A picture of a chart with nothing to show is empty.
func Draw(c Chart, f Format, size Size, p Palette) ([]byte, error) {
	if size.Width < least || size.Height < least {
		return nil, fmt.Errorf("a chart of %d by %d px is too small to be drawn", size.Width, size.Height)
	}
	if size.Scale <= 0 {
		size.Scale = 1
	}
	s := &sheet{palette: p, scale: size.Scale, font: face(), width: dots(size.Width, size.Scale), height: dots(size.Height, size.Scale)}
	s.painter = charts.NewPainter(charts.PainterOptions{
		OutputFormat: string(f), Width: s.width, Height: s.height, Font: s.font, Theme: s.theme(),
	})
	s.painter.FilledRect(0, 0, s.width, s.height, colour(p.Ground), colour(p.Ground), 0)
	if err := c.draw(s); err != nil {
		return nil, fmt.Errorf("drawing a chart: %w", err)
	}
	return s.painter.Bytes()
}

// least is the smallest side of a chart in px.
const least = 60

func dots(px int, scale float64) int { return int(math.Round(float64(px) * scale)) }

// sheet is what a chart is drawn on. Its places are in dots.
type sheet struct {
	painter       *charts.Painter
	palette       Palette
	scale         float64
	font          *truetype.Font
	width, height int
}

// faceName is the font's name among those of the library.
const faceName = "Source Sans 3"

// face returns the font that charts are set in.
var face = sync.OnceValue(func() *truetype.Font {
	if err := charts.InstallFont(faceName, assets.SansRegular); err != nil {
		panic(err) // shipped with the program and read by its tests
	}
	return charts.GetFont(faceName)
})

// px returns a length in dots.
func (s *sheet) px(n float64) int { return int(math.Round(n * s.scale)) }

// letters returns a style of letters of so many px. The library counts points of 96 to 72 px.
func (s *sheet) letters(px float64, ink color.NRGBA) charts.FontStyle {
	return charts.FontStyle{FontSize: px * s.scale * 72 / 92, FontColor: colour(ink), Font: s.font}
}

func colour(c color.NRGBA) charts.Color { return charts.Color{R: c.R, G: c.G, B: c.B, A: c.A} }

// theme is the palette as the library wants it.
func (s *sheet) theme() charts.ColorPalette {
	p := s.palette
	o := charts.ThemeOption{
		IsDarkMode: p.Dark, AxisStrokeColor: colour(p.Line), AxisSplitLineColor: colour(p.Line), BackgroundColor: colour(p.Ground),
		TextColor: colour(p.Faint), TextColorTitle: colour(p.Ink), TextColorMark: colour(p.Ink), TextColorLabel: colour(p.Ink), TextColorLegend: colour(p.Ink),
	}
	for _, c := range p.Series {
		o.SeriesColors = append(o.SeriesColors, colour(c))
	}
	return charts.MakeTheme(o)
}

// text writes words in the middle between two places, or from the left of them, or up to the right; what does not fit
// is cut.
func (s *sheet) text(words string, left, right, middle int, px float64, ink color.NRGBA, at place) {
	style := s.letters(px, ink)
	words = s.fit(words, right-left, style)
	box := s.painter.MeasureText(words, 0, style)
	x := left
	switch at {
	case centre:
		x = left + (right-left-box.Width())/2
	case end:
		x = right - box.Width()
	}
	high := s.painter.MeasureText("x0", 0, style).Height() // the same base line for all words
	s.painter.Text(words, x, middle+high/2, 0, style)
}

// upright writes words from below upwards, with their middle line and their beginning at a place.
func (s *sheet) upright(words string, middle, bottom, room int, px float64, ink color.NRGBA) {
	style := s.letters(px, ink)
	words = s.fit(words, room, style)
	high := s.painter.MeasureText("x0", 0, style).Height()
	s.painter.Text(words, middle+high/2, bottom, -math.Pi/2, style)
}

type place int

const (
	start place = iota
	centre
	end
)

// fit cuts words to a width in dots.
func (s *sheet) fit(words string, width int, style charts.FontStyle) string {
	if s.painter.MeasureText(words, 0, style).Width() <= width {
		return words
	}
	r := []rune(words)
	lo, hi := 0, len(r)
	for lo < hi {
		m := (lo + hi + 1) / 2
		if s.painter.MeasureText(string(r[:m])+"…", 0, style).Width() <= width {
			lo = m
		} else {
			hi = m - 1
		}
	}
	if lo == 0 {
		return ""
	}
	return string(r[:lo]) + "…"
}

// Labels makes names fit for charts: where a letter of one is not in the font, its number stands in its place. Numbered
// lists these names by their labels.
func Labels(names []string) (labels []string, numbered map[string]string) {
	f := face()
	labels, numbered = make([]string, len(names)), map[string]string{}
	for i, n := range names {
		labels[i] = n
		for _, r := range n {
			if f.Index(r) == 0 {
				labels[i] = fmt.Sprintf("no. %d", i+1)
				numbered[labels[i]] = n
				break
			}
		}
	}
	return labels, numbered
}
