package store

import (
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
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
		passed := 0 // sets before that of this article
		for got, err := range p.StoredSets(t.Context(), Selection{Passing: true}) {
			if err != nil {
				rt.Fatal(err)
			}
			if passed++; got.Document.ID != d.ID {
				continue
			}
			if diff := cmp.Diff(all(want), all(got.Set())); diff != "" {
				rt.Fatal(diff)
			}
		}
		if passed != folder {
			rt.Fatalf("%d sets", passed)
		}
		for got, err := range p.StoredSets(t.Context(), Selection{Documents: []annotate.DocumentID{d.ID}, NoOrigins: true, NoBlocks: true}) {
			if err != nil || len(got.Document.Blocks) > 0 {
				rt.Fatal(err, got.Document.Blocks)
			}
			less := all(want)
			for i, a := range less {
				less[i] = a.Clone()
				less[i].Origin = annotate.Origin{}
			}
			if diff := cmp.Diff(less, all(got.Set())); diff != "" {
				rt.Fatal(diff)
			}
		}
	})
}

func TestColumnsWrittenOtherwiseAreLeftToTheLibrary(t *testing.T) {
	for _, text := range []string{``, `[`, `[]`, `[[1,2]`, `[[1,2],]`, `[[1, 2]]`, `[[-1,2]]`, `[[1,99999999999]]`, `[[1,2]] `, `[[1e2,3]]`, `[[1,2]`, `[[1,2]]x`} {
		for _, end := range []string{"", valueEnd} {
			if out, rest, ok := appendSpans(nil, text+end); ok || rest != text+end {
				t.Errorf("%s is taken for %v", text, out)
			}
		}
	}
	r := newUnpacking(Selection{})
	for _, text := range []string{``, `[`, `[]`, `[{"role":"a","target":"b"}`, `[{"role":"a\"","target":"b"}]`, `[{"role":"a","target":"b","x":"y"}]`, `[{"target":"b","role":"a"}]`, `[{"role":"a","target":"b"}]x`,
		`[{"role":"a","target":"b`, `[{"role":"a`, `[{"role":"a","target":"b"},`, `[{"role":"a","target":"b"},]`} {
		for _, end := range []string{"", valueEnd} {
			if out, rest, ok := r.appendArgs(nil, text+end); ok || rest != text+end {
				t.Errorf("%s is taken for %v", text, out)
			}
		}
	}
	if out, rest, ok := r.appendArgs(nil, `[{"role":"a","target":"b"},{"role":"a","target":"c"}]`+valueEnd+"x"); !ok || len(out) != 2 || rest != "x" {
		t.Error(out, rest, ok)
	}
	if out, rest, ok := appendSpans(nil, `[[1,2],[3,40]]`+valueEnd+"x"); !ok || len(out) != 2 || rest != "x" {
		t.Error(out, rest, ok)
	}
}

// Columns that are read quickly say what the library that wrote them reads; what it did not write is left to it.
func TestColumnsReadQuicklySayTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SampledFrom([]string{"", "x", "“é”", `"`, `\`, ":", `":"`, ",", "}", "\n"})
		pairs := rapid.MapOf(words, words).Draw(t, "pairs")
		text, err := encode(pairs)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := readPairs(text); ok && !maps.Equal(got, pairs) {
			t.Fatalf("%s is read as %q", text, got)
		} else if !ok && !strings.Contains(text, `\`) {
			t.Fatalf("%s is not read", text)
		}
		blocks := rapid.SliceOf(rapid.Custom(func(t *rapid.T) annotate.Block {
			n := rapid.IntRange(0, 1<<30)
			return annotate.Block{Kind: rapid.SampledFrom(annotate.BlockKinds).Draw(t, "kind"),
				Span: annotate.Span{Start: n.Draw(t, "start"), End: n.Draw(t, "end")}, Level: rapid.IntRange(0, 6).Draw(t, "level")}
		})).Draw(t, "blocks")
		if text, err = encodeBlocks(blocks); err != nil {
			t.Fatal(err)
		}
		if got, ok := readBlocks(text); !ok || !slices.Equal(got, blocks) {
			t.Fatalf("%s is read as %v, %v", text, got, ok)
		}
	})
	for _, odd := range []string{``, `{`, `{"a":1}`, `{"a":"b",}`, `{"a":"b"`, "{\"a\":\"\xff\"}", `[{"kind":"other","start":0,"end":1}]`, `[{"kind":"title","start":-1,"end":1}]`,
		`[{"kind":"title","start":0,"end":12345678901}]`, `[{"kind":"title","start":0}]`, `[{"kind":"title","start":0,"end":1},]`} {
		if _, ok := readPairs(odd); ok {
			t.Errorf("%q is read as pairs", odd)
		}
		if _, ok := readBlocks(odd); ok {
			t.Errorf("%q is read as blocks", odd)
		}
	}
}

func TestEntitiesBesideSetsAreForgottenWhenThereAreMany(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said yes.")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	want := &annotate.Entity{ID: "e1", Type: "person", Name: "Dmitry Peskov"}
	commit(t, p, s, "Mark", func(dr *annotate.Draft) {
		dr.PutEntity(nil, want)
		dr.Put(&annotate.Annotation{ID: "a1", Type: "person", Spans: []annotate.Span{{Start: 0, End: 6}}, Entity: "e1"})
	})
	for x, err := range p.StoredSets(t.Context(), Selection{Entities: true}) {
		if err != nil || len(x.Entities) != 1 || !x.Entities[0].Equal(want) {
			t.Fatalf("%v, %v", x, err)
		}
	}
	r := unpacking{known: map[annotate.ID]*annotate.Entity{}}
	for i := range mostKnown + 1 {
		r.known[annotate.ID(fmt.Sprint(i))] = &annotate.Entity{}
	}
	err := p.read(t.Context(), "read", func(tx *sql.Tx) error {
		got, err := r.entities(t.Context(), tx, []*annotate.Annotation{{Entity: "e1"}, {}, {Entity: "e1"}})
		if err == nil && (len(got) != 1 || !got[0].Equal(want) || len(r.known) != 1) {
			t.Errorf("%d entities, %d remembered", len(got), len(r.known))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
