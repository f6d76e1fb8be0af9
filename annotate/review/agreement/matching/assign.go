package matching

// choice is a column that a row may take, and what it gains by that.
type choice struct {
	column int
	gain   float64 // positive
}

// far is how many columns are looked at to find one row its place. It bounds the work where everything
// lies over everything; rows without a place then keep out of it.
const far = 4096

// assign gives each row at most one of its columns and each column to at most one row, so that the sum of
// gains is greatest. It returns the column of each row, -1 for none.
func assign(rows [][]choice, columns int) []int {
	// Costs are most-gain, so that none is negative; a row may always go without, for most.
	most := 0.0
	for _, r := range rows {
		for _, c := range r {
			most = max(most, c.gain)
		}
	}
	s := &assignment{
		rows: rows, most: most, real: columns,
		owner: make([]int, columns+len(rows)), price: make([]float64, columns+len(rows)),
		dist: make([]float64, columns+len(rows)), from: make([]int, columns+len(rows)), seen: make([]int, columns+len(rows)),
		took: make([]int, len(rows)), paid: make([]float64, len(rows)),
	}
	for j := range s.owner {
		s.owner[j] = -1
	}
	for i := range s.took {
		s.took[i] = -1
	}
	for i := range rows {
		s.place(i)
	}
	out := make([]int, len(rows))
	for i, j := range s.took {
		if out[i] = j; j >= columns {
			out[i] = -1
		}
	}
	return out
}

// assignment is an assignment under way. Column real+i is row i's own, for going without.
type assignment struct {
	rows []([]choice)
	most float64
	real int

	owner []int     // row of each column
	price []float64 // of each column, never positive
	took  []int     // column of each row
	paid  []float64 // what each row's column costs it, without the price

	dist []float64 // of the columns that the search of the row seen has reached
	from []int     // row before each of them
	seen []int     // row+1 whose search reached it, negative when it is scanned
	open queue
}

// place finds row a column by the shortest path over the rows that have one.
func (s *assignment) place(row int) {
	s.open = s.open[:0]
	var scanned []int
	mark := row + 1
	reach := func(i int, base float64) {
		look := func(j int, cost float64) {
			d := base + cost - s.price[j]
			switch {
			case s.seen[j] == -mark, s.seen[j] == mark && d >= s.dist[j]:
				return
			}
			s.seen[j], s.dist[j], s.from[j] = mark, d, i
			s.open.push(reached{j, d})
		}
		for _, c := range s.rows[i] {
			look(c.column, s.most-c.gain)
		}
		look(s.real+i, s.most)
	}
	reach(row, 0)
	for len(s.open) > 0 {
		at := s.open.pop()
		j := at.column
		if s.seen[j] == -mark || at.dist > s.dist[j] {
			continue
		}
		i := s.owner[j]
		if i < 0 {
			for _, k := range scanned {
				s.price[k] += s.dist[k] - at.dist
			}
			s.take(row, j)
			return
		}
		s.seen[j] = -mark
		if scanned = append(scanned, j); len(scanned) >= far {
			break
		}
		reach(i, at.dist-(s.paid[i]-s.price[j]))
	}
	s.take(row, s.real+row)
}

// take gives the rows of a path their new columns, from its end.
func (s *assignment) take(row, j int) {
	for {
		i := s.from[j]
		before := s.took[i]
		s.owner[j], s.took[i], s.paid[i] = i, j, s.most
		for _, c := range s.rows[i] {
			if c.column == j {
				s.paid[i] -= c.gain
			}
		}
		if i == row {
			return
		}
		j = before
	}
}

type reached struct {
	column int
	dist   float64
}

func (x reached) before(y reached) bool {
	return x.dist < y.dist || x.dist == y.dist && x.column < y.column
}

// queue is a binary heap, the nearest first.
type queue []reached

func (q *queue) push(x reached) {
	h := append(*q, x)
	i := len(h) - 1
	for i > 0 && x.before(h[(i-1)/2]) {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = x
	*q = h
}

func (q *queue) pop() reached {
	h := *q
	top, x := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		c := 2*i + 1
		if c+1 < len(h) && h[c+1].before(h[c]) {
			c++
		}
		if c >= len(h) || !h[c].before(x) {
			break
		}
		h[i] = h[c]
		i = c
	}
	h[i] = x
	return top
}
