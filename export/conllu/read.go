package conllu

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
)

// Read yields a record for each document; a file without "# newdoc" is one. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		lines := bound.NewLines(r)
		rd := &reader{name: name}
		// give hands over the document that was read, and reports whether to go on.
		give := func() bool {
			if !rd.begun {
				rd.reset()
				return true
			}
			rec, left, err := rd.record()
			rd.reset()
			for _, err := range left {
				if !yield(nil, err) {
					return false
				}
			}
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
			if strings.HasPrefix(string(line), "# newdoc") && !give() {
				return
			}
			if rd.begun && rd.text.Len() > bound.Line {
				yield(nil, export.Faultf(name, n, "", "the document is longer than %s", bound.Size(bound.Line)))
				return
			}
			rd.line(n, string(line))
		}
	}
}

// mention is one that was begun, or all of it.
type mention struct {
	line   int
	fields map[string]string
	eid    string
	part   int // from 1; 0 where it has one
	parts  int
	start  int // byte
	end    int
	seq    int // in the order in which they were begun
}

// reader reads one document. An error of a line spoils the document, and is told with it.
type reader struct {
	name   string
	begun  bool
	first  int // line
	err    error
	text   strings.Builder
	fields []string // of a mention
	meta   map[string]string
	id     string
	title  string
	lang   string
	who    string
	state  string

	gap    string // before the next token
	newpar bool
	told   bool // the gap was told by the token before it
	open   []*mention
	done   []*mention
	multi  int               // words up to this id have no text of their own
	from   int               // where the multi-word token begins
	real   map[string]string // eid → identity of the entity
	words  int
}

func (rd *reader) reset() {
	fields := rd.fields
	*rd = reader{name: rd.name, fields: fields, meta: map[string]string{}, real: map[string]string{}}
}

func (rd *reader) fail(n int, format string, args ...any) {
	if rd.err == nil {
		rd.err = export.Faultf(rd.name, n, "", format, args...)
	}
}

func (rd *reader) line(n int, line string) {
	if rd.meta == nil {
		rd.reset()
	}
	switch {
	case strings.TrimSpace(line) == "":
		rd.multi = 0
	case line[0] == '#':
		rd.comment(line)
	default:
		if !rd.begun {
			rd.begun, rd.first = true, n
		}
		columns := strings.Split(line, "\t")
		if len(columns) != 10 {
			rd.fail(n, "the line has %d columns, not ten", len(columns))
			return
		}
		rd.token(n, columns)
	}
}

func (rd *reader) comment(line string) {
	key, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "), " = ")
	value = spacesUnescaper.Replace(value)
	switch {
	case key == "newdoc id":
		rd.id = value
	case key == "newpar" || strings.HasPrefix(key, "newpar "):
		rd.newpar = true
	case key == "global.Entity":
		rd.fields = strings.Split(strings.TrimSpace(value), "-")
	case key == "meta::title":
		rd.title = value
	case key == "meta::language":
		rd.lang = value
	case key == "quoth::annotator":
		rd.who = value
	case key == "quoth::state":
		rd.state = value
	case strings.HasPrefix(key, "meta::"):
		rd.meta[unescaped(strings.TrimPrefix(key, "meta::"))] = value
	}
}

func (rd *reader) token(n int, columns []string) {
	id, form, misc := columns[0], columns[1], columns[9]
	if strings.Contains(id, ".") {
		if m := miscOf(misc, "Entity"); m != "" {
			rd.entity(n, m, rd.text.Len(), rd.text.Len())
		}
		return // an empty node
	}
	from, to, isRange := strings.Cut(id, "-")
	number, err := strconv.Atoi(from)
	if err != nil {
		rd.fail(n, "%q is no number of a token", export.Clip(id))
		return
	}
	start := rd.from
	if !isRange && number <= rd.multi {
		rd.entity(n, miscOf(misc, "Entity"), start, rd.text.Len())
		return
	}
	if rd.words == 0 {
		rd.gap = spacesUnescaper.Replace(miscOf(misc, "SpacesBefore"))
	} else if rd.newpar && !rd.told {
		rd.gap = "\n\n"
	}
	rd.newpar, rd.told = false, false
	rd.text.WriteString(rd.gap)
	start = rd.text.Len()
	rd.text.WriteString(form)
	rd.words++
	rd.gap = " "
	if after := miscOf(misc, "SpacesAfter"); after != "" {
		rd.gap, rd.told = spacesUnescaper.Replace(after), true
	} else if miscOf(misc, "SpaceAfter") == "No" {
		rd.gap, rd.told = "", true
	}
	if isRange {
		last, err := strconv.Atoi(to)
		if err != nil || last < number {
			rd.fail(n, "%q is no range of tokens", export.Clip(id))
			return
		}
		rd.multi, rd.from = last, start
	}
	rd.entity(n, miscOf(misc, "Entity"), start, rd.text.Len())
}

func miscOf(misc, key string) string {
	for pair := range strings.SplitSeq(misc, "|") {
		if k, v, ok := strings.Cut(pair, "="); ok && k == key {
			return v
		}
	}
	return ""
}

// entity reads what stands in Entity= of a token from start to end.
func (rd *reader) entity(n int, s string, start, end int) {
	for s != "" {
		if s[0] != '(' { // e1)
			name, rest, ok := strings.Cut(s, ")")
			if !ok {
				rd.fail(n, "the mention %q is not ended by a bracket", export.Clip(s))
				return
			}
			s = rest
			rd.close(n, name, end)
			continue
		}
		i := strings.IndexAny(s[1:], "()")
		content, closed := s[1:], false
		if i >= 0 {
			content = s[1 : 1+i]
			if s[1+i] == ')' {
				closed = true
				i++
			}
			s = s[1+i:]
		} else {
			s = ""
		}
		// "(4-time" and "5)" in one run: what is ended has no bracket before it
		m := rd.begin(n, content, start)
		if closed {
			m.end = end
			rd.done = append(rd.done, m)
			continue
		}
		if len(rd.open) > 10_000 {
			rd.fail(n, "more than ten thousand mentions are open")
			return
		}
		rd.open = append(rd.open, m)
	}
}

func (rd *reader) begin(n int, content string, start int) *mention {
	fields := rd.fields
	if len(fields) == 0 {
		fields = strings.Split(global, "-")
	}
	m := &mention{line: n, fields: map[string]string{}, start: start, seq: len(rd.open) + len(rd.done)}
	for i, v := range strings.SplitN(content, "-", len(fields)) {
		m.fields[fields[i]] = v
	}
	m.eid = m.fields[fields[0]]
	if at := strings.IndexByte(m.eid, '['); at > 0 && strings.HasSuffix(m.eid, "]") {
		part, parts, _ := strings.Cut(m.eid[at+1:len(m.eid)-1], "/")
		m.part, _ = strconv.Atoi(part)
		m.parts, _ = strconv.Atoi(parts)
		m.eid = m.eid[:at]
	}
	return m
}

// close ends the mention that was begun last under the name.
func (rd *reader) close(n int, name string, end int) {
	part := 0
	if at := strings.IndexByte(name, '['); at > 0 {
		p, _, _ := strings.Cut(name[at+1:], "/")
		part, _ = strconv.Atoi(p)
		name = name[:at]
	}
	name, _, _ = strings.Cut(name, "-")
	for i := len(rd.open) - 1; i >= 0; i-- {
		if m := rd.open[i]; m.eid == name && (part == 0 || m.part == part) {
			m.end = end
			rd.done = append(rd.done, m)
			rd.open = append(rd.open[:i], rd.open[i+1:]...)
			return
		}
	}
	rd.fail(n, "the mention %q is ended, but was not begun", export.Clip(name))
}

// record puts the document together. Left are mentions that mark nothing.
func (rd *reader) record() (r *export.Record, left []error, err error) {
	if rd.err != nil {
		return nil, nil, rd.err
	}
	if len(rd.open) > 0 {
		return nil, nil, export.Faultf(rd.name, rd.open[0].line, "", "the mention %q is not ended", export.Clip(rd.open[0].eid))
	}
	if rd.told {
		rd.text.WriteString(rd.gap)
	}
	a, err := assemble.New(rd.text.String(), assemble.Bytes)
	if err != nil {
		return nil, nil, export.Locate(err, rd.name, rd.first)
	}
	a.Doc.Title, a.Doc.Language = rd.title, rd.lang
	a.Annotator, a.State = annotate.AnnotatorID(rd.who), annotate.State(rd.state)
	if len(rd.meta) > 0 {
		a.Doc.Meta = rd.meta
	}
	began := map[*mention]*annotate.Annotation{}
	whole := map[string]*annotate.Annotation{} // of which more parts are to come
	for _, m := range inOrder(rd.done) {
		s, err := a.Span(m.start, m.end)
		if err != nil {
			if m.start == m.end {
				left = append(left, export.Faultf(rd.name, m.line, "", "the mention %q is of no words of the text, and is left out", export.Clip(m.eid)))
				continue
			}
			return nil, nil, export.Locate(err, rd.name, m.line)
		}
		if w := whole[m.eid]; m.part > 1 && w != nil {
			if last := w.Spans[len(w.Spans)-1]; last.End >= s.Start {
				return nil, nil, export.Faultf(rd.name, m.line, "", "parts of the mention %q are not in the order of the text", export.Clip(m.eid))
			}
			w.Spans = append(w.Spans, s)
			continue
		}
		typ := unescaped(m.fields["etype"])
		if typ == "" {
			typ = "mention"
		}
		mark, err := a.Put("", typ, s)
		if err != nil {
			return nil, nil, export.Locate(err, rd.name, m.line)
		}
		if m.part == 1 {
			whole[m.eid] = mark
		}
		began[m] = mark
	}
	for _, m := range rd.done {
		other, eid := m.other()
		if ids := other[keyID]; len(ids) > 0 && ids[0] != "" {
			rd.real[eid] = ids[0]
		}
	}
	for _, m := range rd.done { // in the order of the text by now
		if mark := began[m]; mark != nil {
			rd.refer(a, mark, m)
		}
	}
	rec, err := a.Record()
	if err != nil {
		return nil, nil, export.Locate(err, rd.name, rd.first)
	}
	rec.Where = fmt.Sprintf("%s:%d", rd.name, rd.first)
	if rd.id != "" {
		rec.SetSource(rd.id)
	}
	return rec, left, nil
}

// inOrder puts mentions in the order of the text, outer before inner.
func inOrder(list []*mention) []*mention {
	slices.SortFunc(list, func(a, b *mention) int {
		return cmp.Or(a.start-b.start, b.end-a.end, a.seq-b.seq)
	})
	return list
}

// other returns the pairs of a mention, and the number of its entity.
func (m *mention) other() (map[string][]string, string) {
	other := map[string][]string{}
	for pair := range strings.SplitSeq(m.fields["other"], ",") {
		if k, v, ok := strings.Cut(pair, ":"); ok {
			other[k] = append(other[k], unescaped(v))
		}
	}
	if of := other[keyOf]; len(of) > 0 {
		return other, of[0]
	}
	return other, m.eid
}

// refer says of which entity a mention is.
func (rd *reader) refer(a *assemble.Assembly, mark *annotate.Annotation, m *mention) {
	other, eid := m.other()
	if len(other[keySingle]) > 0 {
		return
	}
	identity := m.fields["identity"]
	local := eid + "@" + string(a.Doc.ID) // e1 of another document is another
	id := cmp.Or(rd.real[eid], local)
	mark.Entity = annotate.ID(id)
	e := a.Known(id)
	words := a.Doc.Surface(mark.Spans)
	if e == nil {
		e = a.Entity(id, mark.Type, words)
	} else if id == local && len(words) > len(e.Name) && len(mark.Spans) == 1 {
		e.Name = words // the longest mention says most
	}
	if names := other[keyName]; len(names) > 0 && names[0] != "" {
		e.Name = names[0]
	}
	if len(other[keyID]) > 0 {
		e.Type = mark.Type
	}
	if types := other[keyType]; len(types) > 0 {
		e.Type, a.Typed = types[0], true
	}
	e.Aliases = append(e.Aliases, other[keyAlias]...)
	if notes := other[keyNote]; len(notes) > 0 {
		e.Note = notes[0]
	}
	for k, v := range other {
		if name, ok := strings.CutPrefix(k, prefixID); ok {
			if e.IDs == nil {
				e.IDs = map[string]string{}
			}
			e.IDs[unescaped(name)] = v[0]
		}
	}
	if identity != "" && id == local {
		e.IDs = map[string]string{"wikipedia": unescaped(identity)}
		e.Name = strings.ReplaceAll(unescaped(identity), "_", " ")
	}
}
