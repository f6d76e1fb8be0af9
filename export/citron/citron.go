// Package citron is the JSON of Citron, the BBC's quote extraction: a text and its quotes, each with what
// presents it (the cue), who says it (the sources) and what is said (the contents), all as places in
// code points.
//
// Citron knows quotes and nothing else. A quote is an annotation here, whose parts are the contents; cue and
// sources fill its roles. Sources have no type there, so each is of the type "source" when read; a map
// of labels turns that into the schema's.
package citron

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
	"quoth/export/values"
)

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:       "citron",
	Title:      "BBC Citron",
	Who:        "For training and testing Citron, the quote extraction of the BBC.",
	Extensions: []string{"json"},
	Unit:       "code points",
	Holds:      export.Holds{Parts: true, Args: true, Origin: true},
	Fits:       fits,
	FitsFolder: fitsFolder,
	Shape:      shape,
	Shapes: []export.Loss{
		{What: "events, and mentions that speak in no quote", Becomes: "left out"},
		{What: "types of speakers", Becomes: "“source”, to be mapped when read"},
		{What: "who or what made an annotation", Becomes: "left out; how sure a quote is stays"},
		{What: "a cue in several parts", Becomes: "one part, from the first to the last"},
		{What: "roles of quotes other than speaker and cue", Becomes: "left out"},
	},
	WriteFolder: WriteFolder,
	Read:        Read,
	ReadFolder:  ReadFolder,
}

// What annotations are called that come from Citron, and their roles.
const (
	typeQuote   = "quote"
	typeCue     = "cue"
	typeSource  = "source"
	roleSpeaker = "speaker"
	roleCue     = "cue"
)

func fits(r io.Reader) bool {
	first, _ := values.First(r)
	if values.Kind(first["text"]) != '"' || values.Kind(first["quotes"]) != '[' || first["quoth"] != nil {
		return false
	}
	var quotes []struct {
		Contents jsontext.Value `json:"contents"`
	}
	return json.Unmarshal(first["quotes"], &quotes) == nil && (len(quotes) == 0 || quotes[0].Contents != nil)
}

func fitsFolder(folder fs.FS) bool { return bound.FirstFits(folder, "", fits) }

// typeOf is the type of what fills a role of a quote, or "" where Citron does not have the role.
func typeOf(role string) string {
	switch role {
	case roleSpeaker:
		return typeSource
	case roleCue:
		return typeCue
	}
	return ""
}

// shape returns the quotes of a record with what fills the roles that Citron has, under its names.
func shape(r *export.Record, schema *annotate.Schema) *export.Record {
	out := *r
	out.Entities = nil
	keep := make(map[annotate.ID]string, len(r.Annotations)) // under which type
	for _, a := range r.Annotations {
		if !isQuote(a, schema) {
			continue
		}
		keep[a.ID] = typeQuote
		for _, x := range a.Args {
			if typ := typeOf(x.Role); typ != "" && keep[x.Target] == "" {
				keep[x.Target] = typ
			}
		}
	}
	out.Annotations = make([]*annotate.Annotation, 0, len(keep))
	for _, a := range r.Annotations {
		typ := keep[a.ID]
		if typ == "" {
			continue
		}
		c := *a
		c.Type, c.Args, c.Origin = typ, nil, annotate.Origin{}
		switch typ {
		case typeCue:
			c.Spans = []annotate.Span{a.Hull()}
		case typeQuote:
			c.Origin.Score = a.Origin.Score
			for _, x := range a.Args {
				filled := func(y annotate.Arg) bool { return y.Role == x.Role }
				if typeOf(x.Role) != "" && keep[x.Target] != typeQuote && !slices.ContainsFunc(c.Args, filled) {
					c.Args = append(c.Args, x)
				}
			}
		}
		out.Annotations = append(out.Annotations, &c)
	}
	return merged(&out)
}

// isQuote reports whether an annotation is a quote under the schema, or is called one.
func isQuote(a *annotate.Annotation, schema *annotate.Schema) bool {
	kind := schema.Kind(a.Type)
	return kind == annotate.KindQuote || a.Type == typeQuote && (kind == "" || kind == annotate.KindMention)
}

// merged makes one of annotations that say the same of the same words, as speakers of several types do once
// the types are gone, and leaves out those that no quote names.
func merged(r *export.Record) *export.Record {
	type place struct {
		typ   string
		first annotate.Span
	}
	told := make(map[place][]*annotate.Annotation, len(r.Annotations))
	same := make(map[annotate.ID]annotate.ID, len(r.Annotations))
	used := make(map[annotate.ID]bool, len(r.Annotations))
	for _, a := range r.Annotations {
		same[a.ID] = a.ID
		if a.Type == typeQuote {
			continue
		}
		at := place{a.Type, a.Spans[0]}
		i := slices.IndexFunc(told[at], func(b *annotate.Annotation) bool { return slices.Equal(a.Spans, b.Spans) })
		if i >= 0 {
			same[a.ID] = told[at][i].ID
		} else {
			told[at] = append(told[at], a)
		}
	}
	for _, a := range r.Annotations {
		for i, x := range a.Args {
			a.Args[i].Target = same[x.Target]
			used[a.Args[i].Target] = true
		}
	}
	list := r.Annotations
	r.Annotations = nil
	for _, a := range list {
		if a.Type == typeQuote || used[a.ID] {
			r.Annotations = append(r.Annotations, a)
		}
	}
	return r
}

type place struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// WriteFolder writes a file for each record. See [export.Format].
func WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if b, err = appendArticle(b[:0], shape(r, opts.Schema)); err != nil {
			return err
		}
		if err := export.WriteFile(to, names.For(r)+".json", b); err != nil {
			return err
		}
	}
	return nil
}

// appendArticle appends the file of a record, which people can read: a blank more at the beginning of what lies within.
func appendArticle(b []byte, r *export.Record) ([]byte, error) {
	text, t := r.Document.Text, r.Document.Offsets()
	byID := make(map[annotate.ID]*annotate.Annotation, len(r.Annotations))
	for _, a := range r.Annotations {
		byID[a.ID] = a
	}
	sound := values.Sound(text)
	var wrong error
	quote := func(s string) {
		if sound {
			b = values.AppendSound(b, s)
			return
		}
		var err error
		if b, err = values.AppendWords(b, s); wrong == nil {
			wrong = err
		}
	}
	const blanks = "\n       "
	line := func(depth int, s string) { b = append(append(b, blanks[:1+depth]...), s...) }
	number := func(depth int, key string, n int) {
		line(depth, key)
		b = strconv.AppendInt(b, int64(n), 10)
		b = append(b, ',')
	}
	place := func(depth int, s annotate.Span) {
		b = append(b, '{')
		number(depth+1, `"start": `, t.Runes(s.Start))
		number(depth+1, `"end": `, t.Runes(s.End))
		line(depth+1, `"text": `)
		quote(text[s.Start:s.End])
		line(depth, "}")
	}
	places := func(a *annotate.Annotation) {
		if a == nil {
			b = append(b, "[]"...)
			return
		}
		b = append(b, '[')
		for i, s := range a.Spans {
			if i > 0 {
				b = append(b, ',')
			}
			line(4, "")
			place(4, s)
		}
		line(3, "]")
	}
	b = append(b, '{')
	line(1, `"text": `)
	quote(text)
	b = append(b, ',')
	line(1, `"quotes": [`)
	n := 0
	for _, a := range r.Annotations {
		if a.Type != typeQuote {
			continue
		}
		if n > 0 {
			b = append(b, ',')
		}
		var cue, source *annotate.Annotation
		for _, x := range a.Args {
			switch x.Role {
			case roleCue:
				cue = byID[x.Target]
			case roleSpeaker:
				source = byID[x.Target]
			}
		}
		line(2, "{")
		number(3, `"id": `, n)
		line(3, `"cue": `)
		if cue == nil {
			b = append(b, "null"...)
		} else {
			place(3, cue.Hull())
		}
		b = append(b, ',')
		line(3, `"sources": `)
		places(source)
		b = append(b, ',')
		line(3, `"contents": `)
		places(a)
		if a.Origin.Score != 0 {
			b = append(b, ',')
			line(3, `"confidence": `)
			b = append(b, jsontext.Float(a.Origin.Score).String()...)
		}
		line(2, "}")
		n++
	}
	if n > 0 {
		line(1, "")
	}
	b = append(b, ']')
	line(0, "}\n")
	return b, wrong
}

// Read yields a record for each article. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return values.Records(ctx, name, r, record)
}

// ReadFolder yields the articles of the files of a folder. See [export.Format].
func ReadFolder(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return export.EachFile(ctx, name, folder, &export.Format{Extensions: []string{"json"}, Fits: fits, Read: Read})
}

type readArticle struct {
	Text   string      `json:"text"`
	Quotes []readQuote `json:"quotes"`
}

type readQuote struct {
	Cue        *place   `json:"cue"`
	Sources    []place  `json:"sources"`
	Contents   []place  `json:"contents"`
	Confidence *float64 `json:"confidence"`
}

func record(v values.Value) (*export.Record, error) {
	var x readArticle
	if err := v.Into(&x); err != nil {
		return nil, err
	}
	a, err := assemble.New(x.Text, assemble.Runes)
	if err != nil {
		return nil, err
	}
	a.Kinds = map[string]annotate.Kind{typeQuote: annotate.KindQuote, typeCue: annotate.KindCue}
	made := map[string]*annotate.Annotation{} // speakers and cues, which several quotes may share
	mark := func(typ string, list []place) (*annotate.Annotation, error) {
		var spans []annotate.Span
		for _, p := range list {
			s, err := a.SpanOf(p.Start, p.End, p.Text)
			if err != nil {
				return nil, err
			}
			spans = append(spans, s)
		}
		key := append(make([]byte, 0, 64), typ...)
		for _, x := range spans {
			key = strconv.AppendInt(append(key, ' '), int64(x.Start), 10)
			key = strconv.AppendInt(append(key, '-'), int64(x.End), 10)
		}
		if m := made[string(key)]; m != nil && typ != typeQuote {
			return m, nil
		}
		m, err := a.Put("", typ, spans...)
		made[string(key)] = m
		return m, err
	}
	for i, q := range x.Quotes {
		fail := func(part string, err error) (*export.Record, error) {
			return nil, values.At(values.In("quotes", i)+part, err)
		}
		if len(q.Contents) == 0 {
			return fail("", errors.New("the quote has no contents"))
		}
		m, err := mark(typeQuote, q.Contents)
		if err != nil {
			return fail(".contents", err)
		}
		if q.Confidence != nil && *q.Confidence >= 0 && *q.Confidence <= 1 {
			m.Origin.Score = *q.Confidence
		}
		if len(q.Sources) > 0 {
			s, err := mark(typeSource, q.Sources)
			if err != nil {
				return fail(".sources", err)
			}
			a.Link(m, roleSpeaker, string(s.ID), "")
		}
		if q.Cue != nil && (q.Cue.Text != "" || q.Cue.End > q.Cue.Start) {
			c, err := mark(typeCue, []place{*q.Cue})
			if err != nil {
				return fail(".cue", err)
			}
			a.Link(m, roleCue, string(c.ID), "")
		}
	}
	rec, err := a.Record()
	if err != nil {
		return nil, err
	}
	rec.Where = cmp.Or(v.Where(), v.Name)
	return rec, nil
}
