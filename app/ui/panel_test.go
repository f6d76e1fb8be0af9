//go:build !headless

package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/workbench"
)

func TestAClickOnACardSelectsInTheArticle(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.quotes")
	f.tap("panel.Quotes.2")
	want := f.b.QuoteCards()[2].Annotation
	if f.b.Current() != want {
		t.Fatalf("current is %v, want the third quote", f.b.Current())
	}
	if f.w.panel.rolls[tabQuotes].Open() != 2 {
		t.Error("its card is not open")
	}
	f.wantFocus(f.w.article)
}

func TestSelectingInTheArticleOpensTheCardInItsTab(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.entities")
	event := f.b.EventCards()[1].Annotation
	f.b.Pick(event.ID)
	if f.w.panel.tab != tabEvents || f.w.panel.rolls[tabEvents].Open() != 1 {
		t.Errorf("tab %d, open row %d; want the events and row 1", f.w.panel.tab, f.w.panel.rolls[f.w.panel.tab].Open())
	}
	if got := words(f.object("card")); !strings.Contains(got, f.b.EventCards()[1].Trigger) {
		t.Errorf("the card says\n%s", got)
	}
}

func TestTabsCountWhatTheyList(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.mentions")
	c := f.b.Counts()
	if got, want := f.w.panel.tabs.counts, [4]string{fmt.Sprint(c.Quotes), fmt.Sprint(c.Events), fmt.Sprintf("%d+%d", c.Mentions, c.Cues), fmt.Sprint(len(f.b.Entities()))}; got != want {
		t.Errorf("the tabs count %v, want %v", got, want)
	}
	if got := f.w.panel.rolls[tabMentions].Len(); got != c.Mentions+c.Cues {
		t.Errorf("the mentions' tab lists %d, want %d", got, c.Mentions+c.Cues)
	}
}

func TestACardSaysWhatIsMissingAndTheKeyThatFixesIt(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape")
	if got := words(f.object("card")); !strings.Contains(got, "No speaker — press S") && !strings.Contains(got, "No speaker") {
		t.Errorf("the card says\n%s", got)
	}
	f.tap("card.speaker")
	if f.b.Mode() != workbench.Hinting {
		t.Error("a click on what is missing does not ask for it")
	}
}

func TestASpeakerIsTakenOffAndAskedForOnTheCard(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Enter", "Enter")
	f.tap("card.speaker.remove")
	if got := speakerOf(f, "bridge"); got != "" {
		t.Errorf("the speaker is still %q", got)
	}
	f.tap("card.speaker.change")
	f.typed("Enter")
	if got := speakerOf(f, "bridge"); got != "Ana Duarte" {
		t.Errorf("the speaker is %q, want Ana Duarte", got)
	}
}

func TestANoteIsKeptByEnterAndTakenBackByEscape(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape", "o")
	note := f.field("card.note")
	f.wantFocus(note)
	f.typed("Is this said or written?", "Enter")
	if got := f.b.Current().Note; got != "Is this said or written?" {
		t.Errorf("the note is %q", got)
	}
	f.wantFocus(f.w.article)
	f.typed("o")
	f.typed(" No.", "Escape")
	if got := f.b.Current().Note; got != "Is this said or written?" {
		t.Errorf("after Escape the note is %q", got)
	}
	f.wantFocus(f.w.article)
}

func TestLettersInANoteAreNoCommands(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape", "o", "quote me", "Delete")
	if n := f.b.Counts(); n.Quotes != 1 || n.Mentions != 0 || n.Events != 0 {
		t.Errorf("typing a note made %+v", n)
	}
	if got := f.field("card.note").Text; got != "quote me" {
		t.Errorf("the note field holds %q", got)
	}
}

func TestAnAttributeIsChosenOnTheCard(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape")
	c := f.object("card.type").(*control.Choice)
	if c.Value != "direct" {
		t.Errorf("the card says the quote is %q", c.Value)
	}
	c.Choosing("indirect")
	if got := f.b.Current().Attrs["type"]; got != "indirect" {
		t.Errorf("the quote is %q", got)
	}
}

func TestNoSourceIsTickedOnTheCard(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape")
	f.tap("card.no_source")
	if got := f.b.Current().Attrs["no_source"]; got != "yes" {
		t.Errorf("no_source is %q", got)
	}
	if got := words(f.object("card")); strings.Contains(got, "No speaker") {
		t.Error("the card still misses a speaker that is left out on purpose")
	}
}

func TestAnEntityIsRenamedOnItsCard(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.entities")
	f.tap("panel.Entities.0")
	id := f.w.panel.entity
	name := f.field("card.name")
	f.w.focusField(name)
	name.SelectAll()
	f.typed("Zoë L.", "Enter")
	if got := f.b.Entity(id); got.Name != "Zoë L." {
		t.Errorf("the entity is called %q", got.Name)
	}
}

func TestDeletingOnTheCardOffersUndo(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.quotes")
	f.tap("panel.Quotes.0")
	n := len(f.b.QuoteCards())
	f.tap("card.delete")
	if got := len(f.b.QuoteCards()); got != n-1 {
		t.Fatalf("%d quotes after deleting one of %d", got, n)
	}
	f.tap("notice.action")
	if got := len(f.b.QuoteCards()); got != n {
		t.Errorf("%d quotes after undo, want %d", got, n)
	}
}

func TestAnIDThatIsWrongIsSaidAtItsField(t *testing.T) {
	f := withArticles(t)
	f.entity("Ana Duarte")
	id := f.b.Current().Entity
	f.b.EditEntity(id)
	card := func() *openCard { return f.w.panel.rolls[tabEntities].Card.(*openCard) }
	low := card().HeightFor(300)
	f.w.focusField(f.field("card.ids"))
	f.typed("isni: 0000 0001 2103 2684", "Enter")
	wrong := card().fields[3]
	if !wrong.below.Visible() || !strings.Contains(wrong.wrong.Text(), "would have to be 3") || card().HeightFor(300) <= low {
		t.Fatalf("the field says %q", wrong.wrong.Text())
	}
	if f.b.Entity(id).IDs != nil || f.field("card.ids").Text == "" {
		t.Errorf("kept is %v, in the field %q", f.b.Entity(id).IDs, f.field("card.ids").Text)
	}
	f.typed("Backspace", "3")
	if wrong.below.Visible() {
		t.Errorf("it still says %q", wrong.wrong.Text())
	}
	f.typed("Enter")
	if got := annotate.WriteOutsideIDs(f.b.Entity(id).IDs); got != "isni: 0000000121032683" {
		t.Errorf("kept is %q", got)
	}
	f.w.focusField(f.field("card.dated"))
	f.typed("the mayor (2020 to 2019)", "Enter")
	if got := card().fields[2].wrong.Text(); !strings.Contains(got, "before it begins") {
		t.Errorf("of a date that is wrong it says %q", got)
	}
	f.typed("Escape")
	if card().fields[2].below.Visible() || f.field("card.dated").Text != "" {
		t.Errorf("Escape leaves %q", f.field("card.dated").Text)
	}
}

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{
		"Dmitry Peskov": "Peskov", "Skip og Folk": "Folk", "Apollo 11": "Apollo 11", "林美玲": "林美玲", "House of lords": "House of lords", "NATO": "NATO", "": "",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%q shortens to %q, want %q", name, got, want)
		}
	}
}

// withMany opens an article of n mentions, of about 100 bytes of text for each.
func withMany(t testing.TB, f *fixture, n int) {
	t.Helper()
	var text strings.Builder
	text.WriteString("Many names\n\n")
	var spans []annotate.Span
	for i := range n {
		start := text.Len()
		text.WriteString("Rosa")
		spans = append(spans, annotate.Span{Start: start, End: text.Len()})
		fmt.Fprintf(&text, " went to the market again and came home with %d apples and a new plan for the orchard behind. ", i)
		if i%8 == 7 {
			text.WriteString("\n\n")
		}
	}
	f.b.Create(f.path)
	f.b.AddText("many.txt", text.String())
	set := f.b.Set()
	d := set.Draft("Mark many")
	for _, s := range spans {
		d.Put(&annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{s}})
	}
	c := d.Change("test", time.Now())
	if err := f.b.Project().Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	f.b.OpenDocument(f.b.Document().ID)
}

func TestOnlyCardsOnScreenExist(t *testing.T) {
	f := newFixture(t)
	withMany(t, f, 10_000)
	f.b.Do("view.mentions")
	if n := f.b.Counts().Mentions; n != 10000 {
		t.Fatalf("%d mentions", n)
	}
	first, end := f.w.panel.rolls[tabMentions].OnScreen()
	if n := end - first; n == 0 || n > 40 {
		t.Errorf("%d rows exist", n)
	}
	if n := len(test.LaidOutObjects(f.w.panel.object)); n > 1500 {
		t.Errorf("the panel has %d objects", n)
	}
}

// What the window does for one edit, without the edit and without painting: flat from a hundred annotations
// to a hundred thousand.
func BenchmarkWindowAfterAnEdit(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000} {
		f := newFixture(b)
		withMany(b, f, n)
		f.b.Pick(f.b.Card(n/2, workbench.KindsOfMentions).ID)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				f.w.changed(workbench.SetChanged | workbench.StatusChanged | workbench.QueueChanged)
			}
		})
		f.b.CloseProject()
	}
}
