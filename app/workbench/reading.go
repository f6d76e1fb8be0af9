package workbench

import (
	"context"
	"errors"
	"fmt"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
)

// A large set is shown before all of it is read: what stands at the beginning of the article comes with
// the article, the rest from the background as soon as it is there. Until then [Bench.Set] is of the
// beginning alone. Whatever changes a set, or must know all of it, waits for the rest; the constraints
// are always checked against the whole set.
const (
	beginning = 8 << 10 // bytes of text: more than a screen shows
	fewEnough = 300     // annotations that are read at once, wherever they stand
)

// longestWait is how long an act waits for the rest of a set before it gives up and says so.
const longestWait = 900 * time.Millisecond

var errReading = errors.New("the annotations of this article are still being read; try again in a moment")

// reading is the rest of a set on its way.
type reading struct {
	counts store.Counts // of all of it
	stop   func()
	ended  chan struct{} // closed when what follows is there
	set    *annotate.Set
	called surfaces
	latest map[string]string
	err    error
}

// readSet reads what the person marked in an article, or its beginning; then the rest is to be read.
func (b *Bench) readSet(doc *annotate.Document) (*annotate.Set, *reading, error) {
	set, counts, whole, err := b.project.SetBeginning(b.context(), doc, b.Annotator(), beginning, fewEnough)
	if err == nil {
		err = known(set, b.Schema())
	}
	if err != nil || whole {
		return set, nil, err
	}
	return set, &reading{counts: counts, ended: make(chan struct{})}, nil
}

// known returns nil, or that a set has what the schema does not know, as only another program can have
// written. Nobody could say what that means, and so nobody works with it.
func known(set *annotate.Set, schema *annotate.Schema) error {
	for _, t := range set.Types() {
		if schema.Type(t) == nil {
			return fmt.Errorf("“%s” has annotations of type %q, which is not in this project's schema; quoth check lists them", clip(set.Document.Title, 50), clip(t, 40))
		}
	}
	return nil
}

// readRest reads all of the set that is open, in the background.
func (b *Bench) readRest(r *reading) {
	if b.rest = r; r == nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	p, doc, who, schema := b.project, b.doc, b.set.Annotator, b.Schema()
	b.looks.Add(1)
	b.config.Go(func() {
		if r.set, r.err = p.Set(ctx, doc, who); r.err == nil {
			r.err = known(r.set, schema)
		}
		if r.err == nil {
			r.called, r.latest = mentionsIn(r.set, schema), triggersIn(r.set, schema)
		}
		stop()
		close(r.ended)
		b.looks.Done()
		b.config.Do(func() { b.act(func() { b.arrive(r) }) })
	})
}

// arrive takes the whole set in the place of its beginning.
func (b *Bench) arrive(r *reading) {
	if b.rest != r {
		return // the article was left, or somebody waited for it
	}
	b.rest = nil
	if r.err != nil {
		b.closeDocument()
		b.fail(r.err)
		return
	}
	b.set, b.surfaces = r.set, r.called
	b.noteTriggers(r.latest)
	if b.Current() == nil {
		b.pick("")
	}
	b.compare()
	if b.review != nil {
		b.review.look()
	}
	b.touch(SetChanged | StatusChanged)
}

// whole waits for the rest of the set, and reports whether all of it is there; the notice says why where
// it is not. An act calls it before it looks at the set for what to change: what is not read yet would be
// taken for what is not there.
func (b *Bench) whole() bool {
	r := b.rest
	if r == nil {
		return true
	}
	select {
	case <-r.ended:
		b.arrive(r)
		return r.err == nil
	case <-time.After(longestWait):
		b.fail(errReading)
		return false
	}
}

// stopReading gives up the rest of a set that nobody wants any more.
func (b *Bench) stopReading() {
	if b.rest != nil {
		b.rest.stop()
		b.rest = nil
	}
}

// triggersIn returns the words that trigger events, with the type of the last event of each.
func triggersIn(set *annotate.Set, schema *annotate.Schema) map[string]string {
	m := map[string]string{}
	for a := range set.All() {
		if schema.Kind(a.Type) == annotate.KindEvent {
			m[trigger(set.Document, a)] = a.Type
		}
	}
	return m
}

func (b *Bench) noteTriggers(m map[string]string) {
	for words, typ := range m {
		b.latest[words] = typ
	}
}
