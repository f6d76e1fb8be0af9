package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"quoth/annotate"
)

// Activity is what an annotator did in a document on one day, counted for the annotator alone.
type Activity struct {
	Annotator   annotate.AnnotatorID
	Document    annotate.DocumentID
	Day         string  // of the annotator's calendar: 2006-01-02
	Actions     int     // key chords, clicks and drags
	Annotations int     // made
	Seconds     float64 // at work
}

// AddActivity adds to what is counted for the annotator, document and day.
func (p *Project) AddActivity(ctx context.Context, a Activity) error {
	if _, err := time.Parse(time.DateOnly, a.Day); err != nil {
		return fmt.Errorf("activity: the day %q is not like 2006-01-02", a.Day)
	}
	return p.write(ctx, "count activity", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO activity (annotator, day, document, actions, annotations, seconds)
			VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (annotator, day, document) DO UPDATE SET
			actions = actions + excluded.actions, annotations = annotations + excluded.annotations,
			seconds = seconds + excluded.seconds`,
			a.Annotator, a.Day, a.Document, a.Actions, a.Annotations, a.Seconds)
		return err
	})
}

// Activity lists what was counted: by day, annotator and document.
func (p *Project) Activity(ctx context.Context) (all []Activity, err error) {
	err = p.read(ctx, "read activity", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT annotator, document, day, actions, annotations, seconds
			FROM activity ORDER BY day, annotator, document`)
		all, err = collect(rows, err, func(r *sql.Rows) (a Activity, err error) {
			return a, r.Scan(&a.Annotator, &a.Document, &a.Day, &a.Actions, &a.Annotations, &a.Seconds)
		})
		return err
	})
	return all, err
}

// ActivityOf sums what was counted for an annotator in one document over all days; Day is "".
func (p *Project) ActivityOf(ctx context.Context, doc annotate.DocumentID, annotator annotate.AnnotatorID) (a Activity, err error) {
	a = Activity{Annotator: annotator, Document: doc}
	err = p.read(ctx, "read activity", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT coalesce(sum(actions), 0), coalesce(sum(annotations), 0), coalesce(sum(seconds), 0.0)
			FROM activity WHERE annotator = ? AND document = ?`, annotator, doc).Scan(&a.Actions, &a.Annotations, &a.Seconds)
	})
	return a, err
}
