package annotate

import (
	"maps"
	"slices"

	"github.com/google/uuid"
)

// ID identifies an annotation, a change or an entity: stable for ever, unique across machines.
type ID string

// NewID returns a fresh identity. Identities made later sort later (UUID version 7).
func NewID() ID { return ID(uuid.Must(uuid.NewV7()).String()) }

// AnnotatorID names who or what marks: "ana", "rules", "gold".
type AnnotatorID string

// Annotation is a typed mark on a document.
type Annotation struct {
	ID     ID
	Type   string            // a key of the schema: "person", "cue", "quote", "contact.meet"
	Spans  []Span            // one or more, ascending, disjoint
	Entity ID                // what a mention refers to, or ""
	Args   []Arg             // in the order in which they were given
	Attrs  map[string]string // only keys and values that the schema allows
	Note   string
	Origin Origin
}

// Arg is a role filled by another annotation of the same set.
type Arg struct {
	Role   string // a key of the type's roles: "speaker", "cue", "place"
	Target ID
}

// Origin says who or what made an annotation. The zero Origin is the person who owns the set.
type Origin struct {
	Annotator AnnotatorID
	Rule      string  // which rule, "" for none
	Score     float64 // how sure, from 0 to 1; 0 where unknown
	Evidence  string  // why, in words for the person, "" for none: “said” after the closing mark
}

// ByProgram reports whether it tells a program: what people mark says of itself neither by which rule nor how surely it was
// made, and what they took over says from whom. The owner is whose set it is in.
func (o Origin) ByProgram(owner AnnotatorID) bool {
	return o.Annotator == owner || o.Annotator == "" && (o.Rule != "" || o.Score != 0)
}

// eachGap calls fn for every gap between two of the spans.
func (a *Annotation) eachGap(fn func(Span)) {
	for i := 1; i < len(a.Spans); i++ {
		if gap := (Span{a.Spans[i-1].End, a.Spans[i].Start}); gap.Start < gap.End {
			fn(gap)
		}
	}
}

// Hull returns the smallest span around the annotation.
func (a *Annotation) Hull() Span { return Hull(a.Spans) }

// Arg returns the target of the first argument in the role, or "".
func (a *Annotation) Arg(role string) ID {
	for _, x := range a.Args {
		if x.Role == role {
			return x.Target
		}
	}
	return ""
}

// WithArg returns a copy in which target fills role. Where single is set it replaces what filled the
// role before; an empty target empties the role.
func (a *Annotation) WithArg(role string, target ID, single bool) *Annotation {
	c := a.Clone()
	if single || target == "" {
		c.Args = slices.DeleteFunc(c.Args, func(x Arg) bool { return x.Role == role })
	}
	if x := (Arg{role, target}); target != "" && !slices.Contains(c.Args, x) {
		c.Args = append(c.Args, x)
	}
	return c
}

// WithoutArg returns a copy without the argument.
func (a *Annotation) WithoutArg(x Arg) *Annotation {
	c := a.Clone()
	c.Args = slices.DeleteFunc(c.Args, func(y Arg) bool { return x == y })
	return c
}

// WithAttr returns a copy with the attribute set, or removed where value is "".
func (a *Annotation) WithAttr(key, value string) *Annotation {
	c := a.Clone()
	if value == "" {
		delete(c.Attrs, key)
		return c
	}
	if c.Attrs == nil {
		c.Attrs = map[string]string{}
	}
	c.Attrs[key] = value
	return c
}

// Clone returns a deep copy.
func (a *Annotation) Clone() *Annotation {
	c := *a
	c.Spans = slices.Clone(a.Spans)
	c.Args = slices.Clone(a.Args)
	c.Attrs = maps.Clone(a.Attrs)
	return &c
}

// Equal reports whether both say the same of the same words under the same identity.
func (a *Annotation) Equal(b *Annotation) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.ID == b.ID && a.Type == b.Type && a.Entity == b.Entity && a.Note == b.Note && a.Origin == b.Origin &&
		slices.Equal(a.Spans, b.Spans) && slices.Equal(a.Args, b.Args) && maps.Equal(a.Attrs, b.Attrs)
}
