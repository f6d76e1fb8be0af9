package workbench

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/store"
)

// mostListed is how many entities a list shows that nobody searches in.
const mostListed = 5000

// EntityCount returns how many entities the project has.
func (b *Bench) EntityCount() int { return b.names.Len() }

// Entities returns the project's entities by name; of very many only the first. The caller must not change
// them, nor keep them over an edit.
func (b *Bench) Entities() []*annotate.Entity {
	if b.inOrder == nil && b.project != nil {
		all, err := b.project.EntitiesByName(b.context(), store.EntityFilter{}, 0, mostListed)
		if err != nil {
			b.fail(err)
			return nil
		}
		slices.SortFunc(all, byName)
		b.inOrder = all
	}
	return b.inOrder
}

// keepOrder keeps the list of entities when one is edited.
func (b *Bench) keepOrder(before, after *annotate.Entity) {
	if b.inOrder == nil {
		return
	}
	if before != nil {
		if i, found := slices.BinarySearchFunc(b.inOrder, before, byName); found {
			b.inOrder = slices.Delete(b.inOrder, i, i+1)
		}
	}
	if after != nil {
		i, _ := slices.BinarySearchFunc(b.inOrder, after, byName)
		b.inOrder = slices.Insert(b.inOrder, i, after)
	}
}

// byName orders entities by name, whatever the capitals, and by identity.
func byName(x, y *annotate.Entity) int {
	return cmp.Or(strings.Compare(strings.ToLower(x.Name), strings.ToLower(y.Name)), strings.Compare(string(x.ID), string(y.ID)))
}

// Editing returns the entity whose page is open, or nil.
func (b *Bench) Editing() *annotate.Entity { return b.Entity(b.editing) }

// EditEntity opens the page of an entity.
func (b *Bench) EditEntity(id annotate.ID) {
	b.act(func() {
		if b.Entity(id) != nil {
			b.editing = id
			b.screen.Show(PageEntity)
		}
	})
}

func (b *Bench) canEditEntity() error {
	if a := b.Current(); a == nil || b.Entity(a.Entity) == nil {
		return errors.New("select a mention that has a name first")
	}
	return nil
}

// editEntity changes one entity by fn: as a step of the open article's history; in the register, or where no article is
// open, as one of the history of the entities. It reports whether that was done.
func (b *Bench) editEntity(id annotate.ID, title string, fn func(*annotate.Entity)) (done bool) {
	b.act(func() {
		e := b.Entity(id)
		if e == nil {
			return
		}
		c := e.Clone()
		fn(c)
		if c.Equal(e) {
			done = true
			return
		}
		if b.set != nil && b.register == nil {
			d := b.set.Draft(title)
			d.PutEntity(e, c)
			done = b.commit(d)
			return
		}
		if b.task != nil && b.task.changes {
			b.refuseBeside(b.task)
			return
		}
		change := &annotate.Change{
			ID: annotate.NewID(), Annotator: b.Annotator(), Author: b.author(), Time: b.config.Now().UTC(),
			Title: title, Act: annotate.ActDo, Edits: []annotate.Edit{{EntityBefore: e, EntityAfter: c}},
		}
		if err := b.project.Commit(b.context(), change); err != nil {
			b.fail(err)
			return
		}
		b.putEntity(e, c)
		b.refreshRegister()
		done = true
	})
	return done
}

// RenameEntity gives an entity another name; the old one stays as an alias. It reports whether that
// was done.
func (b *Bench) RenameEntity(id annotate.ID, name string) bool {
	name = strings.Join(strings.Fields(name), " ")
	if name == "" {
		b.act(func() { b.fail(errors.New("an entity needs a name")) })
		return false
	}
	return b.editEntity(id, "Rename to “"+name+"”", func(e *annotate.Entity) {
		e.Aliases = slices.DeleteFunc(e.Aliases, func(a string) bool { return a == name })
		if e.Name != name && !slices.Contains(e.Aliases, e.Name) {
			e.Aliases = append(e.Aliases, e.Name)
		}
		e.Name = name
	})
}

// RetypeEntity gives an entity another type. It is refused where mentions of the old type refer to it,
// here or in another article.
func (b *Bench) RetypeEntity(id annotate.ID, typ string) {
	if e := b.Entity(id); e != nil && e.Type != typ && b.usedElsewhere(id) {
		b.act(func() {
			b.fail(fmt.Errorf("mentions in other articles refer to “%s” by its type, %s; name those otherwise first", e.Name, strings.ToLower(b.Schema().Label(e.Type))))
		})
		return
	}
	b.editEntity(id, "Change the entity's type", func(e *annotate.Entity) { e.Type = typ })
}

// SetAliases sets the other names of an entity, and reports whether they were kept.
func (b *Bench) SetAliases(id annotate.ID, aliases []string) bool {
	return b.editEntity(id, "Change aliases", func(e *annotate.Entity) {
		e.Aliases = nil
		for _, a := range aliases {
			a = strings.Join(strings.Fields(a), " ")
			if a != "" && a != e.Name && !slices.Contains(e.Aliases, a) {
				e.Aliases = append(e.Aliases, a)
			}
		}
	})
}

// SetDated sets the names that mean an entity for a time, written as [annotate.ParseDated] reads them, and
// reports whether they were kept.
func (b *Bench) SetDated(id annotate.ID, text string) bool {
	dated, err := annotate.ParseDated(text)
	if err != nil {
		b.act(func() { b.fail(err) })
		return false
	}
	return b.editEntity(id, "Change names for a time", func(e *annotate.Entity) { e.Dated = dated })
}

// SetEntityIDs sets the identities of an entity elsewhere, written as [annotate.ParseOutsideIDs] reads them, and
// reports whether they were kept.
func (b *Bench) SetEntityIDs(id annotate.ID, text string) bool {
	ids, err := annotate.ParseOutsideIDs(text)
	if err != nil {
		b.act(func() { b.fail(err) })
		return false
	}
	return b.editEntity(id, "Change identities", func(e *annotate.Entity) { e.IDs = ids })
}

// DeleteEntity removes an entity that nothing refers to: as a step of the open article's history, or where none is open
// as one of the history of the entities.
func (b *Bench) DeleteEntity(id annotate.ID) {
	b.act(func() {
		e := b.Entity(id)
		if e == nil {
			return
		}
		if b.set == nil || b.register != nil {
			b.deleteEntities([]*annotate.Entity{e})
			return
		}
		uses, err := b.project.EntityUses(b.context(), id)
		if err != nil {
			b.fail(err)
			return
		}
		if n := len(uses); n > 0 {
			b.fail(fmt.Errorf("mentions in %s refer to %q; name those otherwise first", count(n, "article", "articles"), e.Name))
			return
		}
		d := b.set.Draft("Delete “" + e.Name + "”")
		d.RemoveEntity(e)
		if b.commit(d) {
			b.offerUndo("Deleted “%s”", e.Name)
		}
	})
}

// deleteEntities removes entities that nothing refers to, and offers to take that back.
func (b *Bench) deleteEntities(all []*annotate.Entity) {
	if b.task != nil && b.task.changes {
		b.refuseBeside(b.task)
		return
	}
	if err := b.acts(func(int64, int64, string) {}).Delete(b.context(), all); err != nil {
		b.fail(err)
		return
	}
	for _, e := range all {
		b.putEntity(e, nil)
	}
	b.refreshRegister()
	said := "Deleted “" + all[0].Name + "”"
	if len(all) > 1 {
		said += fmt.Sprintf(" and %d more", len(all)-1)
	}
	b.say("%s", said)
	b.offerEntityUndo()
}

// SetEntity makes a mention refer to an entity; "" to none.
func (b *Bench) SetEntity(mention, entity annotate.ID) {
	b.act(func() {
		if b.set == nil || !b.whole() || b.set.Get(mention) == nil {
			return
		}
		a := b.set.Get(mention)
		c := a.Clone()
		c.Entity = entity
		d := b.set.Draft("Name the mention")
		d.Put(c)
		if a.Entity != entity {
			b.dropAliases(d, a)
		}
		b.commit(d)
	})
}

// startsUpper reports whether words begin like a name: with a capital, or in a script without capitals.
func startsUpper(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return s != "" && !unicode.IsLower(r)
}
