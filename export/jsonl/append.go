package jsonl

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/export"
	"quoth/export/values"
)

// appender writes lines by hand, field by field as wire.go has them: many times as fast as a library that finds the
// fields out, and a test holds it to the library's bytes. What it looks up for a record it keeps room for.
type appender struct {
	b    []byte
	err  error
	lean bool

	schema *annotate.Schema
	types  map[string]*kindOf

	text     string
	sound    bool // the text needs no looking for what cannot be written
	at       map[annotate.ID]int
	entities map[annotate.ID]*annotate.Entity
	marks    []mark
	places   []place
	keys     []string
}

// mark is an annotation of the record.
type mark struct {
	*annotate.Annotation
	kind       *kindOf
	places     []place
	start, end int // of the hull, in code points
	from, to   int // where what a mention and a filler begin with stands in b, once it was written
}

// place is a span, in code points too.
type place struct {
	annotate.Span
	start, end int
}

// kindOf is what a type of the schema comes to.
type kindOf struct {
	annotate.Kind
	defaults map[string]string
	bare     []byte // the attributes of an annotation that has none, and of a quote, which has its type beside
	bareType string
}

func newAppender(opts export.Options) *appender {
	return &appender{
		lean: opts.Lean, schema: opts.Schema, types: map[string]*kindOf{},
		at: map[annotate.ID]int{}, entities: map[annotate.ID]*annotate.Entity{},
	}
}

func (a *appender) kindOf(typ string) *kindOf {
	k := a.types[typ]
	if k != nil {
		return k
	}
	k = &kindOf{Kind: a.schema.Kind(typ), defaults: map[string]string{}}
	if t := a.schema.Type(typ); t != nil {
		for _, x := range t.Attrs {
			if x.Default != "" {
				k.defaults[x.Key] = x.Default
			}
		}
	}
	bare := maps.Clone(k.defaults)
	if k.Kind == annotate.KindQuote && bare[attrType] != "" {
		k.bareType = bare[attrType]
		delete(bare, attrType)
	}
	from := len(a.b)
	a.pairs(bare)
	k.bare = slices.Clone(a.b[from:])
	a.b = a.b[:from]
	if len(a.types) < 10_000 { // of strangers' types there may be any number
		a.types[typ] = k
	}
	return k
}

func (a *appender) raw(s string) { a.b = append(a.b, s...) }

func (a *appender) words(s string) {
	var err error
	if a.b, err = values.AppendWords(a.b, s); err != nil && a.err == nil {
		a.err = err
	}
}

// part writes words of the text.
func (a *appender) part(s string) {
	if a.sound {
		a.b = values.AppendSound(a.b, s)
		return
	}
	a.words(s)
}

// surface writes the words of spans.
func (a *appender) surface(places []place) {
	if len(places) == 1 {
		a.part(a.text[places[0].Start:places[0].End])
		return
	}
	for i, p := range places {
		if i > 0 {
			a.b = a.b[:len(a.b)-1]
			a.raw(" … ")
		}
		from := len(a.b)
		a.part(a.text[p.Start:p.End])
		if i > 0 {
			a.b = slices.Delete(a.b, from, from+1)
		}
	}
}

// field writes a name, as it stands in the line with what is before and behind it, and words.
func (a *appender) field(name, value string) {
	a.raw(name)
	a.words(value)
}

// some is field for a value that is left out where there is none.
func (a *appender) some(name, value string) {
	if value != "" {
		a.field(name, value)
	}
}

func (a *appender) number(name string, n int) {
	a.raw(name)
	a.b = strconv.AppendInt(a.b, int64(n), 10)
}

func (a *appender) pairs(m map[string]string) {
	a.keys = a.keys[:0]
	for k := range m {
		a.keys = append(a.keys, k)
	}
	slices.Sort(a.keys)
	a.b = append(a.b, '{')
	for i, k := range a.keys {
		if i > 0 {
			a.b = append(a.b, ',')
		}
		a.words(k)
		a.b = append(a.b, ':')
		a.words(m[k])
	}
	a.b = append(a.b, '}')
}

// list writes the elements of a list.
func list[T any](a *appender, name string, all []T, each func(i int, x T)) {
	a.raw(name)
	a.b = append(a.b, '[')
	for i, x := range all {
		if i > 0 {
			a.b = append(a.b, ',')
		}
		each(i, x)
	}
	a.b = append(a.b, ']')
}

// line writes a record.
func (a *appender) line(r *export.Record) {
	d := r.Document
	a.begin(r)
	a.number(`{"quoth":`, Version)
	a.field(`,"id":`, string(d.ID))
	a.field(`,"title":`, d.Title)
	a.field(`,"language":`, d.Language)
	a.raw(`,"meta":`)
	a.pairs(d.Meta)
	a.raw(`,"text":`)
	a.part(d.Text)
	c := counter{text: d.Text}
	list(a, `,"blocks":`, d.Blocks, func(_ int, x annotate.Block) {
		a.field(`{"kind":`, string(x.Kind))
		a.number(`,"start":`, c.runes(x.Span.Start))
		a.number(`,"end":`, c.runes(x.Span.End))
		if x.Level != 0 {
			a.number(`,"level":`, x.Level)
		}
		a.b = append(a.b, '}')
	})
	a.field(`,"annotator":`, string(r.Annotator))
	a.field(`,"state":`, string(r.State))
	list(a, `,"entities":`, r.Entities, func(_ int, e *annotate.Entity) { a.entity(e) })
	list(a, `,"annotations":`, a.marks, func(i int, _ mark) { a.annotation(&a.marks[i]) })
	if len(r.Decisions) > 0 {
		list(a, `,"decisions":`, r.Decisions, func(_ int, d *annotate.Decision) { a.decision(d) })
	}
	if len(r.Comments) > 0 {
		list(a, `,"comments":`, r.Comments, func(_ int, c *annotate.Comment) { a.comment(c) })
	}
	if !a.lean {
		a.views()
	}
	a.b = append(a.b, '}')
}

// begin looks up what is needed of a record.
func (a *appender) begin(r *export.Record) {
	a.text, a.sound = r.Document.Text, values.Sound(r.Document.Text)
	a.marks, a.places = a.marks[:0], a.places[:0]
	clear(a.at)
	clear(a.entities)
	for _, e := range r.Entities {
		a.entities[e.ID] = e
	}
	n := 0
	for _, x := range r.Annotations {
		n += len(x.Spans)
	}
	a.places = slices.Grow(a.places, n) // so that it stays where it is
	c := counter{text: a.text}
	for i, x := range r.Annotations {
		from := len(a.places)
		for _, s := range x.Spans {
			start := c.runes(s.Start)
			behind := counter{text: a.text, at: s.Start, n: start}
			a.places = append(a.places, place{s, start, behind.runes(s.End)})
		}
		m := mark{Annotation: x, kind: a.kindOf(x.Type), places: a.places[from:len(a.places):len(a.places)], from: -1}
		m.start, m.end = m.places[0].start, 0
		for _, p := range m.places {
			m.start, m.end = min(m.start, p.start), max(m.end, p.end)
		}
		a.at[x.ID] = i
		a.marks = append(a.marks, m)
	}
}

// counter counts code points of a text, best from the beginning to the end.
type counter struct {
	text  string
	at, n int
}

func (c *counter) runes(b int) int {
	if b < c.at {
		c.at, c.n = 0, 0
	}
	c.n += offset.CodePoints(c.text[c.at:b])
	c.at = b
	return c.n
}

func (a *appender) entity(e *annotate.Entity) {
	a.field(`{"id":`, string(e.ID))
	a.field(`,"type":`, e.Type)
	a.field(`,"name":`, e.Name)
	if len(e.Aliases) > 0 {
		list(a, `,"aliases":`, e.Aliases, func(_ int, s string) { a.words(s) })
	}
	if len(e.Dated) > 0 {
		list(a, `,"dated":`, e.Dated, func(_ int, d annotate.DatedName) {
			a.field(`{"name":`, d.Name)
			a.some(`,"from":`, d.From)
			a.some(`,"until":`, d.Until)
			a.some(`,"place":`, d.Place)
			a.b = append(a.b, '}')
		})
	}
	if len(e.IDs) > 0 {
		a.raw(`,"ids":`)
		a.pairs(e.IDs)
	}
	a.some(`,"note":`, e.Note)
	a.b = append(a.b, '}')
}

func (a *appender) spans(places []place) {
	list(a, `,"spans":`, places, func(_ int, p place) {
		a.number(`{"start":`, p.start)
		a.number(`,"end":`, p.end)
		a.raw(`,"text":`)
		a.part(a.text[p.Start:p.End])
		a.b = append(a.b, '}')
	})
}

func (a *appender) annotation(m *mark) {
	a.field(`{"id":`, string(m.ID))
	a.field(`,"type":`, m.Type)
	a.spans(m.places)
	a.some(`,"entity":`, string(m.Entity))
	if len(m.Args) > 0 {
		a.args(`,"args":`, m.Args)
	}
	if len(m.Attrs) > 0 {
		a.raw(`,"attrs":`)
		a.pairs(m.Attrs)
	}
	a.some(`,"note":`, m.Note)
	if o := m.Origin; o != (annotate.Origin{}) {
		a.raw(`,"origin":{`)
		next := a.commas()
		a.some(next(`"annotator":`), string(o.Annotator))
		a.some(next(`"rule":`), o.Rule)
		if o.Score != 0 {
			a.raw(next(`"score":`))
			data, err := json.Marshal(o.Score)
			a.err = cmp.Or(a.err, err)
			a.b = append(a.b, data...)
		}
		a.some(next(`"evidence":`), o.Evidence)
		a.b = append(a.b, '}')
	}
	a.b = append(a.b, '}')
}

func (a *appender) args(name string, args []annotate.Arg) {
	list(a, name, args, func(_ int, x annotate.Arg) {
		a.field(`{"role":`, x.Role)
		a.field(`,"target":`, string(x.Target))
		a.b = append(a.b, '}')
	})
}

// commas returns what puts a comma before all names but the first of an object that begins here.
func (a *appender) commas() func(name string) string {
	from := len(a.b)
	return func(name string) string {
		if len(a.b) > from {
			return "," + name
		}
		return name
	}
}

// remembered writes the spans of a place that is remembered; there may be none.
func (a *appender) remembered(spans []annotate.Span) {
	c := counter{text: a.text}
	places := make([]place, len(spans))
	for i, s := range spans {
		places[i] = place{s, c.runes(s.Start), c.runes(s.End)}
	}
	a.spans(places)
}

func (a *appender) decision(d *annotate.Decision) {
	a.field(`{"annotator":`, string(d.Annotator))
	a.field(`,"about":`, string(d.About))
	a.field(`,"type":`, d.Type)
	a.remembered(d.Spans)
	a.field(`,"verdict":`, string(d.Verdict))
	a.some(`,"result":`, string(d.Result))
	a.some(`,"reason":`, string(d.Reason))
	a.some(`,"within":`, string(d.Within))
	if c := d.Seen; c != nil {
		a.raw(`,"seen":{`)
		next := a.commas()
		a.some(next(`"entity":`), string(c.Entity))
		if len(c.Args) > 0 {
			a.args(next(`"args":`), c.Args)
		}
		if len(c.Attrs) > 0 {
			a.raw(next(`"attrs":`))
			a.pairs(c.Attrs)
		}
		a.b = append(a.b, '}')
	}
	a.b = append(a.b, '}')
}

func (a *appender) comment(c *annotate.Comment) {
	a.field(`{"id":`, string(c.ID))
	a.field(`,"annotator":`, string(c.Annotator))
	a.field(`,"about":`, string(c.About))
	a.remembered(c.Spans)
	a.some(`,"reply_to":`, string(c.ReplyTo))
	a.field(`,"author":`, c.Author)
	a.field(`,"time":`, c.Time.UTC().Format(time.RFC3339Nano))
	a.field(`,"text":`, c.Text)
	a.some(`,"standing":`, string(c.Standing))
	a.b = append(a.b, '}')
}

// attributes writes those of an annotation with the schema's defaults, and returns the type of a quote, which stands
// beside them.
func (a *appender) attributes(m *mark) {
	if len(m.Attrs) == 0 {
		a.b = append(a.b, m.kind.bare...)
		return
	}
	all := maps.Clone(m.kind.defaults)
	maps.Copy(all, m.Attrs)
	if m.kind.Kind == annotate.KindQuote && all[attrType] != "" {
		delete(all, attrType)
	}
	a.pairs(all)
}

// quoteType returns what a quote's type is: the attribute, or that of the annotation where there is none.
func (m *mark) quoteType() string {
	if t, ok := m.Attrs[attrType]; ok {
		return cmp.Or(t, m.Type)
	}
	return cmp.Or(m.kind.bareType, m.Type)
}

// named writes the entity of an annotation.
func (a *appender) named(e *annotate.Entity) {
	if e == nil {
		a.raw(`,"entity":null,"entity_id":null`)
		return
	}
	a.field(`,"entity":`, e.Name)
	a.field(`,"entity_id":`, string(e.ID))
}

// reference writes what an annotation is where others refer to it, without the brace at its end.
func (a *appender) reference(m *mark) {
	if m.from >= 0 {
		a.b = append(a.b, a.b[m.from:m.to]...)
		return
	}
	m.from = len(a.b)
	a.field(`"id":`, string(m.ID))
	a.field(`,"type":`, m.Type)
	a.raw(`,"text":`)
	a.surface(m.places)
	a.number(`,"start":`, m.start)
	a.number(`,"end":`, m.end)
	a.named(a.entities[m.Entity])
	m.to = len(a.b)
}

// filler writes what fills a role.
func (a *appender) filler(m *mark) {
	a.reference(m)
	e := a.entities[m.Entity]
	if e == nil {
		a.raw(`,"entity_type":null}`)
		return
	}
	a.field(`,"entity_type":`, e.Type)
	a.b = append(a.b, '}')
}

// first returns what fills a role first, or nil.
func (a *appender) first(m *mark, role string) *mark {
	for _, x := range m.Args {
		if x.Role == role {
			if i, ok := a.at[x.Target]; ok {
				return &a.marks[i]
			}
		}
	}
	return nil
}

// ofKind writes the list of the annotations of a kind.
func (a *appender) ofKind(name string, k annotate.Kind, each func(*mark)) {
	a.raw(name)
	none := true
	for i := range a.marks {
		if m := &a.marks[i]; m.kind.Kind == k {
			if !none {
				a.b = append(a.b, ',')
			}
			none = false
			a.b = append(a.b, '{')
			each(m)
			a.b = append(a.b, '}')
		}
	}
	a.b = append(a.b, ']')
}

func (a *appender) views() {
	a.ofKind(`,"mentions":[`, annotate.KindMention, func(m *mark) {
		a.reference(m)
		a.raw(`,"attrs":`)
		a.attributes(m)
	})
	a.ofKind(`,"cues":[`, annotate.KindCue, func(m *mark) {
		a.field(`"id":`, string(m.ID))
		a.field(`,"type":`, m.Type)
		a.raw(`,"text":`)
		a.surface(m.places)
		a.number(`,"start":`, m.start)
		a.number(`,"end":`, m.end)
		a.raw(`,"attrs":`)
		a.attributes(m)
	})
	a.ofKind(`,"quotes":[`, annotate.KindQuote, a.quote)
	a.ofKind(`,"events":[`, annotate.KindEvent, a.event)
}

func (a *appender) quote(m *mark) {
	a.field(`"id":`, string(m.ID))
	a.field(`,"type":`, m.quoteType())
	a.raw(`,"text":`)
	a.surface(m.places)
	a.spans(m.places)
	if s := a.first(m, roleSpeaker); s != nil {
		e := a.entities[s.Entity]
		a.raw(`,"speaker":`)
		a.surface(s.places)
		a.field(`,"speaker_id":`, string(s.ID))
		a.named(e)
		if e != nil {
			a.field(`,"entity_type":`, e.Type)
		} else {
			a.raw(`,"entity_type":null`)
		}
	} else {
		a.raw(`,"speaker":null,"speaker_id":null,"entity":null,"entity_id":null,"entity_type":null`)
	}
	if c := a.first(m, roleCue); c != nil {
		a.raw(`,"cue":`)
		a.surface(c.places)
		a.field(`,"cue_id":`, string(c.ID))
	} else {
		a.raw(`,"cue":null,"cue_id":null`)
	}
	a.raw(`,"addressees":[`)
	none := true
	for _, x := range m.Args {
		if i, ok := a.at[x.Target]; ok && x.Role == roleAddressee {
			if !none {
				a.b = append(a.b, ',')
			}
			none = false
			a.b = append(a.b, '{')
			a.filler(&a.marks[i])
		}
	}
	a.raw(`],"attrs":`)
	a.attributes(m)
}

func (a *appender) event(m *mark) {
	a.field(`"id":`, string(m.ID))
	a.field(`,"type":`, m.Type)
	a.raw(`,"trigger":`)
	a.surface(m.places)
	a.spans(m.places)
	a.raw(`,"args":[`)
	none := true
	for _, x := range m.Args {
		if i, ok := a.at[x.Target]; ok {
			if !none {
				a.b = append(a.b, ',')
			}
			none = false
			a.field(`{"role":`, x.Role)
			a.b = append(a.b, ',')
			a.filler(&a.marks[i])
		}
	}
	a.raw(`],"attrs":`)
	a.attributes(m)
}
