package spacy

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"iter"
	"regexp"
	"strconv"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/values"
)

// Lines is the entry for the list of formats: a text and its spans on each line, as scripts for spaCy take it,
// and the pairs of text and entities that spaCy 2 was trained from, which are only read.
var Lines = &export.Format{
	Name:       "spacyjsonl",
	Title:      "spaCy JSON Lines",
	Who:        "For scripts of one's own that train spaCy, and for old training data of spaCy 2.",
	Extensions: []string{"jsonl"},
	Unit:       "code points",
	Holds:      linesHold,
	Fits:       fitsLines,
	Shape:      func(r *export.Record, s *annotate.Schema) *export.Record { return named(r) },
	Shapes:     []export.Loss{{What: "names of entities", Becomes: "the words of their first mention"}},
	Write:      writeLines,
	Read:       readLines,
}

// named names entities for their first mention.
func named(r *export.Record) *export.Record {
	names := map[annotate.ID]string{}
	for _, a := range r.Annotations {
		if a.Entity != "" && names[a.Entity] == "" {
			names[a.Entity] = r.Document.Surface(a.Spans)
		}
	}
	out := *r
	out.Entities = nil
	for _, e := range r.Entities {
		if names[e.ID] != "" {
			c := *e
			c.Name = names[e.ID]
			out.Entities = append(out.Entities, &c)
		}
	}
	return &out
}

// pairs is how a file of pairs begins: [["text"
var pairs = regexp.MustCompile(`^\s*\[\s*\[\s*"`)

func fitsLines(r io.Reader) bool {
	in := bufio.NewReaderSize(r, 1<<16)
	if head, _ := in.Peek(256); pairs.Match(head) {
		return true
	}
	first, _ := values.First(in)
	for _, other := range []string{"_input_hash", "_task_hash", "_view_id", "answer", "tokens", "quoth", "entities", "label", "labels"} {
		if _, ok := first[other]; ok {
			return false
		}
	}
	if values.Kind(first["text"]) != '"' {
		return false
	}
	var spans []struct {
		Start *int    `json:"start"`
		End   *int    `json:"end"`
		Label *string `json:"label"`
	}
	return values.Kind(first["spans"]) == '[' && json.Unmarshal(first["spans"], &spans) == nil &&
		(len(spans) == 0 || spans[0].Start != nil && spans[0].End != nil && spans[0].Label != nil)
}

type lineSpan struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label"`
	KB    string `json:"kb_id,omitempty"`

	IDs map[string]string `json:"entity_ids,omitempty"` // by whose they are
}

func writeLines(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], _ export.Options) error {
	return values.WriteLines(ctx, w, records, func(b []byte, r *export.Record) ([]byte, error) {
		kept := linesHold.Keep(r)
		t := r.Document.Offsets()
		identified := map[annotate.ID]map[string]string{}
		for _, e := range kept.Entities {
			identified[e.ID] = e.IDs
		}
		b, err := values.AppendWords(append(b, `{"text":`...), r.Document.Text)
		b = append(b, `,"spans":[`...)
		for i, a := range kept.Annotations {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(append(b, `{"start":`...), int64(t.Runes(a.Spans[0].Start)), 10)
			b = strconv.AppendInt(append(b, `,"end":`...), int64(t.Runes(a.Spans[0].End)), 10)
			var wrong error
			b, wrong = values.AppendWords(append(b, `,"label":`...), a.Type)
			err = cmp.Or(err, wrong)
			if a.Entity != "" {
				b, wrong = values.AppendWords(append(b, `,"kb_id":`...), string(a.Entity))
				err = cmp.Or(err, wrong)
				if ids := identified[a.Entity]; len(ids) > 0 {
					b, wrong = values.AppendPairs(append(b, `,"entity_ids":`...), ids)
					err = cmp.Or(err, wrong)
				}
			}
			b = append(b, '}')
		}
		b, wrong := values.AppendPairs(append(b, `],"meta":`...), values.Meta(r))
		return append(b, '}'), cmp.Or(err, wrong)
	})
}

// linesHold is what a line holds.
var linesHold = export.Holds{Title: true, Language: true, Meta: true, Annotator: true, State: true, Entities: export.EntitiesIdentified}

func readLines(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return values.Records(ctx, name, r, lineRecord)
}

func lineRecord(v values.Value) (*export.Record, error) {
	var x struct {
		Text  string                    `json:"text"`
		Spans []lineSpan                `json:"spans"`
		Meta  map[string]jsontext.Value `json:"meta"`
	}
	if values.Kind(v.Raw) == '[' {
		if err := pair(v, &x.Text, &x.Spans); err != nil {
			return nil, err
		}
	} else if err := v.Into(&x); err != nil {
		return nil, err
	}
	a, err := assemble.New(x.Text, assemble.Runes)
	if err != nil {
		return nil, err
	}
	a.Renumber = true
	meta := map[string]string{}
	for k, m := range x.Meta {
		meta[k] = values.Words(m)
	}
	values.Describe(meta).Into(a.Doc, &a.Annotator, &a.State)
	for i, s := range x.Spans {
		where, err := a.Span(s.Start, s.End)
		if err != nil {
			return nil, values.At(values.In("spans", i), err)
		}
		m, err := a.Put("", s.Label, where)
		if err != nil {
			return nil, values.At(values.In("spans", i), err)
		}
		if s.KB != "" {
			assemble.Identify(a.Refer(m, s.KB), s.IDs)
		}
	}
	rec, err := a.Record()
	if err != nil {
		return nil, err
	}
	rec.Where = v.Where()
	return rec, nil
}

// pair reads ["text", {"entities": [[0, 3, "PERSON"]]}].
func pair(v values.Value, text *string, spans *[]lineSpan) error {
	var two []jsontext.Value
	if err := v.Into(&two); err != nil {
		return err
	}
	var said struct {
		Entities [][]jsontext.Value `json:"entities"`
	}
	if len(two) != 2 || json.Unmarshal(two[0], text) != nil || json.Unmarshal(two[1], &said) != nil {
		return errors.New(`a line is a text and what is said of it: ["text", {"entities": [[0, 3, "PERSON"]]}]`)
	}
	for _, e := range said.Entities {
		var s lineSpan
		if len(e) < 3 || json.Unmarshal(e[0], &s.Start) != nil || json.Unmarshal(e[1], &s.End) != nil || json.Unmarshal(e[2], &s.Label) != nil {
			return errors.New("an entity is [start, end, label]")
		}
		*spans = append(*spans, s)
	}
	return nil
}
