package workbench_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/sizes"
	"quoth/annotate/store"
	"quoth/app/workbench"
	"quoth/assets"
)

// large makes a project of Ana's with one article, annotated by so many
// changes as the sizes say, and returns its path.
func large(t testing.TB, bytes, annotations, each int) (path string, doc *annotate.Document) {
	t.Helper()
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "large.quoth")
	p, err := store.Create(t.Context(), path, schema)
	if err != nil {
		t.Fatal(err)
	}
	doc = sizes.Article(bytes)
	if _, err := p.AddDocuments(t.Context(), slices.Values([]*annotate.Document{doc})); err != nil {
		t.Fatal(err)
	}
	set := annotate.NewSet(doc, "ana", "", nil)
	if err := p.CommitAll(t.Context(), sizes.Changes(set, sizes.Annotations(doc, annotations), each)); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return path, doc
}

// unhurried is a bench whose background work is done when somebody says so, and comes to the window
// when that has time.
type unhurried struct {
	*workbench.Bench
	put, came chan func()
}

// work does what is to be done in the background.
func (u *unhurried) work() {
	for len(u.put) > 0 {
		(<-u.put)()
	}
}

// settle does it, and lets the window hear of it.
func (u *unhurried) settle() {
	u.work()
	for len(u.came) > 0 {
		(<-u.came)()
	}
}

// meanwhile lets the background come to its work while the window does an act.
func (u *unhurried) meanwhile(act func()) {
	done := make(chan struct{})
	go func() {
		u.work()
		close(done)
	}()
	act()
	<-done
	u.settle()
}

// openLarge opens an article of which the beginning has been read and no more.
func openLarge(t *testing.T) *unhurried {
	t.Helper()
	return openUnhurried(t, 60<<10, 500, 1000)
}

func openUnhurried(t *testing.T, bytes, annotations, each int) *unhurried {
	t.Helper()
	path, doc := large(t, bytes, annotations, each)
	u := &unhurried{put: make(chan func(), 100), came: make(chan func(), 100)}
	idle := true
	later := func(list chan func()) func(func()) {
		return func(fn func()) {
			if idle {
				fn()
			} else {
				list <- fn
			}
		}
	}
	u.Bench = workbench.New(workbench.Config{Prefs: prefs{"settings.annotator": "ana"}, Go: later(u.put), Do: later(u.came)})
	u.SetScreen(&screen{visible: annotate.Span{End: 1 << 30}})
	u.Open(path)
	idle = false
	u.OpenDocument(doc.ID)
	t.Cleanup(func() { u.settle(); idle = true; u.CloseProject() })
	return u
}

func TestALargeSetIsShownFromItsBeginningAndThenWhole(t *testing.T) {
	u := openLarge(t)
	counts := u.Counts()
	if n := u.Set().Len(); n == 0 || n >= 500 {
		t.Fatalf("%d annotations were read with the article; a beginning of them is enough", n)
	}
	if counts.Total() != 500 {
		t.Errorf("the counts say %+v, which are not all", counts)
	}
	changed := workbench.Changed(0)
	u.Listen(func(c workbench.Changed) { changed |= c })
	u.settle()
	if u.Set().Len() != 500 || u.Counts() != counts || changed&workbench.SetChanged == 0 {
		t.Errorf("then: %d annotations, counts %+v, told %b", u.Set().Len(), u.Counts(), changed)
	}
}

func TestAnEditWaitsForTheWholeSet(t *testing.T) {
	u := openLarge(t)
	first := u.Set().Nth(0)
	u.meanwhile(func() {
		u.Pick(first.ID)
		u.Do("mark.delete")
	})
	if got := u.Set().Len(); got != 499 {
		t.Fatalf("%d annotations after one was deleted: %s", got, u.Notice().Text)
	}
	u.Do("edit.undo")
	if got := u.Set().Len(); got != 500 {
		t.Errorf("%d annotations after undo", got)
	}
}

func TestWhatThePanelAsksForWaitsForTheWholeSet(t *testing.T) {
	u := openLarge(t)
	var person *annotate.Annotation // that fills a role of what has not been read
	for a := range u.Set().All() {
		if a.Type == "person" {
			person = a
		}
	}
	before := len(u.Set().Users(person.ID))
	u.meanwhile(func() { u.Delete(person.ID) })
	if before >= 2 {
		t.Fatalf("%d of the 2 that the person takes part in were read with the beginning", before)
	}
	if u.Set().Get(person.ID) != nil || u.Notice().Problem || !strings.Contains(u.Notice().Text, "2 annotations") {
		t.Errorf("the person is still there, or in a role: %+v", u.Notice())
	}
}

func TestASetThatCannotBeReadIsNotEdited(t *testing.T) {
	u := openLarge(t)
	first := u.Set().Nth(0)
	db, err := sql.Open("sqlite", u.Project().Path())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE annotations SET spans = '[[5,2]]' WHERE id = '000000000499'`); err != nil {
		t.Fatal(err)
	}
	u.meanwhile(func() { u.SetNote(first.ID, "seen") })
	if u.Document() != nil || !u.Notice().Problem || !strings.Contains(u.Notice().Text, "000000000499") {
		t.Errorf("the article stays open, or it is not said what is wrong: %+v", u.Notice())
	}
}

func TestClosingAnArticleGivesUpItsReading(t *testing.T) {
	u := openLarge(t)
	u.meanwhile(u.CloseProject)
	if u.Set() != nil || u.Document() != nil || u.Notice().Problem {
		t.Errorf("after closing: %v, notice %+v", u.Document(), u.Notice())
	}
}

func TestWhatTheSchemaDoesNotKnowIsNotOpened(t *testing.T) {
	path, doc := large(t, 6<<10, 40, 1000)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`UPDATE annotations SET type = 'weather' WHERE id = '000000000012'`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	b := workbench.New(workbench.Config{Prefs: prefs{"settings.annotator": "ana"}})
	b.Open(path)
	t.Cleanup(b.CloseProject)
	b.OpenDocument(doc.ID)
	if b.Document() != nil || !strings.Contains(b.Notice().Text, `"weather"`) {
		t.Errorf("it is open, or it is not said why not: %+v", b.Notice())
	}
}

func TestUndoOfAVeryLargeChangeHoldsUpNothingAndCanBeCancelled(t *testing.T) {
	u := openUnhurried(t, 300<<10, 2400, 3000)
	u.settle()
	u.Do("edit.undo")
	if u.Task() == nil || u.Set().Len() != 2400 {
		t.Fatalf("it is done in the foreground: %+v", u.Notice())
	}
	first := u.Set().Nth(0)
	u.SetNote(first.ID, "meanwhile")
	if u.Set().Get(first.ID).Note != "" || !strings.Contains(u.Notice().Text, "Undoing") {
		t.Errorf("something else is changed meanwhile: %+v", u.Notice())
	}
	u.Task().Cancel()
	u.settle()
	if u.Task() != nil || u.Set().Len() != 2400 || !strings.Contains(u.Notice().Text, "Cancelled") {
		t.Errorf("cancelled: %d left, %+v", u.Set().Len(), u.Notice())
	}
	u.Do("edit.undo")
	u.settle()
	if u.Set().Len() != 0 || !u.Can("edit.redo") {
		t.Fatalf("%d left after undo: %+v", u.Set().Len(), u.Notice())
	}
	doc := u.Document().ID
	u.Do("edit.redo")
	u.OpenDocument(doc) // before it is on disk
	u.settle()
	if u.Set().Len() != 2400 || u.Can("edit.redo") {
		t.Errorf("%d after doing it again with the article opened anew: %+v", u.Set().Len(), u.Notice())
	}
}

// One annotation made and taken back, on disk and with all that rests on it; and without the disk.
func BenchmarkEdit(b *testing.B) {
	for _, s := range []struct {
		name               string
		bytes, annotations int
	}{{"6kB", 6 << 10, 40}, {"60kB", 60 << 10, 500}, {"300kB", 300 << 10, 2500}, {"1MB", 1 << 20, 10_000}, {"1MB-dense", 1 << 20, 100_000}} {
		path, doc := large(b, s.bytes, s.annotations, 1000)
		u := workbench.New(workbench.Config{Prefs: prefs{"settings.annotator": "ana"}})
		u.SetScreen(&screen{visible: annotate.Span{End: 4000}})
		u.Open(path)
		u.OpenDocument(doc.ID)
		word := annotate.Span{}
		for at := len(doc.Text) / 2; word.Len() == 0; {
			at = doc.Offsets().NextWord(at)
			start, end, _ := doc.Offsets().WordAt(at)
			if len(u.Set().Touching(annotate.Span{Start: start, End: end})) == 0 {
				word = annotate.Span{Start: start, End: end}
			}
		}
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				u.Select(word.Start, word.End, workbench.ByKeys)
				u.Press("1", false)
				u.Do("edit.undo")
			}
		})
		u.CloseProject()
	}
}

// An article opened: its text, the beginning of what is marked in it, its history.
func BenchmarkOpen(b *testing.B) {
	for _, s := range []struct {
		name               string
		bytes, annotations int
	}{{"6kB", 6 << 10, 40}, {"300kB", 300 << 10, 2500}, {"1MB", 1 << 20, 10_000}, {"1MB-dense", 1 << 20, 100_000}} {
		path, doc := large(b, s.bytes, s.annotations, 1000)
		p, err := store.Open(b.Context(), path)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(s.name, func(b *testing.B) {
			for b.Loop() {
				d, err := p.Document(context.Background(), doc.ID)
				if err != nil {
					b.Fatal(err)
				}
				if _, _, _, err := p.SetBeginning(context.Background(), d, "ana", 8<<10, 300); err != nil {
					b.Fatal(err)
				}
				p.History(context.Background(), d.ID, "ana", func(err error) { b.Error(err) }).Undo()
			}
		})
		p.Close()
	}
}
