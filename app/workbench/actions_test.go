package workbench_test

import (
	"os"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/app/annotators"
	"quoth/app/workbench"
)

// byHand annotates an article as another set has it, the way a quick person would, and counts: one for a drag over words,
// a key chord, or a letter that is typed.
type byHand struct {
	*fixture
	actions int
	made    map[annotate.ID]annotate.ID // what stands for the target's annotations
}

func (h *byHand) drag(s annotate.Span) {
	h.Select(s.Start, s.End, workbench.ByPointer)
	h.actions++
}

func (h *byHand) key(k workbench.Key) {
	h.Press(k, false)
	h.actions++
}

// mention marks words, names whom they mean, and has all other places of the same words marked at once.
func (h *byHand) mention(a *annotate.Annotation, name string, again bool) {
	if old := h.Set().Find(a.Type, a.Spans); old != nil {
		h.made[a.ID] = old.ID
		return
	}
	h.drag(a.Spans[0])
	h.key(workbench.Key(h.Schema().Type(a.Type).Shortcut))
	if name != "" {
		h.key("N")
		for n := 1; h.Naming() != nil && (len(h.Naming().Rows) == 0 || h.Naming().Rows[0].Name != name && h.Naming().First() != name) && n <= len([]rune(name)); n++ {
			h.Naming().SetQuery(string([]rune(name)[:n])) // a letter more
			h.actions++
		}
		if h.Naming() != nil {
			h.key("Enter")
		}
	}
	if again {
		h.key("L")
		h.key("Enter")
	}
	if m := h.Set().Find(a.Type, a.Spans); m != nil {
		h.made[a.ID] = m.ID
		if name == "" {
			return
		}
	}
}

// role answers what is asked with the words of an annotation: by its letters, or by Enter where it is the likeliest; with
// words that are no candidate, by selecting them.
func (h *byHand) role(target *annotate.Annotation, key workbench.Key) {
	if x := h.Hints(); x != nil {
		for i, c := range x.Candidates {
			if c.ID == h.made[target.ID] && c.ID != "" || c.Span == target.Spans[0] {
				if i == x.Chosen {
					h.key("Enter")
					return
				}
				for _, r := range c.Label {
					h.key(workbench.Key(strings.ToUpper(string(r))))
				}
				return
			}
		}
		h.key("Escape")
	}
	h.drag(target.Spans[0])
	h.key(key)
}

func (h *byHand) quote(a *annotate.Annotation, target *annotate.Set) {
	h.drag(a.Spans[0])
	h.key("Q")
	for _, p := range []struct {
		role string
		key  workbench.Key
	}{{"speaker", "S"}, {"cue", "C"}} {
		if f := target.Get(a.Arg(p.role)); f != nil {
			h.role(f, p.key)
		} else if h.Hints() != nil {
			h.key("Escape")
		}
	}
	for _, s := range a.Spans[1:] {
		h.drag(s)
		h.key("J")
	}
}

func (h *byHand) event(a *annotate.Annotation, target *annotate.Set) {
	h.drag(a.Spans[0])
	h.key("E")
	t := h.Schema().Type(a.Type)
	for _, d := range t.Shortcut {
		h.key(workbench.Key(strings.ToUpper(string(d))))
	}
	for _, x := range a.Args {
		h.key("R")
		h.key(workbench.Key(strings.ToUpper(t.Role(x.Role).Shortcut)))
		h.role(target.Get(x.Target), "R")
	}
}

// annotateByHand marks all that a set has, mentions first.
func annotateByHand(h *byHand, target *annotate.Set, name func(annotate.ID) string) {
	seen := map[string]int{}
	for a := range target.All() {
		if h.Schema().Kind(a.Type) == annotate.KindMention {
			seen[a.Type+target.Document.Surface(a.Spans)]++
		}
	}
	for a := range target.All() {
		if h.Schema().Kind(a.Type) == annotate.KindMention {
			h.mention(a, name(a.Entity), seen[a.Type+target.Document.Surface(a.Spans)] > 1)
		}
	}
	for a := range target.All() {
		if h.Schema().Kind(a.Type) == annotate.KindQuote {
			h.quote(a, target)
		}
	}
	for a := range target.All() {
		if h.Schema().Kind(a.Type) == annotate.KindEvent {
			h.event(a, target)
		}
	}
}

// With proposals, an article is annotated in at most a third of the actions that it takes without: opened fresh, all that is
// sure enough accepted at once, and as many wrong ones deleted, and missing ones marked, as a careful reader of the article finds.
func TestProposalsSaveTwoOfThreeActions(t *testing.T) {
	for _, c := range []struct {
		name, file string
		wrong      int // what a careful reader deletes, two actions each: to go there and to delete
		missing    int // what they mark by hand, five actions each
	}{
		{"an article of the sample", "../../assets/sample/ferry.txt", 12, 12},
		{"a long article", "../../../shared/data/seed/article.txt", 12, 12},
	} {
		text, err := os.ReadFile(c.file)
		if err != nil {
			t.Logf("%s is not beside the project", c.file)
			continue
		}
		quick := proposing(t)
		quick.AddText("article.txt", string(text))
		quick.press("Alt+Shift+Enter", "Enter")
		with := 3 + 2*c.wrong + 5*c.missing // opening it is one
		target := quick.Set()
		if target.Count("quote") < 10 {
			t.Fatalf("%s: only %d quotes are proposed", c.name, target.Count("quote"))
		}

		slow := withRules(t, annotators.Rules(), prefs{"settings.annotator": "ana", "proposals.off": "yes"})
		slow.AddText("article.txt", string(text))
		h := &byHand{fixture: slow, actions: 1, made: map[annotate.ID]annotate.ID{}}
		annotateByHand(h, target, func(id annotate.ID) string {
			if e := quick.Entity(id); e != nil {
				return e.Name
			}
			return ""
		})
		for _, kind := range []string{"quote", "person", "cue"} {
			if got, want := slow.Set().Count(kind), target.Count(kind); got < want*9/10 {
				t.Errorf("%s: by hand there are %d of %d %ss", c.name, got, want, kind)
			}
		}
		t.Logf("%s: %d annotations; %d actions with proposals, %d by hand", c.name, target.Len(), with, h.actions)
		if 3*with > h.actions {
			t.Errorf("%s: %d actions with proposals are more than a third of %d by hand", c.name, with, h.actions)
		}
	}
}
