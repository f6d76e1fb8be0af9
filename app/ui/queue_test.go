//go:build !headless

package ui

import (
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/ui/control"
)

func TestAClickOpensAnArticle(t *testing.T) {
	f := withArticles(t)
	f.tap("queue.article.1")
	if got := f.b.Document().Title; got != "Storm Closes the Pass" {
		t.Errorf("the open article is %q", got)
	}
	if !f.object("queue.article.1").(*control.Row).Item.Chosen || f.object("queue.article.0").(*control.Row).Item.Chosen {
		t.Error("the queue does not show which article is open")
	}
	f.wantFocus(f.w.article)
}

func TestSearchShowsTheWordsWhereTheyStand(t *testing.T) {
	f := withArticles(t)
	f.b.Do("articles.search")
	f.wantFocus(f.field("queue.search"))
	f.typed("police")
	if n := f.b.Queue().Len(); n != 1 {
		t.Fatalf("%d articles found, want 1", n)
	}
	if got := f.row("queue.article.0"); !strings.Contains(got, "Police closed the road") {
		t.Errorf("the row says %q", got)
	}
	marked := ""
	for _, r := range f.object("queue.article.0").(*control.Row).Item.Second {
		if r.Bold {
			marked += r.Text
		}
	}
	if marked != "Police" {
		t.Errorf("highlighted is %q, want Police", marked)
	}
	f.typed("Escape")
	if n := f.b.Queue().Len(); n != 2 {
		t.Errorf("after Escape %d articles are listed, want 2", n)
	}
	f.typed("Escape")
	f.wantFocus(f.w.article)
}

func TestEnterInTheSearchOpensTheFirstFound(t *testing.T) {
	f := withArticles(t)
	f.b.Do("articles.search")
	f.typed("snow", "Enter")
	if got := f.b.Document().Title; got != "Storm Closes the Pass" {
		t.Errorf("the open article is %q", got)
	}
	f.wantFocus(f.w.article)
}

func TestASearchWithoutResultSaysSo(t *testing.T) {
	f := withArticles(t)
	f.b.Queue().SetSearch("zeppelin")
	if got := f.w.queue.nothing.Text(); !strings.Contains(got, "No article has all these words") {
		t.Errorf("the queue says %q", got)
	}
}

func TestTheQueueFiltersByState(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q")
	if got := f.row("queue.state.in progress"); !strings.Contains(got, "In progress | ") || !strings.Contains(got, "1") {
		t.Errorf("the filter says %q", got)
	}
	f.tap("queue.state.in progress")
	if n := f.b.Queue().Len(); n != 1 {
		t.Errorf("%d articles in progress, want 1", n)
	}
	f.tap("queue.state.")
	if n := f.b.Queue().Len(); n != 2 {
		t.Errorf("%d articles in all, want 2", n)
	}
}

func TestOnlyArticlesOnScreenHaveRows(t *testing.T) {
	f := newFixture(t)
	f.b.Create(f.path)
	for i := range 300 {
		f.b.AddText("a.txt", fmt.Sprintf("Title %d\n\nText of article number %d, which says little.\n", i, i))
	}
	if n := f.b.Queue().Len(); n != 300 {
		t.Fatalf("%d articles", n)
	}
	first, end := f.w.queue.list.OnScreen()
	if n := end - first; n == 0 || n > 30 {
		t.Errorf("%d rows exist", n)
	}
}

func TestEveryStateHasItsOwnShape(t *testing.T) {
	seen := map[string]annotate.State{}
	for _, s := range annotate.States {
		icon := stateIcon[s]
		if icon == "" {
			t.Errorf("%s has no shape", s)
		}
		if other, dup := seen[icon]; dup {
			t.Errorf("%s and %s have the same shape", s, other)
		}
		seen[icon] = s
	}
}

func TestWhatAnArticleHoldsIsSaidInWords(t *testing.T) {
	for _, x := range []struct {
		c    store.Counts
		want string
	}{
		{store.Counts{}, "nothing marked yet"},
		{store.Counts{Quotes: 1, Mentions: 12}, "1 quote · 12 mentions"},
		{store.Counts{Quotes: 5, Events: 3, Mentions: 1, Cues: 4}, "5 quotes · 3 events · 1 mention"},
	} {
		if got := holds(x.c); got != x.want {
			t.Errorf("%+v: %q, want %q", x.c, got, x.want)
		}
	}
}

func TestASnippetBeginsShortlyBeforeItsMark(t *testing.T) {
	text := "Zoë said that in most parts of the région 林 it will rain"
	at := strings.Index(text, "林")
	got, marks := fromFirstMark(text, []annotate.Span{{Start: at, End: at + len("林")}})
	if got != "…the région 林 it will rain" || got[marks[0].Start:marks[0].End] != "林" {
		t.Errorf("%q with %q marked", got, got[marks[0].Start:marks[0].End])
	}
	if got, _ := fromFirstMark("rain ahead", []annotate.Span{{Start: 5, End: 10}}); got != "rain ahead" {
		t.Errorf("%q", got)
	}
}
