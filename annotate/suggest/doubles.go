package suggest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
)

// Double is two entities that may be one.
type Double struct {
	A, B *annotate.Entity // A came first
	Why  string           // in plain words
	Sure float64          // from 0 to 1
}

const (
	// leastDouble is how well the names of two must fit to be suspected.
	leastDouble = 0.87
	// mostOfName is how many entities of one name are compared with one another; the others are with the first.
	mostOfName = 20
	// doublesAtOnce is after how many entities that were looked at what was found of them is handed on.
	doublesAtOnce = 512
)

// Doubles finds the pairs of entities of one type in the listing that may be one: of the same identity elsewhere, then of
// the same name, and then of nearly the same, which takes a moment for each entity. It hands them on as they are found, no
// pair twice, with how many entities have been looked at. What was found before the context ended has been handed on.
func (l *Listing) Doubles(ctx context.Context, found func(some []Double, done, total int)) error {
	d := doubles{of: l, seen: map[[2]uint32]bool{}}
	if err := d.alike(ctx); err != nil {
		return err
	}
	d.hand(found, 0)
	x := Open(l.base, nil)
	for owner := range l.hidden {
		x.base.hidden[owner] = true
	}
	for _, e := range l.own {
		if e != nil {
			x.Put(e)
		}
	}
	own := l.ownNumbers()
	for i, number := range l.order() {
		if i%64 == 0 && ctx.Err() != nil {
			d.hand(found, i)
			return ctx.Err()
		}
		if i%doublesAtOnce == 0 && i > 0 {
			d.hand(found, i)
		}
		e := l.entity(number)
		for _, s := range x.Find(Query{Text: e.Name, Types: []string{e.Type}, Limit: 3}) {
			if s.Entity.ID == e.ID || s.Fit < leastDouble || s.Clash || !sameWords(e.Name, s.Name) {
				continue
			}
			if other, known := l.number(s.Entity.ID, own); known {
				d.add(number, other, "“"+e.Name+"” and “"+s.Name+"” are spelt nearly alike", 0.9*s.Fit)
			}
		}
	}
	d.hand(found, l.Len())
	return nil
}

// SurestFirst puts doubles in the order of how sure they are; of equals the one that was found first comes first.
func SurestFirst(all []Double) {
	slices.SortStableFunc(all, func(a, b Double) int { return cmp.Compare(b.Sure, a.Sure) })
}

// sameWords reports whether two names have equally many words: “Ana Díaz” is not “Ana Díaz Foundation”.
func sameWords(a, b string) bool { return strings.Count(fold(a), " ") == strings.Count(fold(b), " ") }

type doubles struct {
	of    *Listing
	found []Double // and not yet handed on
	seen  map[[2]uint32]bool
}

// mark is something that two entities may have in common: an identity elsewhere, or a name.
type mark struct {
	hash   uint64
	number uint32
	nth    uint32 // of its kind, in the order of [Listing.marks]
}

// marks calls fn with the identities elsewhere of an entity, by kind, and then with its names that are not dated.
func marks(e *annotate.Entity, fn func(nth int, key, why string, sure float64)) {
	nth := 0
	for _, kind := range slices.Sorted(maps.Keys(e.IDs)) {
		fn(nth, e.Type+"\x00"+kind+"\x00"+e.IDs[kind], "the same id of "+kind, 1)
		nth++
	}
	eachName(e, func(text string, _, dated bool) {
		if folded := fold(text); !dated && folded != "" {
			fn(nth, nameMark(e.Type, folded), called(text), 0.97)
		}
		nth++
	})
}

// called says that two have a name in common.
func called(text string) string { return "both are called “" + text + "”" }

// alike finds those that have an identity or a name in common. Marks are compared by their hashes first, so that a
// million entities take some megabytes.
func (d *doubles) alike(ctx context.Context) error {
	var all []mark
	for i, number := range d.of.order() {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		marks(d.of.entity(number), func(nth int, key, _ string, _ float64) {
			all = append(all, mark{longHash(key), number, uint32(nth)})
		})
	}
	slices.SortFunc(all, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.number, b.number), cmp.Compare(a.nth, b.nth))
	})
	type read struct {
		mark
		key, why string
		sure     float64
		named    bool // it is a name, and no identity
	}
	for from := 0; from < len(all); {
		end := from + 1
		for end < len(all) && all[end].hash == all[from].hash {
			end++
		}
		var same []read
		for _, m := range all[from:end] {
			if end == from+1 {
				break
			}
			marks(d.of.entity(m.number), func(nth int, key, why string, sure float64) {
				if uint32(nth) == m.nth {
					same = append(same, read{m, key, why, sure, sure < 1})
				}
			})
		}
		for i, b := range same {
			others := same[:i]
			if i > mostOfName {
				others = same[:1]
			}
			for _, a := range others {
				if a.key != b.key {
					continue
				}
				why := b.why
				if x, y := d.of.entity(a.number), d.of.entity(b.number); b.named && fold(x.Name) == fold(y.Name) {
					why = called(x.Name) // and not by what is only short for it
				}
				d.add(a.number, b.number, why, b.sure)
			}
		}
		from = end
	}
	SurestFirst(d.found)
	return nil
}

// longHash is FNV-1a with 64 bits.
func longHash(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}

func (d *doubles) add(a, b uint32, why string, sure float64) {
	if a == b {
		return
	}
	x, y := d.of.entity(a), d.of.entity(b)
	if y.ID < x.ID {
		a, b, x, y = b, a, y, x
	}
	if pair := [2]uint32{a, b}; x.ID != y.ID && !d.seen[pair] {
		d.seen[pair] = true
		d.found = append(d.found, Double{x, y, why, sure})
	}
}

func (d *doubles) hand(found func([]Double, int, int), done int) {
	found(d.found, done, d.of.Len())
	d.found = nil
}
