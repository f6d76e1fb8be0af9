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
	Prefer []string      // those that fit best what is asked for
	Recent []annotate.ID // entities picked lately, the latest first
	Here   []annotate.ID // entities that the document names already
	Near   []annotate.ID // those of them that are named around the place, the nearest first
	Date   string        // of the document, as ISO 8601 writes it; dated names mean whom they meant then
	Places []string      // that the document is about; dated names of one of these places are likelier
	Own    bool          // only entities of the index itself, not those of books that others describe
	Limit  int           // the most suggestions; 10 where it is 0
}

// Suggestion is an entity that may be meant.
type Suggestion struct {
	Entity  *annotate.Entity
	Book    *Book    // where the entity is described; nil for the index itself
	Name    string   // its name or alias that fits best
	Matched []int    // bytes of Name at which the letters begin that the query has, ascending
	Score   float64  // from 0 to about 1.2; comparable within one answer
	Fit     float64  // how much of it is how the name fits what was typed
	Why     string   // "named in this article", "picked lately", "alias", or ""
	Clash   bool     // what was typed has a word that the name lacks, and the name one that was not typed
	Past    bool     // the name meant the entity at another time than the document's
	Because []string // all that speaks for it, in plain words; how the name fits comes first
}

const (
	usualLimit = 10
	// leastScore is what a fit must reach to be offered.
	leastScore = 0.3
	// What is known of the work, in terms of fit: enough to decide between namesakes, seldom enough to
	// put a begun word before a whole one.
	hereBonus   = 0.08
	nearBonus   = 0.03 // for the nearest; a half for the third, a third for the fifth
	recentBonus = 0.07 // likewise, for the latest
	mostBonus   = 0.1  // of these together
	preferBonus = 0.03
	validBonus  = 0.07 // for a name that meant the entity at the document's date
	placeBonus  = 0.05 // and in a place that it is about
	invalidCost = 0.3
	knownBonus  = 0.05 // for the best known entity of a book
	aliasCost   = 0.005
	bookCost    = 0.01
	// mostKnown is how many of the entities that the work speaks for are looked at whatever is typed.
	mostKnown = 200
)

// Find returns the entities that the text may mean, best first; equal ones by name, then by identity. An
// empty text gives those that the work speaks for: named here, picked lately.
func (x *Index) Find(q Query) []Suggestion {
	x.mu.RLock()
	defer x.mu.RUnlock()
	f := finding{Query: q, m: newMatcher(q.Text), sources: x.sources()}
	if q.Own {
		f.sources = slices.DeleteFunc(f.sources, func(p place) bool { return p.book })
	}
	f.learn()
	if f.m.empty() {
		f.offerKnown()
	} else {
		room, _ := x.scratch.Get().(*counts)
		if room == nil {
			room = &counts{}
		}
		for i := range f.sources {
			f.search(i, room)
		}
		x.scratch.Put(room)
	}
	return f.suggestions()
}

// finding is one query on its way.
type finding struct {
	Query
	m       *matcher
	sources []place
	known   map[who]*knowledge
	inOrder []who // those of known, the most spoken for first
	types   [][]bool
	best    []scored // the best name of each entity
}

// who is an entity of a source.
type who struct {
	source int
	owner  uint32
}

// knowledge is what the work says of an entity.
type knowledge struct {
	bonus              float64
	here, near, recent bool
}

// scored is a name with how well it fits.
type scored struct {
	who
	number     uint32
	fit, score float64
	clash      bool
	name       name
	valid      bool // it is dated, and meant the entity at the document's date
	there      bool // and in a place that the document is about
}

// learn looks up what the work knows.
func (f *finding) learn() {
	f.known = make(map[who]*knowledge, len(f.Here)+len(f.Recent))
	f.types = make([][]bool, len(f.sources))
	for i, s := range f.sources {
		f.types[i] = wanted(s.table().types, f.Types)
	}
	each := func(ids []annotate.ID, fn func(place int, k *knowledge)) {
		for at, id := range ids {
			for i, s := range f.sources {
				owner, found := s.number(id)
				if !found || s.hidden[owner] {
					continue
				}
				w := who{i, owner}
				k := f.known[w]
				if k == nil {
					k = &knowledge{}
					f.known[w] = k
					f.inOrder = append(f.inOrder, w)
				}
				fn(at, k)
				break
			}
		}
	}
	each(f.Near, func(at int, k *knowledge) {
		if !k.near {
			k.near = true
			k.bonus += nearBonus * 2 / float64(2+at)
		}
	})
	each(f.Here, func(_ int, k *knowledge) {
		if !k.here {
			k.here = true
			k.bonus += hereBonus
		}
	})
	each(f.Recent, func(at int, k *knowledge) {
		if !k.recent {
			k.recent = true
			k.bonus = min(k.bonus+recentBonus*2/float64(2+at), max(k.bonus, mostBonus))
		}
	})
}

// allows reports whether an entity is of a type to offer.
func (f *finding) allows(w who) bool {
	kind := f.sources[w.source].typeOf(w.owner)
	return int(kind) < len(f.types[w.source]) && f.types[w.source][kind]
}

// offerKnown takes those whom the work speaks for, by their own names.
func (f *finding) offerKnown() {
	for _, w := range f.inOrder {
		s := f.sources[w.source]
		if numbers := s.names(w.owner); len(numbers) > 0 && f.allows(w) {
			f.best = append(f.best, scored{who: w, number: numbers[0], name: s.name(numbers[0]), score: f.known[w].bonus})
		}
	}
}

// search scores the names of a source that are worth it.
func (f *finding) search(source int, room *counts) {
	s := f.sources[source]
	t := s.table()
	numbers := slices.Clone(room.find(t, f.m.named, f.types[source]))
	if len(f.m.all) > len(f.m.named) {
		numbers = append(numbers, room.find(t, f.m.all, f.types[source])...)
	}
	for _, w := range f.inOrder[:min(len(f.inOrder), mostKnown)] {
		if w.source == source && f.allows(w) {
			numbers = append(numbers, s.names(w.owner)...)
		}
	}
	kept, names, fits, clash := f.read(source, numbers)
	if more := f.m.swapped(); len(more) > 0 && t.size > readAll && (len(fits) == 0 || slices.Max(fits) < begunWord) {
		before := len(numbers)
		for _, word := range more {
			numbers = append(numbers, t.having(word, f.types[source])...)
		}
		if len(numbers) > before {
			kept, names, fits, clash = f.read(source, numbers)
		}
	}
	// Of each entity the name that fits best.
	at := make(map[uint32]int, len(names))
	f.best = slices.Grow(f.best, len(names))
	for i, fit := range fits {
		if fit < leastScore {
			continue
		}
		c := f.weigh(scored{who: who{source, names[i].owner}, number: kept[i], fit: fit, clash: clash[i], name: names[i]})
		if j, again := at[c.owner]; !again {
			at[c.owner] = len(f.best)
			f.best = append(f.best, c)
		} else if c.score > f.best[j].score {
			f.best[j] = c
		}
	}
}

// read says how well the query fits the names of a source with some numbers, of those that count.
func (f *finding) read(source int, numbers []uint32) (kept []uint32, names candidateNames, fits []float64, clash []bool) {
	s := f.sources[source]
	numbers = slices.Clone(numbers)
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	names = make(candidateNames, 0, len(numbers))
	kept = numbers[:0]
	for _, n := range numbers {
		if m := s.name(n); m.folded != "" && !s.hidden[m.owner] {
			names = append(names, m)
			kept = append(kept, n)
		}
	}
	fits, clash = f.m.score(names)
	return kept, names, fits, clash
}

// weigh adds what is known to how well a name fits.
func (f *finding) weigh(c scored) scored {
	s := f.sources[c.source]
	c.score = c.fit + knownBonus*float64(c.name.weight)/255
	if k := f.known[c.who]; k != nil {
		c.score += k.bonus
	}
	if s.book {
		c.score -= bookCost
	}
	if len(f.Prefer) > 0 {
		if kind := s.typeOf(c.owner); int(kind) < len(s.table().types) && slices.Contains(f.Prefer, s.table().types[kind]) {
			c.score += preferBonus
		}
	}
	switch {
	case c.name.dated:
		c.valid, c.there = f.validOn(s.entity(c.owner), s.text(c.number))
		if c.valid {
			c.score += validBonus
			if c.there {
				c.score += placeBonus
			}
		} else {
			c.score -= invalidCost
		}
	case c.name.alias:
		c.score -= aliasCost
	}
	return c
}

// validOn reports whether a dated name meant an entity when the document was written, and whether it did so
// in a place that the document is about.
func (f *finding) validOn(e *annotate.Entity, name string) (valid, there bool) {
	for _, d := range e.Dated {
		if d.Name == name && d.ValidOn(f.Date) {
			valid = true
			place := fold(d.Place)
			there = there || place != "" && slices.ContainsFunc(f.Places, func(p string) bool { return fold(p) == place })
		}
	}
	return valid, there
}

// suggestions puts the best into order and says of each what fits and why it is there.
func (f *finding) suggestions() []Suggestion {
	limit := f.Limit
	if limit <= 0 {
		limit = usualLimit
	}
	byRank := func(a, b scored) int {
		if c := cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.name.folded, b.name.folded), strings.Compare(f.text(a), f.text(b))); c != 0 {
			return c
		}
		return strings.Compare(string(f.sources[a.source].identity(a.owner)), string(f.sources[b.source].identity(b.owner)))
	}
	// What is below the last that will be shown need not be put into order.
	if len(f.best) > 4*limit {
		scores := make([]float64, len(f.best))
		for i, c := range f.best {
			scores[i] = c.score
		}
		slices.Sort(scores)
		least := scores[len(scores)-limit]
		f.best = slices.DeleteFunc(f.best, func(c scored) bool { return c.score < least })
	}
	slices.SortFunc(f.best, byRank)
	out := make([]Suggestion, 0, min(limit, len(f.best)))
	seen := map[annotate.ID]bool{}
	for _, c := range f.best {
		if len(out) == limit {
			break
		}
		s := f.sources[c.source]
		e := s.entity(c.owner)
		if seen[e.ID] {
			continue // two books have it
		}
		seen[e.ID] = true
		g := Suggestion{Entity: e, Name: f.text(c), Score: c.score, Fit: c.fit, Clash: c.clash, Past: c.name.dated && !c.valid, Why: f.why(c)}
		if s.book {
			g.Book = s.source.(*Book)
		}
		if !f.m.empty() {
			g.Matched = f.m.matched(g.Name)
		}
		g.Because = f.because(c, e)
		out = append(out, g)
	}
	return out
}

func (f *finding) text(c scored) string { return f.sources[c.source].text(c.number) }

func (f *finding) why(c scored) string {
	k := f.known[c.who]
	switch {
	case c.valid && f.Date != "":
		return "called so at the article’s date"
	case c.name.dated:
		return "called so at another time"
	case k != nil && k.near:
		return "named nearby"
	case k != nil && k.here:
		return "named in this article"
	case k != nil && k.recent:
		return "picked lately"
	case c.name.alias:
		return "alias"
	}
	return ""
}

// because says all that speaks for a name.
func (f *finding) because(c scored, e *annotate.Entity) []string {
	var out []string
	if !f.m.empty() {
		out = append(out, f.m.describe(c.name.folded))
	}
	if c.valid && c.there && f.Date != "" {
		out = append(out, "so called at the article’s date and place")
	} else if c.valid && f.Date != "" {
		out = append(out, "so called at the article’s date")
	} else if c.name.dated && !c.valid {
		out = append(out, "but not at the article’s date")
	}
	if k := f.known[c.who]; k != nil {
		if k.near {
			out = append(out, "named near these words")
		} else if k.here {
			out = append(out, "named in this article")
		}
		if k.recent {
			out = append(out, "picked lately")
		}
	}
	if slices.Contains(f.Prefer, e.Type) {
		out = append(out, "of a type that fits here")
	}
	if c.name.weight > 127 {
		out = append(out, "well known")
	}
	return out
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

// How long a word must be to be looked for with two of its letters swapped: in a longer one enough grams are left.
const (
	leastSwapped = 4
	mostSwapped  = 8
)

// swapped returns what may have been meant by a short word in which two neighbouring letters changed places.
func (m *matcher) swapped() (out []string) {
	letters := []rune(m.joined)
	if len(m.named) != 1 || len(letters) < leastSwapped || len(letters) > mostSwapped {
		return nil
	}
	for i := 1; i < len(letters); i++ {
		if letters[i] != letters[i-1] {
			letters[i-1], letters[i] = letters[i], letters[i-1]
			out = append(out, string(letters))
			letters[i-1], letters[i] = letters[i], letters[i-1]
		}
	}
	return out
}

// candidateNames are names as sahilm/fuzzy wants them.
type candidateNames []name

func (c candidateNames) String(i int) string { return c[i].folded }
func (c candidateNames) Len() int            { return len(c) }

// score says how well the query fits each of the names: by its words, by its letters in sequence, or as
// initials, whichever fits best; and whether that is only by some of its words.
func (m *matcher) score(names candidateNames) (fits []float64, clash []bool) {
	fits, clash = make([]float64, len(names)), make([]bool, len(names))
	in, at := make(candidateNames, 0, len(names)), make([]int, 0, len(names))
	for i := range names {
		if m.mayBeIn(names[i].folded) {
			in, at = append(in, names[i]), append(at, i)
		}
	}
	for _, f := range fuzzy.FindFromNoSort(m.short, in) {
		fits[at[f.Index]] = m.sequence(f)
	}
	var named [mostWords]word
	var room [mostWords * mostLetters]rune
	for i := range names {
		folded := names[i].folded
		r := read(m.words, split(named[:0], room[:0], folded))
		other := max(fits[i], m.asInitials(folded))
		fits[i] = max(r.score, other)
		clash[i] = r.clash && r.score > other
	}
	return fits, clash
}

// mayBeIn reports whether the letters of the query may stand in a folded name in their order, as sahilm/fuzzy looks for
// them. Plain ones it compares itself, which is quicker.
func (m *matcher) mayBeIn(folded string) bool {
	rest := m.short
	for i := 0; i < len(folded) && rest != ""; i++ {
		if rest[0] >= utf8.RuneSelf {
			return true
		}
		if folded[i] == rest[0] {
			rest = rest[1:]
		}
	}
	return rest == ""
}

// describe says in words how the query fits a name.
func (m *matcher) describe(folded string) string {
	named := split(nil, make([]rune, 0, mostWords*mostLetters), folded)
	r := read(m.words, named)
	if m.asInitials(folded) > r.score {
		return "its initials"
	}
	if m.joined == strings.ReplaceAll(folded, " ", "") {
		return "the whole name"
	}
	kinds := map[fitKind]bool{}
	for i := range m.words {
		kinds[r.fits[i].kind] = true
	}
	switch {
	case r.score < leastScore || kinds[noFit] && len(m.words) == 1:
		return "its letters in this order"
	case kinds[slipFit]:
		return "nearly so spelt"
	case kinds[initialFit]:
		return "initials and words of it"
	}
	return "words of it"
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
