// Package doccano is the JSON Lines of the annotation tool doccano: on each line a text, what is marked in
// it, and the relations between marks.
//
// doccano counts as the browser does, in UTF-16 units, or, in projects that count grapheme clusters, in
// characters; programs that make such files often count code points. The file does not say which, so the
// unit is a choice. Everything on a line that is none of doccano's fields is metadata there, and so it is
// here.
//
// Older versions wrote marks as "label", "labels" or "annotations", and each as [start, end, label]; all
// of these are read.
package doccano

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/values"
)

// Units is the choice of what places are counted in.
var Units = export.Choice{
	Key: "unit", Label: "Places are counted in", Values: []string{"utf16", "code-points", "characters", "bytes"}, Default: "utf16",
	Help: "utf16 as doccano counts, characters where its project counts grapheme clusters, code-points as Python counts",
}

// UnitOf returns the unit that is chosen.
func UnitOf(choices map[string]string) assemble.Unit {
	return map[string]assemble.Unit{"utf16": assemble.UTF16, "code-points": assemble.Runes, "characters": assemble.Graphemes, "bytes": assemble.Bytes}[choices[Units.Key]]
}

// Format is the entry for the list of formats.
var Format = format(map[string]string{Units.Key: Units.Default})

func format(choices map[string]string) *export.Format {
	f := files{UnitOf(choices)}
	return &export.Format{
		Name:       "doccano",
		Title:      "doccano JSON Lines",
		Who:        "For people who go on labelling in doccano, or come from there.",
		Extensions: []string{"jsonl"},
		Unit:       "as chosen",
		Holds: export.Holds{
			Title: true, Language: true, Meta: true, Annotator: true, State: true, Parts: true, Args: true,
		},
		Choices: []export.Choice{Units},
		Bind:    format,
		Fits:    fits,
		Write:   f.Write,
		Read:    f.Read,
	}
}

// fields are those of a line that are not metadata.
var fields = []string{"id", "text", "entities", "relations", "label", "labels", "annotations", "Comments", "data"}

func fits(r io.Reader) bool {
	first, _ := values.First(r)
	if values.Kind(first["text"]) != '"' || first["_input_hash"] != nil || first["tokens"] != nil || first["quoth"] != nil || first["spans"] != nil {
		return false
	}
	for _, key := range []string{"entities", "label", "labels", "annotations"} {
		if values.Kind(first[key]) != '[' {
			continue
		}
		var marks []mark
		if json.Unmarshal(first[key], &marks) == nil && (len(marks) > 0 || first["relations"] != nil) {
			return true
		}
	}
	return false
}

type line struct {
	ID        int            `json:"id"`
	Text      string         `json:"text"`
	Entities  []entity       `json:"entities"`
	Relations []relation     `json:"relations"`
	Meta      map[string]any `json:",embed"`
}

type entity struct {
	ID    int    `json:"id"`
	Label string `json:"label"`
	Start int    `json:"start_offset"`
	End   int    `json:"end_offset"`
}

type relation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
}

type files struct{ unit assemble.Unit }

// Write writes one line for each record. See [export.Format].
func (f files) Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], _ export.Options) error {
	lines, marks, relations := 0, 0, 0
	return values.Write(ctx, w, records, func(r *export.Record) (any, error) {
		lines++
		l := line{ID: lines, Text: r.Document.Text, Entities: []entity{}, Relations: []relation{}, Meta: map[string]any{}}
		for k, v := range values.Meta(r, fields...) {
			l.Meta[k] = v
		}
		t := r.Document.Offsets()
		ids := map[annotate.ID]int{}
		link := func(from, to int, typ string) {
			relations++
			l.Relations = append(l.Relations, relation{relations, from, to, typ})
		}
		for _, a := range r.Annotations {
			for i, s := range a.Spans {
				marks++
				l.Entities = append(l.Entities, entity{marks, a.Type, f.unit.Count(t, s.Start), f.unit.Count(t, s.End)})
				if i == 0 {
					ids[a.ID] = marks
				} else {
					link(ids[a.ID], marks, assemble.Continues)
				}
			}
		}
		for _, a := range r.Annotations {
			for _, x := range a.Args {
				link(ids[a.ID], ids[x.Target], x.Role)
			}
		}
		return l, nil
	})
}

// mark is one in any of the shapes that doccano has had.
type mark struct {
	id         string
	label      string
	start, end int
}

func (m *mark) UnmarshalJSON(data []byte) error {
	if jsontext.Value(data).Kind() == '[' {
		var three []jsontext.Value
		if err := json.Unmarshal(data, &three); err != nil {
			return err
		}
		if len(three) != 3 {
			return errors.New("a mark is [start, end, label]")
		}
		return errors.Join(json.Unmarshal(three[0], &m.start), json.Unmarshal(three[1], &m.end), json.Unmarshal(three[2], &m.label))
	}
	var e struct {
		ID     jsontext.Value `json:"id"`
		Label  string         `json:"label"`
		Start  *int           `json:"start_offset"`
		End    *int           `json:"end_offset"`
		Start2 *int           `json:"start"`
		End2   *int           `json:"end"`
	}
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	start, end := e.Start, e.End
	if start == nil {
		start, end = e.Start2, e.End2
	}
	if start == nil || end == nil {
		return errors.New("a mark has start_offset and end_offset")
	}
	m.id, m.label, m.start, m.end = string(e.ID), e.Label, *start, *end
	return nil
}

// Read yields a record for each line. See [export.Format].
func (f files) Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return values.Records(ctx, name, r, f.record)
}

func (f files) record(v values.Value) (*export.Record, error) {
	all := map[string]jsontext.Value{}
	if err := v.Into(&all); err != nil {
		return nil, err
	}
	text := all["text"]
	if text == nil {
		text = all["data"] // as doccano calls it in some exports
	}
	if values.Kind(text) != '"' {
		return nil, &export.Fault{Path: "text", Reason: "the line has no text"}
	}
	a, err := assemble.New(values.Words(text), f.unit)
	if err != nil {
		return nil, err
	}
	a.Renumber = true
	meta := map[string]string{}
	for k, x := range all {
		if !slices.Contains(fields, k) {
			meta[k] = values.Words(x)
		}
	}
	values.Describe(meta).Into(a.Doc, &a.Annotator, &a.State)
	for _, key := range []string{"entities", "label", "labels", "annotations"} {
		if values.Kind(all[key]) != '[' {
			continue
		}
		var marks []mark
		if err := json.Unmarshal(all[key], &marks); err != nil {
			return nil, values.At(key, values.Explain(err))
		}
		for i, m := range marks {
			s, err := a.Span(m.start, m.end)
			if err == nil {
				_, err = a.Put(m.id, m.label, s)
			}
			if err != nil {
				return nil, values.At(values.In(key, i), err)
			}
		}
	}
	var relations []struct {
		From jsontext.Value `json:"from_id"`
		To   jsontext.Value `json:"to_id"`
		Type string         `json:"type"`
	}
	if all["relations"] != nil {
		if err := json.Unmarshal(all["relations"], &relations); err != nil {
			return nil, values.At("relations", values.Explain(err))
		}
	}
	for _, parts := range []bool{true, false} { // parts first: relations are between wholes
		for i, x := range relations {
			if (x.Type == assemble.Continues) != parts {
				continue
			}
			from, to := a.Mark(string(x.From)), a.Mark(string(x.To))
			if from == nil || to == nil {
				return nil, values.At(values.In("relations", i), fmt.Errorf("it is between %s and %s, of which one is not there", export.Clip(string(x.From)), export.Clip(string(x.To))))
			}
			if ok, err := a.IsPart(x.Type, from, to); err != nil {
				return nil, values.At(values.In("relations", i), err)
			} else if !ok {
				a.Link(from, x.Type, string(to.ID), values.In("relations", i))
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
