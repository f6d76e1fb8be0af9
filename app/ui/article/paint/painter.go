package paint

import (
	"image"
	"slices"
	"weak"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// Painter paints scenes and keeps what it can use again.
type Painter struct {
	glyphs glyphs
	view   image.Rectangle // px, what is on the screen
	tiles  []*Tile
	b      *brush // for the last scene
	hands  *hands
	began  []*Tile             // with a picture that has been begun
	lent   weak.Pointer[easel] // the picture that was handed out last
	screen screen              // of Paint
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
	tree      []Connector // that of plan
	targets   []Target
	over      []laid
	touched   []annotate.Span
	ext       []layout.Extent
	hints     []image.Rectangle // the badges of the last picture
	near      []image.Rectangle // of these, while another one finds its place
	taken     []bool            // px of a line that letters stand in
}

// NewPainter returns a painter for layouts that use these fonts.
func NewPainter(fonts *layout.Fonts) *Painter {
	return &Painter{glyphs: glyphs{fonts: fonts}, hands: newHands()}
}

// Forget drops everything kept, for when the fonts have changed.
func (p *Painter) Forget() {
	p.glyphs = glyphs{fonts: p.glyphs.fonts}
	p.inks = nil
	p.last.any = false
}

// screen shows a picture without a screen.
type screen struct {
	img   *image.RGBA
	tiles map[*Tile]shown
}

// shown is a picture of a tile.
type shown struct {
	looks int
	pix   []uint8
}

// Paint returns the picture of a scene, w by h px, all tiles together, as a screen shows it that asks for a tile
// again when Looks says so. The image is the painter's own: it is painted over by the next call.
func (p *Painter) Paint(w, h int, s *Scene) *image.RGBA {
	on := &p.screen
	if on.img == nil || on.img.Rect.Dx() != w || on.img.Rect.Dy() != h {
		on.img = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	was := on.tiles
	on.tiles = map[*Tile]shown{}
	var begin []*Tile
	for _, t := range p.Tiles(w, h, s) {
		if known, ok := was[t]; !ok || known.looks != t.Looks {
			begin = append(begin, t)
		}
	}
	p.Begin(begin...)
	for _, t := range p.tiles {
		now, ok := was[t]
		if !ok || now.looks != t.Looks {
			now = shown{t.Looks, slices.Clone(t.Picture().Pix)}
		}
		on.tiles[t] = now
		from, to := max(0, t.Top), min(h, t.end())
		if from < to {
			copy(on.img.Pix[from*on.img.Stride:to*on.img.Stride], now.pix[(from-t.Top)*on.img.Stride:])
		}
	}
	return on.img
}

// Touch says that what is painted on some bytes has changed and nothing else has, but for the height of
// lines; Scene.Version may stay.
func (p *Painter) Touch(spans ...annotate.Span) { p.touched = append(p.touched, spans...) }

// mostTouched is how many ranges are painted one by one rather than the whole picture.
const mostTouched = 16

// few reports whether it is enough to paint what was touched: where a quote comes or goes those around it may
// change their lanes.
func (p *Painter) few(s *Scene) bool {
	if len(p.touched) > mostTouched || p.plan == nil {
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

// changed returns where the touched bytes are, with what of their marks hangs over.
func (p *Painter) changed(s *Scene) (strips []image.Rectangle) {
	if len(p.touched) == 0 || len(p.tiles) == 0 {
		return nil
	}
	over := s.Layout.Style().LineHeight * 2 / 3
	top, end := p.tiles[0].Top-over, p.tiles[len(p.tiles)-1].end()+over
	above := s.Anchor
	above.DY += top
	s.Layout.Visit(above, end-top, func(y int, ln *layout.Line) {
		y += top
		for _, t := range p.touched {
			if ln.Start > t.End || ln.Next < t.Start {
				continue
			}
			r := image.Rect(0, y-over, p.view.Dx(), y+ln.Height+over)
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

// brush returns a brush for the whole view.
func (p *Painter) brush(s *Scene) *brush {
	b := &brush{Scene: s, p: p, view: p.view}
	b.unit = max(1, round(s.Scale))
	b.room = image.Rect(0, -1<<20, p.view.Dx()-s.Margin, 1<<20)
	b.active = map[annotate.ID]bool{}
	for _, c := range s.Connectors {
		b.active[c.From], b.active[c.To] = true, true
	}
	return b
}

// laid is something that lies over the text: connectors, hints, the names of lanes. It is drawn on the tiles
// that it touches when these have their text, so that a scroll can move the text alone. What looks the same at the same
// place of a tile is the same: what says what it looks like there, in a value that can be compared.
type laid struct {
	box  image.Rectangle // px of the view
	what any
	draw func(b *brush)
}

// lay lays something over the text.
func (b *brush) lay(box image.Rectangle, what any, draw func(b *brush)) {
	if !box.Intersect(b.view).Empty() {
		b.p.over = append(b.p.over, laid{box, what, draw})
	}
}

// overlay finds out what lies over the text now.
func (b *brush) overlay() {
	b.p.over, b.p.targets = b.p.over[:0], b.p.targets[:0]
	b.connectors()
	b.laneHeads()
	b.hints()
	slices.SortFunc(b.p.targets, inReadingOrder)
}
