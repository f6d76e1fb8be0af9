package layout

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Line is one line of the column. It holds the bytes [Start, Next); those from End on are the spaces
// that it was broken at, or the line feeds behind a paragraph.
type Line struct {
	Start, End, Next int
	X                float32 // left end of its words, px from the left of the column
	Width            float32 // of its words, without the spaces at its end
	Height           int     // px, with the room for marks
	Baseline         int     // px below its top
	Style            *Style
	RTL              bool
	Hyphen           bool // was broken at a soft hyphen, which shows
	Bullet           bool // begins a list item
	First, Last      bool // of its paragraph

	rise, drop float32 // ink that the text face would not have, em
	top        int     // px below the top of its section
	para       int32
	items      [2]int32
}

// Drop returns how far below the baseline the line's letters reach that are not the text face's own, em.
func (ln *Line) Drop() float32 { return ln.drop }

// lineEnd is where a line ends: before an item, or inside it at one of its stops.
type lineEnd struct{ item, stop int }

// fit is how wide lines may be, px: those from a number on are narrower.
type fit struct {
	width, narrow float32
	from          int
}

// fill fills lines with as many words as fit, and appends where each ends.
func (l *Layout) fill(items []item, st *Style, f fit, ends []lineEnd) []lineEnd {
	first := len(ends)
	width := f.width
	if f.from <= 0 {
		width = f.narrow
	}
	size := float32(st.Size)
	hyphen := st.dash.advance * size
	begin := lineEnd{} // of the line
	at := lineEnd{}    // the pen
	x := float32(0)    // its place
	brk := 0           // item behind the last opportunity on the line
	end := func(e lineEnd) {
		ends = append(ends, e)
		begin, at, x, brk = e, e, 0, e.item
		if len(ends)-first >= f.from {
			width = f.narrow
		}
	}
	for at.item < len(items) {
		it := &items[at.item]
		a := l.advance(it, st, x)
		if at.stop > 0 {
			a = it.form.between(at.stop, len(it.form.stops)-1) * size
		}
		if x+a > width && !it.trails() {
			switch {
			case brk > begin.item:
				end(lineEnd{brk, 0})
				continue
			case it.form == nil: // a tab that is as wide as a line
				if at != begin {
					end(at)
					continue
				}
			default: // no opportunity on the line: it is cut between two clusters
				k := at.stop
				for k+1 < len(it.form.stops) && x+it.form.between(at.stop, k+1)*size <= width {
					k++
				}
				if k == at.stop && at == begin {
					k++
				}
				if k == at.stop {
					end(at)
					continue
				}
				if k+1 < len(it.form.stops) {
					end(lineEnd{at.item, k})
					continue
				}
			}
		}
		x += a
		if it.flags&breakAfter != 0 && (it.flags&softHyphen == 0 || x+hyphen <= width) {
			brk = at.item + 1
		}
		x += float32(it.spaces) * st.space
		at = lineEnd{at.item + 1, 0}
		if it.flags&mustBreak != 0 && at.item < len(items) {
			end(at)
		}
	}
	return append(ends, at)
}

// between returns the width between two stops, em.
func (f *form) between(a, b int) float32 {
	w := f.stops[b].x - f.stops[a].x
	return max(w, -w)
}

// advance returns the width of an item whose near end is x px from where the line begins.
func (l *Layout) advance(it *item, st *Style, x float32) float32 {
	if it.form != nil {
		return it.form.advance * float32(st.Size)
	}
	if it.flags&isTab == 0 {
		return 0
	}
	stop := tabWidth * st.space
	to := stop * float32(math.Ceil(float64(x/stop)))
	if to-x < st.space { // too near to be seen
		to += stop
	}
	return to - x
}

// tabWidth is the distance of tab stops in spaces.
const tabWidth = 8

// breakLines makes the lines of a section.
func (l *Layout) breakLines(index int, d *laid) {
	p := &l.paras[index]
	st := l.styles[p.style]
	width := l.width(st)
	d.lines = d.lines[:0]
	if len(d.items) == 0 {
		d.lines = append(d.lines, Line{Start: int(p.start), para: int32(index), Style: st})
	} else {
		l.ends = l.fill(d.items, st, fit{width, width, 0}, l.ends[:0])
		if p.is(goesOn) {
			l.ends = l.level(d.items, st, width, l.ends)
		}
		l.cutWords(d, st)
		if cap(d.lines) < len(l.ends) {
			d.lines = make([]Line, 0, len(l.ends))
		}
		from := 0
		for _, e := range l.ends {
			d.lines = append(d.lines, l.line(index, d, from, e.item))
			from = e.item
		}
	}
	first, last := &d.lines[0], &d.lines[len(d.lines)-1]
	first.First = !p.is(continues)
	hang := float32(0) // how far the first line begins before the others
	if first.First && p.is(isFirst) && st.Bullet {
		own := ownBullet(l.text[p.start:p.end])
		first.Bullet = own == 0
		hang = l.hang(d.items, st, int(p.start)+own)
	}
	if !p.is(goesOn) {
		last.Last = true
		last.End, last.Next = int(p.end), l.next(index)
	}
	for i := range d.lines {
		ln := &d.lines[i]
		ln.RTL = p.is(isRTL)
		ln.X = float32(l.indent(st))
		if ln.RTL {
			ln.X = width - ln.Width
		}
	}
	if first.RTL {
		hang = -hang
	}
	first.X -= hang
}

// hang returns how wide the bullet or number is that some items begin with, with the blank behind it: no wider than
// the indent that it stands in. It ends at the byte end.
func (l *Layout) hang(items []item, st *Style, end int) (width float32) {
	for i := 0; i < len(items) && items[i].end() <= end; i++ {
		width += l.advance(&items[i], st, width) + float32(items[i].spaces)*st.space
	}
	return min(width, float32(l.indent(st)))
}

// level makes the last line of a section, after which the paragraph goes on, as full as the others: as
// many of the lines before it as need be are set a little narrower, so that their words come down to it.
func (l *Layout) level(items []item, st *Style, width float32, ends []lineEnd) []lineEnd {
	n := len(ends)
	best, fullest := fit{width, width, n}, lastWidth(items, st, ends)
	var try []lineEnd
	for _, ems := range []float32{1, 0.5, 2} {
		f := fit{width: width, narrow: width - min(ems*float32(st.Size), width/3)}
		fits := func(lines int) bool {
			f.from = n - lines
			try = l.fill(items, st, f, try[:0])
			return len(try) <= n
		}
		// More narrow lines mean a fuller last one until it flows over; words being what they are, only about.
		most := sort.Search(n, func(lines int) bool { return !fits(lines + 1) })
		for lines := max(1, most-12); lines <= min(n, most+12) && fullest < 0.9*width; lines++ {
			if fits(lines) {
				if w := lastWidth(items, st, try); w > fullest {
					best, fullest = f, w
				}
			}
		}
	}
	return l.fill(items, st, best, ends[:0])
}

// lastWidth returns about how wide the last of some lines is, px.
func lastWidth(items []item, st *Style, ends []lineEnd) float32 {
	e := lineEnd{}
	if n := len(ends); n > 1 {
		e = ends[n-2]
	}
	w := float32(0)
	for i := e.item; i < len(items); i++ {
		if f := items[i].form; f != nil {
			w += f.between(e.stop, len(f.stops)-1) * float32(st.Size)
		}
		w += float32(items[i].spaces) * st.space
		e.stop = 0
	}
	return w
}

// cutWords cuts the items inside which lines end, and shapes the pieces anew.
func (l *Layout) cutWords(d *laid, st *Style) {
	n := 0
	for _, e := range l.ends {
		n += b2i(e.stop > 0)
	}
	d.split = n > 0
	if n == 0 {
		return
	}
	z := itemizer{l: l, style: st, items: make([]item, 0, len(d.items)+n)}
	next := 0 // item of d
	for k := 0; k < len(l.ends); {
		if l.ends[k].stop == 0 {
			z.items = append(z.items, d.items[next:l.ends[k].item]...)
			next = l.ends[k].item
			l.ends[k] = lineEnd{item: len(z.items)}
			k++
			continue
		}
		i := l.ends[k].item
		z.items = append(z.items, d.items[next:i]...)
		it := d.items[i]
		at := 0
		for ; k < len(l.ends) && l.ends[k].item == i && l.ends[k].stop > 0; k++ {
			to := int(it.form.stops[l.ends[k].stop].off)
			z.add(int(it.off)+at, to-at, 0, uint16(it.level()))
			at = to
			l.ends[k] = lineEnd{item: len(z.items)}
		}
		z.add(int(it.off)+at, int(it.n)-at, int(it.spaces), it.flags&^softHyphen)
		next = i + 1
	}
	d.items = append(z.items, d.items[next:]...)
}

// width is how wide the lines of a style may be.
func (l *Layout) width(st *Style) float32 { return float32(max(1, l.opts.Measure-l.indent(st))) }

// indent is how far the lines of a style are indented: no more than a column has room for.
func (l *Layout) indent(st *Style) int { return min(st.Indent, max(0, l.opts.Measure/4)) }

// line makes the line of the items [from, to).
func (l *Layout) line(index int, d *laid, from, to int) Line {
	st := l.styles[l.paras[index].style]
	ln := Line{Start: int(d.items[from].off), Next: d.items[to-1].end(), Style: st, para: int32(index), items: [2]int32{int32(from), int32(to)}}
	ln.End = ln.Start
	visible := to
	for visible > from && d.items[visible-1].trails() {
		visible--
	}
	for i := from; i < visible; i++ {
		it := &d.items[i]
		ln.Width += l.advance(it, st, ln.Width)
		if i+1 < visible {
			ln.Width += float32(it.spaces) * st.space
		}
		if it.form != nil {
			ln.rise, ln.drop = max(ln.rise, it.form.rise), max(ln.drop, it.form.drop)
		}
	}
	if visible > from {
		it := &d.items[visible-1]
		ln.End = int(it.off) + int(it.n)
		h := st.dash.advance * float32(st.Size)
		if to < len(d.items) && it.flags&softHyphen != 0 && ln.Width+h <= l.width(st) {
			ln.Hyphen = true
			ln.Width += h
		}
	}
	return ln
}

// ownBullet returns how many bytes the bullet or number takes that a list item brings along, with the blanks behind
// it; 0 where it brings none.
func ownBullet(s string) int {
	n := 0
	switch r, size := utf8.DecodeRuneInString(s); r {
	case '•', '‣', '◦', '▪', '●', '·', '*', '-', '–', '—':
		n = size
	default:
		digits := 0
		for unicode.IsDigit(r) && digits < 4 {
			digits++
			n += size
			r, size = utf8.DecodeRuneInString(s[n:])
		}
		if digits == 0 || r != '.' && r != ')' {
			return 0
		}
		n += size
	}
	return len(s) - len(strings.TrimLeft(s[n:], " \u00A0"))
}

// lineOf returns the line of a section that holds the byte offset.
func (d *laid) lineOf(off int) int {
	return max(0, sort.Search(len(d.lines), func(i int) bool { return d.lines[i].Start > off })-1)
}

// LineOf returns the line that holds a byte offset, laying it out if need be. It is valid until the
// measure changes.
func (l *Layout) LineOf(off int) *Line {
	d := l.lay(l.paraOf(off))
	return &d.lines[d.lineOf(off)]
}

// Neighbour returns the line d lines further down (up where d is negative), or the last (first) one.
func (l *Layout) Neighbour(ln *Line, d int) *Line {
	i := int(ln.para)
	s := l.lay(i)
	at := s.lineOf(ln.Start) + d
	for at < 0 && i > 0 {
		i--
		s = l.lay(i)
		at += len(s.lines)
	}
	for at >= len(s.lines) && i+1 < len(l.paras) {
		at -= len(s.lines)
		i++
		s = l.lay(i)
	}
	return &s.lines[min(max(at, 0), len(s.lines)-1)]
}
