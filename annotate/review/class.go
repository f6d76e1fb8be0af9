package review

import (
	"slices"

	"quoth/annotate"
)

// Class says what a difference is about, for those who settle it: what is worth most comes first.
type Class int

// The classes, in the order of their worth. A dataset of quotes is spoilt most by the wrong speaker.
const (
	ClassSpeaker   Class = iota // who is quoted
	ClassBoundary               // which words
	ClassMissing                // some marked it, others not
	ClassSplit                  // one or several
	ClassType                   //
	ClassEntity                 // whom or what a mention means that is no speaker
	ClassRole                   // who or what fills another role
	ClassAttribute              //
)

// Classes lists the classes.
var Classes = []Class{ClassSpeaker, ClassBoundary, ClassMissing, ClassSplit, ClassType, ClassEntity, ClassRole, ClassAttribute}

var classNames = []string{"speaker", "boundary", "missing", "split", "type", "entity", "role", "attribute"}

// String names a class in one word.
func (k Class) String() string {
	if k < 0 || int(k) >= len(classNames) {
		return ""
	}
	return classNames[k]
}

// Classes returns what the annotators differ in that is not decided in a set, or changed since, what is worth most
// first; of a settled case what they differed in.
func (cs *Cases) Classes(c *Case, into *annotate.Set) []Class {
	var open, all []Class
	for _, d := range c.Disputes {
		k := cs.class(c, d)
		all = append(all, k)
		if !cs.decided(d.Object, into) {
			open = append(open, k)
		}
	}
	for _, x := range cs.Since(c, into) {
		open = append(open, cs.class(c, Dispute{Object: x.Object, What: x.What, Of: x.Of}))
	}
	if len(open) == 0 {
		open = all
	}
	slices.Sort(open)
	return slices.Compact(open)
}

func (cs *Cases) class(c *Case, d Dispute) Class {
	switch d.What {
	case Boundary:
		return ClassBoundary
	case Parts:
		return ClassSplit
	case Type:
		return ClassType
	case Attribute:
		return ClassAttribute
	case Fillers:
		if cs.speaks(c, d.Of) {
			return ClassSpeaker
		}
		return ClassRole
	}
	for side, v := range d.Object.Versions {
		if v == nil {
			continue
		}
		for _, o := range c.Objects {
			if w := o.Versions[side]; w != nil && slices.ContainsFunc(w.Args, func(x annotate.Arg) bool { return x.Target == v.ID && cs.speaks(c, x.Role) }) {
				return ClassSpeaker
			}
		}
	}
	switch {
	case d.What == Entity:
		return ClassEntity
	case slices.Contains(c.Fillers, d.Object): // of the frame it is a difference of who or what fills a role
		return ClassRole
	}
	return ClassMissing
}

// speaks reports whether a role of a case is that of who is quoted: the one of a quote that one person,
// organisation or place fills.
func (cs *Cases) speaks(c *Case, role string) bool {
	if cs.schema == nil {
		return false
	}
	for _, v := range c.Main().present() {
		t := cs.schema.Type(v.Type)
		if t == nil || t.Kind != annotate.KindQuote {
			continue
		}
		r := t.Role(role)
		if r != nil && r.Single && slices.ContainsFunc(r.Targets, func(key string) bool {
			target := cs.schema.Type(key)
			return target != nil && len(target.Entities) > 0
		}) {
			return true
		}
	}
	return false
}
