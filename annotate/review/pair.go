package review

import (
	"encoding/binary"
	"slices"
	"strings"

	"quoth/annotate"
)

// pairing puts the annotations of two sides into pairs, each at most once.
type pairing struct {
	all [2][]*annotate.Annotation
	of  [2]map[annotate.ID]*annotate.Annotation // the counterpart, on the other side, of one of this side
}

func newPairing(a, b []*annotate.Annotation) *pairing {
	p := &pairing{all: [2][]*annotate.Annotation{a, b}}
	for side := range p.of {
		p.of[side] = make(map[annotate.ID]*annotate.Annotation, min(len(a), len(b)))
	}
	return p
}

func (p *pairing) free(side int, x *annotate.Annotation) bool { return p.of[side][x.ID] == nil }

func (p *pairing) join(a, b *annotate.Annotation) { p.of[0][a.ID], p.of[1][b.ID] = b, a }

// same pairs what is free and has the same key. Where several have, they are taken in the order of their
// types, then of their identities, so that the order of the sides does not matter.
func (p *pairing) same(key func(*annotate.Annotation) string) {
	byKey := map[string][]*annotate.Annotation{}
	for _, y := range p.all[1] {
		if p.free(1, y) {
			k := key(y)
			byKey[k] = append(byKey[k], y)
		}
	}
	mine := map[string][]*annotate.Annotation{}
	for _, x := range p.all[0] {
		if p.free(0, x) {
			if k := key(x); byKey[k] != nil {
				mine[k] = append(mine[k], x)
			}
		}
	}
	for k, xs := range mine {
		ys := byKey[k]
		slices.SortFunc(xs, byTypeAndID)
		slices.SortFunc(ys, byTypeAndID)
		for i := range min(len(xs), len(ys)) {
			p.join(xs[i], ys[i])
		}
	}
}

func byTypeAndID(x, y *annotate.Annotation) int {
	if d := strings.Compare(x.Type, y.Type); d != 0 {
		return d
	}
	return strings.Compare(string(x.ID), string(y.ID))
}

// words is a key of the exact words of an annotation.
func words(a *annotate.Annotation) string {
	buf := make([]byte, 0, 8*len(a.Spans))
	for _, s := range a.Spans {
		buf = binary.AppendUvarint(buf, uint64(s.Start))
		buf = binary.AppendUvarint(buf, uint64(s.End))
	}
	return string(buf)
}

// mostNear is how many annotations of one type that lie over one another on one side are looked at for a
// counterpart on the other: those that began last. It bounds the work for sets that nest without end.
const mostNear = 16

// candidate is a pair that could be.
type candidate struct {
	a, b          *annotate.Annotation
	shared, whole int // bytes that both mark, and that either does
}

// overlapping pairs what is free, of the same type and overlaps: those first that agree most.
func (p *pairing) overlapping() {
	type begun struct {
		ann  *annotate.Annotation
		side int
	}
	byType := map[string][]begun{}
	for side, all := range p.all {
		for _, x := range all {
			if p.free(side, x) {
				byType[x.Type] = append(byType[x.Type], begun{x, side})
			}
		}
	}
	var found []candidate
	for _, all := range byType {
		slices.SortFunc(all, func(x, y begun) int { return byPlace(x.ann, y.ann) })
		var open [2][]*annotate.Annotation // may still overlap what comes, the last begun at the end
		for _, now := range all {
			other := 1 - now.side
			start := now.ann.Hull().Start
			for side := range open {
				open[side] = slices.DeleteFunc(open[side], func(o *annotate.Annotation) bool { return o.Hull().End <= start })
			}
			for _, o := range open[other] {
				pair := [2]*annotate.Annotation{}
				pair[now.side], pair[other] = now.ann, o
				if n := shared(pair[0].Spans, pair[1].Spans); n > 0 {
					found = append(found, candidate{pair[0], pair[1], n, size(pair[0].Spans) + size(pair[1].Spans) - n})
				}
			}
			open[now.side] = append(open[now.side], now.ann)
			if mine := open[now.side]; len(mine) > mostNear {
				open[now.side] = mine[len(mine)-mostNear:]
			}
		}
	}
	slices.SortFunc(found, func(x, y candidate) int {
		if d := y.shared*x.whole - x.shared*y.whole; d != 0 {
			return d
		}
		if d := byPlace(x.first(), y.first()); d != 0 {
			return d
		}
		return byPlace(x.second(), y.second())
	})
	for _, c := range found {
		if p.free(0, c.a) && p.free(1, c.b) {
			p.join(c.a, c.b)
		}
	}
}

// first and second are the two of a pair by place, so that the order of the sides does not matter.
func (c candidate) first() *annotate.Annotation {
	if byPlace(c.a, c.b) <= 0 {
		return c.a
	}
	return c.b
}

func (c candidate) second() *annotate.Annotation {
	if byPlace(c.a, c.b) <= 0 {
		return c.b
	}
	return c.a
}

// byPlace orders by beginning, the longer first, then by identity.
func byPlace(x, y *annotate.Annotation) int {
	p, q := x.Hull(), y.Hull()
	switch {
	case p.Start != q.Start:
		return p.Start - q.Start
	case p.End != q.End:
		return q.End - p.End
	}
	return strings.Compare(string(x.ID), string(y.ID))
}

// shared counts the bytes that both lists of spans hold. Each is ascending and disjoint.
func shared(a, b []annotate.Span) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		n += max(0, min(a[i].End, b[j].End)-max(a[i].Start, b[j].Start))
		if a[i].End <= b[j].End {
			i++
		} else {
			j++
		}
	}
	return n
}

func size(spans []annotate.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}
