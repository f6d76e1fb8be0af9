//go:build !headless

package control

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"strings"
	"weak"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/article/paint"
	"quoth/app/ui/look"
)

// Controls write with the same glyphs as the article, in the toolkit's own sans. Drawing one thing costs the
// toolkit about as much as drawing any other, however small; so a control is one picture, and what a
// [Board] holds is one together.

// ink is what all controls draw with. It belongs to the goroutine of the user interface.
var ink = struct {
	pen    *paint.Pen
	icons  map[iconKey]*image.RGBA
	widths map[widthKey]float32
	lines  map[lineKey]lineSize
	pad    weak.Pointer[pad]
}{icons: map[iconKey]*image.RGBA{}, widths: map[widthKey]float32{}, lines: map[lineKey]lineSize{}}

// UseFonts makes controls write in some fonts, which have the faces of [Faces] for the interface.
func UseFonts(f *layout.Fonts) {
	ink.pen = paint.NewPen(f)
	clear(ink.widths)
}

// FontsChanged makes controls measure and write anew, after other faces have come to the fonts.
func FontsChanged() {
	letters().Forget()
	clear(ink.widths)
}

// Faces returns the toolkit's own faces, in which its widgets and ours write.
func Faces() (words layout.Type, mono []byte, fallback [][]byte) {
	words = layout.Type{Regular: theme.DefaultTextFont().Content(), Bold: theme.DefaultTextBoldFont().Content(), Italic: theme.DefaultTextItalicFont().Content()}
	fallback = [][]byte{theme.DefaultSymbolFont().Content()}
	if emoji != nil {
		fallback = append(fallback, emoji)
	}
	return words, theme.DefaultTextMonospaceFont().Content(), fallback
}

// letters returns the pen. Where nobody has said which fonts to use, it writes in the toolkit's alone.
func letters() *paint.Pen {
	if ink.pen == nil {
		words, mono, fallback := Faces()
		f, err := layout.NewFonts(layout.Faces{Serif: words, Mono: mono, Fallback: fallback})
		if err != nil {
			panic(err) // the faces are part of the program
		}
		UseFonts(f)
	}
	return ink.pen
}

type widthKey struct {
	text  string
	style fyne.TextStyle
}

// mostWidths bounds what is remembered of texts that were measured.
const mostWidths = 8192

// pad is the memory that controls are drawn on.
type pad struct{ px []uint8 }

// sheet returns an image to draw on, with anything on it. It is the same for all controls: the toolkit copies what it
// is given at once, so that nobody else needs to keep a picture; nor the memory, when it is collected.
func sheet(w, h int) *image.RGBA {
	n, on := 4*w*h, ink.pad.Value()
	if on == nil || cap(on.px) < n {
		on = &pad{make([]uint8, n)}
		ink.pad = weak.Make(on)
	}
	return &image.RGBA{Pix: on.px[:n], Stride: 4 * w, Rect: image.Rect(0, 0, w, h)}
}

// textWidth returns how wide a text is, in the toolkit's units.
func textWidth(text string, size float32, style fyne.TextStyle) float32 {
	k := widthKey{text, style}
	w, ok := ink.widths[k]
	if !ok {
		if len(ink.widths) > mostWidths {
			clear(ink.widths)
		}
		w = letters().Fonts().Strip([]layout.Run{set(text, style)}, layout.RunsFromRight(text)).Advance
		k.text = strings.Clone(text) // the article is not kept alive by words of it
		ink.widths[k] = w
	}
	return w * size
}

// WidthOf returns how wide controls write a text in letters of a size in px.
func WidthOf(text string, size float32) float32 { return textWidth(text, size, fyne.TextStyle{}) }

// set says how a text in a style of the toolkit is set.
func set(text string, style fyne.TextStyle) layout.Run {
	r := layout.Run{Text: text, Family: layout.Interface}
	switch {
	case style.Monospace:
		r.Family = layout.Mono
	case style.Bold:
		r.Face = layout.Bold
	case style.Italic:
		r.Face = layout.Italic
	}
	return r
}

type lineKey struct {
	size float32
	mono bool
}

// lineSize is how high a line of text is, and how far below its top the words stand.
type lineSize struct{ height, baseline float32 }

// lineOf returns the toolkit's line of a size, so that its widgets and ours stand on one line. The faces of a
// family have the same one; the toolkit is not made to read those that it writes nothing in.
func lineOf(size float32, style fyne.TextStyle) lineSize {
	k := lineKey{size, style.Monospace}
	l, ok := ink.lines[k]
	if !ok {
		s, base := fyne.CurrentApp().Driver().RenderedTextSize("Ag", size, fyne.TextStyle{Monospace: k.mono}, nil)
		l = lineSize{s.Height, base}
		ink.lines[k] = l
	}
	return l
}

// textHeight returns the height of a line of text.
func textHeight(size float32) float32 { return lineOf(size, fyne.TextStyle{}).height }

// brush draws one control: in the toolkit's units, from the control's upper left corner.
type brush struct {
	*paint.Pen
	scale float32
	at    image.Point // of the control on the image, px
	shift fyne.Position
}

// px returns the place of a point on the image.
func (b *brush) px(p fyne.Position) image.Point {
	r := func(v float32) int { return int(math.Round(float64(v * b.scale))) }
	return b.at.Add(image.Pt(r(p.X+b.shift.X), r(p.Y+b.shift.Y)))
}

// box returns the px of a rectangle: both its ends are on whole px.
func (b *brush) box(pos fyne.Position, size fyne.Size) image.Rectangle {
	return image.Rectangle{b.px(pos), b.px(pos.Add(size))}
}

func nrgba(c color.Color) color.NRGBA {
	if n, ok := c.(color.NRGBA); ok {
		return n
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// plate draws a rectangle with rounded corners, its edge inside it.
func (b *brush) plate(pos fyne.Position, size fyne.Size, radius, edge float32, ground, line color.Color) {
	thick := float32(0)
	if edge > 0 {
		thick = max(1, float32(math.Round(float64(edge*b.scale))))
	}
	b.Plate(b.box(pos, size), radius*b.scale, thick, nrgba(ground), nrgba(line))
}

// write writes runs of text from a place on, of which y is the top of the line, and returns their width.
func (b *brush) write(runs []Run, size float32, pos fyne.Position, rtl bool) {
	set, inks, style := make([]layout.Run, len(runs)), make([]color.NRGBA, len(runs)), fyne.TextStyle{}
	for i, r := range runs {
		set[i], inks[i] = r.set(), nrgba(r.color())
	}
	if len(runs) > 0 {
		style = runs[0].style()
	}
	base := b.px(fyne.NewPos(0, pos.Y+lineOf(size, style).baseline)).Y
	x := float32(b.at.X) + (pos.X+b.shift.X)*b.scale
	strip := letters().Fonts().Strip(set, rtl)
	b.Write(strip, x, base, size*b.scale, inks...)
	for i, p := range strip.Parts {
		if !runs[p.Run].Under {
			continue
		}
		end := strip.Advance
		if i+1 < len(strip.Parts) {
			end = strip.Parts[i+1].X
		}
		px := func(ems float32) int { return int(math.Round(float64(x + ems*size*b.scale))) }
		thick := max(1, int(b.scale*1.5))
		top := base + max(1, int(math.Round(float64(size*b.scale)*0.12)))
		b.Plate(image.Rect(px(p.X), top, max(px(p.X)+2*thick, px(end)), top+thick), 0, 0, inks[p.Run], color.NRGBA{})
	}
}

type iconKey struct {
	of   fyne.Resource
	side int
}

// icon draws an icon of look.Icon in a square.
func (b *brush) icon(r fyne.Resource, pos fyne.Position, side float32) {
	if r == nil {
		return
	}
	k := iconKey{r, max(1, int(math.Round(float64(side*b.scale))))}
	img, ok := ink.icons[k]
	if !ok {
		img = rasterize(r, k.side)
		ink.icons[k] = img
	}
	b.Picture(img, b.px(pos))
}

// rasterize draws an icon, which is a picture of strokes, in a square of px.
func rasterize(r fyne.Resource, side int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	icon, err := oksvg.ReadIconStream(bytes.NewReader(r.Content()))
	if err != nil {
		return img
	}
	icon.SetTarget(0, 0, float64(side), float64(side))
	icon.Draw(rasterx.NewDasher(side, side, rasterx.NewScannerGV(side, side, img, img.Rect)), 1)
	return img
}

// shade is a colour of the theme, or none.
func shade(name fyne.ThemeColorName) color.Color {
	if name == "" {
		return color.NRGBA{}
	}
	return look.Of(name)
}
