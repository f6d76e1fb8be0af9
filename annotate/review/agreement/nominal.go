package agreement

import (
	"maps"
	"slices"
)

// Missing is the label of a rater who did not rate an item.
const Missing = -1

// Ratings are the labels that raters gave to the items of one part of the data, such as a document. Only the
// sums are kept that the measures need, so that parts can be put together in any number ([Sum]).
type Ratings struct {
	rated  float64 // items with a label
	common float64 // items with two or more
	agree  float64 // over the common ones: the part of pairs of raters who agree
	values float64 // labels of the common ones
	differ float64 // Krippendorff's sum of differing pairs
	both   float64 // items that the first and the second rater labelled
	same   float64 // in the same way
	labels map[int]*uses
}

// uses is how often a label was given.
type uses struct {
	share         float64 // over all rated items: the part of the raters
	values        float64 // in the common ones
	first, second float64 // by the first and the second rater, where both gave one
}

// Add adds an item with one label of each rater, from 0, or [Missing].
func (r *Ratings) Add(labels ...int) { r.AddMany(1, labels...) }

// AddMany adds so many items that all have the same labels.
func (r *Ratings) AddMany(items float64, labels ...int) {
	n := 0.0
	for _, l := range labels {
		if l != Missing {
			n++
		}
	}
	if n == 0 || items == 0 {
		return
	}
	if r.labels == nil {
		r.labels = map[int]*uses{}
	}
	r.rated += items
	same := 0.0 // ordered pairs of raters with the same label
	for i, l := range labels {
		if l == Missing {
			continue
		}
		u := r.labels[l]
		if u == nil {
			u = &uses{}
			r.labels[l] = u
		}
		u.share += items / n
		if n < 2 {
			continue
		}
		u.values += items
		for j, k := range labels {
			if i != j && k == l {
				same++
			}
		}
	}
	if n >= 2 {
		r.common += items
		r.values += items * n
		r.agree += items * same / (n * (n - 1))
		r.differ += items * (n*(n-1) - same) / (n - 1)
	}
	if len(labels) >= 2 && labels[0] != Missing && labels[1] != Missing {
		r.both += items
		if labels[0] == labels[1] {
			r.same += items
		}
		r.labels[labels[0]].first += items
		r.labels[labels[1]].second += items
	}
}

// Totals are what the measures of labels are worked out from.
type Totals struct {
	Rated, Common float64 // items with a label, with two or more
	agree         float64
	values        float64
	differ        float64
	both, same    float64
	labels        float64 // how many were used
	shares        float64 // sums of squares over the labels
	squares       float64
	cross         float64 // sum over the labels of how often the first gave it times how often the second did
}

// Sum is many parts, ready to be put together in different numbers.
type Sum struct {
	parts  []sumPart
	global int // labels of several parts
}

type sumPart struct {
	Totals              // of the part alone; its squares are of labels that are in no other part
	global []globalUses // of labels that are in other parts, too
}

type globalUses struct {
	label int // from 0
	uses
}

// NewSum takes the parts over. A nil part is empty.
func NewSum(parts []*Ratings) *Sum {
	in := map[int]int{} // parts that use a label
	for _, r := range parts {
		if r != nil {
			for l := range r.labels {
				in[l]++
			}
		}
	}
	s := &Sum{parts: make([]sumPart, len(parts))}
	number := map[int]int{}
	for i, r := range parts {
		if r == nil {
			continue
		}
		p := &s.parts[i]
		p.Totals = Totals{Rated: r.rated, Common: r.common, agree: r.agree, values: r.values, differ: r.differ, both: r.both, same: r.same}
		for _, l := range slices.Sorted(maps.Keys(r.labels)) {
			u := *r.labels[l]
			if in[l] == 1 {
				p.labels++
				p.shares += u.share * u.share
				p.squares += u.values * u.values
				p.cross += u.first * u.second
				continue
			}
			n, known := number[l]
			if !known {
				n = len(number)
				number[l] = n
			}
			p.global = append(p.global, globalUses{n, u})
		}
	}
	s.global = len(number)
	return s
}

// Parts returns how many parts there are.
func (s *Sum) Parts() int { return len(s.parts) }

// Totals puts the parts together, each as often as times says; each once where times is nil.
func (s *Sum) Totals(times []int) Totals {
	var t Totals
	labels := make([]uses, s.global)
	for i := range s.parts {
		p := &s.parts[i]
		w := 1.0
		if times != nil {
			w = float64(times[i])
		}
		if w == 0 || p.Rated == 0 {
			continue
		}
		t.Rated += w * p.Rated
		t.Common += w * p.Common
		t.agree += w * p.agree
		t.values += w * p.values
		t.differ += w * p.differ
		t.both += w * p.both
		t.same += w * p.same
		t.labels += p.labels
		t.shares += w * w * p.shares
		t.squares += w * w * p.squares
		t.cross += w * w * p.cross
		for k := range p.global {
			g := &p.global[k]
			u := &labels[g.label]
			u.share += w * g.share
			u.values += w * g.values
			u.first += w * g.first
			u.second += w * g.second
		}
	}
	for i := range labels {
		if u := &labels[i]; u.share > 0 {
			t.labels++
			t.shares += u.share * u.share
			t.squares += u.values * u.values
			t.cross += u.first * u.second
		}
	}
	return t
}

// Observed returns the part of pairs of raters who agree, over the items that two or more rated.
func (t Totals) Observed() Value {
	if t.Common == 0 {
		return undefined(nothingBoth)
	}
	return defined(t.agree / t.Common)
}

// Cohen returns kappa of the first two raters, over the items that both rated.
//
// J. Cohen, “A coefficient of agreement for nominal scales”, Educational and Psychological Measurement 20,
// 1960.
func (t Totals) Cohen() Value {
	if t.both == 0 {
		return undefined(nothingBoth)
	}
	return chanceCorrected(t.same/t.both, t.cross/(t.both*t.both))
}

// Fleiss returns kappa of any number of raters, each of whom may leave items out.
//
// J. L. Fleiss, “Measuring nominal scale agreement among many raters”, Psychological Bulletin 76, 1971; for
// missing ratings as K. L. Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014, chapter 2.
func (t Totals) Fleiss() Value {
	if t.Common == 0 {
		return undefined(nothingBoth)
	}
	return chanceCorrected(t.agree/t.Common, t.shares/(t.Rated*t.Rated))
}

// AC1 returns Gwet's coefficient, which stays high where all agree and one label is much more frequent than
// the others.
//
// K. L. Gwet, “Computing inter-rater reliability and its variance in the presence of high agreement”, British
// Journal of Mathematical and Statistical Psychology 61, 2008.
func (t Totals) AC1() Value {
	switch {
	case t.Common == 0:
		return undefined(nothingBoth)
	case t.labels < 2:
		return undefined(oneLabel)
	}
	// The shares of all labels sum to 1, so the sum of p(1-p) is 1 less the sum of squares.
	return chanceCorrected(t.agree/t.Common, (1-t.shares/(t.Rated*t.Rated))/(t.labels-1))
}

// Alpha returns Krippendorff's alpha for labels without order.
//
// K. Krippendorff, “Computing Krippendorff's alpha-reliability”, 2011.
func (t Totals) Alpha() Value {
	if t.values == 0 {
		return undefined(nothingBoth)
	}
	expected := t.values*t.values - t.squares
	if expected < 1e-9 {
		return undefined(oneLabel)
	}
	return defined(1 - (t.values-1)*t.differ/expected)
}

// Merge adds the items of another part.
func (r *Ratings) Merge(o *Ratings) {
	r.rated += o.rated
	r.common += o.common
	r.agree += o.agree
	r.values += o.values
	r.differ += o.differ
	r.both += o.both
	r.same += o.same
	if r.labels == nil {
		r.labels = make(map[int]*uses, len(o.labels))
	}
	for l, v := range o.labels {
		u := r.labels[l]
		if u == nil {
			u = &uses{}
			r.labels[l] = u
		}
		u.share += v.share
		u.values += v.values
		u.first += v.first
		u.second += v.second
	}
}

// Items returns how many items have a label.
func (r *Ratings) Items() int { return int(r.rated) }
