package paint

import (
	"cmp"
	"image"
	"image/color"
	"maps"
	"slices"
	"strings"

	"golang.org/x/image/vector"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// A frame's connectors are one tree. It leaves the anchor upwards, runs between that line and the one
// above to a trunk in the margin, and from the trunk above the line of each argument to a head that points
// down at it. So no part of it crosses a word, and what many arguments share is drawn once. What is not on
// the screen is named on a stub, in the blank between two lines near the edge that it lies beyond.

// Target is a place in the picture that stands for a mark: a click there leads to it.
type Target struct {
	Box image.Rectangle // px
	ID  annotate.ID
}

// Targets returns the roles and stubs of the last picture.
func (p *Painter) Targets() []Target { return p.targets }

// mostConnectors bounds what is drawn of a frame.
const mostConnectors = 64

// plan is how the connectors of a scene run, in terms that scrolling does not change: lines are named by
// their first byte, heights are px below a line's baseline.
type plan struct {
	from   stop
	to     []stop
	trunk  int         // x
	runs   map[int]run // above which lines the tree runs
	roles  map[annotate.ID]string
	pinned map[annotate.ID]pin
}

// run is a level part of the tree above a line.
type run struct {
	x0, x1 int
	street int // its top
	ok     bool
}

// stop is an end of a connector.
type stop struct {
	id     annotate.ID
	mark   Mark
	line   int // first byte
	last   int // last byte of the mark
	x      int
	top    int  // where a line that comes from above ends
	street int  // the top of the run above
	ok     bool // there is room for a run
	text   string
}

// pin is where a role stands, relative to the baseline of a line.
type pin struct {
	line int
	gloss
	mark Mark
}

// Sizes of what is drawn at a turn and at an end, in units.
const (
	widestBend = 5
	headHalf   = 3
	headLong   = 4
)

func thick(unit int) int { return max(1, unit*3/2) }

// plan works out how the connectors run.
func (b *brush) plan() *plan {
	p := &plan{runs: map[int]run{}, roles: map[annotate.ID]string{}, pinned: map[annotate.ID]pin{}}
	if len(b.Connectors) == 0 {
		return p
	}
	cs := b.Connectors[:min(len(b.Connectors), mostConnectors)]
	var ok bool
	if p.from, ok = b.stop(cs[0].From, false); !ok {
		return p
	}
	p.from.text = cs[0].Anchor
	for _, c := range cs {
		if was, ok := p.roles[c.To]; ok {
			p.roles[c.To] = was + ", " + c.Role
			continue
		}
		s, ok := b.stop(c.To, true)
		if !ok || c.From != p.from.id {
			continue
		}
		s.text = c.Text
		p.roles[c.To] = c.Role
		p.to = append(p.to, s)
	}
	left := b.Left - 7*b.unit
	p.trunk = left
	if right := b.Left + b.Layout.Measure() + 5*b.unit; right+4*b.unit <= b.room.Max.X {
		d := 0
		for _, s := range append([]stop{p.from}, p.to...) {
			d += (right - s.x) - (s.x - left)
		}
		if d < 0 {
			p.trunk = right
		}
	}
	reach := func(line, x int) {
		if r, ok := p.runs[line]; ok {
			p.runs[line] = run{x0: min(r.x0, x), x1: max(r.x1, x)}
		} else {
			p.runs[line] = run{x0: x, x1: x}
		}
	}
	reach(p.from.line, p.from.x)
	for _, s := range p.to {
		reach(s.line, s.x)
		if s.line != p.from.line {
			reach(s.line, p.trunk)
			reach(p.from.line, p.trunk)
		}
	}
	for line, r := range p.runs {
		x0, _ := b.endWidth(r.x0)
		_, x1 := b.endWidth(r.x1)
		r.street, r.ok = b.street(line, x0, x1)
		p.runs[line] = r
	}
	for i := range p.to {
		p.to[i].street, p.to[i].ok = p.runs[p.to[i].line].street, p.runs[p.to[i].line].ok
	}
	p.from.street, p.from.ok = p.runs[p.from.line].street, p.runs[p.from.line].ok
	return p
}

// stop finds where a connector meets a mark: above the beginning of an anchor, the middle of an argument.
func (b *brush) stop(id annotate.ID, middle bool) (s stop, ok bool) {
	m := b.Marks.Mark(id)
	if m == nil || len(m.Spans) == 0 {
		return s, false
	}
	s.id, s.mark, s.last = id, *m, m.Spans[len(m.Spans)-1].End
	ln := b.Layout.LineOf(m.Spans[0].Start)
	s.line = ln.Start
	r := b.rowOf(ln)
	ext := b.extents(&r, m.Spans[0].Start, m.Spans[0].End)
	if len(ext) == 0 {
		return s, false
	}
	e := ext[0]
	if s.x = round((e.X0 + e.X1) / 2); !middle {
		s.x = min(s.x, round(e.X0)+8*b.unit)
		if r.ln.RTL {
			e = ext[len(ext)-1]
			s.x = max(round((e.X0+e.X1)/2), round(e.X1)-8*b.unit)
		}
	}
	box := b.box(&r, e, 2*b.unit)
	x0, x1 := b.endWidth(s.x)
	s.top = min(box.Min.Y, b.highest(&r, x0, x1)) - r.base
	return s, true
}

// endWidth returns from where to where what is drawn at an end at x may reach: a head, or a dot, which is
// narrower, and the bend above it to either side.
func (b *brush) endWidth(x int) (x0, x1 int) {
	head := b.headBox(x, 0)
	return min(head.Min.X, x+thick(b.unit)-widestBend*b.unit), max(head.Max.X, x+widestBend*b.unit)
}

// rowOf places a line that need not be on the screen.
func (b *brush) rowOf(ln *layout.Line) row {
	y := b.Layout.LineY(b.Anchor, ln)
	r := row{ln: ln, y: y, base: y + ln.Baseline, from: len(b.p.vis)}
	b.p.vis = b.Layout.Visual(ln, b.p.vis)
	r.to = len(b.p.vis)
	return r
}

// street finds a height for a run above a line from x0 to x1, between the letters of the line and of the
// one above, or reports that the blank is too narrow.
func (b *brush) street(line, x0, x1 int) (street int, ok bool) {
	ln := b.Layout.LineOf(line)
	prev := b.Layout.Neighbour(ln, -1) // laid out before either is placed
	r := b.rowOf(ln)
	t := thick(b.unit)
	low := min(b.highest(&r, x0, x1), r.base-round(chipRise*float32(r.ln.Style.Size))-b.unit)
	high := low - 12*b.unit
	if prev != ln {
		above := b.rowOf(prev)
		high = b.lowest(&above, x0, x1)
	}
	y := max(low-3*b.unit-t, (high+low-t)/2-b.unit) // rather near to its line, but clear of the other
	return min(y, low-2*b.unit-t) - r.base, low-high >= 5*b.unit
}

// highest returns the top of the letters of a row between x0 and x1, px of the sheet.
func (b *brush) highest(r *row, x0, x1 int) int {
	top := r.base
	b.inkOf(r, x0, x1, func(g image.Rectangle) { top = min(top, g.Min.Y) })
	return top
}

// lowest returns the bottom of the letters of a row between x0 and x1.
func (b *brush) lowest(r *row, x0, x1 int) int {
	bottom := r.base
	b.inkOf(r, x0, x1, func(g image.Rectangle) { bottom = max(bottom, g.Max.Y) })
	return bottom
}

// inkOf calls fn for each letter of a row between x0 and x1.
func (b *brush) inkOf(r *row, x0, x1 int, fn func(image.Rectangle)) {
	size := r.ln.Style.Size
	for i := r.from; i < r.to; i++ {
		pl := &b.p.vis[i]
		w := pl.Word()
		left := b.Left + floor(pl.X)
		if w == nil || left-size > x1 || left+ceil(pl.Width)+size < x0 {
			continue
		}
		for k := range w.Glyphs {
			if g, _ := b.glyphBox(&w.Glyphs[k], float32(b.Left)+pl.X, r.base, size); !g.Empty() && g.Min.X < x1 && g.Max.X > x0 {
				fn(g)
			}
		}
	}
}

// run returns where the tree runs above a row, which small print of the row above keeps clear of.
func (b *brush) run(next *row) image.Rectangle {
	if next == nil {
		return image.Rectangle{}
	}
	r, ok := b.p.plan.runs[next.ln.Start]
	if !ok || !r.ok {
		return image.Rectangle{}
	}
	y := next.base + r.street
	return image.Rect(r.x0-b.unit, y-b.unit, r.x1+thick(b.unit)+b.unit, y+thick(b.unit)+b.unit)
}

// place is a stop on the screen.
type place struct {
	*stop
	base int
	off  int // -1 above the screen, 1 below it, else 0
}

func (b *brush) place(s *stop) place {
	ln := b.Layout.LineOf(s.line)
	pl := place{stop: s, base: b.Layout.LineY(b.Anchor, ln) + ln.Baseline}
	switch {
	case pl.base+s.street < 0:
		pl.off = -1
	case pl.base+s.top >= b.view.Dy():
		pl.off = 1
	}
	return pl
}

// end is where a connector ends: on the screen wherever some of the mark is, though its beginning may not be.
func (b *brush) end(s *stop) place {
	pl := b.place(s)
	if pl.off < 0 && pl.base > 0 {
		pl.off = 0
	}
	return pl
}

// connectors draws the tree and its stubs, over all else. What is below is kept for when it moves.
func (b *brush) connectors() {
	p := b.p.plan
	if p == nil || len(p.to) == 0 {
		return
	}
	c := b.tone(&p.from.mark).line
	if p.from.id == b.Selected {
		c = b.Palette.Accent
	}
	from := b.place(&p.from)
	var plates []func() // of stubs: over the wires, of which one may lead past another stub
	defer func() {
		for _, lay := range plates {
			lay()
		}
	}()
	start := []image.Point{{from.x, max(from.y(), from.base+from.top-2*b.unit-thick(b.unit))}, {from.x, from.y()}, {p.trunk, from.y()}}
	seen := from.off == 0 && from.ok // stubs lead from what is seen to what is not
	whole := seen
	if !seen { // the tree comes from beyond the edge
		shown := false
		for i := range p.to {
			to := b.end(&p.to[i])
			shown = shown || to.off == 0 && to.ok
		}
		if from.off == 0 || !shown && !b.endsOnScreen(&p.from) {
			return
		}
		if from.off < 0 && b.endsOnScreen(&p.from) { // its beginning has left the screen, its end has not
			start, seen = []image.Point{{p.trunk, 0}}, true
		} else if box, lay, ok := b.stub(&from, nil); ok {
			plates = append(plates, lay)
			start = b.stubEnd(box)
		} else {
			return
		}
	}
	wide := b.overflowing()
	var stubs []image.Rectangle
	for i := range p.to {
		to := b.end(&p.to[i])
		switch {
		case to.off != 0 && seen:
			if box, lay, ok := b.stub(&to, stubs); ok {
				stubs, plates = append(stubs, box), append(plates, lay)
				end := b.stubEnd(box)
				slices.Reverse(end)
				b.clear(wide, func() { b.wire(append(slices.Clone(start), end...), c) })
			}
		case to.off == 0 && to.ok:
			end := []image.Point{{p.trunk, to.y()}, {to.x, to.y()}, {to.x, max(to.y(), to.base+to.top-2*b.unit-thick(b.unit))}}
			way := append(slices.Clone(start), end...)
			if whole && to.line == p.from.line { // no need of the trunk
				way = append(slices.Clone(start[:2]), end[1:]...)
			}
			b.clear(wide, func() {
				b.wire(way, c)
				b.head(to.x, to.base+to.top, c)
			})
		}
	}
	if whole {
		b.dot(from.x, float32(from.base+from.top)-2.5*float32(b.unit), c)
	}
	for _, id := range slices.Sorted(maps.Keys(p.pinned)) {
		at := p.pinned[id]
		ln := b.Layout.LineOf(at.line)
		g := at.gloss
		g.box = g.box.Add(image.Pt(0, b.Layout.LineY(b.Anchor, ln)+ln.Baseline))
		if g.box.Overlaps(b.view) {
			g.base += b.Layout.LineY(b.Anchor, ln) + ln.Baseline
			b.lay(g.box, at.gloss, func(b *brush) { b.plate(&g, &at.mark) }) // again, where the tree runs below
			b.p.targets = append(b.p.targets, Target{g.box, id})
		}
	}
}

// overflowing returns the rows on the screen of which a letter is wider than the whole column, so that it stands
// where the trunk may run.
func (b *brush) overflowing() (rows []row) {
	b.Layout.Visit(b.Anchor, b.view.Dy(), func(_ int, ln *layout.Line) {
		if ln.X < 0 || ln.X+ln.Width > float32(b.Layout.Measure()) {
			rows = append(rows, b.rowOf(ln))
		}
	})
	return rows
}

// clear lays what draw lays over the text, or nothing of it where it would cover a letter of some rows.
func (b *brush) clear(rows []row, draw func()) {
	from := len(b.p.over)
	draw()
	for i := range rows {
		for _, k := range b.p.over[from:] {
			if b.inked(&rows[i], k.box) {
				b.p.over = b.p.over[:from]
				return
			}
		}
	}
}

func inReadingOrder(x, y Target) int {
	return cmp.Or(cmp.Compare(x.Box.Min.Y, y.Box.Min.Y), cmp.Compare(x.Box.Min.X, y.Box.Min.X))
}

// y is the height of the run above a place.
func (p *place) y() int { return p.base + p.street }

// stub names a place beyond the edge on the screen, clear of other stubs, and returns what lays its plate over the text.
func (b *brush) stub(pl *place, taken []image.Rectangle) (box image.Rectangle, lay func(), ok bool) {
	text := pl.text
	if role := b.p.plan.roles[pl.id]; role != "" {
		text = role + ": " + text
	}
	text = strings.ToUpper(strings.TrimSuffix(text, ": "))
	if pl.off < 0 {
		text += " ↑"
	} else {
		text += " ↓"
	}
	if box, ok = b.stubPlace(text, pl.off, b.beyond(pl.off), taken); !ok {
		return box, nil, false
	}
	size := labelSize(b.Layout.Style().Size, b.Scale)
	w := b.p.glyphs.word(text, layout.Label, size)
	mark := pl.mark
	b.p.targets = append(b.p.targets, Target{box, pl.id})
	return box, func() {
		b.lay(box, text, func(b *brush) {
			b.round(box, float32(2*b.unit), b.tone(&mark).line)
			b.inside(box, w, float32(box.Min.X+3*b.unit), box.Max.Y-box.Dy()/8, size, b.tone(&mark).on)
		})
	}, true
}

// stubEnd returns the way from a stub to the trunk.
func (b *brush) stubEnd(box image.Rectangle) []image.Point {
	y := (box.Min.Y + box.Max.Y - thick(b.unit)) / 2
	x := box.Min.X - thick(b.unit)
	if b.p.plan.trunk > box.Max.X {
		x = box.Max.X
	}
	return []image.Point{{x, y}, {b.p.plan.trunk, y}}
}

// endsOnScreen reports whether the last line of a mark is below the top of the screen.
func (b *brush) endsOnScreen(s *stop) bool {
	ln := b.Layout.LineOf(max(0, s.last-1))
	return b.Layout.LineY(b.Anchor, ln)+ln.Height > 0
}

// beyond returns the part of the screen where a stub may stand: the half at the edge that it points to, and
// there what lies beyond the anchor, so that the way to it never leads back.
func (b *brush) beyond(off int) image.Rectangle {
	sheet := b.view
	from := b.place(&b.p.plan.from)
	if off < 0 {
		sheet.Max.Y /= 2
		if from.off == 0 {
			sheet.Max.Y = min(sheet.Max.Y, from.base+from.top)
		}
	} else {
		sheet.Min.Y = sheet.Max.Y / 2
		if from.off == 0 {
			sheet.Min.Y = max(sheet.Min.Y, from.base)
		}
	}
	return sheet
}

// stubPlace finds a place for a stub within a part of the screen near its edge: in the blank above one of the
// first lines, or of the last, beside the trunk, where it covers no letter and no other stub.
func (b *brush) stubPlace(text string, off int, within image.Rectangle, taken []image.Rectangle) (box image.Rectangle, ok bool) {
	size := labelSize(b.Layout.Style().Size, b.Scale)
	width := ceil(b.p.glyphs.word(text, layout.Label, size).Advance) + 6*b.unit
	height := badge(b.Layout.Style().Size, b.Scale)
	sheet := b.view
	ln, _ := b.Layout.LineAt(b.Anchor, max(0, off)*(sheet.Dy()-1))
	for range 8 {
		r := b.rowOf(ln)
		prev := b.Layout.Neighbour(ln, -1)
		above := row{}
		if prev != ln {
			above = b.rowOf(prev)
		}
		for _, x := range b.beside(width) {
			low := b.highest(&r, x, x+width)
			high := low - height - b.unit
			if prev != ln {
				high = b.lowest(&above, x, x+width)
			}
			y := low - height
			if gap := low - high - height; gap > 2*b.unit {
				y -= min(gap/2, 3*b.unit)
			}
			box := image.Rect(x, y, x+width, y+height)
			way := b.stubEnd(box)
			wire := image.Rectangle{way[0], way[1].Add(image.Pt(1, thick(b.unit)))}.Canon()
			if y >= high && box.In(within) && !slices.ContainsFunc(taken, box.Inset(-b.unit).Overlaps) && !b.runs(box) &&
				!b.inked(&r, wire) && (prev == ln || !b.inked(&above, wire)) {
				return box, true
			}
		}
		to := b.Layout.Neighbour(ln, -off)
		if off < 0 {
			to = b.Layout.Neighbour(ln, 1)
		}
		if to == ln {
			break
		}
		ln = to
	}
	return box, false
}

// runs reports whether a run of the tree, or a role, is in the way.
func (b *brush) runs(box image.Rectangle) bool {
	p := b.p.plan
	for line, r := range p.runs {
		ln := b.Layout.LineOf(line)
		base := b.Layout.LineY(b.Anchor, ln) + ln.Baseline
		if box.Overlaps(image.Rect(r.x0-b.unit, base+r.street-b.unit, r.x1+b.unit, base)) {
			return true
		}
	}
	for _, at := range p.pinned {
		ln := b.Layout.LineOf(at.line)
		if box.Overlaps(at.gloss.box.Add(image.Pt(0, b.Layout.LineY(b.Anchor, ln)+ln.Baseline))) {
			return true
		}
	}
	return false
}

// beside lists where a stub of a width may begin, the nearest to the trunk first.
func (b *brush) beside(width int) (xs []int) {
	for d := 0; d < 12; d++ {
		x := b.p.plan.trunk + 5*b.unit + d*12*b.unit
		if b.p.plan.trunk > b.Left+b.Layout.Measure() {
			x = b.p.plan.trunk - 4*b.unit - width - d*12*b.unit
		}
		if x > 0 && x+width <= b.room.Max.X {
			xs = append(xs, x)
		}
	}
	return xs
}

// wire draws a way of horizontal and upright parts with rounded corners. Points are the upper left
// corners of where the parts meet.
func (b *brush) wire(way []image.Point, c color.NRGBA) {
	way = slices.Compact(way)
	for i := 1; i+1 < len(way); { // what goes straight on
		if p, q, r := way[i-1], way[i], way[i+1]; p.X == q.X && q.X == r.X || p.Y == q.Y && q.Y == r.Y {
			way = slices.Delete(way, i, i+1)
		} else {
			i++
		}
	}
	t := thick(b.unit)
	length := func(i int) int { d := way[i+1].Sub(way[i]); return max(d.X, -d.X, d.Y, -d.Y) }
	before := 0 // how much of this part the corner at its beginning takes
	for i := 0; i+1 < len(way); i++ {
		p, q := way[i], way[i+1]
		after := 0
		if i+2 < len(way) {
			after = min(widestBend*b.unit, (length(i)+t)/2, (length(i+1)+t)/2)
		}
		r := image.Rectangle{p, q}.Canon()
		r.Max = r.Max.Add(image.Pt(t, t))
		dx, dy := sign(q.X-p.X), sign(q.Y-p.Y)
		for end, cut := range []int{before, after} {
			switch forward := (end == 0) == (dx+dy > 0); {
			case dx != 0 && forward:
				r.Min.X += cut
			case dx != 0:
				r.Max.X -= cut
			case forward:
				r.Min.Y += cut
			default:
				r.Max.Y -= cut
			}
		}
		b.lay(r, c, func(b *brush) { b.fill(r, c) })
		if after > 0 {
			n := way[i+2].Sub(q)
			b.bend(q, -dx+sign(n.X), -dy+sign(n.Y), after, c)
		}
		before = after
	}
}

func sign(n int) int { return cmp.Compare(n, 0) }

// What bends, heads and dots look like in their boxes.
type (
	bend struct {
		dx, dy int
		c      color.NRGBA
	}
	head struct{ c color.NRGBA }
	dot  struct{ c color.NRGBA }
)

// layPath lays what draw outlines over the text.
func (b *brush) layPath(box image.Rectangle, what any, c color.NRGBA, draw func(p *vector.Rasterizer, dx, dy float32)) {
	b.lay(box, what, func(b *brush) { b.path(box, c, draw) })
}

// bend draws a quarter of a ring where two parts meet at p, one leading off in the direction dx and the
// other in dy; it takes n px of each.
func (b *brush) bend(p image.Point, dx, dy, n int, c color.NRGBA) {
	t := thick(b.unit)
	r := image.Rect(p.X, p.Y, p.X+n, p.Y+n)
	if dx < 0 {
		r = r.Add(image.Pt(t-n, 0))
	}
	if dy < 0 {
		r = r.Add(image.Pt(0, t-n))
	}
	// centre of the ring, and its radii
	ox, oy, sx, sy := float32(r.Max.X), float32(r.Max.Y), float32(-1), float32(-1)
	if dx < 0 {
		ox, sx = float32(r.Min.X), 1
	}
	if dy < 0 {
		oy, sy = float32(r.Min.Y), 1
	}
	outer, inner := float32(n), float32(n-t)
	b.layPath(r, bend{dx, dy, c}, c, func(v *vector.Rasterizer, mx, my float32) {
		at := func(x, y float32) (float32, float32) { return ox + sx*x + mx, oy + sy*y + my }
		v.MoveTo(at(outer, 0))
		ax, ay := at(outer, outer*corner)
		bx, by := at(outer*corner, outer)
		ex, ey := at(0, outer)
		v.CubeTo(ax, ay, bx, by, ex, ey)
		v.LineTo(at(0, inner))
		ax, ay = at(inner*corner, inner)
		bx, by = at(inner, inner*corner)
		ex, ey = at(inner, 0)
		v.CubeTo(ax, ay, bx, by, ex, ey)
		v.ClosePath()
	})
}

// head draws an arrow's head that points down, its tip at y.
func (b *brush) head(x, y int, c color.NRGBA) {
	half, mid := float32(headHalf*b.unit), b.middle(x)
	r := b.headBox(x, y)
	b.layPath(r, head{c}, c, func(p *vector.Rasterizer, dx, dy float32) {
		p.MoveTo(mid-half+dx, float32(r.Min.Y)+dy)
		p.LineTo(mid+half+dx, float32(r.Min.Y)+dy)
		p.LineTo(mid+dx, float32(y)+dy)
		p.ClosePath()
	})
}

// headBox is where the head is drawn whose tip is at y, below an upright part at x.
func (b *brush) headBox(x, y int) image.Rectangle {
	half, mid := float32(headHalf*b.unit), b.middle(x)
	return image.Rect(floor(mid-half), y-headLong*b.unit, ceil(mid+half), y)
}

// middle is the middle of an upright part at x.
func (b *brush) middle(x int) float32 { return float32(x) + float32(thick(b.unit))/2 }

// dot marks where the tree leaves its anchor.
func (b *brush) dot(x int, y float32, c color.NRGBA) {
	mid := b.middle(x)
	radius := 2 * float32(b.unit)
	box := image.Rect(floor(mid-radius), floor(y-radius), ceil(mid+radius), ceil(y+radius))
	b.lay(box, dot{c}, func(b *brush) { b.disc(mid, y, radius, c) })
}
