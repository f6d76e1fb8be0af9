//go:build !headless

package look

import (
	"bytes"
	"image"
	"image/png"
	"sync"

	"golang.org/x/image/draw"

	"quoth/assets"
)

// logoSide is the side of the logo in px: twice that at which it is shown, for screens of small px.
const logoSide = 112

// Logo is the program's icon as a small picture. The whole one is a megabyte in memory.
var Logo = sync.OnceValue(func() image.Image {
	small := image.NewNRGBA(image.Rect(0, 0, logoSide, logoSide))
	if whole, err := png.Decode(bytes.NewReader(assets.Icon)); err == nil {
		draw.CatmullRom.Scale(small, small.Rect, whole, whole.Bounds(), draw.Src, nil)
	}
	return small
})
