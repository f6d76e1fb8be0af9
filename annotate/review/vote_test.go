package review_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/sizes"
)

// shown writes votes as a lane shows them: "#" for what is marked, "<" with a notch, "o" for what lacks, small
// letters where it is settled.
func shown(votes []review.Vote) string {
	var b strings.Builder
	for _, v := range votes {
		c := "."
		switch {
		case v.Marked && (v.Differs || v.Lacks):
			c = "D"
		case v.Marked:
			c = "#"
		case v.Lacks:
			c = "O"
		}
		if !v.Open {
			c = strings.ToLower(c)
		}
		b.WriteString(c)
	}
	return b.String()
}

func TestVotesSayWhoDiffersFromMost(t *testing.T) {
	a := review.Align(schema(t),
		set("ana", mark(t, "1", "person", "Ana Díaz"), mark(t, "2", "cue", "told"), mark(t, "3", "quote", "“We will win,”")),
		set("ben", mark(t, "1", "person", "Ana Díaz"), mark(t, "3", "quote", "“We will win,”")),
		set("eva", mark(t, "1", "person", "Mayor Ana Díaz"), mark(t, "3", "quote", "“We will win,”")),
	)
	disputes := a.Disputes()
	v := review.NewVotes(a, disputes)
	at := func(words string) annotate.Span { return mark(t, "x", "person", words).Hull() }
	for words, want := range map[string]string{
		"Mayor":          "..D", // she alone marked more, and here one sees it
		"Díaz":           "###", // all of them marked this
		"Mayor Ana Díaz": "##D",
		"told":           "DOO", // one against two: he who marked it is alone
		"“We will win,”": "###",
		"Reuters":        "...",
	} {
		if got := shown(v.In(at(words), nil, nil)); got != want {
			t.Errorf("the lanes beside “%s” show %s; want %s", words, got, want)
		}
	}
	settled := func(d int) bool { return disputes[d].What == review.Missing }
	if got := shown(v.In(at("told"), settled, nil)); got != "doo" {
		t.Errorf("the lanes beside what is settled show %s; want doo", got)
	}
	if got := v.Disputed(at("told"), 1); len(got) != 1 || disputes[got[0]].What != review.Missing {
		t.Errorf("the lane of who lacks it leads to %v", got)
	}
	if got := v.Disputed(at("Díaz"), -1); len(got) != 0 {
		t.Errorf("where all marked the same the lanes lead to %v", got)
	}
}

// What the index finds is what looking at everything finds.
func TestVotesAreThoseOfAllObjectsThere(t *testing.T) {
	s := schema(t)
	rapid.Check(t, func(t *rapid.T) {
		var sets []*annotate.Set
		for i := range rapid.IntRange(2, 4).Draw(t, "annotators") {
			var anns []*annotate.Annotation
			for k := range rapid.IntRange(0, 12).Draw(t, "marks") {
				start := rapid.IntRange(0, len(doc.Text)-2).Draw(t, "start")
				anns = append(anns, &annotate.Annotation{
					ID: annotate.ID(fmt.Sprint(i, " ", k)), Type: rapid.SampledFrom([]string{"person", "org", "quote", "cue"}).Draw(t, "type"),
					Spans: []annotate.Span{{Start: start, End: rapid.IntRange(start+1, len(doc.Text)).Draw(t, "end")}},
				})
			}
			sets = append(sets, annotate.NewSet(doc, annotate.AnnotatorID(fmt.Sprint(i)), "", anns))
		}
		a := review.Align(s, sets...)
		disputes := a.Disputes()
		v := review.NewVotes(a, disputes)
		start := rapid.IntRange(0, len(doc.Text)-1).Draw(t, "from")
		r := annotate.Span{Start: start, End: rapid.IntRange(start+1, len(doc.Text)).Draw(t, "to")}
		got := slices.Clone(v.In(r, nil, nil))
		for i, set := range sets {
			if marked := len(set.Touching(r)) > 0; got[i].Marked != marked {
				t.Fatalf("annotator %d marked something in %v: %v; the lanes say %v", i, r, marked, got[i].Marked)
			}
		}
		lacking := make([]bool, len(sets))
		for _, o := range a.Objects {
			if slices.ContainsFunc(o.Versions, func(x *annotate.Annotation) bool { return x != nil && annotate.Overlap(x.Spans, []annotate.Span{r}) }) {
				for i, x := range o.Versions {
					lacking[i] = lacking[i] || x == nil
				}
			}
		}
		for i := range sets {
			if got[i].Lacks != lacking[i] {
				t.Fatalf("annotator %d lacks something in %v: %v; the lanes say %v", i, r, lacking[i], got[i].Lacks)
			}
		}
		for i, x := range got { // whoever's lane shows a difference leads to one
			if led := len(v.Disputed(r, i)) > 0; led != x.Open {
				t.Fatalf("annotator %d differs in %v: %v; the lane leads to a difference: %v", i, r, x.Open, led)
			}
		}
	})
}

func TestNothingDiffersBetweenEmptySets(t *testing.T) {
	a := review.Align(nil, set("ana"), set("ben"))
	v := review.NewVotes(a, a.Disputes())
	if d := cmp.Diff([]review.Vote{{}, {}}, v.In(annotate.Span{End: 1 << 40}, nil, nil)); d != "" {
		t.Error(d)
	}
}

// A line's votes cost the same among a thousand things and a hundred thousand.
func BenchmarkVotesOfALine(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			doc := sizes.Article(n * 60)
			var lists [][]*annotate.Annotation
			for i := range 5 {
				anns := sizes.Annotations(doc, n)
				for k := i; k < len(anns); k += 17 {
					anns[k].Type = "org"
				}
				lists = append(lists, anns)
			}
			a := review.AlignLists(nil, lists...)
			v := review.NewVotes(a, a.Disputes())
			var votes []review.Vote
			at := 0
			for b.Loop() {
				at = (at + 7919) % (len(doc.Text) - 80)
				votes = v.In(annotate.Span{Start: at, End: at + 80}, nil, votes)
			}
		})
	}
}
