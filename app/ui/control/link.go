//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/app/ui/look"
)

// Link is a phrase that can be clicked. It is cut to the width that it gets.
type Link struct {
	keyed
	Name    string // for the probe
	Tapping func()
	phrase  *Phrase
	second  *Phrase // a smaller line below; nil for none
}

// NewLink returns a link.
func NewLink(h Host, fn func(), runs ...Run) *Link {
	l := &Link{Tapping: fn, phrase: NewPhrase(0, runs...)}
	l.host = h
	l.ExtendBaseWidget(l)
	return l
}

// Below adds a smaller line.
func (l *Link) Below(runs ...Run) *Link {
	l.second = NewPhrase(look.SmallSize, runs...)
	return l
}

// Text returns the whole text of the first line.
func (l *Link) Text() string { return l.phrase.Text() }

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
func (l *Link) CreateRenderer() fyne.WidgetRenderer {
	r := &linkRenderer{l: l, ground: canvas.NewRectangle(color.Transparent)}
	r.ground.CornerRadius = 4
	return r
}

type linkRenderer struct {
	l      *Link
	ground *canvas.Rectangle
}

const linkSides float32 = 4

func (r *linkRenderer) MinSize() fyne.Size {
	return fyne.NewSize(2*linkSides, r.l.phrase.MinSize().Height+r.below()+4)
}

// below is the height in px of the second line.
func (r *linkRenderer) below() float32 {
	if r.l.second == nil {
		return 0
	}
	return r.l.second.MinSize().Height
}

func (r *linkRenderer) Layout(size fyne.Size) {
	w := r.l.phrase.Natural()
	room := max(0, size.Width-2*linkSides)
	r.l.phrase.Move(fyne.NewPos(linkSides, 2))
	r.l.phrase.Resize(fyne.NewSize(room, size.Height-4-r.below()))
	if s := r.l.second; s != nil {
		w = max(w, s.Natural())
		s.Move(fyne.NewPos(linkSides, size.Height-2-r.below()))
		s.Resize(fyne.NewSize(room, r.below()))
	}
	r.ground.Resize(fyne.NewSize(min(size.Width, w+1+2*linkSides), size.Height))
}

func (r *linkRenderer) Refresh() {
	r.ground.FillColor = color.Transparent
	if r.l.hovered {
		r.ground.FillColor = look.Of(look.Hovered)
	}
	r.ground.StrokeWidth = 0
	if r.l.focused {
		r.ground.StrokeWidth, r.ground.StrokeColor = 1, look.Of(look.Accent)
	}
	r.ground.Refresh()
	r.l.phrase.Refresh()
	if r.l.second != nil {
		r.l.second.Refresh()
	}
}

func (r *linkRenderer) Objects() []fyne.CanvasObject {
	if r.l.second != nil {
		return []fyne.CanvasObject{r.ground, r.l.phrase, r.l.second}
	}
	return []fyne.CanvasObject{r.ground, r.l.phrase}
}
func (r *linkRenderer) Destroy() {}
