package annotate_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// world is a set and the entities of its project, changed together as a project changes them.
type world struct {
	set      *annotate.Set
	schema   *annotate.Schema
	entities entities
}

func newWorld(t testing.TB) *world {
	return &world{annotate.NewSet(document(speech), "rapid", "", nil), smallSchema(t), entities{}}
}

// content is all that a world holds, for comparison.
func (w *world) content() any {
	return struct {
		State     annotate.State
		All       []*annotate.Annotation
		Entities  entities
		Decisions []*annotate.Decision
		Comments  []*annotate.Comment
	}{w.set.State(), slices.Collect(w.set.All()), maps.Clone(w.entities), slices.Collect(w.set.Decisions()), slices.Collect(w.set.Comments())}
}

func (w *world) check(c *annotate.Change) error { return w.set.Check(c, w.schema, w.entities) }

func (w *world) apply(c *annotate.Change) {
	w.set.Apply(c)
	for _, e := range c.Edits {
		switch {
		case e.EntityAfter != nil:
			w.entities[e.EntityAfter.ID] = e.EntityAfter
		case e.EntityBefore != nil:
			delete(w.entities, e.EntityBefore.ID)
		}
	}
}

// randomChange draws edits: new marks at any bytes in one or two parts, deletions, arguments,
// attributes, types, notes, states, entities made, linked, retyped and removed, decisions and comments made,
// changed and taken back. Most obey the constraints by luck only.
func randomChange(t *rapid.T, w *world) *annotate.Change {
	s, schema := w.set, w.schema
	var ids []annotate.ID
	for a := range s.All() {
		ids = append(ids, a.ID)
	}
	d := s.Draft("Random")
	known := maps.Clone(w.entities)
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		typ := schema.Types[rapid.IntRange(0, len(schema.Types)-1).Draw(t, "type")]
		act := rapid.IntRange(0, 10).Draw(t, "act")
		if act > 1 && act < 7 && len(ids) == 0 {
			act = 0
		}
		one := func(label string) *annotate.Annotation {
			if a := d.Get(rapid.SampledFrom(ids).Draw(t, label)); a != nil {
				return a.Clone()
			}
			return &annotate.Annotation{ID: annotate.NewID(), Type: typ.Key}
		}
		span := func() annotate.Span {
			start := rapid.IntRange(0, len(speech)).Draw(t, "start")
			end := start + rapid.IntRange(0, 30).Draw(t, "length")
			if rapid.IntRange(0, 3).Draw(t, "snap") > 0 {
				tab := s.Document.Offsets()
				start, end = tab.SnapOut(start, min(end, len(speech)))
				start, end = tab.Trim(start, end)
			}
			return annotate.Span{Start: start, End: end}
		}
		var entity *annotate.Entity
		if len(known) > 0 {
			entity = known[rapid.SampledFrom(slices.Sorted(maps.Keys(known))).Draw(t, "entity")]
		}
		switch act {
		case 0, 1:
			a := &annotate.Annotation{ID: annotate.NewID(), Type: typ.Key, Spans: []annotate.Span{span()}}
			if act == 1 {
				a.Spans = append(a.Spans, span())
			}
			d.Put(a)
		case 2:
			d.Remove(rapid.SampledFrom(ids).Draw(t, "gone"))
		case 3:
			a, b := one("frame"), one("filler")
			if at := schema.Type(a.Type); len(at.Roles) > 0 {
				r := at.Roles[rapid.IntRange(0, len(at.Roles)-1).Draw(t, "role")]
				d.Put(a.WithArg(r.Key, b.ID, r.Single))
			}
		case 4:
			a := one("retyped")
			a.Type = typ.Key
			a.Note = rapid.SampledFrom([]string{"", "sure?", "שלום 👨‍👩‍👧"}).Draw(t, "note")
			d.Put(a)
		case 5:
			a := one("described")
			if at := schema.Type(a.Type); len(at.Attrs) > 0 {
				x := at.Attrs[rapid.IntRange(0, len(at.Attrs)-1).Draw(t, "attribute")]
				d.Put(a.WithAttr(x.Key, rapid.SampledFrom(append(slices.Clone(x.Values), "", "loud")).Draw(t, "value")))
			}
		case 6:
			if a := one("named"); entity != nil {
				a.Entity = entity.ID
				d.Put(a)
			}
		case 7:
			e := &annotate.Entity{ID: annotate.NewID(), Type: rapid.SampledFrom([]string{"person", "org", "place"}).Draw(t, "of"), Name: "N"}
			if entity != nil && rapid.Bool().Draw(t, "change") {
				e = entity.Clone()
				e.Type = rapid.SampledFrom([]string{"person", "org"}).Draw(t, "to")
			}
			d.PutEntity(known[e.ID], e)
			known[e.ID] = e
		case 9:
			who := rapid.SampledFrom([]annotate.AnnotatorID{"ana", "ben"}).Draw(t, "whose")
			about := &annotate.Annotation{ID: rapid.SampledFrom([]annotate.ID{"x1", "x2", "x3"}).Draw(t, "about"), Type: typ.Key, Spans: []annotate.Span{span()}}
			verdict, result := rapid.SampledFrom(annotate.Verdicts).Draw(t, "verdict"), annotate.ID("")
			if verdict != annotate.VerdictRejected && len(ids) > 0 {
				result = rapid.SampledFrom(ids).Draw(t, "result")
			}
			if rapid.IntRange(0, 3).Draw(t, "take back") == 0 {
				d.Undecide(who, about.ID)
			} else {
				x := annotate.DecisionAbout(who, about, verdict, result)
				x.Reason = rapid.SampledFrom(append([]annotate.Reason{""}, annotate.Reasons...)).Draw(t, "reason")
				d.Decide(x)
			}
		case 10:
			id := rapid.SampledFrom([]annotate.ID{"c1", "c2", "c3"}).Draw(t, "comment")
			if rapid.IntRange(0, 3).Draw(t, "take back") == 0 {
				d.Unsay(id)
			} else {
				d.Say(&annotate.Comment{
					ID: id, Annotator: "ana", About: rapid.SampledFrom([]annotate.ID{"x1", "x2"}).Draw(t, "about"), Spans: []annotate.Span{span()},
					Author: "Rapid", Time: at.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "hour")) * time.Hour),
					Text: rapid.SampledFrom([]string{"", "sure?", "שלום 👨‍👩‍👧"}).Draw(t, "text"), Standing: rapid.SampledFrom([]annotate.Standing{"", "open", "resolved"}).Draw(t, "standing"),
				})
			}
		case 8:
			if entity != nil && rapid.Bool().Draw(t, "remove") {
				d.RemoveEntity(entity)
				delete(known, entity.ID)
			} else {
				d.SetState(rapid.SampledFrom(annotate.States).Draw(t, "state"))
			}
		}
	}
	return d.Change("rapid", at)
}

func TestNoSequenceOfChangesBreaksAConstraint(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		tab := w.set.Document.Offsets()
		for range rapid.IntRange(1, 30).Draw(r, "changes") {
			c := randomChange(r, w)
			if w.check(c) != nil {
				continue
			}
			w.apply(c)
			for _, p := range w.set.Problems(w.schema, w.entities) {
				if p.Missing == nil {
					r.Fatalf("after an accepted change: %v", p)
				}
			}
			for a := range w.set.All() {
				for _, s := range a.Spans {
					if !tab.IsGrapheme(s.Start) || !tab.IsGrapheme(s.End) {
						r.Fatalf("%v splits a character", s)
					}
				}
			}
		}
	})
}

func TestUndoIsAnExactInverseAndRedoBringsBack(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		history := annotate.NewHistory(nil)
		var journal []*annotate.Change
		states := []any{w.content()}
		record := func(c *annotate.Change) {
			if err := w.check(c); err != nil {
				r.Fatalf("undo or redo is refused: %v", err)
			}
			w.apply(c)
			history.Record(c)
			journal = append(journal, c)
		}
		for range rapid.IntRange(1, 20).Draw(r, "changes") {
			if c := randomChange(r, w); len(c.Edits) > 0 && w.check(c) == nil {
				record(c)
				states = append(states, w.content())
			}
		}
		exact := cmpopts.EquateEmpty()
		back := rapid.IntRange(0, len(states)-1).Draw(r, "back")
		for i := range back {
			record(w.set.Undo(named(journal, history.Undo()), "rapid", at))
			if d := cmp.Diff(states[len(states)-2-i], w.content(), exact); d != "" {
				r.Fatalf("undo %d left something else (-was +is):\n%s", i, d)
			}
		}
		// A restart knows no more than the journal.
		history = annotate.HistoryOf(journal)
		for i := range back {
			record(w.set.Redo(named(journal, history.Redo()), "rapid", at))
			if d := cmp.Diff(states[len(states)-back+i], w.content(), exact); d != "" {
				r.Fatalf("redo %d left something else (-was +is):\n%s", i, d)
			}
		}
		if history.Redo() != "" {
			r.Fatal("there is something left to redo")
		}
	})
}

// named returns the change of a journal with an identity.
func named(journal []*annotate.Change, id annotate.ID) *annotate.Change {
	return journal[slices.IndexFunc(journal, func(c *annotate.Change) bool { return c.ID == id })]
}

// stacks is a history as anybody would write it: two stacks, and the whole journal read from its beginning.
type stacks struct{ done, undone []annotate.ID }

func (h *stacks) record(c *annotate.Change) {
	switch c.Act {
	case annotate.ActUndo:
		h.undone = append(h.undone, c.Of)
		h.done = h.done[:len(h.done)-1]
	case annotate.ActRedo:
		h.done = append(h.done, c.Of)
		h.undone = h.undone[:len(h.undone)-1]
	default:
		h.done = append(h.done, c.ID)
		h.undone = nil
	}
}

func TestAHistoryReadBackwardsIsThatReadForwards(t *testing.T) {
	top := func(ids []annotate.ID) annotate.ID {
		if len(ids) == 0 {
			return ""
		}
		return ids[len(ids)-1]
	}
	rapid.Check(t, func(t *rapid.T) {
		var want stacks
		var journal []*annotate.Change
		act := func(h *annotate.History) {
			c := &annotate.Change{ID: annotate.ID(fmt.Sprint(len(journal))), Act: annotate.ActDo}
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0, 1:
				if c.Of = top(want.done); c.Of != "" {
					c.Act = annotate.ActUndo
				}
			case 2, 3:
				if c.Of = top(want.undone); c.Of != "" {
					c.Act = annotate.ActRedo
				}
			}
			want.record(c)
			journal = append(journal, c)
			if h != nil {
				h.Record(c)
			}
		}
		for range rapid.IntRange(0, 300).Draw(t, "before") {
			act(nil)
		}
		history := annotate.HistoryOf(slices.Clone(journal))
		for range rapid.IntRange(0, 300).Draw(t, "after") {
			if history.Undo() != top(want.done) || history.Redo() != top(want.undone) {
				t.Fatalf("next to undo %q and to redo %q, want %q and %q", history.Undo(), history.Redo(), top(want.done), top(want.undone))
			}
			act(history)
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
		want, got = map[annotate.ID]bool{}, map[annotate.ID]bool{}
		for i, a := range anns {
			if i%3 != 0 && len(a.Spans) == 2 && a.Spans[0].End < r.End && a.Spans[1].Start > r.Start {
				want[a.ID] = true
			}
		}
		set.Gaps(r, func(_ annotate.Span, a *annotate.Annotation) { got[a.ID] = true })
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("gaps in %v (-want +got):\n%s", r, d)
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

// A line stays flat from a hundred annotations to a million: the work of one edit, and of the questions
// that a frame asks.
func BenchmarkSet(b *testing.B) {
	for _, n := range []int{100, 10_000, 100_000, 1_000_000} {
		anns := many(n)
		at := anns[n/2].Spans[0].Start
		doc := document(strings.Repeat("word ", n*2+20))
		set := annotate.NewSet(doc, "x", "", anns)
		schema := smallSchema(b)
		fresh := &annotate.Annotation{ID: "new", Type: "person", Spans: []annotate.Span{{Start: at + 5, End: at + 9}}}
		b.Run(fmt.Sprintf("Touching/%d", n), func(b *testing.B) {
			for b.Loop() {
				set.Touching(annotate.Span{Start: at, End: at + 80})
			}
		})
		b.Run(fmt.Sprintf("Nth/%d", n), func(b *testing.B) {
			for b.Loop() {
				set.Nth(n/2, "person", "place")
			}
		})
		b.Run(fmt.Sprintf("Rank/%d", n), func(b *testing.B) {
			for b.Loop() {
				set.Rank(anns[n/2], "person", "place")
			}
		})
		b.Run(fmt.Sprintf("Check/%d", n), func(b *testing.B) {
			c := put(set, fresh)
			for b.Loop() {
				if err := set.Check(c, schema, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("Apply/%d", n), func(b *testing.B) {
			for b.Loop() {
				set.Apply(&annotate.Change{Edits: []annotate.Edit{{After: fresh}}})
				set.Apply(&annotate.Change{Edits: []annotate.Edit{{Before: fresh}}})
			}
		})
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
		s := i * 10
		out[i] = &annotate.Annotation{ID: annotate.ID(fmt.Sprintf("%09d", i)), Type: "person", Spans: []annotate.Span{{Start: s, End: s + 4}}}
	}
	return out
}
