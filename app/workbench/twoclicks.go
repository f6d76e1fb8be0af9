package workbench

// Who cannot drag selects by two clicks, or two keys: one at the first word, one at the last. Between the
// two the selection is begun, and a marker stands at its place.

// Begun returns where a selection was begun that the next click ends, and whether one was.
func (b *Bench) Begun() (off int, ok bool) { return b.begun - 1, b.begun > 0 }

func (b *Bench) begin(off int) {
	b.begun = off + 1
	b.touch(SelectionChanged | StatusChanged)
}

// forgetBegun leaves a selection that was begun.
func (b *Bench) forgetBegun() {
	if b.begun > 0 {
		b.begun = 0
		b.touch(SelectionChanged | StatusChanged)
	}
}

// beginOrEnd begins a selection at the caret, or ends there the one that was begun.
func (b *Bench) beginOrEnd() {
	if _, ok := b.Begun(); !ok {
		b.anchor = b.caret
		b.begin(b.caret)
		return
	}
	b.anchor, b.caret = b.clicked(b.caret)
	b.touch(SelectionChanged | StatusChanged)
}

// clicked returns what a click selects: nothing, or all words from that at which the selection was begun
// to that under the click. Where the person wants to select by two clicks, it begins a selection.
func (b *Bench) clicked(off int) (anchor, caret int) {
	from, begun := b.Begun()
	b.forgetBegun()
	if !begun {
		if b.settings.TwoClicks && b.mode == Reading {
			b.begin(off)
		}
		return off, off
	}
	word := func(p int) (int, int) {
		if start, end, ok := b.offsets().WordAt(p); ok && start < p && p < end || ok && start == p {
			return start, end
		}
		return p, p
	}
	if from == off {
		return off, off
	}
	if from > off {
		start, _ := word(off)
		_, end := word(from)
		return max(end, from), start
	}
	start, _ := word(from)
	_, end := word(off)
	return start, max(end, off)
}
