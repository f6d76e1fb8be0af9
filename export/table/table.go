// Package table is tables for spreadsheets and statistics: a row for each quote, mention or event, with the words
// that fill its roles beside it. It is only written.
//
// A cell that begins with a sign that spreadsheets take for a formula (= + - @, or white space before one) gets an
// apostrophe before it, so that words of an article never run: what somebody said is no program.
package table

import (
	"context"
	"encoding/csv"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/export"
)

// CSV and TSV are the entries for the list of formats.
var (
	CSV = csvOf(map[string]string{rows.Key: rows.Default, bom.Key: bom.Default})
	TSV = tsvOf(map[string]string{rows.Key: rows.Default, bom.Key: bom.Default})
)

// The choices of the format. allKinds makes a row of every annotation.
var (
	rows = export.Choice{Key: "rows", Label: "A row for each", Values: []string{"quote", "mention", "event", allKinds}, Default: "quote", Help: "what the table lists"}
	bom  = export.Choice{Key: "excel", Label: "For Excel", Values: []string{"no", "yes"}, Default: "no", Help: "yes begins the file with the mark by which Excel knows that it is UTF-8"}
)

const allKinds = "annotation"

func csvOf(choices map[string]string) *export.Format {
	return format("csv", "Table (CSV)", ',', choices, csvOf)
}

func tsvOf(choices map[string]string) *export.Format {
	return format("tsv", "Table (TSV)", '\t', choices, tsvOf)
}

func format(name, title string, comma rune, choices map[string]string, bind func(map[string]string) *export.Format) *export.Format {
	f := files{comma, choices[rows.Key], choices[bom.Key] == "yes"}
	return &export.Format{
		Name: name, Title: title,
		Who:        "For reading, counting and statistics in Excel, LibreOffice, R or pandas.",
		Extensions: []string{name},
		Unit:       "code points",
		Holds:      export.Holds{Title: true, Annotator: true, State: true, IDs: true, Attrs: true, Notes: true, Parts: true, Args: true},
		Choices:    []export.Choice{rows, bom},
		Bind:       bind,
		Shapes: []export.Loss{{What: "annotations of other kinds than the table lists", Becomes: "left out, but for those that fill roles"},
			{What: "the text of the article", Becomes: "left out, but for what is marked"}},
		Write: f.Write,
	}
}

type files struct {
	comma rune
	rows  string
	bom   bool
}

// safe returns words that no spreadsheet takes for a formula.
func safe(s string) string {
	t := strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' })
	if r, _ := utf8.DecodeRuneInString(t); t != "" && strings.ContainsRune("=+-@|%＝＋－＠", r) {
		return "'" + s
	}
	return s
}

// Write writes the table. See [export.Format].
func (f files) Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	if f.bom {
		if _, err := io.WriteString(w, "\ufeff"); err != nil {
			return err
		}
	}
	out := csv.NewWriter(w)
	out.Comma = f.comma
	kind := annotate.Kind(f.rows)
	roles, attrs := f.columns(opts.Schema, kind)
	refer := kind == annotate.KindMention || f.rows == allKinds
	head := []string{"document", "title", "published", "url", "annotator", "state", "id", "type", "text", "start", "end"}
	for _, r := range roles {
		head = append(head, r, r+"_type", r+"_entity")
	}
	if refer {
		head = append(head, "entity", "entity_id", "entity_type")
	}
	for _, a := range attrs {
		if a == "type" { // is the type of the annotation already
			a = "attribute_type"
		}
		head = append(head, a)
	}
	if err := out.Write(append(head, "note")); err != nil {
		return err
	}
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		v := export.NewViews(r, opts.Schema)
		d := r.Document
		t := d.Offsets()
		list := r.Annotations
		if f.rows != allKinds {
			list = v.OfKind(kind)
		}
		for _, a := range list {
			h := a.Hull()
			row := []string{string(d.ID), safe(d.Title), safe(d.Meta[annotate.MetaPublished]), safe(d.Meta[annotate.MetaURL]), safe(string(r.Annotator)), string(r.State),
				safe(string(a.ID)), safe(a.Type), safe(d.Surface(a.Spans)), strconv.Itoa(t.Runes(h.Start)), strconv.Itoa(t.Runes(h.End))}
			for _, role := range roles {
				var words, types, names []string
				for _, b := range v.Fillers(a, role) {
					words, types = append(words, d.Surface(b.Spans)), append(types, b.Type)
					if e := v.Entity(b); e != nil {
						names = append(names, e.Name)
					}
				}
				row = append(row, safe(strings.Join(words, "; ")), safe(strings.Join(types, "; ")), safe(strings.Join(names, "; ")))
			}
			if e := v.Entity(a); refer && e != nil {
				row = append(row, safe(e.Name), safe(string(e.ID)), safe(e.Type))
			} else if refer {
				row = append(row, "", "", "")
			}
			all := v.Attrs(a)
			for _, k := range attrs {
				row = append(row, safe(all[k]))
			}
			if err := out.Write(append(row, safe(a.Note))); err != nil {
				return err
			}
		}
		if out.Flush(); out.Error() != nil {
			return out.Error()
		}
	}
	out.Flush()
	return out.Error()
}

// columns returns the roles and attributes of the types of a kind, or of all.
func (f files) columns(schema *annotate.Schema, kind annotate.Kind) (roles, attrs []string) {
	seen := map[string]bool{}
	for _, t := range schema.Types {
		if t.Kind != kind && f.rows != allKinds {
			continue
		}
		for _, r := range t.Roles {
			if key := "role " + r.Key; !seen[key] {
				seen[key] = true
				roles = append(roles, r.Key)
			}
		}
		for _, a := range t.Attrs {
			if key := "attribute " + a.Key; !seen[key] {
				seen[key] = true
				attrs = append(attrs, a.Key)
			}
		}
	}
	return roles, attrs
}
