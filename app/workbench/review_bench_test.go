package workbench_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/workbench"
	"quoth/assets"
)

// BenchmarkReviewOf10000Articles reviews a project in which three annotators differ in every article: how long until
// the open article can be decided about, until all are compared, and what a verdict, a filter and the list cost then.
func BenchmarkReviewOf10000Articles(b *testing.B) {
	const n = 10_000
	path := filepath.Join(b.TempDir(), "p.quoth")
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		b.Fatal(err)
	}
	p, err := store.Create(b.Context(), path, schema)
	if err != nil {
		b.Fatal(err)
	}
	var docs []*annotate.Document
	var changes []*annotate.Change
	for i := range n {
		text := fmt.Sprintf("“We will rebuild the harbour,” Mayor Ana Díaz told Reuters for the %d. time on Monday.", i)
		d := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: fmt.Sprint("Speech ", i), Text: text}
		docs = append(docs, d)
		for k, who := range []annotate.AnnotatorID{"ana", "ben", "cay"} {
			s := annotate.NewSet(d, who, "", nil)
			dr := s.Draft("Mark")
			speaker := &annotate.Annotation{ID: annotate.NewID(), Type: "person", Spans: []annotate.Span{{Start: 41, End: 50}}}
			if (i+k)%3 == 0 {
				speaker.Spans[0].Start = 35
			}
			cue := &annotate.Annotation{ID: annotate.NewID(), Type: "cue", Spans: []annotate.Span{{Start: 51, End: 55}}}
			quote := &annotate.Annotation{ID: annotate.NewID(), Type: "quote", Spans: []annotate.Span{{Start: 0, End: 34}},
				Args: []annotate.Arg{{Role: "speaker", Target: speaker.ID}, {Role: "cue", Target: cue.ID}}}
			dr.Put(speaker)
			dr.Put(cue)
			dr.Put(quote)
			changes = append(changes, dr.Change(string(who), time.Unix(0, 0)))
		}
	}
	if _, err := p.AddDocuments(b.Context(), slices.Values(docs)); err != nil {
		b.Fatal(err)
	}
	if err := p.CommitAll(b.Context(), changes); err != nil {
		b.Fatal(err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	window := make(chan func(), 1<<16)
	w := workbench.New(workbench.Config{Prefs: prefs{"settings.annotator": "eva"}, Go: func(fn func()) { go fn() }, Do: func(fn func()) { window <- fn }})
	defer w.CloseProject()
	until := func(so func() bool) {
		for !so() {
			(<-window)()
		}
	}
	w.Open(path)
	until(func() bool { return w.Document() != nil })
	begun := time.Now()
	w.Press("F4", false)
	first := time.Since(begun)
	until(func() bool { _, _, busy := w.Review().Comparing(); return !busy })
	all := time.Since(begun)
	if w.Review().Open() != n {
		b.Fatalf("%d are open: %s", w.Review().Open(), w.Notice().Text)
	}
	b.Run("verdict", func(b *testing.B) {
		for b.Loop() {
			w.Press("1", false)
		}
		b.ReportMetric(first.Seconds()*1000, "ms/first")
		b.ReportMetric(all.Seconds(), "s/all")
	})
	b.Run("filter", func(b *testing.B) {
		for b.Loop() {
			w.Review().SetFilter(w.Review().Filter())
			w.Review().Len()
		}
	})
	b.Run("next", func(b *testing.B) {
		for b.Loop() {
			w.Press("N", false)
		}
	})
}
