package workbench_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/app/workbench"
)

// write makes a file in a folder of its own and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestExportAndImportGiveTheSameWorkBack(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	f.selectWords("Ana Díaz", 0).press("M")
	f.Naming().Accept(0)
	out := filepath.Join(t.TempDir(), "news.jsonl")
	choice := workbench.ExportChoice{Format: "jsonl", Path: out}

	var preview workbench.ExportPreview
	f.ExportPreview(choice, func(p workbench.ExportPreview) { preview = p })
	if preview.Err != nil || preview.Count != 1 || !strings.Contains(preview.First, `"speaker"`) {
		t.Fatalf("preview %+v", preview)
	}
	f.Export(choice)
	if n := f.Notice(); n.Problem || !strings.Contains(n.Text, "1 record in") {
		t.Fatalf("notice %+v", n)
	}

	g := restart(t, filepath.Join(t.TempDir(), "other.quoth"), prefs{"settings.annotator": "ana"})
	g.Create(g.path)
	g.ImportDataset([]string{out})
	if n := g.Notice(); n.Problem || !strings.Contains(n.Text, "1 set imported, 1 new article") {
		t.Fatalf("notice %+v", n)
	}
	if g.Counts() != f.Counts() || len(g.Entities()) != 1 || g.QuoteCards()[0].Speaker != "Díaz" {
		t.Errorf("came back as %+v with %d entities", g.Counts(), len(g.Entities()))
	}
	g.ImportDataset([]string{out})
	if n := g.Notice(); n.Problem || !strings.Contains(n.Text, "1 already here") {
		t.Errorf("a second time: %+v", n)
	}
}

func TestReleaseHasACardWithAgreementAndPictures(t *testing.T) {
	f := start(t)
	for _, who := range []string{"ana", "ben"} {
		f.as(who, func() { f.at("rebuild", 0).press("Q", "Enter", "Enter") })
	}
	out := filepath.Join(t.TempDir(), "release")
	f.Export(workbench.ExportChoice{Format: "jsonl", Card: true, Path: out})
	if n := f.Notice(); n.Problem {
		t.Fatalf("notice %+v", n)
	}
	card, err := os.ReadFile(filepath.Join(out, "README.md"))
	if err != nil || !strings.Contains(string(card), "Between 2 annotators in 1 article") || !strings.Contains(string(card), "charts/types.png") {
		t.Errorf("%v\n%s", err, card)
	}
	if picture, err := os.ReadFile(filepath.Join(out, "charts", "types.png")); err != nil || !strings.HasPrefix(string(picture), "\x89PNG") {
		t.Errorf("the chart: %v", err)
	}
}

func TestExportTakesOnlyTheChosenStates(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	for states, want := range map[annotate.State]int{annotate.StateDone: 0, annotate.StateInProgress: 1} {
		f.ExportPreview(workbench.ExportChoice{Format: "jsonl", States: []annotate.State{states}}, func(p workbench.ExportPreview) {
			if p.Err != nil || p.Count != want {
				t.Errorf("%s: %d records, want %d (%v)", states, p.Count, want, p.Err)
			}
		})
	}
}

func TestAddFilesTakesWhatIsGoodAndSaysWhatIsNot(t *testing.T) {
	f := start(t)
	good := write(t, "good.md", "# A title\n\nSome words that make up a paragraph of an article.\n")
	bad := write(t, "bad.bin.txt", "\x00\x01\x02\x03\xff\xfe\x00\x00\x00")
	f.AddFiles([]string{good, bad, filepath.Join(t.TempDir(), "missing.txt")}, ingest.Options{})
	if f.Queue().Total() != 2 {
		t.Errorf("%d articles, want the first and the good one", f.Queue().Total())
	}
	n := f.Notice()
	if !n.Problem || !strings.Contains(n.Text, "Added 1 article") || !strings.Contains(n.Text, "2 others could not be read") {
		t.Errorf("notice %q", n.Text)
	}
}

func TestADatasetAmongFilesComesInWithItsLabels(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	folder := t.TempDir()
	f.Export(workbench.ExportChoice{Format: "jsonl", Path: filepath.Join(folder, "labels.jsonl")})
	if err := os.WriteFile(filepath.Join(folder, "other.txt"), []byte("Another title\n\nAnd a paragraph of some length below it."), 0o644); err != nil {
		t.Fatal(err)
	}
	g := restart(t, filepath.Join(t.TempDir(), "other.quoth"), prefs{"settings.annotator": "ana"})
	g.Create(g.path)
	g.AddFiles([]string{folder}, ingest.Options{})
	if n := g.Notice(); n.Problem || !strings.Contains(n.Text, "Added 1 article; 1 set imported, 1 new article") {
		t.Errorf("notice %+v", n)
	}
	if g.Queue().Total() != 2 {
		t.Errorf("%d articles", g.Queue().Total())
	}
}

func TestAnExportOfNothingLeavesTheFileThatIsThere(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	out := write(t, "gold.jsonl", "precious")
	f.Export(workbench.ExportChoice{Format: "jsonl", States: []annotate.State{annotate.StateDone}, Path: out})
	if got, err := os.ReadFile(out); err != nil || string(got) != "precious" {
		t.Errorf("the file holds %q (%v)", got, err)
	}
	if n := f.Notice(); !n.Problem || !strings.Contains(n.Text, "nothing was written") {
		t.Errorf("notice %+v", n)
	}
}

func TestImportOfSomethingElseSaysWhatToDo(t *testing.T) {
	f := start(t)
	f.ImportDataset([]string{write(t, "notes.txt", "just some notes")})
	if n := f.Notice(); !n.Problem || !strings.Contains(n.Text, "notes.txt: this is no dataset") {
		t.Errorf("notice %+v", n)
	}
}

func TestAProjectThatIsOpenElsewhereIsNotOpened(t *testing.T) {
	f := start(t)
	g := restart(t, f.path, f.prefs)
	g.Open(f.path)
	if n := g.Notice(); g.Project() != nil || !n.Problem {
		t.Errorf("opened twice; notice %+v", n)
	}
}

func TestAMissingProjectLeavesTheListOfRecentOnes(t *testing.T) {
	f := start(t)
	path := filepath.Join(t.TempDir(), "gone.quoth")
	f.Create(path)
	f.CloseProject()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if f.Recent()[0] != path {
		t.Fatalf("recent %v", f.Recent())
	}
	f.Open(path)
	if n := f.Notice(); !n.Problem || !strings.Contains(n.Text, "not there any more") {
		t.Errorf("notice %+v", n)
	}
	for _, r := range f.Recent() {
		if r == path {
			t.Error("it is still listed")
		}
	}
}

func TestWorkInTheBackgroundCanBeCancelled(t *testing.T) {
	folder := t.TempDir()
	for i := range 50 {
		name := filepath.Join(folder, strings.Repeat("a", i+1)+".txt")
		if err := os.WriteFile(name, []byte("A title\n\nParagraph number "+strings.Repeat("x", i+1)+" of many."), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var queued []func() // what the background wants done on the window's goroutine
	var work []func()
	b := workbench.New(workbench.Config{Prefs: prefs{}, Go: func(f func()) { work = append(work, f) }, Do: func(f func()) { queued = append(queued, f) }})
	run := func() {
		for len(work)+len(queued) > 0 {
			w, q := work, queued
			work, queued = nil, nil
			for _, f := range w {
				f()
			}
			for _, f := range q {
				f()
			}
		}
	}
	b.Create(filepath.Join(t.TempDir(), "p.quoth"))
	run()
	b.AddFiles([]string{folder}, ingest.Options{})
	if b.Task() == nil || b.Task().Title != "Adding articles" {
		t.Fatalf("task %+v", b.Task())
	}
	b.Task().Cancel()
	run()
	if n := b.Notice(); b.Task() != nil || !strings.Contains(n.Text, "Cancelled") {
		t.Errorf("task %v, notice %+v", b.Task(), n)
	}
	b.CloseProject()
}

func TestAddingALongArticleCanBeStoppedHalfWay(t *testing.T) {
	var work []func() // in the background
	b := workbench.New(workbench.Config{Prefs: prefs{}, Go: func(f func()) { work = append(work, f) }})
	settle := func() {
		for len(work) > 0 {
			next := work[0]
			work = work[1:]
			next()
		}
	}
	b.Create(filepath.Join(t.TempDir(), "p.quoth"))
	settle()
	t.Cleanup(b.CloseProject)
	n := 60_000
	if raced {
		n = 15_000
	}
	lines := strings.Repeat("The council met in 2004 🚢 with 14 members.\nNobody knew why, said Bo Li.\n\n", n)
	long := write(t, "long.txt", "Ferries Stop\n\n"+lines)
	var told []int64
	stop := true
	b.Listen(func(workbench.Changed) {
		if task := b.Task(); task != nil && task.Done > task.Total/100 {
			if told = append(told, 100*task.Done/task.Total); stop {
				task.Cancel()
			}
		}
	})
	for name, add := range map[string]func(){
		"a file": func() { b.AddFiles([]string{long}, ingest.Options{}) },
		"pasted": func() { b.AddText("pasted", "Pasted\n\n"+lines) },
	} {
		try := func(stopped bool) string {
			told, stop = nil, stopped
			if add(); len(work) == 0 || b.Task() == nil {
				t.Fatalf("%s: it is added in the foreground: %+v", name, b.Notice())
			}
			settle()
			return b.Notice().Text
		}
		if said := try(true); len(told) != 1 || b.Queue().Total() != 0 || said != "Cancelled. Added 0 articles" {
			t.Errorf("%s, stopped at %v %%: %d articles, %q", name, told, b.Queue().Total(), said)
		}
		if said := try(false); len(told) < 2 || !slices.IsSorted(told) || said != "Added 1 article" {
			t.Fatalf("%s, told %v: %q", name, told, said)
		}
		b.Notice().Do() // takes it out again
		settle()
		if b.Queue().Total() != 0 {
			t.Errorf("%d articles after taking it out: %+v", b.Queue().Total(), b.Notice())
		}
	}
}

func TestFolderOfAnotherProgramComesIn(t *testing.T) {
	f := start(t)
	dir := t.TempDir()
	for name, data := range map[string]string{
		"news.txt": "“We won,” said Ana 🙂 there.", "news.ann": "T1\tquote 0 9\t“We won,”\nT2\tperson 15 18\tAna\nR1\tspeaker Arg1:T1 Arg2:T2\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f.ImportDataset([]string{dir})
	if n := f.Notice(); n.Problem || !strings.Contains(n.Text, "1 set imported, 1 new article") {
		t.Errorf("notice %+v", n)
	}
	if all := f.Annotators(); !slices.Contains(all, annotate.AnnotatorID(filepath.Base(dir))) {
		t.Errorf("annotators %v", all)
	}
}

func TestFolderWithACardIsExportedAndOffered(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	out := filepath.Join(t.TempDir(), "release")
	choice := workbench.ExportChoice{Format: "conll", Card: true, Choices: map[string]string{"kinds": "all", "scheme": "iobes"}, Path: out, Licence: "CC0"}
	f.ExportPreview(choice, func(p workbench.ExportPreview) {
		if p.Err != nil || !strings.Contains(p.First, "S-org") || len(p.Losses) == 0 || len(p.Items) == 0 {
			t.Errorf("preview %+v", p)
		}
	})
	f.Export(choice)
	if n := f.Notice(); n.Problem || !strings.Contains(n.Text, "1 record in") {
		t.Fatalf("notice %+v", n)
	}
	for _, name := range []string{"train.conll", "README.md", "manifest.json", "charts/types.svg"} {
		if _, err := os.Stat(filepath.Join(out, name)); err != nil {
			t.Error(err)
		}
	}
	brat := workbench.ExportChoice{Format: "brat"}
	f.ExportPreview(brat, func(p workbench.ExportPreview) {
		if p.Err != nil || !strings.Contains(p.First, "\torg ") || !strings.Contains(p.First, "annotation.conf") {
			t.Errorf("preview of a folder: %+v", p)
		}
	})
}
