package review_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/assets"
)

func schema(t testing.TB) *annotate.Schema {
	t.Helper()
	s, err := news()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var news = sync.OnceValues(func() (*annotate.Schema, error) { return annotate.ParseSchema("news.yaml", assets.Schema) })

// objects writes an alignment one object a line: the words of each version, "-" where there is none.
func objects(a *review.Alignment) []string {
	var out []string
	for _, o := range a.Objects {
		var words []string
		for _, v := range o.Versions {
			if v == nil {
				words = append(words, "-")
			} else {
				words = append(words, v.Type+" "+doc.Surface(v.Spans))
			}
		}
		out = append(out, strings.Join(words, " | "))
	}
	return out
}

func TestManySetsAreAlignedAtOnce(t *testing.T) {
	a := review.Align(schema(t),
		set("ana", mark(t, "1", "person", "Ana Díaz"), mark(t, "2", "cue", "told"), mark(t, "3", "quote", "“We will win,”")),
		set("ben", mark(t, "1", "person", "Mayor Ana Díaz"), mark(t, "2", "communicate", "told"), mark(t, "3", "quote", "“We will win,”")),
		set("eva", mark(t, "1", "role", "Mayor Ana Díaz"), mark(t, "3", "quote", "We will win")),
		set("gil", mark(t, "1", "role", "Mayor"), mark(t, "2", "cue", "told")),
	)
	want := []string{
		"quote “We will win,” | quote “We will win,” | quote We will win | -",
		"person Ana Díaz | person Mayor Ana Díaz | role Mayor Ana Díaz | -",
		"- | - | - | role Mayor",
		// A cue and an event on the same words are two things.
		"- | communicate told | - | -",
		"cue told | - | - | cue told",
	}
	if d := cmp.Diff(want, objects(a)); d != "" {
		t.Error(d)
	}
}

func TestDisputesSayWhoHoldsWhichOpinion(t *testing.T) {
	person := func(id annotate.ID, entity string) *annotate.Annotation {
		return with(mark(t, string(id), "person", "Ana Díaz"), func(a *annotate.Annotation) { a.Entity = annotate.ID(entity) })
	}
	quote := func(id, speaker annotate.ID) *annotate.Annotation {
		return with(mark(t, string(id), "quote", "“We will win,”"), func(a *annotate.Annotation) {
			a.Args = []annotate.Arg{{Role: "speaker", Target: speaker}}
		})
	}
	a := review.Align(schema(t),
		set("ana", person("1", "e1"), quote("2", "1"), mark(t, "3", "org", "Reuters")),
		set("ben", person("4", "e1"), quote("5", "4"), mark(t, "6", "org", "Reuters")),
		set("eva", person("7", "e2"), quote("8", "9"), mark(t, "9", "org", "Reuters")),
		set("gil", mark(t, "10", "place", "Reuters")),
	)
	names := map[review.What]string{review.Missing: "missing", review.Entity: "entity", review.Type: "type", review.Fillers: "fillers"}
	var got []string
	for _, d := range a.Disputes() {
		i := slices.IndexFunc(d.Object.Versions, func(v *annotate.Annotation) bool { return v != nil })
		got = append(got, strings.TrimSpace(fmt.Sprintf("%s: %s %s", doc.Surface(d.Object.Versions[i].Spans), names[d.What], d.Of))+fmt.Sprint(d.Sides))
	}
	want := []string{
		"“We will win,”: missing[[0 1 2] [3]]", "“We will win,”: fillers speaker[[0 1] [2]]",
		"Ana Díaz: missing[[0 1 2] [3]]", "Ana Díaz: entity[[0 1] [2]]",
		"Reuters: type[[0 1 2] [3]]",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAttributeThatIsLeftOutHasItsDefault(t *testing.T) {
	meet := func(id string, attrs map[string]string) *annotate.Annotation {
		return with(mark(t, id, "contact.meet", "met"), func(a *annotate.Annotation) { a.Attrs = attrs })
	}
	a := review.Align(schema(t), set("ana", meet("1", nil)), set("ben", meet("2", map[string]string{"realis": "actual"})),
		set("eva", meet("3", map[string]string{"realis": "other"})))
	if ds := a.Between(0, 1); len(ds) > 0 {
		t.Errorf("what is left out differs from the default: %v", told(ds))
	}
	if ds := told(a.Between(0, 2)); !slices.Equal(ds, []string{"attribute realis /met/ /met/"}) {
		t.Errorf("got %v", ds)
	}
}

// The whole is best matched, even where that gives up the likest pair.
func TestPairsAgreeBestInAll(t *testing.T) {
	at := func(id string, start, end int) *annotate.Annotation {
		return &annotate.Annotation{ID: annotate.ID(id), Type: "quote", Spans: []annotate.Span{{Start: start, End: end}}}
	}
	// 2 and x share most, but then 1 and y would both be left alone.
	c := review.Compare(nil, []*annotate.Annotation{at("1", 0, 10), at("2", 8, 20)}, []*annotate.Annotation{at("x", 2, 19), at("y", 12, 30)})
	if c.InB("1") == nil || c.InB("1").ID != "x" || c.InB("2") == nil || c.InB("2").ID != "y" {
		t.Errorf("pairs are %v and %v", c.InB("1"), c.InB("2"))
	}
}

// Whatever the sets, each annotation is in one object, each annotator is in it at most once, what is in one
// object overlaps, and the order of the annotators changes nothing.
func TestObjectsHoldEachAnnotationOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 5).Draw(t, "annotators")
		var lists [][]*annotate.Annotation
		total := 0
		for i := range n {
			lists = append(lists, draw(t, string(rune('a'+i))))
			total += len(lists[i])
		}
		a := review.AlignLists(nil, lists...)
		seen := 0
		for _, o := range a.Objects {
			for i, v := range o.Versions {
				if v == nil {
					continue
				}
				seen++
				if a.Of(i, v.ID) != o {
					t.Errorf("%s is in another object", v.ID)
				}
				for _, w := range o.Versions[:i] {
					if w != nil && !annotate.Overlap(v.Spans, w.Spans) {
						t.Errorf("%v and %v are one", v.Spans, w.Spans)
					}
				}
			}
		}
		if seen != total {
			t.Errorf("%d of %d annotations are in objects", seen, total)
		}
		for i := range n {
			for j := range n {
				if i != j && len(a.Between(i, j)) != len(a.Between(j, i)) {
					t.Errorf("%d and %d differ in %d, %d and %d in %d", i, j, len(a.Between(i, j)), j, i, len(a.Between(j, i)))
				}
			}
		}
	})
}

func TestIdenticalEmptyAndDisjointSets(t *testing.T) {
	many := scattered("b", 300)
	var same [][]*annotate.Annotation
	for range 6 {
		same = append(same, many)
	}
	if a := review.AlignLists(nil, same...); len(a.Objects) != 300 || len(a.Disputes()) != 0 {
		t.Errorf("%d objects, %d disputes", len(a.Objects), len(a.Disputes()))
	}
	if a := review.AlignLists(nil, nil, nil, nil); len(a.Objects) != 0 || len(a.Between(0, 2)) != 0 {
		t.Error("empty sets differ")
	}
	if a := review.AlignLists(nil); len(a.Objects) != 0 {
		t.Error("no sets have objects")
	}
	apart := scattered("c", 300)
	for _, x := range apart {
		x.Spans[0].Start, x.Spans[0].End = x.Spans[0].Start+16, x.Spans[0].End+16
	}
	if a := review.AlignLists(nil, many, apart); len(a.Objects) != 600 {
		t.Errorf("disjoint sets have %d objects", len(a.Objects))
	}
}

// stacked is a set whose annotations all begin at the same place.
func stacked(prefix string, n, shift int) []*annotate.Annotation {
	out := make([]*annotate.Annotation, n)
	for i := range out {
		out[i] = &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%s%06d", prefix, i)), Type: "quote", Spans: []annotate.Span{{End: 3*(n-i) + shift}}}
	}
	return out
}

func TestDeepStacksAreAlignedByTheirLikes(t *testing.T) {
	const n = 10_000
	for name, lists := range map[string][][]*annotate.Annotation{
		"stacked": {stacked("a", n, 0), stacked("b", n, 1), stacked("c", n, 0)},
		"nested":  {nested("a", n, 0), nested("b", n, 1), nested("c", n, 0)},
		"one set": {nested("a", n, 0), nil},
	} {
		a := review.AlignLists(nil, lists...)
		if len(a.Objects) != n {
			t.Errorf("%s: %d objects, want %d", name, len(a.Objects), n)
			continue
		}
		for _, o := range a.Objects {
			for _, v := range o.Versions {
				if v != nil && v.ID[1:] != o.Versions[0].ID[1:] {
					t.Errorf("%s: %s is with %s", name, v.ID, o.Versions[0].ID)
					break
				}
			}
		}
	}
}

// jittered is what one of several annotators left: some miss, some are longer or of another type.
func jittered(who int, n int) []*annotate.Annotation {
	out := make([]*annotate.Annotation, 0, n)
	for i := range n {
		at := 40 * i
		h := (i*2654435761 + who*40503) >> 4 & 0xff
		if h < 20 {
			continue
		}
		a := &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%d-%07d", who, i)), Type: types[i%3], Spans: []annotate.Span{{Start: at, End: at + 12}}}
		switch {
		case h < 50:
			a.Spans[0].Start += h % 4
		case h < 60:
			a.Type = types[(i+1)%3]
		}
		if i%3 == 2 && len(out) > 0 {
			a.Args = []annotate.Arg{{Role: "speaker", Target: out[len(out)-1].ID}}
		}
		out = append(out, a)
	}
	return out
}

func BenchmarkAlign(b *testing.B) {
	const sets, n = 10, 10_000
	for name, list := range map[string]func(int) []*annotate.Annotation{
		"like articles": func(i int) []*annotate.Annotation { return jittered(i, n) },
		"nested":        func(i int) []*annotate.Annotation { return nested(string(rune('a'+i)), n, i%3) },
	} {
		var lists [][]*annotate.Annotation
		for i := range sets {
			lists = append(lists, list(i))
		}
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				review.AlignLists(nil, lists...).Disputes()
			}
		})
	}
}
