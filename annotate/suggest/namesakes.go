package suggest

import (
	"iter"
	"slices"

	"quoth/annotate"
)

// Namesakes tells whether an entity has a name that another of its type has, alike but for capitals and accents: some
// bytes for each name.
type Namesakes struct{ names []uint64 } // hashes of types and folded names, in order

// NamesakesOf takes in the names and aliases of entities, dated ones left out. The error is that of the entities.
func NamesakesOf(all iter.Seq2[*annotate.Entity, error]) (*Namesakes, error) {
	s := &Namesakes{}
	for e, err := range all {
		if err != nil {
			return nil, err
		}
		eachName(e, func(text string, _, dated bool) {
			if folded := fold(text); !dated && folded != "" {
				s.names = append(s.names, longHash(nameMark(e.Type, folded)))
			}
		})
	}
	slices.Sort(s.names)
	s.names = slices.Compact(s.names)
	return s, nil
}

// Of reports whether one of those that were taken in is called by the name of an entity, and is of its type.
func (s *Namesakes) Of(e *annotate.Entity) bool {
	folded := fold(e.Name)
	_, there := slices.BinarySearch(s.names, longHash(nameMark(e.Type, folded)))
	return there && folded != ""
}

// nameMark is equal for two names by which two entities are suspected to be one.
func nameMark(typ, folded string) string { return typ + "\x00" + folded }
