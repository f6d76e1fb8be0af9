package layout

import (
	"sort"
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

	top   int // px below the top of its paragraph
	para  int32
	items [2]int32
}

// breakLines fills each line with as many words as fit.
func (l *Layout) breakLines(index int, p *para) {
	st := l.styles[p.style]
	width := l.width(st)
	p.lines = p.lines[:0]
	if len(p.items) == 0 {
		p.lines = append(p.lines, Line{Start: int(p.start), para: int32(index), Style: st})
	}
	space, hyphen := l.space[st.id], l.hyphen[st.id].Advance
	start, brk, x := 0, 0, float32(0) // first item of the line, item after the last opportunity, pen
	emit := func(to int) {
		p.lines = append(p.lines, l.line(index, p, start, to))
		start, brk, x = to, to, 0
	}
	for i := 0; i < len(p.items); i++ {
		a := l.advance(&p.items[i])
		if i == start && a > width && l.splitWord(p, i, width) {
			a = l.advance(&p.items[i])
		}
		if x+a > width && i > start {
			if brk == start {
				brk = i
			}
			i = brk
			emit(brk)
			i--
			continue
		}
		it := &p.items[i]
		x += a
		if it.flags&breakAfter != 0 && (it.flags&softHyphen == 0 || x+hyphen <= width) {
			brk = i + 1
		}
		x += float32(it.spaces) * space
		if it.flags&mustBreak != 0 && i+1 < len(p.items) {
			emit(i + 1)
		}
	}
	if start < len(p.items) {
		emit(len(p.items))
	}
	first, last := &p.lines[0], &p.lines[len(p.lines)-1]
	first.First, last.Last = true, true
	first.Bullet = p.first && st.Bullet && !hasOwnBullet(l.text[p.start:p.end])
	last.End, last.Next = int(p.end), int(p.next)
	for i := range p.lines {
		ln := &p.lines[i]
		ln.RTL = p.rtl
		ln.X = float32(st.Indent)
		if p.rtl {
			ln.X = width - ln.Width
		}
	}
}

// width is how wide the lines of a style may be.
func (l *Layout) width(st *Style) float32 { return float32(max(1, l.opts.Measure-st.Indent)) }

func (l *Layout) advance(it *item) float32 {
	if it.word == 0 {
		return 0
	}
	return l.words[it.word].Advance
}

// line makes the line of the items [from, to).
func (l *Layout) line(index int, p *para, from, to int) Line {
	st := l.styles[p.style]
	ln := Line{Start: int(p.items[from].off), Next: p.items[to-1].end(), Style: st, para: int32(index), items: [2]int32{int32(from), int32(to)}}
	ln.End = ln.Start
	visible := to
	for visible > from && p.items[visible-1].word == 0 {
		visible--
	}
	for i := from; i < visible; i++ {
		ln.Width += l.advance(&p.items[i])
		if i+1 < visible {
			ln.Width += float32(p.items[i].spaces) * l.space[st.id]
		}
	}
	if visible > from {
		it := &p.items[visible-1]
		ln.End = int(it.off) + int(it.n)
		h := l.hyphen[st.id].Advance
		if to < len(p.items) && it.flags&softHyphen != 0 && ln.Width+h <= l.width(st) {
			ln.Hyphen = true
			ln.Width += h
		}
	}
	return ln
}

// splitWord cuts an item that is wider than a line into pieces that fit, each of at least one grapheme
// cluster, and reports whether there was anything to cut.
func (l *Layout) splitWord(p *para, i int, width float32) bool {
	it := p.items[i]
	stops := l.words[it.word].stops
	rtl := it.level()&1 == 1
	var cuts []int
	from := 0
	for k := 1; k < len(stops); k++ {
		w := stops[k].x - stops[from].x
		if rtl {
			w = -w
		}
		if w > width && k-1 > from {
			cuts = append(cuts, int(stops[k-1].off))
			from = k - 1
		}
	}
	if len(cuts) == 0 {
		return false
	}
	whole := p.items
	p.items = append(make([]item, 0, len(whole)+len(cuts)), whole[:i]...)
	at := 0
	for _, c := range append(cuts, int(it.n)) {
		if c < int(it.n) {
			l.add(p, int(it.off)+at, c-at, 0, uint16(it.level()))
		} else {
			l.add(p, int(it.off)+at, c-at, int(it.spaces), it.flags)
		}
		at = c
	}
	p.items = append(p.items, whole[i+1:]...)
	p.split = true
	return true
}

// hasOwnBullet reports whether a list item brings its bullet or number along.
func hasOwnBullet(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '•', '‣', '◦', '▪', '●', '·', '*', '-', '–', '—':
		return true
	}
	digits := 0
	for unicode.IsDigit(r) && digits < 4 {
		digits++
		s = s[n:]
		r, n = utf8.DecodeRuneInString(s)
	}
	return digits > 0 && (r == '.' || r == ')')
}

// lineOf returns the line of a paragraph that holds the byte offset.
func (p *para) lineOf(off int) int {
	return max(0, sort.Search(len(p.lines), func(i int) bool { return p.lines[i].Start > off })-1)
}

// LineOf returns the line that holds a byte offset, laying it out if need be. It is valid until the
// measure changes.
func (l *Layout) LineOf(off int) *Line {
	p := l.lay(l.paraOf(off))
	return &p.lines[p.lineOf(off)]
}

// Neighbour returns the line d lines further down (up where d is negative), or the last (first) one.
func (l *Layout) Neighbour(ln *Line, d int) *Line {
	i := int(ln.para)
	p := &l.paras[i]
	at := p.lineOf(ln.Start) + d
	for at < 0 && i > 0 {
		i--
		p = l.lay(i)
		at += len(p.lines)
	}
	for at >= len(p.lines) && i+1 < len(l.paras) {
		at -= len(p.lines)
		i++
		p = l.lay(i)
	}
	return &p.lines[min(max(at, 0), len(p.lines)-1)]
}
