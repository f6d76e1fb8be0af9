package export

import (
	"cmp"
	"maps"
	"slices"

	"quoth/annotate"
)

// Record is one set: what one annotator marked in one document.
type Record struct {
	Document *annotate.Document
	// Annotator is who marked, or "" where the file does not say or nobody has marked the document.
	Annotator   annotate.AnnotatorID
	State       annotate.State
	Entities    []*annotate.Entity     // by ID; at least those that the annotations refer to
	Annotations []*annotate.Annotation // in the order of the text, outer before inner
	// Decisions are what the annotator decided about others' annotations, in the order of the text, and Comments
	// what the annotator said, in the order of time. What they are about is in others' records.
	Decisions []*annotate.Decision
	Comments  []*annotate.Comment
	// Unblocked says that the file says nothing of blocks, and the document's are a guess.
	Unblocked bool
	// Untyped says that the file says nothing of the types of entities, and each has that of its first mention.
	// An import gives it one that the schema allows.
	Untyped bool
	// Where is the place that the record was read from, for messages: "news.jsonl:12". It is "" for
	// records of a project.
	Where string
	// Kinds says of what kind types are, where the file itself tells: brat's events, for example. A
	// schema that is guessed from records goes by it.
	Kinds map[string]annotate.Kind
}

// Said reports whether the record holds decisions or comments.
func (r *Record) Said() bool { return len(r.Decisions)+len(r.Comments) > 0 }

// SortSaid puts decisions in the order of the text, and comments in that of time.
func (r *Record) SortSaid() {
	slices.SortFunc(r.Decisions, func(a, b *annotate.Decision) int {
		return cmp.Or(slices.CompareFunc(a.Spans, b.Spans, compareSpan), cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.About, b.About))
	})
	slices.SortFunc(r.Comments, func(a, b *annotate.Comment) int {
		return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID))
	})
}

func compareSpan(a, b annotate.Span) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// Circular returns an annotation that reaches itself by way of what fills its roles, or nil.
func Circular(list []*annotate.Annotation) *annotate.Annotation {
	if !slices.ContainsFunc(list, func(a *annotate.Annotation) bool { return len(a.Args) > 0 }) {
		return nil
	}
	const open, done = 1, 2
	byID := make(map[annotate.ID]int, len(list))
	for i, a := range list {
		byID[a.ID] = i
	}
	state := make([]byte, len(list))
	type step struct{ at, next int }
	var path []step
	for i, a := range list {
		if state[i] == done || len(a.Args) == 0 {
			continue
		}
		path = append(path[:0], step{at: i})
		state[i] = open
		for len(path) > 0 {
			top := &path[len(path)-1]
			args := list[top.at].Args
			if top.next == len(args) {
				state[top.at] = done
				path = path[:len(path)-1]
				continue
			}
			target, ok := byID[args[top.next].Target]
			top.next++
			switch {
			case !ok || state[target] == done:
			case state[target] == open:
				return list[target]
			default:
				state[target] = open
				path = append(path, step{at: target})
			}
		}
	}
	return nil
}

// SetSource notes the file that the text came from, where nothing is noted yet.
func (r *Record) SetSource(name string) {
	if r.Document.Meta[annotate.MetaSource] != "" {
		return
	}
	if r.Document.Meta == nil {
		r.Document.Meta = map[string]string{}
	}
	r.Document.Meta[annotate.MetaSource] = name
}

// Views gives what a format needs to tell quotes and events apart and to follow their arguments.
// The record must not change while it is in use.
type Views struct {
	Record *Record
	Schema *annotate.Schema

	// annotations and entities find what there is much of, once it is asked for.
	annotations map[annotate.ID]*annotate.Annotation
	entities    map[annotate.ID]*annotate.Entity
}

// mostLooked is how many are looked through: putting so few into a map costs more.
const mostLooked = 64

// NewViews returns the views of a record under a schema.
func NewViews(r *Record, schema *annotate.Schema) *Views {
	return &Views{Record: r, Schema: schema}
}

// sameID compares identities, which mostly differ at their ends.
func sameID(a, b annotate.ID) bool {
	return len(a) == len(b) && (len(a) == 0 || a[len(a)-1] == b[len(b)-1] && a == b)
}

// OfKind returns the annotations of a kind, in the order of the text.
func (v *Views) OfKind(k annotate.Kind) []*annotate.Annotation {
	var out []*annotate.Annotation
	for _, a := range v.Record.Annotations {
		if v.Schema.Kind(a.Type) == k {
			out = append(out, a)
		}
	}
	return out
}

// Annotation returns the annotation with the identity, or nil.
func (v *Views) Annotation(id annotate.ID) *annotate.Annotation {
	list := v.Record.Annotations
	if len(list) <= mostLooked {
		for i := len(list) - 1; i >= 0; i-- {
			if sameID(list[i].ID, id) {
				return list[i]
			}
		}
		return nil
	}
	if v.annotations == nil {
		v.annotations = make(map[annotate.ID]*annotate.Annotation, len(list))
		for _, a := range list {
			v.annotations[a.ID] = a
		}
	}
	return v.annotations[id]
}

// Fillers returns what fills a role of the annotation, in the order in which it was given.
func (v *Views) Fillers(a *annotate.Annotation, role string) []*annotate.Annotation {
	var out []*annotate.Annotation
	for _, x := range a.Args {
		if x.Role != role {
			continue
		}
		if b := v.Annotation(x.Target); b != nil {
			out = append(out, b)
		}
	}
	return out
}

// Entity returns the entity that a mention refers to, or nil.
func (v *Views) Entity(a *annotate.Annotation) *annotate.Entity {
	list := v.Record.Entities
	if len(list) <= mostLooked {
		for i := len(list) - 1; i >= 0; i-- {
			if sameID(list[i].ID, a.Entity) {
				return list[i]
			}
		}
		return nil
	}
	if v.entities == nil {
		v.entities = make(map[annotate.ID]*annotate.Entity, len(list))
		for _, e := range list {
			v.entities[e.ID] = e
		}
	}
	return v.entities[a.Entity]
}

// Attr returns an attribute of the annotation, or the schema's default.
func (v *Views) Attr(a *annotate.Annotation, key string) string {
	if value, ok := a.Attrs[key]; ok {
		return value
	}
	if t := v.Schema.Type(a.Type); t != nil {
		for _, x := range t.Attrs {
			if x.Key == key {
				return x.Default
			}
		}
	}
	return ""
}

// Attrs returns the attributes of the annotation with the schema's defaults filled in.
func (v *Views) Attrs(a *annotate.Annotation) map[string]string {
	out := map[string]string{}
	if t := v.Schema.Type(a.Type); t != nil {
		for _, x := range t.Attrs {
			if x.Default != "" {
				out[x.Key] = x.Default
			}
		}
	}
	maps.Copy(out, a.Attrs)
	return out
}
