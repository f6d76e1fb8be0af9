// Package assemble puts a record together from what a file says, whatever the file counts places in, and
// checks it on the way: what a reader of a format gets from here is a record that keeps the promises
// of [export.Format].
//
// Its words:
//
//   - a [Unit] is what the file counts: bytes, code points, UTF-16 units, or characters as a reader sees them.
//     Package offset alone turns one into another;
//   - an [Assembly] is a record in the making. Marks and links come in any order; a link may name what is
//     still to come. [Assembly.Record] says what is missing.
package assemble

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/export"
)

// Unit is what a file counts places in.
type Unit int

// The units.
const (
	Runes     Unit = iota // Unicode code points, as Python counts
	UTF16                 // as Java and JavaScript count
	Bytes                 // of UTF-8
	Graphemes             // characters as a reader sees them
)

func (u Unit) String() string {
	return [...]string{"code points", "UTF-16 units", "bytes of UTF-8", "characters"}[u]
}

// Place returns the byte at which place n of the unit stands.
func (u Unit) Place(t *offset.Table, n int) (int, error) {
	switch u {
	case UTF16:
		return t.FromUTF16(n)
	case Bytes:
		return t.FromBytes(n)
	case Graphemes:
		return t.FromGraphemes(n)
	}
	return t.FromRunes(n)
}

// Count returns the place, in the unit, of a byte.
func (u Unit) Count(t *offset.Table, b int) int {
	switch u {
	case UTF16:
		return t.UTF16(b)
	case Bytes:
		return b
	case Graphemes:
		return t.Graphemes(b)
	}
	return t.Runes(b)
}

// Assembly is a record in the making.
type Assembly struct {
	Doc       *annotate.Document
	Annotator annotate.AnnotatorID
	State     annotate.State
	Blocked   bool // the file says which blocks there are
	Typed     bool // the file says of which type entities are
	Kinds     map[string]annotate.Kind
	// Renumber gives all marks new identities in the order of the text: those of the file mean nothing
	// beyond it.
	Renumber bool

	unit     Unit
	places   *offset.Table // of the text as the file has it
	ends     LineEnds
	marks    []*annotate.Annotation
	byID     map[annotate.ID]*annotate.Annotation
	links    []link
	entities map[annotate.ID]*annotate.Entity
	unnamed  map[*annotate.Annotation]bool // marks that got an identity here

	room  []annotate.Annotation // for marks to come
	spans []annotate.Span       // for theirs
}

// atOnce is for how many marks room is made at once.
const atOnce = 16

type link struct {
	from     *annotate.Annotation
	role     string
	to       annotate.ID
	position string // in the file, for messages
}

// New begins a record of a text.
func New(text string, unit Unit) (*Assembly, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("the text is not UTF-8")
	}
	if strings.TrimSpace(text) == "" {
		return nil, errors.New("the record has no text")
	}
	a := &Assembly{unit: unit, byID: make(map[annotate.ID]*annotate.Annotation, 2*atOnce), entities: map[annotate.ID]*annotate.Entity{}, unnamed: map[*annotate.Annotation]bool{}}
	plain := text
	if strings.Contains(text, "\r") {
		plain, a.ends = EndLines(text)
	}
	a.Doc = &annotate.Document{ID: annotate.DocumentIDOf(plain), Text: plain}
	if plain == text {
		a.places = a.Doc.Offsets()
	} else {
		a.places = offset.New(text)
	}
	return a, nil
}

// Span turns a range of the file's unit into one of the document.
func (a *Assembly) Span(start, end int) (annotate.Span, error) {
	if start >= end {
		return annotate.Span{}, fmt.Errorf("it begins at %d and ends at %d; a range ends after its beginning, and its end is not part of it", start, end)
	}
	from, err := a.unit.Place(a.places, start)
	if err != nil {
		return annotate.Span{}, fmt.Errorf("it begins outside the text: %w", err)
	}
	to, err := a.unit.Place(a.places, end)
	if err != nil {
		return annotate.Span{}, fmt.Errorf("it ends outside the text: %w", err)
	}
	s := annotate.Span{Start: a.ends.Moved(from), End: a.ends.Moved(to)}
	if s.Start == s.End {
		return s, errors.New("it holds nothing but a line end")
	}
	return s, nil
}

// SpanOf is Span for a range of which the file says the words, too. They may differ in white space.
func (a *Assembly) SpanOf(start, end int, words string) (annotate.Span, error) {
	s, err := a.Span(start, end)
	if words == "" {
		return s, err
	}
	if err != nil {
		if u, ok := a.Unit(start, end, words); ok {
			err = fmt.Errorf("%w; places are taken to be %v, and these are %v", err, a.unit, u)
		}
		return s, err
	}
	return s, a.CheckWords(start, end, s, words)
}

// Words returns the words of a range as the document has them.
func (a *Assembly) Words(s annotate.Span) string { return a.Doc.Text[s.Start:s.End] }

// Unit reports in which unit a range that was meant to hold these words would hold them; ok is false
// where none does.
func (a *Assembly) Unit(start, end int, words string) (u Unit, ok bool) {
	for _, u := range []Unit{Runes, UTF16, Bytes, Graphemes} {
		from, err1 := u.Place(a.places, start)
		to, err2 := u.Place(a.places, end)
		if err1 == nil && err2 == nil && from < to && sameWords(a.words(from, to), words) {
			return u, true
		}
	}
	return a.unit, false
}

// words returns the words between two bytes of the text as the file has it.
func (a *Assembly) words(from, to int) string {
	return a.Doc.Text[a.ends.Moved(from):a.ends.Moved(to)]
}

func sameWords(a, b string) bool {
	return a == b || strings.Join(strings.Fields(a), " ") == strings.Join(strings.Fields(b), " ")
}

// CheckWords compares what a file says the words of a range are with what stands there. White space
// may differ.
func (a *Assembly) CheckWords(start, end int, s annotate.Span, words string) error {
	if got := a.Words(s); !sameWords(got, words) {
		advice := "places are counted in " + a.unit.String() + " from 0, and the end is not part of the range"
		if u, ok := a.Unit(start, end, words); ok {
			advice = "places are taken to be " + a.unit.String() + ", and these are " + u.String()
		}
		return fmt.Errorf("the words at %d to %d are %q, not %q; %s", start, end, export.Clip(got), export.Clip(words), advice)
	}
	return nil
}

// Put adds a mark. An identity that is there already is an error; "" gets one of its own.
func (a *Assembly) Put(id, typ string, spans ...annotate.Span) (*annotate.Annotation, error) {
	if typ == "" {
		return nil, errors.New("the annotation has no type")
	}
	if len(spans) == 0 {
		return nil, errors.New("the annotation marks no words")
	}
	unnamed := id == ""
	if unnamed {
		id = fmt.Sprintf("a%06d", len(a.marks)+1)
		for n := len(a.marks) + 2; a.byID[annotate.ID(id)] != nil; n++ {
			id = fmt.Sprintf("a%06d", n)
		}
	}
	if a.byID[annotate.ID(id)] != nil {
		return nil, fmt.Errorf("the id %q is given twice", export.Clip(id))
	}
	if len(a.room) == 0 {
		a.room, a.spans = make([]annotate.Annotation, atOnce), make([]annotate.Span, atOnce)
	}
	m := &a.room[0]
	m.ID, m.Type = annotate.ID(id), typ
	if len(spans) == 1 {
		m.Spans = a.spans[:1:1]
		m.Spans[0] = spans[0]
	} else {
		var err error
		if m.Spans, err = inOrder(slices.Clone(spans)); err != nil {
			*m = annotate.Annotation{}
			return nil, err
		}
	}
	a.room, a.spans = a.room[1:], a.spans[1:]
	a.marks = append(a.marks, m)
	a.byID[m.ID] = m
	if unnamed {
		a.unnamed[m] = true
	}
	return m, nil
}

// inOrder puts the parts of a mark in the order of the text. Parts that touch are one.
func inOrder(spans []annotate.Span) ([]annotate.Span, error) {
	if len(spans) == 1 {
		return spans, nil
	}
	slices.SortFunc(spans, func(x, y annotate.Span) int { return x.Start - y.Start })
	out := spans[:1]
	for _, s := range spans[1:] {
		last := &out[len(out)-1]
		switch {
		case s.Start < last.End:
			return nil, errors.New("parts of the annotation overlap")
		case s.Start == last.End:
			last.End = s.End
		default:
			out = append(out, s)
		}
	}
	return out, nil
}

// Mark returns the mark with the identity, or nil.
func (a *Assembly) Mark(id string) *annotate.Annotation { return a.byID[annotate.ID(id)] }

// Marks returns the marks that there are, in the order in which they came.
func (a *Assembly) Marks() []*annotate.Annotation { return a.marks }

// Link says that the mark with the identity to fills a role of from. It may still be to come.
func (a *Assembly) Link(from *annotate.Annotation, role, to, position string) {
	a.links = append(a.links, link{from, role, annotate.ID(to), position})
}

// Join adds the spans of another mark to those of m, and takes the other one out.
func (a *Assembly) Join(m, other *annotate.Annotation) error {
	spans, err := inOrder(append(slices.Clone(m.Spans), other.Spans...))
	if err != nil {
		return err
	}
	m.Spans = spans
	delete(a.byID, other.ID)
	a.marks = slices.DeleteFunc(a.marks, func(x *annotate.Annotation) bool { return x == other })
	return nil
}

// Entity returns the entity with the identity. It is made where it is new, with name and type.
func (a *Assembly) Entity(id, typ, name string) *annotate.Entity {
	e := a.entities[annotate.ID(id)]
	if e == nil {
		e = &annotate.Entity{ID: annotate.ID(id), Type: typ, Name: name}
		a.entities[e.ID] = e
	}
	return e
}

// Identify gives an entity the outside identities that it does not have yet, by whose they are.
func Identify(e *annotate.Entity, ids map[string]string) {
	for whose, id := range ids {
		if _, known := e.IDs[whose]; !known {
			if e.IDs == nil {
				e.IDs = make(map[string]string, len(ids))
			}
			e.IDs[whose] = id
		}
	}
}

// Known returns the entity with the identity, or nil.
func (a *Assembly) Known(id string) *annotate.Entity { return a.entities[annotate.ID(id)] }

// Refer says that a mark refers to the entity with the identity; where it is new, the mark describes it.
// It returns the entity.
func (a *Assembly) Refer(m *annotate.Annotation, id string) *annotate.Entity {
	m.Entity = annotate.ID(id)
	words := a.Doc.Surface(m.Spans)
	return a.Entity(id, m.Type, words)
}

// Record returns the record. An error says what is wrong with it as a whole: a link to what is not
// there, or a mark that is, in the end, a part of itself.
func (a *Assembly) Record() (*export.Record, error) {
	for _, l := range a.links {
		if a.byID[l.to] == nil {
			return nil, &export.Fault{Path: l.position, Reason: fmt.Sprintf("it names %q, which is not there", export.Clip(string(l.to)))}
		}
		if x := (annotate.Arg{Role: l.role, Target: l.to}); !slices.Contains(l.from.Args, x) {
			l.from.Args = append(l.from.Args, x)
		}
	}
	if m := export.Circular(a.marks); m != nil {
		return nil, fmt.Errorf("%s %q (%s) is an argument of itself, by way of what fills its roles",
			export.Clip(m.Type), export.Clip(string(m.ID)), export.Clip(a.Doc.Surface(m.Spans)))
	}
	if !a.Blocked {
		a.Doc.Blocks = Paragraphs(a.Doc.Text)
	}
	r := &export.Record{Document: a.Doc, Annotator: a.Annotator, State: a.State, Unblocked: !a.Blocked, Untyped: !a.Typed && len(a.entities) > 0, Kinds: a.Kinds}
	if r.State == "" || !slices.Contains(annotate.States, r.State) {
		r.State = annotate.StateNew
	}
	if r.State == annotate.StateNew && len(a.marks) > 0 {
		r.State = annotate.StateInProgress // the first mark puts a set in progress
	}
	if err := export.CheckAnnotator(r.Annotator); err != nil {
		return nil, fmt.Errorf("the annotator %q cannot be a name: %w", export.Clip(string(r.Annotator)), err)
	}
	for _, e := range a.entities {
		if strings.TrimSpace(e.Name) == "" {
			e.Name = string(e.ID)
		}
		r.Entities = append(r.Entities, e)
	}
	slices.SortFunc(r.Entities, func(x, y *annotate.Entity) int { return strings.Compare(string(x.ID), string(y.ID)) })
	r.Annotations = a.marks
	if a.Renumber || len(a.unnamed) == len(a.marks) {
		export.SortPlaces(r.Annotations)
		a.number()
	} else {
		export.SortAnnotations(r.Annotations)
	}
	return r, nil
}

// number gives the marks that came without identities new ones, in the order of the text, so that they do
// not depend on the order in which a file has them.
func (a *Assembly) number() {
	ids := make(map[annotate.ID]annotate.ID, len(a.marks))
	for i, m := range a.marks {
		id := annotate.ID(fmt.Sprintf("a%06d", i+1))
		ids[m.ID] = id
		m.ID = id
	}
	for _, m := range a.marks {
		for i := range m.Args {
			m.Args[i].Target = ids[m.Args[i].Target]
		}
	}
}

// Paragraphs makes each line that is not blank a paragraph: what can be known of a text without blocks.
func Paragraphs(text string) []annotate.Block {
	var out []annotate.Block
	at := 0
	for l := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(l) != "" {
			out = append(out, annotate.Block{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: at, End: at + len(l)}})
		}
		at += len(l) + 1
	}
	return out
}

// Remove takes a mark out.
func (a *Assembly) Remove(m *annotate.Annotation) error {
	if a.byID[m.ID] != m {
		return fmt.Errorf("%q is not there any more", export.Clip(string(m.ID)))
	}
	delete(a.byID, m.ID)
	i := slices.Index(a.marks, m)
	a.marks = slices.Delete(a.marks, i, i+1)
	return nil
}
