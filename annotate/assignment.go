package annotate

import "time"

// Assignment says that a document was given to an annotator to work on. It belongs to the annotator's set, which so
// exists before the annotator has begun, and in whatever state it is later.
type Assignment string

// The assignments. Who is assigned a document blind is not shown what others did in it, nor who they are, until they
// have done it.
const (
	NotAssigned   Assignment = ""
	AssignedOpen  Assignment = "open"
	AssignedBlind Assignment = "blind"
)

// Assign returns the change that makes an assignment of a document to an annotator what after says, or takes it back
// where that is NotAssigned. All changes of one act have the same author and time.
func Assign(doc DocumentID, annotator AnnotatorID, before, after Assignment, author string, at time.Time) *Change {
	title := "Assign"
	if after == NotAssigned {
		title = "Take the assignment back"
	}
	return &Change{
		ID: NewID(), Document: doc, Annotator: annotator, Author: author, Time: at.UTC().Truncate(time.Millisecond),
		Title: title, Act: ActDo, Edits: []Edit{{AssignedBefore: before, AssignedAfter: after}},
	}
}

// Assigned says whether and how the document was given to the annotator.
func (s *Set) Assigned() Assignment { return s.assigned }

// Give says how the document was given to the annotator, for who reads the set from a project.
func (s *Set) Give(a Assignment) { s.assigned = a }

// Blind reports whether the annotator must not know yet what others did in the document.
func (s *Set) Blind() bool { return s.assigned == AssignedBlind && s.state != StateDone }
