//go:build !headless

package control

import (
	"strings"

	"fyne.io/fyne/v2"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/look"
)

// Paragraph is text that wraps at words. Unlike the toolkit's label it says how high it is at a
// width, and stops after a number of lines.
type Paragraph struct {
	drawn
	Letters float32             // size of the letters in px; 0 for look.TextSize
	Ink     fyne.ThemeColorName // "" for look.Ink
	Style   fyne.TextStyle
	Lines   int // at most; 0 for no limit
	Centred bool
	text    string
	lines   []string
	wrapped wrapping // what the lines were made for
}

// wrapping is all that decides where a paragraph breaks.
type wrapping struct {
	text           string
	width, letters float32
	style          fyne.TextStyle
	lines          int
}

// NewParagraph returns a paragraph in an ink.
func NewParagraph(text string, ink fyne.ThemeColorName) *Paragraph {
	p := &Paragraph{text: text, Ink: ink}
	p.ExtendBaseWidget(p)
	return p
}

// NewSmall returns a paragraph in small print.
func NewSmall(text string, ink fyne.ThemeColorName) *Paragraph {
	p := NewParagraph(text, ink)
	p.Letters = look.SmallSize
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
	return lineOf(p.letters(), p.Style).height
}

// HeightFor returns the height in px at a width in px.
func (p *Paragraph) HeightFor(width float32) float32 {
	return float32(len(p.wrap(width))) * p.lineHeight()
}

// wrap returns the lines of at most a width in px.
func (p *Paragraph) wrap(width float32) []string {
	now := wrapping{p.text, width, p.letters(), p.Style, p.Lines}
	if p.lines == nil || p.wrapped != now {
		p.lines, p.wrapped = p.broken(width), now
	}
	return p.lines
}

// broken breaks the text into lines.
func (p *Paragraph) broken(width float32) []string {
	var lines []string
	space := textWidth(" ", p.letters(), p.Style)
	for _, part := range strings.Split(p.text, "\n") {
		line, used := "", float32(0)
		for _, word := range strings.Fields(part) {
			w := textWidth(word, p.letters(), p.Style)
			for w > width && len(word) > 1 && width > 0 {
				head := cutAt(word, p.letters(), width, p.Style)
				if line != "" {
					lines, line, used = append(lines, line), "", 0
				}
				lines, word = append(lines, head), word[len(head):]
				w = textWidth(word, p.letters(), p.Style)
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
	if n := letters().Fonts().Fit(set(word, style), width/size); n > 0 {
		return word[:n]
	}
	for i := range word {
		if i > 0 {
			return word[:i]
		}
	}
	return word
}

// CreateRenderer implements fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(p) }

func (p *Paragraph) least() fyne.Size { return fyne.NewSize(0, p.HeightFor(p.Size().Width)) }

func (p *Paragraph) draw(b *brush, size fyne.Size) {
	rtl := layout.RunsFromRight(p.text)
	for i, line := range p.wrap(size.Width) {
		x, w := float32(0), textWidth(line, p.letters(), p.Style)
		switch {
		case p.Centred:
			x = (size.Width - w) / 2
		case rtl:
			x = size.Width - w
		}
		run := Run{Text: line, Ink: p.Ink, Bold: p.Style.Bold, Mono: p.Style.Monospace}
		b.write([]Run{run}, p.letters(), fyne.NewPos(x, float32(i)*p.lineHeight()), rtl)
	}
}
