package export

import (
	"context"
	"errors"
	"iter"
	"slices"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Source is a project that records are taken from.
type Source interface {
	StoredSets(context.Context, store.Selection) iter.Seq2[*store.Stored, error]
	Documents(context.Context, store.Filter) ([]store.Summary, error)
	Document(context.Context, annotate.DocumentID) (*annotate.Document, error)
	Annotators(context.Context) ([]store.Annotator, error)
}

// Selection says which sets of a project to take. An empty list means all.
type Selection struct {
	Annotators []annotate.AnnotatorID
	States     []annotate.State
	Documents  []annotate.DocumentID
	// Unmarked also takes the documents that have no set at all, each as a record without annotator.
	Unmarked bool

	noOrigins, noBlocks, passing bool
}

// For returns the selection for writing in a format and nothing else: records may lack what the format cannot hold, and
// are good only until the next one is asked for where the format needs them no longer.
func (s Selection) For(f *Format) Selection {
	s.noOrigins, s.noBlocks, s.passing = !f.Holds.Origin, !f.Holds.Blocks, f.Passing
	return s
}

func (s Selection) query() store.Selection {
	return store.Selection{Annotators: s.Annotators, States: s.States, Documents: s.Documents, Entities: true, NoOrigins: s.noOrigins, NoBlocks: s.noBlocks, Passing: s.passing}
}

func (s Selection) takes(x *store.Stored) bool {
	return has(s.Annotators, x.Annotator) && has(s.States, x.State) && has(s.Documents, x.Document.ID)
}

func has[T comparable](chosen []T, x T) bool { return len(chosen) == 0 || slices.Contains(chosen, x) }

// Records yields the chosen sets of a project: by document, in the order in which they were added,
// then by annotator. A set that is new and empty is as good as none, and is left out. An error ends
// the sequence.
func Records(ctx context.Context, p Source, sel Selection) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		s := selecting{ctx: ctx, source: p, sel: sel, yield: yield}
		var err error
		if sel.Unmarked {
			err = s.all()
		} else {
			err = s.sets()
		}
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

// errStopped says that the caller wants no more records.
var errStopped = errors.New("stopped")

type selecting struct {
	ctx    context.Context
	source Source
	sel    Selection
	yield  func(*Record, error) bool
}

// sets yields the chosen sets.
func (s *selecting) sets() error {
	for x, err := range s.source.StoredSets(s.ctx, s.sel.query()) {
		if err != nil {
			return err
		}
		if err := s.set(x); err != nil {
			return err
		}
	}
	return nil
}

// all yields the chosen sets and the documents without sets. Both sequences come in the order in which
// the documents were added, so they are merged as they come, and neither is held.
func (s *selecting) all() error {
	documents, stop := iter.Pull2(s.documents())
	defer stop()
	marked := false // the document that documents stands at has a set
	at, err, more := documents()
	// pass moves on to the document with the identity, or to the end, and yields what is passed unmarked.
	pass := func(id annotate.DocumentID) error {
		for more && err == nil && at != id {
			if !marked {
				if err := s.unmarked(at); err != nil {
					return err
				}
			}
			at, err, more = documents()
			marked = false
		}
		return err
	}
	all := s.sel // also those that are not chosen, to tell which documents have a set
	all.Annotators, all.States = nil, nil
	for x, err := range s.source.StoredSets(s.ctx, all.query()) {
		if err != nil {
			return err
		}
		if err := pass(x.Document.ID); err != nil {
			return err
		}
		if blank(x) {
			continue
		}
		marked = true
		if s.sel.takes(x) {
			if err := s.set(x); err != nil {
				return err
			}
		}
	}
	return pass("")
}

// documents yields the chosen documents of the project, a page at a time.
func (s *selecting) documents() iter.Seq2[annotate.DocumentID, error] {
	return func(yield func(annotate.DocumentID, error) bool) {
		const page = 500
		after := int64(0)
		for {
			list, err := s.source.Documents(s.ctx, store.Filter{After: after, Limit: page})
			if err != nil {
				yield("", err)
				return
			}
			for _, d := range list {
				if has(s.sel.Documents, d.ID) && !yield(d.ID, nil) {
					return
				}
				after = d.Seq
			}
			if len(list) < page {
				return
			}
		}
	}
}

func (s *selecting) unmarked(id annotate.DocumentID) error {
	d, err := s.source.Document(s.ctx, id)
	if err != nil {
		return err
	}
	return s.give(&Record{Document: d, State: annotate.StateNew})
}

// blank reports whether the set says nothing.
func blank(x *store.Stored) bool {
	return x.State == annotate.StateNew && len(x.Annotations)+len(x.Decisions)+len(x.Comments) == 0
}

func (s *selecting) set(x *store.Stored) error {
	if blank(x) {
		return nil
	}
	r := &Record{Document: x.Document, Annotator: x.Annotator, State: x.State, Entities: x.Entities, Annotations: x.Annotations, Decisions: x.Decisions, Comments: x.Comments}
	SortAnnotations(r.Annotations)
	r.SortSaid()
	return s.give(r)
}

func (s *selecting) give(r *Record) error {
	if !s.yield(r, nil) {
		return errStopped
	}
	return nil
}

// Count returns how many records [Records] would yield.
func Count(ctx context.Context, p Source, sel Selection) (int, error) {
	n := 0
	if len(sel.Documents) == 0 && !sel.Unmarked {
		list, err := p.Annotators(ctx)
		for _, a := range list {
			for state, sets := range a.States {
				// A new set holds nothing: the first mark puts it in progress.
				if state != annotate.StateNew && has(sel.Annotators, a.ID) && has(sel.States, state) {
					n += sets
				}
			}
		}
		return n, err
	}
	for _, err := range Records(ctx, p, sel) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
