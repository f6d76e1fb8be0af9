package figures_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/figures"
	"quoth/assets"
)

const text = "👩‍🚀 Ana Díaz said the ferry sails. Ben said שלום."

// span returns where some words stand.
func span(t *testing.T, words string) annotate.Span {
	t.Helper()
	for i := range text {
		if i+len(words) <= len(text) && text[i:i+len(words)] == words {
			return annotate.Span{Start: i, End: i + len(words)}
		}
	}
	t.Fatalf("no %q in the text", words)
	return annotate.Span{}
}

// project has one article that three annotators marked on three days, and one that only ana did.
func project(t *testing.T) (*store.Project, *annotate.Document) {
	t.Helper()
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	p, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "p.quoth"), schema)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	doc := func(title, text string) *annotate.Document {
		return &annotate.Document{ID: annotate.DocumentIDOf(text), Title: title, Text: text}
	}
	both, alone := doc("Ferry", text), doc("Alone", "Ben came.")
	if _, err := p.AddDocuments(t.Context(), slices.Values([]*annotate.Document{both, alone})); err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	mark := func(d *annotate.Document, who annotate.AnnotatorID, at time.Time, made ...*annotate.Annotation) {
		t.Helper()
		set, err := p.Set(t.Context(), d, who)
		if err != nil {
			t.Fatal(err)
		}
		draft := set.Draft("Mark")
		if who == "ana" && d == both {
			draft.PutEntity(nil, &annotate.Entity{ID: "e1", Type: "person", Name: "Ana Díaz"})
		}
		for _, a := range made {
			draft.Put(a)
		}
		if err := p.Commit(t.Context(), draft.Change(string(who), at)); err != nil {
			t.Fatal(err)
		}
	}
	person := func(id annotate.ID, typ, words string, entity annotate.ID) *annotate.Annotation {
		return &annotate.Annotation{ID: id, Type: typ, Spans: []annotate.Span{span(t, words)}, Entity: entity}
	}
	quote := func(id, speaker annotate.ID) *annotate.Annotation {
		return &annotate.Annotation{ID: id, Type: "quote", Spans: []annotate.Span{span(t, "the ferry sails")}, Args: []annotate.Arg{{Role: "speaker", Target: speaker}}}
	}
	mark(both, "ana", monday, person("a1", "person", "Ana Díaz", "e1"), person("a2", "person", "Ben", ""), quote("a3", "a1"))
	mark(both, "ben", monday.AddDate(0, 0, 1), person("b1", "person", "Ana Díaz", ""), person("b2", "person", "Ben", ""), quote("b3", "b2"))
	mark(both, "cay", monday.AddDate(0, 0, 2), person("c1", "org", "Ana Díaz", ""))
	mark(alone, "ana", monday, &annotate.Annotation{ID: "d1", Type: "person", Spans: []annotate.Span{{Start: 0, End: 3}}})
	return p, both
}

func read(t *testing.T, p *store.Project, o figures.Options) *figures.Figures {
	t.Helper()
	f, err := figures.Read(t.Context(), p, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestConfusionCountsWhatPairsSaidOfTheSame(t *testing.T) {
	p, _ := project(t)
	f := read(t, p, figures.Options{})
	types := f.Confusion(review.TopicMarks, [2]annotate.AnnotatorID{"ana", "cay"}, 0)
	at := func(c figures.Confusion, row, column string) int {
		i, j := slices.Index(c.Labels, row), slices.Index(c.Labels, column)
		if i < 0 || j < 0 {
			return 0
		}
		return c.Times[i][j]
	}
	if n := at(types, "person", "organisation"); n != 1 {
		t.Errorf("ana's person is cay's organisation %d times, want once: %+v", n, types)
	}
	if n := at(types, "organisation", "person"); n != 0 {
		t.Errorf("the other way round %d times", n)
	}
	back := f.Confusion(review.TopicMarks, [2]annotate.AnnotatorID{"cay", "ana"}, 0)
	if n := at(back, "organisation", "person"); n != 1 {
		t.Errorf("cay's organisation is ana's person %d times, want once", n)
	}
	all := f.Confusion(review.TopicMarks, [2]annotate.AnnotatorID{}, 0)
	if at(all, "person", "organisation") != 2 || at(all, "organisation", "person") != 2 {
		t.Errorf("all pairs both ways: %+v", all)
	}
	pairs, each := 0, [][2]annotate.AnnotatorID{{"ana", "ben"}, {"ana", "cay"}, {"ben", "cay"}}
	for _, p := range each {
		pairs += at(f.Confusion(review.TopicMarks, p, 0), "person", "person")
	}
	if n := at(all, "person", "person"); n != pairs || n == 0 {
		t.Errorf("all pairs say person %d times, each pair for itself %d times", n, pairs)
	}
	if l := all.Labels[len(all.Labels)-1]; l != figures.NotMarked {
		t.Errorf("the last label is %q", l)
	}
	few := f.Confusion(review.TopicMarks, [2]annotate.AnnotatorID{}, 2)
	if len(few.Labels) != 2 || few.Left != len(all.Labels)-2 {
		t.Errorf("of two labels %d are shown and %d left", len(few.Labels), few.Left)
	}
	speakers := f.Confusion("quote speaker entity", [2]annotate.AnnotatorID{"ana", "ben"}, 0)
	if n := at(speakers, "Ana Díaz", "“Ben”"); n != 1 {
		t.Errorf("speakers: %+v", speakers)
	}
}

func TestMatrixIsTheSameBothWaysAndSaysWhatIsUndefined(t *testing.T) {
	p, _ := project(t)
	f := read(t, p, figures.Options{Annotators: []annotate.AnnotatorID{"ana", "ben", "cay"}})
	m := f.Matrix(review.TopicMarks, review.F1Near)
	if v := m.Cells[0][1]; !v.Defined() || v.V != 1 || m.Cells[1][0] != v {
		t.Errorf("ana and ben: %v and %v, want 1", v, m.Cells[1][0])
	}
	if v := m.Cells[0][2]; !v.Defined() || v.V != 0 {
		t.Errorf("ana and cay: %v, want 0", v)
	}
	if m.Cells[1][1].Defined() {
		t.Error("ben agrees with himself")
	}
	none := f.Matrix(review.TopicTrigger, review.F1Near)
	if none.Cells[0][1].Defined() {
		t.Error("there is agreement about events, of which there are none")
	}
}

func TestWhatMustNotBeKnownYetIsLeftOut(t *testing.T) {
	p, both := project(t)
	f := read(t, p, figures.Options{Without: map[annotate.DocumentID]bool{both.ID: true}})
	if f.Compared != 0 || len(f.Agreement) > 0 || len(f.Said()) > 0 {
		t.Errorf("%d articles compared, %d rows, %d confusions", f.Compared, len(f.Agreement), len(f.Said()))
	}
	if len(f.Distribution) != 1 || f.Distribution[0].Annotator != "ana" || f.Distribution[0].Times != 1 {
		t.Errorf("labels %+v", f.Distribution)
	}
}

func TestDriftGoesByTheDayOfTheLastChange(t *testing.T) {
	p, _ := project(t)
	f := read(t, p, figures.Options{})
	if f.Period != "day" || len(f.Drift) != 3 {
		t.Fatalf("by %s: %+v", f.Period, f.Drift)
	}
	for i, day := range []int{2, 3, 4} {
		if got := f.Drift[i].From.Day(); got != day {
			t.Errorf("%s on day %d, want %d", f.Drift[i].Annotator, got, day)
		}
	}
	if ana, cay := f.Drift[0].F1, f.Drift[2].F1; ana <= cay || cay != 0 {
		t.Errorf("ana %v, cay %v", ana, cay)
	}
}

func TestPaceSumsDaysAndAll(t *testing.T) {
	p, both := project(t)
	for day, n := range map[string]int{"2026-03-02": 10, "2026-06-30": 30} {
		if err := p.AddActivity(t.Context(), store.Activity{Annotator: "ana", Document: both.ID, Day: day, Actions: n, Annotations: 10, Seconds: 40}); err != nil {
			t.Fatal(err)
		}
	}
	f := read(t, p, figures.Options{})
	if f.Period != "week" || len(f.Pace) != 3 {
		t.Fatalf("by %s: %+v", f.Period, f.Pace)
	}
	if each, ok := f.Pace[0].ActionsEach(); !ok || each != 2 || !f.Pace[0].From.IsZero() {
		t.Errorf("in all %v actions each, %+v", each, f.Pace[0])
	}
	if from := f.Pace[2].From; from.Weekday() != time.Monday || from.Day() != 29 {
		t.Errorf("the last week begins on %v", from)
	}
	if _, ok := (figures.Pace{Actions: 3}).ActionsEach(); ok {
		t.Error("actions of no annotation have a rate")
	}
}

func TestReadingCanBeCancelled(t *testing.T) {
	p, _ := project(t)
	ctx, cancel := context.WithCancel(t.Context())
	_, err := figures.Read(ctx, p, figures.Options{}, func(int, int) { cancel() })
	if err == nil {
		t.Error("it went on")
	}
}

func TestEmptyProjectHasNoFigures(t *testing.T) {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	p, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "p.quoth"), schema)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	f := read(t, p, figures.Options{})
	if f.Articles+f.Compared+len(f.Progress)+len(f.Pace)+len(f.Drift)+len(f.Confused()) != 0 {
		t.Errorf("%+v", f)
	}
}

// Gold comes of what the others marked: it would make them seem to agree.
func TestGoldIsInPairsButNotAmongAllTogether(t *testing.T) {
	p, doc := project(t)
	before := read(t, p, figures.Options{})
	ana, err := p.Set(t.Context(), doc, "ana")
	if err != nil {
		t.Fatal(err)
	}
	gold := annotate.NewSet(doc, annotate.Gold, "", nil)
	d := gold.Draft("Gold")
	for a := range ana.All() {
		d.Put(a)
	}
	if err := p.Commit(t.Context(), d.Change("eva", time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
	m := read(t, p, figures.Options{}).Matrix(review.TopicMarks, review.F1Exact)
	if i, j := slices.Index(m.Annotators, "ana"), slices.Index(m.Annotators, annotate.Gold); i >= 0 && j >= 0 && m.Cells[i][j].Defined() {
		t.Errorf("gold of which the review is not done is measured: %+v", m)
	}
	if gold, err = p.Set(t.Context(), doc, annotate.Gold); err != nil {
		t.Fatal(err)
	}
	d = gold.Draft("Done")
	d.SetState(annotate.StateDone)
	if err := p.Commit(t.Context(), d.Change("eva", time.Date(2026, 4, 1, 0, 1, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
	after := read(t, p, figures.Options{})
	overall := func(f *figures.Figures) (out []review.Row) {
		for _, r := range f.Agreement {
			if r.Group == review.GroupAll {
				out = append(out, r)
			}
		}
		return out
	}
	if d := cmp.Diff(overall(before), overall(after), cmpopts.EquateNaNs()); d != "" {
		t.Errorf("gold changes what all agree on: %s", d)
	}
	if d := cmp.Diff(before.Confusion(review.TopicMarks, [2]annotate.AnnotatorID{}, 0), after.Confusion(review.TopicMarks, [2]annotate.AnnotatorID{}, 0)); d != "" {
		t.Errorf("gold changes what all confuse: %s", d)
	}
	m = after.Matrix(review.TopicMarks, review.F1Exact)
	i, j := slices.Index(m.Annotators, "ana"), slices.Index(m.Annotators, annotate.Gold)
	if i < 0 || j < 0 || !m.Cells[i][j].Defined() || m.Cells[i][j].V != 1 {
		t.Errorf("ana and gold, who is as ana: %+v", m)
	}
	if f := read(t, p, figures.Options{Annotators: []annotate.AnnotatorID{"ana", annotate.Gold}}); len(overall(f)) == 0 {
		t.Error("asked for by name, gold is not measured")
	}
}
