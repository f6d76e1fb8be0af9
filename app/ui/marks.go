//go:build !headless

package ui

import (
	"image/color"
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/app/ui/article"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// wanted is how marks are to look.
type wanted struct {
	dark, contrast bool
	labels         bool // the type below each event
	names          bool // below each mention whom it means
}

// inks are the looks of a schema's types in the theme that is shown.
type inks struct {
	wanted
	schema *annotate.Schema
	styles map[string]markStyle
	entity func(annotate.ID) *annotate.Entity
}

// markStyle is what all marks of a type share.
type markStyle struct {
	style  article.MarkStyle
	color  color.NRGBA
	letter string
	label  string
}

// newInks works out the colours of all types once.
func newInks(s *annotate.Schema, as wanted, entity func(annotate.ID) *annotate.Entity) *inks {
	k := &inks{wanted: as, schema: s, styles: map[string]markStyle{}, entity: entity}
	if s == nil {
		return k
	}
	for i := range s.Types {
		t := &s.Types[i]
		m := markStyle{color: look.TypeColor(t.Color, as.dark, as.contrast), letter: t.Letter}
		switch t.Kind {
		case annotate.KindQuote:
			m.style = article.Quote
			m.color = look.TintColor(t.Color)
			if len(s.OfKind(annotate.KindQuote)) == 1 { // tint, corners and bar say what it is
				m.letter = ""
			}
		case annotate.KindCue:
			m.style = article.Cue
		case annotate.KindEvent:
			m.style = article.Event
			if as.labels {
				m.label = eventLabel(t)
			}
		default:
			m.style = article.Mention
		}
		k.styles[t.Key] = m
	}
	return k
}

// eventLabel is the label of a type of event where it stands at one: that it is an event is seen.
func eventLabel(t *annotate.Type) string {
	return strings.TrimSuffix(strings.ToLower(t.Label), " event")
}

// of returns the colour of a type for chips: that of its marks.
func (k *inks) of(t *annotate.Type) color.NRGBA {
	if t == nil {
		return look.TypeColor("", k.dark, k.contrast)
	}
	return k.styles[t.Key].color
}

// setMarks are the marks of a set, made when they are asked for.
type setMarks struct {
	inks  *inks
	set   *annotate.Set
	alone *workbench.Beside // what has no counterpart in this comparison is drawn hollow; nil for none
	there bool              // set is what stands beside, not the working one
	open  *annotate.Set     // proposals, drawn hollow; nil for none
	talk  *talk             // nil for none
}

// talk says about which annotations of the working set something was said that is not resolved.
type talk struct{ about map[annotate.ID]bool }

// drawTalk marks what is talked about in the overview.
func (w *window) drawTalk() {
	about, was := map[annotate.ID]bool{}, map[annotate.ID]bool{}
	if set := w.bench.Set(); set != nil {
		for _, t := range w.bench.Threads() {
			if t.Annotator == set.Annotator && t.Standing() == annotate.StandingOpen {
				about[t.About] = true
			}
		}
	}
	if w.talk != nil {
		was = w.talk.about
	}
	if !maps.Equal(about, was) {
		w.talk = &talk{about}
		w.drawMarks()
	}
}

// look returns what an annotation of the set looks like.
func (m setMarks) look(a *annotate.Annotation) article.Mark {
	one := m.inks.mark(a, m.set.Document.Text)
	one.Note = one.Note || m.talk != nil && m.talk.about[a.ID]
	if m.alone != nil {
		one.Proposal = m.there && m.alone.Alone(a.ID) || !m.there && m.alone.AloneHere(a.ID)
	}
	return one
}

// In is part of [article.Marks].
func (m setMarks) In(start, end int, fn func(*article.Mark)) {
	if m.set == nil {
		return
	}
	var one article.Mark
	r := annotate.Span{Start: start, End: end}
	mine := m.set.Touching(r)
	var open []*annotate.Annotation
	if m.open != nil {
		open = m.open.Touching(r)
	}
	for len(mine) > 0 || len(open) > 0 {
		if len(open) == 0 || len(mine) > 0 && before(mine[0].Hull(), open[0].Hull()) {
			one = m.look(mine[0])
			mine = mine[1:]
		} else {
			one = m.proposal(open[0])
			open = open[1:]
		}
		fn(&one)
	}
}

// before reports whether a mark comes before another in the order of the text, outer before inner.
func before(a, b annotate.Span) bool {
	return a.Start < b.Start || a.Start == b.Start && a.End >= b.End
}

// proposal returns what a proposal looks like: hollow, and with the initial of its maker.
func (m setMarks) proposal(a *annotate.Annotation) article.Mark {
	one := m.inks.mark(a, m.set.Document.Text)
	one.Proposal = true
	if maker := string(a.Origin.Annotator); maker != "" {
		r, _ := utf8.DecodeRuneInString(maker)
		one.Letter += string(unicode.ToLower(r)) + "?"
	}
	return one
}

// Gaps is part of [article.Marks].
func (m setMarks) Gaps(start, end int, fn func(gap annotate.Span, m *article.Mark)) {
	if m.set == nil {
		return
	}
	m.set.Gaps(annotate.Span{Start: start, End: end}, func(gap annotate.Span, a *annotate.Annotation) {
		one := m.look(a)
		fn(gap, &one)
	})
	if m.open != nil {
		m.open.Gaps(annotate.Span{Start: start, End: end}, func(gap annotate.Span, a *annotate.Annotation) {
			one := m.proposal(a)
			fn(gap, &one)
		})
	}
}

// Mark is part of [article.Marks].
func (m setMarks) Mark(id annotate.ID) *article.Mark {
	if m.set == nil {
		return nil
	}
	a := m.set.Get(id)
	if a == nil {
		if m.open == nil || m.open.Get(id) == nil {
			return nil
		}
		one := m.proposal(m.open.Get(id))
		return &one
	}
	one := m.look(a)
	return &one
}

// mark returns what an annotation of a text looks like.
func (k *inks) mark(a *annotate.Annotation, text string) article.Mark {
	m := k.styles[a.Type]
	if k.names && m.style == article.Mention && a.Entity != "" {
		m.label = k.name(a, text)
	}
	return article.Mark{ID: a.ID, Spans: a.Spans, Style: m.style, Color: m.color, Letter: m.letter, Label: m.label, Note: a.Note != ""}
}

// name returns the short name of whom a mention means, unless its words say it.
func (k *inks) name(a *annotate.Annotation, text string) string {
	e := k.entity(a.Entity)
	if e == nil {
		return ""
	}
	name := shortName(e.Name)
	for _, s := range a.Spans {
		if strings.Contains(text[s.Start:s.End], name) {
			return ""
		}
	}
	return name
}

// touched returns where edits have changed what is marked, or how; a broken quote is joined over what lies
// between its parts.
func touched(edits []annotate.Edit) (spans []annotate.Span) {
	for _, e := range edits {
		for _, a := range []*annotate.Annotation{e.Before, e.After} {
			if a != nil {
				spans = append(spans, a.Hull())
			}
		}
		for _, d := range []*annotate.Decision{e.DecisionBefore, e.DecisionAfter} { // what it is about is hollow, or no more
			if d != nil && len(d.Spans) > 0 {
				spans = append(spans, annotate.Hull(d.Spans))
			}
		}
	}
	return spans
}

// connectors returns the lines from an annotation to what fills its roles; none for nil.
func (k *inks) connectors(set *annotate.Set, frame *annotate.Annotation) []article.Connector {
	if frame == nil || set == nil {
		return nil
	}
	t := k.schema.Type(frame.Type)
	if t == nil {
		return nil
	}
	var out []article.Connector
	for _, x := range frame.Args {
		target := set.Get(x.Target)
		if target == nil {
			continue
		}
		role := x.Role
		if r := t.Role(x.Role); r != nil {
			role = strings.ToLower(r.Label)
		}
		out = append(out, article.Connector{
			From: frame.ID, To: x.Target, Role: role, Color: k.styles[target.Type].color,
			Anchor: eventLabel(t), Text: brief(set.Document.Surface(target.Spans)),
		})
	}
	return out
}

// brief is the beginning of some words, for where little room is.
func brief(words string) string {
	const most = 24 // runes
	r := []rune(strings.Join(strings.Fields(words), " "))
	if len(r) <= most {
		return string(r)
	}
	return strings.TrimSpace(string(r[:most-1])) + "…"
}

// hints returns the labels of the candidates that are lit; nil where nothing is asked.
func hints(h *workbench.Hints) []article.Hint {
	if h == nil {
		return nil
	}
	out := make([]article.Hint, 0, len(h.Candidates))
	for i, c := range h.Candidates {
		if !h.Lit(i) {
			continue
		}
		label := keysOfLabel(c.Label[len(h.Typed):])
		if i == h.Chosen {
			label = "↵ " + label
		}
		out = append(out, article.Hint{Offset: c.Span.Start, End: c.Span.End, Letter: label, Chosen: i == h.Chosen})
	}
	return out
}

// keysOfLabel writes the letters of a label as keys: "⇧Q A" for "Qa".
func keysOfLabel(label string) string {
	var keys []string
	for _, r := range label {
		key := string(unicode.ToUpper(r))
		if unicode.IsUpper(r) {
			key = "⇧" + key
		}
		keys = append(keys, key)
	}
	return strings.Join(keys, " ")
}
