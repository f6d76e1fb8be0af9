package annotate

import (
	"iter"
	"slices"
)

// Set is what one annotator marked in one document. It changes only through [Set.Apply].
//
// A set keeps its annotations in the order of the text and answers which of them touch a range without
// looking at most of the others. It is not safe for use by several goroutines.
type Set struct {
	Document  *Document
	Annotator AnnotatorID

	state State
	byID  map[ID]*Annotation
	users map[ID]map[ID]bool // target → annotations with it as an argument
	index spanIndex
}

// NewSet returns a set that holds the annotations, which it takes over. They are trusted to obey the
// constraints; [Set.Problems] lists those that do not.
func NewSet(doc *Document, annotator AnnotatorID, state State, anns []*Annotation) *Set {
	if state == "" {
		state = StateNew
	}
	s := &Set{
		Document: doc, Annotator: annotator, state: state,
		byID: make(map[ID]*Annotation, len(anns)), users: map[ID]map[ID]bool{},
	}
	for _, a := range anns {
		s.byID[a.ID] = a
		s.link(a)
	}
	s.index.build(anns)
	return s
}

// State says how far the annotator is.
func (s *Set) State() State { return s.state }

// Len returns the number of annotations.
func (s *Set) Len() int { return len(s.byID) }

// Get returns the annotation, or nil. The caller must not change it.
func (s *Set) Get(id ID) *Annotation { return s.byID[id] }

// All returns the annotations in the order of the text, outer before inner.
func (s *Set) All() iter.Seq[*Annotation] {
	return func(yield func(*Annotation) bool) {
		for i := range s.index.entries {
			if e := &s.index.entries[i]; e.first && !yield(e.ann) {
				return
			}
		}
	}
}

// Touching returns the annotations that have a span sharing a byte with r, in the order of the text.
func (s *Set) Touching(r Span) []*Annotation {
	var out []*Annotation
	s.index.touching(r, func(a *Annotation) { out = append(out, a) })
	return out
}

// At returns the annotations over a byte offset, the smallest first. An offset at the end of a span
// counts as in it where no other annotation begins there.
func (s *Set) At(off int) []*Annotation {
	out := s.Touching(Span{off, off + 1})
	if len(out) == 0 && off > 0 {
		out = s.Touching(Span{off - 1, off})
	}
	slices.SortStableFunc(out, func(a, b *Annotation) int { return size(a) - size(b) })
	return out
}

func size(a *Annotation) int {
	n := 0
	for _, s := range a.Spans {
		n += s.Len()
	}
	return n
}

// Users returns the annotations that have id as an argument, in the order of the text.
func (s *Set) Users(id ID) []*Annotation {
	out := make([]*Annotation, 0, len(s.users[id]))
	for u := range s.users[id] {
		out = append(out, s.byID[u])
	}
	slices.SortFunc(out, compareAnnotations)
	return out
}

// Find returns the annotation of exactly this type and these spans, or nil.
func (s *Set) Find(typ string, spans []Span) *Annotation {
	for _, a := range s.Touching(Hull(spans)) {
		if a.Type == typ && slices.Equal(a.Spans, spans) {
			return a
		}
	}
	return nil
}

// Apply carries out a change that [Set.Check] found good. Edits of entities are not the set's.
func (s *Set) Apply(c *Change) {
	for _, e := range c.Edits {
		if e.Before != nil {
			if a := s.byID[e.Before.ID]; a != nil {
				s.unlink(a)
				s.index.remove(a)
				delete(s.byID, a.ID)
			}
		}
		if e.After != nil {
			s.byID[e.After.ID] = e.After
			s.link(e.After)
			s.index.insert(e.After)
		}
		if e.StateAfter != "" {
			s.state = e.StateAfter
		}
	}
}

func (s *Set) link(a *Annotation) {
	for _, x := range a.Args {
		m := s.users[x.Target]
		if m == nil {
			m = map[ID]bool{}
			s.users[x.Target] = m
		}
		m[a.ID] = true
	}
}

func (s *Set) unlink(a *Annotation) {
	for _, x := range a.Args {
		delete(s.users[x.Target], a.ID)
		if len(s.users[x.Target]) == 0 {
			delete(s.users, x.Target)
		}
	}
}

// compareAnnotations orders by place, outer before inner, then by identity.
func compareAnnotations(a, b *Annotation) int {
	if d := compareSpans(a.Spans, b.Spans); d != 0 {
		return d
	}
	switch {
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}
