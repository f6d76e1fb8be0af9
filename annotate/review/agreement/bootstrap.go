package agreement

import (
	"math/rand/v2"
	"slices"
)

// fewest is from how many parts on drawing them anew says something.
const fewest = 5

// Bootstrap draws parts of the data anew, with replacement, so often, and returns for each of several
// measures the interval in which 95 of 100 of them lie. Measure works out the measures of the data in which
// each part is as often as times says. The same seed gives the same intervals. Draws for which a measure is
// undefined are left out of it; with fewer than five parts, or where most draws are left out, its interval is
// undefined.
//
// B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13 (percentile intervals).
func Bootstrap(parts, measures, draws int, seed uint64, measure func(times []int) []Value) (low, high []Value) {
	low, high = make([]Value, measures), make([]Value, measures)
	got := make([][]float64, measures)
	if parts >= fewest {
		random := rand.New(rand.NewPCG(seed, uint64(parts)))
		times := make([]int, parts)
		for range draws {
			clear(times)
			for range parts {
				times[random.IntN(parts)]++
			}
			for i, v := range measure(times) {
				if v.Defined() {
					got[i] = append(got[i], v.V)
				}
			}
		}
	}
	for i, g := range got {
		if len(g) == 0 || 2*len(g) < draws {
			low[i], high[i] = undefined(tooFew), undefined(tooFew)
			continue
		}
		slices.Sort(g)
		low[i], high[i] = defined(quantile(g, 0.025)), defined(quantile(g, 0.975))
	}
	return low, high
}

// quantile returns the value below which the part q of the sorted values lies, between two of them where it
// falls there.
func quantile(sorted []float64, q float64) float64 {
	at := q * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	f := at - float64(i)
	return sorted[i]*(1-f) + sorted[i+1]*f
}
