package store

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// contents lists all rows of a project that merging decides about.
func contents(t testing.TB, path string) []string {
	t.Helper()
	p, err := OpenReadOnly(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	var out []string
	for _, query := range []string{
		`SELECT 'document ' || id || title || language || meta || added_at || blocks FROM documents JOIN texts ON document = seq ORDER BY seq`,
		`SELECT 'change ' || seq || ' ' || id || ' ' || clock || ' ' || edits || ' ' || made || annotator || ' ' || author || ' ' || under || ' ' || wrote || ' ' || renamed || ' ' || rewrote FROM changes ORDER BY seq`,
		`SELECT 'set ' || d.id || annotator || state || assigned || quotes || cues || mentions || events FROM sets JOIN documents d ON d.seq = document ORDER BY d.id, annotator`,
		`SELECT 'annotation ' || d.id || annotator || a.id || type || coalesce(entity, '') || spans || args || attrs || note
			FROM annotations a JOIN sets s ON s.seq = a.owner JOIN documents d ON d.seq = s.document ORDER BY d.id, annotator, a.id`,
		`SELECT 'decision ' || d.id || s.annotator || x.annotator || about || type || spans || verdict || result || reason || within || seen
			FROM decisions x JOIN sets s ON s.seq = x.owner JOIN documents d ON d.seq = s.document ORDER BY d.id, s.annotator, x.annotator, about`,
		`SELECT 'comment ' || d.id || s.annotator || x.id || x.annotator || about || spans || reply_to || author || time || x.text || standing
			FROM comments x JOIN sets s ON s.seq = x.owner JOIN documents d ON d.seq = s.document ORDER BY d.id, s.annotator, x.id`,
		`SELECT 'activity ' || origin || ' ' || annotator || day || document || ' ' || actions || ' ' || annotations || ' ' || seconds || ' ' || under || ' ' || renamed FROM activity ORDER BY 1`,
		`SELECT 'rename ' || id || was || ' ' || now || time || withdrawn FROM renames ORDER BY id`,
		`SELECT 'entity ' || id || type || name || aliases || ids || note FROM entities ORDER BY id`,
		`SELECT 'setting ' || key || value FROM settings ORDER BY key`,
	} {
		lines, err := pragmaLines(context.Background(), p.reader, query)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, lines...)
	}
	return out
}

// machine is a copy of a project on which somebody works.
type machine struct {
	name string
	path string
	made int
}

func (m *machine) id() annotate.ID {
	m.made++
	return annotate.ID(fmt.Sprintf("%s-%04d", m.name, m.made))
}

// copyFile copies a closed project.
func copyFile(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// work makes some changes that the program would let pass, under one of three annotators.
func (m *machine) work(rt *rapid.T, t testing.TB) {
	p, err := Open(context.Background(), m.path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	docs, err := p.Documents(context.Background(), Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(1, 6).Draw(rt, "changes") {
		if rapid.IntRange(0, 3).Draw(rt, "counts") == 0 {
			a := Activity{
				Annotator: rapid.SampledFrom([]annotate.AnnotatorID{"ana", "ben"}).Draw(rt, "who"), Document: docs[0].ID, Day: "2026-03-01",
				Actions: rapid.IntRange(1, 9).Draw(rt, "actions"), Annotations: rapid.IntRange(-2, 3).Draw(rt, "annotations"), Seconds: 1.5,
			}
			if err := p.AddActivity(context.Background(), a); err != nil {
				rt.Fatal(err)
			}
		}
		doc, err := p.Document(context.Background(), rapid.SampledFrom(docs).Draw(rt, "document").ID)
		if err != nil {
			t.Fatal(err)
		}
		s := setOf(t, p, doc, rapid.SampledFrom([]annotate.AnnotatorID{"ana", "ben", "eva"}).Draw(rt, "annotator"))
		entities, err := p.EntitiesByID(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		c := m.change(rt, t, p, s, entities)
		if c == nil || s.Check(c, p.Schema(), entityMap(entities)) != nil {
			continue
		}
		if err := p.Commit(context.Background(), c); err != nil && !errors.Is(err, ErrInUse) {
			rt.Fatal(err)
		}
	}
}

// rename gives one of the annotators of the machine's project another name, or takes that back, as chance has it.
func (m *machine) rename(rt *rapid.T, fresh func() string) {
	names := []annotate.AnnotatorID{"ana", "ben", "eva", "root"}
	was, now := rapid.SampledFrom(names).Draw(rt, "was"), rapid.SampledFrom(names).Draw(rt, "now")
	out, err := fresh(), error(nil)
	if rapid.IntRange(0, 3).Draw(rt, "back") == 0 {
		_, _, err = RenameUndone(context.Background(), out, m.path, nil)
	} else {
		_, err = Renamed(context.Background(), out, m.path, was, now, noon.Add(time.Duration(rapid.IntRange(0, 9).Draw(rt, "when"))*time.Minute), nil)
	}
	if err == nil {
		m.path = out
	}
}

type entityMap map[annotate.ID]*annotate.Entity

func (m entityMap) Entity(id annotate.ID) *annotate.Entity { return m[id] }

func (m *machine) change(rt *rapid.T, t testing.TB, p *Project, s *annotate.Set, entities map[annotate.ID]*annotate.Entity) *annotate.Change {
	d := s.Draft("Work")
	existing := all(s)
	pick := func(types ...string) *annotate.Annotation {
		var some []*annotate.Annotation
		for _, a := range existing {
			if slices.Contains(types, a.Type) {
				some = append(some, a)
			}
		}
		if len(some) == 0 {
			return nil
		}
		return rapid.SampledFrom(some).Draw(rt, "annotation")
	}
	words := func() []annotate.Span {
		starts := []int{0}
		for i := range s.Document.Text {
			if i > 0 && s.Document.Text[i-1] == ' ' {
				starts = append(starts, i)
			}
		}
		i := rapid.IntRange(0, len(starts)-1).Draw(rt, "first word")
		end := len(s.Document.Text)
		if i+1 < len(starts) {
			end = starts[i+1] - 1
		}
		return []annotate.Span{{Start: starts[i], End: end}}
	}
	switch rapid.IntRange(0, 13).Draw(rt, "act") {
	case 0, 1, 2:
		d.Put(&annotate.Annotation{ID: m.id(), Type: rapid.SampledFrom([]string{"person", "org", "cue"}).Draw(rt, "type"), Spans: words()})
	case 3:
		q := &annotate.Annotation{ID: m.id(), Type: "quote", Spans: words()}
		if a := pick("person", "org"); a != nil {
			q.Args = append(q.Args, annotate.Arg{Role: "speaker", Target: a.ID})
		}
		d.Put(q)
	case 4:
		if a := pick("person"); a != nil {
			e := &annotate.Entity{ID: m.id(), Type: "person", Name: rapid.SampledFrom([]string{"Ana Díaz", "王毅", "Ben"}).Draw(rt, "name")}
			if ids := slices.Sorted(maps.Keys(entities)); len(ids) > 0 && rapid.Bool().Draw(rt, "known") {
				e = entities[rapid.SampledFrom(ids).Draw(rt, "entity")]
			} else {
				d.PutEntity(nil, e)
			}
			c := a.Clone()
			c.Entity = e.ID
			d.Put(c)
		}
	case 5:
		if a := pick("person", "org", "cue", "quote"); a != nil {
			c := a.Clone()
			c.Spans = words()
			d.Put(c)
		}
	case 6:
		if a := pick("person", "org", "cue", "quote"); a != nil {
			d.Remove(a.ID)
		}
	case 7:
		d.SetState(rapid.SampledFrom(annotate.States[1:]).Draw(rt, "state"))
	case 8:
		if ids := slices.Sorted(maps.Keys(entities)); len(ids) > 0 {
			e := entities[rapid.SampledFrom(ids).Draw(rt, "entity")]
			switch c := e.Clone(); rapid.IntRange(0, 2).Draw(rt, "entity act") {
			case 0:
				c.Name += "!"
				d.PutEntity(e, c)
			case 1:
				c.IDs = map[string]string{"wikidata": rapid.SampledFrom([]string{"Q1", "Q2"}).Draw(rt, "outside")}
				d.PutEntity(e, c)
			default:
				d.RemoveEntity(e)
			}
		}
	case 9, 10:
		// What others marked in this article, decided on as something of one's own or not at all.
		who := rapid.SampledFrom([]annotate.AnnotatorID{"ana", "ben", "eva"}).Draw(rt, "whose")
		others := all(setOf(t, p, s.Document, who))
		if len(others) == 0 || who == s.Annotator {
			return nil
		}
		about := rapid.SampledFrom(others).Draw(rt, "about")
		switch rapid.IntRange(0, 3).Draw(rt, "decision") {
		case 0:
			d.Decide(annotate.DecisionAbout(who, about, annotate.VerdictRejected, ""))
		case 1:
			d.Undecide(who, about.ID)
		default:
			if a := pick("person", "org", "cue", "quote"); a != nil {
				with := annotate.DecisionAbout(who, about, annotate.VerdictCorrected, a.ID)
				with.Within, with.Seen = rapid.SampledFrom(others).Draw(rt, "within").ID, about.Content()
				d.Decide(with)
			}
		}
	case 12:
		c := annotate.Assign(s.Document.ID, s.Annotator, s.Assigned(), rapid.SampledFrom([]annotate.Assignment{"", "open", "blind"}).Draw(rt, "assignment"), m.name, noon)
		if c.ID = m.id(); c.Edits[0].AssignedBefore == c.Edits[0].AssignedAfter {
			return nil
		}
		return c
	case 11:
		who := rapid.SampledFrom([]annotate.AnnotatorID{"ana", "ben", "eva"}).Draw(rt, "whose")
		others := all(setOf(t, p, s.Document, who))
		said := slices.Collect(s.Comments())
		switch {
		case len(others) == 0:
		case len(said) > 0 && rapid.Bool().Draw(rt, "again"):
			c := rapid.SampledFrom(said).Draw(rt, "comment").Clone()
			if c.Text += "!"; rapid.Bool().Draw(rt, "unsay") {
				d.Unsay(c.ID)
			} else {
				d.Say(c)
			}
		default:
			about := rapid.SampledFrom(others).Draw(rt, "about")
			d.Say(&annotate.Comment{ID: m.id(), Annotator: who, About: about.ID, Spans: about.Spans, Author: m.name, Time: noon, Text: "Why?"})
		}
	default:
		h := p.History(context.Background(), s.Document.ID, s.Annotator, func(err error) { t.Error(err) })
		if id := h.Undo(); id != "" {
			c, err := p.Change(context.Background(), id)
			if err != nil {
				t.Fatal(err)
			}
			u := s.Undo(c, m.name, noon)
			u.ID = m.id()
			return u
		}
	}
	if d.Empty() {
		return nil
	}
	c := d.Change(m.name, noon.Add(time.Duration(rapid.IntRange(0, 100).Draw(rt, "minute"))*time.Minute))
	c.ID = m.id()
	return c
}

// fewer lets a law be tried less often than others, each try of which makes a dozen files, and seldom under the race
// detector, which is there for what runs beside what.
func fewer(t *testing.T, checks string) {
	if raced {
		checks = "3"
	}
	f := flag.Lookup("rapid.checks")
	if was := f.Value.String(); was == f.DefValue {
		f.Value.Set(checks)
		t.Cleanup(func() { f.Value.Set(was) })
	}
}

// Three people work on copies of a project, each also under the names of the others, and send each other
// their files at random. However the files are merged in the end, the same comes out, it is sound, and
// merging again changes nothing.
func TestMergingGivesTheSameInAnyOrder(t *testing.T) {
	fewer(t, "20")
	folder := t.TempDir()
	n := 0
	fresh := func() string {
		n++
		return filepath.Join(folder, fmt.Sprintf("%06d.quoth", n))
	}
	merge := func(rt *rapid.T, files ...string) string {
		out := fresh()
		if _, err := Merge(context.Background(), out, files, nil); err != nil {
			rt.Fatal(err)
		}
		return out
	}
	same := func(rt *rapid.T, what, a, b string) {
		if d := cmp.Diff(contents(t, a), contents(t, b)); d != "" {
			rt.Errorf("%s: %s", what, d)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		base := fresh()
		p, err := program{migrations: layouts(), now: func() time.Time { return noon }}.create(context.Background(), base, testSchema(t))
		if err != nil {
			rt.Fatal(err)
		}
		add(t, p, article("A", "“Hello,” she said. 👩‍👩‍👧 שלום"), article("B", "习近平 met José\u0301 in Zürich."))
		if err := p.Close(); err != nil {
			rt.Fatal(err)
		}
		(&machine{name: "base", path: base}).work(rt, t)
		machines := []*machine{{name: "a"}, {name: "b"}, {name: "c"}}
		for _, m := range machines {
			m.path = fresh()
			copyFile(t, base, m.path)
		}
		for range rapid.IntRange(1, 5).Draw(rt, "rounds") {
			m := rapid.SampledFrom(machines).Draw(rt, "machine")
			if other := rapid.SampledFrom(machines).Draw(rt, "other"); other != m && rapid.IntRange(0, 2).Draw(rt, "send") == 0 {
				m.path = merge(rt, other.path, m.path)
			}
			m.work(rt, t)
			if rapid.IntRange(0, 2).Draw(rt, "rename") == 0 {
				m.rename(rt, fresh)
			}
		}
		a, b, c := machines[0].path, machines[1].path, machines[2].path
		abc := merge(rt, a, b, c)
		same(rt, "in another order", abc, merge(rt, c, a, b))
		same(rt, "in steps", abc, merge(rt, merge(rt, a, c), b))
		same(rt, "once more", abc, merge(rt, abc, b, base))
		same(rt, "alone", abc, merge(rt, abc))
		merged, err := OpenReadOnly(context.Background(), abc)
		if err != nil {
			rt.Fatal(err)
		}
		defer merged.Close()
		if problems, err := merged.Check(context.Background(), nil); err != nil || len(problems) > 0 {
			rt.Errorf("%v, %v", problems, err)
		}
		for s, err := range merged.Sets(context.Background(), Selection{}) {
			if err != nil {
				rt.Fatal(err)
			}
			for x := range s.All() {
				for _, arg := range x.Args {
					if s.Get(arg.Target) == nil {
						rt.Errorf("%s refers to %s, which is gone", x.ID, arg.Target)
					}
				}
			}
		}
		for _, f := range []string{base, a, b, c} {
			os.Remove(f)
		}
	})
}

// One project alone comes out as it went in.
func TestMergingOneProjectCopiesIt(t *testing.T) {
	fewer(t, "20")
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(folder, fmt.Sprintf("%d.quoth", n))
		p, err := Create(context.Background(), path, testSchema(t))
		if err != nil {
			rt.Fatal(err)
		}
		add(t, p, article("A", "“Hello,” she said. 👩‍👩‍👧 שלום"))
		p.Close()
		m := &machine{name: "a", path: path}
		for range 3 {
			m.work(rt, t)
		}
		out := path + ".out"
		merged, err := Merge(context.Background(), out, []string{path}, nil)
		if err != nil {
			rt.Fatal(err)
		}
		if d := cmp.Diff(contents(t, path), contents(t, out)); d != "" || len(merged.Clashes) > 0 {
			rt.Errorf("%v %s", merged.Clashes, d)
		}
	})
}

// twoMachines makes a project with a marked name and hands out two copies, each after its own work.
func twoMachines(t *testing.T, first, a, b func(*annotate.Draft)) (pathA, pathB string, doc *annotate.Document) {
	t.Helper()
	p := newProject(t)
	doc = article("A", "“Hello,” said Ana Díaz. שלום")
	add(t, p, doc)
	if first != nil {
		commit(t, p, setOf(t, p, doc, "ana"), "Begin", first)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, work := range map[string]func(*annotate.Draft){"a": a, "b": b} {
		path := filepath.Join(dir, name+".quoth")
		copyFile(t, p.Path(), path)
		q, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		s := setOf(t, q, doc, "ana")
		d := s.Draft("Work on " + name)
		work(d)
		if err := q.Commit(t.Context(), d.Change("author of "+name, noon)); err != nil {
			t.Fatal(err)
		}
		if err := q.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "a.quoth"), filepath.Join(dir, "b.quoth"), doc
}

func mergedSet(t *testing.T, doc *annotate.Document, files ...string) (*Merged, *annotate.Set, *Project) {
	t.Helper()
	m, p := mergedTo(t, files...)
	return m, setOf(t, p, doc, "ana"), p
}

var nameSpan = []annotate.Span{{Start: 19, End: 28}}

func TestWorkOnDifferentFieldsIsUnited(t *testing.T) {
	person := &annotate.Annotation{ID: "p", Type: "person", Spans: []annotate.Span{{Start: 19, End: 22}}}
	a, b, doc := twoMachines(t, func(d *annotate.Draft) { d.Put(person) },
		func(d *annotate.Draft) { c := person.Clone(); c.Spans = nameSpan; d.Put(c) },
		func(d *annotate.Draft) {
			d.PutEntity(nil, &annotate.Entity{ID: "e", Type: "person", Name: "Ana Díaz"})
			c := person.Clone()
			c.Entity = "e"
			d.Put(c)
			d.Put(&annotate.Annotation{ID: "c", Type: "cue", Spans: []annotate.Span{{Start: 14, End: 18}}})
		})
	m, s, _ := mergedSet(t, doc, a, b)
	if x := s.Get("p"); x == nil || !slices.Equal(x.Spans, nameSpan) || x.Entity != "e" || s.Len() != 2 || len(m.Clashes) != 0 {
		t.Errorf("%+v, %d annotations, clashes %+v", x, s.Len(), m.Clashes)
	}
}

func TestWhatWasChangedInTwoWaysIsListedAndBothAreInTheJournal(t *testing.T) {
	person := &annotate.Annotation{ID: "p", Type: "person", Spans: []annotate.Span{{Start: 19, End: 22}}}
	a, b, doc := twoMachines(t, func(d *annotate.Draft) { d.Put(person) },
		func(d *annotate.Draft) { c := person.Clone(); c.Type = "org"; d.Put(c); d.SetState(annotate.StateDone) },
		func(d *annotate.Draft) {
			c := person.Clone()
			c.Type = "cue"
			d.Put(c)
			d.SetState(annotate.StateFlagged)
		})
	m, s, p := mergedSet(t, doc, a, b)
	var what []string
	for _, c := range m.Clashes {
		what = append(what, fmt.Sprint(c.Annotator, ": ", c.What))
	}
	if !slices.Equal(what, []string{"ana: its type", "ana: the state"}) {
		t.Errorf("clashes %q", what)
	}
	journal, err := p.Changes(t.Context(), doc.ID, "ana")
	if err != nil || len(journal) != 3 {
		t.Fatal(len(journal), err)
	}
	var types []string
	for _, c := range journal {
		for _, e := range c.Edits {
			if e.After != nil {
				types = append(types, e.After.Type)
			}
		}
	}
	slices.Sort(types[1:])
	if !slices.Equal(types, []string{"person", "cue", "org"}) || s.Get("p").Type == "person" {
		t.Errorf("the journal has %q, the set %q", types, s.Get("p").Type)
	}
	// Going back leads from what stands to what stood before.
	undo := s.Undo(change(t, p, history(t, p, doc).Undo()), "ana", noon)
	if err := p.Commit(t.Context(), undo); err != nil {
		t.Error(err)
	}
	sound(t, p)
	p.Close()
	if again, _, _ := mergedSet(t, doc, a, p.Path(), b); len(again.Clashes) != 0 {
		t.Errorf("what clashed is told again: %+v", again.Clashes)
	}
}

// What is told comes in one order, however many fields were changed in two ways.
func TestClashesAreToldInOneOrder(t *testing.T) {
	keys := []string{"a", "b", "c", "d", "e", "f", "g"}
	values := func(v string) map[string]string {
		m := map[string]string{}
		for _, k := range keys {
			m[k] = v + k
		}
		return m
	}
	schema := testSchema(t)
	told := func() []Clash {
		base, mine, theirs := mark("person", 0, 6), mark("person", 0, 6), mark("person", 0, 6)
		mine.Attrs, theirs.Attrs = values("1"), values("2")
		twin, other := mark("person", 0, 6), mark("cue", 7, 11)
		base.ID, mine.ID, theirs.ID, twin.ID, other.ID = "p", "p", "p", "twin", "other"
		twin.Attrs = values("3")
		e, e1, e2 := &annotate.Entity{ID: "e", Type: "person", Name: "E"}, &annotate.Entity{ID: "e", Type: "person", Name: "E", IDs: values("1")}, &annotate.Entity{ID: "e", Type: "person", Name: "E", IDs: values("2")}
		var all []*journalled
		for i, edits := range [][]annotate.Edit{
			{{EntityAfter: e}, {After: base}, {After: other}}, {{EntityBefore: e, EntityAfter: e1}, {Before: base, After: mine}},
			{{EntityBefore: e, EntityAfter: e2}, {Before: base, After: theirs}}, {{After: twin}},
		} {
			all = append(all, &journalled{Change: &annotate.Change{ID: annotate.ID(fmt.Sprint(i)), Document: "d", Annotator: "ana", Author: "ana", Edits: edits}, under: "ana", wrote: "ana", clock: int64(i)})
		}
		u, _, err := unite(t.Context(), schema, called{}, all)
		if err != nil {
			t.Fatal(err)
		}
		return u.told()
	}
	first := told()
	if len(first) < 2*len(keys) {
		t.Fatalf("%d clashes are told", len(first))
	}
	for range 30 {
		if d := cmp.Diff(first, told()); d != "" {
			t.Fatal(d)
		}
	}
}

// Settings that hold lists come together, whichever file is first; what was looked at in one file stays looked at.
func TestSettingsOfSeveralFilesAreUnited(t *testing.T) {
	values := []string{
		`{"d1":["x","y"],"d2":["z"]}`, `{"d1":["-x","y"]}`, `{"d3":["w"]}`, `["ben","rules"]`, `["ana"]`, `plain`, `[1,2]`, ``,
	}
	rapid.Check(t, func(rt *rapid.T) {
		a, b, c := rapid.SampledFrom(values).Draw(rt, "a"), rapid.SampledFrom(values).Draw(rt, "b"), rapid.SampledFrom(values).Draw(rt, "c")
		one, other := unitedSetting(unitedSetting(a, b), c), unitedSetting(unitedSetting(c, b), a)
		if one != other || unitedSetting(one, a) != one {
			rt.Fatalf("%q or %q, and with the first again %q", one, other, unitedSetting(one, a))
		}
	})
	for _, x := range [][3]string{
		{values[0], values[1], `{"d1":["-x","y"],"d2":["z"]}`},
		{values[0], values[2], `{"d1":["x","y"],"d2":["z"],"d3":["w"]}`},
		{values[3], values[4], `["ana","ben","rules"]`},
		{"b", "a", "b"},
	} {
		if got := unitedSetting(x[0], x[1]); got != x[2] {
			t.Errorf("%s and %s come to %s, want %s", x[0], x[1], got, x[2])
		}
	}
}

func TestRemovedByOneAndUsedByAnotherStays(t *testing.T) {
	person := &annotate.Annotation{ID: "p", Type: "person", Spans: nameSpan}
	a, b, doc := twoMachines(t, func(d *annotate.Draft) { d.Put(person) },
		func(d *annotate.Draft) { d.Remove("p") },
		func(d *annotate.Draft) {
			c := person.Clone()
			c.Note = "sure"
			d.Put(c)
			d.Put(&annotate.Annotation{ID: "q", Type: "quote", Spans: []annotate.Span{{Start: 0, End: 12}}, Args: []annotate.Arg{{Role: "speaker", Target: "p"}}})
		})
	m, s, _ := mergedSet(t, doc, b, a)
	if s.Get("p") == nil || s.Get("p").Note != "sure" || len(m.Clashes) != 1 {
		t.Errorf("%v, clashes %+v", s.Get("p"), m.Clashes)
	}
	if q := s.Get("q"); q == nil {
		t.Error("the quote is gone")
	} else if x := q.Arg("speaker"); x != "" && s.Get(x) == nil {
		t.Errorf("its speaker is %q, which is gone", x)
	}
}

func TestSameMarkAndSameEntityOnTwoMachinesAreOne(t *testing.T) {
	work := func(id annotate.ID, more ...string) func(*annotate.Draft) {
		return func(d *annotate.Draft) {
			d.PutEntity(nil, &annotate.Entity{ID: "e" + id, Type: "person", Name: "Ana Díaz", Aliases: more})
			d.Put(&annotate.Annotation{ID: "p" + id, Type: "person", Spans: nameSpan, Entity: "e" + id})
			d.Put(&annotate.Annotation{ID: "q" + id, Type: "quote", Spans: []annotate.Span{{Start: 0, End: 12}}, Args: []annotate.Arg{{Role: "speaker", Target: "p" + id}}})
		}
	}
	a, b, doc := twoMachines(t, nil, work("1"), work("2", "Díaz"))
	m, s, p := mergedSet(t, doc, a, b)
	entities, err := p.Entities(t.Context())
	if err != nil || len(entities) != 1 || entities[0].ID != "e1" || !slices.Equal(entities[0].Aliases, []string{"Díaz"}) {
		t.Errorf("entities %+v, %v", entities, err)
	}
	if len(m.Joined) != 1 || m.Joined[0].Kept.ID != "e1" || m.Joined[0].Gone[0].ID != "e2" || m.Joined[0].Why != "the same name" {
		t.Errorf("joined %+v", m.Joined)
	}
	if s.Len() != 2 || len(m.Clashes) != 0 {
		t.Errorf("%d annotations, clashes %+v", s.Len(), m.Clashes)
	}
	p.Close()
	if again, _, _ := mergedSet(t, doc, p.Path(), b, a); len(again.Joined) != 0 {
		t.Errorf("what was joined is told again: %+v", again.Joined)
	}
	if broken := s.Problems(p.Schema(), entityMap{"e1": entities[0]}); len(broken) > 0 {
		t.Errorf("%v", broken[0])
	}
}

// What was decided together stays together where the one it was decided with is marked twice, whoever's mark that is.
func TestDecidedTogetherStaysTogetherWhenTwinsAreOne(t *testing.T) {
	quote := []annotate.Span{{Start: 0, End: 12}}
	mark := func(id annotate.ID) func(*annotate.Draft) {
		return func(d *annotate.Draft) {
			d.Put(&annotate.Annotation{ID: "p" + id, Type: "person", Spans: nameSpan})
			d.Put(&annotate.Annotation{ID: "q" + id, Type: "quote", Spans: quote, Args: []annotate.Arg{{Role: "speaker", Target: "p" + id}}})
		}
	}
	a, b, doc := twoMachines(t, nil, mark("1"), mark("2"))
	for id, path := range map[annotate.ID]string{"1": a, "2": b} {
		p, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		s := setOf(t, p, doc, "ana")
		commit(t, p, setOf(t, p, doc, annotate.AnnotatorID("judge"+id)), "Verdict", func(d *annotate.Draft) {
			with := annotate.DecisionAbout("ana", s.Get("p"+id), annotate.VerdictRejected, "")
			with.Within = "q" + id
			d.Decide(with)
			d.Decide(annotate.DecisionAbout("ana", s.Get("q"+id), annotate.VerdictRejected, ""))
		})
		p.Close()
	}
	_, s, p := mergedSet(t, doc, a, b)
	if s.Len() != 2 {
		t.Fatalf("%d marks", s.Len())
	}
	for _, judge := range []annotate.AnnotatorID{"judge1", "judge2"} {
		for d := range setOf(t, p, doc, judge).Decisions() {
			if s.Get(d.About) == nil || d.Within != "" && s.Get(d.Within) == nil {
				t.Errorf("%s decided about %s within %q, of which nothing is there", judge, d.About, d.Within)
			}
		}
	}
}

func TestNamesakesOfOneAuthorStayTwo(t *testing.T) {
	two := func(d *annotate.Draft) {
		d.PutEntity(nil, &annotate.Entity{ID: "e1", Type: "person", Name: "Ana Díaz"})
		d.PutEntity(nil, &annotate.Entity{ID: "e2", Type: "person", Name: "Ana Díaz"})
		d.Put(&annotate.Annotation{ID: "p", Type: "person", Spans: nameSpan, Entity: "e2"})
	}
	a, b, doc := twoMachines(t, nil, two, func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	m, s, _ := mergedSet(t, doc, a, b)
	if len(m.Joined) != 0 || s.Get("p").Entity != "e2" || s.State() != annotate.StateDone {
		t.Errorf("joined %+v, entity %s, state %s", m.Joined, s.Get("p").Entity, s.State())
	}
}

// Somebody who made an entity of one name on each of two machines is told, for they may be one.
func TestNamesakesOfTwoMachinesAreListed(t *testing.T) {
	named := func(id annotate.ID) func(*annotate.Draft) {
		return func(d *annotate.Draft) { d.PutEntity(nil, &annotate.Entity{ID: id, Type: "person", Name: "Ana Díaz"}) }
	}
	a, b, doc := twoMachines(t, named("e0"), func(d *annotate.Draft) { d.SetState(annotate.StateDone) }, func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	if m, _, _ := mergedSet(t, doc, a, b); len(m.Namesakes) != 0 {
		t.Errorf("what both had is listed: %v", m.Namesakes)
	}
	p, err := Open(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, p, setOf(t, p, doc, "ben"), "Name", named("e1")) // by the author of e0
	p.Close()
	m, _, merged := mergedSet(t, doc, b, a)
	if len(m.Namesakes) != 0 || len(m.Joined) != 0 {
		t.Errorf("what one file has together is listed: %v %v", m.Namesakes, m.Joined)
	}
	if all, err := merged.Entities(t.Context()); err != nil || len(all) != 2 {
		t.Errorf("%d entities, %v", len(all), err)
	}
	if p, err = Open(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	e0, err := p.Entity(t.Context(), "e0")
	if err != nil {
		t.Fatal(err)
	}
	commit(t, p, setOf(t, p, doc, "ben"), "Name anew", func(d *annotate.Draft) { d.RemoveEntity(e0); named("e2")(d) })
	p.Close()
	if m, _, _ = mergedSet(t, doc, b, a); len(m.Namesakes) != 1 {
		t.Errorf("namesakes are %v", m.Namesakes)
	}
}

func TestMergeSaysWhatIsWrong(t *testing.T) {
	p := newProject(t)
	add(t, p, article("A", "Hello."))
	p.Close()
	dir := t.TempDir()
	out := filepath.Join(dir, "out.quoth")
	try := func(files ...string) error {
		_, err := Merge(t.Context(), out, files, nil)
		return err
	}
	if err := try(p.Path(), p.Path()); err == nil || !strings.Contains(err.Error(), "named twice") {
		t.Errorf("the same file: %v", err)
	}
	link := filepath.Join(dir, "link.quoth")
	if os.Symlink(p.Path(), link) == nil {
		if err := try(p.Path(), link); err == nil || !strings.Contains(err.Error(), "the same file") {
			t.Errorf("a link to it: %v", err)
		}
	}
	if err := try(p.Path(), filepath.Join(dir, "nowhere.quoth")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
	text := filepath.Join(dir, "text.quoth")
	os.WriteFile(text, []byte("Hello."), 0o644)
	if err := try(p.Path(), text); !errors.Is(err, ErrNotProject) {
		t.Errorf("a text: %v", err)
	}
	cut := filepath.Join(dir, "cut.quoth")
	whole, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	os.WriteFile(cut, whole[:len(whole)/2], 0o644)
	if err := try(p.Path(), cut); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "cut.quoth") {
		t.Errorf("half a project: %v", err)
	}
	future := filepath.Join(dir, "future.quoth")
	copyFile(t, p.Path(), future)
	if q, err := nextQuoth(t, futureColumn).open(t.Context(), future); err != nil {
		t.Fatal(err)
	} else {
		q.Close()
	}
	if err := try(p.Path(), future); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer project: %v", err)
	}
	other, err := annotate.ParseSchema("other.yaml", []byte(strings.Replace(schemaSource, "name: test", "name: other", 1)))
	if err != nil {
		t.Fatal(err)
	}
	q, err := Create(t.Context(), filepath.Join(dir, "other.quoth"), other)
	if err != nil {
		t.Fatal(err)
	}
	q.Close()
	if err := try(p.Path(), q.Path()); err == nil || !strings.Contains(err.Error(), "different schemas") {
		t.Errorf("another schema: %v", err)
	}
	if _, err := Merge(t.Context(), p.Path(), []string{q.Path()}, nil); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto a project: %v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Merge(stopped, out, []string{p.Path()}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	for _, name := range names(t, dir) {
		if strings.HasPrefix(name, "out.") {
			t.Errorf("%s was left", name)
		}
	}
}

// A project of the first Quoth is merged as it would be after it was opened, and stays as it is.
func TestOlderProjectIsMergedAndLeftAlone(t *testing.T) {
	path, d := annotated(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "out.quoth")
	if _, err := nextQuoth(t, futureColumn).merge(t.Context(), out, []string{path}, nil); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.ReadFile(path); !slices.Equal(before, after) {
		t.Error("the older project was changed")
	}
	p, err := nextQuoth(t, futureColumn).open(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	holdsTheAnnotation(t, p, d)
}
