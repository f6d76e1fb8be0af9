//go:build !headless

package ui

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

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
	var all [][]control.Run
	var labels []string
	say := func(label, value string, alone bool) {
		if slices.Contains(labels, label) {
			return
		}
		labels = append(labels, label)
		all = append(all, []control.Run{{Text: value, Ink: look.Ink, Bold: alone}})
	}
	marked := false
	var left []string
	for _, d := range k.of.Disputes {
		x := d.Object.Versions[side]
		own := slices.Contains(k.of.Objects, d.Object)
		alone := !slices.Contains(d.Sides[0], side)
		switch {
		case d.What == review.Fillers && own:
			k.sayRole(v, side, d.Of, say)
		case !own && d.What != review.Attribute && d.What != review.Fillers:
			for _, role := range k.rolesOf(d.Object) {
				k.sayRole(v, side, role, say)
			}
			if d.What == review.Missing && x == nil { // though others have it in a role
				left = append(left, annotate.Quoted(k.surface(d.Object)))
			}
		case d.What == review.Missing || d.What == review.Parts:
			marked = true
		case x == nil:
		case d.What == review.Boundary:
			second = versionWords(k.doc.Text, x.Spans, k.others(d.Object, side))
		case d.What == review.Type:
			say("type", k.typeLabel(x.Type), alone)
		case d.What == review.Entity:
			say("who", k.filler(x, d.Object, side), alone)
		case d.What == review.Attribute:
			say(k.label(d), k.attr(x, d.Of), alone)
		}
	}
	if marked && len(all) == 0 {
		say("type", k.typeLabel(v.Type), false)
	}
	if len(all) > 1 { // else the head of the card says it
		for i, one := range all {
			all[i] = append([]control.Run{{Text: labels[i] + " ", Ink: look.Faint}}, one...)
		}
	}
	if second == nil && (marked || len(all) == 0) {
		second = versionWords(k.doc.Text, v.Spans, nil)
	}
	at := len(all)
	if second == nil {
		at = min(1, at)
	}
	first, more := listed(all[:at]), all[at:]
	if name, words, long := strings.Cut(text(first), " ("); long && second == nil && utf8.RuneCountInString(name+words) > mostBeside {
		bold := first[len(first)-1].Bold
		first, more = []control.Run{{Text: name, Ink: look.Ink, Bold: bold}}, append([][]control.Run{{{Text: "(" + words, Ink: look.Ink}}}, more...)
	}
	if len(left) > 0 {
		more = append(more, []control.Run{{Text: strings.Join(left, ", ") + " is not marked", Ink: look.Faint}})
	}
	if len(second) > 0 && len(more) > 0 {
		second = append(second, control.Run{Text: "  ·  ", Ink: look.Faint})
	}
	return first, append(second, listed(more)...)
}

// mostBeside is how many characters of a name and the words that it goes by stand beside an annotator's name in a narrow
// window.
const mostBeside = 20

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

// rolesOf returns the roles of the frame that an object fills for anybody.
func (k *caseWords) rolesOf(o *review.Object) (out []string) {
	for _, f := range k.of.Objects {
		for side, v := range f.Versions {
			if v == nil {
				continue
			}
			for _, arg := range v.Args {
				if k.cases.Of(side, arg.Target) == o && !slices.Contains(out, arg.Role) {
					out = append(out, arg.Role)
				}
			}
		}
	}
	return out
}

// sayRole says who or what fills a role of a version, and whether fewer than most have it so.
func (k *caseWords) sayRole(v *annotate.Annotation, side int, role string, say func(label, value string, alone bool)) {
	times := map[string]int{}
	for i := range k.cases.Annotators() {
		if x := k.of.Version(i); x != nil {
			times[k.fillers(x, i, role)]++
		}
	}
	mine := k.fillers(v, side, role)
	alone := false
	for other, n := range times {
		alone = alone || other != mine && n > times[mine]
	}
	say(k.roleLabel(v.Type, role), mine, alone)
}

// surface returns the words of an object as the first who marked it has them.
func (k *caseWords) surface(o *review.Object) string {
	return control.OneLine(k.doc.Surface(o.Versions[o.Sides()[0]].Spans), 30)
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

func (k *caseWords) typeLabel(typ string) string { return strings.ToLower(k.schema.Label(typ)) }

// filler names whom or what a mention means, and by which words where these are others or differ; its type, where that
// differs.
func (k *caseWords) filler(v *annotate.Annotation, o *review.Object, side int) string {
	typ := ""
	words := control.OneLine(k.doc.Surface(v.Spans), 40)
	for _, d := range k.of.Disputes {
		switch {
		case d.Object != o || o == nil:
		case d.What == review.Boundary:
			words = text(versionWords(k.doc.Text, v.Spans, k.others(o, side)))
		case d.What == review.Type:
			typ = ", " + k.typeLabel(v.Type)
		}
	}
	e := k.entity(v.Entity)
	switch {
	case e == nil:
		return words + typ
	case strings.EqualFold(e.Name, words):
		return e.Name + typ
	}
	return e.Name + " (" + annotate.Quoted(words) + ")" + typ
}

func (k *caseWords) fillers(v *annotate.Annotation, side int, role string) string {
	var out []string
	for _, arg := range v.Args {
		if arg.Role == role {
			if f := k.cases.Annotation(side, arg.Target); f != nil {
				out = append(out, k.filler(f, k.cases.Of(side, arg.Target), side))
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
