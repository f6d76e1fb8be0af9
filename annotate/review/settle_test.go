package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/review"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// anyEntity answers for every entity: it is a person of its own name.
type anyEntity struct{}

func (anyEntity) Entity(id annotate.ID) *annotate.Entity {
	return &annotate.Entity{ID: id, Type: "person", Name: string(id)}
}

// judge carries a verdict out in a gold set, as the program does: checked, then applied.
func judge(t testing.TB, gold *annotate.Set, s *review.Settling) *annotate.Change {
	t.Helper()
	c := s.Draft.Change("eva", noon)
	if err := gold.Check(c, schema(t), anyEntity{}); err != nil {
		t.Fatal(err)
	}
	gold.Apply(c)
	return c
}

// marked writes what a set holds, one annotation a line, its arguments by their words.
func marked(s *annotate.Set) []string {
	var out []string
	for a := range s.All() {
		line := a.Type + " " + doc.Surface(a.Spans)
		if a.Entity != "" {
			line += " = " + string(a.Entity)
		}
		for _, x := range a.Args {
			line += " " + x.Role + ":" + doc.Surface(s.Get(x.Target).Spans)
		}
		if a.Origin.Annotator != "" {
			line += " from " + string(a.Origin.Annotator)
		}
		out = append(out, line)
	}
	return out
}

// decided writes what is decided in a set, one decision a line, in the order of annotators and identities.
func decided(s *annotate.Set) []string {
	var out []string
	for d := range s.Decisions() {
		line := fmt.Sprintf("%s %s %s", d.Annotator, d.About, d.Verdict)
		if d.Result != "" {
			line += " as " + doc.Surface(s.Get(d.Result).Spans)
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

// quoting marks a quote with its speaker and cue.
func quoting(t testing.TB, id, words, speaker, entity, cue string) []*annotate.Annotation {
	q := mark(t, id, "quote", words)
	var out []*annotate.Annotation
	if speaker != "" {
		m := mark(t, id+"s", "person", speaker)
		m.Entity = annotate.ID(entity)
		q.Args = append(q.Args, annotate.Arg{Role: "speaker", Target: m.ID})
		out = append(out, m)
	}
	if cue != "" {
		c := mark(t, id+"c", "cue", cue)
		q.Args = append(q.Args, annotate.Arg{Role: "cue", Target: c.ID})
		out = append(out, c)
	}
	return append(out, q)
}

func three(t testing.TB) (ana, ben, eva *annotate.Set) {
	return set("ana", quoting(t, "a", "“We will win,”", "Ana Díaz", "díaz", "told")...),
		set("ben", quoting(t, "b", "“We will win,”", "Mayor Ana Díaz", "díaz", "told")...),
		set("eva", append(quoting(t, "e", "We will win", "Reuters", "novák", "told"), mark(t, "x", "org", "Reuters"))...)
}

func TestAQuoteWithItsSpeakerAndCueIsOneCase(t *testing.T) {
	ana, ben, eva := three(t)
	cs := review.CasesOf(schema(t), ana, ben, eva)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	var open []string
	for _, c := range cs.All {
		open = append(open, fmt.Sprint(cs.Status(c, gold), " ", c.Version(c.Main().Sides()[0]).Type, " ", len(c.Disputes)))
	}
	// The quote is open, and covers who speaks and the cue; what nobody speaks as is a case of its own.
	if d := cmp.Diff([]string{"0 quote 5", "3 person 2", "3 cue 0", "0 org 1", "3 person 1"}, open); d != "" {
		t.Error(d)
	}
}

func TestTakingAVersionBringsWhatFillsItsRoles(t *testing.T) {
	ana, ben, eva := three(t)
	cs := review.CasesOf(schema(t), ana, ben, eva)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	s := cs.Settle(gold, "Take ana’s version")
	s.Take(cs.All[0], 0)
	c := judge(t, gold, s)
	if d := cmp.Diff([]string{
		"quote “We will win,” speaker:Ana Díaz cue:told from ana", "person Ana Díaz = díaz from ana", "cue told from ana",
	}, marked(gold)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{
		"ana a accepted as “We will win,”", "ana ac accepted as told", "ana as accepted as Ana Díaz",
		"ben b accepted as “We will win,”", "ben bc accepted as told", "ben bs corrected as Ana Díaz",
		"eva e corrected as “We will win,”", "eva ec accepted as told",
	}, decided(gold)); d != "" {
		t.Error(d)
	}
	for _, x := range cs.All {
		if st := cs.Status(x, gold); st != review.Settled && x.Hull() != mark(t, "", "org", "Reuters").Hull() {
			t.Errorf("%v is %d", x.Hull(), st)
		}
	}
	gold.Apply(gold.Undo(c, "eva", noon))
	if gold.Len() != 0 || gold.DecisionCount() != 0 || cs.Status(cs.All[0], gold) != review.Open {
		t.Errorf("undone, it has %v and %v", marked(gold), decided(gold))
	}
}

func TestPartsAreTakenFromSeveral(t *testing.T) {
	ana, ben, eva := three(t)
	cs := review.CasesOf(schema(t), ana, ben, eva)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	var parts []string
	for _, p := range cs.Parts(cs.All[0]) {
		parts = append(parts, fmt.Sprintf("%d %s %v", p.What, p.Of, p.Camps))
	}
	if d := cmp.Diff([]string{fmt.Sprintf("%d  [[0 1] [2]]", review.Boundary), fmt.Sprintf("%d speaker [[0] [1] [2]]", review.Fillers)}, parts); d != "" {
		t.Error(d)
	}
	s := cs.Settle(gold, "Mix")
	s.Mix(cs.All[0], 0, map[review.Part]int{{What: review.Boundary}: 2, {What: review.Fillers, Of: "speaker"}: 1})
	judge(t, gold, s)
	got := marked(gold)
	for _, want := range []string{"quote We will win speaker:Mayor Ana Díaz cue:told from ana", "person Mayor Ana Díaz = díaz from ben", "cue told from ana"} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is not among %q", want, got)
		}
	}
}

func TestNoneIsRightTakesTheCueAndLeavesTheSpeaker(t *testing.T) {
	ana, ben, eva := three(t)
	cs := review.CasesOf(schema(t), ana, ben, eva)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	s := cs.Settle(gold, "None is right")
	s.Reject(cs.All[0])
	judge(t, gold, s)
	if gold.Len() != 0 {
		t.Errorf("it has %v", marked(gold))
	}
	if d := cmp.Diff([]string{"ana a rejected", "ana ac rejected", "ben b rejected", "ben bc rejected", "eva e rejected", "eva ec rejected"}, decided(gold)); d != "" {
		t.Error(d)
	}
}

// meeting marks an event with its place, its time and who takes part, as far as they have words.
func meeting(t testing.TB, id, place, date, participant string) []*annotate.Annotation {
	e := mark(t, id, "contact.meet", "met")
	out := []*annotate.Annotation{e}
	for _, x := range []struct{ role, typ, words string }{{"place", "place", place}, {"time", "date", date}, {"participant", "person", participant}} {
		if x.words != "" {
			m := mark(t, id+x.role, x.typ, x.words)
			e.Args = append(e.Args, annotate.Arg{Role: x.role, Target: m.ID})
			out = append(out, m)
		}
	}
	return out
}

// A verdict on an event says nothing against the names, places and dates that take part in it.
func TestAVerdictOnAFrameRejectsNoMention(t *testing.T) {
	ana := set("ana", meeting(t, "a", "Zürich", "Monday", "王毅")...)
	ben := set("ben", meeting(t, "b", "Zürich", "on Monday", "")...)
	cs := review.CasesOf(schema(t), ana, ben, set("eva", mark(t, "ez", "place", "Zürich")))
	event := slices.IndexFunc(cs.All, (*review.Case).Frame)
	for name, x := range map[string]struct {
		give func(*review.Settling, *review.Case)
		gold []string
		want []string // what is left, by its words
	}{
		"none": {(*review.Settling).Reject, nil, []string{"Monday open", "王毅 open", "Zürich agreed"}},
		"the one with two": {func(s *review.Settling, c *review.Case) { s.Take(c, 1) }, []string{
			"date on Monday from ben", "contact.meet met place:Zürich time:on Monday from ben", "place Zürich from ben",
		}, []string{"王毅 open"}},
		"of who marked none": {func(s *review.Settling, c *review.Case) { s.Take(c, 2) }, []string{"place Zürich from eva"}, []string{"Monday open", "王毅 open"}},
	} {
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		for _, c := range cs.All {
			if st := cs.Status(c, gold); !c.Frame() && st != review.Covered {
				t.Errorf("%s: before the verdict %v is %d", name, c.Hull(), st)
			}
		}
		s := cs.Settle(gold, "Verdict")
		x.give(s, cs.All[event])
		judge(t, gold, s)
		if d := cmp.Diff(x.gold, marked(gold)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		for d := range gold.Decisions() {
			if d.Verdict == annotate.VerdictRejected && d.Type != "contact.meet" {
				t.Errorf("%s: %s’s %s is rejected, and nobody was asked about it", name, d.Annotator, d.About)
			}
		}
		var left []string
		for _, c := range cs.All {
			if st := cs.Status(c, gold); st != review.Settled {
				left = append(left, doc.Surface(c.Main().Versions[c.Main().Sides()[0]].Spans)+map[review.Status]string{review.Open: " open", review.Agreed: " agreed", review.Covered: " covered"}[st])
			}
		}
		if d := cmp.Diff(x.want, left); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// Who links a name to nobody does not say that it is another one than those who link it.
func TestANameThatOneDidNotLinkIsTheSame(t *testing.T) {
	quoted := func(id, entity string) []*annotate.Annotation {
		return quoting(t, id, "“We will win,”", "Ana Díaz", entity, "told")
	}
	for _, x := range []struct {
		entities []string // of each annotator's speaker
		takes    bool     // whether the rule takes the quote
	}{
		{[]string{"díaz", ""}, true},
		{[]string{"", "díaz"}, true},
		{[]string{"", "díaz", ""}, true},
		{[]string{"díaz", "novák"}, false},
		{[]string{"díaz", "", "novák"}, false},
	} {
		var sets []*annotate.Set
		for i, e := range x.entities {
			sets = append(sets, set(annotate.AnnotatorID(fmt.Sprint("annotator ", i)), quoted(fmt.Sprint(i), e)...))
		}
		cs := review.CasesOf(schema(t), sets...)
		if n := len(cs.All[0].Disputes); (n == 0) != x.takes {
			t.Errorf("%q: there are %d disputes", x.entities, n)
		}
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		s, _ := review.Rule{Kind: review.Unanimous}.Apply(cs, gold, "Gold", nil)
		judge(t, gold, s)
		linked := slices.ContainsFunc(slices.Collect(gold.All()), func(a *annotate.Annotation) bool { return a.Type == "person" && a.Entity == "díaz" })
		if quotes := gold.Count("quote"); (quotes == 1) != x.takes || linked != x.takes {
			t.Errorf("%q: gold has %v", x.entities, marked(gold))
		}
	}
}

func TestARuleTakesWhatSoManyAgreeOnAndNeverATie(t *testing.T) {
	q := func(id string, words, speaker string) []*annotate.Annotation {
		return quoting(t, id, words, speaker, "díaz", "told")
	}
	a, b := "“We will win,”", "We will win"
	for _, c := range []struct {
		what     string
		versions []string // of each annotator, "" for none
		takes    map[string]string
	}{
		{"all agree", []string{a, a, a}, map[string]string{"unanimous": a, "majority": a, "at least 2": a}},
		{"two of three", []string{a, b, a}, map[string]string{"majority": a, "at least 2": a}},
		{"two against two", []string{a, b, a, b}, map[string]string{}},
		{"two against two, one apart", []string{a, b, a, b, ""}, map[string]string{}},
		{"two of four", []string{a, b, a, ""}, map[string]string{"at least 2": a}},
		{"most marked nothing", []string{a, "", ""}, map[string]string{}},
		{"one alone", []string{a}, map[string]string{"at least 1": a}},
	} {
		var sets []*annotate.Set
		for i, v := range c.versions {
			var anns []*annotate.Annotation
			if v != "" {
				anns = q(fmt.Sprint(i), v, "Ana Díaz")
			}
			sets = append(sets, set(annotate.AnnotatorID(fmt.Sprint("annotator ", i)), anns...))
		}
		for _, r := range []review.Rule{{Kind: review.Unanimous}, {Kind: review.Majority}, {Kind: review.Threshold, AtLeast: 2}, {Kind: review.Threshold, AtLeast: 1}} {
			if r.AtLeast == 1 && c.takes[r.String()] == "" {
				continue
			}
			cs := review.CasesOf(schema(t), sets...)
			gold := annotate.NewSet(doc, annotate.Gold, "", nil)
			s, _ := r.Apply(cs, gold, "Gold", nil)
			judge(t, gold, s)
			got := ""
			for x := range gold.All() {
				if x.Type == "quote" {
					got = doc.Surface(x.Spans)
				}
			}
			if got != c.takes[r.String()] {
				t.Errorf("%s: %s takes %q, want %q", c.what, r, got, c.takes[r.String()])
			}
		}
	}
}

func TestARuleLeavesWhatAPersonDecided(t *testing.T) {
	ana, ben := set("ana", quoting(t, "a", "“We will win,”", "Ana Díaz", "díaz", "told")...), set("ben", quoting(t, "b", "“We will win,”", "Ana Díaz", "díaz", "told")...)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	cs := review.CasesOf(schema(t), ana, ben)
	s := cs.Settle(gold, "None is right")
	s.Reject(cs.All[0])
	judge(t, gold, s)
	// The file of a third comes in later, who marked the same.
	cs = review.CasesOf(schema(t), ana, ben, set("eva", quoting(t, "e", "“We will win,”", "Ana Díaz", "díaz", "told")...))
	s, _ = review.Rule{Kind: review.Unanimous}.Apply(cs, gold, "Gold", nil)
	judge(t, gold, s)
	for x := range gold.All() {
		if x.Type == "quote" {
			t.Errorf("the rule takes %s, which a person rejected", doc.Surface(x.Spans))
		}
	}
}

// A version may come to the words that something else was edited to: then that fills the roles, too.
func TestAFrameKeepsItsSpeakerWhoComesToStandAsTheSameWordsAsAnother(t *testing.T) {
	of := func(id, words string) []*annotate.Annotation {
		return append(quoting(t, id, "never", words, "", ""), mark(t, id+" role", "role", "Mayor"))
	}
	cs := review.CasesOf(schema(t), set("ana", of("a", "Ana Díaz")...), set("ben", of("b", "Mayor Ana Díaz")...))
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	find := func(typ string) *review.Case {
		return cs.All[slices.IndexFunc(cs.All, func(c *review.Case) bool { return c.Version(0) != nil && c.Version(0).Type == typ })]
	}
	for _, typ := range []string{"quote", "role"} {
		s := cs.Settle(gold, "")
		s.Take(find(typ), 0)
		judge(t, gold, s)
	}
	role := cs.Result(find("role"), gold).Clone()
	role.Type, role.Spans = "person", mark(t, "", "person", "Mayor Ana Díaz").Spans
	edit := gold.Draft("Edit")
	edit.Put(role)
	gold.Apply(edit.Change("eva", noon))
	s := cs.Settle(gold, "")
	s.Take(find("person"), 1)
	judge(t, gold, s)
	if got, want := marked(gold), "quote never speaker:Mayor Ana Díaz from ana"; !slices.Contains(got, want) {
		t.Errorf("gold has %q, want %q", got, want)
	}
}

// A quote that came along with an event on which all agree waits for a verdict of its own; nobody has changed anything.
func TestAQuoteThatCameAlongWithAnEventIsOpenAndUnchanged(t *testing.T) {
	version := func(id, speaker, entity string) []*annotate.Annotation {
		all := quoting(t, id, "“We will win,”", speaker, entity, "told")
		said := mark(t, id+"e", "communicate.announce", "told")
		said.Args = []annotate.Arg{{Role: "content", Target: annotate.ID(id)}}
		return append(all, said)
	}
	eva := set("eva", version("c", "Reuters", "novák")...)
	cs := review.CasesOf(schema(t), set("ana", version("a", "Ana Díaz", "díaz")...), set("ben", version("b", "Ana Díaz", "díaz")...), eva)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	var quote, event *review.Case
	for _, c := range cs.All {
		switch c.Version(c.Main().Sides()[0]).Type {
		case "quote":
			quote = c
		case "communicate.announce":
			event = c
		}
	}
	s := cs.Settle(gold, "")
	s.Take(event, 0)
	judge(t, gold, s)
	if d := cmp.Diff([]string{"quote “We will win,” speaker:Ana Díaz cue:told from ana", "person Ana Díaz = díaz from ana",
		"communicate.announce told content:“We will win,” from ana", "cue told from ana"}, marked(gold)); d != "" {
		t.Error(d)
	}
	if st, since := cs.Status(quote, gold), cs.Since(quote, gold); st != review.Open || len(since) != 0 {
		t.Errorf("it is %v, and since then there was %v", st, since)
	}
	s = cs.Settle(gold, "")
	s.Take(quote, 2)
	judge(t, gold, s)
	if st, since := cs.Status(quote, gold), cs.Since(quote, gold); st != review.Settled || len(since) != 0 {
		t.Errorf("after the verdict it is %v, and since then there was %v", st, since)
	}
}

// A quote may come along with an event that all marked alike; who speaks goes by the rule nevertheless.
func TestARuleDecidesAboutAQuoteThatCameAlongWithAnEvent(t *testing.T) {
	version := func(id, entity string) []*annotate.Annotation {
		all := quoting(t, id, "“We will win,”", "Ana Díaz", entity, "")
		before := mark(t, id+"e", "communicate.announce", "told")
		before.Args = []annotate.Arg{{Role: "content", Target: annotate.ID(id)}}
		return append(all, before)
	}
	cs := review.CasesOf(schema(t), set("ana", version("a", "díaz")...), set("ben", version("b", "díaz")...), set("eva", version("c", "novák")...))
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	s := cs.Settle(gold, "Take the event of eva")
	for _, c := range cs.All {
		if c.Version(0).Type == "communicate.announce" {
			s.Take(c, 2)
		}
	}
	judge(t, gold, s)
	s, _ = review.Rule{Kind: review.Unanimous}.Apply(cs, gold, "Gold", nil)
	judge(t, gold, s)
	open := func() (n int) {
		for _, c := range cs.All {
			if cs.Status(c, gold) == review.Open {
				n++
			}
		}
		return n
	}
	if n := open(); n != 1 {
		t.Errorf("by a rule that all must agree %d are open, want the quote; gold has %v", n, marked(gold))
	}
	s, _ = review.Rule{Kind: review.Majority}.Apply(cs, gold, "Gold", nil)
	judge(t, gold, s)
	if n, got := open(), marked(gold); n != 0 || !slices.Contains(got, "person Ana Díaz = díaz from ana") {
		t.Errorf("%d are open, and gold has %v", n, got)
	}
}

func TestWhatWasSaidOfACaseIsOfTheFrameAndOfWhatFillsItsRoles(t *testing.T) {
	one, other, none := quoting(t, "a", "never", "Ana Díaz", "díaz", ""), quoting(t, "b", "never", "Mayor", "", ""), []*annotate.Annotation{mark(t, "c", "quote", "never")}
	other[0].Type = "role"
	cs := review.CasesOf(schema(t), set("ana", one...), set("ben", other...), set("eva", none...))
	var got []string
	for _, c := range cs.All {
		if c.Frame() {
			for _, s := range cs.Said(doc, c) {
				got = append(got, fmt.Sprintf("%s %v", s.Topic, s.By))
			}
		}
	}
	want := []string{"quote speaker entity [{ díaz } {  Mayor} {  }]", "marks [{  } {role  } {  }]", "marks [{person  } {  } {  }]"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// A person decided who “Ana Díaz” is with the quote; in the event that she takes part in, nothing is left to differ.
func TestARuleTakesAFrameOfWhichNothingDiffersAnyMore(t *testing.T) {
	sets := func() (out []*annotate.Set) {
		for i, entity := range []string{"díaz", "díaz", "novák"} {
			id := fmt.Sprint(i)
			anns := quoting(t, id, "“We will win,”", "Ana Díaz", entity, "")
			event := mark(t, id+"e", "communicate.state", "told")
			event.Args = []annotate.Arg{{Role: "speaker", Target: annotate.ID(id + "s")}}
			out = append(out, set(annotate.AnnotatorID("annotator "+id), append(anns, event)...))
		}
		return out
	}()
	cs := review.CasesOf(schema(t), sets...)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	for _, c := range cs.All {
		if c.Version(0).Type == "quote" {
			s := cs.Settle(gold, "Take a version")
			s.Take(c, 0)
			judge(t, gold, s)
		}
	}
	s, _ := review.Rule{Kind: review.Unanimous}.Apply(cs, gold, "Gold", nil)
	judge(t, gold, s)
	if got := gold.Count("communicate.state"); got != 1 {
		t.Errorf("gold has %v; want the event, too", marked(gold))
	}
}

// Whatever is decided about whatever sets, gold obeys the schema, everything of the case is decided, doing it again
// changes nothing, and undo takes it back.
func TestAnyVerdictSettlesItsCaseAndCanBeUndone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var sets []*annotate.Set
		for i := range rapid.IntRange(1, 4).Draw(rt, "annotators") {
			sets = append(sets, randomSet(rt, t, fmt.Sprint("annotator ", i)))
		}
		cs := review.CasesOf(schema(t), sets...)
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		for _, c := range cs.All {
			before, beforeDecided := marked(gold), decided(gold)
			s := cs.Settle(gold, "Verdict")
			side := rapid.IntRange(0, len(sets)-1).Draw(rt, "side")
			none := rapid.IntRange(0, 5).Draw(rt, "none") == 0
			if none {
				s.Reject(c)
			} else {
				s.Take(c, side)
			}
			ch := s.Draft.Change("eva", noon)
			if gold.Check(ch, schema(t), anyEntity{}) != nil {
				continue // quotes of several may cross
			}
			was := map[*review.Case]review.Status{}
			for _, x := range cs.All {
				was[x] = cs.Status(x, gold)
			}
			gold.Apply(ch)
			near := map[*review.Case]bool{}
			for _, e := range ch.Edits {
				for _, d := range []*annotate.Decision{e.DecisionBefore, e.DecisionAfter} {
					if d != nil {
						for _, x := range cs.About(d.Annotator, d.About) {
							for _, y := range cs.Near(x) {
								near[y] = true
							}
						}
					}
				}
			}
			for _, x := range cs.All {
				if now := cs.Status(x, gold); now != was[x] && !near[x] {
					rt.Fatalf("the status of %v has changed from %d to %d, and it is not near", x.Hull(), was[x], now)
				}
			}
			if st := cs.Status(c, gold); st != review.Settled && st != review.Covered {
				rt.Fatalf("after its verdict the case is %d", st)
			}
			for _, o := range c.Objects {
				for i, v := range o.Versions {
					if v != nil && gold.Decision(sets[i].Annotator, v.ID) == nil {
						rt.Fatalf("nothing is decided about %s of %s", v.ID, sets[i].Annotator)
					}
				}
			}
			for x := range gold.All() {
				for _, arg := range x.Args {
					if gold.Get(arg.Target) == nil {
						rt.Fatalf("%v has an argument that is gone", x)
					}
				}
			}
			if !none {
				again := cs.Settle(gold, "Again")
				again.Take(c, side)
				if !again.Draft.Empty() {
					rt.Fatalf("taking the same again changes %+v", again.Draft.Change("", noon).Edits[0])
				}
			}
			if rapid.Bool().Draw(rt, "undo") {
				gold.Apply(gold.Undo(ch, "eva", noon))
				if d := cmp.Diff(before, marked(gold)) + cmp.Diff(beforeDecided, decided(gold)); d != "" {
					rt.Fatalf("undone: %s", d)
				}
			}
		}
	})
}

// verdict is one of those that can be given on a case.
type verdict struct {
	c     *review.Case
	kind  int // 0 takes side's version, 1 none, 2 mixes parts
	side  int
	parts map[review.Part]int
}

func (v verdict) give(s *review.Settling) {
	switch v.kind {
	case 0:
		s.Take(v.c, v.side)
	case 1:
		s.Reject(v.c)
	case 2:
		s.Mix(v.c, v.side, v.parts)
	}
}

func drawVerdict(rt *rapid.T, cs *review.Cases, c *review.Case, mixes bool) verdict {
	v := verdict{c: c, kind: rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(rt, "kind"), side: rapid.IntRange(0, cs.Sides()-1).Draw(rt, "side"), parts: map[review.Part]int{}}
	if v.kind == 2 && !mixes {
		v.kind = 0
	}
	for _, p := range cs.Parts(c) {
		if rapid.Bool().Draw(rt, "part") {
			v.parts[p.Part] = rapid.SampledFrom(p.Camps).Draw(rt, "camp")[0]
		}
	}
	return v
}

// try gives a verdict in a set and returns the change, nil where it changes nothing or gold would break a rule.
func try(t testing.TB, cs *review.Cases, gold *annotate.Set, v verdict) (*annotate.Change, error) {
	s := cs.Settle(gold, "Verdict")
	v.give(s)
	if s.Draft.Empty() {
		return nil, nil
	}
	ch := s.Draft.Change("eva", noon)
	if err := gold.Check(ch, schema(t), anyEntity{}); err != nil {
		return nil, err
	}
	gold.Apply(ch)
	return ch, nil
}

// holds writes all of a set but identities.
func holds(s *annotate.Set) []string {
	out := append(marked(s), decided(s)...)
	for d := range s.Decisions() {
		out = append(out, fmt.Sprint(d.About, " with ", d.Within, " because ", d.Reason))
	}
	slices.Sort(out)
	return out
}

func copyOf(s *annotate.Set) *annotate.Set {
	c := annotate.NewSet(s.Document, s.Annotator, s.State(), slices.Collect(s.All()))
	c.Hold(slices.Collect(s.Decisions()), nil)
	return c
}

// After any verdicts on a case, and any undo, gold is as if only the last had been given: whatever the earlier ones
// brought along is gone, and whatever else was decided before stays.
func TestOnlyTheLastVerdictOnACaseCounts(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var sets []*annotate.Set
		for i := range rapid.IntRange(2, 4).Draw(rt, "annotators") {
			sets = append(sets, randomSet(rt, t, fmt.Sprint("annotator ", i)))
		}
		cs := review.CasesOf(schema(t), sets...)
		if len(cs.All) == 0 {
			return
		}
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		c := rapid.SampledFrom(cs.All).Draw(rt, "case")
		// Neighbours are decided about before. Not by mixes: once what filled a role is gone, nothing says who left it out.
		for _, x := range cs.All {
			if x != c && rapid.Bool().Draw(rt, "before") {
				try(t, cs, gold, drawVerdict(rt, cs, x, false))
			}
		}
		if cs.Status(c, gold) == review.Settled {
			return // with a frame
		}
		before := copyOf(gold)
		type step struct {
			change *annotate.Change
			verdict
			reason bool
		}
		var done []step
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			if len(done) > 0 && rapid.IntRange(0, 3).Draw(rt, "undo") == 0 {
				gold.Apply(gold.Undo(done[len(done)-1].change, "eva", noon))
				done = done[:len(done)-1]
				continue
			}
			if len(done) > 0 && rapid.IntRange(0, 3).Draw(rt, "reason") == 0 {
				s := cs.Settle(gold, "Reason")
				s.Reason(c, annotate.ReasonSlip)
				if !s.Draft.Empty() {
					done = append(done, step{judge(t, gold, s), done[len(done)-1].verdict, true})
				}
				continue
			}
			v := drawVerdict(rt, cs, c, true)
			ch, err := try(t, cs, gold, v)
			if err != nil {
				return // quotes of several may cross
			}
			if ch != nil {
				done = append(done, step{ch, v, false})
			}
		}
		once := before
		if len(done) > 0 {
			last := done[len(done)-1]
			if _, err := try(t, cs, once, last.verdict); err != nil {
				rt.Fatalf("at once it is refused: %v", err)
			}
			if last.reason {
				s := cs.Settle(once, "Reason")
				s.Reason(c, annotate.ReasonSlip)
				judge(t, once, s)
			}
		}
		if d := cmp.Diff(holds(once), holds(gold)); d != "" {
			rt.Fatalf("after %d changes gold is not as if the last verdict had been given at once:\n%s", len(done), d)
		}
	})
}

// Of several cases that share what fills their roles, gold is as if the last verdict on each had been given at once, in
// some order.
func TestOnlyTheLastVerdictsOnNeighboursCount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var sets []*annotate.Set
		for i := range rapid.IntRange(2, 3).Draw(rt, "annotators") {
			sets = append(sets, randomSet(rt, t, fmt.Sprint("annotator ", i)))
		}
		cs := review.CasesOf(schema(t), sets...)
		var frames []*review.Case
		for _, c := range cs.All {
			if c.Frame() && len(c.Fillers) > 0 && len(frames) < 3 {
				frames = append(frames, c)
			}
		}
		if len(frames) < 2 {
			return
		}
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		var last []verdict
		for range rapid.IntRange(2, 7).Draw(rt, "verdicts") {
			v := drawVerdict(rt, cs, rapid.SampledFrom(frames).Draw(rt, "case"), false)
			if _, err := try(t, cs, gold, v); err != nil {
				return
			}
			last = append(slices.DeleteFunc(last, func(x verdict) bool { return x.c == v.c }), v)
		}
		var differs string
		for _, order := range orders(last) {
			once := annotate.NewSet(doc, annotate.Gold, "", nil)
			for _, v := range order {
				if _, err := try(t, cs, once, v); err != nil {
					return
				}
			}
			d := cmp.Diff(holds(once), holds(gold))
			if d == "" {
				return
			}
			if differs == "" {
				differs = d
			}
		}
		for _, v := range last {
			differs += fmt.Sprintln(v.c.Hull(), v.kind, v.side)
		}
		rt.Fatalf("gold is not as if the last verdicts had been given at once:\n%s", differs)
	})
}

// orders returns a list in all orders, the last of the list first to be moved.
func orders[T any](list []T) [][]T {
	if len(list) == 0 {
		return [][]T{nil}
	}
	var out [][]T
	for i := range list {
		rest := append(slices.Clone(list[:i]), list[i+1:]...)
		for _, o := range orders(rest) {
			out = append(out, append([]T{list[i]}, o...))
		}
	}
	return out
}

// What an annotator changes after the verdict is for the reviewer to look at again, whatever it is, unless it comes to
// what stands.
func TestWhatIsChangedAfterTheVerdictIsOpenAgain(t *testing.T) {
	change := func(f func(a, speaker *annotate.Annotation)) func() []*annotate.Annotation {
		return func() []*annotate.Annotation {
			anns := quoting(t, "b", "We will win", "Ana Díaz", "díaz", "told")
			q := anns[2]
			f(q, anns[0])
			return anns
		}
	}
	for _, x := range []struct {
		what string
		now  func() []*annotate.Annotation // ben's
		side int                           // taken at first: 0 is ana's, who marks one word more
		want []string
	}{
		{"nothing", change(func(q, m *annotate.Annotation) {}), 0, nil},
		{"the words", change(func(q, m *annotate.Annotation) { q.Spans = mark(t, "", "quote", "We will").Spans }), 0, []string{"ben 4 "}},
		{"an attribute", change(func(q, m *annotate.Annotation) { q.Attrs = map[string]string{"type": "indirect"} }), 0, []string{"ben 7 type"}},
		{"who speaks, by taking the speaker out", change(func(q, m *annotate.Annotation) { q.Args = q.Args[1:] }), 0, []string{"ben 8 speaker"}},
		{"whom the speaker's name means", change(func(q, m *annotate.Annotation) { m.Entity = "novák" }), 0, []string{"ben 6 "}},
		{"to what stands", change(func(q, m *annotate.Annotation) { q.Spans = mark(t, "", "quote", "“We will win,”").Spans }), 0, nil},
		{"an attribute of what was taken", change(func(q, m *annotate.Annotation) { q.Attrs = map[string]string{"type": "indirect"} }), 1, []string{"ben 7 type"}},
	} {
		ana := set("ana", quoting(t, "a", "“We will win,”", "Ana Díaz", "díaz", "told")...)
		cs := review.CasesOf(schema(t), ana, set("ben", quoting(t, "b", "We will win", "Ana Díaz", "díaz", "told")...))
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		s := cs.Settle(gold, "Take a version")
		s.Take(cs.All[0], x.side)
		judge(t, gold, s)
		cs = review.CasesOf(schema(t), ana, set("ben", x.now()...))
		open := false
		var got []string
		for _, c := range cs.All {
			open = open || cs.Status(c, gold) == review.Open
			if c.Frame() {
				for _, y := range cs.Since(c, gold) {
					got = append(got, fmt.Sprint(y.Annotator, " ", y.What, " ", y.Of))
				}
			}
		}
		if open != (len(x.want) > 0) {
			t.Errorf("%s: open is %v", x.what, open)
		}
		if d := cmp.Diff(x.want, got); d != "" {
			t.Errorf("%s: %s", x.what, d)
		}
		// The next verdict settles it.
		s = cs.Settle(gold, "Again")
		s.Take(cs.All[0], 0)
		judge(t, gold, s)
		if st := cs.Status(cs.All[0], gold); st != review.Settled || len(cs.Since(cs.All[0], gold)) > 0 {
			t.Errorf("%s: decided again it is %d", x.what, st)
		}
	}
	// Both come to agree on what gold does not have.
	ana, ben := set("ana", mark(t, "a", "person", "Ana Díaz")), set("ben", mark(t, "b", "org", "Ana Díaz"))
	cs := review.CasesOf(schema(t), ana, ben)
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	s := cs.Settle(gold, "")
	s.Take(cs.All[0], 0)
	judge(t, gold, s)
	cs = review.CasesOf(schema(t), set("ana", mark(t, "a", "org", "Ana Díaz")), ben)
	if st := cs.Status(cs.All[0], gold); st != review.Open {
		t.Errorf("agreeing on something else it is %d", st)
	}
}

// randomSet draws marks at the words of the text that obey the schema.
func randomSet(rt *rapid.T, t testing.TB, who string) *annotate.Set {
	var anns []*annotate.Annotation
	at := map[string]bool{}
	add := func(typ, words string) *annotate.Annotation {
		a := mark(t, fmt.Sprint(who, " ", len(anns)), typ, words)
		if at[typ+words] {
			return nil
		}
		at[typ+words] = true
		anns = append(anns, a)
		return a
	}
	one := func(label string, words ...string) string { return rapid.SampledFrom(words).Draw(rt, label) }
	var people, cues []*annotate.Annotation
	for range rapid.IntRange(0, 3).Draw(rt, "people") {
		if a := add(one("type", "person", "role", "org"), one("words", "Ana Díaz", "Mayor Ana Díaz", "Mayor", "Reuters")); a != nil {
			if a.Type != "org" {
				a.Entity = annotate.ID(one("entity", "", "díaz", "novák"))
			}
			people = append(people, a)
		}
	}
	for range rapid.IntRange(0, 2).Draw(rt, "cues") {
		if a := add("cue", one("words", "told", "she added", "added")); a != nil {
			cues = append(cues, a)
		}
	}
	for range rapid.IntRange(0, 3).Draw(rt, "frames") {
		a := add(one("type", "quote", "quote", "contact.meet"), one("words", "“We will win,”", "We will win", "never", "told", "Monday"))
		if a == nil {
			continue
		}
		if role := map[string]string{"quote": "speaker", "contact.meet": "participant"}[a.Type]; len(people) > 0 && rapid.Bool().Draw(rt, "speaker") {
			a.Args = append(a.Args, annotate.Arg{Role: role, Target: rapid.SampledFrom(people).Draw(rt, "who").ID})
		}
		if len(cues) > 0 && a.Type == "quote" && rapid.Bool().Draw(rt, "cue") {
			c := rapid.SampledFrom(cues).Draw(rt, "cue")
			if !annotate.Overlap(c.Spans, a.Spans) {
				a.Args = append(a.Args, annotate.Arg{Role: "cue", Target: c.ID})
			}
		}
	}
	return set(annotate.AnnotatorID(who), anns...)
}

func TestAGuardRemembersTheOppositeInPlacesAlike(t *testing.T) {
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	elsewhere := &annotate.Document{ID: "other", Title: doc.Title, Text: doc.Text, Blocks: doc.Blocks}
	before := annotate.NewSet(elsewhere, annotate.Gold, "", nil)
	ana, ben := set("ana", mark(t, "a", "person", "Mayor Ana Díaz")), set("ben", mark(t, "b", "person", "Ana Díaz"))
	cs := review.CasesOf(schema(t), ana, ben)
	name := func(id annotate.ID) string { return string(id) }
	g := review.NewGuard()
	s := cs.Settle(before, "")
	s.Take(cs.All[0], 1)
	judge(t, before, s)
	g.Note(cs.Ruling(elsewhere, cs.All[0], before, name))

	s = cs.Settle(gold, "")
	s.Take(cs.All[0], 1)
	if o := g.Against(doc, s, cs.All[0], name, 10); len(o) > 0 {
		t.Errorf("the same is taken for the opposite: %+v", o)
	}
	s = cs.Settle(gold, "")
	s.Take(cs.All[0], 0)
	o := g.Against(doc, s, cs.All[0], name, 10)
	if len(o) != 1 || o[0].What != "“Mayor Ana Díaz” or “Ana Díaz”" || o[0].Outcome != "the longer" || !slices.Equal(o[0].Outcomes, []string{"the shorter"}) ||
		len(o[0].Others) != 1 || o[0].Others[0].Document != "other" {
		t.Fatalf("opposites: %+v", o)
	}
	// What is taken back there is forgotten.
	draft := before.Draft("Back")
	draft.Undecide("ana", "a")
	draft.Undecide("ben", "b")
	before.Apply(draft.Change("eva", noon))
	g.Note(cs.Ruling(elsewhere, cs.All[0], before, name))
	if o := g.Against(doc, s, cs.All[0], name, 10); len(o) > 0 {
		t.Errorf("what was taken back is remembered: %+v", o)
	}
}

func TestAGuardTellsOnlyWhatIsAlike(t *testing.T) {
	elsewhere := &annotate.Document{ID: "other", Title: doc.Title, Text: doc.Text, Blocks: doc.Blocks}
	name := func(id annotate.ID) string { return string(id) }
	mention := func(typ string, words ...string) func(id string) []*annotate.Annotation {
		return func(id string) []*annotate.Annotation { return []*annotate.Annotation{mark(t, id, typ, words...)} }
	}
	quote := func(words, speaker, entity, cue string) func(id string) []*annotate.Annotation {
		return func(id string) []*annotate.Annotation { return quoting(t, id, words, speaker, entity, cue) }
	}
	nobody := func(string) []*annotate.Annotation { return nil }
	type pair [2]func(id string) []*annotate.Annotation // what ana and ben marked
	for _, x := range []struct {
		name         string
		before, now  pair
		first, other int // whose version is taken in each
		want         string
	}{
		{"the same words, another type", pair{mention("org", "Reuters"), mention("person", "Reuters")}, pair{mention("org", "Reuters"), mention("person", "Reuters")}, 0, 1, "“Reuters”: person, elsewhere org"},
		{"the same words, marked or not", pair{mention("org", "Reuters"), nobody}, pair{mention("org", "Reuters"), nobody}, 0, 1, "“Reuters”: not marked, elsewhere marked"},
		{"another kind of difference", pair{mention("org", "Reuters"), nobody}, pair{mention("org", "Reuters"), mention("person", "Reuters")}, 1, 0, ""},
		{"other words", pair{mention("org", "Reuters"), nobody}, pair{mention("date", "Monday"), nobody}, 0, 1, ""},
		{"other words at the edge of another name", pair{mention("person", "Mayor Ana Díaz"), mention("person", "Ana Díaz")}, pair{mention("person", "José\u0301 met"), mention("person", "José\u0301")}, 0, 1, ""},
		{"who speaks", pair{quote("“We will win,”", "Ana Díaz", "díaz", "told"), quote("“We will win,”", "Reuters", "reuters", "told")},
			pair{quote("“He said ‘never’ to me,”", "Ana Díaz", "díaz", "told"), quote("“He said ‘never’ to me,”", "Reuters", "reuters", "told")}, 0, 1, ""},
		{"the same words at the edge of quotes with the same cue", pair{quote("“We will win,”", "Ana Díaz", "díaz", "told"), quote("We will win,”", "Ana Díaz", "díaz", "told")},
			pair{quote("“He said ‘never’ to me,”", "Ana Díaz", "díaz", "told"), quote("He said ‘never’ to me,”", "Ana Díaz", "díaz", "told")}, 0, 1,
			"“ at the beginning of a quote with “told”: left out, elsewhere taken in"},
		{"the same words at the edge of quotes with other cues", pair{quote("“We will win,”", "Ana Díaz", "díaz", "told"), quote("We will win,”", "Ana Díaz", "díaz", "told")},
			pair{quote("“He said ‘never’ to me,”", "Ana Díaz", "díaz", "added"), quote("He said ‘never’ to me,”", "Ana Díaz", "díaz", "added")}, 0, 1, ""},
	} {
		g := review.NewGuard()
		before := annotate.NewSet(elsewhere, annotate.Gold, "", nil)
		cs := review.CasesOf(schema(t), set("ana", x.before[0]("a")...), set("ben", x.before[1]("b")...))
		for _, c := range cs.All {
			s := cs.Settle(before, "")
			s.Take(c, x.first)
			judge(t, before, s)
			g.Note(cs.Ruling(elsewhere, c, before, name))
		}
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		cs = review.CasesOf(schema(t), set("ana", x.now[0]("a")...), set("ben", x.now[1]("b")...))
		var got []string
		for _, c := range cs.All {
			if c.Frame() || len(cs.All) == 1 {
				s := cs.Settle(gold, "")
				s.Take(c, x.other)
				for _, o := range g.Against(doc, s, c, name, 10) {
					got = append(got, o.What+": "+o.Outcome+", elsewhere "+strings.Join(o.Outcomes, ", "))
				}
			}
		}
		if strings.Join(got, "; ") != x.want {
			t.Errorf("%s: told is %q, want %q", x.name, got, x.want)
		}
	}
}

func TestWhoComesLateAndNamesNobodyOpensNothingAgain(t *testing.T) {
	for _, x := range []struct {
		entity string
		open   bool
	}{{"díaz", false}, {"", false}, {"novák", true}} {
		sets := []*annotate.Set{
			set("ana", quoting(t, "a", "“We will win,”", "Ana Díaz", "díaz", "told")...), set("ben", quoting(t, "b", "“We will win,”", "Ana Díaz", "reuters", "told")...),
		}
		cs := review.CasesOf(schema(t), sets...)
		gold := annotate.NewSet(doc, annotate.Gold, "", nil)
		s := cs.Settle(gold, "Take ana’s")
		s.Take(cs.All[0], 0)
		judge(t, gold, s)
		cs = review.CasesOf(schema(t), append(sets, set("cay", quoting(t, "c", "“We will win,”", "Ana Díaz", x.entity, "told")...))...)
		open := false
		for _, c := range cs.All {
			open = open || cs.Status(c, gold) == review.Open
		}
		if open != x.open {
			t.Errorf("cay says %q: open is %v", x.entity, open)
		}
	}
}

// bigDocument is a text long enough for so many bytes.
func bigDocument(n int) *annotate.Document {
	text := strings.Repeat("word ", n/5+1)
	return &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}
}

func setOf(d *annotate.Document, who int, anns []*annotate.Annotation) *annotate.Set {
	return annotate.NewSet(d, annotate.AnnotatorID(fmt.Sprint("annotator ", who)), annotate.StateInProgress, anns)
}

// However sets lie over one another, every annotation is in a case, a rule decides only about what it may, and
// nothing takes long.
func TestCasesOfSetsOfEveryShape(t *testing.T) {
	const n = 10_000
	d := bigDocument(64 * n)
	apart := func(who, n int) []*annotate.Annotation {
		out := jittered(who, n)
		for _, a := range out {
			a.Spans[0].Start += 40 * n * (who % 2)
			a.Spans[0].End += 40 * n * (who % 2)
		}
		return out
	}
	same := func() []*annotate.Annotation { return jittered(1, n) }
	for name, x := range map[string]struct {
		lists  [][]*annotate.Annotation
		open   int // cases that are open, -1 for some
		agreed int // that a rule takes, -1 for some
	}{
		"identical": {[][]*annotate.Annotation{same(), same(), same()}, 0, -1},
		"empty":     {[][]*annotate.Annotation{nil, nil}, 0, 0},
		"no sets":   {nil, 0, 0},
		"one empty": {[][]*annotate.Annotation{same(), nil}, -1, 0},
		"disjoint":  {[][]*annotate.Annotation{apart(2, 2000), apart(3, 2000)}, -1, 0},
		"nested":    {[][]*annotate.Annotation{nested("a", n, 0), nested("b", n, 0), nested("c", n, 0)}, 0, -1},
		"stacked":   {[][]*annotate.Annotation{stacked("a", n, 0), stacked("b", n, 1), stacked("c", n, 0)}, -1, -1},
	} {
		var sets []*annotate.Set
		total := 0
		for i, l := range x.lists {
			sets = append(sets, setOf(d, i, l))
			total += len(l)
		}
		cs := review.CasesOf(schema(t), sets...)
		gold := annotate.NewSet(d, annotate.Gold, "", nil)
		seen, open := 0, 0
		for _, c := range cs.All {
			for _, o := range c.Objects {
				seen += len(o.Sides())
			}
			if s := cs.Status(c, gold); s == review.Open {
				open++
			}
		}
		if seen != total {
			t.Errorf("%s: %d of %d annotations are in a case", name, seen, total)
		}
		if x.open == 0 && open > 0 || x.open < 0 && open == 0 {
			t.Errorf("%s: %d cases are open", name, open)
		}
		_, taken := review.Rule{Kind: review.Unanimous}.Apply(cs, gold, "", nil)
		if x.agreed == 0 && len(taken) > 0 || x.agreed < 0 && name != "stacked" && len(taken) == 0 {
			t.Errorf("%s: the rule takes %d", name, len(taken))
		}
	}
}

func BenchmarkCases(b *testing.B) {
	const sets, n = 10, 10_000
	d := bigDocument(64 * n)
	s := schema(b)
	for name, list := range map[string]func(int) []*annotate.Annotation{
		"like articles": func(i int) []*annotate.Annotation { return jittered(i, n) },
		"nested":        func(i int) []*annotate.Annotation { return nested(string(rune('a'+i)), n, i%3) },
	} {
		var all []*annotate.Set
		for i := range sets {
			all = append(all, setOf(d, i, list(i)))
		}
		gold := annotate.NewSet(d, annotate.Gold, "", nil)
		b.Run("compare/"+name, func(b *testing.B) {
			for b.Loop() {
				review.CasesOf(s, all...)
			}
		})
		cs := review.CasesOf(s, all...)
		b.Run("status/"+name, func(b *testing.B) {
			for b.Loop() {
				for _, c := range cs.All {
					cs.Status(c, gold)
				}
			}
		})
		b.Run("rule/"+name, func(b *testing.B) {
			for b.Loop() {
				review.Rule{Kind: review.Majority}.Apply(cs, gold, "", nil)
			}
		})
		b.Run("verdict/"+name, func(b *testing.B) {
			for b.Loop() {
				cs.Settle(gold, "").Take(cs.All[len(cs.All)/2], 0)
			}
		})
	}
}
