package workbench

import (
	"errors"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/jsonl"
)

var errNothingToCopy = errors.New("select words or an annotation first")

// canCopy reports whether there are words to copy.
func (b *Bench) canCopy() error {
	switch {
	case b.hand().doc == nil:
		return errNoArticle
	case b.hand().selected().Len() == 0 && b.handCurrent() == nil:
		return errNothingToCopy
	}
	return nil
}

// handCurrent returns the annotation that is selected on the side that the person is on, or nil.
func (b *Bench) handCurrent() *annotate.Annotation {
	h := b.hand()
	if h.set == nil || h.current == "" {
		return nil
	}
	return h.set.Get(h.current)
}

func (b *Bench) canCopyJSON() error {
	if b.hand().doc == nil {
		return errNoArticle
	}
	if b.handCurrent() == nil {
		return errNoCurrent
	}
	return nil
}

// copyWords copies the selected words, or those of the annotation.
func (b *Bench) copyWords() {
	h := b.hand()
	if s := h.selected(); s.Len() > 0 {
		b.screen.SetClipboard(h.doc.Text[s.Start:s.End])
		b.say("Copied")
		return
	}
	b.screen.SetClipboard(h.doc.Surface(b.handCurrent().Spans))
	b.say("Copied the words of the annotation")
}

// copyQuote copies the selected words, or those of the annotation, as one would print them: in quotation
// marks, with who said them and where that stood.
func (b *Bench) copyQuote() {
	h := b.hand()
	spans := []annotate.Span{h.selected()}
	quote := b.handCurrent()
	if spans[0].Len() == 0 {
		spans = quote.Spans
	} else if quote == nil || !quote.Hull().Contains(spans[0]) {
		quote = nil
	}
	if quote == nil || b.Schema().Kind(quote.Type) != annotate.KindQuote {
		quote = nil
		for _, a := range h.set.Touching(spans[0]) { // the innermost quote that holds the words
			if b.Schema().Kind(a.Type) == annotate.KindQuote && annotate.Covers(a.Spans, spans) {
				quote = a
			}
		}
	}
	var parts []string
	if quote != nil {
		parts = append(parts, speakerOf(h.set, quote, b.names))
	}
	parts = append(parts, h.doc.Title, h.doc.Meta[annotate.MetaPublisher], h.doc.Meta[annotate.MetaPublished])
	marked := !slices.ContainsFunc(spans, func(s annotate.Span) bool { return !b.inMarks(h.doc.Text[s.Start:s.End]) })
	b.screen.SetClipboard(Attribution(h.doc.Surface(spans), marked, parts...))
	b.say("Copied with its source")
}

// inMarks reports whether words stand in quotation marks of their own, as one quotation.
func (b *Bench) inMarks(words string) bool {
	words = strings.TrimSpace(words)
	q, ok := b.marks.At(words, 0)
	return ok && q.Outer == (annotate.Span{End: len(words)}) && q.Closed
}

// speakerOf returns the name of who is quoted: the entity's, or the words that name the speaker.
func speakerOf(set *annotate.Set, quote *annotate.Annotation, entities annotate.EntitySource) string {
	speaker := set.Get(quote.Arg("speaker"))
	if speaker == nil {
		return ""
	}
	if e := entities.Entity(speaker.Entity); e != nil {
		return e.Name
	}
	return set.Document.Surface(speaker.Spans)
}

// Attribution writes words as a quote with its source: “…” — Ana Díaz, Title, Publisher, 2026-05-12. Line
// ends become spaces, words all parts of which stand in quotation marks keep these, and what is empty is left out.
func Attribution(words string, marked bool, source ...string) string {
	words = strings.Join(strings.Fields(words), " ")
	if !marked {
		words = "“" + inner(words) + "”"
	}
	var named []string
	for _, s := range source {
		if s = strings.Join(strings.Fields(s), " "); s != "" {
			named = append(named, s)
		}
	}
	if len(named) == 0 {
		return words
	}
	return words + " — " + strings.Join(named, ", ")
}

// inner makes double marks within a quotation single ones.
func inner(s string) string {
	return strings.NewReplacer("“", "‘", "”", "’").Replace(s)
}

// copyJSON copies the annotation as a dataset has it.
func (b *Bench) copyJSON() {
	h, a := b.hand(), b.handCurrent()
	r := &export.Record{Document: h.doc, Annotator: h.set.Annotator, Annotations: []*annotate.Annotation{a}}
	for _, x := range a.Args {
		if target := h.set.Get(x.Target); target != nil {
			r.Annotations = append(r.Annotations, target)
		}
	}
	for _, x := range r.Annotations {
		if e := b.Entity(x.Entity); e != nil {
			r.Entities = append(r.Entities, e)
		}
	}
	out, err := jsonl.Single(export.NewViews(r, b.Schema()), a)
	if err != nil {
		b.fail(err)
		return
	}
	b.screen.SetClipboard(string(out))
	b.say("Copied as JSON")
}
