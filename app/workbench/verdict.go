package workbench

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/annotate/store"
	"quoth/app/gold"
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
		b.forgetGiven()
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
		r.lookedAt()
		r.next()
		return
	}
	side, _ := r.cases.Likeliest(r.current)
	r.takeVersion(side)
}

// canTakeLikeliest reports whether there is a likeliest version, or one that a rule took and a person may leave as it is.
func (b *Bench) canTakeLikeliest() error {
	if err := b.atCase(); err != nil {
		return err
	}
	r := b.review
	if row := r.rows[r.current]; row != nil && row.Audit {
		return nil
	}
	side, sure := r.cases.Likeliest(r.current)
	switch {
	case side < 0:
		return errNoCase
	case !sure:
		return fmt.Errorf("as many say one thing as another; choose yourself: %s", r.keysOfVersions())
	}
	return nil
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
		add("review.none", "review.edit", "review.mix")
		add(cmdComment)
	}
	if r.given != nil && len(hints) < 2*fewKeys { // what stands first is what was just decided
		hints = append([]KeyHint{{"T G S B W", "why " + r.given.shortly()}, {Key(b.keyOf(cmdCommentVerdict)), "comment on that"}}, hints...)
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
	said := []string{words}
	if !s.Draft.Empty() && r.queue.openIn(b.doc.ID) <= 1 && b.set.State() != annotate.StateFlagged && s.Complete() {
		s.Draft.SetState(annotate.StateDone)
		said = append(said, "All of this article is settled")
	}
	r.opened = nil
	against := r.guard.Against(b.doc, s, c, b.entityName, mostOpposites)
	doc := b.doc.ID
	given := r.giving(c, words)
	change := annotate.ID("") // none where nothing changes
	audited := r.auditOf(c)
	switch {
	case s.Draft.Empty():
		given.words = "That is decided already"
		said = []string{given.words}
	case !b.commit(s.Draft):
		b.forgetGiven()
		return
	default:
		change = b.history.Newest()
		if words := r.openedWords(); words != "" {
			said = append(said, words)
		}
	}
	given.change = change
	if audited != "" {
		r.keepLooked(looked{doc, r.cases.Key(c), audited, change})
	}
	r.given, r.against = given, against
	r.mix = nil
	r.next()
	if change != "" && b.doc != nil && b.doc.ID != doc { // undo leads back
		b.finished = &finished{doc, change, "Taken back: " + title}
	}
	if b.notice.Problem {
		return
	}
	if r.queue.Open() == 0 && b.notice.Text != "" { // that all is settled
		said = said[:1]
	}
	if b.notice.Text != "" {
		said = append(said, b.notice.Text)
	}
	if len(against) > 0 {
		said = append(said, r.oppositeWords(against))
	}
	b.say("%s", sentences(said))
	switch {
	case len(against) > 0:
		b.notice.Action, b.notice.Do = "Look", func() { b.act(func() { b.walkOpposites(against) }) }
	case !s.Draft.Empty():
		b.notice.Action, b.notice.Do = "Undo", func() { b.Do("edit.undo") }
	}
}

// openedWords says what a verdict on something else has put into the list of differences, so that they are as many as
// before, or more; "" for nothing.
func (r *Review) openedWords() string {
	var names []string
	for _, c := range r.opened {
		side, _ := r.cases.Likeliest(c)
		if v := c.Version(side); v != nil && c != r.current {
			names = append(names, annotate.Quoted(clip(words(r.bench.doc, v.Spans), 30)))
		}
	}
	const most = 3
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0] + " differs, too, and is in the list now"
	case n > most:
		names = append(names[:most:most], fmt.Sprintf("%d more", n-most))
	}
	return andWords(names) + " differ, too, and are in the list now"
}

// sentences puts what there is to say into sentences; one alone has no stop.
func sentences(said []string) string {
	if len(said) == 1 {
		return said[0]
	}
	for i, s := range said {
		said[i] = strings.TrimRight(s, ".")
	}
	return strings.Join(said, ". ") + "."
}

// ChangedSince says what annotators changed in the current case after it was decided; "" where nothing.
func (r *Review) ChangedSince() string {
	if r.cases == nil || r.current == nil || r.bench.rest != nil {
		return ""
	}
	what := map[annotate.AnnotatorID][]string{}
	for _, x := range r.cases.Since(r.current, r.bench.set) {
		w := r.sinceWords(x)
		if !slices.Contains(what[x.Annotator], w) {
			what[x.Annotator] = append(what[x.Annotator], w)
		}
	}
	if len(what) == 0 {
		return ""
	}
	var parts []string
	for _, s := range r.sets {
		if words := what[s.Annotator]; len(words) > 0 {
			parts = append(parts, string(s.Annotator)+" changed "+andWords(words))
		}
	}
	return "Since it was decided: " + strings.Join(parts, "; ") + "."
}

// sinceWords names what an annotator changed, to follow “changed”.
func (r *Review) sinceWords(x review.Since) string {
	filler := !slices.Contains(r.current.Objects, x.Object)
	of := ""
	if v := x.Object.Versions[x.Object.Sides()[0]]; filler {
		of = " of " + annotate.Quoted(clip(words(r.bench.doc, v.Spans), 30))
	}
	switch x.What {
	case review.Missing:
		return "what is marked there" + of
	case review.Boundary:
		return "the words" + of
	case review.Type:
		return "the type" + of
	case review.Entity:
		return "whom or what it means" + of
	}
	return strings.ToLower(r.partLabel(r.current, review.Part{What: x.What, Of: x.Of})) + of
}

// oppositeWords says where the opposite of the last verdict was decided, with the key to look unless that means the
// difference that is shown.
func (r *Review) oppositeWords(against []review.Opposite) string {
	look := ""
	if len(r.Clashes()) == 0 {
		look = fmt.Sprintf(" (%s)", r.bench.keyOf(cmdOpposites))
	}
	return fmt.Sprintf("You decided the other way in %s%s: %s", similar(len(sightings(against))), look, OppositeWords(against[0]))
}

// similar counts places alike.
func similar(n int) string { return count(n, "similar place", "similar places") }

// OppositeWords says what is alike, what a verdict makes of it, and what was made of it elsewhere.
func OppositeWords(o review.Opposite) string {
	return fmt.Sprintf("%s: %s, elsewhere %s", o.What, o.Outcome, strings.Join(o.Outcomes, ", "))
}

// sightings are the places of opposites, each once.
func sightings(of []review.Opposite) (all []review.Sighting) {
	for _, o := range of {
		for _, x := range o.Others {
			if !slices.ContainsFunc(all, func(y review.Sighting) bool { return y.Document == x.Document && y.Case == x.Case }) {
				all = append(all, x)
			}
		}
	}
	return all
}

// Against returns where the opposite of the last verdict was decided in places alike, nothing where nowhere.
func (r *Review) Against() []review.Opposite { return r.against }

// Clash is what of the current difference was decided otherwise in places alike, and whose versions would have it so.
type Clash struct {
	Sides []int // annotators, 0 is that of key 1
	review.Opposite
}

// Clashes returns what taking a version of the current difference would make otherwise than it was decided in places
// alike. Of what is settled it is what the versions have that stand.
func (r *Review) Clashes() (out []Clash) {
	if r.current == nil || r.editing || r.mix != nil || r.bench.rest != nil || r.guard.Empty() {
		return nil
	}
	settled := r.Status(r.current) == review.Settled
	for side := range r.sets {
		if settled && !r.Stands(side) {
			continue
		}
		s := r.cases.Settle(r.bench.set, "")
		s.Take(r.current, side)
		for _, o := range r.guard.Against(r.bench.doc, s, r.current, r.bench.entityName, mostOpposites) {
			i := slices.IndexFunc(out, func(c Clash) bool { return c.What == o.What && c.Outcome == o.Outcome })
			if i < 0 {
				i = len(out)
				out = append(out, Clash{Opposite: o})
			}
			out[i].Sides = append(out[i].Sides, side)
		}
	}
	return out
}

// Stands reports whether an annotator's version of the current case stands in gold.
func (r *Review) Stands(side int) bool {
	v := r.current.Version(side)
	if v == nil {
		return false
	}
	d := r.bench.set.Decision(r.sets[side].Annotator, v.ID)
	return d != nil && r.bench.set.Stands(d) == annotate.VerdictAccepted
}

// ClashWords says how many places clash with versions of the current difference, "" for none.
func (r *Review) ClashWords() string {
	var all []review.Opposite
	for _, c := range r.Clashes() {
		all = append(all, c.Opposite)
	}
	if len(all) == 0 {
		return ""
	}
	return "You decided the other way in " + similar(len(sightings(all)))
}

// cmdOpposites looks at where the opposite was decided.
const cmdOpposites = "review.opposites"

func (b *Bench) canLookAtOpposites() error {
	switch r := b.review; {
	case r == nil:
		return errNoReview
	case !r.walking() && len(r.against) == 0 && len(r.Clashes()) == 0:
		return errors.New("nowhere alike was the opposite decided")
	}
	return nil
}

// walk is a way through places where the opposite was decided.
type walk struct {
	all []review.Sighting
	at  int
}

// walking reports whether the person is at a place of such a way.
func (r *Review) walking() bool {
	if r.walk == nil || r.current == nil || r.bench.doc == nil {
		return false
	}
	x := r.walk.all[r.walk.at]
	return x.Document == r.bench.doc.ID && x.Case == r.cases.Key(r.current)
}

// lookAtOpposite goes to the next place where the opposite was decided of what the person is at, or of the last verdict.
func (b *Bench) lookAtOpposite() {
	r := b.review
	if r.walking() {
		r.goToSighting((r.walk.at + 1) % len(r.walk.all))
		return
	}
	var all []review.Opposite
	for _, c := range r.Clashes() {
		all = append(all, c.Opposite)
	}
	if len(all) == 0 {
		all = r.against
	}
	b.walkOpposites(all)
}

// walkOpposites goes to the first of the places where the opposite was decided.
func (b *Bench) walkOpposites(of []review.Opposite) {
	if r := b.review; r != nil {
		b.forgetGiven()
		r.walk = &walk{all: sightings(of)}
		r.goToSighting(0)
	}
}

func (r *Review) goToSighting(i int) {
	b, w := r.bench, r.walk
	w.at = i
	x := w.all[i]
	r.settleEdit()
	if b.doc != nil && b.doc.ID == x.Document {
		b.jump()
	}
	r.goToRow(&ReviewRow{Document: x.Document, key: x.Case})
	if !b.notice.Problem {
		b.say("%d of %d: here you decided: %s. %s leads back.", i+1, len(w.all), x.Outcome, b.keyOf("go.back"))
	}
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
	r.editing, r.given, r.against = true, r.giving(c, "Edited"), nil
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
	if r.given != nil {
		r.given.change = b.history.Undo()
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

// A reason and a comment right after a verdict belong to it, though another difference is shown by then: it is named
// beside their keys. Whoever moves on, or whose next verdict is refused, has left it.

// giving is a verdict on a case, for what can be added to it.
func (r *Review) giving(c *review.Case, verdict string) *given {
	g := &given{document: r.bench.doc.ID, key: r.cases.Key(c), words: verdict}
	side, _ := r.cases.Likeliest(c)
	if v := c.Version(side); v != nil {
		g.about = words(r.bench.doc, v.Spans)
	}
	return g
}

// shortly names the verdict beside its keys.
func (g *given) shortly() string {
	verdict, _, _ := strings.Cut(g.words, ". ")
	verdict = strings.ToLower(verdict[:1]) + verdict[1:]
	if g.about == "" {
		return verdict
	}
	return annotate.Quoted(clip(g.about, 20)) + " " + verdict
}

// Given says the verdict to which a reason or a comment can be added, "" where there is none.
func (r *Review) Given() string {
	if r.given == nil {
		return ""
	}
	if r.given.about == "" {
		return r.given.words
	}
	return r.given.words + ": " + annotate.Quoted(clip(r.given.about, 40))
}

// forgetGiven leaves the last verdict: nothing can be added to it any more.
func (b *Bench) forgetGiven() {
	if r := b.review; r != nil && r.given != nil {
		r.given, r.against = nil, nil
		b.touch(ReviewChanged | StatusChanged)
	}
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

// giveReason says why the last verdict was given, as a part of it: one undo takes back both. It may be in another
// article by now, and the person stays here.
func (b *Bench) giveReason(why annotate.Reason) {
	r, g := b.review, b.review.given
	at, c := r.givenCase()
	if c == nil || at.set == b.set && !b.whole() {
		return
	}
	s := at.cases.Settle(at.set, "Reason: "+string(why))
	s.Reason(c, why)
	if s.Draft.Empty() {
		b.say("%s: %s", g.words, why)
		return
	}
	change := s.Draft.Change(b.author(), b.config.Now())
	change.Of = g.change
	if b.addTo(at.set, change) {
		b.say("%s: %s", g.words, why)
	}
}

// givenAt is the article of the last verdict as the review has it.
type givenAt struct {
	doc   *annotate.Document
	cases *review.Cases
	set   *annotate.Set // gold's
}

// givenCase returns the case of the last verdict, which need not be in the open article; nil where it is gone or cannot
// be read, which the notice says.
func (r *Review) givenCase() (givenAt, *review.Case) {
	b, g := r.bench, r.given
	at := givenAt{b.doc, r.cases, b.set}
	if b.doc == nil || b.doc.ID != g.document || r.cases == nil {
		doc, err := b.project.Document(b.context(), g.document)
		if err == nil {
			at.doc = doc
			at.cases, at.set, err = r.casesOf(doc)
		}
		if err != nil {
			b.fail(err)
			return at, nil
		}
	}
	c := at.cases.Find(g.key)
	if c == nil {
		b.fail(errors.New("what that verdict was about is gone"))
	}
	return at, c
}

// addTo carries out a change in gold's set of the open article or of another one, and reports whether that worked.
func (b *Bench) addTo(set *annotate.Set, c *annotate.Change) bool {
	if set == b.set {
		done := b.finished
		ok := b.carryOut(c)
		b.finished = done
		return ok
	}
	if b.task != nil && b.task.changes {
		b.refuseBeside(b.task)
		return false
	}
	if err := set.Check(c, b.Schema(), b.names); err != nil {
		b.fail(err)
		return false
	}
	if err := b.project.Commit(b.context(), c); err != nil {
		b.notSaved(err)
		return false
	}
	return true
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

// looked is something that a rule took and a person has looked at: it is in the sample no more, until that is undone.
type looked struct {
	document annotate.DocumentID
	key      review.Key
	id       annotate.ID // of the annotation of gold
	change   annotate.ID // the verdict; "" where it was right as it is
}

// auditOf returns the annotation of gold that stands for a case, where a person is to look at it; else "".
func (r *Review) auditOf(c *review.Case) annotate.ID {
	if row := r.rows[c]; row == nil || !row.Audit {
		return ""
	}
	if a := r.cases.Result(c, r.bench.set); a != nil {
		return a.ID
	}
	return ""
}

// lookedAt notes that what a rule took is right as it is.
func (r *Review) lookedAt() {
	b, c := r.bench, r.current
	if id := r.auditOf(c); id != "" {
		r.keepLooked(looked{b.doc.ID, r.cases.Key(c), id, ""})
		b.offerUndo("It stays as it is")
	}
}

// keepLooked takes something out of the sample.
func (r *Review) keepLooked(x looked) {
	if x.change == "" {
		r.looks = append(r.looks, x)
	} else {
		r.judged.Put(x.change, gold.Place{Document: x.document, ID: x.id})
		if err := r.judged.Keep(r.bench.context(), r.bench.project); err != nil {
			r.bench.fail(err)
		}
	}
	r.inSample(x, false)
}

// inSample puts something into the sample or takes it out.
func (r *Review) inSample(x looked, in bool) {
	r.queue.audit.Put(x.document, x.id, in)
	for _, row := range r.queue.all[x.document] {
		if row.key == x.key {
			r.queue.take(row)
			row.Audit = in
			r.queue.put(row)
			break
		}
	}
	if err := r.queue.audit.Keep(r.bench.context(), r.bench.project); err != nil {
		r.bench.fail(err)
	}
	r.bench.touch(ReviewChanged | StatusChanged)
}

// lookAgain takes back that the person looked at something last, and reports whether they did.
func (r *Review) lookAgain() bool {
	if len(r.looks) == 0 {
		return false
	}
	x := r.looks[len(r.looks)-1]
	if r.looks = r.looks[:len(r.looks)-1]; len(r.looks) == 0 {
		r.looks = nil
	}
	r.inSample(x, true)
	r.goToRow(&ReviewRow{Document: x.document, key: x.key})
	r.bench.say("Undone: looked at it")
	return true
}
