package workbench_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/app/workbench"
)

// These are about work that touches other work: articles that share entities, and tasks that run while
// the person goes on.

const second = "Another day\n\nTomáš Novák went home early that day, and Novák did not say why."

// name marks words as a mention and takes row i of the choice of entities.
func (f *fixture) name(words string, nth, row int) annotate.ID {
	f.t.Helper()
	f.selectWords(words, nth).press("M")
	f.Naming().Accept(row)
	return f.Current().ID
}

func TestUndoPassesAnEntityThatAnotherArticleChanged(t *testing.T) {
	f := start(t)
	first := f.Document().ID
	f.name("Tomáš Novák", 0, 0)
	person := f.Entities()[0].ID
	f.RenameEntity(person, "T. Novák")
	f.AddText("two.txt", second)
	f.SetEntityIDs(person, "Q1")
	f.OpenDocument(first)
	f.press("Ctrl+Z")
	if n := f.Notice().Text; !strings.Contains(n, "stays as it is") {
		t.Errorf("notice %q", n)
	}
	if e := f.Entity(person); e == nil || e.IDs["wikidata"] != "Q1" {
		t.Errorf("the other article's change is gone: %+v", e)
	}
	for f.Can("edit.undo") {
		f.press("Ctrl+Z")
	}
	if f.Set().Len() != 0 {
		t.Errorf("%d annotations could not be undone", f.Set().Len())
	}
}

func TestUndoBringsAnEntityBackThatIsGone(t *testing.T) {
	f := start(t)
	first := f.Document().ID
	f.name("Tomáš Novák", 0, 0)
	person := f.Entities()[0].ID
	f.AddText("two.txt", second)
	other := f.Document().ID
	m := f.name("Tomáš Novák", 0, 0)
	f.SetEntity(m, "")
	f.OpenDocument(first)
	f.press("Ctrl+Z") // nobody refers to the person now, who goes
	if f.Entity(person) != nil {
		t.Fatal("the person is still there")
	}
	f.OpenDocument(other)
	f.press("Ctrl+Z")
	if f.Set().Get(m).Entity != person || f.Entity(person) == nil {
		t.Errorf("the mention refers to %q, and the person is %+v", f.Set().Get(m).Entity, f.Entity(person))
	}
}

func TestRetypingAnEntityOfAnotherArticleIsRefused(t *testing.T) {
	f := start(t)
	f.name("Tomáš Novák", 0, 0)
	person := f.Entities()[0].ID
	f.AddText("two.txt", second)
	f.RetypeEntity(person, "org")
	if n := f.Notice(); !n.Problem || f.Entity(person).Type != "person" {
		t.Errorf("type %s, notice %+v", f.Entity(person).Type, n)
	}
}

func TestAnEntityCanBeEditedWithNoArticleOpen(t *testing.T) {
	f := start(t)
	f.name("Tomáš Novák", 0, 0)
	person := f.Entities()[0].ID
	f.CloseProject()
	g := restart(t, f.path, f.prefs)
	g.Open(f.path)
	if err := g.Project().SetSetting(t.Context(), "place.ana", "none"); err != nil {
		t.Fatal(err)
	}
	g.SetNote("nothing", "is open") // must not break where nothing has that identity
	g.RenameEntity(person, "Tomáš Novák the elder")
	if e := g.Entity(person); e.Name != "Tomáš Novák the elder" {
		t.Errorf("name %q", e.Name)
	}
}

func TestTheWordsOfAnAnnotationCanBeCorrected(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	id := f.Current().ID
	f.selectWords("We will", 0)
	f.press("X")
	q := f.QuoteCards()[0]
	if q.Annotation.ID != id || q.Text != "We will" || q.Speaker != "Díaz" {
		t.Errorf("the quote is %q by %q", q.Text, q.Speaker)
	}
	s := f.find("We will rebuild,", 0)
	f.SetExtent(id, s.Start, s.End)
	if got := f.QuoteCards()[0].Text; got != "We will rebuild," {
		t.Errorf("dragged to %q", got)
	}
	f.press("Ctrl+Z", "Ctrl+Z")
	if got := f.QuoteCards()[0].Text; got != "“We will rebuild,”" {
		t.Errorf("undone to %q", got)
	}
}

func TestDonePassesWhatIsDoneAndSaysWhenAllIs(t *testing.T) {
	f := start(t)
	first := f.Document().ID
	f.AddText("two.txt", second)
	f.AddText("three.txt", strings.ReplaceAll(second, "day", "night"))
	third := f.Document().ID
	f.PreviousDocument()
	f.SetState(annotate.StateDone)
	f.OpenDocument(first)
	f.press("Ctrl+Enter")
	if f.Document().ID != third {
		t.Errorf("open is %q, which is done", f.Document().Title)
	}
	f.press("Ctrl+Enter")
	if n := f.Notice().Text; !strings.Contains(n, "all articles") {
		t.Errorf("notice %q", n)
	}
}

func TestTheQueueKnowsWhereTheOpenArticleIs(t *testing.T) {
	f := start(t)
	folder := t.TempDir()
	for i := range 150 {
		text := "Title number " + strings.Repeat("i", i+1) + "\n\nA paragraph that is long enough to be one, number " + strings.Repeat("x", i+1) + "."
		if err := os.WriteFile(filepath.Join(folder, string(rune('a'+i/26))+string(rune('a'+i%26))+".txt"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f.AddFiles([]string{folder}, ingest.Options{})
	far, _ := f.Queue().At(140)
	f.CloseProject()
	g := restart(t, f.path, f.prefs)
	g.Open(f.path)
	g.OpenDocument(far.ID)
	if i := g.Queue().Index(); i != 140 {
		t.Errorf("the open article is at %d, want 140", i)
	}
	g.selectWords("paragraph", 0).press("1")
	if s, _ := g.Queue().At(140); s.Counts.Mentions != 1 {
		t.Errorf("its row says %+v", s.Counts)
	}
	g.Queue().SetSearch("xxxxx")
	g.Queue().SetState(annotate.StateDone)
	if i := g.Queue().Index(); i != -1 {
		t.Errorf("filtered out, but at %d", i)
	}
}

func TestAHalfFailedImportLeavesTheWindowInStep(t *testing.T) {
	f := start(t)
	f.name("Tomáš Novák", 0, 0)
	out := filepath.Join(t.TempDir(), "a.jsonl")
	f.Export(workbench.ExportChoice{Format: "jsonl", Path: out})

	g := restart(t, filepath.Join(t.TempDir(), "other.quoth"), prefs{"settings.annotator": "ana"})
	g.Create(g.path)
	g.ImportDataset([]string{out, filepath.Join(t.TempDir(), "missing.jsonl")})
	if n := g.Notice(); !n.Problem || !strings.Contains(n.Text, "1 set imported") {
		t.Errorf("notice %+v", n)
	}
	if g.Queue().Total() != 1 || len(g.Entities()) != 1 {
		t.Errorf("%d articles, %d entities", g.Queue().Total(), len(g.Entities()))
	}
	g.selectWords("Reuters", 0).press("2")
}

func TestTheSameProjectIsOpenAlready(t *testing.T) {
	f := start(t)
	f.Open(f.path)
	if n := f.Notice(); n.Problem || !strings.Contains(n.Text, "open already") || f.Project() == nil {
		t.Errorf("notice %+v", n)
	}
}

// later runs a bench whose background work waits until the test lets it go.
type later struct {
	work, window []func()
}

func (l *later) config(p prefs) workbench.Config {
	return workbench.Config{Prefs: p,
		Go: func(f func()) { l.work = append(l.work, f) },
		Do: func(f func()) { l.window = append(l.window, f) }}
}

func (l *later) background() {
	for len(l.work) > 0 {
		f := l.work[0]
		l.work = l.work[1:]
		f()
	}
}

func (l *later) run() {
	for len(l.work)+len(l.window) > 0 {
		l.background()
		for _, f := range l.window {
			l.window = l.window[1:]
			f()
		}
	}
}

func TestClosingAProjectEndsWhatRunsOnIt(t *testing.T) {
	f := start(t)
	out := filepath.Join(t.TempDir(), "a.jsonl")
	f.selectWords("Reuters", 0).press("2")
	f.Export(workbench.ExportChoice{Format: "jsonl", Path: out})
	f.CloseProject()

	var l later
	b := workbench.New(l.config(prefs{"settings.annotator": "ana"}))
	s := &screen{}
	b.SetScreen(s)
	b.Open(f.path)
	l.run()
	b.ImportDataset([]string{out})
	l.background() // the work is over, but the window has not heard of it
	b.CloseProject()
	l.run()
	if b.Task() != nil || b.Project() != nil || b.Notice().Problem {
		t.Errorf("task %v, project %v, notice %+v", b.Task(), b.Project(), b.Notice())
	}
	b.Open(f.path)
	l.run()
	if b.Project() == nil {
		t.Fatalf("the project cannot be opened again: %s", b.Notice().Text)
	}
	b.ExportPreview(workbench.ExportChoice{Format: "jsonl"}, func(workbench.ExportPreview) { t.Error("a preview of a closed project") })
	l.background()
	b.Export(workbench.ExportChoice{Format: "jsonl", Path: out})
	l.background()
	b.Do("app.quit")
	if s.quit || !strings.Contains(b.Notice().Text, "quit once more to give it up") {
		t.Errorf("in the middle of an export it quits without a question: %s", b.Notice().Text)
	}
	b.Do("app.quit")
	l.run()
	if !s.quit || s.kept == 0 {
		t.Errorf("quit %v, fields asked to keep %d times", s.quit, s.kept)
	}
}
