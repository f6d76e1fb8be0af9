//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
)

// List is a [Roll] that can have the keyboard: the arrows go from row to row, Enter takes the one that
// they are at.
type List struct {
	Roll
	Name   string      // for the probe
	Begin  func() int  // the row to be at first where no card is open
	Taking func(i int) // Enter

	host    Host
	at      int // the row that the keyboard is at
	focused bool
}

// marked is a row or a card that shows that the keyboard is at it.
type marked interface{ SetMarked(on bool) }

// NewList returns a list whose rows show where the keyboard is.
func NewList(h Host, rowHeight float32, length func() int, build func() fyne.CanvasObject, fill func(i int, row fyne.CanvasObject)) *List {
	l := &List{host: h}
	l.init(rowHeight, length, build, func(i int, row fyne.CanvasObject) {
		fill(i, row)
		l.mark(i, row)
	})
	l.ExtendBaseWidget(l)
	return l
}

func (l *List) mark(i int, o fyne.CanvasObject) {
	if m, ok := o.(marked); ok {
		m.SetMarked(l.focused && i == l.at)
	}
}

// showAt marks the row that the keyboard is at, and no other.
func (l *List) showAt() {
	for i, o := range l.rows {
		l.mark(i, o)
	}
	if l.opened() {
		l.mark(l.open, l.Card)
	}
}

// SetOpen makes a row the open one, -1 for none, and refreshes.
func (l *List) SetOpen(i int) {
	l.Roll.SetOpen(i)
	l.showAt()
}

// Tapped implements fyne.Tappable: a click below the rows.
func (l *List) Tapped(*fyne.PointEvent) {
	l.host.Clicking()
	l.host.Clicked()
}

func (l *List) goTo(i int) {
	l.at = max(0, min(i, l.Len()-1))
	l.ScrollTo(l.at)
	l.showAt()
}

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() {
	l.focused = true
	at := l.Open()
	if at < 0 && l.Begin != nil {
		at = l.Begin()
	}
	l.goTo(at)
}

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() {
	l.focused = false
	l.showAt()
	l.host.Blurred()
}

// TypedRune implements fyne.Focusable.
func (l *List) TypedRune(r rune) { l.host.Rune(r) }

// TypedShortcut implements fyne.Shortcutable.
func (l *List) TypedShortcut(s fyne.Shortcut) { l.host.Shortcut(s, false) }

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(ev *fyne.KeyEvent) {
	page := max(1, int(l.Size().Height/l.RowHeight)-1)
	switch ev.Name {
	case fyne.KeyUp:
		l.goTo(l.at - 1)
	case fyne.KeyDown:
		l.goTo(l.at + 1)
	case fyne.KeyPageUp:
		l.goTo(l.at - page)
	case fyne.KeyPageDown:
		l.goTo(l.at + page)
	case fyne.KeyHome:
		l.goTo(0)
	case fyne.KeyEnd:
		l.goTo(l.Len() - 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.Taking != nil && l.at < l.Len() {
			l.Taking(l.at)
		}
	default:
		l.host.Key(ev, false)
		return
	}
	l.host.Typed()
}

// Disabled keeps Tab from stopping at a list of nothing.
func (l *List) Disabled() bool { return l.Len() == 0 }

// Enable implements fyne.Disableable; a list has the keyboard whenever it has rows.
func (l *List) Enable() {}

// Disable implements fyne.Disableable.
func (l *List) Disable() {}

// ProbeName returns the name by which tests from outside know the list.
func (l *List) ProbeName() string { return l.Name }
