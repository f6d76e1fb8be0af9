package workbench_test

import (
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/workbench"
)

// What somebody who is new here expects of the keys.

func TestQInAnyPartOfABrokenQuoteSelectsIt(t *testing.T) {
	f := start(t)
	f.at("Money", 0).press("Q", "Escape", "Escape")
	f.at("is not the question", 0).press("J", "Escape")
	id := f.QuoteCards()[0].Annotation.ID
	for _, words := range []string{"Money", "is not the question"} {
		f.at("Mayor", 0)
		f.at(words, 0).press("Q", "Escape", "Escape")
		if c := f.Current(); len(f.QuoteCards()) != 1 || c == nil || c.ID != id {
			t.Errorf("in %q: %d quotes, current is %+v", words, len(f.QuoteCards()), c)
		}
	}
}

func TestQAroundAMarkedInnerQuotationMarksTheOuterOne(t *testing.T) {
	f := start(t)
	f.AddText("nested.txt", "Storm\n\n“They told us ‘never’ and left 👩‍👩‍👧,” Ana Díaz said.")
	f.at("never", 0).press("Q", "Escape", "Escape")
	f.at("They told", 0).press("Q", "Escape", "Escape")
	if got := f.words(f.Current()); len(f.QuoteCards()) != 2 || got != "“They told us ‘never’ and left 👩‍👩‍👧,”" {
		t.Errorf("%d quotes, current %q", len(f.QuoteCards()), got)
	}
	f.at("never", 0).press("Q", "Escape", "Escape")
	if got := f.words(f.Current()); len(f.QuoteCards()) != 2 || got != "‘never’" {
		t.Errorf("%d quotes, current %q", len(f.QuoteCards()), got)
	}
}

// take names the current mention by the row of that name.
func (f *fixture) take(name string) {
	f.t.Helper()
	n := f.Naming()
	i := slices.IndexFunc(n.Rows, func(r workbench.NamingRow) bool { return r.Name == name })
	if i < 0 {
		n.SetQuery(name)
		i = slices.IndexFunc(n.Rows, func(r workbench.NamingRow) bool { return r.Name == name })
	}
	n.Accept(i)
}

func (f *fixture) aliases(name string) string {
	for _, e := range f.Entities() {
		if e.Name == name {
			return strings.Join(e.Aliases, ", ")
		}
	}
	f.t.Fatalf("nobody is called %q", name)
	return ""
}

func TestCorrectingANameTakesTheWrongAliasBack(t *testing.T) {
	f := start(t)
	f.selectWords("Ana Díaz", 0).press("M")
	f.take("Ana Díaz")
	f.selectWords("Tomáš Novák", 0).press("M")
	f.take("Tomáš Novák")
	f.selectWords("Díaz", 1).press("M")
	f.take("Tomáš Novák") // by mistake
	if got := f.aliases("Tomáš Novák"); got != "Díaz" {
		t.Fatalf("aliases %q", got)
	}
	f.press("N")
	f.take("Ana Díaz")
	if got := f.aliases("Tomáš Novák"); got != "" {
		t.Errorf("Novák is still called %q", got)
	}
	if got := f.aliases("Ana Díaz"); got != "Díaz" {
		t.Errorf("Díaz is called %q", got)
	}
	f.press("Ctrl+Z")
	if a, b := f.aliases("Tomáš Novák"), f.aliases("Ana Díaz"); a != "Díaz" || b != "" {
		t.Errorf("after one undo %q and %q", a, b)
	}
}

func TestAnAliasThatAnotherMentionUsesOrSomebodyTypedStays(t *testing.T) {
	f := start(t)
	f.selectWords("Tomáš Novák", 0).press("M")
	f.take("Tomáš Novák")
	id := f.Current().Entity
	f.selectWords("Díaz", 1).press("M")
	f.take("Tomáš Novák")
	f.AddText("two.txt", "Next day\n\nDíaz came back to the harbour on the next day, in the rain.")
	f.selectWords("Díaz", 0).press("M")
	f.take("Díaz") // the alias of Novák
	f.PreviousDocument()
	f.Pick(f.Set().Touching(f.find("Díaz", 1))[0].ID)
	f.press("N")
	f.Naming().SetQuery("Somebody Else")
	f.Naming().Accept(len(f.Naming().Rows) - 1)
	if got := f.aliases("Tomáš Novák"); got != "Díaz" {
		t.Errorf("the other article's mention is called Díaz, the entity only %q", got)
	}
	f.SetAliases(id, []string{"Díaz", "Reuters"})
	f.selectWords("Reuters", 0).press("M")
	f.take("Reuters") // an alias already
	f.press("N")
	f.Naming().SetQuery("Somebody Else")
	f.Naming().Accept(0)
	if got := f.aliases("Tomáš Novák"); got != "Díaz, Reuters" {
		t.Errorf("what was typed is gone: %q", got)
	}
}

func TestNEnterOnANamedMentionChangesNothing(t *testing.T) {
	f := start(t)
	f.selectWords("Tomáš Novák", 0).press("M")
	f.take("Tomáš Novák")
	f.selectWords("Ana Díaz", 0).press("M")
	f.take("Ana Díaz")
	f.at("She", 0).press("M")
	f.take("Tomáš Novák")
	for _, words := range []string{"She", "Ana Díaz"} {
		f.Pick(f.Set().Touching(f.find(words, 0))[0].ID)
		was, entities := *f.Current(), f.Entities()
		f.press("N")
		n := f.Naming()
		if n == nil || n.Chosen != 0 || n.Rows[0].Entity == nil || n.Rows[0].Entity.ID != was.Entity {
			t.Fatalf("%q: what it has is not on top: %+v", words, n)
		}
		told := false
		f.Listen(func(c workbench.Changed) { told = told || c&workbench.StatusChanged != 0 })
		n.Accept(0)
		if f.Naming() != nil || !told || f.Notice().Problem {
			t.Errorf("%q: the choice is still open, or nobody heard that it closed: %+v", words, f.Notice())
		}
		if !f.Current().Equal(&was) || len(f.Entities()) != len(entities) || f.aliases("Tomáš Novák") != "" {
			t.Errorf("%q: something changed", words)
		}
	}
}

func TestOnlyNamesOfferToMarkAllOccurrences(t *testing.T) {
	f := start(t)
	f.AddText("she.txt", "Storm\n\nAna Díaz came. She met the minister. She thanked the minister. Ana Díaz left.")
	f.selectWords("Ana Díaz", 0).press("M")
	f.take("Ana Díaz")
	if f.Notice().Action != "Mark all" {
		t.Errorf("a name: %+v", f.Notice())
	}
	for _, words := range []string{"She", "the minister"} {
		f.selectWords(words, 0).press("M")
		f.take("Ana Díaz")
		if n := f.Notice(); f.Current().Entity == "" || n.Action != "" {
			t.Errorf("%q: %+v", words, n)
		}
	}
}

func TestWhoFillsARoleIsTheLastToBeOfferedForAnother(t *testing.T) {
	f := start(t)
	f.at("met", 0).press("E", "2", "1")
	roles := f.EventCards()[0].Type.Roles
	f.press("R", workbench.Key(roles[0].Shortcut), "Enter")
	first := f.Current().Args[0].Target
	for _, r := range roles[1:] {
		f.AskRole(f.Current().ID, r.Key)
		if f.Hints() == nil {
			continue
		}
		cs := f.Hints().Candidates
		if i := slices.IndexFunc(cs, func(c workbench.Candidate) bool { return c.ID == first }); i >= 0 && i != len(cs)-1 {
			t.Errorf("%s: who fills %s is number %d of %d", r.Key, roles[0].Key, i+1, len(cs))
		}
		f.Press("Escape", false)
	}
	f.at("rebuild", 0).press("Q", "Enter", "Enter")
	q := f.Current()
	f.AskRole(q.ID, "addressee")
	if got := f.Hints().Candidates[0]; got.ID == q.Arg("speaker") {
		t.Errorf("the likeliest addressee is %q, who speaks", got.Text)
	}
}

func TestCopyKeepsTheMarksOfAllParts(t *testing.T) {
	f := start(t)
	f.AddText("single.txt", "Storm\n\n‘We did not know,’ the mayor said. ‘Nobody told us.’")
	f.at("We did", 0).press("Q", "Escape", "Escape")
	f.at("Nobody", 0).press("J", "Ctrl+Shift+C")
	if got := f.screen.clipboard; !strings.HasPrefix(got, "‘We did not know,’ … ‘Nobody told us.’ — Storm") {
		t.Errorf("copied %q", got)
	}
}

func TestUndoRightAfterDoneLeadsBack(t *testing.T) {
	f := start(t)
	f.AddText("two.txt", "Another day\n\nNothing happened at all on this other day, and that was fine.")
	f.selectWords("Nothing", 0).press("5")
	two := f.Document().ID
	f.PreviousDocument()
	f.selectWords("Reuters", 0).press("2")
	one := f.Document().ID
	f.press("Ctrl+Enter")
	if f.Document().ID != two {
		t.Fatal("Done does not lead to the other article")
	}
	f.press("Ctrl+Z")
	if f.Document().ID != one || f.Set().State() != annotate.StateInProgress || f.Set().Len() != 1 {
		t.Fatalf("undo leaves “%s” %s with %d annotations", f.Document().Title, f.Set().State(), f.Set().Len())
	}
	if n := f.Notice(); !strings.Contains(n.Text, "not done any more") {
		t.Errorf("notice %q", n.Text)
	}
	f.press("Ctrl+Z")
	if f.Document().ID != one || f.Set().Len() != 0 {
		t.Error("the next undo is not that of the article")
	}
	f.press("Ctrl+Y", "Ctrl+Y")
	if f.Document().ID != one || f.Set().State() != annotate.StateDone {
		t.Errorf("done again the article is %s", f.Set().State())
	}

	f.press("Ctrl+Enter") // was done already: there is nothing to take back in it
	if f.press("Ctrl+Z"); f.Document().ID != two || f.Set().Len() != 0 {
		t.Error("undo does not take back the step of the open article")
	}
	f.PreviousDocument()
	f.SetState(annotate.StateInProgress)
	f.press("Ctrl+Enter")
	f.selectWords("fine", 0).press("5", "Ctrl+Z")
	if f.Document().ID != two || f.Set().Len() != 0 {
		t.Error("undo leads back although something was done since")
	}
}

func TestEscapeAfterETakesTheEventBack(t *testing.T) {
	f := start(t)
	for _, keys := range [][]workbench.Key{{"E", "Escape"}, {"E", "2", "Escape"}} {
		f.at("met", 0).press(keys...)
		if f.Set().Len() != 0 || f.Current() != nil || f.Mode() != workbench.Reading {
			t.Errorf("%v: %d annotations", keys, f.Set().Len())
		}
	}
	f.at("met", 0).press("E")
	var keys []string
	for _, h := range f.Status().Keys {
		keys = append(keys, string(h.Key)+" "+h.Word)
	}
	if got := strings.Join(keys, ", "); !strings.Contains(got, "Enter keep “other event”, Escape mark nothing") {
		t.Errorf("the status line says %q", got)
	}
	f.press("Enter")
	if len(f.EventCards()) != 1 || f.Current().Type != "other" {
		t.Errorf("Enter leaves %+v", f.Current())
	}
	f.press("E", "Escape") // it was there before
	if len(f.EventCards()) != 1 {
		t.Error("an event that was there before is gone")
	}
}

func TestRFillsARoleOfTheNearestEventWithTheSelectedWords(t *testing.T) {
	f := start(t)
	f.at("met", 0).press("E", "2", "1")
	role := f.EventCards()[0].Type.Roles[0]
	f.press("Escape")
	f.at("World", 0) // nothing is current, and nothing was just left
	f.Pick("")
	f.selectWords("Tomáš Novák", 0).press("R", workbench.Key(role.Shortcut))
	if args := f.EventCards()[0].Args; args[0].Text != "Tomáš Novák" {
		t.Errorf("the event has %+v", args)
	}
	f.Pick("")
	f.selectWords("storm", 0)
	if f.Press("R", false); !f.Notice().Problem || !strings.Contains(f.Notice().Text, "E marks an event") {
		t.Errorf("where there is no event: %+v", f.Notice())
	}
}

func TestAQuoteOfAScriptWithoutCapitalsOffersTheWordsBesideIt(t *testing.T) {
	f := start(t)
	f.AddText("ar.txt", "العاصفة\n\nوصل الوزير أمس. وأضاف أحمد «سنبني الميناء من جديد» في مقابلة مع الصحيفة. وغادر المدينة.")
	at := f.find("سنبني", 0).Start
	f.Select(at, at, workbench.ByKeys)
	f.press("Q")
	if f.Hints() == nil {
		t.Fatalf("nothing is asked: %+v", f.Notice())
	}
	var offered []string
	for _, c := range f.Hints().Candidates {
		offered = append(offered, c.Text)
	}
	for _, w := range []string{"أحمد", "وأضاف"} {
		if !slices.Contains(offered, w) {
			t.Errorf("%q does not offer %q", offered, w)
		}
	}
	if slices.Contains(offered, "الوزير") || slices.Contains(offered, "وغادر") || slices.Contains(offered, "الميناء") {
		t.Errorf("%q offers words of other sentences or of the quote", offered)
	}
	i := slices.Index(offered, "أحمد")
	f.press(workbench.Key(strings.ToUpper(f.Hints().Candidates[i].Label)))
	if q := f.QuoteCards()[0]; q.Speaker != "أحمد" {
		t.Errorf("the speaker is %q", q.Speaker)
	}
	if h := f.Hints(); h == nil || h.Role.Key != "cue" || h.Candidates[0].Text != "وأضاف" {
		t.Errorf("the likeliest cue is not beside the speaker: %+v", h)
	}
}

func TestWithoutCandidatesItSaysHowToGoOnAndTakesAClick(t *testing.T) {
	f := start(t)
	f.AddText("ar.txt", "العاصفة\n\n«سنبني الميناء من جديد».\n\nهكذا تكلم أحمد المنصور.")
	at := f.find("سنبني", 0).Start
	f.Select(at, at, workbench.ByKeys)
	f.press("Q")
	if f.Mode() != workbench.Hinting || len(f.Hints().Candidates) != 0 || !strings.Contains(f.Notice().Text, "Click its words") {
		t.Fatalf("mode %v, notice %q", f.Mode(), f.Notice().Text)
	}
	if s := f.Status(); s.Asking != "Speaker?" || s.Keys[0].Word != "its words" {
		t.Errorf("status %+v", s)
	}
	f.AskAgain()
	f.TakeSpan(f.find("أحمد المنصور", 0))
	if q := f.QuoteCards()[0]; q.Speaker != "أحمد المنصور" {
		t.Errorf("the speaker is %q", q.Speaker)
	}
	if f.Mode() == workbench.Hinting {
		f.press("Enter")
	}
	f.Delete(f.QuoteCards()[0].SpeakerID)
	f.Pick(f.QuoteCards()[0].Annotation.ID)
	f.press("S") // and by keys
	f.selectWords("أحمد", 0).press("S")
	if q := f.QuoteCards()[0]; q.Speaker != "أحمد" {
		t.Errorf("by keys the speaker is %q", q.Speaker)
	}
	if f.Mode() == workbench.Hinting {
		f.press("Escape")
	}
	f.Pick(f.QuoteCards()[0].Annotation.ID)
	for range 3 { // Enter goes on and is not stuck on what has no candidate
		f.press("Enter")
	}
	if f.Mode() != workbench.Reading {
		t.Error("Enter asks for what is not there")
	}
}

func TestAnArticleIsFoundAgainWhereItWasLeft(t *testing.T) {
	f := start(t)
	one := f.Document().ID
	s := f.find("👷‍♀️", 0)
	f.Select(s.Start, s.End, workbench.ByKeys)
	f.screen.scroll = workbench.Scroll{Off: s.Start, DY: 7}
	f.AddText("two.txt", "Another day\n\nNothing happened at all on this other day, and that was fine.")
	two := f.Document().ID
	if anchor, caret := f.Selection(); anchor != 0 || caret != 0 {
		t.Errorf("an article that is new is opened at %d–%d", anchor, caret)
	}
	f.at("fine", 0)
	caret := f.find("fine", 0).Start + 1
	f.screen.scroll = workbench.Scroll{Off: 3}
	f.PreviousDocument()
	if a, c := f.Selection(); f.Document().ID != one || a != s.Start || c != s.End || f.screen.scroll != (workbench.Scroll{Off: s.Start, DY: 7}) {
		t.Errorf("coming back is at %d–%d, scrolled to %v", a, c, f.screen.scroll)
	}
	f.OpenDocument(two)
	f.CloseProject()

	g := restart(t, f.path, f.prefs)
	g.Open(f.path)
	if _, c := g.Selection(); g.Document().ID != two || c != caret || g.screen.scroll.Off != 3 {
		t.Errorf("a restart is at %d, scrolled to %v", c, g.screen.scroll)
	}
	if err := g.Project().SetSetting(t.Context(), "spot.ana."+string(one), "9999999 -4 x"); err != nil {
		t.Fatal(err)
	}
	g.OpenDocument(one)
	if _, c := g.Selection(); c != 0 || g.Notice().Problem {
		t.Errorf("a place that is none: caret %d, notice %q", c, g.Notice().Text)
	}
	settings := g.Settings()
	settings.Annotator = "ben"
	g.SetSettings(settings)
	if _, c := g.Selection(); c != 0 {
		t.Errorf("another annotator begins at %d", c)
	}
}
