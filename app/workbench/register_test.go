package workbench_test

import (
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
	if n := f.Notice(); !strings.Contains(n.Text, "3 entities") || !strings.Contains(n.Text, "people.csv:5") || n.Action == "" {
		t.Errorf("%+v", n)
	}
	f.Notice().Do()
	if !strings.Contains(f.screen.clipboard, `did you mean "person"`) {
		t.Errorf("copied %q", f.screen.clipboard)
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
	if got := listed(r); len(got) != 1 {
		t.Errorf("after one pair was merged: %q, %s", got, f.Notice().Text)
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
