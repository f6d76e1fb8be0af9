package workbench_test

import (
	"slices"
	"testing"

	"quoth/app/workbench"
)

const ministry = "Ministry Answers\n\n" +
	"“We know,” said Dmitry Ólafsson 🎺, who speaks for the ministry. Ólafsson smiled.\n\n" +
	"“We always knew,” the spokesman said. The ministry of Łódź said nothing."

func TestAClickOnAMentionNamesTheSamePerson(t *testing.T) {
	f := start(t)
	f.AddText("ministry.txt", ministry)
	f.at("Dmitry", 0).press("M")
	f.Naming().Accept(0)
	f.selectWords("the spokesman", 0).press("M")
	spokesman := f.Current().ID
	if f.Naming() == nil || !f.Naming().Point(f.find("Ólafsson", 0).Start) {
		t.Fatal("the click on the mention means nothing")
	}
	e := f.Entity(f.Set().Get(spokesman).Entity)
	if f.Naming() != nil || e == nil || e.Name != "Dmitry Ólafsson" {
		t.Errorf("the spokesman is %v, and the popup is open: %v", e, f.Naming() != nil)
	}
	f.press("Ctrl+Z")
	if f.Set().Get(spokesman).Entity != "" {
		t.Error("one undo does not take it back")
	}
}

func TestAClickOnWordsTypesThem(t *testing.T) {
	f := start(t)
	f.AddText("ministry.txt", ministry)
	f.at("Dmitry", 0).press("M")
	f.Naming().Accept(0)
	f.selectWords("the spokesman", 0).press("M")
	n := f.Naming()
	n.Point(f.find("Ólafsson", 1).Start + 3) // nobody has marked that one
	if n.Query != "Ólafsson" || len(n.Rows) == 0 || n.Rows[0].Name != "Dmitry Ólafsson" || f.Naming() != n {
		t.Fatalf("after a click on the surname %q is typed, and first comes %+v", n.Query, n.Rows)
	}
	for _, c := range []struct {
		words string
		query string
	}{{"Łódź", "Łódź"}, {"always", "always"}, {"spokesman", "the spokesman"}} {
		if n.Point(f.find(c.words, 0).Start); n.Query != c.query {
			t.Errorf("a click on %s types %q, want %q", c.words, n.Query, c.query)
		}
	}
	was := n.Query
	if n.Point(f.find(". Ólafsson", 0).Start) || n.Query != was || f.Naming() != n {
		t.Errorf("a click on a full stop means something: %q", n.Query)
	}
	if s := f.Status(); s.Asking != "Who or what is “the spokesman”?" || s.Keys[1].Key != workbench.Key("Click") {
		t.Errorf("the status line says %q, %v", s.Asking, s.Keys)
	}
}

func TestEntitiesStayInTheOrderOfTheirNames(t *testing.T) {
	f := start(t)
	names := func() (out []string) {
		for _, e := range f.Entities() {
			out = append(out, e.Name)
		}
		return out
	}
	if len(names()) != 0 {
		t.Fatal("a new project has entities")
	}
	for _, words := range []string{"Novák", "Ana Díaz", "Reuters"} {
		f.selectWords(words, 0).press("M")
		n := f.Naming()
		n.SetQuery(words)
		n.Accept(len(n.Rows) - 1) // a new one
	}
	if got := names(); !slices.Equal(got, []string{"Ana Díaz", "Novák", "Reuters"}) {
		t.Fatalf("%q", got)
	}
	f.RenameEntity(f.Entities()[0].ID, "Zoë Díaz")
	if got := names(); !slices.Equal(got, []string{"Novák", "Reuters", "Zoë Díaz"}) {
		t.Errorf("after another name: %q", got)
	}
	f.Do("edit.undo")
	f.Do("edit.undo")
	if got := names(); !slices.Equal(got, []string{"Ana Díaz", "Novák"}) {
		t.Errorf("after undo: %q", got)
	}
}
