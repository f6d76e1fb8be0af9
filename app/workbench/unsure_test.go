package workbench_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
)

func TestTabGoesToTheLeastSureFirst(t *testing.T) {
	f := proposing(t)
	byPlace := f.steps()
	f.press("Alt+U")
	if !f.ProposalFilter().Unsure || !f.On("proposal.order") {
		t.Fatal("Alt+U does not change the order")
	}
	doubts := func() (out []float64) {
		for _, o := range f.Proposals().Steps() {
			s := f.Proposals().Sure(o)
			out = append(out, -s*(1-s))
		}
		return out
	}
	if !slices.IsSorted(doubts()) || slices.Equal(f.steps(), byPlace) {
		t.Errorf("it goes by %v: %q", doubts(), f.steps())
	}
	f.press("Tab")
	if o, _ := f.Proposals().Current(); o.ID != f.Proposals().Steps()[0].ID {
		t.Errorf("Tab goes to %q", f.Document().Surface(o.Spans))
	}
	// Passed over, the first comes again when all others have been.
	first := f.steps()[0]
	f.press("Tab")
	passed := f.steps()[1]
	f.press("X")
	if o, _ := f.Proposals().Current(); slices.Contains(f.steps(), passed) || o.Type+" "+f.Document().Surface(o.Spans) == first {
		t.Errorf("after a rejection it goes to %s %q", o.Type, f.Document().Surface(o.Spans))
	}
	for n := 0; n < 40; n++ {
		if o, ok := f.Proposals().Current(); ok && o.Type+" "+f.Document().Surface(o.Spans) == first {
			break
		}
		f.press("X")
	}
	if o, ok := f.Proposals().Current(); !ok || o.Type+" "+f.Document().Surface(o.Spans) != first {
		t.Errorf("what was passed over does not come again; proposed: %q", f.steps())
	}
	f.press("Alt+U")
	if f.ProposalFilter().Unsure {
		t.Error("Alt+U does not change the order back")
	}
}

// several is a project with some more articles, in one of which nothing is proposed.
func several(t *testing.T) (f *fixture, titles func() []string) {
	f = proposing(t)
	f.AddText("calm.txt", "Calm\n\nNothing is here.\n")
	f.AddText("doubt.txt", "Doubt\n\nThe talks will open in Oslo. Ben Okoro met Una Lund.\n")
	f.AddText("more.txt", "More\n\n“It is so,” said Una Lund.\n")
	return f, func() (out []string) {
		for i := range f.Queue().Len() {
			s, _ := f.Queue().At(i)
			out = append(out, s.Title)
		}
		return out
	}
}

func TestArticlesAreOrderedByHowUnsureTheyAre(t *testing.T) {
	f, titles := several(t)
	added := titles()
	f.press("Alt+Shift+U")
	unsure := titles()
	if !f.Queue().Unsure() || slices.Equal(added, unsure) || len(unsure) != len(added) || unsure[len(unsure)-1] != "Calm" {
		t.Fatalf("the order is %q, it was %q; %s", unsure, added, f.Notice().Text)
	}
	// Next, previous and done go by it, and an article that is done stays where it is.
	first, _ := f.Queue().At(0)
	f.OpenDocument(first.ID)
	for i, title := range unsure {
		if f.Document().Title != title || f.Queue().Index() != i {
			t.Errorf("article %d is %q at %d, want %q", i, f.Document().Title, f.Queue().Index(), title)
		}
		f.press("Ctrl+PageDown")
	}
	if !strings.Contains(f.Notice().Text, "last article") {
		t.Errorf("after the last one it says %q", f.Notice().Text)
	}
	f.press("Ctrl+PageUp")
	if f.Document().Title != unsure[2] {
		t.Errorf("before the last one comes %q", f.Document().Title)
	}
	f.OpenDocument(first.ID)
	f.press("Ctrl+Enter")
	if f.Document().Title != unsure[1] || !slices.Equal(titles(), unsure) {
		t.Errorf("after the first is done comes %q; the order is %q", f.Document().Title, titles())
	}
	f.Queue().SetState(annotate.StateDone)
	if got := titles(); !slices.Equal(got, unsure[:1]) {
		t.Errorf("done are %q", got)
	}
	f.Queue().SetState("")
	f.press("Alt+Shift+U")
	if f.Queue().Unsure() || !slices.Equal(titles(), added) {
		t.Errorf("the order is %q again", titles())
	}
	// Worked out anew, what is done comes last.
	f.press("Alt+Shift+U")
	if got := titles(); got[len(got)-1] != unsure[0] {
		t.Errorf("with %q done the order is %q", unsure[0], got)
	}
}

// The order is read in pages, and the search keeps to it.
func TestOrderOfManyArticlesIsReadInPages(t *testing.T) {
	f, titles := several(t)
	for i := range 120 {
		f.AddText("", fmt.Sprintf("Number %03d\n\nLittle is known of %d.\n", i, i))
	}
	f.press("Alt+Shift+U")
	got := titles()
	if len(got) != 124 || len(slices.Compact(slices.Sorted(slices.Values(got)))) != 124 {
		t.Errorf("%d articles: %q", len(got), got)
	}
	f.Queue().SetSearch("lund")
	want := slices.DeleteFunc(got, func(title string) bool { return title != "Doubt" && title != "More" })
	if got := titles(); len(want) != 2 || !slices.Equal(got, want) {
		t.Errorf("found: %q, want %q", got, want)
	}
}
