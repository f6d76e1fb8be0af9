package jsonl

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
)

// Read yields the records of a stream. See [export.Format]; the errors of lines are *[Error].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		lines := bound.NewLines(r)
		for {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			n, data, err := lines.NextFull()
			if err == io.EOF {
				return
			}
			if long, ok := errors.AsType[*bound.TooLong](err); ok {
				err = fail("", "%v", long)
			} else if err == bound.ErrUTF16 {
				err = fail("", "%v", err)
			} else if err != nil {
				yield(nil, fmt.Errorf("%s:%d: %w", name, n, err))
				return
			}
			var rec *export.Record
			if err == nil {
				rec, err = parse(data)
			}
			if err != nil {
				if !yield(nil, located(err, name, n)) {
					return
				}
				continue
			}
			rec.Where = fmt.Sprintf("%s:%d", name, n)
			if !yield(rec, nil) {
				return
			}
		}
	}
}

// Error is a line that is not a record.
type Error = export.Fault

func fail(path, format string, args ...any) error {
	return &Error{Path: path, Reason: export.ClipReason(fmt.Sprintf(format, args...))}
}

// under puts a field before the path of an error, if there is one.
func under(field string, err error) error {
	if err == nil {
		return nil
	}
	e := err.(*Error)
	if e.Path != "" {
		field += "." + e.Path
	}
	e.Path = field
	return e
}

// within puts an element of a list before the path of an error, if there is one.
func within(list string, i int, err error) error {
	if err == nil {
		return nil
	}
	return under(fmt.Sprintf("%s[%d]", list, i), err)
}

func located(err error, name string, n int) error {
	e := *err.(*Error)
	e.Name, e.Line, e.Path = name, n, export.Clip(e.Path)
	return &e
}

// parse reads one line. Every error is an *[Error].
func parse(data []byte) (*export.Record, error) {
	var l readLine
	if err := decode(data, &l); err != nil {
		return nil, err
	}
	if err := checkUnknown(&l); err != nil {
		return nil, err
	}
	p := &parser{line: &l, places: offset.New(l.Text)}
	return p.record()
}

// parser turns a line of the right shape into a record. Places in the line are code points of its own
// text; places in the record are bytes of the document's.
type parser struct {
	line   *readLine
	places *offset.Table // of the text as the line has it
	ends   assemble.LineEnds
	doc    *annotate.Document
}

func (p *parser) record() (*export.Record, error) {
	l := p.line
	doc, err := p.document()
	if err != nil {
		return nil, err
	}
	r := &export.Record{
		Document: doc, Annotator: annotate.AnnotatorID(l.Annotator), State: annotate.State(l.State), Unblocked: l.Blocks == nil,
	}
	if r.State == "" {
		r.State = annotate.StateNew
	}
	if r.State == annotate.StateNew && len(l.Annotations) > 0 {
		r.State = annotate.StateInProgress // the first mark puts a set in progress
	}
	if !slices.Contains(annotate.States, r.State) {
		return nil, fail("state", "%q is not a state%s; it is one of %s", export.Clip(l.State), didYouMean(l.State, annotate.States), quoted(annotate.States))
	}
	if err := export.CheckAnnotator(r.Annotator); err != nil {
		return nil, fail("annotator", "%q cannot be a name: %v", export.Clip(l.Annotator), err)
	}
	if r.Entities, err = p.entities(); err != nil {
		return nil, err
	}
	anns, err := p.annotations(r.Entities)
	if err != nil {
		return nil, err
	}
	export.SortAnnotations(anns)
	r.Annotations = anns
	if r.Decisions, err = p.decisions(); err != nil {
		return nil, err
	}
	if r.Comments, err = p.comments(); err != nil {
		return nil, err
	}
	r.SortSaid()
	return r, nil
}

func (p *parser) document() (*annotate.Document, error) {
	l := p.line
	if strings.TrimSpace(l.Text) == "" {
		return nil, fail("text", "the record has no text; \"text\" is the whole article, to which all places refer")
	}
	text := l.Text
	if strings.Contains(text, "\r") {
		text, p.ends = assemble.EndLines(text)
	}
	id := annotate.DocumentIDOf(text)
	if l.ID != "" && l.ID != string(id) {
		return nil, fail("id", "%q is not the identity of this text, which is %q: the text was changed after it was exported. "+
			"Restore the text, or leave \"id\" out to bring it in as another document (an identity of your own can stand under \"meta\")", export.Clip(l.ID), id)
	}
	p.doc = &annotate.Document{ID: id, Title: l.Title, Language: l.Language, Meta: l.Meta, Text: text}
	if l.Blocks == nil {
		p.doc.Blocks = assemble.Paragraphs(text)
		return p.doc, nil
	}
	end := 0
	for i, b := range l.Blocks {
		out, err := p.block(b, end)
		if err != nil {
			return nil, within("blocks", i, err)
		}
		end = out.Span.End
		p.doc.Blocks = append(p.doc.Blocks, out)
	}
	return p.doc, nil
}

// block reads a block that must not begin before byte min.
func (p *parser) block(b block, min int) (annotate.Block, error) {
	out := annotate.Block{Kind: annotate.BlockKind(b.Kind), Level: b.Level}
	if !slices.Contains(annotate.BlockKinds, out.Kind) {
		return out, fail("kind", "%q is not a kind of block%s; it is one of %s", export.Clip(b.Kind), didYouMean(b.Kind, annotate.BlockKinds), quoted(annotate.BlockKinds))
	}
	if b.Level < 0 {
		return out, fail("level", "%d is below 0", b.Level)
	}
	var err error
	if out.Span, err = p.place(b.Start, b.End); err != nil {
		return out, err
	}
	if out.Span.Start < min {
		return out, fail("", "it begins at %d, before the end of the block before it; blocks are in the order of the text and do not overlap", b.Start)
	}
	return out, nil
}

// place turns a range of code points of the line's text into bytes of the document's.
func (p *parser) place(start, end int) (annotate.Span, error) {
	if start >= end {
		return annotate.Span{}, fail("", "it begins at %d and ends at %d; a range ends after its beginning, and its end is not part of it", start, end)
	}
	a, err := p.places.FromRunes(start)
	if err != nil {
		return annotate.Span{}, fail("start", "%v", err)
	}
	b, err := p.places.FromRunes(end)
	if err != nil {
		return annotate.Span{}, fail("end", "%v", err)
	}
	s := annotate.Span{Start: p.ends.Moved(a), End: p.ends.Moved(b)}
	if s.Start == s.End {
		return annotate.Span{}, fail("", "it holds nothing but a line end")
	}
	return s, nil
}

func (p *parser) entities() ([]*annotate.Entity, error) {
	var out []*annotate.Entity
	seen := map[string]int{}
	for i, e := range p.line.Entities {
		if j, ok := seen[e.ID]; ok {
			return nil, within("entities", i, fail("id", "%q is also the id of entities[%d]; give each entity its own", export.Clip(e.ID), j))
		}
		seen[e.ID] = i
		for _, f := range []struct{ key, value string }{{"id", e.ID}, {"type", e.Type}, {"name", e.Name}} {
			if strings.TrimSpace(f.value) == "" {
				return nil, within("entities", i, fail("", "the entity has no %s", f.key))
			}
		}
		entity := &annotate.Entity{ID: annotate.ID(e.ID), Type: e.Type, Name: e.Name, Aliases: e.Aliases, IDs: e.IDs, Note: e.Note}
		for j, d := range e.Dated {
			name := annotate.DatedName{Name: d.Name, From: d.From, Until: d.Until, Place: d.Place}
			if err := name.Check(); err != nil {
				return nil, within("entities", i, within("dated", j, fail("", "%v", err)))
			}
			entity.Dated = append(entity.Dated, name)
		}
		out = append(out, entity)
	}
	slices.SortFunc(out, func(a, b *annotate.Entity) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return out, nil
}

func (p *parser) annotations(entities []*annotate.Entity) ([]*annotate.Annotation, error) {
	known := map[string]bool{"": true}
	for _, e := range entities {
		known[string(e.ID)] = true
	}
	at := make(map[string]int, len(p.line.Annotations))
	for i, a := range p.line.Annotations {
		if a.ID == "" {
			return nil, within("annotations", i, fail("id", "the annotation has no id; give each annotation of a record its own, \"a1\", \"a2\", …"))
		}
		if j, ok := at[a.ID]; ok {
			return nil, within("annotations", i, fail("id", "%q is also the id of annotations[%d]; give each annotation of a record its own", export.Clip(a.ID), j))
		}
		at[a.ID] = i
	}
	out := make([]*annotate.Annotation, 0, len(p.line.Annotations))
	for i := range p.line.Annotations {
		a := &p.line.Annotations[i]
		if !known[a.Entity] {
			return nil, within("annotations", i, fail("entity", "%q is not among the record's entities; list it under \"entities\" with its id, type and name", export.Clip(a.Entity)))
		}
		for j, x := range a.Args {
			if _, ok := at[x.Target]; !ok {
				return nil, within("annotations", i, within("args", j, fail("target", "the record has no annotation %q", export.Clip(x.Target))))
			}
		}
		ann, err := p.annotation(a)
		if err != nil {
			return nil, within("annotations", i, err)
		}
		out = append(out, ann)
	}
	if a := export.Circular(out); a != nil {
		return nil, within("annotations", at[string(a.ID)], fail("args", "the annotation is an argument of itself, by way of what fills its roles"))
	}
	return out, nil
}

func (p *parser) annotation(a *annotation) (*annotate.Annotation, error) {
	out := &annotate.Annotation{
		ID: annotate.ID(a.ID), Type: a.Type, Entity: annotate.ID(a.Entity), Attrs: a.Attrs, Note: a.Note,
	}
	if a.Type == "" {
		return nil, fail("", "the annotation has no type")
	}
	for _, x := range a.Args {
		out.Args = append(out.Args, annotate.Arg{Role: x.Role, Target: annotate.ID(x.Target)})
	}
	if o := a.Origin; o != nil {
		if !(o.Score >= 0 && o.Score <= 1) {
			return nil, fail("origin.score", "%v is not from 0 to 1", o.Score)
		}
		out.Origin = annotate.Origin{Annotator: annotate.AnnotatorID(o.Annotator), Rule: o.Rule, Score: o.Score, Evidence: o.Evidence}
	}
	if len(a.Spans) == 0 {
		return nil, fail("", "the annotation has no spans")
	}
	var err error
	out.Spans, err = p.spans(a.Spans)
	return out, err
}

func (p *parser) spans(list []span) ([]annotate.Span, error) {
	out := make([]annotate.Span, 0, len(list))
	end := -1
	for i, s := range list {
		place, err := p.span(s, end)
		if err != nil {
			return nil, within("spans", i, err)
		}
		end = place.End
		out = append(out, place)
	}
	return out, nil
}

// span reads a span that must begin after byte end, where the span before it ends.
func (p *parser) span(s span, end int) (annotate.Span, error) {
	place, err := p.place(s.Start, s.End)
	if err != nil {
		return place, err
	}
	if place.Start <= end {
		return place, fail("", "it begins at %d, which is not after the end of the span before it; spans of an annotation are in the order of the text and neither overlap nor touch", s.Start)
	}
	return place, p.checkWords(s)
}

// checkWords compares the words beside a span, where there are any, with those at its place, which is
// known to lie in the text.
func (p *parser) checkWords(s span) error {
	if s.Text == nil {
		return nil
	}
	text := p.line.Text
	start, _ := p.places.FromRunes(s.Start)
	end, _ := p.places.FromRunes(s.End)
	if text[start:end] == *s.Text {
		return nil
	}
	return fail("", "the words at %d to %d are %q, not %q; %s", s.Start, s.End, export.Clip(text[start:end]), export.Clip(*s.Text), p.advice(s))
}

// advice says in what unit a span that does not fit was counted, where that can be seen.
func (p *parser) advice(s span) string {
	const should = "places are counted in Unicode code points from 0"
	text := p.line.Text
	if s.End <= len(text) && text[s.Start:s.End] == *s.Text {
		return should + ", and these are counted in bytes of UTF-8"
	}
	a, err1 := p.places.FromUTF16(s.Start)
	b, err2 := p.places.FromUTF16(s.End)
	if err1 == nil && err2 == nil && a <= b && text[a:b] == *s.Text {
		return should + ", and these are counted in UTF-16 units, as JavaScript and Java do"
	}
	return should + ", and the end is not part of the span"
}

func didYouMean[S ~string](name string, known []S) string {
	return annotate.DidYouMean(export.Clip(name), texts(known))
}

func quoted[S ~string](known []S) string {
	return `"` + strings.Join(texts(known), `", "`) + `"`
}

func texts[S ~string](in []S) []string { return mapped(in, func(s S) string { return string(s) }) }
