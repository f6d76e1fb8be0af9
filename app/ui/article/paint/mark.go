package paint

import (
	"image/color"
	"math/bits"
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
	Label    string      // above an event's chip, or beneath a mention
	Proposal bool        // drawn hollow
}

// Equal reports whether both look the same.
func (m *Mark) Equal(o *Mark) bool {
	return m.ID == o.ID && m.Style == o.Style && m.Color == o.Color && m.Letter == o.Letter && m.Label == o.Label &&
		m.Proposal == o.Proposal && slices.Equal(m.Spans, o.Spans)
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

// Connector joins the anchor of a frame to one of its arguments.
type Connector struct {
	From, To annotate.ID // marks; From is the anchor
	Role     string      // shown at the argument
	Color    color.NRGBA
}

// Hint is a letter that answers a question.
type Hint struct {
	Offset int // of the words that it stands at
	End    int // of these words; they are tinted where it is beyond Offset
	Letter string
	Chosen bool // the answer of a plain Enter, tinted more
}

// frag is one span of a mark.
type frag struct {
	start, end int
	reach      int // greatest end among this and the fragments below it in the tree
	mark       int
	lane       int // row of an underline, or lane of a bar, from 0
	first      bool
}

// Index finds the marks on a range of the text. It is an augmented binary tree laid out in an array
// sorted by start, the middle of each range being its root.
type Index struct {
	Marks []Mark
	frags []frag
	byID  map[annotate.ID]int
}

// NewIndex sorts marks in and tells overlapping ones apart. Marks whose spans are empty are left out.
func NewIndex(marks []Mark) *Index {
	x := &Index{Marks: marks, byID: make(map[annotate.ID]int, len(marks)), frags: make([]frag, 0, len(marks)+len(marks)/8)}
	for i := range marks {
		x.byID[marks[i].ID] = i
		for k, s := range marks[i].Spans {
			if s.Start < s.End {
				x.frags = append(x.frags, frag{start: s.Start, end: s.End, mark: i, first: k == 0})
			}
		}
	}
	slices.SortFunc(x.frags, func(a, b frag) int {
		if a.start != b.start {
			return a.start - b.start
		}
		if a.end != b.end {
			return b.end - a.end
		}
		return a.mark - b.mark
	})
	x.reach(0, len(x.frags))
	x.assignRows()
	x.assignLanes()
	return x
}

// reach fills in the greatest ends of a subtree and returns its own.
func (x *Index) reach(lo, hi int) int {
	if lo >= hi {
		return -1
	}
	m := int(uint(lo+hi) >> 1)
	f := &x.frags[m]
	f.reach = max(f.end, x.reach(lo, m), x.reach(m+1, hi))
	return f.reach
}

// each calls fn for every fragment that shares a byte with [start, end), by start.
func (x *Index) each(start, end int, fn func(*frag)) { x.walk(0, len(x.frags), start, end, fn) }

func (x *Index) walk(lo, hi, start, end int, fn func(*frag)) {
	for lo < hi {
		m := int(uint(lo+hi) >> 1)
		f := &x.frags[m]
		if f.reach <= start {
			return
		}
		x.walk(lo, m, start, end, fn)
		if f.start >= end {
			return
		}
		if f.end > start {
			fn(f)
		}
		lo = m + 1
	}
}

// Mark returns the mark with an identity, or nil.
func (x *Index) Mark(id annotate.ID) *Mark {
	if i, ok := x.byID[id]; ok {
		return &x.Marks[i]
	}
	return nil
}

// At returns the marks on the bytes [start, end), the smallest first.
func (x *Index) At(start, end int) []annotate.ID {
	var at []int
	x.each(start, end, func(f *frag) {
		if !slices.Contains(at, f.mark) {
			at = append(at, f.mark)
		}
	})
	sort.SliceStable(at, func(i, j int) bool { return x.Marks[at[i]].size() < x.Marks[at[j]].size() })
	ids := make([]annotate.ID, len(at))
	for i, m := range at {
		ids[i] = x.Marks[m].ID
	}
	return ids
}

// most rows or lanes that are told apart; what lies deeper shares the last one.
const mostLanes = 16

// assignRows gives underlines that overlap different rows, the shorter nearer to the words: in each
// group of overlapping fragments the shortest takes the first row that is free.
func (x *Index) assignRows() {
	x.groups(func(m *Mark) bool { return m.underlined() }, func(group []*frag) {
		slices.SortStableFunc(group, func(a, b *frag) int { return (a.end - a.start) - (b.end - b.start) })
	})
}

// assignLanes gives bars that overlap different lanes, the longer nearer to the edge.
func (x *Index) assignLanes() {
	x.groups(func(m *Mark) bool { return m.Style == Quote }, func(group []*frag) {
		slices.SortStableFunc(group, func(a, b *frag) int { return (b.end - b.start) - (a.end - a.start) })
	})
}

// groups collects the chosen fragments that hang together by overlapping, brings each group into an
// order, and in that order gives every fragment the first lane that none of its neighbours has.
func (x *Index) groups(choose func(*Mark) bool, order func([]*frag)) {
	var group []*frag
	end := 0
	flush := func() {
		if len(group) > 1 {
			order(group)
			for i, f := range group {
				taken := uint32(0)
				for _, o := range group[max(0, i-256):i] {
					if o.start < f.end && f.start < o.end {
						taken |= 1 << o.lane
					}
				}
				f.lane = min(bits.TrailingZeros32(^taken), mostLanes-1)
			}
		}
		group = group[:0]
	}
	for i := range x.frags {
		f := &x.frags[i]
		if !choose(&x.Marks[f.mark]) {
			continue
		}
		if f.start >= end {
			flush()
			end = 0
		}
		group = append(group, f)
		end = max(end, f.end)
	}
	flush()
}
