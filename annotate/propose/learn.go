package propose

import (
	"math"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Example is a decision to learn from: what the proposal looks like, and how right it was, from 0 (rejected) to 1 (accepted).
type Example struct {
	Features []Feature
	Right    float64
}

// ExampleOf makes an example of a decision about words of a document.
func ExampleOf(doc *annotate.Document, d *annotate.Decision, stands annotate.Verdict) Example {
	right := 1.0
	switch stands {
	case annotate.VerdictCorrected:
		right = 0.6 // something is there, but not this
	case annotate.VerdictRejected:
		right = 0
	}
	return Example{Features(doc, d.Annotator, d.Type, d.Spans), right}
}

// Feature is something that a proposal looks like, as a number that stands for its words: FNV-1a of 64 bits, after Fowler, Noll and
// Vo, with a zero byte behind each.
type Feature uint64

const noFeature Feature = 14695981039346656037

func (f Feature) and(words ...string) Feature {
	const prime = 1099511628211
	for _, w := range words {
		for i := range len(w) {
			f = (f ^ Feature(w[i])) * prime
		}
		f *= prime
	}
	return f
}

// Features say what a proposal looks like: its type and who makes it, its words and those beside it, its length and place. They
// depend on the text alone, so that what was decided can be learned from at any time; so the signs at and before its edges stand for the
// rule that made it.
func Features(doc *annotate.Document, who annotate.AnnotatorID, typ string, spans []annotate.Span) []Feature {
	h := annotate.Hull(spans)
	if h.Start < 0 || h.End > len(doc.Text) || h.Start >= h.End {
		return nil
	}
	text, tab := doc.Text, doc.Offsets()
	f := make([]Feature, 0, 11)
	add := func(what string, words ...string) { f = append(f, noFeature.and(what, typ).and(words...)) }
	add("type")
	add("by", string(who))
	long := 0
	var few [4]string
	for w := range strings.FieldsSeq(text[h.Start:h.End]) {
		if long < len(few) {
			few[long] = strings.ToLower(w)
		}
		long++
	}
	if long > 0 && long <= len(few) {
		add("words", few[:long]...)
		add("last", few[long-1])
	}
	word := func(at int) string {
		if s, e, ok := tab.WordAt(at); ok {
			return strings.ToLower(text[s:e])
		}
		return ""
	}
	if p := tab.PrevWord(h.Start); p < h.Start {
		add("after", word(p))
	}
	if n := tab.NextWord(offset.RuneStart(text, h.End-1)); n < len(text) {
		add("before", word(n))
	}
	if first, n := utf8.DecodeRuneInString(text[h.Start:]); !unicode.IsLetter(first) {
		add("opens", text[h.Start:h.Start+n])
	} else {
		add("opens")
	}
	if last, n := utf8.DecodeLastRuneInString(text[:h.End]); !unicode.IsLetter(last) {
		add("closes", text[h.End-n:h.End])
	}
	before := strings.TrimRight(text[:h.Start], " ")
	if mark, n := utf8.DecodeLastRuneInString(before); !unicode.IsLetter(mark) {
		add("follows", before[len(before)-n:])
	}
	add("size", string(rune('0'+min(max(0, bits.Len(uint(long))-1), 9))))
	if i := doc.BlockAt(h.Start); i >= 0 {
		add("block", string(doc.Blocks[i].Kind))
	}
	return f
}

// Model says how sure proposals are, in the light of what was decided about others. The zero Model believes the proposers.
type Model struct {
	weights map[Feature]float64
	n       int
}

const (
	epochs    = 8
	rate      = 0.8
	decay     = 0.002 // of weights, at each example
	fewTeach  = 2     // decisions whose lesson is believed half
	usualSure = 0.8   // what a proposal of which nothing is known is taken for
)

// Learn makes a model of decisions: a logistic regression by stochastic gradient descent, averaged over its steps (Freund
// and Schapire 1999, Collins 2002). The same examples in the same order give the same model.
func Learn(examples []Example) *Model {
	m := &Model{weights: map[Feature]float64{}, n: len(examples)}
	if len(examples) == 0 {
		return m
	}
	sum := map[Feature]float64{}
	steps := 0.0
	for range epochs {
		for _, x := range examples {
			if len(x.Features) == 0 {
				continue
			}
			wrong := x.Right - logistic(logit(usualSure)+m.activation(x.Features))
			for _, f := range x.Features {
				step := rate*wrong/math.Sqrt(float64(len(x.Features))) - decay*m.weights[f]
				m.weights[f] += step
				sum[f] += steps * step
			}
			steps++
		}
	}
	// Of few decisions little is believed: one alone must not hide all that looks like it.
	trust := float64(len(examples)) / float64(len(examples)+fewTeach)
	for f, w := range m.weights {
		m.weights[f] = trust * (w - sum[f]/max(steps, 1))
	}
	return m
}

func (m *Model) activation(features []Feature) float64 {
	a := 0.0
	for _, f := range features {
		a += m.weights[f]
	}
	return a
}

// Sure returns how sure a proposal is, from 0 to 1: its own score, moved by what was decided about such ones.
func (m *Model) Sure(features []Feature, score float64) float64 {
	if score <= 0 {
		score = usualSure
	}
	if m == nil || len(m.weights) == 0 {
		return score
	}
	return logistic(logit(min(max(score, 0.02), 0.98)) + m.activation(features))
}

// Decisions returns how many decisions the model was made of.
func (m *Model) Decisions() int { return m.n }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
func logit(p float64) float64    { return math.Log(p / (1 - p)) }

// Vocabulary is what words were marked as, so that the same words can be proposed elsewhere.
type Vocabulary struct {
	seen map[vocable]*usage
}

type vocable struct{ typ, words string }

type usage struct {
	marked, rejected int
	entity           annotate.ID // the one that all marks refer to
	mixed            bool        // they refer to several
}

// Note counts what somebody marked, by hand or by accepting it.
func (v *Vocabulary) Note(typ, words string, entity annotate.ID) {
	u := v.usage(typ, words)
	if u.marked > 0 && u.entity != entity {
		u.mixed = true
	}
	u.marked++
	u.entity = entity
}

// NoteRejected counts words that are not of the type.
func (v *Vocabulary) NoteRejected(typ, words string) { v.usage(typ, words).rejected++ }

func (v *Vocabulary) usage(typ, words string) *usage {
	if v.seen == nil {
		v.seen = map[vocable]*usage{}
	}
	k := vocable{typ, strings.Join(strings.Fields(words), " ")}
	u := v.seen[k]
	if u == nil {
		u = &usage{}
		v.seen[k] = u
	}
	return u
}

const (
	leastMarked = 2   // times that words were marked before they are proposed elsewhere
	mostWords   = 500 // of the vocabulary that are looked for
)

// LearnedAnnotator is whose the proposals are that come of the vocabulary.
const LearnedAnnotator annotate.AnnotatorID = "learned"

// Places is where words stand in one document.
type Places map[string][]annotate.Span

func (p Places) of(doc *annotate.Document, words string) []annotate.Span {
	spans, ok := p[words]
	if !ok {
		spans = slices.Collect(Occurrences(doc.Text, doc.Offsets(), annotate.Span{End: len(doc.Text)}, words))
		p[words] = spans
	}
	return spans
}

// Find proposes the words of the vocabulary wherever a document has them and nothing is proposed or marked. Taken reports whether
// there is something. Places are those of the document that are known from before, and come to be known.
func (v *Vocabulary) Find(doc *annotate.Document, places Places, taken func(typ string, s annotate.Span) bool) (out []*annotate.Annotation) {
	var keys []vocable
	for k, u := range v.seen {
		if u.marked >= leastMarked && u.rejected == 0 {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b vocable) int {
		if d := v.seen[b].marked - v.seen[a].marked; d != 0 {
			return d
		}
		return strings.Compare(a.typ+"\x00"+a.words, b.typ+"\x00"+b.words)
	})
	for _, k := range keys[:min(len(keys), mostWords)] {
		u := v.seen[k]
		for _, s := range places.of(doc, k.words) {
			if taken(k.typ, s) {
				continue
			}
			spans := []annotate.Span{s}
			a := &annotate.Annotation{
				ID: StableID(LearnedAnnotator, doc.ID, k.typ, spans), Type: k.typ, Spans: spans,
				Origin: annotate.Origin{Annotator: LearnedAnnotator, Rule: "the same words", Score: float64(u.marked) / float64(u.marked+1),
					Evidence: "you marked “" + k.words + "” as this before"},
			}
			if !u.mixed {
				a.Entity = u.entity
			}
			out = append(out, a)
		}
	}
	return out
}
