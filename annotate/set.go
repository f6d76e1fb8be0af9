package annotate

import (
	"iter"
	"maps"
	"slices"
)

// Set is what one annotator marked in one document, what they decided about others' annotations there, and
// what they said of any. It changes only through [Set.Apply].
//
// A set keeps its annotations in the order of the text and answers which of them touch a range, and
// which is the n-th of a type, without looking at most of the others. It is not safe for use by
// several goroutines.
type Set struct {
	Document  *Document
	Annotator AnnotatorID

	state    State
	assigned Assignment
	byID     map[ID]*Annotation
	users    map[ID][]ID      // target → annotations with it as an argument
	named    map[ID]*Sequence // entity → annotations that refer to it
	index    spanIndex
	gaps     spanIndex // between the spans of annotations that have several

	decided   map[target]*Decision
	decisions []*Decision        // in the order of the text
	results   map[ID][]*Decision // annotation of this set → the decisions that led to it
	said      map[ID]*Comment
	comments  []*Comment // in the order of time
	saidOf    map[target][]*Comment
}

// NewSet returns a set that holds the annotations, which it takes over. They are trusted to obey the
// constraints; [Set.Problems] lists those that do not.
func NewSet(doc *Document, annotator AnnotatorID, state State, anns []*Annotation) *Set {
	if state == "" {
		state = StateNew
	}
	s := &Set{
		Document: doc, Annotator: annotator, state: state,
		byID: make(map[ID]*Annotation, len(anns)), users: map[ID][]ID{}, named: map[ID]*Sequence{},
		index: spanIndex{types: map[string]int{}},
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
	return s.index.all
}

// Count returns how many annotations of the types there are, or of all types where none is given.
func (s *Set) Count(types ...string) int { return s.index.count(s.index.numbers(types)) }

// Types returns the types of the annotations that the set was made of or has had, in no order.
func (s *Set) Types() []string { return slices.Collect(maps.Keys(s.index.types)) }

// Nth returns annotation i, from 0, of those of the types (of all where none is given) in the order of
// the text; nil where there are not so many.
func (s *Set) Nth(i int, types ...string) *Annotation {
	if i < 0 {
		return nil
	}
	return s.index.nth(i, s.index.numbers(types))
}

// Rank returns how many annotations of the types (of all where none is given) come before a, which is
// in the set: the i for which [Set.Nth] returns a where it is of these types.
func (s *Set) Rank(a *Annotation, types ...string) int {
	return s.index.before(s.index.entry(a, 0), s.index.numbers(types))
}

// Before returns how many annotations begin before a byte offset.
func (s *Set) Before(off int) int {
	return s.index.before(spanEntry{span: Span{off, 1 << 62}, ann: &Annotation{}}, nil)
}

// Referring returns the annotations that refer to an entity. The caller must not change them.
func (s *Set) Referring(entity ID) *Sequence { return s.named[entity] }

// Entities calls fn for each entity that annotations refer to, in no order, with how many do.
func (s *Set) Entities(fn func(entity ID, n int)) {
	for id, q := range s.named {
		fn(id, q.Len())
	}
}

// Touching returns the annotations that have a span sharing a byte with r, in the order of the text.
func (s *Set) Touching(r Span) []*Annotation {
	var out []*Annotation
	s.index.touching(r, func(a *Annotation) { out = append(out, a) })
	return out
}

// Gaps calls fn for every gap between two spans of an annotation that shares a byte with r, in the order of
// the text.
func (s *Set) Gaps(r Span, fn func(gap Span, a *Annotation)) {
	s.gaps.in(r, func(e *spanEntry) { fn(e.span, e.ann) })
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
	for _, u := range s.users[id] {
		out = append(out, s.byID[u])
	}
	slices.SortFunc(out, (*Annotation).Compare)
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
		if e.DecisionBefore != nil {
			s.undecide(e.DecisionBefore)
		}
		if e.DecisionAfter != nil {
			s.decide(e.DecisionAfter)
		}
		if e.CommentBefore != nil {
			s.uncomment(e.CommentBefore.ID)
		}
		if e.CommentAfter != nil {
			s.comment(e.CommentAfter)
		}
		if e.AssignedBefore != e.AssignedAfter {
			s.assigned = e.AssignedAfter
		}
	}
}

func (s *Set) link(a *Annotation) {
	a.eachGap(func(gap Span) { s.gaps.put(spanEntry{span: gap, ann: a}) })
	for i, x := range a.Args {
		if !filledBefore(a.Args[:i], x.Target) {
			s.users[x.Target] = append(s.users[x.Target], a.ID)
		}
	}
	if a.Entity != "" {
		q := s.named[a.Entity]
		if q == nil {
			q = &Sequence{}
			s.named[a.Entity] = q
		}
		q.Put(a)
	}
}

func (s *Set) unlink(a *Annotation) {
	a.eachGap(func(gap Span) { s.gaps.take(spanEntry{span: gap, ann: a}) })
	for _, x := range a.Args {
		rest := slices.DeleteFunc(s.users[x.Target], func(id ID) bool { return id == a.ID })
		if len(rest) == 0 {
			delete(s.users, x.Target)
		} else {
			s.users[x.Target] = rest
		}
	}
	if q := s.named[a.Entity]; q != nil {
		if q.Remove(a); q.Len() == 0 {
			delete(s.named, a.Entity)
		}
	}
}

// filledBefore reports whether one of the arguments has the target.
func filledBefore(args []Arg, target ID) bool {
	return slices.ContainsFunc(args, func(x Arg) bool { return x.Target == target })
}

// Compare orders annotations as those of a set are: by place, outer before inner, then by identity.
func (a *Annotation) Compare(b *Annotation) int {
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

// ByProgram reports whether a program made all that is in the set, and something is.
func (s *Set) ByProgram() bool {
	for a := range s.All() {
		if !a.Origin.ByProgram(s.Annotator) {
			return false
		}
	}
	return s.Len() > 0
}
