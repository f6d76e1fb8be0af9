//go:build !headless

package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/colleagues"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
)

// merged is the file of three colleagues' work, which is made once.
var merged = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "quoth-review")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	files, err := colleagues.Make(ctx, dir)
	if err != nil {
		return nil, err
	}
	all := filepath.Join(dir, "all.quoth")
	if _, err := store.Merge(ctx, all, files, nil); err != nil {
		return nil, err
	}
	return os.ReadFile(all)
})

// inReview opens three colleagues' work and begins to review it.
func inReview(t testing.TB) *fixture {
	t.Helper()
	data, err := merged()
	if err != nil {
		t.Fatal(err)
	}
	f := newFixture(t)
	f.b.WorkAs("lead", true)
	if err := os.WriteFile(f.path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	f.b.Open(f.path)
	f.b.Do("review.start")
	f.settle()
	if f.b.Review() == nil || f.b.Review().Current() == nil {
		t.Fatalf("the review has not begun: %s", f.b.Notice().Text)
	}
	return f
}

// row is what stands on a row that is on the screen.
func (f *fixture) says(name string) string {
	f.Helper()
	return f.object(name).(*control.Row).Text()
}

func TestTheReviewShowsWhoMadeWhatOfTheCurrentDifference(t *testing.T) {
	f := inReview(t)
	if f.w.panel.object.Visible() || !f.w.review.object.Visible() {
		t.Fatal("the panel does not make way for the differences")
	}
	if got := f.w.review.head.Text(); !strings.HasPrefix(got, "Differences  1 of ") {
		t.Errorf("the head says %q", got)
	}
	for name, want := range map[string]string{"card.version.1": "ana   Zoë Lindqvist\n(“mayor”)", "card.version.2": "ben   Zoë Lindqvist\n(“mayor”)", "card.version.3": "cay   Havnesund quay\n(“the quay”)"} {
		if got := f.says(name); got != want {
			t.Errorf("%s says %q; want %q", name, got, want)
		}
	}
	f.b.Do("review.start")
	if f.w.review.object.Visible() || !f.w.panel.object.Visible() {
		t.Error("after the review the panel is not back")
	}
	if f.w.lanes != nil {
		t.Error("after the review the lanes are still there")
	}
}

func TestADigitTakesThatVersionAndGoesOn(t *testing.T) {
	f := inReview(t)
	first := f.b.Review().Current()
	open := f.b.Review().Open()
	f.typed("1")
	if f.b.Review().Open() >= open || f.b.Review().Current() == first {
		t.Fatalf("it is not settled, or it goes nowhere: %s", f.b.Notice().Text)
	}
	quote := f.b.Set().Nth(0, "quote")
	if quote == nil || f.b.Set().Document.Surface(f.b.Set().Get(quote.Arg("speaker")).Spans) != "mayor" {
		t.Error("gold does not have ana’s version")
	}
	f.chord(ctrl(fyne.KeyZ))
	if f.b.Review().Open() != open || f.b.Review().Current() != first {
		t.Error("undo does not lead back to the difference")
	}
	f.tap("card.version.3")
	quote = f.b.Set().Nth(0, "quote")
	if quote == nil || f.b.Set().Document.Surface(f.b.Set().Get(quote.Arg("speaker")).Spans) != "the quay" {
		t.Error("a click on cay’s version does not take it")
	}
}

// What others marked is hollow until it is decided about.
func TestMarksAreHollowUntilTheyAreDecidedAbout(t *testing.T) {
	f := inReview(t)
	at := f.b.Review().Current().Hull()
	hollow := func() (yes, no int) {
		reviewMarks{f.w.marks, f.w.others}.In(at.Start, at.Start+1, func(m *article.Mark) {
			if m.Style != article.Quote {
				return
			}
			if m.Proposal {
				yes++
			} else {
				no++
			}
		})
		return yes, no
	}
	if yes, no := hollow(); yes != 1 || no != 0 {
		t.Fatalf("before the verdict the quote is hollow %d times and solid %d times", yes, no)
	}
	f.typed("1")
	if yes, no := hollow(); yes != 0 || no != 1 {
		t.Errorf("after the verdict the quote is hollow %d times and solid %d times", yes, no)
	}
}

func TestAClickOnALaneGoesToThatDifference(t *testing.T) {
	f := inReview(t)
	text := f.b.Document().Text
	at := strings.Index(text, "“The crews carried")
	line := annotate.Span{Start: at + 55, End: at + 90} // “… and the town has not forgotten it.”, of which ana lacks a mention
	f.w.voted(0, line, false)
	if got := f.w.status.hint; !strings.HasPrefix(got, "ana  marked or not: nothing") {
		t.Errorf("the pointer on ana’s lane says %q", got)
	}
	f.w.voted(0, line, true)
	c := f.b.Review().Current()
	if c == nil || text[c.Hull().Start:c.Hull().End] != "four extra departures a day until the end of June" {
		t.Fatalf("the click leads to %v", c) // “the town”, which ana lacks, is whom cay takes for the speaker of it
	}
	f.w.voted(1, line, false)
	if got := f.w.status.hint; got != "ben: marked as most did" {
		t.Errorf("the pointer on ben’s lane says %q", got)
	}
	f.w.voted(-1, annotate.Span{}, false)
	if f.w.status.hint != "" {
		t.Errorf("when the pointer leaves, the line still says %q", f.w.status.hint)
	}
}

func TestPartsAreMixedByClicks(t *testing.T) {
	f := inReview(t)
	for i := 0; ; i++ { // one of which the words and the speaker are in question
		row, ok := f.b.Review().At(i)
		if !ok {
			t.Fatal("nobody differs in two ways about one quote")
		}
		if len(row.Classes) > 1 {
			f.b.Review().GoToRow(i)
			break
		}
	}
	f.typed("m")
	if f.b.Review().Mix() == nil {
		t.Fatalf("nothing is mixed: %s", f.b.Notice().Text)
	}
	place := f.b.Review().Current().Hull()
	f.tap("card.mix.0.1") // the words of the fewer
	f.tap("card.mix.1.0") // the speaker of the more
	if f.b.Review().Mix() != nil {
		t.Fatal("after the last part no verdict was given")
	}
	found := false
	for _, a := range f.b.Set().Touching(place) {
		found = found || a.Type == "quote" && !strings.HasSuffix(f.b.Set().Document.Surface(a.Spans), "”")
	}
	if !found {
		t.Error("gold does not have the words of the second and the speaker of the first")
	}
}

func TestWhileSomethingIsEditedThePanelIsBack(t *testing.T) {
	f := inReview(t)
	f.typed("e")
	if !f.w.panel.object.Visible() || f.w.review.object.Visible() {
		t.Fatal("the panel is not there")
	}
	f.wantCurrent("quote", "extra departures until the end of June")
	f.typed("Escape")
	if f.w.panel.object.Visible() || !f.b.Reviewing() {
		t.Error("Escape does not lead back to the review")
	}
}

func TestAFilterThatLetsNothingThroughSaysSo(t *testing.T) {
	f := inReview(t)
	f.w.review.choose("show", "1")
	if got := f.w.review.head.Text(); !strings.HasPrefix(got, "Settled  none") {
		t.Errorf("the head says %q", got)
	}
	f.w.review.choose("show", "0")
	f.w.review.choose("class", "1")
	for i := range f.b.Review().Len() {
		if row, _ := f.b.Review().At(i); row.Class() != review.ClassBoundary && len(row.Classes) < 2 {
			t.Errorf("among the boundaries stands %v", row.Classes)
		}
	}
}

func TestSomebodyCanBeLeftOutOfTheReview(t *testing.T) {
	f := inReview(t)
	before := f.b.Review().Open()
	f.w.review.choose("annotator", leaveOut+"cay")
	if got := len(f.b.Review().Sets()); got != 2 || f.b.Review().Open() >= before || f.shows("card.version.3") {
		t.Fatalf("without cay there are %d versions and %d of %d differences", got, f.b.Review().Open(), before)
	}
	if f.w.lanes == nil || len(f.w.lanes.names) != 2 {
		t.Error("cay still has a lane")
	}
	f.w.review.choose("annotator", takeIn+"cay")
	if got := f.b.Review().Open(); got != before {
		t.Errorf("with cay again there are %d differences; want %d", got, before)
	}
}

func TestWithOneAnnotatorTheReviewSaysWhatToDo(t *testing.T) {
	f := withSample(t)
	f.b.Do("review.start")
	f.settle()
	if got := f.w.review.nothing.Text(); !strings.Contains(got, "Drop another annotator’s file on the window") {
		t.Errorf("it says %q", got)
	}
}

func TestACommentIsSaidToThoseWhoMarkedItAndResolved(t *testing.T) {
	f := inReview(t)
	f.typed("/")
	if l := f.w.top(); l == nil || l.Name != "comment" {
		t.Fatalf("it does not ask what there is to say: %s", f.b.Notice().Text)
	}
	f.typed("Who says this?", "Enter")
	if f.w.top() != nil {
		t.Fatal("it still asks")
	}
	said := 0
	for _, p := range f.w.review.roll.Card.(*openCard).body.Objects() {
		if c, ok := p.(*control.Column); ok && strings.Contains(words(c), "Who says this?") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("the card shows the comment %d times; want once, though three hear it", said)
	}
	f.tap("card.resolve.0")
	for _, th := range f.b.ThreadsHere() {
		if th.Standing() != annotate.StandingResolved {
			t.Errorf("what was said to %s is %s", th.Annotator, th.Standing())
		}
	}
}

// What was said comes back to who marked it, on its card.
func TestWhatAReviewerSaidStandsOnTheAnnotatorsCard(t *testing.T) {
	f := inReview(t)
	f.typed("/", "The mayor, surely.", "Enter", "1")
	s := f.b.Settings()
	s.Annotator = "cay"
	f.b.SetSettings(s)
	f.b.Do("review.start")
	f.b.Do("feedback.next")
	f.wantCurrent("quote", "extra departures until the end of June")
	if card, ok := f.w.panel.rolls[tabQuotes].Card.(*openCard); !ok || !strings.Contains(words(card), "The review corrected it: ") || !strings.Contains(words(card), "The mayor, surely.") {
		t.Errorf("the card does not say what came back: %v", f.b.Notice().Text)
	}
	f.tap("card.seen")
	if f.b.Feedback().Open() != f.b.Feedback().Len()-1 {
		t.Error("what was seen is still open")
	}
}

func TestAgreedThingsGoToGoldByARuleAfterACount(t *testing.T) {
	f := inReview(t)
	f.b.Do("review.gold")
	if got := words(f.w.top()); !strings.Contains(got, "annotations go to gold, in 3 articles") {
		t.Errorf("it does not say how much that is: %s", got)
	}
	f.tap("gold.send")
	if f.b.Task() != nil || f.b.Set().Len() < 100 {
		t.Fatalf("gold has %d annotations: %s", f.b.Set().Len(), f.b.Notice().Text)
	}
	f.w.review.choose("show", "2")
	if f.b.Review().Len() == 0 {
		t.Error("there is nothing to look at")
	}
}

func TestLaneNamesTellAllApart(t *testing.T) {
	for _, c := range []struct{ who, want string }{
		{"ana ben cay", "ana ben cay"},
		{"annotator-1 annotator-2", "1 2"},
		{"a b c d e", "1 2 3 4 5"},
		{"Zoë 林美玲", "Zoë 林美玲"},
	} {
		if got := strings.Join(laneNames(strings.Fields(c.who)), " "); got != c.want {
			t.Errorf("%s have the names %s; want %s", c.who, got, c.want)
		}
	}
}
