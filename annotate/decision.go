package annotate

import (
	"cmp"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Gold is who owns the sets that review produces.
const Gold AnnotatorID = "gold"

// ErrGold says that nobody works under the name of gold.
var ErrGold = errors.New("gold is what a review makes; nobody works under that name")

// Worker returns whom a name means that a person gave as theirs, "" for none; the name of gold is none.
func Worker(name string) (AnnotatorID, error) {
	name = strings.TrimSpace(name)
	if AnnotatorID(name) == Gold {
		return "", ErrGold
	}
	return AnnotatorID(name), nil
}

// Decision is what the owner of a set decided about an annotation of another annotator's set of the same
// document: what that set proposed is part of this one as it was or corrected, or is not. It is remembered for
// ever, so that nothing is proposed twice.
type Decision struct {
	Annotator AnnotatorID // whose annotation it is about
	About     ID          // that annotation
	Type      string      // what it was when this was decided …
	Spans     []Span      // … and where, so that both are known when it is gone
	Verdict   Verdict
	Result    ID     // the annotation of this set that came of it; "" where it was rejected
	Reason    Reason // "" where nobody said why
	// Within is an annotation, of whichever annotator, with which this was decided, as a mention is with the quote whose
	// speaker it is; "" where it was decided by itself.
	Within ID
	Seen   *Content // what else it said when this was decided; nil where nobody noted that
}

// Content is what an annotation says beyond its type and its words.
type Content struct {
	Entity ID
	Args   []Arg
	Attrs  map[string]string
}

// Content returns what the annotation says beyond its type and its words.
func (a *Annotation) Content() *Content {
	return &Content{a.Entity, slices.Clone(a.Args), maps.Clone(a.Attrs)}
}

// Clone returns a deep copy.
func (c *Content) Clone() *Content {
	if c == nil {
		return nil
	}
	return &Content{c.Entity, slices.Clone(c.Args), maps.Clone(c.Attrs)}
}

// Equal reports whether both say the same.
func (c *Content) Equal(d *Content) bool {
	if c == nil || d == nil {
		return c == d
	}
	return c.Entity == d.Entity && slices.Equal(c.Args, d.Args) && maps.Equal(c.Attrs, d.Attrs)
}

// Covers reports whether an annotation still is what was decided about, as far as that was noted.
func (d *Decision) Covers(a *Annotation) bool {
	return d.Type == a.Type && slices.Equal(d.Spans, a.Spans) &&
		(d.Seen == nil || d.Seen.Entity == a.Entity && slices.Equal(d.Seen.Args, a.Args) && maps.Equal(d.Seen.Attrs, a.Attrs))
}

// Verdict is what was decided.
type Verdict string

// The verdicts.
const (
	VerdictAccepted  Verdict = "accepted"  // it is in the set as it was
	VerdictCorrected Verdict = "corrected" // something else is, in its place
	VerdictRejected  Verdict = "rejected"  // nothing is
)

// Verdicts lists the verdicts.
var Verdicts = []Verdict{VerdictAccepted, VerdictCorrected, VerdictRejected}

// Reason says why annotators differed, or why a proposal was wrong.
type Reason string

// The reasons.
const (
	ReasonText      Reason = "ambiguous text" // it can be read in more ways than one
	ReasonGuideline Reason = "guideline gap"  // the guideline does not say
	ReasonSlip      Reason = "slip"           // of attention
	ReasonBoundary  Reason = "boundary"       // the right thing with the wrong words
	ReasonPerson    Reason = "wrong person"
)

// Reasons lists the reasons in the order in which they are offered.
var Reasons = []Reason{ReasonText, ReasonGuideline, ReasonSlip, ReasonBoundary, ReasonPerson}

// DecisionAbout returns a decision about an annotation of an annotator's, as it is now.
func DecisionAbout(annotator AnnotatorID, a *Annotation, v Verdict, result ID) *Decision {
	return &Decision{Annotator: annotator, About: a.ID, Type: a.Type, Spans: slices.Clone(a.Spans), Verdict: v, Result: result}
}

// Clone returns a deep copy.
func (d *Decision) Clone() *Decision {
	c := *d
	c.Spans, c.Seen = slices.Clone(d.Spans), d.Seen.Clone()
	return &c
}

// Equal reports whether both say the same of the same annotation.
func (d *Decision) Equal(e *Decision) bool {
	if d == nil || e == nil {
		return d == e
	}
	return d.Annotator == e.Annotator && d.About == e.About && d.Type == e.Type && d.Verdict == e.Verdict &&
		d.Result == e.Result && d.Reason == e.Reason && d.Within == e.Within && slices.Equal(d.Spans, e.Spans) && d.Seen.Equal(e.Seen)
}

// target is an annotation of some set.
type target struct {
	annotator AnnotatorID
	id        ID
}

func (d *Decision) target() target { return target{d.Annotator, d.About} }

func compareDecisions(a, b *Decision) int {
	return cmp.Or(comparePlaces(a.Spans, b.Spans), cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.About, b.About))
}

// comparePlaces orders by place; what has none comes first.
func comparePlaces(a, b []Span) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) - len(b)
	}
	return compareSpans(a, b)
}

// Decision returns what was decided in this set about an annotation of another annotator's set, or nil. The
// caller must not change it.
func (s *Set) Decision(annotator AnnotatorID, about ID) *Decision {
	return s.decided[target{annotator, about}]
}

// Decisions returns all that was decided, in the order of the text.
func (s *Set) Decisions() iter.Seq[*Decision] { return slices.Values(s.decisions) }

// DecisionCount returns how many decisions there are.
func (s *Set) DecisionCount() int { return len(s.decisions) }

// Stands returns what a decision comes to by now: what was accepted or corrected, and then removed from this
// set, is rejected.
func (s *Set) Stands(d *Decision) Verdict {
	if d.Verdict != VerdictRejected && s.byID[d.Result] == nil {
		return VerdictRejected
	}
	return d.Verdict
}

// ResultOf returns the decisions that led to an annotation of this set, in the order of the text.
func (s *Set) ResultOf(id ID) []*Decision { return s.results[id] }

// Hold puts in the set what it was stored with: its decisions and comments.
func (s *Set) Hold(decisions []*Decision, comments []*Comment) {
	for _, d := range decisions {
		s.decide(d)
	}
	for _, c := range comments {
		s.comment(c)
	}
}

func (s *Set) decide(d *Decision) {
	if s.decided == nil {
		s.decided, s.results = map[target]*Decision{}, map[ID][]*Decision{}
	}
	s.undecide(s.decided[d.target()])
	s.decided[d.target()] = d
	s.decisions = insert(s.decisions, d, compareDecisions)
	if d.Result != "" {
		s.results[d.Result] = insert(s.results[d.Result], d, compareDecisions)
	}
}

func (s *Set) undecide(d *Decision) {
	if d == nil {
		return
	}
	d = s.decided[d.target()]
	if d == nil {
		return
	}
	delete(s.decided, d.target())
	s.decisions = without(s.decisions, d, compareDecisions)
	if rest := without(s.results[d.Result], d, compareDecisions); len(rest) > 0 {
		s.results[d.Result] = rest
	} else {
		delete(s.results, d.Result)
	}
}

// insert puts x where it belongs in a sorted list, in place of what compares as equal. Lists that were read
// are not changed.
func insert[T any](list []T, x T, compare func(T, T) int) []T {
	i, known := slices.BinarySearchFunc(list, x, compare)
	if known {
		list[i] = x
		return list
	}
	return slices.Insert(list, i, x)
}

// without takes what compares as equal to x out of a sorted list.
func without[T any](list []T, x T, compare func(T, T) int) []T {
	if i, known := slices.BinarySearchFunc(list, x, compare); known {
		return slices.Delete(list, i, i+1)
	}
	return list
}
