package suggest

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"quoth/annotate"
)

// Index holds the names of entities. Find may run in many goroutines at once, but not beside Put or
// Delete. An entity must not be changed while it is in an index; put a changed copy instead.
type Index struct {
	names    []name                   // by number; those of deleted entities stay, empty, until a rebuild
	of       map[annotate.ID][]uint32 // the names of each entity
	postings map[gram][]uint32        // the names that have a gram, ascending
	types    map[string]uint16        // a number for each entity type
	dead     int                      // how many names are empty

	scratch sync.Pool // *counts
}

// name is one name of an entity.
type name struct {
	entity *annotate.Entity // nil once deleted
	text   string
	folded string
	kind   uint16 // number of the entity's type
	length uint8  // of folded, at most 255
	alias  bool
}

// New returns an index of the entities.
func New(entities []*annotate.Entity) *Index {
	x := &Index{of: make(map[annotate.ID][]uint32, len(entities)), postings: map[gram][]uint32{}, types: map[string]uint16{}}
	x.names = make([]name, 0, len(entities)*3/2)
	for _, e := range entities {
		x.Put(e)
	}
	return x
}

// Len returns how many entities the index holds.
func (x *Index) Len() int { return len(x.of) }

// Put adds an entity, in place of the one with the same identity if there is one.
func (x *Index) Put(e *annotate.Entity) {
	x.Delete(e.ID)
	x.put(e, e.Name, false)
	for _, a := range e.Aliases {
		x.put(e, a, true)
	}
}

func (x *Index) put(e *annotate.Entity, text string, alias bool) {
	folded := fold(text)
	for _, n := range x.of[e.ID] {
		if x.names[n].text == text {
			return
		}
	}
	kind, ok := x.types[e.Type]
	if !ok {
		kind = uint16(len(x.types))
		x.types[e.Type] = kind
	}
	number := uint32(len(x.names))
	x.names = append(x.names, name{entity: e, text: text, folded: folded, kind: kind, length: uint8(min(len(folded), 255)), alias: alias})
	x.of[e.ID] = append(x.of[e.ID], number)
	var buf [64]gram
	for _, g := range unique(nameGrams(buf[:0], folded)) {
		x.postings[g] = append(x.postings[g], number)
	}
}

// rebuildFrom is how many empty names there must be before they are worth a rebuild.
const rebuildFrom = 1024

// Delete removes an entity; nothing happens where the index has none with the identity.
func (x *Index) Delete(id annotate.ID) {
	numbers, ok := x.of[id]
	if !ok {
		return
	}
	for _, n := range numbers {
		x.names[n] = name{}
	}
	delete(x.of, id)
	if x.dead += len(numbers); x.dead >= rebuildFrom && x.dead > len(x.names)/2 {
		x.rebuild()
	}
}

// rebuild makes the index anew from the entities in it, in the order in which they came.
func (x *Index) rebuild() {
	var entities []*annotate.Entity
	for i := range x.names {
		if e := x.names[i].entity; e != nil && x.of[e.ID][0] == uint32(i) {
			entities = append(entities, e)
		}
	}
	fresh := New(entities)
	x.names, x.of, x.postings, x.types, x.dead = fresh.names, fresh.of, fresh.postings, fresh.types, 0
}

// gram is up to three letters in a row, packed; a border of the word counts as a letter. Pairs of
// initials are grams of their own.
type gram uint64

const (
	border   = 1       // before the first letter of a word, and after the last
	initials = 1 << 63 // marks a gram of two initials
)

func pack(a, b, c rune) gram { return gram(a)<<42 | gram(b)<<21 | gram(c) }

func initialPair(a, b rune) gram { return initials | pack(0, a, b) }

// wordGrams appends the grams of a word; open leaves out the one at its end, as more may be typed.
func wordGrams(dst []gram, word string, open bool) []gram {
	a, b := rune(0), rune(border)
	for _, r := range word {
		dst = append(dst, pack(a, b, r)) // the first one holds the initial alone
		a, b = b, r
	}
	if !open && utf8.RuneCountInString(word) > 1 {
		dst = append(dst, pack(a, b, border))
	}
	return dst
}

// nameGrams appends the grams of a name: those of its words, and the pairs of initials of words that
// follow one another, and of the first word with the last.
func nameGrams(dst []gram, folded string) []gram {
	var first, previous rune
	for w := range strings.FieldsSeq(folded) {
		dst = wordGrams(dst, w, false)
		initial, _ := utf8.DecodeRuneInString(w)
		if previous != 0 {
			dst = append(dst, initialPair(previous, initial), initialPair(first, initial))
		} else {
			first = initial
		}
		previous = initial
	}
	return dst
}

// longestInitials is how many letters without a space may be read as initials.
const longestInitials = 5

// queryGrams returns the grams to look for.
func queryGrams(words []string) []gram {
	var out []gram
	var previous rune
	for i, w := range words {
		out = wordGrams(out, w, i == len(words)-1)
		initial, _ := utf8.DecodeRuneInString(w)
		if previous != 0 {
			out = append(out, initialPair(previous, initial))
		}
		previous = initial
	}
	if letters := []rune(words[0]); len(words) == 1 && len(letters) <= longestInitials {
		for i := 1; i < len(letters); i++ {
			out = append(out, initialPair(letters[i-1], letters[i]))
		}
	}
	return unique(out)
}

func unique(gs []gram) []gram {
	slices.Sort(gs)
	return slices.Compact(gs)
}

// How many names a query may look at.
const (
	readAll        = 300     // with so few names all are candidates
	mostCandidates = 400     // that are read and scored
	mostPostings   = 300_000 // that are counted
	longList       = 60_000  // a list beyond this says little once rarer grams are counted
)

// counts is the room that one query needs to count grams.
type counts struct {
	shared     []uint8 // by number of the name: how many grams of the query it has
	bySize     []int32 // how many candidates there are of each rank
	candidates []uint32
}

// candidates returns the numbers of the allowed names that are worth reading.
func (x *Index) candidates(words []string, allowed func(*name) bool) []uint32 {
	c, _ := x.scratch.Get().(*counts)
	if c == nil {
		c = &counts{bySize: make([]int32, 1<<16)}
	}
	defer x.scratch.Put(c)
	c.candidates = c.candidates[:0]
	if len(x.names) <= readAll {
		for i := range x.names {
			if allowed(&x.names[i]) {
				c.candidates = append(c.candidates, uint32(i))
			}
		}
	} else {
		x.count(c, queryGrams(words), allowed)
	}
	return slices.Clone(c.candidates)
}

// count finds the names that share the most grams.
func (x *Index) count(c *counts, grams []gram, allowed func(*name) bool) {
	if len(c.shared) < len(x.names) {
		c.shared = make([]uint8, len(x.names)+len(x.names)/8)
	}
	clear(c.shared)
	lists := x.rarest(grams)
	// A name must share a third of the grams: that survives one slip in a short word, two in a long one.
	enough := uint8(max(1, (len(lists)+2)/3))
	for _, list := range lists {
		for _, n := range list {
			if c.shared[n]++; c.shared[n] == enough && allowed(&x.names[n]) {
				c.candidates = append(c.candidates, n)
			}
		}
	}
	if len(c.candidates) <= mostCandidates {
		return
	}
	// Those that share most, of equals the shortest: sorted by counting, as there may be many.
	rank := func(n uint32) int { return int(255-c.shared[n])<<8 | int(x.names[n].length) }
	clear(c.bySize)
	for _, n := range c.candidates {
		c.bySize[rank(n)]++
	}
	worst, room := 0, int32(mostCandidates)
	for ; room > c.bySize[worst]; worst++ {
		room -= c.bySize[worst]
	}
	kept := c.candidates[:0]
	for _, n := range c.candidates {
		if r := rank(n); r < worst || r == worst && room > 0 {
			if r == worst {
				room--
			}
			kept = append(kept, n)
		}
	}
	c.candidates = kept
}

// rarest returns the lists of the grams worth counting, the shortest first.
func (x *Index) rarest(grams []gram) [][]uint32 {
	lists := make([][]uint32, 0, len(grams))
	for _, g := range grams {
		if list := x.postings[g]; len(list) > 0 {
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
