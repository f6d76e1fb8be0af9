package annotate

// Sequence is some annotations in the order of the text. Putting one in, taking one out and going to the
// next one cost about the same among a million as among ten. The zero value is empty.
type Sequence struct {
	index spanIndex // of their first spans
}

// Put adds an annotation that is not in it.
func (q *Sequence) Put(a *Annotation) { q.index.put(q.index.entry(a, 0)) }

// Remove takes an annotation out, as it was when it was put in.
func (q *Sequence) Remove(a *Annotation) { q.index.take(q.index.entry(a, 0)) }

// Len returns how many there are.
func (q *Sequence) Len() int {
	if q == nil {
		return 0
	}
	return q.index.count(nil)
}

// First returns the first one, or nil.
func (q *Sequence) First() *Annotation {
	if q == nil {
		return nil
	}
	return q.index.nth(0, nil)
}

// After returns the one after a place in the text, that of a, round the end; nil where there is none but a.
func (q *Sequence) After(a *Annotation) *Annotation {
	n := q.Len()
	if n == 0 {
		return nil
	}
	i := q.index.before(q.index.entry(a, 0), nil) // of those before a
	next := q.index.nth(i%n, nil)
	if next.ID == a.ID {
		next = q.index.nth((i+1)%n, nil)
	}
	if next.ID == a.ID {
		return nil
	}
	return next
}

// All calls fn for each in the order of the text, while fn returns true.
func (q *Sequence) All(fn func(*Annotation) bool) {
	if q != nil {
		q.index.all(fn)
	}
}
