//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
)

// Check is a button that is on or off, with a tick in a box.
type Check struct {
	Button
	On       bool
	Checking func(on bool)
}

// NewCheck returns a check with its words.
func NewCheck(h Host, text string, on bool, fn func(on bool)) *Check {
	c := &Check{On: on, Checking: fn}
	c.host, c.Text, c.Start, c.Compact = h, text, true, true
	c.Tapping = c.flip
	c.ExtendBaseWidget(c)
	c.show()
	return c
}

// SetOn shows the check as on or off without calling Checking.
func (c *Check) SetOn(on bool) {
	if c.On != on {
		c.On = on
		c.show()
	}
}

func (c *Check) flip() {
	c.On = !c.On
	c.show()
	if c.Checking != nil {
		c.Checking(c.On)
	}
}

func (c *Check) show() {
	c.Icon = "box"
	if c.On {
		c.Icon = "boxed"
	}
	c.Refresh()
}

// TypedKey implements fyne.Focusable. Space turns it over; Enter is the dialog's.
func (c *Check) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter:
		c.host.Key(ev, false)
	default:
		c.Button.TypedKey(ev)
	}
}
