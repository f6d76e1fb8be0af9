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
//
// What is counted between opening a project and closing it stands apart from what was counted before: so no two files
// ever add to the same count, wherever they were copied from, and [Merge] can tell what both have from what only one
// has.
func (p *Project) AddActivity(ctx context.Context, a Activity) error {
	if _, err := time.Parse(time.DateOnly, a.Day); err != nil {
		return fmt.Errorf("activity: the day %q is not like 2006-01-02", a.Day)
	}
	return p.write(ctx, "count activity", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO activity (origin, annotator, day, document, actions, annotations, seconds)
			VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (annotator, document, day, origin, under) DO UPDATE SET
			actions = actions + excluded.actions, annotations = annotations + excluded.annotations,
			seconds = seconds + excluded.seconds`,
			p.origin(), a.Annotator, a.Day, a.Document, a.Actions, a.Annotations, a.Seconds)
		return err
	})
}

// Activity lists what was counted: by day, annotator and document.
func (p *Project) Activity(ctx context.Context) (all []Activity, err error) {
	err = p.read(ctx, "read activity", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT annotator, document, day, sum(actions), sum(annotations), sum(seconds)
			FROM activity GROUP BY day, annotator, document ORDER BY day, annotator, document`)
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

// countedKey is one row of what was counted.
type countedKey struct {
	origin, day string
	annotator   annotate.AnnotatorID // by the name of then
	document    annotate.DocumentID
}

// counted is what such a row says.
type counted struct {
	actions, annotations int
	seconds              float64
	renamed              annotate.ID // see [Rename]
}

// later returns the one of two states of a row that comes after the other: it has more actions, for these only grow.
func (c counted) later(o counted) counted {
	switch {
	case c.actions != o.actions:
		if o.actions > c.actions {
			return o
		}
	case c.seconds != o.seconds:
		if o.seconds > c.seconds {
			return o
		}
	case o.annotations > c.annotations:
		return o
	}
	return c
}

// takeActivity takes over what was counted; of a row that several files have the later state.
func (m *merging) takeActivity(tx *sql.Tx, _ string) error {
	rows, err := tx.QueryContext(m.ctx, `SELECT origin, CASE under WHEN '' THEN annotator ELSE under END, day, document, actions, annotations, seconds, renamed FROM activity`)
	_, err = collect(rows, err, func(r *sql.Rows) (none struct{}, err error) {
		var k countedKey
		var c counted
		if err := r.Scan(&k.origin, &k.annotator, &k.day, &k.document, &c.actions, &c.annotations, &c.seconds, &c.renamed); err != nil {
			return none, err
		}
		by := m.renames.later(c.renamed, m.activity[k].renamed)
		c = c.later(m.activity[k])
		c.renamed = by
		m.activity[k] = c
		return none, nil
	})
	return err
}

// fillActivity writes what was counted.
func (m *merging) fillActivity(tx *sql.Tx) error {
	put, err := tx.PrepareContext(m.ctx, `INSERT INTO activity (origin, annotator, day, document, actions, annotations, seconds, under, renamed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for k, c := range m.activity { // the table puts them in order
		who, _ := m.names.now(k.annotator, c.renamed)
		under := k.annotator
		if under == who {
			under = ""
		}
		if _, err := put.ExecContext(m.ctx, k.origin, who, k.day, k.document, c.actions, c.annotations, c.seconds, under, c.renamed); err != nil {
			return err
		}
	}
	return nil
}
