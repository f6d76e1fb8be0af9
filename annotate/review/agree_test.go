package review_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/sizes"
)

// agreed measures sets of one document.
func agreed(t testing.TB, o review.AgreeingOptions, sets ...*annotate.Set) []review.Row {
	t.Helper()
	var names []annotate.AnnotatorID
	for _, s := range sets {
		names = append(names, s.Annotator)
	}
	g := review.NewAgreeing(schema(t), names, o)
	if err := g.Add(t.Context(), sets); err != nil {
		t.Fatal(err)
	}
	rows, err := g.Rows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// figure returns a measure of the row that is described, "undefined" with the reason, or "none".
func figure(rows []review.Row, group review.Group, topic review.Topic, of string, m review.Measure) string {
	for _, r := range rows {
		if r.Group != group || r.Topic != topic || of != "" && of != r.Type && of != fmt.Sprintf("%s %s", r.Pair[0], r.Pair[1]) {
			continue
		}
		for _, f := range r.Figures {
			if f.Measure != m {
				continue
			}
			if !f.Defined() {
				return "undefined: " + f.Undefined
			}
			return fmt.Sprintf("%.3f", f.V)
		}
	}
	return "none"
}

// speaks is a set in which a quote has a cue and as speaker the mention that is given.
func speaks(t testing.TB, who annotate.AnnotatorID, speaker *annotate.Annotation, others ...*annotate.Annotation) *annotate.Set {
	quote := with(mark(t, "q", "quote", "“He said ‘never’ to me,”"), func(a *annotate.Annotation) {
		a.Args = []annotate.Arg{{Role: "speaker", Target: speaker.ID}, {Role: "cue", Target: "c"}}
	})
	return set(who, append(others, quote, speaker, mark(t, "c", "cue", "added"))...)
}

func named(a *annotate.Annotation, entity annotate.ID) *annotate.Annotation {
	a.Entity = entity
	return a
}

func TestPronounAndNameAgreeAsSpeakersWhereTheyAreOnePerson(t *testing.T) {
	she := func(entity annotate.ID) *annotate.Annotation { return named(mark(t, "she", "person", "she"), entity) }
	ana := func(entity annotate.ID) *annotate.Annotation {
		return named(mark(t, "ana", "person", "Ana Díaz"), entity)
	}
	for _, c := range []struct {
		name            string
		a, b            *annotate.Set
		mention, entity string
	}{
		{"one person", speaks(t, "ana", she("diaz")), speaks(t, "ben", ana("diaz")), "0.000", "1.000"},
		{"two persons", speaks(t, "ana", she("diaz")), speaks(t, "ben", ana("other")), "0.000", "0.000"},
		{"the same words, two persons", speaks(t, "ana", she("diaz")), speaks(t, "ben", she("other")), "1.000", "0.000"},
		{"the same words, named by one", speaks(t, "ana", she("diaz")), speaks(t, "ben", she("")), "1.000", "1.000"},
		{"the same words, named by nobody", speaks(t, "ana", she("")), speaks(t, "ben", she("")), "1.000", "1.000"},
		{"nobody says who she is", speaks(t, "ana", she("")), speaks(t, "ben", ana("diaz")), "0.000", "0.000"},
		{"the same person, said of the words by the other", speaks(t, "ana", she(""), ana("")), speaks(t, "ben", ana("diaz"), she("diaz")), "0.000", "1.000"},
	} {
		rows := agreed(t, review.AgreeingOptions{}, c.a, c.b)
		mention := figure(rows, review.GroupAll, "quote speaker", "", review.Observed)
		entity := figure(rows, review.GroupAll, "quote speaker entity", "", review.Observed)
		cue := figure(rows, review.GroupAll, "quote cue", "", review.F1Exact)
		if mention != c.mention || entity != c.entity || cue != "1.000" {
			t.Errorf("%s: mention %s, entity %s, cue %s", c.name, mention, entity, cue)
		}
	}
}

func TestEachTopicIsMeasuredApart(t *testing.T) {
	meet := func(id annotate.ID, typ string, who ...annotate.ID) *annotate.Annotation {
		return with(mark(t, string(id), typ, "met"), func(a *annotate.Annotation) {
			for _, w := range who {
				a.Args = append(a.Args, annotate.Arg{Role: "participant", Target: w})
			}
		})
	}
	rows := agreed(t, review.AgreeingOptions{},
		set("ana", mark(t, "1", "person", "José\u0301"), mark(t, "2", "person", "王毅"), meet("3", "contact.meet", "1", "2"), mark(t, "4", "org", "Reuters")),
		set("ben", mark(t, "1", "person", "José\u0301 met"), mark(t, "2", "person", "王毅"), meet("3", "contact.meet", "1"), mark(t, "4", "place", "Reuters")),
		set("eva", meet("3", "communicate.state"), mark(t, "4", "org", "Reuters")),
	)
	for _, c := range []struct {
		group review.Group
		topic review.Topic
		of    string
		m     review.Measure
		want  string
	}{
		{review.GroupPair, review.TopicMarks, "ana ben", review.F1Exact, "0.500"},   // 王毅 and met of 4 and 4
		{review.GroupPair, review.TopicMarks, "ana ben", review.F1Near, "0.750"},    // and José
		{review.GroupPair, review.TopicType, "ana ben", review.Observed, "0.750"},   // all but Reuters
		{review.GroupPair, review.TopicType, "ana eva", review.Observed, "0.500"},   // Reuters, not met
		{review.GroupPair, review.TopicTrigger, "ana eva", review.F1Exact, "1.000"}, // whatever the type
		{review.GroupPair, review.TopicEventType, "ana eva", review.Observed, "0.000"},
		{review.GroupPair, review.TopicArguments, "ana ben", review.F1Near, "0.667"},  // José of two and one
		{review.GroupPair, review.TopicArguments, "ana ben", review.F1Exact, "0.000"}, // but not in the same words
		{review.GroupPair, review.TopicArguments, "ben eva", review.F1Near, "0.000"},
		{review.GroupType, review.TopicMarks, "org", review.F1Exact, "0.500"}, // both of ana and eva, none of ben
		{review.GroupType, review.TopicMarks, "person", review.F1Near, "0.500"},
		{review.GroupType, review.TopicMarks, "org", review.Observed, "0.778"}, // of Reuters one pair of three; the two other mentions are none
		{review.GroupAll, review.TopicQuote, "", review.F1Exact, "none"},
		{review.GroupAll, review.TopicMarks, "", review.Observed, "0.333"}, // of each of the four things one pair of three
		{review.GroupAll, review.TopicMarks, "", review.Gamma, "none"},
	} {
		if got := figure(rows, c.group, c.topic, c.of, c.m); got != c.want {
			t.Errorf("%s %s %s %s is %s, want %s", c.group, c.topic, c.of, c.m, got, c.want)
		}
	}
}

// Who did not have a document is not taken for somebody who found nothing in it.
func TestWhoDidNotHaveADocumentDoesNotCount(t *testing.T) {
	a, b := set("ana", mark(t, "1", "org", "Reuters")), set("ben", mark(t, "2", "org", "Reuters"))
	g := review.NewAgreeing(schema(t), []annotate.AnnotatorID{"ana", "ben", "eva"}, review.AgreeingOptions{})
	for _, sets := range [][]*annotate.Set{{a, b, nil}, {nil, nil, set("eva", mark(t, "3", "org", "Reuters"))}} {
		if err := g.Add(t.Context(), sets); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := g.Rows(t.Context())
	if err != nil || g.Documents() != 1 {
		t.Fatal(err, g.Documents())
	}
	if got := figure(rows, review.GroupAll, review.TopicMarks, "", review.F1Exact); got != "1.000" {
		t.Errorf("F1 is %s", got)
	}
	if got := figure(rows, review.GroupPair, review.TopicMarks, "ana eva", review.F1Exact); got != "none" {
		t.Errorf("a pair that shares nothing has %s", got)
	}
	empty := agreed(t, review.AgreeingOptions{}, a, set("gil"))
	if got := figure(empty, review.GroupAll, review.TopicMarks, "", review.F1Exact); got != "0.000" {
		t.Errorf("with somebody who found nothing F1 is %s", got)
	}
}

func TestOneLabelIsUndefinedAndSaysSo(t *testing.T) {
	rows := agreed(t, review.AgreeingOptions{}, set("ana", mark(t, "1", "org", "Reuters")), set("ben", mark(t, "2", "org", "Reuters")))
	if got := figure(rows, review.GroupAll, review.TopicType, "", review.Cohen); !strings.Contains(got, "only one label") {
		t.Errorf("kappa is %s", got)
	}
}

// corpus is documents with what several annotators left in each: n annotations in all.
func corpus(tb testing.TB, documents, annotators, n int) [][]*annotate.Set {
	var out [][]*annotate.Set
	for i := range documents {
		size := n / documents / annotators
		doc := sizes.Article(size*60 + 64*i)
		all := sizes.Annotations(doc, size)
		var sets []*annotate.Set
		for who := range annotators {
			var mine []*annotate.Annotation
			for k, a := range all {
				c := a.Clone()
				switch h := (k*2654435761 + i*97 + who*40503) >> 4 & 0xff; {
				case h < 10 && c.Type == "person":
					c.Spans[0].End--
				case h < 20 && c.Type == "person":
					c.Type = "org"
				case h < 25 && c.Type == "contact.meet":
					continue
				}
				if c.Type == "person" {
					c.Entity = annotate.ID(fmt.Sprint("e", k%40))
				}
				if len(c.Spans) > 0 && c.Spans[0].Len() > 0 {
					mine = append(mine, c)
				}
			}
			sets = append(sets, annotate.NewSet(doc, annotate.AnnotatorID(fmt.Sprint("a", who)), annotate.StateDone, mine))
		}
		out = append(out, sets)
	}
	return out
}

func TestIntervalsHoldTheMeasureAndAreTheSameAgain(t *testing.T) {
	docs := corpus(t, 30, 3, 9_000)
	measure := func() []review.Row {
		g := review.NewAgreeing(schema(t), []annotate.AnnotatorID{"a0", "a1", "a2"}, review.AgreeingOptions{Draws: 200, Seed: 1, Groups: []review.Group{review.GroupAll}})
		for _, sets := range docs {
			if err := g.Add(t.Context(), sets); err != nil {
				t.Fatal(err)
			}
		}
		rows, err := g.Rows(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	rows, again := measure(), measure()
	for i, r := range rows {
		for k, f := range r.Figures {
			if !f.Defined() {
				continue
			}
			if !f.Low.Defined() || f.Low.V > f.V+1e-9 || f.High.V < f.V-1e-9 {
				t.Errorf("%s %s: %v is not between %v and %v", r.Topic, f.Measure, f.V, f.Low, f.High)
			}
			if x := again[i].Figures[k]; math.Abs(x.V-f.V) > 1e-12 || math.Abs(x.Low.V-f.Low.V) > 1e-12 {
				t.Errorf("%s %s is another the second time", r.Topic, f.Measure)
			}
		}
	}
}

func BenchmarkAgreement(b *testing.B) {
	docs := corpus(b, 100, 5, 100_000)
	names := []annotate.AnnotatorID{"a0", "a1", "a2", "a3", "a4"}
	groups := []review.Group{review.GroupAll, review.GroupPair, review.GroupType}
	for _, c := range []struct {
		name string
		o    review.AgreeingOptions
	}{
		{"without intervals", review.AgreeingOptions{Groups: groups}},
		{"500 draws", review.AgreeingOptions{Groups: groups, Draws: 500}},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				g := review.NewAgreeing(schema(b), names, c.o)
				for _, sets := range docs {
					if err := g.Add(b.Context(), sets); err != nil {
						b.Fatal(err)
					}
				}
				if rows, err := g.Rows(b.Context()); err != nil || len(rows) == 0 {
					b.Fatal(err)
				}
			}
		})
	}
}

// Topics are in the order in which rows come.
func TestTopicsAreThoseOfTheSchema(t *testing.T) {
	got := review.Topics(schema(t))
	want := []review.Topic{"marks", "type", "quote content", "quote speaker", "quote speaker entity", "quote cue",
		"quote addressee", "quote addressee entity", "event trigger", "event type", "event arguments"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

// Three annotators of the same articles: one careful, one sloppy at boundaries, one who confuses speakers. Each
// weakness shows in its own topic and nowhere else.
func TestEachWeaknessShowsInItsOwnTopic(t *testing.T) {
	g := review.NewAgreeing(schema(t), []annotate.AnnotatorID{"careful", "sloppy", "confused"}, review.AgreeingOptions{})
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 6 {
		doc := sizes.Article(30_000 + 100*i)
		all := sizes.Annotations(doc, 200)
		for k, a := range all {
			if a.Type == "person" {
				a.Entity = annotate.ID(fmt.Sprint("e", k/4%25))
			}
		}
		copies := func(change func(*annotate.Annotation)) []*annotate.Annotation {
			out := make([]*annotate.Annotation, len(all))
			for k, a := range all {
				out[k] = a.Clone()
				change(out[k])
			}
			return out
		}
		sloppy := copies(func(a *annotate.Annotation) {
			if s := &a.Spans[0]; a.Type == "quote" && random.IntN(3) == 0 && s.Len() > 8 {
				s.End -= 4
			}
		})
		confused := copies(func(a *annotate.Annotation) {
			if a.Type == "quote" && random.IntN(3) == 0 {
				a.Args[0].Target = all[4*random.IntN(len(all)/4)].ID
			}
		})
		sets := []*annotate.Set{
			annotate.NewSet(doc, "careful", annotate.StateDone, copies(func(*annotate.Annotation) {})),
			annotate.NewSet(doc, "sloppy", annotate.StateDone, sloppy), annotate.NewSet(doc, "confused", annotate.StateDone, confused),
		}
		if err := g.Add(t.Context(), sets); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := g.Rows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Group == review.GroupAll && r.Topic == review.TopicQuote && r.Items != 300 {
			t.Errorf("%d quotes are counted, not 300", r.Items)
		}
	}
	for _, c := range []struct {
		pair       string
		topic      review.Topic
		m          review.Measure
		full, part bool
	}{
		{"careful sloppy", review.TopicQuote, review.F1Exact, false, true},
		{"careful sloppy", review.TopicQuote, review.F1Near, true, false},
		{"careful sloppy", "quote speaker", review.F1Exact, true, false},
		{"careful sloppy", "quote speaker entity", review.Alpha, true, false},
		{"careful confused", review.TopicQuote, review.F1Exact, true, false},
		{"careful confused", "quote speaker", review.F1Exact, false, true},
		{"careful confused", "quote speaker entity", review.Alpha, false, true},
		{"careful confused", "quote cue", review.F1Exact, true, false},
		{"careful confused", review.TopicMarks, review.Alpha, true, false},
	} {
		got := figure(rows, review.GroupPair, c.topic, c.pair, c.m)
		if full := got == "1.000"; full != c.full || c.part && (got < "0.550" || got > "0.850") {
			t.Errorf("%s, %s, %s is %s", c.pair, c.topic, c.m, got)
		}
	}
}

// However sets lie over one another, measuring ends: who marked the same agrees wholly, who marked nothing in common not
// at all, and of nothing nothing is said.
func TestAgreementOfSetsOfEveryShape(t *testing.T) {
	const n = 10_000
	d := bigDocument(64 * n)
	apart := func(from int) []*annotate.Annotation {
		out := scattered("x", 300)
		for _, a := range out {
			a.Type = "quote"
			a.Spans[0].Start, a.Spans[0].End = a.Spans[0].Start+from, a.Spans[0].End+from
		}
		return out
	}
	for _, x := range []struct {
		name     string
		one, two []*annotate.Annotation
		want     float64 // F1 of the same words; below 0 for anything that is defined
	}{
		{"identical", jittered(1, n), jittered(1, n), 1},
		{"nested", nested("a", n, 0), nested("b", n, 0), 1},
		{"stacked", stacked("a", n, 0), stacked("b", n, 0), 1},
		{"stacked, one shifted", stacked("a", n, 0), stacked("b", n, 1), -1},
		{"disjoint", apart(0), apart(16), 0},
		{"one empty", apart(0), nil, 0},
	} {
		g := review.NewAgreeing(schema(t), []annotate.AnnotatorID{"annotator 0", "annotator 1"}, review.AgreeingOptions{Groups: []review.Group{review.GroupAll}})
		if err := g.Add(t.Context(), []*annotate.Set{setOf(d, 0, x.one), setOf(d, 1, x.two)}); err != nil {
			t.Fatal(err)
		}
		rows, err := g.Rows(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, r := range rows {
			for _, f := range r.Figures {
				if r.Topic == review.TopicMarks && f.Measure == review.F1Exact {
					found = true
					if !f.Defined() || x.want >= 0 && f.V != x.want {
						t.Errorf("%s: F1 is %v, want %v", x.name, f.Value, x.want)
					}
				}
			}
		}
		if !found {
			t.Errorf("%s: nothing is measured", x.name)
		}
	}
	g := review.NewAgreeing(schema(t), []annotate.AnnotatorID{"annotator 0", "annotator 1"}, review.AgreeingOptions{})
	if err := g.Add(t.Context(), []*annotate.Set{setOf(d, 0, nil), setOf(d, 1, nil)}); err != nil {
		t.Fatal(err)
	}
	rows, err := g.Rows(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		for _, f := range r.Figures {
			if f.Defined() {
				t.Errorf("of nothing %s %s is %v", r.Topic, f.Measure, f.Value)
			}
		}
	}
}
