package annotate

// History is what can be undone and redone in a set. It is read off the journal, so it is the same
// after a restart.
type History struct {
	done, undone []*Change
	length       int
}

// NewHistory reads the changes of one set in the order in which they were made.
func NewHistory(journal []*Change) *History {
	h := &History{}
	for _, c := range journal {
		h.Record(c)
	}
	return h
}

// Record notes a change that was made.
func (h *History) Record(c *Change) {
	h.length++
	switch c.Act {
	case ActUndo:
		if n := len(h.done); n > 0 && h.done[n-1].ID == c.Of {
			h.undone = append(h.undone, h.done[n-1])
			h.done = h.done[:n-1]
		}
	case ActRedo:
		if n := len(h.undone); n > 0 && h.undone[n-1].ID == c.Of {
			h.done = append(h.done, h.undone[n-1])
			h.undone = h.undone[:n-1]
		}
	default:
		h.done = append(h.done, c)
		h.undone = nil
	}
}

// Undo returns the change that would be taken back next, or nil.
func (h *History) Undo() *Change { return last(h.done) }

// Redo returns the change that would be done again next, or nil.
func (h *History) Redo() *Change { return last(h.undone) }

func last(cs []*Change) *Change {
	if len(cs) == 0 {
		return nil
	}
	return cs[len(cs)-1]
}

// Len returns how many changes were made in all, undo and redo among them.
func (h *History) Len() int { return h.length }
