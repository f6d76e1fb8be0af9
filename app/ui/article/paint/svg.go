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
func svg(face *font.Face, k glyphKey, d font.GlyphSVG) *stencil {
	icon, err := oksvg.ReadIconStream(bytes.NewReader(d.Source), oksvg.IgnoreErrorMode)
	if err != nil || icon.ViewBox.W <= 0 || icon.ViewBox.H <= 0 {
		return nil
	}
	// The em square of the document stands on the baseline and is as wide as the glyph's advance.
	w := round(face.HorizontalAdvance(k.id) * float32(k.size) / float32(face.Upem()))
	if w <= 0 || w > largestGlyph {
		return nil
	}
	s := &stencil{w: w, h: w, dy: -w * 5 / 6, rgba: image.NewRGBA(image.Rect(0, 0, w, w))}
	icon.SetTarget(0, 0, float64(w), float64(w))
	scanner := rasterx.NewScannerGV(w, w, s.rgba, s.rgba.Rect)
	icon.Draw(rasterx.NewDasher(w, w, scanner), 1)
	return s
}
