package workbench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/annotate/team"
)

// AssignChoice is what the person asks of giving articles out.
type AssignChoice struct {
	To      []annotate.AnnotatorID
	Overlap int // annotators for each article
	Which   Articles
	Blind   bool
	Seed    uint64
}

// AssignPlan is what giving out would do.
type AssignPlan struct {
	*team.Plan
	Articles int
}

// PlanAssigning works out what giving articles out would do. The error says what cannot be.
func (b *Bench) PlanAssigning(c AssignChoice) (AssignPlan, error) {
	if b.project == nil {
		return AssignPlan{}, errNoProject
	}
	return planAssigning(b.context(), b.project, b.articles(c.Which, b.Annotator()), c)
}

func planAssigning(ctx context.Context, p *store.Project, f store.Filter, c AssignChoice) (AssignPlan, error) {
	found, err := p.Documents(ctx, f)
	if err != nil {
		return AssignPlan{}, err
	}
	ids := make([]annotate.DocumentID, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	held, err := p.Held(ctx)
	if err != nil {
		return AssignPlan{}, err
	}
	have := make(map[team.Work]bool, len(held))
	for _, h := range held {
		have[team.Work{Document: h.Document, Annotator: h.Annotator}] = true
	}
	plan, err := team.Distribute(ids, c.To, c.Overlap, c.Seed, func(d annotate.DocumentID, a annotate.AnnotatorID) bool {
		return have[team.Work{Document: d, Annotator: a}]
	})
	return AssignPlan{plan, len(ids)}, err
}

// Assign gives articles out as planned, in one act, in the background.
func (b *Bench) Assign(c AssignChoice) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		p, filter := b.project, b.articles(c.Which, b.Annotator())
		author, now := b.stamp()
		how := annotate.AssignedOpen
		if c.Blind {
			how = annotate.AssignedBlind
		}
		b.commitBehind("Giving articles out", func(ctx context.Context) ([]*annotate.Change, error) {
			plan, err := planAssigning(ctx, p, filter, c)
			if err != nil {
				return nil, err
			}
			changes := make([]*annotate.Change, len(plan.Work))
			for i, w := range plan.Work {
				changes[i] = annotate.Assign(w.Document, w.Annotator, annotate.NotAssigned, how, author, now)
			}
			return changes, nil
		}, func(changes []*annotate.Change) {
			if len(changes) == 0 {
				b.say("Everybody has enough of these articles already: nothing was given out.")
				return
			}
			b.say("Gave %s out to %s", articlesOf(changes), andWords(names(c.To)))
			b.notice.Action, b.notice.Do = "Undo", func() { b.Do("team.unassign") }
		})
	})
}

// articlesOf counts the articles that changes are of.
func articlesOf(changes []*annotate.Change) string {
	seen := map[annotate.DocumentID]bool{}
	for _, c := range changes {
		seen[c.Document] = true
	}
	return count(len(seen), "article", "articles")
}

func names(ids []annotate.AnnotatorID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// andWords writes a list of words: "ana, ben and cay".
func andWords(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// commitBehind carries out changes of any sets in one act in the background, and calls then when they are done.
func (b *Bench) commitBehind(title string, make func(context.Context) ([]*annotate.Change, error), then func([]*annotate.Change)) {
	p := b.project
	var changes []*annotate.Change
	b.start(title, func(ctx context.Context, tell progress) error {
		var err error
		if changes, err = make(ctx); err != nil {
			return err
		}
		tell(0, 0, count(len(changes), "change", "changes"))
		return p.CommitAll(ctx, changes)
	}, func(err error) {
		if b.wentWrong(title, err) {
			return
		}
		for _, c := range changes {
			if b.set != nil && c.Document == b.set.Document.ID && c.Annotator == b.set.Annotator {
				b.set.Apply(c)
				b.touch(SetChanged)
			}
		}
		b.hideBlind()
		b.heard()
		b.queue.stale()
		b.touch(QueueChanged | StatusChanged)
		then(changes)
	})
	if b.task != nil {
		b.task.changes = true
	}
}

// unassign takes the last giving out back.
func (b *Bench) unassign() {
	p := b.project
	author, now := b.stamp()
	b.commitBehind("Taking articles back", func(ctx context.Context) ([]*annotate.Change, error) {
		act, err := p.LastAssigning(ctx)
		if err != nil {
			return nil, err
		}
		if len(act) == 0 {
			return nil, errors.New("nothing was given out")
		}
		held, err := p.Held(ctx)
		if err != nil {
			return nil, err
		}
		return store.UndoAssigning(act, held, func(c *annotate.Change) { c.Author, c.Time = author, now }), nil
	}, func(changes []*annotate.Change) {
		who := map[annotate.AnnotatorID]bool{}
		var of []annotate.AnnotatorID
		for _, c := range changes {
			if !who[c.Annotator] {
				who[c.Annotator] = true
				of = append(of, c.Annotator)
			}
		}
		slices.Sort(of)
		if len(of) == 0 {
			b.say("What was given out last has been changed since; nothing was taken back.")
			return
		}
		b.say("Took %s back from %s. What was annotated stays.", articlesOf(changes), andWords(names(of)))
	})
}

// Blind reports whether the person must not know yet what others did in the open article, nor who they are.
func (b *Bench) Blind() bool { return b.set != nil && b.set.Blind() }

// BlindIn returns how many articles the person must do before what others did in them may be shown. Until then nothing
// of others is shown that is not of one article alone.
func (b *Bench) BlindIn() int { return len(b.blindIn()) }

func (b *Bench) blindIn() []annotate.DocumentID {
	if b.project == nil {
		return nil
	}
	blind, err := b.project.BlindIn(b.context(), b.Annotator())
	if err != nil {
		b.fail(err)
	}
	return blind
}

var errBlind = errors.New("you annotate this article blind: what others did in it is shown when it is done")

// seeing returns nil, or that the person may not see what others did in the open article.
func (b *Bench) seeing() error {
	if b.Blind() {
		return fmt.Errorf("%w (%s)", errBlind, b.keyOf("state.done"))
	}
	return nil
}

// hideBlind takes away what stands beside where the person may not see it any more.
func (b *Bench) hideBlind() {
	b.talk, b.talkKnown = nil, false
	if b.Blind() && b.Comparing() && b.beside.set.Annotator != b.set.Annotator {
		b.closeBeside()
	}
}
