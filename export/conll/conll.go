// Package conll is the column format of the CoNLL shared tasks on names: a token on each line with the tag of what it
// is part of in the last column, a blank line after each sentence, and -DOCSTART- before each document.
//
// Tags say where something begins, goes on and ends, in one of three schemes: IOB2 (every mark begins with B),
// IOB1 (B only where a mark follows another of its type, as in CoNLL-2003 itself), and IOBES (E ends, S stands
// alone). All three are read without being told which it is.
//
// There is one tag for each token, so marks do not overlap: of those that do, the outer one stays. Which kinds of
// marks are written is a choice, mentions by default, for quotes would hide the names in them. The text that is
// read is the tokens, a blank between two and a line for each sentence.
package conll

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
	"quoth/export/token"
)

// The schemes of tags.
const (
	IOB1  = "iob1"
	IOB2  = "iob2"
	IOBES = "iobes"
)

// The choices of the format. Kinds is shared by other formats of tags.
var (
	Scheme = export.Choice{Key: "scheme", Label: "Tags", Values: []string{IOB2, IOB1, IOBES}, Default: IOB2,
		Help: "iob2: every mark begins with B-; iob1: only one that follows another of its type; iobes: E- ends a mark, S- stands alone"}
	Kinds = export.Choice{Key: "kinds", Label: "Marks", Values: []string{"mention", "quote", "cue", "event", "all"}, Default: "mention",
		Help: "which kinds of annotations are written, for a token has one tag"}
	columns = export.Choice{Key: "columns", Label: "Columns", Values: []string{"4", "2"}, Default: "4",
		Help: "4 as in CoNLL-2003, with empty ones for part of speech and chunk; 2 for token and tag alone"}
)

// Format is the entry for the list of formats.
var Format = format(map[string]string{Scheme.Key: IOB2, Kinds.Key: Kinds.Default, columns.Key: columns.Default, token.Alignment.Key: token.Expand})

func format(choices map[string]string) *export.Format {
	f := files{scheme: choices[Scheme.Key], columns: choices[columns.Key], flat: Flat{Kinds: choices[Kinds.Key], Align: choices[token.Alignment.Key]}}
	return &export.Format{
		Name:       "conll",
		Title:      "CoNLL-2003 columns (IOB)",
		Who:        "For training and scoring taggers of names: Flair, Stanza, older spaCy, conlleval and seqeval read it.",
		Extensions: []string{"conll", "iob", "bio"},
		Unit:       "tokens",
		Holds:      export.Holds{},
		Choices:    []export.Choice{Scheme, Kinds, columns, token.Alignment},
		Bind:       format,
		Fits:       fits,
		Shape:      f.shape,
		Shapes: append(f.flat.Losses(),
			export.Loss{What: "the text between tokens", Becomes: "one blank, or a line end after a sentence"}),
		Write: f.Write,
		Read:  Read,
	}
}

// Flat is how the marks of a record become tags, of which a token has one.
type Flat struct{ Kinds, Align string }

// Losses says what becomes of marks.
func (f Flat) Losses() []export.Loss {
	out := []export.Loss{
		{What: "annotations within others", Becomes: "left out; the outer one stays"},
		{What: "annotations that cut a token", Becomes: "aligned to tokens as chosen"},
	}
	if f.Kinds != "all" {
		out = append(out, export.Loss{What: "annotations that are no " + f.Kinds + "s", Becomes: "left out, as chosen"})
	}
	return out
}

// Record returns the record with marks of the chosen kinds that neither overlap nor cut tokens.
func (f Flat) Record(r *export.Record, schema *annotate.Schema) *export.Record {
	out := *r
	out.Annotations = nil
	for _, a := range r.Annotations {
		kind := schema.Kind(a.Type)
		if kind == "" {
			kind = annotate.KindMention
		}
		if f.Kinds != "all" && f.Kinds != string(kind) {
			continue
		}
		c := *a
		c.Args = nil
		c.Type = strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return '_'
			}
			return r
		}, a.Type)
		out.Annotations = append(out.Annotations, &c)
	}
	aligned := token.Align(&out, f.Align)
	end := 0
	var list []*annotate.Annotation
	for _, a := range aligned.Annotations { // outer before inner
		if a.Spans[0].Start >= end {
			list = append(list, a)
			end = a.Hull().End
		}
	}
	out = *aligned
	out.Annotations = list
	return &out
}

// Tags returns the tag of each token. Marks neither overlap nor cut tokens.
func Tags(t *token.Text, marks []*annotate.Annotation, scheme string) []string {
	tags := make([]string, len(t.Tokens))
	for i := range tags {
		tags[i] = "O"
	}
	last := -1 // token
	lastType := ""
	for _, a := range marks {
		for _, s := range a.Spans {
			first, end := t.Of(s)
			inside := ""
			for i := first; i < end; i++ {
				tag := "I-"
				switch {
				case scheme == IOBES && end-first == 1:
					tag = "S-"
				case scheme == IOBES && i == end-1:
					tag = "E-"
				case i > first:
				case scheme != IOB1, last == first-1 && lastType == a.Type && !slices.Contains(t.Begins, first):
					tag = "B-"
				}
				if tag != "I-" {
					tags[i] = tag + a.Type
					continue
				}
				if inside == "" {
					inside = tag + a.Type
				}
				tags[i] = inside
			}
			last, lastType = end-1, a.Type
		}
	}
	return tags
}

type files struct {
	scheme, columns string
	flat            Flat
}

func (f files) shape(r *export.Record, schema *annotate.Schema) *export.Record {
	return token.Rejoined(f.flat.Record(r, schema))
}

// Write writes a document for each record. See [export.Format].
func (f files) Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	middle := " "
	if f.columns != "2" {
		middle = " -X- _ "
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		flat := f.flat.Record(export.Holds{}.Keep(r), opts.Schema)
		t := token.Of(flat)
		tags := Tags(t, flat.Annotations, f.scheme)
		out.WriteString("-DOCSTART-" + middle + "O\n\n")
		t.Sentences(func(from, to int) {
			for i := from; i < to; i++ {
				s := t.Tokens[i]
				out.WriteString(r.Document.Text[s.Start:s.End])
				out.WriteString(middle)
				out.WriteString(tags[i])
				out.WriteByte('\n')
			}
			out.WriteByte('\n')
		})
	}
	return out.Flush()
}

// fits reports whether the first lines are columns with a tag in the last.
func fits(r io.Reader) bool {
	lines := bound.NewLines(io.LimitReader(r, 1<<20))
	tagged, marked := 0, false
	for tagged < 200 {
		_, line, err := lines.NextFull()
		if err == io.EOF {
			break
		}
		if err != nil {
			return false
		}
		if isComment(string(line)) {
			continue
		}
		columns := fieldsOf(string(line))
		if len(columns) < 2 || len(columns) > 12 || !isTag(columns[len(columns)-1]) {
			return false
		}
		if tag := columns[len(columns)-1]; len(tag) > 2 && strings.IndexByte("0123456789", tag[2]) >= 0 {
			return false // B-52
		}
		tagged++
		marked = marked || columns[0] == docStart || columns[len(columns)-1] != "O"
	}
	return tagged > 0 && (marked || tagged > 5)
}

const docStart = "-DOCSTART-"

// isComment reports whether a line is one of those that some corpora have before a sentence.
func isComment(line string) bool {
	return strings.HasPrefix(line, "# ") && !isTag(line[strings.LastIndexByte(line, ' ')+1:])
}

func fieldsOf(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
}

// isTag reports whether a column is "O" or "B-PER".
func isTag(s string) bool {
	return s == "O" || len(s) > 2 && s[1] == '-' && strings.IndexByte("BIESLUM", s[0]) >= 0
}

// Decode returns the ranges of tokens that the tags of a sentence mark, in any of the schemes.
func Decode(tags []string, mark func(typ string, from, to int)) {
	from, typ := -1, ""
	end := func(to int) {
		if from >= 0 {
			mark(typ, from, to)
		}
		from = -1
	}
	for i, tag := range tags {
		if tag == "O" || len(tag) < 3 {
			end(i)
			continue
		}
		place, t := tag[0], tag[2:]
		if place == 'B' || place == 'S' || place == 'U' || from < 0 || t != typ {
			end(i)
			from, typ = i, t
		}
		if place == 'E' || place == 'L' || place == 'S' || place == 'U' {
			end(i + 1)
		}
	}
	end(len(tags))
}

// Read yields a record for each document; a file without -DOCSTART- is one. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		lines := bound.NewLines(r)
		d := &document{name: name}
		give := func() bool {
			if !d.begun {
				return true
			}
			rec, err := d.record()
			*d = document{name: name}
			return yield(rec, err)
		}
		for {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			n, line, err := lines.Next()
			if err == io.EOF {
				give()
				return
			}
			if err != nil {
				if give() {
					yield(nil, export.Locate(err, name, n))
				}
				return
			}
			if strings.HasPrefix(string(line), docStart) {
				if !give() {
					return
				}
				continue
			}
			if d.text.Len() > bound.Line || len(d.marks) > bound.Line/64 {
				yield(nil, export.Faultf(name, n, "", "the document is longer than %s; begin each with %s", bound.Size(bound.Line), docStart))
				return
			}
			d.line(n, string(line))
		}
	}
}

type document struct {
	name  string
	begun bool
	first int
	err   error
	text  strings.Builder
	marks []mark

	starts, ends []int // tokens of the sentence, in bytes
	tags         []string
}

type mark struct {
	typ        string
	start, end int
}

func (d *document) line(n int, line string) {
	if strings.TrimSpace(line) == "" {
		d.sentence()
		return
	}
	if isComment(line) {
		return
	}
	if !d.begun {
		d.begun, d.first = true, n
	}
	columns := fieldsOf(line)
	tag := columns[len(columns)-1]
	if len(columns) < 2 || !isTag(tag) {
		if d.err == nil {
			d.err = export.Faultf(d.name, n, "", "the last column is %q, which is no tag; tags are O, or B-, I-, E- or S- and a type", export.Clip(tag))
		}
		return
	}
	switch {
	case len(d.starts) > 0:
		d.text.WriteByte(' ')
	case d.text.Len() > 0:
		d.text.WriteByte('\n')
	}
	d.starts = append(d.starts, d.text.Len())
	d.text.WriteString(columns[0])
	d.ends = append(d.ends, d.text.Len())
	d.tags = append(d.tags, tag)
}

func (d *document) sentence() {
	Decode(d.tags, func(typ string, from, to int) {
		d.marks = append(d.marks, mark{strings.Clone(typ), d.starts[from], d.ends[to-1]})
	})
	d.starts, d.ends, d.tags = nil, nil, nil
}

func (d *document) record() (*export.Record, error) {
	d.sentence()
	if d.err != nil {
		return nil, d.err
	}
	a, err := assemble.New(d.text.String(), assemble.Bytes)
	if err != nil {
		return nil, export.Locate(err, d.name, d.first)
	}
	a.Doc.Meta = map[string]string{export.MetaTokens: export.TokensAtBlanks}
	for _, m := range d.marks {
		s, err := a.Span(m.start, m.end)
		if err == nil {
			_, err = a.Put("", m.typ, s)
		}
		if err != nil {
			return nil, export.Locate(err, d.name, d.first)
		}
	}
	r, err := a.Record()
	if err != nil {
		return nil, export.Locate(err, d.name, d.first)
	}
	r.Where = fmt.Sprintf("%s:%d", d.name, d.first)
	return r, nil
}
