package colleagues

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
)

func TestEachDiffersFromTheTruthInTheirOwnWay(t *testing.T) {
	schema, err := Schema()
	if err != nil {
		t.Fatal(err)
	}
	articles, err := Truth(schema)
	if err != nil {
		t.Fatal(err)
	}
	habits := map[annotate.AnnotatorID][]review.What{
		"ana": {review.OnlyInA}, "ben": {review.Boundary}, "cay": {review.Entity, review.Fillers},
	}
	all := 0
	for _, c := range All {
		n := 0
		for _, a := range articles {
			set := c.Marks(schema, a)
			for _, p := range set.Problems(schema, source(a.Entities)) {
				t.Errorf("%s: %v", c.Name, p)
			}
			for _, d := range review.Align(schema, a.Set("truth"), set).Between(0, 1) {
				if n++; !slices.Contains(habits[c.Name], d.What) {
					t.Errorf("%s differs in another way than usual at “%s”", c.Name, a.Document.Text[d.Hull().Start:d.Hull().End])
				}
			}
		}
		if n < 3 {
			t.Errorf("%s differs from the truth %d times; want some", c.Name, n)
		}
		all += n
	}
	if all < 40 || all > 60 {
		t.Errorf("they differ from the truth %d times; want about as many as somebody reviews in a quarter of an hour", all)
	}
}

// The same files are made every time: what is merged again is there already.
func TestTheFilesMergeAndAreTheSameEveryTime(t *testing.T) {
	ctx := context.Background()
	first, err := Make(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	again, err := Make(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	both := filepath.Join(t.TempDir(), "all.quoth")
	merged, err := store.Merge(ctx, both, append(first, again...), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(merged.Joined) > 0 || len(merged.Clashes) > 0 {
		t.Errorf("merging joined %v and found the clashes %v", merged.Joined, merged.Clashes)
	}
	p, err := store.Open(ctx, both)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if found, err := p.Check(ctx, nil); err != nil || len(found) > 0 {
		t.Errorf("the merged file: %v %v", found, err)
	}
	names := map[annotate.AnnotatorID]int{}
	for set, err := range p.Sets(ctx, store.Selection{}) {
		if err != nil {
			t.Fatal(err)
		}
		names[set.Annotator]++
		if set.State() != annotate.StateDone || set.Len() < 30 {
			t.Errorf("%s has %d annotations in %s, which is %s", set.Annotator, set.Len(), set.Document.Title, set.State())
		}
	}
	if names["ana"] != 3 || names["ben"] != 3 || names["cay"] != 3 || len(names) != 3 {
		t.Errorf("the merged file has the sets %v; want three of each of three", names)
	}
}
