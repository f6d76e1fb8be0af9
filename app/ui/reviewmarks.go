//go:build !headless

package ui

import (
	"cmp"
	"slices"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/ui/article"
)

// reviewMarks are the marks of gold during a review and, hollow, what others marked and nobody has decided about:
// of each thing the version on which most agree.
type reviewMarks struct {
	setMarks
	*voters
}

// likely returns the version of an object that is shown, and whose it is; nil where it is decided about.
func (m reviewMarks) likely(o *review.Object) *annotate.Annotation {
	v, known := m.voters.likely[o]
	if !known {
		v = m.choose(o)
		m.voters.likely[o] = v
	}
	if v.ann == nil || m.set.Decision(m.cases.Annotators()[v.side], v.ann.ID) != nil {
		return nil
	}
	return v.ann
}

// version is what an annotator made of something.
type version struct {
	ann  *annotate.Annotation
	side int
}

// choose returns the version of an object of the annotator whose version of its case is the likeliest, else of the
// first who marked it.
func (v *voters) choose(o *review.Object) version {
	first := slices.IndexFunc(o.Versions, func(x *annotate.Annotation) bool { return x != nil })
	if first < 0 {
		return version{}
	}
	for _, c := range v.cases.About(v.cases.Annotators()[first], o.Versions[first].ID) {
		if side := likeliest(v.cases, c); side >= 0 && o.Versions[side] != nil {
			return version{o.Versions[side], side}
		}
	}
	return version{o.Versions[first], first}
}

// In is part of [article.Marks].
func (m reviewMarks) In(start, end int, fn func(*article.Mark)) {
	if m.set == nil {
		return
	}
	var all []article.Mark
	m.setMarks.In(start, end, func(x *article.Mark) { all = append(all, *x) })
	r := annotate.Span{Start: start, End: end}
	m.index.Over(r, func(o *review.Object) {
		if a := m.likely(o); a != nil && annotate.Overlap(a.Spans, []annotate.Span{r}) {
			one := m.hollow(a)
			one.Differs = m.disputed[o]
			all = append(all, one)
		}
	})
	slices.SortStableFunc(all, func(x, y article.Mark) int {
		a, b := annotate.Hull(x.Spans), annotate.Hull(y.Spans)
		return cmp.Or(a.Start-b.Start, b.End-a.End)
	})
	for i := range all {
		fn(&all[i])
	}
}

func (m reviewMarks) hollow(a *annotate.Annotation) article.Mark {
	one := m.inks.mark(a, m.set.Document.Text)
	one.Proposal = true
	return one
}

// Gaps is part of [article.Marks].
func (m reviewMarks) Gaps(start, end int, fn func(gap annotate.Span, m *article.Mark)) {
	m.setMarks.Gaps(start, end, fn)
	m.index.Over(annotate.Span{Start: start, End: end}, func(o *review.Object) {
		a := m.likely(o)
		if a == nil {
			return
		}
		for i := 1; i < len(a.Spans); i++ {
			if gap := (annotate.Span{Start: a.Spans[i-1].End, End: a.Spans[i].Start}); gap.Start < end && gap.End > start && gap.Start < gap.End {
				one := m.hollow(a)
				fn(gap, &one)
			}
		}
	})
}

// Mark is part of [article.Marks].
func (m reviewMarks) Mark(id annotate.ID) *article.Mark {
	if one := m.setMarks.Mark(id); one != nil {
		return one
	}
	if a, _ := m.find(id); a != nil {
		one := m.hollow(a)
		return &one
	}
	return nil
}

// find returns what an annotator marked under an identity, and their set.
func (v *voters) find(id annotate.ID) (*annotate.Annotation, *annotate.Set) {
	for _, s := range v.review.Sets() {
		if a := s.Get(id); a != nil {
			return a, s
		}
	}
	return nil, nil
}

// caseOf returns the case that an annotation of gold's or of an annotator's is of, or nil.
func (v *voters) caseOf(gold *annotate.Set, id annotate.ID) *review.Case {
	about := func(who annotate.AnnotatorID, id annotate.ID) *review.Case {
		for _, c := range v.cases.About(who, id) {
			if v.review.Status(c) != review.Covered {
				return c
			}
		}
		return nil
	}
	if a, set := v.find(id); a != nil {
		return about(set.Annotator, id)
	}
	for _, d := range gold.ResultOf(id) {
		if c := about(d.Annotator, d.About); c != nil {
			return c
		}
	}
	return nil
}
