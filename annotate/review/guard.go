package review

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"quoth/annotate"
)

// Guard remembers how differences were decided, so that a reviewer hears of it when one that is alike was decided
// otherwise. Alike are differences of the same kind about the same words: whether a mention, a cue or a trigger is
// marked, as which type, whom a name means, which attribute it has; which of two ways to mark it stands; whether a quote
// with the same cue is one, and whether it takes in the same words at its edge. What nobody differed in is no pattern,
// and neither is who fills a role, which the article says. An answer costs the same however much is remembered.
type Guard struct {
	patterns map[pattern]map[string][]Sighting // by outcome
	by       map[place][]ruled
}

// Sighting is a place where something was decided.
type Sighting struct {
	Document annotate.DocumentID
	Outcome  string // in words: "person", "not marked", "taken in"
	Case     Key    // names the case there

	of Key // names what differs there
}

// Opposite is what a verdict says of a pattern, and where the opposite was said of it.
type Opposite struct {
	What     string // what is alike: "“the ministry”", "“that” at the beginning of a quote with “said”"
	Outcome  string // what the verdict makes of it
	Others   []Sighting
	Outcomes []string // of the others, each once
}

// pattern is a kind of difference and what it is about, in small letters.
type pattern struct{ kind, words string }

type ruled struct {
	pattern
	what string // the words of the pattern as they stand there
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

// Empty reports whether it remembers nothing.
func (g *Guard) Empty() bool { return len(g.patterns) == 0 }

// Nothing is the outcome of what was rejected.
const Nothing = "not marked"

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
		o := Opposite{What: r.what, Outcome: r.Outcome}
		mine := func(x Sighting) bool {
			return x.Document == r.Document && x.of == r.of || slices.ContainsFunc(g.by[key], func(y ruled) bool { return y.Sighting == x })
		}
		for _, outcome := range outcomesOf(g.patterns[r.pattern]) {
			if outcome == r.Outcome {
				continue
			}
			before := len(o.Others)
			for _, x := range g.patterns[r.pattern][outcome] {
				if len(o.Others) < most && !mine(x) {
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

// ruled lists what is decided about what the annotators differ in, pattern by pattern.
func (cs *Cases) ruled(doc *annotate.Document, c *Case, get func(annotate.ID) *annotate.Annotation, s *Settling, name func(annotate.ID) string) []ruled {
	var out []ruled
	for _, d := range c.Disputes {
		o := d.Object
		if slices.Contains(c.Fillers, o) && (d.What == Missing || !s.decidedByNow(o)) {
			continue // who fills no role need not be marked
		}
		a, side := get(s.Result(o)), o.Sides()[0]
		v := o.Versions[side]
		note := func(words, outcome string) {
			kind := strings.Join([]string{strconv.Itoa(int(d.What)), d.Of, string(cs.kindOf(v))}, " ")
			out = append(out, ruled{pattern{kind, strings.ToLower(words)}, words, Sighting{doc.ID, outcome, cs.Key(c), Key{cs.who[side], v.ID}}})
		}
		if cs.kindOf(v) == annotate.KindQuote {
			if cue := cs.cueOf(doc, c); cue != "" {
				cs.ruledQuote(doc, d, a, " with "+cue, note)
			}
			continue
		}
		words := quoted(doc.Surface(v.Spans))
		if a != nil {
			words = quoted(doc.Surface(a.Spans))
		}
		switch {
		case words == "":
		case d.What == Missing && a == nil:
			note(words, Nothing)
		case d.What == Missing:
			note(words, "marked")
		case a == nil: // it was decided that it is nothing, which is no opinion on what it would be
		case d.What == Boundary:
			for _, other := range o.present() {
				if w := quoted(doc.Surface(other.Spans)); other.Type == a.Type && !slices.Equal(other.Spans, a.Spans) && w != "" {
					longer, shorter, outcome := words, w, "the longer"
					if len(words) < len(w) || len(words) == len(w) && words < w {
						longer, shorter, outcome = w, words, "the shorter"
					}
					note(longer+" or "+shorter, outcome)
				}
			}
		case d.What == Type:
			note(words, a.Type)
		case d.What == Entity && a.Entity != "" && isName(doc, a):
			note(words, name(a.Entity))
		case d.What == Attribute:
			note(words, cmp.Or(s.withDefaults(a)[d.Of], "not said"))
		}
	}
	slices.SortStableFunc(out, func(x, y ruled) int {
		return cmp.Or(strings.Compare(x.kind, y.kind), strings.Compare(x.words, y.words), strings.Compare(x.Outcome, y.Outcome))
	})
	return slices.CompactFunc(out, func(x, y ruled) bool { return x.pattern == y.pattern && x.Outcome == y.Outcome })
}

// ruledQuote notes what is decided about whether something is a quote and which words at its edges belong to it, with what
// it is that has to be alike besides.
func (cs *Cases) ruledQuote(doc *annotate.Document, d Dispute, a *annotate.Annotation, with string, note func(words, outcome string)) {
	switch {
	case d.What == Missing && a == nil:
		note("a quote"+with, Nothing)
	case d.What == Missing:
		note("a quote"+with, "marked")
	case d.What == Boundary && a != nil:
		for _, other := range d.Object.present() {
			if slices.Equal(other.Spans, a.Spans) {
				continue
			}
			edge(doc, a.Hull(), other.Hull(), func(where, words string, in bool) {
				outcome := "left out"
				if in {
					outcome = "taken in"
				}
				if words = quoted(words); words != "" {
					note(words+" "+where+" of a quote"+with, outcome)
				}
			})
		}
	}
}

// cueOf returns the words that present a quote, quoted, as most who marked it have them; "" where it has none.
func (cs *Cases) cueOf(doc *annotate.Document, c *Case) string {
	var best *Object
	for _, f := range c.Fillers {
		if cs.isCue(f) && (best == nil || f.marked() > best.marked()) {
			best = f
		}
	}
	if best == nil {
		return ""
	}
	return quoted(doc.Surface(best.present()[0].Spans))
}

// mostAlike is how many bytes of words can be alike elsewhere; longer ones are hardly ever said twice.
const mostAlike = 80

// quoted writes words for a pattern, "" where there are none or too many. Marks of quotation in them stand alone.
func quoted(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if words == "" || len(words) > mostAlike {
		return ""
	}
	return annotate.Quoted(words)
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
