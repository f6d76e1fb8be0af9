package paint

import (
	"image"
	"image/color"

	xdraw "golang.org/x/image/draw"

	"quoth/app/ui/article/layout"
)

// Pen draws the small things around an article — plain shapes and lines of words — with the same glyphs as
// the article. Coordinates are px of the image; what lies beyond the clip is left out.
type Pen struct {
	sheet
	glyphs glyphs
}

// NewPen returns a pen that writes in some fonts.
func NewPen(fonts *layout.Fonts) *Pen { return &Pen{glyphs: glyphs{fonts: fonts}} }

// Fonts returns the fonts that the pen writes in.
func (p *Pen) Fonts() *layout.Fonts { return p.glyphs.fonts }

// Forget drops the glyphs, for when the fonts have changed.
func (p *Pen) Forget() { p.glyphs = glyphs{fonts: p.glyphs.fonts} }

// On makes the pen draw on an image, inside a rectangle of it.
func (p *Pen) On(img *image.RGBA, clip image.Rectangle) {
	p.dst, p.clip = img, clip.Intersect(img.Rect)
}

// Clear makes the clip empty: a colour that may be transparent takes the place of what was there.
func (p *Pen) Clear(c color.NRGBA) {
	xdraw.Draw(p.dst, p.clip, image.NewUniform(c), image.Point{}, xdraw.Src)
}

// Plate draws a rectangle with rounded corners: its ground, and an edge of some px inside it.
func (p *Pen) Plate(r image.Rectangle, radius, edge float32, ground, line color.NRGBA) {
	if ground.A > 0 {
		if radius > 0 {
			p.round(r, radius, ground)
		} else {
			p.fill(r, ground)
		}
	}
	if line.A > 0 && edge > 0 {
		p.outline(r, radius, edge, line)
	}
}

// Picture draws an image with its upper left corner at a place.
func (p *Pen) Picture(img image.Image, at image.Point) {
	r := img.Bounds().Sub(img.Bounds().Min).Add(at)
	v := r.Intersect(p.clip)
	xdraw.Draw(p.dst, v, img, img.Bounds().Min.Add(v.Min.Sub(r.Min)), xdraw.Over)
}

// Write writes a strip at a size in px, its left end at x and on a baseline. inks has the colour of each of
// the strip's runs.
func (p *Pen) Write(s *layout.Strip, x float32, base int, size float32, inks ...color.NRGBA) {
	parts := uint16(size*sizeParts + 0.5)
	for i := range s.Parts {
		part := &s.Parts[i]
		for k := range part.Glyphs {
			g := &part.Glyphs[k]
			at := x + (part.X+g.X)*size + 0.5/subpixels
			whole := floor(at)
			if whole > p.clip.Max.X+int(2*size) || whole < p.clip.Min.X-int(8*size) {
				continue
			}
			st := p.glyphs.stencil(glyphKey{g.ID, g.Face, parts, uint8((at - float32(whole)) * subpixels)})
			if st.w > 0 {
				p.glyph(st, whole, base+round(g.Y*size), inks[part.Run])
			}
		}
	}
}
