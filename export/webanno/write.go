package webanno

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/token"
	"quoth/export/values"
)

// WriteFolder writes a file for each record. See [export.Format].
func (x shaping) WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := export.WriteFile(to, names.For(r)+".tsv", file(x.shape(r, opts.Schema))); err != nil {
			return err
		}
	}
	return nil
}

// part is one part of an annotation, which is an annotation of its own in the file.
type part struct {
	number      int
	a           *annotate.Annotation
	whole       bool // the first part, which says everything else
	first, last int  // tokens [first, last)
	roles       []string
	targets     []int // numbers
}

func file(r *export.Record) []byte {
	t := token.Of(r)
	var attrs []string
	for _, a := range r.Annotations {
		for k := range a.Attrs {
			if !slices.Contains(attrs, k) {
				attrs = append(attrs, k)
			}
		}
	}
	slices.Sort(attrs)
	names, ids := map[annotate.ID]string{}, map[annotate.ID]string{}
	for _, e := range r.Entities {
		names[e.ID], ids[e.ID] = e.Name, strings.Join(values.Pairs(e.IDs), "\n")
	}
	// Number the parts, and say who fills which slot.
	var parts []*part
	byID := map[annotate.ID]*part{}
	for _, a := range r.Annotations {
		for i, s := range a.Spans {
			p := &part{number: len(parts) + 1, a: a, whole: i == 0}
			p.first, p.last = t.Of(s)
			parts = append(parts, p)
			if i == 0 {
				byID[a.ID] = p
			} else {
				w := byID[a.ID]
				w.roles, w.targets = append(w.roles, assemble.Continues), append(w.targets, p.number)
			}
		}
	}
	for _, a := range r.Annotations {
		p := byID[a.ID]
		for _, x := range a.Args {
			p.roles, p.targets = append(p.roles, x.Role), append(p.targets, byID[x.Target].number)
		}
	}
	at := make([][]*part, len(t.Tokens))
	for _, p := range parts {
		for i := p.first; i < p.last; i++ {
			at[i] = append(at[i], p)
		}
	}
	numbers := make([]string, len(t.Tokens))
	sentence := 0
	t.Sentences(func(from, to int) {
		sentence++
		for i := from; i < to; i++ {
			numbers[i] = fmt.Sprintf("%d-%d", sentence, i-from+1)
		}
	})
	var b bytes.Buffer
	b.WriteString("#FORMAT=WebAnno TSV 3.3\n")
	columns := []string{fLabel, fEntity, fName, fIDs, fNote}
	for _, k := range attrs {
		columns = append(columns, attrName(k))
	}
	fmt.Fprintf(&b, "#T_SP=%s|%s|ROLE_%s:%s_%s|%s\n\n", layer, strings.Join(columns, "|"), layer, slot, linkType, layer)
	off := r.Document.Offsets()
	text := r.Document.Text
	t.Sentences(func(from, to int) {
		end := len(text)
		if to < len(t.Tokens) {
			end = t.Tokens[to].Start
		}
		b.WriteString("\n#Text=")
		b.WriteString(textEsc.Replace(text[t.Tokens[from].Start:end]))
		b.WriteByte('\n')
		for i := from; i < to; i++ {
			s := t.Tokens[i]
			b.WriteString(numbers[i])
			b.WriteByte('\t')
			b.WriteString(strconv.Itoa(off.UTF16(s.Start)))
			b.WriteByte('-')
			b.WriteString(strconv.Itoa(off.UTF16(s.End)))
			b.WriteByte('\t')
			b.WriteString(textEsc.Replace(text[s.Start:s.End]))
			cells(&b, at[i], attrs, names, ids, parts, numbers)
			b.WriteString("\t\n")
		}
	})
	return b.Bytes()
}

// cells writes the columns of the annotations at a token.
func cells(b *bytes.Buffer, here []*part, attrs []string, names, ids map[annotate.ID]string, parts []*part, numbers []string) {
	if len(here) == 0 {
		b.WriteString(strings.Repeat("\t_", 5+len(attrs)+2))
		return
	}
	column := func(of func(p *part) string) {
		b.WriteByte('\t')
		for i, p := range here {
			if i > 0 {
				b.WriteByte('|')
			}
			b.WriteString(of(p))
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(p.number))
			b.WriteByte(']')
		}
	}
	value := func(s string, there bool) string {
		if !there || s == "" {
			return "*"
		}
		return escaper.Replace(s)
	}
	column(func(p *part) string { return value(p.a.Type, true) })
	column(func(p *part) string { return value(string(p.a.Entity), p.whole) })
	column(func(p *part) string { return value(names[p.a.Entity], p.whole) })
	column(func(p *part) string { return value(ids[p.a.Entity], p.whole) })
	column(func(p *part) string { return value(p.a.Note, p.whole) })
	for _, k := range attrs {
		column(func(p *part) string { return value(p.a.Attrs[k], p.whole) })
	}
	column(func(p *part) string {
		if len(p.roles) == 0 {
			return "_"
		}
		var out []string
		for _, r := range p.roles {
			out = append(out, value(r, true))
		}
		return strings.Join(out, ";")
	})
	b.WriteByte('\t')
	for i, p := range here {
		if i > 0 {
			b.WriteByte('|')
		}
		if len(p.targets) == 0 {
			b.WriteByte('_')
		}
		for j, n := range p.targets {
			if j > 0 {
				b.WriteByte(';')
			}
			fmt.Fprintf(b, "%s[%d]", numbers[parts[n-1].first], n)
		}
		fmt.Fprintf(b, "[%d]", p.number)
	}
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
