package workbench

import (
	"errors"
	"fmt"
	"slices"

	"quoth/annotate"
	"quoth/annotate/review"
)

// Mix is a version that is put together from several: for each part on which annotators differ a digit says whose,
// and Enter takes the likeliest for all that are left.
type Mix struct {
	Parts  []MixPart
	At     int // the part that is asked for
	review *review.Case
	base   int
}

// MixPart is a part and whose it may be.
type MixPart struct {
	Label  string // "Words", "Speaker"
	What   review.What
	Camps  []MixCamp
	Chosen int // among Camps: the largest to begin with
	part   review.Part
}

// MixCamp is those who made the same of a part.
type MixCamp struct {
	Sides []int // annotators, 0 is that of key 1
	Words string
}

// Mix returns the parts while they are chosen, or nil.
func (r *Review) Mix() *Mix { return r.mix }

// mixParts begins to put a version together.
func (b *Bench) mixParts() {
	r := b.review
	c := r.current
	base, _ := r.cases.Likeliest(c)
	parts := r.cases.Parts(c)
	switch {
	case len(parts) == 0:
		b.forgetGiven()
		b.fail(errors.New("those who marked it marked the same; take it from one of them, or 0 for none"))
		return
	case c.Main().Versions[base] == nil:
		base = c.Main().Sides()[0]
	}
	b.forgetGiven()
	m := &Mix{review: c, base: base}
	for _, p := range parts {
		part := MixPart{Label: r.partLabel(c, p.Part), What: p.What, part: p.Part}
		for _, camp := range p.Camps {
			part.Camps = append(part.Camps, MixCamp{camp, r.partWords(c, p.Part, camp[0])})
		}
		m.Parts = append(m.Parts, part)
	}
	r.mix = m
	b.touch(ReviewChanged | StatusChanged)
}

// partLabel names a part.
func (r *Review) partLabel(c *review.Case, p review.Part) string {
	switch p.What {
	case review.Boundary:
		return "Words"
	case review.Type:
		return "Type"
	case review.Entity:
		return "Entity"
	}
	for _, side := range c.Main().Sides() {
		t := r.bench.Schema().Type(c.Main().Versions[side].Type)
		if p.What == review.Attribute {
			if x := t.Attr(p.Of); x != nil {
				return x.Label
			}
		} else if x := t.Role(p.Of); x != nil {
			return x.Label
		}
	}
	return p.Of
}

// partWords says what an annotator made of a part.
func (r *Review) partWords(c *review.Case, p review.Part, side int) string {
	b := r.bench
	v := c.Main().Versions[side]
	switch p.What {
	case review.Boundary:
		return words(b.doc, v.Spans)
	case review.Type:
		return b.Schema().Label(v.Type)
	case review.Entity:
		if name := b.entityName(v.Entity); name != "" {
			return name
		}
		return "not named"
	case review.Attribute:
		value := v.Attrs[p.Of]
		if x := b.Schema().Type(v.Type).Attr(p.Of); x != nil && value == "" {
			value = x.Default
		}
		if value == "" {
			return "none"
		}
		return value
	}
	return r.fillerWords(v, side, p.Of)
}

// fillerWords says who or what fills a role of an annotator's version.
func (r *Review) fillerWords(v *annotate.Annotation, side int, role string) string {
	s := ""
	for _, arg := range v.Args {
		t := r.sets[side].Get(arg.Target)
		if arg.Role != role || t == nil {
			continue
		}
		if s != "" {
			s += ", "
		}
		s += words(r.bench.doc, t.Spans)
		if name := r.bench.entityName(t.Entity); name != "" && name != words(r.bench.doc, t.Spans) {
			s += " (" + name + ")"
		}
	}
	if s == "" {
		return "nobody"
	}
	return s
}

// ChoosePart takes the part that is asked for from an annotator, 0 is the first, and asks for the next; after the
// last one the verdict is given.
func (r *Review) ChoosePart(side int) { r.bench.act(func() { r.choosePart(side) }) }

func (r *Review) choosePart(side int) {
	b, m := r.bench, r.mix
	if m == nil {
		return
	}
	p := &m.Parts[m.At]
	i := slices.IndexFunc(p.Camps, func(c MixCamp) bool { return slices.Contains(c.Sides, side) })
	if i < 0 {
		b.fail(fmt.Errorf("%s comes from one of those who marked it: %s", p.Label, r.keysOfVersions()))
		return
	}
	p.Chosen = i
	if m.At++; m.At == len(m.Parts) {
		r.finishMix()
		return
	}
	b.touch(ReviewChanged | StatusChanged)
}

// finishMix gives the verdict with the parts as they are chosen.
func (r *Review) finishMix() {
	m := r.mix
	r.mix = nil
	parts := map[review.Part]int{}
	for _, p := range m.Parts {
		parts[p.part] = p.Camps[p.Chosen].Sides[0]
	}
	r.bench.touch(ReviewChanged | StatusChanged)
	r.decide("Mix parts of several versions", "Mixed", func(s *review.Settling, c *review.Case) { s.Mix(c, m.base, parts) })
}

// pressMixing takes a key while parts are chosen.
func (r *Review) pressMixing(k Key) bool {
	b, m := r.bench, r.mix
	switch d := k.digit(); {
	case d != "" && d != "0":
		r.choosePart(int(d[0] - '1'))
	case k == "Enter":
		r.finishMix()
	case k == "Backspace" || k == "Up" || k == "Left":
		m.At = max(0, m.At-1)
	case k == "Down" || k == "Right" || k == "Tab":
		m.At = min(len(m.Parts)-1, m.At+1)
	case k == "Escape":
		r.mix = nil
		b.say("Nothing is decided.")
	default:
		return k.plain()
	}
	b.touch(ReviewChanged | StatusChanged)
	return true
}
