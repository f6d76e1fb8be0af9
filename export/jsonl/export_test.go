package jsonl

import (
	"time"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
)

// Marshalled is the line of a record as the JSON library writes it.
func Marshalled(r *export.Record, opts export.Options) ([]byte, error) {
	var v any = line{truth(r), resolve(export.NewViews(r, opts.Schema))}
	if opts.Lean {
		v = leanLine{truth(r)}
	}
	data, err := json.Marshal(v, style)
	return append(data, '\n'), err
}

// SetMaxLine makes the greatest length of a line so many bytes, and returns what makes it what it was.
func SetMaxLine(n int) (restore func()) {
	was := bound.Line
	bound.Line = n
	return func() { bound.Line = was }
}

func truth(r *export.Record) record {
	d := r.Document
	return record{
		Quoth: Version, ID: string(d.ID), Title: d.Title, Language: d.Language, Meta: d.Meta, Text: d.Text,
		Blocks:    mapped(d.Blocks, func(b annotate.Block) block { return blockOf(d, b) }),
		Annotator: string(r.Annotator), State: string(r.State),
		Entities:    mapped(r.Entities, entityOf),
		Annotations: mapped(r.Annotations, func(a *annotate.Annotation) annotation { return annotationOf(d, a) }),
		Decisions: mapped(r.Decisions, func(x *annotate.Decision) decision {
			out := decision{
				Annotator: string(x.Annotator), About: string(x.About), Type: x.Type, Verdict: string(x.Verdict), Result: string(x.Result), Reason: string(x.Reason),
				Spans: mapped(x.Spans, func(s annotate.Span) span { return spanOf(d, s) }), Within: string(x.Within),
			}
			if c := x.Seen; c != nil {
				of := annotationOf(d, &annotate.Annotation{Entity: c.Entity, Args: c.Args, Attrs: c.Attrs})
				out.Seen = &seen{Entity: of.Entity, Args: of.Args, Attrs: of.Attrs}
			}
			return out
		}),
		Comments: mapped(r.Comments, func(x *annotate.Comment) comment {
			return comment{
				ID: string(x.ID), Annotator: string(x.Annotator), About: string(x.About), ReplyTo: string(x.ReplyTo), Author: x.Author,
				Time: x.Time.UTC().Format(time.RFC3339Nano), Text: x.Text, Standing: string(x.Standing),
				Spans: mapped(x.Spans, func(s annotate.Span) span { return spanOf(d, s) }),
			}
		}),
	}
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
