package workbench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/register"
)

// commit carries out a draft: checked, written to the journal, then applied and told. It reports
// whether that worked; where it did not, the notice says why and nothing has changed.
func (b *Bench) commit(d *annotate.Draft) bool {
	if d.Empty() {
		return true
	}
	return b.carryOut(d.Change(b.author(), b.config.Now()))
}

func (b *Bench) author() string { return string(b.me()) }

func (b *Bench) carryOut(c *annotate.Change) bool {
	if !b.Reviewing() {
		b.correctedBy(c)
	}
	if !b.mayBe(c) {
		return false
	}
	if err := b.project.Commit(b.context(), c); err != nil {
		b.notSaved(err)
		return false
	}
	b.carriedOut(c)
	return true
}

// mayBe reports whether a change may be carried out; where not, the notice says why.
func (b *Bench) mayBe(c *annotate.Change) bool {
	if b.task != nil && b.task.changes {
		b.refuseBeside(b.task)
		return false
	}
	if !b.whole() {
		return false
	}
	if err := b.set.Check(c, b.Schema(), b.names); err != nil {
		b.fail(err)
		return false
	}
	return true
}

func (b *Bench) notSaved(err error) {
	b.unsaid = err
	b.fail(fmt.Errorf("not saved, and so not done: %w", err))
}

// carriedOut brings what is in memory in step with a change that is on disk.
func (b *Bench) carriedOut(c *annotate.Change) {
	b.unsaid = nil
	b.set.Apply(c)
	b.edits = append(b.edits, c.Edits...)
	b.history.Record(c)
	b.finished = nil
	b.meter.changed(c)
	b.putEntities(c)
	for _, e := range c.Edits {
		if e.After != nil && b.Schema().Kind(e.After.Type) == annotate.KindEvent {
			b.latest[trigger(b.doc, e.After)] = e.After.Type
		}
	}
	if b.current != "" && b.set.Get(b.current) == nil {
		b.pick("")
	}
	b.noteMentions(c)
	b.noteEdits(c.Edits)
	b.compare()
	if slices.ContainsFunc(c.Edits, func(e annotate.Edit) bool {
		return slices.Contains([]annotate.Thing{annotate.OfComment, annotate.OfDecision, annotate.OfState}, e.Of())
	}) {
		b.heardIn(b.doc.ID) // what came back is another list, or may be seen now
	}
	if b.review != nil {
		b.review.edited(c)
	}
	b.followPast()
	b.hideBlind()
	b.proposals.edited(c.Edits)
	b.relearn(c)
	b.queue.edited(slices.ContainsFunc(c.Edits, func(e annotate.Edit) bool { return e.StateAfter != "" }))
	b.touch(SetChanged | StatusChanged | QueueChanged)
}

// manyEdits is from how many edits on a change is carried out in the background: what takes the disk longer
// than a moment must not hold up the window.
const manyEdits = 2000

// carryOutBehind carries out a change of very many edits as a task, during which nothing else is changed, and
// calls then when it is done.
func (b *Bench) carryOutBehind(title string, c *annotate.Change, then func()) {
	if b.task != nil {
		b.refuseBeside(b.task)
		return
	}
	if !b.mayBe(c) {
		return
	}
	p, set, saved := b.project, b.set, false
	b.start(title, func(ctx context.Context, tell progress) error {
		all := int64(len(c.Edits))
		err := p.CommitTelling(ctx, c, func(edits int) { tell(int64(edits), all, count(len(c.Edits), "change", "changes")) })
		saved = err == nil
		return err
	}, func(err error) {
		switch {
		case !saved && errors.Is(err, context.Canceled):
			b.wentWrong(title, err)
		case !saved:
			b.notSaved(err)
		case b.set == set: // also where it was cancelled too late
			b.carriedOut(c)
			then()
		default: // another article is open by now, or this one again
			b.putEntities(c)
			b.queue.stale()
			b.touch(QueueChanged)
			if b.doc != nil {
				b.refreshSet()
			}
			b.refreshBeside()
		}
	}).changing()
}

// putEntities keeps the entities in memory as a change leaves them.
func (b *Bench) putEntities(c *annotate.Change) {
	for _, e := range c.Edits {
		if e.EntityBefore != nil || e.EntityAfter != nil {
			b.putEntity(e.EntityBefore, e.EntityAfter)
		}
	}
}

// putEntity keeps the entities in memory as the journal has them.
func (b *Bench) putEntity(before, after *annotate.Entity) {
	id := entityOf(annotate.Edit{EntityBefore: before, EntityAfter: after}).ID
	known := b.Entity(id)
	b.keepOrder(known, after)
	if after == nil {
		b.names.Delete(id)
	} else {
		after = after.Clone() // which outlives the article that it is named in
		after.Name = strings.Clone(after.Name)
		for i, alias := range after.Aliases {
			after.Aliases[i] = strings.Clone(alias)
		}
		b.names.Put(after)
	}
	b.touch(EntitiesChanged)
}

func (b *Bench) canUndo() error {
	if b.finished != nil || b.review != nil && b.review.looks != nil {
		return nil
	}
	if b.review != nil {
		if _, elsewhere := b.review.lastElsewhere(); elsewhere {
			return nil
		}
	}
	if b.history == nil || b.history.Undo() == "" {
		return errors.New("there is nothing to undo in this article")
	}
	return nil
}

func (b *Bench) canRedo() error {
	if b.history == nil || b.history.Redo() == "" {
		return errors.New("there is nothing to do again in this article")
	}
	return nil
}

// undo takes back the last step in this article; right after another was done and led here, that.
func (b *Bench) undo() {
	if r := b.review; r != nil && r.lookAgain() {
		return
	}
	if b.finished != nil {
		b.undoDone()
		return
	}
	if b.review != nil {
		if id, elsewhere := b.review.lastElsewhere(); elsewhere {
			b.review.goToLast(id)
			return
		}
	}
	if was := b.changeOf(b.history.Undo()); was != nil && !b.undoAct(was, false) {
		b.goBack("Undoing", "Undone", was, b.set.Undo(was, b.author(), b.config.Now()))
	}
}

func (b *Bench) redo() {
	if was := b.changeOf(b.history.Redo()); was != nil && !b.undoAct(was, true) {
		b.goBack("Doing again", "Done again", was, b.set.Redo(was, b.author(), b.config.Now()))
	}
}

// changeOf reads a change of the journal, with what was added to it since; where that fails it says so and returns nil.
func (b *Bench) changeOf(id annotate.ID) *annotate.Change {
	c, err := b.project.Change(b.context(), id)
	var more []*annotate.Change
	if err == nil {
		more, err = b.project.Additions(b.context(), c)
	}
	if err != nil {
		b.fail(err)
		return nil
	}
	for _, x := range more {
		c.Edits = append(c.Edits, x.Edits...)
	}
	return c
}

// readHistory reads what can be undone in a set of the project.
func (b *Bench) readHistory(doc annotate.DocumentID, who annotate.AnnotatorID) *annotate.History {
	return b.project.History(b.context(), doc, who, func(err error) { b.fail(err) })
}

// goBack carries out an undo or a redo of a change, and says what it does and did.
func (b *Bench) goBack(doing, done string, was, c *annotate.Change) {
	stays, err := b.fitEntities(c)
	if err != nil {
		b.fail(err)
		return
	}
	tell := func() {
		if stays == "" {
			b.say("%s: %s", done, was.Title)
		} else {
			b.say("%s: %s. “%s” stays as it is: other work has used or changed it since.", done, was.Title, stays)
		}
		b.lookAt(c)
	}
	if len(c.Edits) > manyEdits {
		b.carryOutBehind(doing+": "+was.Title, c, tell)
	} else if b.carryOut(c) {
		tell()
	}
}

// fitEntities makes an undo or redo fit the entities as they are now, for entities belong to the
// project, and other articles' work may have used, changed or removed them since. Edits of entities
// that are not as the change knew them are left out, and so is removing one that is used elsewhere;
// the name of such an entity is returned. An entity that a restored mention needs and that is gone
// comes back as it last was.
func (b *Bench) fitEntities(c *annotate.Change) (stays string, err error) {
	kept := c.Edits[:0:0]
	made := map[annotate.ID]bool{}
	for _, e := range c.Edits {
		if e.EntityBefore == nil && e.EntityAfter == nil {
			kept = append(kept, e)
			continue
		}
		id := entityOf(e).ID
		now := b.Entity(id)
		if !now.Equal(e.EntityBefore) || e.EntityAfter == nil && b.usedElsewhere(id) {
			if now != nil && !now.Equal(e.EntityAfter) {
				stays = now.Name
			}
			continue
		}
		made[id] = e.EntityAfter != nil
		kept = append(kept, e)
	}
	var back []annotate.Edit
	for _, e := range kept {
		if e.After == nil || e.After.Entity == "" || made[e.After.Entity] || b.Entity(e.After.Entity) != nil {
			continue
		}
		was, err := b.project.EntityAsWas(b.context(), e.After.Entity)
		if err != nil {
			return "", fmt.Errorf("whom an annotation of “%s” referred to is gone: %w", c.Title, err)
		}
		made[was.ID] = true
		back = append(back, annotate.Edit{EntityAfter: was})
	}
	c.Edits = append(back, kept...)
	return stays, nil
}

func entityOf(e annotate.Edit) *annotate.Entity {
	if e.EntityAfter != nil {
		return e.EntityAfter
	}
	return e.EntityBefore
}

// usedElsewhere reports whether a set other than the working one refers to the entity. Where that
// cannot be found out it says yes, and the entity stays.
func (b *Bench) usedElsewhere(id annotate.ID) bool {
	uses, err := b.project.EntityUses(b.context(), id)
	if err != nil {
		return true
	}
	for _, u := range uses {
		if b.doc == nil || u.Document != b.doc.ID || u.Annotator != b.set.Annotator {
			return true
		}
	}
	return false
}

// lookAt selects and shows what a change left behind.
func (b *Bench) lookAt(c *annotate.Change) {
	here := b.screen.VisibleRange()
	var last, seen *annotate.Annotation // of the change, and of those that are on the screen already
	for _, e := range c.Edits {
		if e.After == nil {
			continue
		}
		last = e.After
		if h := last.Hull(); h.Start < here.End && here.Start < h.End {
			seen = last
		}
	}
	if a := cmp.Or(seen, last); a != nil {
		b.pick(a.ID)
		b.screen.Reveal(a.Hull(), true)
		return
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
	blocked := (*register.BlockedError)(nil)
	switch {
	case errors.Is(err, store.ErrLocked), errors.As(err, &blocked): // they say it themselves
		return err.Error()
	case errors.Is(err, store.ErrConflict):
		return "something else changed this project in the meantime; open the article again and repeat the last step"
	}
	return err.Error()
}
