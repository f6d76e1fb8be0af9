package paint

import (
	"image"
	"image/color"

	"golang.org/x/image/vector"

	"quoth/app/ui/article/layout"
)

// Voters are several annotators of the text. Each has a thin lane at the right of the column, with a name at
// its top. Whoever paints asks line by line, as for [Marks].
type Voters interface {
	// Names returns what stands at the top of each lane, from left to right. The list is the same, not only
	// equal, until there are others.
	Names() []string
	// Votes returns what each made of the bytes [start, end). The list may be used again for the next line.
	Votes(start, end int) []Vote
}

// Vote is what a lane shows of one line: filled where the annotator marked something, with a notch where that
// differs from what most marked, hollow where others marked what the annotator did not.
type Vote struct {
	Marked  bool
	Differs bool
	Lacks   bool // others marked a thing here that this one did not
	Open    bool // a difference that has not been settled: it stands out
}

// The lanes, in units.
const (
	laneWidth  = 9
	laneAgreed = 5  // of a lane where nobody differs
	laneStep   = 14 // where the names have room in it
	laneBefore = 11 // from the column to the first lane
	laneAfter  = 3
	laneName   = 11 // size of the names
	laneBlank  = 5  // between two names
)

// Lanes are where the voters' lanes stand.
type Lanes struct {
	Step, Width int // px from one to the next, and of them all with the blank around
}

// LanesOf works out how wide the lanes of some voters are; none for nil.
func (p *Painter) LanesOf(v Voters, scale float32) Lanes {
	if v == nil {
		return Lanes{}
	}
	unit := max(1, round(scale))
	step := laneStep * unit
	names := v.Names()
	for _, n := range names {
		step = max(step, ceil(p.glyphs.word(n, layout.Label, laneName*unit).Advance)+laneBlank*unit)
	}
	return Lanes{Step: step, Width: (laneBefore+laneAfter)*unit + len(names)*step}
}

// HeadOfLanes is the height of the names at the top of the lanes, px.
func HeadOfLanes(scale float32) int { return (laneName + 7) * max(1, round(scale)) }

// lanesLeft is the left end of the first lane's room.
func (s *Scene) lanesLeft() int {
	return s.Left + s.Layout.Measure() + laneBefore*max(1, round(s.Scale))
}

// VoterAt returns whose lane is at an x of the picture, px; -1 where there is none.
func (s *Scene) VoterAt(x int) int {
	if s.Voters == nil || s.Lanes.Step == 0 {
		return -1
	}
	x -= s.lanesLeft()
	if n := x / s.Lanes.Step; x >= 0 && n < len(s.Voters.Names()) {
		return n
	}
	return -1
}

// LaneSpan returns where a voter's lane begins, px, and how wide it is with the blank around it.
func (s *Scene) LaneSpan(voter int) (x, width int) {
	return s.lanesLeft() + voter*s.Lanes.Step, s.Lanes.Step
}

// votes paints the lanes beside a row.
func (b *brush) votes(r *row) {
	if b.Voters == nil {
		return
	}
	top, bottom := r.base-r.ln.Style.Ascent*7/8, r.base+r.ln.Style.Descent*7/8
	left := b.lanesLeft()
	if at := b.Voted; at.Len() > 0 && at.Start < max(r.ln.Next, r.ln.Start+1) && at.End > r.ln.Start {
		b.fill(image.Rect(left-4*b.unit, r.y, left-2*b.unit, r.y+r.ln.Height), b.Palette.Accent)
	}
	if r.ln.Start == r.ln.End {
		return
	}
	for i, v := range b.Voters.Votes(r.ln.Start, r.ln.End) {
		x := left + i*b.Lanes.Step + (b.Lanes.Step-laneWidth*b.unit)/2
		b.vote(image.Rect(x, top, x+laneWidth*b.unit, bottom), v)
	}
}

// vote paints one lane beside one row. That something differs is seen by the shape, and that it is open by the
// colour and, where it is all that there is, by the frame.
func (b *brush) vote(box image.Rectangle, v Vote) {
	c := b.p.tones.of(grey, b.Palette).line
	if v.Open {
		c = b.Palette.Accent
	}
	switch {
	case v.Marked && (v.Differs || v.Lacks):
		b.notched(box, c)
	case v.Marked:
		b.fill(image.Rect(box.Max.X-(laneWidth+laneAgreed)/2*b.unit, box.Min.Y, box.Min.X+(laneWidth+laneAgreed)/2*b.unit, box.Max.Y), c)
	case v.Lacks && v.Open:
		b.outline(box, 0, float32(b.unit), c)
	case v.Lacks:
		b.disc(float32(box.Min.X+box.Max.X)/2, float32(box.Min.Y+box.Max.Y)/2, 1.5*float32(b.unit), c)
	}
}

// grey is the colour of a lane where all agree.
var grey = color.NRGBA{0x9B, 0x9F, 0xA6, 0xFF}

// notched fills a box out of the left of which a wedge is cut.
func (b *brush) notched(box image.Rectangle, c color.NRGBA) {
	deep := float32(box.Dx()) * 0.62
	half := min(float32(box.Dy())/2-float32(b.unit), deep)
	b.path(box, c, func(p *vector.Rasterizer, dx, dy float32) {
		x0, y0, x1, y1 := float32(box.Min.X)+dx, float32(box.Min.Y)+dy, float32(box.Max.X)+dx, float32(box.Max.Y)+dy
		y := (y0 + y1) / 2
		p.MoveTo(x0, y0)
		p.LineTo(x1, y0)
		p.LineTo(x1, y1)
		p.LineTo(x0, y1)
		p.LineTo(x0, y+half)
		p.LineTo(x0+deep, y)
		p.LineTo(x0, y-half)
		p.ClosePath()
	})
}

// laneHeads writes the names over the lanes, which pass below them.
func (b *brush) laneHeads() {
	if b.Voters == nil {
		return
	}
	size := laneName * b.unit
	left := b.lanesLeft()
	box := image.Rect(left-4*b.unit, 0, b.Left+b.Layout.Measure()+b.Lanes.Width, HeadOfLanes(b.Scale))
	b.lay(box, "names", func(b *brush) {
		b.fill(box, b.Palette.Page)
		b.fill(image.Rect(box.Min.X, box.Max.Y-b.unit, box.Max.X, box.Max.Y), b.p.tones.of(grey, b.Palette).line)
		for i, n := range b.Voters.Names() {
			w := b.p.glyphs.word(n, layout.Label, size)
			x := float32(left+i*b.Lanes.Step) + (float32(b.Lanes.Step)-w.Advance)/2
			b.inside(box, w, x, size+2*b.unit, size, b.Palette.Muted)
		}
	})
}
