package workbench_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// openRepeating opens an article of so many paragraphs that each begin with “Ana Díaz”, the nth of which is a mention,
// and asks for all others. What runs in the background waits in work.
func openRepeating(t *testing.T, paragraphs, nth int, filler string) (b *workbench.Bench, part string, settle func()) {
	t.Helper()
	part = "Ana Díaz came back. 👷‍♀️\n" + filler
	text := strings.Repeat(part, paragraphs)
	doc := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "Long", Text: text}
	f := start(t)
	if _, err := f.Project().AddDocuments(t.Context(), slices.Values([]*annotate.Document{doc})); err != nil {
		t.Fatal(err)
	}
	f.CloseProject()
	var work []func()
	settle = func() {
		for len(work) > 0 {
			next := work[0]
			work = work[1:]
			next()
		}
	}
	b = workbench.New(workbench.Config{Prefs: f.prefs, Go: func(fn func()) { work = append(work, fn) }})
	b.SetScreen(f.screen)
	b.Open(f.path)
	settle()
	t.Cleanup(func() { settle(); b.CloseProject() })
	b.OpenDocument(doc.ID)
	settle()
	at := nth * len(part)
	b.Select(at, at+len("Ana Díaz"), workbench.ByKeys)
	b.Press("1", false)
	b.Press("L", false)
	if b.Task() == nil {
		t.Fatal("a long text is searched in the foreground")
	}
	settle()
	return b, part, settle
}

func TestAllMentionsAreAllHoweverMany(t *testing.T) {
	n, filler := 100_000, ""
	if raced {
		n, filler = 5_000, strings.Repeat("Nobody knew why. ", 14)+"\n" // the text is as long as it has to be
	}
	b, part, settle := openRepeating(t, n+1, n*6/10, filler)
	m := b.Mentions()
	if m == nil || m.Len() != n || m.On() != n || m.Next != n*6/10 {
		t.Fatalf("the preview is %v: %s", m != nil, b.Notice().Text)
	}
	last := m.Row(n - 1)
	if last.Span.Start != n*len(part) || last.Words != "Ana Díaz" || last.After != " came back. 👷‍♀️" || m.Row(n*6/10).Span.Start != (n*6/10+1)*len(part) {
		t.Errorf("the last row is %+v", last)
	}
	m.Toggle(7)
	if m.On() != n-1 || m.Row(7).On {
		t.Errorf("one taken out: %d", m.On())
	}

	var told []int64
	stop := true
	b.Listen(func(workbench.Changed) {
		if task := b.Task(); task != nil && task.Total == int64(n-1) && task.Done > 0 {
			if told = append(told, task.Done); stop {
				task.Cancel()
			}
		}
	})
	m.Accept()
	if b.Task() == nil || b.Set().Len() != 1 {
		t.Fatal("it is marked in the foreground")
	}
	settle()
	if len(told) == 0 || b.Set().Len() != 1 || !strings.HasPrefix(b.Notice().Text, "Cancelled") {
		t.Fatalf("cancelled at %v: %d annotations, %q", told, b.Set().Len(), b.Notice().Text)
	}
	stop, told = false, nil
	b.Press("L", false)
	settle()
	m = b.Mentions()
	m.Toggle(7)
	m.Accept()
	settle()
	if b.Set().Len() != n || !slices.IsSorted(told) || b.Notice().Text != fmt.Sprintf("Marked %d more mentions", n-1) {
		t.Fatalf("told %v: %d annotations, %q", told, b.Set().Len(), b.Notice().Text)
	}
	if p, err := b.Project().Set(t.Context(), b.Document(), b.Set().Annotator); err != nil || p.Len() != n {
		t.Errorf("on disk: %v", err)
	}
	b.Do("edit.undo")
	settle()
	if b.Set().Len() != 1 {
		t.Errorf("%d annotations after one undo: %s", b.Set().Len(), b.Notice().Text)
	}
}

func TestMentionsThatAreMarkedStayAsTheyAre(t *testing.T) {
	f := start(t)
	f.at("Díaz", 1).press("M")
	f.Naming().Accept(0)
	f.at("Díaz", 2).press("M")
	f.Naming().Accept(0)
	f.press("L")
	m := f.Mentions()
	if m == nil || m.Len() != 2 || m.On() != 1 {
		t.Fatalf("preview %+v: %s", m, f.Notice().Text)
	}
	marked := 0
	if !m.Row(marked).Marked {
		marked = 1
	}
	m.Toggle(marked)
	m.All(true)
	if m.On() != 1 || m.Row(marked).On {
		t.Errorf("what is marked already can be marked again: %d on", m.On())
	}
	m.All(false)
	m.Accept()
	if n := f.Counts().Mentions; n != 2 {
		t.Errorf("with none on there are %d mentions", n)
	}
}
