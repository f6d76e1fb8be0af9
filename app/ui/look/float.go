//go:build !headless

package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// Float gives the ground of a card that stands over the article its corners, edge and shadow.
func Float(ground *canvas.Rectangle) {
	ground.CornerRadius = 8
	ground.StrokeWidth = 1
	ground.Shadow.BlurRadius = 12
	ground.Shadow.Offset = fyne.NewPos(0, 2)
}
