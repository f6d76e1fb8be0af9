package jsonl

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"

	"quoth/annotate"
	"quoth/export"
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
	out := bufio.NewWriterSize(w, 1<<16)
	a := &appender{}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := writeRecord(out, a, r, opts); err != nil {
			return fmt.Errorf("document %s (%q), set of %q: %w", r.Document.ID, export.Clip(r.Document.Title), export.Clip(string(r.Annotator)), err)
		}
	}
	return out.Flush()
}

func writeRecord(w *bufio.Writer, a *appender, r *export.Record, opts export.Options) error {
	a.b, a.err = a.b[:0], nil
	rec := truth(r)
	var v *views
	if !opts.Lean {
		all := resolve(export.NewViews(r, opts.Schema))
		v = &all
	}
	if a.line(&rec, v); a.err != nil {
		return a.err
	}
	_, err := w.Write(a.b)
	return err
}

func truth(r *export.Record) record {
	d := r.Document
	return record{
		Quoth: Version, ID: string(d.ID), Title: d.Title, Language: d.Language, Meta: d.Meta, Text: d.Text,
		Blocks:    mapped(d.Blocks, func(b annotate.Block) block { return blockOf(d, b) }),
		Annotator: string(r.Annotator), State: string(r.State),
		Entities:    mapped(r.Entities, entityOf),
		Annotations: mapped(r.Annotations, func(a *annotate.Annotation) annotation { return annotationOf(d, a) }),
	}
}

func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

func blockOf(d *annotate.Document, b annotate.Block) block {
	s := spanOf(d, b.Span)
	return block{Kind: string(b.Kind), Start: s.Start, End: s.End, Level: b.Level}
}

func entityOf(e *annotate.Entity) entity {
	out := entity{ID: string(e.ID), Type: e.Type, Name: e.Name, Aliases: e.Aliases, IDs: e.IDs, Note: e.Note}
	for _, d := range e.Dated {
		out.Dated = append(out.Dated, dated{Name: d.Name, From: d.From, Until: d.Until, Place: d.Place})
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

// resolve gathers the views of a record.
func resolve(v *export.Views) views {
	return views{
		Mentions: mapped(v.OfKind(annotate.KindMention), func(a *annotate.Annotation) mention { return mentionOf(v, a) }),
		Cues:     mapped(v.OfKind(annotate.KindCue), func(a *annotate.Annotation) cue { return cueOf(v, a) }),
		Quotes:   mapped(v.OfKind(annotate.KindQuote), func(a *annotate.Annotation) quote { return quoteOf(v, a) }),
		Events:   mapped(v.OfKind(annotate.KindEvent), func(a *annotate.Annotation) event { return eventOf(v, a) }),
	}
}

func mentionOf(v *export.Views, a *annotate.Annotation) mention {
	f := fillerOf(v, a)
	return mention{
		ID: f.ID, Type: f.Type, Text: f.Text, Start: f.Start, End: f.End,
		Entity: f.Entity, EntityID: f.EntityID, Attrs: v.Attrs(a),
	}
}

func cueOf(v *export.Views, a *annotate.Annotation) cue {
	f := fillerOf(v, a)
	return cue{ID: f.ID, Type: f.Type, Text: f.Text, Start: f.Start, End: f.End, Attrs: v.Attrs(a)}
}

func quoteOf(v *export.Views, a *annotate.Annotation) quote {
	d := v.Record.Document
	q := quote{
		ID: string(a.ID), Type: a.Type, Text: d.Surface(a.Spans), Spans: spansOf(d, a), Attrs: v.Attrs(a),
		Addressees: mapped(v.Fillers(a, roleAddressee), func(b *annotate.Annotation) filler { return fillerOf(v, b) }),
	}
	if t := q.Attrs[attrType]; t != "" {
		q.Type = t
		delete(q.Attrs, attrType)
	}
	if bs := v.Fillers(a, roleSpeaker); len(bs) > 0 {
		f := fillerOf(v, bs[0])
		q.Speaker, q.SpeakerID = &f.Text, &f.ID
		q.Entity, q.EntityID, q.EntityType = f.Entity, f.EntityID, f.EntityType
	}
	if bs := v.Fillers(a, roleCue); len(bs) > 0 {
		f := fillerOf(v, bs[0])
		q.Cue, q.CueID = &f.Text, &f.ID
	}
	return q
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
