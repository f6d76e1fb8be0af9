package workbench

import (
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
)

// twoStates says what differs between two states of an annotation: of one set before and after a change, or of two
// annotators' sets.
type twoStates struct {
	doc           *annotate.Document
	schema        *annotate.Schema
	before, after *annotate.Set // in which fillers of roles are looked up
	entity        func(annotate.ID) *annotate.Entity
}

// words says what differs, one thing each.
func (s twoStates) words(before, after *annotate.Annotation) []string {
	switch {
	case before == nil:
		return []string{fmt.Sprintf("marked “%s” as %s", clip(s.doc.Surface(after.Spans), 40), strings.ToLower(label(s.schema, after.Type)))}
	case after == nil:
		return []string{"removed"}
	}
	var out []string
	if before.Type != after.Type {
		out = append(out, strings.ToLower(label(s.schema, before.Type))+" → "+strings.ToLower(label(s.schema, after.Type)))
	}
	if !slices.Equal(before.Spans, after.Spans) {
		out = append(out, fmt.Sprintf("words “%s” → “%s”", clip(s.doc.Surface(before.Spans), 30), clip(s.doc.Surface(after.Spans), 30)))
	}
	if before.Entity != after.Entity {
		out = append(out, s.called(before.Entity)+" → "+s.called(after.Entity))
	}
	var roles []string
	for _, x := range append(slices.Clone(before.Args), after.Args...) {
		if !slices.Contains(roles, x.Role) {
			roles = append(roles, x.Role)
		}
	}
	for _, role := range roles {
		if was, is := s.fillers(s.before, before, role), s.fillers(s.after, after, role); s.differ(before, after, role, was, is) {
			out = append(out, role+" "+orNone(was)+" → "+orNone(is))
		}
	}
	var keys []string
	for _, m := range []map[string]string{before.Attrs, after.Attrs} {
		for k := range m {
			if !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		if x, y := before.Attrs[k], after.Attrs[k]; x != y {
			out = append(out, fmt.Sprintf("%s %s → %s", k, orNone(x), orNone(y)))
		}
	}
	if s.before == s.after {
		if before.Note != after.Note {
			out = append(out, "note")
		}
		if before.Origin != after.Origin && len(out) == 0 {
			out = append(out, "where it came from")
		}
	}
	return out
}

// differ reports whether a role is filled otherwise: in one set by other annotations, in two by other words.
func (s twoStates) differ(before, after *annotate.Annotation, role, was, is string) bool {
	if s.before != s.after {
		return was != is
	}
	of := func(a *annotate.Annotation) (ids []annotate.ID) {
		for _, x := range a.Args {
			if x.Role == role {
				ids = append(ids, x.Target)
			}
		}
		return ids
	}
	return !slices.Equal(of(before), of(after))
}

// fillers are the words of what fills a role, "" where nothing does.
func (s twoStates) fillers(set *annotate.Set, a *annotate.Annotation, role string) string {
	var parts []string
	for _, x := range a.Args {
		if x.Role != role {
			continue
		}
		words := "something removed since"
		if t := set.Get(x.Target); t != nil {
			words = clip(s.doc.Surface(t.Spans), 30)
		}
		parts = append(parts, words)
	}
	return strings.Join(parts, ", ")
}

// called is the name of an entity, or that there is none.
func (s twoStates) called(id annotate.ID) string {
	if id == "" {
		return "not named"
	}
	if e := s.entity(id); e != nil {
		return e.Name
	}
	return "somebody removed since"
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}
