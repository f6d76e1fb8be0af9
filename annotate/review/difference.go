package review

import (
	"slices"

	"quoth/annotate"
)

// What says in which way two annotators differ.
type What int

// The ways. The first two are of annotations with no counterpart, the others of pairs.
const (
	OnlyInA  What = iota
	OnlyInB       //
	Boundary      // where it begins and ends, or its parts
	Type          //
	Entity        // whom or what it refers to
	Fillers       // who or what fills Difference.Role
)

// Difference is one thing on which two annotators do not agree.
type Difference struct {
	What What
	A, B *annotate.Annotation // one of them is nil where only the other one marked it
	Role string               // of Fillers: a key of the type's roles
}

// Hull returns the smallest span around what either marked.
func (d Difference) Hull() annotate.Span {
	switch {
	case d.A == nil:
		return d.B.Hull()
	case d.B == nil:
		return d.A.Hull()
	}
	a, b := d.A.Hull(), d.B.Hull()
	return annotate.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}

// Differences lists what two sets of one document differ in, in the order of the text. It takes
// O(n log n) for n annotations in all.
func Differences(a, b *annotate.Set) []Difference {
	return Compare(slices.Collect(a.All()), slices.Collect(b.All())).Differences
}

// Comparison is what came of comparing two annotators.
type Comparison struct {
	Differences []Difference // in the order of the text

	inA, inB map[annotate.ID]*annotate.Annotation
}

// InB returns the counterpart, in b, of an annotation of a, or nil.
func (c *Comparison) InB(a annotate.ID) *annotate.Annotation { return c.inB[a] }

// InA returns the counterpart, in a, of an annotation of b, or nil.
func (c *Comparison) InA(b annotate.ID) *annotate.Annotation { return c.inA[b] }

// Compare compares the annotations of two sets of one document, each in the order of the text. It
// changes nothing and keeps nothing but the annotations themselves, which must not change either.
func Compare(a, b []*annotate.Annotation) *Comparison {
	p := newPairing(a, b)
	p.same(func(x *annotate.Annotation) string { return x.Type + "\x00" + words(x) })
	p.same(words)
	p.overlapping()

	c := &Comparison{inA: p.of[1], inB: p.of[0]}
	for _, x := range a {
		y := c.inB[x.ID]
		if y == nil {
			c.Differences = append(c.Differences, Difference{What: OnlyInA, A: x})
			continue
		}
		c.compare(x, y)
	}
	for _, y := range b {
		if c.inA[y.ID] == nil {
			c.Differences = append(c.Differences, Difference{What: OnlyInB, B: y})
		}
	}
	slices.SortStableFunc(c.Differences, func(x, y Difference) int {
		p, q := x.Hull(), y.Hull()
		if p.Start != q.Start {
			return p.Start - q.Start
		}
		return q.End - p.End
	})
	return c
}

// compare lists what a pair differs in.
func (c *Comparison) compare(x, y *annotate.Annotation) {
	add := func(w What, role string) {
		c.Differences = append(c.Differences, Difference{What: w, A: x, B: y, Role: role})
	}
	if !slices.Equal(x.Spans, y.Spans) {
		add(Boundary, "")
	}
	if x.Type != y.Type {
		add(Type, "")
	}
	if x.Entity != y.Entity {
		add(Entity, "")
	}
	if len(x.Args) == 0 && len(y.Args) == 0 {
		return
	}
	var roles []string
	for _, args := range [][]annotate.Arg{x.Args, y.Args} {
		for _, arg := range args {
			if !slices.Contains(roles, arg.Role) {
				roles = append(roles, arg.Role)
			}
		}
	}
	slices.Sort(roles)
	for _, role := range roles {
		if !c.filledAlike(x, y, role) {
			add(Fillers, role)
		}
	}
}

// filledAlike reports whether the fillers of a role are each other's counterparts, in whatever order.
func (c *Comparison) filledAlike(x, y *annotate.Annotation, role string) bool {
	var mine, theirs []annotate.ID // as identities in b
	for _, arg := range x.Args {
		if arg.Role == role {
			t := c.inB[arg.Target]
			if t == nil {
				return false
			}
			mine = append(mine, t.ID)
		}
	}
	for _, arg := range y.Args {
		if arg.Role == role {
			theirs = append(theirs, arg.Target)
		}
	}
	slices.Sort(mine)
	slices.Sort(theirs)
	return slices.Equal(mine, theirs)
}
