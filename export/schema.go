package export

import (
	"cmp"
	"iter"
	"maps"
	"slices"

	"quoth/annotate"
)

// Types gathers what types records use, to guess a schema of a dataset that comes without one.
type Types struct {
	types map[string]*seen
}

type seen struct {
	kind     annotate.Kind
	n        int
	roles    map[string]map[string]bool // role → types that fill it
	often    map[string]bool            // roles that somebody fills twice
	attrs    map[string]map[string]bool // attribute → values
	entities map[string]bool
}

// Add takes in the types of a record.
func (t *Types) Add(r *Record) {
	if t.types == nil {
		t.types = map[string]*seen{}
	}
	typeOf := map[annotate.ID]string{}
	for _, a := range r.Annotations {
		typeOf[a.ID] = a.Type
	}
	entityType := map[annotate.ID]string{}
	for _, e := range r.Entities {
		entityType[e.ID] = e.Type
	}
	for _, a := range r.Annotations {
		s := t.types[a.Type]
		if s == nil {
			s = &seen{roles: map[string]map[string]bool{}, often: map[string]bool{}, attrs: map[string]map[string]bool{}, entities: map[string]bool{}}
			t.types[a.Type] = s
		}
		s.n++
		if k := r.Kinds[a.Type]; k != "" {
			s.kind = k
		}
		filled := map[string]bool{}
		for _, x := range a.Args {
			if s.roles[x.Role] == nil {
				s.roles[x.Role] = map[string]bool{}
			}
			s.roles[x.Role][typeOf[x.Target]] = true
			s.often[x.Role] = s.often[x.Role] || filled[x.Role]
			filled[x.Role] = true
		}
		for k, v := range a.Attrs {
			if s.attrs[k] == nil {
				s.attrs[k] = map[string]bool{}
			}
			if len(s.attrs[k]) <= mostValues {
				s.attrs[k][v] = true
			}
		}
		if a.Entity != "" {
			s.entities[cmp.Or(entityType[a.Entity], a.Type)] = true
		}
	}
}

// mostValues is how many values an attribute has at most before it is free text.
const mostValues = 12

// Schema returns a schema that the records fit. Types of known are as they are there.
func (t *Types) Schema(name string, known *annotate.Schema) *annotate.Schema {
	var types []annotate.Type
	for _, key := range slices.Sorted(maps.Keys(t.types)) {
		if known != nil {
			if k := known.Type(key); k != nil {
				types = append(types, *k)
				continue
			}
		}
		s := t.types[key]
		typ := annotate.Type{Key: key, Kind: s.kind, Label: key, Color: "#888888", Entities: slices.Sorted(maps.Keys(s.entities))}
		if typ.Kind == "" {
			typ.Kind = annotate.KindMention
		}
		for _, role := range slices.Sorted(maps.Keys(s.roles)) {
			typ.Roles = append(typ.Roles, annotate.Role{Key: role, Label: role, Targets: slices.Sorted(maps.Keys(s.roles[role])), Single: !s.often[role]})
		}
		for _, key := range slices.Sorted(maps.Keys(s.attrs)) {
			x := annotate.Attribute{Key: key, Label: key, Values: slices.Sorted(maps.Keys(s.attrs[key]))}
			if len(x.Values) > mostValues {
				x.Values = nil
			}
			typ.Attrs = append(typ.Attrs, x)
		}
		types = append(types, typ)
	}
	return annotate.NewSchema(name, types)
}

// SchemaOf returns a schema that records fit.
func SchemaOf(name string, records []*Record) *annotate.Schema {
	var t Types
	for _, r := range records {
		t.Add(r)
	}
	return t.Schema(name, nil)
}

// Observed passes records on and takes in their types.
func (t *Types) Observed(records iter.Seq2[*Record, error]) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for r, err := range records {
			if err == nil {
				t.Add(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}
