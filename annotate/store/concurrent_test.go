package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"quoth/annotate"
)

func TestReadersAndCommitsGoOnDuringAnImport(t *testing.T) {
	p := newProject(t)
	first := article("first", "Peskov said hello.")
	add(t, p, first)
	const imported = 4000
	ctx, done := context.WithCancel(t.Context())
	var work sync.WaitGroup
	slowest := map[string]time.Duration{}
	var mu sync.Mutex
	loop := func(what string, do func() error) {
		work.Go(func() {
			for ctx.Err() == nil {
				began := time.Now()
				err := do()
				took := time.Since(began)
				if err != nil {
					t.Errorf("%s: %v", what, err)
					return
				}
				mu.Lock()
				slowest[what] = max(slowest[what], took)
				mu.Unlock()
			}
		})
	}
	read := context.WithoutCancel(ctx)
	loop("read a document", func() error { _, err := p.Document(read, first.ID); return err })
	loop("list", func() error { _, err := p.Documents(read, Filter{Annotator: "ana", Limit: 50}); return err })
	loop("search", func() error { _, err := p.Documents(read, Filter{Search: "hello", Limit: 20}); return err })
	marked := 0
	s := setOf(t, p, first, "ana")
	loop("commit", func() error {
		d := s.Draft("Mark")
		d.Put(mark("person", 0, 6))
		c := d.Change("Ana", noon)
		if err := p.Commit(read, c); err != nil {
			return err
		}
		s.Apply(c)
		marked++
		time.Sleep(5 * time.Millisecond)
		return nil
	})
	began := time.Now()
	added, err := p.AddDocuments(t.Context(), func(yield func(*annotate.Document) bool) {
		for i := range imported {
			if !yield(article(fmt.Sprint(i), fmt.Sprintf("Number %d says hello to everyone who reads this.", i))) {
				return
			}
		}
	})
	whole := time.Since(began)
	done()
	work.Wait()
	if err != nil || added.New != imported {
		t.Errorf("%d added, %v", added.New, err)
	}
	if got := setOf(t, p, first, "ana").Len(); got != marked || marked == 0 {
		t.Errorf("%d annotations, %d were committed", got, marked)
	}
	for what, took := range slowest {
		if took > whole/2 {
			t.Errorf("%s waited %v of the %v that the import took", what, took, whole)
		}
	}
	t.Log(slowest)
	sound(t, p)
}

func TestImportCanBeCancelled(t *testing.T) {
	p := newProject(t)
	ctx, cancel := context.WithCancel(t.Context())
	added, err := p.AddDocuments(ctx, func(yield func(*annotate.Document) bool) {
		for i := range 10 * batchDocuments {
			if i == 2*batchDocuments+batchDocuments/2 {
				cancel()
			}
			if !yield(article(fmt.Sprint(i), fmt.Sprintf("Text %d.", i))) {
				return
			}
		}
	})
	if !errors.Is(err, context.Canceled) || added.New != 2*batchDocuments || len(added.IDs) != added.New {
		t.Errorf("%d added, %v", added.New, err)
	}
	if n, err := p.CountDocuments(t.Context(), Filter{}); n != added.New || err != nil {
		t.Errorf("%d stored, %v", n, err)
	}
	d := article("after", "It goes on.")
	add(t, p, d)
	commit(t, p, setOf(t, p, d, "ana"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("cue", 0, 2)) })
	sound(t, p)
}

func TestTwoWhoChangeTheSameSetCannotBothWin(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	a := mark("person", 0, 6)
	commit(t, p, setOf(t, p, d, "ana"), "Mark", func(dr *annotate.Draft) { dr.Put(a) })
	var wins, conflicts int
	var mu sync.Mutex
	var work sync.WaitGroup
	var opened []*annotate.Set
	for range 8 {
		opened = append(opened, setOf(t, p, d, "ana"))
	}
	for i, s := range opened {
		work.Go(func() {
			dr := s.Draft("Note")
			b := a.Clone()
			b.Note = fmt.Sprint(i)
			dr.Put(b)
			err := p.Commit(t.Context(), dr.Change("Ana", noon))
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
			case errors.Is(err, ErrConflict):
				conflicts++
			default:
				t.Error(err)
			}
		})
	}
	work.Wait()
	if wins != 1 || conflicts != 7 {
		t.Errorf("%d won, %d were refused", wins, conflicts)
	}
	sound(t, p)
}
