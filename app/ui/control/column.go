//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Column stands objects under one another at full width, each as high as it is at that width. It is
// a [Flow] itself.
type Column struct {
	widget.BaseWidget
	Gap     float32 // px between the visible objects
	objects []fyne.CanvasObject
}

// NewColumn returns a column with gaps of px.
func NewColumn(gap float32, objects ...fyne.CanvasObject) *Column {
	c := &Column{Gap: gap, objects: objects}
	c.ExtendBaseWidget(c)
	return c
}

// Set replaces the objects.
func (c *Column) Set(objects ...fyne.CanvasObject) {
	c.objects = objects
	c.Refresh()
}

// Add puts more objects at the end. What is on the screen shows them when it is refreshed.
func (c *Column) Add(objects ...fyne.CanvasObject) { c.objects = append(c.objects, objects...) }

// Objects returns what stands in the column.
func (c *Column) Objects() []fyne.CanvasObject { return c.objects }

// HeightFor returns the height in px at a width in px.
func (c *Column) HeightFor(width float32) float32 {
	h := float32(0)
	for _, o := range c.objects {
		if o.Visible() {
			h += HeightFor(o, width) + c.Gap
		}
	}
	return max(0, h-c.Gap)
}

// place stands the objects under one another at a width in px.
func (c *Column) place(width float32) {
	y := float32(0)
	for _, o := range c.objects {
		if !o.Visible() {
			continue
		}
		h := HeightFor(o, width)
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(width, h))
		y += h + c.Gap
	}
}

// CreateRenderer implements fyne.Widget.
func (c *Column) CreateRenderer() fyne.WidgetRenderer { return arrangedRenderer{c} }

// Padded puts px of empty space around an object. It is a [Flow] if the object is.
type Padded struct {
	widget.BaseWidget
	In         fyne.CanvasObject
	Left, Top  float32
	Right, End float32 // End is the space below
	height     float32 // of In; 0 for its own
}

// NewPadded returns an object with the same space at its sides, and the same above and below.
func NewPadded(in fyne.CanvasObject, sides, ends float32) *Padded {
	p := &Padded{In: in, Left: sides, Right: sides, Top: ends, End: ends}
	p.ExtendBaseWidget(p)
	return p
}

// HeightFor returns the height in px at a width in px.
func (p *Padded) HeightFor(width float32) float32 {
	if p.height > 0 {
		return p.height + p.Top + p.End
	}
	return HeightFor(p.In, width-p.Left-p.Right) + p.Top + p.End
}

// Objects returns what has space around it.
func (p *Padded) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{p.In} }

// CreateRenderer implements fyne.Widget.
func (p *Padded) CreateRenderer() fyne.WidgetRenderer { return &paddedRenderer{p} }

type paddedRenderer struct{ p *Padded }

func (r *paddedRenderer) Layout(size fyne.Size) {
	r.p.In.Move(fyne.NewPos(r.p.Left, r.p.Top))
	r.p.In.Resize(fyne.NewSize(size.Width-r.p.Left-r.p.Right, size.Height-r.p.Top-r.p.End))
}

func (r *paddedRenderer) MinSize() fyne.Size {
	return r.p.In.MinSize().AddWidthHeight(r.p.Left+r.p.Right, r.p.Top+r.p.End)
}

func (r *paddedRenderer) Refresh() {
	r.p.In.Refresh()
	r.Layout(r.p.Size())
	canvas.Refresh(r.p)
}

func (r *paddedRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.In} }
func (r *paddedRenderer) Destroy()                     {}

// NewFixed gives an object a height of px wherever it stands.
func NewFixed(in fyne.CanvasObject, height float32) *Padded {
	p := &Padded{In: in, height: height}
	p.ExtendBaseWidget(p)
	return p
}
