package ingest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// jsonLines reads one JSON object a line. Blank lines are skipped.
type jsonLines struct {
	lines *lineReader
	dec   *recordDecoder
}

func (j *jsonLines) next() (record, error) {
	for {
		raw, err := j.lines.next()
		if err != nil {
			return record{}, err
		}
		raw = bytes.TrimSpace(raw)
		if len(raw) == 0 {
			continue
		}
		fields, err := objectFields(raw, j.dec)
		return record{j.lines.line, fields, j.dec.encoding()}, atLine(err, j.lines.line)
	}
}

// jsonValues reads the objects of a JSON file: one array of them, or one after another. A file that
// breaks the rules of JSON ends where it does, because what follows has no meaning.
type jsonValues struct {
	dec     *recordDecoder
	values  *jsontext.Decoder
	source  *meter
	started bool
	array   bool
	number  int // of the value, from 1
}

func newJSONValues(r io.Reader, most int, dec *recordDecoder) *jsonValues {
	m := &meter{r: r, most: most, left: most}
	return &jsonValues{dec: dec, source: m, values: jsontext.NewDecoder(m, jsontext.AllowInvalidUTF8(true))}
}

func (j *jsonValues) next() (record, error) {
	if !j.started {
		j.started = true
		if j.values.PeekKind() == '[' {
			j.array = true
			if _, err := j.values.ReadToken(); err != nil {
				return record{}, j.broken(err)
			}
		}
	}
	if j.array && j.values.PeekKind() == ']' {
		return record{}, io.EOF
	}
	j.source.left = j.source.most
	j.number++
	raw, err := j.values.ReadValue()
	if err == io.EOF && !j.array {
		return record{}, io.EOF
	}
	if err != nil {
		return record{}, j.broken(err)
	}
	line := j.source.lineAt(j.values.InputOffset() - int64(len(raw)))
	fields, err := objectFields(raw, j.dec)
	return record{line, fields, j.dec.encoding()}, atLine(err, line)
}

// broken says where the file breaks the rules of JSON. It is not an *Error: nothing after it can be read.
func (j *jsonValues) broken(err error) error {
	var big *tooLarge
	if errors.As(err, &big) {
		return fmt.Errorf("value %d is larger than %s; make the file JSON Lines, one article a line", j.number, megabytes(j.source.most))
	}
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		return fmt.Errorf("line %d is not JSON, and nothing after it was read: %w", j.source.lineAt(syntax.ByteOffset), err)
	}
	return err
}

type tooLarge struct{}

func (*tooLarge) Error() string { return "too large" }

// meter bounds what is read for one value, and knows the lines of the bytes it gave.
type meter struct {
	r          io.Reader
	most, left int
	read       int64
	feeds      []int64 // offsets of the line feeds not yet passed by lineAt
	passed     int     // line feeds passed
}

func (m *meter) Read(p []byte) (int, error) {
	if m.left <= 0 {
		return 0, &tooLarge{}
	}
	n, err := m.r.Read(p[:min(len(p), m.left)])
	for i, b := range p[:n] {
		if b == '\n' {
			m.feeds = append(m.feeds, m.read+int64(i))
		}
	}
	m.read += int64(n)
	m.left -= n
	return n, err
}

// lineAt returns the line of an offset, from 1. Offsets must not descend.
func (m *meter) lineAt(offset int64) int {
	n := 0
	for n < len(m.feeds) && m.feeds[n] < offset {
		n++
	}
	m.passed += n
	m.feeds = append(m.feeds[:0], m.feeds[n:]...)
	return m.passed + 1
}

// objectFields returns the fields of a JSON object. Objects in it are flattened ("source.name"),
// lists of strings joined: those of long strings are paragraphs, those of short ones names.
func objectFields(raw []byte, dec *recordDecoder) ([]field, error) {
	text, err := dec.decode(raw)
	if err != nil {
		return nil, err
	}
	d := jsontext.NewDecoder(strings.NewReader(text))
	if d.PeekKind() != '{' {
		if _, err := d.ReadValue(); err != nil {
			return nil, notJSON(err)
		}
		return nil, &Error{Reason: "is not a JSON object; an article is an object with its text in a field"}
	}
	fields, err := readObject(d, "", 0)
	if err == nil {
		if _, after := d.ReadToken(); after != io.EOF {
			err = errors.New("there is something after the object")
		}
	}
	if err != nil {
		return nil, notJSON(err)
	}
	return fields, nil
}

func notJSON(err error) error { return &Error{Reason: "is not valid JSON", Err: err} }

func readObject(d *jsontext.Decoder, prefix string, depth int) ([]field, error) {
	if _, err := d.ReadToken(); err != nil { // {
		return nil, err
	}
	var fields []field
	for d.PeekKind() != '}' {
		token, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		name := prefix + token.String()
		switch kind := d.PeekKind(); {
		case kind == '{' && depth < maxFieldDepth:
			inner, err := readObject(d, name+".", depth+1)
			if err != nil {
				return nil, err
			}
			fields = append(fields, inner...)
		case kind == '[' && depth < maxFieldDepth:
			value, err := readList(d)
			if err != nil {
				return nil, err
			}
			fields = append(fields, field{name, value})
		case kind == '{' || kind == '[':
			if err := d.SkipValue(); err != nil {
				return nil, err
			}
		default:
			token, err := d.ReadToken()
			if err != nil {
				return nil, err
			}
			if kind != 'n' {
				fields = append(fields, field{name, token.String()})
			}
		}
	}
	_, err := d.ReadToken() // }
	return fields, err
}

// readList joins the strings of an array; of an object in it, the name.
func readList(d *jsontext.Decoder) (string, error) {
	if _, err := d.ReadToken(); err != nil { // [
		return "", err
	}
	var items []string
	longest := 0
	for d.PeekKind() != ']' {
		switch d.PeekKind() {
		case '{':
			inner, err := readObject(d, "", maxFieldDepth)
			if err != nil {
				return "", err
			}
			if i := fieldIndex(inner, "name"); i >= 0 {
				items = append(items, inner[i].value)
			}
		case '[':
			if err := d.SkipValue(); err != nil {
				return "", err
			}
		default:
			token, err := d.ReadToken()
			if err != nil {
				return "", err
			}
			items = append(items, token.String())
			longest = max(longest, len(token.String()))
		}
	}
	if _, err := d.ReadToken(); err != nil { // ]
		return "", err
	}
	if longest > 80 {
		return strings.Join(items, "\n\n"), nil
	}
	return strings.Join(items, ", "), nil
}
