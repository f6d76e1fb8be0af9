package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"
	"unicode/utf8"
	"weak"

	"quoth/annotate"
)

// A batch of documents is one transaction: large enough that the disk's flush does not count, small
// enough that a person's change never waits long for its turn.
const (
	batchDocuments = 500
	batchBytes     = 2 << 20
)

// timeLayout sorts as text.
const timeLayout = "2006-01-02T15:04:05.000000000Z"

// Added says what [Project.AddDocuments] did.
type Added struct {
	New   int                   // documents that the project did not have
	Known int                   // documents that it had, or that came twice
	IDs   []annotate.DocumentID // in the order in which they came, each once
	Fresh []annotate.DocumentID // those of them that the project did not have
}

// AddDocuments adds the documents in their order, batch by batch, each batch all or none. A document
// that the project has stays as it is; only a title, a language and metadata that it lacks are taken
// from the new one. A document that was removed and comes back takes up its history.
//
// Added says what was stored, also beside an error. A document whose identity is not that of its
// text, or whose blocks do not lie in it, is an error that stops the adding.
func (p *Project) AddDocuments(ctx context.Context, docs iter.Seq[*annotate.Document]) (Added, error) {
	return p.AddDocumentsTelling(ctx, docs, func(float64) {})
}

// AddDocumentsTelling adds documents as [Project.AddDocuments] does. While it stores one it tells which share of that
// is done, 0 to 1; storing a hundred megabytes takes seconds.
func (p *Project) AddDocumentsTelling(ctx context.Context, docs iter.Seq[*annotate.Document], tell func(share float64)) (Added, error) {
	var added Added
	seen := map[annotate.DocumentID]bool{}
	var batch []*annotate.Document
	bytes := 0
	flush := func() error {
		fresh, err := p.addBatch(ctx, batch, tell)
		if err != nil {
			return err
		}
		for _, d := range batch {
			if !seen[d.ID] {
				seen[d.ID] = true
				added.IDs = append(added.IDs, d.ID)
			}
		}
		added.New += len(fresh)
		added.Fresh = append(added.Fresh, fresh...)
		added.Known += len(batch) - len(fresh)
		batch, bytes = batch[:0], 0
		return nil
	}
	for d := range docs {
		if err := wellFormed(d); err != nil {
			return added, errors.Join(flush(), err)
		}
		batch = append(batch, d)
		bytes += len(d.Text)
		if len(batch) >= batchDocuments || bytes >= batchBytes {
			if err := flush(); err != nil {
				return added, err
			}
		}
	}
	return added, flush()
}

// wellFormed checks what the store and all readers of a document rely on.
func wellFormed(d *annotate.Document) error {
	if !utf8.ValidString(d.Text) {
		return fmt.Errorf("document %q: the text is not UTF-8", d.Title)
	}
	if want := annotate.DocumentIDOf(d.Text); d.ID != want {
		return fmt.Errorf("document %q: its identity is %q, that of its text is %q", d.Title, d.ID, want)
	}
	end := 0
	for _, b := range d.Blocks {
		s := b.Span
		if s.Start < end || s.End < s.Start || s.End > len(d.Text) || !onRunes(d.Text, s) {
			return fmt.Errorf("document %q: block %d-%d (%s) does not fit the text", d.Title, s.Start, s.End, b.Kind)
		}
		end = s.End
	}
	return nil
}

// onRunes reports whether a span that lies in the text begins and ends between code points.
func onRunes(text string, s annotate.Span) bool {
	return (s.Start == len(text) || utf8.RuneStart(text[s.Start])) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
}

// addBatch stores the documents in one transaction and returns which were new.
func (p *Project) addBatch(ctx context.Context, docs []*annotate.Document, tell func(share float64)) (fresh []annotate.DocumentID, err error) {
	if len(docs) == 0 {
		return nil, nil
	}
	err = p.write(ctx, "add documents", func(tx *sql.Tx) error {
		a, err := prepareAdding(ctx, tx, p.now())
		if err != nil {
			return err
		}
		a.tell = tell
		fresh = nil
		for _, d := range docs {
			isNew, err := a.add(ctx, d)
			if err != nil {
				return fmt.Errorf("document %q: %w", d.Title, err)
			}
			if isNew {
				fresh = append(fresh, d.ID)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return fresh, nil
}

// adding holds the statements of one batch.
type adding struct {
	tx                              *sql.Tx
	at                              string
	tell                            func(share float64) // of one document
	document, text, search, history *sql.Stmt
}

func prepareAdding(ctx context.Context, tx *sql.Tx, now time.Time) (*adding, error) {
	a := &adding{tx: tx, at: now.UTC().Format(timeLayout), tell: func(float64) {}}
	for stmt, query := range map[**sql.Stmt]string{
		&a.document: `INSERT INTO documents (id, title, language, meta, size, added_at) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO NOTHING RETURNING seq`,
		&a.text:    `INSERT INTO texts (document, blocks, text) VALUES (?, ?, ?)`,
		&a.search:  `INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)`,
		&a.history: `SELECT DISTINCT annotator FROM changes WHERE document = ? ORDER BY annotator`,
	} {
		s, err := tx.PrepareContext(ctx, query)
		if err != nil {
			return nil, err
		}
		*stmt = s // closed with the transaction
	}
	return a, nil
}

func (a *adding) add(ctx context.Context, d *annotate.Document) (isNew bool, err error) {
	meta, err := encode(d.Meta)
	if err != nil {
		return false, fmt.Errorf("metadata: %w", err)
	}
	var seq int64
	err = a.document.QueryRowContext(ctx, d.ID, d.Title, d.Language, meta, len(d.Text), a.at).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return false, a.complete(ctx, d)
	}
	if err != nil {
		return false, err
	}
	blocks, err := encodeBlocks(d.Blocks)
	if err != nil {
		return false, err
	}
	if _, err := a.text.ExecContext(ctx, seq, blocks, d.Text); err != nil {
		return false, err
	}
	a.tell(textShare)
	if err := a.index(ctx, seq, d.Title, d.Text); err != nil {
		return false, err
	}
	a.tell(1)
	return true, a.resume(ctx, seq, d.ID)
}

// How much of the work on a document is done when its text is written, and when its words are ready for the index.
const (
	textShare  = 0.2
	wordsShare = 0.45
)

// index makes the document found by its words.
func (a *adding) index(ctx context.Context, seq int64, title, text string) error {
	head, err := indexed(title, func(int) error { return ctx.Err() })
	if err != nil {
		return err
	}
	words, err := indexed(text, func(done int) error {
		a.tell(textShare + (wordsShare-textShare)*float64(done)/float64(len(text)))
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	_, err = a.search.ExecContext(ctx, seq, head, words)
	return err
}

// complete gives a known document the title, language and metadata that it lacks.
func (a *adding) complete(ctx context.Context, d *annotate.Document) error {
	var seq int64
	var title, language, text string
	err := a.tx.QueryRowContext(ctx, `SELECT seq, title, language, meta FROM documents WHERE id = ?`, d.ID).
		Scan(&seq, &title, &language, &text)
	if err != nil {
		return err
	}
	meta, err := decode[map[string]string]("metadata", text)
	if err != nil {
		return err
	}
	untitled := title == "" && d.Title != ""
	changed := untitled
	if untitled {
		title = d.Title
	}
	if language == "" && d.Language != "" {
		language, changed = d.Language, true
	}
	for k, v := range d.Meta {
		if meta[k] == "" && v != "" {
			if meta == nil {
				meta = map[string]string{}
			}
			meta[k], changed = v, true
		}
	}
	if !changed {
		return nil
	}
	if text, err = encode(meta); err != nil {
		return fmt.Errorf("metadata: %w", err)
	}
	if _, err := a.tx.ExecContext(ctx, `UPDATE documents SET title = ?, language = ?, meta = ? WHERE seq = ?`,
		title, language, text, seq); err != nil || !untitled {
		return err
	}
	if _, err := a.tx.ExecContext(ctx, `DELETE FROM search WHERE rowid = ?`, seq); err != nil {
		return err
	}
	return a.index(ctx, seq, title, d.Text)
}

// resume gives a document that was removed before the sets that its journal ends with. They are
// empty, or it could not have been removed, but they have a state, and what was decided and said there.
func (a *adding) resume(ctx context.Context, seq int64, id annotate.DocumentID) error {
	rows, err := a.history.QueryContext(ctx, id)
	annotators, err := collect(rows, err, func(r *sql.Rows) (n annotate.AnnotatorID, err error) { return n, r.Scan(&n) })
	if err != nil {
		return err
	}
	for _, annotator := range annotators {
		changes, err := readChanges(ctx, a.tx, id, annotator)
		if err != nil {
			return err
		}
		end, err := endOfEmptied(changes)
		if err != nil {
			return fmt.Errorf("the journal of %s: %w", annotator, err)
		}
		var set int64
		if err := a.tx.QueryRowContext(ctx, `INSERT INTO sets (document, annotator, state, assigned) VALUES (?, ?, ?, ?) RETURNING seq`,
			seq, annotator, end.state, end.assigned).Scan(&set); err != nil {
			return err
		}
		w := &writing{ctx: ctx, tx: a.tx, statements: map[string]*sql.Stmt{}}
		for _, d := range inKeyOrder(end.decisions) {
			if err := w.putDecision(set, d); err != nil {
				return err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(end.comments)) {
			if err := w.putComment(set, end.comments[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// endOfEmptied returns what the journal of an emptied set ends with, or [ErrDamaged].
func endOfEmptied(changes []*annotate.Change) (*replaying, error) {
	var damage error
	replayed := newReplaying()
	for _, c := range changes {
		replayed.change(c, func(wrong string) {
			damage = cmp.Or(damage, fmt.Errorf("%w: %s", ErrDamaged, wrong))
		})
	}
	switch {
	case damage != nil:
		return nil, damage
	case len(replayed.annotations) > 0:
		return nil, fmt.Errorf("%w: it ends with %d annotations in a document that was removed", ErrDamaged, len(replayed.annotations))
	case !slices.Contains(annotate.States, replayed.state):
		return nil, fmt.Errorf("%w: it ends with %q, which is not a state", ErrDamaged, replayed.state)
	}
	return replayed, nil
}

// Document reads a document. The error is [ErrNotFound] where the project has no such document.
func (p *Project) Document(ctx context.Context, id annotate.DocumentID) (doc *annotate.Document, err error) {
	err = p.read(ctx, "read a document", func(tx *sql.Tx) error {
		doc, err = readDocument(ctx, tx, `d.id = ?`, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	recent := weak.Make(doc)
	p.recent.Store(&recent)
	return doc, nil
}

// documentColumns are those of a document, and plainColumns the same without its blocks.
const (
	documentColumns = `d.id, d.title, d.language, d.meta, t.blocks, t.text`
	plainColumns    = `d.id, d.title, d.language, d.meta, '[]', t.text`
)

// readDocument reads the one document for which the condition holds.
func readDocument(ctx context.Context, q querier, condition string, arg any) (*annotate.Document, error) {
	var seq int64
	d, err := scanDocument(q.QueryRowContext(ctx, `SELECT d.seq, `+documentColumns+`
		FROM documents d JOIN texts t ON t.document = d.seq WHERE `+condition, arg), &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("document %v is %w", arg, ErrNotFound)
	}
	return d, err
}

// scanDocument reads a document and its number.
func scanDocument(r scanner, seq *int64) (*annotate.Document, error) {
	d := &annotate.Document{}
	var meta, blocks string
	err := r.Scan(seq, &d.ID, &d.Title, &d.Language, &meta, &blocks, &d.Text)
	if err != nil {
		return nil, err
	}
	var plain bool
	if d.Meta, plain = readPairs(meta); !plain {
		if d.Meta, err = decode[map[string]string]("metadata of "+string(d.ID), meta); err != nil {
			return nil, err
		}
	}
	if d.Blocks, err = decodeBlocks(blocks); err != nil {
		return nil, err
	}
	if err := wellFormed(d); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return d, nil
}

// RemoveDocument takes a document out of the project. The error is [ErrInUse] while somebody's set
// holds annotations of it, and [ErrNotFound] where there is no such document. The journal keeps what
// was done in it.
func (p *Project) RemoveDocument(ctx context.Context, id annotate.DocumentID) error {
	return p.write(ctx, "remove a document", func(tx *sql.Tx) error {
		var seq int64
		var title string
		err := tx.QueryRowContext(ctx, `SELECT seq, title FROM documents WHERE id = ?`, id).Scan(&seq, &title)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("document %s is %w", id, ErrNotFound)
		}
		if err != nil {
			return err
		}
		var annotator string
		err = tx.QueryRowContext(ctx, `SELECT annotator FROM sets s
			WHERE document = ? AND EXISTS (SELECT 1 FROM annotations WHERE owner = s.seq) LIMIT 1`, seq).Scan(&annotator)
		if err == nil {
			return fmt.Errorf("%q is %w: %s has annotations in it; remove them first", title, ErrInUse, annotator)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM search WHERE rowid = ?`, seq); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM documents WHERE seq = ?`, seq)
		return err
	})
}
