package suggest

import (
	"context"
	"maps"
	"slices"

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
	// mostOfName is how many entities of one name are compared with one another.
	mostOfName = 20
)

// Doubles lists the pairs of entities of one type that may be one: of the same identity elsewhere, of the same name, or
// of nearly the same; the surest first. Tell, which may be nil, hears how many have been looked at.
func Doubles(ctx context.Context, all []*annotate.Entity, tell func(done, total int)) ([]Double, error) {
	d := doubles{seen: map[[2]annotate.ID]bool{}}
	ids, names := map[string][]*annotate.Entity{}, map[string][]*annotate.Entity{}
	for _, e := range all {
		for _, kind := range slices.Sorted(maps.Keys(e.IDs)) {
			d.group(ids, kind+"\x00"+e.IDs[kind], e, "the same id of "+kind, 1)
		}
	}
	for _, e := range all {
		eachName(e, func(text string, _, dated bool) {
			if !dated {
				d.group(names, e.Type+"\x00"+fold(text), e, "both are called “"+text+"”", 0.97)
			}
		})
	}
	x := New(all)
	for i, e := range all {
		if i%64 == 0 {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if tell != nil {
				tell(i, len(all))
			}
		}
		for _, s := range x.Find(Query{Text: e.Name, Types: []string{e.Type}, Limit: 3}) {
			if s.Entity.ID != e.ID && s.Fit >= leastDouble && !s.Clash && sameWords(e.Name, s.Name) {
				d.add(e, s.Entity, "“"+e.Name+"” and “"+s.Name+"” are spelt nearly alike", 0.9*s.Fit)
			}
		}
	}
	slices.SortStableFunc(d.found, func(a, b Double) int {
		switch {
		case a.Sure > b.Sure:
			return -1
		case a.Sure < b.Sure:
			return 1
		}
		return 0
	})
	return d.found, nil
}

// sameWords reports whether two names have equally many words: “Ana Díaz” is not “Ana Díaz Foundation”.
func sameWords(a, b string) bool {
	count := func(s string) (n int) {
		for _, r := range fold(s) {
			if r == ' ' {
				n++
			}
		}
		return n
	}
	return count(a) == count(b)
}

type doubles struct {
	found []Double
	seen  map[[2]annotate.ID]bool
}

// group compares an entity with those that came before it under the same key.
func (d *doubles) group(groups map[string][]*annotate.Entity, key string, e *annotate.Entity, why string, sure float64) {
	g := groups[key]
	for _, o := range g[:min(len(g), mostOfName)] {
		d.add(o, e, why, sure)
	}
	groups[key] = append(g, e)
}

func (d *doubles) add(a, b *annotate.Entity, why string, sure float64) {
	if a.ID == b.ID || a.Type != b.Type {
		return
	}
	if b.ID < a.ID {
		a, b = b, a
	}
	if pair := [2]annotate.ID{a.ID, b.ID}; !d.seen[pair] {
		d.seen[pair] = true
		d.found = append(d.found, Double{a, b, why, sure})
	}
}
