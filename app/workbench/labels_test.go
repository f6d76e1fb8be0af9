package workbench

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestLabelsAreUniqueAndNoneBeginsAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3000).Draw(t, "n")
		all := labels(n)
		if len(all) != n {
			t.Fatalf("%d labels for %d candidates", len(all), n)
		}
		if !slices.IsSortedFunc(all, func(x, y string) int { return len(x) - len(y) }) {
			t.Fatal("a likelier candidate has a longer label")
		}
		sorted := slices.Sorted(slices.Values(all)) // what begins another stands right before such a one
		for i := 1; i < n; i++ {
			if strings.HasPrefix(sorted[i], sorted[i-1]) {
				t.Fatalf("%q begins %q", sorted[i-1], sorted[i])
			}
		}
		for i, l := range all {
			if strings.ContainsFunc(l, func(r rune) bool { return r > 'z' || !unicode.IsLetter(r) }) {
				t.Fatalf("no key types %q", l)
			}
			if i < len(labelLetters) && l != labelLetters[i:i+1] {
				t.Fatalf("the %dth label is %q, want a plain letter in the order of reach", i+1, l)
			}
		}
	})
}

func TestOnlyAsManyCapitalsBeginLongerLabelsAsAreNeeded(t *testing.T) {
	for _, c := range []struct{ n, one, two int }{
		{26, 26, 0}, {52, 52, 0}, {53, 51, 2}, {77, 51, 26}, {78, 50, 28}, {702, 26, 676}, {703, 26, 675},
	} {
		var of [4]int
		for _, l := range labels(c.n) {
			of[len(l)]++
		}
		if of[1] != c.one || of[2] != c.two {
			t.Errorf("%d candidates: %d labels of one key and %d of two, want %d and %d", c.n, of[1], of[2], c.one, c.two)
		}
	}
}
