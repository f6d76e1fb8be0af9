package paint

import (
	"image"
	"slices"

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
	Margin     int           // at the right of the picture, px, that belongs to others
	Scale      float32       // px of a hairline
	Selected   annotate.ID
	Connectors []Connector
	Hints      []Hint
	SelStart   int // selected text, bytes
	SelEnd     int
	Flash      annotate.Span
	Fixed      bool            // the edges of the selected mark cannot be dragged: it has no handles
	Notches    []int           // offsets of whose lines the margin has a notch, ascending
	Voters     Voters          // who have lanes, or nil
	Lanes      Lanes           // theirs
	Voted      annotate.Span   // beside whose lines the lanes have a bar: what is looked at
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
	tones   tones
	inks    map[*layout.Word]ink

	stretches []stretch
	starts    []start
	gloss     []gloss
	plan      *plan
	targets   []Target
	under     []patch // what lies below connectors and hints
	touched   []annotate.Span
	ext       []layout.Extent
	hints     []image.Rectangle // the badges of the last picture
}

// NewPainter returns a painter for layouts that use these fonts.
func NewPainter(fonts *layout.Fonts) *Painter { return &Painter{glyphs: glyphs{fonts: fonts}} }

// Forget drops everything kept, for when the fonts have changed.
func (p *Painter) Forget() {
	p.glyphs = glyphs{fonts: p.glyphs.fonts}
	p.inks = nil
	p.last.any = false
}

// Paint returns the picture of a scene, w by h px. The image is the painter's own: it is painted over
// by the next call.
func (p *Painter) Paint(w, h int, s *Scene) *image.RGBA {
	if p.img == nil || p.img.Rect.Dx() != w || p.img.Rect.Dy() != h {
		p.img = image.NewRGBA(image.Rect(0, 0, w, h))
		p.last.any = false
	}
	all := !p.last.any || p.last.version != s.Version || len(p.touched) > 0 && !p.few(s)
	if !all && p.last.anchor == s.Anchor && len(p.touched) == 0 {
		return p.img
	}
	var strips []image.Rectangle
	if all {
		p.lanes = lanes{marks: s.Marks}
		p.plan = nil
		strips = append(strips, p.img.Rect)
	} else {
		p.restore()
		if top, bottom := p.shift(s, h); top < bottom {
			strips = append(strips, image.Rect(0, top, w, bottom))
		}
		strips = append(strips, p.changed(s, w, h)...)
	}
	p.touched = p.touched[:0]
	p.last.version, p.last.anchor, p.last.any = s.Version, s.Anchor, true
	b := p.brush(s)
	if p.plan == nil {
		p.plan = b.plan()
	}
	for _, strip := range strips {
		b.clip = strip
		b.paint()
	}
	b.clip = p.img.Rect
	p.under, p.targets = p.under[:0], p.targets[:0]
	b.connectors()
	b.hints()
	b.laneHeads()
	return p.img
}

// Touch says that what is painted on some bytes has changed and nothing else has, the height of lines
// included; Scene.Version may stay.
func (p *Painter) Touch(spans ...annotate.Span) { p.touched = append(p.touched, spans...) }

// mostTouched is how many ranges are painted one by one rather than the whole picture.
const mostTouched = 16

// few reports whether it is enough to paint what was touched: the tree of a frame may run anywhere, and
// where a quote comes or goes those around it may change their lanes.
func (p *Painter) few(s *Scene) bool {
	if len(p.touched) > mostTouched || len(s.Connectors) > 0 || p.plan == nil || len(p.plan.to) > 0 {
		return false
	}
	was := p.lanes.known
	p.lanes = lanes{marks: s.Marks}
	for id, lane := range was {
		if m := s.Marks.Mark(id); m != nil && m.Style == Quote && p.lanes.lane(m) != lane {
			return false
		}
	}
	return true
}

// changed returns where the touched bytes are on the screen, with what of their marks hangs over.
func (p *Painter) changed(s *Scene, w, h int) (strips []image.Rectangle) {
	over := s.Layout.Style().LineHeight * 2 / 3
	above := s.Anchor
	above.DY -= over
	s.Layout.Visit(above, h+2*over, func(y int, ln *layout.Line) {
		y -= over
		for _, t := range p.touched {
			if ln.Start > t.End || ln.Next < t.Start {
				continue
			}
			r := image.Rect(0, y-over, w, y+ln.Height+over).Intersect(p.img.Rect)
			if n := len(strips); n > 0 && strips[n-1].Max.Y >= r.Min.Y {
				strips[n-1].Max.Y = max(strips[n-1].Max.Y, r.Max.Y)
			} else {
				strips = append(strips, r)
			}
			return
		}
	})
	return strips
}

// brush returns a brush for all of the sheet.
func (p *Painter) brush(s *Scene) *brush {
	b := &brush{Scene: s, p: p, sheet: sheet{dst: p.img, clip: p.img.Rect}}
	b.unit = max(1, round(s.Scale))
	b.room = image.Rect(0, -1<<20, p.img.Rect.Dx()-s.Margin, 1<<20)
	if s.Voters != nil {
		b.room.Max.X = min(b.room.Max.X, b.lanesLeft()-4*b.unit)
	}
	b.active = map[annotate.ID]bool{}
	for _, c := range s.Connectors {
		b.active[c.From], b.active[c.To] = true, true
	}
	return b
}

// patch is a part of the picture as it is without what lies over the text.
type patch struct {
	box image.Rectangle
	pix []uint8
}

// keep remembers a part of the picture before something is drawn over the text, so that a scroll can move
// the text alone.
func (b *brush) keep(box image.Rectangle) {
	box = box.Intersect(b.dst.Rect)
	if box.Empty() {
		return
	}
	n := len(b.p.under)
	b.p.under = slices.Grow(b.p.under, 1)[:n+1]
	k := &b.p.under[n]
	k.box, k.pix = box, k.pix[:0]
	for y := box.Min.Y; y < box.Max.Y; y++ {
		i := b.dst.PixOffset(box.Min.X, y)
		k.pix = append(k.pix, b.dst.Pix[i:i+4*box.Dx()]...)
	}
}

// restore takes what was drawn over the text away, the last first.
func (p *Painter) restore() {
	for n := len(p.under) - 1; n >= 0; n-- {
		k := &p.under[n]
		for y, row := k.box.Min.Y, 4*k.box.Dx(); y < k.box.Max.Y; y++ {
			copy(p.img.Pix[p.img.PixOffset(k.box.Min.X, y):], k.pix[(y-k.box.Min.Y)*row:][:row])
		}
	}
	p.under = p.under[:0]
}

// shift moves the rows that a scroll keeps and returns those that are left to be painted.
func (p *Painter) shift(s *Scene, h int) (top, bottom int) {
	d := s.Layout.Y(s.Anchor) - s.Layout.Y(p.last.anchor)
	if d == 0 {
		return 0, 0
	}
	if d <= -h || d >= h {
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

	// Its fragments in Painter.strokes, and its stretches and small print in Painter.
	frags, fragsEnd         int
	stretches, stretchesEnd int
	gloss, glossEnd         int
}

// overhang is how far, in lines of running text, marks of a line may reach over its top and bottom.
const overhang = 1.5

// paint paints the part of a scene inside the clip.
func (b *brush) paint() {
	p := b.p
	b.fill(b.clip, b.Palette.Page)
	p.collect(b.Scene, b.clip)
	for i := range p.rows {
		r := &p.rows[i]
		if i+1 < len(p.rows) {
			b.glosses(r, &p.rows[i+1])
		} else if ln := b.Layout.Neighbour(r.ln, 1); ln != r.ln {
			next := b.rowOf(ln)
			b.glosses(r, &next)
		} else {
			b.glosses(r, nil)
		}
	}
	b.gaps()
	for i := range p.rows {
		b.bars(&p.rows[i])
		b.quotes(&p.rows[i])
	}
	for i := range p.rows {
		b.tints(&p.rows[i])
		b.chips(&p.rows[i])
	}
	for i := range p.rows {
		b.words(&p.rows[i])
	}
	for i := range p.rows {
		b.corners(&p.rows[i])
		b.underlines(&p.rows[i])
		b.paintGloss(&p.rows[i])
	}
	for i := range p.rows {
		b.outlines(&p.rows[i])
		b.notch(&p.rows[i])
		b.votes(&p.rows[i])
	}
}

// collect finds the lines that can leave a trace inside the clip.
func (p *Painter) collect(s *Scene, clip image.Rectangle) {
	p.rows, p.vis = p.rows[:0], p.vis[:0]
	p.strokes.clear()
	p.stretches, p.gloss = p.stretches[:0], p.gloss[:0]
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
