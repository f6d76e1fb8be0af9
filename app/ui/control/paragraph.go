//go:build !headless

package control

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/look"
)

// Paragraph is text that wraps at words. Unlike the toolkit's label it says how high it is at a
// width, and stops after a number of lines.
type Paragraph struct {
	widget.BaseWidget
	Letters float32             // size of the letters in px; 0 for look.TextSize
	Ink     fyne.ThemeColorName // "" for look.Ink
	Style   fyne.TextStyle
	Lines   int // at most; 0 for no limit
	Centred bool
	text    string
}

// NewParagraph returns a paragraph in an ink.
func NewParagraph(text string, ink fyne.ThemeColorName) *Paragraph {
	p := &Paragraph{text: text, Ink: ink}
	p.ExtendBaseWidget(p)
	return p
}

// Text returns the whole text.
func (p *Paragraph) Text() string { return p.text }

// SetText replaces the text.
func (p *Paragraph) SetText(s string) {
	if s != p.text {
		p.text = s
		p.Refresh()
	}
}

func (p *Paragraph) letters() float32 {
	if p.Letters == 0 {
		return look.TextSize
	}
	return p.Letters
}

func (p *Paragraph) lineHeight() float32 {
	return fyne.MeasureText("Ag", p.letters(), p.Style).Height
}

// HeightFor returns the height in px at a width in px.
func (p *Paragraph) HeightFor(width float32) float32 {
	return float32(len(p.wrap(width))) * p.lineHeight()
}

// wrap breaks the text into lines of at most a width in px.
func (p *Paragraph) wrap(width float32) []string {
	var lines []string
	space := fyne.MeasureText(" ", p.letters(), p.Style).Width
	for _, part := range strings.Split(p.text, "\n") {
		line, used := "", float32(0)
		for _, word := range strings.Fields(part) {
			w := fyne.MeasureText(word, p.letters(), p.Style).Width
			for w > width && len(word) > 1 && width > 0 {
				head := cutAt(word, p.letters(), width, p.Style)
				if line != "" {
					lines, line, used = append(lines, line), "", 0
				}
				lines, word = append(lines, head), word[len(head):]
				w = fyne.MeasureText(word, p.letters(), p.Style).Width
			}
			switch {
			case line == "":
				line, used = word, w
			case used+space+w <= width:
				line, used = line+" "+word, used+space+w
			default:
				lines, line, used = append(lines, line), word, w
			}
		}
		lines = append(lines, line)
		if p.Lines > 0 && len(lines) > p.Lines {
			lines = lines[:p.Lines]
			last := &lines[p.Lines-1]
			*last = cut(*last+" ", p.letters(), width, p.Style)
			return lines
		}
	}
	return lines
}

// cutAt returns the longest beginning of a word, of one character at least, that fits the width.
func cutAt(word string, size, width float32, style fyne.TextStyle) string {
	end := 0
	for i := range word {
		if i > 0 && fyne.MeasureText(word[:i], size, style).Width > width {
			break
		}
		end = i
	}
	if end == 0 {
		for i := range word {
			if i > 0 {
				return word[:i]
			}
		}
		return word
	}
	return word[:end]
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer { return &paragraphRenderer{p: p} }

type paragraphRenderer struct {
	p     *Paragraph
	texts []*canvas.Text
	shown []fyne.CanvasObject
}

func (r *paragraphRenderer) MinSize() fyne.Size {
	return fyne.NewSize(0, r.p.HeightFor(r.p.Size().Width))
}

func (r *paragraphRenderer) Layout(size fyne.Size) {
	lines := r.p.wrap(size.Width)
	ink := r.p.Ink
	if ink == "" {
		ink = look.Ink
	}
	rtl := layout.RunsFromRight(r.p.text)
	r.shown = r.shown[:0]
	for i, line := range lines {
		y := float32(i) * r.p.lineHeight()
		if pieces := ordered([]Run{{Text: line}}, rtl); rtl || len(pieces) > 1 {
			r.stand(pieces, y, size.Width, rtl, look.Of(ink))
			continue
		}
		t := r.next(line, look.Of(ink))
		if r.p.Centred {
			t.Alignment = fyne.TextAlignCenter
		}
		t.Move(fyne.NewPos(0, y))
		t.Resize(fyne.NewSize(size.Width, r.p.lineHeight()))
		t.Refresh()
	}
}

// next shows one more text.
func (r *paragraphRenderer) next(text string, ink color.Color) *canvas.Text {
	if len(r.shown) == len(r.texts) {
		r.texts = append(r.texts, canvas.NewText("", color.Transparent))
	}
	t := r.texts[len(r.shown)]
	t.Text, t.TextSize, t.TextStyle, t.Color, t.Alignment = text, r.p.letters(), r.p.Style, ink, fyne.TextAlignLeading
	r.shown = append(r.shown, t)
	return t
}

// stand puts the pieces of a line of two directions, or one from the right, beside one another.
func (r *paragraphRenderer) stand(pieces []Run, y, width float32, rtl bool, ink color.Color) {
	used := float32(0)
	widths := make([]float32, len(pieces))
	for i, p := range pieces {
		widths[i] = fyne.MeasureText(p.Text, r.p.letters(), r.p.Style).Width
		used += widths[i]
	}
	x := float32(0)
	switch {
	case r.p.Centred:
		x = (width - used) / 2
	case rtl:
		x = width - used
	}
	for i, p := range pieces {
		t := r.next(p.Text, ink)
		t.Move(fyne.NewPos(x, y))
		t.Resize(fyne.NewSize(widths[i], r.p.lineHeight()))
		t.Refresh()
		x += widths[i]
	}
}

func (r *paragraphRenderer) Refresh() {
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *paragraphRenderer) Objects() []fyne.CanvasObject { return r.shown }
func (r *paragraphRenderer) Destroy()                     {}
