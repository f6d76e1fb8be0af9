//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/app/ui/article/layout"
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
	End     bool                // or at the right one
	Small   bool                // small letters
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

func (b *Button) letters() float32 {
	if b.Small {
		return look.SmallSize
	}
	return look.TextSize
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer { return newDrawnRenderer(b) }

const (
	buttonIcon float32 = 16
	buttonGap  float32 = 6
)

func (b *Button) pad() (sides, ends float32) {
	switch {
	case b.Compact:
		return 4, 2
	case b.Weight == Quiet:
		return 8, 4
	}
	return 12, 5
}

// contents returns the width of what stands on the button.
func (b *Button) contents() (width float32) {
	n := 0
	add := func(there bool, w float32) {
		if there {
			width += w
			n++
		}
	}
	add(b.Icon != "", buttonIcon)
	add(b.Text != "", textWidth(b.Text, b.letters(), b.style()))
	add(b.Key != "", textWidth(b.Key, look.SmallSize, fyne.TextStyle{}))
	return width + float32(max(0, n-1))*buttonGap
}

func (b *Button) least() fyne.Size {
	sides, ends := b.pad()
	return fyne.NewSize(max(b.contents()+2*sides, b.Least), max(textHeight(look.TextSize), buttonIcon)+2*ends)
}

// colours returns the colours of ground, edge, words, key and icon. An edge that is not there is transparent.
func (b *Button) colours() (fill, edge, words, key, icon color.Color) {
	words, fill, edge = look.Of(look.Ink), color.Transparent, color.Transparent
	if b.Ink != "" {
		words = look.Of(b.Ink)
	}
	key = look.Of(look.Faint)
	switch {
	case b.Weight == Main && !b.Off:
		fill, words = look.Of(look.Accent), look.Of(look.OnFill)
		key = words
	case b.Weight != Quiet:
		fill, edge = look.Of(look.Card), look.Of(look.Line)
	}
	switch {
	case b.Off:
		words = look.Of(look.Faint)
	case b.Lit:
		fill = look.Of(look.Chosen)
	case b.hovered && b.Weight != Main:
		fill = look.Of(look.Hovered)
	}
	if b.focused {
		edge = look.Of(look.Accent)
		if b.Weight == Main {
			edge = look.Of(look.Ink)
		}
	}
	icon = words
	if b.Weight == Quiet && b.Ink == "" && !b.hovered && !b.Lit {
		icon = look.Of(look.Faint)
	}
	if b.Off {
		icon = look.Dim()
	}
	return fill, edge, words, key, icon
}

func (b *Button) draw(p *brush, size fyne.Size) {
	fill, edge, words, key, icon := b.colours()
	p.plate(fyne.Position{}, size, 6, 1, fill, edge)
	sides, _ := b.pad()
	text, width := b.Text, b.contents()
	if over := width + 2*sides - size.Width; over > 0 && text != "" {
		all := textWidth(text, b.letters(), b.style())
		text = cut(text, b.letters(), all-over, b.style())
		width += textWidth(text, b.letters(), b.style()) - all
	}
	x := (size.Width - width) / 2
	switch {
	case b.Start:
		x = sides
	case b.End:
		x = size.Width - sides - width
	}
	at := func(height float32) fyne.Position { return fyne.NewPos(x, (size.Height-height)/2) }
	if b.Icon != "" && !b.Behind {
		p.icon(look.Icon(b.Icon, icon), at(buttonIcon), buttonIcon)
		x += buttonIcon + buttonGap
	}
	write := func(text string, letters float32, style fyne.TextStyle, c color.Color) {
		if text != "" {
			p.write([]Run{{Text: text, Bold: style.Bold, hue: c}}, letters, at(lineOf(letters, style).height), layout.RunsFromRight(text))
			x += textWidth(text, letters, style) + buttonGap
		}
	}
	write(text, b.letters(), b.style(), words)
	write(b.Key, look.SmallSize, fyne.TextStyle{}, key)
	if b.Icon != "" && b.Behind {
		x = size.Width - sides - buttonIcon
		p.icon(look.Icon(b.Icon, icon), at(buttonIcon), buttonIcon)
	}
}
