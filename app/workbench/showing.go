package workbench

import (
	"cmp"
	"slices"

	"quoth/annotate"
	"quoth/annotate/propose"
)

// showing is which of the proposals are shown. It is kept in step with each decision at the cost of what that touches, for there
// may be tens of thousands: only another filter or another working set is looked at as a whole. Numbers are places in all.
type showing struct {
	of     *annotate.Set  // the working set by which it is
	filter ProposalFilter // and the filter
	waits  []bool         // nothing was decided about it, and nothing stands in its place
	shows  []bool         // it waits, and is sure enough and of the filter
	visits []bool         // it is shown, and a frame or what fills no role of one
	open   int            // how many wait
	shown  int            // and are shown
	steps  []int          // those that Tab visits, in its order
	index  *annotate.Set  // of those shown, for painting
}

// Count returns how many are shown, and how many are open at all.
func (p *Proposals) Count() (shown, open int) { return p.shown, p.open }

// Index returns the proposals that are shown, by their place. Nobody may change it.
func (p *Proposals) Index() *annotate.Set { return p.index }

// Steps returns what there is to decide one by one, in the order in which Tab visits it: frames, and what fills no role of one.
func (p *Proposals) Steps() []propose.Offer {
	out := make([]propose.Offer, len(p.steps))
	for i, k := range p.steps {
		out[i] = p.all[k]
	}
	return out
}

// find returns a proposal that is shown.
func (p *Proposals) find(id annotate.ID) (propose.Offer, bool) {
	if i, ok := p.at[id]; ok && p.shows[i] {
		return p.all[i], true
	}
	return propose.Offer{}, false
}

// Sure returns how sure a proposal is, by its proposer and by what the person decided about such ones.
func (p *Proposals) Sure(o propose.Offer) float64 {
	if i, ok := p.at[o.ID]; ok {
		return p.sureness(i)
	}
	return o.Origin.Score
}

// refreshProposals works out anew what is open and shown.
func (b *Bench) refreshProposals() {
	p := b.proposals
	if p == nil || b.set == nil {
		return
	}
	p.filter = b.ProposalFilter()
	if p.of != b.set {
		p.of = b.set
		for i, o := range p.all {
			p.waits[i] = propose.Open(b.Schema(), b.set, o)
		}
	}
	p.open = 0
	var anns []*annotate.Annotation
	for i, o := range p.all {
		if p.waits[i] {
			p.open++
		}
		if p.shows[i] = p.waits[i] && p.passes(i); p.shows[i] {
			anns = append(anns, o.Annotation)
		}
	}
	p.shown, p.index = len(anns), annotate.NewSet(b.doc, "", "", anns)
	p.steps = nil
	for i := range p.all {
		if p.visits[i] = p.isStep(i); p.visits[i] {
			p.steps = append(p.steps, i)
		}
	}
	if p.filter.Unsure {
		slices.SortFunc(p.steps, p.byTab)
	}
	p.shownOtherwise()
}

// shownOtherwise forgets what the person has chosen of what is no longer shown.
func (p *Proposals) shownOtherwise() {
	b := p.bench
	if _, ok := p.find(p.chosen); !ok {
		p.chosen = ""
	}
	// What is learned meanwhile takes no question away from under the person's finger: they are asked about those that they saw.
	if slices.ContainsFunc(p.asking, func(o propose.Offer) bool { return !propose.Open(b.Schema(), b.set, o) }) {
		p.asking, p.asks = nil, ""
	}
	b.touch(ProposalsChanged)
}

// edited looks again at the proposals where a change of the working set has touched the text.
func (p *Proposals) edited(edits []annotate.Edit) {
	if p == nil {
		return
	}
	if p.of != p.bench.set || len(edits) > manyEdits/10 {
		p.of = nil
		p.bench.refreshProposals()
		return
	}
	var touched []int
	look := func(around annotate.Span) {
		first, _ := slices.BinarySearchFunc(p.all, around.Start-p.long, func(o propose.Offer, at int) int { return cmp.Compare(o.Hull().Start, at) })
		for i := first; i < len(p.all); i++ {
			h := p.all[i].Hull()
			if h.Start >= around.End {
				break
			}
			if around.Start < h.End {
				touched = append(touched, i)
			}
		}
	}
	for _, e := range edits {
		for _, a := range []*annotate.Annotation{e.Before, e.After} {
			if a != nil {
				look(a.Hull())
			}
		}
		for _, d := range []*annotate.Decision{e.DecisionBefore, e.DecisionAfter} {
			if d == nil {
				continue
			}
			if i, ok := p.at[d.About]; ok {
				touched = append(touched, i)
			}
		}
	}
	for _, i := range touched {
		if now := propose.Open(p.bench.Schema(), p.of, p.all[i]); now != p.waits[i] {
			p.waits[i] = now
			p.open += map[bool]int{true: 1, false: -1}[now]
		}
	}
	p.showAgain(touched)
}

// learned makes all as sure as they are by now; others says that there are other proposals than before.
func (p *Proposals) learned(g gathered, others bool) {
	if others || p.of != p.bench.set {
		p.take(g)
		return
	}
	p.gathered = g
	var other []int
	for i := range p.all {
		if p.waits[i] && p.passes(i) != p.shows[i] {
			other = append(other, i)
		}
	}
	if p.filter.Unsure {
		slices.SortFunc(p.steps, p.byTab)
	}
	p.showAgain(other)
}

// showAgain shows or hides proposals that may have to be.
func (p *Proposals) showAgain(places []int) {
	c := &annotate.Change{}
	var steps []int // that may have become some, or are none any more
	for _, i := range places {
		now := p.waits[i] && p.passes(i)
		if now == p.shows[i] {
			continue
		}
		p.shows[i] = now
		a := p.all[i].Annotation
		if now {
			p.shown++
			c.Edits = append(c.Edits, annotate.Edit{After: a})
		} else {
			p.shown--
			c.Edits = append(c.Edits, annotate.Edit{Before: a})
		}
		p.bench.offered = append(p.bench.offered, a.Hull())
		steps = append(steps, i)
		for _, x := range a.Args {
			if k, ok := p.at[x.Target]; ok {
				steps = append(steps, k)
			}
		}
	}
	p.index.Apply(c)
	var come []int
	gone := false
	for _, i := range steps {
		if now := p.isStep(i); now != p.visits[i] {
			if p.visits[i] = now; now {
				come = append(come, i)
			} else {
				gone = true
			}
		}
	}
	if gone {
		p.steps = slices.DeleteFunc(p.steps, func(i int) bool { return !p.visits[i] })
	}
	for _, i := range come {
		k, _ := slices.BinarySearchFunc(p.steps, i, p.byTab)
		p.steps = slices.Insert(p.steps, k, i)
	}
	p.shownOtherwise()
}

// byTab orders proposals as Tab visits them.
func (p *Proposals) byTab(i, j int) int {
	if p.filter.Unsure {
		if d := cmp.Compare(doubt(p.sureness(j)), doubt(p.sureness(i))); d != 0 {
			return d
		}
	}
	return i - j
}

func (p *Proposals) isFrame(i int) bool {
	k := p.bench.Schema().Kind(p.all[i].Type)
	return k == annotate.KindQuote || k == annotate.KindEvent
}

// isStep reports whether a proposal is decided on by itself: it is shown, and no frame that is shown brings it along.
func (p *Proposals) isStep(i int) bool {
	return p.shows[i] && (p.isFrame(i) || !slices.ContainsFunc(p.users[p.all[i].ID], func(k int) bool { return p.shows[k] && p.isFrame(k) }))
}

// passes reports whether the filter lets a proposal through.
func (p *Proposals) passes(i int) bool {
	o, f := p.all[i], p.filter
	if s := p.sureness(i); s > 0 && s < f.Least || slices.Contains(f.Hidden, o.From.Annotator) {
		return false
	}
	schema := p.bench.Schema()
	is := func(a *annotate.Annotation) bool {
		return (f.Kind == "" || schema.Kind(a.Type) == f.Kind) && (f.Type == "" || a.Type == f.Type)
	}
	return f.Kind == "" && f.Type == "" || is(o.Annotation) || slices.ContainsFunc(p.users[o.ID], func(k int) bool { return is(p.all[k].Annotation) })
}
