package paint

import (
	"bytes"
	"image"

	"github.com/fyne-io/oksvg"
	"github.com/go-text/typesetting/font"
	"github.com/srwiley/rasterx"
)

// svg draws a glyph that its font describes as an SVG document, as colour emoji may be; nil where the
// document cannot be read.
func svg(k glyphKey, d font.GlyphSVG) *stencil {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(d.Source), oksvg.IgnoreErrorMode)
	if err != nil || icon.ViewBox.W <= 0 || icon.ViewBox.H <= 0 {
		return nil
	}
	// The origin of the view box lies on the baseline, and the box is one em wide. Pictures reach from
	// there up by an em and down by a quarter.
	em := k.em()
	if em > largestGlyph {
		return nil
	}
	s := &stencil{w: em + em/4, h: em + em/4, dy: -em}
	s.rgba = image.NewRGBA(image.Rect(0, 0, s.w, s.h))
	scale := float64(em) / icon.ViewBox.W
	icon.Transform = rasterx.Identity.Translate(float64(k.sub)/subpixels, float64(em)).Scale(scale, scale).Translate(-icon.ViewBox.X, -icon.ViewBox.Y)
	scanner := rasterx.NewScannerGV(s.w, s.h, s.rgba, s.rgba.Rect)
	icon.Draw(rasterx.NewDasher(s.w, s.h, scanner), 1)
	return s
}
