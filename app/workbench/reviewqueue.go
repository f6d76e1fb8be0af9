package workbench

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/gold"
)

// ReviewRow is a case on which annotators differ, as a list shows it.
type ReviewRow struct {
	Document annotate.DocumentID
	Title    string // of the article
	Span     annotate.Span
	Type     string
	Words    string
	Classes  []review.Class // what they differ in, what is worth most first
	Status   review.Status
	Audit    bool // a rule took it, and it is in the sample that a person looks at

	said  []review.Said
	seq   int64  // of the article
	apart uint64 // who is not with the most, by number
	key   review.Key
}

// Class is what the difference is about that is worth most.
func (r *ReviewRow) Class() review.Class {
	if len(r.Classes) == 0 {
		return review.ClassAttribute
	}
	return r.Classes[0]
}

// About names what the difference is about for one line: the class that is worth most, and the type where those who
// marked it differ in that, too.
func (r *ReviewRow) About() string {
	if r.Class() == review.ClassMissing && slices.Contains(r.Classes, review.ClassType) {
		return r.Class().String() + ", " + review.ClassType.String()
	}
	return r.Class().String()
}

// ReviewShow says which cases the queue shows.
type ReviewShow int

// What can be shown.
const (
	ShowOpen    ReviewShow = iota
	ShowSettled            // those that were decided about
	ShowAudit              // the sample of what a rule took
)

// ReviewFilter says what the queue of differences shows, and in which order.
type ReviewFilter struct {
	Show      ReviewShow
	Class     review.Class         // below 0 for all
	Type      string               // "" for all
	Kind      annotate.Kind        // of the type, "" for all
	Annotator annotate.AnnotatorID // only where this annotator is not with the most; "" for all
	ByArticle bool                 // article after article; else what is worth most first
	// Between are two things that two annotators said of one thing in a topic: the first and the second of a confusion.
	// With no topic it lets all through.
	Between review.Confusion

	left map[annotate.AnnotatorID]bool // those who are not compared
}

func (f *ReviewFilter) narrow() bool {
	return f.Class >= 0 || f.Type != "" || f.Kind != "" || f.Annotator != "" || f.Between.Topic != ""
}

func (f *ReviewFilter) off(who annotate.AnnotatorID) bool { return f.left[who] }

// reviewQueue is the differences of the whole project. They are worked out in the background, article by article;
// those of articles that are opened meanwhile are known at once.
type reviewQueue struct {
	review *Review
	who    []annotate.AnnotatorID // all whose sets are reviewed, in byte order
	filter ReviewFilter

	all    map[annotate.DocumentID][]*ReviewRow // of each article in the order of the text
	fresh  map[annotate.DocumentID]bool         // that were opened since the scan began: it knows nothing newer
	list   []*ReviewRow                         // what the filter lets through, in order; nil where it is to be made
	agreed map[annotate.DocumentID]int          // how many cases nobody differs in and gold does not have
	open   int
	audit  gold.Audit

	sampled int // rows of the sample that are to be looked at

	scanning    bool
	done, total int
	stop        func()
}

func (q *reviewQueue) order(x, y *ReviewRow) int {
	if !q.filter.ByArticle {
		if d := cmp.Compare(x.Class(), y.Class()); d != 0 {
			return d
		}
	}
	return cmp.Or(cmp.Compare(x.seq, y.seq), x.Span.Start-y.Span.Start, y.Span.End-x.Span.End,
		cmp.Compare(x.key.Annotator, y.key.Annotator), cmp.Compare(x.key.About, y.key.About))
}

func (q *reviewQueue) passes(r *ReviewRow) bool {
	f := &q.filter
	switch f.Show {
	case ShowOpen:
		if r.Status != review.Open {
			return false
		}
	case ShowSettled:
		if r.Status != review.Settled {
			return false
		}
	case ShowAudit:
		if !r.Audit {
			return false
		}
	}
	if f.Class >= 0 && !slices.Contains(r.Classes, f.Class) || f.Type != "" && r.Type != f.Type {
		return false
	}
	if f.Kind != "" && q.review.bench.Schema().Kind(r.Type) != f.Kind {
		return false
	}
	if x := f.Between; x.Topic != "" && !slices.ContainsFunc(r.said, func(s review.Said) bool {
		return s.Topic == x.Topic && slices.Contains(s.By, x.First) && slices.Contains(s.By, x.Second)
	}) {
		return false
	}
	if f.Annotator != "" {
		i, known := slices.BinarySearch(q.who, f.Annotator)
		return known && i < 64 && r.apart&(1<<i) != 0
	}
	return true
}

func (q *reviewQueue) made() []*ReviewRow {
	if q.list == nil {
		q.list = []*ReviewRow{}
		for _, rows := range q.all {
			for _, r := range rows {
				if q.passes(r) {
					q.list = append(q.list, r)
				}
			}
		}
		slices.SortFunc(q.list, q.order)
	}
	return q.list
}

// Len returns how many rows the filter lets through.
func (q *reviewQueue) Len() int { return len(q.made()) }

// At returns row i of them.
func (q *reviewQueue) At(i int) (*ReviewRow, bool) {
	if l := q.made(); i >= 0 && i < len(l) {
		return l[i], true
	}
	return nil, false
}

// Open returns how many cases of the project are open, whatever the filter, as far as they are known.
func (q *reviewQueue) Open() int { return q.open }

// openIn returns how many cases of an article are open.
func (q *reviewQueue) openIn(doc annotate.DocumentID) int {
	n := 0
	for _, r := range q.all[doc] {
		if r.Status == review.Open {
			n++
		}
	}
	return n
}

// find returns the place of a row in the list, or where it would be.
func (q *reviewQueue) find(r *ReviewRow) (int, bool) {
	i, there := slices.BinarySearchFunc(q.made(), r, q.order)
	return i, there
}

func (q *reviewQueue) put(r *ReviewRow) {
	if r.Status == review.Open {
		q.open++
	}
	if r.Audit {
		q.sampled++
	}
	if q.list != nil && q.passes(r) {
		i, _ := q.find(r)
		q.list = slices.Insert(q.list, i, r)
	}
}

func (q *reviewQueue) take(r *ReviewRow) {
	if r.Status == review.Open {
		q.open--
	}
	if r.Audit {
		q.sampled--
	}
	if q.list != nil && q.passes(r) {
		if i, there := q.find(r); there {
			q.list = slices.Delete(q.list, i, i+1)
		}
	}
}

// row returns the row of a case, nil where nobody differs in it, it is not open again because of what was changed since,
// and nobody has to look at it.
func (q *reviewQueue) row(doc *annotate.Document, seq int64, cs *review.Cases, c *review.Case, gold *annotate.Set, audit map[annotate.ID]bool) *ReviewRow {
	audited := false
	if len(audit) > 0 {
		a := cs.Result(c, gold)
		audited = a != nil && audit[a.ID]
	}
	status := cs.Status(c, gold)
	if len(c.Disputes) == 0 && status != review.Open && !audited {
		return nil
	}
	r := &ReviewRow{Document: doc.ID, Title: doc.Title, Span: c.Hull(), Status: status, Audit: audited, seq: seq, key: cs.Key(c)}
	side, _ := cs.Likeliest(c)
	if v := c.Version(side); v != nil {
		r.Type, r.Words = v.Type, words(doc, v.Spans)
	}
	r.Classes = cs.Classes(c, gold)
	r.said = cs.Said(doc, c)
	for _, camp := range cs.Camps(c)[1:] {
		for _, side := range camp {
			if i, known := slices.BinarySearch(q.who, cs.Annotators()[side]); known && i < 64 {
				r.apart |= 1 << i
			}
		}
	}
	return r
}

// words are the words of a place for one line.
func words(doc *annotate.Document, spans []annotate.Span) string {
	const most = 60
	s := ""
	for i, x := range spans {
		if len(s) > 4*most {
			break
		}
		if i > 0 {
			s += " … "
		}
		s += strings.ToValidUTF8(doc.Text[x.Start:min(x.End, x.Start+8*most)], "")
	}
	return clip(s, most)
}

// replace takes in the rows of the open article, and returns the cases that nobody differs in and gold does not have.
func (q *reviewQueue) replace(doc *annotate.Document, cs *review.Cases, gold *annotate.Set) map[*review.Case]bool {
	seq, err := q.review.bench.project.Place(q.review.bench.context(), doc.ID)
	if err != nil {
		q.review.bench.fail(err)
		return map[*review.Case]bool{}
	}
	q.fresh[doc.ID] = true
	rows, agreed := q.rowsOf(doc, seq, cs, gold)
	for _, r := range q.all[doc.ID] {
		q.take(r)
	}
	q.all[doc.ID], q.agreed[doc.ID] = rows, len(agreed)
	for _, r := range rows {
		q.put(r)
	}
	return agreed
}

func (q *reviewQueue) rowsOf(doc *annotate.Document, seq int64, cs *review.Cases, gold *annotate.Set) (rows []*ReviewRow, agreed map[*review.Case]bool) {
	audit := q.audit[doc.ID]
	agreed = map[*review.Case]bool{}
	for _, c := range cs.All {
		if cs.Waits(c, gold) {
			agreed[c] = true
		}
		if r := q.row(doc, seq, cs, c, gold, audit); r != nil {
			rows = append(rows, r)
		}
	}
	return rows, agreed
}

// update brings the row of one case of the open article up to date.
func (q *reviewQueue) update(doc *annotate.Document, cs *review.Cases, c *review.Case, gold *annotate.Set, rows map[*review.Case]*ReviewRow) {
	old := rows[c]
	seq := int64(0)
	if l := q.all[doc.ID]; old != nil {
		seq = old.seq
		q.take(old)
	} else if len(l) > 0 {
		seq = l[0].seq
	} else if at, err := q.review.bench.project.Place(q.review.bench.context(), doc.ID); err == nil {
		seq = at
	}
	row := q.row(doc, seq, cs, c, gold, q.audit[doc.ID])
	switch {
	case row == nil && old == nil:
	case row == nil:
		delete(rows, c)
		q.all[doc.ID] = slices.DeleteFunc(q.all[doc.ID], func(r *ReviewRow) bool { return r == old })
	case old == nil:
		rows[c] = row
		q.all[doc.ID] = append(q.all[doc.ID], row)
		q.put(row)
	default:
		*old = *row // where it stands in the list of its article
		q.put(old)
	}
}

// scan works out the differences of all articles in the background. What was known of articles that are not open
// is replaced.
func (q *reviewQueue) scan() {
	q.halt()
	r, b := q.review, q.review.bench
	ctx, stop := context.WithCancel(context.Background())
	q.scanning, q.done, q.total, q.stop = true, 0, b.queue.Total(), stop
	clear(q.fresh)
	if b.doc != nil && r.cases != nil {
		q.fresh[b.doc.ID] = true
	}
	p, schema := b.project, b.Schema()
	who := slices.DeleteFunc(slices.Clone(q.who), q.filter.off)
	audit := gold.Audit{}
	for doc, ids := range q.audit {
		audit[doc] = maps.Clone(ids)
	}
	b.looks.Add(1)
	type found struct {
		document annotate.DocumentID
		rows     []*ReviewRow
		agreed   int
		rulings  []review.Ruling
	}
	b.config.Go(func() {
		defer b.looks.Done()
		var batch []found
		told := time.Now()
		n := 0
		send := func() {
			some, done := batch, n
			batch, told = nil, time.Now()
			b.config.Do(func() {
				if b.review != r || ctx.Err() != nil {
					return
				}
				b.act(func() {
					for _, f := range some {
						if q.fresh[f.document] {
							continue
						}
						for _, row := range q.all[f.document] {
							q.take(row)
						}
						q.list = nil
						q.all[f.document], q.agreed[f.document] = f.rows, f.agreed
						for _, row := range f.rows {
							q.put(row)
						}
						for _, x := range f.rulings {
							r.guard.Note(x)
						}
					}
					q.done = done
					b.touch(ReviewChanged)
				})
			})
		}
		names, err := p.EntitiesByID(ctx)
		name := func(id annotate.ID) string {
			if e := names[id]; e != nil {
				return e.Name
			}
			return ""
		}
		look := reviewQueue{review: r, who: q.who, audit: audit}
		article := func(sets []*annotate.Set, gold *annotate.Set) error {
			n++
			if len(sets) == 0 {
				return nil
			}
			doc := sets[0].Document
			seq, err := p.Place(ctx, doc.ID)
			if err != nil {
				return err
			}
			if gold == nil {
				gold = annotate.NewSet(doc, annotate.Gold, annotate.StateNew, nil)
			}
			cs := review.CasesOf(schema, sets...)
			f := found{document: doc.ID}
			var agreed map[*review.Case]bool
			f.rows, agreed = look.rowsOf(doc, seq, cs, gold)
			f.agreed = len(agreed)
			if gold.DecisionCount() > 0 {
				for _, c := range cs.All {
					if x := cs.Ruling(doc, c, gold, name); !x.Empty() {
						f.rulings = append(f.rulings, x)
					}
				}
			}
			if len(f.rows) > 0 || len(f.rulings) > 0 || f.agreed > 0 {
				batch = append(batch, f)
			}
			if time.Since(told) > 250*time.Millisecond {
				send()
			}
			return nil
		}
		if err == nil {
			err = eachArticle(ctx, p, append(who, annotate.Gold), article)
		}
		send()
		b.config.Do(func() {
			if b.review != r || ctx.Err() != nil {
				return
			}
			stop()
			b.act(func() {
				q.scanning = false
				if err != nil && !errors.Is(err, context.Canceled) {
					b.fail(err)
				}
				b.touch(ReviewChanged | StatusChanged)
				if strings.HasPrefix(b.notice.Text, stillCompared) {
					b.clearNotice()
				}
				if led := r.showSettled(); r.waiting || r.current == nil && b.doc == nil {
					r.begin()
				} else if led {
					r.GoToRow(0)
				}
			})
		})
	})
}

// halt ends the scan under way.
func (q *reviewQueue) halt() {
	if q.scanning {
		q.stop()
		q.scanning = false
	}
}

// eachArticle gives the sets of annotators article by article: gold's apart, those that nobody has begun left out.
func eachArticle(ctx context.Context, p *store.Project, who []annotate.AnnotatorID, fn func(sets []*annotate.Set, gold *annotate.Set) error) error {
	var sets []*annotate.Set
	var gold *annotate.Set
	at := annotate.DocumentID("")
	flush := func() error {
		if at == "" {
			return nil
		}
		return fn(sets, gold)
	}
	for s, err := range p.Sets(ctx, store.Selection{Annotators: who}) {
		if err != nil {
			return err
		}
		if s.Document.ID != at {
			if err := flush(); err != nil {
				return err
			}
			sets, gold, at = nil, nil, s.Document.ID
		}
		switch {
		case s.Annotator == annotate.Gold:
			gold = s
		case s.State() != annotate.StateNew:
			sets = append(sets, s)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return flush()
}

// What of the queue the window shows.

// Len returns how many differences the filter lets through.
func (r *Review) Len() int { return r.queue.Len() }

// At returns difference i of them.
func (r *Review) At(i int) (*ReviewRow, bool) { return r.queue.At(i) }

// Index returns the place of the current difference among them, or -1.
func (r *Review) Index() int {
	row := r.rows[r.current]
	if row == nil {
		return -1
	}
	if i, there := r.queue.find(row); there {
		return i
	}
	return -1
}

// Open returns how many differences of the project are open, whatever the filter.
func (r *Review) Open() int { return r.queue.Open() }

// Agreed returns how many things of the project nobody differs in and gold does not have, as far as they are known.
func (r *Review) Agreed() (n int) {
	for _, of := range r.queue.agreed {
		n += of
	}
	return n
}

// Sampled returns how many things that a rule took are to be looked at, as far as they are known.
func (r *Review) Sampled() int { return r.queue.sampled }

// Comparing says how many articles of the project were compared; busy is false when all were.
func (r *Review) Comparing() (done, total int, busy bool) {
	return r.queue.done, r.queue.total, r.queue.scanning
}

// Annotators returns all whose sets are reviewed.
func (r *Review) Annotators() []annotate.AnnotatorID { return r.queue.who }

// Left reports whether an annotator's sets are left out of the review.
func (r *Review) Left(who annotate.AnnotatorID) bool { return r.queue.filter.off(who) }

// Leave leaves an annotator's sets out of the review, or takes them in again.
func (r *Review) Leave(who annotate.AnnotatorID, out bool) {
	b := r.bench
	b.act(func() {
		left := map[annotate.AnnotatorID]bool{}
		for w := range r.queue.filter.left {
			left[w] = true
		}
		if delete(left, who); out {
			left[who] = true
		}
		r.queue.filter.left = left
		if err := r.keepLeft(); err != nil {
			b.fail(err)
		}
		r.Refresh()
	})
}

// settingLeft keeps whose sets are left out of the review, as a list.
const settingLeft = "review.left"

// readLeft reads whose sets are left out. A program's proposals are not a colleague's work, so they are, until somebody wants
// them in.
func (r *Review) readLeft() {
	kept, err := r.bench.project.Setting(r.bench.context(), settingLeft)
	var names []annotate.AnnotatorID
	if err != nil || kept == "" || json.Unmarshal([]byte(kept), &names) != nil {
		return
	}
	r.queue.filter.left = map[annotate.AnnotatorID]bool{}
	for _, who := range names {
		r.queue.filter.left[who] = true
	}
}

func (r *Review) keepLeft() error {
	names := slices.Sorted(maps.Keys(r.queue.filter.left))
	if names == nil {
		names = []annotate.AnnotatorID{}
	}
	out, err := json.Marshal(names)
	if err != nil {
		return err
	}
	return r.bench.project.SetSetting(r.bench.context(), settingLeft, string(out))
}

// Refresh compares everything again, after sets of others have changed.
func (r *Review) Refresh() {
	b := r.bench
	b.act(func() {
		if who, err := b.reviewed(); err == nil {
			r.queue.who = who
		}
		b.heard()
		clear(r.queue.all)
		clear(r.queue.agreed)
		r.queue.list, r.queue.open, r.queue.sampled = nil, 0, 0
		r.guard = review.NewGuard()
		if b.doc != nil {
			r.open()
		}
		r.queue.scan()
		b.touch(ReviewChanged | StatusChanged)
	})
}

// Filter returns what the queue shows.
func (r *Review) Filter() ReviewFilter { return r.queue.filter }

// Settled returns how many settled differences the filter would let through, whatever it shows now.
func (r *Review) Settled() (n int) {
	q := reviewQueue{review: r, who: r.queue.who, filter: r.queue.filter}
	q.filter.Show = ShowSettled
	for _, rows := range r.queue.all {
		for _, row := range rows {
			if q.passes(row) {
				n++
			}
		}
	}
	return n
}

// Narrow reports whether the filter lets only some differences through.
func (r *Review) Narrow() bool { return r.queue.filter.narrow() }

// ShowAll shows all differences, of all whose sets are reviewed.
func (r *Review) ShowAll() {
	r.bench.act(func() {
		left := r.queue.filter.left
		r.SetFilter(ReviewFilter{Class: -1, ByArticle: r.queue.filter.ByArticle})
		if programs := r.bench.programs(); !maps.Equal(left, programs) {
			r.queue.filter.left = programs
			if err := r.keepLeft(); err != nil {
				r.bench.fail(err)
			}
			r.Refresh()
		}
	})
}

// SetFilter says what the queue shows, and in which order.
func (r *Review) SetFilter(f ReviewFilter) {
	r.bench.act(func() {
		f.left = r.queue.filter.left
		r.queue.filter, r.queue.list, r.orSettled = f, nil, false
		r.bench.touch(ReviewChanged | StatusChanged)
	})
}

// nextClass shows only the differences of the next class of which there are any, and then all again.
func (r *Review) nextClass() {
	f := r.queue.filter
	f.Kind, f.Between = "", review.Confusion{}
	for f.Class++; int(f.Class) < len(review.Classes); f.Class++ {
		r.SetFilter(f)
		if r.Len() > 0 {
			break
		}
	}
	if int(f.Class) >= len(review.Classes) {
		f.Class = -1
		r.SetFilter(f)
		r.bench.say("The queue shows all differences.")
		return
	}
	r.bench.say("The queue shows differences of %s.", f.Class)
}
