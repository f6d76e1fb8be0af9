package workbench

import (
	"maps"
	"slices"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Queue is the list of the project's articles, as filtered by the person. It reads pages as they are
// looked at, so that it costs the same for ten articles and for a hundred thousand.
type Queue struct {
	bench    *Bench
	search   string
	state    annotate.State
	mine     bool           // only those that were given to the person
	ready    bool           // in a review, only those with which all annotators are done
	review   annotate.State // of the review; "" for all
	length   int
	counts   map[annotate.State]int
	given    int                    // articles that were given to the person
	givenOut bool                   // somebody was given articles
	blind    int                    // articles that the person must do before what others did may be shown
	finished int                    // with which all annotators are done, in a review
	judged   map[annotate.State]int // articles by the state of the review
	pages    map[int][]store.Summary
	fresh    bool
	index    int // where the open article was found last

	doubts map[int64]float64 // how unsure articles are, by Seq, where that is their order; else nil
	order  []int64           // then the Seqs of all that pass the filter
}

const queuePage = 100

// stale makes the queue read again what it shows next, and who has marked which article.
func (q *Queue) stale() {
	q.fresh = false
	q.bench.forgetMarking()
}

// edited tells the queue that the open article was annotated. Only where its state changed may the
// filter and the counts give something else; else its row is all that changed.
func (q *Queue) edited(state bool) {
	if state {
		q.stale()
		return
	}
	for n, page := range q.pages {
		for _, s := range page {
			if s.ID == q.bench.doc.ID {
				delete(q.pages, n)
				return
			}
		}
	}
}

func (q *Queue) filter() store.Filter {
	f := store.Filter{Annotator: q.bench.Annotator(), Search: q.search, Assigned: q.mine, Reviewer: annotate.Gold}
	if q.state != "" {
		f.States = []annotate.State{q.state}
	}
	if q.bench.review != nil {
		f.Ready = q.ready
	}
	if q.review != "" {
		f.Reviewed = []annotate.State{q.review}
	}
	return f
}

func (q *Queue) refresh() {
	if q.fresh {
		return
	}
	q.fresh, q.length, q.counts, q.pages = true, 0, nil, map[int][]store.Summary{}
	q.givenOut, q.given, q.judged, q.finished, q.blind, q.order = false, 0, nil, 0, 0, nil
	b := q.bench
	if b.project == nil {
		return
	}
	var err error
	if q.doubts != nil {
		q.order, err = q.inOrder(q.filter())
		q.length = len(q.order)
	} else {
		q.length, err = b.project.CountDocuments(b.context(), q.filter())
	}
	if err != nil {
		b.fail(err)
		return
	}
	if q.counts, err = b.project.CountStates(b.context(), b.Annotator()); err != nil {
		b.fail(err)
	}
	if q.judged, err = b.project.CountStates(b.context(), annotate.Gold); err != nil {
		b.fail(err)
	}
	if b.review != nil {
		if q.finished, err = b.project.CountDocuments(b.context(), store.Filter{Reviewer: annotate.Gold, Ready: true}); err != nil {
			b.fail(err)
		}
	}
	q.blind = b.BlindIn()
	if q.givenOut, err = b.project.AnyAssigned(b.context()); err != nil {
		b.fail(err)
	}
	if q.given, err = b.project.CountDocuments(b.context(), store.Filter{Annotator: b.Annotator(), Assigned: true}); err != nil {
		b.fail(err)
	}
}

// Len returns how many articles pass the filter.
func (q *Queue) Len() int {
	q.refresh()
	return q.length
}

// At returns article i of those that pass the filter.
func (q *Queue) At(i int) (store.Summary, bool) {
	q.refresh()
	if i < 0 || i >= q.length {
		return store.Summary{}, false
	}
	n := i / queuePage
	page, ok := q.pages[n]
	if !ok {
		f := q.filter()
		if q.doubts != nil {
			f.Only = q.order[n*queuePage : min((n+1)*queuePage, len(q.order))]
		} else {
			f.Offset, f.Limit = n*queuePage, queuePage
		}
		var err error
		if page, err = q.bench.project.Documents(q.bench.context(), f); err != nil {
			q.bench.fail(err)
		}
		if q.doubts != nil {
			slices.SortFunc(page, func(x, y store.Summary) int { return byDoubt(q.doubts, x.Seq, y.Seq) })
		}
		q.pages[n] = page
	}
	if i%queuePage >= len(page) {
		return store.Summary{}, false
	}
	return page[i%queuePage], true
}

// Index returns the place of the open article in the filtered list, or -1.
func (q *Queue) Index() int {
	q.refresh()
	b := q.bench
	if b.doc == nil || q.length == 0 {
		return -1
	}
	if s, ok := q.At(q.index); ok && s.ID == b.doc.ID {
		return q.index
	}
	for n, page := range q.pages {
		for i, s := range page {
			if s.ID == b.doc.ID {
				q.index = n*queuePage + i
				return q.index
			}
		}
	}
	f := q.filter()
	var err error
	if f.Before, err = b.project.Place(b.context(), b.doc.ID); err != nil {
		return -1
	}
	if q.doubts != nil {
		if i := slices.Index(q.order, f.Before); i >= 0 {
			q.index = i
			return i
		}
		return -1
	}
	n, err := b.project.CountDocuments(b.context(), f)
	if err != nil {
		return -1
	}
	if s, ok := q.At(n); ok && s.ID == b.doc.ID {
		q.index = n
		return n
	}
	return -1
}

// orderBy puts the articles about which the program is least sure first; nil for the order in which they were added.
func (q *Queue) orderBy(doubts map[int64]float64) {
	q.doubts = maps.Clone(doubts)
	q.stale()
	q.bench.touch(QueueChanged)
}

// Unsure reports whether the articles about which the program is least sure come first.
func (q *Queue) Unsure() bool { return q.doubts != nil }

// inOrder returns the Seqs of all that pass a filter, the least sure first.
func (q *Queue) inOrder(f store.Filter) ([]int64, error) {
	list, err := q.bench.project.Seqs(q.bench.context(), f)
	sortByDoubt(list, q.doubts)
	return list, err
}

// adjacent returns the article after one (before it where d is below 0) in the order of the queue that passes a filter, or "";
// after nil it is the first.
func (q *Queue) adjacent(f store.Filter, d int, from *annotate.Document) (annotate.DocumentID, error) {
	b := q.bench
	at := int64(0)
	if from != nil {
		var err error
		if at, err = b.project.Place(b.context(), from.ID); err != nil {
			return "", err
		}
	}
	f.Limit = 1
	switch {
	case q.doubts != nil:
		list, err := q.inOrder(f)
		if err != nil {
			return "", err
		}
		if at != 0 {
			i, here := slices.BinarySearchFunc(list, at, func(x, at int64) int { return byDoubt(q.doubts, x, at) })
			if d < 0 {
				i--
			} else if here {
				i++
			}
			if i < 0 || i >= len(list) {
				return "", nil
			}
			list = list[i:]
		}
		if len(list) == 0 {
			return "", nil
		}
		f.Only = list[:1]
	case at != 0 && d > 0:
		f.After = at
	case at != 0:
		f.Before = at
	}
	found, err := b.project.Documents(b.context(), f)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].ID, nil
}

// Search returns what is searched for.
func (q *Queue) Search() string { return q.search }

// SetSearch shows only articles with all these words in their title or text.
func (q *Queue) SetSearch(s string) {
	q.bench.act(func() {
		q.search = s
		q.stale()
		q.bench.touch(QueueChanged)
	})
}

// State returns the state that is shown; "" for all.
func (q *Queue) State() annotate.State { return q.state }

// SetState shows only articles in a state; "" for all.
func (q *Queue) SetState(s annotate.State) {
	q.bench.act(func() {
		q.state = s
		q.stale()
		q.bench.touch(QueueChanged)
	})
}

// Mine reports whether only articles are shown that were given to the person.
func (q *Queue) Mine() bool { return q.mine }

// SetMine shows only articles that were given to the person, or all.
func (q *Queue) SetMine(on bool) {
	q.bench.act(func() {
		q.mine = on
		q.stale()
		q.bench.touch(QueueChanged)
	})
}

// Ready reports whether a review shows only articles with which all annotators are done.
func (q *Queue) Ready() bool { return q.ready }

// SetReady shows in a review only articles with which all annotators are done, or all.
func (q *Queue) SetReady(on bool) {
	q.bench.act(func() {
		q.ready = on
		q.stale()
		q.bench.touch(QueueChanged)
	})
}

// Finished returns how many articles all annotators are done with, in a review.
func (q *Queue) Finished() int {
	b := q.bench
	if b.project == nil || b.review == nil {
		return 0
	}
	q.refresh()
	return q.finished
}

// Given returns how many articles were given to the person.
func (q *Queue) Given() int {
	q.refresh()
	return q.given
}

// Blind returns how many articles the person must do before what others did in them may be shown.
func (q *Queue) Blind() int {
	q.refresh()
	return q.blind
}

// Review returns the state of the review that is shown; "" for all.
func (q *Queue) Review() annotate.State { return q.review }

// SetReview shows only articles whose review is in a state; "" for all.
func (q *Queue) SetReview(s annotate.State) {
	q.bench.act(func() {
		q.review = s
		q.stale()
		q.bench.touch(QueueChanged)
	})
}

// Reviews returns how many articles are in each state of the review, whatever the filter; nil where no review has begun.
func (q *Queue) Reviews() map[annotate.State]int {
	q.refresh()
	for s, n := range q.judged {
		if s != annotate.StateNew && n > 0 {
			return q.judged
		}
	}
	return nil
}

// Counts returns how many articles are in each state, whatever the filter.
func (q *Queue) Counts() map[annotate.State]int {
	q.refresh()
	return q.counts
}

// Total returns how many articles the project has.
func (q *Queue) Total() int {
	n := 0
	for _, c := range q.Counts() {
		n += c
	}
	return n
}

// nextFilter shows the articles of the next state that has any, after all of them all again.
func (b *Bench) nextFilter() {
	order := append([]annotate.State{""}, annotate.States...)
	at := 0
	for i, s := range order {
		if s == b.queue.state {
			at = i
		}
	}
	for i := 1; i <= len(order); i++ {
		if s := order[(at+i)%len(order)]; s == "" || b.queue.Counts()[s] > 0 {
			b.queue.SetState(s)
			return
		}
	}
}
