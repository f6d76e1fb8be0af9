package suggest

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"

	"quoth/annotate"
)

// Query is what is typed so far, and what is known of the work.
type Query struct {
	Text   string
	Types  []string      // entity types to offer; all where empty
	Recent []annotate.ID // entities picked lately, the latest first
	Here   []annotate.ID // entities that the document names already
	Limit  int           // the most suggestions; 10 where it is 0
}

// Suggestion is an entity that may be meant.
type Suggestion struct {
	Entity  *annotate.Entity
	Name    string  // its name or alias that fits best
	Matched []int   // bytes of Name at which the letters begin that the query has, ascending
	Score   float64 // from 0 to about 1.15; comparable within one answer
	Why     string  // "named in this article", "picked lately", "alias", or ""
}

const (
	usualLimit = 10
	// leastScore is what a fit must reach to be offered.
	leastScore = 0.3
	// What is known of the work, in terms of fit: enough to decide between namesakes, seldom enough to
	// put a begun word before a whole one.
	hereBonus   = 0.08
	recentBonus = 0.07 // for the latest; a half for the third, a third for the fifth
	mostBonus   = 0.1
	aliasCost   = 0.005
)

// Find returns the entities that the text may mean, best first; equal ones by name, then by identity. An
// empty text gives those that the work speaks for: named here, picked lately.
func (x *Index) Find(q Query) []Suggestion {
	known := x.context(q)
	m := newMatcher(q.Text)
	best := map[annotate.ID]scored{}
	keep := func(s scored) {
		n := &x.names[s.number]
		s.score += known.bonus[n.entity.ID]
		if n.alias {
			s.score -= aliasCost
		}
		old, found := best[n.entity.ID]
		if !found || s.score > old.score || s.score == old.score && s.number < old.number {
			best[n.entity.ID] = s
		}
	}
	if m.empty() {
		for id := range known.bonus {
			if numbers := x.of[id]; len(numbers) > 0 && known.allows(&x.names[numbers[0]]) {
				keep(scored{number: numbers[0]})
			}
		}
	} else {
		candidates := x.candidates(m.named, known.allows)
		if len(m.all) > len(m.named) {
			candidates = append(candidates, x.candidates(m.all, known.allows)...)
		}
		for id := range known.bonus {
			for _, n := range x.of[id] {
				if known.allows(&x.names[n]) {
					candidates = append(candidates, n)
				}
			}
		}
		slices.Sort(candidates)
		for s := range m.score(x, slices.Compact(candidates)) {
			keep(s)
		}
	}
	return x.suggestions(q, m, known, best)
}

// scored is a name with how well it fits.
type scored struct {
	number uint32
	score  float64
}

// suggestions puts the best into order and says of each what fits and why it is there.
func (x *Index) suggestions(q Query, m *matcher, known context, best map[annotate.ID]scored) []Suggestion {
	list := make([]scored, 0, len(best))
	for _, s := range best {
		list = append(list, s)
	}
	slices.SortFunc(list, func(a, b scored) int {
		v, w := &x.names[a.number], &x.names[b.number]
		return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(v.text, w.text), strings.Compare(string(v.entity.ID), string(w.entity.ID)))
	})
	limit := q.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	list = list[:min(limit, len(list))]
	out := make([]Suggestion, len(list))
	for i, s := range list {
		n := &x.names[s.number]
		out[i] = Suggestion{Entity: n.entity, Name: n.text, Score: s.score, Why: known.why(n)}
		if !m.empty() {
			out[i].Matched = m.matched(n.text)
		}
	}
	return out
}

// context is what a query knows of the work.
type context struct {
	bonus  map[annotate.ID]float64
	here   map[annotate.ID]bool
	types  map[uint16]bool
	anyone bool // of whatever type
}

func (x *Index) context(q Query) context {
	k := context{
		bonus: make(map[annotate.ID]float64, len(q.Here)+len(q.Recent)),
		here:  make(map[annotate.ID]bool, len(q.Here)),
		types: make(map[uint16]bool, len(q.Types)), anyone: len(q.Types) == 0,
	}
	for _, t := range q.Types {
		if kind, ok := x.types[t]; ok {
			k.types[kind] = true
		}
	}
	for i, id := range q.Recent {
		if _, again := k.bonus[id]; !again {
			k.bonus[id] = recentBonus * 2 / float64(2+i)
		}
	}
	for _, id := range q.Here {
		if !k.here[id] {
			k.here[id] = true
			k.bonus[id] = min(k.bonus[id]+hereBonus, mostBonus)
		}
	}
	return k
}

func (k *context) allows(n *name) bool {
	return n.entity != nil && (k.anyone || k.types[n.kind])
}

func (k *context) why(n *name) string {
	switch {
	case k.here[n.entity.ID]:
		return "named in this article"
	case k.bonus[n.entity.ID] > 0:
		return "picked lately"
	case n.alias:
		return "alias"
	}
	return ""
}

// matcher reads one query into many names.
type matcher struct {
	all    []string // the query's words, folded
	named  []string // without titles
	words  []word   // all
	joined string   // the letters of named
	short  string   // named, cut for sahilm/fuzzy
}

// longestPattern is how many letters sahilm/fuzzy is given: its score overflows where 40 match in a row.
const longestPattern = 32

func newMatcher(query string) *matcher {
	m := &matcher{}
	m.all, m.named = typed(query)
	m.joined = strings.Join(m.named, "")
	m.short = strings.Join(m.named, " ")
	if r := []rune(m.short); len(r) > longestPattern {
		m.short = strings.TrimRight(string(r[:longestPattern]), " ")
	}
	m.words = split(nil, make([]rune, 0, mostWords*mostLetters), strings.Join(m.all, " "))
	for i := range m.words {
		m.words[i].optional = len(m.all) > len(m.named) && titles[m.all[i]]
	}
	return m
}

func (m *matcher) empty() bool { return len(m.all) == 0 }

// folded names of candidates, for sahilm/fuzzy.
type candidateNames struct {
	x       *Index
	numbers []uint32
}

func (c candidateNames) String(i int) string { return c.x.names[c.numbers[i]].folded }
func (c candidateNames) Len() int            { return len(c.numbers) }

// score yields the candidates that fit, each with the better of its two readings: by words, and by
// letters in sequence.
func (m *matcher) score(x *Index, candidates []uint32) func(func(scored) bool) {
	return func(yield func(scored) bool) {
		byLetters := make([]float64, len(candidates))
		for _, f := range fuzzy.FindFromNoSort(m.short, candidateNames{x, candidates}) {
			byLetters[f.Index] = m.sequence(f)
		}
		var named [mostWords]word
		var room [mostWords * mostLetters]rune
		for i, number := range candidates {
			folded := x.names[number].folded
			r := read(m.words, split(named[:0], room[:0], folded))
			s := max(r.score, byLetters[i], m.asInitials(folded))
			if s >= leastScore && !yield(scored{number, s}) {
				return
			}
		}
	}
}

// sequence says how well letters that stand in a name in the order of the query fit it: the fewer the
// runs they form, the more of these at the beginnings of words, and the more of the name they are, the
// better. The score of sahilm/fuzzy, which triples with every adjacent letter, counts by its size.
func (m *matcher) sequence(f fuzzy.Match) float64 {
	letters, runs, starts := 0, 0, 0
	last := -1
	for _, at := range f.MatchedIndexes {
		if f.Str[at] == ' ' {
			continue
		}
		if last < 0 || strings.Trim(f.Str[last:at], " ") != "" {
			runs++
			if at == 0 || f.Str[at-1] == ' ' {
				starts++
			}
		}
		_, size := utf8.DecodeRuneInString(f.Str[at:])
		last = at + size
		letters++
	}
	if letters == 0 {
		return 0
	}
	total := utf8.RuneCountInString(f.Str) - strings.Count(f.Str, " ")
	score := 0.25 + 0.45*(1-float64(runs-1)/float64(letters)) + 0.1*float64(starts)/float64(runs) + 0.15*float64(letters)/float64(total)
	if f.Score > 0 {
		score += 0.02 * float64(bits.Len(uint(f.Score))) / 64
	}
	return score
}

// initialsFit is how well "dp" fits Dmitry Peskov; "vvp" with all initials fits better than "vp".
const initialsFit = 0.8

// smallWords are left out of initials: "WHO", "DoD".
var smallWords = map[string]bool{"of": true, "the": true, "and": true, "for": true, "de": true, "la": true, "du": true, "des": true, "et": true, "fur": true, "und": true}

// asInitials says how well the query fits as the initials of a name, from the first word to the last.
func (m *matcher) asInitials(folded string) float64 {
	if len(m.named) != 1 || utf8.RuneCountInString(m.joined) > longestInitials || utf8.RuneCountInString(m.joined) < 2 {
		return 0
	}
	rest, words, found := m.joined, 0, 0
	lastFound := false
	for w := range strings.FieldsSeq(folded) {
		initial, size := utf8.DecodeRuneInString(w)
		lastFound = rest != "" && strings.HasPrefix(rest, string(initial))
		if lastFound {
			rest = rest[size:]
			found++
		} else if words == 0 {
			return 0
		} else if smallWords[w] {
			lastFound = rest == ""
			continue
		}
		words++
	}
	if rest != "" || !lastFound {
		return 0
	}
	return initialsFit * (0.9 + 0.1*float64(found)/float64(words))
}

// matched returns the bytes of a name at which the letters begin that the query has.
func (m *matcher) matched(text string) []int {
	folded, from := foldMap(text)
	named := split(nil, make([]rune, 0, mostWords*mostLetters), folded)
	r := read(m.words, named)
	at := r.matched(m.words, named)
	if initials := m.asInitials(folded); initials > r.score {
		at = m.initialsAt(folded)
		r.score = initials
	}
	for _, f := range fuzzy.FindNoSort(m.short, []string{folded}) {
		if m.sequence(f) > r.score {
			at = f.MatchedIndexes
		}
	}
	out := make([]int, 0, len(at))
	for _, b := range at {
		if folded[b] != ' ' {
			out = append(out, from[b])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// initialsAt returns the bytes of the initials that the query is read as.
func (m *matcher) initialsAt(folded string) []int {
	var at []int
	rest := m.joined
	for b, r := range folded {
		if (b == 0 || folded[b-1] == ' ') && strings.HasPrefix(rest, string(r)) {
			at = append(at, b)
			rest = rest[utf8.RuneLen(r):]
		}
	}
	return at
}
