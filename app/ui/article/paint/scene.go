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
	// Version must change whenever anything but Anchor and Connectors does.
	Version int
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
	b.arrange()
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

// arrange finds the rows that can be seen inside the clip, and places for their small print.
func (b *brush) arrange() {
	p := b.p
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
