package export

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
)

// Entities says how much of entities a format can hold.
type Entities int

// From nothing to all.
const (
	EntitiesNone       Entities = iota
	EntitiesTold                // which mentions are of one entity, its identity and name; the rest is guessed
	EntitiesIdentified          // with outside identities
	EntitiesWhole               // with type, aliases and note
)

// Holds says what of a record a format can hold. What it cannot hold is left out, and [Format.Loses] and
// [Format.Lost] say so before anything is written.
type Holds struct {
	Title, Language, Meta bool
	Blocks                bool
	Annotator, State      bool
	IDs                   bool // of annotations
	Parts                 bool // annotations of several parts; otherwise each part stands alone
	Args, Attrs           bool
	Notes                 bool
	Origin                bool
	Entities              Entities
	Dated                 bool // names that mean an entity for a time only
	Said                  bool // decisions about others' annotations, and comments
}

// HoldsAll is what a format holds that loses nothing, and HoldsNearly that without names for a time only, decisions
// and comments.
var (
	HoldsAll    = Holds{true, true, true, true, true, true, true, true, true, true, true, true, EntitiesWhole, true, true}
	HoldsNearly = Holds{true, true, true, true, true, true, true, true, true, true, true, true, EntitiesWhole, false, false}
)

// KeepAdvice is how to keep what another format cannot hold.
const KeepAdvice = "to keep all of it, write Quoth JSON Lines (jsonl) beside it"

// Loses lists what the format cannot hold of annotations under the schema.
func (f *Format) Loses(schema *annotate.Schema) []Loss {
	h, out := f.Holds, []Loss(nil)
	add := func(held bool, what, becomes string) {
		if !held {
			out = append(out, Loss{what, becomes})
		}
	}
	roles, attrs, entities := false, false, false
	for i := range schema.Types {
		t := &schema.Types[i]
		roles, attrs, entities = roles || len(t.Roles) > 0, attrs || len(t.Attrs) > 0, entities || len(t.Entities) > 0
	}
	add(h.Parts, "annotations of several parts", "each part becomes an annotation of its own, where no other of its type marks the same")
	add(h.Args || !roles, "speakers, cues and other roles", "left out")
	add(h.Attrs || !attrs, "attributes", "left out")
	if entities {
		add(h.Entities > EntitiesNone, "entities", "left out")
		add(h.Entities != EntitiesTold, "aliases, outside identities and notes of entities", "left out; their types become those of their mentions")
		add(h.Entities != EntitiesIdentified, "aliases and notes of entities", "left out; their types become those of their mentions")
	}
	if entities && h.Entities == EntitiesWhole {
		add(h.Dated, "names that mean an entity for a time only", "left out")
	}
	add(h.Notes, "notes", "left out")
	add(h.Origin, "who or what made an annotation, and how sure", "left out")
	add(h.IDs, "identities of annotations", "numbered anew when read")
	add(h.Title, "titles", "left out")
	add(h.Language, "languages", "left out")
	add(h.Meta, "metadata of articles", "left out")
	add(h.Blocks, "blocks (title, standfirst, paragraphs)", "guessed from the lines when read")
	add(h.Annotator, "who marked", "left out; it is asked for when read")
	add(h.State, "states of sets", "left out")
	add(h.Said, "decisions about others' annotations, and comments", "left out")
	return append(out, f.Shapes...)
}

// Keep returns what the format can hold of a record: r itself where that is all of it.
func (f *Format) Keep(r *Record, schema *annotate.Schema) *Record {
	out := f.Holds.Keep(r)
	if f.Shape != nil {
		out = f.Shape(out, schema)
	}
	if !f.Holds.State && out.State == annotate.StateInProgress && len(out.Annotations) == 0 && !out.Said() {
		c := *out
		c.State = annotate.StateNew
		out = &c
	}
	return out
}

// Keep returns what can be held of a record: r itself where that is all of it.
func (h Holds) Keep(r *Record) *Record {
	if h == HoldsAll {
		return r
	}
	out := *r
	d := &annotate.Document{ID: r.Document.ID, Text: r.Document.Text}
	if h.Title {
		d.Title = r.Document.Title
	}
	if h.Language {
		d.Language = r.Document.Language
	}
	if h.Meta {
		d.Meta = r.Document.Meta
	} else if v := r.Document.Meta[MetaTokens]; v != "" {
		d.Meta = map[string]string{MetaTokens: v}
	}
	if h.Blocks {
		d.Blocks = r.Document.Blocks
	} else {
		out.Unblocked = true
	}
	out.Document = d
	if !h.Annotator {
		out.Annotator = ""
	}
	if !h.State {
		out.State = annotate.StateNew
		if len(r.Annotations) > 0 {
			out.State = annotate.StateInProgress
		}
	}
	if !h.Said {
		out.Decisions, out.Comments = nil, nil
	}
	out.Annotations = make([]*annotate.Annotation, 0, len(r.Annotations))
	for _, a := range r.Annotations {
		c := *a
		if !h.Args {
			c.Args = nil
		}
		if !h.Attrs {
			c.Attrs = nil
		}
		if !h.Notes {
			c.Note = ""
		}
		if !h.Origin {
			c.Origin = annotate.Origin{}
		}
		if h.Entities == EntitiesNone {
			c.Entity = ""
		}
		if h.Parts || len(a.Spans) == 1 {
			out.Annotations = append(out.Annotations, &c)
			continue
		}
		for i, s := range a.Spans {
			part := c
			part.Spans = []annotate.Span{s}
			if i > 0 {
				part.ID = PartID(a.ID, i)
				part.Args, part.Note = nil, ""
			}
			out.Annotations = append(out.Annotations, &part)
		}
	}
	if !h.Parts {
		SortAnnotations(out.Annotations)
		if !h.Args {
			out.Annotations = onceEach(out.Annotations)
		}
	}
	out.Entities = h.entities(&out) // by their mentions as they stand now
	return &out
}

// onceEach leaves out annotations of which one before them has the type and the words, as parts of several do that had
// some in common. The list is in the order of the text.
func onceEach(list []*annotate.Annotation) []*annotate.Annotation {
	out := list[:0:0]
	for _, a := range list {
		told := false
		for i := len(out) - 1; i >= 0 && slices.Equal(out[i].Spans, a.Spans) && !told; i-- {
			told = out[i].Type == a.Type
		}
		if !told {
			out = append(out, a)
		}
	}
	return out
}

// MetaTokens is the metadata that says how a text is cut into tokens where it came as tokens: at its blanks.
// Formats of tokens go by it.
const (
	MetaTokens     = "tokens"
	TokensAtBlanks = "blanks"
)

// PartID names part i, from 1, of an annotation whose format has no parts.
func PartID(id annotate.ID, i int) annotate.ID {
	return annotate.ID(fmt.Sprintf("%s.%d", id, i+1))
}

func (h Holds) entities(r *Record) []*annotate.Entity {
	switch h.Entities {
	case EntitiesNone:
		return nil
	case EntitiesWhole:
		if h.Dated || !slices.ContainsFunc(r.Entities, func(e *annotate.Entity) bool { return len(e.Dated) > 0 }) {
			return r.Entities
		}
		var out []*annotate.Entity
		for _, e := range r.Entities {
			c := *e
			c.Dated = nil
			out = append(out, &c)
		}
		return out
	}
	types := map[annotate.ID]string{}
	for _, a := range r.Annotations {
		if a.Entity != "" && types[a.Entity] == "" {
			types[a.Entity] = a.Type
		}
	}
	var out []*annotate.Entity
	for _, e := range r.Entities {
		if t := types[e.ID]; t != "" {
			c := &annotate.Entity{ID: e.ID, Type: t, Name: e.Name}
			if h.Entities == EntitiesIdentified {
				c.IDs = e.IDs
			}
			out = append(out, c)
		}
	}
	return out
}

// SortAnnotations puts annotations in the order of the text, outer before inner, then by identity.
func SortAnnotations(list []*annotate.Annotation) {
	slices.SortStableFunc(list, func(a, b *annotate.Annotation) int {
		if c := comparePlaces(a, b); c != 0 {
			return c
		}
		return cmp.Compare(a.ID, b.ID)
	})
}

// SortPlaces puts annotations in the order of the text, and leaves those of one place as they are.
func SortPlaces(list []*annotate.Annotation) { slices.SortStableFunc(list, comparePlaces) }

// comparePlaces is the order of [annotate.Set.All].
func comparePlaces(a, b *annotate.Annotation) int {
	x, y := a.Spans[0], b.Spans[0]
	if c := cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(y.End, x.End), cmp.Compare(b.Hull().End, a.Hull().End)); c != 0 {
		return c
	}
	return slices.CompareFunc(a.Spans, b.Spans, func(s, t annotate.Span) int {
		return cmp.Or(cmp.Compare(s.Start, t.Start), cmp.Compare(s.End, t.End))
	})
}

// Canonical returns the record as it is whatever its annotations and entities are called and in which
// order they stand: they are numbered in the order of the text. Two records that say the same are
// equal then.
func Canonical(r *Record) *Record {
	out := *r
	key := map[annotate.ID]string{}
	for _, a := range r.Annotations {
		key[a.ID] = fmt.Sprintf("%v %s", a.Spans, a.Type)
	}
	list := slices.Clone(r.Annotations)
	says := func(a *annotate.Annotation) string {
		s := a.Type + "\x00" + a.Note + "\x00" + string(a.Origin.Annotator) + "\x00" + a.Origin.Rule
		for _, k := range slices.Sorted(maps.Keys(a.Attrs)) {
			s += "\x00" + k + "=" + a.Attrs[k]
		}
		for _, x := range a.Args {
			s += "\x00" + x.Role + ">" + key[x.Target]
		}
		return s
	}
	slices.SortStableFunc(list, func(a, b *annotate.Annotation) int {
		if c := comparePlaces(a, b); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(says(a), says(b)), cmp.Compare(a.ID, b.ID))
	})
	ids, entities := map[annotate.ID]annotate.ID{}, map[annotate.ID]annotate.ID{"": ""}
	for i, a := range list {
		ids[a.ID] = annotate.ID(fmt.Sprintf("a%06d", i+1))
		if _, ok := entities[a.Entity]; !ok {
			entities[a.Entity] = annotate.ID(fmt.Sprintf("e%06d", len(entities)))
		}
	}
	out.Annotations = nil
	for _, a := range list {
		c := a.Clone()
		c.ID, c.Entity = ids[a.ID], entities[a.Entity]
		for i, x := range c.Args {
			c.Args[i].Target = ids[x.Target]
		}
		slices.SortStableFunc(c.Args, func(x, y annotate.Arg) int {
			return cmp.Or(cmp.Compare(x.Role, y.Role), cmp.Compare(x.Target, y.Target))
		})
		out.Annotations = append(out.Annotations, c)
	}
	out.Decisions = nil
	for _, d := range r.Decisions {
		c := d.Clone()
		if id, ok := ids[d.Result]; ok {
			c.Result = id
		}
		if id, ok := ids[d.Within]; ok {
			c.Within = id
		}
		if c.Seen != nil {
			if id, ok := entities[c.Seen.Entity]; ok {
				c.Seen.Entity = id
			}
		}
		out.Decisions = append(out.Decisions, c)
	}
	out.Entities = nil
	for _, e := range r.Entities {
		c := e.Clone()
		if id, ok := entities[e.ID]; ok {
			c.ID = id
		}
		out.Entities = append(out.Entities, c)
	}
	slices.SortFunc(out.Entities, func(x, y *annotate.Entity) int { return cmp.Compare(x.ID, y.ID) })
	return &out
}

// Item is one thing that is lost, or other than it was.
type Item struct {
	Where string // "quote “We will win,”"; "" for the article or the set
	What  string // "note"
	Was   string
	Is    string // "" where it is gone
}

func (i Item) String() string {
	s := i.What
	if i.Was != "" {
		s += fmt.Sprintf(" %q", Clip(OneLine(i.Was)))
	}
	if i.Is != "" {
		s += fmt.Sprintf(" becomes %q", Clip(OneLine(i.Is)))
	} else {
		s += " is left out"
	}
	if i.Where != "" {
		return i.Where + ": " + s
	}
	return s
}

// Lost lists, item by item, what would be lost of a record if it were written in the format. Identities are
// no items: whoever reads numbers anew.
func (f *Format) Lost(r *Record, schema *annotate.Schema) []Item {
	kept := f.Keep(r, schema)
	if kept == r {
		return nil
	}
	return Differences(r, kept)
}

// Differences lists what is other in one record than in another, item by item: nothing where both say
// the same. Annotations of one identity are compared; where records have none in common, those of one
// place and type are.
func Differences(a, b *Record) []Item {
	var out []Item
	say := func(where, what, was, is string) {
		if was != is {
			out = append(out, Item{where, what, was, is})
		}
	}
	x, y := a.Document, b.Document
	sameText := x.Text == y.Text
	if !sameText {
		out = append(out, Item{"", "the text", beginning(x.Text, y.Text), beginning(y.Text, x.Text)})
	}
	say("", "title", x.Title, y.Title)
	say("", "language", x.Language, y.Language)
	for _, k := range slices.Sorted(maps.Keys(x.Meta)) {
		if !slices.Contains(ofTheFile, k) {
			say("", k, x.Meta[k], y.Meta[k])
		}
	}
	for _, k := range slices.Sorted(maps.Keys(y.Meta)) {
		if _, ok := x.Meta[k]; !ok && !slices.Contains(ofTheFile, k) {
			say("", k, "nothing", y.Meta[k])
		}
	}
	if !a.Unblocked && (b.Unblocked || sameText && !slices.Equal(x.Blocks, y.Blocks)) && len(x.Blocks) > 0 {
		out = append(out, Item{"", "blocks", fmt.Sprintf("%d blocks", len(x.Blocks)), ""})
	}
	say("", "annotator", string(a.Annotator), string(b.Annotator))
	say("", "state", string(a.State), string(b.State))

	byID := map[annotate.ID]*annotate.Annotation{}
	for _, n := range b.Annotations {
		byID[n.ID] = n
	}
	seen := map[annotate.ID]bool{}
	for _, m := range a.Annotations {
		where := fmt.Sprintf("%s “%s”", Clip(m.Type), Clip(OneLine(x.Surface(m.Spans))))
		n := byID[m.ID]
		if n == nil {
			out = append(out, Item{"", "annotation " + where, "", ""})
			continue
		}
		seen[m.ID] = true
		say(where, "type", m.Type, n.Type)
		if sameText && !slices.Equal(m.Spans, n.Spans) || !sameText && len(m.Spans) != len(n.Spans) {
			out = append(out, Item{where, "words", x.Surface(m.Spans), y.Surface(n.Spans)})
		}
		for _, arg := range m.Args {
			if !slices.Contains(n.Args, arg) {
				out = append(out, Item{where, "role", arg.Role, ""})
			}
		}
		for _, arg := range n.Args {
			if !slices.Contains(m.Args, arg) {
				out = append(out, Item{where, "role", "nothing", arg.Role})
			}
		}
		for _, k := range slices.Sorted(maps.Keys(m.Attrs)) {
			say(where, k, m.Attrs[k], n.Attrs[k])
		}
		for _, k := range slices.Sorted(maps.Keys(n.Attrs)) {
			if _, ok := m.Attrs[k]; !ok {
				say(where, k, "nothing", n.Attrs[k])
			}
		}
		say(where, "note", m.Note, n.Note)
		say(where, "entity", string(m.Entity), string(n.Entity))
		say(where, "origin", origin(m.Origin), origin(n.Origin))
	}
	for _, n := range b.Annotations {
		if !seen[n.ID] && a.annotation(n.ID) == nil && !isPart(a, n) {
			out = append(out, Item{"", "annotation", "nothing", fmt.Sprintf("%s “%s”", Clip(n.Type), Clip(y.Surface(n.Spans)))})
		}
	}
	differencesSaid(a, b, say)
	entities := map[annotate.ID]*annotate.Entity{}
	for _, e := range b.Entities {
		entities[e.ID] = e
	}
	for _, e := range a.Entities {
		where := "entity “" + Clip(OneLine(e.Name)) + "”"
		f := entities[e.ID]
		if f == nil {
			if slices.ContainsFunc(a.Annotations, func(m *annotate.Annotation) bool { return m.Entity == e.ID }) {
				out = append(out, Item{"", where, "", ""})
			}
			continue
		}
		say(where, "type", e.Type, f.Type)
		say(where, "name", e.Name, f.Name)
		say(where, "aliases", strings.Join(e.Aliases, ", "), strings.Join(f.Aliases, ", "))
		say(where, "dated names", annotate.WriteDated(e.Dated), annotate.WriteDated(f.Dated))
		say(where, "note", e.Note, f.Note)
		for _, k := range slices.Sorted(maps.Keys(e.IDs)) {
			say(where, k, e.IDs[k], f.IDs[k])
		}
	}
	return out
}

// differencesSaid tells what is other in decisions and comments.
func differencesSaid(a, b *Record, say func(where, what, was, is string)) {
	words := func(r *Record, spans []annotate.Span) string { return Clip(OneLine(r.Document.Surface(spans))) }
	decision := func(r *Record, d *annotate.Decision) (key, is string) {
		return fmt.Sprintf("decision about %s “%s” of %s", Clip(d.Type), words(r, d.Spans), Clip(string(d.Annotator))) + "\x00" + string(d.About),
			strings.TrimSpace(string(d.Verdict)+" "+string(d.Reason)+" "+string(d.Result)) + circumstances(d)
	}
	comment := func(r *Record, c *annotate.Comment) (key, is string) {
		return fmt.Sprintf("comment of %s on “%s”", Clip(c.Author), words(r, c.Spans)) + "\x00" + string(c.ID),
			strings.TrimSpace(fmt.Sprintf("%s %s %s %s", c.Text, c.Standing, c.ReplyTo, c.Time.UTC().Format(time.RFC3339Nano)))
	}
	there := map[string]string{}
	for _, d := range b.Decisions {
		k, is := decision(b, d)
		there[k] = is
	}
	for _, c := range b.Comments {
		k, is := comment(b, c)
		there[k] = is
	}
	compare := func(key, was string) {
		name, _, _ := strings.Cut(key, "\x00")
		say("", name, was, there[key])
		delete(there, key)
	}
	for _, d := range a.Decisions {
		compare(decision(a, d))
	}
	for _, c := range a.Comments {
		compare(comment(a, c))
	}
	for _, key := range slices.Sorted(maps.Keys(there)) {
		name, _, _ := strings.Cut(key, "\x00")
		say("", name, "nothing", there[key])
	}
}

// circumstances says with what a decision was made, and what was decided about said then.
func circumstances(d *annotate.Decision) (words string) {
	if d.Within != "" {
		words = ", with " + string(d.Within)
	}
	if c := d.Seen; c != nil {
		words += fmt.Sprintf(", when it said %q %q %q", c.Entity, c.Args, c.Attrs)
	}
	return words
}

// isPart reports whether an annotation is a part of one of the record that has several.
func isPart(r *Record, n *annotate.Annotation) bool {
	for i := len(n.ID) - 1; i > 0; i-- {
		if n.ID[i] == '.' {
			m := r.annotation(n.ID[:i])
			return m != nil && len(m.Spans) > 1
		}
	}
	return false
}

func (r *Record) annotation(id annotate.ID) *annotate.Annotation {
	for _, a := range r.Annotations {
		if a.ID == id {
			return a
		}
	}
	return nil
}

func origin(o annotate.Origin) string {
	if o == (annotate.Origin{}) {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %v %s", o.Annotator, o.Rule, o.Score, o.Evidence))
}

// beginning returns a from a little before where it differs from b.
func beginning(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	from := max(0, n-10)
	for from > 0 && a[from]&0xc0 == 0x80 {
		from--
	}
	to := min(len(a), from+40)
	for to < len(a) && a[to]&0xc0 == 0x80 {
		to++
	}
	return a[from:to]
}
