package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"

	"quoth/annotate"
)

// Offer is what merging a file with a project, and with the files before it, would bring.
type Offer struct {
	Path           string
	Documents, New int // documents of the file, and those that nobody else has
	Changes        int // that nobody else has
	By             []OfferedBy
	For            annotate.AnnotatorID // for whom it was made as a work package; "" for one that is none
	Err            error                // why it cannot be merged; nil where it can
}

// OfferedBy is whose sets the changes are of that a file would bring.
type OfferedBy struct {
	Annotator annotate.AnnotatorID
	Changes   int
	Known     bool // the project has sets of this annotator
	// Apart says that under this name somebody also worked elsewhere in the same article, in the project or in a file
	// before: it is one person at two machines, or two people of one name.
	Apart bool
	Stray bool // some were made in the file, which is a package for somebody else
}

// Survey looks at files before they are merged with the project. What is wrong with one of them stands in its offer;
// the error is that of a context that ends, or of reading the project itself.
func (p *Project) Survey(ctx context.Context, files []string) ([]Offer, error) {
	m := &merging{ctx: ctx, g: this(), schema: p.Schema(), first: p.path}
	documents, known, changes := map[string]bool{}, map[annotate.AnnotatorID]bool{}, newSurveyed()
	m.renames = renames{}
	err := p.read(ctx, "look at what it holds", func(tx *sql.Tx) error {
		ids, err := pragmaLines(ctx, tx, `SELECT id FROM documents`)
		for _, id := range ids {
			documents[id] = true
		}
		return errors.Join(err, m.takeRenames(tx, p.path), changes.take(ctx, tx, m.renames.called(), nil))
	})
	if err != nil {
		return nil, err
	}
	have, err := p.Annotators(ctx)
	if err != nil {
		return nil, err
	}
	for _, a := range have {
		known[a.ID] = true
	}
	var out []Offer
	for i, file := range files {
		o := Offer{Path: file}
		if o.Err = p.another(file, files[:i]); o.Err == nil {
			o.Err = m.survey(&o, documents, changes, known)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		out = append(out, o)
	}
	return out, nil
}

// another returns nil, or that a file is the project itself or one that was named before.
func (p *Project) another(file string, before []string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if mine, err := os.Stat(p.path); err == nil && os.SameFile(info, mine) {
		return errors.New("this is the project that is open")
	}
	for _, other := range before {
		if there, err := os.Stat(other); err == nil && os.SameFile(info, there) {
			return errors.New("it is named twice")
		}
	}
	return nil
}

// survey counts what a file has that is in none of the sets, and adds it to them.
func (m *merging) survey(o *Offer, documents map[string]bool, changes *surveyed, known map[annotate.AnnotatorID]bool) error {
	q, err := m.g.openReadOnly(m.ctx, o.Path)
	if errors.Is(err, ErrOutdated) {
		var remove func() error
		if q, remove, err = m.g.openCopy(m.ctx, o.Path); remove != nil {
			defer remove()
		}
	}
	if err != nil {
		return err
	}
	defer q.Close()
	schema, first := m.schema, m.first
	if err := m.takeSchema(q); err != nil {
		return err
	}
	m.schema, m.first = schema, first // the next one is compared with the project, too
	by, stray := map[annotate.AnnotatorID]int{}, map[annotate.AnnotatorID]bool{}
	var apart map[annotate.AnnotatorID]bool
	err = q.read(m.ctx, "look at what it holds", func(tx *sql.Tx) error {
		ids, err := pragmaLines(m.ctx, tx, `SELECT id FROM documents`)
		if err != nil {
			return err
		}
		o.Documents = len(ids)
		for _, id := range ids {
			if !documents[id] {
				documents[id] = true
				o.New++
			}
		}
		w, err := readWorker(m.ctx, tx)
		if err != nil {
			return err
		}
		if err := m.takeRenames(tx, o.Path); err != nil {
			return err
		}
		names := m.renames.called()
		o.For, _ = names.now(w.For, "")
		packed, err := readPacked(m.ctx, tx)
		if err != nil {
			return err
		}
		defer func() { apart = changes.apart }()
		return changes.take(m.ctx, tx, names, func(k setKey, own bool, clock int64) {
			o.Changes++
			if k.annotator != "" {
				by[k.annotator]++
				if own && o.For != "" && k.annotator != o.For && clock > packed {
					stray[k.annotator] = true
				}
			}
		})
	})
	for who, n := range by {
		o.By = append(o.By, OfferedBy{who, n, known[who], apart[who], stray[who]})
	}
	slices.SortFunc(o.By, func(x, y OfferedBy) int { return cmp.Compare(x.Annotator, y.Annotator) })
	return err
}

// surveyed is what changes the project and the files so far have.
type surveyed struct {
	all   map[string]bool
	of    map[setKey]int                // how many, of each set
	apart map[annotate.AnnotatorID]bool // of the file taken last: who worked in one article both there and elsewhere
}

func newSurveyed() *surveyed { return &surveyed{all: map[string]bool{}, of: map[setKey]int{}} }

// take adds the changes of a project, and tells fresh, which may be nil, of each that was not there whose it is, whether it is
// their own work, and its clock.
func (s *surveyed) take(ctx context.Context, tx *sql.Tx, names called, fresh func(k setKey, own bool, clock int64)) error {
	s.apart = map[annotate.AnnotatorID]bool{}
	shared, more := map[setKey]int{}, map[setKey]int{}
	// What others did in a set, who gave the article out or joined entities, is not the annotator's work.
	rows, err := tx.QueryContext(ctx, `SELECT id, document, annotator, annotator <> '' AND author = annotator AND substr(edits, 1, 11) <> '[{"assigned', clock FROM changes`)
	_, err = collect(rows, err, func(r *sql.Rows) (none struct{}, err error) {
		var id string
		var k setKey
		var own bool
		var clock int64
		if err := r.Scan(&id, &k.document, &k.annotator, &own, &clock); err != nil {
			return none, err
		}
		k.annotator, _ = names.now(k.annotator, "")
		there := s.all[id]
		s.all[id] = true
		if !there && fresh != nil {
			fresh(k, own, clock)
		}
		switch {
		case own && there:
			shared[k]++
		case own:
			more[k]++
		}
		return none, nil
	})
	for k, n := range more {
		if s.of[k] > shared[k] { // elsewhere there are some that this one has not
			s.apart[k.annotator] = true
		}
		s.of[k] += n
	}
	return err
}

// Replace puts another project file, which nobody has open, in the place of one that is closed. The one that was there
// is kept beside it, under a name that says why: "news.before-merging-20260301-120000.quoth". It returns that name.
// In a crash the project is one of the two, whole.
func Replace(path, with, why string) (kept string, err error) { return this().replace(path, with, why) }

func (g program) replace(path, with, why string) (kept string, err error) {
	if path, err = locate(path); err != nil {
		return "", err
	}
	held, err := takeLock(path, g.now())
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, held.release()) }()
	for _, file := range []string{path, with} {
		if size(file+"-wal") > 0 || size(file+"-journal") > 0 {
			return "", fmt.Errorf("%s was not closed properly: open it once and close it again", file)
		}
	}
	kept = besideName(path, why+"-"+g.now().Format("20060102-150405"))
	if err := keepAs(path, kept); err != nil {
		return "", fmt.Errorf("keeping the project as it was: %w", err)
	}
	if err := os.Rename(with, path); err != nil {
		return "", errors.Join(err, os.Remove(kept))
	}
	return kept, removeBeside(path)
}

// keepAs gives a file a second name; where the system cannot, it copies it.
func keepAs(path, kept string) error {
	if os.Link(path, kept) == nil {
		return nil
	}
	b, err := os.Open(path)
	if err != nil {
		return err
	}
	defer b.Close()
	part := kept + ".copying"
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = f.ReadFrom(b)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return publish(part, kept)
}

// removeBeside removes what SQLite left beside a file that stood here before; it holds nothing.
func removeBeside(path string) error {
	var errs []error
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
