package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
)

// Past is the working article, or another annotator's version of it, as it was after some of the changes in it. It is
// reached by taking changes back from where it stands, or doing them again, so that a step costs the same in a long
// history and in a short one.
type Past struct {
	who   annotate.AnnotatorID // whose version it is of
	set   *annotate.Set
	steps []int64                  // numbers of the changes in the journal, in its order
	at    int                      // how many of them are done
	known map[int]*annotate.Change // those that were looked at
	moves int                      // how often the person went elsewhere
}

// Past returns where in the history the article that stands beside is, or nil.
func (x *Beside) Past() *Past { return x.past }

// Annotator returns whose version it is of.
func (p *Past) Annotator() annotate.AnnotatorID { return p.who }

// At returns how many of how many changes are done.
func (p *Past) At() (at, of int) { return p.at, len(p.steps) }

// Moves counts how often the person went elsewhere in it.
func (p *Past) Moves() int { return p.moves }

// mostKnown bounds how many changes are kept after they were looked at.
const mostKnown = 512

// openPast shows the history of the version that the person is at.
func (b *Bench) openPast() {
	who := b.set.Annotator
	if b.AtBeside() && b.Comparing() {
		who = b.beside.set.Annotator
	}
	b.openPastOf(who)
}

func (b *Bench) openPastOf(who annotate.AnnotatorID) {
	doc := b.doc
	if who != b.set.Annotator {
		if err := b.seeing(); err != nil {
			b.fail(err)
			return
		}
	}
	steps, err := b.project.Steps(b.context(), doc.ID, who)
	if err == nil && len(steps) == 0 {
		if others := b.pasts(); who == b.set.Annotator && len(others) > 0 { // whoever only reads wants to see those
			b.openPastOf(others[0])
			return
		}
		err = errors.New("nothing was changed in this article yet")
	}
	if err != nil {
		b.fail(err)
		return
	}
	set, err := b.project.Set(b.context(), doc, who)
	if err == nil {
		err = known(set, b.Schema())
	}
	if err != nil {
		b.fail(err)
		return
	}
	b.endFindBeside()
	p := &Past{who: who, set: set, steps: steps, at: len(steps), known: map[int]*annotate.Change{}}
	x := &Beside{reader: reader{doc: doc, set: set, anchor: b.caret, caret: b.caret}, theirs: all(set), at: -1, past: p}
	b.beside, b.atBeside = x, false
	b.compare()
	b.touch(BesideChanged | BesideViewChanged | StatusChanged)
}

// pasts lists whose version of the open article has a history that the person may see.
func (b *Bench) pasts() []annotate.AnnotatorID {
	if b.doc == nil || b.seeing() != nil {
		return nil
	}
	versions, err := b.project.Versions(b.context(), b.doc.ID)
	if err != nil {
		b.fail(err)
		return nil
	}
	var out []annotate.AnnotatorID
	for _, v := range versions {
		if v.State != annotate.StateNew || v.Counts.Total() > 0 {
			out = append(out, v.Annotator)
		}
	}
	return out
}

// canSeeOtherPast reports whether the history of another annotator's version can be shown.
func (b *Bench) canSeeOtherPast() error {
	if err := b.inPast(); err != nil {
		return err
	}
	if err := b.seeing(); err != nil {
		return err
	}
	if who := b.pasts(); len(who) == 0 || len(who) == 1 && who[0] == b.beside.past.who {
		return errors.New("nobody else has changed anything in this article")
	}
	return nil
}

// nextPast shows the history of the next annotator's version.
func (b *Bench) nextPast() {
	who := b.pasts()
	i := slices.Index(who, b.beside.past.who) + 1
	b.openPastOf(who[i%len(who)])
}

// change returns a change of the history, from 0.
func (p *Past) change(b *Bench, i int) (*annotate.Change, error) {
	if c := p.known[i]; c != nil {
		return c, nil
	}
	c, err := b.project.StepAt(b.context(), p.steps[i])
	if err == nil {
		if len(p.known) >= mostKnown {
			clear(p.known)
		}
		p.known[i] = c
	}
	return c, err
}

// Last returns the last of the changes that are done; nil at the beginning.
func (b *Bench) LastOfPast() *annotate.Change {
	if b.beside == nil || b.beside.past == nil || b.beside.past.at == 0 {
		return nil
	}
	c, err := b.beside.past.change(b, b.beside.past.at-1)
	if err != nil {
		b.act(func() { b.fail(err) })
	}
	return c
}

// GoToPast shows the article as it was after so many changes.
func (b *Bench) GoToPast(at int) {
	if b.beside == nil || b.beside.past == nil {
		return
	}
	b.act(func() { b.goToPast(at) })
}

func (b *Bench) goToPast(at int) {
	x, p := b.beside, b.beside.past
	at = min(max(at, 0), len(p.steps))
	if at == p.at {
		return
	}
	for p.at != at {
		back := at < p.at
		i := p.at
		if back {
			i--
		}
		c, err := p.change(b, i)
		if err != nil {
			b.fail(err)
			break
		}
		if back {
			p.set.Apply(&annotate.Change{Edits: c.Inverse()})
			p.at--
		} else {
			p.set.Apply(c)
			p.at++
		}
	}
	p.moves++
	x.theirs = all(p.set)
	if x.Current() == nil {
		x.current = ""
	}
	x.at = -1
	b.compare()
	b.touch(BesideViewChanged | StatusChanged)
}

// followPast takes in a change of the working article that was just made. What is looked at stays.
func (b *Bench) followPast() {
	x := b.beside
	if x == nil || x.past == nil || b.doc == nil || x.doc.ID != b.doc.ID || x.past.who != b.set.Annotator {
		return
	}
	steps, err := b.project.StepsAfter(b.context(), b.doc.ID, b.set.Annotator, last(x.past.steps))
	if err != nil {
		b.fail(err)
		return
	}
	x.past.steps = append(x.past.steps, steps...)
	b.touch(BesideViewChanged)
}

func last(steps []int64) int64 {
	if len(steps) == 0 {
		return 0
	}
	return steps[len(steps)-1]
}

func (b *Bench) inPast() error {
	if b.beside == nil || b.beside.past == nil {
		return fmt.Errorf("open the history of the article first (%s)", b.keyOf("past.open"))
	}
	return nil
}

// inOwnPast reports whether the history shown is of the version that the person works in.
func (b *Bench) inOwnPast() error {
	if err := b.inPast(); err != nil {
		return err
	}
	if who := b.beside.past.who; who != b.set.Annotator {
		return fmt.Errorf("this is the history of %s’s version; only the one that you work in can be made what it was", who)
	}
	return nil
}

// returnToPast makes the working article what the history shows, as a new change.
func (b *Bench) returnToPast() {
	p := b.beside.past
	when := "the beginning"
	if c := b.LastOfPast(); c != nil {
		when = b.When(c.Time)
	}
	d := b.set.Draft("Go back to " + when)
	for a := range p.set.All() {
		d.Put(a)
	}
	var gone []annotate.ID
	for a := range b.set.All() {
		if p.set.Get(a.ID) == nil {
			gone = append(gone, a.ID)
		}
	}
	for _, id := range gone {
		d.Remove(id)
	}
	for x := range p.set.Decisions() {
		d.Decide(x)
	}
	for _, x := range slices.Collect(b.set.Decisions()) {
		if p.set.Decision(x.Annotator, x.About) == nil {
			d.Undecide(x.Annotator, x.About)
		}
	}
	d.SetState(p.set.State())
	if d.Empty() {
		b.say("The article is as it was then.")
		return
	}
	c := d.Change(b.author(), b.config.Now())
	if _, err := b.fitEntities(c); err != nil {
		b.fail(err)
		return
	}
	tell := func() { b.offerUndo("The article is as it was: %s", when) }
	if len(c.Edits) > manyEdits {
		b.carryOutBehind("Going back to "+when, c, tell)
	} else if b.carryOut(c) {
		tell()
	}
}

// When writes a time for people, in their time zone.
func (b *Bench) When(t time.Time) string { return When(t, b.config.Now()) }

// When writes a time for people, in their time zone, as it is said now.
func When(t, now time.Time) string {
	t, now = t.Local(), now.Local()
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "today " + t.Format("15:04")
	case t.Year() == now.Year():
		return t.Format("2 Jan 15:04")
	}
	return t.Format("2 Jan 2006")
}

// HistoryRow is a change of one annotation, as a list shows it.
type HistoryRow struct {
	When   string
	Author string
	Title  string               // "Mark quote", "Undo: Mark quote"
	What   string               // what it changed in the annotation
	Of     annotate.AnnotatorID // in whose version
	at     time.Time
	id     annotate.ID // of the annotation
	change annotate.ID
}

// mostHistory bounds how many changes of an annotation are listed.
const mostHistory = 500

func (b *Bench) canSeeHistory() error {
	switch {
	case b.doc == nil:
		return errNoArticle
	case len(b.commentable()) == 0:
		return errNoCurrent
	}
	return nil
}

// HistoryHere lists the changes of what the person is at, on whichever side, the latest first: in a review those of all
// versions of the current case and of what came of them.
func (b *Bench) HistoryHere() (words string, rows []HistoryRow) {
	for i, on := range b.commentable() {
		if i == 0 {
			words = on.Words
		}
		set := b.hand().set
		if r := b.review; r != nil && on.Annotator != set.Annotator {
			for _, s := range r.sets {
				if s.Annotator == on.Annotator {
					set = s
				}
			}
		}
		rows = append(rows, b.historyIn(set, on.Annotation)...)
	}
	slices.SortStableFunc(rows, func(x, y HistoryRow) int { return y.at.Compare(x.at) })
	return words, rows
}

// History lists the changes of an annotation of the working set, the latest first.
func (b *Bench) History(id annotate.ID) []HistoryRow {
	if b.set == nil {
		return nil
	}
	return b.historyIn(b.set, id)
}

// historyIn lists the changes of an annotation of a set.
func (b *Bench) historyIn(set *annotate.Set, id annotate.ID) []HistoryRow {
	changes, err := b.project.ChangesOf(b.context(), set.Document.ID, set.Annotator, id, mostHistory)
	if err != nil {
		b.act(func() { b.fail(err) })
		return nil
	}
	var rows []HistoryRow
	for _, c := range changes {
		var parts []string
		states := twoStates{doc: set.Document, schema: b.Schema(), before: set, after: set, entity: b.Entity}
		for _, e := range c.Edits {
			if e.Before != nil && e.Before.ID == id || e.After != nil && e.After.ID == id {
				parts = append(parts, states.words(e.Before, e.After)...)
			}
		}
		title := c.Title
		switch c.Act {
		case annotate.ActUndo:
			title = "Undo: " + title
		case annotate.ActRedo:
			title = "Redo: " + title
		}
		rows = append(rows, HistoryRow{When: b.When(c.Time), Author: c.Author, Title: title, What: strings.Join(parts, "; "), Of: set.Annotator, at: c.Time, id: id, change: c.ID})
	}
	return rows
}

// ShowInPast shows the article as it was after a change of an annotation's history.
func (b *Bench) ShowInPast(r HistoryRow) {
	b.act(func() {
		if b.doc == nil {
			return
		}
		if b.beside == nil || b.beside.past == nil || b.beside.doc.ID != b.doc.ID || b.beside.past.who != r.Of {
			b.openPastOf(r.Of)
		}
		if b.beside == nil || b.beside.past == nil {
			return
		}
		seq, err := b.project.StepOf(b.context(), r.change)
		if err != nil {
			b.fail(err)
			return
		}
		if i, ok := slices.BinarySearch(b.beside.past.steps, seq); ok {
			b.goToPast(i + 1)
		}
		if a := b.beside.set.Get(r.id); a != nil {
			b.goToBeside(a)
		}
	})
}
