package store

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

// renamedTo gives an annotator of a closed project another name and returns the project that comes of it.
func renamedTo(t *testing.T, path string, was, now annotate.AnnotatorID) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "renamed.quoth")
	if _, err := Renamed(t.Context(), out, path, was, now, noon, nil); err != nil {
		t.Fatal(err)
	}
	return out
}

// changeIn commits to a closed project what an annotator does.
func changeIn(t *testing.T, path string, doc *annotate.Document, who annotate.AnnotatorID, do func(*annotate.Draft)) {
	t.Helper()
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	s := setOf(t, p, doc, who)
	d := s.Draft("Work")
	do(d)
	if err := p.Commit(t.Context(), d.Change(string(who), noon)); err != nil {
		t.Fatal(err)
	}
}

// mergedTo merges files and returns the project, open and checked.
func mergedTo(t *testing.T, files ...string) (*Merged, *Project) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "merged.quoth")
	m, err := Merge(t.Context(), out, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	sound(t, p)
	return m, p
}

func annotators(t *testing.T, p *Project) (ids []annotate.AnnotatorID) {
	t.Helper()
	list, err := p.Annotators(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range list {
		ids = append(ids, a.ID)
	}
	return ids
}

// rootsProject is one in which somebody worked as root, whom a reviewer judged and said something to.
func rootsProject(t *testing.T) (path string, doc *annotate.Document) {
	t.Helper()
	p := newProject(t)
	doc = article("A", "“Hello,” said Ana Díaz. שלום")
	add(t, p, doc)
	mark := &annotate.Annotation{ID: "p", Type: "person", Spans: nameSpan}
	if err := p.AddActivity(t.Context(), Activity{Annotator: "root", Document: doc.ID, Day: "2026-03-01", Actions: 7, Annotations: 1, Seconds: 3}); err != nil {
		t.Fatal(err)
	}
	p.Close()
	changeIn(t, p.Path(), doc, "root", func(d *annotate.Draft) { d.Put(mark) })
	changeIn(t, p.Path(), doc, "judge", func(d *annotate.Draft) {
		mine := mark.Clone()
		mine.ID, mine.Origin = "j", annotate.Origin{Annotator: "root"}
		d.Put(mine)
		d.Decide(annotate.DecisionAbout("root", mark, annotate.VerdictAccepted, "j"))
		d.Say(&annotate.Comment{ID: "c", Annotator: "root", About: "p", Spans: nameSpan, Author: "judge", Time: noon, Text: "Good."})
	})
	return p.Path(), doc
}

func TestPastWorkFollowsWhoIsRenamed(t *testing.T) {
	path, doc := rootsProject(t)
	p, err := Open(t.Context(), renamedTo(t, path, "root", "ana"))
	if err != nil {
		t.Fatal(err)
	}
	sound(t, p)
	if got := annotators(t, p); !slices.Equal(got, []annotate.AnnotatorID{"ana", "judge"}) {
		t.Errorf("there are %v", got)
	}
	judged := setOf(t, p, doc, "judge")
	if d := judged.Decision("ana", "p"); d == nil || judged.DecisionCount() != 1 || judged.Get("j").Origin.Annotator != "ana" || judged.Comment("c").Annotator != "ana" {
		t.Errorf("the decision is %+v, the mark %+v, the comment %+v", d, judged.Get("j"), judged.Comment("c"))
	}
	all, err := p.Changes(t.Context(), doc.ID, "ana")
	if err != nil || len(all) != 1 || all[0].Author != "ana" {
		t.Errorf("the journal is %+v, %v", all, err)
	}
	if a, err := p.ActivityOf(t.Context(), doc.ID, "ana"); err != nil || a.Actions != 7 {
		t.Errorf("counted is %+v, %v", a, err)
	}
	h := p.History(t.Context(), doc.ID, "ana", func(err error) { t.Error(err) })
	if h.Undo() == "" {
		t.Error("ana cannot undo what she did as root")
	}
	if who, err := p.NameNow(t.Context(), "root"); err != nil || who != "ana" {
		t.Errorf("root is %s, %v", who, err)
	}
	p.Close()
	// Back, everything is as it was.
	out := filepath.Join(t.TempDir(), "back.quoth")
	if x, _, err := RenameUndone(t.Context(), out, p.Path(), nil); err != nil || x.Was != "root" || x.Now != "ana" {
		t.Fatalf("%+v, %v", x, err)
	}
	there := func(lines []string) []string {
		return slices.DeleteFunc(lines, func(s string) bool {
			return strings.HasPrefix(s, "rename ") || strings.HasPrefix(s, "change ") || strings.HasPrefix(s, "activity ")
		})
	}
	if d := cmp.Diff(there(contents(t, path)), there(contents(t, out))); d != "" {
		t.Error(d)
	}
	if _, _, err := RenameUndone(t.Context(), filepath.Join(t.TempDir(), "again.quoth"), out, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("nothing is left to take back: %v", err)
	}
}

// A file in which somebody went on under the old name comes back after the rename.
func TestAFileOfBeforeARenameIsMergedWithOneOfAfter(t *testing.T) {
	path, doc := rootsProject(t)
	old := filepath.Join(t.TempDir(), "old.quoth")
	copyFile(t, path, old)
	after := renamedTo(t, path, "root", "ana")
	changeIn(t, old, doc, "root", func(d *annotate.Draft) {
		p := d.Get("p").Clone()
		p.Note = "sure"
		d.Put(p)
		d.Put(&annotate.Annotation{ID: "q", Type: "cue", Spans: []annotate.Span{{Start: 14, End: 18}}})
	})
	changeIn(t, after, doc, "ana", func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	m, p := mergedTo(t, old, after)
	s := setOf(t, p, doc, "ana")
	if s.Len() != 2 || s.Get("p").Note != "sure" || s.State() != annotate.StateDone || len(m.Clashes)+len(m.Torn) != 0 {
		t.Errorf("ana has %d marks, %s; %+v", s.Len(), s.State(), m)
	}
	if got := annotators(t, p); !slices.Equal(got, []annotate.AnnotatorID{"ana", "judge"}) {
		t.Errorf("there are %v", got)
	}
	if a, err := p.ActivityOf(t.Context(), doc.ID, "ana"); err != nil || a.Actions != 7 {
		t.Errorf("counted is %+v, %v: once, not twice", a, err)
	}
	_, other := mergedTo(t, after, old, p.Path())
	p.Close()
	other.Close()
	if d := cmp.Diff(contents(t, p.Path()), contents(t, other.Path())); d != "" {
		t.Error(d)
	}
}

// Two who both worked as root, each in a file of their own, are told apart by saying in each file who it was.
func TestTwoOfOneNameAreToldApartByRenamingEachInTheirFile(t *testing.T) {
	p := newProject(t)
	doc := article("A", "“Hello,” said Ana Díaz. שלום")
	add(t, p, doc)
	p.Close()
	one, two := filepath.Join(t.TempDir(), "one.quoth"), filepath.Join(t.TempDir(), "two.quoth")
	copyFile(t, p.Path(), one)
	copyFile(t, p.Path(), two)
	changeIn(t, one, doc, "root", func(d *annotate.Draft) { d.Put(&annotate.Annotation{ID: "a", Type: "person", Spans: nameSpan}) })
	changeIn(t, two, doc, "root", func(d *annotate.Draft) { d.Put(&annotate.Annotation{ID: "b", Type: "org", Spans: nameSpan}) })
	unnamed := filepath.Join(t.TempDir(), "unnamed.quoth")
	copyFile(t, one, unnamed)
	one, two = renamedTo(t, one, "root", "ana"), renamedTo(t, two, "root", "ben")
	m, both := mergedTo(t, one, two)
	if setOf(t, both, doc, "ana").Get("a") == nil || setOf(t, both, doc, "ben").Get("b") == nil || len(annotators(t, both)) != 2 || len(m.Torn) != 0 {
		t.Errorf("there are %v, torn %v", annotators(t, both), m.Torn)
	}
	both.Close()
	// What is done as root elsewhere could be either's.
	changeIn(t, unnamed, doc, "root", func(d *annotate.Draft) {
		d.Put(&annotate.Annotation{ID: "c", Type: "cue", Spans: []annotate.Span{{Start: 14, End: 18}}})
	})
	m, all := mergedTo(t, unnamed, both.Path())
	if !slices.Equal(m.Torn, []annotate.AnnotatorID{"root"}) || setOf(t, all, doc, "root").Get("c") == nil || setOf(t, all, doc, "ana").Get("a") == nil {
		t.Errorf("torn %v, there are %v", m.Torn, annotators(t, all))
	}
}

func TestARenameSaysWhatCannotBe(t *testing.T) {
	path, _ := rootsProject(t)
	for _, x := range []struct {
		was, now annotate.AnnotatorID
		says     string
	}{{"nobody", "ana", "nobody has worked here as nobody"}, {"root", "root", "called that already"}, {"root", "", "what name"}, {"root", annotate.Gold, "gold"}} {
		out := filepath.Join(t.TempDir(), "x.quoth")
		if _, err := Renamed(t.Context(), out, path, x.was, x.now, noon.Add(time.Hour), nil); err == nil || !strings.Contains(err.Error(), x.says) || exists(out) {
			t.Errorf("%s as %q: %v", x.was, x.now, err)
		}
	}
}

// A blind package of who was renamed holds their work, and nothing of how others were called.
func TestABlindPackageAfterARenameHoldsNoNamesOfOthers(t *testing.T) {
	path, doc := rootsProject(t)
	changeIn(t, path, doc, "zorro", func(d *annotate.Draft) { d.Put(&annotate.Annotation{ID: "z", Type: "person", Spans: nameSpan}) })
	path = renamedTo(t, renamedTo(t, path, "root", "ana"), "zorro", "zoe")
	p, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "ana.quoth")
	_, err = p.Pack(t.Context(), out, Package{For: "ana", Blind: true}, nil)
	p.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range contents(t, out) {
		if strings.Contains(line, "zo") {
			t.Errorf("it holds %s", line)
		}
	}
	changeIn(t, out, doc, "ana", func(d *annotate.Draft) { d.SetState(annotate.StateDone) })
	_, back := mergedTo(t, out, path)
	if s := setOf(t, back, doc, "ana"); s.Len() != 1 || s.State() != annotate.StateDone || len(annotators(t, back)) != 3 {
		t.Errorf("ana has %d marks, %s; there are %v", s.Len(), s.State(), annotators(t, back))
	}
}
