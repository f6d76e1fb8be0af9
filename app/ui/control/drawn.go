//go:build !headless

package control

import (
	"image"
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// drawn is the part of a control that is one picture: its own, or a part of its [Board]'s.
type drawn struct {
	widget.BaseWidget
	looks int    // counts how often it has come to look otherwise
	board *Board // whose picture it is in; nil for none
}

func (d *drawn) drawing() *drawn { return d }

// drawer is a control that draws itself.
type drawer interface {
	fyne.Widget
	drawing() *drawn
	draw(b *brush, size fyne.Size)
	least() fyne.Size // at which all of it has room
}

// drawnRenderer shows a drawer.
type drawnRenderer struct {
	of      drawer
	picture *canvas.Raster
	objects [1]fyne.CanvasObject
}

func newDrawnRenderer(of drawer) fyne.WidgetRenderer {
	r := &drawnRenderer{of: of}
	r.picture = canvas.NewRaster(r.paint)
	r.picture.ScaleMode = canvas.ImageScalePixels
	r.objects[0] = r.picture
	return r
}

// scaleOf returns the px of one of the toolkit's units where an object is.
func scaleOf(o fyne.CanvasObject) float32 {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.Scale() > 0 {
		return c.Scale()
	}
	return 1
}

// Layout gives the picture whole px, so that it is not stretched.
func (r *drawnRenderer) Layout(size fyne.Size) {
	s := scaleOf(r.of)
	up := func(v float32) float32 { return float32(math.Ceil(float64(v*s)-0.01)) / s }
	r.picture.Resize(fyne.NewSize(up(size.Width), up(size.Height)))
	r.Refresh()
}

func (r *drawnRenderer) MinSize() fyne.Size { return r.of.least() }

func (r *drawnRenderer) Refresh() {
	d := r.of.drawing()
	d.looks++
	if d.board != nil {
		canvas.Refresh(r.of) // which has nothing to show of its own, but the board looks
		return
	}
	r.picture.Refresh()
}

func (r *drawnRenderer) paint(w, h int) image.Image {
	if w <= 0 || h <= 0 {
		return image.NewUniform(color.Transparent)
	}
	img := sheet(w, h)
	clear(img.Pix)
	b := &brush{Pen: letters(), scale: scaleOf(r.of)}
	b.On(img, img.Rect)
	r.of.draw(b, r.of.Size())
	return img
}

func (r *drawnRenderer) Objects() []fyne.CanvasObject {
	if r.of.drawing().board != nil {
		return nil
	}
	return r.objects[:]
}

func (r *drawnRenderer) Destroy() {}
