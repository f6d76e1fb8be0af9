package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
)

// Stored is a set as it lies in the project, for those who pass on what is in it and ask nothing about places.
type Stored struct {
	Document    *annotate.Document
	Annotator   annotate.AnnotatorID
	State       annotate.State
	Assigned    annotate.Assignment
	Annotations []*annotate.Annotation // in no order
	Decisions   []*annotate.Decision   // in no order
	Comments    []*annotate.Comment    // in no order
	Entities    []*annotate.Entity     // by ID, those that annotations refer to, where they were asked for; others may hold them, too
}

// Set returns the set. It takes over what is stored.
func (s *Stored) Set() *annotate.Set {
	set := annotate.NewSet(s.Document, s.Annotator, s.State, s.Annotations)
	set.Hold(s.Decisions, s.Comments)
	set.Give(s.Assigned)
	return set
}

// StoredSets gives the sets of the selection as [Project.Sets] does, at less than a tenth of the cost. Annotations of one
// set lie in memory together, and may share their attributes.
func (p *Project) StoredSets(ctx context.Context, sel Selection) iter.Seq2[*Stored, error] {
	return func(yield func(*Stored, error) bool) {
		enough := false // the caller had; an error that comes after that, of a context it ended, is not for it
		err := p.read(ctx, "read sets", func(tx *sql.Tx) error {
			return eachStored(ctx, tx, sel, func(s *Stored, err error) bool {
				enough = !yield(s, err)
				return !enough
			})
		})
		if err != nil && !enough {
			yield(nil, err)
		}
	}
}

// errStopped ends a walk whose caller has had enough.
var errStopped = errors.New("stopped")

// mostPacked is how many annotations of a set come in one piece; those of larger sets come row by row.
const mostPacked = 20_000

// The annotations of a set come in one piece of text, for a row of its own costs the driver more than all that
// is in it. Between values and between annotations stand bytes that no text in UTF-8 has.
const (
	valueEnd      = "\xff"
	annotationEnd = "\xfe"
	scoreUnit     = 1 << 62 // a score is a whole number of them, unless it is very small
	// oddScore stands in place of one that is not: the set is then read row by row.
	oddScore = "?"
)

// packed is the SQL of an annotation as a piece, in the order in which [unpacking] takes it apart; the entity comes last,
// and is left out where there is none. Its parameters are valueEnd, scoreUnit and oddScore, numbered.
const (
	packedHead  = `concat_ws(?1, id, type, spans, args, attrs, note, `
	packed      = packedHead + packedScore + `, origin, rule, evidence, entity)`
	packedScore = `iif(score, CASE WHEN CAST(score * ?2 AS INTEGER) = score * ?2 AND abs(score) <= 1 THEN CAST(score * ?2 AS INTEGER) ELSE ?3 END, '')`
	// packedPlain is packed without what made it.
	packedPlain = packedHead + `entity)`
)

func eachStored(ctx context.Context, tx *sql.Tx, sel Selection, yield func(*Stored, error) bool) error {
	args := []any{valueEnd, float64(scoreUnit), oddScore, annotationEnd, mostPacked}
	var ofSet, ofDocument string
	narrow := func(to *string, column string, values string, err error, n int) error {
		if n > 0 {
			args = append(args, values)
			*to += fmt.Sprintf(` AND %s IN (SELECT value FROM json_each(?%d))`, column, len(args))
		}
		return err
	}
	annotators, err := list(sel.Annotators)
	if err = narrow(&ofSet, `s.annotator`, annotators, err, len(sel.Annotators)); err != nil {
		return err
	}
	states, err := list(sel.States)
	if err = narrow(&ofSet, `s.state`, states, err, len(sel.States)); err != nil {
		return err
	}
	documents, err := list(sel.Documents)
	if err = narrow(&ofDocument, `d.id`, documents, err, len(sel.Documents)); err != nil {
		return err
	}

	columns, piece := documentColumns, packed
	if sel.NoBlocks {
		columns = plainColumns
	}
	if sel.NoOrigins {
		piece = packedPlain
	}
	texts, err := tx.QueryContext(ctx, `SELECT d.seq, `+columns+` FROM documents d JOIN texts t ON t.document = d.seq
		WHERE EXISTS (SELECT 1 FROM sets s WHERE s.document = d.seq`+ofSet+`)`+ofDocument+` ORDER BY d.seq`, args...)
	if err != nil {
		return err
	}
	defer texts.Close()
	sets, err := tx.QueryContext(ctx, `SELECT s.seq, s.document, s.annotator, s.state, s.assigned, `+saysMore+`,
			CASE WHEN s.quotes + s.cues + s.mentions + s.events <= ?5 THEN
				coalesce((SELECT group_concat(`+piece+`, ?4) FROM annotations NOT INDEXED WHERE owner = s.seq), '') END
		FROM documents d CROSS JOIN sets s ON s.document = d.seq WHERE 1`+ofSet+ofDocument+` ORDER BY d.seq, s.annotator`, args...)
	if err != nil {
		return err
	}
	defer sets.Close()

	r := newUnpacking(sel)
	var doc *annotate.Document
	var at int64
	for sets.Next() {
		var seq, document int64
		var more bool
		var piece sql.NullString
		s := &Stored{}
		if err := sets.Scan(&seq, &document, &s.Annotator, &s.State, &s.Assigned, &more, &piece); err != nil {
			return err
		}
		for doc == nil || at != document {
			if !texts.Next() {
				return errors.Join(texts.Err(), fmt.Errorf("%w: set %d is of document %d, which is missing", ErrDamaged, seq, document))
			}
			if doc, err = scanDocument(texts, &at); err != nil {
				return err
			}
		}
		s.Document = doc
		if err := s.read(ctx, tx, r, seq, piece, more); err != nil {
			return fmt.Errorf("%s in document %s: %w", s.Annotator, doc.ID, err)
		}
		if sel.Entities {
			if s.Entities, err = r.entities(ctx, tx, s.Annotations); err != nil {
				return fmt.Errorf("%s in document %s: %w", s.Annotator, doc.ID, err)
			}
		}
		if !yield(s, nil) {
			return errStopped
		}
	}
	return sets.Err()
}

// read fills a stored set with what it holds.
func (s *Stored) read(ctx context.Context, q querier, r *unpacking, seq int64, piece sql.NullString, more bool) error {
	whole := piece.Valid
	var err error
	if whole {
		s.Annotations, whole, err = r.annotations(piece.String, s.Document.Text)
	}
	if err == nil && !whole {
		s.Annotations, err = readAnnotations(ctx, q, seq, s.Document.Text)
		for _, a := range s.Annotations {
			if r.plain {
				a.Origin = annotate.Origin{}
			}
		}
	}
	if err == nil && more {
		var x said
		x, err = readSaid(ctx, q, seq, s.Document.Text)
		s.Decisions, s.Comments = x.decisions, x.comments
	}
	return err
}

// unpacking reads pieces. It remembers the words and entities that come again and again.
type unpacking struct {
	plain bool // pieces are [packedPlain]
	words map[string]string
	attrs map[string]map[string]string
	known map[annotate.ID]*annotate.Entity
	// looked says that all entities were read if they are few.
	looked bool

	passing bool // a set is good until the next is asked for
	list    []*annotate.Annotation
	room    []annotate.Annotation
	spans   []annotate.Span
	args    []annotate.Arg
}

func newUnpacking(sel Selection) *unpacking {
	return &unpacking{plain: sel.NoOrigins, passing: sel.Passing, looked: len(sel.Documents) > 0, words: map[string]string{}, attrs: map[string]map[string]string{}, known: map[annotate.ID]*annotate.Entity{}}
}

// mostRemembered is how many words, and how many values of the attributes of an annotation, are remembered.
const mostRemembered = 4096

// word returns a string that does not hold the piece that it stands in.
func (r *unpacking) word(s string) string {
	if s == "" {
		return ""
	}
	if w, ok := r.words[s]; ok {
		return w
	}
	s = strings.Clone(s)
	if len(r.words) < mostRemembered {
		r.words[s] = s
	}
	return s
}

// annotations reads a piece; whole is false where something in it has to be read otherwise.
func (r *unpacking) annotations(piece, text string) (list []*annotate.Annotation, whole bool, err error) {
	if piece == "" {
		return nil, true, nil
	}
	n := strings.Count(piece, annotationEnd) + 1
	list, room, spans, args := r.space(n)
	for i := range room {
		one, rest, _ := strings.Cut(piece, annotationEnd)
		piece = rest
		a := &room[i]
		id, one, _ := strings.Cut(one, valueEnd)
		typ, one, _ := strings.Cut(one, valueEnd)
		a.ID, a.Type = annotate.ID(id), r.word(typ)
		from := len(spans)
		var ok bool
		if spans, one, ok = appendSpans(spans, one); !ok {
			var all string
			if all, one, ok = strings.Cut(one, valueEnd); !ok {
				return nil, false, nil
			}
			s, err := decode[spansJSON]("spans of "+id, all)
			if err != nil {
				return nil, true, err
			}
			spans = append(spans[:from], s.spans()...)
		}
		a.Spans = spans[from:len(spans):len(spans)]
		if some := len(args); !strings.HasPrefix(one, `[]`+valueEnd) {
			if args, one, ok = r.appendArgs(args, one); !ok {
				var all string
				if all, one, ok = strings.Cut(one, valueEnd); !ok {
					return nil, false, nil
				}
				x, err := decode[[]argJSON]("arguments of "+id, all)
				if err != nil {
					return nil, true, err
				}
				args = append(args[:some], argsFromJSON(x)...)
			}
			if some < len(args) {
				a.Args = args[some:len(args):len(args)]
			}
		} else {
			one = one[len(`[]`+valueEnd):]
		}
		attrs, one, ok := strings.Cut(one, valueEnd)
		if !ok {
			return nil, false, nil
		}
		if attrs != `{}` {
			if a.Attrs, err = r.attributes(id, attrs); err != nil {
				return nil, true, err
			}
		}
		if !r.rest(a, one) {
			return nil, false, nil
		}
		if err := fits(a, text); err != nil {
			return nil, true, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		list[i] = a
	}
	if r.passing {
		r.spans, r.args = spans, args
	}
	return list, true, nil
}

// space returns memory for so many annotations: that of the last set, where sets pass.
func (r *unpacking) space(n int) ([]*annotate.Annotation, []annotate.Annotation, []annotate.Span, []annotate.Arg) {
	if !r.passing || n > cap(r.room) {
		r.list, r.room = make([]*annotate.Annotation, n), make([]annotate.Annotation, n)
		r.spans, r.args = make([]annotate.Span, 0, n+n/8), make([]annotate.Arg, 0, n)
	}
	clear(r.room[:n])
	return r.list[:n], r.room[:n], r.spans[:0], r.args[:0]
}

// rest reads what most annotations have not, and the entity; ok is false where it has to be read otherwise.
func (r *unpacking) rest(a *annotate.Annotation, rest string) (ok bool) {
	const nothing = valueEnd + valueEnd + valueEnd + valueEnd // between no note, score, origin, rule and evidence
	if r.plain {
		var entity string
		a.Note, entity, _ = strings.Cut(rest, valueEnd)
		a.Entity = r.entity(entity)
		return true
	}
	if after, none := strings.CutPrefix(rest, nothing); none {
		if after == "" {
			return true
		}
		if entity, ok := strings.CutPrefix(after, valueEnd); ok {
			a.Entity = r.entity(entity)
			return true
		}
	}
	v := strings.Split(rest, valueEnd)
	if len(v) < 5 || len(v) > 6 || v[1] == oddScore {
		return false
	}
	if v[1] != "" {
		n, err := strconv.ParseInt(v[1], 10, 64)
		if err != nil {
			return false
		}
		a.Origin.Score = float64(n) / scoreUnit
	}
	a.Note = v[0]
	a.Origin.Annotator, a.Origin.Rule, a.Origin.Evidence = annotate.AnnotatorID(r.word(v[2])), r.word(v[3]), r.word(v[4])
	if len(v) == 6 {
		a.Entity = r.entity(v[5])
	}
	return true
}

// entity returns the identity of an entity, as the entity has it where it is known.
func (r *unpacking) entity(id string) annotate.ID {
	if e := r.known[annotate.ID(id)]; e != nil {
		return e.ID
	}
	return annotate.ID(r.word(id))
}

// mostKnown is how many entities are remembered, of which a project may have millions.
const mostKnown = 1 << 14

// entities returns the entities that annotations refer to, by ID.
func (r *unpacking) entities(ctx context.Context, q querier, of []*annotate.Annotation) ([]*annotate.Entity, error) {
	var ids, missing []annotate.ID
	for _, a := range of {
		if a.Entity != "" {
			ids = append(ids, a.Entity)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	if !r.looked {
		r.looked = true
		r.few(ctx, q)
	}
	if len(r.known) > mostKnown {
		clear(r.known)
	}
	for _, id := range ids {
		if r.known[id] == nil {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		read, err := readEntities(ctx, q, missing)
		if err != nil {
			return nil, err
		}
		for _, e := range read {
			r.known[e.ID] = e
		}
	}
	out := make([]*annotate.Entity, 0, len(ids))
	for _, id := range ids {
		e := r.known[id]
		if e == nil {
			return nil, fmt.Errorf("%w: entity %s is not there", ErrDamaged, id)
		}
		out = append(out, e)
	}
	return out, nil
}

// fewEntities is how many entities of a project are read at once, before it is asked which.
const fewEntities = 1 << 12

// few reads all entities if they are few. What is wrong with one is said when it is asked for.
func (r *unpacking) few(ctx context.Context, q querier) {
	var n int
	if q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM entities LIMIT ?)`, fewEntities+1).Scan(&n) != nil || n > fewEntities {
		return
	}
	rows, err := q.QueryContext(ctx, `SELECT `+entityColumns+` FROM entities`)
	all, _ := collect(rows, err, func(r *sql.Rows) (*annotate.Entity, error) { return scanEntity(r) })
	for _, e := range all {
		r.known[e.ID] = e
	}
}

func (r *unpacking) attributes(id, text string) (map[string]string, error) {
	if m, ok := r.attrs[text]; ok {
		return m, nil
	}
	m, err := decode[map[string]string]("attributes of "+id, text)
	if err == nil && len(r.attrs) < mostRemembered {
		r.attrs[strings.Clone(text)] = m
	}
	return m, err
}

// appendSpans reads spans as Quoth writes them, [[1,2],[3,4]], with the end of the value behind them; ok is false where they
// are written otherwise.
func appendSpans(to []annotate.Span, text string) (out []annotate.Span, rest string, ok bool) {
	if !strings.HasPrefix(text, "[") {
		return to, text, false
	}
	for at := text[1:]; ; at = at[1:] {
		var s annotate.Span
		if !strings.HasPrefix(at, "[") {
			return to, text, false
		}
		if s.Start, at, ok = number(at[1:]); !ok || !strings.HasPrefix(at, ",") {
			return to, text, false
		}
		if s.End, at, ok = number(at[1:]); !ok || len(at) < 2 || at[0] != ']' {
			return to, text, false
		}
		to = append(to, s)
		switch at = at[1:]; at[0] {
		case ']':
			rest, ok = strings.CutPrefix(at[1:], valueEnd)
			if !ok {
				rest = text
			}
			return to, rest, ok
		case ',':
		default:
			return to, text, false
		}
	}
}

// number reads a whole number of at most so many digits as are surely an int.
func number(text string) (n int, rest string, ok bool) {
	i := 0
	for i < len(text) && i < 10 && '0' <= text[i] && text[i] <= '9' {
		n = 10*n + int(text[i]-'0')
		i++
	}
	return n, text[i:], i > 0
}

// appendArgs reads arguments as Quoth writes them, [{"role":"speaker","target":"…"}], with the end of the value behind
// them; ok is false where they are written otherwise.
func (r *unpacking) appendArgs(to []annotate.Arg, text string) (out []annotate.Arg, rest string, ok bool) {
	const head, between = `[{"role":"`, `","target":"`
	if !strings.HasPrefix(text, head[:1]) {
		return to, text, false
	}
	for at := text[1:]; strings.HasPrefix(at, head[1:]); at = at[1:] {
		at = at[len(head)-1:]
		role, ok := quotedWord(at)
		if !ok || !strings.HasPrefix(at[len(role):], between) {
			break
		}
		at = at[len(role)+len(between):]
		target, ok := quotedWord(at)
		if at = at[len(target):]; !ok || !strings.HasPrefix(at, `"}`) || len(at) < 4 {
			break
		}
		to = append(to, annotate.Arg{Role: r.word(role), Target: annotate.ID(target)})
		switch at = at[2:]; at[0] {
		case ']':
			if rest, ok := strings.CutPrefix(at[1:], valueEnd); ok {
				return to, rest, true
			}
			return to, text, false
		case ',':
		default:
			return to, text, false
		}
	}
	return to, text, false
}

// quotedWord returns what stands before a quotation mark; ok is false where something in it is escaped.
func quotedWord(text string) (word string, ok bool) {
	for i := range len(text) {
		switch text[i] {
		case '"':
			return text[:i], true
		case '\\':
			return "", false
		}
	}
	return "", false
}
