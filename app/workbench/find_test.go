package workbench_test

import (
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// selected returns the selected words.
func (f *fixture) selectedWords() string {
	s := f.Selected()
	return f.Document().Text[s.Start:s.End]
}

func TestFindGoesFromHitToHitAndLeavesThere(t *testing.T) {
	f := start(t)
	f.at("Mayor Ana", 0)
	f.Press("Ctrl+F", false)
	if f.screen.last() != workbench.PageFind || f.Find() == nil {
		t.Fatal("no search is open")
	}
	f.Find().SetQuery("diaz")
	if got := f.Find().Count(); got != "1 of 3" || f.selectedWords() != "Díaz" {
		t.Errorf("%s, %q selected", got, f.selectedWords())
	}
	f.Press("F3", true)
	f.Press("F3", true)
	if got := f.Find().Count(); got != "3 of 3" {
		t.Error(got)
	}
	f.Press("F3", true)
	if got := f.Find().Count(); got != "1 of 3" || !f.Find().Round {
		t.Errorf("%s, round %v", got, f.Find().Round)
	}
	f.Press("Shift+F3", true)
	f.Find().Close()
	if f.Find() != nil || f.selectedWords() != "Díaz" || !strings.HasPrefix(f.Document().Text[f.Selected().End:], " thanked") {
		t.Errorf("left at %q %v", f.selectedWords(), f.Selected())
	}
	f.Press("Alt+PageUp", false)
	if _, caret := f.Selection(); !strings.HasPrefix(f.Document().Text[caret:], "ayor Ana") {
		t.Error("going back does not lead to where the search was begun")
	}
}

func TestFindTakesTheSelectedWords(t *testing.T) {
	f := start(t)
	f.selectWords("harbour", 0)
	f.Press("Ctrl+F", false)
	if f.Find().Query.Words != "harbour" || f.Find().Count() != "1 of 3" {
		t.Errorf("%+v: %s", f.Find().Query, f.Find().Count())
	}
}

func TestFindThatFindsNothingGoesBackToWhereItBegan(t *testing.T) {
	f := start(t)
	f.at("Reuters", 0)
	f.screen.scroll = workbench.Scroll{Off: 7, DY: 3}
	_, was := f.Selection()
	f.Press("Ctrl+F", false)
	f.Find().SetQuery("h")
	f.screen.scroll = workbench.Scroll{Off: 99}
	f.Find().SetQuery("hx")
	if _, caret := f.Selection(); caret != was || f.screen.scroll != (workbench.Scroll{Off: 7, DY: 3}) {
		t.Errorf("caret at %d, not %d; scrolled to %v", caret, was, f.screen.scroll)
	}
	if f.Find().Count() != "not in this article" {
		t.Error(f.Find().Count())
	}
	f.Press("Escape", false)
	if f.Find() != nil {
		t.Error("Escape does not leave the search")
	}
}

func TestFindCanMeanCapitalsAndWholeWords(t *testing.T) {
	f := start(t)
	f.Press("Ctrl+F", false)
	f.Find().SetQuery("mayor")
	if n := len(f.Find().Hits); n != 2 {
		t.Fatalf("%d hits", n)
	}
	f.Press("Alt+C", true)
	if n := len(f.Find().Hits); n != 0 {
		t.Errorf("%d hits with small letters that are written large", n)
	}
	f.Press("Alt+C", true)
	f.Find().SetQuery("mon")
	before := len(f.Find().Hits)
	f.Press("Alt+W", true)
	if n := len(f.Find().Hits); n != 0 || before != 2 {
		t.Errorf("%d hits, of them %d whole words", before, n)
	}
}

// A long text is searched in slices; the next letter stops what the one before has begun.
func TestFindInALongTextStopsWithTheNextLetter(t *testing.T) {
	var work []func()
	f := start(t)
	f.AddText("long.txt", "Long\n\n"+strings.Repeat("Nothing is said of it here at all.\n\n", 150_000)+"A needle, at last.")
	b := workbench.New(workbench.Config{Prefs: f.prefs, Go: func(fn func()) { work = append(work, fn) }})
	id := f.Document().ID
	f.CloseProject()
	b.Open(f.path)
	for len(work) > 0 {
		w := work[0]
		work = work[1:]
		w()
	}
	b.OpenDocument(id)
	if b.Document() == nil {
		t.Fatal("the article is not open")
	}
	t.Cleanup(b.CloseProject)
	b.Do("find.open")
	b.Find().SetQuery("need")
	b.Find().SetQuery("needle")
	if !b.Find().Running || len(work) == 0 {
		t.Fatal("a text of megabytes was searched at once")
	}
	for _, w := range work {
		w()
	}
	if f := b.Find(); f.Running || len(f.Hits) != 1 || f.Count() != "1 of 1" {
		t.Errorf("%s: %v", f.Count(), f.Hits)
	}
}

func TestGoToALineAParagraphASentenceOrAnAnnotation(t *testing.T) {
	f := start(t)
	text := f.Document().Text
	f.at("Novák, is", 0)
	f.Press("M", false)
	if n := f.Naming(); n != nil {
		n.Cancel()
	}
	f.at("Reuters", 0)
	_, was := f.Selection()
	for _, c := range []struct{ query, at string }{
		{"3", "Mayor opens"}, {"99", "“Money"}, {"p1", "World"}, {"p4", "By Ines"}, {"s1", "World"}, {"a1", "Novák, is"}, {"nova", "Novák, is"}, {"novaper", "Novák, is"}, {"person", "Novák, is"},
	} {
		f.Press("Ctrl+G", false)
		g := f.Going()
		if g == nil || f.screen.last() != workbench.PageGoing {
			t.Fatal("it is not asked where to go")
		}
		g.SetQuery(c.query)
		if len(g.Rows) == 0 {
			t.Fatalf("%q leads nowhere", c.query)
		}
		if s := f.screen.revealed; !strings.HasPrefix(text[s.Start:], c.at) {
			t.Errorf("%q shows %q", c.query, text[s.Start:s.End])
		}
		g.Accept(0)
		if _, caret := f.Selection(); !strings.HasPrefix(text[caret:], c.at) || f.Going() != nil {
			t.Errorf("%q leads to %d", c.query, caret)
		}
		f.Press("Alt+PageUp", false)
		if _, caret := f.Selection(); caret != was {
			t.Errorf("back from %q is at %d, not %d", c.query, caret, was)
		}
	}
	f.Press("Ctrl+G", false)
	f.screen.scroll = workbench.Scroll{Off: 5}
	g := f.Going()
	g.SetQuery("7")
	g.Cancel()
	if _, caret := f.Selection(); caret != was {
		t.Error("Escape moved the caret")
	}
	g = nil
	f.Press("Ctrl+G", false)
	f.Going().SetQuery("zzz")
	if len(f.Going().Rows) != 0 {
		t.Error("letters of nothing lead somewhere")
	}
}

func TestPlacesLeadBackAndForwardOverArticles(t *testing.T) {
	f := start(t)
	f.at("Reuters", 0)
	first := f.Document().ID
	f.AddText("other.txt", "Other\n\nAnother article, about Ana Díaz.")
	if f.Document().ID == first {
		t.Fatal("the new article is not open")
	}
	f.Press("Alt+PageUp", false)
	if f.Document().ID != first {
		t.Fatal("back does not lead to the article before")
	}
	if _, caret := f.Selection(); !strings.HasPrefix(f.Document().Text[caret:], "euters") {
		t.Errorf("back at %d", caret)
	}
	f.Press("Alt+PageDown", false)
	if f.Document().ID == first {
		t.Error("forward does not lead to the article again")
	}
	if f.Can("go.forward") || !f.Can("go.back") {
		t.Error("there is a place further forward, or none back")
	}
}

func TestTabToAnAnnotationOnTheScreenIsNoJump(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0)
	f.Press("2", false)
	f.screen.visible = annotate.Span{End: len(f.Document().Text)}
	had := f.Can("go.back")
	f.Press("Escape", false)
	f.Press("Tab", false)
	if f.Can("go.back") != had {
		t.Error("the next annotation, in sight, counts as a place jumped to")
	}
	f.screen.visible = annotate.Span{End: 10}
	f.Press("Escape", false)
	f.Press("Tab", false)
	if !f.Can("go.back") {
		t.Error("no way back from an annotation out of sight")
	}
}

func TestFindLooksThroughTheSideThatHasTheKeyboard(t *testing.T) {
	f := start(t)
	first := f.Document().ID
	f.AddText("two.txt", second)
	f.OpenDocument(first)
	f.at("Monday", 0)
	caret := f.Selected()
	f.Do("beside.open")
	f.BesideChoice().Accept(0)
	f.GoToSide(true)
	f.press("Ctrl+F")
	if f.Find() == nil || !f.AtBeside() {
		t.Fatal("no search, or it took the keyboard to the other side")
	}
	f.Find().SetQuery("day")
	x := f.Beside()
	words := func() string {
		from, to := x.Selection()
		return x.Document().Text[from:to]
	}
	if n := strings.Count(strings.ToLower(x.Document().Text), "day"); n == 0 || len(f.Find().Hits) != n {
		t.Errorf("%d places, not %d", len(f.Find().Hits), n)
	}
	if words() != "day" || f.screen.besideRevealed.Len() != 3 || f.Selected() != caret {
		t.Errorf("%q is selected beside, %v here", words(), f.Selected())
	}
	f.Find().SetQuery("nowhere to be found")
	if from, to := x.Selection(); from != 0 || to != 0 {
		t.Errorf("what is not found leaves %d-%d selected", from, to)
	}
	f.Find().SetQuery("day")
	f.press("Escape")
	if f.Find() != nil || words() != "day" || !f.AtBeside() {
		t.Error("Escape does not leave at the place found")
	}
	f.press("F3")
	if f.Find() == nil || !f.Find().Beside {
		t.Fatal("the search does not go on there")
	}
	f.GoToSide(false)
	f.press("Ctrl+F")
	if f.Find().Beside || len(f.Find().Hits) != strings.Count(strings.ToLower(f.Document().Text), "day") {
		t.Error("the search does not change sides with the person")
	}
	f.GoToSide(true)
	f.press("Ctrl+F")
	f.CloseBeside()
	if f.Find() != nil {
		t.Error("the search outlives what it looked through")
	}
}

// The row of a line without words says that it is one; it has nothing else to show.
func TestALineWithoutWordsIsSaidToBeEmpty(t *testing.T) {
	f := start(t)
	text := "Nobody came.\n\nEverybody had seen it coming.\n"
	doc := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "Short", Text: text}
	if _, err := f.Project().AddDocuments(t.Context(), slices.Values([]*annotate.Document{doc})); err != nil {
		t.Fatal(err)
	}
	f.OpenDocument(doc.ID)
	f.Press("Ctrl+G", false)
	for query, want := range map[string]string{"1": "line 1 of 3", "2": "line 2 of 3, empty", "3": "line 3 of 3"} {
		g := f.Going()
		g.SetQuery(query)
		if len(g.Rows) != 1 || g.Rows[0].Detail != want {
			t.Errorf("%s: %+v, want %q", query, g.Rows, want)
		}
	}
}

func TestASentenceFarDownALongTextIsCountedBehindTheTyping(t *testing.T) {
	f := start(t)
	text := strings.Repeat("Nobody came. Everybody had seen it coming 👩‍🚒.\n", 150_000)
	doc := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "Long", Text: text}
	if _, err := f.Project().AddDocuments(t.Context(), slices.Values([]*annotate.Document{doc})); err != nil {
		t.Fatal(err)
	}
	f.OpenDocument(doc.ID)
	f.Press("Ctrl+G", false)
	for _, c := range []struct{ query, detail string }{{"s250000", "sentence 250000"}, {"s999999", "sentence 300000"}, {"s2", "sentence 2"}} {
		g := f.Going()
		g.SetQuery(c.query)
		if len(g.Rows) == 0 || g.Rows[0].Detail != c.detail || f.screen.revealed != g.Rows[0].Span || f.Notice().Text != "" {
			t.Errorf("%s: %+v, notice %q", c.query, g.Rows, f.Notice().Text)
		}
	}
}
