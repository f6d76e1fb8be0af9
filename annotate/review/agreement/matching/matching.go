// Package matching puts things that several sides made into groups: what they made of the same matter, at
// most one thing of each side.
//
// A pair of things has a gain, which says how much speaks for their being one, or cannot be one at all. A
// group gains what its pairs gain, and every two groups that become one gain [Things.Joint] besides. [Match]
// looks for the groups with the greatest gain in all. For two sides it finds them (it is an assignment
// problem, solved by shortest augmenting paths: R. Jonker and A. Volgenant, “A shortest augmenting path
// algorithm for dense and sparse linear assignment problems”, Computing 38, 1987). For more sides no
// algorithm that ends in a lifetime is known that always does; there it starts from joining the best pairs
// first and then deals each side out anew, in the best way, until that gains nothing.
//
// The package knows numbers alone: a thing is an index, from 0.
package matching

import (
	"cmp"
	"slices"
)

// Things are what is to be put into groups.
type Things struct {
	Side []int // of each thing, from 0
	// Whole holds things that are known to be one, each side at most once, and nothing takes them apart.
	// Things that are in none stand alone at first. Nil where nothing is known.
	Whole [][]int
	// Near holds the pairs that are worth trying, in any order. Where a group is Whole, a pair with any of
	// its things stands for all of it.
	Near [][2]int
	// Gain says what speaks for two things of different sides being one, or that they cannot be.
	Gain  func(a, b int) (float64, bool)
	Joint float64
}

// Match returns the groups, the things of each by side. Groups come in the order of their first thing. What
// they are depends on the numbers of the things alone, not on which side has which number.
func (t *Things) Match() [][]int {
	m := t.begin()
	m.joinBestFirst()
	m.improve()
	return m.groups()
}

// matching is a matching under way.
type matching struct {
	*Things
	sides int     // how many
	order []int   // the sides, by their first things
	group []int   // of each thing
	in    [][]int // the things of each group, by side; nil where it was joined to another
	fixed []bool  // of each thing: it is part of a Whole of several
	near  []pair
}

type pair struct {
	a, b int
	gain float64
}

func (t *Things) begin() *matching {
	m := &matching{Things: t, group: make([]int, len(t.Side)), fixed: make([]bool, len(t.Side))}
	for i := range m.group {
		m.group[i] = -1
	}
	for _, w := range t.Whole {
		g := len(m.in)
		m.in = append(m.in, slices.Clone(w))
		m.sort(g)
		for _, i := range w {
			m.group[i], m.fixed[i] = g, len(w) > 1
		}
	}
	for i, s := range t.Side {
		m.sides = max(m.sides, s+1)
		if !slices.Contains(m.order, s) {
			m.order = append(m.order, s)
		}
		if m.group[i] < 0 {
			m.group[i] = len(m.in)
			m.in = append(m.in, []int{i})
		}
	}
	for _, p := range t.Near {
		a, b := min(p[0], p[1]), max(p[0], p[1])
		if m.group[a] == m.group[b] || t.Side[a] == t.Side[b] {
			continue
		}
		if gain, ok := m.gain(a, b); ok {
			m.near = append(m.near, pair{a, b, gain})
		}
	}
	slices.SortFunc(m.near, func(x, y pair) int {
		return cmp.Or(cmp.Compare(y.gain, x.gain), x.a-y.a, x.b-y.b)
	})
	m.near = slices.Compact(m.near)
	return m
}

// gain is Gain with ties broken by the numbers of the things, so that one solution is the best one.
func (m *matching) gain(a, b int) (float64, bool) {
	g, ok := m.Gain(a, b)
	h := (uint64(min(a, b))<<32 | uint64(max(a, b))) * 0x9E3779B97F4A7C15
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return g + 1e-9*float64(h>>40)/(1<<24), ok
}

// joinBestFirst joins groups by their best pairs.
func (m *matching) joinBestFirst() {
	for _, p := range m.near {
		g, h := m.group[p.a], m.group[p.b]
		if g == h {
			continue
		}
		if gain, ok := m.between(m.in[g], m.in[h]); !ok || gain <= 0 {
			continue
		}
		for _, i := range m.in[h] {
			m.group[i] = g
		}
		m.in[g], m.in[h] = append(m.in[g], m.in[h]...), nil
		m.sort(g)
	}
}

// between returns what it gains to make two groups one, or that it cannot be.
func (m *matching) between(g, h []int) (float64, bool) {
	if len(g)+len(h) > m.sides {
		return 0, false
	}
	sum := m.Joint
	for _, a := range g {
		for _, b := range h {
			if m.Side[a] == m.Side[b] {
				return 0, false
			}
			gain, ok := m.gain(a, b)
			if !ok {
				return 0, false
			}
			sum += gain
		}
	}
	return sum, true
}

func (m *matching) sort(g int) {
	slices.SortFunc(m.in[g], func(a, b int) int { return m.Side[a] - m.Side[b] })
}

// rounds is how often all sides are dealt out anew at most. Two or three are enough in practice.
const rounds = 6

// improve takes out what one side has and deals it out in the best way, side after side.
func (m *matching) improve() {
	if len(m.near) == 0 {
		return
	}
	beside := make([][]int, len(m.Side))
	for _, p := range m.near {
		beside[p.a] = append(beside[p.a], p.b)
		beside[p.b] = append(beside[p.b], p.a)
	}
	for range rounds {
		better := false
		for _, side := range m.order {
			if m.deal(side, beside) {
				better = true
			}
			if len(m.order) <= 2 {
				return // that was the best there is
			}
		}
		if !better {
			return
		}
	}
}

// deal deals one side out anew, and reports whether anything gained by it.
func (m *matching) deal(side int, beside [][]int) bool {
	column := map[int]int{} // of a group
	var columns []int       // groups
	var things []int
	var choices [][]choice
	was := 0.0
	for i := range m.Side {
		if m.Side[i] != side || m.fixed[i] || len(beside[i]) == 0 {
			continue
		}
		mine := m.group[i]
		var to []choice
		for _, j := range beside[i] {
			for _, g := range [2]int{m.group[j], mine} {
				rest := m.without(g, side)
				if rest == nil || slices.ContainsFunc(to, func(c choice) bool { return columns[c.column] == g }) {
					continue
				}
				gain, ok := m.between([]int{i}, rest)
				if !ok || gain <= 0 {
					continue
				}
				c, known := column[g]
				if !known {
					c = len(columns)
					column[g] = c
					columns = append(columns, g)
				}
				to = append(to, choice{c, gain})
				if g == mine {
					was += gain
				}
			}
		}
		if len(to) > 0 {
			things, choices = append(things, i), append(choices, to)
		}
	}
	got := assign(choices, len(columns))
	now := 0.0
	for k, c := range got {
		for _, x := range choices[k] {
			if x.column == c {
				now += x.gain
			}
		}
	}
	if now <= was+1e-12 {
		return false
	}
	// First all that moves is taken out, then it is put where it belongs.
	for k, i := range things {
		if c := got[k]; c >= 0 && columns[c] == m.group[i] {
			continue
		}
		g := m.group[i]
		if len(m.in[g]) == 1 {
			continue // it stands alone already
		}
		m.in[g] = slices.DeleteFunc(m.in[g], func(j int) bool { return j == i })
		m.group[i] = len(m.in)
		m.in = append(m.in, []int{i})
	}
	for k, i := range things {
		c := got[k]
		if c < 0 || columns[c] == m.group[i] {
			continue
		}
		m.in[m.group[i]] = nil
		g := columns[c]
		m.group[i] = g
		m.in[g] = append(m.in[g], i)
		m.sort(g)
	}
	return true
}

// without returns a group without what may move of a side: nil where nothing is left, or where what the side
// has in it is fixed.
func (m *matching) without(g, side int) []int {
	in := m.in[g]
	at := slices.IndexFunc(in, func(i int) bool { return m.Side[i] == side })
	switch {
	case at < 0:
		return in
	case m.fixed[in[at]] || len(in) == 1:
		return nil
	}
	rest := make([]int, 0, len(in)-1)
	return append(append(rest, in[:at]...), in[at+1:]...)
}

func (m *matching) groups() [][]int {
	var out [][]int
	for _, g := range m.in {
		if len(g) > 0 {
			out = append(out, g)
		}
	}
	slices.SortFunc(out, func(g, h []int) int { return slices.Min(g) - slices.Min(h) })
	return out
}
