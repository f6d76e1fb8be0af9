//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Beside stands flows beside one another in columns of the same width. It is a [Flow].
type Beside struct {
	widget.BaseWidget
	Gap     float32 // px between the columns
	columns []Flow
	shares  []float32 // of the width; nil for equal ones
}

// NewBeside returns columns with gaps of px.
func NewBeside(gap float32, columns ...Flow) *Beside {
	b := &Beside{Gap: gap, columns: columns}
	b.ExtendBaseWidget(b)
	return b
}

// Widths gives the columns shares of the width, which add up to 1.
func (b *Beside) Widths(shares ...float32) *Beside {
	b.shares = shares
	return b
}

func (b *Beside) columnWidth(i int, width float32) float32 {
	n := float32(len(b.columns))
	share := 1 / n
	if b.shares != nil {
		share = b.shares[i]
	}
	return max(0, (width-b.Gap*(n-1))*share)
}

// HeightFor returns the height in px at a width in px.
func (b *Beside) HeightFor(width float32) float32 {
	h := float32(0)
	for i, c := range b.columns {
		h = max(h, c.HeightFor(b.columnWidth(i, width)))
	}
	return h
}

// Objects returns the columns.
func (b *Beside) Objects() []fyne.CanvasObject {
	objs := make([]fyne.CanvasObject, len(b.columns))
	for i, c := range b.columns {
		objs[i] = c
	}
	return objs
}

// CreateRenderer implements fyne.Widget.
func (b *Beside) CreateRenderer() fyne.WidgetRenderer { return &besideRenderer{b} }

type besideRenderer struct{ b *Beside }

func (r *besideRenderer) Layout(size fyne.Size) {
	x := float32(0)
	for i, c := range r.b.columns {
		w := r.b.columnWidth(i, size.Width)
		c.Move(fyne.NewPos(x, 0))
		c.Resize(fyne.NewSize(w, c.HeightFor(w)))
		x += w + r.b.Gap
	}
}

func (r *besideRenderer) MinSize() fyne.Size {
	return fyne.NewSize(120, r.b.HeightFor(r.b.Size().Width))
}

func (r *besideRenderer) Refresh() {
	for _, c := range r.b.columns {
		c.Refresh()
	}
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

func (r *besideRenderer) Objects() []fyne.CanvasObject { return r.b.Objects() }
func (r *besideRenderer) Destroy()                     {}
