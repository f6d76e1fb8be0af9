//go:build !headless

package ui

import (
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// quoteCards are the quotes of the article.
type quoteCards struct{ cards }

func (q *quoteCards) empty() string {
	if q.w.bench.Document() == nil {
		return "Open an article to see its quotes here."
	}
	return "No quotes yet. Put the caret anywhere inside quotation marks and press " + keyOf(q.w.bench, "mark.quote") +
		". For an indirect quote, select its words first."
}

// item says who speaks, or that nobody does yet.
func (q *quoteCards) item(i int) control.Item {
	c := q.w.bench.QuoteCard(q.at(i))
	trail := control.Run{Text: c.Speaker, Ink: look.Faint}
	switch {
	case c.SpeakerEntity != "":
		trail.Text = q.calls(c.SpeakerID, c.SpeakerEntity)
	case len(c.Missing) > 0:
		trail = control.Run{Text: lowerFirst(c.Missing[0].Text), Ink: look.Problem}
	}
	return q.line(c.Type, c.Text, trail)
}

func (q *quoteCards) open(i int) *openCard {
	c := q.w.bench.QuoteCard(q.at(i))
	card := newOpenCard(q.w, c.Annotation.ID, besideFields(c.Annotation, c.Type), c.Text, c.Args, c.Missing)
	card.heading(c.Text, 6)
	card.roles(c.Annotation, c.Args, c.Missing)
	card.kindChoice(c.Annotation, c.Type)
	card.attributes(c.Annotation, c.Type)
	card.foot(c.Annotation)
	return card
}
