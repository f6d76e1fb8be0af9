package layout

import (
	"cmp"
	"math"
	"slices"
)

// Placed is an item in its place on a line.
type Placed struct {
	Off, Len, Spaces int // bytes; spaces follow the word
	X, Right         float32
	Level            uint8 // bidi level; odd runs from the right
	Width            float32

	form  *form
	style *Style
}

// Word returns the shaped word, or nil where there is nothing to paint. Its left end is at X.
func (p *Placed) Word() *Word {
	if p.form == nil {
		return nil
	}
	return p.form.at(p.style.Size)
}

// end returns the offset behind the word and its spaces.
func (p *Placed) end() int { return p.Off + p.Len + p.Spaces }

// x returns the caret's place at an offset of the item.
func (p *Placed) x(off int) float32 {
	rel := off - p.Off
	if p.form != nil && rel <= p.Len {
		return p.X + p.form.x(rel)*float32(p.style.Size)
	}
	d := float32(max(0, rel-p.Len)) * p.style.space
	if p.Len > 0 && rel > 0 || p.Len == 0 {
		d += p.Width
	}
	if p.Level&1 == 1 {
		return p.Right - d
	}
	return p.X + d
}

// stops calls fn for each place of the caret in an item, with those behind its spaces.
func (p *Placed) stops(fn func(off int, x float32)) {
	switch {
	case p.form != nil && p.Len > 0:
		for _, s := range p.form.stops {
			fn(p.Off+int(s.off), p.X+s.x*float32(p.style.Size))
		}
	case p.Len+p.Spaces > 0:
		fn(p.Off, p.x(p.Off))
		if p.Len > 0 {
			fn(p.Off+p.Len, p.x(p.Off+p.Len))
		}
	}
	for k := 1; k <= p.Spaces; k++ {
		fn(p.Off+p.Len+k, p.x(p.Off+p.Len+k))
	}
}

// Visual appends to buf the items of a line from left to right, px from the left of the column.
func (l *Layout) Visual(ln *Line, buf []Placed) []Placed {
	d := l.lay(int(ln.para))
	n0 := len(buf)
	st := ln.Style
	mixed := ln.RTL
	items := d.items[min(int(ln.items[0]), len(d.items)):min(int(ln.items[1]), len(d.items))]
	x := float32(0) // from where the line begins
	for i := range items {
		it := &items[i]
		pl := Placed{Off: int(it.off), Len: int(it.n), Spaces: int(it.spaces), Level: it.level(), form: it.form, style: st}
		pl.Width = l.advance(it, st, x)
		x += pl.Width + float32(pl.Spaces)*st.space
		mixed = mixed || pl.Level > 0
		buf = append(buf, pl)
	}
	vis := buf[n0:]
	base := uint8(b2i(ln.RTL))
	hang := len(items) // from here on nothing counts
	for hang > 0 && items[hang-1].trails() {
		hang--
	}
	if mixed {
		for i := len(vis) - 1; i >= 0 && (items[i].trails() || items[i].flags&(isHidden|isTab) != 0); i-- {
			vis[i].Level = base // L1
		}
	}
	over := float32(0)
	for i := hang; i < len(vis); i++ {
		over += vis[i].Width + float32(vis[i].Spaces)*st.space
	}
	if hang > 0 && hang == len(items) { // spaces of the last word itself
		over = float32(vis[hang-1].Spaces) * st.space
	}
	if ln.Hyphen && hang > 0 { // it goes with its word
		h := Placed{Off: ln.End, form: st.dash, Width: st.dash.advance * float32(st.Size), style: st, Level: vis[hang-1].Level}
		buf = slices.Insert(buf, n0+hang, h)
		vis = buf[n0:]
	}
	if mixed {
		reorder(vis, func(p *Placed) uint8 { return p.Level })
	}
	x = ln.X
	if ln.RTL { // what hangs over at the end does so to the left
		x -= over
	}
	for i := range vis {
		vis[i].X = x
		x += vis[i].Width + float32(vis[i].Spaces)*st.space
		vis[i].Right = x
	}
	return buf
}

// last returns the last place of the caret on a line.
func (l *Layout) last(ln *Line) int {
	if ln.Last {
		return ln.End
	}
	items := l.lay(int(ln.para)).items
	it := &items[min(int(ln.items[1]), len(items))-1]
	switch { // before the last cluster
	case it.spaces > 0:
		return it.end() - 1
	case it.form == nil:
		return int(it.off)
	}
	st := it.form.stops
	return int(it.off) + int(st[max(0, len(st)-2)].off)
}

// Bounds returns the first and the last place of the caret on a line.
func (l *Layout) Bounds(ln *Line) (first, last int) { return ln.Start, l.last(ln) }

// CaretX returns where on its line the caret of an offset stands, px from the left of the column.
func (l *Layout) CaretX(ln *Line, off int) float32 {
	return l.caretX(ln, l.Visual(ln, nil), off)
}

func (l *Layout) caretX(ln *Line, vis []Placed, off int) float32 {
	if len(vis) == 0 {
		return l.emptyX(ln)
	}
	var behind *Placed
	for i := range vis {
		p := &vis[i]
		if off >= p.Off && off < p.end() {
			return p.x(off)
		}
		if p.Len+p.Spaces > 0 && (behind == nil || p.Off > behind.Off) {
			behind = p
		}
	}
	return behind.x(behind.end())
}

func (l *Layout) emptyX(ln *Line) float32 {
	if ln.RTL {
		return float32(l.opts.Measure - l.indent(ln.Style))
	}
	return ln.X
}

// OffsetAt returns the place of the caret on a line that is nearest to x, px from the left of the
// column. Beyond the line's ends it is the line's first or last. Where two directions meet one x
// stands for two offsets; the item under x decides.
func (l *Layout) OffsetAt(ln *Line, x float32) int {
	vis := l.Visual(ln, nil)
	if len(vis) == 0 {
		return ln.Start
	}
	before, after := ln.Start, l.last(ln)
	if ln.RTL {
		before, after = after, before
	}
	if x <= ln.X {
		return before
	}
	if x >= ln.X+ln.Width {
		return after
	}
	i := 0
	for i+1 < len(vis) && vis[i].Right <= x {
		i++
	}
	p := &vis[i]
	last := l.last(ln)
	best, dist := min(p.Off, last), float32(math.MaxFloat32)
	try := func(off int, at float32) {
		if d := max(at-x, x-at); d < dist && off <= last {
			best, dist = off, d
		}
	}
	p.stops(try)
	for i--; i >= 0 && vis[i].Right > x-0.01; i-- { // what has no width, or ends here
		vis[i].stops(try)
	}
	return best
}

// Beside returns the place of the caret next to that of an offset as one sees it: to the right where dir
// is above 0, else to the left, and beyond the end of the line on the line that follows there. It is
// false where the line runs all one way, and the order of the text will do.
func (l *Layout) Beside(off, dir int) (int, bool) {
	ln := l.LineOf(off)
	vis := l.Visual(ln, nil)
	mixed := false
	for i := range vis {
		mixed = mixed || vis[i].Level != vis[0].Level
	}
	if !mixed {
		return off, false
	}
	type place struct {
		x   float32
		off int
	}
	first, last := l.Bounds(ln)
	seen := map[int]bool{}
	var places []place
	for i := range vis {
		vis[i].stops(func(at int, _ float32) {
			if at >= first && at <= last && !seen[at] {
				seen[at] = true
				places = append(places, place{l.caretX(ln, vis, at), at})
			}
		})
	}
	slices.SortFunc(places, func(a, b place) int {
		if c := cmp.Compare(a.x, b.x); c != 0 {
			return c
		}
		return cmp.Compare(a.off, b.off)
	})
	at := slices.IndexFunc(places, func(p place) bool { return p.off == off }) + dir
	switch {
	case at >= 0 && at < len(places):
		return places[at].off, true
	case (dir > 0) != ln.RTL:
		if next := l.Neighbour(ln, 1); next != ln {
			off = next.Start
		}
	default:
		if prev := l.Neighbour(ln, -1); prev != ln {
			_, off = l.Bounds(prev)
		}
	}
	return off, true
}

// ClusterAt returns the grapheme cluster under x, or false where there are no words.
func (l *Layout) ClusterAt(ln *Line, x float32) (start, end int, ok bool) {
	vis := l.Visual(ln, nil)
	for i := range vis {
		p := &vis[i]
		if x < p.X || x >= p.Right || p.Len+p.Spaces == 0 {
			continue
		}
		off, at := -1, float32(0)
		p.stops(func(to int, b float32) {
			if off >= 0 && x >= min(at, b) && x < max(at, b) {
				start, end, ok = off, to, true
			}
			off, at = to, b
		})
		if ok {
			return start, end, true
		}
	}
	return 0, 0, false
}

// Extent is a horizontal range of a line, px from the left of the column.
type Extent struct{ X0, X1 float32 }

// Extents appends the horizontal ranges that the bytes [start, end) take on a line, from left to right,
// touching ones joined. vis is what Visual returned for the line. Spaces at the end of a broken line
// do not count.
func Extents(ln *Line, vis []Placed, start, end int, buf []Extent) []Extent {
	start, end = max(start, ln.Start), min(end, ln.End)
	n0 := len(buf)
	for i := range vis {
		p := &vis[i]
		a, b := max(start, p.Off), min(end, p.end())
		if a >= b {
			continue
		}
		x0, x1 := p.x(a), p.x(b)
		if x0 > x1 {
			x0, x1 = x1, x0
		}
		if n := len(buf); n > n0 && x0-buf[n-1].X1 < 0.5 && buf[n-1].X0 <= x0 {
			buf[n-1].X1 = max(buf[n-1].X1, x1)
		} else {
			buf = append(buf, Extent{x0, x1})
		}
	}
	return buf
}
