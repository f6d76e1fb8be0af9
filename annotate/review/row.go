package review

import (
	"context"

	"quoth/annotate"
	"quoth/annotate/review/agreement"
)

// enough is how many documents there must be for the intervals to be drawn from them. With fewer, paragraphs
// are drawn.
const enough = 20

// Rows works out all rows: first of all, then of the pairs, the types and the documents.
func (g *Agreeing) Rows(ctx context.Context) ([]Row, error) {
	byDocument := len(g.documents) >= enough
	var rows []Row
	var drawn []*drawing
	for _, k := range g.keys() {
		c := g.rows[k]
		row := Row{Group: groups[k.group], Topic: g.topics[k.topic]}
		d := g.drawing(c, byDocument, row.Group, int(k.of))
		row.Items = d.items
		n := int(k.of)
		switch row.Group {
		case GroupPair:
			row.Pair = [2]annotate.AnnotatorID{g.annotators[g.pairs[n][0]], g.annotators[g.pairs[n][1]]}
		case GroupType:
			row.Type = g.schema.Types[n].Key
		case GroupDocument:
			row.Document = g.documents[n]
		}
		rows, drawn = append(rows, row), append(drawn, d)
	}
	for i := range rows {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if k := rows[i]; k.Group == GroupAll && len(g.annotators) > 2 {
			for n := range g.pairs {
				if c := g.rows[g.key(GroupPair, k.Topic, n)]; c != nil {
					drawn[i].pairs = append(drawn[i].pairs, g.drawing(c, byDocument, GroupPair, n).ratings)
				}
			}
		}
		rows[i].Figures = drawn[i].figures(g.options.Draws, g.options.Seed)
	}
	return rows, nil
}

// keys returns the rows that are wanted, in order.
func (g *Agreeing) keys() []rowKey {
	var out []rowKey
	add := func(group Group, of int) {
		for _, topic := range g.topics {
			if k := g.key(group, topic, of); g.rows[k] != nil {
				out = append(out, k)
			}
		}
	}
	for _, group := range groups {
		if !g.wants(group) {
			continue
		}
		switch group {
		case GroupAll:
			add(group, 0)
		case GroupPair:
			for n := range g.pairs {
				add(group, n)
			}
		case GroupType:
			for n, t := range g.schema.Types {
				if g.of(t.Key) {
					add(group, n)
				}
			}
		case GroupDocument:
			for n := range g.documents {
				add(group, n)
			}
		}
	}
	return out
}

// drawing is one row, ready to be worked out from parts in any number.
type drawing struct {
	items       int
	rated       bool
	hasF1       bool
	two         bool // annotators
	ratings     *agreement.Sum
	pairs       []*agreement.Sum // of the same parts
	exact, near []agreement.Found
	unitizing   []agreement.Unitizing // by document
	disorder    []agreement.Disorder
}

// drawing gets a row ready, one of its group by number.
func (g *Agreeing) drawing(c *counts, byDocument bool, group Group, of int) *drawing {
	d := &drawing{rated: c.rated, hasF1: c.hasF1, two: group == GroupPair || len(g.annotators) == 2}
	n := len(g.document)
	part := func(p int) int { return p }
	documents, document := len(g.documents), func(n int) int { return n }
	switch {
	case group == GroupDocument:
		first, end := g.starts[of], n
		if of+1 < len(g.starts) {
			end = g.starts[of+1]
		}
		n, part = end-first, func(p int) int { return p - first }
		documents, document = 1, func(int) int { return 0 }
	case byDocument:
		n, part = len(g.documents), func(p int) int { return g.document[p] }
	}
	ratings := make([]*agreement.Ratings, n)
	d.exact, d.near = make([]agreement.Found, n), make([]agreement.Found, n)
	for i := range c.parts {
		p := &c.parts[i]
		at := part(p.part)
		d.items += p.ratings.Items()
		if ratings[at] == nil {
			ratings[at] = &p.ratings
		} else { // several paragraphs of one document: a copy, for other rows need them apart
			both := &agreement.Ratings{}
			both.Merge(ratings[at])
			both.Merge(&p.ratings)
			ratings[at] = both
		}
		d.exact[at].Add(p.exact, 1)
		d.near[at].Add(p.near, 1)
	}
	if group == GroupType && c.rated {
		d.items += g.addOthers(ratings, g.schema.Types[of].Kind, part)
	}
	d.ratings = agreement.NewSum(ratings)
	if !c.rated {
		d.items = c.found
	}
	for _, s := range c.sections {
		if d.unitizing == nil {
			d.unitizing = make([]agreement.Unitizing, documents)
		}
		d.unitizing[document(s.document)] = s.unitizing
		if !s.units {
			continue
		}
		if d.disorder == nil {
			d.disorder = make([]agreement.Disorder, documents)
		}
		d.disorder[document(s.document)] = s.disorder
	}
	return d
}

// addOthers adds to the ratings of a type the objects of its kind of which nobody said that they are of it,
// and returns how many.
func (g *Agreeing) addOthers(ratings []*agreement.Ratings, kind annotate.Kind, part func(int) int) int {
	have := make([]int, len(ratings))
	for i, r := range ratings {
		if r != nil {
			have[i] = r.Items()
		}
		all := &agreement.Ratings{}
		if r != nil {
			all.Merge(r)
		}
		ratings[i] = all
	}
	n := 0
	for p, objects := range g.objects {
		at := part(p)
		labels := make([]int, len(g.annotators))
		for i, there := range g.there[g.document[p]] {
			if !there {
				labels[i] = agreement.Missing
			}
		}
		// What a part of a document has beyond its own objects is of another part of it.
		others := objects[kind] - have[at]
		have[at] = max(0, -others)
		ratings[at].AddMany(float64(max(0, others)), labels...)
		n += max(0, others)
	}
	return n
}

// figures works out the measures of the row, and their intervals.
func (d *drawing) figures(draws int, seed uint64) []Figure {
	var names []Measure
	if d.hasF1 {
		names = append(names, F1Exact, F1Near)
	}
	if d.rated {
		names = append(names, Observed)
		if d.two || len(d.pairs) > 0 {
			names = append(names, Cohen)
		}
		names = append(names, Fleiss, AC1, Alpha)
	}
	out := bounded(names, draws, seed, d.ratings.Parts(), d.labelled)
	if len(d.unitizing) > 0 {
		out = append(out, bounded([]Measure{AlphaU}, draws, seed, len(d.unitizing), func(times []int) []agreement.Value {
			var sum agreement.Unitizing
			for i, u := range d.unitizing {
				sum.Add(u, weight(times, i))
			}
			return []agreement.Value{sum.Alpha()}
		})...)
	}
	if len(d.disorder) > 0 {
		out = append(out, bounded([]Measure{Gamma}, draws, seed, len(d.disorder), func(times []int) []agreement.Value {
			var sum agreement.Disorder
			for i, x := range d.disorder {
				sum.Add(x, weight(times, i))
			}
			return []agreement.Value{sum.Gamma()}
		})...)
	}
	return out
}

// labelled works out the measures that go by labels and by what was found.
func (d *drawing) labelled(times []int) []agreement.Value {
	var out []agreement.Value
	if d.hasF1 {
		var exact, near agreement.Found
		for i := range d.exact {
			w := weight(times, i)
			exact.Add(d.exact[i], w)
			near.Add(d.near[i], w)
		}
		out = append(out, exact.F1(), near.F1())
	}
	if d.rated {
		t := d.ratings.Totals(times)
		out = append(out, t.Observed())
		switch {
		case d.two:
			out = append(out, t.Cohen())
		case len(d.pairs) > 0:
			kappas := make([]agreement.Value, len(d.pairs))
			for i, p := range d.pairs {
				kappas[i] = p.Totals(times).Cohen()
			}
			out = append(out, agreement.Mean(kappas))
		}
		out = append(out, t.Fleiss(), t.AC1(), t.Alpha())
	}
	return out
}

func weight(times []int, i int) float64 {
	if times == nil {
		return 1
	}
	return float64(times[i])
}

// bounded returns measures as they are and the intervals in which they lie.
func bounded(names []Measure, draws int, seed uint64, parts int, measure func(times []int) []agreement.Value) []Figure {
	out := make([]Figure, len(names))
	for i, v := range measure(nil) {
		out[i] = Figure{Measure: names[i], Value: v}
	}
	low, high := agreement.Bootstrap(parts, len(names), draws, seed, measure)
	for i := range out {
		out[i].Low, out[i].High = low[i], high[i]
	}
	return out
}
