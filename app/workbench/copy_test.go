package workbench_test

import (
	"encoding/json"
	"strings"
	"testing"

	"quoth/app/workbench"
)

func TestCopyWithTheSourceNamesTheSpeakerAndTheArticle(t *testing.T) {
	f := start(t)
	f.at("We will rebuild", 0).press("Q", "Enter", "Escape")
	quote := f.Current()
	if quote.Arg("speaker") == "" {
		t.Fatal("the quote has no speaker")
	}
	f.press("Ctrl+Shift+C")
	if got := f.screen.clipboard; !strings.HasPrefix(got, "“We will rebuild,” — Díaz, Mayor opens harbour after storm") {
		t.Errorf("copied %q", got)
	}
	f.selectWords("will rebuild", 0).press("Ctrl+Shift+C")
	if got := f.screen.clipboard; !strings.HasPrefix(got, "“will rebuild” — Díaz, Mayor") {
		t.Errorf("a part of it: %q", got)
	}
	f.selectWords("wants ships back", 0).press("Ctrl+Shift+C")
	if got := f.screen.clipboard; !strings.HasPrefix(got, "“wants ships back” — Mayor opens") {
		t.Errorf("words that nobody said: %q", got)
	}
	f.press("Ctrl+C")
	if got := f.screen.clipboard; got != "wants ships back" {
		t.Errorf("copied %q", got)
	}
}

func TestAttributionLeavesOutWhatIsNotKnown(t *testing.T) {
	for _, c := range []struct {
		words  string
		marked bool
		source []string
		want   string
	}{
		{"We\nwill  rebuild", false, []string{"Ana Díaz", "", "Storm", "2026-05-12"}, "“We will rebuild” — Ana Díaz, Storm, 2026-05-12"},
		{"„Wir bauen“", true, []string{""}, "„Wir bauen“"},
		{"called it “brave”", false, nil, "“called it ‘brave’”"},
		{"👩‍👩‍👧 שלום", false, []string{"א"}, "“👩‍👩‍👧 שלום” — א"},
	} {
		if got := workbench.Attribution(c.words, c.marked, c.source...); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

func TestCopyAsJSONCountsCodePointsAndResolvesRoles(t *testing.T) {
	f := start(t)
	f.at("is not the question", 0).press("Q", "Enter", "Escape")
	f.press("Ctrl+Alt+C")
	var got struct {
		Document, Type string
		Spans          []struct {
			Start, End int
			Text       string
		}
		Args []struct {
			Role, Text string
			Start, End int
		}
	}
	if err := json.Unmarshal([]byte(f.screen.clipboard), &got); err != nil {
		t.Fatalf("%v: %s", err, f.screen.clipboard)
	}
	runes := []rune(f.Document().Text)
	a := f.Current()
	if got.Type != a.Type || got.Document != string(f.Document().ID) || len(got.Spans) != len(a.Spans) || len(got.Args) != 1 {
		t.Fatalf("%s", f.screen.clipboard)
	}
	for _, s := range got.Spans {
		if string(runes[s.Start:s.End]) != s.Text || s.Text != f.Document().Surface(a.Spans) {
			t.Errorf("%+v are not its words", s)
		}
	}
	x := got.Args[0]
	if x.Role != "speaker" || string(runes[x.Start:x.End]) != x.Text || x.Text == "" {
		t.Errorf("the role is filled by %+v", x)
	}
	f.press("Escape", "Escape")
	if f.Can("edit.copy.json") || f.Can("edit.copy") {
		t.Error("there is nothing to copy, and it can be copied")
	}
}
