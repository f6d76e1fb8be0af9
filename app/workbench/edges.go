package workbench

import (
	"errors"
	"slices"
	"strings"

	"quoth/annotate"
)

// Edge is one end of one part of an annotation.
type Edge struct {
	Part  int // index into its spans
	Start bool
}

// Extent returns the spans that an annotation has when one of its edges is moved to the place nearest to
// off that one would mean: the end of a word or sentence, or either side of a quotation mark; exactly off
// where that is asked for. Says tells what became of a quotation mark there, or is "". Nothing changes.
func (b *Bench) Extent(id annotate.ID, e Edge, off int, exact bool) (spans []annotate.Span, says string) {
	if b.set == nil {
		return nil, ""
	}
	a := b.set.Get(id)
	if a == nil || e.Part < 0 || e.Part >= len(a.Spans) {
		return nil, ""
	}
	if exact {
		off, _ = b.offsets().SnapOut(off, off)
	} else {
		off = b.leavingAWord(a.Spans[e.Part], e.Start, b.edgeNear(off, e.Start))
	}
	spans = b.moved(a.Spans, e, off)
	if b.Schema().Kind(a.Type) == annotate.KindQuote {
		says = b.sayMark(edgeOf(a.Spans, spans, e), e.Start)
	}
	return spans, says
}

// edgeOf returns where an edge is now that it was moved.
func edgeOf(was, now []annotate.Span, e Edge) int {
	if e.Start {
		for _, s := range now {
			if s.Start < was[e.Part].End && s.End >= was[e.Part].End {
				return s.Start
			}
		}
	}
	for _, s := range now {
		if s.Start <= was[e.Part].Start && s.End > was[e.Part].Start {
			return s.End
		}
	}
	return 0
}

// moved returns spans with one edge at another place: not beyond the part's own other edge, and not into
// the next part. Parts that come to touch become one.
func (b *Bench) moved(was []annotate.Span, e Edge, to int) []annotate.Span {
	t := b.offsets()
	spans := slices.Clone(was)
	s := &spans[e.Part]
	if e.Start {
		low := 0
		if e.Part > 0 {
			low = spans[e.Part-1].End
		}
		s.Start = min(max(to, low), t.PrevGrapheme(s.End))
	} else {
		high := len(b.doc.Text)
		if e.Part+1 < len(spans) {
			high = spans[e.Part+1].Start
		}
		s.End = max(min(to, high), t.NextGrapheme(s.Start))
	}
	if start, end := t.Trim(s.Start, s.End); start < end {
		s.Start, s.End = start, end
	} else {
		return slices.Clone(was)
	}
	return unite(b.doc.Text, spans)
}

// edgeNear returns the place nearest to off at which an annotation would begin or end: where a word or a
// sentence does, and on both sides of a quotation mark.
func (b *Bench) edgeNear(off int, start bool) int {
	t := b.offsets()
	var at []int
	word := func(p int) {
		if from, to, ok := t.WordAt(p); ok {
			at = append(at, pick(start, from, to))
		}
	}
	before := t.PrevWord(off)
	for _, p := range []int{off, before, t.PrevWord(before), t.NextWord(off)} {
		word(p)
	}
	from, to := t.SentenceAt(off)
	at = append(at, pick(start, from, to))
	if q, ok := b.marks.At(b.doc.Text, off); ok {
		at = append(at, pick(start, q.Outer.Start, q.Outer.End), pick(start, q.Inner.Start, q.Inner.End))
	}
	best := off
	for i, p := range at {
		if i == 0 || gap(p, off) < gap(best, off) {
			best = p
		}
	}
	return best
}

func pick(start bool, from, to int) int {
	if start {
		return from
	}
	return to
}

func gap(a, b int) int { return max(a-b, b-a) }

// sayMark says on which side of a quotation mark the edge of a quote is.
func (b *Bench) sayMark(at int, start bool) string {
	for _, p := range []int{at, at + 1, at - 1} {
		q, ok := b.marks.At(b.doc.Text, p)
		if !ok {
			continue
		}
		switch name := pickName(start); at {
		case pick(start, q.Outer.Start, q.Outer.End):
			return "With the " + name
		case pick(start, q.Inner.Start, q.Inner.End):
			return "Without the " + name
		}
	}
	return ""
}

func pickName(start bool) string {
	if start {
		return "opening mark"
	}
	return "closing mark"
}

// MoveEdge gives an annotation the spans that [Bench.Extent] shows, as one change.
func (b *Bench) MoveEdge(id annotate.ID, e Edge, off int, exact bool) {
	b.act(func() {
		spans, says := b.Extent(id, e, off, exact)
		if spans != nil && b.setSpans(id, spans) && says != "" {
			b.say("%s", says)
		}
	})
}

// setSpans gives an annotation other words, and reports whether it has them.
func (b *Bench) setSpans(id annotate.ID, spans []annotate.Span) bool {
	if slices.Equal(b.set.Get(id).Spans, spans) {
		return true
	}
	return b.edit(id, "Change its words", func(a *annotate.Annotation) *annotate.Annotation {
		c := a.Clone()
		c.Spans = spans
		if t := b.Schema().Type(c.Type); t != nil && t.Kind == annotate.KindQuote {
			b.describeQuote(t, c)
		}
		return c
	})
}

// stepEdge moves the start or the end of the current annotation by a word, or by a character: of the part
// that the caret is in, or else the outermost.
func (b *Bench) stepEdge(start bool, d int, character bool) {
	a, t := b.Current(), b.offsets()
	e := Edge{Start: start}
	if !start {
		e.Part = len(a.Spans) - 1
	}
	for i, s := range a.Spans {
		if s.Start <= b.caret && b.caret <= s.End {
			e.Part = i
		}
	}
	at := pick(start, a.Spans[e.Part].Start, a.Spans[e.Part].End)
	to := at
	switch {
	case character && d > 0:
		to = t.NextGrapheme(at)
		for to < len(b.doc.Text) && !start && strings.TrimSpace(b.doc.Text[at:to]) == "" {
			to = t.NextGrapheme(to) // the end goes over a space together with what follows
		}
	case character:
		to = t.PrevGrapheme(at)
		for to > 0 && start && strings.TrimSpace(b.doc.Text[to:at]) == "" {
			to = t.PrevGrapheme(to)
		}
	case d > 0:
		to = b.nextEdge(at, start)
	default:
		to = b.previousEdge(at, start)
	}
	if !character {
		to = b.leavingAWord(a.Spans[e.Part], start, to)
	}
	spans := b.moved(a.Spans, e, to)
	if slices.Equal(spans, a.Spans) {
		b.fail(errors.New("it cannot go further there"))
		return
	}
	if !b.setSpans(a.ID, spans) {
		return
	}
	b.collapse(b.set.Get(a.ID))
	at = edgeOf(a.Spans, spans, e)
	b.screen.Reveal(annotate.Span{Start: t.PrevGrapheme(at), End: at}, false)
	if b.Schema().Kind(a.Type) == annotate.KindQuote {
		if says := b.sayMark(at, start); says != "" {
			b.say("%s", says)
		}
	}
}

// leavingAWord returns the place nearest to to for an edge of a part that leaves it a whole word: its last one where its start
// moves, its first where its end does.
func (b *Bench) leavingAWord(part annotate.Span, start bool, to int) int {
	t := b.offsets()
	if start && to >= part.End {
		from, _, ok := t.WordAt(t.PrevGrapheme(part.End))
		return pick(ok, max(from, part.Start), part.Start)
	}
	if !start && to <= part.Start {
		_, end, ok := t.WordAt(part.Start)
		return pick(ok, min(end, part.End), part.End)
	}
	return to
}

// nextEdge returns the next place after at where an annotation would begin or end; a quotation mark has
// one on each side.
func (b *Bench) nextEdge(at int, start bool) int {
	t := b.offsets()
	best := len(b.doc.Text)
	for p := at; p < len(b.doc.Text); {
		next := t.NextWord(p)
		if from, to, ok := t.WordAt(pick(start, next, p)); ok && pick(start, from, to) > at {
			best = pick(start, from, to)
			break
		}
		if next <= p {
			break
		}
		if from, to, ok := t.WordAt(next); ok && pick(start, from, to) > at {
			best = pick(start, from, to)
			break
		}
		p = next
	}
	for _, p := range b.markEdges(at, best, start) {
		if p > at {
			best = min(best, p)
		}
	}
	return best
}

// previousEdge is nextEdge backwards.
func (b *Bench) previousEdge(at int, start bool) int {
	t := b.offsets()
	best := 0
	for p := at; p > 0; {
		p = t.PrevWord(p)
		if from, to, ok := t.WordAt(p); ok && pick(start, from, to) < at {
			best = pick(start, from, to)
			break
		}
	}
	for _, p := range b.markEdges(best, at, start) {
		if p < at {
			best = max(best, p)
		}
	}
	return best
}

// markEdges returns the places beside the quotation marks between two places.
func (b *Bench) markEdges(from, to int, start bool) []int {
	var at []int
	for _, p := range []int{from, to} {
		if q, ok := b.marks.At(b.doc.Text, p); ok {
			for _, x := range []int{pick(start, q.Outer.Start, q.Outer.End), pick(start, q.Inner.Start, q.Inner.End)} {
				if from <= x && x <= to {
					at = append(at, x)
				}
			}
		}
	}
	return at
}
