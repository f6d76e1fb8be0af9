//go:build !headless

package ui

import (
	"cmp"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// caseWords says what annotators made of one thing that is to be decided about: only that in which they differ.
type caseWords struct {
	cases  *review.Cases
	of     *review.Case
	doc    *annotate.Document
	schema *annotate.Schema
	entity func(annotate.ID) *annotate.Entity
}

// kinds says in a few words in what the annotators differ: "speaker", "where it ends".
func (k *caseWords) kinds() string {
	var out []string
	for _, d := range k.of.Disputes {
		if s := k.kind(d); !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, ", ")
}

func (k *caseWords) kind(d review.Dispute) string {
	own := slices.Contains(k.of.Objects, d.Object)
	switch d.What {
	case review.Missing:
		if own {
			return "marked or not"
		}
		return k.role(d.Object)
	case review.Parts:
		return "one or several"
	case review.Boundary:
		if own {
			return "words"
		}
		return k.role(d.Object)
	case review.Type:
		if own {
			return "type"
		}
		return k.role(d.Object)
	case review.Entity:
		if own {
			return "who"
		}
		return k.role(d.Object)
	}
	return k.label(d)
}

// role returns which role of the frame an object fills, in lower case.
func (k *caseWords) role(o *review.Object) string {
	for _, f := range k.of.Objects {
		for side, v := range f.Versions {
			if v == nil {
				continue
			}
			for _, arg := range v.Args {
				if k.cases.Of(side, arg.Target) == o {
					return k.roleLabel(v.Type, arg.Role)
				}
			}
		}
	}
	return "role"
}

func (k *caseWords) roleLabel(typ, role string) string {
	if t := k.schema.Type(typ); t != nil {
		if r := t.Role(role); r != nil {
			return strings.ToLower(r.Label)
		}
	}
	return role
}

// label is the name of the role or attribute that a dispute is about.
func (k *caseWords) label(d review.Dispute) string {
	for _, v := range d.Object.Versions {
		if v == nil {
			continue
		}
		if d.What == review.Fillers {
			return k.roleLabel(v.Type, d.Of)
		}
		if t := k.schema.Type(v.Type); t != nil {
			if x := t.Attr(d.Of); x != nil {
				return strings.ToLower(x.Label)
			}
		}
	}
	return d.Of
}

// version says what one annotator made of it: in the first line one thing, in the second the others, or the words
// of the text where they differ.
func (k *caseWords) version(side int) (first, second []control.Run) {
	v := k.of.Version(side)
	if v == nil {
		return []control.Run{{Text: "nothing", Ink: look.Faint}}, nil
	}
	kinds := k.kinds()
	var all [][]control.Run
	said := map[string]bool{}
	say := func(label, value string, alone bool) {
		if said[value] {
			return
		}
		said[value] = true
		one := []control.Run{{Text: value, Ink: look.Ink, Bold: alone}}
		if label != "" && label != kinds { // else the head of the card says it
			one = append([]control.Run{{Text: label + " ", Ink: look.Faint}}, one...)
		}
		all = append(all, one)
	}
	marked := false
	for _, d := range k.of.Disputes {
		x := d.Object.Versions[side]
		own := slices.Contains(k.of.Objects, d.Object)
		alone := !slices.Contains(d.Sides[0], side)
		switch {
		case d.What == review.Missing || d.What == review.Parts:
			marked = marked || own
			if !own && x == nil { // what fills a role for others, and is no mention for this one
				say("without", "“"+k.surface(d.Object)+"”", alone)
			}
		case x == nil:
		case d.What == review.Boundary && own:
			second = versionWords(k.doc.Text, x.Spans, k.others(d.Object, side))
		case d.What == review.Boundary:
			say(k.role(d.Object), text(versionWords(k.doc.Text, x.Spans, k.others(d.Object, side))), alone)
		case d.What == review.Type:
			say("", k.typeLabel(x.Type), alone)
		case d.What == review.Entity && own:
			say("", k.filler(x), alone)
		case d.What == review.Entity:
			say(k.role(d.Object), k.filler(x), alone)
		case d.What == review.Attribute:
			say(k.label(d), k.attr(x, d.Of), alone)
		case d.What == review.Fillers:
			say(k.label(d), k.fillers(x, side, d.Of), alone)
		}
	}
	if marked && len(all) == 0 {
		say("", k.typeLabel(v.Type), false)
	}
	if second == nil && (marked || len(all) == 0) {
		second = versionWords(k.doc.Text, v.Spans, nil)
	}
	at := len(all)
	if second == nil {
		at = min(1, at)
	}
	return listed(all[:at]), append(second, listed(all[at:])...)
}

// listed puts what is said beside one another.
func listed(all [][]control.Run) (out []control.Run) {
	for i, one := range all {
		if i > 0 {
			out = append(out, control.Run{Text: "  ·  ", Ink: look.Faint})
		}
		out = append(out, one...)
	}
	return out
}

// surface returns the words of an object as the first who marked it has them.
func (k *caseWords) surface(o *review.Object) string {
	for _, v := range o.Versions {
		if v != nil {
			return control.OneLine(k.doc.Surface(v.Spans), 30)
		}
	}
	return ""
}

// others returns the words of all other versions of an object.
func (k *caseWords) others(o *review.Object, side int) (out [][]annotate.Span) {
	for i, v := range o.Versions {
		if i != side && v != nil {
			out = append(out, v.Spans)
		}
	}
	return out
}

func (k *caseWords) typeLabel(typ string) string {
	if t := k.schema.Type(typ); t != nil {
		return strings.ToLower(t.Label)
	}
	return typ
}

// filler names whom or what a mention means, and by which words where these are others.
func (k *caseWords) filler(v *annotate.Annotation) string {
	words := control.OneLine(k.doc.Surface(v.Spans), 40)
	e := k.entity(v.Entity)
	switch {
	case e == nil:
		return words
	case strings.EqualFold(e.Name, words):
		return e.Name
	}
	return e.Name + " (“" + words + "”)"
}

func (k *caseWords) fillers(v *annotate.Annotation, side int, role string) string {
	var out []string
	for _, arg := range v.Args {
		if arg.Role == role {
			if f := k.cases.Annotation(side, arg.Target); f != nil {
				out = append(out, k.filler(f))
			}
		}
	}
	return cmp.Or(strings.Join(out, ", "), "nobody")
}

func (k *caseWords) attr(v *annotate.Annotation, key string) string {
	value := v.Attrs[key]
	if t := k.schema.Type(v.Type); t != nil && value == "" {
		if x := t.Attr(key); x != nil {
			value = x.Default
		}
	}
	return cmp.Or(value, "not said")
}

func text(runs []control.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
