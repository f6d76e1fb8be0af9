//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Line stands objects beside one another, vertically centred. One of them takes the width that the
// others leave.
type Line struct {
	widget.BaseWidget
	Gap     float32 // px between the visible objects
	Wide    int     // index of the object that takes the rest; -1 for none
	objects []fyne.CanvasObject
}

// NewLine returns a line with gaps of px.
func NewLine(gap float32, wide int, objects ...fyne.CanvasObject) *Line {
	l := &Line{Gap: gap, Wide: wide, objects: objects}
	l.ExtendBaseWidget(l)
	return l
}

// Objects returns what stands in the line.
func (l *Line) Objects() []fyne.CanvasObject { return l.objects }

// CreateRenderer implements fyne.Widget.
func (l *Line) CreateRenderer() fyne.WidgetRenderer { return &lineRenderer{l} }

type lineRenderer struct{ l *Line }

func (r *lineRenderer) Layout(size fyne.Size) {
	rest := size.Width - r.MinSize().Width
	x := float32(0)
	for i, o := range r.l.objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if i == r.l.Wide {
			m.Width = max(0, m.Width+rest)
		}
		o.Move(fyne.NewPos(x, max(0, (size.Height-m.Height)/2)))
		o.Resize(m)
		x += m.Width + r.l.Gap
	}
}

func (r *lineRenderer) MinSize() fyne.Size {
	var s fyne.Size
	for _, o := range r.l.objects {
		if o.Visible() {
			m := o.MinSize()
			s.Width += m.Width + r.l.Gap
			s.Height = max(s.Height, m.Height)
		}
	}
	s.Width = max(0, s.Width-r.l.Gap)
	return s
}

func (r *lineRenderer) Refresh() {
	for _, o := range r.l.objects {
		o.Refresh()
	}
	r.Layout(r.l.Size())
	canvas.Refresh(r.l)
}

func (r *lineRenderer) Objects() []fyne.CanvasObject { return r.l.objects }
func (r *lineRenderer) Destroy()                     {}
