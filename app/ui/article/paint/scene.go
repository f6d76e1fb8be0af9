package paint

import (
	"image"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// Scene is all that a picture shows.
type Scene struct {
	Layout     *layout.Layout
	Marks      Marks
	Palette    *Palette
	Anchor     layout.Anchor // what is at the top
	Left       int           // of the column, px
	Scale      float32       // px of a hairline
	Selected   annotate.ID
	Connectors []Connector
	Hints      []Hint
	SelStart   int // selected text, bytes
	SelEnd     int
	Flash      annotate.Span
	Notches    []int           // offsets of whose lines the margin has a notch, ascending
	Hits       []annotate.Span // what a search has found, ascending and disjoint
	Hit        int             // the one of them that the person is at, or -1
	Letters    bool            // small letters beside the colours
	// Version must change whenever anything but Anchor does.
	Version int
}

// Painter paints scenes and keeps what it can use again.
type Painter struct {
	glyphs glyphs
	img    *image.RGBA
	last   struct {
		version int
		anchor  layout.Anchor
		any     bool
	}
	vis     []layout.Placed
	rows    []row
	strokes strokes
	lanes   lanes
	ext     []layout.Extent
}

// NewPainter returns a painter for layouts that use these fonts.
func NewPainter(fonts *layout.Fonts) *Painter { return &Painter{glyphs: glyphs{fonts: fonts}} }

// Forget drops everything kept, for when the fonts have changed.
func (p *Painter) Forget() {
	p.glyphs = glyphs{fonts: p.glyphs.fonts}
	p.last.any = false
}

// Paint returns the picture of a scene, w by h px. The image is the painter's own: it is painted over
// by the next call.
func (p *Painter) Paint(w, h int, s *Scene) *image.RGBA {
	if p.img == nil || p.img.Rect.Dx() != w || p.img.Rect.Dy() != h {
		p.img = image.NewRGBA(image.Rect(0, 0, w, h))
		p.last.any = false
	}
	top, bottom := 0, h
	if p.last.any && p.last.version == s.Version {
		top, bottom = p.shift(s, h)
	} else {
		p.lanes = lanes{marks: s.Marks}
	}
	p.last.version, p.last.anchor, p.last.any = s.Version, s.Anchor, true
	if top < bottom {
		p.paint(s, image.Rect(0, top, w, bottom))
	}
	return p.img
}

// shift moves the rows that a scroll keeps and returns those that are left to be painted. Connectors
// and hints reach over lines, so with these everything is.
func (p *Painter) shift(s *Scene, h int) (top, bottom int) {
	d := s.Layout.Y(s.Anchor) - s.Layout.Y(p.last.anchor)
	if d == 0 {
		return 0, 0
	}
	if d <= -h || d >= h || len(s.Connectors) > 0 || len(s.Hints) > 0 {
		return 0, h
	}
	pix, stride := p.img.Pix, p.img.Stride
	if d > 0 {
		copy(pix, pix[d*stride:])
		return h - d, h
	}
	copy(pix[-d*stride:], pix[:(h+d)*stride])
	return 0, -d
}

// row is a line on the screen.
type row struct {
	ln       *layout.Line
	y        int // its top, px
	base     int // its baseline
	from, to int // its items in Painter.vis

	frags, fragsEnd int // its fragments in Painter.strokes
}

// overhang is how far, in lines of running text, marks of a line may reach over its top and bottom.
const overhang = 1.5

// paint paints the part of a scene inside a clip.
func (p *Painter) paint(s *Scene, clip image.Rectangle) {
	b := &brush{Scene: s, p: p, sheet: sheet{dst: p.img, clip: clip}}
	b.unit = max(1, round(s.Scale))
	b.fill(clip, s.Palette.Page)
	p.collect(s, clip)
	b.active = map[annotate.ID]bool{}
	for _, c := range s.Connectors {
		b.active[c.From], b.active[c.To] = true, true
	}
	for i := range p.rows {
		b.quotes(&p.rows[i])
	}
	for i := range p.rows {
		b.chips(&p.rows[i])
		b.tints(&p.rows[i])
	}
	for i := range p.rows {
		b.words(&p.rows[i])
	}
	for i := range p.rows {
		b.underlines(&p.rows[i])
		b.labels(&p.rows[i])
	}
	for i := range p.rows {
		b.outlines(&p.rows[i])
		b.notch(&p.rows[i])
	}
	b.connectors()
	b.hints()
}

// collect finds the lines that can leave a trace inside the clip.
func (p *Painter) collect(s *Scene, clip image.Rectangle) {
	p.rows, p.vis = p.rows[:0], p.vis[:0]
	p.strokes.clear()
	reach := int(overhang * float32(s.Layout.Style().LineHeight))
	above := s.Anchor
	above.DY += clip.Min.Y - reach
	s.Layout.Visit(above, clip.Dy()+2*reach, func(y int, ln *layout.Line) {
		y += clip.Min.Y - reach
		r := row{ln: ln, y: y, base: y + ln.Baseline, from: len(p.vis)}
		p.vis = s.Layout.Visual(ln, p.vis)
		r.to = len(p.vis)
		r.frags = p.strokes.line(s.Marks, ln.Start, max(ln.End, ln.Start+1))
		r.fragsEnd = len(p.strokes.frags)
		p.rows = append(p.rows, r)
	})
}
