package agreement

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"quoth/annotate/review/agreement/matching"
)

// Unit is a section with a category.
type Unit struct {
	Section
	Category int
}

// Dissimilarity says how far two units are apart. Alpha weighs the difference in place, Beta that in category.
// Empty is how far a unit is from none.
type Dissimilarity struct{ Alpha, Beta, Empty float64 }

// Combined is the dissimilarity that Mathet and others recommend.
var Combined = Dissimilarity{Alpha: 3, Beta: 1, Empty: 1}

// Between returns the dissimilarity of two units.
func (d Dissimilarity) Between(u, v Unit) float64 {
	return d.between(u, v, other)
}

// other is how far two categories are apart that have no more to do with each other than any two.
func other(a, b int) float64 {
	if a == b {
		return 0
	}
	return 1
}

func (d Dissimilarity) between(u, v Unit, category func(a, b int) float64) float64 {
	p := (math.Abs(float64(u.Start-v.Start)) + math.Abs(float64(u.End-v.End))) / (u.length() + v.length())
	return (d.Alpha*p*p + d.Beta*category(u.Category, v.Category)) * d.Empty
}

// Disorder is how far apart raters are in one continuum, and how far apart they would be by chance. It can be
// added up over continua.
type Disorder struct{ Observed, Expected float64 }

// Add adds another continuum.
func (d *Disorder) Add(e Disorder, times float64) {
	d.Observed += times * e.Observed
	d.Expected += times * e.Expected
}

// Gamma returns the measure: 1 where all raters have the same units, 0 where they agree as much as by chance.
func (d Disorder) Gamma() Value {
	if d.Expected <= 0 {
		return undefined(nothingFound)
	}
	return defined(1 - d.Observed/d.Expected)
}

// Aligned puts the units of raters into groups, at most one of each, so that the disorder is least, and returns
// the groups as indices into the units of each rater, -1 for none, and the disorder. For two raters no
// groups have less; for more, none were found by dealing each rater's units out anew.
//
// Y. Mathet, A. Widlöcher and J.-P. Métivier, “The unified and holistic method gamma (γ) for inter-annotator
// agreement measure and alignment”, Computational Linguistics 41, 2015.
func (d Dissimilarity) Aligned(raters [][]Unit) (groups [][]int, disorder float64) {
	return d.aligned(raters, other)
}

func (d Dissimilarity) aligned(raters [][]Unit, category func(a, b int) float64) (groups [][]int, disorder float64) {
	n := len(raters)
	pairs := float64(n*(n-1)) / 2
	if n < 2 {
		return nil, 0
	}
	type unit struct {
		Unit
		rater, index int
	}
	var all []unit
	for r, units := range raters {
		for i, u := range units {
			all = append(all, unit{u, r, i})
		}
	}
	if len(all) == 0 {
		return nil, 0
	}
	slices.SortFunc(all, func(a, b unit) int {
		return cmp.Or(a.Start+a.End-b.Start-b.End, a.Start-b.Start, a.Category-b.Category, a.rater-b.rater, a.index-b.index)
	})
	// A group of m units costs what its pairs do, and Empty for each pair with one that is lacking. Two groups
	// that become one save a whole group of nothing, and for each pair between them Empty less what it costs.
	t := matching.Things{
		Side:  make([]int, len(all)),
		Joint: pairs*d.Empty + 1e-7, // where both cost the same, fewer groups say it shorter
		Gain:  func(a, b int) (float64, bool) { return d.Empty - d.between(all[a].Unit, all[b].Unit, category), true },
	}
	longest := 0.0
	for i, u := range all {
		t.Side[i] = u.rater
		longest = max(longest, u.length())
	}
	// Beyond this a pair costs more than any group with it can save.
	most := pairs + 1
	reach := math.Inf(1)
	if d.Alpha > 0 {
		reach = math.Sqrt(most/d.Alpha) / 2
	}
	for i, u := range all {
		tried := 0
		for j := i + 1; j < len(all) && tried < near; j++ {
			v := all[j]
			// The middles, twice, are as far apart as the ends are at least.
			if middles := float64(v.Start + v.End - u.Start - u.End); middles > 2*reach*(u.length()+longest) {
				break
			}
			if u.rater != v.rater && d.between(u.Unit, v.Unit, category) <= most*d.Empty {
				t.Near = append(t.Near, [2]int{i, j})
				tried++
			}
		}
	}
	for _, g := range t.Match() {
		group := make([]int, n)
		for r := range group {
			group[r] = -1
		}
		cost := pairs * d.Empty
		for k, i := range g {
			group[all[i].rater] = all[i].index
			for _, j := range g[:k] {
				cost += d.between(all[i].Unit, all[j].Unit, category) - d.Empty
			}
		}
		groups = append(groups, group)
		disorder += cost / pairs
	}
	return groups, disorder / (float64(len(all)) / float64(n))
}

// near is how many of the units that follow one are tried with it. It bounds the work where units are stacked
// without end.
const near = 64

// Samples says how many continua are drawn for chance.
type Samples struct {
	Least     int     // so many at least; 30 where 0
	Most      int     // and at most; 300 where 0
	Precision float64 // until the mean is as exact as this, in parts of it, 95 times of 100; 0.02 where 0
	Seed      uint64
}

// Disordered returns the disorder of raters' units in a continuum of the length, from 0, and that of drawn
// continua: each rater's units are those of one of the raters, all shifted by one number and around the end,
// raters by numbers that are apart. The same seed draws the same. It is multiplied by the mean number of
// units of a rater, so that continua add up by what is in them.
func (d Dissimilarity) Disordered(length int, raters [][]Unit, s Samples) Disorder {
	n, units, words := len(raters), 0, 0
	for _, r := range raters {
		for _, u := range r {
			units++
			words += u.End - u.Start
		}
	}
	if n < 2 || units == 0 || length <= 0 {
		return Disorder{}
	}
	least, most, precision := cmp.Or(s.Least, 30), cmp.Or(s.Most, 300), cmp.Or(s.Precision, 0.02)
	random := rand.New(rand.NewPCG(s.Seed, uint64(units)))
	_, observed := d.Aligned(raters)
	apart := float64(words) / float64(units) / 2
	var sum, squares float64
	drawn := 0
	for want := least; drawn < want; drawn++ {
		_, x := d.Aligned(shuffled(random, length, raters, apart))
		sum += x
		squares += x * x
		if drawn+1 == least {
			mean := sum / float64(least)
			spread := math.Sqrt(max(0, squares/float64(least)-mean*mean))
			need := spread / mean * 1.96 / precision
			want = min(most, max(least, int(math.Ceil(need*need))))
		}
	}
	each := float64(units) / float64(n)
	return Disorder{observed * each, sum / float64(drawn) * each}
}

// shuffled draws a continuum. At least one rater has units in it.
func shuffled(random *rand.Rand, length int, raters [][]Unit, apart float64) [][]Unit {
	for {
		out := make([][]Unit, len(raters))
		var by []int
		some := false
		for i := range out {
			shift := random.IntN(length)
			for try := 0; try < 100 && slices.ContainsFunc(by, func(x int) bool { return math.Abs(float64(x-shift)) < apart }); try++ {
				shift = random.IntN(length)
			}
			by = append(by, shift)
			for _, u := range raters[random.IntN(len(raters))] {
				move := shift
				if u.Start+shift > length {
					move -= length
				}
				out[i] = append(out[i], Unit{Section{u.Start + move, u.End + move}, u.Category})
				some = true
			}
		}
		if some {
			return out
		}
	}
}
