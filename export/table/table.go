// Package table is tables for spreadsheets and statistics: a row for each quote, mention or event, with the words
// that fill its roles beside it, and who they are: the name of the entity, and its outside identities, as viaf=2
// wikidata=Q42. It is only written.
//
// A cell that begins with a sign that spreadsheets take for a formula (= + - @, or white space before one) gets an
// apostrophe before it, so that words of an article never run: what somebody said is no program.
package table

import (
	"context"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/values"
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
		Holds:      export.Holds{Title: true, Annotator: true, State: true, IDs: true, Attrs: true, Notes: true, Parts: true, Args: true, Entities: export.EntitiesIdentified},
		Choices:    []export.Choice{rows, bom},
		Bind:       bind,
		Shapes: []export.Loss{{What: "annotations of other kinds than the table lists", Becomes: "left out, but for those that fill roles"},
			{What: "the text of the article", Becomes: "left out, but for what is marked"}},
		Passing: true,
		Write:   f.Write,
	}
}

type files struct {
	comma rune
	rows  string
	bom   bool
}

// safe returns words that no spreadsheet takes for a formula.
func safe(s string) string {
	if s == "" || s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z' {
		return s
	}
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
	kind := annotate.Kind(f.rows)
	roles, attrs := f.columns(opts.Schema, kind)
	refer := kind == annotate.KindMention || f.rows == allKinds
	head := []string{"document", "title", "published", "url", "annotator", "state", "id", "type", "text", "start", "end"}
	for _, r := range roles {
		head = append(head, r, r+"_type", r+"_entity", r+"_ids")
	}
	if refer {
		head = append(head, "entity", "entity_id", "entity_type", "entity_ids")
	}
	for _, a := range attrs {
		if a == "type" { // is the type of the annotation already
			a = "attribute_type"
		}
		head = append(head, a)
	}
	out := lines{comma: byte(f.comma)}
	for _, name := range head {
		out.cell(name)
	}
	out.cell("note")
	out.end()
	var article lines // what is the same in all rows of a record
	article.comma = out.comma
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
		article.b = article.b[:0]
		article.cell(string(d.ID))
		for _, words := range []string{d.Title, d.Meta[annotate.MetaPublished], d.Meta[annotate.MetaURL], string(r.Annotator)} {
			article.cell(safe(words))
		}
		article.cell(string(r.State))
		for _, a := range r.Annotations {
			if f.rows != allKinds && opts.Schema.Kind(a.Type) != kind {
				continue
			}
			out.b = append(out.b, article.b...)
			h := a.Hull()
			out.cell(safe(string(a.ID)))
			out.cell(safe(a.Type))
			out.cell(safe(d.Surface(a.Spans)))
			out.number(t.Runes(h.Start))
			out.number(t.Runes(h.End))
			for _, role := range roles {
				var words, types, names, ids joined
				for _, x := range a.Args {
					if x.Role != role {
						continue
					}
					b := v.Annotation(x.Target)
					if b == nil {
						continue
					}
					words.add(d.Surface(b.Spans))
					types.add(b.Type)
					if e := v.Entity(b); e != nil {
						names.add(e.Name)
						if len(e.IDs) > 0 {
							ids.add(idsOf(e))
						}
					}
				}
				out.cell(safe(words.all))
				out.cell(safe(types.all))
				out.cell(safe(names.all))
				out.cell(safe(ids.all))
			}
			if e := v.Entity(a); refer && e != nil {
				out.cell(safe(e.Name))
				out.cell(safe(string(e.ID)))
				out.cell(safe(e.Type))
				out.cell(safe(idsOf(e)))
			} else if refer {
				out.b = append(out.b, out.comma, out.comma, out.comma, out.comma)
			}
			for _, k := range attrs {
				out.cell(safe(v.Attr(a, k)))
			}
			out.cell(safe(a.Note))
			out.end()
		}
		if err := out.flush(w, 1<<16); err != nil {
			return err
		}
	}
	return out.flush(w, 0)
}

// idsOf returns the identities elsewhere of an entity: "viaf=2 wikidata=Q42".
func idsOf(e *annotate.Entity) string { return strings.Join(values.Pairs(e.IDs), " ") }

// joined is words with semicolons between them.
type joined struct {
	all  string
	some bool
}

func (j *joined) add(s string) {
	if j.some {
		s = j.all + "; " + s
	}
	j.all, j.some = s, true
}

// lines are rows in the making, written as RFC 4180 and the library of Go have them, in one piece of memory.
type lines struct {
	comma byte
	b     []byte
}

// cell writes a cell with a comma behind it.
func (l *lines) cell(s string) {
	switch {
	case s == "":
	case l.bare(s):
		l.b = append(l.b, s...)
	default:
		l.b = append(l.b, '"')
		for i := strings.IndexByte(s, '"'); i >= 0; i = strings.IndexByte(s, '"') {
			l.b = append(append(l.b, s[:i+1]...), '"')
			s = s[i+1:]
		}
		l.b = append(append(l.b, s...), '"')
	}
	l.b = append(l.b, l.comma)
}

// bare reports whether words need no quotation marks around them.
func (l *lines) bare(s string) bool {
	if s == `\.` { // ends a table in PostgreSQL
		return false
	}
	for i := range len(s) {
		if c := s[i]; c <= ',' && (c == l.comma || c == '"' || c == '\n' || c == '\r') { // commas and tabs are no greater
			return false
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return !unicode.IsSpace(r)
}

func (l *lines) number(n int) {
	l.b = append(strconv.AppendInt(l.b, int64(n), 10), l.comma)
}

// end ends a row.
func (l *lines) end() { l.b[len(l.b)-1] = '\n' }

// flush writes the rows if they have so many bytes.
func (l *lines) flush(w io.Writer, least int) error {
	if len(l.b) < least || len(l.b) == 0 {
		return nil
	}
	_, err := w.Write(l.b)
	l.b = l.b[:0]
	return err
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
