package gazetteer

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
)

// described is an entity as a dataset of Quoth describes it, a line each.
type described struct {
	ID      string            `json:"id"`
	Type    string            `json:"type"`
	Name    string            `json:"name"`
	Aliases []string          `json:"aliases"`
	Dated   []describedFor    `json:"dated"`
	IDs     map[string]string `json:"ids"`
	Note    string            `json:"note"`
	Weight  int               `json:"weight"`
}

type describedFor struct {
	Name  string `json:"name"`
	From  string `json:"from"`
	Until string `json:"until"`
	Place string `json:"place"`
}

// lines reads JSON Lines.
func (l *list) lines() error {
	for {
		row, err := l.next(longestRow)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(row)) == 0 {
			continue
		}
		var d described
		if err := json.Unmarshal(row, &d); err != nil {
			l.refuse("%s", brief(err))
			continue
		}
		f := found{line: l.line, own: d.ID, typ: d.Type, name: d.Name, aliases: d.Aliases, ids: d.IDs, note: d.Note, weight: weight(d.Weight)}
		for _, x := range d.Dated {
			f.dated = append(f.dated, annotate.DatedName(x))
		}
		if err := l.give(f); err != nil {
			return err
		}
	}
}

// brief is an error of JSON without the names of Go's types.
func brief(err error) string {
	s := err.Error()
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "its JSON ends too early"
	}
	if i := strings.Index(s, " within "); i >= 0 {
		s = "its JSON is wrong" + s[i:]
	}
	return strings.ReplaceAll(s, "jsontext: ", "")
}

// brat reads a list for brat's normalisation: an id, then columns of kind, label and text with colons between.
func (l *list) brat() error {
	for {
		row, err := l.next(longestRow)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		columns := strings.Split(string(row), "\t")
		if strings.TrimSpace(columns[0]) == "" || strings.HasPrefix(columns[0], "#") {
			if len(columns) > 1 {
				l.refuse("it has no id")
			}
			continue
		}
		f := found{line: l.line, own: columns[0], ids: map[string]string{}}
		wrong := false
		for _, c := range columns[1:] {
			kind, rest, ok := strings.Cut(c, ":")
			label, text, ok2 := strings.Cut(rest, ":")
			if !ok || !ok2 {
				l.refuse("“%s” is not kind:label:text, such as name:Name:Ana Díaz", clip(c))
				wrong = true
				break
			}
			f.takeBrat(kind, label, text)
		}
		if wrong {
			continue
		}
		if err := l.give(f); err != nil {
			return err
		}
	}
}

func (f *found) takeBrat(kind, label, text string) {
	switch strings.ToLower(kind) {
	case "name":
		if f.name == "" {
			f.name = text
		} else {
			f.aliases = append(f.aliases, text)
		}
	case "attr", "info":
		switch strings.ToLower(label) {
		case "type", "category", "class":
			f.typ = text
		case "wikidata", "viaf", "isni", "orcid":
			f.ids[strings.ToLower(label)] = text
		default:
			f.note = strings.TrimPrefix(f.note+"; "+label+": "+text, "; ")
		}
	}
}
