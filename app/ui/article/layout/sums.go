package layout

import "math/bits"

// sums is an array of numbers whose running totals can be asked for and changed in O(log n): a
// Fenwick tree (Fenwick 1994, "A new data structure for cumulative frequency tables").
type sums struct {
	tree []int // tree[i] is the sum of the i&-i numbers up to i; 1-based
	vals []int32

	changes int // how often a number has changed
}

func newSums(vals []int32) sums {
	s := sums{tree: make([]int, len(vals)+1), vals: vals}
	for i, v := range vals {
		s.tree[i+1] += int(v)
		if j := i + 1 + (i+1)&-(i+1); j < len(s.tree) {
			s.tree[j] += s.tree[i+1]
		}
	}
	return s
}

// set changes the number at i.
func (s *sums) set(i, v int) {
	d := v - int(s.vals[i])
	if d == 0 {
		return
	}
	s.vals[i] = int32(v)
	s.changes++
	for j := i + 1; j < len(s.tree); j += j & -j {
		s.tree[j] += d
	}
}

// before returns the sum of the numbers before i.
func (s *sums) before(i int) int {
	t := 0
	for ; i > 0; i -= i & -i {
		t += s.tree[i]
	}
	return t
}

func (s *sums) total() int { return s.before(len(s.vals)) }

// find returns the index whose number reaches over y, and how far into it y lies. All numbers must be
// zero or more.
func (s *sums) find(y int) (i, rest int) {
	y = max(0, y)
	for step := 1 << bits.Len(uint(len(s.vals))); step > 0; step >>= 1 {
		if j := i + step; j < len(s.tree) && s.tree[j] <= y {
			i = j
			y -= s.tree[j]
		}
	}
	if n := len(s.vals); i >= n {
		return n - 1, y + int(s.vals[n-1])
	}
	return i, y
}
