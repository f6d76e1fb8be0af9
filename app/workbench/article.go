package workbench

import (
	"fmt"

	"quoth/annotate"
	"quoth/annotate/store"
)

const settingPlace = "place." // + annotator: the article that was open last

// OpenDocument opens an article in the working set of the person.
func (b *Bench) OpenDocument(id annotate.DocumentID) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		doc, err := b.project.Document(b.context(), id)
		if err != nil {
			b.fail(err)
			return
		}
		set, rest, err := b.readSet(doc)
		if err != nil {
			b.fail(err)
			return
		}
		was := b.doc
		b.jump()
		b.closeDocument()
		if b.review != nil {
			b.review.led = false
		}
		b.doc, b.set, b.history = doc, set, b.readHistory(id, b.Annotator())
		b.goToSpot()
		b.startMeter()
		if rest == nil {
			b.noteTriggers(triggersIn(set, b.Schema()))
		}
		b.touch(DocumentChanged | SetChanged | SelectionChanged | CurrentChanged | ModeChanged | QueueChanged | StatusChanged)
		b.readRest(rest)
		b.propose()
		b.followBeside(was)
		if b.review != nil {
			b.review.open()
		}
		b.keepPlace()
	})
}

// keepPlace remembers in the project which article is open, behind what the person does. Of several
// that are opened in quick succession the last is what is written last.
func (b *Bench) keepPlace() {
	if b.project.ReadOnly() {
		return
	}
	p, key := b.project, settingPlace+string(b.Annotator())
	b.opened.Store(&b.doc.ID)
	b.looks.Add(1)
	b.config.Go(func() {
		b.keeping.Lock()
		err := p.SetSetting(b.context(), key, string(*b.opened.Load()))
		b.keeping.Unlock()
		b.looks.Done()
		if err != nil {
			b.config.Do(func() { b.act(func() { b.fail(err) }) })
		}
	})
}

func (b *Bench) closeDocument() {
	if b.doc != nil {
		b.screen.Keep()
		b.keepSpot(false)
	}
	b.leaveProposals()
	b.flushMeter()
	b.stopReading()
	b.reader, b.history, b.left, b.finished = reader{}, nil, "", nil
	b.mode, b.hints, b.pending = Reading, nil, nil
	b.naming, b.types, b.mentions, b.besideChoice, b.going, b.surfaces = nil, nil, nil, nil, nil, nil
	b.commenting, b.talk, b.talkKnown = nil, nil, false
	b.endFind()
	b.begun = 0
	b.notice = Notice{}
	b.touch(DocumentChanged | SetChanged | SelectionChanged | CurrentChanged | ModeChanged | StatusChanged)
}

// NextDocument opens the article after the open one in the filtered queue.
func (b *Bench) NextDocument() { b.act(func() { b.neighbour(1) }) }

// PreviousDocument opens the one before.
func (b *Bench) PreviousDocument() { b.act(func() { b.neighbour(-1) }) }

func (b *Bench) neighbour(d int) {
	if b.project == nil {
		return
	}
	found, err := b.queue.adjacent(b.queue.filter(), d, b.doc)
	switch {
	case err != nil:
		b.fail(err)
	case found != "":
		b.OpenDocument(found)
	case d > 0:
		b.say("This is the last article in the list.")
	default:
		b.say("This is the first article in the list.")
	}
}

// SetState says how far the person is with the open article.
func (b *Bench) SetState(s annotate.State) {
	b.act(func() {
		if b.set == nil || b.set.State() == s {
			return
		}
		d := b.set.Draft("State: " + string(s))
		d.SetState(s)
		if b.commit(d) {
			b.offerUndo("The article is %s", s)
		}
	})
}

func (b *Bench) toggleState(s annotate.State) {
	if b.set.State() == s {
		s = annotate.StateInProgress
	}
	b.SetState(s)
}

// doneAndNext marks the article done and opens the next one that is not, from the top again after the
// last.
func (b *Bench) doneAndNext() {
	var done *finished
	if b.set.State() != annotate.StateDone {
		d := b.set.Draft("State: done")
		d.SetState(annotate.StateDone)
		if !b.commit(d) {
			return
		}
		done = &finished{doc: b.doc.ID, change: b.history.Undo()}
	}
	was, title := b.doc.ID, b.doc.Title
	missing := b.missingWords()
	left := store.Filter{Annotator: b.Annotator(), Search: b.queue.search, Assigned: b.queue.mine, States: []annotate.State{annotate.StateNew, annotate.StateInProgress, annotate.StateFlagged}}
	next, err := b.queue.adjacent(left, 1, b.doc)
	if err == nil && next == "" {
		next, err = b.queue.adjacent(left, 1, nil)
	}
	switch {
	case err != nil:
		b.fail(err)
	case next == "" && b.worker.For != "" && b.me() == b.worker.Who():
		if err := b.project.Fold(b.context()); err != nil { // the file is about to be copied
			b.fail(err)
			return
		}
		b.offerUndo("“%s” is done%s, and so is this package. Send the file back: %s", clip(title, 50), missing, b.project.Path())
	case next == "":
		b.offerUndo("“%s” is done%s, and so are all articles. %s exports them.", clip(title, 50), missing, b.keyOf("dataset.export"))
	default:
		b.OpenDocument(next)
		b.finished = done
		b.say("“%s” is done%s.", clip(title, 50), missing)
		b.notice.Action, b.notice.Do = "Back", func() { b.OpenDocument(was) }
	}
}

// finished is an article that was just said to be done, or in which the last difference was settled, by a change
// that undo takes back from the next.
type finished struct {
	doc    annotate.DocumentID
	change annotate.ID
	said   string // when it is taken back; "" where it was said to be done
}

// undoDone leads back to the article that was left by a change, and takes that back.
func (b *Bench) undoDone() {
	f := b.finished
	b.OpenDocument(f.doc)
	if b.doc == nil || b.doc.ID != f.doc || b.history.Undo() != f.change || !b.whole() {
		return
	}
	if was := b.changeOf(f.change); was != nil && b.carryOut(b.set.Undo(was, b.author(), b.config.Now())) {
		if f.said != "" {
			b.say("%s", f.said)
			return
		}
		b.say("Back in “%s”, which is not done any more.", clip(b.doc.Title, 50))
	}
}

// missingWords says what the open article lacks, to follow "is done": "; 2 required roles are empty".
func (b *Bench) missingWords() string {
	n := 0
	for a := range b.set.All() {
		n += len(annotate.Missing(a, b.Schema()))
	}
	switch n {
	case 0:
		return ""
	case 1:
		return "; 1 required role is empty"
	}
	return fmt.Sprintf("; %d required roles are empty", n)
}
