//go:build !headless

package control

import (
	"image/color"

	"quoth/app/ui/look"
)

// scheme tells one set of colours and faces from another.
type scheme struct {
	inks  [3]color.Color
	faces int
}

func schemeNow() scheme {
	return scheme{[3]color.Color{look.Of(look.Ink), look.Of(look.Side), look.Of(look.Accent)}, letters().Fonts().Generation()}
}
