//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"quoth/app/ui/look"
)

// Drawing something again costs a frame as much as drawing it for the first time: the toolkit forgets its
// picture. So what shows already what it should is left alone.

// showIcon draws an icon where it is another one.
func showIcon(i *canvas.Image, r fyne.Resource) {
	if i.Resource != r {
		i.Resource = r
		i.Refresh()
	}
}

// ShowIcon draws an icon where it is another one.
func ShowIcon(i *canvas.Image, r fyne.Resource) { showIcon(i, r) }

// showText draws words where anything of them is otherwise.
func showText(t *canvas.Text, words string, size float32, style fyne.TextStyle, ink color.Color) {
	if t.Text == words && t.TextSize == size && t.TextStyle == style && t.Color == ink {
		return
	}
	t.Text, t.TextSize, t.TextStyle, t.Color = words, size, style, ink
	t.Refresh()
}

// scheme tells one set of colours from another.
type scheme [3]color.Color

func schemeNow() scheme { return scheme{look.Of(look.Ink), look.Of(look.Side), look.Of(look.Accent)} }
