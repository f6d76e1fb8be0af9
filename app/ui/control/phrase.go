//go:build !headless

package control

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
	"quoth/app/ui/look"
)

// Run is a piece of a [Phrase] in one ink.
type Run struct {
	Text  string
	Ink   fyne.ThemeColorName // "" for look.Ink
	Bold  bool
	Mono  bool
	Under bool        // underlined: what differs from its counterparts
	hue   color.Color // instead of Ink; nil for none
}

// Matched splits text into runs with the bytes at the offsets in bold accent, which is how matched
// letters of fuzzy lists are shown. Offsets are ascending; those outside text are ignored.
func Matched(text string, offsets []int, ink fyne.ThemeColorName) []Run {
	hit := make(map[int]bool, len(offsets))
	for _, o := range offsets {
		hit[o] = true
	}
	return split(text, func(i int) bool { return hit[i] }, ink)
}

// Highlighted splits text into runs with the spans, in bytes, in bold accent.
func Highlighted(text string, spans []annotate.Span, ink fyne.ThemeColorName) []Run {
	return split(text, func(i int) bool {
		for _, s := range spans {
			if s.Start <= i && i < s.End {
				return true
			}
		}
		return false
	}, ink)
}

func split(text string, hit func(byteOffset int) bool, ink fyne.ThemeColorName) []Run {
	var runs []Run
	start, on := 0, false
	add := func(end int) {
		if end > start {
			r := Run{Text: text[start:end], Ink: ink}
			if on {
				r.Ink, r.Bold = look.Accent, true
			}
			runs = append(runs, r)
			start = end
		}
	}
	for i := range text {
		if h := hit(i); h != on {
			add(i)
			on = h
		}
	}
	add(len(text))
	return runs
}

// Phrase is one line of text in several inks. What does not fit is cut with "…".
type Phrase struct {
	drawn
	Letters float32 // size of the letters in px; 0 for look.TextSize
	Right   bool    // stands at the right end
	Whole   bool    // asks for the width at which nothing is cut
	Least   float32 // px that it asks for at least
	runs    []Run
}

// NewPhrase returns a phrase of letters of a size in px.
func NewPhrase(size float32, runs ...Run) *Phrase {
	p := &Phrase{Letters: size, runs: runs}
	p.ExtendBaseWidget(p)
	return p
}

// Set replaces the text.
func (p *Phrase) Set(runs ...Run) {
	if slices.Equal(p.runs, runs) {
		return
	}
	p.runs = runs
	p.Refresh()
}

// SetText replaces the text by one run.
func (p *Phrase) SetText(text string, ink fyne.ThemeColorName) { p.Set(Run{Text: text, Ink: ink}) }

// Text returns the whole text.
func (p *Phrase) Text() string { return textOf(p.runs) }

func textOf(runs []Run) string {
	if len(runs) == 1 {
		return runs[0].Text
	}
	s := ""
	for _, r := range runs {
		s += r.Text
	}
	return s
}

// Natural returns the width in px at which nothing is cut.
func (p *Phrase) Natural() float32 { return widthOf(p.runs, p.textSize()) }

// widthOf returns the width of runs on one line.
func widthOf(runs []Run, size float32) (w float32) {
	for _, r := range runs {
		w += textWidth(r.Text, size, r.style())
	}
	return w
}

func (p *Phrase) textSize() float32 {
	if p.Letters == 0 {
		return look.TextSize
	}
	return p.Letters
}

func (r Run) style() fyne.TextStyle { return fyne.TextStyle{Bold: r.Bold, Monospace: r.Mono} }

func (r Run) set() layout.Run { return set(r.Text, r.style()) }

func (r Run) color() color.Color {
	if r.hue != nil {
		return r.hue
	}
	if r.Ink == "" {
		return look.Of(look.Ink)
	}
	return look.Of(r.Ink)
}

// CreateRenderer implements fyne.Widget.
func (p *Phrase) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(p) }

func (p *Phrase) least() fyne.Size {
	w := p.Least
	if p.Whole {
		w = max(w, p.Natural()+1)
	}
	return fyne.NewSize(w, textHeight(p.textSize()))
}

func (p *Phrase) draw(b *brush, size fyne.Size) {
	b.phrase(p.runs, p.textSize(), fyne.NewPos(0, (size.Height-textHeight(p.textSize()))/2), size.Width, p.Right)
}

// phrase writes a line of a width, cut with "…" where it does not fit, its top at a place. It begins at the
// end that it runs from, or at the right.
func (b *brush) phrase(runs []Run, size float32, pos fyne.Position, width float32, right bool) {
	rtl := layout.RunsFromRight(textOf(runs))
	runs = fit(runs, size, width)
	if right || rtl {
		pos.X += max(0, width-widthOf(runs, size))
	}
	b.write(runs, size, pos, rtl)
}

// fit cuts runs to a width in px, with "…" at the end where something was cut.
func fit(runs []Run, size, width float32) []Run {
	used := float32(0)
	for i, run := range runs {
		w := textWidth(run.Text, size, run.style())
		last := i == len(runs)-1
		if used+w <= width+0.5 && (last || used+w < width) {
			used += w
			continue
		}
		out := append([]Run(nil), runs[:i]...)
		run.Text = cut(run.Text, size, width-used, run.style())
		return append(out, run)
	}
	return runs
}

// cut returns the longest beginning of text that fits a width together with "…".
func cut(text string, size, width float32, style fyne.TextStyle) string {
	const dots = "…"
	room := width - textWidth(dots, size, style)
	if room < 0 {
		return ""
	}
	n := letters().Fonts().Fit(set(text, style), room/size)
	for n > 0 && textWidth(text[:n]+dots, size, style) > width { // letters take other forms at an end
		n = letters().Fonts().Fit(set(text[:n], style), (textWidth(text[:n], size, style)-0.01)/size)
	}
	return text[:n] + dots
}
