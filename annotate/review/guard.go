package review

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"quoth/annotate"
)

// Guard remembers how things were decided, so that a reviewer hears of it when something alike was decided
// otherwise. What is alike has a pattern: the same words for a mention, a cue or a trigger; the words that one of
// two versions has more than the other at its edge; a cue's words for a quote. An answer costs the same however
// much is remembered.
type Guard struct {
	patterns map[pattern]map[string][]Sighting // by outcome
	by       map[place][]ruled
}

// Sighting is a place where something was decided.
type Sighting struct {
	Document annotate.DocumentID
	Span     annotate.Span
	Outcome  string // in words: "person", "nothing", "with “that”"
}

// Opposite is what a verdict says of a pattern, and where the opposite was said of it.
type Opposite struct {
	What     string // what is alike: "“the ministry”", "“that” before a quote"
	Outcome  string // what the verdict makes of it
	Others   []Sighting
	Outcomes []string // of the others, each once
}

type pattern struct{ what, words string }

type ruled struct {
	pattern
	Sighting
}

type place struct {
	document annotate.DocumentID
	key      Key
}

// NewGuard returns a guard that remembers nothing.
func NewGuard() *Guard {
	return &Guard{patterns: map[pattern]map[string][]Sighting{}, by: map[place][]ruled{}}
}

// Nothing is the outcome of what was rejected.
const Nothing = "nothing"

// Ruling is what a set decided about one case, as a guard remembers it.
type Ruling struct {
	of    place
	ruled []ruled
}

// Empty reports whether there is nothing to remember.
func (r Ruling) Empty() bool { return len(r.ruled) == 0 }

// Ruling says what is decided about a case in a set by now, nothing where it is not decided. Name gives the name
// of an entity.
func (cs *Cases) Ruling(doc *annotate.Document, c *Case, into *annotate.Set, name func(annotate.ID) string) Ruling {
	r := Ruling{of: cs.place(doc, c)}
	if cs.decidedAll(c.Objects, into) {
		r.ruled = cs.ruled(doc, c, into.Get, cs.Settle(into, ""), name)
	}
	return r
}

// Note remembers a ruling in place of what was remembered of the same case before.
func (g *Guard) Note(r Ruling) {
	if slices.Equal(g.by[r.of], r.ruled) {
		return
	}
	for _, x := range g.by[r.of] {
		m := g.patterns[x.pattern]
		rest := slices.DeleteFunc(m[x.Outcome], func(s Sighting) bool { return s == x.Sighting })
		if len(rest) > 0 {
			m[x.Outcome] = rest
		} else if delete(m, x.Outcome); len(m) == 0 {
			delete(g.patterns, x.pattern)
		}
	}
	if delete(g.by, r.of); r.Empty() {
		return
	}
	g.by[r.of] = r.ruled
	for _, x := range r.ruled {
		m := g.patterns[x.pattern]
		if m == nil {
			m = map[string][]Sighting{}
			g.patterns[x.pattern] = m
		}
		m[x.Outcome] = append(m[x.Outcome], x.Sighting)
	}
}

// Against returns where the opposite was decided of what a verdict that is drafted says of a case, at most so
// many places of each pattern.
func (g *Guard) Against(doc *annotate.Document, s *Settling, c *Case, name func(annotate.ID) string, most int) []Opposite {
	var out []Opposite
	key := s.cases.place(doc, c)
	for _, r := range s.cases.ruled(doc, c, s.Draft.Get, s, name) {
		o := Opposite{What: r.what + " “" + r.words + "”", Outcome: r.Outcome}
		for _, outcome := range outcomesOf(g.patterns[r.pattern]) {
			if outcome == r.Outcome {
				continue
			}
			before := len(o.Others)
			for _, x := range g.patterns[r.pattern][outcome] {
				if len(o.Others) < most && !slices.ContainsFunc(g.by[key], func(y ruled) bool { return y.Sighting == x }) {
					o.Others = append(o.Others, x)
				}
			}
			if len(o.Others) > before {
				o.Outcomes = append(o.Outcomes, outcome)
			}
		}
		if len(o.Others) > 0 {
			out = append(out, o)
		}
	}
	return out
}

func outcomesOf(m map[string][]Sighting) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (cs *Cases) place(doc *annotate.Document, c *Case) place { return place{doc.ID, cs.Key(c)} }

// ruled lists what is decided about a case, pattern by pattern.
func (cs *Cases) ruled(doc *annotate.Document, c *Case, get func(annotate.ID) *annotate.Annotation, s *Settling, name func(annotate.ID) string) []ruled {
	var out []ruled
	note := func(what, words, outcome string, at annotate.Span) {
		words = strings.ToLower(strings.Join(strings.Fields(words), " "))
		if words != "" && len(words) <= 80 {
			out = append(out, ruled{pattern{what, words}, Sighting{doc.ID, at, outcome}})
		}
	}
	atEdges := func(other, a *annotate.Annotation) {
		edge(doc, a.Hull(), other.Hull(), func(where, words string, in bool) {
			outcome := "left out"
			if in {
				outcome = "taken in"
			}
			note(where+" of a "+string(cs.kindOf(a)), words, outcome, a.Hull())
		})
	}
	for _, o := range append(slices.Clone(c.Objects), c.Fillers...) {
		if filler := slices.Contains(c.Fillers, o); filler && !s.decidedByNow(o) {
			continue
		}
		a := get(s.Result(o))
		v := o.present()[0]
		switch k := cs.kindOf(v); {
		case k == annotate.KindQuote:
			outcome := a != nil
			for _, f := range c.Fillers {
				if w := f.present()[0]; cs.kindOf(w) == annotate.KindCue {
					note("quote with", doc.Surface(w.Spans), map[bool]string{true: "a quote", false: Nothing}[outcome], o.hull)
				}
			}
			for _, other := range o.present() {
				if a == nil || slices.Equal(other.Spans, a.Spans) {
					continue
				}
				atEdges(other, a)
			}
		case a == nil:
			note(string(k), doc.Surface(v.Spans), Nothing, o.hull)
		default:
			outcome := a.Type
			if a.Entity != "" && isName(doc, a) {
				outcome += ": " + name(a.Entity)
			}
			note(string(k), doc.Surface(a.Spans), outcome, a.Hull())
			for _, other := range o.present() {
				if other.Type == a.Type && !slices.Equal(other.Spans, a.Spans) {
					atEdges(other, a)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y ruled) int {
		return cmp.Or(strings.Compare(x.what, y.what), strings.Compare(x.words, y.words), strings.Compare(x.Outcome, y.Outcome))
	})
	return slices.CompactFunc(out, func(x, y ruled) bool { return x.pattern == y.pattern && x.Outcome == y.Outcome })
}

// decidedByNow reports whether something is decided about an object as the draft leaves it.
func (s *Settling) decidedByNow(o *Object) bool {
	for side, v := range o.Versions {
		if v != nil && s.Draft.Decision(s.cases.who[side], v.ID) != nil {
			return true
		}
	}
	return false
}

// edge tells the words at the beginning and the end that one of two places has and the other has not, and
// whether those are in the first.
func edge(doc *annotate.Document, a, b annotate.Span, tell func(where, words string, in bool)) {
	if a.Start < b.Start {
		tell("at the beginning", doc.Text[a.Start:min(b.Start, a.End)], true)
	} else if b.Start < a.Start {
		tell("at the beginning", doc.Text[b.Start:min(a.Start, b.End)], false)
	}
	if a.End > b.End {
		tell("at the end", doc.Text[max(b.End, a.Start):a.End], true)
	} else if b.End > a.End {
		tell("at the end", doc.Text[max(a.End, b.Start):b.End], false)
	}
}

// isName reports whether a mention is a name, which means the same elsewhere, as “she” does not: it has a capital
// that does not come of beginning a sentence, or is in a script without small letters.
func isName(doc *annotate.Document, a *annotate.Annotation) bool {
	h := a.Hull()
	start, _ := doc.Offsets().SentenceAt(h.Start)
	for i, r := range doc.Text[h.Start:h.End] {
		first := i == 0 && strings.TrimFunc(doc.Text[start:h.Start], func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) == ""
		if unicode.IsUpper(r) && !first || unicode.IsLetter(r) && !unicode.IsUpper(r) && !unicode.IsLower(r) {
			return true
		}
	}
	return false
}
