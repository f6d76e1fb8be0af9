//go:build !headless

// Package frame lets a widget draw itself once a frame, when all is known that the frame is to show.
//
// Whatever happens to a widget between two frames, much or little, an [Eye] among its objects is asked to
// look when the toolkit has placed everything and has painted nothing. What it then moves, and refreshes, is
// so in this frame, and asks for no other. Tests have no frames; there [Eye.Look] is called by hand.
package frame

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Eye is an object that shows nothing. Put it behind the others of a widget.
type Eye struct {
	widget.BaseWidget
	look func()
}

// NewEye returns an eye that calls look before each frame.
func NewEye(look func()) *Eye {
	e := &Eye{look: look}
	e.ExtendBaseWidget(e)
	return e
}

// Look looks now.
func (e *Eye) Look() { e.look() }

// Wake asks for a frame.
func (e *Eye) Wake() { canvas.Refresh(e) }

// CreateRenderer implements fyne.Widget.
func (e *Eye) CreateRenderer() fyne.WidgetRenderer { return renderer{e} }

type renderer struct{ of *Eye }

// changing is a canvas that knows whether a frame is asked for.
type changing interface {
	CheckDirtyAndClear() bool
	SetDirty()
}

// MinSize looks. The toolkit asks each object of a window for it before it paints a frame; of an eye nobody
// else does.
func (r renderer) MinSize() fyne.Size {
	c, ok := fyne.CurrentApp().Driver().CanvasForObject(r.of).(changing)
	if !ok {
		r.of.look()
		return fyne.Size{}
	}
	asked := c.CheckDirtyAndClear() // by others, while this frame was prepared
	r.of.look()
	c.CheckDirtyAndClear()
	if asked {
		c.SetDirty()
	}
	return fyne.Size{}
}

func (renderer) Layout(fyne.Size)             {}
func (renderer) Refresh()                     {}
func (renderer) Objects() []fyne.CanvasObject { return nil }
func (renderer) Destroy()                     {}
