package jsonl

import (
	"context"
	"io"
	"iter"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/values"
)

// The roles of a quote that the view names. They are those of the built-in schema; a schema without
// them leaves the fields null, and its own roles are read off the annotations.
const (
	roleSpeaker   = "speaker"
	roleCue       = "cue"
	roleAddressee = "addressee"
)

// attrType is the attribute of a quote that says whether it is direct, indirect or mixed.
const attrType = "type"

// Write writes one line for each record. See [export.Format].
func Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	a := newAppender(opts)
	return values.WriteLines(ctx, w, records, func(b []byte, r *export.Record) ([]byte, error) {
		a.b = b
		a.line(r)
		return a.b, a.err
	})
}

func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

func annotationOf(d *annotate.Document, a *annotate.Annotation) annotation {
	out := annotation{
		ID: string(a.ID), Type: a.Type, Spans: spansOf(d, a), Entity: string(a.Entity),
		Args:  mapped(a.Args, func(x annotate.Arg) arg { return arg{Role: x.Role, Target: string(x.Target)} }),
		Attrs: a.Attrs, Note: a.Note,
	}
	if o := a.Origin; o != (annotate.Origin{}) {
		out.Origin = &origin{Annotator: string(o.Annotator), Rule: o.Rule, Score: o.Score, Evidence: o.Evidence}
	}
	return out
}

func spansOf(d *annotate.Document, a *annotate.Annotation) []span {
	return mapped(a.Spans, func(s annotate.Span) span { return spanOf(d, s) })
}

func spanOf(d *annotate.Document, s annotate.Span) span {
	t, words := d.Offsets(), d.Text[s.Start:s.End]
	return span{Start: t.Runes(s.Start), End: t.Runes(s.End), Text: &words}
}

func eventOf(v *export.Views, a *annotate.Annotation) event {
	d := v.Record.Document
	e := event{
		ID: string(a.ID), Type: a.Type, Trigger: d.Surface(a.Spans), Spans: spansOf(d, a), Attrs: v.Attrs(a),
	}
	for _, x := range a.Args {
		if b := v.Annotation(x.Target); b != nil {
			e.Args = append(e.Args, roleFiller{x.Role, fillerOf(v, b)})
		}
	}
	return e
}

// fillerOf says what an annotation is where another refers to it.
func fillerOf(v *export.Views, a *annotate.Annotation) filler {
	d := v.Record.Document
	hull := a.Hull()
	f := filler{
		ID: string(a.ID), Type: a.Type, Text: d.Surface(a.Spans),
		Start: d.Offsets().Runes(hull.Start), End: d.Offsets().Runes(hull.End),
	}
	if e := v.Entity(a); e != nil {
		id := string(e.ID)
		f.Entity, f.EntityID, f.EntityType = &e.Name, &id, &e.Type
	}
	return f
}
