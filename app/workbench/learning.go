package workbench

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/store"
)

// lessons is what the program learns from: the person's decisions and what they marked by hand, of each article. It is guarded
// by the mutex of proposers.
type lessons struct {
	project *store.Project
	of      annotate.AnnotatorID
	docs    map[annotate.DocumentID]lesson
}

// lesson is what one article teaches.
type lesson struct {
	examples []propose.Example
	words    []noted
	verdicts []annotate.Verdict
}

type noted struct {
	typ, words string
	entity     annotate.ID
	rejected   bool
}

// teaching is what an article teaches, as it is taken off its set: nothing but what the set holds, so that taking it costs the
// window next to nothing. What is read off it takes longer, and has time.
type teaching struct {
	doc      *annotate.Document
	of       annotate.AnnotatorID
	verdicts []stood
	marks    []*annotate.Annotation
}

type stood struct {
	*annotate.Decision
	verdict annotate.Verdict
}

func teachingOf(s *annotate.Set) teaching {
	t := teaching{doc: s.Document, of: s.Annotator, verdicts: make([]stood, 0, s.DecisionCount()), marks: make([]*annotate.Annotation, 0, s.Len())}
	for d := range s.Decisions() {
		t.verdicts = append(t.verdicts, stood{d, s.Stands(d)})
	}
	for a := range s.All() {
		t.marks = append(t.marks, a)
	}
	return t
}

// lesson reads off what an article teaches. Lessons of all articles are kept, so it holds no part of the article's text. Known are
// examples that were made before, by their decisions, and take those that are made; it may be nil.
func (t teaching) lesson(schema *annotate.Schema, known map[stood]propose.Example) (l lesson) {
	for _, d := range t.verdicts {
		x, ok := known[d]
		if !ok {
			x = propose.ExampleOf(t.doc, d.Decision, d.verdict)
			if known != nil {
				known[d] = x
			}
		}
		l.examples = append(l.examples, x)
		l.verdicts = append(l.verdicts, d.verdict)
		if d.verdict == annotate.VerdictRejected && len(d.Spans) == 1 {
			l.words = append(l.words, noted{d.Type, strings.Clone(t.doc.Surface(d.Spans)), "", true})
		}
	}
	for _, a := range t.marks {
		words := t.doc.Surface(a.Spans)
		if k := schema.Kind(a.Type); len(a.Spans) == 1 && len(words) <= 60 && (k == annotate.KindMention || k == annotate.KindEvent) && a.Type != "date" && !isPronoun(words) {
			l.words = append(l.words, noted{a.Type, strings.Clone(words), a.Entity, false})
		}
	}
	return l
}

// leftArticles is what articles teach that were left. It is kept until it is learned from, whatever is cancelled meanwhile.
type leftArticles struct {
	mu   sync.Mutex
	docs map[annotate.DocumentID]teaching
}

func (l *leftArticles) add(t teaching) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.docs == nil {
		l.docs = map[annotate.DocumentID]teaching{}
	}
	l.docs[t.doc.ID] = t
}

// take returns what is kept, and keeps it no longer.
func (l *leftArticles) take() map[annotate.DocumentID]teaching {
	l.mu.Lock()
	defer l.mu.Unlock()
	docs := l.docs
	l.docs = nil
	return docs
}

// learnAll reads what all articles teach, once a project, and then what those teach that were left since.
func (x *lessons) learnAll(ctx context.Context, project *store.Project, schema *annotate.Schema, of annotate.AnnotatorID, left *leftArticles) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if x.docs != nil && x.project == project && x.of == of {
		x.take(schema, left.take())
		return nil
	}
	docs := map[annotate.DocumentID]lesson{}
	for s, err := range project.Sets(ctx, store.Selection{Annotators: []annotate.AnnotatorID{of}}) {
		if err != nil {
			return err
		}
		docs[s.Document.ID] = teachingOf(s).lesson(schema, nil)
	}
	x.project, x.of, x.docs = project, of, docs
	x.take(schema, left.take())
	return nil
}

// take reads what articles teach now that were changed.
func (x *lessons) take(schema *annotate.Schema, left map[annotate.DocumentID]teaching) {
	for id, t := range left {
		if t.of == x.of { // and not of who worked here before
			x.docs[id] = t.lesson(schema, nil)
		}
	}
}

// mostLessons is how many decisions are learned from.
const mostLessons = 5000

// model makes the model and the vocabulary of all lessons, the articles in the order of their identities.
func (x *lessons) model() (*propose.Model, *propose.Vocabulary) {
	var examples []propose.Example
	v := &propose.Vocabulary{}
	for _, id := range slices.Sorted(maps.Keys(x.docs)) {
		l := x.docs[id]
		examples = append(examples, l.examples...)
		for _, w := range l.words {
			if w.rejected {
				v.NoteRejected(w.typ, w.words)
			} else {
				v.Note(w.typ, w.words, w.entity)
			}
		}
	}
	return propose.Learn(examples[max(0, len(examples)-mostLessons):]), v
}

// Learns reports whether proposals learn from the person's decisions.
func (b *Bench) Learns() bool { return b.config.Prefs.String(prefProposals+"forget") == "" }

func (b *Bench) toggleLearning() {
	b.config.Prefs.SetString(prefProposals+"forget", map[bool]string{true: "yes"}[b.Learns()])
	b.touch(SettingsChanged | ProposalsChanged)
	b.propose()
}

// relearn learns from what was just decided, in the background, and shows what is still proposed as sure as it is by then. What is
// decided meanwhile is learned from next, all of it at once.
func (b *Bench) relearn(c *annotate.Change) {
	p := b.proposals
	if p == nil || !p.ready || !b.Learns() || !slices.ContainsFunc(c.Edits, func(e annotate.Edit) bool { return e.Of() == annotate.OfDecision }) {
		return
	}
	if p.again = p.learning; !p.learning {
		b.learn(p)
	}
}

func (b *Bench) learn(p *Proposals) {
	p.learning, p.again = true, false
	now, schema, doc, g := teachingOf(b.set), b.Schema(), b.doc, p.gathered
	b.looks.Add(1)
	b.config.Go(func() {
		b.proposers.mu.Lock()
		knows, others := b.proposers.lessons.docs != nil, false
		if knows {
			b.proposers.lessons.docs[doc.ID] = now.lesson(schema, p.examples)
			model, words := b.proposers.lessons.model()
			others = g.teach(doc, schema, model, words)
		}
		b.proposers.mu.Unlock()
		b.looks.Done()
		b.config.Do(func() {
			p.learning = false
			if b.proposals != p || !knows {
				return
			}
			b.act(func() {
				p.learned(g, others)
				b.touch(StatusChanged)
			})
			if p.again {
				b.learn(p)
			}
		})
	})
}

// Precision says how many of the person's last decisions in this article and before found proposals right; of is 0 where nothing
// was decided.
func (b *Bench) Precision() (right, of int) {
	if b.set == nil {
		return 0, 0
	}
	var last []annotate.Verdict
	for d := range b.set.Decisions() {
		last = append(last, b.set.Stands(d))
	}
	if p := b.proposals; p != nil && len(last) < lastDecisions {
		last = append(slices.Clone(p.before), last...)
	}
	last = last[max(0, len(last)-lastDecisions):]
	for _, v := range last {
		if v == annotate.VerdictAccepted {
			right++
		}
	}
	return right, len(last)
}

const lastDecisions = 100

func learningCommands(b *Bench) []*Command {
	return []*Command{
		{ID: "proposal.learn", Title: "Learn from what I decide", Menu: "Propose", Separated: true,
			About: "What you accept, correct and reject makes such proposals surer or less sure, here and in the next articles. Nothing leaves this machine.",
			on:    b.Learns, do: b.toggleLearning},
		{ID: "proposal.precision", Title: "How good are the proposals?", Menu: "Propose", can: b.inProject, do: func() {
			right, of := b.Precision()
			if of == 0 {
				b.fail(errors.New("nothing was decided about proposals yet"))
				return
			}
			b.say("Of your last %s %d took the proposal as it was: %d %%.", count(of, "decision", "decisions"), right, 100*right/of)
		}},
	}
}

func sureWords(o propose.Offer, sure float64) string {
	if o.Origin.Score == 0 && sure == 0 {
		return ""
	}
	s := fmt.Sprintf("%.2f sure", sure)
	if d := sure - o.Origin.Score; d > 0.02 || d < -0.02 {
		s += fmt.Sprintf(" (%.2f before your decisions)", o.Origin.Score)
	}
	return strings.TrimSpace(s)
}

// leaveProposals forgets what is proposed for the article that is being left, and keeps what it teaches.
func (b *Bench) leaveProposals() {
	if b.proposals == nil {
		return
	}
	b.keepLesson()
	b.proposers.stop()
	b.proposals = nil
	b.touch(ProposalsChanged)
}

// keepLesson keeps what the open article teaches for whoever learns next.
func (b *Bench) keepLesson() {
	if b.set == nil || b.rest != nil || !b.Learns() {
		return
	}
	b.proposers.left.add(teachingOf(b.set))
}
