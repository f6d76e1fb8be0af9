package annotate

import (
	"slices"
	"time"
)

// Draft gathers the edits of one change to a set. It sees its own edits of annotations: what it put is
// what it gets, and removing an annotation also takes it out of the arguments of others.
type Draft struct {
	set   *Set
	title string
	edits []Edit
	now   map[ID]*Annotation
	uses  map[ID][]ID // target → what was put with it as an argument, and may have lost it since
	state State

	decided map[target]*Decision
	said    map[ID]*Comment
}

// Draft begins a change. The title is what the person reads: "Mark quote".
func (s *Set) Draft(title string) *Draft {
	return &Draft{set: s, title: title, now: map[ID]*Annotation{}, uses: map[ID][]ID{}, state: s.state, decided: map[target]*Decision{}, said: map[ID]*Comment{}}
}

// Get returns the annotation as the draft leaves it, or nil.
func (d *Draft) Get(id ID) *Annotation {
	if a, ok := d.now[id]; ok {
		return a
	}
	return d.set.Get(id)
}

// Put makes the annotation what it is given as, new or in place of the one with its identity.
func (d *Draft) Put(a *Annotation) {
	before := d.Get(a.ID)
	if before.Equal(a) {
		return
	}
	d.edits = append(d.edits, Edit{Before: before, After: a})
	d.now[a.ID] = a
	for _, x := range a.Args {
		if !slices.Contains(d.uses[x.Target], a.ID) {
			d.uses[x.Target] = append(d.uses[x.Target], a.ID)
		}
	}
}

// Remove removes the annotation, first from the arguments of those that use it.
func (d *Draft) Remove(id ID) {
	a := d.Get(id)
	if a == nil {
		return
	}
	for _, u := range d.Users(id) {
		c := u.Clone()
		c.Args = slices.DeleteFunc(c.Args, func(x Arg) bool { return x.Target == id })
		d.Put(c)
	}
	d.edits = append(d.edits, Edit{Before: a})
	d.now[id] = nil
}

// Users returns the annotations that have id as an argument, as the draft leaves them, in the order of the text.
func (d *Draft) Users(id ID) []*Annotation {
	uses := func(a *Annotation) bool {
		return a != nil && slices.ContainsFunc(a.Args, func(x Arg) bool { return x.Target == id })
	}
	var out []*Annotation
	for _, a := range d.set.Users(id) {
		if _, seen := d.now[a.ID]; !seen {
			out = append(out, a)
		}
	}
	for _, user := range d.uses[id] {
		if a := d.now[user]; uses(a) {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, (*Annotation).Compare)
	return out
}

// PutEntity makes the entity what after says. Before is the entity as it is, nil for a new one.
func (d *Draft) PutEntity(before, after *Entity) {
	if !before.Equal(after) {
		d.edits = append(d.edits, Edit{EntityBefore: before, EntityAfter: after})
	}
}

// RemoveEntity removes the entity. The change is refused where something still refers to it.
func (d *Draft) RemoveEntity(e *Entity) {
	d.edits = append(d.edits, Edit{EntityBefore: e})
}

// SetState says how far the annotator is.
func (d *Draft) SetState(s State) {
	if s != d.state {
		d.edits = append(d.edits, Edit{StateBefore: d.state, StateAfter: s})
		d.state = s
	}
}

// Decision returns what is decided about an annotation of another set as the draft leaves it, or nil.
func (d *Draft) Decision(annotator AnnotatorID, about ID) *Decision {
	if x, ok := d.decided[target{annotator, about}]; ok {
		return x
	}
	return d.set.Decision(annotator, about)
}

// Decide records a decision, in place of what was decided about the same annotation before.
func (d *Draft) Decide(x *Decision) {
	before := d.Decision(x.Annotator, x.About)
	if before.Equal(x) {
		return
	}
	d.edits = append(d.edits, Edit{DecisionBefore: before, DecisionAfter: x})
	d.decided[x.target()] = x
}

// Undecide takes a decision back, so that what it was about is a proposal again.
func (d *Draft) Undecide(annotator AnnotatorID, about ID) {
	if before := d.Decision(annotator, about); before != nil {
		d.edits = append(d.edits, Edit{DecisionBefore: before})
		d.decided[before.target()] = nil
	}
}

// Say records a comment, new or in place of the one with its identity.
func (d *Draft) Say(c *Comment) {
	before := d.comment(c.ID)
	if before.Equal(c) {
		return
	}
	d.edits = append(d.edits, Edit{CommentBefore: before, CommentAfter: c})
	d.said[c.ID] = c
}

// Unsay removes a comment of this set.
func (d *Draft) Unsay(id ID) {
	if before := d.comment(id); before != nil {
		d.edits = append(d.edits, Edit{CommentBefore: before})
		d.said[id] = nil
	}
}

func (d *Draft) comment(id ID) *Comment {
	if c, ok := d.said[id]; ok {
		return c
	}
	return d.set.Comment(id)
}

// Empty reports whether the draft changes nothing.
func (d *Draft) Empty() bool { return len(d.edits) == 0 }

// Change closes the draft. The first change to a new set also puts it in progress, unless it does no more than
// say something.
func (d *Draft) Change(author string, at time.Time) *Change {
	if d.set.state == StateNew && d.state == StateNew && slices.ContainsFunc(d.edits, func(e Edit) bool { return e.Of() != OfComment }) {
		d.SetState(StateInProgress)
	}
	return d.set.change(author, at, Change{Title: d.title, Act: ActDo, Edits: d.edits})
}

// Undo returns the change that takes c back.
func (s *Set) Undo(c *Change, author string, at time.Time) *Change {
	return s.change(author, at, Change{Title: c.Title, Act: ActUndo, Of: c.ID, Edits: c.Inverse()})
}

// Redo returns the change that does c again.
func (s *Set) Redo(c *Change, author string, at time.Time) *Change {
	return s.change(author, at, Change{Title: c.Title, Act: ActRedo, Of: c.ID, Edits: c.Edits})
}

func (s *Set) change(author string, at time.Time, c Change) *Change {
	c.ID, c.Document, c.Annotator = NewID(), s.Document.ID, s.Annotator
	c.Author, c.Time = author, at.UTC().Truncate(time.Millisecond)
	return &c
}
