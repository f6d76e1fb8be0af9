package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
)

// mostOpposites bounds how many places are told in which the opposite was decided.
const mostOpposites = 50

// TakeVersion takes the version of an annotator: 0 is the first.
func (r *Review) TakeVersion(side int) { r.bench.act(func() { r.takeVersion(side) }) }

func (r *Review) takeVersion(side int) {
	b := r.bench
	if err := b.atCase(); err != nil {
		b.fail(err)
		return
	}
	if side >= len(r.sets) {
		b.fail(fmt.Errorf("%s worked on this article, so there is no version %d", count(len(r.sets), "annotator", "annotators"), side+1))
		return
	}
	who := r.sets[side].Annotator
	words := fmt.Sprintf("Taken from %s", who)
	if r.current.Version(side) == nil {
		words = fmt.Sprintf("Not marked, as %s left it", who)
	}
	r.decide(fmt.Sprintf("Take %s’s version", who), words, func(s *review.Settling, c *review.Case) { s.Take(c, side) })
}

func (b *Bench) takeNone() {
	b.review.decide("None is right", "None is right", func(s *review.Settling, c *review.Case) { s.Reject(c) })
}

// takeLikeliest takes the version on which most agree. What a rule took and a person has looked at stays as it is.
func (b *Bench) takeLikeliest() {
	r := b.review
	if row := r.rows[r.current]; row != nil && row.Audit {
		r.audited()
		r.next()
		return
	}
	side, sure := r.cases.Likeliest(r.current)
	if side < 0 {
		b.fail(errNoCase)
		return
	}
	if !sure {
		b.fail(fmt.Errorf("as many say one thing as another; choose yourself: %s", r.keysOfVersions()))
		return
	}
	r.takeVersion(side)
}

func (r *Review) keysOfVersions() string {
	var keys []string
	for i, s := range r.sets {
		if i < 9 && r.current.Version(i) != nil {
			keys = append(keys, fmt.Sprintf("%d %s", i+1, s.Annotator))
		}
	}
	return strings.Join(keys, ", ")
}

// keysNow says what is asked in a review, and which keys answer it.
func (r *Review) keysNow() (asking string, hints []KeyHint) {
	b := r.bench
	if m := r.mix; m != nil {
		p := m.Parts[m.At]
		for _, camp := range p.Camps {
			if len(hints) < fewKeys && camp.Sides[0] < 9 {
				words := clip(camp.Words, 24)
				if p.What == review.Boundary { // which differ at an end, and begin alike
					words = string(r.sets[camp.Sides[0]].Annotator) + "’s"
				}
				hints = append(hints, KeyHint{Key(fmt.Sprint(camp.Sides[0] + 1)), words})
			}
		}
		return p.Label + "?", append(hints, KeyHint{"Enter", "the likeliest"}, KeyHint{"Escape", "leave"})
	}
	add := func(ids ...string) {
		for _, id := range ids {
			if ks := b.KeysOf(id); len(ks) > 0 && b.Can(id) {
				hints = append(hints, KeyHint{ks[0], b.Command(id).Hint})
			}
		}
	}
	if r.current != nil {
		add("review.likeliest")
		for i, s := range r.sets {
			if i < 4 {
				hints = append(hints, KeyHint{Key(fmt.Sprint(i + 1)), string(s.Annotator)})
			}
		}
		add("review.none", "review.edit", "review.mix", cmdComment)
	}
	if r.given != nil && len(hints) < 2*fewKeys {
		hints = append(hints, KeyHint{"T G S B W", "why"})
	}
	add(cmdNextCase)
	return "", hints
}

// decide carries a verdict on the current case out and goes to the next one. It is one change.
func (r *Review) decide(title, words string, draft func(*review.Settling, *review.Case)) {
	b, c := r.bench, r.current
	if c == nil || !b.whole() {
		return
	}
	s := r.cases.Settle(b.set, title)
	draft(s, c)
	if !s.Draft.Empty() && r.queue.openIn(b.doc.ID) <= 1 && b.set.State() != annotate.StateFlagged && s.Complete() {
		s.Draft.SetState(annotate.StateDone)
		words += ". All of this article is settled"
	}
	against := r.guard.Against(b.doc, s, c, b.entityName, mostOpposites)
	doc, key := b.doc.ID, r.cases.Key(c)
	if s.Draft.Empty() {
		words = "That is decided already"
	} else if !b.commit(s.Draft) {
		return
	}
	change := b.history.Undo()
	r.audited()
	r.given, r.against, r.looked = &given{doc, key, words}, against, -1
	r.mix = nil
	r.next()
	if b.doc != nil && b.doc.ID != doc { // undo leads back
		b.finished = &finished{doc, change, "Taken back: " + title}
	}
	if b.notice.Problem {
		return
	}
	if b.notice.Text != "" {
		words += ". " + b.notice.Text
	}
	b.say("%s", words)
	switch n := r.opposites(); {
	case n > 0:
		b.say("%s. But %s", words, r.oppositeWords(n))
		b.notice.Action, b.notice.Do = "Look", func() { b.Do(cmdOpposites) }
	case !s.Draft.Empty():
		b.notice.Action, b.notice.Do = "Undo", func() { b.Do("edit.undo") }
	}
}

// opposites counts the places where the opposite of the last verdict was decided.
func (r *Review) opposites() int {
	n := 0
	for _, o := range r.against {
		n += len(o.Others)
	}
	return n
}

func (r *Review) oppositeWords(n int) string {
	o := r.against[0]
	return fmt.Sprintf("you decided the opposite in %s alike (%s: %s, elsewhere %s)", count(n, "place", "places"), o.What, o.Outcome, strings.Join(o.Outcomes, ", "))
}

// Against returns where the opposite of the last verdict was decided in places alike, nothing where nowhere.
func (r *Review) Against() []review.Opposite { return r.against }

// WouldContradict returns where the opposite of taking an annotator's version of the current case was decided.
func (r *Review) WouldContradict(side int) []review.Opposite {
	if r.current == nil || side < 0 || side >= len(r.sets) || r.bench.rest != nil {
		return nil
	}
	s := r.cases.Settle(r.bench.set, "")
	s.Take(r.current, side)
	return r.guard.Against(r.bench.doc, s, r.current, r.bench.entityName, mostOpposites)
}

// cmdOpposites looks at where the opposite was decided.
const cmdOpposites = "review.opposites"

func (b *Bench) canLookAtOpposites() error {
	switch {
	case b.review == nil:
		return errNoReview
	case b.review.opposites() == 0:
		return errors.New("nowhere alike was the opposite decided")
	}
	return nil
}

// lookAtOpposite goes to the next place where the opposite of the last verdict was decided.
func (b *Bench) lookAtOpposite() {
	r := b.review
	var all []review.Sighting
	for _, o := range r.against {
		all = append(all, o.Others...)
	}
	r.looked = (r.looked + 1) % len(all)
	x, against, looked, given := all[r.looked], r.against, r.looked, r.given
	r.goToPlace(x.Document, x.Span)
	r.against, r.looked, r.given = against, looked, given
	if !b.notice.Problem {
		b.say("%d of %d: here you decided: %s. %s leads back.", looked+1, len(all), x.Outcome, b.keyOf("go.back"))
	}
}

// goToPlace goes to the case at a place of an article.
func (r *Review) goToPlace(doc annotate.DocumentID, place annotate.Span) {
	b := r.bench
	r.settleEdit()
	if b.doc == nil || b.doc.ID != doc {
		if b.OpenDocument(doc); b.doc == nil || b.doc.ID != doc {
			return
		}
	} else {
		b.jump()
	}
	if r.cases != nil {
		for _, c := range r.cases.All {
			if h := c.Hull(); h == place || r.resultAt(c, place) {
				r.show(c)
				return
			}
		}
	}
	b.anchor, b.caret = place.Start, place.Start
	b.touch(SelectionChanged)
	b.screen.Reveal(place, true)
}

func (r *Review) resultAt(c *review.Case, place annotate.Span) bool {
	if h := c.Hull(); h.Start > place.End || h.End < place.Start {
		return false
	}
	a := r.cases.Result(c, r.bench.set)
	return a != nil && a.Hull() == place
}

// editLikeliest takes the likeliest version and lets the person edit what came of it.
func (b *Bench) editLikeliest() {
	r := b.review
	c := r.current
	if a := r.cases.Result(c, b.set); a == nil {
		side, _ := r.cases.Likeliest(c)
		if side < 0 {
			b.fail(errNoCase)
			return
		}
		s := r.cases.Settle(b.set, "Take "+string(r.sets[side].Annotator)+"’s version to edit it")
		s.Take(c, side)
		if !b.commit(s.Draft) {
			return
		}
	}
	a := r.cases.Result(c, b.set)
	if a == nil {
		return
	}
	r.editing, r.given, r.against = true, &given{b.doc.ID, r.cases.Key(c), "Edited"}, nil
	b.goTo(a)
	b.touch(ReviewChanged | StatusChanged)
	b.say("Edit it: the usual keys work. Escape leads back to the review.")
}

// settleEdit ends the editing of a case: what stands now is what its versions were corrected to.
func (r *Review) settleEdit() {
	if !r.editing {
		return
	}
	b, c := r.bench, r.current
	r.editing = false
	b.touch(ReviewChanged | StatusChanged)
	if c == nil || r.cases == nil || !b.whole() {
		return
	}
	s := r.cases.Settle(b.set, "Correct")
	s.Review(c)
	if !s.Draft.Empty() {
		b.commit(s.Draft)
	}
}

// resume goes back from editing to the review, to the next difference.
func (b *Bench) resume() {
	r := b.review
	r.settleEdit()
	if !b.notice.Problem {
		r.next()
	}
}

// reasonKeys are the keys of the reasons.
var reasonKeys = map[annotate.Reason]Key{
	annotate.ReasonText: "T", annotate.ReasonGuideline: "G", annotate.ReasonSlip: "S", annotate.ReasonBoundary: "B", annotate.ReasonPerson: "W",
}

// Given says the verdict to which a reason can be added, "" where there is none.
func (r *Review) Given() string {
	if r.given == nil {
		return ""
	}
	return r.given.words
}

func (b *Bench) canGiveReason() error {
	switch {
	case b.review == nil:
		return errNoReview
	case b.review.given == nil:
		return errors.New("a reason is of a verdict; give one first")
	}
	return nil
}

// giveReason says why the last verdict was given. It may be in another article by now, and the person stays here.
func (b *Bench) giveReason(why annotate.Reason) {
	r := b.review
	g := r.given
	if b.doc != nil && b.doc.ID == g.document && r.cases != nil {
		c := r.cases.Find(g.key)
		if c == nil || !b.whole() {
			return
		}
		s := r.cases.Settle(b.set, "Reason: "+string(why))
		s.Reason(c, why)
		if b.commit(s.Draft) {
			b.say("%s: %s", g.words, why)
		}
		return
	}
	doc, err := b.project.Document(b.context(), g.document)
	if err != nil {
		b.fail(err)
		return
	}
	cases, gold, err := r.casesOf(doc)
	if err != nil {
		b.fail(err)
		return
	}
	c := cases.Find(g.key)
	if c == nil {
		return
	}
	s := cases.Settle(gold, "Reason: "+string(why))
	s.Reason(c, why)
	if s.Draft.Empty() {
		return
	}
	if err := b.project.Commit(b.context(), s.Draft.Change(b.author(), b.config.Now())); err != nil {
		b.notSaved(err)
		return
	}
	if f := b.finished; f != nil && f.doc == doc.ID {
		b.finished = &finished{doc.ID, b.readHistory(doc.ID, annotate.Gold).Undo(), f.said}
	}
	b.say("%s: %s", g.words, why)
}

// casesOf reads an article that is not open as the review has it.
func (r *Review) casesOf(doc *annotate.Document) (*review.Cases, *annotate.Set, error) {
	b := r.bench
	var sets []*annotate.Set
	gold := annotate.NewSet(doc, annotate.Gold, annotate.StateNew, nil)
	who := append(slices.DeleteFunc(slices.Clone(r.queue.who), r.queue.filter.off), annotate.Gold)
	for s, err := range b.project.Sets(b.context(), store.Selection{Annotators: who, Documents: []annotate.DocumentID{doc.ID}}) {
		switch {
		case err != nil:
			return nil, nil, err
		case s.Annotator == annotate.Gold:
			gold = s
		case s.State() != annotate.StateNew:
			sets = append(sets, s)
		}
	}
	return review.CasesOf(b.Schema(), sets...), gold, nil
}

// audited notes that a person looked at the current case, which a rule took.
func (r *Review) audited() {
	b := r.bench
	row := r.rows[r.current]
	if row == nil || !row.Audit {
		return
	}
	ids := r.queue.audit[b.doc.ID]
	if a := r.cases.Result(r.current, b.set); a != nil {
		delete(ids, a.ID)
	}
	if len(ids) == 0 {
		delete(r.queue.audit, b.doc.ID)
	}
	r.queue.take(row)
	row.Audit = false
	r.queue.put(row)
	if err := b.keepAudit(r.queue.audit); err != nil {
		b.fail(err)
	}
}
