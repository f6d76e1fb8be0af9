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

	anchors []int  // ascending: borders far from the one before them, and both ends of each long segment
	long    []span // ascending: segments of anchorStep bytes or more
}

// learn walks a text of the given length once and fills anchors and long.
func (x *sparse) learn(length int) {
	known := 0
	for s := 0; s < length; {
		e := x.next(s)
		if e-s >= anchorStep {
			x.long = append(x.long, span{s, e})
			x.remember(s)
			x.remember(e)
			known = e
		} else if e == length || x.plain(e) {
			known = e
		} else if e-known >= anchorStep {
			x.remember(e)
			known = e
		}
		s = e
	}
	x.anchors, x.long = slices.Clip(x.anchors), slices.Clip(x.long)
}

func (x *sparse) remember(p int) {
	if n := len(x.anchors); n == 0 || x.anchors[n-1] < p {
		x.anchors = append(x.anchors, p)
	}
}

// at returns the segment [start, end) that holds byte b of the text.
func (x *sparse) at(b int) span {
	if i, found := slices.BinarySearchFunc(x.long, b, func(s span, b int) int {
		if b < s.start {
			return 1
		}
		if b >= s.end {
			return -1
		}
		return 0
	}); found {
		return x.long[i]
	}
	for s := x.before(b); ; {
		e := x.next(s)
		if b < e {
			return span{s, e}
		}
		s = e
	}
}

// before returns a border at or before b, near to it.
func (x *sparse) before(b int) int {
	near := 0
	if i, found := slices.BinarySearch(x.anchors, b); found {
		return b
	} else if i > 0 {
		near = x.anchors[i-1]
	}
	for p := b; p > near && p > b-2*anchorStep; p-- {
		if x.plain(p) {
			return p
		}
	}
	return near
}
