package annotate

import "slices"

// Span is a half-open range [Start, End) of a document's text, in bytes.
type Span struct{ Start, End int }

// Len returns the number of bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether every byte of o is in s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Hull returns the smallest span around all spans; the zero span where there are none.
func Hull(spans []Span) Span {
	if len(spans) == 0 {
		return Span{}
	}
	return Span{spans[0].Start, spans[len(spans)-1].End}
}

// Overlap reports whether any span of a shares a byte with any of b. Both are ascending and disjoint.
func Overlap(a, b []Span) bool {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i].Overlaps(b[j]) {
			return true
		}
		if a[i].End <= b[j].Start {
			i++
		} else {
			j++
		}
	}
	return false
}

// Covers reports whether every span of b lies within one span of a. Both are ascending and disjoint.
func Covers(a, b []Span) bool {
	i := 0
	for _, s := range b {
		for i < len(a) && a[i].End < s.End {
			i++
		}
		if i == len(a) || !a[i].Contains(s) {
			return false
		}
	}
	return true
}

// compareSpans orders by start, then the longer first, then fragment by fragment.
func compareSpans(a, b []Span) int {
	ha, hb := Hull(a), Hull(b)
	if ha.Start != hb.Start {
		return ha.Start - hb.Start
	}
	if ha.End != hb.End {
		return hb.End - ha.End
	}
	return slices.CompareFunc(a, b, func(x, y Span) int {
		if x.Start != y.Start {
			return x.Start - y.Start
		}
		return x.End - y.End
	})
}
