package offset

import "slices"

// anchorStep is the distance in bytes from which on a border is worth remembering.
const anchorStep = 128

// sparse finds the segment around any byte of a text that is cut from left to right into segments,
// where cutting may begin at any border. It remembers only the borders without which that would take
// long. Most borders of most texts can be seen in the bytes themselves (the plain ones), and cost nothing.
type sparse struct {
	next  func(s int) int  // the end of the segment that begins at border s
	plain func(p int) bool // byte p, 0 < p < length, is a border whatever stands around
	pages pages[remembered]
}

// remembered is what is kept of a page.
type remembered struct {
	anchors []int  // ascending: borders far from the one before them, and both ends of each long segment
	long    []span // ascending: segments of anchorStep bytes or more
}

func newSparse(length int, next func(s int) int, plain func(p int) bool) *sparse {
	x := &sparse{next: next, plain: plain}
	x.pages = newPages(length, func(from, to int) int {
		for p := from; p < to; p++ {
			if plain(p) {
				return p
			}
		}
		return -1
	}, x.learn)
	return x
}

// learn walks from border start to border end and fills anchors and long.
func (x *sparse) learn(start, end int, into *remembered) {
	remember := func(p int) {
		if n := len(into.anchors); n == 0 || into.anchors[n-1] < p {
			into.anchors = append(into.anchors, p)
		}
	}
	known := start
	for s := start; s < end; {
		e := x.next(s)
		if e-s >= anchorStep {
			into.long = append(into.long, span{s, e})
			remember(s)
			remember(e)
			known = e
		} else if e == end || x.plain(e) {
			known = e
		} else if e-known >= anchorStep {
			remember(e)
			known = e
		}
		s = e
	}
	into.anchors, into.long = slices.Clip(into.anchors), slices.Clip(into.long)
}

// at returns the segment [start, end) that holds byte b of the text.
func (x *sparse) at(b int) span {
	p := x.pages.get(x.pages.at(b))
	if s, found := p.known.longAt(b); found {
		return s
	}
	for s := x.in(p, b); ; {
		e := x.next(s)
		if b < e {
			return span{s, e}
		}
		s = e
	}
}

// longAt returns the long segment of a page that holds byte b.
func (r *remembered) longAt(b int) (span, bool) {
	i, found := slices.BinarySearchFunc(r.long, b, func(s span, b int) int {
		if b < s.start {
			return 1
		}
		if b >= s.end {
			return -1
		}
		return 0
	})
	if !found {
		return span{}, false
	}
	return r.long[i], true
}

// before returns a border at or before b, near to it.
func (x *sparse) before(b int) int { return x.in(x.pages.get(x.pages.at(b)), b) }

// in is before for a byte of a page.
func (x *sparse) in(p *page[remembered], b int) int {
	near := p.start
	if i, found := slices.BinarySearch(p.known.anchors, b); found {
		return b
	} else if i > 0 {
		near = p.known.anchors[i-1]
	}
	for at := b; at > near && at > b-2*anchorStep; at-- {
		if x.plain(at) {
			return at
		}
	}
	return near
}
