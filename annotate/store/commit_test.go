package store

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"quoth/annotate"
)

func TestSetComesBackAsItWas(t *testing.T) {
	p := newProject(t)
	d := article("A", "“Yes,” שלום said Peskov 👩‍👩‍👧, “and no.”")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	if s.State() != annotate.StateNew || s.Len() != 0 {
		t.Errorf("a set that nobody began: %q with %d", s.State(), s.Len())
	}
	person := &annotate.Entity{
		ID: annotate.NewID(), Type: "person", Name: "Дмитрий Песков", Aliases: []string{"Peskov", "Песков 🎩"},
		IDs: map[string]string{"wikidata": "Q1", "": "x"}, Note: "line\r\nline",
	}
	m := mark("person", 23, 29)
	m.Entity = person.ID
	m.Origin = annotate.Origin{Annotator: "rules", Rule: "known names", Score: 0.1 + 0.2}
	q := &annotate.Annotation{
		ID: annotate.NewID(), Type: "quote", Spans: []annotate.Span{{Start: 0, End: 10}, {Start: 51, End: 62}},
		Args:  []annotate.Arg{{Role: "speaker", Target: m.ID}, {Role: "addressee", Target: m.ID}, {Role: "addressee", Target: "z"}},
		Attrs: map[string]string{"type": "direct", "": "e\u0301"}, Note: "tab\tand \x00 and \u202e",
	}
	c := commit(t, p, s, "Mark quote", func(dr *annotate.Draft) {
		dr.PutEntity(nil, person)
		dr.Put(m)
		dr.Put(q)
	})
	p = reopen(t, p)
	got := setOf(t, p, d, "ana")
	if got.State() != annotate.StateInProgress {
		t.Errorf("state %q", got.State())
	}
	if diff := cmp.Diff([]*annotate.Annotation{q, m}, all(got)); diff != "" {
		t.Error(diff)
	}
	entities, err := p.EntitiesByID(t.Context())
	if diff := cmp.Diff(map[annotate.ID]*annotate.Entity{person.ID: person}, entities); diff != "" || err != nil {
		t.Error(err, diff)
	}
	journal, err := p.Changes(t.Context(), d.ID, "ana")
	if diff := cmp.Diff([]*annotate.Change{c}, journal); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if other := setOf(t, p, d, "ben"); other.Len() != 0 {
		t.Error("Ben's set holds Ana's work")
	}
	if _, err := p.Set(t.Context(), article("", "unknown"), "ana"); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown document: %v", err)
	}
	sound(t, p)
}

func TestUndoAndRedoSurviveARestart(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	var stages [][]*annotate.Annotation
	for i := range 4 {
		stages = append(stages, all(s))
		commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", i, i+2)) })
	}
	for range 2 {
		p = reopen(t, p)
		s = setOf(t, p, d, "ana")
		h := history(t, p, d)
		for i := len(stages) - 1; i >= 0; i-- {
			undo := s.Undo(change(t, p, h.Undo()), "Ana", noon)
			if err := p.Commit(t.Context(), undo); err != nil {
				t.Fatal(err)
			}
			s.Apply(undo)
			p = reopen(t, p)
			s, h = setOf(t, p, d, "ana"), history(t, p, d)
			if diff := cmp.Diff(stages[i], all(s)); diff != "" {
				t.Errorf("undone to %d: %s", i, diff)
			}
		}
		if s.State() != annotate.StateNew {
			t.Errorf("all undone, the state is %q", s.State())
		}
		for range stages {
			redo := s.Redo(change(t, p, h.Redo()), "Ana", noon)
			if err := p.Commit(t.Context(), redo); err != nil {
				t.Fatal(err)
			}
			s.Apply(redo)
			h.Record(redo)
		}
		if h.Redo() != "" || s.Len() != len(stages) {
			t.Errorf("redone: %d annotations", s.Len())
		}
	}
	sound(t, p)
}

func history(t testing.TB, p *Project, d *annotate.Document) *annotate.History {
	t.Helper()
	return p.History(t.Context(), d.ID, "ana", func(err error) { t.Error(err) })
}

// change reads a change of the journal.
func change(t testing.TB, p *Project, id annotate.ID) *annotate.Change {
	t.Helper()
	c, err := p.Change(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// named returns the change with an identity, or nil.
func named(journal []*annotate.Change, id annotate.ID) *annotate.Change {
	for _, c := range journal {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func TestChangeThatDoesNotFitIsRefusedWhole(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said héllo")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	a := mark("person", 0, 6)
	peskov := &annotate.Entity{ID: annotate.NewID(), Type: "person", Name: "Peskov"}
	a.Entity = peskov.ID
	first := commit(t, p, s, "Mark", func(dr *annotate.Draft) {
		dr.PutEntity(nil, peskov)
		dr.Put(a)
	})
	other := a.Clone()
	other.Note = "seen"
	renamed := peskov.Clone()
	renamed.Name = "Dmitry"
	dangling := mark("person", 7, 8)
	dangling.Entity = "nobody"
	good := annotate.Edit{After: mark("cue", 7, 11)}
	for name, c := range map[string]struct {
		edit annotate.Edit
		err  error
		says string
	}{
		"annotation was otherwise": {annotate.Edit{Before: other}, ErrConflict, `its note is "" in the project and "seen" in the change`},
		"annotation is not there":  {annotate.Edit{Before: mark("cue", 7, 11)}, ErrConflict, "the change has it, the project does not"},
		"annotation is there":      {annotate.Edit{After: a}, ErrConflict, "the project has it, the change does not"},
		"state was otherwise":      {annotate.Edit{StateBefore: annotate.StateDone, StateAfter: annotate.StateNew}, ErrConflict, `"in progress" in the project`},
		"no such state":            {annotate.Edit{StateBefore: annotate.StateInProgress, StateAfter: "asleep"}, nil, "asleep"},
		"entity was otherwise":     {annotate.Edit{EntityBefore: renamed}, ErrConflict, `its name is "Peskov"`},
		"entity is there":          {annotate.Edit{EntityAfter: renamed}, ErrConflict, "the project has it, the change does not"},
		"entity in use":            {annotate.Edit{EntityBefore: peskov}, ErrInUse, "ana"},
		"entity is not there":      {annotate.Edit{After: dangling}, ErrConflict, "no entity nobody"},
		"span past the end":        {annotate.Edit{After: mark("cue", 10, 19)}, nil, "18 bytes"},
		"span cuts a character":    {annotate.Edit{After: mark("cue", 14, 17)}, nil, "cuts"},
		"empty span":               {annotate.Edit{After: mark("cue", 3, 3)}, nil, "3-3"},
		"no span":                  {annotate.Edit{After: &annotate.Annotation{ID: "x", Type: "cue"}}, nil, "no span"},
		"no identity":              {annotate.Edit{After: &annotate.Annotation{Type: "cue"}}, nil, "identity"},
		"other identity":           {annotate.Edit{Before: a, After: mark("cue", 7, 11)}, nil, "identity"},
		"nothing":                  {annotate.Edit{}, nil, "edit 2"},
		"two things":               {annotate.Edit{Before: a, EntityBefore: peskov}, nil, "edit 2"},
		"not UTF-8":                {annotate.Edit{After: &annotate.Annotation{ID: "x", Type: "cue", Note: "\xff", Spans: good.After.Spans}}, nil, "UTF-8"},
	} {
		change := &annotate.Change{
			ID: annotate.NewID(), Document: d.ID, Annotator: "ana", Time: noon, Title: name, Act: annotate.ActDo,
			Edits: []annotate.Edit{good, c.edit},
		}
		err := p.Commit(t.Context(), change)
		if err == nil || c.err != nil && !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if got := setOf(t, p, d, "ana"); got.Len() != 1 {
			t.Errorf("%s: half of it was written", name)
		}
	}
	unknown := &annotate.Change{ID: "u", Document: "00", Annotator: "ana", Act: annotate.ActDo, Edits: []annotate.Edit{good}}
	if err := p.Commit(t.Context(), unknown); !errors.Is(err, ErrNotFound) {
		t.Errorf("unknown document: %v", err)
	}
	if err := p.Commit(t.Context(), first); !errors.Is(err, ErrConflict) {
		t.Errorf("the same change twice: %v", err)
	}
	if journal, _ := p.Changes(t.Context(), d.ID, "ana"); len(journal) != 1 {
		t.Errorf("the journal has %d changes", len(journal))
	}
	sound(t, p)
}

func TestCommitAllIsAllOrNone(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	e := &annotate.Entity{ID: "e", Type: "person", Name: "Peskov"}
	a := mark("person", 0, 6)
	a.Entity = "e"
	// The annotation comes before its entity: only the end has to be right.
	marking := &annotate.Change{ID: "1", Document: d.ID, Annotator: "ana", Time: noon, Act: annotate.ActDo, Edits: []annotate.Edit{{After: a}}}
	naming := &annotate.Change{ID: "2", Time: noon, Act: annotate.ActDo, Edits: []annotate.Edit{{EntityAfter: e}}}
	broken := &annotate.Change{ID: "3", Document: d.ID, Annotator: "ben", Time: noon, Act: annotate.ActDo, Edits: []annotate.Edit{{Before: a}}}
	if err := p.CommitAll(t.Context(), []*annotate.Change{marking, naming, broken}); !errors.Is(err, ErrConflict) {
		t.Errorf("got %v", err)
	}
	if list, _ := p.Annotators(t.Context()); len(list) != 0 {
		t.Errorf("something was written: %+v", list)
	}
	if err := p.CommitAll(t.Context(), []*annotate.Change{marking, naming}); err != nil {
		t.Fatal(err)
	}
	if err := p.CommitAll(t.Context(), nil); err != nil {
		t.Error(err)
	}
	uses, err := p.EntityUses(t.Context(), "e")
	if diff := cmp.Diff([]Use{{d.ID, "ana", 1}}, uses); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got, err := p.Entity(t.Context(), "e"); err != nil || !got.Equal(e) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := p.Entity(t.Context(), "f"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	sound(t, p)
}

func TestCancelledChangeIsUndoneAndSaysSo(t *testing.T) {
	p := newProject(t)
	d := article("A", strings.Repeat("Peskov ", 60))
	add(t, p, d)
	c := &annotate.Change{ID: "1", Document: d.ID, Annotator: "ana", Time: noon, Act: annotate.ActDo}
	for i := range 60 {
		c.Edits = append(c.Edits, annotate.Edit{After: mark("person", i*7, i*7+6)})
	}
	for stop := range 20 {
		ctx, cancel := context.WithCancel(t.Context())
		err := p.CommitTelling(ctx, c, func(edits int) {
			if edits > stop {
				cancel()
				time.Sleep(time.Duration(stop) * 50 * time.Microsecond) // the transaction is given up at another moment each time
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled after %d: %v", stop, err)
		}
	}
	if list, _ := p.Annotators(t.Context()); len(list) != 0 {
		t.Errorf("something was written: %+v", list)
	}
	sound(t, p)
}

func TestSameAnnotationLivesInManySets(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	a := mark("person", 0, 6)
	for _, who := range []annotate.AnnotatorID{"rules", "ana", "Ben"} {
		commit(t, p, setOf(t, p, d, who), "Accept", func(dr *annotate.Draft) { dr.Put(a) })
	}
	commit(t, p, setOf(t, p, d, "ana"), "Reject", func(dr *annotate.Draft) {
		dr.Remove(a.ID)
		dr.SetState(annotate.StateDone)
	})
	got, err := p.Annotators(t.Context())
	one := func(s annotate.State) map[annotate.State]int { return map[annotate.State]int{s: 1} }
	want := []Annotator{
		{ID: "Ben", Sets: 1, States: one(annotate.StateInProgress), Counts: Counts{Mentions: 1}},
		{ID: "ana", Sets: 1, States: one(annotate.StateDone)},
		{ID: "rules", Sets: 1, States: one(annotate.StateInProgress), Counts: Counts{Mentions: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
	sound(t, p)
}

func TestSetsComeInTheOrderOfAdding(t *testing.T) {
	p := newProject(t)
	docs := []*annotate.Document{article("z", "zzz"), article("none", "nobody marked this"), article("a", "aaa")}
	add(t, p, docs...)
	for _, d := range []*annotate.Document{docs[2], docs[0]} {
		for _, who := range []annotate.AnnotatorID{"rules", "ana"} {
			commit(t, p, setOf(t, p, d, who), "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 3)) })
		}
	}
	commit(t, p, setOf(t, p, docs[0], "ana"), "Done", func(dr *annotate.Draft) { dr.SetState(annotate.StateDone) })
	for _, c := range []struct {
		sel  Selection
		want []string
	}{
		{Selection{}, []string{"z ana done 1", "z rules in progress 1", "a ana in progress 1", "a rules in progress 1"}},
		{Selection{Annotators: []annotate.AnnotatorID{"ana", "ben"}}, []string{"z ana done 1", "a ana in progress 1"}},
		{Selection{States: []annotate.State{annotate.StateDone}}, []string{"z ana done 1"}},
		{Selection{Documents: []annotate.DocumentID{docs[2].ID, docs[1].ID}}, []string{"a ana in progress 1", "a rules in progress 1"}},
		{Selection{Annotators: []annotate.AnnotatorID{"nobody"}}, nil},
	} {
		var got []string
		for s, err := range p.Sets(t.Context(), c.sel) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, strings.Join([]string{s.Document.Title, string(s.Annotator), string(s.State()), string(rune('0' + s.Len()))}, " "))
			// The loop may use the project, and what it commits belongs to a later moment.
			commit(t, p, setOf(t, p, docs[1], "late"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("cue", 0, 6)) })
		}
		same(t, "sets", slices.DeleteFunc(got, func(s string) bool { return strings.Contains(s, "late") }), c.want...)
	}
	for range p.Sets(t.Context(), Selection{}) {
		break
	}
	for s, err := range p.Sets(t.Context(), Selection{Annotators: []annotate.AnnotatorID{"\xff"}}) {
		if s != nil || err == nil {
			t.Error("an impossible name is no error")
		}
	}
}

// Whatever is committed, a project that is opened again holds the same, and its journal proves it.
func TestProjectHoldsWhateverWasCommitted(t *testing.T) {
	folder := t.TempDir()
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		path := filepath.Join(folder, string(annotate.NewID())+".quoth")
		p, err := Create(t.Context(), path, testSchema(t))
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { p.Close() }()
		docs := []*annotate.Document{article("A", "“Hello,” she said. 👩‍👩‍👧 שלום"), article("B", "习近平 met Peskov.")}
		add(t, p, docs...)
		sets := map[setKey]*annotate.Set{}
		journals := map[setKey][]*annotate.Change{}
		entities := map[annotate.ID]*annotate.Entity{}
		for range rapid.IntRange(1, 12).Draw(rt, "changes") {
			d := rapid.SampledFrom(docs).Draw(rt, "document")
			k := setKey{d.ID, rapid.SampledFrom([]annotate.AnnotatorID{"ana", "ben"}).Draw(rt, "annotator")}
			s := sets[k]
			if s == nil {
				s = annotate.NewSet(d, k.annotator, annotate.StateNew, nil)
				sets[k] = s
			}
			var c *annotate.Change
			h := annotate.HistoryOf(journals[k])
			switch act := rapid.IntRange(0, 5).Draw(rt, "act"); {
			case act == 0 && h.Undo() != "":
				c = s.Undo(named(journals[k], h.Undo()), "Ana", noon)
			case act == 1 && h.Redo() != "":
				c = s.Redo(named(journals[k], h.Redo()), "Ana", noon)
			default:
				c = drawChange(rt, s, entities)
			}
			if len(c.Edits) == 0 {
				continue
			}
			err := p.Commit(t.Context(), c)
			if errors.Is(err, ErrInUse) || errors.Is(err, ErrConflict) {
				// An undo may take away an entity that another set uses by now, or has changed.
				continue
			}
			if err != nil {
				rt.Fatal(err)
			}
			s.Apply(c)
			journals[k] = append(journals[k], c)
			for _, e := range c.Edits {
				if e.EntityBefore != nil {
					delete(entities, e.EntityBefore.ID)
				}
				if e.EntityAfter != nil {
					entities[e.EntityAfter.ID] = e.EntityAfter
				}
			}
		}
		if err := p.Close(); err != nil {
			rt.Fatal(err)
		}
		if p, err = Open(t.Context(), path); err != nil {
			rt.Fatal(err)
		}
		for k, s := range sets {
			got := setOf(t, p, s.Document, k.annotator)
			if diff := cmp.Diff(said{slices.Collect(s.Decisions()), slices.Collect(s.Comments())}, said{slices.Collect(got.Decisions()), slices.Collect(got.Comments())},
				cmp.AllowUnexported(said{}), cmp.Comparer((*annotate.Decision).Equal), cmp.Comparer((*annotate.Comment).Equal), cmpopts.EquateEmpty()); diff != "" {
				rt.Errorf("%v: %s", k, diff)
			}
			if diff := cmp.Diff(all(s), all(got), cmp.Comparer((*annotate.Annotation).Equal)); diff != "" || got.State() != s.State() {
				rt.Errorf("%v: %q, want %q %s", k, got.State(), s.State(), diff)
			}
			journal, err := p.Changes(t.Context(), k.document, k.annotator)
			if err != nil || len(journal) != len(journals[k]) {
				rt.Errorf("%v: %d changes of %d, %v", k, len(journal), len(journals[k]), err)
			}
		}
		kept, err := p.EntitiesByID(t.Context())
		if err != nil || !maps.EqualFunc(kept, entities, (*annotate.Entity).Equal) {
			rt.Errorf("entities %v, want %v, %v", kept, entities, err)
		}
		problems, err := p.Check(t.Context(), nil)
		if err != nil || len(problems) > 0 {
			rt.Errorf("%v, %v", problems, err)
		}
	})
}

// drawChange draws any change that fits the set.
func drawChange(rt *rapid.T, s *annotate.Set, entities map[annotate.ID]*annotate.Entity) *annotate.Change {
	d := s.Draft(rapid.String().Draw(rt, "title"))
	for range rapid.IntRange(1, 4).Draw(rt, "edits") {
		existing := all(s)
		switch rapid.IntRange(0, 6).Draw(rt, "edit") {
		case 0:
			e := &annotate.Entity{
				ID: annotate.NewID(), Type: "person", Name: rapid.String().Draw(rt, "name"),
				Aliases: rapid.SliceOfN(rapid.String(), 0, 2).Draw(rt, "aliases"),
				IDs:     rapid.MapOfN(rapid.String(), rapid.String(), 0, 2).Draw(rt, "ids"),
			}
			a := drawAnnotation(rt, s)
			a.Type, a.Entity = "person", e.ID
			d.PutEntity(nil, e)
			d.Put(a)
		case 1:
			if len(existing) > 0 {
				d.Remove(rapid.SampledFrom(existing).Draw(rt, "removed").ID)
			}
		case 2:
			if len(existing) > 0 {
				a := drawAnnotation(rt, s)
				a.ID = rapid.SampledFrom(existing).Draw(rt, "changed").ID
				d.Put(a)
			}
		case 3:
			d.SetState(rapid.SampledFrom(annotate.States).Draw(rt, "state"))
		case 4:
			about := drawAnnotation(rt, s)
			about.ID = rapid.SampledFrom([]annotate.ID{"x1", "x2"}).Draw(rt, "about")
			if rapid.IntRange(0, 3).Draw(rt, "take back") == 0 {
				d.Undecide("eva", about.ID)
			} else {
				d.Decide(annotate.DecisionAbout("eva", about, rapid.SampledFrom(annotate.Verdicts).Draw(rt, "verdict"), annotate.ID(rapid.String().Draw(rt, "result"))))
			}
		case 5:
			if id := rapid.SampledFrom([]annotate.ID{"c1", "c2"}).Draw(rt, "comment"); rapid.IntRange(0, 3).Draw(rt, "take back") == 0 {
				d.Unsay(id)
			} else {
				d.Say(&annotate.Comment{ID: id, Annotator: "eva", About: "x1", Spans: drawAnnotation(rt, s).Spans, Author: rapid.String().Draw(rt, "author"),
					Time: noon.Add(time.Duration(rapid.IntRange(0, 3).Draw(rt, "hour")) * time.Hour), Text: rapid.String().Draw(rt, "text"),
					Standing: rapid.SampledFrom([]annotate.Standing{"", "open", "resolved"}).Draw(rt, "standing")})
			}
		default:
			d.Put(drawAnnotation(rt, s))
		}
	}
	return d.Change("Ana", time.Unix(rapid.Int64Range(0, 1<<32).Draw(rt, "time"), 0))
}

func drawAnnotation(rt *rapid.T, s *annotate.Set) *annotate.Annotation {
	var stops []int
	for i := range s.Document.Text {
		stops = append(stops, i)
	}
	cuts := rapid.SliceOfNDistinct(rapid.SampledFrom(stops), 2, 4, func(i int) int { return i }).Draw(rt, "cuts")
	slices.Sort(cuts)
	a := &annotate.Annotation{
		ID:    annotate.NewID(),
		Type:  rapid.SampledFrom([]string{"person", "org", "cue", "quote", "contact.meet"}).Draw(rt, "type"),
		Attrs: rapid.MapOfN(rapid.String(), rapid.String(), 0, 2).Draw(rt, "attrs"),
		Note:  rapid.String().Draw(rt, "note"),
		Origin: annotate.Origin{Annotator: "rules", Rule: rapid.String().Draw(rt, "rule"),
			Score: rapid.Float64Range(0, 1).Draw(rt, "score")},
	}
	for i := 0; i+1 < len(cuts); i += 2 {
		a.Spans = append(a.Spans, annotate.Span{Start: cuts[i], End: cuts[i+1]})
	}
	for other := range s.All() {
		if rapid.Bool().Draw(rt, "argument") {
			a.Args = append(a.Args, annotate.Arg{Role: "speaker", Target: other.ID})
		}
	}
	return a
}
