// Package team parts the work on a project among annotators.
//
// [Distribute] gives each document to as many annotators as its overlap says: everybody gets as many documents as
// everybody else, give or take one, and as far as that allows every two share as many as any other two, for agreement
// is measured on what two share. Who has a document already counts, so giving out new documents later, or raising the
// overlap, takes nothing away. The same seed gives the same plan.
package team

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"

	"quoth/annotate"
)

// Work is a document that an annotator is to have.
type Work struct {
	Document  annotate.DocumentID
	Annotator annotate.AnnotatorID
}

// Load is what an annotator has: of the documents that are given out, and in common with each other one.
type Load struct {
	Annotator annotate.AnnotatorID
	Had, New  int
	Shared    map[annotate.AnnotatorID]int
}

// Plan is who gets what.
type Plan struct {
	Work  []Work // new, by document in the order in which they were named, then annotator
	Loads []Load // of the annotators in the order in which they were named
	Full  int    // documents that had enough annotators before
}

// Distribute makes a plan. Has says who has a document already. The error says what cannot be.
func Distribute(documents []annotate.DocumentID, annotators []annotate.AnnotatorID, overlap int, seed uint64, has func(annotate.DocumentID, annotate.AnnotatorID) bool) (*Plan, error) {
	for i, a := range annotators {
		if a == "" {
			return nil, fmt.Errorf("annotator %d has no name", i+1)
		}
		if slices.Contains(annotators[:i], a) {
			return nil, fmt.Errorf("%s is named twice", a)
		}
	}
	switch {
	case len(annotators) == 0:
		return nil, fmt.Errorf("nobody is named to give articles to")
	case overlap < 1:
		return nil, fmt.Errorf("each article needs one annotator at least, not %d", overlap)
	case overlap > len(annotators):
		return nil, fmt.Errorf("each article cannot go to %d of %d annotators", overlap, len(annotators))
	}
	p := &planning{random: rand.New(rand.NewPCG(seed, uint64(len(documents)))), load: make([]int, len(annotators)), pairs: make([][]int, len(annotators))}
	plan := &Plan{Loads: make([]Load, len(annotators))}
	for i, a := range annotators {
		p.pairs[i] = make([]int, len(annotators))
		plan.Loads[i] = Load{Annotator: a, Shared: map[annotate.AnnotatorID]int{}}
	}
	holders := make([][]int, len(documents))
	for d, id := range documents {
		for i, a := range annotators {
			if has(id, a) {
				p.give(holders[d], i)
				holders[d] = append(holders[d], i)
				plan.Loads[i].Had++
			}
		}
	}
	fresh := make([][]int, len(documents))
	// In any order but that of the documents, so that nobody gets only the first ones.
	for _, d := range p.random.Perm(len(documents)) {
		if len(holders[d]) >= overlap {
			plan.Full++
			continue
		}
		for len(holders[d]) < overlap {
			i := p.next(holders[d])
			p.give(holders[d], i)
			holders[d] = append(holders[d], i)
			fresh[d] = append(fresh[d], i)
			plan.Loads[i].New++
		}
	}
	for d, id := range documents {
		slices.Sort(fresh[d])
		for _, i := range fresh[d] {
			plan.Work = append(plan.Work, Work{id, annotators[i]})
		}
	}
	for i, a := range annotators {
		for j, n := range p.pairs[i] {
			if i != j {
				plan.Loads[i].Shared[annotators[j]] = n
			}
		}
		plan.Loads[i].Annotator = a
	}
	return plan, nil
}

// planning is a plan under way. Annotators are numbers.
type planning struct {
	random *rand.Rand
	load   []int
	pairs  [][]int // documents that two have in common
}

// give counts a document that others have as one of an annotator's.
func (p *planning) give(holders []int, i int) {
	p.load[i]++
	for _, j := range holders {
		p.pairs[i][j]++
		p.pairs[j][i]++
	}
}

// next returns who gets a document next that others have: who has the least, then who shares the least with them.
func (p *planning) next(holders []int) int {
	best, ties := -1, 0
	var least [2]int
	for i := range p.load {
		if slices.Contains(holders, i) {
			continue
		}
		shared := 0
		for _, j := range holders {
			shared += p.pairs[i][j]
		}
		now := [2]int{p.load[i], shared}
		c := cmp.Or(cmp.Compare(now[0], least[0]), cmp.Compare(now[1], least[1]))
		switch {
		case best < 0 || c < 0:
			best, least, ties = i, now, 1
		case c == 0:
			if ties++; p.random.IntN(ties) == 0 {
				best = i
			}
		}
	}
	return best
}
