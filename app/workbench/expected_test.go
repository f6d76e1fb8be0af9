package workbench_test

import (
	"slices"
	"strings"
	"testing"

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
