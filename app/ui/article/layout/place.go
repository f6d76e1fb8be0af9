package layout

import "math"

// Placed is an item in its place on a line.
type Placed struct {
	Off, Len, Spaces int // bytes; spaces follow the word
	X, Right         float32
	Level            uint8 // bidi level; odd runs from the right
	Width            float32

	word  *Word
	space float32
}

// Word returns the shaped word, or nil where there are only spaces. Its left end is at X.
func (p *Placed) Word() *Word { return p.word }

// end returns the offset behind the word and its spaces.
func (p *Placed) end() int { return p.Off + p.Len + p.Spaces }

// x returns the caret's place at an offset of the item.
func (p *Placed) x(off int) float32 {
	rel := off - p.Off
	if p.word != nil && rel <= p.Len {
		return p.X + p.word.x(rel)
	}
	d := float32(rel-p.Len) * p.space
	if p.Level&1 == 1 {
		return p.Right - d
	}
	return p.X + p.Width + d
}

// Visual appends to buf the items of a line from left to right, px from the left of the column.
func (l *Layout) Visual(ln *Line, buf []Placed) []Placed {
	p := &l.paras[ln.para]
	n0 := len(buf)
	space := l.space[p.style]
	mixed := false
	for i := ln.items[0]; i < ln.items[1]; i++ {
		it := &p.items[i]
		pl := Placed{Off: int(it.off), Len: int(it.n), Spaces: int(it.spaces), Level: it.level(), space: space}
		if it.word > 0 {
			pl.word = l.words[it.word]
			pl.Width = pl.word.Advance
		}
		mixed = mixed || pl.Level > 0
		buf = append(buf, pl)
	}
	vis := buf[n0:]
	if mixed {
		base := uint8(b2i(ln.RTL))
		for i := len(vis) - 1; i >= 0 && vis[i].word == nil; i-- {
			vis[i].Level = base // L1
		}
		reorder(vis, func(p *Placed) uint8 { return p.Level })
	}
	if ln.Hyphen {
		h := l.hyphen[p.style]
		mark := Placed{Off: ln.End, word: h, Width: h.Advance, space: space, Level: uint8(b2i(ln.RTL))}
		if ln.RTL {
			buf = append(buf, Placed{})
			vis = buf[n0:]
			copy(vis[1:], vis)
			vis[0] = mark
		} else {
			buf = append(buf, mark)
			vis = buf[n0:]
		}
	}
	x := ln.X
	if ln.RTL { // the spaces at the end hang over to the left
		for i := 0; i < len(vis) && vis[i].word == nil; i++ {
			x -= float32(vis[i].Spaces) * space
		}
	}
	for i := range vis {
		vis[i].X = x
		x += vis[i].Width + float32(vis[i].Spaces)*space
		vis[i].Right = x
	}
	return buf
}

// last returns the last place of the caret on a line.
func (l *Layout) last(ln *Line) int {
	if ln.Last {
		return ln.End
	}
	if ln.End < ln.Next {
		return ln.Next - 1 // before the last of the spaces that it was broken at
	}
	p := &l.paras[ln.para]
	it := &p.items[ln.items[1]-1]
	if it.word == 0 {
		return ln.Next
	}
	st := l.words[it.word].stops
	return int(it.off) + int(st[max(0, len(st)-2)].off)
}

// Bounds returns the first and the last place of the caret on a line.
func (l *Layout) Bounds(ln *Line) (first, last int) { return ln.Start, l.last(ln) }

// CaretX returns where on its line the caret of an offset stands, px from the left of the column.
func (l *Layout) CaretX(ln *Line, off int) float32 {
	vis := l.Visual(ln, nil)
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
		return float32(l.opts.Measure)
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
	if p.Len > 0 {
		for _, s := range p.word.stops {
			try(p.Off+int(s.off), p.X+s.x)
		}
	}
	for k := 0; k <= p.Spaces && p.Spaces > 0; k++ {
		try(p.Off+p.Len+k, p.x(p.Off+p.Len+k))
	}
	return best
}

// ClusterAt returns the grapheme cluster under x, or false where there are no words.
func (l *Layout) ClusterAt(ln *Line, x float32) (start, end int, ok bool) {
	for _, p := range l.Visual(ln, nil) {
		if x < p.X || x >= p.Right || p.Len+p.Spaces == 0 {
			continue
		}
		if p.Len > 0 {
			st := p.word.stops
			for i := 0; i+1 < len(st); i++ {
				a, b := p.X+st[i].x, p.X+st[i+1].x
				if x >= min(a, b) && x < max(a, b) {
					return p.Off + int(st[i].off), p.Off + int(st[i+1].off), true
				}
			}
		}
		for k := range p.Spaces {
			a, b := p.x(p.Off+p.Len+k), p.x(p.Off+p.Len+k+1)
			if x >= min(a, b) && x < max(a, b) {
				return p.Off + p.Len + k, p.Off + p.Len + k + 1, true
			}
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
