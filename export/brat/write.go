package brat

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
)

// WriteFolder writes a text and its marks for each record, and the configuration. See [export.Format].
func WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	var names export.Names
	dashed := dashedTypes(opts.Schema)
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		name := names.For(r)
		if err := export.WriteFile(to, name+textEnding, []byte(r.Document.Text)); err != nil {
			return err
		}
		w := newWriter(shape(r, opts.Schema), opts.Schema, dashed)
		if err := export.WriteFile(to, name+markEndings[0], w.lines()); err != nil {
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

	words map[annotate.ID]string // the T line of an annotation
	names map[annotate.ID]string // what others call it: T line or E line
	last  map[byte]int           // the highest number of each letter
}

var brats = regexp.MustCompile(`^[TE][0-9]{1,9}$`)

func newWriter(r *export.Record, schema *annotate.Schema, dashed map[string]string) *writer {
	w := &writer{r: r, schema: schema, dashed: dashed, words: map[annotate.ID]string{}, names: map[annotate.ID]string{}, last: map[byte]int{}}
	for _, a := range r.Annotations {
		if id := string(a.ID); brats.MatchString(id) && (id[0] == 'E') == w.event(a) {
			n, _ := strconv.Atoi(id[1:]) // nine digits
			w.last[id[0]] = max(w.last[id[0]], n)
			w.names[a.ID] = id
			if id[0] == 'T' {
				w.words[a.ID] = id
			}
		}
	}
	triggers := map[string]string{} // one T line for the events of a type at a place
	for _, a := range r.Annotations {
		if w.event(a) {
			key := fmt.Sprint(a.Type, a.Spans)
			if triggers[key] == "" {
				triggers[key] = w.next('T')
			}
			w.words[a.ID] = triggers[key]
		}
		if w.names[a.ID] == "" {
			if w.event(a) {
				w.names[a.ID] = w.next('E')
				continue
			}
			w.words[a.ID] = w.next('T')
			w.names[a.ID] = w.words[a.ID]
		}
	}
	return w
}

func (w *writer) next(letter byte) string {
	w.last[letter]++
	return string(letter) + strconv.Itoa(w.last[letter])
}

func (w *writer) event(a *annotate.Annotation) bool {
	return w.schema.Kind(a.Type) == annotate.KindEvent
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
	done := map[string]bool{}
	for _, a := range w.r.Annotations {
		if t := w.words[a.ID]; !done[t] {
			done[t] = true
			w.mark(t, a)
		}
	}
	for _, a := range w.r.Annotations {
		if w.event(a) {
			w.eventLine(a)
		}
	}
	for _, a := range w.r.Annotations {
		if !w.event(a) {
			w.relations(a)
		}
	}
	for _, a := range w.r.Annotations {
		for _, k := range slices.Sorted(maps.Keys(a.Attrs)) {
			value := " " + a.Attrs[k]
			if a.Attrs[k] == yes {
				value = ""
			}
			w.line(w.next('A'), k+" "+w.names[a.ID]+value)
		}
	}
	w.entities()
	for _, a := range w.r.Annotations {
		w.notes(a)
	}
	return w.out
}

// mark writes a T line.
func (w *writer) mark(id string, a *annotate.Annotation) {
	d := w.r.Document
	t := d.Offsets()
	w.out = append(w.out, id...)
	w.out = append(w.out, '\t')
	w.out = append(w.out, w.typ(a)...)
	spans := splitLines(d.Text, a.Spans)
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

func (w *writer) eventLine(a *annotate.Annotation) {
	line := w.typ(a) + ":" + w.words[a.ID]
	times := map[string]int{}
	for _, x := range a.Args {
		line += " " + x.Role
		if times[x.Role]++; times[x.Role] > 1 {
			line += strconv.Itoa(times[x.Role])
		}
		line += ":" + w.names[x.Target]
	}
	w.line(w.names[a.ID], line)
}

func (w *writer) relations(a *annotate.Annotation) {
	told := strings.Split(a.Note, "\n")
	for _, x := range a.Args {
		r := w.next('R')
		w.line(r, x.Role+" Arg1:"+w.names[a.ID]+" Arg2:"+w.names[x.Target], "")
		for _, note := range told {
			if rest, ok := strings.CutPrefix(note, w.ofRelation(x)); ok {
				w.line(w.next('#'), notesType+" "+r, rest)
			}
		}
	}
}

// ofRelation is how a line of a note begins that is about a relation.
func (w *writer) ofRelation(x annotate.Arg) string {
	for _, b := range w.r.Annotations {
		if b.ID == x.Target {
			return relationNote(x.Role, w.r.Document.Surface(b.Spans))
		}
	}
	return "\n" // begins no line
}

func relationNote(role, words string) string { return role + " → " + blanks(words) + ": " }

// The lines of a note that are lines of their own in the file.
var (
	otherReference = regexp.MustCompile(`^(Reference) ([^ :]+:[^ ]+) (.*)$`)
	otherNote      = regexp.MustCompile(`^\[([A-Za-z][A-Za-z0-9_-]*)\] (.*)$`)
)

func (w *writer) notes(a *annotate.Annotation) {
	if a.Note == "" {
		return
	}
next:
	for line := range strings.SplitSeq(a.Note, "\n") {
		if !w.event(a) {
			for _, x := range a.Args {
				if strings.HasPrefix(line, w.ofRelation(x)) {
					continue next
				}
			}
		}
		if m := otherReference.FindStringSubmatch(line); m != nil && a.Entity != "" {
			w.line(w.next('N'), m[1]+" "+w.names[a.ID]+" "+m[2], m[3])
			continue
		}
		if m := otherNote.FindStringSubmatch(line); m != nil {
			w.line(w.next('#'), m[1]+" "+w.names[a.ID], m[2])
			continue
		}
		w.line(w.next('#'), notesType+" "+w.names[a.ID], line)
	}
}

// entities writes who is who: the identity of each entity at each mention, and which mentions are of one.
func (w *writer) entities() {
	names := map[annotate.ID]string{}
	for _, e := range w.r.Entities {
		names[e.ID] = e.Name
	}
	mentions := map[annotate.ID][]string{}
	var order []annotate.ID
	for _, a := range w.r.Annotations {
		if a.Entity == "" {
			continue
		}
		if mentions[a.Entity] == nil {
			order = append(order, a.Entity)
		}
		mentions[a.Entity] = append(mentions[a.Entity], w.names[a.ID])
		if !isGroup(a.Entity) || names[a.Entity] == "" {
			w.line(w.next('N'), reference+" "+w.names[a.ID]+" "+outside(a.Entity), names[a.Entity])
		}
	}
	for _, e := range order {
		name := equiv
		if isGroup(e) {
			name = groupName(e)
		}
		if len(mentions[e]) > 1 || isGroup(e) {
			w.line("*", name+" "+strings.Join(mentions[e], " "))
		}
	}
}

var elsewhere = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*:[^\s%]+$`)

// outside returns the identity of an entity as a name elsewhere.
func outside(id annotate.ID) string {
	if s := string(id); elsewhere.MatchString(s) && !strings.HasPrefix(s, ours+":") {
		return s
	}
	return ours + ":" + url.PathEscape(string(id))
}

// elsewhereOf returns the identity elsewhere that the identity of an entity is made of.
func elsewhereOf(id string) map[string]string {
	if !elsewhere.MatchString(id) || strings.HasPrefix(id, ours+":") {
		return nil
	}
	db, x, _ := strings.Cut(id, ":")
	return map[string]string{strings.ToLower(db): x}
}

// A group is an entity that only a * line tells of: "*Alias:T3@" and the document, for T3 of another is
// another.
func group(name, first string, d *annotate.Document) annotate.ID {
	return annotate.ID("*" + name + ":" + first + "@" + string(d.ID))
}

var groups = regexp.MustCompile(`^\*([^\s:]+):[TE][0-9]+@[0-9a-f]+$`)

func isGroup(id annotate.ID) bool { return groups.MatchString(string(id)) }

func groupName(id annotate.ID) string { return groups.FindStringSubmatch(string(id))[1] }
