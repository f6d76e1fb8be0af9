package workbench_test

import (
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

func (f *fixture) spansText(spans []annotate.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, f.Document().Text[s.Start:s.End])
	}
	return strings.Join(parts, " | ")
}

func TestAnEdgeSnapsToWordsAndNotWhenExact(t *testing.T) {
	f := start(t)
	f.selectWords("Ana Díaz", 0).press("1")
	id := f.Current().ID
	end := f.find("opened", 0)
	if got, _ := f.Extent(id, workbench.Edge{}, end.Start+5, false); f.spansText(got) != "Ana Díaz opened" {
		t.Errorf("near the end of the word: %q", f.spansText(got))
	}
	if got, _ := f.Extent(id, workbench.Edge{}, end.Start+1, false); f.spansText(got) != "Ana Díaz" {
		t.Errorf("near its beginning: %q", f.spansText(got))
	}
	if got, _ := f.Extent(id, workbench.Edge{}, end.Start+2, true); f.spansText(got) != "Ana Díaz op" {
		t.Errorf("exactly: %q", f.spansText(got))
	}
	if got, _ := f.Extent(id, workbench.Edge{Start: true}, f.find("Ana", 0).Start-3, false); f.spansText(got) != "Mayor Ana Díaz" && f.spansText(got) != "Ana Díaz" {
		t.Errorf("the start: %q", f.spansText(got))
	}
	if got, _ := f.Extent(id, workbench.Edge{Start: true}, end.End, false); f.spansText(got) == "" || len(got) != 1 || got[0].Len() < 1 {
		t.Errorf("beyond its own end: %q", f.spansText(got))
	}
}

func TestTheClosingMarkIsKeptInOrOutOnPurpose(t *testing.T) {
	f := start(t)
	f.at("We will rebuild", 0).press("Q")
	f.press("Escape", "Escape")
	q := f.find("“We will rebuild,”", 0)
	var id annotate.ID
	for a := range f.Set().All() {
		id = a.ID
	}
	for _, c := range []struct {
		off         int
		words, says string
	}{
		{q.End, "“We will rebuild,”", "With the closing mark"},
		{q.End - len("”"), "“We will rebuild,", "Without the closing mark"},
		{q.End - len(" rebuild,”"), "“We will", ""},
	} {
		spans, says := f.Extent(id, workbench.Edge{}, c.off, false)
		if f.spansText(spans) != c.words || says != c.says {
			t.Errorf("at %d: %q, %q", c.off, f.spansText(spans), says)
		}
	}
	spans, says := f.Extent(id, workbench.Edge{Start: true}, q.Start+len("“"), false)
	if f.spansText(spans) != "We will rebuild,”" || says != "Without the opening mark" {
		t.Errorf("%q, %q", f.spansText(spans), says)
	}
	f.MoveEdge(id, workbench.Edge{}, q.End-len("”"), false)
	if got := f.spansText(f.Set().Get(id).Spans); got != "“We will rebuild," || f.Notice().Text != "Without the closing mark" {
		t.Errorf("%q: %s", got, f.Notice().Text)
	}
	f.press("Ctrl+Z")
	if got := f.spansText(f.Set().Get(id).Spans); got != "“We will rebuild,”" {
		t.Errorf("one undo gives %q", got)
	}
}

func TestEachPartOfABrokenQuoteHasEdges(t *testing.T) {
	f := start(t)
	f.at("Money", 0).press("Q", "Escape", "Escape")
	f.at("is not the question", 0).press("J")
	a := f.Current()
	if len(a.Spans) != 2 {
		t.Fatalf("%d parts", len(a.Spans))
	}
	first, second := a.Spans[0], a.Spans[1]
	if got, _ := f.Extent(a.ID, workbench.Edge{Part: 0}, f.find("minister said", 0).End, false); len(got) != 2 || got[0].End != f.find("minister said", 0).End+len(",") && got[0].End != f.find("minister said", 0).End {
		t.Errorf("the end of the first part: %q", f.spansText(got))
	}
	if got, _ := f.Extent(a.ID, workbench.Edge{Part: 1, Start: true}, first.End, true); len(got) != 1 || got[0] != (annotate.Span{Start: first.Start, End: second.End}) {
		t.Errorf("parts that meet: %q", f.spansText(got))
	}
	if got, _ := f.Extent(a.ID, workbench.Edge{Part: 1, Start: true}, 0, true); got[0].Start != first.Start {
		t.Errorf("a part was pulled over the other: %q", f.spansText(got))
	}
}

func TestKeysMoveTheEdges(t *testing.T) {
	f := start(t)
	f.selectWords("Ana Díaz", 0).press("1")
	for _, c := range []struct {
		key   workbench.Key
		words string
	}{
		{".", "Ana Díaz opened"}, {".", "Ana Díaz opened the"}, {",", "Ana Díaz opened"}, {",", "Ana Díaz"},
		{"<", "Mayor Ana Díaz"}, {">", "Ana Díaz"}, {">", "Díaz"}, {"<", "Ana Díaz"},
		{"Alt+.", "Ana Díaz o"}, {"Alt+,", "Ana Díaz"}, {"Alt+,", "Ana Día"}, {"Alt+.", "Ana Díaz"},
		{"Alt+Shift+.", "na Díaz"}, {"Alt+Shift+,", "Ana Díaz"}, {"Alt+Shift+,", "r Ana Díaz"},
	} {
		f.press(c.key)
		if got := f.spansText(f.Current().Spans); got != c.words {
			t.Fatalf("after %s: %q, not %q", c.key, got, c.words)
		}
	}
	f.press("Ctrl+Z")
	if got := f.spansText(f.Current().Spans); got != "Ana Díaz" {
		t.Errorf("undone to %q", got)
	}
}

func TestNoEdgeCutsTheLastWord(t *testing.T) {
	f := start(t)
	f.selectWords("Ana Díaz", 0).press("1")
	for _, key := range []workbench.Key{",", ",", ",", "."} {
		f.Press(key, false)
	}
	if got := f.spansText(f.Current().Spans); got != "Ana Díaz" {
		t.Errorf("the end back beyond the first word, and one on: %q", got)
	}
	f.Press(">", false)
	f.Press(">", false)
	if got := f.spansText(f.Current().Spans); got != "Díaz" || !strings.Contains(f.Notice().Text, "It cannot go further") {
		t.Errorf("the start on beyond the last word: %q, %s", got, f.Notice().Text)
	}
	id := f.Current().ID
	if got, _ := f.Extent(id, workbench.Edge{}, 0, false); f.spansText(got) != "Díaz" {
		t.Errorf("dragged to the beginning of the text: %q", f.spansText(got))
	}
}

func TestAQuoteTakesItsCueAlong(t *testing.T) {
	f := start(t)
	f.at("We will rebuild", 0).press("Q", "Enter", "Enter")
	q := f.QuoteCards()[0]
	if q.CueID == "" {
		t.Fatal("the quote has no cue")
	}
	f.Delete(q.Annotation.ID)
	if f.Set().Get(q.CueID) != nil || f.Set().Get(q.SpeakerID) == nil {
		t.Errorf("of the quote are left: cue %v, speaker %v", f.Set().Get(q.CueID), f.Set().Get(q.SpeakerID))
	}
	f.press("Ctrl+Z")
	if f.Set().Get(q.CueID) == nil || f.Set().Get(q.Annotation.ID) == nil {
		t.Error("one undo does not bring both back")
	}
}

func TestKeysMoveAQuotesEndOverItsMark(t *testing.T) {
	f := start(t)
	f.at("We will rebuild", 0).press("Q", "Escape", "Escape")
	for _, c := range []struct {
		key   workbench.Key
		words string
	}{{",", "“We will rebuild,"}, {",", "“We will rebuild"}, {".", "“We will rebuild,"}, {".", "“We will rebuild,”"}, {">", "We will rebuild,”"}, {"<", "“We will rebuild,”"}} {
		f.press(c.key)
		if got := f.spansText(f.Current().Spans); got != c.words {
			t.Fatalf("after %s: %q, not %q", c.key, got, c.words)
		}
	}
}
