package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
)

// give assigns documents to an annotator in one act.
func give(t testing.TB, p *Project, who annotate.AnnotatorID, how annotate.Assignment, at time.Time, docs ...*annotate.Document) {
	t.Helper()
	var changes []*annotate.Change
	for _, d := range docs {
		changes = append(changes, annotate.Assign(d.ID, who, setOf(t, p, d, who).Assigned(), how, "Lead", at))
	}
	if err := p.CommitAll(t.Context(), changes); err != nil {
		t.Fatal(err)
	}
}

func TestAssignmentIsASetInStateNew(t *testing.T) {
	p := newProject(t)
	one, two, three := article("One", "Ana came."), article("Two", "Ben שלום left."), article("Three", "👩‍🚀 flew.")
	add(t, p, one, two, three)
	give(t, p, "ana", annotate.AssignedBlind, noon, one, three)
	s := setOf(t, p, one, "ana")
	if s.Assigned() != annotate.AssignedBlind || s.State() != annotate.StateNew || !s.Blind() {
		t.Errorf("the set is %q, %q", s.Assigned(), s.State())
	}
	if got := titles(t, p, Filter{Annotator: "ana", Assigned: true}); !slices.Equal(got, []string{"One", "Three"}) {
		t.Errorf("given to ana: %v", got)
	}
	if got := titles(t, p, Filter{Annotator: "ana", Assigned: true, States: []annotate.State{annotate.StateDone}}); len(got) != 0 {
		t.Errorf("given to ana and done: %v", got)
	}
	if got := titles(t, p, Filter{Annotator: "ana", Assigned: true, Search: "ana"}); !slices.Equal(got, []string{"One"}) {
		t.Errorf("given to ana and found: %v", got)
	}
	h := p.History(t.Context(), one.ID, "ana", func(err error) { t.Error(err) })
	if id := h.Undo(); id != "" {
		t.Error("the annotator could undo the assignment")
	}
	blind, err := p.BlindIn(t.Context(), "ana")
	if err != nil || len(blind) != 2 {
		t.Errorf("blind in %v, %v", blind, err)
	}
	commit(t, p, setOf(t, p, one, "ana"), "Mark", func(d *annotate.Draft) {
		d.Put(mark("person", 0, 3))
		d.SetState(annotate.StateDone)
	})
	if s := setOf(t, p, one, "ana"); s.Blind() || s.Assigned() != annotate.AssignedBlind {
		t.Error("done work is still blind, or no longer given")
	}
	if blind, _ := p.BlindIn(t.Context(), "ana"); len(blind) != 1 || blind[0] != three.ID {
		t.Errorf("blind in %v", blind)
	}
	list, err := p.Annotators(t.Context())
	if err != nil || len(list) != 1 || list[0].Assigned != 2 || list[0].Blind != 1 || list[0].States[annotate.StateNew] != 1 {
		t.Errorf("annotators %+v, %v", list, err)
	}
	sound(t, p)
	// Two at once do not both win.
	c := annotate.Assign(two.ID, "ana", annotate.AssignedOpen, annotate.AssignedBlind, "Lead", noon)
	if err := p.Commit(t.Context(), c); !errors.Is(err, ErrConflict) {
		t.Errorf("an assignment of what was not given: %v", err)
	}
	// What is given already is not given again: nobody could take that back.
	if err := p.Commit(t.Context(), annotate.Assign(one.ID, "ana", annotate.AssignedBlind, annotate.AssignedBlind, "Lead", noon)); err == nil {
		t.Error("an assignment that changes nothing is in the journal")
	}
}

func TestAssigningIsUndoneAsOneAct(t *testing.T) {
	p := newProject(t)
	one, two := article("One", "Ana came."), article("Two", "Ben left.")
	add(t, p, one, two)
	give(t, p, "ana", annotate.AssignedOpen, noon, one)
	give(t, p, "ben", annotate.AssignedOpen, noon.Add(time.Minute), one, two)
	undo := func() int {
		act, err := p.LastAssigning(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held, err := p.Held(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		back := UndoAssigning(act, held, func(c *annotate.Change) { c.Author, c.Time = "Lead", noon.Add(time.Hour) })
		if err := p.CommitAll(t.Context(), back); err != nil {
			t.Fatal(err)
		}
		return len(back)
	}
	if n := undo(); n != 2 {
		t.Errorf("%d assignments taken back, want both of the last act", n)
	}
	if got := titles(t, p, Filter{Annotator: "ben", Assigned: true}); len(got) != 0 {
		t.Errorf("ben still has %v", got)
	}
	if got := titles(t, p, Filter{Annotator: "ana", Assigned: true}); len(got) != 1 {
		t.Errorf("ana has %v", got)
	}
	if n := undo(); n != 1 {
		t.Errorf("%d taken back of the act before, want 1", n)
	}
	if n := undo(); n != 0 {
		t.Errorf("%d taken back of nothing", n)
	}
	if held, _ := p.Held(t.Context()); len(held) != 0 {
		t.Errorf("held: %+v", held)
	}
	sound(t, p)
}

func TestQueueIsFilteredByTheReview(t *testing.T) {
	p := newProject(t)
	one, two := article("One", "Ana came."), article("Two", "Ben left.")
	add(t, p, one, two)
	commit(t, p, setOf(t, p, one, annotate.Gold), "Done", func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	f := Filter{Annotator: "ana", Reviewer: annotate.Gold, Reviewed: []annotate.State{annotate.StateDone}}
	if got := titles(t, p, f); !slices.Equal(got, []string{"One"}) {
		t.Errorf("reviewed: %v", got)
	}
	f.Reviewed = []annotate.State{annotate.StateNew}
	if got := titles(t, p, f); !slices.Equal(got, []string{"Two"}) {
		t.Errorf("not yet reviewed: %v", got)
	}
	f.States = []annotate.State{annotate.StateNew}
	if got := titles(t, p, f); !slices.Equal(got, []string{"Two"}) {
		t.Errorf("new and not yet reviewed: %v", got)
	}
	give(t, p, "ana", annotate.AssignedOpen, noon, one, two)
	commit(t, p, setOf(t, p, two, "ben"), "Done", func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	ready := Filter{Annotator: annotate.Gold, Reviewer: annotate.Gold, Ready: true}
	if got := titles(t, p, ready); len(got) != 0 {
		t.Errorf("ana has not begun, and yet these are ready: %v", got)
	}
	commit(t, p, setOf(t, p, two, "ana"), "Done", func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	if list, err := p.Documents(t.Context(), ready); err != nil || len(list) != 1 || list[0].Title != "Two" || list[0].Others != 2 || list[0].OthersDone != 2 {
		t.Errorf("ready: %+v, %v", list, err)
	}
	list, err := p.Documents(t.Context(), Filter{Annotator: "ana", Reviewer: annotate.Gold})
	if err != nil || list[0].Review != annotate.StateDone || list[0].State != annotate.StateNew || list[1].Review != annotate.StateNew || list[0].Others != 0 {
		t.Errorf("both states: %+v, %v", list, err)
	}
}

func TestCountsAreMergedOnce(t *testing.T) {
	dir := t.TempDir()
	p := newProject(t)
	d := article("One", "Ana came.")
	add(t, p, d)
	count := func(p *Project, n int) {
		t.Helper()
		if err := p.AddActivity(t.Context(), Activity{Annotator: "ana", Document: d.ID, Day: "2026-03-01", Actions: n, Annotations: 1, Seconds: 2}); err != nil {
			t.Fatal(err)
		}
	}
	count(p, 10)
	base := p.Path()
	p.Close()
	other := filepath.Join(dir, "copy.quoth")
	copyFile(t, base, other)
	for path, n := range map[string]int{base: 5, other: 7} {
		p, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		count(p, n)
		p.Close()
	}
	sum := func(path string) int {
		t.Helper()
		p, err := OpenReadOnly(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer p.Close()
		a, err := p.ActivityOf(t.Context(), d.ID, "ana")
		if err != nil {
			t.Fatal(err)
		}
		return a.Actions
	}
	both, again := filepath.Join(dir, "both.quoth"), filepath.Join(dir, "again.quoth")
	if _, err := Merge(t.Context(), both, []string{base, other}, nil); err != nil {
		t.Fatal(err)
	}
	if n := sum(both); n != 22 {
		t.Errorf("%d actions, want the 10 that both had and 5 and 7 more", n)
	}
	if _, err := Merge(t.Context(), again, []string{other, both, base}, nil); err != nil {
		t.Fatal(err)
	}
	if n := sum(again); n != 22 {
		t.Errorf("merged again: %d actions", n)
	}
}

func TestSurveySaysWhatAFileWouldBring(t *testing.T) {
	dir := t.TempDir()
	p := newProject(t)
	one := article("One", "Ana came.")
	add(t, p, one)
	commit(t, p, setOf(t, p, one, "ana"), "Mark", func(d *annotate.Draft) { d.Put(mark("person", 0, 3)) })
	path := p.Path()
	p.Close()
	theirs := filepath.Join(dir, "ben.quoth")
	copyFile(t, path, theirs)
	q, err := Open(t.Context(), theirs)
	if err != nil {
		t.Fatal(err)
	}
	two := article("Two", "Ben left.")
	add(t, q, two)
	for _, d := range []*annotate.Document{one, two} {
		commit(t, q, setOf(t, q, d, "ben"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 3)) })
	}
	q.Close()
	if p, err = Open(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	text := filepath.Join(dir, "notes.quoth")
	if err := os.WriteFile(text, []byte("not a project"), 0o644); err != nil {
		t.Fatal(err)
	}
	offers, err := p.Survey(t.Context(), []string{theirs, theirs, path, text, filepath.Join(dir, "gone.quoth")})
	if err != nil {
		t.Fatal(err)
	}
	o := offers[0]
	if o.Err != nil || o.Documents != 2 || o.New != 1 || o.Changes != 2 || !slices.Equal(o.By, []OfferedBy{{Annotator: "ben", Changes: 2}}) {
		t.Errorf("ben's file: %+v", o)
	}
	for i, want := range []string{"", "named twice", "is open", "not a Quoth project", "no such file"} {
		if got := offers[i].Err; want != "" && (got == nil || !strings.Contains(got.Error(), want)) {
			t.Errorf("file %d: %v, want %q", i+1, got, want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Survey(ctx, []string{theirs}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestReplacingKeepsWhatWasThere(t *testing.T) {
	dir := t.TempDir()
	path, with := filepath.Join(dir, "news.quoth"), filepath.Join(dir, "new.quoth")
	for file, text := range map[string]string{path: "old", with: "new"} {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	g := program{now: func() time.Time { return noon }}
	kept, err := g.replace(path, with, "before-merging")
	if err != nil {
		t.Fatal(err)
	}
	if got := filepath.Base(kept); got != "news.before-merging-20260301-120000.quoth" {
		t.Errorf("kept as %s", got)
	}
	for file, want := range map[string]string{path: "new", kept: "old"} {
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s holds %q, %v", filepath.Base(file), got, err)
		}
	}
	if _, err := os.Stat(with); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the other file is still there")
	}
	if got := names(t, dir); len(got) != 2 {
		t.Errorf("the folder holds %v", got)
	}
	// Somebody who has the project open keeps it.
	p := newProject(t)
	other := filepath.Join(dir, "other.quoth")
	if err := os.WriteFile(other, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Replace(p.Path(), other, "before-merging"); !errors.Is(err, ErrLocked) {
		t.Errorf("an open project: %v", err)
	}
}
