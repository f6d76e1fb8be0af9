package paint

import (
	"image/color"
	"slices"
	"sort"

	"quoth/annotate"
)

// Style is how a mark is drawn.
type Style uint8

// The styles, one for each kind of annotation.
const (
	Mention Style = iota
	Cue
	Quote
	Event
)

// Mark is the look of an annotation.
type Mark struct {
	ID       annotate.ID
	Spans    []annotate.Span // bytes, ascending, disjoint; one or more
	Style    Style
	Color    color.NRGBA // of its type
	Letter   string      // one or two letters beside the colour, "" for none
	Label    string      // small print below: the type of an event, the name behind a mention
	Proposal bool        // drawn hollow
	Note     bool        // somebody has written a note on it, or said something about it
	Differs  bool        // annotators differ in it, and nobody has decided about that
}

// underlined reports whether the mark is drawn below its words.
func (m *Mark) underlined() bool { return m.Style == Mention || m.Style == Cue }

// size returns the number of bytes marked.
func (m *Mark) size() int {
	n := 0
	for _, s := range m.Spans {
		n += s.Len()
	}
	return n
}

// Marks are the marks on a text. Whoever paints asks for those that it needs, so that nobody makes a
// list of all. A mark that was given may be used again for the next one: keep a copy, not the pointer.
type Marks interface {
	// In calls fn once for every mark with a span that shares a byte with [start, end), in the order
	// of the text, outer before inner.
	In(start, end int, fn func(*Mark))
	// Gaps calls fn for every gap between two spans of a mark that shares a byte with [start, end), in the
	// order of the text.
	Gaps(start, end int, fn func(gap annotate.Span, m *Mark))
	// Mark returns the mark with an identity, or nil.
	Mark(id annotate.ID) *Mark
}

// None is a text without marks.
var None Marks = (*List)(nil)

// At returns the marks on the bytes [start, end), the smallest first.
func At(ms Marks, start, end int) []annotate.ID {
	type found struct {
		id   annotate.ID
		size int
	}
	var at []found
	ms.In(start, end, func(m *Mark) { at = append(at, found{m.ID, m.size()}) })
	slices.SortStableFunc(at, func(a, b found) int { return a.size - b.size })
	ids := make([]annotate.ID, len(at))
	for i := range at {
		ids[i] = at[i].id
	}
	return ids
}

// Connector joins the anchor of a frame to one of its arguments.
type Connector struct {
	From, To annotate.ID // marks; From is the anchor, the same for all
	Role     string      // shown at the argument
	Color    color.NRGBA // of the argument
	Anchor   string      // names the anchor where that is off the screen
	Text     string      // names the argument, likewise
}

// Hint is a letter that answers a question.
type Hint struct {
	Offset int // of the words that it stands at
	End    int // of these words; they are tinted where it is beyond Offset
	Letter string
	Chosen bool // the answer of a plain Enter, tinted more
}

// List is a number of marks held in memory.
type List struct {
	marks   []Mark
	spans   []listed // by start, then the longer first
	gaps    []listed // by start
	longest int      // of the gaps, bytes
	byID    map[annotate.ID]int
}

// listed is one span of a mark. The spans are a binary tree laid out in an array, the middle of each
// range being its root.
type listed struct {
	start, end int
	reach      int // greatest end among this and those below it in the tree
	mark       int
}

// NewList returns marks that do not change afterwards. Spans that are empty are left out.
func NewList(marks ...Mark) *List {
	l := &List{marks: slices.Clone(marks), byID: make(map[annotate.ID]int, len(marks)), spans: make([]listed, 0, len(marks)+len(marks)/8)}
	for i := range l.marks {
		l.byID[l.marks[i].ID] = i
		for _, s := range l.marks[i].Spans {
			if s.Start < s.End {
				l.spans = append(l.spans, listed{start: s.Start, end: s.End, mark: i})
			}
		}
		for k := 1; k < len(l.marks[i].Spans); k++ {
			if from, to := l.marks[i].Spans[k-1].End, l.marks[i].Spans[k].Start; from < to {
				l.gaps = append(l.gaps, listed{start: from, end: to, mark: i})
				l.longest = max(l.longest, to-from)
			}
		}
	}
	slices.SortStableFunc(l.gaps, func(a, b listed) int { return a.start - b.start })
	slices.SortFunc(l.spans, func(a, b listed) int {
		if a.start != b.start {
			return a.start - b.start
		}
		if a.end != b.end {
			return b.end - a.end
		}
		return a.mark - b.mark
	})
	l.reach(0, len(l.spans))
	return l
}

// reach fills in the greatest ends of a subtree and returns its own.
func (l *List) reach(lo, hi int) int {
	if lo >= hi {
		return -1
	}
	m := int(uint(lo+hi) >> 1)
	s := &l.spans[m]
	s.reach = max(s.end, l.reach(lo, m), l.reach(m+1, hi))
	return s.reach
}

// In is part of [Marks].
func (l *List) In(start, end int, fn func(*Mark)) {
	if l != nil {
		l.walk(0, len(l.spans), start, end, fn)
	}
}

func (l *List) walk(lo, hi, start, end int, fn func(*Mark)) {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		s := &l.spans[m]
		if s.reach <= start {
			return
		}
		l.walk(lo, m, start, end, fn)
		if s.start >= end {
			return
		}
		mk := &l.marks[s.mark]
		if s.end > start && s.start == mk.Spans[firstAfter(mk.Spans, start)].Start {
			fn(mk)
		}
		lo = m + 1
	}
}

// Gaps is part of [Marks].
func (l *List) Gaps(start, end int, fn func(gap annotate.Span, m *Mark)) {
	if l == nil {
		return
	}
	first := sort.Search(len(l.gaps), func(i int) bool { return l.gaps[i].start > start-l.longest })
	for _, g := range l.gaps[first:] {
		if g.start >= end {
			return
		}
		if g.end > start {
			fn(annotate.Span{Start: g.start, End: g.end}, &l.marks[g.mark])
		}
	}
}

// Mark is part of [Marks].
func (l *List) Mark(id annotate.ID) *Mark {
	if l != nil {
		if i, ok := l.byID[id]; ok {
			return &l.marks[i]
		}
	}
	return nil
}

// firstAfter returns the first of ascending spans that ends after an offset.
func firstAfter(spans []annotate.Span, off int) int {
	if len(spans) < 2 || spans[0].End > off {
		return 0
	}
	return sort.Search(len(spans), func(i int) bool { return spans[i].End > off })
}
