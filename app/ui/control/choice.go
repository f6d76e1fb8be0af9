//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Option is one value of a [Choice].
type Option struct{ Value, Label string }

// Choice is a button that shows one of several values and, pressed, offers the others.
type Choice struct {
	Button
	Options  []Option
	Value    string
	Choosing func(value string)
	menu     *widget.PopUpMenu
}

// NewChoice returns a choice among options.
func NewChoice(h Host, options []Option, value string, fn func(value string)) *Choice {
	c := &Choice{Options: options, Choosing: fn}
	c.host, c.Weight, c.Icon, c.Behind, c.Start = h, Plain, "down", true, true
	c.Button.Tapping = c.open
	c.ExtendBaseWidget(c)
	c.SetValue(value)
	return c
}

// SetValue shows a value without calling Choosing.
func (c *Choice) SetValue(v string) {
	c.Value = v
	label := v
	for _, o := range c.Options {
		if o.Value == v {
			label = o.Label
		}
	}
	c.SetText(label)
}

// Tapped implements fyne.Tappable. The keyboard goes to the menu, and back when it closes.
func (c *Choice) Tapped(*fyne.PointEvent) {
	if !c.Off {
		c.host.Clicking()
		c.open()
	}
}

// TypedKey implements fyne.Focusable.
func (c *Choice) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		c.Tapped(nil)
		return
	}
	c.Button.TypedKey(ev)
}

func (c *Choice) open() {
	items := make([]*fyne.MenuItem, len(c.Options))
	at := -1
	for i, o := range c.Options {
		items[i] = fyne.NewMenuItem(o.Label, func() {
			c.SetValue(o.Value)
			if c.Choosing != nil {
				c.Choosing(o.Value)
			}
		})
		if o.Value == c.Value {
			items[i].Checked, at = true, i
		}
	}
	c.menu = ShowMenu(c.host, c, items, fyne.NewPos(0, c.Size().Height+2))
	for range at + 1 {
		c.menu.ActivateNext() // the arrows go on from what is chosen
	}
}

// ShowMenu opens a menu at a place relative to an object, and tells the host when it has closed.
func ShowMenu(h Host, by fyne.CanvasObject, items []*fyne.MenuItem, at fyne.Position) *widget.PopUpMenu {
	for _, it := range items {
		toolkitWrites(it.Label)
	}
	m := widget.NewPopUpMenu(fyne.NewMenu("", items...), h.Canvas())
	hide := m.OnDismiss
	m.OnDismiss = func() {
		if hide != nil {
			hide()
		}
		h.Clicked()
	}
	pos := fyne.CurrentApp().Driver().AbsolutePositionForObject(by).Add(at)
	size, room := m.MinSize(), h.Canvas().Size()
	pos.X = max(0, min(pos.X, room.Width-size.Width-4))
	pos.Y = max(0, min(pos.Y, room.Height-size.Height-4))
	m.ShowAtPosition(pos)
	return m
}
