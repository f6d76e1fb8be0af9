package annotate_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// content is all that a set holds, for comparison.
func content(s *annotate.Set) any {
	return struct {
		State annotate.State
		All   []*annotate.Annotation
	}{s.State(), slices.Collect(s.All())}
}

// randomChange draws edits: new marks at any bytes, deletions, arguments, attributes, types. Most obey
// the constraints by luck only.
func randomChange(t *rapid.T, s *annotate.Set, schema *annotate.Schema) *annotate.Change {
	ids := []annotate.ID{}
	for a := range s.All() {
		ids = append(ids, a.ID)
	}
	d := s.Draft("Random")
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		typ := schema.Types[rapid.IntRange(0, len(schema.Types)-1).Draw(t, "type")]
		act := rapid.IntRange(0, 4).Draw(t, "act")
		if act > 0 && len(ids) == 0 {
			act = 0
		}
		one := func(label string) *annotate.Annotation {
			if a := d.Get(rapid.SampledFrom(ids).Draw(t, label)); a != nil {
				return a.Clone()
			}
			return nil
		}
		switch act {
		case 0:
			start := rapid.IntRange(0, len(speech)).Draw(t, "start")
			end := start + rapid.IntRange(0, 30).Draw(t, "length")
			if rapid.Bool().Draw(t, "snap") {
				tab := s.Document.Offsets()
				start, end = tab.SnapOut(start, min(end, len(speech)))
				start, end = tab.Trim(start, end)
			}
			d.Put(&annotate.Annotation{ID: annotate.NewID(), Type: typ.Key, Spans: []annotate.Span{{Start: start, End: end}}})
		case 1:
			d.Remove(rapid.SampledFrom(ids).Draw(t, "gone"))
		case 2:
			if a, b := one("frame"), one("filler"); a != nil && b != nil {
				if at := schema.Type(a.Type); len(at.Roles) > 0 {
					r := at.Roles[rapid.IntRange(0, len(at.Roles)-1).Draw(t, "role")]
					d.Put(a.WithArg(r.Key, b.ID, r.Single))
				}
			}
		case 3:
			if a := one("retyped"); a != nil {
				a.Type = typ.Key
				d.Put(a)
			}
		case 4:
			d.SetState(rapid.SampledFrom(annotate.States).Draw(t, "state"))
		}
	}
	return d.Change("rapid", at)
}

func TestNoSequenceOfChangesBreaksAConstraint(t *testing.T) {
	schema := smallSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		doc := document(speech)
		set := annotate.NewSet(doc, "rapid", "", nil)
		for range rapid.IntRange(1, 25).Draw(t, "changes") {
			c := randomChange(t, set, schema)
			if set.Check(c, schema, nil) != nil {
				continue
			}
			set.Apply(c)
			for _, p := range set.Problems(schema, nil) {
				if !strings.Contains(p.Reason, "has no") {
					t.Fatalf("after an accepted change %v", p)
				}
			}
			for a := range set.All() {
				for _, s := range a.Spans {
					if !doc.Offsets().IsGrapheme(s.Start) || !doc.Offsets().IsGrapheme(s.End) {
						t.Fatalf("%v splits a character", s)
					}
				}
			}
		}
	})
}

func TestUndoIsAnExactInverseAndRedoBringsBack(t *testing.T) {
	schema := smallSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		set := annotate.NewSet(document(speech), "rapid", "", nil)
		history := annotate.NewHistory(nil)
		var journal []*annotate.Change
		states := []any{content(set)}
		record := func(c *annotate.Change) {
			if err := set.Check(c, schema, nil); err != nil {
				t.Fatalf("undo or redo is refused: %v", err)
			}
			set.Apply(c)
			history.Record(c)
			journal = append(journal, c)
		}
		for range rapid.IntRange(1, 20).Draw(t, "changes") {
			if c := randomChange(t, set, schema); len(c.Edits) > 0 && set.Check(c, schema, nil) == nil {
				record(c)
				states = append(states, content(set))
			}
		}
		exact := cmpopts.EquateEmpty()
		back := rapid.IntRange(0, len(states)-1).Draw(t, "back")
		for i := range back {
			record(set.Undo(history.Undo(), "rapid", at))
			if d := cmp.Diff(states[len(states)-2-i], content(set), exact); d != "" {
				t.Fatalf("undo %d left something else (-was +is):\n%s", i, d)
			}
		}
		// A restart knows no more than the journal.
		history = annotate.NewHistory(journal)
		for i := range back {
			record(set.Redo(history.Redo(), "rapid", at))
			if d := cmp.Diff(states[len(states)-back+i], content(set), exact); d != "" {
				t.Fatalf("redo %d left something else (-was +is):\n%s", i, d)
			}
		}
		if history.Redo() != nil {
			t.Fatal("there is something left to redo")
		}
	})
}

func TestSetAnswersWhatTouchesARange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := document(strings.Repeat("x", 400))
		var anns []*annotate.Annotation
		for i := range rapid.IntRange(0, 300).Draw(t, "n") {
			start := rapid.IntRange(0, 390).Draw(t, "start")
			end := start + rapid.IntRange(1, 400-start).Draw(t, "len")
			a := &annotate.Annotation{ID: annotate.ID(fmt.Sprint(i)), Type: "quote", Spans: []annotate.Span{{Start: start, End: end}}}
			if end < 395 && rapid.Bool().Draw(t, "two") {
				a.Spans = append(a.Spans, annotate.Span{Start: end + 2, End: end + 4})
			}
			anns = append(anns, a)
		}
		// Half of them are there from the start, the others come one by one, and some go again.
		set := annotate.NewSet(doc, "x", "", slices.Clone(anns[:len(anns)/2]))
		for _, a := range anns[len(anns)/2:] {
			set.Apply(&annotate.Change{Edits: []annotate.Edit{{After: a}}})
		}
		for i := 0; i < len(anns); i += 3 {
			set.Apply(&annotate.Change{Edits: []annotate.Edit{{Before: anns[i]}}})
		}
		r := annotate.Span{Start: rapid.IntRange(0, 399).Draw(t, "from")}
		r.End = rapid.IntRange(r.Start+1, 400).Draw(t, "to")
		want := map[annotate.ID]bool{}
		for i, a := range anns {
			if i%3 != 0 && annotate.Overlap(a.Spans, []annotate.Span{r}) {
				want[a.ID] = true
			}
		}
		got := map[annotate.ID]bool{}
		for _, a := range set.Touching(r) {
			if got[a.ID] {
				t.Fatalf("%s twice", a.ID)
			}
			got[a.ID] = true
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("touching %v (-want +got):\n%s", r, d)
		}
	})
}

func TestTheSmallestAnnotationUnderAnOffsetComesFirst(t *testing.T) {
	set := annotate.NewSet(document(speech), "ana", "", []*annotate.Annotation{
		mark(t, "outer", "quote", "“He said ‘never’ to me,”"),
		mark(t, "inner", "quote", "‘never’"),
		mark(t, "word", "date", "never"),
	})
	off := strings.Index(speech, "never") + 1
	var got []annotate.ID
	for _, a := range set.At(off) {
		got = append(got, a.ID)
	}
	if d := cmp.Diff([]annotate.ID{"word", "inner", "outer"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	end := strings.Index(speech, "‘never’") + len("‘never’ to me,”")
	if at := set.At(end); len(at) != 1 || at[0].ID != "outer" {
		t.Errorf("the caret after the closing mark is at %v, want the quote", at)
	}
}

func TestTheFirstChangePutsAnArticleInProgress(t *testing.T) {
	set := annotate.NewSet(document(speech), "ana", "", nil)
	first := put(set, mark(t, "ana1", "person", "Ana Díaz"))
	set.Apply(first)
	if set.State() != annotate.StateInProgress {
		t.Errorf("state %q", set.State())
	}
	set.Apply(set.Undo(first, "ana", at))
	if set.State() != annotate.StateNew || set.Len() != 0 {
		t.Errorf("after undo: state %q, %d annotations", set.State(), set.Len())
	}
}

func BenchmarkTouchingALineOf10000(b *testing.B) {
	set := annotate.NewSet(document(strings.Repeat("word ", 200_000)), "x", "", many(10_000))
	for b.Loop() {
		set.Touching(annotate.Span{Start: 500_000, End: 500_080})
	}
}

func BenchmarkApplyOneOf10000(b *testing.B) {
	set := annotate.NewSet(document(strings.Repeat("word ", 200_000)), "x", "", many(10_000))
	a := &annotate.Annotation{ID: "new", Type: "person", Spans: []annotate.Span{{Start: 500_000, End: 500_004}}}
	for b.Loop() {
		set.Apply(&annotate.Change{Edits: []annotate.Edit{{After: a}}})
		set.Apply(&annotate.Change{Edits: []annotate.Edit{{Before: a}}})
	}
}

func BenchmarkCheckAChangeOf10000(b *testing.B) {
	set := annotate.NewSet(document(strings.Repeat("word ", 200_000)), "x", "", nil)
	c := put(set, many(10_000)...)
	schema := smallSchema(b)
	for b.Loop() {
		if err := set.Check(c, schema, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func many(n int) []*annotate.Annotation {
	out := make([]*annotate.Annotation, n)
	for i := range out {
		s := i * (1_000_000 / n) / 5 * 5
		out[i] = &annotate.Annotation{ID: annotate.ID(fmt.Sprint(i)), Type: "person", Spans: []annotate.Span{{Start: s, End: s + 4}}}
	}
	return out
}
