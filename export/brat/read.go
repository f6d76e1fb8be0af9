package brat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"path"
	"strconv"
	"strings"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
)

// ReadFolder yields a record for each text that has marks beside it. See [export.Format].
func ReadFolder(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		conf := readConfig(folder)
		err := bound.Walk(folder, func(file string) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if path.Ext(file) != textEnding {
				return nil
			}
			stem := strings.TrimSuffix(file, textEnding)
			var marks []string
			for _, ending := range markEndings {
				if info, err := fs.Stat(folder, stem+ending); err == nil && info.Mode().IsRegular() {
					marks = append(marks, stem+ending)
				}
			}
			if len(marks) == 0 {
				return nil
			}
			r, left, err := readOne(name, folder, file, marks, conf)
			for _, err := range left {
				if !yield(nil, err) {
					return fs.SkipAll
				}
			}
			if !yield(r, err) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// readOne reads one article. Left are the notes that belong to nothing, which are no reason to leave out
// the rest.
func readOne(name string, folder fs.FS, file string, marks []string, conf *configuration) (r *export.Record, left []error, err error) {
	text, err := bound.File(folder, file)
	if err != nil {
		return nil, nil, export.Locate(err, name+"/"+file, 0)
	}
	a, err := assemble.New(string(bytes.TrimPrefix(text, []byte("\ufeff"))), assemble.Runes)
	if err != nil {
		return nil, nil, export.Locate(err, name+"/"+file, 0)
	}
	rd := &reader{Assembly: a, conf: conf, trigger: map[string]string{}}
	a.Kinds = map[string]annotate.Kind{}
	for _, m := range marks {
		data, err := bound.File(folder, m)
		if err != nil {
			return nil, nil, export.Locate(err, name+"/"+file, 0)
		}
		if err := rd.file(name+"/"+m, data); err != nil {
			return nil, nil, err
		}
	}
	r, err = rd.finish()
	if err != nil {
		return nil, nil, export.Locate(err, name+"/"+marks[0], 0)
	}
	r.Where = name + "/" + marks[0]
	r.SetSource(file)
	return r, rd.left, nil
}

// reader reads the lines of one article. T lines come first, for everything else names them.
type reader struct {
	*assemble.Assembly
	conf    *configuration
	rest    []restLine
	trigger map[string]string // T line → the event whose trigger it is
	left    []error
}

type restLine struct {
	file   string
	n      int
	fields []string // columns
}

func (rd *reader) file(name string, data []byte) error {
	lines := bound.NewLines(bytes.NewReader(data))
	for {
		n, line, err := lines.NextFull()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return export.Locate(err, name, n)
		}
		fields := strings.SplitN(string(line), "\t", 3)
		if len(fields) < 2 || fields[0] == "" {
			return export.Faultf(name, n, "", "this is no line of standoff: an id, a tab, and what it says")
		}
		if fields[0][0] != 'T' {
			rd.rest = append(rd.rest, restLine{name, n, fields})
			continue
		}
		if err := rd.mark(fields); err != nil {
			return export.Locate(err, name, n)
		}
	}
}

// mark reads "T1", "Person 0 5;16 23", "North America".
func (rd *reader) mark(fields []string) error {
	typ, places, ok := strings.Cut(fields[1], " ")
	if !ok {
		return errors.New("the line has no places")
	}
	said := ""
	if len(fields) == 3 {
		said = fields[2]
	}
	var spans []annotate.Span
	var words []string
	parts := strings.Split(places, ";")
	for _, part := range parts {
		from, to, ok := strings.Cut(strings.TrimSpace(part), " ")
		start, err1 := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if !ok || err1 != nil || err2 != nil {
			return fmt.Errorf("%q is no range of two numbers", export.Clip(part))
		}
		ofPart := said
		if len(parts) > 1 {
			ofPart = ""
		}
		s, err := rd.SpanOf(start, end, ofPart)
		if err != nil {
			return err
		}
		spans = append(spans, s)
		words = append(words, rd.Words(s))
	}
	if got := strings.Join(strings.Fields(strings.Join(words, " ")), " "); said != "" && len(parts) > 1 && got != strings.Join(strings.Fields(said), " ") {
		return fmt.Errorf("the words of its parts are %q, not %q", export.Clip(got), export.Clip(said))
	}
	a, err := rd.Put(fields[0], rd.conf.typ(typ), spans...)
	if err != nil {
		return err
	}
	a.Spans = joinLines(rd.Doc.Text, a.Spans)
	return nil
}

// finish reads the other lines: first events, for relations, attributes and notes may be of them.
func (rd *reader) finish() (*export.Record, error) {
	for _, pass := range []string{"E", "R", "AM", "N", "*", "#"} {
		for _, l := range rd.rest {
			if !strings.Contains(pass, l.fields[0][:1]) {
				continue
			}
			var err error
			switch l.fields[0][0] {
			case 'E':
				err = rd.event(l)
			case 'R':
				err = rd.relation(l)
			case 'A', 'M':
				err = rd.attribute(l)
			case 'N':
				err = rd.reference(l)
			case '*':
				err = rd.equal(l)
			case '#':
				err = rd.note(l)
			}
			if err != nil {
				return nil, export.Locate(err, l.file, l.n)
			}
		}
	}
	for _, l := range rd.rest {
		if !strings.ContainsAny(l.fields[0][:1], "ERAMN*#") {
			return nil, export.Faultf(l.file, l.n, "", "%q begins no line of standoff; lines begin with T, E, R, A, M, N, * or #", export.Clip(l.fields[0]))
		}
	}
	for _, a := range rd.Marks() {
		if rd.conf.events[a.Type] {
			rd.Kinds[a.Type] = annotate.KindEvent
		}
	}
	return rd.Record()
}

// find returns the annotation that a name of the file means: a T line that is a trigger means the event.
func (rd *reader) find(name string) (*annotate.Annotation, error) {
	if e := rd.trigger[name]; e != "" {
		name = e
	}
	if a := rd.Mark(name); a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("it names %q, which is not there", export.Clip(name))
}

// event reads "E1", "Say:T5 Speaker:T2 Content:T1". The trigger becomes the event; further events of one
// trigger stand at the same words.
func (rd *reader) event(l restLine) error {
	parts := strings.Fields(l.fields[1])
	if len(parts) == 0 {
		return errors.New("the event has no trigger")
	}
	typ, trigger, ok := strings.Cut(parts[0], ":")
	if !ok {
		return fmt.Errorf("%q is no type and trigger: Type:T1", export.Clip(parts[0]))
	}
	t := rd.Mark(trigger)
	if e := rd.trigger[trigger]; e != "" {
		t = rd.Mark(e)
	}
	if t == nil {
		return fmt.Errorf("its trigger %q is not there", export.Clip(trigger))
	}
	e, err := rd.Put(l.fields[0], rd.conf.typ(typ), t.Spans...)
	if err != nil {
		return err
	}
	if rd.trigger[trigger] == "" {
		if err := rd.Remove(t); err != nil {
			return err
		}
		rd.trigger[trigger] = string(e.ID)
	}
	rd.Kinds[e.Type] = annotate.KindEvent
	roles := map[string]bool{}
	for _, p := range parts[1:] {
		role, target, ok := strings.Cut(p, ":")
		if !ok {
			return fmt.Errorf("%q is no role and filler: Role:T1", export.Clip(p))
		}
		if stem := strings.TrimRight(role, "0123456789"); stem != "" && roles[stem] {
			role = stem
		}
		roles[role] = true
		rd.rest = append(rd.rest, restLine{l.file, l.n, []string{"R", role + " Arg1:" + string(e.ID) + " Arg2:" + target}})
	}
	return nil
}

// relation reads "R1", "speaker Arg1:T3 Arg2:T1".
func (rd *reader) relation(l restLine) error {
	parts := strings.Fields(l.fields[1])
	if len(parts) != 3 {
		return errors.New("a relation has a type and two arguments: Type Arg1:T1 Arg2:T2")
	}
	var ends [2]*annotate.Annotation
	for i, p := range parts[1:] {
		_, name, ok := strings.Cut(p, ":")
		if !ok {
			return fmt.Errorf("%q is no argument of a relation: Arg1:T1", export.Clip(p))
		}
		var err error
		if ends[i], err = rd.find(name); err != nil {
			return err
		}
	}
	rd.Link(ends[0], parts[0], string(ends[1].ID), "")
	return nil
}

// attribute reads "A1", "Confidence E1 High".
func (rd *reader) attribute(l restLine) error {
	parts := strings.SplitN(l.fields[1], " ", 3)
	if len(parts) < 2 {
		return errors.New("an attribute has a name and what has it: Negation E1")
	}
	a, err := rd.find(parts[1])
	if err != nil {
		return err
	}
	value := yes
	if len(parts) == 3 && blanks(parts[2]) != "" {
		value = blanks(parts[2])
	}
	if a.Attrs == nil {
		a.Attrs = map[string]string{}
	}
	a.Attrs[parts[0]] = value
	return nil
}

// reference reads "N1", "Reference T2 Wikidata:Q123", "Ana Díaz".
func (rd *reader) reference(l restLine) error {
	parts := strings.Fields(l.fields[1])
	if len(parts) != 3 {
		return errors.New("a reference has a type, what it is of, and a name elsewhere: Reference T1 Wikidata:Q1")
	}
	a, err := rd.find(parts[1])
	if err != nil {
		return err
	}
	name := ""
	if len(l.fields) == 3 {
		name = blanks(l.fields[2])
	}
	id := parts[2]
	if a.Entity != "" && parts[0] == reference && rd.identify(a, id, name) {
		return nil
	}
	if a.Entity != "" || parts[0] != reference {
		addNote(a, parts[0]+" "+id+" "+name)
		return nil
	}
	if rest, ok := strings.CutPrefix(id, ours+":"); ok {
		if id, err = url.PathUnescape(rest); err != nil || id == "" {
			return fmt.Errorf("%q is no identity of an entity", export.Clip(rest))
		}
	}
	if name == "" {
		name = rd.Doc.Surface(a.Spans)
	}
	e := rd.Entity(id, a.Type, name)
	assemble.Identify(e, elsewhereOf(id))
	a.Entity = e.ID
	return nil
}

// identify gives the entity of a mention a further identity elsewhere, and reports whether that is one: it has the same name,
// and is not another one of a kind that the entity has.
func (rd *reader) identify(a *annotate.Annotation, id, name string) bool {
	e := rd.Entity(string(a.Entity), a.Type, name)
	if name != "" && name != e.Name {
		return false
	}
	ids := elsewhereOf(id)
	for kind, id := range ids {
		if had, again := e.IDs[kind]; again && had != id {
			return false
		}
	}
	assemble.Identify(e, ids)
	return len(ids) > 0
}

// equal reads "*", "Equiv T1 T2": mentions of one entity.
func (rd *reader) equal(l restLine) error {
	parts := strings.Fields(l.fields[1])
	if len(parts) < 2 {
		return errors.New("the line names nothing that means the same")
	}
	var list []*annotate.Annotation
	for _, p := range parts[1:] {
		a, err := rd.find(p)
		if err != nil {
			return err
		}
		list = append(list, a)
	}
	id := annotate.ID("")
	for _, a := range list {
		if id == "" {
			id = a.Entity
		}
	}
	if id == "" {
		longest := list[0]
		for _, a := range list {
			if a.Hull().Len() > longest.Hull().Len() {
				longest = a
			}
		}
		id = rd.Entity(string(group(parts[0], string(list[0].ID), rd.Doc)), list[0].Type, blanks(rd.Doc.Surface(longest.Spans))).ID
	}
	for _, a := range list {
		if a.Entity == "" {
			a.Entity = id
		}
	}
	return nil
}

// note reads "#1", "AnnotatorNotes T2", "check spelling". A note on a relation goes with what has the role.
func (rd *reader) note(l restLine) error {
	parts := strings.Fields(l.fields[1])
	if len(parts) != 2 {
		return errors.New("a note has a type and what it is of: AnnotatorNotes T1")
	}
	words := ""
	if len(l.fields) == 3 {
		words = l.fields[2]
	}
	if parts[0] != notesType {
		words = "[" + parts[0] + "] " + words
	}
	if parts[1] != "" && parts[1][0] == 'R' {
		for _, x := range rd.rest {
			if x.fields[0] != parts[1] {
				continue
			}
			f := strings.Fields(x.fields[1])
			_, from, _ := strings.Cut(f[1], ":")
			_, to, _ := strings.Cut(f[2], ":")
			a, err := rd.find(from)
			if err != nil {
				return err
			}
			b, err := rd.find(to)
			if err != nil {
				return err
			}
			addNote(a, relationNote(f[0], rd.Doc.Surface(b.Spans))+words)
			return nil
		}
	}
	a, err := rd.find(parts[1])
	if err != nil {
		rd.left = append(rd.left, export.Locate(fmt.Errorf("the note is left out: %w", err), l.file, l.n))
		return nil
	}
	addNote(a, words)
	return nil
}

func addNote(a *annotate.Annotation, line string) {
	if a.Note != "" {
		a.Note += "\n"
	}
	a.Note += line
}
