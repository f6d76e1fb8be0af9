package review

import (
	"slices"

	"quoth/annotate"
)

// Vote is what one annotator made of a part of the text, beside the others.
type Vote struct {
	Marked  bool // something there
	Differs bool // of a thing there, the annotator does not hold the opinion that most share, or none does
	Lacks   bool // others marked a thing there that the annotator left unmarked
	Open    bool // one of these differences is not settled
}

// Votes answer for any part of the text how each annotator voted there, and on what they differ, without
// looking at most of the rest.
type Votes struct {
	align    *Alignment
	disputes []Dispute
	first    []int // dispute of each object, and the number of all
	reach    []int // the objects are a binary tree in an array: the furthest end in the tree below each
}

// NewVotes gets the disputes of an alignment, as [Alignment.Disputes] lists them, ready to be asked about.
func NewVotes(a *Alignment, disputes []Dispute) *Votes {
	v := &Votes{align: a, disputes: disputes, first: make([]int, len(a.Objects)+1), reach: make([]int, len(a.Objects))}
	for _, d := range disputes {
		v.first[d.Object.number+1]++
	}
	for i := range a.Objects {
		v.first[i+1] += v.first[i]
	}
	v.measure(0, len(a.Objects))
	return v
}

func (v *Votes) measure(from, to int) int {
	if from >= to {
		return -1
	}
	m := int(uint(from+to) >> 1)
	v.reach[m] = max(v.align.Objects[m].hull.End, v.measure(from, m), v.measure(m+1, to))
	return v.reach[m]
}

// over calls fn for the objects whose hull shares a byte with a part of the text, in the order of the text,
// until it returns false.
func (v *Votes) over(from, to int, r annotate.Span, fn func(*Object) bool) bool {
	for from < to {
		m := int(uint(from+to) >> 1)
		if v.reach[m] <= r.Start {
			return true
		}
		if !v.over(from, m, r, fn) {
			return false
		}
		o := v.align.Objects[m]
		if o.hull.Start >= r.End {
			return true
		}
		if o.hull.End > r.Start && !fn(o) {
			return false
		}
		from = m + 1
	}
	return true
}

// mostOver is how many things over one part of the text are looked at.
const mostOver = 512

// In returns the votes of all annotators on a part of the text, in a list that is used again where it is long
// enough. Settled says of a dispute, by its number, that it needs no more looking at; nil where none is.
func (v *Votes) In(r annotate.Span, settled func(dispute int) bool, into []Vote) []Vote {
	into = slices.Grow(into[:0], v.align.sides)[:v.align.sides]
	clear(into)
	n := 0
	v.over(0, len(v.align.Objects), r, func(o *Object) bool {
		n++
		here := false
		for i, x := range o.Versions {
			if x != nil && touches(x.Spans, r) {
				into[i].Marked, here = true, true
			}
		}
		if here {
			for d := v.first[o.number]; d < v.first[o.number+1]; d++ {
				v.vote(&v.disputes[d], r, settled == nil || !settled(d), into)
			}
		}
		return n < mostOver
	})
	return into
}

// vote adds what a dispute says about a part of the text that its object reaches into.
func (v *Votes) vote(d *Dispute, r annotate.Span, open bool, into []Vote) {
	if d.What == Boundary && d.sameIn(r) {
		return
	}
	tie := len(d.Sides[0]) == len(d.Sides[1])
	for k, side := range d.Sides {
		for _, i := range side {
			vote := &into[i]
			switch {
			case d.Object.Versions[i] == nil:
				vote.Lacks = true
			case k > 0 || tie:
				vote.Differs = true
			default:
				continue
			}
			vote.Open = vote.Open || open
		}
	}
}

// sameIn reports whether all who marked the object marked the same of a part of the text.
func (d *Dispute) sameIn(r annotate.Span) bool {
	one := d.Object.Versions[d.Sides[0][0]].Spans
	for _, side := range d.Sides[1:] {
		if !alikeIn(one, d.Object.Versions[side[0]].Spans, r) {
			return false
		}
	}
	return true
}

// alikeIn reports whether two lists of spans hold the same bytes of a part of the text.
func alikeIn(a, b []annotate.Span, r annotate.Span) bool {
	in := func(spans []annotate.Span) (out []annotate.Span) {
		for _, s := range spans {
			if s = (annotate.Span{Start: max(s.Start, r.Start), End: min(s.End, r.End)}); s.Start < s.End {
				out = append(out, s)
			}
		}
		return out
	}
	return slices.Equal(in(a), in(b))
}

func touches(spans []annotate.Span, r annotate.Span) bool {
	return slices.ContainsFunc(spans, func(s annotate.Span) bool { return s.Start < r.End && s.End > r.Start })
}

// Over calls fn for the objects whose hull shares a byte with a part of the text, in the order of the text.
func (v *Votes) Over(r annotate.Span, fn func(*Object)) {
	n := 0
	v.over(0, len(v.align.Objects), r, func(o *Object) bool {
		n++
		fn(o)
		return n < mostOver
	})
}

// Disputed returns the numbers of the disputes over a part of the text in which an annotator's vote there
// shows, those over the fewest bytes first; of all annotators for -1.
func (v *Votes) Disputed(r annotate.Span, annotator int) []int {
	var out []int
	n := 0
	votes := make([]Vote, v.align.sides)
	v.over(0, len(v.align.Objects), r, func(o *Object) bool {
		n++
		if slices.ContainsFunc(o.Versions, func(x *annotate.Annotation) bool { return x != nil && touches(x.Spans, r) }) {
			for d := v.first[o.number]; d < v.first[o.number+1]; d++ {
				clear(votes)
				v.vote(&v.disputes[d], r, true, votes)
				if slices.ContainsFunc(votes, func(x Vote) bool { return x.Open }) && (annotator < 0 || votes[annotator].Open) {
					out = append(out, d)
				}
			}
		}
		return n < mostOver
	})
	slices.SortStableFunc(out, func(a, b int) int { return v.disputes[a].Object.hull.Len() - v.disputes[b].Object.hull.Len() })
	return out
}
