//go:build !headless

package control

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
	"quoth/app/ui/look"
)

// Run is a piece of a [Phrase] in one ink.
type Run struct {
	Text string
	Ink  fyne.ThemeColorName // "" for look.Ink
	Bold bool
	Mono bool
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
	widget.BaseWidget
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
func (p *Phrase) Text() string {
	s := ""
	for _, r := range p.runs {
		s += r.Text
	}
	return s
}

// Natural returns the width in px at which nothing is cut.
func (p *Phrase) Natural() float32 {
	w := float32(0)
	for _, r := range p.runs {
		w += fyne.MeasureText(r.Text, p.textSize(), r.style()).Width
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

func (r Run) color() color.Color {
	if r.Ink == "" {
		return look.Of(look.Ink)
	}
	return look.Of(r.Ink)
}

// CreateRenderer implements fyne.Widget.
func (p *Phrase) CreateRenderer() fyne.WidgetRenderer { return &phraseRenderer{p: p} }

type phraseRenderer struct {
	p     *Phrase
	texts []*canvas.Text
	shown []fyne.CanvasObject
}

func (r *phraseRenderer) MinSize() fyne.Size {
	w := r.p.Least
	if r.p.Whole {
		w = max(w, r.p.Natural()+1)
	}
	return fyne.NewSize(w, fyne.MeasureText("Ag", r.p.textSize(), fyne.TextStyle{}).Height)
}

func (r *phraseRenderer) Layout(size fyne.Size) {
	runs := fit(r.p.runs, r.p.textSize(), size.Width)
	rtl := layout.RunsFromRight(r.p.Text())
	runs = ordered(runs, rtl)
	for len(r.texts) < len(runs) {
		r.texts = append(r.texts, canvas.NewText("", color.Transparent))
	}
	r.shown = r.shown[:0]
	width := float32(0)
	for i, run := range runs {
		t := r.texts[i]
		showText(t, run.Text, r.p.textSize(), run.style(), run.color())
		m := fyne.MeasureText(run.Text, t.TextSize, t.TextStyle)
		t.Move(fyne.NewPos(width, (size.Height-m.Height)/2))
		t.Resize(m)
		width += m.Width
		r.shown = append(r.shown, t)
	}
	if (r.p.Right || rtl) && width < size.Width {
		for _, o := range r.shown {
			o.Move(o.Position().AddXY(size.Width-width, 0))
		}
	}
}

func (r *phraseRenderer) Refresh() {
	was := len(r.shown)
	r.Layout(r.p.Size())
	if len(r.shown) < was {
		canvas.Refresh(r.p)
	}
}

func (r *phraseRenderer) Objects() []fyne.CanvasObject { return r.shown }
func (r *phraseRenderer) Destroy()                     {}

// ordered cuts runs of a line at changes of direction and puts them as they stand on the screen. The toolkit
// shapes what runs in one direction but orders no mixed line.
func ordered(runs []Run, rtl bool) []Run {
	line := ""
	var cuts []int
	for _, r := range runs {
		cuts = append(cuts, len(line))
		line += r.Text
	}
	pieces := layout.Pieces(line, rtl, cuts)
	if pieces == nil {
		return runs
	}
	out := make([]Run, len(pieces))
	for i, p := range pieces {
		k := len(cuts) - 1
		for k > 0 && cuts[k] > p.Start {
			k--
		}
		out[i] = runs[k]
		out[i].Text = p.Text
	}
	return out
}

// fit cuts runs to a width in px, with "…" at the end where something was cut.
func fit(runs []Run, size, width float32) []Run {
	used := float32(0)
	for i, run := range runs {
		w := fyne.MeasureText(run.Text, size, run.style()).Width
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
	rs := []rune(text)
	lo, hi := 0, len(rs)
	for lo < hi {
		m := (lo + hi + 1) / 2
		if fyne.MeasureText(string(rs[:m])+"…", size, style).Width <= width {
			lo = m
		} else {
			hi = m - 1
		}
	}
	if lo == 0 && fyne.MeasureText("…", size, style).Width > width {
		return ""
	}
	return string(rs[:lo]) + "…"
}
