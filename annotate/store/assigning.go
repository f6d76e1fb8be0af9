package store

import (
	"context"
	"database/sql"

	"quoth/annotate"
)

// Held is a set as a plan of the work sees it: somebody was given the document, or began it.
type Held struct {
	Document  annotate.DocumentID
	Annotator annotate.AnnotatorID
	Assigned  annotate.Assignment
	State     annotate.State
}

// Held lists who has which document: by document in the order of adding, then by the annotator's name.
func (p *Project) Held(ctx context.Context) (all []Held, err error) {
	err = p.read(ctx, "read who has which document", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id, s.annotator, s.assigned, s.state
			FROM documents d CROSS JOIN sets s ON s.document = d.seq WHERE `+taken+` ORDER BY d.seq, s.annotator`)
		all, err = collect(rows, err, func(r *sql.Rows) (h Held, err error) {
			return h, r.Scan(&h.Document, &h.Annotator, &h.Assigned, &h.State)
		})
		return err
	})
	return all, err
}

// AnyAssigned reports whether somebody has a document that was given to them.
func (p *Project) AnyAssigned(ctx context.Context) (any bool, err error) {
	err = p.read(ctx, "read whether anything was given out", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM sets WHERE assigned <> '')`).Scan(&any)
	})
	return any, err
}

// BlindIn lists the documents that were given to the annotator blind and that are not done yet.
func (p *Project) BlindIn(ctx context.Context, annotator annotate.AnnotatorID) (all []annotate.DocumentID, err error) {
	err = p.read(ctx, "read what was given out blind", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id FROM sets s JOIN documents d ON d.seq = s.document
			WHERE s.annotator = ? AND s.assigned = 'blind' AND s.state <> 'done' ORDER BY d.seq`, annotator)
		all, err = collect(rows, err, func(r *sql.Rows) (id annotate.DocumentID, err error) { return id, r.Scan(&id) })
		return err
	})
	return all, err
}

const ofAssigning = `substr(edits, 1, 11) = '[{"assigned'`

// LastAssigning returns the changes of the last act of giving documents out, or taking them back, that was not undone;
// none where there is none.
func (p *Project) LastAssigning(ctx context.Context) (act []*annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE `+ofAssigning+` ORDER BY seq DESC`)
		if err != nil {
			return err
		}
		defer rows.Close()
		undone := map[annotate.ID]bool{}
		for rows.Next() {
			c, err := scanChange(rows)
			switch {
			case err != nil:
				return err
			case c.Act == annotate.ActUndo:
				undone[c.Of] = true
				continue
			case undone[c.ID]:
				continue
			}
			if len(act) > 0 && (act[0].Author != c.Author || !act[0].Time.Equal(c.Time)) {
				break
			}
			act = append(act, c)
		}
		return rows.Err()
	})
	return act, err
}

// UndoAssigning returns the changes that take an act of giving out back, as far as nobody has changed it since.
func UndoAssigning(act []*annotate.Change, held []Held, stamp func(*annotate.Change)) []*annotate.Change {
	now := map[setKey]annotate.Assignment{}
	for _, h := range held {
		now[setKey{h.Document, h.Annotator}] = h.Assigned
	}
	var out []*annotate.Change
	for _, c := range act {
		edits := c.Inverse()
		if len(edits) != 1 || now[setKey{c.Document, c.Annotator}] != edits[0].AssignedBefore {
			continue
		}
		u := &annotate.Change{ID: annotate.NewID(), Document: c.Document, Annotator: c.Annotator, Title: c.Title, Act: annotate.ActUndo, Of: c.ID, Edits: edits}
		stamp(u)
		out = append(out, u)
	}
	return out
}
