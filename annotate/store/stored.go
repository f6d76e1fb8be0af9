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

// packed is the SQL of an annotation as a piece. What most annotations have not is left out with its ends.
// Its parameters are valueEnd, scoreUnit and oddScore, numbered.
const packed = `concat_ws(?1, id, type, coalesce(entity, ''), spans, args, attrs,
	CASE WHEN note = '' AND origin = '' AND rule = '' AND score = 0 AND evidence = '' THEN NULL ELSE
		concat_ws(?1, note, origin, rule, evidence,
		CASE WHEN CAST(score * ?2 AS INTEGER) = score * ?2 AND abs(score) <= 1 THEN CAST(score * ?2 AS INTEGER) ELSE ?3 END) END)`

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

	texts, err := tx.QueryContext(ctx, `SELECT d.seq, `+documentColumns+` FROM documents d JOIN texts t ON t.document = d.seq
		WHERE EXISTS (SELECT 1 FROM sets s WHERE s.document = d.seq`+ofSet+`)`+ofDocument+` ORDER BY d.seq`, args...)
	if err != nil {
		return err
	}
	defer texts.Close()
	sets, err := tx.QueryContext(ctx, `SELECT s.seq, s.document, s.annotator, s.state, s.assigned, `+saysMore+`,
			CASE WHEN s.quotes + s.cues + s.mentions + s.events <= ?5 THEN
				coalesce((SELECT group_concat(`+packed+`, ?4) FROM annotations NOT INDEXED WHERE owner = s.seq), '') END
		FROM documents d CROSS JOIN sets s ON s.document = d.seq WHERE 1`+ofSet+ofDocument+` ORDER BY d.seq, s.annotator`, args...)
	if err != nil {
		return err
	}
	defer sets.Close()

	r := unpacking{words: map[string]string{}, attrs: map[string]map[string]string{}, known: map[annotate.ID]*annotate.Entity{}}
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
		if err := s.read(ctx, tx, &r, seq, piece, more); err != nil {
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
	words map[string]string
	attrs map[string]map[string]string
	known map[annotate.ID]*annotate.Entity
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
	list = make([]*annotate.Annotation, 0, n)
	room := make([]annotate.Annotation, n)
	spans := make([]annotate.Span, 0, n+n/8)
	var args []annotate.Arg
	for one := range strings.SplitSeq(piece, annotationEnd) {
		if len(list) == n {
			break
		}
		a := &room[len(list)]
		var value [6]string
		rest, more := one, true
		for i := range value {
			if !more {
				return nil, false, nil
			}
			value[i], rest, more = strings.Cut(rest, valueEnd)
		}
		a.ID, a.Type, a.Entity = annotate.ID(value[0]), r.word(value[1]), annotate.ID(r.word(value[2]))
		from := len(spans)
		var ok bool
		if spans, ok = appendSpans(spans, value[3]); !ok {
			s, err := decode[spansJSON]("spans of "+value[0], value[3])
			if err != nil {
				return nil, true, err
			}
			spans = append(spans[:from], s.spans()...)
		}
		a.Spans = spans[from:len(spans):len(spans)]
		if value[4] != `[]` {
			from := len(args)
			if args, ok = r.appendArgs(args, value[4]); !ok {
				x, err := decode[[]argJSON]("arguments of "+value[0], value[4])
				if err != nil {
					return nil, true, err
				}
				args = append(args[:from], argsFromJSON(x)...)
			}
			if from < len(args) {
				a.Args = args[from:len(args):len(args)]
			}
		}
		if value[5] != `{}` {
			if a.Attrs, err = r.attributes(value[0], value[5]); err != nil {
				return nil, true, err
			}
		}
		if more {
			if whole = r.rest(a, rest); !whole {
				return nil, false, nil
			}
		}
		if err := fits(a, text); err != nil {
			return nil, true, fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		list = append(list, a)
	}
	return list, true, nil
}

// rest reads what most annotations have not.
func (r *unpacking) rest(a *annotate.Annotation, rest string) bool {
	v := strings.Split(rest, valueEnd)
	if len(v) != 5 || v[4] == oddScore {
		return false
	}
	n, err := strconv.ParseInt(v[4], 10, 64)
	if err != nil {
		return false
	}
	a.Note = v[0]
	a.Origin = annotate.Origin{Annotator: annotate.AnnotatorID(r.word(v[1])), Rule: r.word(v[2]), Evidence: r.word(v[3]), Score: float64(n) / scoreUnit}
	return true
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

// appendSpans reads spans as Quoth writes them, [[1,2],[3,4]]; ok is false where they are written otherwise.
func appendSpans(to []annotate.Span, text string) (out []annotate.Span, ok bool) {
	if !strings.HasPrefix(text, "[") {
		return to, false
	}
	for text = text[1:]; ; {
		var s annotate.Span
		if !strings.HasPrefix(text, "[") {
			return to, false
		}
		if s.Start, text, ok = number(text[1:]); !ok || !strings.HasPrefix(text, ",") {
			return to, false
		}
		if s.End, text, ok = number(text[1:]); !ok || !strings.HasPrefix(text, "]") {
			return to, false
		}
		to = append(to, s)
		switch text = text[1:]; {
		case text == "]":
			return to, true
		case !strings.HasPrefix(text, ","):
			return to, false
		}
		text = text[1:]
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

// appendArgs reads arguments as Quoth writes them, [{"role":"speaker","target":"…"}]; ok is false where they are
// written otherwise.
func (r *unpacking) appendArgs(to []annotate.Arg, text string) (out []annotate.Arg, ok bool) {
	text, ok = strings.CutPrefix(text, `[`)
	for ok {
		var role, target string
		if text, ok = strings.CutPrefix(text, `{"role":"`); !ok {
			break
		}
		if role, text, ok = strings.Cut(text, `","target":"`); !ok {
			break
		}
		if target, text, ok = strings.Cut(text, `"}`); !ok {
			break
		}
		if strings.ContainsAny(role, `\"`) || strings.ContainsAny(target, `\"`) {
			break
		}
		to = append(to, annotate.Arg{Role: r.word(role), Target: annotate.ID(target)})
		if text == `]` {
			return to, true
		}
		text, ok = strings.CutPrefix(text, `,`)
	}
	return to, false
}
