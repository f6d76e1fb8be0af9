package review

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"
	"strconv"

	"quoth/annotate"
)

// What says in which way annotators differ.
type What int

// The ways. The first four are of annotations that have no counterpart, the others of pairs.
const (
	OnlyInA   What = iota
	OnlyInB        //
	SplitInB       // a marked as one what b marked as several; Difference.B is one of the parts
	SplitInA       // b marked as one what a marked as several; Difference.A is one of the parts
	Boundary       // where it begins and ends, or its parts
	Type           //
	Entity         // whom or what it refers to
	Attribute      // the value of the attribute Difference.Of
	Fillers        // who or what fills the role Difference.Of
)

// Difference is one thing on which two annotators, a and b, do not agree.
type Difference struct {
	What What
	A, B *annotate.Annotation // one of them is nil where only the other one marked it
	Of   string               // a key of the type's roles or attributes
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

// Comparison is what came of comparing two annotators.
type Comparison struct {
	Differences []Difference // in the order of the text

	inA, inB map[annotate.ID]*annotate.Annotation
}

// InB returns the counterpart, in b, of an annotation of a, or nil.
func (c *Comparison) InB(a annotate.ID) *annotate.Annotation { return c.inB[a] }

// InA returns the counterpart, in a, of an annotation of b, or nil.
func (c *Comparison) InA(b annotate.ID) *annotate.Annotation { return c.inA[b] }

// Compare compares the annotations of two sets of one document, as [AlignLists] aligns them.
func Compare(schema *annotate.Schema, a, b []*annotate.Annotation) *Comparison {
	al := AlignLists(schema, a, b)
	c := &Comparison{
		Differences: al.Between(0, 1),
		inA:         make(map[annotate.ID]*annotate.Annotation, len(b)), inB: make(map[annotate.ID]*annotate.Annotation, len(a)),
	}
	for _, o := range al.Objects {
		if x, y := o.Versions[0], o.Versions[1]; x != nil && y != nil {
			c.inA[y.ID], c.inB[x.ID] = x, y
		}
	}
	return c
}

// Between lists what two annotators differ in, in the order of the text.
func (a *Alignment) Between(i, j int) []Difference {
	var out []Difference
	for _, o := range a.Objects {
		x, y := o.Versions[i], o.Versions[j]
		switch {
		case x == nil && y == nil:
		case y == nil:
			d := Difference{What: OnlyInA, A: x}
			if w := o.Within; w != nil && w.Versions[j] != nil {
				d = Difference{What: SplitInA, A: x, B: w.Versions[j]}
			}
			out = append(out, d)
		case x == nil:
			d := Difference{What: OnlyInB, B: y}
			if w := o.Within; w != nil && w.Versions[i] != nil {
				d = Difference{What: SplitInB, A: w.Versions[i], B: y}
			}
			out = append(out, d)
		default:
			add := func(w What, of string) { out = append(out, Difference{What: w, A: x, B: y, Of: of}) }
			for what, of := range a.aspects(x, y) {
				if what == Boundary && o.onlySplit(i, j) {
					continue
				}
				differ := a.opinion(what, of, i, x) != a.opinion(what, of, j, y)
				if what == Entity { // that one did not say whom is a difference, though nothing to dispute
					differ = x.Entity != y.Entity
				}
				if differ {
					add(what, of)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Difference) int {
		p, q := x.Hull(), y.Hull()
		return cmp.Or(p.Start-q.Start, q.End-p.End)
	})
	return out
}

// aspects yields in which ways versions of an object can differ.
func (a *Alignment) aspects(versions ...*annotate.Annotation) func(yield func(What, string) bool) {
	return func(yield func(What, string) bool) {
		for _, w := range []What{Boundary, Type, Entity} {
			if !yield(w, "") {
				return
			}
		}
		attrs, roles := map[string]bool{}, map[string]bool{}
		for _, v := range versions {
			for k := range v.Attrs {
				attrs[k] = true
			}
			for _, arg := range v.Args {
				roles[arg.Role] = true
			}
		}
		for _, k := range slices.Sorted(maps.Keys(attrs)) {
			if !yield(Attribute, k) {
				return
			}
		}
		for _, k := range slices.Sorted(maps.Keys(roles)) {
			if !yield(Fillers, k) {
				return
			}
		}
	}
}

// opinion is what an annotator's version says in one way, such that equal opinions are equal strings.
func (a *Alignment) opinion(what What, of string, side int, v *annotate.Annotation) string {
	switch what {
	case Boundary:
		return words(v)
	case Type:
		return v.Type
	case Entity:
		return string(a.of[v].meant(side))
	case Attribute:
		if val := v.Attrs[of]; val != "" || a.schema == nil {
			return val
		}
		if t := a.schema.Type(v.Type); t != nil {
			if x := t.Attr(of); x != nil {
				return x.Default
			}
		}
		return ""
	}
	var fillers []string
	for _, arg := range v.Args {
		if arg.Role == of {
			fillers = append(fillers, a.name(side, arg.Target))
		}
	}
	slices.Sort(fillers)
	s := ""
	for _, f := range fillers {
		s += f + "\x00"
	}
	return s
}

// meant returns the entity that an annotator's version refers to; where it is not named, the one that all meant
// who named one for the same words, or "".
func (o *Object) meant(side int) annotate.ID {
	entity := o.Versions[side].Entity
	if entity != "" {
		return entity
	}
	for _, v := range o.Versions {
		switch {
		case v == nil || v.Entity == "" || v.Entity == entity:
		case entity == "":
			entity = v.Entity
		default:
			return ""
		}
	}
	return entity
}

// linked is whom or what an annotator’s version refers to once it is taken as a type: what it is meant to, if somebody named
// that for the same type, which may refer to it.
func (o *Object) linked(side int, typ string) annotate.ID {
	v := o.Versions[side]
	entity := o.meant(side)
	if entity == v.Entity || slices.ContainsFunc(o.present(), func(x *annotate.Annotation) bool { return x.Type == typ && x.Entity == entity }) {
		return entity
	}
	return v.Entity
}

// name is the same for all versions of an object.
func (a *Alignment) name(side int, id annotate.ID) string {
	if o := a.Of(side, id); o != nil {
		return strconv.Itoa(o.number)
	}
	return string(id)
}

// onlySplit reports whether the parts that one of two annotators made of an object are together just what
// the other marked as one.
func (o *Object) onlySplit(i, j int) bool {
	if len(o.parts) == 0 {
		return false
	}
	var hulls [2]annotate.Span
	for k, side := range [2]int{i, j} {
		hulls[k] = o.Versions[side].Hull()
		for _, p := range o.parts {
			if v := p.Versions[side]; v != nil {
				h := v.Hull()
				hulls[k] = annotate.Span{Start: min(hulls[k].Start, h.Start), End: max(hulls[k].End, h.End)}
			}
		}
	}
	return hulls[0] == hulls[1]
}

// Dispute is one thing on which the annotators do not all agree. Who names no entity does not contradict those who all
// name the same.
type Dispute struct {
	Object *Object
	What   What   // Missing, Parts, Boundary, Type, Entity, Attribute or Fillers
	Of     string // as in a Difference
	// Sides parts the annotators by their opinion: the opinion that most share comes first. Where What is
	// neither Missing nor Parts, only those are in it who marked the object.
	Sides [][]int
}

// What no pair but a whole group of annotators can differ in.
const (
	Missing What = iota + 100 // some did not mark it: Sides are those who did and those who did not
	Parts                     // some marked as one, with something else, what others marked as several
)

// Disputes lists on what the annotators do not all agree, in the order of the text.
func (a *Alignment) Disputes() []Dispute {
	var out []Dispute
	for _, o := range a.Objects {
		var have, lack []int
		var versions []*annotate.Annotation
		for i, v := range o.Versions {
			if v == nil {
				lack = append(lack, i)
				continue
			}
			have, versions = append(have, i), append(versions, v)
		}
		if len(lack) > 0 {
			d := Dispute{Object: o, What: Missing, Sides: [][]int{have, lack}}
			if o.Within != nil {
				d.What = Parts
			}
			mostFirst(d.Sides)
			out = append(out, d)
		}
		if len(have) < 2 {
			continue
		}
		for what, of := range a.aspects(versions...) {
			var sides [][]int
			at := map[string]int{}
			for _, i := range have {
				s := a.opinion(what, of, i, o.Versions[i])
				k, known := at[s]
				if !known {
					k = len(sides)
					at[s] = k
					sides = append(sides, nil)
				}
				sides[k] = append(sides[k], i)
			}
			if len(sides) > 1 {
				mostFirst(sides)
				out = append(out, Dispute{o, what, of, sides})
			}
		}
	}
	return out
}

func mostFirst(sides [][]int) {
	slices.SortStableFunc(sides, func(x, y []int) int { return len(y) - len(x) })
}

// words is the same for annotations of exactly the same words.
func words(a *annotate.Annotation) string {
	buf := make([]byte, 0, 8*len(a.Spans))
	for _, s := range a.Spans {
		buf = binary.AppendUvarint(buf, uint64(s.Start))
		buf = binary.AppendUvarint(buf, uint64(s.End))
	}
	return string(buf)
}
