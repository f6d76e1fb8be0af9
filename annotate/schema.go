package annotate

// Kind says what annotations of a type are.
type Kind string

// The four kinds.
const (
	KindMention Kind = "mention"
	KindCue     Kind = "cue"
	KindQuote   Kind = "quote"
	KindEvent   Kind = "event"
)

// Schema says which types there are and what each may hold. It is read from a YAML file by
// [ParseSchema], which reports every broken rule with its line.
type Schema struct {
	Name        string
	Version     int
	Description string
	Types       []Type // in the order of the file
	Source      []byte // the YAML text that it was read from

	byKey map[string]*Type
}

// Type is one type of annotation.
type Type struct {
	Key         string // "person", "contact.meet"
	Kind        Kind
	Label       string
	Description string
	Color       string // "#RRGGBB"
	Letter      string // one or two letters shown beside the colour, so that colour is never the only sign
	Shortcut    string // the digit or letter that chooses the type among those of its kind, or ""
	Group       string // heading in lists of types: "contact" for "contact.meet"
	// Entities lists the types of entity that a mention of this type may refer to; none for dates.
	Entities []string
	Roles    []Role
	Attrs    []Attribute
}

// Role is a part that another annotation can play in one of this type.
type Role struct {
	Key         string
	Label       string
	Description string
	Shortcut    string   // the key that asks for this role's filler while such an annotation is selected
	Targets     []string // keys of types that may fill it
	Single      bool     // at most one filler
	Required    bool     // "quoth check" and the panel say when it is missing
}

// Attribute is a property of an annotation.
type Attribute struct {
	Key         string
	Label       string
	Description string
	Values      []string // allowed values; free text where empty
	Default     string   // what an annotation without the attribute is taken to have
	Excludes    string   // a role that must be empty while this attribute is set
}

// Type returns the type with the key, or nil.
func (s *Schema) Type(key string) *Type { return s.byKey[key] }

// Label is what a type is called, or its key where the schema has no such type.
func (s *Schema) Label(key string) string {
	if t := s.byKey[key]; t != nil {
		return t.Label
	}
	return key
}

// Kind returns the kind of a type, or "" where the schema has no such type.
func (s *Schema) Kind(key string) Kind {
	if t := s.byKey[key]; t != nil {
		return t.Kind
	}
	return ""
}

// OfKind returns the types of a kind in the schema's order.
func (s *Schema) OfKind(k Kind) []*Type {
	var ts []*Type
	for i := range s.Types {
		if s.Types[i].Kind == k {
			ts = append(ts, &s.Types[i])
		}
	}
	return ts
}

// Role returns the role with the key, or nil.
func (t *Type) Role(key string) *Role {
	for i := range t.Roles {
		if t.Roles[i].Key == key {
			return &t.Roles[i]
		}
	}
	return nil
}

// Attr returns the attribute with the key, or nil.
func (t *Type) Attr(key string) *Attribute {
	for i := range t.Attrs {
		if t.Attrs[i].Key == key {
			return &t.Attrs[i]
		}
	}
	return nil
}

// NewSchema returns a schema of types that no file describes: those that a foreign dataset was found to
// have. What [ParseSchema] would find wrong with it is not looked for.
func NewSchema(name string, types []Type) *Schema {
	s := &Schema{Name: name, Version: 1, Types: types, byKey: map[string]*Type{}}
	for i := range s.Types {
		s.byKey[s.Types[i].Key] = &s.Types[i]
	}
	return s
}
