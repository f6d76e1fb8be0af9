package paint

import (
	"bytes"
	"image"
	"image/png"
	"math"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/vector"

	"quoth/app/ui/article/layout"
)

// subpixels is how many horizontal positions of a glyph inside a pixel are told apart. Four are enough
// for even spacing; vertically glyphs stand on whole pixels, so that stems and bars stay sharp.
const subpixels = 4

type glyphKey struct {
	id   font.GID
	face layout.FaceID
	size uint16 // of the type, in parts of a px
	sub  uint8
}

// sizeParts is how many sizes of type there are to a px. Articles take whole px; the words of an interface
// stand on scales that are not whole.
const sizeParts = 16

// px returns the size of the type in px.
func (k glyphKey) px() float32 { return float32(k.size) / sizeParts }

// em returns it in whole px.
func (k glyphKey) em() int { return (int(k.size) + sizeParts/2) / sizeParts }

// stencil is a glyph ready to be painted: a coverage mask, or a picture.
type stencil struct {
	w, h   int
	dx, dy int // from the pen to the top left
	alpha  []uint8
	rgba   *image.RGBA
}

// glyphs makes stencils once and keeps them.
type glyphs struct {
	fonts    *layout.Fonts
	stencils map[glyphKey]*stencil
	raster   vector.Rasterizer
	words    map[labelKey]*layout.Word
}

type labelKey struct {
	text string
	face layout.Face
	size int
}

// mostStencils bounds the memory that glyphs take when the zoom is played with.
const mostStencils = 20000

func (g *glyphs) stencil(k glyphKey) *stencil {
	if s, ok := g.stencils[k]; ok {
		return s
	}
	if g.stencils == nil || len(g.stencils) > mostStencils {
		g.stencils = map[glyphKey]*stencil{}
	}
	s := g.make(k)
	g.stencils[k] = s
	return s
}

func (g *glyphs) make(k glyphKey) *stencil {
	face := g.fonts.Face(k.face)
	scale := k.px() / float32(face.Upem())
	if d, ok := g.fonts.Outline(k.face, k.id); ok {
		return g.outline(d, scale, float32(k.sub)/subpixels)
	}
	switch d := face.GlyphData(k.id).(type) {
	case font.GlyphOutline:
		return g.outline(d, scale, float32(k.sub)/subpixels)
	case font.GlyphBitmap:
		return bitmap(face, k, d, scale)
	case font.GlyphColor:
		if s := colour(face, k, d); s != nil {
			return s
		}
		if d, ok := face.GlyphDataOutline(uint16(k.id)); ok {
			return g.outline(d, scale, float32(k.sub)/subpixels)
		}
	case font.GlyphSVG:
		if s := svg(k, d); s != nil {
			return s
		}
		return g.outline(d.Outline, scale, float32(k.sub)/subpixels)
	}
	return &stencil{}
}

// largestGlyph bounds, in px, what a broken font can ask for.
const largestGlyph = 2048

func (g *glyphs) outline(d font.GlyphOutline, scale, sub float32) *stencil {
	lo, hi := [2]float32{math.MaxFloat32, math.MaxFloat32}, [2]float32{-math.MaxFloat32, -math.MaxFloat32}
	for i := range d.Segments {
		for _, p := range d.Segments[i].ArgsSlice() {
			x, y := p.X*scale+sub, -p.Y*scale
			lo[0], lo[1], hi[0], hi[1] = min(lo[0], x), min(lo[1], y), max(hi[0], x), max(hi[1], y)
		}
	}
	if len(d.Segments) == 0 || hi[0]-lo[0] > largestGlyph || hi[1]-lo[1] > largestGlyph {
		return &stencil{}
	}
	x0, y0 := floor(lo[0]), floor(lo[1])
	s := &stencil{w: ceil(hi[0]) - x0, h: ceil(hi[1]) - y0, dx: x0, dy: y0}
	if s.w <= 0 || s.h <= 0 {
		return &stencil{}
	}
	g.raster.Reset(s.w, s.h)
	trace(&g.raster, d, affine{xx: scale, dx: sub - float32(x0), yy: -scale, dy: -float32(y0)})
	m := image.NewAlpha(image.Rect(0, 0, s.w, s.h))
	g.raster.Draw(m, m.Rect, image.Opaque, image.Point{})
	s.alpha = m.Pix
	return s
}

// trace outlines a glyph.
func trace(r *vector.Rasterizer, d font.GlyphOutline, m affine) {
	for i := range d.Segments {
		seg := &d.Segments[i]
		ax, ay := m.at(seg.Args[0].X, seg.Args[0].Y)
		switch seg.Op {
		case opentype.SegmentOpMoveTo:
			if i > 0 {
				r.ClosePath()
			}
			r.MoveTo(ax, ay)
		case opentype.SegmentOpLineTo:
			r.LineTo(ax, ay)
		case opentype.SegmentOpQuadTo:
			bx, by := m.at(seg.Args[1].X, seg.Args[1].Y)
			r.QuadTo(ax, ay, bx, by)
		case opentype.SegmentOpCubeTo:
			bx, by := m.at(seg.Args[1].X, seg.Args[1].Y)
			cx, cy := m.at(seg.Args[2].X, seg.Args[2].Y)
			r.CubeTo(ax, ay, bx, by, cx, cy)
		}
	}
	r.ClosePath()
}

// bitmap scales an embedded PNG to the size of the type.
func bitmap(face *font.Face, k glyphKey, d font.GlyphBitmap, scale float32) *stencil {
	if d.Format != font.PNG {
		return &stencil{}
	}
	cfg, err := png.DecodeConfig(bytes.NewReader(d.Data))
	if err != nil || cfg.Width > largestGlyph || cfg.Height > largestGlyph {
		return &stencil{}
	}
	img, err := png.Decode(bytes.NewReader(d.Data))
	if err != nil {
		return &stencil{}
	}
	s := &stencil{w: k.em() * 5 / 4, h: k.em() * 5 / 4, dy: -k.em()}
	if ext, ok := face.GlyphExtents(k.id); ok && ext.Width > 0 && ext.Height < 0 {
		s.w, s.h = ceil(ext.Width*scale), ceil(-ext.Height*scale)
		s.dx, s.dy = round(ext.XBearing*scale), -round(ext.YBearing*scale)
	}
	s.rgba = image.NewRGBA(image.Rect(0, 0, s.w, s.h))
	xdraw.CatmullRom.Scale(s.rgba, s.rgba.Rect, img, img.Bounds(), xdraw.Src, nil)
	return s
}

// word returns the shaped form of a label.
func (g *glyphs) word(text string, face layout.Face, size int) *layout.Word {
	k := labelKey{text, face, size}
	w, ok := g.words[k]
	if !ok {
		if g.words == nil || len(g.words) > mostStencils {
			g.words = map[labelKey]*layout.Word{}
		}
		w = g.fonts.Shape(text, face, size)
		g.words[k] = w
	}
	return w
}

func floor(x float32) int { return int(math.Floor(float64(x))) }
func ceil(x float32) int  { return int(math.Ceil(float64(x))) }
func round(x float32) int { return int(math.Round(float64(x))) }
