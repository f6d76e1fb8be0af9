package suggest

import (
	"sync"

	"quoth/annotate"
)

// Index finds entities by their names: those that were put into it, and those of its books. It may be asked and changed by
// many goroutines at once. An entity must not be changed while it is in an index; put a changed copy instead.
type Index struct {
	mu    sync.RWMutex
	own   own
	base  *shelf   // what the index was opened with; nil for nothing
	books []*shelf // what others describe, for as long as the index has nothing of the same identity

	scratch sync.Pool // *counts
}

// shelf is a book with what of it does not count: in place of it the index has something newer.
type shelf struct {
	*Book
	hidden map[uint32]bool // by number of the entity
}

// New returns an index of the entities.
func New(entities []*annotate.Entity) *Index { return Open(nil, entities) }

// Open returns an index of the entities of a book, which may be nil, and of others, which come in place of
// those of the book that have the same identity.
func Open(base *Book, entities []*annotate.Entity) *Index {
	x := &Index{own: newOwn(len(entities))}
	if base != nil {
		x.base = &shelf{base, map[uint32]bool{}}
	}
	for _, e := range entities {
		x.Put(e)
	}
	return x
}

// AddBook makes a book's entities found too, after those of the index itself.
func (x *Index) AddBook(b *Book) {
	x.mu.Lock()
	defer x.mu.Unlock()
	s := &shelf{b, map[uint32]bool{}}
	x.books = append(x.books, s)
	for _, e := range x.own.entities {
		if e != nil {
			s.hide(e.ID, true)
		}
	}
}

// RemoveBook forgets a book.
func (x *Index) RemoveBook(b *Book) {
	x.mu.Lock()
	defer x.mu.Unlock()
	kept := x.books[:0]
	for _, s := range x.books {
		if s.Book != b {
			kept = append(kept, s)
		}
	}
	x.books = kept
}

func (s *shelf) hide(id annotate.ID, hidden bool) {
	if owner, found := s.number(id); found {
		if hidden {
			s.hidden[owner] = true
		} else {
			delete(s.hidden, owner)
		}
	}
}

// Len returns how many entities the index holds itself.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.len()
}

func (x *Index) len() int {
	n := len(x.own.of)
	if x.base != nil {
		n += x.base.Len() - len(x.base.hidden)
	}
	return n
}

// Fresh returns how many entities the index holds that are not those of the book it was opened with.
func (x *Index) Fresh() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	n := len(x.own.of)
	if x.base != nil {
		n = max(n, len(x.base.hidden))
	}
	return n
}

// Put adds an entity, in place of the one with the same identity if there is one.
func (x *Index) Put(e *annotate.Entity) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.delete(e.ID)
	x.own.put(e)
	for _, s := range x.books {
		s.hide(e.ID, true)
	}
}

// Delete removes an entity; nothing happens where the index has none with the identity. A book's that
// it stood for is found again.
func (x *Index) Delete(id annotate.ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.delete(id)
}

func (x *Index) delete(id annotate.ID) {
	if x.base != nil {
		x.base.hide(id, true)
	}
	x.own.delete(id)
	for _, s := range x.books {
		s.hide(id, x.entity(id) != nil)
	}
}

// Entity returns the entity that the index itself holds under an identity, or nil.
func (x *Index) Entity(id annotate.ID) *annotate.Entity {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.entity(id)
}

func (x *Index) entity(id annotate.ID) *annotate.Entity {
	if id == "" {
		return nil
	}
	if owner, found := x.own.number(id); found {
		return x.own.entity(owner)
	}
	if x.base != nil {
		if owner, found := x.base.number(id); found && !x.base.hidden[owner] {
			return x.base.entity(owner)
		}
	}
	return nil
}

// Called returns the entities of the index itself that are called just so, one of them by name or alias.
func (x *Index) Called(text string) (found []*annotate.Entity) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	folded := fold(text)
	for _, s := range x.sources() {
		if s.book {
			continue
		}
		seen := map[uint32]bool{}
		for _, n := range s.called(folded) {
			if m := s.name(n); m.folded == folded && !seen[m.owner] && !s.hidden[m.owner] && s.text(n) == text {
				seen[m.owner] = true
				found = append(found, s.entity(m.owner))
			}
		}
	}
	return found
}

// place is a source as the index uses it.
type place struct {
	source
	hidden map[uint32]bool
	book   bool // others describe what it holds
}

func (x *Index) sources() []place {
	all := make([]place, 1, 2+len(x.books))
	all[0] = place{source: &x.own}
	if x.base != nil {
		all = append(all, place{x.base.Book, x.base.hidden, false})
	}
	for _, s := range x.books {
		all = append(all, place{s.Book, s.hidden, true})
	}
	return all
}

// own are the entities that were put into an index.
type own struct {
	all      []ownName // by number; those of deleted entities stay, empty, until a rebuild
	entities []*annotate.Entity
	of       map[annotate.ID]uint32 // the number of each entity
	named    [][]uint32             // the names of each entity, by number
	postings map[gram][]uint32
	kinds    []uint16
	types    []string
	dead     int // how many names are empty
}

type ownName struct {
	text, folded string
	owner        uint32
	alias, dated bool
}

func newOwn(room int) own {
	return own{all: make([]ownName, 0, room*3/2), of: make(map[annotate.ID]uint32, room), postings: map[gram][]uint32{}}
}

func (o *own) put(e *annotate.Entity) {
	owner := uint32(len(o.entities))
	o.entities = append(o.entities, e)
	o.named = append(o.named, nil)
	o.of[e.ID] = owner
	kind := o.kind(e.Type)
	eachName(e, func(text string, alias, dated bool) {
		number := uint32(len(o.all))
		folded := fold(text)
		o.all = append(o.all, ownName{text, folded, owner, alias, dated})
		o.kinds = append(o.kinds, kind)
		o.named[owner] = append(o.named[owner], number)
		var buf [64]gram
		for _, g := range unique(nameGrams(buf[:0], folded)) {
			o.postings[g] = append(o.postings[g], number)
		}
	})
}

// eachName calls fn with each of an entity's names, once.
func eachName(e *annotate.Entity, fn func(text string, alias, dated bool)) {
	fn(e.Name, false, false)
	known := func(before []string, text string) bool {
		for _, a := range before {
			if a == text {
				return true
			}
		}
		return text == e.Name
	}
	for i, a := range e.Aliases {
		if !known(e.Aliases[:i], a) {
			fn(a, true, false)
		}
	}
	for i, d := range e.Dated {
		again := known(e.Aliases, d.Name)
		for _, before := range e.Dated[:i] {
			again = again || before.Name == d.Name
		}
		if !again {
			fn(d.Name, true, true)
		}
	}
}

func (o *own) kind(typ string) uint16 {
	for i, t := range o.types {
		if t == typ {
			return uint16(i)
		}
	}
	o.types = append(o.types, typ)
	return uint16(len(o.types) - 1)
}

// rebuildFrom is how many empty names there must be before they are worth a rebuild.
const rebuildFrom = 1024

func (o *own) delete(id annotate.ID) {
	owner, found := o.of[id]
	if !found {
		return
	}
	for _, n := range o.named[owner] {
		o.all[n] = ownName{}
		o.kinds[n] = goneKind
	}
	o.dead += len(o.named[owner])
	o.entities[owner], o.named[owner] = nil, nil
	delete(o.of, id)
	if o.dead >= rebuildFrom && o.dead > len(o.all)/2 {
		fresh := newOwn(len(o.of))
		for _, e := range o.entities {
			if e != nil {
				fresh.put(e)
			}
		}
		*o = fresh
	}
}

func (o *own) table() *table {
	return &table{size: len(o.all), list: func(g gram) []uint32 { return o.postings[g] }, kinds: o.kinds, types: o.types}
}

func (o *own) name(number uint32) name {
	n := &o.all[number]
	return name{owner: n.owner, folded: n.folded, alias: n.alias, dated: n.dated}
}

func (o *own) text(number uint32) string { return o.all[number].text }

// called implements source: it gives those with the rarest gram of the text.
func (o *own) called(folded string) []uint32 {
	if lists := o.table().rarest(unique(nameGrams(nil, folded))); len(lists) > 0 {
		return lists[0]
	}
	return nil
}

func (o *own) number(id annotate.ID) (uint32, bool) {
	owner, found := o.of[id]
	return owner, found
}

func (o *own) names(owner uint32) []uint32 { return o.named[owner] }

func (o *own) entity(owner uint32) *annotate.Entity { return o.entities[owner] }

func (o *own) identity(owner uint32) annotate.ID { return o.entities[owner].ID }

func (o *own) typeOf(owner uint32) uint16 {
	if numbers := o.named[owner]; len(numbers) > 0 {
		return o.kinds[numbers[0]]
	}
	return goneKind
}
