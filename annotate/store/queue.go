package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"quoth/annotate"
)

// Filter says which documents [Project.Documents] lists. The zero Filter lists all.
type Filter struct {
	Annotator annotate.AnnotatorID // whose states and counts
	States    []annotate.State     // any of these; all where empty
	Assigned  bool                 // only documents that were given to the annotator
	Reviewer  annotate.AnnotatorID // whose state is that of the review, such as [annotate.Gold]
	Reviewed  []annotate.State     // the reviewer's set is in any of these; all where empty
	Ready     bool                 // only documents with which all are done who were given them or began them, but the reviewer
	// Search asks for documents that hold all of the words, anywhere in title or text, in any order.
	// Words in quotation marks must follow one another; the last word may be unfinished. Case,
	// accents and forms of encoding do not matter. A Search without any word asks for nothing.
	Search string
	Only   []int64 // only documents with these Seqs, at most some hundreds; all where nil
	After  int64   // only documents whose Seq is greater
	Before int64   // only documents whose Seq is smaller, where not 0; a Limit then counts from the end
	Limit  int     // how many at most; 0 for all
	Offset int     // how many to leave out first
}

// Counts are the annotations of a set by kind.
type Counts struct{ Quotes, Cues, Mentions, Events int }

// Total returns the number of annotations.
func (c Counts) Total() int { return c.Quotes + c.Cues + c.Mentions + c.Events }

// add counts an annotation n times; of a kind that the schema does not have, not at all.
func (c *Counts) add(k annotate.Kind, n int) {
	switch k {
	case annotate.KindQuote:
		c.Quotes += n
	case annotate.KindCue:
		c.Cues += n
	case annotate.KindMention:
		c.Mentions += n
	case annotate.KindEvent:
		c.Events += n
	}
}

// Summary is a document as a list shows it.
type Summary struct {
	Seq      int64 // the order of adding; see Filter.After
	ID       annotate.DocumentID
	Title    string
	Language string
	Size     int // of the text, in bytes
	State    annotate.State
	Assigned annotate.Assignment // to Filter.Annotator
	Review   annotate.State      // of Filter.Reviewer; new where none is asked for
	Counts   Counts
	// How many others than the reviewer have the document, and are done with it; only where the filter's annotator is the
	// reviewer.
	Others, OthersDone int
	Snippet            Snippet // where something is searched
}

// selected returns a query for the seq of the documents that the filter asks for, unordered and
// unlimited, and the terms of its search. It reads the smallest tables and indexes that can answer:
// a document without a set is new, so what is new is what is in no other state.
func (f Filter) selected() (query string, args []any, terms []term) {
	terms = parseSearch(f.Search)
	in, states := among(f.States)
	var q selecting
	switch {
	case len(terms) > 0:
		q.from(`search`, `search.rowid`)
		q.where(`search MATCH ?`, matchExpression(terms))
		if len(states) > 0 {
			q.where(`search.rowid `+in+` (SELECT document FROM sets WHERE annotator = ? AND state IN `+places(len(states))+`)`,
				append([]any{f.Annotator}, anys(states)...)...)
		}
		q.within(f)
	case in == `IN` && len(states) > 0:
		q.from(`sets`, `document`)
		q.where(`annotator = ? AND state IN `+places(len(states)), append([]any{f.Annotator}, anys(states)...)...)
		q.within(f)
	default:
		q.from(`documents`, `seq`)
		q.within(f)
		// The index gives the documents of each single state in order, so that SQLite walks through all
		// of them side by side and stops at the limit. NOT IN would first list all that was ever begun.
		for _, state := range states {
			q.except()
			q.from(`sets`, `document`)
			q.where(`annotator = ? AND state = ?`, f.Annotator, state)
			q.within(f)
		}
	}
	return q.text.String(), q.args, terms
}

// among returns how documents in any of some states are told apart by the sets in the states returned: what has no set
// is new.
func among(wanted []annotate.State) (in string, states []annotate.State) {
	if !slices.Contains(wanted, annotate.StateNew) {
		return `IN`, wanted
	}
	return `NOT IN`, slices.DeleteFunc(slices.Clone(annotate.States), func(s annotate.State) bool { return slices.Contains(wanted, s) })
}

// selecting is a query for numbers of documents while it is written.
type selecting struct {
	text strings.Builder
	args []any
	seq  string // the column with the number
	glue string // before the next condition
}

func (q *selecting) from(table, seq string) {
	q.seq, q.glue = seq, ` WHERE `
	q.text.WriteString(`SELECT ` + seq + ` AS seq FROM ` + table)
}

func (q *selecting) where(condition string, args ...any) {
	q.text.WriteString(q.glue + condition)
	q.glue = ` AND `
	q.args = append(q.args, args...)
}

func (q *selecting) within(f Filter) {
	if f.After != 0 {
		q.where(q.seq+` > ?`, f.After)
	}
	if f.Before != 0 {
		q.where(q.seq+` < ?`, f.Before)
	}
	if f.Only != nil {
		q.where(q.seq+` IN `+places(len(f.Only)), anys(f.Only)...)
	}
	if f.Assigned {
		q.where(q.seq+` IN (SELECT document FROM sets WHERE annotator = ? AND assigned <> '')`, f.Annotator)
	}
	if f.Ready {
		q.where(q.seq+` IN (SELECT document FROM sets WHERE annotator <> ? AND `+taken+` GROUP BY document HAVING min(state = 'done'))`, f.Reviewer)
	}
	if in, states := among(f.Reviewed); len(states) > 0 {
		q.where(q.seq+` `+in+` (SELECT document FROM sets WHERE annotator = ? AND state IN `+places(len(states))+`)`,
			append([]any{f.Reviewer}, anys(states)...)...)
	}
}

func (q *selecting) except() { q.text.WriteString(` EXCEPT `) }

// places returns "(?, ?, …)" for n values, "()" for none.
func places(n int) string { return `(` + strings.TrimSuffix(strings.Repeat(`?, `, n), `, `) + `)` }

func anys[T any](values []T) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v
	}
	return out
}

// Documents lists documents in the order in which they were added. A page of a hundred takes a
// few milliseconds whatever the size of the project; each document of a Search's page is read for its
// snippet, so such a page should have a Limit.
func (p *Project) Documents(ctx context.Context, f Filter) (list []Summary, err error) {
	err = p.read(ctx, "list documents", func(tx *sql.Tx) error {
		list, err = listDocuments(ctx, tx, f)
		return err
	})
	return list, err
}

func listDocuments(ctx context.Context, tx *sql.Tx, f Filter) ([]Summary, error) {
	chosen, args, terms := f.selected()
	order := ` ORDER BY 1`
	backwards := f.Before != 0 && f.Limit > 0
	if backwards {
		order += ` DESC`
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	reviewing := f.Reviewer != "" && f.Reviewer == f.Annotator
	others := `CASE WHEN ? THEN (SELECT count(*) FROM sets WHERE document = d.seq AND annotator <> ? AND ` + taken + `) ELSE 0 END`
	args = append([]any{reviewing, f.Reviewer, reviewing, f.Reviewer}, append(args, limit, f.Offset, f.Annotator, f.Reviewer)...)
	rows, err := tx.QueryContext(ctx, `SELECT d.seq, d.id, d.title, d.language, d.size, coalesce(s.state, 'new'),
		coalesce(s.assigned, ''), coalesce(g.state, 'new'), coalesce(s.quotes, 0), coalesce(s.cues, 0), coalesce(s.mentions, 0), coalesce(s.events, 0),
		`+others+`, `+strings.Replace(others, taken, `state = 'done'`, 1)+`
		FROM (`+chosen+order+` LIMIT ? OFFSET ?) c CROSS JOIN documents d ON d.seq = c.seq
		LEFT JOIN sets s ON s.document = d.seq AND s.annotator = ?
		LEFT JOIN sets g ON g.document = d.seq AND g.annotator = ?`+order, args...)
	list, err := collect(rows, err, func(r *sql.Rows) (s Summary, err error) {
		c := &s.Counts
		return s, r.Scan(&s.Seq, &s.ID, &s.Title, &s.Language, &s.Size, &s.State, &s.Assigned, &s.Review, &c.Quotes, &c.Cues, &c.Mentions, &c.Events, &s.Others, &s.OthersDone)
	})
	if err != nil {
		return nil, err
	}
	if backwards {
		slices.Reverse(list)
	}
	if len(terms) == 0 {
		return list, nil
	}
	for i := range list {
		var text string
		if err := tx.QueryRowContext(ctx, `SELECT text FROM texts WHERE document = ?`, list[i].Seq).Scan(&text); err != nil {
			return nil, err
		}
		list[i].Snippet = snippet(text, terms)
	}
	return list, nil
}

// Seqs returns the Seq of each document that the filter asks for, ascending, without regard to Limit and Offset.
func (p *Project) Seqs(ctx context.Context, f Filter) (list []int64, err error) {
	chosen, args, _ := f.selected()
	err = p.read(ctx, "list documents", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, chosen+` ORDER BY 1`, args...)
		list, err = collect(rows, err, func(r *sql.Rows) (seq int64, err error) { return seq, r.Scan(&seq) })
		return err
	})
	return list, err
}

// CountDocuments returns how many documents the filter asks for, without regard to Limit and Offset.
func (p *Project) CountDocuments(ctx context.Context, f Filter) (n int, err error) {
	chosen, args, _ := f.selected()
	err = p.read(ctx, "count documents", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, `SELECT count(*) FROM (`+chosen+`)`, args...).Scan(&n)
	})
	return n, err
}

// CountStates returns how many documents are in each state for the annotator. Every state is a key.
func (p *Project) CountStates(ctx context.Context, annotator annotate.AnnotatorID) (map[annotate.State]int, error) {
	counts := map[annotate.State]int{}
	for _, s := range annotate.States {
		counts[s] = 0
	}
	err := p.read(ctx, "count documents by state", func(tx *sql.Tx) error {
		var rest int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM documents`).Scan(&rest); err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx,
			`SELECT state, count(*) FROM sets WHERE annotator = ? AND state <> 'new' GROUP BY state`, annotator)
		_, err = collect(rows, err, func(r *sql.Rows) (none struct{}, err error) {
			var s annotate.State
			var n int
			if err := r.Scan(&s, &n); err != nil {
				return none, err
			}
			counts[s] = n
			rest -= n
			return none, nil
		})
		counts[annotate.StateNew] = rest
		return err
	})
	if err != nil {
		return nil, err
	}
	return counts, nil
}
