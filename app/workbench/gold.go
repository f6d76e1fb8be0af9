package workbench

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/gold"
)

// MakeGold sends what annotators agree on to gold by a rule, in all articles, in the background: one change for each
// article. A random sample, a part from 0 to 1 of what was taken, is put in the queue of the review for a look.
func (b *Bench) MakeGold(rule review.Rule, sample float64, seed uint64) {
	b.act(func() {
		if b.project == nil {
			b.fail(errNoProject)
			return
		}
		if err := rule.Check(); err != nil {
			b.fail(err)
			return
		}
		if !b.whole() {
			return
		}
		if err := b.anybodyReviewed(); err != nil {
			b.fail(err)
			return
		}
		p, o := b.project, b.goldBy(rule)
		o.Sample, o.Seed = sample, seed
		total := int64(0)
		if list, err := p.Annotators(b.context()); err == nil {
			for _, a := range list {
				total += int64(a.Sets)
			}
		}
		var report *gold.Report
		t := b.start("Gold by "+rule.String(), func(ctx context.Context, tell progress) error {
			var err error
			report, err = gold.Make(ctx, p, o, func(sets int) { tell(int64(sets), total, "") })
			return err
		}, func(err error) { b.goldMade(report, err) })
		if b.review != nil {
			t.changing()
		}
	})
}

// goldBy returns what a rule is asked to do: about all annotators that the review takes in.
func (b *Bench) goldBy(rule review.Rule) gold.Options {
	o := gold.Options{Rule: rule, Author: b.author(), Now: b.config.Now}
	if r := b.review; r != nil {
		for _, who := range r.queue.who {
			if !r.queue.filter.off(who) {
				o.Annotators = append(o.Annotators, who)
			}
		}
	}
	return o
}

// anybodyReviewed returns nil, or that the review takes nobody in, so that a rule has nobody to go by.
func (b *Bench) anybodyReviewed() error {
	if r := b.review; r != nil && !slices.ContainsFunc(r.queue.who, func(who annotate.AnnotatorID) bool { return !r.queue.filter.off(who) }) {
		return errors.New("everybody is left out of this review; take somebody in first")
	}
	return nil
}

// PreviewGold works out in the background what a rule would send to gold, and tells it unless it is stopped before.
func (b *Bench) PreviewGold(rule review.Rule, tell func(*gold.Report, error)) (stop func()) {
	if b.project == nil {
		return func() {}
	}
	if err := b.anybodyReviewed(); err != nil {
		tell(nil, err)
		return func() {}
	}
	ctx, stop := context.WithCancel(b.context())
	p, o := b.project, b.goldBy(rule)
	o.Dry = true
	b.looks.Add(1)
	b.config.Go(func() {
		report, err := gold.Make(ctx, p, o, nil)
		b.looks.Done()
		b.config.Do(func() {
			if ctx.Err() == nil && b.project == p {
				stop()
				tell(report, err)
			}
		})
	})
	return stop
}

// goldMade brings what is in memory in step with what a rule sent to gold, also where it was ended half way.
func (b *Bench) goldMade(report *gold.Report, err error) {
	if report == nil {
		report = &gold.Report{}
	}
	audit := gold.ReadAudit(b.context(), b.project)
	if r := b.review; r != nil {
		audit = r.queue.audit
	}
	if err := audit.Add(b.context(), b.project, report.Sample); err != nil {
		b.fail(err)
	}
	b.queue.stale()
	b.touch(QueueChanged)
	if r := b.review; r != nil {
		if b.doc != nil {
			b.refreshSet()
		}
		r.noteAct(report.Made)
		r.Refresh()
	} else {
		b.refreshBeside()
	}
	text := fmt.Sprintf("%s went to gold in %s; %s left to a person", count(report.Marks, "annotation", "annotations"),
		count(report.Changed, "article", "articles"), count(report.Open, "is", "are"))
	if n := len(report.Refused); n > 0 {
		text += fmt.Sprintf(", in %s because a rule of the schema would be broken: %s", count(n, "article", "articles"), problem(report.Refused[0].Why))
	}
	if n := len(report.Sample); n > 0 {
		text += fmt.Sprintf(". %s to look at", count(n, "is", "are"))
	}
	switch {
	case errors.Is(err, context.Canceled):
		b.say("Cancelled. %s", text)
	case err != nil:
		b.fail(fmt.Errorf("%w. %s", err, text))
	default:
		b.say("%s.", text)
		if r := b.review; r != nil && len(report.Sample) > 0 && r.queue.filter.Show != ShowAudit {
			b.notice.Action, b.notice.Do = "Look at the sample", b.showAudit
		}
	}
}

// showAudit shows what a rule took and a person is to look at, or the open differences again.
func (b *Bench) showAudit() {
	r := b.review
	f := r.queue.filter
	if f.Show == ShowAudit {
		f.Show = ShowOpen
	} else {
		f.Show = ShowAudit
	}
	r.SetFilter(f)
	r.next()
}
