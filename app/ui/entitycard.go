//go:build !headless

package ui

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// entityCards are the project's entities, those of the open article first.
type entityCards struct {
	p   *panel
	all []workbench.EntityCard
}

func (e *entityCards) reload()  { e.all = e.p.w.bench.EntityCards() }
func (e *entityCards) len() int { return len(e.all) }

func (e *entityCards) find(id annotate.ID) int {
	return slices.IndexFunc(e.all, func(c workbench.EntityCard) bool { return c.Entity.ID == id })
}

// pick opens the card of an entity, and shows its first mention in the article.
func (e *entityCards) pick(i int) {
	c := e.all[i]
	e.p.entity = c.Entity.ID
	if a := e.p.w.bench.FirstMention(c.Entity.ID); a != nil {
		e.p.w.Reveal(a.Hull(), true)
	}
	e.p.refreshList()
}

func (e *entityCards) empty() string {
	return "No entities yet. They come from mentions: press " + keyOf(e.p.w.bench, "entity.name") + " on one to say who or what it is."
}

func (e *entityCards) item(i int) control.Item {
	c := &e.all[i]
	t := e.p.w.bench.Schema().Type(c.Entity.Type)
	it := control.Item{Title: []control.Run{{Text: c.Entity.Name, Ink: look.Ink}}}
	if t != nil {
		it.Letter, it.Hue = t.Letter, e.p.w.inks.of(t)
	}
	if c.Here > 0 {
		it.Trail = []control.Run{{Text: fmt.Sprintf("%d here", c.Here), Ink: look.Faint}}
	} else {
		it.Title[0].Ink = look.Faint
	}
	return it
}

func (e *entityCards) open(i int) *openCard {
	c := &e.all[i]
	w, b, id := e.p.w, e.p.w.bench, c.Entity.ID
	card := newOpenCard(w, id, c.Entity.Type, c.Here)
	card.entity(c.Entity, func(v string) { b.RetypeEntity(id, v) })
	here := "not in this article"
	if c.Here > 0 {
		here = fmt.Sprintf("%d here", c.Here)
	}
	words := control.NewPhrase(look.SmallSize, control.Run{Text: here, Ink: look.Faint})
	del := control.NewButton(w, control.Quiet, "delete", "Delete", func() { b.DeleteEntity(id) })
	del.Compact, del.Ink = true, look.Faint
	card.name("delete", del)
	foot := []fyne.CanvasObject{words}
	if c.Here > 0 {
		first := control.NewButton(w, control.Quiet, "right", "First mention", func() {
			if a := b.FirstMention(id); a != nil {
				b.PickAndReveal(a.ID)
			}
		})
		first.Compact, first.Ink = true, look.Faint
		card.name("first", first)
		foot = append(foot, first)
	}
	card.add(control.NewLine(4, 0, append(foot, del)...))
	return card
}

// entity shows what an entity is called and known as, each to be changed where it stands.
func (c *openCard) entity(e *annotate.Entity, retype func(typ string)) {
	b, id := c.w.bench, e.ID
	c.field("name", "Name", "", e.Name, func(s string) bool { return b.RenameEntity(id, s) })
	var opts []control.Option
	for _, key := range b.EntityTypes() {
		if t := b.Schema().Type(key); t != nil {
			opts = append(opts, control.Option{Value: key, Label: t.Label})
		}
	}
	c.choice("type", "Type", opts, func() string {
		if now := b.Entity(id); now != nil {
			return now.Type
		}
		return ""
	}, retype)
	c.field("aliases", "Also", "other names; between semicolons", strings.Join(e.Aliases, "; "), func(s string) bool {
		return b.SetAliases(id, strings.Split(s, ";"))
	})
	c.field("dated", "For a time", "the mayor (2019 to 2024-05, Bergen)", annotate.WriteDated(e.Dated), func(s string) bool { return b.SetDated(id, s) })
	c.check(func(s string) error { _, err := annotate.ParseDated(s); return err })
	c.field("ids", "Ids", "wikidata: Q42; viaf: 113230702", annotate.WriteOutsideIDs(e.IDs), func(s string) bool { return b.SetEntityIDs(id, s) })
	c.check(func(s string) error { _, err := annotate.ParseOutsideIDs(s); return err })
}

// shortName is what an entity's name shrinks to beside other words: the last word of a name of
// several, unless that would be a number or a letter.
func shortName(name string) string {
	f := strings.Fields(name)
	if len(f) < 2 {
		return name
	}
	last := f[len(f)-1]
	r, _ := utf8.DecodeRuneInString(last)
	if utf8.RuneCountInString(last) < 3 || !unicode.IsUpper(r) {
		return name
	}
	return last
}

func lowerFirst(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}
