//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// mentionCards are the mentions and cues of the article.
type mentionCards struct{ cards }

func (m *mentionCards) empty() string {
	if m.w.bench.Document() == nil {
		return "Open an article to see its mentions here."
	}
	return "No mentions yet. Put the caret on a name and press " + keyOf(m.w.bench, "mark.mention") +
		", or a digit for its type."
}

func (m *mentionCards) item(i int) control.Item {
	c := m.w.bench.MentionCard(m.at(i))
	var trail []control.Run
	if c.Entity != nil {
		trail = []control.Run{{Text: c.Entity.Name, Ink: look.Faint}}
	}
	return m.line(c.Type, c.Text, trail...)
}

func (m *mentionCards) open(i int) *openCard {
	c := m.w.bench.MentionCard(m.at(i))
	b, a := m.w.bench, c.Annotation
	name := ""
	if c.Entity != nil {
		name = c.Entity.Name
	}
	card := newOpenCard(m.w, a.ID, besideFields(a, c.Type), c.Text, name, keyOf(b, "entity.name"))
	card.heading(c.Text, 3)
	card.kindChoice(a, c.Type)
	if len(c.Type.Entities) > 0 {
		ask := func() { b.Pick(a.ID); b.Do("entity.name") }
		if c.Entity == nil {
			link := control.NewLink(m.w, ask, control.Run{Text: "Not named", Ink: look.Problem}, control.Run{Text: " — " + keyOf(b, "entity.name"), Ink: look.Faint})
			card.name("entity", link)
			card.property("Entity", link, card.icon("entity.change", "add", ask))
		} else {
			link := control.NewLink(m.w, func() { b.EditEntity(c.Entity.ID) }, control.Run{Text: name, Ink: look.Ink})
			card.name("entity", link)
			card.property("Entity", link, card.icon("entity.change", "edit", ask),
				card.icon("entity.remove", "close", func() { b.SetEntity(a.ID, "") }))
		}
	}
	card.attributes(a, c.Type)
	var extra []fyne.CanvasObject
	if c.Type.Kind == annotate.KindMention {
		all := control.NewButton(m.w, control.Quiet, "all", "All like this", func() { b.Pick(a.ID); b.Do("mark.all") })
		all.Compact, all.Ink = true, look.Faint
		all.Name = "card.all"
		card.name("all", all)
		extra = append(extra, all)
	}
	card.foot(a, extra...)
	return card
}
