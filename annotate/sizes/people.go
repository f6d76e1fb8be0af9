package sizes

import (
	"fmt"

	"quoth/annotate"
)

// People gives n entities of as many names, people and, every tenth, organisations; some have another name, and
// identities elsewhere. As in the world, a few given names are very common and most family names are not.
func People(n int, yield func(*annotate.Entity) bool) {
	words := names(60_000)
	r := random(11)
	seen := make(map[string]bool, n)
	for i := 0; i < n; {
		given, family := words[r.below(1+r.below(2000))], words[r.below(len(words))]
		name, typ := given+" "+family, "person"
		switch pick := r.below(10); {
		case pick == 0:
			name, typ = family+" "+words[r.below(40)]+" Group", "org"
		case pick < 5:
			name = given + " " + words[r.below(1+r.below(2000))] + " " + family
		}
		if seen[name] {
			continue
		}
		seen[name] = true
		e := &annotate.Entity{ID: annotate.ID(fmt.Sprintf("wikidata:Q%d", i+1)), Type: typ, Name: name}
		if i%5 == 0 {
			e.Aliases = []string{given[:1] + ". " + family}
		}
		if i%2 == 0 {
			e.IDs = map[string]string{"wikidata": fmt.Sprintf("Q%d", i+1)}
		}
		i++
		if !yield(e) {
			return
		}
	}
}
