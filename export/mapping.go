package export

import (
	"bytes"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"quoth/annotate"
)

// Map gives the labels of a dataset the names of another schema. What it does not name stays as it is.
//
// As a file it is YAML:
//
//	types:
//	  PER: person
//	  Citation: quote
//	  MISC: ""                 # left out
//	roles:
//	  Source: <speaker         # the other way round: from the quote to who says it
//	  cue: cue
//	attributes:
//	  mode: type
//	values:
//	  type: {Direct: direct, Indirect: indirect}
type Map struct {
	Types  map[string]string            `yaml:"types"`
	Roles  map[string]string            `yaml:"roles"`
	Attrs  map[string]string            `yaml:"attributes"`
	Values map[string]map[string]string `yaml:"values"` // of attributes, by their new names
}

// turned begins the name of a role that goes the other way round.
const turned = "<"

// ParseMap reads a map from YAML. The name is used in errors.
func ParseMap(name string, src []byte) (*Map, error) {
	var m Map
	d := yaml.NewDecoder(bytes.NewReader(src))
	d.KnownFields(true)
	if err := d.Decode(&m); err != nil {
		return nil, fmt.Errorf("%s: %s; a map has types, roles, attributes and values", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return &m, nil
}

// Records returns the records under the map.
func (m *Map) Records(records iter.Seq2[*Record, error]) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		for r, err := range records {
			if err == nil {
				r = m.Record(r)
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// named returns the new name of something; "" where it is to be left out.
func named(m map[string]string, old string) string {
	if n, ok := m[old]; ok {
		return n
	}
	return old
}

// Record returns the record under the map. What fills a role of something left out is left out of it.
func (m *Map) Record(r *Record) *Record {
	out := *r
	out.Annotations, out.Entities, out.Kinds = nil, nil, nil
	gone := map[annotate.ID]bool{}
	now := map[annotate.ID]*annotate.Annotation{}
	for _, a := range r.Annotations {
		c := a.Clone()
		if c.Type = named(m.Types, a.Type); c.Type == "" {
			gone[a.ID] = true
			continue
		}
		c.Args = nil
		if len(a.Attrs) > 0 {
			c.Attrs = map[string]string{}
			for k, v := range a.Attrs {
				if k = named(m.Attrs, k); k == "" {
					continue
				}
				if v = named(m.Values[k], v); v != "" {
					c.Attrs[k] = v
				}
			}
		}
		now[c.ID] = c
		out.Annotations = append(out.Annotations, c)
	}
	for _, a := range r.Annotations {
		for _, x := range a.Args {
			role := named(m.Roles, x.Role)
			if role == "" || gone[a.ID] || gone[x.Target] {
				continue
			}
			from, to := now[a.ID], x.Target
			if rest, ok := strings.CutPrefix(role, turned); ok {
				from, to, role = now[x.Target], a.ID, rest
			}
			if arg := (annotate.Arg{Role: role, Target: to}); from != nil && !slices.Contains(from.Args, arg) {
				from.Args = append(from.Args, arg)
			}
		}
	}
	for _, e := range r.Entities {
		c := e.Clone()
		if c.Type = named(m.Types, e.Type); c.Type == "" {
			continue
		}
		out.Entities = append(out.Entities, c)
	}
	for _, a := range out.Annotations {
		if a.Entity != "" && !slices.ContainsFunc(out.Entities, func(e *annotate.Entity) bool { return e.ID == a.Entity }) {
			a.Entity = ""
		}
	}
	for old, kind := range r.Kinds {
		if n := named(m.Types, old); n != "" {
			if out.Kinds == nil {
				out.Kinds = map[string]annotate.Kind{}
			}
			out.Kinds[n] = kind
		}
	}
	return &out
}

// usual are the names that datasets give to what the built-in schema calls otherwise.
var usual = map[string][]string{
	"person":  {"per", "person", "people", "persname", "prop_per", "nom_per", "pron_per", "source", "entite", "entity", "character", "nam_per"},
	"org":     {"org", "organization", "organisation", "company", "corporation", "norp", "media"},
	"place":   {"loc", "location", "gpe", "fac", "facility", "place", "city", "country"},
	"group":   {"group", "nationality"},
	"role":    {"title", "position", "job", "role"},
	"date":    {"date", "time", "timex", "timex3"},
	"quote":   {"quote", "quotation", "citation", "content", "message", "directspeech", "direct_speech", "speech", "zitat"},
	"cue":     {"cue", "introducteur", "trigger_cue", "frame"},
	"speaker": {"speaker", "source", "said_by", "attribution", "holder"},
	"other":   {"event"},
}

// Propose returns a map, as a file, from the types of a dataset to those of a schema: those whose names
// agree, are known to mean the same, or are much alike. The rest stands in it to be filled in.
func (t *Types) Propose(schema *annotate.Schema) []byte {
	var keys, roles, attrs []string
	for _, x := range schema.Types {
		keys = append(keys, x.Key)
		for _, r := range x.Roles {
			if !slices.Contains(roles, r.Key) {
				roles = append(roles, r.Key)
			}
		}
		for _, a := range x.Attrs {
			if !slices.Contains(attrs, a.Key) {
				attrs = append(attrs, a.Key)
			}
		}
	}
	var b bytes.Buffer
	b.WriteString("# What the labels of the dataset are called in the schema " + schema.Name + ".\n# \"\" leaves a label out; what is not named here stays as it is; <role turns a role round.\n")
	section := func(title string, list []string, to []string) {
		if len(list) == 0 {
			return
		}
		b.WriteString(title + ":\n")
		for _, old := range list {
			name, why := meant(old, to)
			if name == "" {
				name, why = old, "  # the schema has no such name"
			}
			fmt.Fprintf(&b, "  %s: %s%s\n", yamlWord(old), yamlWord(name), why)
		}
	}
	seenRoles, seenAttrs := map[string]bool{}, map[string]bool{}
	for _, s := range t.types {
		for r := range s.roles {
			seenRoles[r] = true
		}
		for a := range s.attrs {
			seenAttrs[a] = true
		}
	}
	section("types", slices.Sorted(maps.Keys(t.types)), keys)
	section("roles", slices.Sorted(maps.Keys(seenRoles)), roles)
	section("attributes", slices.Sorted(maps.Keys(seenAttrs)), attrs)
	return b.Bytes()
}

// meant returns the one of known names that an old one means, and a remark where that is a guess.
func meant(old string, known []string) (name, why string) {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r == '-' || r == '_' || r == '.' || r == ' ' {
				return -1
			}
			return r
		}, strings.ToLower(s))
	}
	for _, k := range known {
		if plain(k) == plain(old) {
			return k, ""
		}
	}
	last := func(s string) string { return s[strings.LastIndexAny(s, ".-_")+1:] }
	for _, k := range known {
		if slices.Contains(usual[k], strings.ToLower(old)) {
			return k, ""
		}
	}
	for _, k := range known {
		if len(last(k)) > 3 && plain(last(k)) == plain(last(old)) {
			return k, "  # a guess"
		}
	}
	if hint := annotate.DidYouMean(plain(old), slices.Clone(known)); hint != "" {
		for _, k := range known {
			if strings.Contains(hint, `"`+k+`"`) {
				return k, "  # a guess"
			}
		}
	}
	return "", ""
}

// yamlWord writes a word so that YAML reads it as one.
func yamlWord(s string) string {
	data, err := yaml.Marshal(s)
	if err != nil {
		return `""`
	}
	return strings.TrimSpace(string(data))
}

// Referred returns the entities of the record that annotations refer to.
func Referred(r *Record) []*annotate.Entity {
	used := map[annotate.ID]bool{}
	for _, a := range r.Annotations {
		used[a.Entity] = true
	}
	var out []*annotate.Entity
	for _, e := range r.Entities {
		if used[e.ID] {
			out = append(out, e)
		}
	}
	return out
}
