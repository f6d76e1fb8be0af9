package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
	"weak"

	"quoth/annotate"
)

// Commit writes a change to the journal and carries it out, in one transaction. When it returns nil
// the change is on disk; otherwise nothing was written.
//
// The error is [ErrConflict] where what the change says was is not what the project holds (it says
// what differs), or where the journal has the change already; [ErrInUse] where it removes an entity
// that annotations refer to; [ErrNotFound] where there is no such document. Constraints of the schema
// are not the store's: [annotate.Set.Check] comes first.
//
// A change without a document edits entities alone.
func (p *Project) Commit(ctx context.Context, c *annotate.Change) error {
	return p.CommitAll(ctx, []*annotate.Change{c})
}

// CommitTelling commits a change as [Project.Commit] does, and tells how many of its edits are written: a hundred
// thousand take seconds.
func (p *Project) CommitTelling(ctx context.Context, c *annotate.Change, tell func(edits int)) error {
	return p.commitAll(ctx, []*annotate.Change{c}, tell)
}

// CommitAll commits the changes in their order, all or none; see [Project.Commit].
func (p *Project) CommitAll(ctx context.Context, changes []*annotate.Change) error {
	return p.commitAll(ctx, changes, nil)
}

func (p *Project) commitAll(ctx context.Context, changes []*annotate.Change, tell func(edits int)) error {
	if len(changes) == 0 {
		return nil
	}
	var w *writing
	err := p.write(ctx, "save", func(tx *sql.Tx) error {
		w = &writing{
			ctx: ctx, tx: tx, schema: p.Schema(), recent: p.recent.Load(),
			sets: map[setKey]*setRow{}, doubted: map[annotate.ID]bool{}, removed: map[annotate.ID]bool{},
			statements: map[string]*sql.Stmt{}, tell: tell, ready: &p.ready,
		}
		for _, c := range changes {
			if err := w.commit(c); err != nil {
				return fmt.Errorf("change %q (%s): %w", c.Title, c.ID, err)
			}
		}
		return w.finish()
	})
	if err == nil {
		p.ready.compile(ctx, p.writer, w.lacked)
	}
	return err
}

// compiled are the statements that changes consist of, ready for the next one: to compile them takes longer than to
// carry them out.
type compiled struct {
	mu sync.Mutex
	by map[string]*sql.Stmt // closed with the writer
}

func (c *compiled) statement(query string) *sql.Stmt {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.by[query]
}

// compile makes statements ready, unless somebody else is writing; until then whoever needs them compiles them.
func (c *compiled) compile(ctx context.Context, db *sql.DB, queries []string) {
	ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	for _, q := range queries {
		s, err := db.PrepareContext(ctx, q)
		if err != nil {
			return
		}
		c.mu.Lock()
		if c.by == nil {
			c.by = map[string]*sql.Stmt{}
		}
		was := c.by[q]
		c.by[q] = s
		c.mu.Unlock()
		if was != nil { // somebody else lacked it at the same time
			_ = was.Close()
		}
	}
}

// writing is one transaction of changes.
type writing struct {
	ctx    context.Context
	tx     *sql.Tx
	schema *annotate.Schema
	recent *weak.Pointer[annotate.Document] // nil for none

	sets    map[setKey]*setRow   // those that the changes touch, as the edits so far leave them
	doubted map[annotate.ID]bool // entities that were removed or referred to: do they exist?
	removed map[annotate.ID]bool // those that were removed

	change annotate.ID     // that is carried out
	edits  int             // that are written
	tell   func(edits int) // may be nil

	statements map[string]*sql.Stmt // those used so far, of which a change may need some a thousand times
	ready      *compiled            // by earlier changes; nil for none
	lacked     []string             // what was not among them
}

// statement returns a query as a statement of the transaction, with which it is closed.
func (w *writing) statement(query string) (*sql.Stmt, error) {
	if s := w.statements[query]; s != nil {
		return s, nil
	}
	if w.ready != nil {
		if s := w.ready.statement(query); s != nil {
			w.statements[query] = w.tx.StmtContext(w.ctx, s)
			return w.statements[query], nil
		}
		w.lacked = append(w.lacked, query)
	}
	s, err := w.tx.PrepareContext(w.ctx, query)
	if err == nil {
		w.statements[query] = s
	}
	return s, err
}

type setKey struct {
	document  annotate.DocumentID
	annotator annotate.AnnotatorID
}

type setRow struct {
	seq      int64
	document int64
	text     func() (string, error) // of the document
	state    annotate.State
	assigned annotate.Assignment
	counts   Counts
}

func (w *writing) commit(c *annotate.Change) error {
	w.change = c.ID
	if err := w.writeChange(c); err != nil {
		return err
	}
	var set *setRow
	if c.Document != "" {
		var err error
		if set, err = w.set(setKey{c.Document, c.Annotator}); err != nil {
			return err
		}
	}
	for i, e := range c.Edits {
		if err := w.edit(set, e); err != nil {
			return fmt.Errorf("edit %d: %w", i+1, err)
		}
		if w.edits++; w.tell != nil {
			w.tell(w.edits)
		}
	}
	return nil
}

// set returns the row of a set, which it makes where there is none.
func (w *writing) set(k setKey) (*setRow, error) {
	if s := w.sets[k]; s != nil {
		return s, nil
	}
	s := &setRow{}
	document, err := w.statement(`SELECT seq FROM documents WHERE id = ?`)
	if err != nil {
		return nil, err
	}
	err = document.QueryRowContext(w.ctx, k.document).Scan(&s.document)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("document %s is %w", k.document, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	row, err := w.statement(`INSERT INTO sets (document, annotator, state) VALUES (?, ?, 'new')
		ON CONFLICT (document, annotator) DO UPDATE SET state = state
		RETURNING seq, state, assigned, quotes, cues, mentions, events`)
	if err != nil {
		return nil, err
	}
	err = row.QueryRowContext(w.ctx, s.document, k.annotator).
		Scan(&s.seq, &s.state, &s.assigned, &s.counts.Quotes, &s.counts.Cues, &s.counts.Mentions, &s.counts.Events)
	if err != nil {
		return nil, err
	}
	s.text = sync.OnceValues(func() (string, error) { return w.text(k.document, s.document) })
	w.sets[k] = s
	return s, nil
}

// text returns a document's text: that of the document read last where it is this one, since a text
// never changes.
func (w *writing) text(id annotate.DocumentID, document int64) (text string, err error) {
	if w.recent != nil {
		if d := w.recent.Value(); d != nil && d.ID == id {
			return d.Text, nil
		}
	}
	err = w.tx.QueryRowContext(w.ctx, `SELECT text FROM texts WHERE document = ?`, document).Scan(&text)
	return text, err
}

func (w *writing) edit(set *setRow, e annotate.Edit) error {
	switch of := e.Of(); {
	case of == annotate.OfEntity:
		return w.editEntity(e.EntityBefore, e.EntityAfter)
	case of == annotate.OfNothing:
		return errors.New("an edit must be of one thing: an annotation, an entity, the state, an assignment, a decision or a comment")
	case set == nil:
		return errors.New("a change without a document can only edit entities")
	case of == annotate.OfAnnotation:
		return w.editAnnotation(set, e.Before, e.After)
	case of == annotate.OfState:
		return editState(set, e.StateBefore, e.StateAfter)
	case of == annotate.OfAssignment:
		return editAssignment(set, e.AssignedBefore, e.AssignedAfter)
	case of == annotate.OfDecision:
		return w.editDecision(set, e.DecisionBefore, e.DecisionAfter)
	default:
		return w.editComment(set, e.CommentBefore, e.CommentAfter)
	}
}

func (w *writing) editAnnotation(set *setRow, before, after *annotate.Annotation) error {
	id, err := identity(before, after, func(a *annotate.Annotation) annotate.ID { return a.ID })
	if err != nil {
		return err
	}
	have, err := w.annotation(set, id)
	if err != nil {
		return err
	}
	if !have.Equal(before) {
		return conflict("annotation "+string(id), againstProject.differing(have, before))
	}
	if before != nil {
		set.counts.add(w.schema.Kind(before.Type), -1)
	}
	if after == nil {
		remove, err := w.statement(`DELETE FROM annotations WHERE owner = ? AND id = ?`)
		if err != nil {
			return err
		}
		_, err = remove.ExecContext(w.ctx, set.seq, id)
		return err
	}
	text, err := set.text()
	if err != nil {
		return err
	}
	if err := fits(after, text); err != nil {
		return err
	}
	set.counts.add(w.schema.Kind(after.Type), 1)
	if after.Entity != "" && (before == nil || before.Entity != after.Entity) {
		w.doubted[after.Entity] = true
	}
	return w.putAnnotation(set, after)
}

// annotation returns an annotation of the set as the edits so far leave it, or nil.
func (w *writing) annotation(set *setRow, id annotate.ID) (*annotate.Annotation, error) {
	query, err := w.statement(`SELECT ` + annotationColumns + ` FROM annotations WHERE owner = ? AND id = ?`)
	if err != nil {
		return nil, err
	}
	a, err := scanAnnotation(query.QueryRowContext(w.ctx, set.seq, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return a, err
}

func (w *writing) putAnnotation(set *setRow, a *annotate.Annotation) error {
	spans, err := encode(spansToJSON(a.Spans))
	if err != nil {
		return err
	}
	args, err := encode(argsToJSON(a.Args))
	if err != nil {
		return err
	}
	attrs, err := encode(a.Attrs)
	if err != nil {
		return err
	}
	put, err := w.statement(`INSERT INTO annotations
		(owner, id, type, entity, start, stop, spans, args, attrs, note, origin, rule, score, evidence)
		VALUES (?, ?, ?, nullif(?, ''), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (owner, id) DO UPDATE SET type = excluded.type, entity = excluded.entity,
		start = excluded.start, stop = excluded.stop, spans = excluded.spans, args = excluded.args,
		attrs = excluded.attrs, note = excluded.note, origin = excluded.origin, rule = excluded.rule, score = excluded.score,
		evidence = excluded.evidence`)
	if err != nil {
		return err
	}
	hull := a.Hull()
	_, err = put.ExecContext(w.ctx, set.seq, a.ID, a.Type, a.Entity, hull.Start, hull.End, spans, args, attrs, a.Note,
		a.Origin.Annotator, a.Origin.Rule, a.Origin.Score, a.Origin.Evidence)
	return err
}

func (w *writing) editEntity(before, after *annotate.Entity) error {
	id, err := identity(before, after, func(e *annotate.Entity) annotate.ID { return e.ID })
	if err != nil {
		return err
	}
	have, err := readEntity(w.ctx, w.tx, id)
	if err != nil {
		return err
	}
	if !have.Equal(before) {
		return conflict("entity "+string(id), againstProject.differingEntities(have, before))
	}
	if err := w.noteEntity(id); err != nil {
		return err
	}
	if after == nil {
		w.doubted[id], w.removed[id] = true, true
		_, err := w.tx.ExecContext(w.ctx, `DELETE FROM entities WHERE id = ?`, id)
		return err
	}
	aliases, err := encode(after.Aliases)
	if err != nil {
		return err
	}
	dated, err := encode(datedToJSON(after.Dated))
	if err != nil {
		return err
	}
	ids, err := encode(after.IDs)
	if err != nil {
		return err
	}
	_, err = w.tx.ExecContext(w.ctx, `INSERT INTO entities (`+entityColumns+`) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET type = excluded.type, name = excluded.name, aliases = excluded.aliases,
		dated = excluded.dated, ids = excluded.ids, note = excluded.note`, after.ID, after.Type, after.Name, aliases, dated, ids, after.Note)
	return err
}

// noteEntity notes that an entity was edited; see [Project.EntitiesSince].
func (w *writing) noteEntity(id annotate.ID) error {
	note, err := w.statement(`INSERT INTO entity_edits (entity, change) VALUES (?, ?)`)
	if err != nil {
		return err
	}
	_, err = note.ExecContext(w.ctx, id, w.change)
	return err
}

// identity returns the one identity of what an edit changes.
func identity[T any](before, after *T, of func(*T) annotate.ID) (annotate.ID, error) {
	switch {
	case after == nil:
		return of(before), nil
	case of(after) == "":
		return "", errors.New("what it makes has no identity")
	case before != nil && of(before) != of(after):
		return "", fmt.Errorf("it would change the identity %s into %s", of(before), of(after))
	}
	return of(after), nil
}

func editState(set *setRow, before, after annotate.State) error {
	if before == "" {
		before = annotate.StateNew
	}
	if after == "" {
		after = annotate.StateNew
	}
	if set.state != before {
		return conflict("the state", fmt.Sprintf("it is %q in the project and %q in the change", set.state, before))
	}
	if !slices.Contains(annotate.States, after) {
		return fmt.Errorf("%q is not a state", after)
	}
	set.state = after
	return nil
}

func editAssignment(set *setRow, before, after annotate.Assignment) error {
	if set.assigned != before {
		return conflict("the assignment", fmt.Sprintf("it is %q in the project and %q in the change", set.assigned, before))
	}
	if after != annotate.NotAssigned && after != annotate.AssignedOpen && after != annotate.AssignedBlind {
		return fmt.Errorf("%q is not an assignment", after)
	}
	set.assigned = after
	return nil
}

// finish writes the rows of the sets and sees that no annotation is left without its entity.
func (w *writing) finish() error {
	for _, s := range w.sets {
		put, err := w.statement(`UPDATE sets SET state = ?, assigned = ?, quotes = ?, cues = ?, mentions = ?, events = ? WHERE seq = ?`)
		if err != nil {
			return err
		}
		if _, err := put.ExecContext(w.ctx, s.state, s.assigned, s.counts.Quotes, s.counts.Cues, s.counts.Mentions, s.counts.Events, s.seq); err != nil {
			return err
		}
	}
	for _, id := range slices.Sorted(maps.Keys(w.doubted)) {
		if err := w.settle(id); err != nil {
			return err
		}
	}
	return nil
}

// settle sees that an entity exists or nobody refers to it.
func (w *writing) settle(id annotate.ID) error {
	e, err := readEntity(w.ctx, w.tx, id)
	if err != nil || e != nil {
		return err
	}
	var annotation, annotator string
	err = w.tx.QueryRowContext(w.ctx, `SELECT a.id, s.annotator FROM annotations a
		JOIN sets s ON s.seq = a.owner WHERE a.entity = ? LIMIT 1`, id).Scan(&annotation, &annotator)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case w.removed[id]:
		return fmt.Errorf("entity %s is %w: annotation %s of %s refers to it", id, ErrInUse, annotation, annotator)
	}
	return conflict("annotation "+annotation, fmt.Sprintf("the project has no entity %s", id))
}

func conflict(what, difference string) error {
	return fmt.Errorf("%w: %s: %s", ErrConflict, what, difference)
}

// sides are the nouns for the two that are compared.
type sides struct{ have, want string }

var (
	againstProject = sides{"the project", "the change"}
	againstJournal = sides{"the project", "the journal"}
	withinJournal  = sides{"the journal before it", "the change"}
)

// differing says in which way the annotation that one side has is not the one that the other wants.
func (s sides) differing(have, want *annotate.Annotation) string {
	if have == nil || want == nil {
		return s.lacking(have == nil)
	}
	return s.firstDifference([]compared{
		{"type", have.Type, want.Type},
		{"spans", fmt.Sprint(have.Spans), fmt.Sprint(want.Spans)},
		{"entity", string(have.Entity), string(want.Entity)},
		{"arguments", fmt.Sprint(have.Args), fmt.Sprint(want.Args)},
		{"attributes", fmt.Sprint(have.Attrs), fmt.Sprint(want.Attrs)},
		{"note", have.Note, want.Note},
		{"origin", fmt.Sprint(have.Origin), fmt.Sprint(want.Origin)},
	})
}

func (s sides) differingEntities(have, want *annotate.Entity) string {
	if have == nil || want == nil {
		return s.lacking(have == nil)
	}
	return s.firstDifference([]compared{
		{"type", have.Type, want.Type},
		{"name", have.Name, want.Name},
		{"aliases", fmt.Sprint(have.Aliases), fmt.Sprint(want.Aliases)},
		{"dated names", fmt.Sprint(have.Dated), fmt.Sprint(want.Dated)},
		{"outside ids", fmt.Sprint(have.IDs), fmt.Sprint(want.IDs)},
		{"note", have.Note, want.Note},
	})
}

type compared struct{ field, have, want string }

// lacking says which side does not have what the other has.
func (s sides) lacking(first bool) string {
	if first {
		return s.want + " has it, " + s.have + " does not"
	}
	return s.have + " has it, " + s.want + " does not"
}

func (s sides) firstDifference(fields []compared) string {
	for _, f := range fields {
		if f.have != f.want {
			return fmt.Sprintf("its %s is %q in %s and %q in %s", f.field, f.have, s.have, f.want, s.want)
		}
	}
	return "they differ"
}
