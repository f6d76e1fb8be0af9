package store

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
)

// news returns an article of about 3.5 kB, the size of a news agency's.
func news(i int) *annotate.Document {
	places := []string{"Eidvåg", "Havnesund", "Sundfjord", "Kirkevik", "北港"}
	var b strings.Builder
	fmt.Fprintf(&b, "Report %d from %s\n\n", i, places[i%len(places)])
	for j := range 40 {
		fmt.Fprintf(&b, "“Word%d changes nothing for %s,” the mayor said on day %d of hearing %d. ", (i*31+j*7)%5000, places[(i+j)%len(places)], j, i)
	}
	return article(fmt.Sprintf("Report %d from %s", i, places[i%len(places)]), b.String())
}

// library makes a project of n articles, of which Ana is done with every other.
func library(b *testing.B, n int) *Project {
	b.Helper()
	p := newProject(b)
	_, err := p.AddDocuments(b.Context(), func(yield func(*annotate.Document) bool) {
		for i := range n {
			if !yield(news(i)) {
				return
			}
		}
	})
	if err != nil {
		b.Fatal(err)
	}
	list, err := p.Documents(b.Context(), Filter{})
	if err != nil {
		b.Fatal(err)
	}
	var changes []*annotate.Change
	for i, s := range list {
		if i%2 == 0 {
			d := annotate.NewSet(&annotate.Document{ID: s.ID}, "ana", annotate.StateNew, nil).Draft("Mark")
			for j := range 10 {
				d.Put(mark("person", j, j+3))
			}
			d.SetState(annotate.StateDone)
			changes = append(changes, d.Change("Ana", noon))
		}
		if len(changes) == 1000 || i == len(list)-1 {
			if err := p.CommitAll(b.Context(), changes); err != nil {
				b.Fatal(err)
			}
			changes = nil
		}
	}
	return p
}

// median reports the median and the slowest of what do takes, beside the mean.
func median(b *testing.B, do func()) {
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		do()
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
}

func BenchmarkCommitOneAnnotation(b *testing.B) {
	p := newProject(b)
	d := news(1)
	add(b, p, d)
	s := setOf(b, p, d, "ana")
	median(b, func() { commit(b, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 6)) }) })
}

func BenchmarkCommitIntoOneMegabyte(b *testing.B) {
	p := newProject(b)
	d := article("long", strings.Repeat("The mayor said so. ", 1<<20/19))
	add(b, p, d)
	s := setOf(b, p, d, "ana")
	median(b, func() { commit(b, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 6)) }) })
}

func BenchmarkCommitTenThousandAnnotations(b *testing.B) {
	p := newProject(b)
	d := article("long", strings.Repeat("The mayor said so. ", 1<<20/19))
	add(b, p, d)
	s := setOf(b, p, d, "ana")
	for b.Loop() {
		commit(b, p, s, "Mark", func(dr *annotate.Draft) {
			for i := range 10000 {
				dr.Put(mark("quote", 100*i, 100*i+40))
			}
		})
	}
}

func BenchmarkSetOfTenThousandAnnotations(b *testing.B) {
	p := newProject(b)
	d := article("long", strings.Repeat("The mayor said so. ", 1<<20/19))
	add(b, p, d)
	s := setOf(b, p, d, "ana")
	commit(b, p, s, "Mark", func(dr *annotate.Draft) {
		for i := range 10000 {
			a := mark("quote", 100*i, 100*i+40)
			a.Args = []annotate.Arg{{Role: "speaker", Target: "01a20423-2096-7539-89ef-6a66c72946e5"}}
			a.Attrs = map[string]string{"type": "direct"}
			dr.Put(a)
		}
	})
	median(b, func() { setOf(b, p, d, "ana") })
}

func BenchmarkDocumentOfOneMegabyte(b *testing.B) {
	p := newProject(b)
	d := article("long", strings.Repeat("The mayor said so. ", 1<<20/19))
	add(b, p, d)
	median(b, func() {
		if _, err := p.Document(b.Context(), d.ID); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkAddDocuments(b *testing.B) {
	p := newProject(b)
	i := 0
	for b.Loop() {
		var docs []*annotate.Document
		for range batchDocuments {
			docs = append(docs, news(i))
			i++
		}
		add(b, p, docs...)
	}
	b.ReportMetric(float64(i)/b.Elapsed().Seconds(), "documents/s")
}

func BenchmarkLibraryOfTenThousand(b *testing.B)     { benchmarkLibrary(b, 10_000) }
func BenchmarkLibraryOfHundredThousand(b *testing.B) { benchmarkLibrary(b, 100_000) }

// BenchmarkNewAmongHundredThousandBegun asks a project in which nearly all is begun for what is new.
func BenchmarkNewAmongHundredThousandBegun(b *testing.B) {
	const n = 100_000
	p := newProject(b)
	_, err := p.writer.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
		INSERT INTO documents (id, title, language, meta, size, added_at) SELECT i, 'Report ' || i, '', '{}', 0, '' FROM n`, n)
	if err == nil {
		_, err = p.writer.Exec(`INSERT INTO sets (document, annotator, state)
			SELECT seq, 'ana', CASE seq % 5 WHEN 0 THEN 'flagged' WHEN 1 THEN 'in progress' ELSE 'done' END
			FROM documents WHERE seq <= ?`, n*99/100)
	}
	if err != nil {
		b.Fatal(err)
	}
	fresh := Filter{Annotator: "ana", States: []annotate.State{annotate.StateNew}, Limit: 100}
	late := fresh
	late.After = n * 98 / 100
	for name, f := range map[string]Filter{"first page": fresh, "page after": late} {
		b.Run(name, func(b *testing.B) { median(b, func() { titles(b, p, f) }) })
	}
	b.Run("count", func(b *testing.B) { median(b, func() { p.CountDocuments(b.Context(), fresh) }) })
}

func benchmarkLibrary(b *testing.B, n int) {
	if n > 10_000 && testing.Short() {
		b.Skip("takes a minute to fill")
	}
	p := library(b, n)
	list := func(f Filter) func(*testing.B) {
		return func(b *testing.B) {
			median(b, func() {
				if _, err := p.Documents(b.Context(), f); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
	done := []annotate.State{annotate.StateDone}
	fresh := []annotate.State{annotate.StateNew}
	b.Run("first page", list(Filter{Annotator: "ana", Limit: 100}))
	b.Run("page at the end by offset", list(Filter{Annotator: "ana", Limit: 100, Offset: n - 200}))
	b.Run("page after", list(Filter{Annotator: "ana", Limit: 100, After: int64(n - 200)}))
	b.Run("page of done", list(Filter{Annotator: "ana", States: done, Limit: 100, Offset: n / 4}))
	b.Run("page of new", list(Filter{Annotator: "ana", States: fresh, Limit: 100, Offset: n / 4}))
	b.Run("search a rare word", list(Filter{Annotator: "ana", Search: "word4999", Limit: 50}))
	b.Run("search a common prefix", list(Filter{Annotator: "ana", Search: "ma", Limit: 50}))
	b.Run("search a phrase", list(Filter{Annotator: "ana", Search: `"the mayor said on day 7"`, Limit: 50}))
	b.Run("search chinese", list(Filter{Annotator: "ana", Search: "北港", Limit: 50}))
	b.Run("count a search", func(b *testing.B) {
		median(b, func() { p.CountDocuments(b.Context(), Filter{Search: "mayor"}) })
	})
	b.Run("count states", func(b *testing.B) {
		median(b, func() { p.CountStates(b.Context(), "ana") })
	})
	b.Run("stream sets", func(b *testing.B) {
		for b.Loop() {
			for _, err := range p.Sets(b.Context(), Selection{}) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			sound(b, p)
		}
	})
	p.Close()
	b.ReportMetric(float64(size(p.Path()))/(1<<20), "MB")
	b.Run("open", func(b *testing.B) {
		median(b, func() {
			q, err := Open(b.Context(), p.Path())
			if err != nil {
				b.Fatal(err)
			}
			q.Close()
		})
	})
}

// BenchmarkMerge merges a library with a copy in which ben went on, 40,000 annotations in all.
func BenchmarkMerge(b *testing.B) {
	p := library(b, 4000)
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	other := filepath.Join(dir, "other.quoth")
	copyFile(b, p.Path(), other)
	q, err := Open(b.Context(), other)
	if err != nil {
		b.Fatal(err)
	}
	list, err := q.Documents(b.Context(), Filter{})
	if err != nil {
		b.Fatal(err)
	}
	var changes []*annotate.Change
	for i, s := range list {
		if i%2 == 1 {
			d := annotate.NewSet(&annotate.Document{ID: s.ID}, "ben", annotate.StateNew, nil).Draft("Mark")
			for j := range 10 {
				d.Put(mark("person", j, j+3))
			}
			changes = append(changes, d.Change("Ben", noon))
		}
	}
	if err := q.CommitAll(b.Context(), changes); err != nil {
		b.Fatal(err)
	}
	if err := q.Close(); err != nil {
		b.Fatal(err)
	}
	n := 0
	for b.Loop() {
		n++
		if _, err := Merge(b.Context(), filepath.Join(dir, fmt.Sprintf("%d.quoth", n)), []string{p.Path(), other}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
