// Package prodigy is the JSON Lines of the annotation tool Prodigy: tasks, each a text with its tokens, the
// spans that are marked in it, and relations between these.
//
// Its words:
//
//   - a span has places in code points, and the numbers of its first and last token where it begins and
//     ends at tokens;
//   - a relation is from a head to a child, each the last token of a span, and says the places of both spans;
//   - the answer says what became of a task: accept, reject or ignore. A set that is done is accept here, and
//     one that is flagged is ignore; a rejected task comes in as flagged.
//
// Prodigy hands on what it does not know of a span, so that identity, entity with its outside identities, attributes, note and
// origin of an annotation stand there too.
package prodigy

import (
	"context"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/token"
	"quoth/export/values"
)

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:       "prodigy",
	Title:      "Prodigy JSON Lines",
	Who:        "For people who correct or train with Prodigy and spaCy.",
	Extensions: []string{"jsonl"},
	Unit:       "code points",
	Holds: export.Holds{
		Title: true, Language: true, Meta: true, Annotator: true, State: true, IDs: true, Parts: true, Args: true,
		Attrs: true, Notes: true, Origin: true, Entities: export.EntitiesIdentified,
	},
	Fits:  fits,
	Write: Write,
	Read:  Read,
}

func fits(r io.Reader) bool {
	first, _ := values.First(r)
	if values.Kind(first["text"]) != '"' || first["quoth"] != nil {
		return false
	}
	for _, key := range []string{"_input_hash", "_task_hash", "_view_id", "_session_id", "answer"} {
		if _, ok := first[key]; ok {
			return true
		}
	}
	return values.Kind(first["tokens"]) == '[' && values.Kind(first["spans"]) == '['
}

type task struct {
	Text      string            `json:"text"`
	Tokens    []tok             `json:"tokens"`
	Spans     []span            `json:"spans"`
	Relations []relation        `json:"relations"`
	Meta      map[string]string `json:"meta"`
	ViewID    string            `json:"_view_id"`
	Annotator string            `json:"_annotator_id,omitempty"`
	Session   string            `json:"_session_id,omitempty"`
	Answer    string            `json:"answer,omitempty"`
}

type tok struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"`
	Space bool   `json:"ws"`
}

type span struct {
	Start      int               `json:"start"`
	End        int               `json:"end"`
	TokenStart *int              `json:"token_start,omitempty"`
	TokenEnd   *int              `json:"token_end,omitempty"` // inclusive
	Label      string            `json:"label"`
	ID         string            `json:"id,omitempty"`
	KB         string            `json:"kb_id,omitempty"`
	Entity     string            `json:"entity,omitempty"`
	EntityIDs  map[string]string `json:"entity_ids,omitempty"` // by whose they are
	Attrs      map[string]string `json:"attrs,omitempty"`
	Note       string            `json:"note,omitempty"`
	Source     string            `json:"source,omitempty"`
	Rule       string            `json:"rule,omitempty"`
	Evidence   string            `json:"evidence,omitempty"`
	Score      float64           `json:"score,omitzero"`
}

// place is where a relation begins or ends.
type place struct {
	Start      int    `json:"start"`
	End        int    `json:"end"`
	TokenStart *int   `json:"token_start,omitempty"`
	TokenEnd   *int   `json:"token_end,omitempty"`
	Label      string `json:"label"`
	ID         string `json:"id,omitempty"`
}

type relation struct {
	Head  int    `json:"head"`
	Child int    `json:"child"`
	From  *place `json:"head_span"`
	To    *place `json:"child_span"`
	Label string `json:"label"`
}

// The answers to a task.
const (
	accept = "accept"
	ignore = "ignore"
	reject = "reject"
)

// Write writes a task for each record. See [export.Format].
func Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], _ export.Options) error {
	return values.Write(ctx, w, records, func(r *export.Record) (any, error) {
		d := r.Document
		t := d.Offsets()
		cut := &token.Text{Doc: d, Tokens: token.Cut(d)}
		out := task{
			Text: d.Text, Tokens: make([]tok, len(cut.Tokens)), Spans: []span{}, Relations: []relation{}, Meta: values.Meta(r),
			ViewID: "relations", Annotator: string(r.Annotator), Session: string(r.Annotator),
		}
		switch r.State {
		case annotate.StateDone:
			out.Answer = accept
		case annotate.StateFlagged:
			out.Answer = ignore
		}
		for i, s := range cut.Tokens {
			space := s.End < len(d.Text) && d.Text[s.End] == ' '
			out.Tokens[i] = tok{d.Text[s.Start:s.End], t.Runes(s.Start), t.Runes(s.End), i, space}
		}
		known := map[annotate.ID]*annotate.Entity{}
		for _, e := range r.Entities {
			known[e.ID] = e
		}
		places := map[annotate.ID]*place{}
		link := func(from, to *place, label string, a, b annotate.Span) {
			_, head := cut.Of(a)
			_, child := cut.Of(b)
			out.Relations = append(out.Relations, relation{max(0, head-1), max(0, child-1), from, to, label})
		}
		spans := map[annotate.ID]annotate.Span{}
		for _, a := range r.Annotations {
			for i, s := range a.Spans {
				id := string(a.ID)
				if i > 0 {
					id = string(export.PartID(a.ID, i))
				}
				p := &place{Start: t.Runes(s.Start), End: t.Runes(s.End), Label: a.Type, ID: id}
				if first, last := cut.Of(s); first < last && cut.Tokens[first].Start == s.Start && cut.Tokens[last-1].End == s.End {
					last--
					p.TokenStart, p.TokenEnd = &first, &last
				}
				x := span{Start: p.Start, End: p.End, TokenStart: p.TokenStart, TokenEnd: p.TokenEnd, Label: a.Type, ID: id}
				if i == 0 {
					x.KB, x.Attrs, x.Note = string(a.Entity), a.Attrs, a.Note
					if e := known[a.Entity]; e != nil {
						x.Entity, x.EntityIDs = e.Name, e.IDs
					}
					x.Source, x.Rule, x.Evidence, x.Score = string(a.Origin.Annotator), a.Origin.Rule, a.Origin.Evidence, a.Origin.Score
					places[a.ID], spans[a.ID] = p, s
				} else {
					link(places[a.ID], p, assemble.Continues, a.Spans[0], s)
				}
				out.Spans = append(out.Spans, x)
			}
		}
		for _, a := range r.Annotations {
			for _, x := range a.Args {
				link(places[a.ID], places[x.Target], x.Role, spans[a.ID], spans[x.Target])
			}
		}
		return out, nil
	})
}

// readTask is a task as Prodigy itself and others write it.
type readTask struct {
	Text      string                    `json:"text"`
	Spans     []readSpan                `json:"spans"`
	Relations []relation                `json:"relations"`
	Meta      map[string]jsontext.Value `json:"meta"`
	Annotator string                    `json:"_annotator_id"`
	Session   string                    `json:"_session_id"`
	Answer    string                    `json:"answer"`
}

type readSpan struct {
	Start    int                       `json:"start"`
	End      int                       `json:"end"`
	TokenEnd *int                      `json:"token_end"`
	Label    string                    `json:"label"`
	Text     string                    `json:"text"`
	ID       jsontext.Value            `json:"id"`
	KB       jsontext.Value            `json:"kb_id"`
	Entity   string                    `json:"entity"`
	IDs      map[string]string         `json:"entity_ids"`
	Attrs    map[string]string         `json:"attrs"`
	Note     string                    `json:"note"`
	Source   jsontext.Value            `json:"source"`
	Rule     string                    `json:"rule"`
	Evidence string                    `json:"evidence"`
	Score    jsontext.Value            `json:"score"`
	Unknown  map[string]jsontext.Value `json:",embed"`
}

// Read yields a record for each task. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return values.Records(ctx, name, r, record)
}

func record(v values.Value) (*export.Record, error) {
	var t readTask
	if err := v.Into(&t); err != nil {
		return nil, err
	}
	a, err := assemble.New(t.Text, assemble.Runes)
	if err != nil {
		return nil, err
	}
	meta := map[string]string{}
	for k, x := range t.Meta {
		meta[k] = values.Words(x)
	}
	values.Describe(meta).Into(a.Doc, &a.Annotator, &a.State)
	if a.Annotator == "" {
		if a.Annotator = annotate.AnnotatorID(t.Annotator); a.Annotator == "" {
			a.Annotator = annotate.AnnotatorID(t.Session)
		}
	}
	if a.State == "" {
		switch t.Answer {
		case accept:
			a.State = annotate.StateDone
		case ignore, reject:
			a.State = annotate.StateFlagged
		}
	}
	marks := make([]*annotate.Annotation, len(t.Spans))
	for i, s := range t.Spans {
		fail := func(err error) (*export.Record, error) { return nil, values.At(values.In("spans", i), err) }
		where, err := a.SpanOf(s.Start, s.End, s.Text)
		if err != nil {
			return fail(err)
		}
		m, err := a.Put(values.Words(orNull(s.ID)), s.Label, where)
		if err != nil {
			return fail(err)
		}
		m.Attrs, m.Note = s.Attrs, s.Note
		m.Origin = annotate.Origin{Annotator: annotate.AnnotatorID(values.Words(orNull(s.Source))), Rule: s.Rule, Evidence: s.Evidence}
		if score := values.Kind(s.Score); score == '0' {
			if _, err := fmt.Sscan(string(s.Score), &m.Origin.Score); err != nil || !(m.Origin.Score >= 0 && m.Origin.Score <= 1) {
				return fail(fmt.Errorf("the score %s is not from 0 to 1", export.Clip(string(s.Score))))
			}
		}
		if kb := values.Words(orNull(s.KB)); kb != "" {
			name := s.Entity
			if name == "" {
				name = a.Doc.Surface(m.Spans)
			}
			assemble.Identify(a.Entity(kb, s.Label, name), s.IDs)
			m.Entity = annotate.ID(kb)
		}
		marks[i] = m
	}
	for _, parts := range []bool{true, false} { // parts first: relations are between wholes
		for i, x := range t.Relations {
			if (x.Label == assemble.Continues) != parts {
				continue
			}
			fail := func(err error) (*export.Record, error) { return nil, values.At(values.In("relations", i), err) }
			from, to := end(a, t.Spans, marks, x.From, x.Head), end(a, t.Spans, marks, x.To, x.Child)
			if from == nil || to == nil {
				return fail(fmt.Errorf("it is between tokens %d and %d, at which no span is marked", x.Head, x.Child))
			}
			if ok, err := a.IsPart(x.Label, from, to); err != nil {
				return fail(err)
			} else if !ok {
				a.Link(from, x.Label, string(to.ID), values.In("relations", i))
			}
		}
	}
	rec, err := a.Record()
	if err != nil {
		return nil, err
	}
	rec.Where = v.Where()
	return rec, nil
}

// orNull makes a value that is not there null.
func orNull(v jsontext.Value) jsontext.Value {
	if len(v) == 0 {
		return jsontext.Value("null")
	}
	return v
}

// end returns the mark that a relation begins or ends at: the one with the identity, the one at the places, or
// the one that ends with the token.
func end(a *assemble.Assembly, spans []readSpan, marks []*annotate.Annotation, p *place, tok int) *annotate.Annotation {
	if p != nil {
		if m := a.Mark(p.ID); p.ID != "" && m != nil {
			return m
		}
		for i, s := range spans {
			if s.Start == p.Start && s.End == p.End && (p.Label == "" || s.Label == p.Label) {
				return marks[i]
			}
		}
	}
	for i, s := range spans {
		if s.TokenEnd != nil && *s.TokenEnd == tok {
			return marks[i]
		}
	}
	return nil
}
