package workbench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/gold"
)

// Review is a reviewer's work: what others marked, side by side, where they differ and what becomes of it. While it
// lasts the working set is gold's, and most keys are verdicts; Edit leads to the usual keys and back.
//
// The open article has all its cases; of the others of the project the queue has one row for each case on which
// annotators differ.
type Review struct {
	bench *Bench
	queue reviewQueue
	guard *review.Guard

	sets    []*annotate.Set // of the open article, in the order of their keys
	cases   *review.Cases   // nil until they are compared
	rows    map[*review.Case]*ReviewRow
	agreed  map[*review.Case]bool // nobody differs in them, and gold does not have them
	current *review.Case          // nil for none
	target  review.Key            // the case to show when the article is there
	wanted  bool                  // there is a target
	waiting bool                  // for all articles to be compared, to begin with the first of the queue
	// The review is just being begun.
	starting bool
	// orSettled is for what is settled to be shown where nothing of it is open, once all articles are compared.
	orSettled bool

	looking func() // stops the search for where two differ; nil where there was none

	editing bool
	mix     *Mix
	given   *given            // the last verdict, to which a reason or a comment can be added
	against []review.Opposite // where the opposite of it was decided
	opened  []*review.Case    // by the last change: nothing was asked of them before it
	walk    *walk             // through places where the opposite was decided; nil where there is none
	judged  gold.Judged       // what of samples verdicts were about
	looks   []looked          // at what of the sample the person looked since the last change, to be undone
	order   []step            // what was done, one after the other, to be undone
	led     bool              // the queue led to the open article, and not the person
}

// step is a change that was made in a review and not taken back.
type step struct {
	document annotate.DocumentID
	change   annotate.ID
	act      annotate.ID // names what was made with others at one moment, and is undone with them; "" for what stands alone
}

// given is a verdict that was just given.
type given struct {
	document annotate.DocumentID
	key      review.Key
	words    string      // the verdict
	about    string      // the words of the text that it is about
	change   annotate.ID // that made it; "" where it was decided already
}

// Review returns the review under way, or nil.
func (b *Bench) Review() *Review { return b.review }

// Reviewing reports whether keys are verdicts: during a review, but not while something is edited.
func (b *Bench) Reviewing() bool { return b.review != nil && !b.review.editing }

// Cases returns the cases of the open article, nil while they are worked out.
func (r *Review) Cases() *review.Cases { return r.cases }

// Sets returns what the annotators marked in the open article, in the order of the keys that take their versions.
func (r *Review) Sets() []*annotate.Set { return r.sets }

// Current returns the case that the person is at, or nil.
func (r *Review) Current() *review.Case { return r.current }

// Editing reports whether the person edits what came of a verdict; then the usual keys work.
func (r *Review) Editing() bool { return r.editing }

// Status says how far a case of the open article is.
func (r *Review) Status(c *review.Case) review.Status { return r.cases.Status(c, r.bench.set) }

var (
	errNoReview  = errors.New("begin a review first")
	errNoCase    = errors.New("there is no difference here; go to the next one first")
	errNotEdited = errors.New("this is a review: its keys are verdicts; E takes the likeliest version and lets you edit it")
)

func (b *Bench) toggleReview() {
	if b.review != nil {
		b.endReview()
		return
	}
	b.startReview()
}

// startReview begins to review what others marked in the project, article by article, in gold's sets.
func (b *Bench) startReview() {
	who, err := b.reviewed()
	if err != nil {
		b.fail(err)
		return
	}
	if len(who) == 0 {
		b.fail(errors.New("nobody has annotated anything in this project; merge the files of annotators first"))
		return
	}
	if n := b.BlindIn(); n > 0 {
		b.fail(fmt.Errorf("you annotate %s blind; a review shows what others did, and so it waits until you are done", count(n, "article", "articles")))
		return
	}
	b.closeBeside()
	r := &Review{bench: b, guard: review.NewGuard()}
	r.queue = reviewQueue{review: r, who: who, all: map[annotate.DocumentID][]*ReviewRow{}, fresh: map[annotate.DocumentID]bool{}, agreed: map[annotate.DocumentID]int{}, filter: ReviewFilter{Class: -1, left: b.programs()}}
	r.readLeft()
	if b.doc != nil { // before the same article is opened in another set
		b.keepSpot(false)
	}
	r.waiting, r.starting = true, true
	b.review = r
	b.queue.stale()
	r.queue.audit, r.judged = gold.ReadAudit(b.context(), b.project), gold.ReadJudged(b.context(), b.project)
	if b.doc != nil {
		b.OpenDocument(b.doc.ID)
	}
	r.starting = false
	r.queue.scan()
	b.touch(ReviewChanged | QueueChanged | StatusChanged | ModeChanged)
	if r.waiting && b.queue.Total() > soonCompared {
		b.say("%s %s begins with what is known by now.", stillCompared, b.keyOf(cmdNextCase))
	}
}

// soonCompared is how many articles are compared before anybody wonders what they wait for.
const soonCompared = 200

// begin goes to the first difference of the queue, once all articles are compared. Nothing is shown before, unless the
// person goes somewhere, so that no key means another one than the person sees.
func (r *Review) begin() {
	if r.waiting = false; r.current != nil || r.editing {
		return
	}
	if row, ok := r.queue.At(0); ok {
		r.goToRow(row)
	}
}

// reviewed returns whose sets are reviewed: all who own sets but gold.
func (b *Bench) reviewed() ([]annotate.AnnotatorID, error) {
	list, err := b.project.Annotators(b.context())
	var who []annotate.AnnotatorID
	for _, a := range list {
		if a.ID != annotate.Gold {
			who = append(who, a.ID)
		}
	}
	return who, err
}

// programs are the annotators whose work is left out of a review until the person takes it in.
func (b *Bench) programs() map[annotate.AnnotatorID]bool {
	out, err := b.project.Programs(b.context())
	if err != nil {
		b.fail(err)
	}
	return out
}

// endReview goes back to the person's own sets.
func (b *Bench) endReview() {
	r := b.review
	if r == nil {
		return
	}
	r.queue.halt()
	r.stopLooking()
	id := annotate.DocumentID("")
	if b.doc != nil {
		id = b.doc.ID
		b.keepSpot(false)
	}
	b.review = nil
	b.queue.stale()
	b.touch(ReviewChanged | QueueChanged | StatusChanged | ModeChanged)
	if id != "" {
		b.OpenDocument(id)
	}
}

func (r *Review) stopLooking() {
	if r.looking != nil {
		r.looking()
		r.looking = nil
	}
}

// manyReviewed is from how many annotations of all annotators on an article is compared in the background.
const manyReviewed = 5000

// open reads what others marked in the article that was just opened, and compares it.
func (r *Review) open() {
	b := r.bench
	if !r.wanted && !r.starting { // the person went there
		r.waiting = false
		b.forgetGiven()
	}
	r.sets, r.cases, r.rows, r.current, r.mix, r.editing = nil, nil, nil, nil, nil, false
	b.touch(ReviewChanged)
	versions, err := b.project.Versions(b.context(), b.doc.ID)
	if err != nil {
		b.fail(err)
		return
	}
	var who []annotate.AnnotatorID
	n := 0
	for _, v := range versions {
		if v.Annotator != annotate.Gold && v.State != annotate.StateNew && !r.queue.filter.off(v.Annotator) {
			who = append(who, v.Annotator)
			n += v.Counts.Total()
		}
	}
	p, doc, schema := b.project, b.doc, b.Schema()
	var sets []*annotate.Set
	var cases *review.Cases
	compare := func() error {
		for _, w := range who {
			set, err := p.Set(context.Background(), doc, w)
			if err == nil {
				err = known(set, schema)
			}
			if err != nil {
				return err
			}
			sets = append(sets, set)
		}
		cases = review.CasesOf(schema, sets...)
		return nil
	}
	if n <= manyReviewed {
		if err := compare(); err != nil {
			b.fail(err)
			return
		}
		r.compared(doc, sets, cases)
		return
	}
	b.looks.Add(1)
	b.config.Go(func() {
		err := compare()
		b.looks.Done()
		b.config.Do(func() {
			b.act(func() {
				switch {
				case b.review != r || b.doc != doc: // left since
				case err != nil:
					b.fail(err)
				default:
					r.compared(doc, sets, cases)
				}
			})
		})
	})
}

// compared takes the cases of the open article in.
func (r *Review) compared(doc *annotate.Document, sets []*annotate.Set, cases *review.Cases) {
	r.sets, r.cases = sets, cases
	r.bench.touch(ReviewChanged)
	if r.bench.rest == nil {
		r.look()
	}
}

// look works out how far each case of the open article is, and shows the one that is wanted, or the first open
// one. It needs all of gold's set.
func (r *Review) look() {
	if r.cases == nil {
		return
	}
	r.agreed = r.queue.replace(r.bench.doc, r.cases, r.bench.set)
	r.rows = map[*review.Case]*ReviewRow{}
	for _, row := range r.queue.all[r.bench.doc.ID] {
		if c := r.cases.Find(row.key); c != nil {
			r.rows[c] = row
		}
	}
	if r.wanted {
		r.wanted = false
		if c := r.cases.Find(r.target); c != nil {
			r.show(c)
			return
		}
	}
	r.bench.touch(ReviewChanged)
	if r.waiting {
		return
	}
	var first *review.Case // in the order of the queue
	for _, c := range r.cases.All {
		if r.Status(c) == review.Open && (first == nil || r.rows[c] != nil && r.rows[first] != nil && r.queue.order(r.rows[c], r.rows[first]) < 0) {
			first = c
		}
	}
	if first != nil {
		r.show(first)
	}
}

// show goes to a case of the open article.
func (r *Review) show(c *review.Case) {
	b := r.bench
	r.current, r.mix = c, nil
	place := c.Hull()
	if b.far(place) {
		b.jump()
	}
	b.anchor, b.caret = place.Start, place.Start
	id := annotate.ID("")
	if a := r.cases.Result(c, b.set); a != nil {
		id = a.ID
	}
	b.pick(id)
	b.touch(ReviewChanged | SelectionChanged | CurrentChanged | StatusChanged)
	b.screen.Reveal(place, true)
}

// GoTo goes to a case of the open article.
func (r *Review) GoTo(c *review.Case) {
	r.bench.act(func() {
		r.bench.forgetGiven()
		r.settleEdit()
		r.show(c)
	})
}

// GoToRow goes to a row of the queue, in whichever article it is.
func (r *Review) GoToRow(i int) {
	r.bench.act(func() {
		if row, ok := r.queue.At(i); ok {
			r.bench.forgetGiven()
			r.settleEdit()
			r.goToRow(row)
		}
	})
}

func (r *Review) goToRow(row *ReviewRow) {
	b := r.bench
	if b.doc != nil && b.doc.ID == row.Document && r.cases != nil {
		if c := r.cases.Find(row.key); c != nil {
			r.show(c)
		}
		return
	}
	r.target, r.wanted = row.key, true
	b.OpenDocument(row.Document)
	r.led = b.doc != nil && b.doc.ID == row.Document
	r.wanted = r.wanted && r.led
}

// next goes to the row after the current case in the order of the queue, round the end.
func (r *Review) next() { r.step(1) }

// move is the person's way through the queue.
func (r *Review) move(d int) {
	r.bench.forgetGiven()
	r.step(d)
}

func (r *Review) step(d int) {
	b, q := r.bench, &r.queue
	r.settleEdit()
	n := q.Len()
	if r.waiting = n == 0 && q.scanning; n == 0 {
		r.current = nil
		b.touch(ReviewChanged)
		b.say("%s", r.nothingLeft())
		return
	}
	row := r.rows[r.current]
	i := 0
	if row != nil {
		at, there := q.find(row)
		switch {
		case d > 0 && there:
			i = at + 1
		case d > 0:
			i = at
		default:
			i = at - 1
		}
	} else if d < 0 {
		i = n - 1
	}
	next, _ := q.At((i + n) % n)
	r.goToRow(next)
}

// stillCompared is said while there is nothing to show yet.
const stillCompared = "The articles are still being compared."

func (r *Review) nothingLeft() string {
	q := &r.queue
	switch {
	case q.scanning:
		return stillCompared
	case q.filter.Show == ShowAudit:
		return "There is nothing to audit."
	case q.filter.narrow():
		return "Nothing that the filter lets through is left."
	case q.Open() == 0 && r.Agreed() > 0:
		return "All differences are settled. What all agree on is not in gold yet: the star above the article sends it there."
	case q.Open() == 0:
		return fmt.Sprintf("All differences are settled. %s exports gold.", r.bench.keyOf("dataset.export"))
	}
	return "Nothing is left."
}

// edited follows a change of the working set: cases are open or settled by now.
func (r *Review) edited(c *annotate.Change) {
	r.noteOrder(c)
	if r.cases == nil {
		return
	}
	r.looks = nil
	if x, sampled := r.judged[c.Of]; sampled {
		r.queue.audit.Put(x.Document, x.ID, c.Act == annotate.ActUndo)
		if err := r.queue.audit.Keep(r.bench.context(), r.bench.project); err != nil {
			r.bench.fail(err)
		}
	}
	var near []*review.Case
	seen, itself := map[*review.Case]bool{}, map[*review.Case]bool{}
	about := func(d *annotate.Decision) {
		if d == nil {
			return
		}
		for _, x := range r.cases.About(d.Annotator, d.About) {
			itself[x] = itself[x] || d.Within == "" && x.Has(d.About)
			for _, y := range r.cases.Near(x) {
				if !seen[y] {
					seen[y] = true
					near = append(near, y)
				}
			}
		}
	}
	for _, e := range c.Edits {
		about(e.DecisionBefore)
		about(e.DecisionAfter)
	}
	if len(near) == 0 {
		return
	}
	b := r.bench
	slices.SortFunc(near, func(x, y *review.Case) int { return x.Hull().Start - y.Hull().Start })
	var opened []*review.Case
	for _, x := range near {
		was := r.rows[x]
		wasOpen := was != nil && was.Status == review.Open
		r.queue.update(b.doc, r.cases, x, b.set, r.rows)
		if r.agreed[x] = true; !r.cases.Waits(x, b.set) {
			delete(r.agreed, x)
		}
		r.guard.Note(r.cases.Ruling(b.doc, x, b.set, b.entityName))
		if now := r.rows[x]; !wasOpen && now != nil && now.Status == review.Open {
			opened = append(opened, x)
		}
	}
	r.queue.agreed[b.doc.ID] = len(r.agreed)
	r.opened = opened
	if c.Act != annotate.ActDo {
		r.given, r.against = nil, nil
		if r.editing = false; len(opened) > 0 { // that of the verdict, rather than what was settled along with it
			r.show(opened[max(0, slices.IndexFunc(opened, func(x *review.Case) bool { return itself[x] }))])
		}
	}
	b.touch(ReviewChanged)
}

// noteOrder notes what was done or taken back.
func (r *Review) noteOrder(c *annotate.Change) {
	switch {
	case c.Act == annotate.ActUndo:
		r.dropSteps(func(x step) bool { return x.change == c.Of })
	case c.Act == annotate.ActRedo:
		r.order = append(r.order, step{c.Document, c.Of, ""})
	case c.Of == "": // what is added to a change goes with it
		r.order = append(r.order, step{c.Document, c.ID, ""})
	}
}

func (r *Review) dropSteps(gone func(step) bool) { r.order = slices.DeleteFunc(r.order, gone) }

// noteAct notes what was made, or made again, in several articles at one moment; what of it is in the open one comes last.
func (r *Review) noteAct(made map[annotate.DocumentID]annotate.ID) {
	var act annotate.ID
	open := func(id annotate.DocumentID) int {
		if r.bench.doc != nil && r.bench.doc.ID == id {
			return 1
		}
		return 0
	}
	for _, id := range slices.SortedFunc(maps.Keys(made), func(x, y annotate.DocumentID) int {
		return cmp.Or(open(x)-open(y), cmp.Compare(x, y))
	}) {
		act = cmp.Or(act, made[id])
		r.order = append(r.order, step{id, made[id], act})
	}
}

// lastElsewhere returns the article in which something was done last, where that is another one than is open and either the queue has
// led here or nothing here can be undone: the queue leads from article to article, and undo goes back through them.
func (r *Review) lastElsewhere() (annotate.DocumentID, bool) {
	b := r.bench
	for n := len(r.order); n > 0 && b.doc != nil && b.history != nil; n-- {
		last, here := r.order[n-1], b.history.Undo()
		switch {
		case last.document != b.doc.ID:
			together := last.act != "" && slices.ContainsFunc(r.order, func(x step) bool { return x.act == last.act && x.change == here })
			return last.document, !together && (r.led || here == "")
		case here != "":
			return "", false
		}
		r.order = r.order[:n-1] // it was taken back otherwise
	}
	return "", false
}

// goToLast opens the article in which something was done last, so that undo can take it back there.
func (r *Review) goToLast(id annotate.DocumentID) {
	b := r.bench
	if b.OpenDocument(id); b.doc == nil || b.doc.ID != id { // it is gone
		r.dropSteps(func(x step) bool { return x.document == id })
		return
	}
	r.led = true
	b.say("What you did last was in this article: %s takes it back.", b.keyOf("edit.undo"))
}

// entityName names an entity, "" where there is none.
func (b *Bench) entityName(id annotate.ID) string {
	if e := b.Entity(id); e != nil {
		return e.Name
	}
	return ""
}

func (b *Bench) inReview() error {
	if b.review == nil {
		return errNoReview
	}
	return nil
}

func (b *Bench) atCase() error {
	switch {
	case b.review == nil:
		return errNoReview
	case b.review.editing:
		return errors.New("you are editing; Escape leads back to the review")
	case b.review.current == nil && b.doc != nil && b.review.cases == nil:
		return errors.New("this article is still being compared")
	case b.review.current == nil:
		return errNoCase
	}
	return nil
}
