// Package citron is the JSON of Citron, the BBC's quote extraction: a text and its quotes, each with what
// presents it (the cue), who says it (the sources) and what is said (the contents), all as places in
// code points.
//
// Citron knows quotes and nothing else. A quote is an annotation here, whose parts are the contents; cue and
// sources fill its roles. Sources have no type there, so each is of the type "source" when read; a map
// of labels turns that into the schema's.
package citron

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"

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

func fitsFolder(folder fs.FS) bool {
	found := false
	_ = bound.Walk(folder, func(name string) error {
		if f, err := folder.Open(name); err == nil {
			defer f.Close()
			if fits(f) {
				found = true
			}
		}
		return fs.SkipAll
	})
	return found
}

// shape returns the quotes of a record with what fills the roles that Citron has, under its names.
func shape(r *export.Record, schema *annotate.Schema) *export.Record {
	byID := map[annotate.ID]*annotate.Annotation{}
	for _, a := range r.Annotations {
		byID[a.ID] = a
	}
	out := *r
	out.Entities = nil
	keep := map[annotate.ID]string{} // under which type
	for _, a := range r.Annotations {
		if !isQuote(a, schema) {
			continue
		}
		keep[a.ID] = typeQuote
		for _, x := range a.Args {
			if typ := map[string]string{roleSpeaker: typeSource, roleCue: typeCue}[x.Role]; typ != "" && keep[x.Target] == "" {
				keep[x.Target] = typ
			}
		}
	}
	out.Annotations = nil
	for _, a := range r.Annotations {
		typ := keep[a.ID]
		if typ == "" {
			continue
		}
		c := a.Clone()
		c.Type, c.Args, c.Origin = typ, nil, annotate.Origin{}
		switch typ {
		case typeCue:
			c.Spans = []annotate.Span{a.Hull()}
		case typeQuote:
			c.Origin.Score = a.Origin.Score
			filled := map[string]bool{}
			for _, x := range a.Args {
				if (x.Role == roleSpeaker || x.Role == roleCue) && !filled[x.Role] && keep[x.Target] != typeQuote {
					filled[x.Role] = true
					c.Args = append(c.Args, x)
				}
			}
		}
		out.Annotations = append(out.Annotations, c)
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
	first := map[string]annotate.ID{}
	same := map[annotate.ID]annotate.ID{}
	used := map[annotate.ID]bool{}
	for _, a := range r.Annotations {
		key := fmt.Sprint(a.Type, a.Spans)
		if a.Type == typeQuote {
			key = string(a.ID)
		}
		if first[key] == "" {
			first[key] = a.ID
		}
		same[a.ID] = first[key]
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

type article struct {
	Text   string  `json:"text"`
	Quotes []quote `json:"quotes"`
}

type quote struct {
	ID       int     `json:"id"`
	Cue      *place  `json:"cue"`
	Sources  []place `json:"sources"`
	Contents []place `json:"contents"`
	Score    float64 `json:"confidence,omitzero"`
}

type place struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// WriteFolder writes a file for each record. See [export.Format].
func WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		var b bytes.Buffer
		if err := json.MarshalWrite(&b, articleOf(shape(r, opts.Schema)), values.Style, jsontext.WithIndent(" ")); err != nil {
			return err
		}
		b.WriteByte('\n')
		if err := export.WriteFile(to, names.For(r)+".json", b.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

func articleOf(r *export.Record) article {
	out := article{Text: r.Document.Text, Quotes: []quote{}}
	t := r.Document.Offsets()
	byID := map[annotate.ID]*annotate.Annotation{}
	for _, a := range r.Annotations {
		byID[a.ID] = a
	}
	places := func(a *annotate.Annotation) []place {
		list := make([]place, 0, len(a.Spans))
		for _, s := range a.Spans {
			list = append(list, place{t.Runes(s.Start), t.Runes(s.End), r.Document.Text[s.Start:s.End]})
		}
		return list
	}
	for _, a := range r.Annotations {
		if a.Type != typeQuote {
			continue
		}
		q := quote{ID: len(out.Quotes), Sources: []place{}, Contents: places(a), Score: a.Origin.Score}
		for _, x := range a.Args {
			switch b := byID[x.Target]; x.Role {
			case roleCue:
				h := b.Hull()
				q.Cue = &place{t.Runes(h.Start), t.Runes(h.End), r.Document.Text[h.Start:h.End]}
			case roleSpeaker:
				q.Sources = places(b)
			}
		}
		out.Quotes = append(out.Quotes, q)
	}
	return out
}

// Read yields a record for each article. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for v, err := range values.Each(ctx, name, r) {
			var rec *export.Record
			if err == nil {
				if rec, err = record(v); err != nil {
					err, rec = v.Fault(err), nil
				}
			}
			if !yield(rec, err) {
				return
			}
		}
	}
}

// ReadFolder yields the articles of the files of a folder. See [export.Format].
func ReadFolder(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return export.EachFile(ctx, name, folder, &export.Format{Fits: fits, Read: Read})
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
		key := fmt.Sprint(typ, spans)
		if m := made[key]; m != nil && typ != typeQuote {
			return m, nil
		}
		m, err := a.Put("", typ, spans...)
		made[key] = m
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
