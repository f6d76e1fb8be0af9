package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"testing"

	"quoth/annotate"
)

// The import is held while a batch of it is written and not yet committed: if readers waited for it,
// they would wait for ever.
func TestReadersGoOnWhileABatchIsWritten(t *testing.T) {
	p := newProject(t)
	d := article("first", "Peskov said hello.")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	written, goOn := make(chan bool), make(chan bool)
	ctx := t.Context()
	var work sync.WaitGroup
	work.Go(func() {
		defer close(written)
		err := p.write(ctx, "add documents", func(tx *sql.Tx) error {
			a, err := prepareAdding(ctx, tx, noon)
			if err != nil {
				return err
			}
			if _, err := a.add(ctx, article("second", "Peskov says hello again.")); err != nil {
				return err
			}
			written <- true
			<-goOn
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
	if !<-written {
		t.Fatal("the batch was not written")
	}
	same(t, "listed", titles(t, p, Filter{Annotator: "ana", Limit: 50}), "first")
	same(t, "found", titles(t, p, Filter{Search: "hello", Limit: 20}), "first")
	if got, err := p.Document(ctx, d.ID); err != nil || got.Text != d.Text {
		t.Errorf("%+v, %v", got, err)
	}
	if got := setOf(t, p, d, "ana").Len(); got != 0 {
		t.Errorf("%d annotations", got)
	}
	close(goOn)
	work.Wait()
	commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 6)) })
	same(t, "listed afterwards", titles(t, p, Filter{}), "first", "second")
	sound(t, p)
}

// The import asks for its next document only after the commit returned: if a commit had to wait for
// the end of the import, both would wait for ever.
func TestCommitsGoOnDuringAnImport(t *testing.T) {
	p := newProject(t)
	d := article("first", "Peskov said hello.")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	const imported = 3 * batchDocuments
	added, err := p.AddDocuments(t.Context(), func(yield func(*annotate.Document) bool) {
		for i := range imported {
			if i%200 == 0 {
				commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 6)) })
			}
			if !yield(article(fmt.Sprint(i), fmt.Sprintf("Number %d says hello to everyone who reads this.", i))) {
				return
			}
		}
	})
	if err != nil || added.New != imported {
		t.Errorf("%d added, %v", added.New, err)
	}
	if got, want := setOf(t, p, d, "ana").Len(), (imported+199)/200; got != want {
		t.Errorf("%d annotations, %d were committed", got, want)
	}
	sound(t, p)
}

// Everything at once, for the race detector and for what two of them could do to each other.
func TestReadersAndCommitsDuringAnImport(t *testing.T) {
	p := newProject(t)
	first := article("first", "Peskov said hello.")
	add(t, p, first)
	imported := 4 * batchDocuments
	if raced {
		imported = batchDocuments * 3 / 2
	}
	ctx, done := context.WithCancel(t.Context())
	defer done()
	read := t.Context()
	var work sync.WaitGroup
	loop := func(what string, do func() error) {
		work.Go(func() {
			for once := true; once || ctx.Err() == nil; once = false {
				if err := do(); err != nil {
					t.Errorf("%s: %v", what, err)
					return
				}
			}
		})
	}
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
		return nil
	})
	added, err := p.AddDocuments(read, func(yield func(*annotate.Document) bool) {
		for i := range imported {
			if !yield(article(fmt.Sprint(i), fmt.Sprintf("Number %d says hello to everyone who reads this.", i))) {
				return
			}
		}
	})
	done()
	work.Wait()
	if err != nil || added.New != imported {
		t.Errorf("%d added, %v", added.New, err)
	}
	if got := setOf(t, p, first, "ana").Len(); got != marked || marked == 0 {
		t.Errorf("%d annotations, %d were committed", got, marked)
	}
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
