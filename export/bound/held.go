package bound

import "slices"

// Held gathers the bytes of a record that comes in pieces. More than [InMemory] of them wait on disk until it is known
// whether they are a record that is taken in: room for it is made once.
type Held struct {
	head []byte // in memory
	rest Spool
	most int
	long bool
}

// Reset begins a record of most bytes at the most, in the memory of the one before it.
func (h *Held) Reset(most int) {
	if h.head = h.head[:0]; cap(h.head) > 2*InMemory {
		h.head = nil
	}
	_ = h.rest.Close() // a temporary file that goes anyway
	h.most, h.long = most, false
}

// Add adds bytes at the end, of which those are dropped that are too many.
func (h *Held) Add(p []byte) error {
	size := len(h.head) + int(h.rest.Size())
	if len(p) > h.most-size {
		p, h.long = p[:h.most-size], true
	}
	if h.rest.Size() == 0 && size+len(p) <= InMemory {
		h.head = append(h.head, p...)
		return nil
	}
	_, err := h.rest.Write(p)
	return err
}

// TooLong reports whether there were more bytes than there may be.
func (h *Held) TooLong() bool { return h.long }

// Head returns the first bytes.
func (h *Held) Head() []byte { return h.head }

// Bytes returns all of them, which are good until the next Reset.
func (h *Held) Bytes() ([]byte, error) {
	n := int(h.rest.Size())
	if n == 0 {
		return h.head, nil
	}
	h.head = slices.Grow(h.head, n)
	if m, err := h.rest.ReadAt(h.head[len(h.head):][:n], 0); m < n {
		return nil, err
	}
	h.head = h.head[:len(h.head)+n]
	return h.head, h.rest.Close()
}

// Close gives up what was kept.
func (h *Held) Close() error {
	h.head = nil
	return h.rest.Close()
}
