package annotate

import "time"

// State says how far an annotator is with a document.
type State string

// A set is new until its first change, then in progress; done and flagged are said by the person.
const (
	StateNew        State = "new"
	StateInProgress State = "in progress"
	StateDone       State = "done"
	StateFlagged    State = "flagged"
)

// States lists the states in the order in which work passes through them.
var States = []State{StateNew, StateInProgress, StateFlagged, StateDone}

// Act says whether a change is new work or goes back and forth in what was done.
type Act string

// A redo names the change that was first done, not the undo that it takes back.
const (
	ActDo   Act = "do"
	ActUndo Act = "undo"
	ActRedo Act = "redo"
)

// Change is one reversible step in the work on a set: every edit says what was and what is.
type Change struct {
	ID        ID
	Document  DocumentID
	Annotator AnnotatorID // whose set
	Author    string      // who did it
	Time      time.Time
	Title     string // what the person sees: "Mark quote"
	Act       Act
	// Of is, for an undo or redo, the change that it takes back or does again; for new work the change that it was added to
	// afterwards, with which it is taken back, as the reason is with a verdict.
	Of    ID
	Edits []Edit
}

// Edit replaces one thing by another. Exactly one of the pairs is used. A nil Before (or an empty
// state) makes the thing, a nil After removes it.
type Edit struct {
	Before, After                 *Annotation
	EntityBefore, EntityAfter     *Entity
	StateBefore, StateAfter       State
	DecisionBefore, DecisionAfter *Decision
	CommentBefore, CommentAfter   *Comment
	AssignedBefore, AssignedAfter Assignment
}

// Thing says what an edit is of.
type Thing int

// The things. An edit of none, or of more than one, or that leaves an assignment as it is, is of nothing.
const (
	OfNothing Thing = iota
	OfAnnotation
	OfEntity
	OfState
	OfDecision
	OfComment
	OfAssignment
)

// Of returns what the edit is of.
func (e *Edit) Of() Thing {
	of := OfNothing
	for i, there := range [...]bool{
		e.Before != nil || e.After != nil, e.EntityBefore != nil || e.EntityAfter != nil, e.StateBefore != "" || e.StateAfter != "",
		e.DecisionBefore != nil || e.DecisionAfter != nil, e.CommentBefore != nil || e.CommentAfter != nil,
		e.AssignedBefore != e.AssignedAfter,
	} {
		switch {
		case !there:
		case of != OfNothing:
			return OfNothing
		default:
			of = Thing(i + 1)
		}
	}
	return of
}

// Inverse returns the edit that takes this one back.
func (e Edit) Inverse() Edit {
	return Edit{
		Before: e.After, After: e.Before,
		EntityBefore: e.EntityAfter, EntityAfter: e.EntityBefore,
		StateBefore: e.StateAfter, StateAfter: e.StateBefore,
		DecisionBefore: e.DecisionAfter, DecisionAfter: e.DecisionBefore,
		CommentBefore: e.CommentAfter, CommentAfter: e.CommentBefore,
		AssignedBefore: e.AssignedAfter, AssignedAfter: e.AssignedBefore,
	}
}

// Inverse returns the edits that take the change back, in the order in which to apply them.
func (c *Change) Inverse() []Edit {
	inv := make([]Edit, 0, len(c.Edits))
	for i := len(c.Edits) - 1; i >= 0; i-- {
		inv = append(inv, c.Edits[i].Inverse())
	}
	return inv
}
