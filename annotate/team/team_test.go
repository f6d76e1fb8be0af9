package team_test

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/team"
)

func named[S ~string](prefix string, n int) []S {
	out := make([]S, n)
	for i := range out {
		out[i] = S(fmt.Sprintf("%s%d", prefix, i))
	}
	return out
}

func nobody(annotate.DocumentID, annotate.AnnotatorID) bool { return false }

func TestEverybodyGetsTheSameNumberAndEachDocumentItsOverlap(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		docs := named[annotate.DocumentID]("d", rapid.IntRange(0, 60).Draw(rt, "documents"))
		people := named[annotate.AnnotatorID]("p", rapid.IntRange(1, 7).Draw(rt, "annotators"))
		overlap := rapid.IntRange(1, len(people)).Draw(rt, "overlap")
		seed := rapid.Uint64().Draw(rt, "seed")
		p, err := team.Distribute(docs, people, overlap, seed, nobody)
		if err != nil {
			rt.Fatal(err)
		}
		per := map[annotate.DocumentID]map[annotate.AnnotatorID]bool{}
		load := map[annotate.AnnotatorID]int{}
		for _, w := range p.Work {
			if per[w.Document] == nil {
				per[w.Document] = map[annotate.AnnotatorID]bool{}
			}
			if per[w.Document][w.Annotator] {
				rt.Fatalf("%s gets %s twice", w.Annotator, w.Document)
			}
			per[w.Document][w.Annotator] = true
			load[w.Annotator]++
		}
		least, most := len(docs)*overlap, 0
		for i, l := range p.Loads {
			if l.Annotator != people[i] || l.New != load[l.Annotator] || l.Had != 0 {
				rt.Fatalf("load %+v, given %d", l, load[people[i]])
			}
			least, most = min(least, l.New), max(most, l.New)
		}
		if len(docs) > 0 && most-least > 1 {
			rt.Fatalf("between %d and %d documents each", least, most)
		}
		for _, d := range docs {
			if len(per[d]) != overlap {
				rt.Fatalf("%s goes to %d, not %d", d, len(per[d]), overlap)
			}
		}
		again, err := team.Distribute(docs, people, overlap, seed, nobody)
		if err != nil || !reflect.DeepEqual(p, again) {
			rt.Fatalf("the same seed gives another plan (%v)", err)
		}
	})
}

func TestEveryTwoShareAboutAsMuch(t *testing.T) {
	docs, people := named[annotate.DocumentID]("d", 60), named[annotate.AnnotatorID]("p", 4)
	p, err := team.Distribute(docs, people, 2, 1, nobody)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range p.Loads {
		for who, n := range l.Shared {
			if n < 8 || n > 12 { // 10 each would be even
				t.Errorf("%s and %s share %d of 60 documents", l.Annotator, who, n)
			}
		}
	}
}

func TestWhoHasADocumentCounts(t *testing.T) {
	docs := named[annotate.DocumentID]("d", 4)
	has := func(d annotate.DocumentID, a annotate.AnnotatorID) bool {
		return a == "ana" && d != "d3" || a == "ben" && d == "d0"
	}
	p, err := team.Distribute(docs, []annotate.AnnotatorID{"ana", "ben"}, 1, 1, has)
	if err != nil {
		t.Fatal(err)
	}
	if p.Full != 3 || len(p.Work) != 1 || p.Work[0] != (team.Work{Document: "d3", Annotator: "ben"}) {
		t.Errorf("%+v", p)
	}
	if l := p.Loads[0]; l.Had != 3 || l.New != 0 || l.Shared["ben"] != 1 {
		t.Errorf("ana: %+v", l)
	}
}

func TestWhatCannotBeSaysWhy(t *testing.T) {
	for _, c := range []struct {
		people  []annotate.AnnotatorID
		overlap int
		want    string
	}{
		{nil, 1, "nobody is named to give articles to"},
		{[]annotate.AnnotatorID{"ana"}, 2, "each article cannot go to 2 of 1 annotators"},
		{[]annotate.AnnotatorID{"ana"}, 0, "each article needs one annotator at least, not 0"},
		{[]annotate.AnnotatorID{"ana", "ana"}, 1, "ana is named twice"},
		{[]annotate.AnnotatorID{"ana", ""}, 1, "annotator 2 has no name"},
	} {
		if _, err := team.Distribute(nil, c.people, c.overlap, 1, nobody); err == nil || err.Error() != c.want {
			t.Errorf("%v, %d: %v, want %q", c.people, c.overlap, err, c.want)
		}
	}
}
