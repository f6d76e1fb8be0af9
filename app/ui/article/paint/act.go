package paint

import (
	"image"
	"image/color"

	"golang.org/x/image/vector"
)

// act is one thing that a brush does to a sheet, noted so that another goroutine can do it. It refers only to what
// nobody changes any more.
type act struct {
	kind         kind
	ink          color.NRGBA
	clip, box    image.Rectangle
	width, phase int // of stripes
	glyph        *stencil
	draw         func(p *vector.Rasterizer, dx, dy float32)
}

// kind is what an act does.
type kind uint8

const (
	filling kind = iota
	striping
	tracing
	writing
)

func (s *sheet) note(a act) { *s.noted = append(*s.noted, a) }

// do does what was noted.
func (s *sheet) do(acts []act) {
	for i := range acts {
		a := &acts[i]
		s.clip = a.clip
		switch a.kind {
		case filling:
			s.fill(a.box, a.ink)
		case striping:
			s.stripes(a.box, a.ink, a.width, a.phase)
		case tracing:
			s.path(a.box, a.ink, a.draw)
		case writing:
			s.glyph(a.glyph, a.box.Min.X-a.glyph.dx, a.box.Min.Y-a.glyph.dy, a.ink)
		}
	}
}
