package workbench_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate/suggest"
	"quoth/app/workbench"
)

// people opens a project in which the mayor goes by two entities.
func people(t *testing.T) *fixture {
	f := start(t)
	for i, words := range []string{"Ana Díaz", "Díaz"} {
		f.selectWords(words, i).press("M")
		n := f.Naming()
		n.SetQuery(words)
		n.Accept(slices.IndexFunc(n.Rows, func(r workbench.NamingRow) bool { return r.Entity == nil && r.Type == "person" && r.Name == words }))
	}
	f.selectWords("Reuters", 0).press("M")
	f.Naming().Accept(slices.IndexFunc(f.Naming().Rows, func(r workbench.NamingRow) bool { return r.Entity == nil && r.Type == "org" }))
	if f.EntityCount() != 3 {
		t.Fatalf("%d entities: %s", f.EntityCount(), f.Notice().Text)
	}
	return f
}

// nameAs says of words that are marked that they are an entity that is there.
func (f *fixture) nameAs(words, name string) {
	f.t.Helper()
	f.selectWords(words, 0).press("N")
	n := f.Naming()
	n.SetQuery(name)
	n.Accept(slices.IndexFunc(n.Rows, func(r workbench.NamingRow) bool { return r.Entity != nil && r.Name == name }))
}

func (f *fixture) register() *workbench.Register {
	f.t.Helper()
	f.press("Ctrl+Shift+E")
	r := f.Register()
	if r == nil {
		f.t.Fatal(f.Notice().Text)
	}
	r.SetQuery("")
	return r
}

func listed(r *workbench.Register) (out []string) {
	for i := range r.Len() {
		row := r.Row(i)
		s := row.Entity.Name
		if row.With != nil {
			s += " = " + row.With.Name
		}
		out = append(out, s)
	}
	return out
}

func TestTheRegisterListsWhoIsSpokenOf(t *testing.T) {
	f := people(t)
	r := f.register()
	if got := listed(r); !slices.Equal(got, []string{"Ana Díaz", "Díaz", "Reuters"}) {
		t.Fatalf("%q", got)
	}
	if d := r.Detail(); !d.Known || d.Entity.Name != "Ana Díaz" || d.Totals.Mentions != 1 || len(d.Mentions) != 1 || d.Mentions[0].Text != "Ana Díaz" {
		t.Errorf("of the first is known %+v", d)
	}
	r.SetQuery("rueters")
	if got := listed(r); !slices.Equal(got, []string{"Reuters"}) {
		t.Errorf("a search gives %q", got)
	}
	r.SetQuery("")
	r.SetType("org")
	if got := listed(r); !slices.Equal(got, []string{"Reuters"}) {
		t.Errorf("organisations are %q", got)
	}
	r.SetType("")
	r.Move(1)
	m := r.Detail().Mentions[0]
	r.Open(m)
	if f.Register() != nil || f.Current() == nil || f.Current().ID != m.Annotation {
		t.Error("it does not go to the mention")
	}
}

func TestMergingFromTheRegisterIsOneUndo(t *testing.T) {
	f := people(t)
	r := f.register()
	r.Mark(1)
	r.Choose(0)
	r.Merge()
	if got := listed(r); !slices.Equal(got, []string{"Ana Díaz", "Reuters"}) || r.MarkedCount() != 0 {
		t.Fatalf("%q, %s", got, f.Notice().Text)
	}
	ana := r.Row(0).Entity
	if !slices.Contains(ana.Aliases, "Díaz") || r.Row(0).Totals.Mentions != 2 {
		t.Errorf("%+v, %+v", ana, r.Row(0).Totals)
	}
	for a := range f.Set().All() {
		if f.words(a) == "Díaz" && a.Entity != ana.ID {
			t.Error("the mention in the open article does not follow")
		}
	}
	r.Close()
	f.press("Ctrl+Z")
	if f.EntityCount() != 3 || len(f.Entity(ana.ID).Aliases) != 0 {
		t.Errorf("undo leaves %d entities: %s", f.EntityCount(), f.Notice().Text)
	}
	f.press("Ctrl+Y")
	if f.EntityCount() != 2 {
		t.Errorf("done again there are %d entities: %s", f.EntityCount(), f.Notice().Text)
	}
	f.press("Ctrl+Z")
	r = f.register()
	r.Mark(1)
	r.Choose(0)
	r.Merge()
	if f.Notice().Action != "Undo" {
		t.Fatalf("%+v", f.Notice())
	}
	f.Notice().Do()
	if f.EntityCount() != 3 {
		t.Errorf("the notice's undo leaves %d entities: %s", f.EntityCount(), f.Notice().Text)
	}
	r.Merge()
	if !f.Notice().Problem {
		t.Error("merging with nothing marked says nothing")
	}
}

func TestDoublesAndUnusedAreListed(t *testing.T) {
	f := people(t)
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, []byte("name,type,aliases\nAna Diaz,person,\nTomáš Novák,person,\nTomas Novack,person,\nAna,persn,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	if n := f.Notice(); !strings.Contains(n.Text, "3 entities. 1 has a name that is here already: see Suspected doubles in the entities of the project (Ctrl+Shift+E). 1 row is left out") || n.Action == "" {
		t.Errorf("%+v", n)
	}
	if l := f.ListReport(); l == nil || len(l.Reasons) != 1 || !strings.Contains(l.Text(), "people.csv:5") || !strings.Contains(l.Text(), `did you mean "person"`) || !f.CanUndoList() {
		t.Errorf("it says %+v", l)
	}
	r := f.register()
	r.SetView(workbench.RegisterUnused)
	if got := listed(r); !slices.Equal(got, []string{"Ana Diaz", "Tomas Novack", "Tomáš Novák"}) {
		t.Errorf("unused are %q", got)
	}
	r.SetView(workbench.RegisterDoubles)
	got := listed(r)
	if len(got) != 2 || !strings.Contains(got[0], "Ana D") || !strings.Contains(got[1], "Nov") {
		t.Fatalf("doubles are %q", got)
	}
	r.Choose(0)
	r.Merge()
	if again := listed(r); len(again) != 1 {
		t.Errorf("after one pair was merged: %q, %s", again, f.Notice().Text)
	}
	r.Undo()
	if again := listed(r); !slices.Equal(again, got) {
		t.Errorf("after that was undone: %q, %s", again, f.Notice().Text)
	}
}

func TestSplittingAndRetypingFromTheRegister(t *testing.T) {
	f := people(t)
	r := f.register()
	r.Mark(1)
	r.Choose(0)
	r.Merge()
	if w := r.Detail().Words; len(w) != 2 {
		t.Fatalf("%+v", w)
	}
	r.Split("Bo Díaz", []string{"Díaz"})
	if got := listed(r); !slices.Equal(got, []string{"Ana Díaz", "Bo Díaz", "Reuters"}) {
		t.Fatalf("%q, %s", got, f.Notice().Text)
	}
	r.Choose(2)
	r.Retype("group")
	if e := r.Row(2).Entity; e == nil || e.Type == "org" {
		t.Errorf("%+v, %s", e, f.Notice().Text)
	}
	f.RenameEntity(r.Row(0).Entity.ID, "Zoë Díaz")
	if got := listed(r); !slices.Equal(got, []string{"Bo Díaz", "Reuters", "Zoë Díaz"}) {
		t.Errorf("after another name: %q", got)
	}
}

func TestAListBecomesAGazetteer(t *testing.T) {
	f := start(t)
	dir := t.TempDir()
	list := filepath.Join(dir, "people.csv")
	if err := os.WriteFile(list, []byte("name\nMinister Tomáš Novák\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list, Type: "person", Gazetteer: filepath.Join(dir, "people"+suggest.BookExtension)})
	if g := f.Gazetteers(); len(g) != 1 || g[0].Entities != 1 || f.EntityCount() != 0 {
		t.Errorf("%+v, %s", g, f.Notice().Text)
	}
	f.ImportList(workbench.ListChoice{Path: filepath.Join(dir, "none.csv")})
	if !f.Notice().Problem {
		t.Errorf("a file that is not there: %+v", f.Notice())
	}
}

func TestTheRegisterIsInOrderByItsColumns(t *testing.T) {
	f := people(t)
	r := f.register()
	f.SetAliases(r.Row(2).Entity.ID, []string{"RTRS", "Thomson Reuters"})
	f.SetEntityIDs(r.Row(1).Entity.ID, "Q42; viaf: 113230702")
	for _, c := range []struct {
		by          workbench.RegisterColumn
		once, again string
	}{
		{workbench.ColumnName, "Reuters, Díaz, Ana Díaz", "Ana Díaz, Díaz, Reuters"},
		{workbench.ColumnType, "Reuters, Ana Díaz, Díaz", "Ana Díaz, Díaz, Reuters"},
		{workbench.ColumnAliases, "Reuters, Ana Díaz, Díaz", "Ana Díaz, Díaz, Reuters"},
		{workbench.ColumnIDs, "Díaz, Ana Díaz, Reuters", "Ana Díaz, Reuters, Díaz"},
	} {
		r.Sort(c.by)
		if got := strings.Join(listed(r), ", "); got != c.once {
			t.Errorf("by %s: %s; want %s", c.by, got, c.once)
		}
		r.Sort(c.by)
		if got := strings.Join(listed(r), ", "); got != c.again {
			t.Errorf("by %s the other way round: %s; want %s", c.by, got, c.again)
		}
	}
	r.Choose(1)
	chosen := r.Detail().Entity.ID
	r.Sort(workbench.ColumnMentions)
	if r.Row(r.Chosen).Entity.ID != chosen {
		t.Errorf("another row is chosen after sorting")
	}
	r.SetQuery("díaz")
	if by, _ := r.Sorted(); by != "" {
		t.Errorf("what a query finds is in order by %s", by)
	}
	r.Sort(workbench.ColumnIDs)
	if got := listed(r); len(got) != 2 || got[0] != "Díaz" {
		t.Errorf("found and in order by ids: %q", got)
	}
}

func TestTheRegisterTakesBackWhatWasDoneInIt(t *testing.T) {
	f := people(t)
	r := f.register()
	if r.CanUndo() != "" {
		t.Errorf("nothing was done, and %q could be undone", r.CanUndo())
	}
	r.Undo()
	if f.Notice().Problem || f.Notice().Text == "" {
		t.Errorf("%+v", f.Notice())
	}
	r.Choose(2)
	f.RenameEntity(r.Detail().Entity.ID, "Agency")
	f.SetAliases(r.Detail().Entity.ID, nil)
	r.Choose(2)
	r.Delete()
	if !f.Notice().Problem || !strings.Contains(f.Notice().Text, "refer") {
		t.Errorf("deleting one that is spoken of: %+v", f.Notice())
	}
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, []byte("name,type\nBo Ek,person\nCy Ek,person\nDi Ek,person\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	r.SetView(workbench.RegisterUnused)
	r.Mark(0)
	r.Mark(2)
	r.Delete()
	if got := listed(r); !slices.Equal(got, []string{"Cy Ek"}) || r.MarkedCount() != 0 {
		t.Fatalf("%q, %s", got, f.Notice().Text)
	}
	f.Notice().Do()
	if got := listed(r); !slices.Equal(got, []string{"Bo Ek", "Cy Ek", "Di Ek"}) {
		t.Fatalf("after undo %q, %s", got, f.Notice().Text)
	}
	r.Redo()
	r.Undo()
	if got := r.CanUndo(); got != "Import people.csv" {
		t.Errorf("%q would be undone next", got)
	}
	r.Undo()
	if f.EntityCount() != 3 {
		t.Fatalf("%d entities: %s", f.EntityCount(), f.Notice().Text)
	}
	r.Undo()
	r.Undo()
	r.SetView(workbench.RegisterAll)
	if got := listed(r); !slices.Equal(got, []string{"Ana Díaz", "Díaz", "Reuters"}) || r.CanUndo() != "" {
		t.Errorf("%q; %q could be undone", got, r.CanUndo())
	}
	for r.CanRedo() != "" {
		r.Redo()
	}
	if got := listed(r); !slices.Equal(got, []string{"Agency", "Ana Díaz", "Cy Ek", "Díaz"}) {
		t.Errorf("all done again: %q, %s", got, f.Notice().Text)
	}
}

func TestWhatIsUsedOfAListStaysWhenItIsTakenBack(t *testing.T) {
	f := people(t)
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, []byte("name,type\nMaria Silva,person\nBo Ek,person\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	f.nameAs("Reuters", "Maria Silva")
	r := f.register()
	r.Undo()
	if got := listed(r); !slices.Contains(got, "Maria Silva") || slices.Contains(got, "Bo Ek") || !strings.Contains(f.Notice().Text, "1 entity stays") {
		t.Errorf("%q, %s", got, f.Notice().Text)
	}
}

func TestUndoInTheRegisterGoesOnPastWhatCannotBeTakenBack(t *testing.T) {
	f := people(t)
	r := f.register()
	first, last := r.Row(0).Entity.ID, r.Row(2).Entity.ID
	f.RenameEntity(first, "Ana D.")
	f.RenameEntity(last, "Agency")
	r.Close()
	f.RenameEntity(last, "News agency")
	r = f.register()
	r.Undo()
	if !f.Notice().Problem || !strings.Contains(f.Notice().Text, "taken back") || f.Entity(last).Name != "News agency" {
		t.Fatalf("%q after %+v", f.Entity(last).Name, f.Notice())
	}
	r.Undo()
	if f.Notice().Problem || f.Entity(first).Name != "Ana Díaz" || r.CanUndo() != "" {
		t.Fatalf("%q after %+v; %q could be undone", f.Entity(first).Name, f.Notice(), r.CanUndo())
	}
	r.Redo()
	r.Redo()
	if !f.Notice().Problem || !strings.Contains(f.Notice().Text, "done again") || f.Entity(first).Name != "Ana D." || r.CanRedo() != "" {
		t.Errorf("%q after %+v; %q could be done again", f.Entity(first).Name, f.Notice(), r.CanRedo())
	}
}

func TestAnActThatCannotBeTakenBackIsLeftAndUndoGoesOn(t *testing.T) {
	f := people(t)
	r := f.register()
	reuters := r.Row(2).Entity.ID
	f.RenameEntity(reuters, "News agency")
	r.Mark(1)
	r.Choose(0)
	r.Merge()
	r.Close()
	for a := range f.Set().All() {
		if f.words(a) == "Díaz" {
			f.SetEntity(a.ID, "")
		}
	}
	r = f.register()
	r.Undo()
	n := f.Notice()
	if !n.Problem || !strings.Contains(n.Text, "“Díaz” in “") || n.Action == "" || f.EntityCount() != 2 {
		t.Fatalf("%d entities after %+v", f.EntityCount(), n)
	}
	n.Do()
	if f.Notice().Problem || f.EntityCount() != 2 || r.CanUndo() != "Rename to “News agency”" {
		t.Fatalf("%q could be undone after %+v", r.CanUndo(), f.Notice())
	}
	r.Undo()
	if f.Notice().Problem || f.Entity(reuters).Name != "Reuters" || r.CanUndo() != "" {
		t.Errorf("%q after %+v", f.Entity(reuters).Name, f.Notice())
	}
	r.Redo()
	r.Redo()
	if n := f.Notice(); !n.Problem || n.Action == "" || f.Entity(reuters).Name != "News agency" || f.EntityCount() != 2 {
		t.Errorf("done again, %d entities after %+v", f.EntityCount(), n)
	}
}

func TestAListOfSeveralPartsIsTakenBackAtOnce(t *testing.T) {
	f := people(t)
	rows := []byte("name,type\n")
	for i := range 2000 {
		rows = fmt.Appendf(rows, "Person %d,person\n", i)
	}
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, append(rows, "Maria Silva,person\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	f.nameAs("Reuters", "Maria Silva")
	r := f.register()
	r.Undo()
	if n := f.EntityCount(); n != 4 || r.CanUndo() != "" || !strings.Contains(f.Notice().Text, "1 entity stays: something refers to it,") {
		t.Fatalf("%d entities, %q could be undone next: %s", n, r.CanUndo(), f.Notice().Text)
	}
	r.Redo()
	if n := f.EntityCount(); n != 2004 || r.CanRedo() != "" || r.CanUndo() != "Import people.csv" {
		t.Errorf("done again: %d entities, %q and %q next: %s", n, r.CanUndo(), r.CanRedo(), f.Notice().Text)
	}
}

func TestAnEntityIsDeletedWithNoArticleOpen(t *testing.T) {
	f := restart(t, filepath.Join(t.TempDir(), "news.quoth"), prefs{"settings.annotator": "ana"})
	f.Create(f.path)
	list := filepath.Join(t.TempDir(), "people.csv")
	if err := os.WriteFile(list, []byte("name,type\nBo Ek,person\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.ImportList(workbench.ListChoice{Path: list})
	f.DeleteEntity(f.Entities()[0].ID)
	if f.EntityCount() != 0 || f.Notice().Action != "Undo" {
		t.Fatalf("%d entities, %+v", f.EntityCount(), f.Notice())
	}
	f.Notice().Do()
	if f.EntityCount() != 1 {
		t.Errorf("%d entities after undo: %s", f.EntityCount(), f.Notice().Text)
	}
}
