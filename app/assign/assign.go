// Package assign gives articles of a project out to annotators, for the window and the command line alike: [Make] works
// out who would get what, [Plan.Changes] are the changes that do it, and [TakeBack] those that undo what was given out
// last. How work is parted fairly is package team's.
package assign

import (
	"context"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/annotate/team"
)

// Choice is to whom articles go.
type Choice struct {
	To      []annotate.AnnotatorID
	Overlap int // annotators for each article
	Blind   bool
	Seed    uint64
}

// Plan is what giving out would do.
type Plan struct {
	*team.Plan
	Articles int // that are given out
	blind    bool
}

// Make works out what giving articles out would do. Who has one already counts. The error says what cannot be.
func Make(ctx context.Context, p *store.Project, articles []annotate.DocumentID, c Choice) (Plan, error) {
	held, err := p.Held(ctx)
	if err != nil {
		return Plan{}, err
	}
	have := make(map[team.Work]bool, len(held))
	for _, h := range held {
		have[team.Work{Document: h.Document, Annotator: h.Annotator}] = true
	}
	plan, err := team.Distribute(articles, c.To, c.Overlap, c.Seed, func(d annotate.DocumentID, a annotate.AnnotatorID) bool {
		return have[team.Work{Document: d, Annotator: a}]
	})
	return Plan{plan, len(articles), c.Blind}, err
}

// Found lists the articles that a filter lets through, in the order of adding.
func Found(ctx context.Context, p *store.Project, f store.Filter) ([]annotate.DocumentID, error) {
	found, err := p.Documents(ctx, f)
	ids := make([]annotate.DocumentID, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	return ids, err
}

// Changes returns the changes of one act that give the articles out.
func (p Plan) Changes(author string, at time.Time) []*annotate.Change {
	how := annotate.AssignedOpen
	if p.blind {
		how = annotate.AssignedBlind
	}
	out := make([]*annotate.Change, len(p.Work))
	for i, w := range p.Work {
		out[i] = annotate.Assign(w.Document, w.Annotator, annotate.NotAssigned, how, author, at)
	}
	return out
}

// TakeBack returns the changes of one act that take back what was given out last, as far as nobody has changed it since,
// and when that was. Nothing was given out where the time is zero.
func TakeBack(ctx context.Context, p *store.Project, author string, at time.Time) ([]*annotate.Change, time.Time, error) {
	act, err := p.LastAssigning(ctx)
	if err != nil || len(act) == 0 {
		return nil, time.Time{}, err
	}
	held, err := p.Held(ctx)
	if err != nil {
		return nil, time.Time{}, err
	}
	at = at.UTC().Truncate(time.Millisecond)
	return store.UndoAssigning(act, held, func(c *annotate.Change) { c.Author, c.Time = author, at }), act[0].Time, nil
}
