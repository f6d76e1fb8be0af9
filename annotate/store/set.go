package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"

	"quoth/annotate"
)

// Set reads what the annotator marked in the document: an empty set in [annotate.StateNew] where
// nothing was marked yet. The error is [ErrNotFound] where the project has no such document.
func (p *Project) Set(ctx context.Context, doc *annotate.Document, annotator annotate.AnnotatorID) (set *annotate.Set, err error) {
	err = p.read(ctx, "read a set", func(tx *sql.Tx) error {
		var seq sql.NullInt64
		var state annotate.State
		var assigned annotate.Assignment
		var more bool
		err := tx.QueryRowContext(ctx, `SELECT s.seq, coalesce(s.state, 'new'), coalesce(s.assigned, ''), `+saysMore+` FROM documents d
			LEFT JOIN sets s ON s.document = d.seq AND s.annotator = ? WHERE d.id = ?`, annotator, doc.ID).Scan(&seq, &state, &assigned, &more)
		if errors.Is(err, sql.ErrNoRows) {
			return fmt.Errorf("document %s is %w", doc.ID, ErrNotFound)
		}
		if err != nil {
			return err
		}
		if !seq.Valid {
			set = annotate.NewSet(doc, annotator, state, nil)
			return nil
		}
		if set, err = readSet(ctx, tx, seq.Int64, doc, annotator, state, more); err == nil {
			set.Give(assigned)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return set, nil
}

// saysMore is a column that tells whether a set s has decisions or comments, which most have not.
const saysMore = `EXISTS (SELECT 1 FROM decisions x WHERE x.owner = s.seq) OR EXISTS (SELECT 1 FROM comments x WHERE x.owner = s.seq)`

// readSet reads all of a set, decisions and comments where there are more than annotations.
func readSet(ctx context.Context, q querier, seq int64, doc *annotate.Document, annotator annotate.AnnotatorID, state annotate.State, more bool) (*annotate.Set, error) {
	anns, err := readAnnotations(ctx, q, seq, doc.Text)
	var s said
	if err == nil && more {
		s, err = readSaid(ctx, q, seq, doc.Text)
	}
	if err != nil {
		return nil, fmt.Errorf("%s in document %s: %w", annotator, doc.ID, err)
	}
	set := annotate.NewSet(doc, annotator, state, anns)
	set.Hold(s.decisions, s.comments)
	return set, nil
}

// SetBeginning reads a set as [Project.Set] does, but of one with more than few annotations only those
// that begin before the byte end of the text, and no decisions or comments; whole reports whether that is all of
// it. The counts are of all of it.
func (p *Project) SetBeginning(ctx context.Context, doc *annotate.Document, annotator annotate.AnnotatorID, end, few int) (set *annotate.Set, c Counts, whole bool, err error) {
	err = p.read(ctx, "read a set", func(tx *sql.Tx) error {
		var seq int64
		var state annotate.State
		var assigned annotate.Assignment
		err := tx.QueryRowContext(ctx, `SELECT s.seq, s.state, s.assigned, s.quotes, s.cues, s.mentions, s.events FROM documents d
			JOIN sets s ON s.document = d.seq AND s.annotator = ? WHERE d.id = ?`, annotator, doc.ID).
			Scan(&seq, &state, &assigned, &c.Quotes, &c.Cues, &c.Mentions, &c.Events)
		if errors.Is(err, sql.ErrNoRows) || err == nil && c.Total() <= few {
			return errWhole
		}
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+annotationColumns+` FROM annotations WHERE owner = ? AND start < ?`, seq, end)
		anns, err := collect(rows, err, func(r *sql.Rows) (*annotate.Annotation, error) { return soundAnnotation(r, doc.Text) })
		if err != nil {
			return fmt.Errorf("%s in document %s: %w", annotator, doc.ID, err)
		}
		set = annotate.NewSet(doc, annotator, state, anns)
		set.Give(assigned)
		return nil
	})
	if errors.Is(err, errWhole) {
		set, err = p.Set(ctx, doc, annotator)
		return set, c, true, err
	}
	return set, c, false, err
}

// errWhole says that a set is so small that all of it is read.
var errWhole = errors.New("read all of it")

const annotationColumns = `id, type, coalesce(entity, ''), spans, args, attrs, note, origin, rule, score, evidence`

// readAnnotations reads the annotations of a set, and makes sure that their spans lie in the text.
func readAnnotations(ctx context.Context, q querier, owner int64, text string) ([]*annotate.Annotation, error) {
	rows, err := q.QueryContext(ctx, `SELECT `+annotationColumns+` FROM annotations WHERE owner = ?`, owner)
	return collect(rows, err, func(r *sql.Rows) (*annotate.Annotation, error) { return soundAnnotation(r, text) })
}

// soundAnnotation reads an annotation and makes sure that its spans lie in the text.
func soundAnnotation(r scanner, text string) (*annotate.Annotation, error) {
	a, err := scanAnnotation(r)
	if err != nil {
		return nil, err
	}
	if err := fits(a, text); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return a, nil
}

// scanner is a row, alone or among others.
type scanner interface{ Scan(dest ...any) error }

func scanAnnotation(r scanner) (*annotate.Annotation, error) {
	a := &annotate.Annotation{}
	var spans, args, attrs string
	if err := r.Scan(&a.ID, &a.Type, &a.Entity, &spans, &args, &attrs, &a.Note,
		&a.Origin.Annotator, &a.Origin.Rule, &a.Origin.Score, &a.Origin.Evidence); err != nil {
		return nil, err
	}
	s, err := decode[spansJSON]("spans of "+string(a.ID), spans)
	if err != nil {
		return nil, err
	}
	a.Spans = s.spans()
	if args != `[]` {
		x, err := decode[[]argJSON]("arguments of "+string(a.ID), args)
		if err != nil {
			return nil, err
		}
		a.Args = argsFromJSON(x)
	}
	if attrs != `{}` {
		if a.Attrs, err = decode[map[string]string]("attributes of "+string(a.ID), attrs); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// fits checks what every reader of an annotation relies on: that it has spans, that they hold
// something, ascend, are disjoint, lie in the text and cut no character.
func fits(a *annotate.Annotation, text string) error {
	if len(a.Spans) == 0 {
		return fmt.Errorf("annotation %s has no span", a.ID)
	}
	end := 0
	for i, s := range a.Spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			return fmt.Errorf("annotation %s: span %d (%d-%d) does not fit a text of %d bytes", a.ID, i+1, s.Start, s.End, len(text))
		}
		if !onRunes(text, s) {
			return fmt.Errorf("annotation %s: span %d (%d-%d) cuts a character", a.ID, i+1, s.Start, s.End)
		}
		end = s.End
	}
	return nil
}

// Selection says which sets [Project.Sets] gives. Each list that is empty lets all through.
type Selection struct {
	Annotators []annotate.AnnotatorID
	States     []annotate.State
	Documents  []annotate.DocumentID
	// Entities asks for the entities that annotations refer to beside each set, where sets come as [Stored].
	Entities bool
	// NoOrigins leaves out what made annotations, and NoBlocks the blocks of documents, for those who do without.
	NoOrigins, NoBlocks bool
	// Passing gives sets that are good only until the next one is asked for, where they come as [Stored]: their
	// annotations lie in the same memory.
	Passing bool
}

// Sets gives the sets of the selection one after the other: by document in the order of adding, then
// by the annotator's name in byte order. Only sets that were ever changed exist. All are of one moment,
// whatever is committed meanwhile, and no more than one is held in memory. An error comes last, with
// a nil set. The loop may call other methods of the project.
func (p *Project) Sets(ctx context.Context, sel Selection) iter.Seq2[*annotate.Set, error] {
	return func(yield func(*annotate.Set, error) bool) {
		sel.Passing = false
		for s, err := range p.StoredSets(ctx, sel) {
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(s.Set(), nil) {
				return
			}
		}
	}
}

// Annotator is one who owns sets.
type Annotator struct {
	ID   annotate.AnnotatorID
	Sets int
	// Assigned is how many articles were given to the annotator, Blind how many of them blind and are not done yet.
	Assigned, Blind int
	States          map[annotate.State]int // how many of the sets; states without any are no keys
	Counts          Counts                 // of all the sets
}

// taken is true of sets that somebody has, and not of those in which all was undone, nor of assignments that were
// taken back before the annotator began.
const taken = `(state <> 'new' OR assigned <> '' OR quotes + cues + mentions + events > 0)`

// Annotators lists all who own a set or were given an article, by name in byte order.
func (p *Project) Annotators(ctx context.Context) (list []Annotator, err error) {
	err = p.read(ctx, "list annotators", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT annotator, state, count(*), sum(assigned <> ''), sum(assigned = 'blind' AND state <> 'done'),
				sum(quotes), sum(cues), sum(mentions), sum(events)
			FROM sets WHERE `+taken+` GROUP BY annotator, state ORDER BY annotator, state`)
		_, err = collect(rows, err, func(r *sql.Rows) (none struct{}, err error) {
			var id annotate.AnnotatorID
			var state annotate.State
			var n, assigned, blind int
			var c Counts
			if err := r.Scan(&id, &state, &n, &assigned, &blind, &c.Quotes, &c.Cues, &c.Mentions, &c.Events); err != nil {
				return none, err
			}
			if len(list) == 0 || list[len(list)-1].ID != id {
				list = append(list, Annotator{ID: id, States: map[annotate.State]int{}})
			}
			a := &list[len(list)-1]
			a.Sets += n
			a.States[state] += n
			a.Assigned += assigned
			a.Blind += blind
			a.Counts.Quotes += c.Quotes
			a.Counts.Cues += c.Cues
			a.Counts.Mentions += c.Mentions
			a.Counts.Events += c.Events
			return none, nil
		})
		return err
	})
	return list, err
}

// mostLooked is how many annotations of an annotator are looked at to tell whether it is a program.
const mostLooked = 2000

// Programs returns which annotators are programs: the rules, commands, models, files of predictions. Theirs
// is all that is looked at ([annotate.Origin.ByProgram]). An annotator who marked nothing is none.
func (p *Project) Programs(ctx context.Context) (map[annotate.AnnotatorID]bool, error) {
	list, err := p.Annotators(ctx)
	if err != nil {
		return nil, err
	}
	out := map[annotate.AnnotatorID]bool{}
	err = p.read(ctx, "tell programs from people", func(tx *sql.Tx) error {
		for _, a := range list {
			made, err := origins(ctx, tx, a.ID)
			if err != nil {
				return err
			}
			people := func(o annotate.Origin) bool { return !o.ByProgram(a.ID) }
			if len(made) > 0 && !slices.ContainsFunc(made, people) {
				out[a.ID] = true
			}
		}
		return nil
	})
	return out, err
}

// origins returns the sorts of origin that annotations of an annotator's have, as far as they are looked at.
func origins(ctx context.Context, tx *sql.Tx, of annotate.AnnotatorID) (list []annotate.Origin, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT DISTINCT origin, rule, score FROM (
		SELECT origin, CASE WHEN rule <> '' THEN 'a rule' ELSE '' END AS rule, CASE WHEN score <> 0 THEN 1.0 ELSE 0.0 END AS score
		FROM sets JOIN annotations ON owner = sets.seq WHERE annotator = ? LIMIT ?)`, string(of), mostLooked)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var o annotate.Origin
		if err := rows.Scan(&o.Annotator, &o.Rule, &o.Score); err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, rows.Err()
}

// Version is a document as one annotator left it, the way a list shows it.
type Version struct {
	Annotator annotate.AnnotatorID
	State     annotate.State
	Counts    Counts
}

// Versions lists the sets of one document that were ever changed, by the annotator's name in byte order.
func (p *Project) Versions(ctx context.Context, doc annotate.DocumentID) (list []Version, err error) {
	err = p.read(ctx, "list the versions of a document", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT s.annotator, s.state, s.quotes, s.cues, s.mentions, s.events
			FROM documents d JOIN sets s ON s.document = d.seq WHERE d.id = ? ORDER BY s.annotator`, doc)
		list, err = collect(rows, err, func(r *sql.Rows) (v Version, err error) {
			c := &v.Counts
			return v, r.Scan(&v.Annotator, &v.State, &c.Quotes, &c.Cues, &c.Mentions, &c.Events)
		})
		return err
	})
	return list, err
}
