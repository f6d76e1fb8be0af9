package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"quoth/annotate"
)

const changeColumns = `id, document, annotator, author, time, title, act, of_change, edits`

// Changes returns the journal of a set in the order of committing: what undo and redo go by. Times
// are in UTC.
func (p *Project) Changes(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID) (all []*annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		all, err = readChanges(ctx, tx, doc, annotator)
		return err
	})
	return all, err
}

// Change reads one change of the journal. The error is [ErrNotFound] where it has no such change.
func (p *Project) Change(ctx context.Context, id annotate.ID) (c *annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		c, err = scanChange(tx.QueryRowContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE id = ?`, id))
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("change %s is %w", id, ErrNotFound)
		}
		return err
	})
	return c, err
}

// TitleOf returns what a change is called.
func (p *Project) TitleOf(ctx context.Context, id annotate.ID) (title string, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `SELECT title FROM changes WHERE id = ?`, id).Scan(&title)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("change %s is %w", id, ErrNotFound)
		}
		return err
	})
	return title, err
}

// Steps lists the numbers in the journal of the changes of a set, in the order of committing.
func (p *Project) Steps(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID) ([]int64, error) {
	return p.StepsAfter(ctx, doc, annotator, 0)
}

// StepsAfter lists those with a greater number than one.
func (p *Project) StepsAfter(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID, after int64) (all []int64, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT seq FROM changes WHERE document = ? AND annotator = ? AND seq > ? ORDER BY seq`, doc, annotator, after)
		all, err = collect(rows, err, func(r *sql.Rows) (n int64, err error) { return n, r.Scan(&n) })
		return err
	})
	return all, err
}

// StepAt reads the change with a number in the journal.
func (p *Project) StepAt(ctx context.Context, seq int64) (c *annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		c, err = scanChange(tx.QueryRowContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE seq = ?`, seq))
		return err
	})
	return c, err
}

// Additions returns what was added to a change afterwards, in the order of the journal.
func (p *Project) Additions(ctx context.Context, to *annotate.Change) (all []*annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes
			WHERE document = ? AND annotator = ? AND seq > (SELECT seq FROM changes WHERE id = ?) AND act = ? AND of_change = ? ORDER BY seq`,
			to.Document, to.Annotator, to.ID, annotate.ActDo, to.ID)
		all, err = collect(rows, err, func(r *sql.Rows) (*annotate.Change, error) { return scanChange(r) })
		return err
	})
	return all, err
}

// StepOf returns the number in the journal of a change.
func (p *Project) StepOf(ctx context.Context, id annotate.ID) (seq int64, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT seq FROM changes WHERE id = ?`, id).Scan(&seq)
	})
	return seq, err
}

// ChangesOf returns the changes of a set that are about an annotation, the latest first, so many at most. It looks
// through the journal of the set.
func (p *Project) ChangesOf(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID, id annotate.ID, most int) (all []*annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes
			WHERE document = ? AND annotator = ? AND edits LIKE ? ESCAPE '\' ORDER BY seq DESC`, doc, annotator, containing(id))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() && len(all) < most {
			c, err := scanChange(rows)
			if err != nil {
				return err
			}
			if slices.ContainsFunc(c.Edits, func(e annotate.Edit) bool {
				return e.Before != nil && e.Before.ID == id || e.After != nil && e.After.ID == id
			}) {
				all = append(all, c)
			}
		}
		return rows.Err()
	})
	return all, err
}

// historyPage is how many steps of the journal are read at once.
const historyPage = 100

// History returns what can be undone and redone in a set. A change of which nothing was carried out, because another
// project that was united with this one had done it already, is none of it; nor is an assignment, which is not the
// annotator's to undo. An undo of which nothing could be carried out is, for it was asked for. It reads the journal from its end, as far as somebody goes back; an error of such a reading is
// told to report, and ends the history there.
func (p *Project) History(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID, report func(error)) *annotate.History {
	before := int64(math.MaxInt64)
	return annotate.NewHistory(func() (page []annotate.Step) {
		err := p.read(ctx, "read the journal", func(tx *sql.Tx) error {
			rows, err := tx.QueryContext(ctx, `SELECT seq, id, act, of_change FROM changes c
				WHERE document = ? AND annotator = ? AND seq < ? AND substr(edits, 1, 11) <> '[{"assigned'
				AND (edits <> '[]' OR act <> 'do' AND EXISTS (SELECT 1 FROM changes w WHERE w.id = c.of_change AND w.edits <> '[]'))
				ORDER BY seq DESC LIMIT ?`, doc, annotator, before, historyPage)
			page, err = collect(rows, err, func(r *sql.Rows) (s annotate.Step, err error) {
				return s, r.Scan(&before, &s.ID, &s.Act, &s.Of)
			})
			return err
		})
		if err != nil {
			report(err)
			return nil
		}
		return page
	})
}

// Touched says when an annotator's set was changed last.
type Touched struct {
	Document  annotate.DocumentID
	Annotator annotate.AnnotatorID
	Last      time.Time // in UTC
}

// Touched lists when each set was changed last: by document, then annotator.
func (p *Project) Touched(ctx context.Context) (all []Touched, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT document, annotator, time FROM changes
			WHERE seq IN (SELECT max(seq) FROM changes WHERE document <> '' GROUP BY document, annotator) ORDER BY document, annotator`)
		all, err = collect(rows, err, func(r *sql.Rows) (t Touched, err error) {
			var at string
			if err := r.Scan(&t.Document, &t.Annotator, &at); err != nil {
				return t, err
			}
			if t.Last, err = time.Parse(timeLayout, at); err != nil {
				err = fmt.Errorf("%w: time of a change of %s in %s: %w", ErrDamaged, t.Annotator, t.Document, err)
			}
			return t, err
		})
		return err
	})
	return all, err
}

func readChanges(ctx context.Context, q querier, doc annotate.DocumentID, annotator annotate.AnnotatorID) ([]*annotate.Change, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE document = ? AND annotator = ? ORDER BY seq`,
		doc, annotator)
	return collect(rows, err, func(r *sql.Rows) (*annotate.Change, error) { return scanChange(r) })
}

func scanChange(r scanner) (*annotate.Change, error) {
	c := &annotate.Change{}
	var at, edits string
	if err := r.Scan(&c.ID, &c.Document, &c.Annotator, &c.Author, &at, &c.Title, &c.Act, &c.Of, &edits); err != nil {
		return nil, err
	}
	var err error
	if c.Time, err = time.Parse(timeLayout, at); err != nil {
		return nil, fmt.Errorf("%w: time of change %s: %w", ErrDamaged, c.ID, err)
	}
	if c.Edits, err = decodeEdits("edits of change "+string(c.ID), edits); err != nil {
		return nil, err
	}
	return c, nil
}

// replaying carries out the journal of one set, change by change.
type replaying struct {
	annotations map[annotate.ID]*annotate.Annotation
	decisions   map[decisionKey]*annotate.Decision
	comments    map[annotate.ID]*annotate.Comment
	state       annotate.State
	assigned    annotate.Assignment
}

func newReplaying() *replaying {
	return &replaying{
		annotations: map[annotate.ID]*annotate.Annotation{}, decisions: map[decisionKey]*annotate.Decision{},
		comments: map[annotate.ID]*annotate.Comment{}, state: annotate.StateNew,
	}
}

// change carries out a change, as far as it fits what the changes before it left, and reports where
// it does not: a journal that a stranger wrote may remove what nobody made.
func (r *replaying) change(c *annotate.Change, report func(string)) {
	for _, e := range c.Edits {
		switch {
		case e.Before != nil && !r.annotations[e.Before.ID].Equal(e.Before):
			report(fmt.Sprintf("change %s: annotation %s is not what the change says it was: %s",
				c.ID, e.Before.ID, withinJournal.differing(r.annotations[e.Before.ID], e.Before)))
		case e.Before == nil && e.After != nil && r.annotations[e.After.ID] != nil:
			report(fmt.Sprintf("change %s makes annotation %s again", c.ID, e.After.ID))
		}
		if e.Before != nil {
			delete(r.annotations, e.Before.ID)
		}
		if e.After != nil {
			r.annotations[e.After.ID] = e.After
		}
		if e.StateAfter != "" {
			r.state = e.StateAfter
		}
		if e.AssignedBefore != e.AssignedAfter {
			r.assigned = e.AssignedAfter
		}
		if d := e.DecisionBefore; d != nil {
			if have := r.decisions[keyOf(d)]; !have.Equal(d) {
				report(fmt.Sprintf("change %s: the decision about %s of %s is not what the change says it was: %s",
					c.ID, d.About, d.Annotator, withinJournal.differingDecisions(have, d)))
			}
			delete(r.decisions, keyOf(d))
		}
		if d := e.DecisionAfter; d != nil {
			r.decisions[keyOf(d)] = d
		}
		if x := e.CommentBefore; x != nil {
			if have := r.comments[x.ID]; !have.Equal(x) {
				report(fmt.Sprintf("change %s: comment %s is not what the change says it was: %s",
					c.ID, x.ID, withinJournal.differingComments(have, x)))
			}
			delete(r.comments, x.ID)
		}
		if x := e.CommentAfter; x != nil {
			r.comments[x.ID] = x
		}
	}
}

// putChange writes a change into the journal.
const putChange = `INSERT INTO changes (` + changeColumns + `, clock)
	VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(clock), 0) + 1 FROM changes)) ON CONFLICT (id) DO NOTHING`

func (w *writing) writeChange(c *annotate.Change) error {
	edits, err := encodeEdits(c.Edits)
	if err != nil {
		return fmt.Errorf("write the edits: %w", err)
	}
	put, err := w.statement(putChange)
	if err != nil {
		return err
	}
	done, err := put.ExecContext(w.ctx, c.ID, c.Document, c.Annotator, c.Author, c.Time.UTC().Format(timeLayout), c.Title, c.Act, c.Of, edits)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fmt.Errorf("%w: the journal has it already", ErrConflict)
}
