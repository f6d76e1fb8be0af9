package suggest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"quoth/annotate"
)

// Listing is the entities that an index itself held at one moment, one after the other. What changes the index since
// does not touch it, so it may be used beside that; but not once the book is closed with which the index was opened.
type Listing struct {
	own    []*annotate.Entity // nil where one is gone
	base   *Book              // nil for none
	hidden map[uint32]bool    // in the book
	order  func() []uint32    // numbers: in own, and beyond these in the book
}

// Column is what a listing can be put in order by.
type Column string

// The columns. Entities that are alike in one stand in the order of their names.
const (
	ByName    Column = "name"
	ByType    Column = "type"
	ByAliases Column = "aliases" // how many
	ByIDs     Column = "ids"     // how many
	ByCount   Column = "count"   // of [Ordering.Count]
)

// Ordering says which entities stand in a listing and in which order.
type Ordering struct {
	By        Column
	Down      bool   // from z to a, from most to least
	Type      string // only those of it; "" for all
	Count     map[annotate.ID]int
	Uncounted bool // only those that Count has nothing of
}

// Listing lists the entities that the index itself holds now: those of the book, and those that were put into it in
// that order. It costs nothing for each of the book's until it is looked into.
func (x *Index) Listing() *Listing {
	x.mu.RLock()
	defer x.mu.RUnlock()
	l := &Listing{own: slices.Clone(x.own.entities)}
	if x.base != nil {
		l.base, l.hidden = x.base.Book, maps.Clone(x.base.hidden)
	}
	room := x.len()
	l.order = sync.OnceValue(func() []uint32 { return l.asTheyCame(room) })
	return l
}

func (l *Listing) asTheyCame(room int) []uint32 {
	order := make([]uint32, 0, room)
	if l.base != nil {
		for owner := range uint32(l.base.Len()) {
			if len(l.hidden) == 0 || !l.hidden[owner] {
				order = append(order, uint32(len(l.own))+owner)
			}
		}
	}
	for i, e := range l.own {
		if e != nil {
			order = append(order, uint32(i))
		}
	}
	return order
}

// Len returns how many entities are listed.
func (l *Listing) Len() int { return len(l.order()) }

// At returns the entity of a row, from 0.
func (l *Listing) At(i int) *annotate.Entity { return l.entity(l.order()[i]) }

func (l *Listing) entity(number uint32) *annotate.Entity {
	if owner, held := l.held(number); held {
		return l.base.entity(owner)
	}
	return l.own[number]
}

// held returns the number in the book of an entity that it holds.
func (l *Listing) held(number uint32) (owner uint32, held bool) {
	if int(number) < len(l.own) {
		return number, false
	}
	return number - uint32(len(l.own)), true
}

// number returns the number of the entity with an identity, given those of own.
func (l *Listing) number(id annotate.ID, own map[annotate.ID]uint32) (number uint32, found bool) {
	if n, found := own[id]; found {
		return n, true
	}
	if l.base != nil {
		if owner, found := l.base.number(id); found && !l.hidden[owner] {
			return uint32(len(l.own)) + owner, true
		}
	}
	return 0, false
}

func (l *Listing) ownNumbers() map[annotate.ID]uint32 {
	own := make(map[annotate.ID]uint32, len(l.own))
	for i, e := range l.own {
		if e != nil {
			own[e.ID] = uint32(i)
		}
	}
	return own
}

// Place returns the row of an entity, or -1.
func (l *Listing) Place(id annotate.ID) int {
	number, found := l.number(id, l.ownNumbers())
	if !found {
		return -1
	}
	return slices.Index(l.order(), number)
}

// traits are what of an entity its place in a listing follows from.
type traits struct {
	kind, folded string
	others, ids  int // names besides its own, identities elsewhere
}

func (l *Listing) describe(number uint32) traits {
	if owner, held := l.held(number); held {
		return l.base.describe(owner)
	}
	e := l.own[number]
	return traits{e.Type, fold(e.Name), len(e.Aliases) + len(e.Dated), len(e.IDs)}
}

// describe reads what is needed of a record, and no text but the name.
func (b *Book) describe(owner uint32) (d traits) {
	r := recordReader{rest: between(b.records, b.recordAt, owner)}
	r.skipIdentity()
	if kind := r.number(); kind < uint64(len(b.about.Types)) {
		d.kind = b.about.Types[kind]
	}
	names := r.count()
	for i := range names {
		if n := uint32(r.number()); i == 0 {
			d.folded = b.name(n).folded
		}
	}
	d.others = max(0, names-1)
	for range r.count() {
		for range 4 {
			r.bytes()
		}
	}
	d.ids = r.count()
	return d
}

// row is an entity that is being put in its place: by a figure, then by the beginning of its name.
type row struct {
	key, begin, more uint64
	number           uint32
}

// Ordered returns the entities of the listing that an ordering wants, in its order.
func (l *Listing) Ordered(ctx context.Context, o Ordering) (*Listing, error) {
	own := l.ownNumbers()
	counts := make(map[uint32]int, len(o.Count))
	for id, n := range o.Count {
		if number, found := l.number(id, own); found && n > 0 {
			counts[number] = n
		}
	}
	order := l.order()
	rows := make([]row, 0, len(order))
	var kinds []string
	for i, number := range order {
		if i%4096 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n := counts[number]
		if o.Uncounted && n > 0 {
			continue
		}
		d := l.describe(number)
		if o.Type != "" && d.kind != o.Type {
			continue
		}
		r := row{begin: beginning(d.folded), more: beginning(d.folded[min(8, len(d.folded)):]), number: number}
		switch o.By {
		case ByType:
			at := slices.Index(kinds, d.kind)
			if at < 0 {
				at = len(kinds)
				kinds = append(kinds, strings.Clone(d.kind))
			}
			r.key = uint64(at)
		case ByAliases:
			r.key = uint64(d.others)
		case ByIDs:
			r.key = uint64(d.ids)
		case ByCount:
			r.key = uint64(n)
		}
		rows = append(rows, r)
	}
	if o.By == ByType {
		sorted := slices.Sorted(slices.Values(kinds))
		for i := range rows {
			rows[i].key = uint64(slices.Index(sorted, kinds[rows[i].key]))
		}
	}
	byName := func(a, b row) int {
		switch {
		case a.begin != b.begin:
			return cmp.Compare(a.begin, b.begin)
		case a.more != b.more:
			return cmp.Compare(a.more, b.more)
		case a.more&0xff != 0: // the names may be longer than what was compared
			if c := strings.Compare(l.describe(a.number).folded, l.describe(b.number).folded); c != 0 {
				return c
			}
		}
		return cmp.Compare(a.number, b.number)
	}
	slices.SortFunc(rows, func(a, b row) int {
		c := cmp.Compare(a.key, b.key)
		switch {
		case o.Down && c != 0:
			return -c
		case c != 0:
			return c
		case o.Down && o.By == ByName:
			return byName(b, a)
		}
		return byName(a, b)
	})
	numbers := make([]uint32, len(rows))
	for i, r := range rows {
		numbers[i] = r.number
	}
	return &Listing{own: l.own, base: l.base, hidden: l.hidden, order: func() []uint32 { return numbers }}, ctx.Err()
}

// beginning is the first eight bytes of a text as a number that is compared as they are.
func beginning(s string) (n uint64) {
	for i := range 8 {
		n <<= 8
		if i < len(s) {
			n |= uint64(s[i])
		}
	}
	return n
}
