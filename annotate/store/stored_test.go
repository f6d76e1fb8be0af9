package store

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// Sets are read in two ways: one alone, and many one after the other. Both read the same.
func TestSetsReadInARowAreThoseReadAlone(t *testing.T) {
	p := newProject(t)
	folder := 0
	rapid.Check(t, func(rt *rapid.T) {
		folder++
		d := article("A", fmt.Sprintf("“Yes,” שלום said Peskov 👩‍👩‍👧, “and no.” %d", folder))
		add(t, p, d)
		s := setOf(t, p, d, "ana")
		for range rapid.IntRange(1, 6).Draw(rt, "annotations") {
			a := drawAnnotation(rt, s)
			a.ID += annotate.ID(rapid.SampledFrom([]string{"", "\x1e\x1f", "\"\\", "\n", "é"}).Draw(rt, "odd"))
			a.Origin.Score = rapid.SampledFrom([]float64{0, 1, 0.5, 0.1 + 0.2, 1e-9, 3e-320, 0.97}).Draw(rt, "score")
			a.Origin.Evidence = rapid.SampledFrom([]string{"", "“said”"}).Draw(rt, "evidence")
			if rapid.Bool().Draw(rt, "plain") {
				a.Note, a.Attrs, a.Origin = "", nil, annotate.Origin{}
			}
			commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(a) })
		}
		want := setOf(t, p, d, "ana")
		n := 0
		for got, err := range p.Sets(t.Context(), Selection{Documents: []annotate.DocumentID{d.ID}}) {
			if err != nil {
				rt.Fatal(err)
			}
			n++
			if diff := cmp.Diff(all(want), all(got)); diff != "" {
				rt.Fatal(diff)
			}
		}
		if n != 1 {
			rt.Fatalf("%d sets", n)
		}
	})
}

func TestColumnsWrittenOtherwiseAreLeftToTheLibrary(t *testing.T) {
	for _, text := range []string{``, `[`, `[]`, `[[1,2]`, `[[1,2],]`, `[[1, 2]]`, `[[-1,2]]`, `[[1,99999999999]]`, `[[1,2]] `, `[[1e2,3]]`} {
		if out, ok := appendSpans(nil, text); ok {
			t.Errorf("%s is taken for %v", text, out)
		}
	}
	r := unpacking{words: map[string]string{}}
	for _, text := range []string{``, `[`, `[]`, `[{"role":"a","target":"b"}`, `[{"role":"a\"","target":"b"}]`, `[{"role":"a","target":"b","x":"y"}]`, `[{"target":"b","role":"a"}]`} {
		if out, ok := r.appendArgs(nil, text); ok {
			t.Errorf("%s is taken for %v", text, out)
		}
	}
	if out, ok := r.appendArgs(nil, `[{"role":"a","target":"b"},{"role":"a","target":"c"}]`); !ok || len(out) != 2 {
		t.Error(out, ok)
	}
}
