package paint

import (
	"cmp"
	"image/color"
	"math/bits"
	"slices"

	"quoth/annotate"
)

// frag is one span of a mark, on one line, or the gap between two spans.
type frag struct {
	start, end int // of the whole span, which may reach over the line
	mark       int // in strokes.marks
	lane       int // row of an underline or a thread, or how many chips lie inside this one
	first      bool
	thread     bool // what joins two spans of a mark
}

// strokes are the marks of one line or more, kept so that a source is asked only once for a picture.
type strokes struct {
	marks []Mark
	frags []frag
	order []int
}

func (s *strokes) clear() { s.marks, s.frags = s.marks[:0], s.frags[:0] }

const (
	// mostFrags bounds what is drawn on one line, for texts in which everything is marked a thousand times.
	mostFrags = 512
	// mostLanes is how many rows or lanes are told apart; what lies deeper shares the last one.
	mostLanes = 16
)

// line adds the marks on the bytes [start, end) of one line and gives its underlines their rows. The
// fragments are those from the returned index on.
func (s *strokes) line(ms Marks, start, end int) (from int) {
	from = len(s.frags)
	ms.In(start, end, func(m *Mark) {
		if len(s.frags)-from >= mostFrags {
			return
		}
		s.marks = append(s.marks, *m)
		n := len(s.marks) - 1
		i := firstAfter(m.Spans, start)
		s.thread(n, i, start)
		for ; i < len(m.Spans) && m.Spans[i].Start < end; i++ {
			if sp := m.Spans[i]; sp.Start < sp.End {
				s.frags = append(s.frags, frag{start: sp.Start, end: sp.End, mark: n, first: i == 0})
			}
			if m.Spans[i].End < end {
				s.thread(n, i+1, start)
			}
		}
	})
	s.stack(from, start, end, func(m *Mark, f *frag) bool { return f.thread || m.underlined() })
	s.stack(from, start, end, func(m *Mark, f *frag) bool { return !f.thread && m.Style == Event })
	return from
}

// thread adds the gap before the span i of a mark, unless it ends before the line starts.
func (s *strokes) thread(mark, i, start int) {
	sp := s.marks[mark].Spans
	if i == 0 || i >= len(sp) || sp[i].Start <= start {
		return
	}
	if a, b := sp[i-1].End, sp[i].Start; a < b {
		s.frags = append(s.frags, frag{start: a, end: b, mark: mark, thread: true})
	}
}

// stack gives the chosen fragments that overlap on a line different rows, the shorter nearer to the
// words: the shortest takes the first row that is free. Rows depend on nothing but the line, so they
// stay when the text scrolls.
func (s *strokes) stack(from, start, end int, choose func(*Mark, *frag) bool) {
	s.order = s.order[:0]
	for i := from; i < len(s.frags); i++ {
		if f := &s.frags[i]; choose(&s.marks[f.mark], f) {
			s.order = append(s.order, i)
		}
	}
	if len(s.order) < 2 {
		return
	}
	slices.SortStableFunc(s.order, func(a, b int) int {
		return cmp.Compare(s.frags[a].end-s.frags[a].start, s.frags[b].end-s.frags[b].start)
	})
	for n, i := range s.order {
		f := &s.frags[i]
		taken := uint32(0)
		for _, k := range s.order[:n] {
			if o := &s.frags[k]; max(o.start, f.start, start) < min(o.end, f.end, end) {
				taken |= 1 << o.lane
			}
		}
		f.lane = min(bits.TrailingZeros32(^taken), mostLanes-1)
	}
}

// lanes gives the bars of quotes that overlap different lanes, the longer nearer to the column. A lane
// follows from the quotes around one alone, so it is the same on every line and wherever the text is
// scrolled to: it is the first that no longer quote over the same words has.
type lanes struct {
	marks Marks
	known map[annotate.ID]int
}

// lane returns the lane of a quote.
func (l *lanes) lane(q *Mark) int { return l.find(q.ID, annotate.Hull(q.Spans), 0) }

func (l *lanes) find(id annotate.ID, hull annotate.Span, depth int) int {
	if n, ok := l.known[id]; ok {
		return n
	}
	type longer struct {
		id   annotate.ID
		hull annotate.Span
	}
	var over []longer
	look := func(m *Mark) { // what is longer and overlaps holds one of the ends
		h := annotate.Hull(m.Spans)
		if m.Style != Quote || m.ID == id || len(over) > mostFrags {
			return
		}
		if h.Len() > hull.Len() || h.Len() == hull.Len() && m.ID < id {
			over = append(over, longer{m.ID, h})
		}
	}
	lane := mostLanes - 1
	if depth < mostLanes {
		l.marks.In(hull.Start, hull.Start+1, look)
		l.marks.In(hull.End-1, hull.End, look)
		taken := uint32(0)
		for _, o := range over {
			taken |= 1 << l.find(o.id, o.hull, depth+1)
		}
		lane = min(bits.TrailingZeros32(^taken), lane)
	}
	if l.known == nil {
		l.known = map[annotate.ID]int{}
	}
	l.known[id] = lane
	return lane
}

// roleColor returns the colour of the connector that leads to a mark.
func (s *Scene) roleColor(id annotate.ID) color.NRGBA {
	for _, c := range s.Connectors {
		if c.To == id {
			return s.Palette.Line(c.Color)
		}
	}
	return s.Palette.Accent
}
