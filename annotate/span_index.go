package annotate

import (
	"slices"
	"sort"
)

// spanIndex keeps the spans of annotations in the order of the text: which annotations touch a range,
// and which is the n-th of some types. It is a tree of two levels, of groups of chunks of spans, and
// each chunk and group knows the furthest end in it and how many annotations of each type begin in it.
// A query passes over the groups and chunks that end before it, and an edit changes one of each, so
// that both take about as long among a million annotations as among a hundred.
type spanIndex struct {
	groups []*group
	types  map[string]int // number of a type, for counting; nil where nobody counts
}

// tally is what is known of some spans as a whole.
type tally struct {
	end    int     // the furthest
	counts []int32 // by number of the type: annotations of which the first span is among these
	firsts int     // all of them
}

type group struct {
	tally
	chunks []*chunk
}

type chunk struct {
	tally
	entries []spanEntry
}

type spanEntry struct {
	span  Span
	ann   *Annotation
	typ   int32 // number of the annotation's type
	first bool  // the annotation's first span
}

// A chunk or group that grows beyond its most is halved.
const (
	mostEntries = 128
	mostChunks  = 64
)

func compareEntries(a, b spanEntry) int {
	if a.span.Start != b.span.Start {
		return a.span.Start - b.span.Start
	}
	if a.span.End != b.span.End {
		return b.span.End - a.span.End
	}
	return a.ann.Compare(b.ann)
}

// entry returns the entry of a span of an annotation, whose type it gives a number.
func (x *spanIndex) entry(a *Annotation, i int) spanEntry {
	e := spanEntry{span: a.Spans[i], ann: a, first: i == 0}
	if x.types != nil {
		n, ok := x.types[a.Type]
		if !ok {
			n = len(x.types)
			x.types[a.Type] = n
		}
		e.typ = int32(n)
	}
	return e
}

func (x *spanIndex) build(anns []*Annotation) {
	entries := make([]spanEntry, 0, len(anns)+len(anns)/8)
	for _, a := range anns {
		for i := range a.Spans {
			entries = append(entries, x.entry(a, i))
		}
	}
	if !slices.IsSortedFunc(entries, compareEntries) {
		slices.SortFunc(entries, compareEntries)
	}
	x.groups = nil
	var g *group
	for part := range slices.Chunk(entries, mostEntries*3/4) {
		if g == nil || len(g.chunks) == mostChunks*3/4 {
			g = &group{}
			x.groups = append(x.groups, g)
		}
		c := &chunk{entries: slices.Clip(part)}
		c.measure(len(x.types))
		g.chunks = append(g.chunks, c)
	}
	for _, g := range x.groups {
		g.measure(len(x.types))
	}
}

func (t *tally) reset(types int) {
	t.end, t.firsts = 0, 0
	t.counts = append(t.counts[:0], make([]int32, types)...)
}

func (c *chunk) measure(types int) {
	c.reset(types)
	for i := range c.entries {
		c.add(&c.entries[i], 1)
		c.end = max(c.end, c.entries[i].span.End)
	}
}

func (g *group) measure(types int) {
	g.reset(types)
	for _, c := range g.chunks {
		g.end = max(g.end, c.end)
		g.firsts += c.firsts
		g.grow(len(c.counts))
		for i, n := range c.counts {
			g.counts[i] += n
		}
	}
}

// add counts an entry n times.
func (t *tally) add(e *spanEntry, n int) {
	if !e.first {
		return
	}
	t.firsts += n
	t.grow(int(e.typ) + 1)
	t.counts[e.typ] += int32(n)
}

// grow makes room for the counts of so many types.
func (t *tally) grow(types int) {
	for len(t.counts) < types {
		t.counts = append(t.counts, 0)
	}
}

// of counts the annotations of some types; all where types is nil.
func (t *tally) of(types []int) int {
	if types == nil {
		return t.firsts
	}
	n := 0
	for _, typ := range types {
		if typ < len(t.counts) {
			n += int(t.counts[typ])
		}
	}
	return n
}

// find returns where an entry is or belongs: the last group and chunk that begin at or before it.
func (x *spanIndex) find(e spanEntry) (gi, ci, i int, found bool) {
	gi = max(0, sort.Search(len(x.groups), func(k int) bool { return compareEntries(x.groups[k].chunks[0].entries[0], e) > 0 })-1)
	chunks := x.groups[gi].chunks
	ci = max(0, sort.Search(len(chunks), func(k int) bool { return compareEntries(chunks[k].entries[0], e) > 0 })-1)
	i, found = slices.BinarySearchFunc(chunks[ci].entries, e, compareEntries)
	return gi, ci, i, found
}

func (x *spanIndex) insert(a *Annotation) {
	for i := range a.Spans {
		x.put(x.entry(a, i))
	}
}

func (x *spanIndex) put(e spanEntry) {
	if len(x.groups) == 0 {
		x.groups = []*group{{chunks: []*chunk{{}}}}
		x.groups[0].chunks[0].entries = []spanEntry{e}
		x.groups[0].chunks[0].measure(len(x.types))
		x.groups[0].measure(len(x.types))
		return
	}
	gi, ci, i, _ := x.find(e)
	g := x.groups[gi]
	c := g.chunks[ci]
	c.entries = slices.Insert(c.entries, i, e)
	for _, t := range []*tally{&c.tally, &g.tally} {
		t.add(&e, 1)
		t.end = max(t.end, e.span.End)
	}
	if len(c.entries) <= mostEntries {
		return
	}
	half := &chunk{entries: slices.Clone(c.entries[mostEntries/2:])}
	c.entries = slices.Delete(c.entries, mostEntries/2, len(c.entries))
	c.measure(len(x.types))
	half.measure(len(x.types))
	g.chunks = slices.Insert(g.chunks, ci+1, half)
	if len(g.chunks) <= mostChunks {
		return
	}
	rest := &group{chunks: slices.Clone(g.chunks[mostChunks/2:])}
	g.chunks = slices.Delete(g.chunks, mostChunks/2, len(g.chunks))
	g.measure(len(x.types))
	rest.measure(len(x.types))
	x.groups = slices.Insert(x.groups, gi+1, rest)
}

func (x *spanIndex) remove(a *Annotation) {
	for i := range a.Spans {
		x.take(x.entry(a, i))
	}
}

// take removes an entry if it is there.
func (x *spanIndex) take(e spanEntry) {
	if len(x.groups) == 0 {
		return
	}
	gi, ci, at, found := x.find(e)
	if !found {
		return
	}
	g := x.groups[gi]
	c := g.chunks[ci]
	c.entries = slices.Delete(c.entries, at, at+1)
	c.measure(len(x.types))
	if len(c.entries) == 0 {
		g.chunks = slices.Delete(g.chunks, ci, ci+1)
	}
	g.measure(len(x.types))
	if len(g.chunks) == 0 {
		x.groups = slices.Delete(x.groups, gi, gi+1)
	}
}

// all calls fn for every annotation in the order of the text, while fn returns true.
func (x *spanIndex) all(fn func(*Annotation) bool) {
	for _, g := range x.groups {
		for _, c := range g.chunks {
			for i := range c.entries {
				if e := &c.entries[i]; e.first && !fn(e.ann) {
					return
				}
			}
		}
	}
}

// touching calls fn for every annotation with a span that shares a byte with r, once, in the order of
// the first of those spans.
func (x *spanIndex) touching(r Span, fn func(*Annotation)) {
	x.in(r, func(e *spanEntry) {
		if e.opens(r) {
			fn(e.ann)
		}
	})
}

// in calls fn for every entry whose span shares a byte with r.
func (x *spanIndex) in(r Span, fn func(*spanEntry)) {
	for _, g := range x.groups {
		if g.chunks[0].entries[0].span.Start >= r.End {
			return
		}
		if g.end <= r.Start {
			continue
		}
		for _, c := range g.chunks {
			if c.entries[0].span.Start >= r.End {
				return
			}
			if c.end <= r.Start {
				continue
			}
			for i := range c.entries {
				e := &c.entries[i]
				if e.span.Start >= r.End {
					return
				}
				if e.span.End > r.Start {
					fn(e)
				}
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

// numbers returns the numbers of types; nil for no types, which means all.
func (x *spanIndex) numbers(types []string) []int {
	if len(types) == 0 {
		return nil
	}
	out := make([]int, 0, len(types))
	for _, t := range types {
		if n, ok := x.types[t]; ok {
			out = append(out, n)
		}
	}
	return out
}

// is reports whether the entry stands for an annotation of the types.
func (e *spanEntry) is(types []int) bool {
	return e.first && (types == nil || slices.Contains(types, int(e.typ)))
}

// count returns how many annotations of the types there are.
func (x *spanIndex) count(types []int) int {
	n := 0
	for _, g := range x.groups {
		n += g.of(types)
	}
	return n
}

// nth returns annotation i of the types, from 0; nil where there are not so many.
func (x *spanIndex) nth(i int, types []int) *Annotation {
	for _, g := range x.groups {
		if n := g.of(types); i >= n {
			i -= n
			continue
		}
		for _, c := range g.chunks {
			if n := c.of(types); i >= n {
				i -= n
				continue
			}
			for k := range c.entries {
				if e := &c.entries[k]; e.is(types) {
					if i == 0 {
						return e.ann
					}
					i--
				}
			}
		}
	}
	return nil
}

// before counts the annotations of the types whose first entry is before e.
func (x *spanIndex) before(e spanEntry, types []int) int {
	if len(x.groups) == 0 {
		return 0
	}
	gi, ci, i, _ := x.find(e)
	n := 0
	for _, g := range x.groups[:gi] {
		n += g.of(types)
	}
	for _, c := range x.groups[gi].chunks[:ci] {
		n += c.of(types)
	}
	entries := x.groups[gi].chunks[ci].entries
	for k := range entries[:i] {
		if entries[k].is(types) {
			n++
		}
	}
	return n
}
