package annotate

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

// Comment is something said about an annotation of any annotator's set. It is in the set of who said it, since
// nobody writes in another's; the comments of all sets of a document are a conversation, see [Threads].
type Comment struct {
	ID        ID
	Annotator AnnotatorID // whose annotation it is about
	About     ID          // that annotation
	Spans     []Span      // where it was, so that the place is known when it is gone
	ReplyTo   ID          // the comment that began the thread; "" for the one that does
	Author    string      // who said it
	Time      time.Time
	Text      string
	Standing  Standing // what it makes of the thread; "" for a thread left as it is
}

// Standing says whether a thread still asks for something. It is that of the last comment that says one.
type Standing string

// The standings. A thread is open until somebody says otherwise.
const (
	StandingOpen     Standing = "open"
	StandingResolved Standing = "resolved"
)

// Clone returns a deep copy.
func (c *Comment) Clone() *Comment {
	d := *c
	d.Spans = slices.Clone(c.Spans)
	return &d
}

// Equal reports whether both are the same comment and say the same.
func (c *Comment) Equal(d *Comment) bool {
	if c == nil || d == nil {
		return c == d
	}
	return c.ID == d.ID && c.Annotator == d.Annotator && c.About == d.About && c.ReplyTo == d.ReplyTo && c.Author == d.Author &&
		c.Time.Equal(d.Time) && c.Text == d.Text && c.Standing == d.Standing && slices.Equal(c.Spans, d.Spans)
}

func compareComments(a, b *Comment) int {
	return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.ID, b.ID))
}

// Said is a comment and in whose set it is.
type Said struct {
	*Comment
	By AnnotatorID
}

// Thread is what was said about one annotation, one answering the other.
type Thread struct {
	Annotator AnnotatorID
	About     ID
	Spans     []Span
	Comments  []Said // in the order of time, at least one
}

// ID returns the identity of the thread: that of the comment that began it.
func (t *Thread) ID() ID { return cmp.Or(t.Comments[0].ReplyTo, t.Comments[0].ID) }

// Standing returns whether the thread is open or resolved.
func (t *Thread) Standing() Standing { return t.standing("") }

// StandingOf returns what an annotator last said of it: for some it may be resolved, and for others open.
func (t *Thread) StandingOf(who AnnotatorID) Standing { return t.standing(who) }

func (t *Thread) standing(who AnnotatorID) Standing {
	for _, c := range slices.Backward(t.Comments) {
		if c.Standing != "" && (who == "" || c.By == who) {
			return c.Standing
		}
	}
	return StandingOpen
}

// Last returns the comment that was made last.
func (t *Thread) Last() Said { return t.Comments[len(t.Comments)-1] }

// Said returns the comments of the set in the order of time.
func (s *Set) Said() []Said {
	out := make([]Said, len(s.comments))
	for i, c := range s.comments {
		out[i] = Said{c, s.Annotator}
	}
	return out
}

// Threads puts what was said in the sets of one document together, in the order of the text.
func Threads(said []Said) []*Thread {
	by := map[ID]*Thread{}
	all := slices.SortedStableFunc(slices.Values(said), func(a, b Said) int { return compareComments(a.Comment, b.Comment) })
	var out []*Thread
	for _, c := range all {
		root := cmp.Or(c.ReplyTo, c.ID)
		t := by[root]
		if t == nil {
			t = &Thread{Annotator: c.Annotator, About: c.About, Spans: c.Spans}
			by[root] = t
			out = append(out, t)
		}
		if c.ID == root { // the clock of a machine that answered may be slow
			t.Annotator, t.About, t.Spans = c.Annotator, c.About, c.Spans
			t.Comments = slices.Insert(t.Comments, 0, c)
			continue
		}
		t.Comments = append(t.Comments, c)
	}
	slices.SortStableFunc(out, func(a, b *Thread) int { return comparePlaces(a.Spans, b.Spans) })
	return out
}

// Comment returns the comment, or nil. The caller must not change it.
func (s *Set) Comment(id ID) *Comment { return s.said[id] }

// Comments returns all comments of the set in the order of time.
func (s *Set) Comments() iter.Seq[*Comment] { return slices.Values(s.comments) }

// CommentCount returns how many comments there are.
func (s *Set) CommentCount() int { return len(s.comments) }

// CommentsAbout returns the comments of this set about an annotation of an annotator's, in the order of time.
func (s *Set) CommentsAbout(annotator AnnotatorID, id ID) []*Comment {
	return s.saidOf[target{annotator, id}]
}

func (s *Set) comment(c *Comment) {
	if s.said == nil {
		s.said, s.saidOf = map[ID]*Comment{}, map[target][]*Comment{}
	}
	s.uncomment(c.ID)
	s.said[c.ID] = c
	s.comments = insert(s.comments, c, compareComments)
	k := target{c.Annotator, c.About}
	s.saidOf[k] = insert(s.saidOf[k], c, compareComments)
}

func (s *Set) uncomment(id ID) {
	c := s.said[id]
	if c == nil {
		return
	}
	delete(s.said, id)
	s.comments = without(s.comments, c, compareComments)
	k := target{c.Annotator, c.About}
	if rest := without(s.saidOf[k], c, compareComments); len(rest) > 0 {
		s.saidOf[k] = rest
	} else {
		delete(s.saidOf, k)
	}
}
