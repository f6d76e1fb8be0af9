package workbench

import (
	"errors"
	"fmt"

	"quoth/annotate"
	"quoth/annotate/review"
)

// reader is an article on one side of the window, and where the person is in it.
type reader struct {
	doc           *annotate.Document
	set           *annotate.Set
	anchor, caret int
	current       annotate.ID

	names map[int][]annotate.Span // by piece of the text: see namesNear
}

// selected returns the selection from left to right; it is empty where there is only a caret.
func (r *reader) selected() annotate.Span {
	return annotate.Span{Start: min(r.anchor, r.caret), End: max(r.anchor, r.caret)}
}

// Beside is what stands beside the working article, for reading: another article of the project, or the
// same one as another annotator left it. Nothing is changed there.
type Beside struct {
	reader
	past       *Past                  // where in the history of the working article; nil for what is
	theirs     []*annotate.Annotation // of set, in the order of the text; only of the same article
	comparison *review.Comparison     // nil for another article, and until the first comparison is done
	comparing  bool                   // one is under way
	stale      bool                   // and another one is needed after it
	mine       working                // the working set, for that
	at         int                    // the difference that was gone to last; -1 for none
}

// Document returns the article that stands there.
func (x *Beside) Document() *annotate.Document { return x.doc }

// Set returns what is marked in it. Nobody changes it.
func (x *Beside) Set() *annotate.Set { return x.set }

// Selection returns the anchor and the caret there.
func (x *Beside) Selection() (anchor, caret int) { return x.anchor, x.caret }

// Current returns the annotation that is selected there, or nil.
func (x *Beside) Current() *annotate.Annotation { return x.set.Get(x.current) }

// Reasons why commands about the other side are not possible.
var (
	errNothingBeside  = errors.New("nothing stands beside the article; open another one there, or another annotator's version of it")
	errOnlyForReading = errors.New("this side is only for reading; go to the other side first (F6)")
	errNoComparison   = errors.New("compare the article with another annotator's version of it first")
)

// Beside returns what stands beside the working article, or nil.
func (b *Bench) Beside() *Beside { return b.beside }

// Comparing reports whether another annotator's version of the working article stands beside it.
func (b *Bench) Comparing() bool {
	return b.beside != nil && b.doc != nil && b.beside.doc.ID == b.doc.ID
}

// AtBeside reports whether the person is on the side that is only for reading.
func (b *Bench) AtBeside() bool { return b.atBeside && b.beside != nil }

// hand returns the side that the person is on.
func (b *Bench) hand() *reader {
	if b.AtBeside() {
		return &b.beside.reader
	}
	return &b.reader
}

func (b *Bench) canReadBeside() error {
	if b.beside == nil {
		return errNothingBeside
	}
	return nil
}

func (b *Bench) canCompare() error {
	if !b.Comparing() {
		return errNoComparison
	}
	return nil
}

// OpenBeside puts another article beside the working one, as the person left it.
func (b *Bench) OpenBeside(id annotate.DocumentID) {
	b.act(func() {
		switch {
		case b.doc == nil:
			b.fail(errNoArticle)
			return
		case id == b.doc.ID:
			b.fail(errors.New("this is the article that you work in; its other annotators' versions can stand beside it"))
			return
		}
		doc, err := b.project.Document(b.context(), id)
		if err != nil {
			b.fail(err)
			return
		}
		b.putBeside(doc, b.Annotator())
	})
}

// OpenVersion puts another annotator's version of the working article beside it.
func (b *Bench) OpenVersion(who annotate.AnnotatorID) {
	b.act(func() {
		switch {
		case b.doc == nil:
			b.fail(errNoArticle)
		case who == b.set.Annotator:
			b.fail(errors.New("this is the version that you work in"))
		default:
			b.putBeside(b.doc, who)
		}
	})
}

// putBeside shows an article of an annotator's beside the working one. Both share the text and its
// table where they are the same.
func (b *Bench) putBeside(doc *annotate.Document, who annotate.AnnotatorID) {
	var err error
	if b.doc != nil && doc.ID == b.doc.ID && who != b.set.Annotator {
		if err = b.seeing(); err != nil {
			b.fail(err)
			return
		}
	}
	set, err := b.project.Set(b.context(), doc, who)
	if err == nil {
		err = known(set, b.Schema())
	}
	if err != nil {
		b.fail(err)
		return
	}
	x := &Beside{reader: reader{doc: doc, set: set}, at: -1}
	b.endFindBeside()
	b.beside, b.atBeside = x, false
	if b.Comparing() {
		x.theirs = all(set)
		x.anchor, x.caret = b.caret, b.caret
		b.compare()
	}
	b.touch(BesideChanged | BesideViewChanged | StatusChanged)
}

func all(set *annotate.Set) []*annotate.Annotation {
	out := make([]*annotate.Annotation, 0, set.Len())
	for a := range set.All() {
		out = append(out, a)
	}
	return out
}

// CloseBeside leaves the working article alone.
func (b *Bench) CloseBeside() { b.act(b.closeBeside) }

func (b *Bench) closeBeside() {
	if b.beside != nil {
		b.endFindBeside()
		b.beside, b.atBeside = nil, false
		b.touch(BesideChanged | BesideViewChanged | StatusChanged)
	}
}

// followBeside keeps what stands beside in step with the working article, which has just been opened: an
// annotator's version with that annotator's version of this one, if there is any; another article stays
// unless it is this one.
func (b *Bench) followBeside(was *annotate.Document) {
	x := b.beside
	if x == nil {
		return
	}
	b.atBeside = false
	version := was != nil && x.doc.ID == was.ID
	switch {
	case b.doc == nil || version && x.set.Annotator == b.set.Annotator:
		b.closeBeside()
	case version && b.Blind():
		b.closeBeside()
	case version:
		who := x.set.Annotator
		b.putBeside(b.doc, who)
		if s := b.beside.set; s.Len() == 0 && s.State() == annotate.StateNew {
			b.closeBeside()
			b.say("%s has not annotated this article.", who)
		}
	case x.doc.ID == b.doc.ID:
		b.closeBeside()
	}
}

// refreshBeside reads again what stands beside, where something else may have changed it. The place
// stays.
func (b *Bench) refreshBeside() {
	x := b.beside
	if x == nil {
		return
	}
	if _, err := b.project.Place(b.context(), x.doc.ID); err != nil || b.doc == nil || x.past != nil {
		b.closeBeside()
		return
	}
	set, err := b.project.Set(b.context(), x.doc, x.set.Annotator)
	if err != nil {
		b.fail(err)
		return
	}
	x.set = set
	if x.Current() == nil {
		x.current = ""
	}
	if b.Comparing() {
		x.theirs = all(set)
		b.compare()
	}
	b.touch(BesideChanged | BesideViewChanged)
}

// GoToSide puts the person on a side: that for reading, or that of the working article.
func (b *Bench) GoToSide(beside bool) {
	if b.beside == nil || b.atBeside == beside {
		return
	}
	b.act(func() {
		b.leaveMode()
		b.atBeside = beside
		b.touch(BesideViewChanged | StatusChanged)
	})
}

// SelectBeside sets the selection on the side for reading, as [Bench.Select] does on the other.
func (b *Bench) SelectBeside(anchor, caret int) {
	x := b.beside
	if x == nil {
		return
	}
	b.act(func() {
		x.anchor, x.caret = anchor, caret
		if b.find != nil && b.find.Beside {
			b.find.moved(min(anchor, caret))
		}
		if c := x.Current(); c != nil && anchor == caret && !covers(c, caret) {
			b.pickBeside("")
		}
		b.touch(BesideViewChanged | StatusChanged)
	})
}

// PickBeside selects an annotation on the side for reading, and its counterpart in the working set; "" for
// none.
func (b *Bench) PickBeside(id annotate.ID) {
	if b.beside == nil {
		return
	}
	b.act(func() {
		b.leaveMode()
		b.pickBeside(id)
	})
}

func (b *Bench) pickBeside(id annotate.ID) {
	x := b.beside
	if c := x.comparison; c != nil {
		mine := annotate.ID("")
		if m := c.InA(id); m != nil && b.set.Get(m.ID) != nil {
			mine = m.ID
		}
		b.pick(mine)
		if m := b.set.Get(mine); m != nil && !b.Together() {
			b.screen.Reveal(m.Hull(), false)
		}
	}
	x.current = id
	b.touch(BesideViewChanged | StatusChanged)
}

// GoToBeside selects an annotation on the side for reading, puts the caret there and scrolls to it.
func (b *Bench) GoToBeside(id annotate.ID) {
	if x := b.beside; x != nil && x.set.Get(id) != nil {
		b.act(func() { b.goToBeside(x.set.Get(id)) })
	}
}

func (b *Bench) goToBeside(a *annotate.Annotation) {
	x, h := b.beside, a.Hull()
	x.anchor, x.caret = h.Start, h.Start
	b.pickBeside(a.ID)
	b.screen.RevealBeside(h, true)
}

// pickCounterpart selects beside what is the counterpart of the current annotation.
func (b *Bench) pickCounterpart() {
	x := b.beside
	if x == nil || x.comparison == nil {
		return
	}
	x.current = ""
	if y := x.comparison.InB(b.current); y != nil {
		x.current = y.ID
		if !b.Together() {
			b.screen.RevealBeside(y.Hull(), false)
		}
	}
	b.touch(BesideViewChanged)
}

// workBeside makes the article that stands beside the working one, and the other way round. Where the
// person is in both stays.
func (b *Bench) workBeside() {
	if b.Comparing() {
		b.fail(fmt.Errorf("only %s works in this version; what you want of it can be taken over", b.beside.set.Annotator))
		return
	}
	from, to := b.reader, b.beside.reader
	b.OpenDocument(to.doc.ID)
	if b.doc == nil || b.doc.ID != to.doc.ID {
		return
	}
	b.anchor, b.caret = to.anchor, to.caret
	b.touch(SelectionChanged)
	b.screen.Reveal(b.Selected(), false)
	b.putBeside(from.doc, b.Annotator())
	b.beside.anchor, b.beside.caret = from.anchor, from.caret
	b.screen.RevealBeside(annotate.Span{Start: from.caret, End: from.caret}, false)
}

// What is kept of how the two stand, in the layout of the window.
const (
	layoutSwapped = "beside.swapped"
	layoutApart   = "beside.apart"
)

// Swapped reports whether the working article stands on the right.
func (b *Bench) Swapped() bool { return b.Layout(layoutSwapped) != "" }

// Together reports whether both sides scroll together.
func (b *Bench) Together() bool { return b.Layout(layoutApart) == "" }

func (b *Bench) toggleLayout(key string) {
	value := "yes"
	if b.Layout(key) != "" {
		value = ""
	}
	b.SaveLayout(key, value)
	b.touch(BesideViewChanged | StatusChanged)
}

func (b *Bench) toggleTogether() {
	b.toggleLayout(layoutApart)
	if b.Together() {
		b.say("Both sides scroll together.")
	} else {
		b.say("Each side scrolls on its own.")
	}
}
