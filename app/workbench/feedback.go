package workbench

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Feedback is what came back to the person about what they marked: what others decided otherwise, what they said, and
// what was taken from others that the person did not mark. It is read in the background.
type Feedback struct {
	bench   *Bench
	all     []FeedbackRow
	known   bool // nothing newer is there to be read, but of these articles:
	newer   map[annotate.DocumentID]bool
	reading bool
	failed  bool // the last reading; it waits until something changes
	whose   annotate.AnnotatorID
	of      map[feedbackKey]int // row of each annotation
	at      int                 // the row that was gone to last; -1 for none
	told    bool                // that something came back, since the project was opened
}

type feedbackKey struct {
	document  annotate.DocumentID
	annotator annotate.AnnotatorID
	about     annotate.ID
}

// FeedbackRow is one annotation about which something came back.
type FeedbackRow struct {
	Document  annotate.DocumentID
	Title     string               // of the article
	Annotator annotate.AnnotatorID // whose annotation: the person's own, or what they missed
	About     annotate.ID
	Spans     []annotate.Span
	Decision  *annotate.Decision // nil where there are only comments
	Missed    bool               // the person did not mark what By took from others
	By        annotate.AnnotatorID
	Threads   []*annotate.Thread
	Words     string   // of the article, that the annotation is of
	Label     string   // of its type
	Became    []string // what is otherwise in what came of it
	// Mine is what the person says of it: open until they resolve it. Theirs is what those say who gave it.
	Mine, Theirs annotate.Standing

	seq int64
}

// Feedback returns what came back to the person about their own sets, of all articles in the order of the project.
// Where something may have changed it is read again, and listeners hear when it is there.
func (b *Bench) Feedback() *Feedback {
	f := &b.feedback
	if (!f.known || len(f.newer) > 0 || f.whose != b.me()) && !f.reading && !f.failed && b.project != nil {
		f.read()
	}
	return f
}

// Of returns the row about an annotation of a set, or -1.
func (f *Feedback) Of(set *annotate.Set, id annotate.ID) int {
	if i, ok := f.of[feedbackKey{set.Document.ID, set.Annotator, id}]; ok {
		return i
	}
	return -1
}

// Len returns how many annotations something came back about.
func (f *Feedback) Len() int { return len(f.all) }

// At returns one of them.
func (f *Feedback) At(i int) FeedbackRow { return f.all[i] }

// Index returns the one that the person went to last, or -1.
func (f *Feedback) Index() int {
	if f.at >= len(f.all) {
		return -1
	}
	return f.at
}

// Open returns how many the person has not resolved.
func (f *Feedback) Open() int {
	n := 0
	for _, r := range f.all {
		if r.Mine == annotate.StandingOpen {
			n++
		}
	}
	return n
}

// read lists what came back, in the background: of all articles, or of those in which something may be newer.
func (f *Feedback) read() {
	b := f.bench
	p, me := b.project, b.me()
	var only []annotate.DocumentID
	if f.known && f.whose == me {
		only = slices.Sorted(maps.Keys(f.newer))
	}
	known, newer := f.known && f.whose == me, f.newer
	f.known, f.newer, f.reading, f.whose = true, nil, true, me
	ctx := b.whileOpen()
	b.looks.Add(1)
	b.config.Go(func() {
		rows, err := cameBack(ctx, p, me, only)
		b.looks.Done()
		b.config.Do(func() {
			if b.project != p {
				return
			}
			b.act(func() {
				if f.reading = false; err != nil { // all of it is still to be read
					f.known, f.failed = f.known && known, true
					for doc := range newer {
						f.isNewer(doc)
					}
					b.fail(err)
					return
				}
				if only != nil {
					for _, r := range f.all {
						if !slices.Contains(only, r.Document) {
							rows = append(rows, r)
						}
					}
					slices.SortFunc(rows, compareFeedback)
				}
				f.all, f.of = rows, make(map[feedbackKey]int, len(rows))
				for i, r := range rows {
					f.of[feedbackKey{r.Document, r.Annotator, r.About}] = i
				}
				b.touch(ReviewChanged)
				f.tell()
				if !f.known || len(f.newer) > 0 { // changed meanwhile
					f.read()
				}
			})
		})
	})
}

func compareFeedback(x, y FeedbackRow) int {
	return cmp.Or(cmp.Compare(x.seq, y.seq), cmp.Compare(start(x.Spans), start(y.Spans)), cmp.Compare(x.Annotator, y.Annotator), cmp.Compare(x.About, y.About))
}

// tell says once that something came back, where nothing else is being said but that files were merged.
func (f *Feedback) tell() {
	b, n, first := f.bench, f.Open(), ""
	if m := b.merged; m != nil && m.clear() && b.notice.Text == m.said() {
		first = m.said() + ". "
	}
	if n == 0 || f.told || b.review != nil || b.notice.Text != "" && first == "" {
		return
	}
	f.told = true
	b.say("%s%s back from a review. %s goes to it.", first, count(n, "annotation of yours came", "annotations of yours came"), b.keyOf("feedback.next"))
	b.notice.Action, b.notice.Do = "Look", func() { b.Do("feedback.list") }
}

// cameBack asks the project, however large it is, a few times; only of some articles, where any are named. Of an
// article that is annotated blind nothing comes back before it is done.
func cameBack(ctx context.Context, p *store.Project, me annotate.AnnotatorID, only []annotate.DocumentID) ([]FeedbackRow, error) {
	decided, err := p.Decisions(ctx, store.Asked{About: []annotate.AnnotatorID{me}, Documents: only})
	if err != nil {
		return nil, err
	}
	missed, err := p.Missed(ctx, me, only...)
	if err != nil {
		return nil, err
	}
	said, err := p.Comments(ctx, store.Asked{Documents: only})
	if err != nil {
		return nil, err
	}
	blind, err := p.BlindIn(ctx, me)
	if err != nil {
		return nil, err
	}
	rows := map[feedbackKey]*FeedbackRow{}
	row := func(k feedbackKey, seq int64, title string, spans []annotate.Span) *FeedbackRow {
		r := rows[k]
		if r == nil {
			r = &FeedbackRow{Document: k.document, Title: title, Annotator: k.annotator, About: k.about, Spans: spans, seq: seq, Mine: annotate.StandingOpen, Theirs: annotate.StandingOpen}
			rows[k] = r
		}
		return r
	}
	for _, d := range decided {
		if d.By == me || d.Verdict == annotate.VerdictAccepted && !d.Gone {
			continue
		}
		r := row(feedbackKey{d.Document, me, d.About}, d.Seq, d.Title, d.Spans)
		r.Decision, r.By = d.Decision, d.By
		if d.Gone {
			r.Decision = d.Decision.Clone()
			r.Decision.Verdict, r.Decision.Result = annotate.VerdictRejected, ""
		}
	}
	for _, m := range missed {
		r := row(feedbackKey{m.Document, m.By, m.Result}, m.Seq, m.Title, m.Spans)
		r.Missed, r.By = true, m.By
	}
	talk := map[feedbackKey][]annotate.Said{}
	for _, s := range said {
		k := feedbackKey{s.Document, s.Annotator, s.About}
		if s.Annotator != me && rows[k] == nil {
			continue
		}
		r := row(k, s.Seq, s.Title, s.Spans)
		if talk[k] = append(talk[k], s.Said); r.By == "" && s.By != me {
			r.By = s.By
		}
	}
	var out []FeedbackRow
	for k, r := range rows {
		others := false
		r.Threads = annotate.Threads(talk[k])
		for _, c := range talk[k] {
			others = others || c.By != me
			switch {
			case c.Standing == "":
			case c.By == me:
				r.Mine = c.Standing
			default:
				r.Theirs = c.Standing
			}
		}
		if !slices.Contains(blind, r.Document) && (r.Decision != nil || r.Missed || others) { // what one said to oneself did not come back
			out = append(out, *r)
		}
	}
	ruled := map[feedbackKey]bool{}
	for _, d := range decided {
		ruled[feedbackKey{d.Document, d.By, d.About}] = true
	}
	if err := readWords(ctx, p, me, out, ruled); err != nil {
		return nil, err
	}
	out = slices.DeleteFunc(out, func(r FeedbackRow) bool { return !r.Missed && r.Decision == nil && len(r.Threads) == 0 })
	slices.SortFunc(out, compareFeedback)
	return out, nil
}

// readWords reads what each row is about and what came of it, article by article. What came along with something else, and
// of which a version of the person's waits for a verdict, was not missed: ruled has what was decided about.
func readWords(ctx context.Context, p *store.Project, me annotate.AnnotatorID, rows []FeedbackRow, ruled map[feedbackKey]bool) error {
	slices.SortFunc(rows, func(x, y FeedbackRow) int { return cmp.Compare(x.seq, y.seq) })
	var doc *annotate.Document
	sets := map[annotate.AnnotatorID]*annotate.Set{}
	set := func(who annotate.AnnotatorID) (*annotate.Set, error) {
		if s := sets[who]; s != nil {
			return s, nil
		}
		s, err := p.Set(ctx, doc, who)
		sets[who] = s
		return s, err
	}
	entity := func(id annotate.ID) *annotate.Entity {
		e, err := p.Entity(ctx, id)
		if err != nil {
			return nil // it is gone
		}
		return e
	}
	for i := range rows {
		r := &rows[i]
		if doc == nil || doc.ID != r.Document {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			var err error
			if doc, err = p.Document(ctx, r.Document); err != nil {
				return err
			}
			clear(sets)
		}
		mine, err := set(r.Annotator)
		if err != nil {
			return err
		}
		typ, spans := "", r.Spans
		if d := r.Decision; d != nil {
			typ = d.Type
		}
		a := mine.Get(r.About)
		if a != nil {
			typ, spans = a.Type, a.Spans
		}
		if n := len(spans); n > 0 && spans[n-1].End <= len(doc.Text) {
			r.Words = doc.Surface(spans)
		}
		if typ != "" {
			r.Label = strings.ToLower(p.Schema().Label(typ))
		}
		if r.Missed && a != nil {
			own, err := set(me)
			if err != nil {
				return err
			}
			for _, x := range own.Touching(a.Hull()) {
				if x.Type == a.Type && !ruled[feedbackKey{doc.ID, r.By, x.ID}] {
					r.Missed = false
				}
			}
		}
		if a == nil || r.Decision == nil || r.Decision.Result == "" || r.Missed {
			continue
		}
		theirs, err := set(r.By)
		if err != nil {
			return err
		}
		if now := theirs.Get(r.Decision.Result); now != nil {
			r.Became = twoStates{doc: doc, schema: p.Schema(), before: mine, after: theirs, entity: entity}.words(a, now)
		}
	}
	return nil
}

func start(spans []annotate.Span) int {
	if len(spans) == 0 {
		return 0
	}
	return spans[0].Start
}

// stale makes the feedback be read again when somebody looks.
func (f *Feedback) stale() { f.known, f.failed = false, false }

// staleIn makes what came back in an article be read again when somebody looks.
func (f *Feedback) staleIn(doc annotate.DocumentID) {
	f.failed = false
	f.isNewer(doc)
}

// isNewer notes that of an article something may have come back since it was read.
func (f *Feedback) isNewer(doc annotate.DocumentID) {
	if f.newer == nil {
		f.newer = map[annotate.DocumentID]bool{}
	}
	f.newer[doc] = true
}

func (b *Bench) canGoToFeedback() error {
	switch {
	case b.project == nil:
		return errNoProject
	case b.Feedback().Len() == 0:
		return errors.New("nothing has come back about what you marked; what a reviewer decides comes with their file, by merging")
	}
	return nil
}

// nextFeedback goes to the next annotation about which something came back that the person has not resolved, to any
// where all are.
func (b *Bench) nextFeedback(d int) {
	f := b.Feedback()
	n := f.Len()
	i := f.at
	if i < 0 || i >= n {
		if i = -1; d < 0 {
			i = n
		}
	}
	for k := 1; k <= n; k++ {
		j := ((i+d*k)%n + n) % n
		if f.Open() == 0 || f.all[j].Mine == annotate.StandingOpen {
			f.goTo(j)
			return
		}
	}
}

// GoTo goes to an annotation about which something came back, where the person marked it.
func (f *Feedback) GoTo(i int) { f.bench.act(func() { f.goTo(i) }) }

func (f *Feedback) goTo(i int) {
	b := f.bench
	if i < 0 || i >= len(f.all) {
		return
	}
	r := f.all[i]
	if b.review != nil {
		b.endReview()
	}
	if b.doc == nil || b.doc.ID != r.Document {
		if b.OpenDocument(r.Document); b.doc == nil || b.doc.ID != r.Document {
			return
		}
	} else {
		b.jump()
	}
	f.at = i
	place := annotate.Hull(r.Spans)
	if len(r.Spans) == 0 || place.End > len(b.doc.Text) {
		place = annotate.Span{}
	}
	if !b.whole() {
		return
	}
	if a := b.set.Get(r.About); a != nil && r.Annotator == b.set.Annotator {
		b.goTo(a)
	} else {
		b.anchor, b.caret = place.Start, place.Start
		b.pick("")
		b.touch(SelectionChanged)
		b.screen.Reveal(place, true)
	}
	b.touch(ReviewChanged)
	b.say("%d of %d: %s", i+1, len(f.all), b.FeedbackWords(r))
}

// Decided says what was decided and what came of it, "" where there are only comments: "the review corrected it: speaker
// he → Díaz (wrong person)".
func (r FeedbackRow) Decided() string {
	by := string(r.By)
	if r.By == annotate.Gold {
		by = "the review"
	}
	s := ""
	if r.Missed {
		s = fmt.Sprintf("%s has it, and you did not mark it", by)
	}
	if d := r.Decision; d != nil {
		s = fmt.Sprintf("%s %s it", by, d.Verdict)
		if len(r.Became) > 0 {
			s += ": " + strings.Join(r.Became, "; ")
		}
		if d.Reason != "" {
			s += " (" + string(d.Reason) + ")"
		}
	}
	return s
}

// FeedbackWords says in a line what came back.
func (b *Bench) FeedbackWords(r FeedbackRow) string {
	s := r.Decided()
	if r.Words != "" {
		what := annotate.Quoted(clip(r.Words, 60))
		if r.Label != "" {
			what = Sentence(r.Label) + " " + what
		}
		if s == "" {
			s = what
		} else {
			s = what + ": " + s
		}
	}
	for _, t := range r.Threads {
		last := t.Last()
		if last.Standing == annotate.StandingOpen { // somebody opened it again, for what was said before
			for _, c := range t.Comments {
				if c.Text != "" {
					last = c
				}
			}
		}
		if last.Text != "" {
			if s != "" {
				s += ". "
			}
			s += fmt.Sprintf("%s: %s", last.Author, clip(last.Text, 120))
		}
	}
	return s
}

// Acknowledge says that the person has seen what came back and wants nothing more of it, or takes that back.
func (f *Feedback) Acknowledge(i int, resolved bool) {
	b := f.bench
	b.act(func() {
		r := f.all[i]
		if b.doc == nil || b.doc.ID != r.Document || b.set.Annotator != b.me() {
			f.goTo(i)
		}
		if b.doc == nil || b.doc.ID != r.Document || !b.whole() {
			return
		}
		d := b.set.Draft("Resolve")
		standing := annotate.StandingOpen
		if resolved {
			standing = annotate.StandingResolved
		}
		on := CommentOn{Annotator: r.Annotator, Annotation: r.About, Spans: r.Spans}
		threads := r.Threads
		if len(threads) == 0 {
			x := b.newComment(on, "")
			x.Standing = standing
			d.Say(x)
		}
		for _, t := range threads {
			x := b.newComment(on, "")
			x.ReplyTo, x.Standing = t.ID(), standing
			d.Say(x)
		}
		if b.commit(d) {
			b.offerUndo("It is %s", standing)
		}
	})
}

// acknowledge resolves what the person went to last, and goes on to the next.
func (b *Bench) acknowledge() {
	f := b.Feedback()
	i := f.Index()
	if i < 0 {
		b.nextFeedback(1)
		return
	}
	resolved := f.all[i].Mine == annotate.StandingOpen
	f.Acknowledge(i, resolved)
	if resolved && !b.notice.Problem && b.Feedback().Open() > 0 {
		b.nextFeedback(1)
	}
}
