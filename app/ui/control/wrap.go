//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// Wrap stands objects beside one another and goes on in the next line where one does not fit. It is a
// [Flow].
type Wrap struct {
	widget.BaseWidget
	Gap     float32 // px between objects, and between lines
	Right   bool    // lines stand at the right end
	objects []fyne.CanvasObject
}

// NewWrap returns objects with gaps of px.
func NewWrap(gap float32, objects ...fyne.CanvasObject) *Wrap {
	w := &Wrap{Gap: gap, objects: objects}
	w.ExtendBaseWidget(w)
	return w
}

// Set replaces the objects.
func (w *Wrap) Set(objects ...fyne.CanvasObject) {
	w.objects = objects
	w.Refresh()
}

// Objects returns what stands in it.
func (w *Wrap) Objects() []fyne.CanvasObject { return w.objects }

// HeightFor returns the height in px at a width in px.
func (w *Wrap) HeightFor(width float32) float32 {
	return w.arrange(width, func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
}

// arrange calls at for each visible object and returns the height of all.
func (w *Wrap) arrange(width float32, at func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	x, y, line := float32(0), float32(0), float32(0)
	var row []fyne.CanvasObject
	end := func() { // of a line
		from := float32(0)
		if w.Right {
			from = max(0, width-x+w.Gap)
		}
		for _, o := range row {
			m := o.MinSize()
			at(o, fyne.NewPos(from, y), m)
			from += m.Width + w.Gap
		}
		row = row[:0]
	}
	for _, o := range w.objects {
		if !o.Visible() {
			continue
		}
		m := o.MinSize()
		if x > 0 && x+m.Width > width {
			end()
			x, y, line = 0, y+line+w.Gap, 0
		}
		row = append(row, o)
		x += m.Width + w.Gap
		line = max(line, m.Height)
	}
	end()
	return y + line
}

// place puts the objects where they go at a width in px.
func (w *Wrap) place(width float32) {
	w.arrange(width, func(o fyne.CanvasObject, p fyne.Position, s fyne.Size) {
		o.Move(p)
		o.Resize(s)
	})
}

// CreateRenderer implements fyne.Widget.
func (w *Wrap) CreateRenderer() fyne.WidgetRenderer { return arrangedRenderer{w} }
