package ingest

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
)

// table reads CSV. Its first record names the fields.
type table struct {
	lines  *lineReader
	dec    *recordDecoder
	comma  rune
	names  []string
	record []byte
}

func newTable(kind Kind, head []byte, lines *lineReader, dec *recordDecoder) (*table, error) {
	t := &table{lines: lines, dec: dec, comma: '\t'}
	if kind == CSV {
		t.comma = separator(head)
	}
	for len(t.names) == 0 {
		values, _, err := t.row()
		if err == io.EOF {
			return nil, &Error{Reason: "is empty; the first line must name the columns"}
		}
		if err != nil {
			return nil, err
		}
		t.names = values
	}
	for i, n := range t.names {
		t.names[i] = strings.TrimSpace(n)
	}
	return t, nil
}

// separator returns the commonest of the usual separators in the first line, quoted text aside.
func separator(head []byte) rune {
	best, most := ',', 0
	line, _, _ := bytes.Cut(head, []byte("\n"))
	for _, sep := range []byte(",;\t|") {
		n, quoted := 0, false
		for _, b := range line {
			if b == '"' {
				quoted = !quoted
			} else if b == sep && !quoted {
				n++
			}
		}
		if n > most {
			best, most = rune(sep), n
		}
	}
	return best
}

func (t *table) next() (record, error) {
	values, line, err := t.row()
	if err != nil {
		return record{}, err
	}
	if len(values) > len(t.names) {
		return record{}, &Error{Line: line, Reason: fmt.Sprintf("has %d fields, but the first line names %d; put fields with %q in them in quotation marks", len(values), len(t.names), string(t.comma))}
	}
	r := record{line: line, encoding: t.dec.encoding()}
	for i, v := range values {
		r.fields = append(r.fields, field{t.names[i], v})
	}
	for _, name := range t.names[len(values):] {
		r.fields = append(r.fields, field{name, ""})
	}
	return r, nil
}

// row returns the values of the next record and its line. Blank lines between records are skipped.
func (t *table) row() ([]string, int, error) {
	for {
		raw, line, err := t.gather()
		if err != nil {
			return nil, 0, err
		}
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		text, err := t.dec.decode(raw)
		if err != nil {
			return nil, 0, atLine(err, line)
		}
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.LazyQuotes, r.FieldsPerRecord = t.comma, true, -1
		values, err := r.Read()
		if err != nil {
			return nil, 0, &Error{Line: line, Reason: "is not a record of CSV", Err: err}
		}
		return values, line, nil
	}
}

// gather returns the bytes of the next record: a line, or several if a quoted field has line ends
// in it. A quotation mark that is never closed must not swallow the file, so a record is bounded.
func (t *table) gather() ([]byte, int, error) {
	t.record = t.record[:0]
	first, quoted := 0, false
	for {
		raw, err := t.lines.next()
		if first == 0 {
			first = t.lines.line
		}
		if err == io.EOF && len(t.record) > 0 {
			return nil, 0, unclosed(first, t.lines.line-1)
		}
		if err != nil {
			return nil, 0, err
		}
		t.record = append(t.record, raw...)
		quoted = endsQuoted(raw, byte(t.comma), quoted)
		if !quoted {
			return t.record, first, nil
		}
		if len(t.record) > t.lines.most {
			t.record = nil // give the memory back
			return nil, 0, unclosed(first, t.lines.line)
		}
	}
}

func unclosed(first, last int) error {
	return &Error{Line: first, Reason: fmt.Sprintf("a quotation mark is not closed; lines %d to %d were skipped", first, last)}
}

// endsQuoted reports whether a line ends within a quoted field, by the same rules as the parser:
// a mark opens only at the beginning of a field, and two in a row are one that is meant.
func endsQuoted(line []byte, comma byte, quoted bool) bool {
	begins := !quoted
	for i := 0; i < len(line); i++ {
		b := line[i]
		switch {
		case quoted && b == '"':
			if i+1 < len(line) && line[i+1] == '"' {
				i++
			} else if i+1 == len(line) || line[i+1] == comma || line[i+1] == '\n' || line[i+1] == '\r' {
				quoted = false
			}
		case !quoted && begins && b == '"':
			quoted = true
		}
		begins = !quoted && b == comma
	}
	return quoted
}
