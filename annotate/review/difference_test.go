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
)

const text = "“We will win,” Mayor Ana Díaz told Reuters 👨‍👩‍👧 on Monday. “He said ‘never’ to me,” she added.\n\n" +
	"דובר: «שלום» — José\u0301 met 王毅 in Zürich."

var doc = &annotate.Document{ID: annotate.DocumentIDOf(text), Title: "A speech", Text: text}

// mark returns an annotation of the first occurrence of each of the words.
func mark(t testing.TB, id, typ string, words ...string) *annotate.Annotation {
	t.Helper()
	a := &annotate.Annotation{ID: annotate.ID(id), Type: typ}
	from := 0
	for _, w := range words {
		i := strings.Index(text[from:], w)
		if i < 0 {
			t.Fatalf("%q is not in the text", w)
		}
		a.Spans = append(a.Spans, annotate.Span{Start: from + i, End: from + i + len(w)})
		from += i + len(w)
	}
	return a
}

func with(a *annotate.Annotation, fn func(*annotate.Annotation)) *annotate.Annotation {
	fn(a)
	return a
}

func set(who annotate.AnnotatorID, as ...*annotate.Annotation) *annotate.Set {
	return annotate.NewSet(doc, who, "", as)
}

var whatNames = map[review.What]string{
	review.OnlyInA: "only in a", review.OnlyInB: "only in b", review.Boundary: "boundary",
	review.Type: "type", review.Entity: "entity", review.Fillers: "fillers of",
	review.SplitInA: "split in a", review.SplitInB: "split in b", review.Attribute: "attribute",
}

// told writes differences as a person would: "boundary “Ana” / “Ana Díaz”".
func told(ds []review.Difference) []string {
	var out []string
	for _, d := range ds {
		s := whatNames[d.What]
		if d.Of != "" {
			s += " " + d.Of
		}
		for _, x := range []*annotate.Annotation{d.A, d.B} {
			if x != nil {
				s += fmt.Sprintf(" /%s/", doc.Surface(x.Spans))
			}
		}
		out = append(out, s)
	}
	return out
}

func TestEachWayToDifferIsToldApart(t *testing.T) {
	ana := func(id string, fn func(*annotate.Annotation)) *annotate.Annotation {
		a := mark(t, id, "person", "Ana Díaz")
		if fn != nil {
			fn(a)
		}
		return a
	}
	quote := func(id string, args ...annotate.Arg) *annotate.Annotation {
		return with(mark(t, id, "quote", "“We will win,”"), func(a *annotate.Annotation) { a.Args = args })
	}
	speaker := func(id annotate.ID) annotate.Arg { return annotate.Arg{Role: "speaker", Target: id} }
	for name, c := range map[string]struct {
		a, b []*annotate.Annotation
		want []string
	}{
		"nothing": {nil, nil, nil},
		"the same": {
			[]*annotate.Annotation{ana("1", nil), quote("2", speaker("1"))},
			[]*annotate.Annotation{ana("x", nil), quote("y", speaker("x"))}, nil,
		},
		"only one marked it": {
			[]*annotate.Annotation{ana("1", nil)},
			[]*annotate.Annotation{mark(t, "x", "org", "Reuters")},
			[]string{"only in a /Ana Díaz/", "only in b /Reuters/"},
		},
		"longer": {
			[]*annotate.Annotation{ana("1", nil)},
			[]*annotate.Annotation{mark(t, "x", "person", "Mayor Ana Díaz")},
			[]string{"boundary /Ana Díaz/ /Mayor Ana Díaz/"},
		},
		"in two parts": {
			[]*annotate.Annotation{mark(t, "1", "quote", "“We will win,”", "“He said ‘never’ to me,”")},
			[]*annotate.Annotation{quote("x"), mark(t, "y", "quote", "“He said ‘never’ to me,”")},
			[]string{"split in b /“We will win,” … “He said ‘never’ to me,”/ /“We will win,”/"},
		},
		"another type": {
			[]*annotate.Annotation{mark(t, "1", "org", "Reuters")},
			[]*annotate.Annotation{mark(t, "x", "place", "Reuters")},
			[]string{"type /Reuters/ /Reuters/"},
		},
		"another attribute": {
			[]*annotate.Annotation{with(mark(t, "1", "quote", "“We will win,”"), func(a *annotate.Annotation) { a.Attrs = map[string]string{"form": "direct"} })},
			[]*annotate.Annotation{quote("x")},
			[]string{"attribute form /“We will win,”/ /“We will win,”/"},
		},
		"another type on most of the same words": {
			[]*annotate.Annotation{mark(t, "1", "role", "Mayor Ana Díaz")},
			[]*annotate.Annotation{mark(t, "x", "person", "Ana Díaz")},
			[]string{"boundary /Mayor Ana Díaz/ /Ana Díaz/", "type /Mayor Ana Díaz/ /Ana Díaz/"},
		},
		"another type on other words is another mark": {
			[]*annotate.Annotation{mark(t, "1", "person", "Ana Díaz")},
			[]*annotate.Annotation{mark(t, "x", "role", "Mayor Ana")},
			[]string{"only in b /Mayor Ana/", "only in a /Ana Díaz/"},
		},
		"another entity": {
			[]*annotate.Annotation{ana("1", func(a *annotate.Annotation) { a.Entity = "e1" })},
			[]*annotate.Annotation{ana("x", nil)},
			[]string{"entity /Ana Díaz/ /Ana Díaz/"},
		},
		"another speaker": {
			[]*annotate.Annotation{ana("1", nil), mark(t, "2", "org", "Reuters"), quote("3", speaker("1"))},
			[]*annotate.Annotation{ana("x", nil), mark(t, "y", "org", "Reuters"), quote("z", speaker("y"))},
			[]string{"fillers of speaker /“We will win,”/ /“We will win,”/"},
		},
		"no speaker": {
			[]*annotate.Annotation{ana("1", nil), quote("3", speaker("1"))},
			[]*annotate.Annotation{ana("x", nil), quote("z")},
			[]string{"fillers of speaker /“We will win,”/ /“We will win,”/"},
		},
		"the speaker marked longer is still the speaker": {
			[]*annotate.Annotation{ana("1", nil), quote("3", speaker("1"))},
			[]*annotate.Annotation{mark(t, "x", "person", "Mayor Ana Díaz"), quote("z", speaker("x"))},
			[]string{"boundary /Ana Díaz/ /Mayor Ana Díaz/"},
		},
		"of two overlapping ones the likest": {
			[]*annotate.Annotation{mark(t, "1", "quote", "“He said ‘never’ to me,”")},
			[]*annotate.Annotation{mark(t, "x", "quote", "“He said ‘never’ to me,” she"), mark(t, "y", "quote", "‘never’")},
			[]string{"boundary /“He said ‘never’ to me,”/ /“He said ‘never’ to me,” she/", "only in b /‘never’/"},
		},
		"right to left, and characters of several code points": {
			[]*annotate.Annotation{mark(t, "1", "quote", "«שלום»"), mark(t, "2", "person", "José\u0301")},
			[]*annotate.Annotation{mark(t, "x", "quote", "«שלום»"), mark(t, "y", "person", "José\u0301 met 王毅")},
			[]string{"boundary /José\u0301/ /José\u0301 met 王毅/"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := told(review.Align(nil, set("ana", c.a...), set("ben", c.b...)).Between(0, 1))
			if d := cmp.Diff(c.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

var types = []string{"person", "org", "quote"}

// draw makes up a set: marks of few types on few places, so that many overlap, are alike or nest; those
// that set them off fill roles.
func draw(t *rapid.T, prefix string) []*annotate.Annotation {
	var out []*annotate.Annotation
	n := rapid.IntRange(0, 12).Draw(t, "annotations")
	for i := range n {
		a := &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%s%02d", prefix, i)), Type: rapid.SampledFrom(types).Draw(t, "type")}
		at := 0
		for range rapid.IntRange(1, 2).Draw(t, "parts") {
			start := at + rapid.IntRange(0, 12).Draw(t, "gap")
			at = start + rapid.IntRange(1, 9).Draw(t, "length")
			a.Spans = append(a.Spans, annotate.Span{Start: start, End: at})
			at++
		}
		a.Entity = annotate.ID(rapid.SampledFrom([]string{"", "e1", "e2"}).Draw(t, "entity"))
		if i > 0 && rapid.Bool().Draw(t, "argument") {
			arg := annotate.Arg{Role: rapid.SampledFrom([]string{"speaker", "cue"}).Draw(t, "role"), Target: out[rapid.IntRange(0, i-1).Draw(t, "target")].ID}
			a.Args = append(a.Args, arg)
		}
		out = append(out, a)
	}
	return slices.Collect(set("drawn", out...).All())
}

// copied is a set as another annotator would have made it: the same under other identities.
func copied(as []*annotate.Annotation) []*annotate.Annotation {
	out := make([]*annotate.Annotation, len(as))
	for i, a := range as {
		out[i] = a.Clone()
		out[i].ID = "copy of " + a.ID
		for k := range out[i].Args {
			out[i].Args[k].Target = "copy of " + out[i].Args[k].Target
		}
	}
	return out
}

func TestWhatIsAlikeDoesNotDiffer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := distinct(draw(t, "a"))
		if ds := review.Compare(nil, a, copied(a)).Differences; len(ds) > 0 {
			t.Fatalf("a set differs from its copy: %+v", ds)
		}
	})
}

// distinct leaves out what marks the same words as the same type once more, which no set may hold.
func distinct(as []*annotate.Annotation) []*annotate.Annotation {
	var out []*annotate.Annotation
	kept := map[annotate.ID]bool{}
	for _, a := range as {
		if !slices.ContainsFunc(out, func(o *annotate.Annotation) bool { return o.Type == a.Type && slices.Equal(o.Spans, a.Spans) }) {
			out = append(out, a.Clone())
			kept[a.ID] = true
		}
	}
	for _, a := range out {
		a.Args = slices.DeleteFunc(a.Args, func(x annotate.Arg) bool { return !kept[x.Target] })
	}
	return out
}

// Whoever is named first, the two differ in the same, and every annotation is either in one pair or
// only on its side.
func TestPairsAreOneToOneAndTheSidesEqual(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		there, back := review.Compare(nil, a, b), review.Compare(nil, b, a)
		alone := map[annotate.ID]bool{}
		for _, d := range there.Differences {
			switch d.What {
			case review.OnlyInA, review.SplitInA:
				alone[d.A.ID] = true
			case review.OnlyInB, review.SplitInB:
				alone[d.B.ID] = true
			}
		}
		for _, x := range a {
			y := there.InB(x.ID)
			if (y == nil) != alone[x.ID] {
				t.Errorf("%s: counterpart %v, alone %v", x.ID, y, alone[x.ID])
			}
			if y == nil {
				continue
			}
			if there.InA(y.ID) != x || back.InA(x.ID) != y {
				t.Errorf("%s and %s are not each other's", x.ID, y.ID)
			}
			if y.Type != x.Type && 2*common(x.Spans, y.Spans) <= max(bytes(x.Spans), bytes(y.Spans)) || !annotate.Overlap(x.Spans, y.Spans) {
				t.Errorf("%s %v and %s %v have nothing in common", x.Type, x.Spans, y.Type, y.Spans)
			}
		}
		for _, y := range b {
			if (there.InA(y.ID) == nil) != alone[y.ID] {
				t.Errorf("%s: alone %v", y.ID, alone[y.ID])
			}
		}
		if len(there.Differences) != len(back.Differences) {
			t.Errorf("%d differences there, %d back", len(there.Differences), len(back.Differences))
		}
		if !slices.IsSortedFunc(there.Differences, func(x, y review.Difference) int { return x.Hull().Start - y.Hull().Start }) {
			t.Error("differences are not in the order of the text")
		}
	})
}

// common counts the bytes that both hold, one after the other.
func common(a, b []annotate.Span) int {
	n := 0
	for _, s := range a {
		for i := s.Start; i < s.End; i++ {
			if slices.ContainsFunc(b, func(t annotate.Span) bool { return t.Start <= i && i < t.End }) {
				n++
			}
		}
	}
	return n
}

func bytes(a []annotate.Span) int { return common(a, a) }

// Nothing is left alone beside something of its type that it overlaps and that is alone, too.
func TestNothingStaysAloneBesideItsLike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		c := review.Compare(nil, a, b)
		for _, x := range a {
			for _, y := range b {
				if c.InB(x.ID) == nil && c.InA(y.ID) == nil && x.Type == y.Type && annotate.Overlap(x.Spans, y.Spans) {
					t.Errorf("%v and %v are both alone", x.Spans, y.Spans)
				}
			}
		}
	})
}

func TestOneChangeIsOneDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := distinct(draw(t, "a"))
		if len(a) == 0 {
			return
		}
		b := copied(a)
		i := rapid.IntRange(0, len(b)-1).Draw(t, "which")
		want := review.Entity
		switch rapid.SampledFrom([]string{"entity", "filler", "gone"}).Draw(t, "change") {
		case "entity":
			b[i].Entity += "another"
		case "filler":
			if len(b[i].Args) == 0 {
				return
			}
			b[i].Args, want = nil, review.Fillers
		case "gone":
			if slices.ContainsFunc(b, func(x *annotate.Annotation) bool {
				return slices.ContainsFunc(x.Args, func(arg annotate.Arg) bool { return arg.Target == b[i].ID })
			}) {
				return
			}
			// Its like may be taken for it, and then differs itself.
			for _, x := range a {
				if x != a[i] && annotate.Overlap(x.Spans, a[i].Spans) {
					return
				}
			}
			b, want = slices.Delete(b, i, i+1), review.OnlyInA
		}
		ds := review.Compare(nil, a, b).Differences
		if len(ds) != 1 || ds[0].What != want || ds[0].A.ID != a[i].ID {
			t.Fatalf("want one difference, %s of %s; got %+v", whatNames[want], a[i].ID, ds)
		}
	})
}

// nested is a set whose annotations all lie in one another.
func nested(prefix string, n, shift int) []*annotate.Annotation {
	out := make([]*annotate.Annotation, n)
	for i := range out {
		out[i] = &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%s%06d", prefix, i)), Type: "quote",
			Spans: []annotate.Span{{Start: 3*i + shift, End: 6*n + 9 - 2*i}}}
	}
	return out
}

// Sets that nest without end are compared in steps that each look at a few.
func TestDeepNestingIsCompared(t *testing.T) {
	const n = 20_000
	c := review.Compare(nil, nested("a", n, 0), nested("b", n, 1))
	if len(c.Differences) != n || c.Differences[n/2].What != review.Boundary {
		t.Errorf("%d differences, the middle one %+v", len(c.Differences), c.Differences[n/2])
	}
}

func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		x, y := scattered("a", n), scattered("b", n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				review.Compare(nil, x, y)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/annotation")
		})
	}
}

// scattered is a set as articles have them: short marks side by side, of which one in five differs.
func scattered(who string, n int) []*annotate.Annotation {
	out := make([]*annotate.Annotation, n)
	for i := range out {
		at := 40 * i
		if who == "b" && i%5 == 0 {
			at += 3
		}
		out[i] = &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%s%07d", who, i)), Type: types[i%3], Spans: []annotate.Span{{Start: at, End: at + 12}}}
		if i%3 == 2 {
			out[i].Args = []annotate.Arg{{Role: "speaker", Target: out[i-1].ID}}
		}
	}
	return out
}
