package annotate

import (
	"maps"
	"slices"
)

// Entity is the person, organisation or place that mentions refer to. Entities belong to the
// project; all its documents share them.
type Entity struct {
	ID      ID
	Type    string // a mention type of the schema that can be an entity: "person", "org"
	Name    string
	Aliases []string          // other names, without Name
	Dated   []DatedName       // names that mean it for a time only: "the president"
	IDs     map[string]string // identities elsewhere: "wikidata" → "Q…"
	Note    string
}

// Clone returns a deep copy.
func (e *Entity) Clone() *Entity {
	c := *e
	c.Aliases = slices.Clone(e.Aliases)
	c.Dated = slices.Clone(e.Dated)
	c.IDs = maps.Clone(e.IDs)
	return &c
}

// Equal reports whether both are the same entity, described in the same way.
func (e *Entity) Equal(f *Entity) bool {
	if e == nil || f == nil {
		return e == f
	}
	return e.ID == f.ID && e.Type == f.Type && e.Name == f.Name && e.Note == f.Note &&
		slices.Equal(e.Aliases, f.Aliases) && slices.Equal(e.Dated, f.Dated) && maps.Equal(e.IDs, f.IDs)
}
