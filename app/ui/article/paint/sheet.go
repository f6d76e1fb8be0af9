package paint

import (
	"encoding/binary"
	"image"
	"image/color"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/image/vector"
)

// sheet is an image with a clip, and the shapes that marks are made of. Coordinates are px of
// the image; those of straight shapes are whole, so that their edges are sharp. Where acts are noted nothing
// is painted, and there need be no image.
type sheet struct {
	dst   *image.RGBA
	clip  image.Rectangle
	noted *[]act // nil where all is painted at once
	ras   vector.Rasterizer
	mask  []uint8

	shades [4]shades // that were used last
	oldest int       // of them
}

// shades are what a ground becomes under an opaque colour, by how much of a px that covers. Most letters stand on
// a ground of one colour, and have few.
type shades struct {
	ink    color.NRGBA
	ground uint32 // px as little-endian words, as all here
	by     [256]uint32
}

// shadesOf returns the shades of a colour on a ground.
func (s *sheet) shadesOf(ink color.NRGBA, ground uint32) *shades {
	for i := range s.shades {
		if t := &s.shades[i]; t.ground == ground && t.ink == ink {
			return t
		}
	}
	t := &s.shades[s.oldest]
	s.oldest = (s.oldest + 1) % len(s.shades)
	t.ink, t.ground = ink, ground
	var px [4]uint8
	for a := range t.by {
		binary.LittleEndian.PutUint32(px[:], ground)
		blend(px[:], ink, uint32(a))
		t.by[a] = binary.LittleEndian.Uint32(px[:])
	}
	return t
}

// fill lays a colour on a rectangle.
func (s *sheet) fill(r image.Rectangle, c color.NRGBA) {
	r = r.Intersect(s.clip)
	if r.Empty() || c.A == 0 {
		return
	}
	if s.noted != nil {
		s.note(act{kind: filling, clip: r, box: r, ink: c})
		return
	}
	if c.A == 0xFF {
		first := s.row(r, r.Min.Y)
		first[0], first[1], first[2], first[3] = c.R, c.G, c.B, 0xFF
		for n := 4; n < len(first); n *= 2 {
			copy(first[n:], first[:n])
		}
		for y := r.Min.Y + 1; y < r.Max.Y; y++ {
			copy(s.row(r, y), first)
		}
		return
	}
	// Grounds are even: what two px became, the next two of their colours do.
	var was, is uint64
	known := false
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := s.row(r, y)
		for ; len(row) >= 8; row = row[8:] {
			if px := binary.LittleEndian.Uint64(row); !known || px != was {
				was, known = px, true
				blend(row[:4], c, uint32(c.A))
				blend(row[4:8], c, uint32(c.A))
				is = binary.LittleEndian.Uint64(row)
				continue
			}
			binary.LittleEndian.PutUint64(row, is)
		}
		if len(row) > 0 {
			blend(row, c, uint32(c.A))
		}
	}
}

// row returns the px of a rectangle at a height.
func (s *sheet) row(r image.Rectangle, y int) []uint8 {
	return s.dst.Pix[s.dst.PixOffset(r.Min.X, y):][: 4*r.Dx() : 4*r.Dx()]
}

// blend lays a colour on a pixel with a coverage from 0 to 255.
func blend(px []uint8, c color.NRGBA, a uint32) {
	n := 255 - a
	px[0] = uint8((uint32(c.R)*a + uint32(px[0])*n + 127) / 255)
	px[1] = uint8((uint32(c.G)*a + uint32(px[1])*n + 127) / 255)
	px[2] = uint8((uint32(c.B)*a + uint32(px[2])*n + 127) / 255)
	px[3] = uint8(a + (uint32(px[3])*n+127)/255)
}

// stripes lays slanting stripes on a rectangle, as wide as the blanks between them.
func (s *sheet) stripes(r image.Rectangle, c color.NRGBA, width, phase int) {
	v := r.Intersect(s.clip)
	if s.noted != nil {
		if !v.Empty() {
			s.note(act{kind: striping, clip: v, box: r, ink: c, width: width, phase: phase})
		}
		return
	}
	width = max(1, width)
	for y := v.Min.Y; y < v.Max.Y; y++ {
		row := s.dst.Pix[s.dst.PixOffset(v.Min.X, y):]
		for x := v.Min.X; x < v.Max.X; x++ {
			if ((x+y-phase)%(2*width)+2*width)%(2*width) < width {
				blend(row[4*(x-v.Min.X):][:4:4], c, uint32(c.A))
			}
		}
	}
}

// dashes draws a horizontal line of dashes with blanks between them.
func (s *sheet) dashes(x0, x1, y, thick, on, off int, c color.NRGBA) {
	for x := x0; x < x1; x += on + off {
		s.fill(image.Rect(x, y, min(x+on, x1), y+thick), c)
	}
}

// path fills what draw outlines, with soft edges. bounds must hold all of it; it is small, and what is seen of
// it looks the same whatever the clip leaves out.
func (s *sheet) path(bounds image.Rectangle, c color.NRGBA, draw func(p *vector.Rasterizer, dx, dy float32)) {
	v := bounds.Intersect(s.clip)
	if v.Empty() {
		return
	}
	if s.noted != nil {
		s.note(act{kind: tracing, clip: v, box: bounds, ink: c, draw: draw})
		return
	}
	w, h := bounds.Dx(), bounds.Dy()
	s.ras.Reset(w, h)
	draw(&s.ras, float32(-bounds.Min.X), float32(-bounds.Min.Y))
	if len(s.mask) < w*h {
		s.mask = make([]uint8, w*h)
	}
	m := &image.Alpha{Pix: s.mask[:w*h], Stride: w, Rect: image.Rect(0, 0, w, h)}
	clear(m.Pix)
	s.ras.Draw(m, m.Rect, image.Opaque, image.Point{})
	s.stamp(m.Pix[(v.Min.Y-bounds.Min.Y)*w+v.Min.X-bounds.Min.X:], w, v, c)
}

// stamp lays a colour through a coverage mask of a width in px onto a rectangle inside the clip.
func (s *sheet) stamp(mask []uint8, width int, r image.Rectangle, c color.NRGBA) {
	full := uint32(c.A)
	if full == 0xFF {
		s.stampOpaque(mask, width, r, c)
		return
	}
	for y := r.Min.Y; y < r.Max.Y; y++ {
		src := mask[(y-r.Min.Y)*width:][:r.Dx()]
		row := s.dst.Pix[s.dst.PixOffset(r.Min.X, y):][: 4*r.Dx() : 4*r.Dx()]
		for i, m := range src {
			if m != 0 {
				blend(row[4*i:4*i+4:4*i+4], c, uint32(m)*full/255)
			}
		}
	}
}

// stampOpaque is stamp for a colour that hides what is below.
func (s *sheet) stampOpaque(mask []uint8, width int, r image.Rectangle, c color.NRGBA) {
	if r.Empty() {
		return
	}
	t := s.shadesOf(c, binary.LittleEndian.Uint32(s.row(r, r.Min.Y)))
	for y := r.Min.Y; y < r.Max.Y; y++ {
		src := mask[(y-r.Min.Y)*width:][:r.Dx()]
		row := s.row(r, y)[:4*len(src)]
		if !t.bare(row) {
			t.stamp(src, row)
			continue
		}
		for i, m := range src {
			binary.LittleEndian.PutUint32(row[4*i:4*i+4:4*i+4], t.by[m])
		}
	}
}

// bare reports whether px are all ground, as most below a letter are.
func (t *shades) bare(row []uint8) bool {
	two := uint64(t.ground)<<32 | uint64(t.ground)
	for ; len(row) >= 8; row = row[8:] {
		if binary.LittleEndian.Uint64(row) != two {
			return false
		}
	}
	return len(row) == 0 || binary.LittleEndian.Uint32(row) == t.ground
}

// stamp lays the colour on px by how much of each the mask covers.
func (t *shades) stamp(mask, row []uint8) {
	row = row[:4*len(mask)]
	for i, m := range mask {
		if m == 0 {
			continue
		}
		px := row[4*i : 4*i+4 : 4*i+4]
		if binary.LittleEndian.Uint32(px) == t.ground {
			binary.LittleEndian.PutUint32(px, t.by[m])
		} else {
			blend(px, t.ink, uint32(m))
		}
	}
}

// corner is how far the handles of a Bézier curve stand off to make a quarter of a circle.
const corner = 0.5523

// rounded outlines a rectangle with rounded corners; backwards cuts it out of what is around it.
func rounded(p *vector.Rasterizer, x0, y0, x1, y1, r float32, backwards bool) {
	r = max(0, min(r, (x1-x0)/2, (y1-y0)/2))
	k := r * (1 - corner)
	if backwards {
		p.MoveTo(x0+r, y0)
		p.CubeTo(x0+k, y0, x0, y0+k, x0, y0+r)
		p.LineTo(x0, y1-r)
		p.CubeTo(x0, y1-k, x0+k, y1, x0+r, y1)
		p.LineTo(x1-r, y1)
		p.CubeTo(x1-k, y1, x1, y1-k, x1, y1-r)
		p.LineTo(x1, y0+r)
		p.CubeTo(x1, y0+k, x1-k, y0, x1-r, y0)
	} else {
		p.MoveTo(x0+r, y0)
		p.LineTo(x1-r, y0)
		p.CubeTo(x1-k, y0, x1, y0+k, x1, y0+r)
		p.LineTo(x1, y1-r)
		p.CubeTo(x1, y1-k, x1-k, y1, x1-r, y1)
		p.LineTo(x0+r, y1)
		p.CubeTo(x0+k, y1, x0, y1-k, x0, y1-r)
		p.LineTo(x0, y0+r)
		p.CubeTo(x0, y0+k, x0+k, y0, x0+r, y0)
	}
	p.ClosePath()
}

// round fills a rectangle with rounded corners.
func (s *sheet) round(r image.Rectangle, radius float32, c color.NRGBA) {
	s.path(r, c, func(p *vector.Rasterizer, dx, dy float32) {
		rounded(p, float32(r.Min.X)+dx, float32(r.Min.Y)+dy, float32(r.Max.X)+dx, float32(r.Max.Y)+dy, radius, false)
	})
}

// outline draws the edge of a rectangle with rounded corners, inside it.
func (s *sheet) outline(r image.Rectangle, radius, thick float32, c color.NRGBA) {
	s.path(r, c, func(p *vector.Rasterizer, dx, dy float32) {
		x0, y0, x1, y1 := float32(r.Min.X)+dx, float32(r.Min.Y)+dy, float32(r.Max.X)+dx, float32(r.Max.Y)+dy
		rounded(p, x0, y0, x1, y1, radius, false)
		rounded(p, x0+thick, y0+thick, x1-thick, y1-thick, radius-thick, true)
	})
}

// dashedOutline draws the edge of a rectangle in dashes.
func (s *sheet) dashedOutline(r image.Rectangle, thick, dash int, c color.NRGBA) {
	s.dashes(r.Min.X+thick, r.Max.X-thick, r.Min.Y, thick, dash, dash, c)
	s.dashes(r.Min.X+thick, r.Max.X-thick, r.Max.Y-thick, thick, dash, dash, c)
	for y := r.Min.Y + thick; y < r.Max.Y-thick; y += 2 * dash {
		end := min(y+dash, r.Max.Y-thick)
		s.fill(image.Rect(r.Min.X, y, r.Min.X+thick, end), c)
		s.fill(image.Rect(r.Max.X-thick, y, r.Max.X, end), c)
	}
}

// disc fills a circle.
func (s *sheet) disc(x, y, radius float32, c color.NRGBA) {
	r := image.Rect(floor(x-radius), floor(y-radius), ceil(x+radius), ceil(y+radius))
	s.path(r, c, func(p *vector.Rasterizer, dx, dy float32) {
		rounded(p, x-radius+dx, y-radius+dy, x+radius+dx, y+radius+dy, radius, false)
	})
}

// glyph paints a stencil with its pen at a whole place.
func (s *sheet) glyph(st *stencil, x, y int, c color.NRGBA) {
	r := image.Rect(x+st.dx, y+st.dy, x+st.dx+st.w, y+st.dy+st.h)
	v := r.Intersect(s.clip)
	if v.Empty() {
		return
	}
	if s.noted != nil {
		s.note(act{kind: writing, clip: v, box: r, ink: c, glyph: st})
		return
	}
	at := v.Min.Sub(r.Min)
	if st.rgba != nil {
		xdraw.Draw(s.dst, v, st.rgba, at, xdraw.Over)
		return
	}
	s.stamp(st.alpha[at.Y*st.w+at.X:], st.w, v, c)
}
