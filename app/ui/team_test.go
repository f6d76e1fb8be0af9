//go:build !headless

package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/workbench"
)

// fileOfBen is a copy of the open project in which ben has marked a person.
func (f *fixture) fileOfBen() string {
	f.Helper()
	path := filepath.Join(f.TempDir(), "ben.quoth")
	doc := f.b.Document().ID
	f.b.CloseProject()
	b, err := os.ReadFile(f.path)
	if err == nil {
		err = os.WriteFile(path, b, 0o644)
	}
	if err != nil {
		f.Fatal(err)
	}
	ben := workbench.New(workbench.Config{})
	s := ben.Settings()
	s.Annotator = "ben"
	ben.SetSettings(s)
	ben.Open(path)
	ben.OpenDocument(doc)
	i := strings.Index(ben.Document().Text, "Per Holm")
	ben.Select(i, i+len("Per Holm"), workbench.ByKeys)
	ben.Press("1", false)
	if ben.Set().Len() != 1 {
		f.Fatal(ben.Notice().Text)
	}
	ben.CloseProject()
	f.b.Open(f.path)
	return path
}

func TestADroppedFileOfAColleagueIsLookedAtAndMerged(t *testing.T) {
	f := withArticles(t)
	file := f.fileOfBen()
	f.w.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(file)})
	said := words(f.w.layer("merge"))
	for _, want := range []string{"ben.quoth", "1 change by ben (new here)", "This brings 0 new articles and 1 new change.", "kept beside it"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	f.tap("merge.merge")
	if !slices.Contains(f.b.Annotators(), "ben") || f.b.Document() == nil {
		t.Fatalf("ben's work is not there; notice: %s", f.b.Notice().Text)
	}
	f.tap("notice.action")
	if said := words(f.w.layer("merged")); !strings.Contains(said, "1 new change") || !strings.Contains(said, "Nothing had to be decided") {
		t.Errorf("the report says\n%s", said)
	}
	f.tap("merged.undo")
	if slices.Contains(f.b.Annotators(), "ben") {
		t.Error("going back left ben's work there")
	}
}

func TestAFileWithNothingNewCannotBeMerged(t *testing.T) {
	f := withArticles(t)
	f.w.showMerge([]string{f.path, filepath.Join(t.TempDir(), "gone.quoth")})
	if said := words(f.w.layer("merge")); !strings.Contains(said, "This is the project that is open") || !strings.Contains(said, "None of these can be merged.") {
		t.Errorf("it says\n%s", said)
	}
	if b := f.object("merge.merge").(*control.Button); !b.Off {
		t.Error("it can be merged all the same")
	}
	f.tap("merge.cancel")
	if f.w.layer("merge") != nil {
		t.Error("the dialog stays")
	}
}

// Files come out of several mails, one after the other.
func TestAFileDroppedOnTheMergeDialogIsMergedToo(t *testing.T) {
	f := withArticles(t)
	drop := func(name string) {
		f.w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(filepath.Join(t.TempDir(), name))})
	}
	drop("ben.quoth")
	drop("cay.quoth")
	if said := words(f.w.layer("merge")); !strings.Contains(said, "ben.quoth") || !strings.Contains(said, "cay.quoth") {
		t.Errorf("the dialog has\n%s", said)
	}
	if b := f.object("merge.open").(*control.Button); !b.Off {
		t.Error("one of two can be opened instead")
	}
	f.tap("merge.cancel")
	drop("dora.quoth")
	if said := words(f.w.layer("merge")); strings.Contains(said, "cay.quoth") || !strings.Contains(said, "dora.quoth") {
		t.Errorf("a dialog that was left keeps its files:\n%s", said)
	}
}

// What an annotation cost is what was done on the article; looking something up in a dialog is not.
func TestActionsInDialogsDoNotCount(t *testing.T) {
	f := withArticles(t)
	i := strings.Index(f.b.Document().Text, "Per Holm")
	f.b.Select(i, i+len("Per Holm"), workbench.ByPointer)
	f.b.Press("1", false)
	before := f.b.Status().Actions
	f.b.Do("team.assign")
	for range 20 {
		f.tap("assign.overlap.more")
		f.w.Typed()
	}
	f.tap("assign.cancel")
	if f.w.top() != nil || before == "" {
		t.Fatalf("a dialog is open, or nothing was counted: %q", before)
	}
	if now := f.b.Status().Actions; now != before {
		t.Errorf("before the dialog it says %q, after it %q", before, now)
	}
	f.w.Typed()
	if now := f.b.Status().Actions; now == before {
		t.Errorf("a key on the article does not count: %q", now)
	}
}

func TestArticlesAreGivenOutAfterALookAtThePlan(t *testing.T) {
	f := withArticles(t)
	f.b.Do("team.assign")
	f.field("assign.to").SetText("ana, ben")
	f.tap("assign.overlap.more")
	said := words(f.w.layer("assign"))
	if !strings.Contains(said, "ana") || !strings.Contains(said, "2 with each") {
		t.Errorf("the plan says\n%s", said)
	}
	f.tap("assign.overlap.more")
	if said := words(f.w.layer("assign")); !strings.Contains(said, "Each article cannot go to 3 of 2 annotators.") || !f.object("assign.give").(*control.Button).Off {
		t.Errorf("what cannot be says\n%s", said)
	}
	f.tap("assign.overlap.less")
	f.tap("assign.give")
	me := f.b.Settings()
	me.Annotator = "ana"
	f.b.SetSettings(me)
	if !f.shows("queue.mine") {
		t.Fatal("the queue does not show what was given to her")
	}
	f.tap("queue.mine")
	if !f.b.Queue().Mine() || f.b.Queue().Len() != 2 {
		t.Errorf("%d articles are shown", f.b.Queue().Len())
	}
	if row := words(f.w.queue.list); !strings.Contains(row, "given to you") {
		t.Errorf("the rows say\n%s", row)
	}
}

func TestAWorkPackageIsNamedAfterWhoItIsFor(t *testing.T) {
	f := withArticles(t)
	f.b.Do("project.pack")
	if !f.object("pack.make").(*control.Button).Off {
		t.Error("a package for nobody can be made")
	}
	f.field("pack.for").SetText("Ana Díaz/2")
	path := f.field("pack.path").Text
	if want := filepath.Join(filepath.Dir(f.path), "test-for-Ana-Díaz-2.quoth"); path != want {
		t.Errorf("it is called %s, want %s", path, want)
	}
	f.tap("pack.make")
	if _, err := os.Stat(path); err != nil {
		t.Errorf("%v; notice: %s", err, f.b.Notice().Text)
	}
}

func TestTheDashboardShowsChartsAndSaysWhatIsMissing(t *testing.T) {
	f := withArticles(t)
	f.b.Do("team.dashboard")
	if said := words(f.w.layer("dashboard")); !strings.Contains(said, "Nobody has marked anything yet") {
		t.Errorf("an empty project says\n%s", said)
	}
	f.typed("Escape")
	f.selectWords("Ana Duarte")
	f.typed("1")
	f.b.Do("team.dashboard")
	if said := words(f.w.layer("dashboard")); !strings.Contains(said, "Agreement is measured in articles that two annotators worked on") || !strings.Contains(said, "Progress") {
		t.Errorf("alone it says\n%s", said)
	}
	f.typed("Escape")
	if f.w.layer("dashboard") != nil {
		t.Error("Escape does not leave it")
	}
}

func TestACellOfTheMatrixLeadsToTheDifferences(t *testing.T) {
	f := besideBen(t)
	f.b.CloseBeside()
	f.b.Do("team.dashboard")
	d := f.w.dashboard
	p := d.tiles[1].picture
	if !p.Visible() || p.cells == nil || len(p.cells.Labels) != 2 {
		t.Fatalf("the matrix is %+v", p.cells)
	}
	grid := p.cells.Grid(p.drawn)
	for y := range int(p.Size().Height) {
		for x := range int(p.Size().Width) {
			if i, j, ok := grid.Cell(float64(x), float64(y)); ok && i == 0 && j == 1 {
				p.Tapped(&fyne.PointEvent{Position: fyne.NewPos(float32(x), float32(y))})
				if f.w.layer("dashboard") != nil || !f.b.Comparing() && f.b.Document() == nil {
					t.Errorf("the click leads nowhere: %s", f.b.Notice().Text)
				}
				return
			}
		}
	}
	t.Error("there is no cell")
}

func TestChartsAreSavedAsBothKindsOfPictures(t *testing.T) {
	f := besideBen(t)
	f.b.Do("team.dashboard")
	for _, name := range []string{"a.png", "b.svg", "c"} {
		path := filepath.Join(t.TempDir(), name)
		if err := savePicture(f.w.dashboard.tiles[1].picture.chart, path, 200); err != nil {
			t.Fatal(err)
		}
		if name == "c" {
			path += ".png"
		}
		b, err := os.ReadFile(path)
		if want := map[string]string{"a.png": "\x89PNG", "b.svg": "<svg", "c": "\x89PNG"}[name]; err != nil || !strings.HasPrefix(string(b), want) {
			t.Errorf("%s begins with %.8q, %v", name, b, err)
		}
	}
}

func TestTheHistoryIsASliderBesideTheArticle(t *testing.T) {
	f := withArticles(t)
	f.selectWords("Ana Duarte")
	f.typed("1")
	f.selectWords("Per Holm")
	f.typed("1")
	f.b.Do("past.open")
	s := f.object("past.slider").(*control.Slider)
	if s.At != s.Most || s.Most < 2 {
		t.Fatalf("the slider is at %d of %d", s.At, s.Most)
	}
	s.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome})
	if n := f.b.Beside().Set().Len(); n != 0 {
		t.Errorf("at the beginning %d annotations are shown", n)
	}
	if said := f.w.beside.past.words.Text(); !strings.Contains(said, "Before anything was done") {
		t.Errorf("it says %q", said)
	}
	s.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(s.Size().Width, 4)}})
	if n := f.b.Beside().Set().Len(); n != 2 {
		t.Errorf("dragged to the end %d annotations are shown", n)
	}
	f.tap("past.earlier")
	if at, _ := f.b.Beside().Past().At(); at != s.Most-1 || s.At != at {
		t.Errorf("one earlier is %d, the slider at %d", at, s.At)
	}
	f.tap("beside.close")
	if f.shows("past.slider") {
		t.Error("the slider stays")
	}
}

func TestTheHistoryOfAnAnnotationLeadsIntoThePast(t *testing.T) {
	f := withArticles(t)
	f.selectWords("Ana Duarte")
	f.typed("1")
	f.b.SetType(f.b.Current().ID, "org")
	f.tap("card.history")
	said := words(f.w.layer("history"))
	if !strings.Contains(said, "person → organisation") || !strings.Contains(said, "marked “Ana Duarte” as person") {
		t.Errorf("the history says\n%s", said)
	}
	var first string
	f.w.places(func(n string, _ fyne.CanvasObject) {
		if strings.HasPrefix(n, "history.") && n > first && n != "history.close" {
			first = n
		}
	})
	f.tap(first)
	if x := f.b.Beside(); x == nil || x.Current() == nil || x.Current().Type != "person" {
		t.Errorf("it leads to %+v", x)
	}
}

func TestBothStatesAreFiltersOfTheQueue(t *testing.T) {
	f := withArticles(t)
	if f.shows("queue.review.done") {
		t.Error("a review that nobody began has states")
	}
	gold, err := f.b.Project().Set(t.Context(), f.b.Document(), annotate.Gold)
	if err != nil {
		t.Fatal(err)
	}
	d := gold.Draft("Done")
	d.SetState(annotate.StateDone)
	if err := f.b.Project().Commit(t.Context(), d.Change("eva", time.Unix(1, 0))); err != nil {
		t.Fatal(err)
	}
	f.b.WorkAs("ben", false) // who sees the queue anew
	f.tap("queue.review.done")
	if n := f.b.Queue().Len(); n != 1 {
		t.Errorf("%d are reviewed", n)
	}
	f.tap("queue.state.")
	if n := f.b.Queue().Len(); n != 2 {
		t.Errorf("All articles shows %d", n)
	}
}
