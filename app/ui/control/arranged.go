//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// arranged is a flow that places its objects itself.
type arranged interface {
	Flow
	Objects() []fyne.CanvasObject
	place(width float32)
}

// arrangedRenderer shows an arranged flow and nothing besides. It is as wide as the widest object at
// least, and as high as it must be at its width.
type arrangedRenderer struct{ of arranged }

func (r arrangedRenderer) Layout(size fyne.Size) { r.of.place(size.Width) }

func (r arrangedRenderer) MinSize() fyne.Size {
	w := float32(0)
	for _, o := range r.of.Objects() {
		if o.Visible() {
			w = max(w, o.MinSize().Width)
		}
	}
	return fyne.NewSize(w, r.of.HeightFor(max(w, r.of.Size().Width)))
}

func (r arrangedRenderer) Refresh() {
	for _, o := range r.of.Objects() {
		o.Refresh()
	}
	r.of.place(r.of.Size().Width)
	canvas.Refresh(r.of)
}

func (r arrangedRenderer) Objects() []fyne.CanvasObject { return r.of.Objects() }
func (r arrangedRenderer) Destroy()                     {}
