package matching

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// drawn makes up things of a few sides with gains for some of the pairs.
func drawn(t *rapid.T, sides int) (*Things, map[[2]int]float64) {
	things := &Things{}
	for s := range sides {
		for range rapid.IntRange(0, 5).Draw(t, "things") {
			things.Side = append(things.Side, s)
		}
	}
	gains := map[[2]int]float64{}
	for a := range things.Side {
		for b := a + 1; b < len(things.Side); b++ {
			if things.Side[a] != things.Side[b] && rapid.IntRange(0, 2).Draw(t, "can be one") > 0 {
				gains[[2]int{a, b}] = float64(rapid.IntRange(1, 9).Draw(t, "gain"))
				things.Near = append(things.Near, [2]int{b, a})
			}
		}
	}
	things.Gain = func(a, b int) (float64, bool) {
		g, ok := gains[[2]int{min(a, b), max(a, b)}]
		return g, ok
	}
	return things, gains
}

// worth adds up what groups gain, and fails where they are no groups at all.
func worth(t *rapid.T, things *Things, groups [][]int) float64 {
	sum := 0.0
	seen := map[int]bool{}
	for _, g := range groups {
		for k, a := range g {
			if seen[a] {
				t.Fatalf("thing %d is in two groups", a)
			}
			seen[a] = true
			for _, b := range g[:k] {
				gain, ok := things.Gain(a, b)
				if !ok || things.Side[a] <= things.Side[b] {
					t.Fatalf("%d and %d cannot be one", a, b)
				}
				sum += gain
			}
		}
	}
	if len(seen) != len(things.Side) {
		t.Fatalf("%d of %d things are in groups", len(seen), len(things.Side))
	}
	return sum
}

// best tries every way to give the things of side 0 something of side 1.
func best(things *Things, i int, taken map[int]bool) float64 {
	if i == len(things.Side) || things.Side[i] != 0 {
		return 0
	}
	most := best(things, i+1, taken)
	for j := range things.Side {
		if gain, ok := things.Gain(i, j); ok && !taken[j] {
			taken[j] = true
			most = max(most, gain+best(things, i+1, taken))
			taken[j] = false
		}
	}
	return most
}

func TestTwoSidesAreMatchedInTheBestWay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things, _ := drawn(t, 2)
		got, want := worth(t, things, things.Match()), best(things, 0, map[int]bool{})
		if math.Abs(got-want) > 1e-6 {
			t.Errorf("the groups gain %v, the best ones %v", got, want)
		}
	})
}

// With more sides nothing that stands alone could join a group, or another alone, and gain by it.
func TestMoreSidesLeaveNothingToJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		things, _ := drawn(t, rapid.IntRange(3, 5).Draw(t, "sides"))
		groups := things.Match()
		worth(t, things, groups)
		m := things.begin()
		for i, g := range groups {
			for _, h := range groups[:i] {
				if gain, ok := m.between(g, h); ok && gain > 0 && (len(g) == 1 || len(h) == 1) {
					t.Errorf("%v and %v could be one", g, h)
				}
			}
		}
	})
}

func TestWhatIsKnownToBeOneStaysOne(t *testing.T) {
	things := &Things{
		Side: []int{0, 1, 2, 2}, Whole: [][]int{{0, 1}}, Near: [][2]int{{0, 2}, {0, 3}, {1, 3}},
		Gain: func(a, b int) (float64, bool) { return float64(b), true },
	}
	if got := things.Match(); fmt.Sprint(got) != "[[0 1 3] [2]]" {
		t.Errorf("groups are %v", got)
	}
}

// What joining a group gains by itself can outweigh pairs that speak against it.
func TestJoiningMayCountByItself(t *testing.T) {
	things := &Things{Side: []int{0, 1}, Near: [][2]int{{0, 1}}, Gain: func(int, int) (float64, bool) { return -1, true }}
	if got := len(things.Match()); got != 2 {
		t.Errorf("%d groups, want 2", got)
	}
	things.Joint = 1.5
	if got := len(things.Match()); got != 1 {
		t.Errorf("%d groups, want 1", got)
	}
}

// A long chain in which each could be one with the next is dealt out without losing more than a few, and
// without looking at all of it for each.
func TestChainIsMatchedNearlyWhole(t *testing.T) {
	const n = 20_000
	things := &Things{Gain: func(a, b int) (float64, bool) { return 1, true }}
	for i := range n {
		things.Side = append(things.Side, i%2)
		if i > 0 {
			things.Near = append(things.Near, [2]int{i - 1, i})
		}
	}
	if got := len(things.Match()); got > n/2+3 {
		t.Errorf("%d groups, want hardly more than %d", got, n/2)
	}
}
