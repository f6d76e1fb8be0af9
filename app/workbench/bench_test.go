package workbench_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/app/workbench"
)

// The article of these tests.
const article = `World

Mayor opens harbour after storm

The town wants ships back by spring.

By Ines Ørsted

Mayor Ana Díaz opened the harbour on Monday. “We will rebuild,” Díaz told Reuters 👷‍♀️. She met Minister Tomáš Novák in Eidvåg.

“Money,” the minister said, “is not the question.” Díaz thanked him. The harbour, according to Novák, is safe.
`

// screen records what the bench asks of the window.
type screen struct {
	shown          []workbench.Page
	clipboard      string
	revealed       annotate.Span
	besideRevealed annotate.Span
	visible        annotate.Span
	scroll         workbench.Scroll
	quit           bool
	kept           int
	dark           bool // as the system wants it
}

func (s *screen) Show(p workbench.Page)                { s.shown = append(s.shown, p) }
func (s *screen) VisibleRange() annotate.Span          { return s.visible }
func (s *screen) Reveal(r annotate.Span, _ bool)       { s.revealed = r }
func (s *screen) RevealBeside(r annotate.Span, _ bool) { s.besideRevealed = r }
func (s *screen) Clipboard() string                    { return s.clipboard }
func (s *screen) SetClipboard(t string)                { s.clipboard = t }
func (s *screen) Dark() bool                           { return s.dark }
func (s *screen) Keep()                                { s.kept++ }
func (s *screen) Quit()                                { s.quit = true }
func (s *screen) Scrolled() workbench.Scroll           { return s.scroll }
func (s *screen) ScrollTo(to workbench.Scroll)         { s.scroll = to }

func (s *screen) last() workbench.Page {
	if len(s.shown) == 0 {
		return -1
	}
	return s.shown[len(s.shown)-1]
}

type prefs map[string]string

func (p prefs) String(k string) string { return p[k] }
func (p prefs) SetString(k, v string)  { p[k] = v }

type fixture struct {
	*workbench.Bench
	t      testing.TB
	screen *screen
	prefs  prefs
	path   string
	clock  time.Time
}

// start opens a project with the article in it.
func start(t testing.TB) *fixture {
	f := restart(t, filepath.Join(t.TempDir(), "news.quoth"), prefs{"settings.annotator": "ana"})
	f.Create(f.path)
	f.AddText("storm.txt", article)
	if f.Document() == nil {
		t.Fatalf("no article is open: %s", f.Notice().Text)
	}
	return f
}

// restart is a program that was started anew.
func restart(t testing.TB, path string, p prefs) *fixture {
	f := &fixture{t: t, path: path, prefs: p, screen: &screen{visible: annotate.Span{End: 1 << 30}}, clock: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
	f.Bench = workbench.New(workbench.Config{Prefs: p, Now: func() time.Time {
		f.clock = f.clock.Add(time.Second)
		return f.clock
	}})
	f.SetScreen(f.screen)
	t.Cleanup(f.CloseProject)
	return f
}

// at puts the caret into the nth occurrence (from 0) of some words, after their first letter.
func (f *fixture) at(words string, nth int) *fixture {
	f.t.Helper()
	s := f.find(words, nth)
	f.Select(s.Start+1, s.Start+1, workbench.ByKeys)
	return f
}

func (f *fixture) selectWords(words string, nth int) *fixture {
	f.t.Helper()
	s := f.find(words, nth)
	f.Select(s.Start, s.End, workbench.ByKeys)
	return f
}

func (f *fixture) find(words string, nth int) annotate.Span {
	f.t.Helper()
	from := 0
	for {
		i := strings.Index(f.Document().Text[from:], words)
		if i < 0 {
			f.t.Fatalf("%q does not occur %d times", words, nth+1)
		}
		if nth == 0 {
			return annotate.Span{Start: from + i, End: from + i + len(words)}
		}
		nth--
		from += i + len(words)
	}
}

func (f *fixture) press(keys ...workbench.Key) *fixture {
	f.t.Helper()
	for _, k := range keys {
		if !f.Press(k, false) {
			f.t.Fatalf("%s means nothing here", k)
		}
		if n := f.Notice(); n.Problem {
			f.t.Fatalf("%s: %s", k, n.Text)
		}
	}
	return f
}

func (f *fixture) words(a *annotate.Annotation) string {
	if a == nil {
		return ""
	}
	return f.Document().Surface(a.Spans)
}

func TestThreeKeysMakeAQuoteWithSpeakerAndCue(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	cards := f.QuoteCards()
	if len(cards) != 1 {
		t.Fatalf("%d quotes", len(cards))
	}
	q := cards[0]
	if q.Text != "“We will rebuild,”" || q.Speaker != "Díaz" || q.Cue != "told" || q.Annotation.Attrs["type"] != "direct" {
		t.Errorf("the quote is %q by %q with %q, %v", q.Text, q.Speaker, q.Cue, q.Annotation.Attrs)
	}
	if f.Mode() != workbench.Reading {
		t.Error("the quote is complete, but something is still asked")
	}
}

func TestALetterPicksACandidate(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Escape", "Escape", "S")
	for _, c := range f.Hints().Candidates {
		if c.Text == "Tomáš Novák" || strings.HasSuffix(c.Text, "Novák") {
			f.press(workbench.Key(strings.ToUpper(c.Label)))
			break
		}
	}
	if got := f.QuoteCards()[0].Speaker; !strings.HasSuffix(got, "Novák") {
		t.Errorf("speaker is %q", got)
	}
}

func TestTheLikeliestSpeakerIsNoPlaceAndNoRelativePronoun(t *testing.T) {
	f := start(t)
	f.AddText("river.txt", "River rises\n\n“Absurd,” said Jiří Dvořák, the mayor of Jeseník. “The river will not ask us.”\n\n"+
		"Šárka Nguyễnová, who runs a bakery in Opava, said that nobody had asked the village.")
	f.at("Absurd", 0).press("Q", "Enter", "Enter")
	f.at("river will", 0).press("Q")
	if got := f.Hints().Candidates[0].Text; got != "Jiří Dvořák" {
		t.Errorf("who goes on speaking is %q", got)
	}
	f.press("Escape", "Escape")
	f.selectWords(", said that nobody had asked the village", 0)
	s := f.find(" that nobody had asked the village", 0)
	f.Select(s.Start, s.End, workbench.ByKeys)
	f.press("Q")
	if got := f.Hints().Candidates[0].Text; got != "Šárka Nguyễnová" {
		t.Errorf("the speaker is %q", got)
	}
}

func TestAnIndirectQuoteIsMadeOfTheSelection(t *testing.T) {
	f := start(t)
	f.selectWords("The harbour", 0).press("Q", "Escape", "Escape")
	if got := f.QuoteCards()[0].Annotation.Attrs["type"]; got != "indirect" {
		t.Errorf("type %q", got)
	}
	f.selectWords("Novák", 1).press("S")
	f.selectWords("according to", 0).press("C")
	q := f.QuoteCards()[0]
	if q.Speaker != "Novák" || q.Cue != "according to" {
		t.Errorf("speaker %q, cue %q", q.Speaker, q.Cue)
	}
	if kind := f.Set().Get(q.CueID).Attrs["kind"]; kind != "preposition" {
		t.Errorf("the cue is a %q", kind)
	}
}

func TestAQuoteBrokenByItsAttributionIsOneQuote(t *testing.T) {
	f := start(t)
	f.at("Money", 0).press("Q", "Escape", "Escape")
	id := f.Current().ID
	f.at("is not the question", 0).press("J")
	if got := f.words(f.Set().Get(id)); got != "“Money,” … “is not the question.”" {
		t.Errorf("the quote is %q", got)
	}
	if got := f.Set().Get(id).Attrs["type"]; got != "direct" {
		t.Errorf("type %q", got)
	}
}

func TestQWithoutQuotationMarksSaysWhatToDo(t *testing.T) {
	f := start(t)
	f.at("opened", 0)
	f.Press("Q", false)
	if n := f.Notice(); !n.Problem || !strings.Contains(n.Text, "select its words") {
		t.Errorf("notice %+v", n)
	}
}

func TestFuzzyNamingFindsTheKnownPerson(t *testing.T) {
	f := start(t)
	f.selectWords("Ana Díaz", 0).press("M")
	if f.screen.last() != workbench.PageNaming || f.Naming().Query != "Ana Díaz" {
		t.Fatalf("the choice is not open with the words typed: %+v", f.Naming())
	}
	f.Naming().Accept(0) // nobody is known yet: the first row makes the person
	f.at("Díaz", 1).press("M")
	row := f.Naming().Rows[0]
	if row.Entity == nil || row.Entity.Name != "Ana Díaz" {
		t.Fatalf("%q does not offer Ana Díaz first: %+v", f.Naming().Query, f.Naming().Rows)
	}
	last := f.Naming().Rows[len(f.Naming().Rows)-1]
	if last.Entity != nil {
		t.Error("the choice of a new entity is not always there")
	}
	f.Naming().Accept(0)
	if e := f.Entity(f.Current().Entity); e == nil || e.Name != "Ana Díaz" {
		t.Errorf("the mention refers to %+v", e)
	}
	if len(f.Entities()) != 1 {
		t.Errorf("%d entities; want one", len(f.Entities()))
	}
}

func TestAPronounOffersThoseWhomTheArticleNames(t *testing.T) {
	f := start(t)
	f.selectWords("Ana Díaz", 0).press("M")
	f.Naming().Accept(0)
	f.selectWords("Tomáš Novák", 0).press("M")
	f.Naming().Accept(0)
	f.at("She", 0).press("M")
	var names []string
	for _, r := range f.Naming().Rows {
		if r.Entity != nil {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	if f.Naming().Query != "She" || strings.Join(names, ", ") != "Ana Díaz, Tomáš Novák" {
		t.Errorf("“She” offers %q", names)
	}
}

func TestWordsMarkedAsSomethingElseAreNoCandidates(t *testing.T) {
	f := start(t)
	f.selectWords("Tomáš Novák", 0).press("1")
	f.at("met", 0).press("E", "2", "1", "R", "L")
	if got := f.Hints().Candidates[0].Text; got != "Eidvåg" {
		t.Errorf("the likeliest place is %q", got)
	}
}

func TestAllMentionsOfWordsThatAreAllMarkedSaySo(t *testing.T) {
	f := start(t)
	f.selectWords("Novák", 0).press("1")
	f.selectWords("Novák", 1).press("1", "L")
	if f.Mentions() != nil || !strings.Contains(f.Notice().Text, "marked already") {
		t.Errorf("the preview is %+v, the notice %q", f.Mentions(), f.Notice().Text)
	}
}

func TestASurnameIsOfferedTheNameThatTheArticleGivesInFull(t *testing.T) {
	f := start(t)
	f.selectWords("Tomáš Novák", 0).press("1")
	full := f.Current().ID
	f.selectWords("Novák", 1).press("M")
	row := f.Naming().Rows[0]
	if row.Entity != nil || row.Name != "Tomáš Novák" || !strings.Contains(row.Detail, "in this article") {
		t.Fatalf("first row %+v", row)
	}
	f.Naming().Accept(0)
	e := f.Entity(f.Current().Entity)
	if e == nil || e.Name != "Tomáš Novák" || len(e.Aliases) != 1 || e.Aliases[0] != "Novák" {
		t.Fatalf("the entity is %+v", e)
	}
	if f.Set().Get(full).Entity != e.ID {
		t.Error("the full name does not refer to the entity that bears it")
	}
	f.press("Ctrl+Z")
	if f.Set().Get(full).Entity != "" || len(f.Entities()) != 0 {
		t.Error("it was not one change")
	}
}

func TestAnArticleCanBeTakenOutWhileItHasNoAnnotations(t *testing.T) {
	f := start(t)
	first := f.Document().ID
	f.AddText("two.txt", second)
	f.Do("article.remove")
	if f.Document() == nil || f.Document().ID != first || f.Queue().Total() != 1 {
		t.Fatalf("open %v of %d: %s", f.Document(), f.Queue().Total(), f.Notice().Text)
	}
	f.Notice().Do()
	if f.Queue().Total() != 2 || !strings.HasPrefix(f.Document().Title, "Another") {
		t.Errorf("put back: %d articles", f.Queue().Total())
	}
	f.selectWords("Novák", 0).press("1")
	f.Do("article.remove")
	if n := f.Notice(); !n.Problem || f.Queue().Total() != 2 {
		t.Errorf("an annotated article went: %+v", n)
	}
}

func TestAddingCanBeTakenBack(t *testing.T) {
	f := start(t)
	folder := t.TempDir()
	for i := range 5 {
		if err := os.WriteFile(filepath.Join(folder, strings.Repeat("a", i+1)+".txt"), []byte("A title\n\nParagraph number "+strings.Repeat("x", i+1)+" of many."), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f.AddFiles([]string{folder}, ingest.Options{})
	if f.Queue().Total() != 6 || f.Notice().Action == "" {
		t.Fatalf("%d articles, notice %+v", f.Queue().Total(), f.Notice())
	}
	f.Notice().Do()
	if f.Queue().Total() != 1 || !strings.Contains(f.Notice().Text, "Took 5 articles out") {
		t.Errorf("%d articles, notice %+v", f.Queue().Total(), f.Notice())
	}
}

func TestAllMentionsAreOneChange(t *testing.T) {
	f := start(t)
	f.at("Díaz", 1).press("M")
	f.Naming().Accept(0)
	f.press("L")
	if f.screen.last() != workbench.PageMentions {
		t.Fatal("no preview")
	}
	if n := f.Mentions().On(); n != 2 {
		t.Fatalf("%d other places, want 2", n)
	}
	f.Mentions().Accept()
	if n := f.Counts().Mentions; n != 3 {
		t.Fatalf("%d mentions, want 3", n)
	}
	f.press("Ctrl+Z")
	if n := f.Counts().Mentions; n != 1 {
		t.Errorf("after one undo %d mentions, want 1", n)
	}
}

func TestUndoAndRedoSurviveARestart(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	f.at("met", 0).press("E", "2", "1")
	f.press("Ctrl+Z", "Ctrl+Z")
	if f.Counts().Events != 0 {
		t.Fatalf("%d events after undo", f.Counts().Events)
	}
	f.CloseProject()

	g := restart(t, f.path, f.prefs)
	g.Open(f.path)
	if g.Counts().Quotes != 1 {
		t.Fatalf("after a restart %+v: %s", g.Counts(), g.Notice().Text)
	}
	g.press("Ctrl+Shift+Z", "Ctrl+Shift+Z")
	if cards := g.EventCards(); len(cards) != 1 || cards[0].Type.Key != "contact.meet" {
		t.Errorf("redo after a restart gives %+v", cards)
	}
	for g.Can("edit.undo") {
		g.press("Ctrl+Z")
	}
	if g.Set().Len() != 0 || g.Set().State() != annotate.StateNew {
		t.Errorf("all undone, but %d annotations are left, state %s", g.Set().Len(), g.Set().State())
	}
}

func TestUndoKeepsAnEntityThatAnotherArticleUses(t *testing.T) {
	f := start(t)
	first := f.Document().ID
	f.selectWords("Ana Díaz", 0).press("M")
	f.Naming().Accept(0)
	f.AddText("two.txt", "Another day\n\nAna Díaz went home early that day, and nobody asked why.")
	f.selectWords("Ana Díaz", 0).press("M")
	f.Naming().Accept(0)
	f.OpenDocument(first)
	f.press("Ctrl+Z")
	if f.Current().Entity != "" {
		t.Error("the naming was not undone")
	}
	if len(f.Entities()) != 1 {
		t.Errorf("%d entities; the other article still needs it", len(f.Entities()))
	}
	f.press("Ctrl+Y")
	if e := f.Entity(f.Set().Get(f.Current().ID).Entity); e == nil {
		t.Error("redo did not bring the name back")
	}
}

func TestDigitsMarkTheSelectionAndRetypeTheCurrent(t *testing.T) {
	f := start(t)
	f.selectWords("Reuters", 0).press("2")
	if f.Current().Type != "org" {
		t.Fatalf("marked as %s", f.Current().Type)
	}
	f.press("3")
	if f.Current().Type != "place" {
		t.Errorf("retyped to %s", f.Current().Type)
	}
	f.at("rebuild", 0).press("Q", "Escape", "Escape", "2")
	if got := f.Current().Attrs["type"]; got != "mixed" {
		t.Errorf("the quote is %q; its digits choose direct, mixed, indirect", got)
	}
}

func TestRolesAreFilledByKeys(t *testing.T) {
	f := start(t)
	f.at("met", 0).press("E", "2", "1")
	role := f.EventCards()[0].Type.Roles[0]
	f.press("R", workbench.Key(role.Shortcut), "Enter")
	f.press("R", workbench.Key(role.Shortcut), "Enter")
	args := f.Current().Args
	if got := f.EventCards()[0].Args[0].Text; got != "Tomáš Novák" && got != "She" {
		t.Errorf("the likeliest participant is %q; a title is no part of a name", got)
	}
	if len(args) != 2 || args[0].Role != role.Key {
		t.Fatalf("arguments %v", args)
	}
}

func TestClickingAWordWhileHintingTakesIt(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q")
	f.TakeSpan(f.find("Reuters", 0))
	f.TakeSpan(f.find("told", 0))
	if q := f.QuoteCards()[0]; q.Speaker != "Reuters" || q.Cue != "told" {
		t.Errorf("speaker %q, cue %q", q.Speaker, q.Cue)
	}
}

func TestDeletingASpeakerTakesItOutOfTheQuote(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	f.Pick(f.QuoteCards()[0].SpeakerID)
	f.press("Delete")
	q := f.QuoteCards()[0]
	if q.Speaker != "" || len(q.Missing) != 1 || q.Missing[0].Text != "No speaker" || !slices.Equal(q.Missing[0].Keys, []workbench.Key{"S"}) {
		t.Errorf("card %+v", q)
	}
	f.Notice().Do()
	if f.QuoteCards()[0].Speaker != "Díaz" {
		t.Error("the notice's undo did not bring the speaker back")
	}
}

func TestNoSourceEmptiesTheSpeaker(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	id := f.Current().ID
	f.SetAttr(id, "no_source", "yes")
	if q := f.QuoteCards()[0]; q.Speaker != "" || len(q.Missing) != 0 {
		t.Errorf("speaker %q, missing %v", q.Speaker, q.Missing)
	}
}

func TestTabGoesThroughTheAnnotations(t *testing.T) {
	f := start(t)
	f.selectWords("Monday", 0).press("6")
	f.selectWords("Ana Díaz", 0).press("1")
	f.Press("Escape", false)
	f.Select(0, 0, workbench.ByKeys)
	f.press("Tab")
	if got := f.words(f.Current()); got != "Ana Díaz" {
		t.Errorf("first Tab is at %q", got)
	}
	f.press("Tab")
	if got := f.words(f.Current()); got != "Monday" {
		t.Errorf("second Tab is at %q", got)
	}
	f.press("Tab", "Shift+Tab")
	if got := f.words(f.Current()); got != "Monday" {
		t.Errorf("round the end and back is at %q", got)
	}
}

func TestDoneGoesToTheNextArticleAndCountsAreKept(t *testing.T) {
	f := start(t)
	f.AddText("two.txt", "Another day\n\nNothing happened at all on this other day, and that was fine.")
	f.PreviousDocument()
	f.selectWords("Reuters", 0).press("2")
	f.press("Ctrl+Enter")
	if !strings.HasPrefix(f.Document().Title, "Another") {
		t.Errorf("the open article is %q", f.Document().Title)
	}
	q := f.Queue()
	if q.Counts()[annotate.StateDone] != 1 || q.Len() != 2 {
		t.Errorf("counts %v of %d", q.Counts(), q.Len())
	}
	q.SetState(annotate.StateDone)
	if s, ok := q.At(0); q.Len() != 1 || !ok || s.Counts.Mentions != 1 {
		t.Errorf("filtered to done: %d, first %+v", q.Len(), s)
	}
	q.SetState("")
	q.SetSearch("nothing")
	if q.Len() != 1 {
		t.Errorf("search finds %d", q.Len())
	}
	f.CloseProject()
	g := restart(t, f.path, f.prefs)
	g.Open(f.path)
	if !strings.HasPrefix(g.Document().Title, "Another") {
		t.Errorf("a restart opens %q, not the article that was open", g.Document().Title)
	}
	if days, err := g.Project().Activity(t.Context()); err != nil || len(days) == 0 || days[0].Actions == 0 || days[0].Annotations != 1 {
		t.Errorf("activity %v, %v", days, err)
	}
}

func TestSameArticleTwiceIsOne(t *testing.T) {
	f := start(t)
	f.AddText("again.txt", strings.ReplaceAll(article, "\n", "\r\n"))
	if n := f.Queue().Total(); n != 1 {
		t.Errorf("%d articles", n)
	}
	if !strings.Contains(f.Notice().Text, "already here") {
		t.Errorf("notice %q", f.Notice().Text)
	}
}

func TestCommandsAreInOneRegistryAndKeysAreUnique(t *testing.T) {
	f := start(t)
	type meant struct {
		key              workbench.Key
		review, deciding bool
	}
	ids, keys := map[string]bool{}, map[meant]string{}
	moves := map[workbench.Key]bool{} // those that move the caret in the article
	for mods, of := range map[string]string{"": "Left Right Up Down Home End PageUp PageDown", "Ctrl+": "Left Right Up Down Home End", "Alt+": "Left Right"} {
		for name := range strings.FieldsSeq(of) {
			moves[workbench.Key(mods+name)] = true
		}
	}
	for _, c := range f.Commands() {
		if ids[c.ID] {
			t.Errorf("%s twice", c.ID)
		}
		ids[c.ID] = true
		for _, k := range c.Keys {
			m := meant{k, c.Review, c.Deciding} // a key may mean something else during a review, or while a proposal is chosen
			if other, dup := keys[m]; dup {
				t.Errorf("%s is the key of %s and %s", k, other, c.ID)
			}
			keys[m] = c.ID
			if moves[k] && !c.Review {
				t.Errorf("%s takes %s from the caret", c.ID, k)
			}
		}
	}
}

func TestShortcutsCanBeChanged(t *testing.T) {
	f := start(t)
	if err := f.SetKeys("mark.quote", []workbench.Key{"M"}); err == nil || !strings.Contains(err.Error(), "Mention") {
		t.Errorf("taking another command's key: %v", err)
	}
	if err := f.SetKeys("mark.quote", []workbench.Key{"Ctrl+Shift+Q"}); err != nil {
		t.Fatal(err)
	}
	f.at("rebuild", 0)
	if f.Press("Q", false) {
		t.Error("the old key still works")
	}
	g := restart(t, f.path, f.prefs)
	if got := g.KeysOf("mark.quote"); len(got) != 1 || got[0] != "Ctrl+Shift+Q" {
		t.Errorf("after a restart the keys are %v", got)
	}
	g.ResetKeys("mark.quote")
	if got := g.KeysOf("mark.quote"); len(got) != 1 || got[0] != "Q" {
		t.Errorf("after a reset the keys are %v", got)
	}
}

func TestPaletteFindsCommandsByAFewLetters(t *testing.T) {
	f := start(t)
	f.press("Ctrl+K")
	p := f.Palette()
	p.SetQuery("expds")
	if len(p.Rows) == 0 || p.Rows[0].Command.ID != "dataset.export" || len(p.Rows[0].Matched) != 5 {
		t.Fatalf("rows %+v", p.Rows)
	}
	p.Accept(0)
	if f.Palette() != nil || f.screen.last() != workbench.PageExport {
		t.Error("accepting did not run the command")
	}
}

func TestTypesAreFoundByTyping(t *testing.T) {
	f := start(t)
	f.at("met", 0).press("E", "T")
	f.Types().SetQuery("neg")
	if len(f.Types().Rows) == 0 {
		t.Fatal("no types")
	}
	f.Types().Accept(0)
	if got := f.Current().Type; got != "contact.negotiate" {
		t.Errorf("type %s", got)
	}
}

func TestTypingInAFieldIsNotACommand(t *testing.T) {
	f := start(t)
	f.at("rebuild", 0)
	if f.Press("Q", true) || f.Press("Enter", true) || f.Press("1", true) {
		t.Error("letters typed in a field ran commands")
	}
	if !f.Press("Ctrl+K", true) {
		t.Error("the palette cannot be opened from a field")
	}
}

func TestTheStatusLineTeachesTheKeysOfTheMoment(t *testing.T) {
	f := start(t)
	words := func() string {
		var all []string
		for _, h := range f.Status().Keys {
			all = append(all, string(h.Key)+" "+h.Word)
		}
		return strings.Join(all, ", ")
	}
	f.at("rebuild", 0)
	if w := words(); !strings.Contains(w, "Q quote") {
		t.Errorf("reading: %s", w)
	}
	f.press("Q")
	if s := f.Status(); s.Asking != "Speaker?" || !strings.Contains(words(), "Enter “Díaz”") {
		t.Errorf("hinting: %s %s", s.Asking, words())
	}
	f.press("Escape", "Escape")
	if w := words(); !strings.Contains(w, "S speaker") || !strings.Contains(w, "1–3 type") {
		t.Errorf("on a quote: %s", w)
	}
	if s := f.Status(); s.Saved != "Saved" || s.Summary != "1 quote, 0 events, 0 mentions, 0 cues" || s.Actions == "" {
		t.Errorf("status %+v", s)
	}
}

func TestSampleHasThreeArticlesOneOfThemAnnotated(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "sample.quoth")
	p, err := workbench.OpenSample(t.Context(), path, "ana")
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	f := restart(t, path, prefs{"settings.annotator": "ana"})
	f.Open(path)
	if n := f.Queue().Total(); n != 3 {
		t.Errorf("%d articles", n)
	}
	c := f.Counts()
	if c.Quotes < 3 || c.Events < 3 || c.Mentions < 10 || len(f.Entities()) == 0 {
		t.Errorf("the first article has %+v, %d entities", c, len(f.Entities()))
	}
	if problems := f.Set().Problems(f.Schema(), nil); len(problems) > 0 && !strings.Contains(problems[0].Reason, "does not have") {
		t.Errorf("the sample breaks a rule: %v", problems[0])
	}
}
