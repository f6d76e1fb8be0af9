//go:build !headless

package control

import (
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
)

// What stands in panes begins and ends on whole pixels of the screen, whatever the window and its scale, so
// that no picture in them is stretched.
func TestPanesLieOnPixels(t *testing.T) {
	test.NewTempApp(t)
	for _, scale := range []float32{1, 1.1, 1.3, 1.5, 1.7, 2, 2.5, 3} {
		left, mine, theirs, right := canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil), canvas.NewRectangle(nil)
		halves := NewHalves(mine)
		halves.Right, halves.Share = theirs, 0.437
		panes := NewPanes(left, halves, right)
		panes.LeftWidth, panes.RightWidth, panes.MiddleLeast = 253.3, 317.9, 900
		w := test.NewTempWindow(t, panes)
		w.SetPadded(false)
		w.Canvas().(software.WindowlessCanvas).SetScale(scale)
		for _, px := range []float32{1024, 1281, 1901, 3840} {
			w.Resize(fyne.NewSize(px/scale, 700/scale))
			for i, o := range []fyne.CanvasObject{left, mine, theirs, right} {
				x := fyne.CurrentApp().Driver().AbsolutePositionForObject(o).X
				for _, at := range []float32{x, x + o.Size().Width} {
					if off := math.Abs(float64(at*scale) - math.Round(float64(at*scale))); off > 0.01 {
						t.Errorf("scale %v, %v px: pane %d has an edge at %v px", scale, px, i, at*scale)
					}
				}
			}
		}
	}
}
