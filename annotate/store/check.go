package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	sqlite3 "modernc.org/sqlite/lib"

	"quoth/annotate"
)

// Problem is something in the project file that is not as Quoth leaves it.
type Problem struct {
	Where string // "document …", "ana in document …", "entity …", "file"
	What  string
}

// remedy is what a person can do about any Problem: Quoth mends nothing by guessing.
const remedy = "go on from a backup, or export what is there and import it into a new project"

// String says what is wrong and what can be done about it, in one line.
func (p Problem) String() string { return p.Where + ": " + p.What + "; " + remedy }

// Check reads the whole project and lists what is wrong in it, nothing where it is sound: the file's
// structure, references, texts that are not what their identity says, counts, and whether replaying
// the journal gives the annotations, decisions, comments, states and entities. The error is for what could not be read.
//
// Tell, which may be nil, is told now and then how much is done of how much there is to do.
func (p *Project) Check(ctx context.Context, tell func(done, total int64)) ([]Problem, error) {
	var c checking
	err := p.read(ctx, "check the project", func(tx *sql.Tx) error {
		c = checking{ctx: ctx, tx: tx, schema: p.Schema(), tell: tell}
		for _, step := range []func() error{c.pages, c.structure, c.documents, c.sets, c.entities} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	return c.problems, err
}

// checking is one pass over a project.
type checking struct {
	ctx      context.Context
	tx       *sql.Tx
	schema   *annotate.Schema
	problems []Problem

	tell        func(done, total int64)
	done, total int64
	tables      []tableSize
	change      int64 // what it takes to replay a change, on average
}

// tableSize is a table and what it takes to check it.
type tableSize struct {
	name string
	work int64
}

// What it takes to check a byte, where one of a plain table's pages takes 1: as measured.
const (
	searchWork  = 20 // of the full-text index, all of whose words are looked up
	textWork    = 20 // of a text, which is compared with its identity
	journalWork = 10 // of the journal, each of the two times that it is replayed
)

func (c *checking) report(where, format string, args ...any) {
	c.problems = append(c.problems, Problem{where, fmt.Sprintf(format, args...)})
}

// did says that so much of the work is done.
func (c *checking) did(work int64) {
	c.done += work
	if c.tell != nil && c.total > 0 {
		c.tell(min(c.done, c.total), c.total)
	}
}

// pages compares which pages of the file the tables use with which there are, and adds up the work. The
// structure is checked table by table after it, so that somebody who waits sees how far it is; what only
// a look at all tables shows is found here.
func (c *checking) pages() error {
	var count, free, size, vacuum int
	for pragma, n := range map[string]*int{
		`PRAGMA page_count`: &count, `PRAGMA freelist_count`: &free, `PRAGMA page_size`: &size, `PRAGMA auto_vacuum`: &vacuum,
	} {
		if err := c.tx.QueryRowContext(c.ctx, pragma).Scan(n); err != nil {
			return err
		}
	}
	sizes, used, err := c.pageUse(count)
	if code(err) == sqlite3.SQLITE_CORRUPT {
		c.report("file", "%v", err) // and the tables say where
	} else if err != nil {
		return err
	} else if left := count - free - used - lockPages(count, size); left > 0 && vacuum == 0 {
		c.report("file", "%d of its pages are used by nothing", left)
	}
	rows, err := c.tx.QueryContext(c.ctx, `SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
	names, err := collect(rows, err, func(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) })
	if err != nil {
		return err
	}
	for _, name := range append(names, "sqlite_schema") {
		work := sizes[name]
		if name == "search" {
			work = searchWork * sizes["search_data"]
		}
		c.tables = append(c.tables, tableSize{name, work})
		c.total += work
	}
	var texts, journal, changes int64
	if err := c.tx.QueryRowContext(c.ctx, `SELECT (SELECT coalesce(sum(size), 0) FROM documents),
		coalesce(sum(length(edits)), 0), count(*) FROM changes`).Scan(&texts, &journal, &changes); err != nil {
		return err
	}
	c.change = journalWork * journal / max(changes, 1)
	c.total += textWork*texts + 2*changes*c.change
	c.did(0)
	return nil
}

// lockPages returns how many pages of a file SQLite leaves empty: the one at the first gibibyte, where
// some systems lock it.
func lockPages(count, size int) int {
	const lockByte = 1 << 30
	if count > lockByte/size {
		return 1
	}
	return 0
}

// pageUse returns the bytes of each table with its indexes, and how many pages they use. A page that is
// used twice is reported.
func (c *checking) pageUse(count int) (sizes map[string]int64, used int, err error) {
	sizes = map[string]int64{}
	rows, err := c.tx.QueryContext(c.ctx, `SELECT coalesce(s.tbl_name, p.name), p.pageno, p.pgsize
		FROM dbstat p LEFT JOIN sqlite_schema s ON s.name = p.name`)
	if err != nil {
		return sizes, 0, err
	}
	defer rows.Close()
	seen := make([]bool, count+1)
	for rows.Next() {
		var table string
		var page int
		var size int64
		if err := rows.Scan(&table, &page, &size); err != nil {
			return sizes, used, err
		}
		sizes[table] += size
		switch {
		case page < 1 || page > count:
			c.report("file", "table %s has a page %d, and there are %d", table, page, count)
		case seen[page]:
			c.report("file", "page %d is used twice, once by table %s", page, table)
		default:
			seen[page] = true
			used++
		}
	}
	return sizes, used, rows.Err()
}

func (c *checking) structure() error {
	// Integrity_check asks the full-text search of this connection, which may go by what it knew of an
	// index that others have rewritten since, and would call that damage. Reading from it tells it.
	if _, err := pragmaLines(c.ctx, c.tx, `SELECT rowid FROM search LIMIT 1`); err != nil {
		return err
	}
	for _, t := range c.tables {
		lines, err := pragmaLines(c.ctx, c.tx, `PRAGMA integrity_check('`+strings.ReplaceAll(t.name, "'", "''")+`')`)
		if err != nil {
			return err
		}
		for _, line := range lines {
			if line != "ok" {
				c.report("file", "%s", line)
			}
		}
		c.did(t.work)
	}
	tables, err := pragmaLines(c.ctx, c.tx, `SELECT "table" || ' → ' || parent FROM pragma_foreign_key_check`)
	if err != nil {
		return err
	}
	for _, t := range tables {
		c.report("file", "a row refers to nothing: %s", t)
	}
	return nil
}

// documents reads every text, which compares it with its identity.
func (c *checking) documents() error {
	rows, err := c.tx.QueryContext(c.ctx, `SELECT d.seq, d.id, d.size,
		EXISTS (SELECT 1 FROM search WHERE search.rowid = d.seq) FROM documents d ORDER BY d.seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var seq int64
		var id string
		var size int
		var searchable bool
		if err := rows.Scan(&seq, &id, &size, &searchable); err != nil {
			return err
		}
		c.did(textWork * int64(size))
		where := "document " + id
		doc, err := readDocument(c.ctx, c.tx, `d.seq = ?`, seq)
		if err != nil {
			c.report(where, "%v", err)
			continue
		}
		if len(doc.Text) != size {
			c.report(where, "the text has %d bytes, not %d", len(doc.Text), size)
		}
		if !searchable {
			c.report(where, "it is missing from the search")
		}
	}
	return rows.Err()
}

// sets replays the journal of every set and compares. A set is held by its row, its journal, or both.
func (c *checking) sets() error {
	counted, err := countAll(c.ctx, c.tx, c.schema)
	if err != nil {
		return err
	}
	rows, err := c.tx.QueryContext(c.ctx, `
		SELECT k.document, k.annotator, d.seq, s.seq, coalesce(s.state, 'new'), coalesce(s.assigned, ''),
			coalesce(s.quotes, 0), coalesce(s.cues, 0), coalesce(s.mentions, 0), coalesce(s.events, 0)
		FROM (SELECT DISTINCT document, annotator FROM changes WHERE document <> ''
			UNION SELECT d.id, s.annotator FROM sets s JOIN documents d ON d.seq = s.document) k
		LEFT JOIN documents d ON d.id = k.document
		LEFT JOIN sets s ON s.document = d.seq AND s.annotator = k.annotator
		ORDER BY d.seq, k.document, k.annotator`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var k setKey
		var document, set sql.NullInt64
		var state annotate.State
		var assigned annotate.Assignment
		var n Counts
		if err := rows.Scan(&k.document, &k.annotator, &document, &set, &state, &assigned, &n.Quotes, &n.Cues, &n.Mentions, &n.Events); err != nil {
			return err
		}
		where := fmt.Sprintf("%s in document %s", k.annotator, k.document)
		if set.Valid && n != counted[set.Int64] {
			c.report(where, "the counts are %+v, the annotations %+v", n, counted[set.Int64])
		}
		if document.Valid && !set.Valid {
			c.report(where, "the journal has it, the sets do not")
		}
		if err := c.set(where, k, set, state, assigned, document.Valid); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (c *checking) set(where string, k setKey, row sql.NullInt64, state annotate.State, assigned annotate.Assignment, present bool) error {
	changes, err := readChanges(c.ctx, c.tx, k.document, k.annotator)
	if err != nil {
		c.report(where, "%v", err)
		return nil
	}
	replayed := newReplaying()
	for _, change := range changes {
		c.did(c.change)
		replayed.change(change, func(wrong string) { c.report(where, "%s", wrong) })
	}
	if present && replayed.state != state {
		c.report(where, "the state is %q, the journal says %q", state, replayed.state)
	}
	if present && replayed.assigned != assigned {
		c.report(where, "the assignment is %q, the journal says %q", assigned, replayed.assigned)
	}
	if !row.Valid {
		for _, id := range slices.Sorted(maps.Keys(replayed.annotations)) {
			c.report(where, "annotation %s of the journal is missing", id)
		}
		return nil
	}
	var text string
	if err := c.tx.QueryRowContext(c.ctx, `SELECT t.text FROM sets s JOIN texts t ON t.document = s.document WHERE s.seq = ?`,
		row.Int64).Scan(&text); err != nil {
		return err
	}
	if err := c.annotations(where, row.Int64, text, replayed.annotations); err != nil {
		return err
	}
	return c.said(where, row.Int64, text, replayed)
}

// said compares the decisions and comments of a set with what its journal gives.
func (c *checking) said(where string, owner int64, text string, replayed *replaying) error {
	s, err := readSaid(c.ctx, c.tx, owner, text)
	if err != nil {
		c.report(where, "%v", err)
		return nil
	}
	for _, d := range s.decisions {
		if want := replayed.decisions[keyOf(d)]; !d.Equal(want) {
			c.report(where, "the decision about %s of %s is not what the journal gives: %s", d.About, d.Annotator, againstJournal.differingDecisions(d, want))
		}
		delete(replayed.decisions, keyOf(d))
	}
	for _, x := range s.comments {
		if want := replayed.comments[x.ID]; !x.Equal(want) {
			c.report(where, "comment %s is not what the journal gives: %s", x.ID, againstJournal.differingComments(x, want))
		}
		delete(replayed.comments, x.ID)
	}
	for _, d := range inKeyOrder(replayed.decisions) {
		c.report(where, "the decision about %s of %s of the journal is missing", d.About, d.Annotator)
	}
	for _, id := range slices.Sorted(maps.Keys(replayed.comments)) {
		c.report(where, "comment %s of the journal is missing", id)
	}
	return nil
}

// annotations compares the rows of a set with what its journal gives.
func (c *checking) annotations(where string, owner int64, text string, replayed map[annotate.ID]*annotate.Annotation) error {
	anns, err := readAnnotations(c.ctx, c.tx, owner, text)
	if err != nil {
		c.report(where, "%v", err)
		return nil
	}
	for _, a := range anns {
		if !a.Equal(replayed[a.ID]) {
			c.report(where, "annotation %s is not what the journal gives: %s", a.ID, againstJournal.differing(a, replayed[a.ID]))
		}
		delete(replayed, a.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(replayed)) {
		c.report(where, "annotation %s of the journal is missing", id)
	}
	return nil
}

// entities replays the whole journal, because entities belong to all sets.
func (c *checking) entities() error {
	replayed := map[annotate.ID]*annotate.Entity{}
	rows, err := c.tx.QueryContext(c.ctx, `SELECT `+changeColumns+` FROM changes ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		c.did(c.change)
		change, err := scanChange(rows)
		if err != nil {
			c.report("journal", "%v", err)
			continue
		}
		for _, e := range change.Edits {
			if e.EntityBefore != nil {
				delete(replayed, e.EntityBefore.ID)
			}
			if e.EntityAfter != nil {
				replayed[e.EntityAfter.ID] = e.EntityAfter
			}
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows, err = c.tx.QueryContext(c.ctx, `SELECT `+entityColumns+` FROM entities ORDER BY id`)
	all, err := collect(rows, err, func(r *sql.Rows) (*annotate.Entity, error) { return scanEntity(r) })
	if err != nil {
		return err
	}
	for _, e := range all {
		if !e.Equal(replayed[e.ID]) {
			c.report("entity "+string(e.ID), "it is not what the journal gives: %s", againstJournal.differingEntities(e, replayed[e.ID]))
		}
		delete(replayed, e.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(replayed)) {
		c.report("entity "+string(id), "the journal has it, the project does not")
	}
	return nil
}
