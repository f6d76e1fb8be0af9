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
		return []string{fmt.Sprintf("marked %s as %s", annotate.Quoted(clip(s.doc.Surface(after.Spans), 40)), strings.ToLower(s.schema.Label(after.Type)))}
	case after == nil:
		return []string{"removed"}
	}
	var out []string
	if before.Type != after.Type {
		out = append(out, strings.ToLower(s.schema.Label(before.Type))+" → "+strings.ToLower(s.schema.Label(after.Type)))
	}
	if !slices.Equal(before.Spans, after.Spans) {
		out = append(out, s.otherWords(before.Spans, after.Spans))
	}
	if before.Entity != after.Entity {
		out = append(out, apart(s.called(before.Entity), s.called(after.Entity)))
	}
	var roles []string
	for _, x := range append(slices.Clone(before.Args), after.Args...) {
		if !slices.Contains(roles, x.Role) {
			roles = append(roles, x.Role)
		}
	}
	for _, role := range roles {
		if was, is := s.fillers(s.before, before, role), s.fillers(s.after, after, role); s.differ(before, after, role, was, is) {
			out = append(out, role+" "+apart(orNone(was), orNone(is)))
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
			out = append(out, k+" "+apart(orNone(x), orNone(y)))
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

// otherWords says in which words two states differ: those at the beginning and the end that one has and the other has not.
func (s twoStates) otherWords(before, after []annotate.Span) string {
	b, a := annotate.Hull(before), annotate.Hull(after)
	piece := func(from, to int) string { return annotate.Quoted(clip(s.doc.Text[from:to], mostSaid)) }
	var out []string
	if !annotate.Overlap(before, after) || len(before) != len(after) {
		return apart(annotate.Quoted(s.doc.Surface(before)), annotate.Quoted(s.doc.Surface(after)))
	}
	switch {
	case a.Start < b.Start:
		out = append(out, "begins with "+piece(a.Start, b.Start))
	case a.Start > b.Start:
		out = append(out, "begins without "+piece(b.Start, a.Start))
	}
	switch {
	case a.End > b.End:
		out = append(out, "ends with "+piece(b.End, a.End))
	case a.End < b.End:
		out = append(out, "ends without "+piece(a.End, b.End))
	}
	if len(out) == 0 { // inside
		return apart(annotate.Quoted(s.doc.Surface(before)), annotate.Quoted(s.doc.Surface(after)))
	}
	return strings.Join(out, ", ")
}

// mostSaid is how many characters are said of what differs.
const mostSaid = 40

// apart writes two things that differ so short that it shows in what: what both begin with is left out where they are
// long.
func apart(was, is string) string {
	x, y := []rune(was), []rune(is)
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	if same > mostSaid/2 && max(len(x), len(y)) > mostSaid {
		same -= mostSaid / 4
		was, is = "…"+string(x[same:]), "…"+string(y[same:])
	}
	return clip(was, mostSaid) + " → " + clip(is, mostSaid)
}

// differ reports whether a role is filled otherwise: in one set by other annotations, in two by other words.
func (s twoStates) differ(before, after *annotate.Annotation, role, was, is string) bool {
	if s.before != s.after {
		return was != is // by other words, or as another one
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
			words = s.doc.Surface(t.Spans)
			if e := s.entity(t.Entity); t.Entity != "" && e != nil && !strings.EqualFold(e.Name, words) {
				words = e.Name + " (" + annotate.Quoted(words) + ")"
			}
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
