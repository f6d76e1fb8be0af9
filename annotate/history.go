package annotate

import "slices"

// Step is a change as a history knows it: not what it did, but what it was.
type Step struct {
	ID  ID
	Act Act
	Of  ID // the change that it takes back, does again, or was added to
}

// Step returns what a history knows of a change.
func (c *Change) Step() Step { return Step{c.ID, c.Act, c.Of} }

// History is what can be undone and redone in a set. It is read off the journal, so it is the same
// after a restart; and it is read backwards and no further than somebody goes back, so that a long
// journal costs no more than a short one.
type History struct {
	done, undone []ID // of changes, the next one to take back or to do again last
	newest       ID   // of all changes

	older func() []Step // the steps before those known, the latest first; none where there are no more
	fate  map[ID]Act    // of changes that were taken back or done again: what came last
	fresh bool          // new work is known, so that what was undone before it cannot be done again
}

// NewHistory returns the history of a set. Older is asked for the steps of the journal from its end
// to its beginning, page by page; nil stands for an empty journal.
func NewHistory(older func() []Step) *History {
	h := &History{older: older, fate: map[ID]Act{}}
	h.read()
	return h
}

// HistoryOf returns the history of a journal that is in memory, in the order of committing.
func HistoryOf(journal []*Change) *History {
	left := len(journal)
	return NewHistory(func() (page []Step) {
		for ; left > 0 && len(page) < 64; left-- {
			page = append(page, journal[left-1].Step())
		}
		return page
	})
}

// read takes in an older page of the journal and reports whether there was one.
func (h *History) read() bool {
	if h.older == nil {
		return false
	}
	page := h.older()
	if len(page) == 0 {
		h.older, h.fate = nil, nil
		return false
	}
	if h.newest == "" {
		h.newest = page[0].ID
	}
	var done, undone []ID // the latest first
	for _, s := range page {
		if s.Act == ActDo {
			h.fresh = true
			if s.Of != "" {
				continue // it goes with what it was added to
			}
			if h.fate[s.ID] != ActUndo {
				done = append(done, s.ID)
			}
			continue
		}
		if _, later := h.fate[s.Of]; later {
			continue
		}
		h.fate[s.Of] = s.Act
		if s.Act == ActUndo && !h.fresh {
			undone = append(undone, s.Of)
		}
	}
	slices.Reverse(done)
	slices.Reverse(undone)
	h.done, h.undone = append(done, h.done...), append(undone, h.undone...)
	return true
}

// Record notes a change that was made.
func (h *History) Record(c *Change) {
	h.newest = c.ID
	switch c.Act {
	case ActUndo:
		if h.Undo() == c.Of {
			h.undone = append(h.undone, c.Of)
			h.done = h.done[:len(h.done)-1]
		}
	case ActRedo:
		if h.Redo() == c.Of {
			h.done = append(h.done, c.Of)
			h.undone = h.undone[:len(h.undone)-1]
		}
	default:
		if h.undone, h.fresh = nil, true; c.Of == "" {
			h.done = append(h.done, c.ID)
		}
	}
}

// Undo returns the change that would be taken back next, or "".
func (h *History) Undo() ID {
	for len(h.done) == 0 && h.read() {
	}
	return last(h.done)
}

// Redo returns the change that would be done again next, or "".
func (h *History) Redo() ID {
	for len(h.undone) == 0 && !h.fresh && h.read() {
	}
	return last(h.undone)
}

// Newest returns the change that was made last, an undo or redo among them; "" for none.
func (h *History) Newest() ID { return h.newest }

func last(ids []ID) ID {
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}
