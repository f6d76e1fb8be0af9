// Package score measures how well annotations that a program proposes agree with those that a person made.
//
// Its words:
//
//   - gold is what is taken to be right, predicted what is measured;
//   - two annotations match at an overlap where the words that both hold are at least that part of the words
//     that one of them holds (Jaccard's index, in bytes); each is matched once, the best pairs first;
//   - a count says how much there was in gold, how much was predicted, and how much of that was right;
//     precision, recall and F1 follow from it;
//   - of what is matched, parts are counted: the speaker of a quote is right where its words share one with
//     those of gold's, or where both mean the same entity; an attribute of an event where it has gold's value;
//   - a figure that nothing was counted for is undefined, which is neither 0 nor 1.
//
// Documents are counted one by one, so that the intervals can be found by drawing documents anew (the
// percentile bootstrap of Efron 1979).
package score

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"quoth/annotate"
)

// Measure is what is counted.
type Measure string

// The measures. Exact, Loose and Strict are of spans; the others are of what is matched at [Loose].
const (
	Exact     Measure = "exact"
	Loose     Measure = "overlap .3"
	Strict    Measure = "overlap .8"
	Speaker   Measure = "speaker"
	Cue       Measure = "cue"
	Entity    Measure = "entity"
	Arguments Measure = "arguments"
)

// Measures returns all measures, in the order in which tables have them. The last ones are the attributes of events that
// have one of several values, as realis and polarity, by their keys.
func Measures(schema *annotate.Schema) []Measure {
	all := []Measure{Exact, Loose, Strict, Speaker, Cue, Entity, Arguments}
	for _, t := range schema.OfKind(annotate.KindEvent) {
		for _, x := range valued(t) {
			if !slices.Contains(all, Measure(x.Key)) {
				all = append(all, Measure(x.Key))
			}
		}
	}
	return all
}

// valued returns the attributes of a type that have one of several values.
func valued(t *annotate.Type) []*annotate.Attribute {
	var out []*annotate.Attribute
	for i := range t.Attrs {
		if x := &t.Attrs[i]; len(x.Values) > 1 {
			out = append(out, x)
		}
	}
	return out
}

// Key is what a count is of: "quote", "quote direct", "quoted", "person", "event", "contact.meet"; with a value of an
// attribute that is not the usual one, "event realis other".
type Key struct {
	Of      string
	Measure Measure
}

// Count is how much gold has, how much was predicted, and how much of it is right.
type Count struct{ Gold, Predicted, Right int }

// Add adds another count.
func (c Count) Add(o Count) Count {
	return Count{c.Gold + o.Gold, c.Predicted + o.Predicted, c.Right + o.Right}
}

// Precision is which part of what was predicted is right; undefined (NaN) where nothing was.
func (c Count) Precision() float64 { return part(c.Right, c.Predicted) }

// Recall is which part of gold was found; undefined (NaN) where gold has nothing.
func (c Count) Recall() float64 { return part(c.Right, c.Gold) }

// F1 is the harmonic mean of precision and recall; undefined (NaN) where neither side has anything.
func (c Count) F1() float64 { return part(2*c.Right, c.Gold+c.Predicted) }

func part(n, of int) float64 {
	if of == 0 {
		return math.NaN()
	}
	return float64(n) / float64(of)
}

// Counts are the counts of one document, or of several together.
type Counts map[Key]Count

// Side is one side of a comparison: annotations of a document, and the entities they refer to.
type Side struct {
	Annotations []*annotate.Annotation
	Entity      func(annotate.ID) *annotate.Entity // nil where entities are not compared
}

// Compare counts one document.
func Compare(schema *annotate.Schema, gold, predicted Side) Counts {
	c := comparing{schema: schema, gold: sideOf(gold), predicted: sideOf(predicted), counts: Counts{}}
	quoted := func(types ...string) func(*annotate.Annotation) bool {
		return func(a *annotate.Annotation) bool {
			return schema.Kind(a.Type) == annotate.KindQuote && (len(types) == 0 || slices.Contains(types, typeOf(a)))
		}
	}
	c.quotes("quote", quoted())
	c.quotes("quoted", quoted("direct", "mixed"))
	for _, t := range []string{"direct", "mixed", "indirect"} {
		c.quotes("quote "+t, quoted(t))
	}
	kinds := map[annotate.Kind]string{annotate.KindMention: "mention", annotate.KindCue: "cue", annotate.KindEvent: events}
	for _, kind := range []annotate.Kind{annotate.KindMention, annotate.KindCue, annotate.KindEvent} {
		c.alike(kinds[kind], func(a *annotate.Annotation) bool { return schema.Kind(a.Type) == kind })
		for _, t := range schema.OfKind(kind) {
			if t.Key != kinds[kind] {
				c.alike(t.Key, func(a *annotate.Annotation) bool { return a.Type == t.Key })
			}
		}
	}
	return c.counts
}

func typeOf(a *annotate.Annotation) string { return cmp.Or(a.Attrs["type"], "direct") }

type comparing struct {
	schema          *annotate.Schema
	gold, predicted indexed
	counts          Counts
}

type indexed struct {
	Side
	byID map[annotate.ID]*annotate.Annotation
}

func sideOf(s Side) indexed {
	x := indexed{s, make(map[annotate.ID]*annotate.Annotation, len(s.Annotations))}
	for _, a := range s.Annotations {
		x.byID[a.ID] = a
	}
	return x
}

func (c *comparing) add(of string, m Measure, n Count) {
	k := Key{of, m}
	c.counts[k] = c.counts[k].Add(n)
}

// quotes counts the quotes for which which holds on either side, and their speakers and cues.
func (c *comparing) quotes(of string, which func(*annotate.Annotation) bool) {
	gold, predicted := c.some(which)
	c.spans(of, gold, predicted)
	speakers, cues := Count{}, Count{}
	for _, p := range match(gold, predicted, 0.3) {
		c.role("speaker", p, &speakers)
		c.role("cue", p, &cues)
	}
	c.add(of, Speaker, speakers)
	c.add(of, Cue, cues)
}

func (c *comparing) some(which func(*annotate.Annotation) bool) (gold, predicted []*annotate.Annotation) {
	for _, a := range c.gold.Annotations {
		if which(a) {
			gold = append(gold, a)
		}
	}
	for _, a := range c.predicted.Annotations {
		if which(a) {
			predicted = append(predicted, a)
		}
	}
	return gold, predicted
}

// role counts a role of matched annotations.
func (c *comparing) role(role string, p pair, n *Count) {
	g, q := c.gold.byID[p.gold.Arg(role)], c.predicted.byID[p.predicted.Arg(role)]
	if g != nil {
		n.Gold++
	}
	if q != nil && g != nil {
		n.Predicted++
		if annotate.Overlap(g.Spans, q.Spans) || c.sameEntity(g, q) {
			n.Right++
		}
	}
}

// sameEntity reports whether two mentions refer to the same entity, by identity or by name.
func (c *comparing) sameEntity(gold, predicted *annotate.Annotation) bool {
	if gold.Entity == "" || predicted.Entity == "" {
		return false
	}
	if gold.Entity == predicted.Entity {
		return true
	}
	if c.gold.Entity == nil || c.predicted.Entity == nil {
		return false
	}
	g, p := c.gold.Entity(gold.Entity), c.predicted.Entity(predicted.Entity)
	if g == nil || p == nil {
		return false
	}
	names := append([]string{g.Name}, g.Aliases...)
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, p.Name) }) ||
		slices.ContainsFunc(p.Aliases, func(n string) bool { return strings.EqualFold(n, g.Name) })
}

// spans counts matches of spans.
func (c *comparing) spans(of string, gold, predicted []*annotate.Annotation) {
	for _, m := range []struct {
		measure Measure
		least   float64
	}{{Exact, 1}, {Strict, 0.8}, {Loose, 0.3}} {
		c.add(of, m.measure, Count{len(gold), len(predicted), len(match(gold, predicted, m.least))})
	}
}

// alike counts annotations of a kind: spans of the same type, entities and arguments.
func (c *comparing) alike(of string, which func(*annotate.Annotation) bool) {
	gold, predicted := c.some(which)
	byType := map[string][2][]*annotate.Annotation{}
	for i, list := range [][]*annotate.Annotation{gold, predicted} {
		for _, a := range list {
			x := byType[a.Type]
			x[i] = append(x[i], a)
			byType[a.Type] = x
		}
	}
	entities, arguments := Count{}, Count{}
	for _, lists := range byType {
		c.spans(of, lists[0], lists[1])
		for _, a := range lists[0] {
			arguments.Gold += len(a.Args)
		}
		for _, a := range lists[1] {
			arguments.Predicted += len(a.Args)
		}
		for _, p := range match(lists[0], lists[1], 0.3) {
			if p.gold.Entity != "" {
				entities.Gold++
				if p.predicted.Entity != "" {
					entities.Predicted++
				}
				if c.sameEntity(p.gold, p.predicted) {
					entities.Right++
				}
			}
			for _, x := range p.gold.Args {
				if c.hasArg(p.predicted, x) {
					arguments.Right++
				}
			}
			c.attributes(of, p)
		}
	}
	c.add(of, Entity, entities)
	c.add(of, Arguments, arguments)
}

// attributes counts the attributes of matched events, which have the same type: all values together, and each value that is not
// the usual one alone, for of those there are few.
func (c *comparing) attributes(of string, p pair) {
	if c.schema.Kind(p.gold.Type) != annotate.KindEvent {
		return
	}
	for _, x := range valued(c.schema.Type(p.gold.Type)) {
		m := Measure(x.Key)
		g, q := cmp.Or(p.gold.Attrs[x.Key], x.Default), cmp.Or(p.predicted.Attrs[x.Key], x.Default)
		count := func(of string, g, q, same bool) { c.add(of, m, Count{one(g), one(q), one(same)}) }
		count(of, true, true, g == q)
		for _, v := range x.Values {
			if v != x.Default && of == events {
				count(valueOf(x.Key, v), g == v, q == v, g == v && q == v)
			}
		}
	}
}

// events is what all events together are called.
const events = "event"

func valueOf(key, value string) string { return events + " " + key + " " + value }

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// hasArg reports whether a predicted annotation has an argument as gold's.
func (c *comparing) hasArg(a *annotate.Annotation, want annotate.Arg) bool {
	g := c.gold.byID[want.Target]
	return g != nil && slices.ContainsFunc(a.Args, func(x annotate.Arg) bool {
		p := c.predicted.byID[x.Target]
		return p != nil && x.Role == want.Role && (annotate.Overlap(g.Spans, p.Spans) || c.sameEntity(g, p))
	})
}

type pair struct {
	gold, predicted *annotate.Annotation
	overlap         float64
}

// match pairs annotations whose overlap is at least that, the best first.
func match(gold, predicted []*annotate.Annotation, least float64) []pair {
	var all []pair
	byStart := slices.Clone(predicted)
	slices.SortFunc(byStart, func(a, b *annotate.Annotation) int { return a.Hull().Start - b.Hull().Start })
	longest := 0
	for _, p := range byStart {
		longest = max(longest, p.Hull().Len())
	}
	for _, g := range gold {
		h := g.Hull()
		from, _ := slices.BinarySearchFunc(byStart, h.Start-longest, func(a *annotate.Annotation, at int) int { return a.Hull().Start - at })
		for _, p := range byStart[from:] {
			if p.Hull().Start >= h.End {
				break
			}
			if o := Overlap(g.Spans, p.Spans); o >= least {
				all = append(all, pair{g, p, o})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b pair) int { return cmp.Compare(b.overlap, a.overlap) })
	taken := map[*annotate.Annotation]bool{}
	var out []pair
	for _, p := range all {
		if !taken[p.gold] && !taken[p.predicted] {
			taken[p.gold], taken[p.predicted] = true, true
			out = append(out, p)
		}
	}
	return out
}

// Overlap returns the bytes that both have as a part of those that either has.
func Overlap(a, b []annotate.Span) float64 {
	both, all := 0, 0
	for _, s := range a {
		all += s.Len()
		for _, t := range b {
			if n := min(s.End, t.End) - max(s.Start, t.Start); n > 0 {
				both += n
			}
		}
	}
	for _, t := range b {
		all += t.Len()
	}
	if all == both {
		return 0
	}
	return float64(both) / float64(all-both)
}

// Sum adds the counts of documents.
func Sum(documents []Counts) Counts {
	out := Counts{}
	for _, d := range documents {
		for k, n := range d {
			out[k] = out[k].Add(n)
		}
	}
	return out
}

// Interval returns the range that holds 95 of 100 values of F1 of a key, over documents drawn anew; of draws for which it is
// defined, undefined (NaN) where it never is. The same seed gives the same range.
func Interval(documents []Counts, key Key, draws int, seed uint64) (low, high float64) {
	counts := make([]Count, len(documents))
	for i, d := range documents {
		counts[i] = d[key]
	}
	random := rand.New(rand.NewPCG(seed, uint64(len(documents))))
	values := make([]float64, 0, draws)
	for range draws {
		var n Count
		for range counts {
			n = n.Add(counts[random.IntN(len(counts))])
		}
		if f := n.F1(); !math.IsNaN(f) {
			values = append(values, f)
		}
	}
	if len(values) == 0 {
		return math.NaN(), math.NaN()
	}
	slices.Sort(values)
	at := func(p float64) float64 { return values[min(len(values)-1, int(p*float64(len(values))))] }
	return at(0.025), at(0.975)
}

// Row is what is said of a key.
type Row struct {
	Key
	Count
	Low, High float64 // of F1; undefined (NaN) without draws
}

// Rows lists what there is to say of documents together: quotes first, then cues, mentions and events, of each kind all and then
// by type. Rows of which neither side has anything are left out unless all are asked for.
func Rows(schema *annotate.Schema, documents []Counts, draws int, seed uint64, all bool) (rows []Row) {
	ofs := []string{"quote", "quoted", "quote direct", "quote mixed", "quote indirect", "cue", "mention"}
	for _, t := range schema.OfKind(annotate.KindMention) {
		ofs = append(ofs, t.Key)
	}
	ofs = append(ofs, events)
	for _, t := range schema.OfKind(annotate.KindEvent) {
		for _, x := range valued(t) {
			for _, v := range x.Values {
				if of := valueOf(x.Key, v); v != x.Default && !slices.Contains(ofs, of) {
					ofs = append(ofs, of)
				}
			}
		}
	}
	for _, t := range schema.OfKind(annotate.KindEvent) {
		ofs = append(ofs, t.Key)
	}
	sum := Sum(documents)
	for _, of := range ofs {
		for _, m := range Measures(schema) {
			k := Key{of, m}
			n, known := sum[k]
			if !known || !all && n.Gold == 0 && n.Predicted == 0 {
				continue
			}
			low, high := Interval(documents, k, draws, seed)
			rows = append(rows, Row{k, n, low, high})
		}
	}
	return rows
}
