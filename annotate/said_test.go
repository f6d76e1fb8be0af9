package annotate_test

import (
	"slices"
	"testing"
	"time"

	"quoth/annotate"
)

func decide(t *testing.T, s *annotate.Set, edits func(*annotate.Draft)) error {
	t.Helper()
	d := s.Draft("Decide")
	edits(d)
	c := d.Change("Eva", at)
	err := s.Check(c, smallSchema(t), entities{})
	if err == nil {
		s.Apply(c)
	}
	return err
}

func TestADecisionIsRememberedUntilItIsTakenBack(t *testing.T) {
	s := annotate.NewSet(document(speech), annotate.Gold, "", nil)
	theirs := mark(t, "a1", "person", "Ana Díaz")
	mine := mark(t, "g1", "person", "Ana Díaz")
	if err := decide(t, s, func(d *annotate.Draft) {
		d.Put(mine)
		d.Decide(annotate.DecisionAbout("ana", theirs, annotate.VerdictAccepted, mine.ID))
	}); err != nil {
		t.Fatal(err)
	}
	x := s.Decision("ana", "a1")
	if x == nil || s.Stands(x) != annotate.VerdictAccepted || !slices.Equal(x.Spans, theirs.Spans) || len(s.ResultOf("g1")) != 1 {
		t.Fatalf("decided: %+v", x)
	}
	if s.Decision("ben", "a1") != nil {
		t.Error("a decision about ana's is one about ben's")
	}
	if err := decide(t, s, func(d *annotate.Draft) { d.Remove("g1") }); err != nil {
		t.Fatal(err)
	}
	if s.Stands(x) != annotate.VerdictRejected {
		t.Error("what was accepted and then removed still stands")
	}
	if err := decide(t, s, func(d *annotate.Draft) { d.Undecide("ana", "a1") }); err != nil || s.Decision("ana", "a1") != nil || s.DecisionCount() != 0 {
		t.Errorf("taken back: %v, %v", err, s.Decision("ana", "a1"))
	}
}

func TestADecisionThatMakesNoSenseIsRefused(t *testing.T) {
	theirs := mark(t, "a1", "person", "Ana Díaz")
	outside := theirs.Clone()
	outside.Spans = []annotate.Span{{Start: 0, End: 9999}}
	odd := annotate.DecisionAbout("ana", theirs, annotate.VerdictRejected, "")
	odd.Reason = "mood"
	for what, x := range map[string]*annotate.Decision{
		"about one's own":            annotate.DecisionAbout(annotate.Gold, theirs, annotate.VerdictRejected, ""),
		"rejected with a result":     annotate.DecisionAbout("ana", theirs, annotate.VerdictRejected, "g1"),
		"accepted without a result":  annotate.DecisionAbout("ana", theirs, annotate.VerdictAccepted, ""),
		"no verdict":                 annotate.DecisionAbout("ana", theirs, "perhaps", ""),
		"outside of the text":        annotate.DecisionAbout("ana", outside, annotate.VerdictRejected, ""),
		"a reason that nobody knows": odd,
	} {
		s := annotate.NewSet(document(speech), annotate.Gold, "", nil)
		if err := decide(t, s, func(d *annotate.Draft) { d.Decide(x) }); err == nil {
			t.Errorf("%s is let through", what)
		}
	}
}

func TestCommentsOfSeveralAnnotatorsAreOneThread(t *testing.T) {
	doc := document(speech)
	place := mark(t, "a1", "person", "Ana Díaz").Spans
	gold, ana := annotate.NewSet(doc, annotate.Gold, "", nil), annotate.NewSet(doc, "ana", "", nil)
	say := func(s *annotate.Set, c *annotate.Comment) {
		t.Helper()
		c.Annotator, c.About, c.Spans = "ana", "a1", place
		if err := decide(t, s, func(d *annotate.Draft) { d.Say(c) }); err != nil {
			t.Fatal(err)
		}
	}
	say(gold, &annotate.Comment{ID: "c1", Author: "Eva", Time: at, Text: "Who is that? 👩‍👩‍👧"})
	if ana.State() != annotate.StateNew || gold.State() != annotate.StateNew {
		t.Error("saying something puts a set in progress")
	}
	// Her clock is an hour slow.
	say(ana, &annotate.Comment{ID: "c2", Author: "Ana", Time: at.Add(-time.Hour), Text: "פסקוב", ReplyTo: "c1"})
	threads := annotate.Threads(append(gold.Said(), ana.Said()...))
	if len(threads) != 1 || threads[0].ID() != "c1" || len(threads[0].Comments) != 2 || threads[0].Comments[0].ID != "c1" || threads[0].Standing() != annotate.StandingOpen {
		t.Fatalf("threads %+v", threads)
	}
	say(gold, &annotate.Comment{ID: "c3", Author: "Eva", Time: at.Add(time.Hour), ReplyTo: "c1", Standing: annotate.StandingResolved})
	if got := annotate.Threads(append(ana.Said(), gold.Said()...))[0].Standing(); got != annotate.StandingResolved {
		t.Errorf("it is %s", got)
	}
	say(ana, &annotate.Comment{ID: "c4", Author: "Ana", Time: at.Add(2 * time.Hour), ReplyTo: "c1", Text: "No.", Standing: annotate.StandingOpen})
	if got := annotate.Threads(append(gold.Said(), ana.Said()...))[0].Standing(); got != annotate.StandingOpen {
		t.Errorf("reopened, it is %s", got)
	}
	if x := annotate.Threads(append(gold.Said(), ana.Said()...))[0]; x.StandingOf(annotate.Gold) != annotate.StandingResolved || x.StandingOf("ana") != annotate.StandingOpen {
		t.Errorf("for gold it is %s, for ana %s", x.StandingOf(annotate.Gold), x.StandingOf("ana"))
	}
	if n := len(ana.CommentsAbout("ana", "a1")); n != 2 {
		t.Errorf("%d comments of ana's", n)
	}
	// What began the thread may be gone.
	if err := decide(t, gold, func(d *annotate.Draft) { d.Unsay("c1") }); err != nil {
		t.Fatal(err)
	}
	if got := annotate.Threads(append(gold.Said(), ana.Said()...)); len(got) != 1 || got[0].ID() != "c1" || len(got[0].Comments) != 3 {
		t.Errorf("without its beginning: %+v", got)
	}
	if err := decide(t, gold, func(d *annotate.Draft) { d.Say(&annotate.Comment{ID: "c5", Annotator: "ana", About: "a1"}) }); err == nil {
		t.Error("an empty comment is let through")
	}
}
