package suggest

import (
	"cmp"
	"math/bits"
	"slices"

	"quoth/annotate"
)

// source is where names are: those that were put into the index, or a book. Names have numbers, and so
// have the entities that own them.
type source interface {
	table() *table
	name(number uint32) name
	text(number uint32) string // of a name as it is written
	// called returns the numbers of names among which are all that a folded text is.
	called(folded string) []uint32
	// number returns the entity's, if the source has one of the identity.
	number(annotate.ID) (owner uint32, found bool)
	names(owner uint32) []uint32
	identity(owner uint32) annotate.ID
	entity(owner uint32) *annotate.Entity
	// typeOf returns the number of the entity's type.
	typeOf(owner uint32) uint16
}

// name is one name of an entity.
type name struct {
	owner        uint32
	folded       string
	alias, dated bool
	weight       uint8 // how well known the entity is
}

// table is what candidates are counted from.
type table struct {
	size  int                   // of names
	list  func(g gram) []uint32 // the names that have a gram, ascending
	kinds []uint16              // the number of the type of each name's entity; goneKind where it is gone
	types []string              // by number

	complete bool // no name is gone
}

// goneKind is the type of names that are not there any more.
const goneKind = 1<<16 - 1

// wanted returns which types, by number, are among those to offer; all where none is named.
func wanted(types, offered []string) []bool {
	out := make([]bool, len(types))
	for i, t := range types {
		out[i] = len(offered) == 0 || slices.Contains(offered, t)
	}
	return out
}

// How many names a query may look at.
const (
	readAll        = 300    // with so few names all are candidates
	mostCandidates = 224    // that are read and scored
	mostHaving     = 64     // of those that have all grams of a word
	mostPostings   = 80_000 // that are counted
	longList       = 25_000 // a list beyond this says little once rarer grams are counted
)

// counts is the room that one query needs to count grams.
type counts struct {
	shared     []uint8 // by number of the name: how many grams of the query it has
	candidates []uint32
	numbers    [1 << 12]int32 // of candidates that share equally many grams, by stretches of numbers
}

// having returns the numbers of names that have all grams of a word, the first of them where there are very many.
func (t *table) having(word string, types []bool) (out []uint32) {
	return t.withAll(unique(wordGrams(nil, word, true)), types)
}

// withAll returns the numbers of names that have all of some grams, the first of them where there are very many.
func (t *table) withAll(grams []gram, types []bool) (out []uint32) {
	lists := make([][]uint32, len(grams))
	for i, g := range grams {
		lists[i] = t.list(g)
	}
	slices.SortFunc(lists, func(a, b []uint32) int { return cmp.Compare(len(a), len(b)) })
	for _, n := range lists[0] {
		if int(n) >= len(t.kinds) || int(t.kinds[n]) >= len(types) || !types[t.kinds[n]] {
			continue
		}
		if slices.ContainsFunc(lists[1:], func(l []uint32) bool { _, has := slices.BinarySearch(l, n); return !has }) {
			continue
		}
		if out = append(out, n); len(out) == mostHaving {
			break
		}
	}
	return out
}

// find returns the numbers of the names that are worth reading. Books number the best known and the shortest names first,
// so that of names with equally many grams those are taken.
func (c *counts) find(t *table, words []string, types []bool) []uint32 {
	c.candidates = c.candidates[:0]
	if t.size <= readAll {
		for i, kind := range t.kinds {
			if int(kind) < len(types) && types[kind] {
				c.candidates = append(c.candidates, uint32(i))
			}
		}
		return c.candidates
	}
	if len(c.shared) < t.size {
		c.shared = make([]uint8, t.size+t.size/8)
	}
	shared := c.shared[:t.size]
	clear(shared)
	lists := t.rarest(queryGrams(words))
	// A name must share a third of the grams: that survives one slip in a short word, two in a long one. Letters that
	// might be initials, and then are no word, ask for nothing.
	must := len(lists)
	if len(words) == 1 {
		must = min(must, len([]rune(words[0])))
	}
	enough := uint8(max(1, (must+2)/3))
	all := t.complete && !slices.Contains(types, false)
	for i, list := range lists {
		if i+1 < int(enough) { // none can have enough yet
			for _, n := range list {
				if int(n) < len(shared) {
					shared[n]++
				}
			}
			continue
		}
		for _, n := range list {
			if int(n) >= len(shared) {
				continue // the book is damaged
			}
			if shared[n]++; shared[n] == enough {
				if all {
					c.candidates = append(c.candidates, n)
				} else if kind := t.kinds[n]; int(kind) < len(types) && types[kind] {
					c.candidates = append(c.candidates, n)
				}
			}
		}
	}
	c.best(shared)
	return c.candidates
}

// best leaves of the candidates those that share the most grams, of equals those that come first. They
// are sorted by counting, as there may be many.
func (c *counts) best(shared []uint8) {
	if len(c.candidates) <= mostCandidates {
		return
	}
	var by [256]int
	for _, n := range c.candidates {
		by[shared[n]]++
	}
	least, room := 255, mostCandidates
	for ; room > by[least]; least-- {
		room -= by[least]
	}
	stretch := max(0, bits.Len(uint(len(shared)))-12)
	clear(c.numbers[:])
	for _, n := range c.candidates {
		if int(shared[n]) == least {
			c.numbers[n>>stretch]++
		}
	}
	last, left := 0, int32(room)
	for ; left > c.numbers[last]; last++ {
		left -= c.numbers[last]
	}
	kept := c.candidates[:0]
	for _, n := range c.candidates {
		s, at := int(shared[n]), int(n>>stretch)
		if s < least || s == least && (at > last || at == last && left == 0) {
			continue
		}
		if s == least && at == last {
			left--
		}
		kept = append(kept, n)
	}
	c.candidates = kept
}

// rarest returns the lists of the grams worth counting, the shortest first.
func (t *table) rarest(grams []gram) [][]uint32 {
	lists := make([][]uint32, 0, len(grams))
	for _, g := range grams {
		if list := t.list(g); len(list) > 0 {
			lists = append(lists, list)
		}
	}
	slices.SortStableFunc(lists, func(a, b []uint32) int { return cmp.Compare(len(a), len(b)) })
	total := 0
	for i, list := range lists {
		total += len(list)
		if i > 0 && total > mostPostings || i > 2 && len(list) > longList || i == 255 {
			return lists[:i]
		}
	}
	return lists
}
