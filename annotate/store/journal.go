package store

import (
	"context"
	"database/sql"
	"fmt"
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

func writeChange(ctx context.Context, tx *sql.Tx, c *annotate.Change) error {
	edits, err := encodeEdits(c.Edits)
	if err != nil {
		return fmt.Errorf("write the edits: %w", err)
	}
	done, err := tx.ExecContext(ctx, `INSERT INTO changes (`+changeColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO NOTHING`,
		c.ID, c.Document, c.Annotator, c.Author, c.Time.UTC().Format(timeLayout), c.Title, c.Act, c.Of, edits)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return fmt.Errorf("%w: the journal has it already", ErrConflict)
}
