package review

import (
	"cmp"
	"slices"

	"quoth/annotate"
	"quoth/annotate/review/agreement/matching"
)

// Object is one thing that annotators marked.
type Object struct {
	// Versions holds what each annotator made of it, nil for those who did not mark it. It must not be changed.
	Versions []*annotate.Annotation
	// Within is the object that holds what this one is a part of, where some annotators marked as one what
	// others marked as several; nil otherwise.
	Within *Object

	parts  []*Object // those that are within this one
	hull   annotate.Span
	number int // among the objects of the text
}

// Hull returns the smallest span around what any annotator marked.
func (o *Object) Hull() annotate.Span { return o.hull }

// Alignment is several annotators' sets of one text, put side by side.
type Alignment struct {
	Objects []*Object // in the order of the text
	sides   int
	schema  *annotate.Schema
	of      map[*annotate.Annotation]*Object
	byID    []map[annotate.ID]*annotate.Annotation // of each annotator
}

// Align puts sets of one document side by side. It takes O(n log n) for n annotations that do not all lie
// over one another, and looks at a few neighbours of each where they do. The order of the sets does not
// change what becomes one object. A nil schema takes all types for one kind.
func Align(schema *annotate.Schema, sets ...*annotate.Set) *Alignment {
	lists := make([][]*annotate.Annotation, len(sets))
	for i, s := range sets {
		lists[i] = slices.Collect(s.All())
	}
	return AlignLists(schema, lists...)
}

// AlignLists is [Align] for annotations that are not held by sets any more. It changes nothing and keeps
// nothing but the annotations themselves, which must not change either.
func AlignLists(schema *annotate.Schema, lists ...[]*annotate.Annotation) *Alignment {
	g := &gathering{schema: schema, byID: make([]map[annotate.ID]*annotate.Annotation, len(lists))}
	g.gather(lists)
	whole := g.alike()
	things := matching.Things{Side: g.side, Whole: whole, Near: g.near(whole), Gain: g.gain}
	a := &Alignment{sides: len(lists), schema: schema, byID: g.byID, of: make(map[*annotate.Annotation]*Object, len(g.marks))}
	groups := things.Match()
	a.Objects = make([]*Object, len(groups))
	for i, group := range groups {
		o := &Object{Versions: make([]*annotate.Annotation, len(lists)), hull: g.marks[group[0]].hull}
		for _, k := range group {
			m := &g.marks[k]
			o.Versions[g.side[k]] = m.ann
			o.hull = annotate.Span{Start: min(o.hull.Start, m.hull.Start), End: max(o.hull.End, m.hull.End)}
			a.of[m.ann] = o
		}
		a.Objects[i] = o
	}
	slices.SortStableFunc(a.Objects, func(x, y *Object) int {
		return cmp.Or(x.hull.Start-y.hull.Start, y.hull.End-x.hull.End)
	})
	for i, o := range a.Objects {
		o.number = i
	}
	a.findParts()
	return a
}

// Sides returns how many annotators are compared.
func (a *Alignment) Sides() int { return a.sides }

// Object returns the object of which an annotation is a version, or nil.
func (a *Alignment) Object(x *annotate.Annotation) *Object { return a.of[x] }

// Of returns the object of what an annotator marked under an identity, or nil.
func (a *Alignment) Of(side int, id annotate.ID) *Object { return a.of[a.byID[side][id]] }

// Annotation returns what an annotator marked under an identity, or nil.
func (a *Alignment) Annotation(side int, id annotate.ID) *annotate.Annotation {
	return a.byID[side][id]
}

// mark is an annotation while objects are made.
type mark struct {
	ann  *annotate.Annotation
	hull annotate.Span
	size int
	kind annotate.Kind
}

type gathering struct {
	schema *annotate.Schema
	marks  []mark // by place, then type, then annotator
	side   []int  // of each mark
	byID   []map[annotate.ID]*annotate.Annotation
}

func (g *gathering) kind(typ string) annotate.Kind {
	if g.schema == nil {
		return ""
	}
	return g.schema.Kind(typ)
}

func (g *gathering) gather(lists [][]*annotate.Annotation) {
	n := 0
	for _, l := range lists {
		n += len(l)
	}
	type from struct {
		mark
		side int
	}
	all := make([]from, 0, n)
	for side, list := range lists {
		g.byID[side] = make(map[annotate.ID]*annotate.Annotation, len(list))
		for _, x := range list {
			g.byID[side][x.ID] = x
			if len(x.Spans) > 0 {
				all = append(all, from{mark{x, x.Hull(), size(x.Spans), g.kind(x.Type)}, side})
			}
		}
	}
	slices.SortFunc(all, func(x, y from) int {
		return cmp.Or(byWords(&x.mark, &y.mark), cmp.Compare(x.ann.ID, y.ann.ID), x.side-y.side)
	})
	g.marks, g.side = make([]mark, len(all)), make([]int, len(all))
	for i, x := range all {
		g.marks[i], g.side[i] = x.mark, x.side
	}
}

// byWords orders by place, the longer first, then by parts and type.
func byWords(x, y *mark) int {
	if d := cmp.Or(x.hull.Start-y.hull.Start, y.hull.End-x.hull.End); d != 0 {
		return d
	}
	if len(x.ann.Spans) > 1 || len(y.ann.Spans) > 1 {
		if d := slices.CompareFunc(x.ann.Spans, y.ann.Spans, func(s, t annotate.Span) int {
			return cmp.Or(s.Start-t.Start, s.End-t.End)
		}); d != 0 {
			return d
		}
	}
	return cmp.Compare(x.ann.Type, y.ann.Type)
}

// alike returns the marks of the same type and words, at most one of each annotator in a group. All marks
// are in one group, alone where nobody else marked the same.
func (g *gathering) alike() [][]int {
	var whole [][]int
	for from := 0; from < len(g.marks); {
		to := from + 1
		for to < len(g.marks) && byWords(&g.marks[from], &g.marks[to]) == 0 {
			to++
		}
		first := len(whole)
		for i := from; i < to; i++ {
			// No set marks the same twice, unless it breaks the rules.
			at := slices.IndexFunc(whole[first:], func(w []int) bool {
				return !slices.ContainsFunc(w, func(j int) bool { return g.side[j] == g.side[i] })
			})
			if at < 0 {
				whole = append(whole, []int{i})
			} else {
				whole[first+at] = append(whole[first+at], i)
			}
		}
		from = to
	}
	return whole
}

// neighbours is how many marks that lie over a place are looked at from one that begins there, and from one
// that ends there: those that began last, and those that end first. It bounds the work for sets that nest
// without end; in others it is never reached.
const neighbours = 24

// near returns the pairs of groups of which one may hold the versions that the other lacks.
func (g *gathering) near(whole [][]int) [][2]int {
	sides := len(g.byID)
	var ends []int // one mark of each group that lacks a version
	for _, w := range whole {
		if len(w) < sides {
			ends = append(ends, w[0])
		}
	}
	var pairs [][2]int
	open := map[annotate.Kind][]int{}
	sweep := func(order []int, over func(i, j int) bool) {
		clear(open)
		for _, i := range order {
			k := g.marks[i].kind
			still := open[k]
			kept := still[:0]
			for _, j := range still {
				if over(j, i) {
					kept = append(kept, j)
					pairs = append(pairs, [2]int{j, i})
				}
			}
			if len(kept) >= neighbours {
				kept = append(kept[:0], kept[len(kept)-neighbours+1:]...)
			}
			open[k] = append(kept, i)
		}
	}
	sweep(ends, func(j, i int) bool { return g.marks[j].hull.End > g.marks[i].hull.Start })
	backwards := slices.Clone(ends)
	slices.SortStableFunc(backwards, func(x, y int) int {
		return cmp.Or(g.marks[y].hull.End-g.marks[x].hull.End, g.marks[x].hull.Start-g.marks[y].hull.Start)
	})
	sweep(backwards, func(j, i int) bool { return g.marks[j].hull.Start < g.marks[i].hull.End })
	return pairs
}

// otherType is what the words that versions share are worth where their types differ.
const otherType = 0.6

// gain says how much two marks agree, from 0 to 1, or that they cannot be versions of one object.
func (g *gathering) gain(i, j int) (float64, bool) {
	x, y := &g.marks[i], &g.marks[j]
	if x.kind != y.kind {
		return 0, false
	}
	n := shared(x.ann.Spans, y.ann.Spans)
	if n == 0 {
		return 0, false
	}
	words := float64(n) / float64(x.size+y.size-n)
	if x.ann.Type != y.ann.Type {
		if words <= 0.5 {
			return 0, false
		}
		words *= otherType
	}
	if len(x.ann.Args) == 0 && len(y.ann.Args) == 0 {
		return words, true
	}
	return words * (0.9 + 0.1*g.fillers(x.ann, g.side[i], y.ann, g.side[j])), true
}

// fillers returns the part of the arguments of two annotations that share words in the same role.
func (g *gathering) fillers(x *annotate.Annotation, p int, y *annotate.Annotation, q int) float64 {
	same := 0
	for _, a := range x.Args {
		s := g.byID[p][a.Target]
		for _, b := range y.Args {
			if t := g.byID[q][b.Target]; a.Role == b.Role && s != nil && t != nil && annotate.Overlap(s.Spans, t.Spans) {
				same++
				break
			}
		}
	}
	return float64(same) / float64(max(len(x.Args), len(y.Args)))
}

// findParts finds what some annotators marked as several and others as one.
func (a *Alignment) findParts() {
	var open []*Object // may hold what comes
	for _, o := range a.Objects {
		open = slices.DeleteFunc(open, func(x *Object) bool { return x.hull.End <= o.hull.Start })
		if len(open) > neighbours {
			open = append(open[:0], open[len(open)-neighbours:]...)
		}
		for _, x := range open {
			// What begins later may also be the larger one: the first part of a quote is often marked longer.
			switch {
			case o.partOf(x):
				o.Within, x.parts = x, append(x.parts, o)
			case x.partOf(o):
				x.Within, o.parts = o, append(o.parts, x)
			}
		}
		open = append(open, o)
	}
}

// partOf reports whether those who marked o split what all others marked as one, x: each of them has a
// version of both on words of its own, and for all of those who have no version of o, theirs of x holds most of its words.
func (o *Object) partOf(x *Object) bool {
	if o.Within != nil || x.Within != nil || len(o.parts) > 0 {
		return false
	}
	one, several := false, false
	for i, mine := range o.Versions {
		theirs := x.Versions[i]
		switch {
		case mine != nil && (theirs == nil || annotate.Overlap(mine.Spans, theirs.Spans)):
			return false
		case mine != nil:
			several = true
		case theirs != nil:
			whole := false
			for _, v := range o.Versions {
				if v != nil && v.Type == theirs.Type && 2*shared(v.Spans, theirs.Spans) > size(v.Spans) {
					whole = true
				}
			}
			if !whole {
				return false
			}
			one = true
		}
	}
	return one && several
}

// shared counts the bytes that both lists of spans hold. Each is ascending and disjoint.
func shared(a, b []annotate.Span) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		n += max(0, min(a[i].End, b[j].End)-max(a[i].Start, b[j].Start))
		if a[i].End <= b[j].End {
			i++
		} else {
			j++
		}
	}
	return n
}

func size(spans []annotate.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}
