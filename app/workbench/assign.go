package workbench

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/assign"
)

// AssignChoice is what the person asks of giving articles out.
type AssignChoice struct {
	assign.Choice
	Which Articles
}

// PlanAssigning works out in the background what giving articles out would do, and tells it unless it is stopped before.
// The error says what cannot be.
func (b *Bench) PlanAssigning(c AssignChoice, tell func(assign.Plan, error)) (stop func()) {
	if b.project == nil {
		tell(assign.Plan{}, errNoProject)
		return func() {}
	}
	ctx, stop := context.WithCancel(b.context())
	p, filter := b.project, b.articles(c.Which, b.Annotator())
	b.looks.Add(1)
	b.config.Go(func() {
		plan, err := planAssigning(ctx, p, filter, c)
		b.looks.Done()
		b.config.Do(func() {
			if ctx.Err() == nil && b.project == p {
				stop()
				tell(plan, err)
			}
		})
	})
	return stop
}

func planAssigning(ctx context.Context, p *store.Project, f store.Filter, c AssignChoice) (assign.Plan, error) {
	found, err := assign.Found(ctx, p, f)
	if err != nil {
		return assign.Plan{}, err
	}
	return assign.Make(ctx, p, found, c.Choice)
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
		b.commitBehind("Giving articles out", func(ctx context.Context) ([]*annotate.Change, error) {
			plan, err := planAssigning(ctx, p, filter, c)
			if err != nil {
				return nil, err
			}
			return plan.Changes(author, now), nil
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
	}).changing()
}

// canUnassign returns nil, or why nothing that was given out can be taken back.
func (b *Bench) canUnassign() error {
	if err := b.inProject(); err != nil {
		return err
	}
	if b.queue.refresh(); !b.queue.givenOut {
		return errNothingGiven
	}
	return nil
}

var errNothingGiven = errors.New("nothing was given out")

// unassign takes the last giving out back.
func (b *Bench) unassign() {
	p := b.project
	author, now := b.stamp()
	b.commitBehind("Taking articles back", func(ctx context.Context) ([]*annotate.Change, error) {
		back, when, err := assign.TakeBack(ctx, p, author, now)
		if err == nil && when.IsZero() {
			err = errNothingGiven
		}
		return back, err
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
