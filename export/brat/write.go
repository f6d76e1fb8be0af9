package brat

import (
	"context"
	"iter"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"quoth/annotate"
	"quoth/export"
)

// WriteFolder writes a text and its marks for each record, and the configuration. See [export.Format].
func WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	dashed := dashedTypes(opts.Schema)
	var b []byte
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name := names.For(r)
		b = append(b[:0], r.Document.Text...)
		if err := export.WriteFile(to, name+textEnding, b); err != nil {
			return err
		}
		w := newWriter(shape(r, opts.Schema), opts.Schema, dashed)
		w.out = b[:0]
		b = w.lines()
		if err := export.WriteFile(to, name+markEndings[0], b); err != nil {
			return err
		}
	}
	if err := export.WriteFile(to, configName, config(opts.Schema, dashed)); err != nil {
		return err
	}
	return export.WriteFile(to, visualName, visual(opts.Schema, dashed))
}

// writer writes the lines of one record.
type writer struct {
	r      *export.Record
	schema *annotate.Schema
	dashed map[string]string
	out    []byte

	marks []mark // of the annotations, in their order
	index map[annotate.ID]int
	last  [256]int // the highest number of each letter
}

// mark is an annotation with what it is called: its T line, and what others call it, T line or E line.
type mark struct {
	*annotate.Annotation
	event       bool
	words, name string
	shared      bool // the T line is that of an annotation before it
}

var brats = regexp.MustCompile(`^[TE][0-9]{1,9}$`)

func newWriter(r *export.Record, schema *annotate.Schema, dashed map[string]string) *writer {
	w := &writer{r: r, schema: schema, dashed: dashed, marks: make([]mark, len(r.Annotations)), index: make(map[annotate.ID]int, len(r.Annotations))}
	for i, a := range r.Annotations {
		m := &w.marks[i]
		m.Annotation, m.event = a, schema.Kind(a.Type) == annotate.KindEvent
		w.index[a.ID] = i
		if id := string(a.ID); len(id) <= 10 && brats.MatchString(id) && (id[0] == 'E') == m.event {
			n, _ := strconv.Atoi(id[1:]) // nine digits
			w.last[id[0]] = max(w.last[id[0]], n)
			m.name = id
			if id[0] == 'T' {
				m.words = id
			}
		}
	}
	type place struct {
		typ   string
		first annotate.Span
	}
	triggers := make(map[place][]int, len(w.marks)) // one T line for the events of a type at a place
	for i := range w.marks {
		m := &w.marks[i]
		if m.event {
			at := place{m.Type, m.Spans[0]}
			same := slices.IndexFunc(triggers[at], func(k int) bool { return slices.Equal(w.marks[k].Spans, m.Spans) })
			if m.shared = same >= 0; m.shared {
				m.words = w.marks[triggers[at][same]].words
			} else {
				m.words = w.next('T')
				triggers[at] = append(triggers[at], i)
			}
		}
		if m.name == "" && m.event {
			m.name = w.next('E')
		} else if m.name == "" {
			m.words = w.next('T')
			m.name = m.words
		}
	}
	return w
}

func (w *writer) next(letter byte) string {
	w.last[letter]++
	return string(letter) + strconv.Itoa(w.last[letter])
}

func (w *writer) typ(a *annotate.Annotation) string {
	if d := w.dashed[a.Type]; d != "" {
		return d
	}
	return a.Type
}

// line adds a line of columns.
func (w *writer) line(columns ...string) {
	for i, c := range columns {
		if i > 0 {
			w.out = append(w.out, '\t')
		}
		w.out = append(w.out, c...)
	}
	w.out = append(w.out, '\n')
}

func (w *writer) lines() []byte {
	for i := range w.marks {
		if m := &w.marks[i]; !m.shared {
			w.mark(m)
		}
	}
	for i := range w.marks {
		if m := &w.marks[i]; m.event {
			w.eventLine(m)
		}
	}
	for i := range w.marks {
		if m := &w.marks[i]; !m.event {
			w.relations(m)
		}
	}
	for i := range w.marks {
		if m := &w.marks[i]; len(m.Attrs) > 0 {
			for _, k := range slices.Sorted(maps.Keys(m.Attrs)) {
				value := " " + m.Attrs[k]
				if m.Attrs[k] == yes {
					value = ""
				}
				w.line(w.next('A'), k+" "+m.name+value)
			}
		}
	}
	w.entities()
	for i := range w.marks {
		w.notes(&w.marks[i])
	}
	return w.out
}

// name is what others call an annotation.
func (w *writer) name(id annotate.ID) string {
	if i, ok := w.index[id]; ok {
		return w.marks[i].name
	}
	return ""
}

// mark writes a T line.
func (w *writer) mark(m *mark) {
	d := w.r.Document
	t := d.Offsets()
	w.out = append(w.out, m.words...)
	w.out = append(w.out, '\t')
	w.out = append(w.out, w.typ(m.Annotation)...)
	spans := splitLines(d.Text, m.Spans)
	for i, s := range spans {
		sep := byte(' ')
		if i > 0 {
			sep = ';'
		}
		w.out = append(w.out, sep)
		w.out = strconv.AppendInt(w.out, int64(t.Runes(s.Start)), 10)
		w.out = append(w.out, ' ')
		w.out = strconv.AppendInt(w.out, int64(t.Runes(s.End)), 10)
	}
	for i, s := range spans {
		sep := byte('\t')
		if i > 0 {
			sep = ' '
		}
		w.out = append(w.out, sep)
		w.out = append(w.out, blanks(d.Text[s.Start:s.End])...)
	}
	w.out = append(w.out, '\n')
}

func (w *writer) eventLine(m *mark) {
	w.out = append(w.out, m.name...)
	w.out = append(w.out, '\t')
	w.out = append(w.out, w.typ(m.Annotation)...)
	w.out = append(w.out, ':')
	w.out = append(w.out, m.words...)
	for i, x := range m.Args {
		w.out = append(w.out, ' ')
		w.out = append(w.out, x.Role...)
		times := 1
		for _, y := range m.Args[:i] {
			if y.Role == x.Role {
				times++
			}
		}
		if times > 1 {
			w.out = strconv.AppendInt(w.out, int64(times), 10)
		}
		w.out = append(w.out, ':')
		w.out = append(w.out, w.name(x.Target)...)
	}
	w.out = append(w.out, '\n')
}

func (w *writer) relations(m *mark) {
	for _, x := range m.Args {
		r := w.next('R')
		w.line(r, x.Role+" Arg1:"+m.name+" Arg2:"+w.name(x.Target), "")
		if m.Note == "" {
			continue
		}
		for note := range strings.SplitSeq(m.Note, "\n") {
			if rest, ok := strings.CutPrefix(note, w.ofRelation(x)); ok {
				w.line(w.next('#'), notesType+" "+r, rest)
			}
		}
	}
}

// ofRelation is how a line of a note begins that is about a relation.
func (w *writer) ofRelation(x annotate.Arg) string {
	if i, ok := w.index[x.Target]; ok {
		return relationNote(x.Role, w.r.Document.Surface(w.marks[i].Spans))
	}
	return "\n" // begins no line
}

func relationNote(role, words string) string { return role + " → " + blanks(words) + ": " }

// The lines of a note that are lines of their own in the file.
var (
	otherReference = regexp.MustCompile(`^(Reference) ([^ :]+:[^ ]+) (.*)$`)
	otherNote      = regexp.MustCompile(`^\[([A-Za-z][A-Za-z0-9_-]*)\] (.*)$`)
)

func (w *writer) notes(a *mark) {
	if a.Note == "" {
		return
	}
next:
	for line := range strings.SplitSeq(a.Note, "\n") {
		if !a.event {
			for _, x := range a.Args {
				if strings.HasPrefix(line, w.ofRelation(x)) {
					continue next
				}
			}
		}
		if m := otherReference.FindStringSubmatch(line); m != nil && a.Entity != "" {
			w.line(w.next('N'), m[1]+" "+a.name+" "+m[2], m[3])
			continue
		}
		if m := otherNote.FindStringSubmatch(line); m != nil {
			w.line(w.next('#'), m[1]+" "+a.name, m[2])
			continue
		}
		w.line(w.next('#'), notesType+" "+a.name, line)
	}
}

// entities writes who is who: the identity of each entity at each mention, and which mentions are of one.
func (w *writer) entities() {
	type who struct {
		name, reference string
		ids             []string // elsewhere, that the reference does not say
		group           bool
		mentions        []string
	}
	room := make([]who, len(w.r.Entities))
	all := make(map[annotate.ID]*who, len(w.r.Entities))
	for i, e := range w.r.Entities {
		room[i].name = e.Name
		all[e.ID] = &room[i]
		if len(e.IDs) == 0 {
			continue
		}
		inIdentity := elsewhereOf(string(e.ID))
		for _, kind := range slices.Sorted(maps.Keys(e.IDs)) {
			if _, said := inIdentity[kind]; !said {
				room[i].ids = append(room[i].ids, outsideID(kind, e.IDs[kind]))
			}
		}
	}
	var order []annotate.ID
	for i := range w.marks {
		m := &w.marks[i]
		if m.Entity == "" {
			continue
		}
		e := all[m.Entity]
		if e == nil {
			e = &who{}
			all[m.Entity] = e
		}
		if e.mentions == nil {
			order = append(order, m.Entity)
			e.group, e.reference = isGroup(m.Entity), outside(m.Entity)
		}
		e.mentions = append(e.mentions, m.name)
		if !e.group || e.name == "" || len(e.ids) > 0 {
			w.line(w.next('N'), reference+" "+m.name+" "+e.reference, e.name)
		}
		for _, id := range e.ids {
			w.line(w.next('N'), reference+" "+m.name+" "+id, e.name)
		}
	}
	for _, id := range order {
		e := all[id]
		name := equiv
		if e.group {
			name = groupName(id)
		}
		if len(e.mentions) > 1 || e.group {
			w.line("*", name+" "+strings.Join(e.mentions, " "))
		}
	}
}

var elsewhere = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*:[^\s%]+$`)

// outside returns the identity of an entity as a name elsewhere.
func outside(id annotate.ID) string {
	if elsewhereOf(string(id)) != nil {
		return string(id)
	}
	return ours + ":" + url.PathEscape(string(id))
}

// outsideID returns an identity elsewhere as brat has it.
func outsideID(kind, id string) string {
	s := kind + ":" + id
	if elsewhereOf(s)[kind] == id && !strings.HasPrefix(s, oursID+":") {
		return s
	}
	return oursID + ":" + url.QueryEscape(kind) + "=" + url.QueryEscape(id)
}

// elsewhereOf returns the identity elsewhere that a name there stands for; nil for one of a project of Quoth.
func elsewhereOf(name string) map[string]string {
	if rest, ok := strings.CutPrefix(name, oursID+":"); ok {
		kind, id, _ := strings.Cut(rest, "=")
		kind, err := url.QueryUnescape(kind)
		id, err2 := url.QueryUnescape(id)
		if err != nil || err2 != nil || kind == "" || id == "" || strings.ContainsFunc(rest, unicode.IsSpace) {
			return nil
		}
		return map[string]string{kind: id}
	}
	if !elsewhere.MatchString(name) || strings.HasPrefix(name, ours+":") {
		return nil
	}
	kind, id, _ := strings.Cut(name, ":")
	return map[string]string{annotate.OutsideKind(kind): id}
}

// A group is an entity that only a * line tells of: "*Alias:T3@" and the document, for T3 of another is
// another.
func group(name, first string, d *annotate.Document) annotate.ID {
	return annotate.ID("*" + name + ":" + first + "@" + string(d.ID))
}

var groups = regexp.MustCompile(`^\*([^\s:]+):[TE][0-9]+@[0-9a-f]+$`)

func isGroup(id annotate.ID) bool {
	return strings.HasPrefix(string(id), "*") && groups.MatchString(string(id))
}

func groupName(id annotate.ID) string { return groups.FindStringSubmatch(string(id))[1] }
