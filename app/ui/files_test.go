//go:build !headless

package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"quoth/app/ui/control"
)

// folder makes files with contents and returns their folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestSeveralFilesAreChosenByClicks(t *testing.T) {
	f := withArticles(t)
	dir := folder(t, map[string]string{"a.txt": "One\n\nThe first text.", "b.txt": "Two\n\nThe second text.", "c.png": "no article"})
	f.b.SaveLayout(layoutFolder, dir)
	f.b.Do("articles.add")
	if f.shows("files.c.png") {
		t.Error("a picture is offered as an article")
	}
	f.tap("files.a.txt")
	f.tap("files.b.txt")
	f.tap("files.done")
	if n := f.b.Queue().Total(); n != 4 {
		t.Errorf("%d articles, want 4; notice: %s", n, f.b.Notice().Text)
	}
	f.wantFocus(f.w.article)
}

func TestAPathIsTypedAndCompleted(t *testing.T) {
	f := withArticles(t)
	dir := folder(t, map[string]string{"articles/north.txt": "North\n\nA text.", "articles/notes.md": "Notes\n\nAnother."})
	f.b.SaveLayout(layoutFolder, dir)
	f.b.Do("articles.add")
	f.typed(dir + "/art")
	f.typed("Tab")
	if got := f.field("files.path").Text; got != filepath.Join(dir, "articles")+"/" {
		t.Errorf("completed to %q", got)
	}
	f.typed("no", "Tab")
	if got := f.field("files.path").Text; !strings.HasSuffix(got, "/no") {
		t.Errorf("two names begin so, and it went on to %q", got)
	}
	f.typed("r", "Tab", "Enter")
	if n := f.b.Queue().Total(); n != 3 {
		t.Errorf("%d articles, want 3; notice: %s", n, f.b.Notice().Text)
	}
}

func TestAFileThatIsNotThereIsSaid(t *testing.T) {
	f := withArticles(t)
	f.b.SaveLayout(layoutFolder, t.TempDir())
	f.b.Do("articles.add")
	f.typed("missing.txt", "Enter")
	if l := f.w.layer("files"); l == nil || !strings.Contains(words(l), "There is no file") {
		t.Error("it is not said that the file is not there")
	}
}

func TestAFolderIsAddedWhole(t *testing.T) {
	f := withArticles(t)
	dir := folder(t, map[string]string{"a.txt": "One\n\nThe first text.", "deep/b.md": "# Two\n\nThe second text."})
	f.b.SaveLayout(layoutFolder, dir)
	f.b.Do("articles.add")
	if got := f.object("files.done").(*control.Button).Text; got != "Add this folder" {
		t.Errorf("the button says %q", got)
	}
	f.typed("Enter")
	if n := f.b.Queue().Total(); n != 4 {
		t.Errorf("%d articles, want 4; notice: %s", n, f.b.Notice().Text)
	}
}

func TestALargeFolderIsNotTakenByOneEnter(t *testing.T) {
	f := withArticles(t)
	files := map[string]string{}
	for i := range manyFiles + 1 {
		files[fmt.Sprintf("deep/%d.txt", i)] = fmt.Sprintf("Title %d\n\nA text of its own, number %d.", i, i)
	}
	f.b.SaveLayout(layoutFolder, folder(t, files))
	f.b.Do("articles.add")
	f.typed("Enter")
	if l := f.w.layer("files"); l == nil || !strings.Contains(words(l), "hold 51 files") || f.b.Queue().Total() != 2 {
		t.Fatalf("%d articles; the dialog is gone or does not say how many there are", f.b.Queue().Total())
	}
	f.typed("Enter")
	if n := f.b.Queue().Total(); n != 2+manyFiles+1 {
		t.Errorf("%d articles", n)
	}
}

func TestRecordsAskWhichFieldIsTheText(t *testing.T) {
	f := withArticles(t)
	dir := folder(t, map[string]string{"news.csv": "nr,headline,story\n1,Rain ahead,It will rain on Friday in most parts.\n2,Sun ahead,It will be dry on Saturday everywhere.\n"})
	f.w.addFiles([]string{filepath.Join(dir, "news.csv")})
	if f.w.layer("fields") == nil {
		t.Fatalf("it does not ask; notice: %s", f.b.Notice().Text)
	}
	f.object("fields.text").(*control.Choice).Choosing("story")
	f.tap("fields.add")
	if n := f.b.Queue().Total(); n != 4 {
		t.Fatalf("%d articles, want 4; notice: %s", n, f.b.Notice().Text)
	}
	var texts []string
	for i := range 4 {
		s, _ := f.b.Queue().At(i)
		f.b.OpenDocument(s.ID)
		texts = append(texts, f.b.Document().Text)
	}
	if !slices.ContainsFunc(texts, func(s string) bool { return strings.Contains(s, "rain on Friday") }) {
		t.Errorf("no article is the story: %q", texts)
	}
}

func TestADatasetAmongTheArticlesKeepsItsLabels(t *testing.T) {
	f := withArticles(t)
	dir := folder(t, map[string]string{
		"labels.txt":     `{"text":"Ana met Ben","annotator":"ana","annotations":[{"id":"1","type":"person","spans":[{"start":0,"end":3}]}],"quoth":1}`,
		"articles.jsonl": `{"text":"An article about the word quoth, and no labels."}`,
	})
	f.w.addFiles([]string{filepath.Join(dir, "labels.txt")})
	if !slices.Contains(f.b.Annotators(), "ana") {
		t.Errorf("the labels did not come in; notice: %s", f.b.Notice().Text)
	}
	if isDataset(filepath.Join(dir, "articles.jsonl")) || isDataset(dir) {
		t.Error("articles are taken for a dataset")
	}
}

func TestDroppedFilesGoWhereTheyBelong(t *testing.T) {
	f := withArticles(t)
	dir := folder(t, map[string]string{"a.txt": "One\n\nThe first text."})
	f.w.dropped(f.w.article.Position(), []fyne.URI{storage.NewFileURI(filepath.Join(dir, "a.txt"))})
	if n := f.b.Queue().Total(); n != 3 {
		t.Errorf("%d articles after a drop, want 3", n)
	}
	other := filepath.Join(t.TempDir(), "other.quoth")
	f.b.Create(other)
	f.b.Open(f.path)
	f.w.dropped(f.w.article.Position(), []fyne.URI{storage.NewFileURI(other)})
	if f.w.layer("merge") == nil || f.b.ProjectName() == "other" {
		t.Fatalf("a dropped project is not offered for merging; %q is open", f.b.ProjectName())
	}
	f.tap("merge.open")
	if got := f.b.ProjectName(); got != "other" {
		t.Errorf("opened instead, %q is open", got)
	}
	f.b.CloseProject()
	f.w.dropped(f.w.article.Position(), []fyne.URI{storage.NewFileURI(other)})
	if got := f.b.ProjectName(); got != "other" {
		t.Errorf("dropped where none is open, %q is open", got)
	}
}

func TestFilesDroppedWithNoProjectAskForOne(t *testing.T) {
	f := newFixture(t)
	dir := folder(t, map[string]string{"a.txt": "One\n\nThe first text."})
	f.w.dropped(f.w.article.Position(), []fyne.URI{storage.NewFileURI(filepath.Join(dir, "a.txt"))})
	if f.w.layer("files") == nil {
		t.Fatal("it does not ask for a project")
	}
	path := f.field("files.path")
	path.SelectAll()
	f.typed(f.path, "Enter")
	if f.b.Project() == nil {
		t.Fatalf("no project is open; notice: %s", f.b.Notice().Text)
	}
	if n := f.b.Queue().Total(); n != 1 {
		t.Errorf("%d articles, want the dropped one; notice: %s", n, f.b.Notice().Text)
	}
}

func TestAnExportIsPreviewedAndWritten(t *testing.T) {
	f := withSample(t)
	out := filepath.Join(t.TempDir(), "news.jsonl")
	f.b.Do("dataset.export")
	got := words(f.w.layer("export"))
	if !strings.Contains(got, "1 record") || !strings.Contains(got, `"quoth": 1`) {
		t.Errorf("the dialog says\n%s", got)
	}
	path := f.field("export.path")
	f.w.win.Canvas().Focus(path)
	path.SelectAll()
	f.typed(out, "Enter")
	written, err := os.ReadFile(out)
	if err != nil || !strings.HasPrefix(string(written), `{"quoth":`) {
		t.Errorf("written: %v, %.60q; notice: %s", err, written, f.b.Notice().Text)
	}
}

func TestAnExportOfNothingCannotBeWritten(t *testing.T) {
	f := withSample(t)
	f.b.Do("dataset.export")
	f.tap("export.annotator." + string(f.b.Annotator()))
	if !f.object("export.write").(*control.Button).Off {
		t.Error("with no annotator the button can be pressed")
	}
}

func TestANewProjectIsMadeWhereItWasNamed(t *testing.T) {
	f := newFixture(t)
	f.b.Do("project.new")
	f.field("files.path").SelectAll()
	f.typed(f.path, "Enter")
	if f.b.ProjectName() != "test" || f.w.showing != showEmpty {
		t.Errorf("open is %q; notice: %s", f.b.ProjectName(), f.b.Notice().Text)
	}
	if r := f.b.Recent(); len(r) != 1 || r[0] != f.path {
		t.Errorf("recent projects: %v", r)
	}
}

func TestArticlesWithoutAProjectGetOne(t *testing.T) {
	f := newFixture(t)
	dir := folder(t, map[string]string{"a.txt": "One\n\nThe first text.", "b.txt": "Two\n\nThe second text."})
	f.b.SaveLayout(layoutFolder, dir)
	f.tap("welcome.add")
	f.tap("files.a.txt")
	f.tap("files.b.txt")
	f.tap("files.done")
	if f.b.Project() != nil || !f.shows("files.path") {
		t.Fatal("it does not ask where to keep the project")
	}
	if got := f.field("files.path").Text; got != filepath.Join(dir, "articles.quoth") {
		t.Errorf("it offers %s", got)
	}
	f.typed("Enter")
	if n := f.b.Queue().Total(); n != 2 {
		t.Errorf("%d articles, want 2; notice: %s", n, f.b.Notice().Text)
	}
	if f.b.Document() == nil {
		t.Error("no article is open")
	}
}

func TestArticlesThatCannotBeReadMakeNoProject(t *testing.T) {
	f := newFixture(t)
	dir := folder(t, map[string]string{"empty.txt": "", "good.txt": "One\n\nThe first text."})
	f.w.bringIn([]string{filepath.Join(dir, "empty.txt")})
	if f.w.layer("files") != nil || !f.b.Notice().Problem {
		t.Errorf("a project is asked for, or it is not said why not: %q", f.b.Notice().Text)
	}
	f.w.bringIn([]string{dir})
	l := f.w.layer("files")
	if l == nil || !strings.Contains(words(l), "First a project") {
		t.Fatal("it is not said that a project comes first")
	}
	f.typed("news")
	if got := words(f.w.layer("files")); !strings.Contains(got, "Will be") || !strings.Contains(got, "news.quoth") {
		t.Errorf("where the project will be is not shown:\n%s", got)
	}
}
