//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
)

// articleMenu opens what can be done at a place in the article, by right click. At is absolute on the
// canvas.
func (w *window) articleMenu(offset int, at fyne.Position) {
	b := w.bench
	if b.Selected().Len() > 0 { // else the view has told of a click already
		b.Acted(1)
	}
	if set := b.Set(); set != nil && b.Selected().Len() == 0 {
		if here := set.At(offset); len(here) > 0 {
			b.Pick(here[0].ID)
		}
	}
	ids := []string{"mark.quote", "mark.mention", "mark.event", "mark.cue", ""}
	if a := b.Current(); a != nil {
		switch b.Schema().Kind(a.Type) {
		case annotate.KindQuote:
			ids = append([]string{"role.speaker", "role.cue", "mark.join", "mark.type", "mark.note", "mark.delete", ""}, ids...)
		case annotate.KindEvent:
			ids = append([]string{"role.other", "mark.type", "mark.note", "mark.delete", ""}, ids...)
		default:
			ids = append([]string{"entity.name", "mark.all", "mark.type", "mark.note", "mark.delete", ""}, ids...)
		}
	}
	ids = append(ids, "select.sentence", "select.quotation", "select.block", "", "edit.copy", "edit.copy.quote", "edit.copy.json", "edit.undo")
	w.popMenu(w.article, at, ids...)
}

// popMenu opens a menu of commands over one of the articles; "" is a line between them. At is absolute on
// the canvas.
func (w *window) popMenu(over fyne.CanvasObject, at fyne.Position, ids ...string) {
	b := w.bench
	var items []*fyne.MenuItem
	byID := map[string]*fyne.MenuItem{}
	for _, id := range ids {
		if id == "" {
			items = append(items, fyne.NewMenuItemSeparator())
			continue
		}
		c := b.Command(id)
		if c == nil {
			continue
		}
		it := fyne.NewMenuItem(c.Title, func() { b.Do(id) })
		it.Disabled = !b.Can(id)
		items = append(items, it)
		byID[id] = it
	}
	w.writeKeys(items, byID)
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(over)
	control.ShowMenu(w, over, items, at.Subtract(origin))
}
