//go:build !headless

package ui

import (
	"fmt"
	"strings"

	"quoth/annotate"
	"quoth/annotate/review"
	"quoth/app/ui/article"
	"quoth/app/workbench"
)

// voters are the annotators whose work is reviewed, as the article view asks for them.
type voters struct {
	names    []string
	review   *workbench.Review
	cases    *review.Cases
	disputes []review.Dispute
	disputed map[*review.Object]bool // what they are about
	index    *review.Votes
	likely   map[*review.Object]version // which version of each is shown, of those that were asked for
	found    []review.Vote
	shown    []article.Vote
}

// newVoters gets the cases of the open article ready to be asked about.
func newVoters(r *workbench.Review) *voters {
	v := &voters{review: r, cases: r.Cases(), disputes: r.Cases().Disputes(), disputed: map[*review.Object]bool{}, likely: map[*review.Object]version{}}
	for _, d := range v.disputes {
		v.disputed[d.Object] = true
	}
	v.index = review.NewVotes(r.Cases().Alignment, v.disputes)
	who := make([]string, len(r.Sets()))
	for i, s := range r.Sets() {
		who[i] = string(s.Annotator)
	}
	v.names = laneNames(who)
	return v
}

// mostNames is up to how many lanes have letters of the name above them; more have the digit that takes their
// version.
const mostNames = 4

// laneNames are the short names above lanes: three letters where these tell all apart, else digits.
func laneNames(who []string) []string {
	out := make([]string, len(who))
	known := map[string]bool{}
	for i, w := range who {
		r := []rune(w)
		out[i] = string(r[:min(3, len(r))])
		known[out[i]] = true
	}
	if len(who) <= mostNames && len(known) == len(who) {
		return out
	}
	for i := range out {
		out[i] = fmt.Sprint(i + 1)
	}
	return out
}

// Names is part of [article.Voters].
func (v *voters) Names() []string { return v.names }

// Votes is part of [article.Voters].
func (v *voters) Votes(start, end int) []article.Vote {
	v.found = v.index.In(annotate.Span{Start: start, End: end}, v.settled, v.found)
	v.shown = v.shown[:0]
	for _, x := range v.found {
		v.shown = append(v.shown, article.Vote{Marked: x.Marked, Differs: x.Differs, Lacks: x.Lacks, Open: x.Open})
	}
	return v.shown
}

// settled reports whether nothing of a dispute is left to decide.
func (v *voters) settled(dispute int) bool {
	for _, c := range v.casesOf(dispute) {
		if s := v.review.Status(c); s == review.Open {
			return false
		}
	}
	return true
}

// casesOf returns the cases that a dispute belongs to.
func (v *voters) casesOf(dispute int) []*review.Case {
	o := v.disputes[dispute].Object
	for side, x := range o.Versions {
		if x != nil {
			return v.cases.About(v.cases.Annotators()[side], x.ID)
		}
	}
	return nil
}

// voted hears that the pointer is on a lane, or that it was clicked: that says who made what there, and goes to
// where they differ.
func (w *window) voted(voter int, line annotate.Span, clicked bool) {
	r, v := w.bench.Review(), w.lanes
	if voter < 0 || r == nil || v == nil {
		w.Hint("")
		return
	}
	on := v.index.Disputed(line, voter)
	if !clicked {
		w.Hint(w.voteWords(v, voter, line, on))
		return
	}
	w.bench.Acted(1)
	if len(on) == 0 {
		on = v.index.Disputed(line, -1)
	}
	if c := w.worthMost(r, v, on); c != nil {
		r.GoTo(c)
		return
	}
	w.Hint("All marked the same here.")
}

// worthMost returns the case, among those of some disputes, that a click means: an open one before those that are
// settled, and of them the one about what is worth most.
func (w *window) worthMost(r *workbench.Review, v *voters, disputes []int) *review.Case {
	var best *review.Case
	var least int
	for _, d := range disputes {
		for _, c := range v.casesOf(d) {
			status := r.Status(c)
			classes := v.cases.Classes(c, w.bench.Set())
			if status == review.Covered || len(classes) == 0 {
				continue
			}
			worth := int(classes[0])
			if status != review.Open {
				worth += len(review.Classes)
			}
			if best == nil || worth < least {
				best, least = c, worth
			}
		}
	}
	return best
}

// goToCase goes to the difference, or the agreed thing, that an annotation is of, and reports whether there is one:
// during a review alone.
func (w *window) goToCase(id annotate.ID) bool {
	r := w.bench.Review()
	if r == nil || w.lanes == nil || !w.bench.Reviewing() {
		return false
	}
	c := w.lanes.caseOf(w.bench.Set(), id)
	if c != nil {
		r.GoTo(c)
	}
	return c != nil
}

// voteWords says what an annotator made of a line.
func (w *window) voteWords(v *voters, voter int, line annotate.Span, on []int) string {
	who := string(v.review.Sets()[voter].Annotator)
	var said []string
	for _, d := range on {
		for _, c := range v.casesOf(d)[:1] {
			k := caseWords{cases: v.cases, of: c, doc: w.bench.Document(), schema: w.bench.Schema(), entity: w.bench.Entity}
			first, second := k.version(voter)
			words := joined("  ", text(first), text(second))
			if s := k.kinds() + ": " + words; len(said) < 3 && (len(said) == 0 || said[len(said)-1] != s) {
				said = append(said, s)
			}
		}
	}
	switch {
	case len(said) > 0:
		return who + "  " + strings.Join(said, ";  ")
	case v.index.In(line, nil, nil)[voter].Marked:
		return who + ": marked as most did"
	}
	return who + ": nothing marked in this line"
}

// drawLanes gives each annotator of a review a lane; none outside of one.
func (w *window) drawLanes() {
	r := w.bench.Review()
	if r == nil || r.Cases() == nil || w.bench.Document() == nil {
		if w.lanes != nil {
			w.lanes = nil
			w.article.SetVoters(nil)
		}
		return
	}
	if w.lanes == nil || w.lanes.cases != r.Cases() {
		w.lanes = newVoters(r)
		w.article.SetVoters(w.lanes)
		w.drawMarks()
	}
	at := annotate.Span{}
	if c := r.Current(); c != nil {
		at = c.Hull()
	}
	w.article.SetVoted(at)
}
