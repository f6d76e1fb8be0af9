//go:build !headless

package control

import (
	"math"

	"fyne.io/fyne/v2"
)

// onPixels returns the length nearest to v that is a whole number of the screen's pixels where o is. The
// toolkit rounds the ends of what it paints; a picture of which one end lies between two pixels is
// stretched by one, and no longer sharp.
func onPixels(o fyne.CanvasObject, v float32) float32 {
	scale := float32(1)
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.Scale() > 0 {
		scale = c.Scale()
	}
	return float32(math.Round(float64(v*scale))) / scale
}
