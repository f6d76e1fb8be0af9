//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/look"
)

// Link is a phrase that can be clicked. It is cut to the width that it gets, and asks for none unless it is Whole.
type Link struct {
	keyed
	Name    string // for the probe
	Whole   bool   // asks for the width of its words
	Tapping func()
	runs    []Run
	second  []Run // a smaller line below; nil for none
}

// NewLink returns a link.
func NewLink(h Host, fn func(), runs ...Run) *Link {
	l := &Link{Tapping: fn, runs: runs}
	l.host = h
	l.ExtendBaseWidget(l)
	return l
}

// Below adds a smaller line.
func (l *Link) Below(runs ...Run) *Link {
	l.second = runs
	return l
}

// Text returns the whole text of the first line.
func (l *Link) Text() string { return textOf(l.runs) }

// Tapped implements fyne.Tappable.
func (l *Link) Tapped(*fyne.PointEvent) {
	l.host.Clicking()
	if l.Tapping != nil {
		l.Tapping()
	}
	l.host.Clicked()
}

// TypedKey implements fyne.Focusable. Space and Enter follow the link.
func (l *Link) TypedKey(ev *fyne.KeyEvent) {
	if pressedBy(ev) {
		l.Tapped(nil)
		return
	}
	l.host.Key(ev, false)
}

// Cursor implements desktop.Cursorable.
func (l *Link) Cursor() desktop.Cursor { return desktop.PointerCursor }

// CreateRenderer implements fyne.Widget.
func (l *Link) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(l) }

const linkSides float32 = 4

func (l *Link) least() fyne.Size {
	width := 2 * linkSides
	if l.Whole {
		width = l.wide()
	}
	return fyne.NewSize(width, textHeight(look.TextSize)+l.below()+4)
}

// wide is the width of its words, with the blanks beside them.
func (l *Link) wide() float32 {
	return max(widthOf(l.runs, look.TextSize), widthOf(l.second, look.SmallSize)) + 1 + 2*linkSides
}

// below is the height in px of the second line.
func (l *Link) below() float32 {
	if l.second == nil {
		return 0
	}
	return textHeight(look.SmallSize)
}

// lit returns where the words are, of a width in px: what lights up under the pointer. Words that run from the right
// stand at the right end.
func (l *Link) lit(width float32) (at, wide float32) {
	w := l.wide()
	rtl := layout.RunsFromRight(textOf(l.runs))
	if w >= width || l.second != nil && layout.RunsFromRight(textOf(l.second)) != rtl {
		return 0, width
	}
	if rtl {
		return width - w, w
	}
	return 0, w
}

func (l *Link) draw(b *brush, size fyne.Size) {
	var ground, line color.Color = color.Transparent, color.Transparent
	if l.hovered {
		ground = look.Of(look.Hovered)
	}
	if l.focused {
		line = look.Of(look.Accent)
	}
	at, wide := l.lit(size.Width)
	b.plate(fyne.NewPos(at, 0), fyne.NewSize(wide, size.Height), 4, 1, ground, line)
	room := max(0, size.Width-2*linkSides)
	first := size.Height - 4 - l.below()
	b.phrase(l.runs, look.TextSize, fyne.NewPos(linkSides, 2+(first-textHeight(look.TextSize))/2), room, false)
	if l.second != nil {
		b.phrase(l.second, look.SmallSize, fyne.NewPos(linkSides, size.Height-2-l.below()), room, false)
	}
}
