//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Halves shows one object, or two beside one another with a divider that can be dragged. Both keep their
// share of the width when the window changes.
type Halves struct {
	widget.BaseWidget
	Left, Right fyne.CanvasObject // one of them may be nil: then the other has all the room
	Share       float32           // of the left one, 0 to 1
	Least       float32           // px of each, as long as there is room for both
	Moved       func()            // the divider was dragged to its new place
	Placed      func()            // the two have got other sizes

	divider *divider
}

// NewHalves returns one object with all the room. Set the other one and the share to have two.
func NewHalves(left fyne.CanvasObject) *Halves {
	h := &Halves{Left: left, Share: 0.5, Least: 200}
	h.divider = newDivider(func(dx float32) {
		h.Share = (h.split() + dx) / max(1, h.Size().Width)
		h.Share = h.split() / max(1, h.Size().Width)
		h.Refresh()
	}, func() {
		if h.Moved != nil {
			h.Moved()
		}
	})
	h.ExtendBaseWidget(h)
	return h
}

// split returns the width of the left one.
func (h *Halves) split() float32 {
	w := h.Size().Width
	least := min(h.Least, w/2)
	return onPixels(h, min(max(w*h.Share, least), w-least))
}

// CreateRenderer implements fyne.Widget.
func (h *Halves) CreateRenderer() fyne.WidgetRenderer { return &halvesRenderer{h} }

type halvesRenderer struct{ h *Halves }

func (r *halvesRenderer) Layout(size fyne.Size) {
	h := r.h
	place := func(o fyne.CanvasObject, x, width float32) {
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(width, size.Height))
	}
	switch {
	case h.Left == nil:
		place(h.Right, 0, size.Width)
	case h.Right == nil:
		place(h.Left, 0, size.Width)
	default:
		left := h.split()
		place(h.Left, 0, left)
		place(h.Right, left, size.Width-left)
		place(h.divider, left-dividerGrip/2, dividerGrip)
	}
	if h.Placed != nil {
		h.Placed()
	}
}

func (r *halvesRenderer) MinSize() fyne.Size { return fyne.NewSize(200, 120) }

func (r *halvesRenderer) Refresh() {
	r.Layout(r.h.Size())
	canvas.Refresh(r.h)
}

func (r *halvesRenderer) Objects() []fyne.CanvasObject {
	var objs []fyne.CanvasObject
	for _, o := range []fyne.CanvasObject{r.h.Left, r.h.Right} {
		if o != nil {
			objs = append(objs, o)
		}
	}
	if len(objs) == 2 {
		objs = append(objs, r.h.divider)
	}
	return objs
}
func (r *halvesRenderer) Destroy() {}
