//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/app/ui/look"
)

// Weight says how loud a button is.
type Weight int

// A quiet button is words on the ground until the pointer comes; a plain one has a border; the main
// one of a dialog is filled, and Enter presses it.
const (
	Quiet Weight = iota
	Plain
	Main
)

// Button is something to press: an icon, a word, and the key that does the same.
type Button struct {
	keyed
	Name    string // for the probe: "toolbar.mark.quote"
	Icon    string // of look.Icon, "" for none
	Text    string
	Key     string // shown small behind the text
	Weight  Weight
	Ink     fyne.ThemeColorName // "" for look.Ink
	Lit     bool                // shown as switched on
	Compact bool                // less space around it
	Least   float32             // px that it is wide at least
	Start   bool                // contents stand at the left end
	Behind  bool                // the icon stands at the right end
	Off     bool                // cannot be pressed now
	Tapping func()
	About   func() string // what it does, said while the pointer is over it; nil for nothing
}

// NewButton returns a button.
func NewButton(h Host, weight Weight, icon, text string, fn func()) *Button {
	b := &Button{Weight: weight, Icon: icon, Text: text, Tapping: fn}
	b.host = h
	b.ExtendBaseWidget(b)
	return b
}

// SetOff makes the button pressable or not.
func (b *Button) SetOff(off bool) {
	if b.Off != off {
		b.Off = off
		b.Refresh()
	}
}

// SetText replaces the words.
func (b *Button) SetText(s string) {
	if b.Text != s {
		b.Text = s
		b.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	b.host.Clicking()
	if !b.Off && b.Tapping != nil {
		b.Tapping()
	}
	b.host.Clicked()
}

// Disabled keeps Tab from stopping at a button that cannot be pressed.
func (b *Button) Disabled() bool { return b.Off }

// Enable implements fyne.Disableable.
func (b *Button) Enable() { b.SetOff(false) }

// Disable implements fyne.Disableable.
func (b *Button) Disable() { b.SetOff(true) }

// TypedKey implements fyne.Focusable. Space and Enter press the button.
func (b *Button) TypedKey(ev *fyne.KeyEvent) {
	if pressedBy(ev) {
		b.Tapped(nil)
		return
	}
	b.host.Key(ev, false)
}

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(ev *desktop.MouseEvent) {
	b.keyed.MouseIn(ev)
	if b.About != nil {
		b.host.Hint(b.About())
	}
}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() {
	b.keyed.MouseOut()
	if b.About != nil {
		b.host.Hint("")
	}
}

// Cursor implements desktop.Cursorable.
func (b *Button) Cursor() desktop.Cursor {
	if b.Off {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

func (b *Button) style() fyne.TextStyle { return fyne.TextStyle{Bold: b.Weight == Main} }

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{
		b: b, ground: canvas.NewRectangle(color.Transparent),
		icon: canvas.NewImageFromResource(nil), text: canvas.NewText("", color.Transparent), key: canvas.NewText("", color.Transparent),
	}
	r.ground.CornerRadius = 6
	r.icon.FillMode = canvas.ImageFillContain
	r.update()
	return r
}

type buttonRenderer struct {
	b         *Button
	ground    *canvas.Rectangle
	icon      *canvas.Image
	text, key *canvas.Text
}

const buttonIcon float32 = 16

func (r *buttonRenderer) pad() (sides, ends float32) {
	switch {
	case r.b.Compact:
		return 4, 2
	case r.b.Weight == Quiet:
		return 8, 4
	}
	return 12, 5
}

// parts returns the visible contents with their widths, from left to right.
func (r *buttonRenderer) parts() (objs []fyne.CanvasObject, width float32) {
	add := func(o fyne.CanvasObject, w, gap float32) {
		if len(objs) > 0 {
			width += gap
		}
		objs = append(objs, o)
		width += w
	}
	if r.b.Icon != "" && !r.b.Behind {
		add(r.icon, buttonIcon, 0)
	}
	if r.b.Text != "" {
		add(r.text, fyne.MeasureText(r.b.Text, look.TextSize, r.b.style()).Width, 6)
	}
	if r.b.Key != "" {
		add(r.key, fyne.MeasureText(r.b.Key, look.SmallSize, fyne.TextStyle{}).Width, 6)
	}
	if r.b.Icon != "" && r.b.Behind {
		add(r.icon, buttonIcon, 6)
	}
	return objs, width
}

func (r *buttonRenderer) MinSize() fyne.Size {
	sides, ends := r.pad()
	_, w := r.parts()
	h := fyne.MeasureText("Ag", look.TextSize, fyne.TextStyle{}).Height
	return fyne.NewSize(max(w+2*sides, r.b.Least), max(h, buttonIcon)+2*ends)
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	sides, _ := r.pad()
	objs, w := r.parts()
	x := (size.Width - w) / 2
	if r.b.Start {
		x = sides
	}
	for _, o := range objs {
		s := fyne.NewSize(buttonIcon, buttonIcon)
		if t, ok := o.(*canvas.Text); ok {
			s = fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
		}
		o.Resize(s)
		if o == fyne.CanvasObject(r.icon) && r.b.Behind {
			x = size.Width - sides - s.Width
		}
		o.Move(fyne.NewPos(x, (size.Height-s.Height)/2))
		x += s.Width + 6
	}
}

func (r *buttonRenderer) update() {
	b := r.b
	ink, fill, stroke := look.Of(look.Ink), color.Color(color.Transparent), color.Color(color.Transparent)
	if b.Ink != "" {
		ink = look.Of(b.Ink)
	}
	keyInk := look.Of(look.Faint)
	switch {
	case b.Weight == Main && !b.Off:
		fill, ink = look.Of(look.Accent), look.Of(look.OnFill)
		keyInk = ink
	case b.Weight != Quiet:
		fill, stroke = look.Of(look.Card), look.Of(look.Line)
	}
	switch {
	case b.Off:
		ink = look.Of(look.Faint)
	case b.Lit:
		fill = look.Of(look.Chosen)
	case b.hovered && b.Weight != Main:
		fill = look.Of(look.Hovered)
	}
	if b.focused {
		stroke = look.Of(look.Accent)
		if b.Weight == Main {
			stroke = look.Of(look.Ink)
		}
	}
	r.ground.FillColor, r.ground.StrokeColor = fill, stroke
	r.ground.StrokeWidth = 0
	if stroke != color.Transparent {
		r.ground.StrokeWidth = 1
	}
	iconInk := ink
	if b.Weight == Quiet && b.Ink == "" && !b.hovered && !b.Lit {
		iconInk = look.Of(look.Faint)
	}
	if b.Off {
		iconInk = look.Dim()
	}
	r.icon.Hidden = b.Icon == ""
	showIcon(r.icon, look.Icon(b.Icon, iconInk))
	r.text.Hidden = b.Text == ""
	showText(r.text, b.Text, look.TextSize, b.style(), ink)
	r.key.Hidden = b.Key == ""
	showText(r.key, b.Key, look.SmallSize, fyne.TextStyle{}, keyInk)
}

func (r *buttonRenderer) Refresh() {
	r.update()
	r.Layout(r.b.Size())
	r.ground.Refresh()
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.icon, r.text, r.key}
}
func (r *buttonRenderer) Destroy() {}
