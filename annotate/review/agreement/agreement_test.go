package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

const x = Missing

// totals are those of items given one row a rater.
func totals(raters ...[]int) Totals {
	var r Ratings
	for i := range raters[0] {
		var item []int
		for _, labels := range raters {
			item = append(item, labels[i])
		}
		r.Add(item...)
	}
	return NewSum([]*Ratings{&r}).Totals(nil)
}

// crossed are those of two raters given as a table: row is the first one's label, column the second one's.
func crossed(table ...[]int) Totals {
	var r Ratings
	for i, row := range table {
		for j, n := range row {
			for range n {
				r.Add(i, j)
			}
		}
	}
	return NewSum([]*Ratings{&r}).Totals(nil)
}

// counted are those of items given one row an item: how many raters gave each label.
func counted(items ...[]int) Totals {
	var r Ratings
	for _, row := range items {
		var item []int
		for label, n := range row {
			item = append(item, slices.Repeat([]int{label}, n)...)
		}
		r.Add(item...)
	}
	return NewSum([]*Ratings{&r}).Totals(nil)
}

// Observers A to D of K. Krippendorff, “Computing Krippendorff's alpha-reliability”, 2011, section C.
var krippendorff2011 = [][]int{
	{1, 2, 3, 3, 2, 1, 4, 1, 2, x, x, x},
	{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, x, 3},
	{x, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, x},
	{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, x},
}

// The data of nltk's test_advanced and of irrCAC's cac.raw4raters: the single rating of item 12 is another
// observer's, which does not count.
var raw4raters = [][]int{
	{1, 2, 3, 3, 2, 1, 4, 1, 2, x, x, x},
	{1, 2, 3, 3, 2, 2, 4, 1, 2, 5, x, x},
	{x, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3},
	{1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, x},
}

// Psychiatric diagnoses of 30 patients: table 1 of J. L. Fleiss, 1971. The first 15 are what irrCAC calls
// distrib.6raters.
var fleiss1971 = [][]int{
	{0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0}, {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2},
	{2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6}, {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1},
	{0, 0, 5, 0, 1}, {3, 0, 0, 1, 2}, {5, 1, 0, 0, 0}, {0, 2, 0, 4, 0}, {1, 0, 2, 0, 3}, {0, 0, 0, 0, 6}, {0, 1, 0, 5, 0}, {0, 2, 0, 1, 3},
	{2, 0, 0, 4, 0}, {1, 0, 0, 4, 1}, {0, 5, 0, 1, 0}, {4, 0, 0, 0, 2}, {0, 2, 0, 4, 0}, {1, 0, 5, 0, 0}, {0, 0, 0, 0, 6},
}

func TestPublishedFigures(t *testing.T) {
	raw, six := totals(raw4raters...), counted(fleiss1971[:15]...)
	abstractors := crossed([]int{13, 0, 0}, []int{0, 20, 7}, []int{0, 4, 56})
	dialogue := crossed([]int{46, 0, 0}, []int{6, 32, 6}, []int{0, 0, 10})
	cohen37 := crossed([]int{25, 12, 3}, []int{13, 2, 15}, []int{12, 16, 2})
	cohen45 := crossed([]int{88, 14, 18}, []int{10, 40, 10}, []int{2, 6, 12})
	skewed := crossed([]int{118, 5}, []int{2, 0})
	fourteen := counted([]int{0, 0, 0, 0, 14}, []int{0, 2, 6, 4, 2}, []int{0, 0, 3, 5, 6}, []int{0, 3, 9, 2, 0}, []int{2, 2, 8, 1, 1},
		[]int{7, 7, 0, 0, 0}, []int{3, 2, 6, 3, 0}, []int{2, 5, 3, 2, 2}, []int{6, 5, 2, 1, 0}, []int{0, 2, 2, 3, 7})
	for _, c := range []struct {
		source string
		got    Value
		want   float64
		digits int
	}{
		{"Krippendorff 2011, alpha", totals(krippendorff2011...).Alpha(), 0.743, 3},
		{"nltk test_easy, alpha", totals([]int{1, 1, x}, []int{0, 0, x}, []int{0, x, 0}).Alpha(), -1.0 / 3, 9},
		{"nltk test_easy2, alpha", totals([]int{1, 1}, []int{0, 0}, []int{0, x}).Alpha(), -1.0 / 3, 9},
		{"nltk test_easy3, alpha", totals([]int{1, 2}, []int{1, 2}).Alpha(), 1, 9},
		{"nltk test_advanced, alpha", raw.Alpha(), 0.743421052632, 12},
		{"nltk missing counted as a label, alpha", totals([]int{1, 1, 2}, []int{1, 1, 0}, []int{0, 1, 2}).Alpha(), 1.0 / 3, 9},
		{"nltk missing left out, alpha", totals([]int{1, 1, 2}, []int{1, 1, x}, []int{x, 1, 2}).Alpha(), 1, 9},
		{"three coders of Wikipedia, alpha", totals(
			[]int{x, x, x, x, x, 3, 4, 1, 2, 1, 1, 3, 3, x, 3},
			[]int{1, x, 2, 1, 3, 3, 4, 3, x, x, x, x, x, x, x},
			[]int{x, x, 2, 1, 3, 4, 4, x, 2, 1, 1, 3, 3, x, 4}).Alpha(), 0.691, 3},

		{"Krippendorff 1980, two observers", totals([]int{0, 1, 0, 0, 0, 0, 0, 0, 1, 0}, []int{0, 1, 1, 0, 0, 1, 0, 1, 0, 0}).Alpha(), 0.095, 3},
		{"Krippendorff 1980, three observers", totals([]int{1, 1, 2, 4, 1, 2, 1, 3, 2}, []int{1, 2, 2, 4, 4, 2, 2, 3, 2}, []int{1, 2, 2, 4, 4, 2, 3, 3, 2}).Alpha(), 0.642, 3},

		{"Cohen 1960, page 37, observed", cohen37.Observed(), 0.29, 9},
		{"Cohen 1960, page 37, AC1 of DKPro Statistics", cohen37.AC1(), -0.0480, 4},
		{"Cohen 1960, page 45, observed", cohen45.Observed(), 0.70, 9},
		{"Cohen 1960, page 45, kappa", cohen45.Cohen(), 0.492, 3},
		{"Cohen 1960, page 45, AC1 of DKPro Statistics", cohen45.AC1(), 0.5760, 4},
		{"Artstein and Poesio 2008, observed", dialogue.Observed(), 0.88, 9},
		{"Artstein and Poesio 2008, kappa", dialogue.Cohen(), 0.8013, 4},
		{"nltk doctest on their example, pi, which is Fleiss' kappa of two", dialogue.Fleiss(), 0.79953224189776151, 12},
		{"Cohen's kappa of a table of two by two", crossed([]int{20, 5}, []int{10, 15}).Cohen(), 0.4, 9},
		{"Fleiss 1971, observed", counted(fleiss1971...).Observed(), 0.5556, 3},
		{"Fleiss 1971, kappa", counted(fleiss1971...).Fleiss(), 0.430, 3},
		{"Fleiss' kappa of fourteen raters", fourteen.Fleiss(), 0.210, 3},

		{"Gwet 2002, kappa", skewed.Cohen(), -0.0234, 4},
		{"Gwet 2002, AC1", skewed.AC1(), 0.9408, 4},
		{"irrCAC cont3x3abstractors, Cohen", abstractors.Cohen(), 0.7964094, 7},
		{"irrCAC cont3x3abstractors, Scott, which is Fleiss' kappa of two", abstractors.Fleiss(), 0.7962397, 7},
		{"irrCAC cont3x3abstractors, AC1", abstractors.AC1(), 0.8493305, 7},
		{"irrCAC cont3x3abstractors, alpha", abstractors.Alpha(), 0.7972585, 7},
		{"irrCAC distrib.6raters, AC1", six.AC1(), 0.4448007, 7},
		{"irrCAC distrib.6raters, Fleiss", six.Fleiss(), 0.4139265, 7},
		{"irrCAC distrib.6raters, alpha", six.Alpha(), 0.4204384, 7},
		{"irrCAC cac.raw4raters, observed", raw.Observed(), 0.8181818, 7},
		{"irrCAC cac.raw4raters, AC1", raw.AC1(), 0.77544, 5},
		{"irrCAC cac.raw4raters, Fleiss", raw.Fleiss(), 0.76117, 5},
		{"irrCAC cac.raw4raters, alpha", raw.Alpha(), 0.74342, 5},
	} {
		closeTo(t, c.source, c.got, c.want, c.digits)
	}
}

func closeTo(t testing.TB, what string, got Value, want float64, digits int) {
	t.Helper()
	if !got.Defined() || math.Abs(got.V-want) > 0.5000001*math.Pow10(-digits) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// The example of Krippendorff 2004, with the figures that DKPro Statistics has for it.
func TestPublishedFiguresOfUnitizing(t *testing.T) {
	c := Unitized(300, [][]Section{{{75, 145}, {220, 250}}, {{70, 150}, {205, 225}, {250, 270}}})
	k := Unitized(300, [][]Section{{{30, 90}, {150, 200}}, {{150, 200}, {30, 90}}})
	both := c
	both.Add(k, 1)
	const square = 300 * 300
	closeTo(t, "observed, c", defined(c.Observed/square), 0.0144, 4)
	closeTo(t, "expected, c", defined(c.Expected/square), 0.0532, 4)
	closeTo(t, "alpha, c, to within what the parts are rounded to", c.Alpha(), 0.7285, 3)
	closeTo(t, "observed, k", defined(k.Observed/square), 0, 4)
	closeTo(t, "expected, k", defined(k.Expected/square), 0.0490, 4)
	closeTo(t, "alpha, k", k.Alpha(), 1, 9)
	closeTo(t, "alpha of both categories", both.Alpha(), 0.8587, 4)
}

// The examples of Krippendorff 1995, page 57: continua of 24, with the figures that DKPro Statistics has. Those
// of chance are of the continuum stretched without end, and the original's are a little off.
func TestPublishedFiguresOfUnitizingContiguousData(t *testing.T) {
	const stretch = 50_000
	for name, c := range map[string]struct {
		raters                    [][]Section
		observed, expected, alpha float64
	}{
		"A": {[][]Section{{{2, 10}, {14, 20}}, {{4, 8}, {15, 17}}}, 0.03125, 0.06990, 0.553},
		"B": {[][]Section{{{0, 18}}, {{0, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}, {6, 9}, {9, 10}}}, 2.26736, 1.17731, -0.926},
		"C": {[][]Section{{{2, 8}, {10, 12}, {14, 18}, {20, 22}}, {{0, 2}, {4, 8}, {10, 14}, {16, 18}, {20, 22}}}, 0.02777, 0.08642, 0.679},
		"D": {[][]Section{{{0, 2}, {2, 10}, {10, 14}, {14, 20}, {20, 24}}, {{0, 4}, {4, 8}, {8, 15}, {15, 17}, {17, 24}}}, 0.38715, 0.41445, 0.066},
	} {
		u := Unitized(24, c.raters)
		if o := u.Observed / (24 * 24); math.Abs(o-c.observed) > 1e-5 {
			t.Errorf("%s: observed %v, want %v", name, o, c.observed)
		}
		long := make([][]Section, 2)
		for i, r := range c.raters {
			for _, x := range r {
				long[i] = append(long[i], Section{x.Start * stretch, x.End * stretch})
			}
		}
		u = Unitized(24*stretch, long)
		if e := u.Expected / (24 * 24 * stretch * stretch); math.Abs(e-c.expected) > 0.005 || math.Abs(u.Alpha().V-c.alpha) > 0.02 {
			t.Errorf("%s: expected %v, want %v; alpha %v, want %v", name, e, c.expected, u.Alpha().V, c.alpha)
		}
	}
}

// F1 is what kappa comes to where more and more of what neither marked is counted (Hripcsak and Rothschild 2005).
func TestKappaComesToF1WhereNothingIsCounted(t *testing.T) {
	f := Found{Both: 30, First: 40, Second: 36}
	closeTo(t, "F1", f.F1(), 60.0/76, 9)
	last := 1.0
	for _, nothing := range []int{100, 10_000, 1_000_000} {
		var r Ratings
		r.AddMany(30, 1, 1)
		r.AddMany(10, 1, 0)
		r.AddMany(6, 0, 1)
		r.AddMany(float64(nothing), 0, 0)
		gap := math.Abs(NewSum([]*Ratings{&r}).Totals(nil).Cohen().V - f.F1().V)
		if gap >= last {
			t.Errorf("with %d nothings kappa is %v away from F1, before %v", nothing, gap, last)
		}
		last = gap
	}
	if last > 1e-4 {
		t.Errorf("kappa stays %v away from F1", last)
	}
}

func units(of ...int) (out []Unit) {
	for i := 0; i < len(of); i += 3 {
		out = append(out, Unit{Section{of[i+1], of[i+2]}, of[i]})
	}
	return out
}

// Three annotators of a text of 60: the example of the authors' program, with pygamma-agreement's figures.
var alexPaulSuzan = [][]Unit{
	units(1, 2, 9, 2, 11, 17, 5, 24, 30, 6, 32, 36, 6, 36, 44, 7, 44, 60),
	units(1, 2, 9, 3, 11, 17, 5, 19, 25, 6, 32, 44),
	units(1, 2, 9, 4, 11, 17, 5, 21, 27, 6, 32, 36, 6, 36, 40, 6, 40, 44),
}

func TestPublishedFiguresOfGamma(t *testing.T) {
	groups, disorder := Combined.Aligned(alexPaulSuzan)
	if len(groups) != 6 || math.Abs(disorder-0.96) > 0.01 {
		t.Errorf("%d groups with a disorder of %v: %v", len(groups), disorder, groups)
	}
	g := Combined.Disordered(60, alexPaulSuzan, Samples{Precision: 0.01, Most: 3000}).Gamma()
	if g.V < 0.44 || g.V > 0.47 {
		t.Errorf("gamma is %v", g)
	}

	// The alignment of pygamma-agreement's test_best_alignment, with its matrix of categories.
	const carol, bob, alice, jeremy = 0, 1, 2, 3
	alphabetical := [4]int{alice: 0, bob: 1, carol: 2, jeremy: 3}
	rows := [4][4]float64{{0, .5, .3, .7}, {.5, 0, .6, .4}, {.3, .6, 0, .7}, {.7, .4, .7, 0}}
	d := Dissimilarity{Alpha: 3, Beta: 1, Empty: 0.5}
	_, disorder = d.aligned([][]Unit{
		units(carol, 1, 5, bob, 6, 8, carol, 12, 18, alice, 7, 20),
		units(carol, 2, 6, bob, 7, 8, alice, 12, 18, alice, 8, 10, jeremy, 7, 19),
		units(carol, 1, 6, alice, 8, 10, jeremy, 7, 19, alice, 19, 20),
	}, func(a, b int) float64 { return rows[alphabetical[a]][alphabetical[b]] })
	closeTo(t, "disorder of the best alignment", defined(disorder), 0.43478875578596043, 4)
}

func TestPublishedFiguresOfDissimilarity(t *testing.T) {
	place := Dissimilarity{Alpha: 1, Empty: 1}
	for _, c := range []struct {
		a, b   Section
		want   float64
		digits int
	}{
		// Figure 10 of Mathet and others.
		{Section{4, 14}, Section{40, 44}, 22.2, 1}, {Section{4, 14}, Section{4, 14}, 0, 9}, {Section{4, 14}, Section{20, 25}, 3.2, 1},
		{Section{4, 14}, Section{14, 24}, 1, 9}, {Section{20, 30}, Section{20, 25}, 0.11, 2}, {Section{20, 25}, Section{14, 24}, 0.22, 2},
	} {
		closeTo(t, fmt.Sprint(c.a, c.b), defined(place.Between(Unit{c.a, 1}, Unit{c.b, 2})), c.want, c.digits)
	}
	// Figure 20: the scale does not matter.
	if a, b := place.Between(Unit{Section{0, 7}, 0}, Unit{Section{0, 10}, 0}), place.Between(Unit{Section{0, 21}, 0}, Unit{Section{0, 30}, 0}); a != b {
		t.Errorf("%v and %v", a, b)
	}
}

func TestWhatIsUndefinedSaysWhy(t *testing.T) {
	none, one := totals([]int{1, x}, []int{x, 2}), totals([]int{1, 1}, []int{1, 1})
	for name, v := range map[string]Value{
		"nothing, Cohen": none.Cohen(), "nothing, Fleiss": none.Fleiss(), "nothing, AC1": none.AC1(), "nothing, alpha": none.Alpha(),
		"nothing, observed": none.Observed(),
		"one label, Cohen":  one.Cohen(), "one label, Fleiss": one.Fleiss(), "one label, AC1": one.AC1(), "one label, alpha": one.Alpha(),
		"nothing found": Found{}.F1(), "no sections": Unitized(100, [][]Section{nil, nil}).Alpha(),
		"no units": Combined.Disordered(100, [][]Unit{nil, nil}, Samples{}).Gamma(), "no continuum": Unitized(0, nil).Alpha(),
		"one rater": Combined.Disordered(100, alexPaulSuzan[:1], Samples{}).Gamma(), "no values": Mean(nil),
	} {
		if v.Defined() || !math.IsNaN(v.V) {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if got := Mean([]Value{none.Cohen(), defined(0.5)}); got != defined(0.5) {
		t.Errorf("the mean over what is defined is %v", got)
	}
}

// Everybody who agrees with himself gets 1 from every measure, and whoever marks at random about 0.
func TestBoundsOfTheMeasures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		labels := rapid.SliceOfN(rapid.IntRange(0, 4), 2, 30).Draw(t, "labels")
		labels[0], labels[1] = 0, 1
		same := totals(labels, labels, labels)
		for name, v := range map[string]Value{"Cohen": same.Cohen(), "Fleiss": same.Fleiss(), "AC1": same.AC1(), "alpha": same.Alpha()} {
			if math.Abs(v.V-1) > 1e-9 {
				t.Errorf("%s of three who are alike is %v", name, v)
			}
		}
	})
	random := rand.New(rand.NewPCG(1, 2))
	var a, b, c []int
	for range 20_000 {
		a, b, c = append(a, random.IntN(3)), append(b, random.IntN(3)), append(c, random.IntN(3))
	}
	r := totals(a, b, c)
	for name, v := range map[string]Value{"Cohen": r.Cohen(), "Fleiss": r.Fleiss(), "AC1": r.AC1(), "alpha": r.Alpha()} {
		closeTo(t, name+" by chance", v, 0, 1)
	}
}

// Parts put together give what all their items give at once.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var whole Ratings
		parts := make([]*Ratings, rapid.IntRange(1, 4).Draw(t, "parts"))
		times := make([]int, len(parts))
		for i := range parts {
			times[i] = rapid.IntRange(0, 3).Draw(t, "times")
			if rapid.IntRange(0, 4).Draw(t, "empty") == 0 {
				continue
			}
			parts[i] = &Ratings{}
			for range rapid.IntRange(0, 6).Draw(t, "items") {
				item := rapid.SliceOfN(rapid.IntRange(-1, 4), 3, 3).Draw(t, "item")
				parts[i].Add(item...)
				whole.AddMany(float64(times[i]), item...)
			}
		}
		got, want := NewSum(parts).Totals(times), NewSum([]*Ratings{&whole}).Totals(nil)
		for name, f := range map[string]func(Totals) Value{"Cohen": Totals.Cohen, "Fleiss": Totals.Fleiss, "AC1": Totals.AC1, "alpha": Totals.Alpha, "observed": Totals.Observed} {
			g, w := f(got), f(want)
			if g.Undefined != w.Undefined || g.Defined() && math.Abs(g.V-w.V) > 1e-9 {
				t.Errorf("%s is %v, want %v", name, g, w)
			}
		}
	})
}

func TestSectionsThatOverlapAreOne(t *testing.T) {
	a := Unitized(100, [][]Section{{{10, 20}, {15, 30}, {12, 14}}, {{40, 50}}})
	b := Unitized(100, [][]Section{{{10, 30}}, {{40, 50}}})
	if a != b {
		t.Errorf("%v and %v", a, b)
	}
}

func TestBootstrapIsTheSameForASeedAndHoldsTheMeasure(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var parts []*Ratings
	for range 40 {
		r := &Ratings{}
		for range 20 {
			l := random.IntN(3)
			m := l
			if random.IntN(4) == 0 {
				m = random.IntN(3)
			}
			r.Add(l, m)
		}
		parts = append(parts, r)
	}
	sum := NewSum(parts)
	measure := func(times []int) []Value { return []Value{sum.Totals(times).Cohen(), undefined("never")} }
	low, high := Bootstrap(len(parts), 2, 300, 7, measure)
	again, _ := Bootstrap(len(parts), 2, 300, 7, measure)
	k := sum.Totals(nil).Cohen()
	if low[0] != again[0] || low[0].V >= k.V || high[0].V <= k.V || high[0].V-low[0].V > 0.2 {
		t.Errorf("kappa %v is between %v and %v, then %v", k, low[0], high[0], again[0])
	}
	if low[1].Defined() || high[1].Defined() {
		t.Error("what is never defined has an interval")
	}
	if low, _ := Bootstrap(4, 2, 300, 7, measure); low[0].Defined() {
		t.Error("four parts have an interval")
	}
}

// Raters who mark the same have no disorder; shifting all makes it grow; who has nothing is not alike.
func TestDisorderGrowsWithTheShift(t *testing.T) {
	last := -1.0
	for _, shift := range []int{0, 1, 2, 4} {
		other := make([]Unit, len(alexPaulSuzan[0]))
		for i, u := range alexPaulSuzan[0] {
			other[i] = Unit{Section{u.Start + shift, u.End + shift}, u.Category}
		}
		_, d := Combined.Aligned([][]Unit{alexPaulSuzan[0], other})
		if shift == 0 && d != 0 || d <= last {
			t.Errorf("shifted by %d the disorder is %v", shift, d)
		}
		last = d
	}
	if g := Combined.Disordered(60, [][]Unit{alexPaulSuzan[0], nil}, Samples{}).Gamma(); g.V > 0 {
		t.Errorf("gamma with somebody who marked nothing is %v", g)
	}
	a, b := Combined.Disordered(60, alexPaulSuzan, Samples{Seed: 5}), Combined.Disordered(60, alexPaulSuzan, Samples{Seed: 5})
	if a != b {
		t.Errorf("the same seed gives %v and %v", a, b)
	}
}

func BenchmarkGamma(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 1))
	const n, length = 100, 10_000
	raters := make([][]Unit, 5)
	for i := range n {
		at, size := i*length/n+random.IntN(30), 10+random.IntN(40)
		for r := range raters {
			start := at + random.IntN(4)
			raters[r] = append(raters[r], Unit{Section{start, start + size + random.IntN(5)}, random.IntN(10) / 9 * 4})
		}
	}
	for b.Loop() {
		Combined.Disordered(length, raters, Samples{})
	}
}
