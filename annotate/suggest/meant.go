package suggest

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"quoth/annotate"
)

// Of several entities of books that are called alike the best known one is meant where it is known so much better, and well
// enough, in the weights of books from 0 to 255.
const (
	muchBetter = 32
	wellKnown  = 96
)

// Meant returns the entity of a type that a name in running text means for certain, or most likely: the one of the index
// itself that is called so; else the one whose surname it is, or, of capitals alone, whose initials they are; else the one of
// a book that is called so, of several the one that is by far the best known. It is nil where none is, or where it could be
// another as well. The book is nil where the index itself holds the entity.
func (x *Index) Meant(text, typ string) (*annotate.Entity, *Book) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	folded := fold(text)
	if folded == "" {
		return nil, nil
	}
	var own, books []calledSo
	for _, s := range x.sources() {
		if s.book {
			books = append(books, s.calledSo(folded, typ)...)
		} else {
			own = append(own, s.calledSo(folded, typ)...)
		}
	}
	if len(own) == 0 && !strings.Contains(folded, " ") {
		for _, s := range x.sources() {
			if !s.book {
				own = append(own, s.shortened(text, folded, typ)...)
			}
		}
	}
	if len(own) > 0 {
		if one := theOne(own); one != nil {
			return one.in.entity(one.owner), nil
		}
		return nil, nil
	}
	if one := theOne(books); one != nil {
		return one.in.entity(one.owner), one.in.source.(*Book)
	}
	return nil, nil
}

// calledSo is an entity that a name may mean.
type calledSo struct {
	in     place
	owner  uint32
	main   bool // it is its own name, not an alias
	weight uint8
}

// theOne returns which of several is meant, or nil. What two books have counts once.
func theOne(all []calledSo) *calledSo {
	slices.SortStableFunc(all, func(a, b calledSo) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), trueFirst(a.main, b.main))
	})
	seen := map[annotate.ID]bool{}
	all = slices.DeleteFunc(all, func(c calledSo) bool {
		id := c.in.identity(c.owner)
		again := seen[id]
		seen[id] = true
		return again
	})
	switch {
	case len(all) == 0:
		return nil
	case len(all) == 1 || all[0].weight >= wellKnown && all[0].weight-all[1].weight >= muchBetter:
		return &all[0]
	case all[0].weight == all[1].weight && all[0].main && !all[1].main && all[0].weight == 0:
		return &all[0] // the others are only also called so
	}
	return nil
}

func trueFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// calledSo returns the entities of a type of which a folded text is a name at any time.
func (p place) calledSo(folded, typ string) (out []calledSo) {
	for _, n := range p.called(folded) {
		if m := p.name(n); m.folded == folded && !m.dated && p.isA(m.owner, typ) {
			out = append(out, calledSo{p, m.owner, !m.alias, m.weight})
		}
	}
	return out
}

func (p place) isA(owner uint32, typ string) bool {
	types, kind := p.table().types, int(p.typeOf(owner))
	return kind < len(types) && types[kind] == typ && !p.hidden[owner]
}

// shortened returns the entities of a type of whose name a single word is the last one, and those whose initials it is; none
// where there are too many names to look at.
func (p place) shortened(text, folded, typ string) (out []calledSo) {
	t := p.table()
	types := wanted(t.types, []string{typ})
	m := newMatcher(folded)
	capitals := strings.IndexFunc(text, unicode.IsLower) < 0
	var numbers []uint32
	if typ == "person" {
		numbers = few(t.having(folded, types))
	}
	if capitals {
		numbers = append(numbers, few(t.ofInitials(folded, types))...)
	}
	for _, n := range numbers {
		at := p.name(n)
		if at.dated || at.folded == "" || p.hidden[at.owner] {
			continue
		}
		surname := typ == "person" && strings.HasSuffix(at.folded, " "+folded)
		if surname || capitals && m.asInitials(at.folded) > 0.99*initialsFit {
			out = append(out, calledSo{p, at.owner, true, 0})
		}
	}
	return out
}

// few returns names where they are all that there are.
func few(numbers []uint32) []uint32 {
	if len(numbers) >= mostHaving {
		return nil
	}
	return numbers
}

// ofInitials returns the numbers of names whose first and last initials a word has, the first of them where there are very many.
func (t *table) ofInitials(word string, types []bool) []uint32 {
	letters := []rune(word)
	if len(letters) < 2 || len(letters) > longestInitials {
		return nil
	}
	return t.withAll([]gram{initialPair(letters[0], letters[len(letters)-1])}, types)
}
