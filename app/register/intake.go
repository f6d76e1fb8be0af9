package register

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"quoth/annotate"
	"quoth/annotate/gazetteer"
	"quoth/annotate/store"
	"quoth/annotate/suggest"
)

// Report counts what became of a list's entries.
type Report struct {
	New     int
	Known   int // described in the same way already
	Differ  int // described otherwise; the project's stay
	Repeats int // of the list itself

	Namesakes int // of the new ones: of a name that an entity of the type had before
}

// Total is how many entries were read.
func (r Report) Total() int { return r.New + r.Known + r.Differ + r.Repeats }

// batch is how many entities come in with one change.
const batch = 2000

// Import makes the entries of a list entities of the project. What came in before an error, or before the context ended,
// stays. Trouble is told of entries that the project describes otherwise, and of those that the list has twice.
func (a Acts) Import(ctx context.Context, title string, entries iter.Seq2[gazetteer.Entry, error], trouble func(error)) (r Report, err error) {
	now := a.Now().UTC().Truncate(time.Millisecond) // by which its changes belong together
	var edits []annotate.Edit
	var had *suggest.Namesakes // read where something is new
	namesakes := 0             // among the edits
	flush := func() error {
		if len(edits) == 0 {
			return nil
		}
		c := &annotate.Change{
			ID: annotate.NewID(), Annotator: a.Annotator, Author: a.Author, Time: now, Title: title, Act: annotate.ActDo, Edits: edits,
		}
		if err := a.Project.Commit(ctx, c); err != nil {
			return err
		}
		r.New += len(edits)
		r.Namesakes += namesakes
		edits, namesakes = nil, 0
		return nil
	}
	for e, err := range once(entries, &r, trouble) {
		if err != nil {
			return r, errors.Join(err, flush())
		}
		have, err := a.Project.Entity(ctx, e.Entity.ID)
		switch {
		case errors.Is(err, store.ErrNotFound):
			if had == nil {
				if had, err = suggest.NamesakesOf(a.Project.EachEntity(ctx)); err != nil {
					return r, err
				}
			}
			if had.Of(e.Entity) {
				namesakes++
			}
			if edits = append(edits, annotate.Edit{EntityAfter: e.Entity}); len(edits) == batch {
				if err := flush(); err != nil {
					return r, err
				}
			}
		case err != nil:
			return r, err
		case have.Equal(e.Entity):
			r.Known++
		default:
			r.Differ++
			trouble(fmt.Errorf("line %d: “%s” is described otherwise in the project, which keeps what it has", e.Line, e.Entity.Name))
		}
	}
	return r, flush()
}

// Shelve writes the entries of a list as a gazetteer for several projects. It stops when the context ends, and then leaves no
// file.
func Shelve(ctx context.Context, path, title string, entries iter.Seq2[gazetteer.Entry, error], trouble func(error)) (r Report, err error) {
	about, err := suggest.WriteBook(ctx, path, title, "", func(yield func(suggest.Entry, error) bool) {
		for e, err := range once(entries, &r, trouble) {
			if !yield(suggest.Entry{Entity: e.Entity, Weight: e.Weight}, err) {
				return
			}
		}
	})
	r.New = about.Entities
	return r, err
}

// once leaves out entries whose identity the list had before.
func once(entries iter.Seq2[gazetteer.Entry, error], r *Report, trouble func(error)) iter.Seq2[gazetteer.Entry, error] {
	return func(yield func(gazetteer.Entry, error) bool) {
		seen := map[annotate.ID]int{}
		for e, err := range entries {
			if err == nil {
				if line, again := seen[e.Entity.ID]; again {
					r.Repeats++
					trouble(fmt.Errorf("line %d: “%s” is the same as in line %d", e.Line, e.Entity.Name, line))
					continue
				}
				seen[e.Entity.ID] = e.Line
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
