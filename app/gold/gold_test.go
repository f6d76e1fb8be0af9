package gold_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/gold"
	"quoth/assets"
)

const text = "“We will rebuild,” Mayor Díaz said. “שלום,” added Novák 👩‍🚀."

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// project has so many articles, each marked in the same way by those who are named.
func project(t *testing.T, articles int, who ...annotate.AnnotatorID) (*store.Project, []*annotate.Document) {
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
	var docs []*annotate.Document
	for i := range articles {
		words := text + strings.Repeat(" Again.", i)
		docs = append(docs, &annotate.Document{ID: annotate.DocumentIDOf(words), Title: fmt.Sprint("Speech ", i), Text: words})
	}
	if _, err := p.AddDocuments(t.Context(), slices.Values(docs)); err != nil {
		t.Fatal(err)
	}
	for _, d := range docs {
		for _, w := range who {
			mark(t, p, d, w, "quote", "“We will rebuild,”", "person", "Novák")
		}
	}
	return p, docs
}

// mark marks words in an article: types and words in turn.
func mark(t *testing.T, p *store.Project, d *annotate.Document, who annotate.AnnotatorID, pairs ...string) {
	t.Helper()
	s := set(t, p, d, who)
	draft := s.Draft("Mark")
	for i := 0; i < len(pairs); i += 2 {
		at := strings.Index(d.Text, pairs[i+1])
		draft.Put(&annotate.Annotation{ID: annotate.NewID(), Type: pairs[i], Spans: []annotate.Span{{Start: at, End: at + len(pairs[i+1])}}})
	}
	if err := p.Commit(t.Context(), draft.Change(string(who), noon)); err != nil {
		t.Fatal(err)
	}
}

func set(t *testing.T, p *store.Project, d *annotate.Document, who annotate.AnnotatorID) *annotate.Set {
	t.Helper()
	s, err := p.Set(t.Context(), d, who)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestAnArticleOnWhichAllAgreeIsDone(t *testing.T) {
	p, docs := project(t, 2, "ana", "ben")
	mark(t, p, docs[1], "ana", "person", "Díaz")
	r, err := gold.Make(t.Context(), p, gold.Options{Rule: review.Rule{Kind: review.Unanimous}, Author: "eva"}, nil)
	if err != nil || r.Taken != 4 || r.Changed != 2 || r.Open != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if s := set(t, p, docs[0], annotate.Gold).State(); s != annotate.StateDone {
		t.Errorf("where nothing is left gold is %s", s)
	}
	if s := set(t, p, docs[1], annotate.Gold).State(); s != annotate.StateInProgress {
		t.Errorf("where something is left gold is %s", s)
	}
	// Each article is one step back.
	h := p.History(t.Context(), docs[0].ID, annotate.Gold, func(err error) { t.Error(err) })
	c, err := p.Change(t.Context(), h.Undo())
	if err != nil || c.Author != "eva" || c.Title != "Gold by unanimous" {
		t.Fatalf("%+v, %v", c, err)
	}
	s := set(t, p, docs[0], annotate.Gold)
	if err := p.Commit(t.Context(), s.Undo(c, "eva", noon)); err != nil {
		t.Fatal(err)
	}
	if s := set(t, p, docs[0], annotate.Gold); s.Len() != 0 || s.DecisionCount() != 0 || s.State() != annotate.StateNew {
		t.Errorf("undone, gold has %d annotations and %d decisions and is %s", s.Len(), s.DecisionCount(), s.State())
	}
}

func TestWhatWouldBreakARuleIsLeftToAPerson(t *testing.T) {
	p, docs := project(t, 1, "ana", "ben")
	mark(t, p, docs[0], annotate.Gold, "quote", "rebuild,” Mayor Díaz")
	r, err := gold.Make(t.Context(), p, gold.Options{Rule: review.Rule{Kind: review.Unanimous}}, nil)
	if err != nil || r.Taken != 1 || len(r.Refused) != 1 || !strings.Contains(r.Refused[0].Why.Error(), "cross") {
		t.Fatalf("%+v, %v", r, err)
	}
	s := set(t, p, docs[0], annotate.Gold)
	if s.Count("quote") != 1 || s.Count("person") != 1 || s.State() == annotate.StateDone {
		t.Errorf("gold has %d quotes and %d persons and is %s", s.Count("quote"), s.Count("person"), s.State())
	}
}

func TestTheSampleIsTheSameHoweverOftenItIsDrawn(t *testing.T) {
	p, _ := project(t, 30, "ana", "ben")
	draw := func(seed uint64) (out []string) {
		r, err := gold.Make(t.Context(), p, gold.Options{Rule: review.Rule{Kind: review.Majority}, Sample: 0.3, Seed: seed, Dry: true}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range r.Sample {
			out = append(out, s.Document.Title+" "+s.Words)
		}
		return out
	}
	one := draw(1)
	if len(one) < 6 || len(one) > 30 {
		t.Errorf("%d of 60 are drawn for 0.3", len(one))
	}
	if !slices.Equal(one, draw(1)) {
		t.Error("the same seed draws others")
	}
	if slices.Equal(one, draw(2)) {
		t.Error("another seed draws the same")
	}
}

func TestWhatIsDoneBeforeItIsCancelledStays(t *testing.T) {
	p, docs := project(t, 5, "ana", "ben")
	ctx, cancel := context.WithCancel(t.Context())
	r, err := gold.Make(ctx, p, gold.Options{Rule: review.Rule{Kind: review.Unanimous}}, func(sets int) {
		if sets == 5 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || r == nil || r.Changed == 0 || r.Changed == 5 {
		t.Fatalf("%+v, %v", r, err)
	}
	n := 0
	for _, d := range docs {
		if set(t, p, d, annotate.Gold).Len() > 0 {
			n++
		}
	}
	if n != r.Changed {
		t.Errorf("gold has something in %d articles, told are %d", n, r.Changed)
	}
	if problems, err := p.Check(t.Context(), nil); err != nil || len(problems) > 0 {
		t.Errorf("%v, %v", problems, err)
	}
}

func TestThereIsNoSuchRule(t *testing.T) {
	p, _ := project(t, 1, "ana")
	for _, r := range []review.Rule{{Kind: "most"}, {Kind: review.Threshold}, {}} {
		if _, err := gold.Make(t.Context(), p, gold.Options{Rule: r}, nil); err == nil {
			t.Errorf("%+v is a rule", r)
		}
	}
}
