package workbench

import (
	"errors"
	"fmt"

	"quoth/annotate"
	"quoth/annotate/store"
)

// commit carries out a draft: checked, written to the journal, then applied and told. It reports
// whether that worked; where it did not, the notice says why and nothing has changed.
func (b *Bench) commit(d *annotate.Draft) bool {
	if d.Empty() {
		return true
	}
	return b.carryOut(d.Change(b.author(), b.config.Now()))
}

func (b *Bench) author() string { return b.settings.Annotator }

func (b *Bench) carryOut(c *annotate.Change) bool {
	if err := b.set.Check(c, b.Schema(), b.entities); err != nil {
		b.fail(err)
		return false
	}
	if err := b.project.Commit(b.context(), c); err != nil {
		b.unsaid = err
		b.fail(fmt.Errorf("not saved, and so not done: %w", err))
		b.touch(StatusChanged)
		return false
	}
	b.unsaid = nil
	b.set.Apply(c)
	b.history.Record(c)
	b.meter.changed(c)
	for _, e := range c.Edits {
		if e.EntityBefore != nil || e.EntityAfter != nil {
			b.putEntity(e.EntityBefore, e.EntityAfter)
		}
		if e.After != nil && b.Schema().Kind(e.After.Type) == annotate.KindEvent {
			b.latest[b.trigger(e.After)] = e.After.Type
		}
	}
	if b.current != "" && b.set.Get(b.current) == nil {
		b.pick("")
	}
	b.queue.stale()
	b.touch(SetChanged | StatusChanged | QueueChanged)
	return true
}

// putEntity keeps the entities in memory as the journal has them.
func (b *Bench) putEntity(before, after *annotate.Entity) {
	if after == nil {
		delete(b.entities, before.ID)
		b.names.Delete(before.ID)
	} else {
		b.entities[after.ID] = after
		b.names.Put(after)
	}
	b.touch(EntitiesChanged)
}

func (b *Bench) canUndo() error {
	if b.history == nil || b.history.Undo() == nil {
		return errors.New("there is nothing to undo in this article")
	}
	return nil
}

func (b *Bench) canRedo() error {
	if b.history == nil || b.history.Redo() == nil {
		return errors.New("there is nothing to do again in this article")
	}
	return nil
}

func (b *Bench) undo() {
	was := b.history.Undo()
	c := b.set.Undo(was, b.author(), b.config.Now())
	if b.carryOut(b.withoutShared(c)) {
		b.say("Undone: %s", was.Title)
		b.lookAt(c)
	}
}

func (b *Bench) redo() {
	was := b.history.Redo()
	c := b.set.Redo(was, b.author(), b.config.Now())
	if b.carryOut(b.withoutShared(c)) {
		b.say("Done again: %s", was.Title)
		b.lookAt(c)
	}
}

// withoutShared leaves out of an undo or redo the edits of entities that other work rests on: an
// entity made here and since used in another article stays, and one that stayed is not made twice.
func (b *Bench) withoutShared(c *annotate.Change) *annotate.Change {
	kept := c.Edits[:0:0]
	for _, e := range c.Edits {
		switch {
		case e.EntityBefore == nil && e.EntityAfter == nil:
		case e.EntityBefore == nil && b.entities[e.EntityAfter.ID] != nil:
			continue
		case e.EntityAfter == nil && b.usedElsewhere(e.EntityBefore.ID):
			continue
		}
		kept = append(kept, e)
	}
	c.Edits = kept
	return c
}

// usedElsewhere reports whether a set other than the working one refers to the entity. Where that
// cannot be found out it says yes, and the entity stays.
func (b *Bench) usedElsewhere(id annotate.ID) bool {
	uses, err := b.project.EntityUses(b.context(), id)
	if err != nil {
		return true
	}
	for _, u := range uses {
		if u.Document != b.doc.ID || u.Annotator != b.set.Annotator {
			return true
		}
	}
	return false
}

// lookAt selects and shows what a change left behind.
func (b *Bench) lookAt(c *annotate.Change) {
	for i := len(c.Edits) - 1; i >= 0; i-- {
		if a := c.Edits[i].After; a != nil {
			b.pick(a.ID)
			b.screen.Reveal(a.Hull(), true)
			return
		}
	}
	for _, e := range c.Edits {
		if e.Before != nil {
			b.screen.Reveal(e.Before.Hull(), true)
			return
		}
	}
}

// problem turns errors of the store into the words of the person.
func problem(err error) string {
	switch {
	case errors.Is(err, store.ErrLocked):
		return err.Error()
	case errors.Is(err, store.ErrConflict):
		return "something else changed this project in the meantime; open the article again and repeat the last step"
	}
	return err.Error()
}
