//go:build !headless

package ui

import (
	"strings"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// eventCards are the events of the article.
type eventCards struct{ cards }

func (e *eventCards) empty() string {
	if e.w.bench.Document() == nil {
		return "Open an article to see its events here."
	}
	return "No events yet. Put the caret on the word that says what happened and press " + keyOf(e.w.bench, "mark.event") +
		", then the digits of its type."
}

// item says what happened and to whom.
func (e *eventCards) item(i int) control.Item {
	c := e.w.bench.EventCard(e.at(i))
	var who []string
	for _, x := range c.Args {
		switch {
		case x.Entity != "":
			who = append(who, e.calls(x.Target, x.Entity))
		case x.Text != "":
			who = append(who, control.OneLine(x.Text, 24))
		}
	}
	it := e.line(c.Type, c.Trigger, control.Run{Text: strings.Join(who, ", "), Ink: look.Faint})
	it.Title = append(it.Title, control.Run{Text: "  " + strings.ToLower(c.Type.Label), Ink: look.Faint})
	return it
}

func (e *eventCards) open(i int) *openCard {
	c := e.w.bench.EventCard(e.at(i))
	card := newOpenCard(e.w, c.Annotation.ID, besideFields(c.Annotation, c.Type), c.Trigger, c.Args, c.Missing)
	card.heading(c.Trigger, 3)
	card.kindChoice(c.Annotation, c.Type)
	card.roles(c.Annotation, c.Args, c.Missing)
	card.attributes(c.Annotation, c.Type)
	card.foot(c.Annotation)
	return card
}
