package agreement

import (
	"cmp"
	"slices"
)

// Section is a half-open range [Start, End) of a continuum: characters of a text, seconds of a film.
type Section struct{ Start, End int }

func (s Section) length() float64 { return float64(s.End - s.Start) }

// Unitizing is how far raters differ, and would by chance, in where in a continuum they see sections of one
// category. It can be added up over categories and continua.
type Unitizing struct{ Observed, Expected float64 }

// Add adds another continuum or category.
func (u *Unitizing) Add(v Unitizing, times float64) {
	u.Observed += times * v.Observed
	u.Expected += times * v.Expected
}

// Alpha returns Krippendorff's alpha for unitizing.
func (u Unitizing) Alpha() Value {
	if u.Expected <= 0 {
		return undefined(nothingFound)
	}
	return defined(1 - u.Observed/u.Expected)
}

// Unitized compares the sections of one category that raters see in a continuum of the length, from 0.
// Sections of one rater that overlap are taken for one; those that touch are two. Disagreements are multiplied by the square of
// the length, so that continua of different lengths add up; for one continuum that changes nothing.
//
// K. Krippendorff, “On the reliability of unitizing contiguous data”, Sociological Methodology 25, 1995;
// “Measuring the reliability of qualitative text analysis data”, Quality and Quantity 38, 2004.
func Unitized(length int, raters [][]Section) Unitizing {
	whole := make([][]Section, len(raters))
	for i, r := range raters {
		whole[i] = joined(length, r)
	}
	var u Unitizing
	r, l := float64(len(raters)), float64(length)
	if length == 0 || r < 2 {
		return u
	}
	for i := range whole {
		for j := range i {
			u.Observed += apart(whole[i], whole[j])
		}
	}
	u.Observed *= 2 / (r * (r - 1))
	u.Expected = byChance(l, r, whole) * l * l
	return u
}

// joined returns sections in order, those that overlap as one, cut to the continuum.
func joined(length int, sections []Section) []Section {
	s := slices.Clone(sections)
	slices.SortFunc(s, func(a, b Section) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	out := s[:0]
	for _, x := range s {
		x = Section{max(0, x.Start), min(length, x.End)}
		switch n := len(out); {
		case x.Start >= x.End:
		case n > 0 && x.Start < out[n-1].End:
			out[n-1].End = max(out[n-1].End, x.End)
		default:
			out = append(out, x)
		}
	}
	return out
}

// apart adds up how far the sections of two raters differ: for two that overlap the squares of how far their
// ends are apart, for one that meets nothing the square of its length.
func apart(a, b []Section) float64 {
	sum := 0.0
	alone := func(x Section, others []Section, from int) int {
		for from < len(others) && others[from].End <= x.Start {
			from++
		}
		if from == len(others) || others[from].Start >= x.End {
			sum += x.length() * x.length()
		}
		return from
	}
	from := 0
	for _, x := range a {
		from = alone(x, b, from)
		for k := from; k < len(b) && b[k].Start < x.End; k++ {
			s, e := float64(x.Start-b[k].Start), float64(x.End-b[k].End)
			sum += s*s + e*e
		}
	}
	from = 0
	for _, y := range b {
		from = alone(y, a, from)
	}
	return sum
}

// byChance is how far two raters would differ if the sections were put anywhere.
func byChance(length, raters float64, sections [][]Section) float64 {
	var gaps, units []float64
	for _, r := range sections {
		at := 0
		for _, x := range r {
			if x.Start > at {
				gaps = append(gaps, float64(x.Start-at))
			}
			units = append(units, x.length())
			at = x.End
		}
		if float64(at) < length {
			gaps = append(gaps, length-float64(at))
		}
	}
	if len(units) == 0 {
		return 0
	}
	// The largest first, so that the gaps that hold a section are the first ones: their number and sum.
	slices.SortFunc(gaps, func(a, b float64) int { return cmp.Compare(b, a) })
	slices.Sort(units)
	held := make([]float64, len(gaps)+1)
	for i, g := range gaps {
		held[i+1] = held[i] + g
	}
	fit := len(gaps)
	sum, pairs := 0.0, raters*length*(raters*length-1)
	for _, l := range units {
		for fit > 0 && gaps[fit-1] < l {
			fit--
		}
		sum += (float64(len(units))-1)/3*(2*l*l*l-3*l*l+l) + l*l*(held[fit]-float64(fit)*(l-1))
		pairs -= l * (l - 1)
	}
	if pairs <= 0 {
		return 0
	}
	return 2 / length * sum / pairs
}
