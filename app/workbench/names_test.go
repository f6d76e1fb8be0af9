package workbench_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
	"quoth/app/workbench"
)

// gazetteer writes a list of entities for several projects.
func gazetteer(t testing.TB, path string, all ...*annotate.Entity) {
	t.Helper()
	if _, err := suggest.WriteBook(t.Context(), path, "World leaders", "", func(yield func(suggest.Entry, error) bool) {
		for _, e := range all {
			if !yield(suggest.Entry{Entity: e}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
}

func TestWhoIsPickedFromAGazetteerBecomesAnEntityOfTheProject(t *testing.T) {
	f := start(t)
	path := filepath.Join(filepath.Dir(f.path), "leaders"+suggest.BookExtension)
	gazetteer(t, path, &annotate.Entity{ID: "wikidata:Q0", Type: "person", Name: "Jiří Novák", Aliases: []string{"Иржи Новак"}, IDs: map[string]string{"wikidata": "Q0"}})
	f.UseGazetteer(path)
	if g := f.Gazetteers(); len(g) != 1 || g[0].Title != "World leaders" || g[0].Entities != 1 {
		t.Fatalf("%+v: %s", g, f.Notice().Text)
	}
	f.selectWords("Novák", 0).press("M")
	n := f.Naming()
	n.SetQuery("novak")
	if !n.Rows[0].Shared || n.Rows[0].Name != "Jiří Novák" || !strings.Contains(n.Rows[0].Detail, "World leaders") {
		t.Fatalf("first comes %+v", n.Rows[0])
	}
	if f.EntityCount() != 0 {
		t.Fatal("the gazetteer counts as the project's")
	}
	n.Accept(0)
	e := f.Entity("wikidata:Q0")
	if e == nil || e.IDs["wikidata"] != "Q0" || f.EntityCount() != 1 || f.Set().Get(f.Current().ID).Entity != e.ID {
		t.Fatalf("picked, it is %+v: %s", e, f.Notice().Text)
	}
	f.press("Ctrl+Z")
	if f.EntityCount() != 0 {
		t.Error("undo leaves it in the project")
	}
	// It is there again after a restart, also where both files were moved together, and not after it is left.
	f.CloseProject()
	moved := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Rename(filepath.Dir(f.path), moved); err != nil {
		t.Fatal(err)
	}
	g := restart(t, filepath.Join(moved, filepath.Base(f.path)), f.prefs)
	g.Open(g.path)
	all := g.Gazetteers()
	if len(all) != 1 || all[0].Missing != nil {
		t.Fatalf("after a restart: %+v", all)
	}
	g.LeaveGazetteer(all[0].Path)
	g.selectWords("Novák", 0).press("M")
	g.Naming().SetQuery("novak")
	if slices.ContainsFunc(g.Naming().Rows, func(r workbench.NamingRow) bool { return r.Shared }) {
		t.Error("a gazetteer that was left is still searched")
	}
}

func TestAProjectOpensWithoutItsGazetteer(t *testing.T) {
	f := start(t)
	path := filepath.Join(t.TempDir(), "gone"+suggest.BookExtension)
	gazetteer(t, path, &annotate.Entity{ID: "x", Type: "person", Name: "Nobody"})
	f.UseGazetteer(path)
	f.CloseProject()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	f.Open(f.path)
	if f.Document() == nil || !f.Notice().Problem || !strings.Contains(f.Notice().Text, "gone"+suggest.BookExtension) {
		t.Errorf("%+v", f.Notice())
	}
}

// fill gives a project n entities.
func fill(t testing.TB, path string, n int) {
	t.Helper()
	p, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	c := &annotate.Change{ID: annotate.NewID(), Annotator: "ana", Author: "ana", Time: time.Unix(0, 0), Title: "Fill", Act: annotate.ActDo}
	for i := range n {
		e := &annotate.Entity{ID: annotate.ID(fmt.Sprintf("many-%05d", i)), Type: "person", Name: fmt.Sprintf("Person %s%d", string(rune('A'+i%26)), i)}
		c.Edits = append(c.Edits, annotate.Edit{EntityAfter: e})
	}
	if err := p.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestTheNamesOfManyEntitiesAreKeptBesideTheProject(t *testing.T) {
	f := start(t)
	f.CloseProject()
	fill(t, f.path, 5200)
	names := f.path + "-names"
	f.Open(f.path)
	made, err := os.Stat(names)
	if err != nil || f.EntityCount() != 5200 {
		t.Fatalf("%v; %d entities", err, f.EntityCount())
	}
	first := func(q string) string {
		t.Helper()
		f.selectWords("Novák", 0).press("M")
		defer f.Naming().Cancel()
		f.Naming().SetQuery(q)
		if e := f.Naming().Rows[0].Entity; e != nil {
			return string(e.ID) + " " + e.Name
		}
		return ""
	}
	if got := first("person h5051"); got != "many-05051 Person H5051" {
		t.Errorf("found %q", got)
	}
	f.RenameEntity("many-05051", "Quillon Brandywine")
	f.DeleteEntity("many-00003")
	if got := first("quillon"); got != "many-05051 Quillon Brandywine" {
		t.Errorf("the new name gives %q", got)
	}
	if f.EntityCount() != 5199 || f.Entity("many-00003") != nil {
		t.Errorf("%d entities after one was deleted", f.EntityCount())
	}
	// What has changed since the file was made is read over it.
	f.CloseProject()
	f.Open(f.path)
	again, err := os.Stat(names)
	if err != nil || !again.ModTime().Equal(made.ModTime()) {
		t.Errorf("the file was made again: %v", err)
	}
	if got := first("quillon"); got != "many-05051 Quillon Brandywine" || f.EntityCount() != 5199 || f.Entity("many-00003") != nil {
		t.Errorf("after a restart %q, %d entities", got, f.EntityCount())
	}
	// Another project's, or a damaged one, is not used.
	f.CloseProject()
	gazetteer(t, names, &annotate.Entity{ID: "x", Type: "person", Name: "Nobody"})
	f.Open(f.path)
	if f.EntityCount() != 5199 || f.Entity("x") != nil {
		t.Errorf("with the names of another project: %d entities", f.EntityCount())
	}
	f.CloseProject()
	if err := os.WriteFile(names, []byte("rubbish"), 0o600); err != nil {
		t.Fatal(err)
	}
	f.Open(f.path)
	if f.EntityCount() != 5199 {
		t.Errorf("with rubbish for names: %d entities", f.EntityCount())
	}
}

func TestAnOfficeMeansWhoHeldItThen(t *testing.T) {
	f := start(t)
	f.AddText("vote.txt", "Vote in Utopia\n\nThe chancellor of Utopia spoke. So did the chancellor.")
	doc := f.Document()
	doc.Meta = map[string]string{"published": "2021-06-05"}
	for i, held := range []string{"the chancellor (until 2019)", "the chancellor (2020 to 2022-03)", "the chancellor (2022-04 to 2030)"} {
		f.selectWords("Utopia", 1).press("M")
		n := f.Naming()
		n.SetQuery(fmt.Sprintf("Holder %d", i))
		n.Accept(slices.IndexFunc(n.Rows, func(r workbench.NamingRow) bool { return r.Entity == nil && r.Type == "person" }))
		id := f.Set().Get(f.Current().ID).Entity
		if !f.SetDated(id, held) {
			t.Fatal(f.Notice().Text)
		}
		f.SetEntity(f.Current().ID, "")
		f.press("Delete")
	}
	f.selectWords("the chancellor", 0).press("M")
	n := f.Naming()
	if r := n.Rows[0]; r.Entity == nil || r.Entity.Name != "Holder 1" || !slices.Contains(r.Because, "so called at the article’s date") {
		t.Fatalf("first comes %+v", r)
	}
	if !strings.Contains(n.First(), "at the article’s date") {
		t.Errorf("it is first because %q", n.First())
	}
	n.Accept(0)
	f.selectWords("The chancellor", 0).press("M") // whose words are the office, not another name for ever
	f.Naming().Accept(0)
	if e := f.Entity(f.Set().Get(f.Current().ID).Entity); e == nil || e.Name != "Holder 1" || len(e.Aliases) > 0 {
		t.Errorf("it means %+v", e)
	}
	f.AddText("late.txt", "Too late\n\n"+"1 February 2050\n\nOn Monday the chancellor was somebody else.")
	f.Document().Meta[annotate.MetaPublished] = "2050-02-01"
	f.selectWords("the chancellor", 0).press("M")
	if r := f.Naming().Rows[0]; r.Entity != nil {
		t.Errorf("who was it long before comes first: %+v", r)
	}
	f.Naming().Cancel()
	if f.SetDated(f.Set().Get(f.Current().ID).Entity, "x (2022 to 2020)") || !f.Notice().Problem {
		t.Error("a time that ends before it begins is taken")
	}
}

func TestWhoIsNearComesFirst(t *testing.T) {
	f := start(t)
	f.AddText("two.txt", "Two Brandts\n\n“Yes,” said Ida Brandt.\n\n"+strings.Repeat("Nothing happened here for a while. ", 80)+"\n\n“No,” said Ole Brandt. Brandt left.")
	for _, who := range []string{"Ida Brandt", "Ole Brandt"} {
		f.selectWords(who, 0).press("M")
		f.Naming().Accept(0)
	}
	f.selectWords("Brandt", 3).press("M")
	n := f.Naming()
	if n == nil || n.Rows[0].Entity == nil || n.Rows[0].Entity.Name != "Ole Brandt" || !slices.Contains(n.Rows[0].Because, "named near these words") {
		t.Fatalf("first comes %+v", n.Rows[0])
	}
	if n.Explaining(); !n.Explain || !strings.HasPrefix(n.First(), "“Ole Brandt” is first: ") {
		t.Errorf("it says %q", n.First())
	}
}

func TestTheWholeNameOfAnotherTypeGoesBeforeSomeLetters(t *testing.T) {
	f := start(t)
	path := filepath.Join(filepath.Dir(f.path), "all"+suggest.BookExtension)
	gazetteer(t, path,
		&annotate.Entity{ID: "1", Type: "org", Name: "European Union", Aliases: []string{"EU"}}, &annotate.Entity{ID: "2", Type: "person", Name: "Emmanuel Macron"},
		&annotate.Entity{ID: "3", Type: "place", Name: "Bergen"}, &annotate.Entity{ID: "4", Type: "person", Name: "Candice Bergen"})
	f.UseGazetteer(path)
	f.selectWords("Novák", 0).press("M") // a person
	n := f.Naming()
	for typed, want := range map[string]string{"EU": "European Union", "bergen": "Candice Bergen"} {
		if n.SetQuery(typed); n.Rows[0].Entity == nil || n.Rows[0].Entity.Name != want {
			t.Errorf("%q offers %+v first, not %s", typed, n.Rows[0], want)
		}
	}
}
