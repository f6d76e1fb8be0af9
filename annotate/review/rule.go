package review

import (
	"fmt"
	"hash/fnv"
	"strconv"

	"quoth/annotate"
)

// Rule says which cases need no person: those of which so many annotators made the same. A tie is never decided.
type Rule struct {
	Kind    RuleKind
	AtLeast int // of a threshold: how many annotators
}

// RuleKind is a kind of rule.
type RuleKind string

// The kinds. Each asks that two or more annotators made the same, but a threshold that asks for fewer.
const (
	Unanimous RuleKind = "unanimous" // all who worked on the article
	Majority  RuleKind = "majority"  // more than half of them
	Threshold RuleKind = "threshold" // at least so many, and more than made anything else of it
)

// RuleKinds lists the kinds of rules.
var RuleKinds = []RuleKind{Unanimous, Majority, Threshold}

// String says the rule in a word or two: "majority", "at least 3".
func (r Rule) String() string {
	if r.Kind == Threshold {
		return "at least " + strconv.Itoa(r.AtLeast)
	}
	return string(r.Kind)
}

// Check returns nil, or why there is no such rule.
func (r Rule) Check() error {
	switch {
	case r.Kind == Threshold && r.AtLeast < 1:
		return fmt.Errorf("a threshold is a number of annotators, from 1; it cannot be %d", r.AtLeast)
	case r.Kind != Unanimous && r.Kind != Majority && r.Kind != Threshold:
		return fmt.Errorf("there is no rule %q", r.Kind)
	}
	return nil
}

// Choose returns the annotator whose version the rule takes; false where it leaves the case to a person. That
// most marked nothing is no reason to take nothing: a person looks at what others found.
func (r Rule) Choose(cs *Cases, c *Case) (side int, ok bool) { return r.choose(cs, c, nil) }

// choose leaves out what was said of fillers that are decided about.
func (r Rule) choose(cs *Cases, c *Case, decided func(*Object) bool) (side int, ok bool) {
	camps := cs.campsBut(c, decided)
	n := len(camps[0])
	if c.Version(camps[0][0]) == nil || len(camps) > 1 && len(camps[1]) == n {
		return -1, false
	}
	switch r.Kind {
	case Unanimous:
		ok = n == cs.sides && n >= 2
	case Majority:
		ok = 2*n > cs.sides && n >= 2
	case Threshold:
		ok = n >= r.AtLeast
	}
	return camps[0][0], ok
}

// Apply drafts what the rule decides about the cases that are not settled in a set, and returns those that it
// decided about, in the order of the text. Frames come before mentions and cues, which may fill their roles. What
// a person has decided about stays; a version that came later and says the same is accepted. Cases in but are left
// out.
func (r Rule) Apply(cs *Cases, into *annotate.Set, title string, but map[*Case]bool) (*Settling, []*Case) {
	s := cs.Settle(into, title)
	taken := map[*Case]bool{}
	for _, frames := range []bool{true, false} {
		for _, c := range cs.All {
			if c.frame != frames || but[c] {
				continue
			}
			begun, along := s.begun(c)
			if begun || !frames && s.wanted(c, taken) {
				continue
			}
			decided := s.decidedByNow
			if along { // with one version of what fills its roles, that nobody chose for itself
				decided = s.decided
			}
			if side, ok := r.choose(cs, c, decided); ok {
				s.Take(c, side)
				taken[c] = true
			}
		}
	}
	var out []*Case
	for _, c := range cs.All {
		if taken[c] {
			out = append(out, c)
		}
	}
	return s, out
}

// begun reports whether something is decided about a case's objects, and if not, whether it is a frame that came along with
// another one whose role it fills, which is no decision about it. Other versions that say what stands are accepted.
func (s *Settling) begun(c *Case) (begun, along bool) {
	known := false
	for _, o := range c.Objects {
		for side, v := range o.Versions {
			if v == nil {
				continue
			}
			if d := s.Draft.Decision(s.cases.who[side], v.ID); d != nil {
				known, begun = true, begun || !c.frame || d.Within == ""
			}
		}
		a := s.Draft.Get(s.Result(o))
		for side, v := range o.Versions {
			if known && a != nil && v != nil && s.Draft.Decision(s.cases.who[side], v.ID) == nil && s.same(v, side, a) {
				s.decideOne(o, side, a.ID, a)
			}
		}
	}
	return begun, known && !begun
}

// Complete reports whether everything that anybody marked is decided about, as it is now and as the draft leaves it.
func (s *Settling) Complete() bool {
	for _, o := range s.cases.Objects {
		if !s.decided(o) {
			return false
		}
	}
	return true
}

// wanted reports whether a mention or cue fills a role in a frame on which the annotators differ and that is left
// to a person, who decides about both.
func (s *Settling) wanted(c *Case, taken map[*Case]bool) bool {
	if len(c.Disputes) == 0 {
		return false
	}
	for _, o := range c.Objects {
		for _, user := range s.cases.users[o] {
			if !taken[user] && s.cases.Status(user, s.into) == Open {
				return true
			}
		}
	}
	return false
}

// Sampled reports whether a thing is in a random sample of a part of all, from 0 to 1. It depends on the seed and
// the thing alone, so that the sample is the same in whatever order and however often it is drawn.
func Sampled(seed uint64, document annotate.DocumentID, id annotate.ID, part float64) bool {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d\x00%s\x00%s", seed, document, id)
	x := h.Sum64()
	x ^= x >> 33 // what FNV leaves in the high bits of like names is not spread well
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	return float64(x>>11)/(1<<53) < part
}
