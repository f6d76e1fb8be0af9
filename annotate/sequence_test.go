package annotate_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quoth/annotate"
)

func TestASequenceGoesRoundInTheOrderOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var q annotate.Sequence
		var in []*annotate.Annotation // the same, by hand
		for i := range rapid.IntRange(0, 400).Draw(t, "steps") {
			if len(in) > 0 && rapid.IntRange(0, 2).Draw(t, "take out") == 0 {
				k := rapid.IntRange(0, len(in)-1).Draw(t, "which")
				q.Remove(in[k])
				in = slices.Delete(in, k, k+1)
				continue
			}
			at := rapid.IntRange(0, 50).Draw(t, "at")
			a := &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%03d", i)), Spans: []annotate.Span{{Start: at, End: at + 1}, {Start: at + 3, End: at + 4}}}
			q.Put(a)
			k, _ := slices.BinarySearchFunc(in, a, func(x, y *annotate.Annotation) int {
				if d := x.Hull().Start - y.Hull().Start; d != 0 {
					return d
				}
				return slices.Compare([]byte(x.ID), []byte(y.ID))
			})
			in = slices.Insert(in, k, a)
		}
		if q.Len() != len(in) || !slices.Equal(slices.Collect(q.All), in) {
			t.Fatalf("%d in it, not %d, or in another order", q.Len(), len(in))
		}
		for i, a := range in {
			var want *annotate.Annotation
			if len(in) > 1 {
				want = in[(i+1)%len(in)]
			}
			if got := q.After(a); got != want {
				t.Fatalf("after %s comes %v, not %v", a.ID, got, want)
			}
		}
		if len(in) > 0 && q.First() != in[0] {
			t.Fatal("another one is the first")
		}
	})
}
