package store

import (
	"context"
	"database/sql"

	"quoth/annotate"
)

// Totals is how often an entity is spoken of in a project.
type Totals struct {
	Mentions int // annotations that refer to it
	Articles int // in which there are some
	Quotes   int // of which it is the speaker, or fills another role
}

// EntityTotals counts for each of the entities how often it is spoken of.
func (p *Project) EntityTotals(ctx context.Context, ids []annotate.ID) (map[annotate.ID]Totals, error) {
	out := make(map[annotate.ID]Totals, len(ids))
	err := p.read(ctx, "count mentions", func(tx *sql.Tx) error {
		count, err := tx.PrepareContext(ctx, `SELECT count(*), count(DISTINCT s.document) FROM annotations a JOIN sets s ON s.seq = a.owner WHERE a.entity = ?`)
		if err != nil {
			return err
		}
		defer count.Close()
		for _, id := range ids {
			var t Totals
			if err := count.QueryRowContext(ctx, id).Scan(&t.Mentions, &t.Articles); err != nil {
				return err
			}
			if t.Mentions > 0 {
				if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM (`+quotesOf+`)`, p.quoteTypes(), id).Scan(&t.Quotes); err != nil {
					return err
				}
			}
			out[id] = t
		}
		return nil
	})
	return out, err
}

// AllTotals counts how often each entity is spoken of, of those that are.
func (p *Project) AllTotals(ctx context.Context) (map[annotate.ID]Totals, error) {
	out := map[annotate.ID]Totals{}
	each := func(tx *sql.Tx, query string, take func(t *Totals, n, m int), args ...any) error {
		rows, err := tx.QueryContext(ctx, query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id annotate.ID
			var n, m int
			if err := rows.Scan(&id, &n, &m); err != nil {
				return err
			}
			t := out[id]
			take(&t, n, m)
			out[id] = t
		}
		return rows.Err()
	}
	err := p.read(ctx, "count mentions", func(tx *sql.Tx) error {
		if err := each(tx, `SELECT a.entity, count(*), count(DISTINCT s.document) FROM annotations a JOIN sets s ON s.seq = a.owner
			WHERE a.entity IS NOT NULL GROUP BY a.entity`, func(t *Totals, n, m int) { t.Mentions, t.Articles = n, m }); err != nil {
			return err
		}
		return each(tx, `SELECT entity, count(*), 0 FROM (SELECT DISTINCT m.entity, q.owner, q.id FROM annotations q, json_each(q.args) x
			JOIN annotations m ON m.owner = q.owner AND m.id = x.value ->> 'target'
			WHERE q.type IN (SELECT value FROM json_each(?1)) AND x.value ->> 'role' = 'speaker' AND m.entity IS NOT NULL) GROUP BY entity`,
			func(t *Totals, n, _ int) { t.Quotes = n }, p.quoteTypes())
	})
	return out, err
}

// quotesOf finds the quotes in which an entity is the speaker: those that have a mention of it as that.
const quotesOf = `SELECT q.owner, q.id, q.start, q.stop, q.type FROM
	(SELECT DISTINCT owner FROM annotations WHERE entity = ?2) o
	JOIN annotations q ON q.owner = o.owner AND q.type IN (SELECT value FROM json_each(?1))
	WHERE EXISTS (SELECT 1 FROM json_each(q.args) x JOIN annotations m ON m.owner = q.owner AND m.id = x.value ->> 'target'
		WHERE x.value ->> 'role' = 'speaker' AND m.entity = ?2)`

// quoteTypes are the types of quotes of the schema, as a JSON list.
func (p *Project) quoteTypes() string {
	types := []string{}
	for _, t := range p.Schema().OfKind(annotate.KindQuote) {
		types = append(types, t.Key)
	}
	text, _ := list(types) // keys of a schema are UTF-8
	return text
}

// Mentioned is where an entity is spoken of.
type Mentioned struct {
	Document   annotate.DocumentID
	Title      string // of the document
	Annotator  annotate.AnnotatorID
	Annotation annotate.ID
	Type       string
	Hull       annotate.Span
	Text       string // the words of it, cut where there are very many
}

// mostWords is how many bytes of a mention or quote are read.
const mostWordsRead = 400

// Mentions lists where annotations refer to an entity: by document in the order of adding, then by annotator and place.
func (p *Project) Mentions(ctx context.Context, id annotate.ID, limit int) ([]Mentioned, error) {
	return p.mentioned(ctx, `SELECT owner, id, start, stop, type FROM annotations WHERE entity = ?2 AND ?1 = ?1`, id, limit)
}

// QuotesOf lists the quotes of which an entity is the speaker, in the same order.
func (p *Project) QuotesOf(ctx context.Context, id annotate.ID, limit int) ([]Mentioned, error) {
	return p.mentioned(ctx, quotesOf, id, limit)
}

func (p *Project) mentioned(ctx context.Context, of string, id annotate.ID, limit int) (out []Mentioned, err error) {
	err = p.read(ctx, "list where an entity is spoken of", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id, d.title, s.annotator, a.id, a.type, a.start, a.stop,
			CAST(substr(CAST(t.text AS BLOB), a.start + 1, min(a.stop - a.start, ?4)) AS TEXT)
			FROM (`+of+`) a JOIN sets s ON s.seq = a.owner JOIN documents d ON d.seq = s.document JOIN texts t ON t.document = d.seq
			ORDER BY d.seq, s.annotator, a.start, a.id LIMIT ?3`, p.quoteTypes(), id, limit, mostWordsRead)
		out, err = collect(rows, err, func(r *sql.Rows) (m Mentioned, err error) {
			return m, r.Scan(&m.Document, &m.Title, &m.Annotator, &m.Annotation, &m.Type, &m.Hull.Start, &m.Hull.End, &m.Text)
		})
		return err
	})
	return out, err
}

// ChangesTogether lists the changes that were made as one act with another: by the same author at the same moment,
// under the same title. They stand in the order in which they were made.
func (p *Project) ChangesTogether(ctx context.Context, c *annotate.Change) (all []*annotate.Change, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE time = ? AND author = ? AND title = ? AND act = ? ORDER BY seq`,
			c.Time.UTC().Format(timeLayout), c.Author, c.Title, c.Act)
		all, err = collect(rows, err, func(r *sql.Rows) (*annotate.Change, error) { return scanChange(r) })
		return err
	})
	return all, err
}

// TogetherWith lists the identities of the changes that [Project.ChangesTogether] reads.
func (p *Project) TogetherWith(ctx context.Context, c *annotate.Change) (all []annotate.ID, err error) {
	err = p.read(ctx, "read the journal", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT id FROM changes WHERE time = ? AND author = ? AND title = ? AND act = ? ORDER BY seq`,
			c.Time.UTC().Format(timeLayout), c.Author, c.Title, c.Act)
		all, err = collect(rows, err, func(r *sql.Rows) (id annotate.ID, err error) { return id, r.Scan(&id) })
		return err
	})
	return all, err
}
