package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
)

// What is in a set besides annotations: what its owner decided about others' annotations, and what they said.

const (
	decisionColumns = `annotator, about, type, spans, verdict, result, reason, within, seen`
	commentColumns  = `id, annotator, about, spans, reply_to, author, time, text, standing`
)

func (w *writing) editDecision(set *setRow, before, after *annotate.Decision) error {
	x := cmp.Or(after, before)
	if before != nil && after != nil && (before.Annotator != after.Annotator || before.About != after.About) {
		return errors.New("it would make a decision about another annotation of it")
	}
	if x.Annotator == "" || x.About == "" {
		return errors.New("a decision must be about an annotation of somebody's")
	}
	have, err := w.decision(set, x.Annotator, x.About)
	if err != nil {
		return err
	}
	if !have.Equal(before) {
		return conflict(fmt.Sprintf("decision about %s of %s", x.About, x.Annotator), againstProject.differingDecisions(have, before))
	}
	if after != nil {
		if err := w.inText(set, "the decision about "+string(after.About), after.Spans); err != nil {
			return err
		}
		return w.putDecision(set.seq, after)
	}
	remove, err := w.statement(`DELETE FROM decisions WHERE owner = ? AND annotator = ? AND about = ?`)
	if err == nil {
		_, err = remove.ExecContext(w.ctx, set.seq, x.Annotator, x.About)
	}
	return err
}

// inText returns nil, or that a change remembers a place that is none in the document of the set.
func (w *writing) inText(set *setRow, what string, spans []annotate.Span) error {
	text, err := set.text()
	if err != nil {
		return err
	}
	end := 0
	for _, s := range spans {
		if s.Start < end || s.End <= s.Start || s.End > len(text) || !onRunes(text, s) {
			return fmt.Errorf("%s: %d-%d is no place in a text of %d bytes", what, s.Start, s.End, len(text))
		}
		end = s.End
	}
	return nil
}

// decision returns a decision of the set as the edits so far leave it, or nil.
func (w *writing) decision(set *setRow, annotator annotate.AnnotatorID, about annotate.ID) (*annotate.Decision, error) {
	query, err := w.statement(`SELECT ` + decisionColumns + ` FROM decisions WHERE owner = ? AND annotator = ? AND about = ?`)
	if err != nil {
		return nil, err
	}
	d, err := scanDecision(query.QueryRowContext(w.ctx, set.seq, annotator, about))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return d, err
}

func (w *writing) putDecision(owner int64, d *annotate.Decision) error {
	spans, err := encode(spansToJSON(d.Spans))
	if err != nil {
		return err
	}
	seen := ""
	if d.Seen != nil {
		if seen, err = encode(contentToJSON(d.Seen)); err != nil {
			return err
		}
	}
	put, err := w.statement(`INSERT INTO decisions (owner, ` + decisionColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (owner, annotator, about) DO UPDATE SET type = excluded.type, spans = excluded.spans,
		verdict = excluded.verdict, result = excluded.result, reason = excluded.reason, within = excluded.within, seen = excluded.seen`)
	if err == nil {
		_, err = put.ExecContext(w.ctx, owner, d.Annotator, d.About, d.Type, spans, d.Verdict, d.Result, d.Reason, d.Within, seen)
	}
	return err
}

func (w *writing) editComment(set *setRow, before, after *annotate.Comment) error {
	id, err := identity(before, after, func(c *annotate.Comment) annotate.ID { return c.ID })
	if err != nil {
		return err
	}
	have, err := w.comment(set, id)
	if err != nil {
		return err
	}
	if !have.Equal(before) {
		return conflict("comment "+string(id), againstProject.differingComments(have, before))
	}
	if after != nil {
		if err := w.inText(set, "comment "+string(after.ID), after.Spans); err != nil {
			return err
		}
		return w.putComment(set.seq, after)
	}
	remove, err := w.statement(`DELETE FROM comments WHERE owner = ? AND id = ?`)
	if err == nil {
		_, err = remove.ExecContext(w.ctx, set.seq, id)
	}
	return err
}

// comment returns a comment of the set as the edits so far leave it, or nil.
func (w *writing) comment(set *setRow, id annotate.ID) (*annotate.Comment, error) {
	query, err := w.statement(`SELECT ` + commentColumns + ` FROM comments WHERE owner = ? AND id = ?`)
	if err != nil {
		return nil, err
	}
	c, err := scanComment(query.QueryRowContext(w.ctx, set.seq, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return c, err
}

func (w *writing) putComment(owner int64, c *annotate.Comment) error {
	spans, err := encode(spansToJSON(c.Spans))
	if err != nil {
		return err
	}
	put, err := w.statement(`INSERT INTO comments (owner, ` + commentColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (owner, id) DO UPDATE SET annotator = excluded.annotator, about = excluded.about, spans = excluded.spans,
		reply_to = excluded.reply_to, author = excluded.author, time = excluded.time, text = excluded.text, standing = excluded.standing`)
	if err == nil {
		_, err = put.ExecContext(w.ctx, owner, c.ID, c.Annotator, c.About, spans, c.ReplyTo, c.Author,
			c.Time.UTC().Format(timeLayout), c.Text, c.Standing)
	}
	return err
}

// said is what is in a set besides annotations.
type said struct {
	decisions []*annotate.Decision
	comments  []*annotate.Comment
}

// readSaid reads what is in a set besides annotations, and makes sure that the places lie in the text.
func readSaid(ctx context.Context, q querier, owner int64, text string) (s said, err error) {
	rows, err := q.QueryContext(ctx, `SELECT `+decisionColumns+` FROM decisions WHERE owner = ?`, owner)
	if s.decisions, err = collect(rows, err, func(r *sql.Rows) (*annotate.Decision, error) {
		d, err := scanDecision(r)
		if err == nil {
			err = inText("the decision about "+string(d.About), d.Spans, text)
		}
		return d, err
	}); err != nil {
		return s, err
	}
	rows, err = q.QueryContext(ctx, `SELECT `+commentColumns+` FROM comments WHERE owner = ?`, owner)
	s.comments, err = collect(rows, err, func(r *sql.Rows) (*annotate.Comment, error) {
		c, err := scanComment(r)
		if err == nil {
			err = inText("comment "+string(c.ID), c.Spans, text)
		}
		return c, err
	})
	return s, err
}

// inText returns nil, or that a place that is remembered is none in the text.
func inText(what string, spans []annotate.Span, text string) error {
	for _, s := range spans {
		if s.End > len(text) || !onRunes(text, s) {
			return fmt.Errorf("%w: %s: %d-%d is no place in a text of %d bytes", ErrDamaged, what, s.Start, s.End, len(text))
		}
	}
	return nil
}

func scanDecision(r scanner) (*annotate.Decision, error) {
	d := &annotate.Decision{}
	var spans, seen string
	err := r.Scan(&d.Annotator, &d.About, &d.Type, &spans, &d.Verdict, &d.Result, &d.Reason, &d.Within, &seen)
	if err != nil {
		return nil, err
	}
	if seen != "" {
		c, err := decode[contentJSON]("what was seen of "+string(d.About), seen)
		if err != nil {
			return nil, err
		}
		d.Seen = c.content()
	}
	d.Spans, err = soundSpans("spans of the decision about "+string(d.About), spans)
	return d, err
}

func scanComment(r scanner) (*annotate.Comment, error) {
	c := &annotate.Comment{}
	var spans, at string
	if err := r.Scan(&c.ID, &c.Annotator, &c.About, &spans, &c.ReplyTo, &c.Author, &at, &c.Text, &c.Standing); err != nil {
		return nil, err
	}
	var err error
	if c.Time, err = time.Parse(timeLayout, at); err != nil {
		return nil, fmt.Errorf("%w: time of comment %s: %w", ErrDamaged, c.ID, err)
	}
	c.Spans, err = soundSpans("spans of comment "+string(c.ID), spans)
	return c, err
}

// soundSpans reads the spans of a place that is remembered; they ascend and hold something.
func soundSpans(what, text string) ([]annotate.Span, error) {
	s, err := decode[spansJSON](what, text)
	if err != nil {
		return nil, err
	}
	end := 0
	for _, x := range s {
		if x[0] < end || x[1] <= x[0] {
			return nil, fmt.Errorf("%w: %s: %s", ErrDamaged, what, text)
		}
		end = x[1]
	}
	return s.place(), nil
}

// Asked says which decisions or comments are asked for. Each field that is empty lets all through.
type Asked struct {
	By        []annotate.AnnotatorID // whose they are
	About     []annotate.AnnotatorID // whose annotations they are about
	Documents []annotate.DocumentID
	Verdicts  []annotate.Verdict // of decisions
}

func (a Asked) where(verdicts bool) (string, []any, error) {
	var conditions []string
	var args []any
	var errs []error
	narrow := func(column string, n int, values string, err error) {
		if n > 0 {
			conditions, args = append(conditions, column+` IN (SELECT value FROM json_each(?))`), append(args, values)
			errs = append(errs, err)
		}
	}
	by, err := list(a.By)
	narrow(`s.annotator`, len(a.By), by, err)
	about, err := list(a.About)
	narrow(`x.annotator`, len(a.About), about, err)
	documents, err := list(a.Documents)
	narrow(`d.id`, len(a.Documents), documents, err)
	if verdicts {
		v, err := list(a.Verdicts)
		narrow(`x.verdict`, len(a.Verdicts), v, err)
	}
	if len(conditions) == 0 {
		return ``, nil, errors.Join(errs...)
	}
	return ` WHERE ` + strings.Join(conditions, ` AND `), args, errors.Join(errs...)
}

// Decided is a decision and where it is: in whose set of which document.
type Decided struct {
	*annotate.Decision
	Document annotate.DocumentID
	Seq      int64  // of the document; see [Filter].After
	Title    string // of the document
	By       annotate.AnnotatorID
	Gone     bool // the annotation that it led to was removed since
}

// Decisions lists decisions, by document in the order of adding and then by whose they are.
func (p *Project) Decisions(ctx context.Context, a Asked) (all []Decided, err error) {
	where, args, err := a.where(true)
	if err != nil {
		return nil, err
	}
	err = p.read(ctx, "list decisions", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id, d.seq, d.title, s.annotator,
			x.result <> '' AND NOT EXISTS (SELECT 1 FROM annotations n WHERE n.owner = x.owner AND n.id = x.result),
			x.`+strings.ReplaceAll(decisionColumns, `, `, `, x.`)+`
			FROM decisions x JOIN sets s ON s.seq = x.owner JOIN documents d ON d.seq = s.document`+where+`
			ORDER BY d.seq, s.annotator, x.annotator, x.about`, args...)
		all, err = collect(rows, err, func(r *sql.Rows) (x Decided, err error) {
			x.Decision, err = scanDecision(after{r, []any{&x.Document, &x.Seq, &x.Title, &x.By, &x.Gone}})
			return x, err
		})
		return err
	})
	return all, err
}

// Missed is something that the reviewer took from others and that an annotator did not mark.
type Missed struct {
	Document annotate.DocumentID
	Seq      int64  // of the document; see [Filter].After
	Title    string // of the document
	By       annotate.AnnotatorID
	Result   annotate.ID // the annotation in that one's set
	Type     string
	Spans    []annotate.Span
}

// Missed lists what gold took from others in the documents that an annotator is done with, and about which there
// is no decision that leads there from anything of the annotator's: by document in the order of adding. What was
// removed since is left out. Only of some documents, where any are named.
func (p *Project) Missed(ctx context.Context, annotator annotate.AnnotatorID, documents ...annotate.DocumentID) (all []Missed, err error) {
	only := ""
	args := []any{annotate.Gold, annotator}
	if len(documents) > 0 {
		ids, err := encode(documents)
		if err != nil {
			return nil, err
		}
		only, args = ` AND d.id IN (SELECT value FROM json_each(?))`, append(args, ids)
	}
	err = p.read(ctx, "list what was missed", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id, d.seq, d.title, s.annotator, n.id, n.type, n.spans
			FROM sets mine CROSS JOIN documents d ON d.seq = mine.document
			CROSS JOIN sets s ON s.document = d.seq AND s.annotator = ? AND s.annotator <> mine.annotator
			CROSS JOIN decisions x ON x.owner = s.seq
			CROSS JOIN annotations n ON n.owner = s.seq AND n.id = x.result
			WHERE mine.annotator = ? AND mine.state = 'done'`+only+`
			GROUP BY d.seq, s.seq, n.id HAVING sum(x.annotator = mine.annotator) = 0
			ORDER BY d.seq, n.start, n.id`, args...)
		all, err = collect(rows, err, func(r *sql.Rows) (m Missed, err error) {
			var spans string
			if err := r.Scan(&m.Document, &m.Seq, &m.Title, &m.By, &m.Result, &m.Type, &spans); err != nil {
				return m, err
			}
			m.Spans, err = soundSpans("spans of "+string(m.Result), spans)
			return m, err
		})
		return err
	})
	return all, err
}

// Said is a comment and where it is: in whose set of which document.
type Said struct {
	annotate.Said
	Document annotate.DocumentID
	Seq      int64  // of the document; see [Filter].After
	Title    string // of the document
}

// Comments lists comments, by document in the order of adding and then in the order of time.
func (p *Project) Comments(ctx context.Context, a Asked) (all []Said, err error) {
	where, args, err := a.where(false)
	if err != nil {
		return nil, err
	}
	err = p.read(ctx, "list comments", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT d.id, d.seq, d.title, s.annotator, x.`+strings.ReplaceAll(commentColumns, `, `, `, x.`)+`
			FROM comments x JOIN sets s ON s.seq = x.owner JOIN documents d ON d.seq = s.document`+where+`
			ORDER BY d.seq, x.time, x.id`, args...)
		all, err = collect(rows, err, func(r *sql.Rows) (x Said, err error) {
			x.Comment, err = scanComment(after{r, []any{&x.Document, &x.Seq, &x.Title, &x.By}})
			return x, err
		})
		return err
	})
	return all, err
}

// after scans the columns before those that somebody else scans.
type after struct {
	row    scanner
	before []any
}

func (a after) Scan(dest ...any) error { return a.row.Scan(append(a.before, dest...)...) }

// differingDecisions says in which way the decision that one side has is not the one that the other wants.
func (s sides) differingDecisions(have, want *annotate.Decision) string {
	if have == nil || want == nil {
		return s.lacking(have == nil)
	}
	return s.firstDifference([]compared{
		{"verdict", string(have.Verdict), string(want.Verdict)},
		{"result", string(have.Result), string(want.Result)},
		{"reason", string(have.Reason), string(want.Reason)},
		{"case", string(have.Within), string(want.Within)},
		{"content", contentWords(have.Seen), contentWords(want.Seen)},
		{"type", have.Type, want.Type},
		{"spans", fmt.Sprint(have.Spans), fmt.Sprint(want.Spans)},
	})
}

func contentWords(c *annotate.Content) string {
	if c == nil {
		return "not noted"
	}
	return fmt.Sprint(c.Entity, c.Args, c.Attrs)
}

func (s sides) differingComments(have, want *annotate.Comment) string {
	if have == nil || want == nil {
		return s.lacking(have == nil)
	}
	return s.firstDifference([]compared{
		{"text", have.Text, want.Text},
		{"standing", string(have.Standing), string(want.Standing)},
		{"author", have.Author, want.Author},
		{"time", have.Time.String(), want.Time.String()},
		{"thread", string(have.ReplyTo), string(want.ReplyTo)},
		{"annotation", string(have.Annotator) + " " + string(have.About), string(want.Annotator) + " " + string(want.About)},
		{"spans", fmt.Sprint(have.Spans), fmt.Sprint(want.Spans)},
	})
}

// decisionKey names a decision of a set.
type decisionKey struct {
	annotator annotate.AnnotatorID
	about     annotate.ID
}

// inKeyOrder returns decisions by whose annotation they are about, then by that.
func inKeyOrder(m map[decisionKey]*annotate.Decision) []*annotate.Decision {
	return slices.SortedFunc(maps.Values(m), func(a, b *annotate.Decision) int {
		return cmp.Or(cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.About, b.About))
	})
}

func keyOf(d *annotate.Decision) decisionKey { return decisionKey{d.Annotator, d.About} }
