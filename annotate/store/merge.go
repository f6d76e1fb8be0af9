package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
)

// Merged says what [Merge] did. What was united before, in one of the files, is not told again.
type Merged struct {
	Documents int
	Changes   int
	From      []int // changes of each file that no file before it had
	Joined    []JoinedEntities
	Namesakes [][]*annotate.Entity // of one type and name, which no file had together, and which were not joined
	Clashes   []Clash
	Apart     []annotate.AnnotatorID // who worked in one article in several files, each with what the other lacks: one person at two machines, or two of one name
	Strays    []Stray
	Untouched []Untouched
	Torn      []annotate.AnnotatorID // under whose names work is left that were given up for different ones in different files; see [Rename]
}

// Merge makes a new project of several, in one file that appears when it is complete. What each of them holds
// is in it once, whichever is named first and whatever they have in common; merging the result with any of
// them again gives the same. How what two changed differently is united, [Clash] says; which entities are one,
// [JoinedEntities]. Counts of actions are added up, each once. The files are only read.
//
// Errors are those of [Create] and [OpenReadOnly], but that a file of an older Quoth is read, too. Progress is
// told how many of how many changes are done; it may be nil.
func Merge(ctx context.Context, path string, files []string, progress func(done, total int)) (*Merged, error) {
	return this().merge(ctx, path, files, progress)
}

func (g program) merge(ctx context.Context, path string, files []string, progress func(done, total int)) (*Merged, error) {
	if err := distinct(files); err != nil {
		return nil, err
	}
	return g.compose(ctx, path, progress, func(m *merging) error {
		for _, file := range files {
			if err := m.read(file); err != nil {
				return err
			}
		}
		return nil
	})
}

// compose makes a new project of what is gathered. It appears under its name when it is complete.
func (g program) compose(ctx context.Context, path string, progress func(done, total int), gather func(*merging) error) (*Merged, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := tryWriting(filepath.Dir(path)); refused(err) {
		return nil, forbidden("write in the folder", filepath.Dir(path), "name a file in another one", err)
	}
	held, err := takeLock(path, g.now())
	if err != nil {
		return nil, err
	}
	if err := vacant(path); err != nil {
		return nil, errors.Join(err, held.release())
	}
	m := &merging{ctx: ctx, g: g, progress: progress, documents: map[annotate.DocumentID]*mergedDocument{}, changes: map[annotate.ID]*journalled{}, activity: map[countedKey]counted{}, settings: map[string]string{}}
	part := path + ".creating"
	if err = errors.Join(removeAll(part), removeAll(path)); err == nil {
		err = gather(m)
	}
	var merged *Merged
	if err == nil {
		merged, err = m.write(part)
	}
	if err == nil {
		err = publish(part, path)
	}
	if err != nil {
		return nil, errors.Join(err, removeAll(part), held.release())
	}
	return merged, held.release()
}

// distinct returns nil, or which two names are of one file.
func distinct(files []string) error {
	var infos []fs.FileInfo
	for i, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			return fmt.Errorf("open the project: %w", err)
		}
		for k, other := range infos {
			if os.SameFile(info, other) {
				if files[k] == file {
					return fmt.Errorf("%s is named twice", files[i])
				}
				return fmt.Errorf("%s and %s are the same file", files[k], file)
			}
		}
		infos = append(infos, info)
	}
	return nil
}

// merging gathers projects.
type merging struct {
	ctx      context.Context
	g        program
	progress func(done, total int)

	schema    *annotate.Schema
	first     string // the file that it is of
	documents map[annotate.DocumentID]*mergedDocument
	only      map[annotate.DocumentID]bool // those that are taken; all where empty
	changes   map[annotate.ID]*journalled
	renames   renames
	names     called                 // by the renames
	torn      []annotate.AnnotatorID // of them those that are different ones
	activity  map[countedKey]counted
	settings  map[string]string
	entities  []map[annotate.ID]bool // of each file
	files     []mergedFile
	from      []int
}

type mergedDocument struct {
	*annotate.Document
	added string
	place int // among those that were added at once: a part of them, as in a work package, has smaller ones
}

// read takes in what a file holds and the files before it do not.
func (m *merging) read(file string) error {
	p, err := m.g.openReadOnly(m.ctx, file)
	if errors.Is(err, ErrOutdated) {
		var remove func() error
		if p, remove, err = m.g.openCopy(m.ctx, file); remove != nil {
			defer remove()
		}
	}
	if err != nil {
		return err
	}
	defer p.Close()
	if err := m.takeSchema(p); err != nil {
		return err
	}
	return p.read(m.ctx, "read what is to be merged", func(tx *sql.Tx) error {
		for _, step := range []func(*sql.Tx, string) error{m.takeWorker, m.takeSettings, m.takeDocuments, m.takeEntities, m.takeRenames, m.takeChanges, m.takeActivity} {
			if err := step(tx, p.path); err != nil {
				return err
			}
		}
		return nil
	})
}

// openCopy opens a copy of a project of an older Quoth, brought up to date, so that the project stays as it is.
// Remove takes the copy away again.
func (g program) openCopy(ctx context.Context, file string) (p *Project, remove func() error, err error) {
	dir, err := os.MkdirTemp("", "quoth-merge-")
	if err != nil {
		return nil, nil, err
	}
	remove = func() error { return os.RemoveAll(dir) }
	path := filepath.Join(dir, filepath.Base(file))
	db, err := connect(file, asProbe)
	if err != nil {
		return nil, remove, err
	}
	_, err = db.ExecContext(ctx, `VACUUM INTO ?`, path)
	if err = errors.Join(err, db.Close()); err != nil {
		return nil, remove, failure(file, "copy the project to bring it up to date", err)
	}
	if p, err = g.open(ctx, path); err == nil {
		// Only its reader is needed.
		err = p.Close()
	}
	if err == nil {
		p, err = g.openReadOnly(ctx, path)
	}
	return p, remove, err
}

// takeSchema compares the schemas. Of two versions of one, the newer is taken.
func (m *merging) takeSchema(p *Project) error {
	s := p.Schema()
	switch {
	case m.schema == nil, s.Name == m.schema.Name && s.Version > m.schema.Version:
		m.schema, m.first = s, p.path
	case string(s.Source) == string(m.schema.Source), s.Name == m.schema.Name && s.Version < m.schema.Version:
	default:
		return fmt.Errorf("%s and %s have different schemas (%s %d and %s %d): only projects with one schema, or versions of one with different numbers, can be merged",
			filepath.Base(m.first), filepath.Base(p.path), m.schema.Name, m.schema.Version, s.Name, s.Version)
	}
	return nil
}

// takeWorker notes for whom a file was made. What is merged is made for nobody.
func (m *merging) takeWorker(tx *sql.Tx, path string) error {
	w, err := readWorker(m.ctx, tx)
	if err != nil {
		return err
	}
	packed, err := readPacked(m.ctx, tx)
	m.files = append(m.files, mergedFile{path, w, packed})
	return err
}

// takeSettings takes settings over, whichever file is first: see [unitedSetting].
func (m *merging) takeSettings(tx *sql.Tx, _ string) error {
	rows, err := tx.QueryContext(m.ctx, `SELECT key, value FROM settings`)
	_, err = collect(rows, err, func(r *sql.Rows) (none struct{}, err error) {
		var key, value string
		if err := r.Scan(&key, &value); err == nil && !strings.HasPrefix(key, reserved) {
			m.settings[key] = unitedSetting(m.settings[key], value)
		}
		return none, err
	})
	return err
}

// takeDocuments takes documents over.
func (m *merging) takeDocuments(tx *sql.Tx, _ string) error {
	rows, err := tx.QueryContext(m.ctx, `SELECT id, added_at, seq FROM documents ORDER BY seq`)
	type row struct {
		id    annotate.DocumentID
		added string
		place int
	}
	all, err := collect(rows, err, func(r *sql.Rows) (x row, err error) { return x, r.Scan(&x.id, &x.added, &x.place) })
	if err != nil {
		return err
	}
	for _, x := range all {
		if len(m.only) > 0 && !m.only[x.id] {
			continue
		}
		d, err := readDocument(m.ctx, tx, `d.id = ?`, x.id)
		if err != nil {
			return err
		}
		have := m.documents[x.id]
		if have == nil {
			m.documents[x.id] = &mergedDocument{d, x.added, x.place}
			continue
		}
		have.added, have.place = min(have.added, x.added), max(have.place, x.place)
		if err := have.combine(d); err != nil {
			return err
		}
	}
	return nil
}

// combine takes from another copy of a document what this one lacks, and of two values the one that is the
// first by its letters, so that the order of files does not matter.
func (d *mergedDocument) combine(o *annotate.Document) error {
	first := func(a, b string) string {
		if a == "" || b == "" {
			return a + b
		}
		return min(a, b)
	}
	d.Title, d.Language = first(d.Title, o.Title), first(d.Language, o.Language)
	for k, v := range o.Meta {
		if d.Meta == nil {
			d.Meta = map[string]string{}
		}
		d.Meta[k] = first(d.Meta[k], v)
	}
	mine, err := encodeBlocks(d.Blocks)
	if err != nil {
		return err
	}
	theirs, err := encodeBlocks(o.Blocks)
	if err == nil && cmp.Or(cmp.Compare(len(theirs), len(mine)), cmp.Compare(theirs, mine)) > 0 {
		d.Blocks = o.Blocks
	}
	return err
}

// takeEntities notes which entities a file has.
func (m *merging) takeEntities(tx *sql.Tx, _ string) error {
	ids, err := pragmaLines(m.ctx, tx, `SELECT id FROM entities`)
	have := make(map[annotate.ID]bool, len(ids))
	for _, id := range ids {
		have[annotate.ID(id)] = true
	}
	m.entities = append(m.entities, have)
	return err
}

// namesakes finds entities of one name that came together only now.
func (m *merging) namesakes(entities map[annotate.ID]*annotate.Entity) [][]*annotate.Entity {
	byName := map[string][]*annotate.Entity{}
	for _, id := range slices.Sorted(maps.Keys(entities)) {
		if e := entities[id]; e.Name != "" {
			byName[sameName(e)] = append(byName[sameName(e)], e)
		}
	}
	var out [][]*annotate.Entity
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		group := byName[name]
		if len(group) > 1 && !slices.ContainsFunc(m.entities, func(have map[annotate.ID]bool) bool {
			return !slices.ContainsFunc(group, func(e *annotate.Entity) bool { return !have[e.ID] })
		}) {
			out = append(out, group)
		}
	}
	return out
}

func (m *merging) takeChanges(tx *sql.Tx, path string) error {
	rows, err := tx.QueryContext(m.ctx, `SELECT `+changeColumns+`, clock, made, under, wrote, renamed, rewrote FROM changes ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	fresh := 0
	in := uint64(0)
	if n := len(m.files); n > 0 && n <= mostTold {
		in = 1 << (n - 1)
	}
	for rows.Next() {
		c := &annotate.Change{}
		j := &journalled{Change: c, in: in}
		var at, edits string
		if err := rows.Scan(&c.ID, &c.Document, &c.Annotator, &c.Author, &at, &c.Title, &c.Act, &c.Of, &edits, &j.clock, &j.made, &j.under, &j.wrote, &j.renamed, &j.rewrote); err != nil {
			return err
		}
		j.under, j.wrote = cmp.Or(j.under, c.Annotator), cmp.Or(j.wrote, c.Author)
		j.settled = j.made != ""
		j.made = cmp.Or(j.made, edits)
		if have := m.changes[c.ID]; have != nil && have.withheld() != withheld(c) {
			if have.withheld() {
				delete(m.changes, c.ID)
			} else {
				continue
			}
		}
		if have := m.changes[c.ID]; have != nil {
			if have.made != j.made || have.Document != c.Document || have.under != j.under {
				return fmt.Errorf("%w: change %s is another one in %s than in the files before it", ErrDamaged, c.ID, filepath.Base(path))
			}
			have.in |= in
			have.renamed, have.rewrote = m.renames.later(have.renamed, j.renamed), m.renames.later(have.rewrote, j.rewrote)
			have.clock, have.settled = min(have.clock, j.clock), have.settled || j.settled
			continue
		}
		if c.Time, err = time.Parse(timeLayout, at); err != nil {
			return fmt.Errorf("%w: time of change %s: %w", ErrDamaged, c.ID, err)
		}
		if c.Edits, err = decodeEdits("edits of change "+string(c.ID), j.made); err != nil {
			return err
		}
		m.changes[c.ID] = j
		fresh++
	}
	m.from = append(m.from, fresh)
	return rows.Err()
}

// write carries all changes out and writes a whole project to a file.
func (m *merging) write(path string) (merged *Merged, err error) {
	changes := slices.Collect(maps.Values(m.changes))
	inOrder(changes)
	m.rename()
	u, joined, err := unite(m.ctx, m.schema, m.names, changes)
	if err != nil {
		return nil, err
	}
	merged = &Merged{Documents: len(m.documents), Changes: len(changes), From: m.from, Joined: joined, Namesakes: m.namesakes(u.entities), Clashes: u.told(), Torn: m.torn}
	merged.Apart, merged.Strays, merged.Untouched = m.doubts(changes)
	if err := m.g.build(m.ctx, path, m.schema); err != nil {
		return nil, failure(path, "make the project", err)
	}
	db, err := connect(path, asBuilder)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(m.ctx, nil)
	if err != nil {
		return nil, failure(path, "write the project", err)
	}
	defer tx.Rollback()
	err = cancelled(m.ctx, m.fill(tx, u, changes))
	if err == nil {
		err = tx.Commit()
	}
	return merged, failure(path, "write the project", err)
}

func (m *merging) fill(tx *sql.Tx, u *united, changes []*journalled) error {
	for _, key := range slices.Sorted(maps.Keys(m.settings)) {
		if _, err := tx.ExecContext(m.ctx, putSetting, key, m.settings[key]); err != nil {
			return err
		}
	}
	if err := m.fillDocuments(tx); err != nil {
		return err
	}
	if err := m.fillRenames(tx); err != nil {
		return err
	}
	if err := m.fillJournal(tx, changes); err != nil {
		return err
	}
	if err := m.fillActivity(tx); err != nil {
		return err
	}
	w := &writing{ctx: m.ctx, tx: tx, schema: m.schema, change: annotate.NewID(), statements: map[string]*sql.Stmt{}, doubted: map[annotate.ID]bool{}, removed: map[annotate.ID]bool{}, sets: map[setKey]*setRow{}}
	for _, id := range slices.Sorted(maps.Keys(u.entities)) {
		if err := w.editEntity(nil, u.entities[id]); err != nil {
			return err
		}
	}
	keys := slices.Collect(maps.Keys(u.sets))
	slices.SortFunc(keys, func(x, y setKey) int {
		return cmp.Or(cmp.Compare(x.document, y.document), cmp.Compare(x.annotator, y.annotator))
	})
	for _, k := range keys {
		if m.documents[k.document] == nil {
			continue // it was removed from all; the journal keeps what was done in it
		}
		row, err := w.set(k)
		if err != nil {
			return err
		}
		s := u.sets[k]
		row.state, row.assigned = s.state, s.assigned
		for _, id := range slices.Sorted(maps.Keys(s.annotations)) {
			a := s.annotations[id]
			if err := fits(a, m.documents[k.document].Text); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			row.counts.add(m.schema.Kind(a.Type), 1)
			if err := w.putAnnotation(row, a); err != nil {
				return err
			}
		}
		for _, d := range inKeyOrder(s.decisions) {
			if err := w.inText(row, "the decision about "+string(d.About), d.Spans); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if err := w.putDecision(row.seq, d); err != nil {
				return err
			}
		}
		for _, id := range slices.Sorted(maps.Keys(s.comments)) {
			if err := w.inText(row, "comment "+string(id), s.comments[id].Spans); err != nil {
				return fmt.Errorf("%w: %w", ErrDamaged, err)
			}
			if err := w.putComment(row.seq, s.comments[id]); err != nil {
				return err
			}
		}
		if err := m.ctx.Err(); err != nil {
			return err
		}
	}
	return w.finish()
}

// fillDocuments adds the documents in the order in which they were first added anywhere.
func (m *merging) fillDocuments(tx *sql.Tx) error {
	docs := slices.Collect(maps.Values(m.documents))
	slices.SortFunc(docs, func(x, y *mergedDocument) int {
		return cmp.Or(cmp.Compare(x.added, y.added), x.place-y.place, cmp.Compare(x.ID, y.ID))
	})
	a, err := prepareAdding(m.ctx, tx, time.Time{})
	if err != nil {
		return err
	}
	for _, d := range docs {
		a.at = d.added
		if _, err := a.add(m.ctx, d.Document); err != nil {
			return fmt.Errorf("document %q: %w", d.Title, err)
		}
	}
	return nil
}

func (m *merging) fillJournal(tx *sql.Tx, changes []*journalled) error {
	put, err := tx.PrepareContext(m.ctx, `INSERT INTO changes (`+changeColumns+`, clock, made, under, wrote, renamed, rewrote)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		return err
	}
	for i, c := range changes {
		edits, err := encodeEdits(c.carried)
		if err != nil {
			return err
		}
		made := ""
		if edits != c.made {
			made = c.made
		}
		under, wrote := c.under, c.wrote
		if under == c.Annotator {
			under = ""
		}
		if wrote == c.Author {
			wrote = ""
		}
		if _, err := put.ExecContext(m.ctx, c.ID, c.Document, c.Annotator, c.Author, c.Time.UTC().Format(timeLayout), c.Title, c.Act, c.Of, edits, c.clock, made, under, wrote, c.renamed, c.rewrote); err != nil {
			return err
		}
		if m.progress != nil && (i+1)%256 == 0 {
			m.progress(i+1, len(changes))
		}
	}
	if m.progress != nil {
		m.progress(len(changes), len(changes))
	}
	return nil
}
