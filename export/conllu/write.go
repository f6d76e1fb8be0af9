package conllu

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/token"
)

type writing struct {
	shape func(*export.Record, *annotate.Schema) *export.Record
}

// Write writes a document for each record. See [export.Format].
func (x writing) Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	var names export.Names
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		d := &document{r: x.shape(r, opts.Schema), out: out}
		d.head(names.For(r))
		d.body()
	}
	return out.Flush()
}

type document struct {
	r   *export.Record
	out *bufio.Writer
	buf []byte
}

// comment writes "# key = value". Line ends in the value are written as \n.
func (d *document) comment(key, value string) {
	if value == "" {
		return
	}
	fmt.Fprintf(d.out, "# %s = %s\n", key, spacesInValue(value))
}

// spacesInValue writes a value so that it stays on its line and keeps white space at its ends.
func spacesInValue(s string) string {
	s = valueEscaper.Replace(s)
	inner := strings.TrimSpace(s)
	if inner == s {
		return s
	}
	at := strings.Index(s, inner)
	return spacesEscaper.Replace(s[:at]) + inner + spacesEscaper.Replace(s[at+len(inner):])
}

func (d *document) head(name string) {
	doc := d.r.Document
	fmt.Fprintf(d.out, "# newdoc id = %s\n# global.Entity = %s\n", name, global)
	d.comment("meta::title", doc.Title)
	d.comment("meta::language", doc.Language)
	for _, k := range slices.Sorted(maps.Keys(doc.Meta)) {
		if k != annotate.MetaSource {
			d.comment("meta::"+escaped(k), doc.Meta[k])
		}
	}
	d.comment("quoth::annotator", string(d.r.Annotator))
	d.comment("quoth::state", string(d.r.State))
}

func (d *document) body() {
	t := token.Of(d.r)
	marks := d.marks(t)
	text := d.r.Document.Text
	n := 0
	first := true
	t.Sentences(func(from, to int) {
		if from > 0 {
			if strings.Contains(text[t.Tokens[from-1].End:t.Tokens[from].Start], "\n") {
				d.out.WriteString("# newpar\n")
			}
		} else {
			d.out.WriteString("# newpar\n")
		}
		n++
		fmt.Fprintf(d.out, "# sent_id = %d\n# text = %s\n", n, strings.Join(strings.Fields(text[t.Tokens[from].Start:t.Tokens[to-1].End]), " "))
		for i := from; i < to; i++ {
			d.token(t, i, i-from+1, marks[i], first)
			first = false
		}
		d.out.WriteByte('\n')
	})
}

// token writes a line.
func (d *document) token(t *token.Text, i, id int, mark string, first bool) {
	text := d.r.Document.Text
	s := t.Tokens[i]
	b := strconv.AppendInt(d.buf[:0], int64(id), 10)
	b = append(b, '\t')
	b = append(b, text[s.Start:s.End]...)
	b = append(b, "\t_\t_\t_\t_\t_\t_\t_\t"...)
	misc := len(b)
	add := func(key, value string) {
		if len(b) > misc {
			b = append(b, '|')
		}
		b = append(b, key...)
		b = append(b, '=')
		b = append(b, value...)
	}
	if mark != "" {
		add("Entity", mark)
	}
	end := len(text)
	if i+1 < len(t.Tokens) {
		end = t.Tokens[i+1].Start
	}
	last := i+1 == len(t.Tokens)
	switch gap := text[s.End:end]; {
	case gap == "":
		add("SpaceAfter", "No")
	case gap != " " || last:
		add("SpacesAfter", spacesEscaper.Replace(gap))
	}
	if first && s.Start > 0 {
		add("SpacesBefore", spacesEscaper.Replace(text[:s.Start]))
	}
	if len(b) == misc {
		b = append(b, '_')
	}
	d.buf = append(b, '\n')
	d.out.Write(d.buf)
}

// piece is a part of a mention.
type piece struct {
	first, last int // tokens [first, last]
	open, name  string
	order       int
}

// marks returns what stands in Entity= of each token.
func (d *document) marks(t *token.Text) []string {
	out := make([]string, len(t.Tokens))
	entities := map[annotate.ID]*annotate.Entity{}
	for _, e := range d.r.Entities {
		entities[e.ID] = e
	}
	numbers := map[annotate.ID]string{}
	hulls := map[string][]annotate.Span{}
	count := 0
	fresh := func() string {
		count++
		return "e" + strconv.Itoa(count)
	}
	var pieces []piece
	for n, a := range d.r.Annotations {
		var other []string
		eid, told := numbers[a.Entity], true
		switch {
		case a.Entity == "":
			eid = fresh()
			other = append(other, keySingle+":yes")
		case eid == "":
			eid, told = fresh(), false
			numbers[a.Entity] = eid
		case len(a.Spans) > 1 || slices.ContainsFunc(hulls[eid], func(h annotate.Span) bool { return h.Overlaps(a.Hull()) }):
			other = append(other, keyOf+":"+eid)
			eid = fresh()
		}
		if e := entities[a.Entity]; e != nil && !told {
			other = append(other, describe(e, a.Type)...)
			if len(a.Spans) > 1 { // its number is for mentions of one part
				number := eid
				eid = fresh()
				other = append(other, keyOf+":"+number)
			}
		}
		hulls[eid] = append(hulls[eid], a.Hull())
		for i, s := range a.Spans {
			first, last := t.Of(s)
			name := eid
			if len(a.Spans) > 1 {
				name = fmt.Sprintf("%s[%d/%d]", eid, i+1, len(a.Spans))
			}
			open := fmt.Sprintf("(%s-%s-1-%s", name, escaped(a.Type), strings.Join(other, ","))
			pieces = append(pieces, piece{first, last - 1, open, name, n})
		}
	}
	// At a token, what ends comes first, the inner before the outer; then what begins, the outer first.
	ends := slices.Clone(pieces)
	slices.SortStableFunc(ends, func(a, b piece) int {
		if a.last != b.last {
			return a.last - b.last
		}
		if a.first != b.first {
			return b.first - a.first
		}
		return b.order - a.order
	})
	for _, p := range ends {
		if p.first < p.last {
			out[p.last] += p.name + ")"
		}
	}
	slices.SortStableFunc(pieces, func(a, b piece) int {
		if a.first != b.first {
			return a.first - b.first
		}
		if a.last != b.last {
			return b.last - a.last
		}
		return a.order - b.order
	})
	for _, p := range pieces {
		out[p.first] += p.open
		if p.first == p.last {
			out[p.first] += ")"
		}
	}
	return out
}

// describe writes what is known of an entity.
func describe(e *annotate.Entity, typ string) []string {
	out := []string{keyID + ":" + escaped(string(e.ID)), keyName + ":" + escaped(e.Name)}
	if e.Type != typ {
		out = append(out, keyType+":"+escaped(e.Type))
	}
	for _, a := range e.Aliases {
		out = append(out, keyAlias+":"+escaped(a))
	}
	for _, k := range slices.Sorted(maps.Keys(e.IDs)) {
		out = append(out, prefixID+escaped(k)+":"+escaped(e.IDs[k]))
	}
	if e.Note != "" {
		out = append(out, keyNote+":"+escaped(e.Note))
	}
	return out
}
