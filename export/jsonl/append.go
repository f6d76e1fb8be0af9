package jsonl

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// appender writes a line by hand, field by field as wire.go has them: several times as fast as a library that
// finds the fields out, and a test holds it to the library's bytes.
type appender struct {
	b   []byte
	err error
}

// name begins a field.
func (a *appender) name(s string) {
	if c := a.b[len(a.b)-1]; c != '{' {
		a.b = append(a.b, ',')
	}
	a.b = append(a.b, '"')
	a.b = append(a.b, s...)
	a.b = append(a.b, '"', ':')
}

// plain reports whether a string needs no escapes, and is valid UTF-8.
func plain(s string) bool {
	ascii := true
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c == '"' || c == '\\' {
			return false
		}
		if c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2]&^1 == 0xa8 { // U+2028 and U+2029
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.ValidString(s)
}

func (a *appender) words(s string) {
	if plain(s) {
		a.b = append(a.b, '"')
		a.b = append(a.b, s...)
		a.b = append(a.b, '"')
		return
	}
	from := len(a.b)
	b, err := jsontext.AppendQuote(a.b, s)
	if err != nil && a.err == nil {
		a.err = err
	}
	a.b = b
	if bytes.Contains(a.b[from:], []byte("\u2028")) || bytes.Contains(a.b[from:], []byte("\u2029")) {
		tail := bytes.ReplaceAll(bytes.Clone(a.b[from:]), []byte("\u2028"), []byte(`\u2028`))
		a.b = append(a.b[:from], bytes.ReplaceAll(tail, []byte("\u2029"), []byte(`\u2029`))...)
	}
}

func (a *appender) field(name, value string) {
	a.name(name)
	a.words(value)
}

// some is field for a value that is left out where there is none.
func (a *appender) some(name, value string) {
	if value != "" {
		a.field(name, value)
	}
}

// maybe is field for a value that is null where there is none.
func (a *appender) maybe(name string, value *string) {
	a.name(name)
	if value == nil {
		a.b = append(a.b, "null"...)
		return
	}
	a.words(*value)
}

func (a *appender) number(name string, n int) {
	a.name(name)
	a.b = strconv.AppendInt(a.b, int64(n), 10)
}

func (a *appender) pairs(name string, m map[string]string) {
	a.name(name)
	a.b = append(a.b, '{')
	if len(m) == 1 {
		for k, v := range m {
			a.key(k)
			a.words(v)
		}
	} else if len(m) > 1 {
		for _, k := range slices.Sorted(maps.Keys(m)) {
			a.key(k)
			a.words(m[k])
		}
	}
	a.b = append(a.b, '}')
}

// key begins a field whose name may be anything.
func (a *appender) key(s string) {
	if c := a.b[len(a.b)-1]; c != '{' {
		a.b = append(a.b, ',')
	}
	a.words(s)
	a.b = append(a.b, ':')
}

func list[T any](a *appender, name string, all []T, each func(*T)) {
	a.name(name)
	a.b = append(a.b, '[')
	for i := range all {
		if i > 0 {
			a.b = append(a.b, ',')
		}
		a.b = append(a.b, '{')
		each(&all[i])
		a.b = append(a.b, '}')
	}
	a.b = append(a.b, ']')
}

func (a *appender) list(name string, all []string) {
	a.name(name)
	a.b = append(a.b, '[')
	for i, s := range all {
		if i > 0 {
			a.b = append(a.b, ',')
		}
		a.words(s)
	}
	a.b = append(a.b, ']')
}

func (a *appender) spans(all []span) {
	list(a, "spans", all, func(s *span) {
		a.number("start", s.Start)
		a.number("end", s.End)
		a.maybe("text", s.Text)
	})
}

// line writes a record, and its views where there are any.
func (a *appender) line(r *record, v *views) {
	a.b = append(a.b, '{')
	a.number("quoth", r.Quoth)
	a.field("id", r.ID)
	a.field("title", r.Title)
	a.field("language", r.Language)
	a.pairs("meta", r.Meta)
	a.field("text", r.Text)
	list(a, "blocks", r.Blocks, func(x *block) {
		a.field("kind", x.Kind)
		a.number("start", x.Start)
		a.number("end", x.End)
		if x.Level != 0 {
			a.number("level", x.Level)
		}
	})
	a.field("annotator", r.Annotator)
	a.field("state", r.State)
	list(a, "entities", r.Entities, a.entity)
	list(a, "annotations", r.Annotations, a.annotation)
	if v != nil {
		a.views(v)
	}
	a.b = append(a.b, '}', '\n')
}

func (a *appender) entity(x *entity) {
	a.field("id", x.ID)
	a.field("type", x.Type)
	a.field("name", x.Name)
	if len(x.Aliases) > 0 {
		a.list("aliases", x.Aliases)
	}
	if len(x.Dated) > 0 {
		list(a, "dated", x.Dated, func(y *dated) {
			a.field("name", y.Name)
			a.some("from", y.From)
			a.some("until", y.Until)
			a.some("place", y.Place)
		})
	}
	if len(x.IDs) > 0 {
		a.pairs("ids", x.IDs)
	}
	a.some("note", x.Note)
}

func (a *appender) annotation(x *annotation) {
	a.field("id", x.ID)
	a.field("type", x.Type)
	a.spans(x.Spans)
	a.some("entity", x.Entity)
	if len(x.Args) > 0 {
		list(a, "args", x.Args, func(y *arg) {
			a.field("role", y.Role)
			a.field("target", y.Target)
		})
	}
	if len(x.Attrs) > 0 {
		a.pairs("attrs", x.Attrs)
	}
	a.some("note", x.Note)
	if o := x.Origin; o != nil {
		a.name("origin")
		a.b = append(a.b, '{')
		a.some("annotator", o.Annotator)
		a.some("rule", o.Rule)
		if o.Score != 0 {
			a.name("score")
			data, err := json.Marshal(o.Score)
			if err != nil && a.err == nil {
				a.err = err
			}
			a.b = append(a.b, data...)
		}
		a.some("evidence", o.Evidence)
		a.b = append(a.b, '}')
	}
}

func (a *appender) filler(x *filler) {
	a.field("id", x.ID)
	a.field("type", x.Type)
	a.field("text", x.Text)
	a.number("start", x.Start)
	a.number("end", x.End)
	a.maybe("entity", x.Entity)
	a.maybe("entity_id", x.EntityID)
	a.maybe("entity_type", x.EntityType)
}

func (a *appender) views(v *views) {
	list(a, "mentions", v.Mentions, func(x *mention) {
		a.field("id", x.ID)
		a.field("type", x.Type)
		a.field("text", x.Text)
		a.number("start", x.Start)
		a.number("end", x.End)
		a.maybe("entity", x.Entity)
		a.maybe("entity_id", x.EntityID)
		a.pairs("attrs", x.Attrs)
	})
	list(a, "cues", v.Cues, func(x *cue) {
		a.field("id", x.ID)
		a.field("type", x.Type)
		a.field("text", x.Text)
		a.number("start", x.Start)
		a.number("end", x.End)
		a.pairs("attrs", x.Attrs)
	})
	list(a, "quotes", v.Quotes, func(x *quote) {
		a.field("id", x.ID)
		a.field("type", x.Type)
		a.field("text", x.Text)
		a.spans(x.Spans)
		a.maybe("speaker", x.Speaker)
		a.maybe("speaker_id", x.SpeakerID)
		a.maybe("entity", x.Entity)
		a.maybe("entity_id", x.EntityID)
		a.maybe("entity_type", x.EntityType)
		a.maybe("cue", x.Cue)
		a.maybe("cue_id", x.CueID)
		list(a, "addressees", x.Addressees, a.filler)
		a.pairs("attrs", x.Attrs)
	})
	list(a, "events", v.Events, func(x *event) {
		a.field("id", x.ID)
		a.field("type", x.Type)
		a.field("trigger", x.Trigger)
		a.spans(x.Spans)
		list(a, "args", x.Args, func(y *roleFiller) {
			a.field("role", y.Role)
			a.filler(&y.filler)
		})
		a.pairs("attrs", x.Attrs)
	})
}
