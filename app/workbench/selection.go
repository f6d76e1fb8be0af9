package workbench

import (
	"quoth/annotate"
)

// By says how a selection came about.
type By int

// By keys or by the pointer.
const (
	ByKeys By = iota
	ByPointer
)

// Select sets the selection, in bytes of the article. Anchor and caret are equal where only the
// caret moves.
func (b *Bench) Select(anchor, caret int, by By) {
	if b.doc == nil {
		return
	}
	b.act(func() {
		if by == ByPointer && anchor == caret {
			anchor, caret = b.clicked(caret)
		} else if by == ByPointer {
			b.forgetBegun()
		}
		b.anchor, b.caret = anchor, caret
		if b.find != nil && !b.find.Beside {
			b.find.moved(min(anchor, caret))
		}
		b.touch(SelectionChanged | StatusChanged)
		if o, ok := b.Proposals().Current(); ok && (anchor != caret || !covers(o.Annotation, caret)) {
			b.leaveProposal()
		}
		// Selecting words keeps the current annotation: they may be about to join it or fill a role.
		if c := b.Current(); c != nil && anchor == caret && !covers(c, caret) {
			b.pick("")
			b.left = c.ID
		}
		if by == ByPointer && b.mode == Prefixed {
			b.leaveMode()
		}
	})
}

// covers reports whether the caret is in or at the edge of an annotation.
func covers(a *annotate.Annotation, off int) bool {
	for _, s := range a.Spans {
		if s.Start <= off && off <= s.End {
			return true
		}
	}
	return false
}

// Selection returns the anchor and the caret.
func (b *Bench) Selection() (anchor, caret int) { return b.anchor, b.caret }

// Selected returns the selection from left to right; it is empty where there is only a caret.
func (b *Bench) Selected() annotate.Span { return b.selected() }

// words returns the selection cut to whole characters without white space at its ends.
func (b *Bench) words() (annotate.Span, bool) {
	s := b.Selected()
	s.Start, s.End = b.offsets().SnapOut(s.Start, s.End)
	s.Start, s.End = b.offsets().Trim(s.Start, s.End)
	return s, s.Start < s.End
}

// Current returns the annotation that is selected, or nil.
func (b *Bench) Current() *annotate.Annotation {
	if b.set == nil || b.current == "" {
		return nil
	}
	return b.set.Get(b.current)
}

// Pick makes an annotation the current one; "" for none.
func (b *Bench) Pick(id annotate.ID) {
	b.act(func() {
		if b.mode == Hinting && id != "" && b.takeAnnotation(id) {
			return
		}
		b.leaveMode()
		if b.set != nil && id != "" && b.set.Get(id) == nil && b.chooseProposal(id, false) {
			return
		}
		b.pick(id)
	})
}

// PickAndReveal makes an annotation the current one, puts the caret there and scrolls to it.
func (b *Bench) PickAndReveal(id annotate.ID) {
	b.act(func() {
		b.GoToSide(false)
		if b.doc == nil {
			return
		}
		was := b.here()
		b.Pick(id)
		if a := b.Current(); a != nil {
			b.visited(was)
			b.goTo(a)
		}
	})
}

func (b *Bench) pick(id annotate.ID) {
	b.leaveProposal()
	if b.current == id {
		return
	}
	b.current, b.left = id, ""
	b.pickCounterpart()
	b.touch(CurrentChanged | StatusChanged)
}

func (b *Bench) goTo(a *annotate.Annotation) {
	h := a.Hull()
	b.anchor, b.caret = h.Start, h.Start
	b.pick(a.ID)
	b.touch(SelectionChanged)
	b.screen.Reveal(h, true)
}

// step goes to the next or previous annotation in the order of the text, round the end.
func (b *Bench) step(d int) {
	r := b.hand()
	n := r.set.Len()
	if n == 0 && b.AtBeside() {
		b.say("Nothing is marked on this side.")
		return
	}
	if n == 0 {
		b.say("No annotations yet. %s marks the quotation at the caret, %s a mention, %s an event.",
			b.keyOf("mark.quote"), b.keyOf("mark.mention"), b.keyOf("mark.event"))
		return
	}
	at := r.set.Before(r.caret)
	if a := r.set.Get(r.current); a != nil {
		at = r.set.Rank(a) + d
	} else if d < 0 {
		at--
	}
	to := r.set.Nth((at + n) % n)
	if b.AtBeside() {
		b.goToBeside(to)
		return
	}
	if b.far(to.Hull()) {
		b.jump()
	}
	b.goTo(to)
}

func (b *Bench) selectSpan(s annotate.Span) {
	r := b.hand()
	r.anchor, r.caret = s.Start, s.End
	if b.AtBeside() {
		b.touch(BesideViewChanged | StatusChanged)
		b.screen.RevealBeside(s, false)
		return
	}
	b.touch(SelectionChanged | StatusChanged)
	b.screen.Reveal(s, false)
}

func (b *Bench) selectWord() {
	r := b.hand()
	if start, end, ok := r.doc.Offsets().WordAt(r.caret); ok {
		b.selectSpan(annotate.Span{Start: start, End: end})
	}
}

func (b *Bench) selectSentence() {
	r := b.hand()
	start, end := r.doc.Offsets().SentenceAt(r.caret)
	b.selectSpan(annotate.Span{Start: start, End: end})
}

// selectQuotation selects the quotation at the caret with its marks; where just that is selected,
// the words between the marks.
func (b *Bench) selectQuotation() {
	r := b.hand()
	q, ok := b.marks.At(r.doc.Text, r.caret)
	if !ok {
		b.say("There are no quotation marks around the caret.")
		return
	}
	if r.selected() == q.Outer {
		b.selectSpan(q.Inner)
		return
	}
	b.selectSpan(q.Outer)
}

func (b *Bench) selectBlock() {
	r := b.hand()
	if i := r.doc.BlockAt(r.caret); i >= 0 {
		b.selectSpan(r.doc.Blocks[i].Span)
	}
}
