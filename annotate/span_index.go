package annotate

import (
	"slices"
	"sort"
)

// spanIndex answers which annotations touch a range. It is an array of spans in the order of their
// starts, with the furthest end of each block of them: a query passes over the blocks that end
// before it, and an edit measures its own block and those after it again.
type spanIndex struct {
	entries []spanEntry
	ends    []int // per block of indexBlock entries, the furthest end
}

type spanEntry struct {
	span  Span
	ann   *Annotation
	first bool // the annotation's first span
}

const indexBlock = 64

func compareEntries(a, b spanEntry) int {
	if a.span.Start != b.span.Start {
		return a.span.Start - b.span.Start
	}
	if a.span.End != b.span.End {
		return b.span.End - a.span.End
	}
	return compareAnnotations(a.ann, b.ann)
}

func (x *spanIndex) build(anns []*Annotation) {
	x.entries = x.entries[:0]
	for _, a := range anns {
		for i, s := range a.Spans {
			x.entries = append(x.entries, spanEntry{s, a, i == 0})
		}
	}
	slices.SortFunc(x.entries, compareEntries)
	x.measure(0)
}

// measure recomputes the furthest ends of all blocks from the one that holds entry i.
func (x *spanIndex) measure(i int) {
	n := (len(x.entries) + indexBlock - 1) / indexBlock
	x.ends = slices.Grow(x.ends[:min(len(x.ends), n)], n)[:n]
	for b := i / indexBlock; b < n; b++ {
		end := 0
		for _, e := range x.entries[b*indexBlock : min((b+1)*indexBlock, len(x.entries))] {
			end = max(end, e.span.End)
		}
		x.ends[b] = end
	}
}

func (x *spanIndex) insert(a *Annotation) {
	low := len(x.entries)
	for i, s := range a.Spans {
		e := spanEntry{s, a, i == 0}
		at, _ := slices.BinarySearchFunc(x.entries, e, compareEntries)
		x.entries = slices.Insert(x.entries, at, e)
		low = min(low, at)
	}
	x.measure(low)
}

func (x *spanIndex) remove(a *Annotation) {
	low := len(x.entries)
	for i, s := range a.Spans {
		if at, ok := slices.BinarySearchFunc(x.entries, spanEntry{s, a, i == 0}, compareEntries); ok {
			x.entries = slices.Delete(x.entries, at, at+1)
			low = min(low, at)
		}
	}
	x.measure(min(low, len(x.entries)))
}

// touching calls fn for every annotation with a span that shares a byte with r, once, in the order of
// the first of those spans.
func (x *spanIndex) touching(r Span, fn func(*Annotation)) {
	stop := sort.Search(len(x.entries), func(i int) bool { return x.entries[i].span.Start >= r.End })
	for b := 0; b*indexBlock < stop; b++ {
		if x.ends[b] <= r.Start {
			continue
		}
		for _, e := range x.entries[b*indexBlock : min((b+1)*indexBlock, stop)] {
			if e.span.End > r.Start && e.opens(r) {
				fn(e.ann)
			}
		}
	}
}

// opens reports whether the entry is the first of its annotation's spans that end after r begins.
func (e *spanEntry) opens(r Span) bool {
	for _, s := range e.ann.Spans {
		if s.End > r.Start {
			return s == e.span
		}
	}
	return false
}
