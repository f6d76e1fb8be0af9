package gazetteer

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"quoth/annotate"
)

// headings are the columns that tables have, by what they may be called.
var headings = map[string]string{
	"name": "name", "label": "name", "entity": "name", "title": "name",
	"type": "type", "kind": "type", "class": "type", "category": "type",
	"aliases": "aliases", "alias": "aliases", "also": "aliases", "synonyms": "aliases", "other names": "aliases", "also known as": "aliases",
	"dated": "dated", "for a time": "dated", "offices": "dated",
	"id": "id", "identifier": "id", "key": "id",
	"wikidata": "wikidata", "qid": "wikidata", "wikidata id": "wikidata",
	"viaf": "viaf", "viaf id": "viaf", "isni": "isni", "orcid": "orcid",
	"note": "note", "description": "note", "comment": "note",
	"weight": "weight", "sitelinks": "weight", "popularity": "weight",
}

// mostLinesOfRow is how many lines a quoted row may have: with a quotation mark that is never closed, the rest of the
// table would be one row.
const mostLinesOfRow = 20

// table reads a list with a line of headings.
func (l *list) table() error {
	first, err := l.next(longestRow)
	if errors.Is(err, io.EOF) {
		return errors.New("the list is empty")
	}
	if err != nil {
		return err
	}
	comma := separator(l.name, first)
	columns, err := l.columns(split(string(first), comma))
	if err != nil {
		return err
	}
	rows := tableRows{l: l, comma: comma}
	for {
		line, fields, err := rows.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		f := found{line: line, ids: map[string]string{}}
		wrong := ""
		for i, value := range fields {
			if i >= len(columns) {
				if strings.TrimSpace(value) != "" {
					wrong = fmt.Sprintf("it has %d columns, the headings only %d", len(fields), len(columns))
				}
				continue
			}
			if err := f.set(columns[i], value); err != nil {
				wrong = err.Error()
			}
		}
		if wrong != "" {
			l.refuseAt(line, "%s", wrong)
			continue
		}
		if err := l.give(f); err != nil {
			return err
		}
	}
}

// separator tells what parts the columns.
func separator(name string, first []byte) rune {
	switch {
	case strings.Contains(strings.ToLower(name), ".tsv"), bytes.ContainsRune(first, '\t'):
		return '\t'
	case bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")):
		return ';'
	}
	return ','
}

// columns says what each column holds; "" where that is nothing that an entity has.
func (l *list) columns(heads []string) ([]string, error) {
	out := make([]string, len(heads))
	named := false
	for i, h := range heads {
		h = strings.ToLower(strings.TrimSpace(strings.ReplaceAll(h, "_", " ")))
		out[i] = headings[h]
		if out[i] == "" && h != "" {
			l.refuse("the column “%s” means nothing here and is left out", clip(h))
		}
		named = named || out[i] == "name"
	}
	if !named {
		return nil, fmt.Errorf("no column is headed “name”; a table begins with a line of headings, such as name, type, aliases, wikidata")
	}
	return out, nil
}

func (f *found) set(column, value string) (err error) {
	value = strings.TrimSpace(value)
	switch column {
	case "name":
		f.name = value
	case "type":
		f.typ = value
	case "aliases":
		f.aliases = append(f.aliases, strings.FieldsFunc(value, func(r rune) bool { return r == '|' || r == ';' })...)
	case "dated":
		f.dated, err = annotate.ParseDated(strings.ReplaceAll(value, "|", ";"))
	case "id":
		f.own = value
	case "note":
		f.note = value
	case "weight":
		n := 0
		if _, err := fmt.Sscan(value, &n); value != "" && (err != nil || n < 0) {
			return fmt.Errorf("%q is not a number that says how well known it is", clip(value))
		}
		f.weight = weight(n)
	case "":
	default:
		f.ids[column] = value
	}
	return err
}

// weight says how well known an entity is by a number that grows without bounds, such as that of articles about it in
// the Wikipedias.
func weight(n int) uint8 {
	w := 0
	for step := 1; n >= step && w < 240; step = step + step/4 + 1 {
		w += 8
	}
	return uint8(w)
}

// tableRows reads rows that may have several lines where columns are quoted.
type tableRows struct {
	l     *list
	comma rune
	held  []heldLine // lines that were read ahead
}

type heldLine struct {
	text string
	line int
}

func (t *tableRows) line() (heldLine, error) {
	if len(t.held) > 0 {
		h := t.held[0]
		t.held = t.held[1:]
		return h, nil
	}
	b, err := t.l.next(longestRow)
	return heldLine{string(b), t.l.line}, err
}

// next returns a row and the line on which it begins. Rows of which the quotation marks make no sense are told.
func (t *tableRows) next() (line int, fields []string, err error) {
	for {
		h, err := t.line()
		if err != nil {
			return 0, nil, err
		}
		if strings.TrimSpace(h.text) == "" {
			continue
		}
		if t.comma == '\t' || !strings.Contains(h.text, `"`) {
			return h.line, split(h.text, t.comma), nil
		}
		text, ahead := h.text, []heldLine(nil)
		for strings.Count(text, `"`)%2 == 1 && len(ahead) < mostLinesOfRow {
			more, err := t.line()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return 0, nil, err
			}
			ahead = append(ahead, more)
			text += "\n" + more.text
		}
		r := csv.NewReader(strings.NewReader(text))
		r.Comma, r.FieldsPerRecord = t.comma, -1
		if fields, err = r.Read(); err == nil && strings.Count(text, `"`)%2 == 0 {
			return h.line, fields, nil
		}
		t.held = append(ahead, t.held...) // the lines after it are rows of their own
		t.l.refuseAt(h.line, "its quotation marks are not in order")
	}
}

// split parts a row without quoted columns, or one of tabs, where whole columns may be quoted.
func split(row string, comma rune) []string {
	fields := strings.Split(row, string(comma))
	for i, f := range fields {
		if len(f) >= 2 && f[0] == '"' && f[len(f)-1] == '"' {
			fields[i] = strings.ReplaceAll(f[1:len(f)-1], `""`, `"`)
		}
	}
	return fields
}
