package layout

import "sort"

// Anchor is a place on the screen: the top of the viewport lies DY px below the top of the line that
// holds the byte Off. It stays true whatever is laid out, and however.
type Anchor struct{ Off, DY int }

// Start is the anchor of the very top.
func (l *Layout) Start() Anchor { return Anchor{0, -int(l.paras[0].above)} }

// SetOver lets a viewport be scrolled so many px beyond the very top, for one whose upper edge is covered.
func (l *Layout) SetOver(px int) { l.over = px }

// place turns an anchor into a paragraph, laid out, and px below its top.
func (l *Layout) place(a Anchor) (para, dy int) {
	para = l.paraOf(a.Off)
	d := l.lay(para)
	return para, d.lines[d.lineOf(a.Off)].top + a.DY
}

// anchor is the inverse of place.
func (l *Layout) anchor(para, dy int) Anchor {
	lines := l.lay(para).lines
	i := max(0, sort.Search(len(lines), func(i int) bool { return lines[i].top > dy })-1)
	return Anchor{lines[i].Start, dy - lines[i].top}
}

// Scroll moves a viewport of a height in px by dy px, and not beyond the ends of the text. It lays out
// what it passes. An anchor that need not move is returned as it is: its byte stays, though its line may
// begin elsewhere since, so that resizing there and back leads back.
func (l *Layout) Scroll(a Anchor, dy, height int) Anchor {
	p, y := l.place(a)
	y += dy
	p, y = l.settle(p, y)
	rest := l.lay(p).height() - y + l.opts.Bottom
	for q := p + 1; rest < height && q < len(l.paras); q++ {
		rest += l.lay(q).height()
	}
	if rest < height {
		p, y = l.settle(p, y-(height-rest))
	}
	b := l.anchor(p, y)
	if b.DY == a.DY && b.Off == l.LineOf(a.Off).Start {
		return a
	}
	return b
}

// settle walks to the paragraph in which y px below the top of para lies.
func (l *Layout) settle(para, y int) (int, int) {
	for y < 0 && para > 0 {
		para--
		y += l.lay(para).height()
	}
	for para+1 < len(l.paras) && y >= l.lay(para).height() {
		y -= l.lay(para).height()
		para++
	}
	if para == 0 {
		return 0, max(-l.over, y)
	}
	return para, y
}

// At returns the anchor of a place y px below the top of a viewport, as near as the ends of the text allow.
func (l *Layout) At(a Anchor, y int) Anchor {
	p, at := l.place(a)
	return l.anchor(l.settle(p, at+y))
}

// Jump returns the anchor at y px of the whole height. Where the text is not laid out, y is a guess,
// and so is the place.
func (l *Layout) Jump(y, height int) Anchor {
	p, rest := l.heights.find(y)
	rest = min(rest, l.lay(p).height())
	return l.Scroll(l.anchor(p, rest), 0, height)
}

// Y returns how many px of the text are above an anchor, less than none beyond the very top; a guess where these are not laid out.
func (l *Layout) Y(a Anchor) int {
	p, y := l.place(a)
	return l.heights.before(p) + y
}

// Height returns the height of the whole in px; a guess until Step is done.
func (l *Layout) Height() int { return l.heights.total() + l.opts.Bottom }

// Above returns how many px of the text are above a byte, without laying anything out: a guess within a
// paragraph, and where what is above is one.
func (l *Layout) Above(off int) int {
	i := l.paraOf(off)
	p := &l.paras[i]
	part := float64(off-int(p.start)) / float64(max(1, l.next(i)-int(p.start)))
	return l.heights.before(i) + int(p.above) + int(min(max(part, 0), 1)*float64(int(l.heights.vals[i])-int(p.above)))
}

// Heights is another number whenever what [Layout.Above] answers may be another.
func (l *Layout) Heights() int { return int(l.generation)<<32 + l.heights.changes }

// OffsetAbove is the inverse of [Layout.Above].
func (l *Layout) OffsetAbove(y int) int {
	i, rest := l.heights.find(y)
	p := &l.paras[i]
	part := float64(rest-int(p.above)) / float64(max(1, int(l.heights.vals[i])-int(p.above)))
	return int(p.start) + int(min(max(part, 0), 1)*float64(l.next(i)-int(p.start)))
}

// LineY returns how many px a line's top lies below the top of a viewport. It is exact where all
// between the two is laid out, as it is on the screen.
func (l *Layout) LineY(a Anchor, ln *Line) int {
	return l.heights.before(int(ln.para)) + ln.top - l.Y(a)
}

// Visit calls fn for each line that a viewport of a height in px shows, from the top down, with the
// line's top in px below the viewport's. It lays out what it needs.
func (l *Layout) Visit(a Anchor, height int, fn func(y int, ln *Line)) {
	i, dy := l.place(a)
	y := -dy // top of paragraph i
	for y > 0 && i > 0 {
		i--
		y -= l.lay(i).height()
	}
	for ; i < len(l.paras) && y < height; i++ {
		d := l.lay(i)
		k := sort.Search(len(d.lines), func(k int) bool { return y+d.lines[k].top+d.lines[k].Height > 0 })
		for ; k < len(d.lines) && y+d.lines[k].top < height; k++ {
			fn(y+d.lines[k].top, &d.lines[k])
		}
		y += d.height()
	}
}

// Ends returns the bytes [start, end) of the lines that a viewport of a height in px shows.
func (l *Layout) Ends(a Anchor, height int) (start, end int) {
	start = -1
	l.Visit(a, height, func(_ int, ln *Line) {
		if start < 0 {
			start = ln.Start
		}
		end = ln.Next
	})
	return max(0, start), end
}

// LineAt returns the line nearest to y px below the top of a viewport, and its top.
func (l *Layout) LineAt(a Anchor, y int) (ln *Line, top int) {
	p, at := l.place(a)
	p, at = l.settle(p, at+y)
	found := l.LineOf(l.anchor(p, at).Off)
	if next := l.Neighbour(found, 1); next != found { // in the blank between paragraphs the nearer one
		if t := l.LineY(a, next); t-y < y-(l.LineY(a, found)+found.Height) {
			found = next
		}
	}
	return found, l.LineY(a, found)
}

// Vertical returns the offset reached by moving the caret lines down (up where negative), keeping the
// goal px from the left of the column.
func (l *Layout) Vertical(off, lines int, goal float32) int {
	ln := l.LineOf(off)
	to := l.Neighbour(ln, lines)
	if to == ln {
		first, last := l.Bounds(ln)
		if lines < 0 {
			return first
		}
		return last
	}
	return l.OffsetAt(to, goal)
}
