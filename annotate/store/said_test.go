package store

import (
	"fmt"
	"slices"
	"testing"

	"quoth/annotate"
)

// reviewed has two articles that ana (done with both) and ben marked and gold decided about.
func reviewed(t *testing.T) (p *Project, one, two *annotate.Document) {
	t.Helper()
	p = newProject(t)
	one, two = article("One", "“Hello,” said Ana Díaz. שלום"), article("Two", "Ben met Ana Díaz 👩‍👩‍👧.")
	add(t, p, one, two)
	for _, d := range []*annotate.Document{one, two} {
		ana, ben, gold := setOf(t, p, d, "ana"), setOf(t, p, d, "ben"), setOf(t, p, d, annotate.Gold)
		a, b := mark("person", 3, 8), mark("cue", 9, 12)
		if d == two {
			a, b = mark("person", 0, 3), mark("person", 8, 17)
		}
		a.ID, b.ID = annotate.ID("a"+d.Title), annotate.ID("b"+d.Title)
		commit(t, p, ana, "Mark", func(dr *annotate.Draft) { dr.Put(a); dr.SetState(annotate.StateDone) })
		commit(t, p, ben, "Mark", func(dr *annotate.Draft) { dr.Put(b) })
		commit(t, p, gold, "Review", func(dr *annotate.Draft) {
			g := b.Clone()
			g.ID = annotate.ID("g" + d.Title)
			dr.Put(g)
			dr.Decide(annotate.DecisionAbout("ana", a, annotate.VerdictRejected, ""))
			dr.Decide(annotate.DecisionAbout("ben", b, annotate.VerdictAccepted, g.ID))
			dr.Say(&annotate.Comment{ID: annotate.ID("c" + d.Title), Annotator: "ana", About: a.ID, Spans: a.Spans, Author: "Eva", Time: noon, Text: "Who? שלום"})
		})
	}
	return p, one, two
}

func TestDecisionsAndCommentsAreListedByWhomTheyAreAbout(t *testing.T) {
	p, one, two := reviewed(t)
	list := func(a Asked) (out []string) {
		t.Helper()
		all, err := p.Decisions(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range all {
			out = append(out, fmt.Sprint(d.Title, " ", d.By, " ", d.Verdict, " ", d.About, " ", d.Gone))
		}
		return out
	}
	if got, want := list(Asked{About: []annotate.AnnotatorID{"ana"}}), []string{"One gold rejected aOne false", "Two gold rejected aTwo false"}; !slices.Equal(got, want) {
		t.Errorf("about ana’s: %q", got)
	}
	if got := list(Asked{Verdicts: []annotate.Verdict{annotate.VerdictAccepted}, Documents: []annotate.DocumentID{two.ID}}); !slices.Equal(got, []string{"Two gold accepted bTwo false"}) {
		t.Errorf("accepted in the second: %q", got)
	}
	if got := list(Asked{By: []annotate.AnnotatorID{"ana"}}); len(got) > 0 {
		t.Errorf("by ana: %q", got)
	}
	commit(t, p, setOf(t, p, two, annotate.Gold), "Remove", func(dr *annotate.Draft) { dr.Remove("gTwo") })
	if got := list(Asked{About: []annotate.AnnotatorID{"ben"}}); !slices.Equal(got, []string{"One gold accepted bOne false", "Two gold accepted bTwo true"}) {
		t.Errorf("after it was removed: %q", got)
	}
	said, err := p.Comments(t.Context(), Asked{About: []annotate.AnnotatorID{"ana"}, Documents: []annotate.DocumentID{one.ID}})
	if err != nil || len(said) != 1 || said[0].Text != "Who? שלום" || said[0].By != annotate.Gold || said[0].Title != "One" || !said[0].Time.Equal(noon) {
		t.Errorf("%+v, %v", said, err)
	}
	sound(t, p)
}

func TestWhatAnAnnotatorMissedIsListedOnceTheyAreDone(t *testing.T) {
	p, _, two := reviewed(t)
	missed := func(who annotate.AnnotatorID) (out []string) {
		t.Helper()
		all, err := p.Missed(t.Context(), who)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range all {
			out = append(out, fmt.Sprint(m.Title, " ", m.By, " ", m.Result, " ", m.Spans))
		}
		return out
	}
	if got := missed("ana"); !slices.Equal(got, []string{"One gold gOne [{9 12}]", "Two gold gTwo [{8 17}]"}) {
		t.Errorf("ana missed %q", got)
	}
	if got := missed("ben"); len(got) > 0 {
		t.Errorf("ben, who is not done, missed %q", got)
	}
	commit(t, p, setOf(t, p, two, "cay"), "Accept", func(dr *annotate.Draft) { // what a colleague takes is no review
		c := mark("person", 8, 17)
		c.ID = "cTwo"
		dr.Put(c)
		dr.Decide(annotate.DecisionAbout("rules", c, annotate.VerdictAccepted, c.ID))
	})
	if got := missed("ana"); len(got) != 2 {
		t.Errorf("after a colleague accepted a proposal ana missed %q", got)
	}
	commit(t, p, setOf(t, p, two, annotate.Gold), "Remove", func(dr *annotate.Draft) { dr.Remove("gTwo") })
	if got := missed("ana"); !slices.Equal(got, []string{"One gold gOne [{9 12}]"}) {
		t.Errorf("after one was removed ana missed %q", got)
	}
}

func TestWhatIsDecidedInADocumentComesBackWithIt(t *testing.T) {
	p := newProject(t)
	d := article("One", "“Hello,” said Ana Díaz. שלום")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	commit(t, p, s, "Reject", func(dr *annotate.Draft) {
		dr.Decide(annotate.DecisionAbout("rules", mark("person", 3, 8), annotate.VerdictRejected, ""))
		dr.Say(&annotate.Comment{ID: "c1", Annotator: "rules", About: "x", Author: "Ana", Time: noon, Text: "No."})
	})
	if err := p.RemoveDocument(t.Context(), d.ID); err != nil {
		t.Fatal(err)
	}
	sound(t, p)
	add(t, p, d)
	if got := setOf(t, p, d, "ana"); got.DecisionCount() != 1 || got.CommentCount() != 1 {
		t.Errorf("%d decisions and %d comments came back", got.DecisionCount(), got.CommentCount())
	}
	sound(t, p)
}
