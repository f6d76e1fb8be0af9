package propose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
)

// quote is reported content that the rules have found.
type quote struct {
	spans     []annotate.Span
	direct    string // direct, mixed or indirect
	cue       [2]int // tokens; empty for none
	cueGap    [2]int // the second part of a cue that is parted: "teilte … mit"
	cueKind   string
	speaker   speaker
	addressee int  // a name, -1 for none
	noSource  bool // nobody is named, and the words say so
	rule      string
	score     float64
	why       []string
	parts     []int // the quotations it is made of
	level     int32 // the quotation it stands in, -1 for the article's own voice
	first     int   // its first token
}

// speaker is who says something: a name, or words that are no name yet.
type speaker struct {
	name int // index of a name, -1 for none
	why  string
}

var nobody = speaker{name: -1}

// unit is what a sentence is made of at one level of quotation: a word, or a quotation within it.
type unit struct {
	from, to  int // tokens
	quotation int // -1 for a word
}

// voice reads the attributions of one level: the article's own words, or those of a quotation.
type voice struct {
	*reading
	level     int32
	units     []unit
	last      speaker // of the last quote in this paragraph
	lastEnd   int     // byte at which that quote and what presents it end
	lastQuote int     // its index in quotes
	spoke     int     // the index of the last quote that began with marks, -1 for none
	spokeEnd  int     // the token at which its sentence ends
	used      map[int]bool
	subjects  map[int]speaker // of each cue of the sentence
}

// attribute finds the quotes of the text, at all levels.
func (r *reading) attribute() {
	r.attributeWithin(-1, 0, len(r.tokens))
	for q := range r.quotations {
		// What is said within speech, if it is long enough to hold an attribution.
		if in := r.inside[q]; in[1]-in[0] >= 6 && (r.spoken[q] || r.holdsQuotation(q)) {
			r.attributeWithin(int32(q), in[0], in[1])
		}
	}
}

func (r *reading) holdsQuotation(q int) bool { return slices.Contains(r.around, int32(q)) }

func (r *reading) attributeWithin(level int32, from, to int) {
	v := &voice{reading: r, level: level, last: nobody, lastQuote: -1, spoke: -1, used: map[int]bool{}, subjects: map[int]speaker{}}
	for s := from; s < to; {
		s = v.sentence(s, to)
	}
}

// sentence reads the sentence that begins at token from and returns where the next one begins.
func (v *voice) sentence(from, to int) int {
	v.units = v.units[:0]
	i := from
	for i < to {
		if i > from && v.endsBefore(i) {
			break
		}
		if q := v.quotationAt(i); q >= 0 {
			end := max(v.inside[q][1], i+1)
			v.units = append(v.units, unit{i, min(end, to), q})
			i = min(end, to)
			continue
		}
		v.units = append(v.units, unit{i, i + 1, -1})
		i++
	}
	clear(v.used)
	clear(v.subjects)
	if v.skips(from) {
		return i
	}
	v.direct()
	v.indirect()
	v.nouns()
	v.alone()
	return i
}

// skips reports whether a sentence is no part of the article proper.
func (r *reading) skips(i int) bool {
	b := r.doc.BlockAt(r.tokens[i].start)
	if b < 0 {
		return false
	}
	switch r.doc.Blocks[b].Kind {
	case annotate.BlockByline, annotate.BlockKicker, annotate.BlockFurniture:
		return true
	}
	return false
}

// quotationAt returns the quotation of this level's next level that begins at or around token i, or -1.
func (v *voice) quotationAt(i int) int {
	q := v.tokens[i].quotation
	for q >= 0 && q != v.level {
		if v.around[q] == v.level {
			return int(q)
		}
		q = v.around[q]
	}
	return -1
}

// endsBefore reports whether a sentence ends before token i. Within a quotation of the level none does; after one
// that asks or exclaims it goes on where a reporting clause follows.
func (v *voice) endsBefore(i int) bool {
	if !v.tokens[i].first {
		return false
	}
	if q := v.quotationAt(i); q >= 0 && v.inside[q][0] < i {
		return false
	}
	if g := v.tokens[i].gap; g&gapLine != 0 {
		// "Ana said:", and what she said on the next line.
		return g&(gapColon|gapComma) == 0 || g&(gapMark|gapStop) != gapMark || v.quotationAt(i) < 0
	}
	if n := len(v.units); n > 0 && v.units[n-1].quotation >= 0 && v.quotationAt(i) < 0 {
		q := v.quotations[v.units[n-1].quotation]
		last, _ := utf8.DecodeLastRuneInString(v.text[q.Inner.Start:q.Inner.End])
		if strings.ContainsRune("?!…", last) && v.shortClause(i) {
			return false
		}
	}
	return true
}

// shortClause reports whether a reporting clause alone stands from token i to the end of the sentence.
func (v *voice) shortClause(i int) bool {
	cue := false
	for k := i; k < min(i+9, len(v.tokens)); k++ {
		t := &v.tokens[k]
		if k > i && t.gap&(gapStop|gapLine|gapMark) != 0 {
			return cue && t.gap&(gapStop|gapLine) != 0
		}
		if c := t.entry.cue; c != nil && c.kind == "verb" && c.strength <= 2 {
			cue = true
		}
	}
	return false
}

// Places in a sentence are indices of units from here on.

func (v *voice) tok(u int) *token { return &v.tokens[v.units[u].from] }

func (v *voice) isWord(u int) bool { return u >= 0 && u < len(v.units) && v.units[u].quotation < 0 }

func (v *voice) gapBefore(u int) between {
	if u >= len(v.units) {
		return gapStop
	}
	return v.tok(u).gap
}

func (v *voice) low(u int) string {
	if !v.isWord(u) {
		return ""
	}
	return v.tok(u).low
}

func (v *voice) has(u int, c class) bool { return v.isWord(u) && v.tok(u).class&c != 0 }

// cueAt returns the cue that begins at unit u, how many units it takes, and where its second part stands if it
// is parted (else -1).
func (v *voice) cueAt(u int) (*cueEntry, int, int) {
	if !v.isWord(u) {
		return nil, 0, -1
	}
	e := v.tok(u).entry
	for i := range e.phrases {
		p := &e.phrases[i]
		if slices.Contains(p.words, "~") {
			if k := v.particle(u, p.words[2:]); k >= 0 {
				return &p.entry, 1, k
			}
			continue
		}
		if u+len(p.words) > len(v.units) {
			continue
		}
		ok := true
		for k, w := range p.words {
			if k > 0 && (v.low(u+k) != w || v.gapBefore(u+k) != 0 && v.gapBefore(u+k) != gapHyphen) {
				ok = false
				break
			}
		}
		if ok {
			return &p.entry, len(p.words), -1
		}
	}
	if e.cue != nil {
		if v.tok(u).upper && v.tok(u).class&isTitle != 0 {
			return nil, 0, -1 // "Judge Bo" is a title, not a verb
		}
		return e.cue, 1, -1
	}
	return nil, 0, -1
}

// particle finds the second part of a parted verb: the last word of its clause.
func (v *voice) particle(u int, words []string) int {
	for k := u + 1; k+len(words) <= len(v.units) && k < u+20; k++ {
		if v.isWord(k) && k > u+1 && v.gapBefore(k)&(gapComma|gapStrong) != 0 && v.low(k) != words[0] {
			if v.gapBefore(k)&gapStrong != 0 {
				return -1
			}
		}
		if v.low(k) == words[0] && (len(words) == 1 || v.low(k+1) == words[1]) {
			next := k + len(words)
			if next >= len(v.units) || v.gapBefore(next)&(gapComma|gapStrong) != 0 {
				return k
			}
		}
	}
	return -1
}

// verb is a verb of saying in a sentence.
type verb struct {
	at, n   int // its units
	second  int // the unit of its second part, -1 for none
	entry   *cueEntry
	passive bool
	hedged  bool // not said for sure: "would say", "to say", "did not say"
	by      speaker
	byFrom  int // the first unit of the subject, -1 for none
	byTo    int // behind it
	right   bool
}

// verbAt reads the verb of saying at unit u with its subject. ok is false where it is none.
func (v *voice) verbAt(u int) (x verb, ok bool) {
	e, n, second := v.cueAt(u)
	if e == nil || e.class == "prep" || e.class == "noun" || e.class == "adverb" || e.class == "adjunct" || e.class == "punct" {
		return x, false
	}
	if e.class == "phrase" && (n < 2 || e.forms == baseForm && !strings.Contains(v.low(u), "mak")) {
		return x, false
	}
	x = verb{at: u, n: n, entry: e, byFrom: -1, by: nobody, second: second}
	if n == 1 && v.isNoun(u, e) {
		return x, false
	}
	v.subjectLeft(&x)
	if t := v.tok(u); n == 1 && t.upper && t.name >= 0 && v.names[t.name].from < v.units[u].from {
		return x, false // "Islamic State"
	}
	if v.ownThought(&x) {
		return x, false
	}
	if e.forms&^participleForm == gerundForm && v.gapBefore(u)&gapComma != 0 {
		x.by, x.byFrom = nobody, -1 // "…, saying": the subject is that of the sentence
	}
	if v.grammar.code == "en" && n == 1 && !x.hedged && e.forms&(pastForm|participleForm|gerundForm) == 0 && !v.agrees(&x) && !v.inverts(u, e) {
		return x, false
	}
	return x, true
}

// ownThought reports whether a verb in speech says what the speaker, or whoever listens, thinks: "I think", "we hope", "you
// know". That is no attribution but the speaker’s own words. What they said at another time is one.
func (v *voice) ownThought(x *verb) bool {
	if v.level < 0 || x.by.name < 0 {
		return false
	}
	first := &v.tokens[v.names[x.by.name].from]
	if !first.is(isMe) && first.low != "you" {
		return false
	}
	return x.entry.class == "think" || x.entry.class == "judge" || x.entry.forms&(pastForm|participleForm) == 0
}

// inverts reports whether a verb in the third person stands right behind a quotation: “…,” says Ana.
func (v *voice) inverts(u int, e *cueEntry) bool {
	return u > 0 && !v.isWord(u-1) && e.forms&thirdForm != 0 && !v.ambiguous(u)
}

// agrees reports whether the subject of a present tense fits its form. Where the form may be a noun in the plural, only
// somebody who can speak is a subject: "Paris claims", not "police posts".
func (v *voice) agrees(x *verb) bool {
	if x.by.name < 0 {
		return x.byFrom >= 0 && x.entry.forms&thirdForm != 0 && !v.ambiguous(x.at)
	}
	n := v.names[x.by.name]
	if n.typ == "date" || n.typ == "place" && v.ambiguous(x.at) {
		return false
	}
	first := &v.tokens[n.from]
	if x.entry.forms&thirdForm == 0 && (first.low == "this" || first.low == "that" || first.low == "each" || first.low == "every") {
		return false // "this post", "that claim"
	}
	plural := n.sort == groupName || first.is(isThey|isMe) || n.typ == "org" || x.byTo > 0 && v.joined(x)
	if x.entry.forms&thirdForm == 0 {
		return plural
	}
	if v.ambiguous(x.at) {
		return (n.sort == properName || n.sort == pronounName || n.sort == roleName || n.sort == bodyName) && v.gapBefore(x.byTo) == 0
	}
	return true
}

// joined reports whether the subject of a verb is several joined by "and".
func (v *voice) joined(x *verb) bool {
	for u := x.byFrom; u < x.byTo; u++ {
		if v.low(u) == "and" {
			return true
		}
	}
	return false
}

// ambiguous reports whether a verb in the present tense looks like a noun in the plural.
func (v *voice) ambiguous(u int) bool { return nounVerbs[v.low(u)] }

// isNoun reports whether a word that may be a verb is rather a noun or an adjective: after an article, a
// possessive or a preposition, or before "of".
func (v *voice) isNoun(u int, e *cueEntry) bool {
	if u == 0 && e.forms&(pastForm|thirdForm|baseForm) != 0 && v.level < 0 && v.tok(u).upper && e.forms&participleForm == 0 {
		return true // sentences do not begin with finite verbs
	}
	if v.gapBefore(u)&gapPossessive != 0 {
		return true
	}
	if v.gapBefore(u)&gapHyphen != 0 || u+1 < len(v.units) && v.gapBefore(u+1)&gapHyphen != 0 && v.grammar.code == "en" {
		return true
	}
	if u == 0 {
		return false
	}
	if v.has(u-1, isArticle) && v.tok(u-1).class&(isThey|isIt|isSubject) == 0 || v.has(u-1, isPossessive) && v.tok(u-1).class&(isShe|isSubject) == 0 {
		return true
	}
	if v.has(u-1, isPreposition) && v.tok(u-1).class&(isInfinitive) == 0 && e.forms&(gerundForm) == 0 && v.gapBefore(u) == 0 && v.tok(u-1).class&isAdverb == 0 {
		return true
	}
	return false
}

// subjectLeft finds the subject before a verb.
func (v *voice) subjectLeft(x *verb) {
	j := x.at - 1
	for j >= 0 && v.isWord(j) && v.gapBefore(j+1)&gapStrong == 0 {
		t := v.tok(j)
		comma := v.gapBefore(j+1)&gapComma != 0
		switch {
		case t.class&isInfinitive != 0 && v.grammar.code == "en":
			x.hedged = true
			return
		case t.is(isNegation) && !comma:
			x.hedged = true
		case t.is(isBe) && t.class&isAuxiliary == 0 && !comma:
			if x.entry.forms&gerundForm == 0 {
				x.passive = true
			}
		case t.is(isModal) && v.grammar.code == "en" && !comma:
			x.hedged = true
		case t.class&(isAuxiliary) != 0 && t.class&isPronoun == 0 && t.class&isArticle == 0 && !comma:
		case (t.is(isAdverb) || strings.HasSuffix(t.low, "ly") && !t.upper) && t.class&(isPronoun|isNegation) == 0 && t.name < 0:
		default:
			goto found
		}
		j--
	}
found:
	if j < 0 || !v.isWord(j) {
		return
	}
	if v.has(j, isWho) && v.grammar.code == "en" {
		j-- // "the woman who said"
		if j < 0 || !v.isWord(j) {
			return
		}
		if v.low(j+1) == "that" {
			return
		}
	}
	if v.has(j, isConjunction) && v.gapBefore(j+1)&gapStrong == 0 {
		// "X said … and added": the subject of the verb before.
		for k := j - 1; k >= 0; k-- {
			if by, ok := v.subjects[k]; ok {
				x.by, x.byFrom, x.byTo = by, j, j
				x.by.why += "; the verb goes on with it"
				return
			}
		}
		if by := v.mainSubject(x.at); by.name >= 0 {
			x.by, x.byFrom, x.byTo = by, j, j
		}
		return
	}
	end := j + 1
	if g := v.gapBefore(end); g&(gapColon|gapSemicolon|gapLine) != 0 && g&gapDash == 0 || g&gapStop != 0 && g&(gapComma|gapBracket) == 0 {
		return
	}
	if v.gapBefore(end)&(gapComma|gapDash|gapBracket) != 0 {
		if from, by := v.farSubject(x.at); by.name >= 0 {
			x.by, x.byFrom, x.byTo = by, from, end
			return
		}
		// An apposition or a clause between commas: "X, the mayor, said".
		k := j
		for k > 0 && v.isWord(k) && v.gapBefore(k)&(gapComma|gapDash|gapBracket) == 0 && v.gapBefore(k)&gapStrong == 0 {
			k--
		}
		if k > 0 && v.isWord(k) && v.gapBefore(k)&(gapStop|gapColon|gapSemicolon|gapLine) == 0 {
			from, by := v.nounPhrase(k-1, k)
			if n := v.tok(k - 1).name; by.name < 0 && v.isWord(k-1) && n >= 0 && v.names[n].typ == "person" {
				by = speaker{int(n), "subject “" + v.words(v.names[n].from, v.names[n].to) + "”"} // "On Monday in Vell Ana Díaz (R-Orm.) said"
			}
			if by.name >= 0 {
				// "the mayor, Ana Díaz, said": the name tells more than the office.
				for v.names[by.name].sort == roleName && from > 0 && v.isWord(from-1) && v.gapBefore(from)&gapComma != 0 {
					// "Ana Díaz, director of the fund, and chair of the board, said"
					f, b := v.nounPhrase(from-1, from)
					if b.name < 0 {
						break
					}
					from, by = f, b
				}
				if n := v.names[by.name]; n.sort == roleName || n.sort == bodyName {
					if _, inner := v.head(k, end); inner.name >= 0 && v.names[inner.name].typ == "person" && v.names[inner.name].from <= v.units[k].from+1 {
						by = inner
					}
				}
				x.by, x.byFrom, x.byTo = by, from, end
				return
			}
		}
		if v.has(k, isPreposition|isSubordinator|isWho) || v.gapBefore(end)&gapComma == 0 {
			return
		}
	}
	x.byFrom, x.by = v.nounPhrase(j, end)
	x.byTo = end
	if x.by.name < 0 || x.byFrom > 0 && v.has(x.byFrom-1, isWho) {
		// "an official who asked not to be named said": what the clause belongs to.
		for k := j; k > 0 && v.isWord(k) && v.gapBefore(k+1)&(gapComma|gapStrong) == 0; k-- {
			if v.has(k, isWho) && v.low(k) != "which" && k < j {
				if from, by := v.nounPhrase(k-1, k); by.name >= 0 {
					x.byFrom, x.by = from, by
				}
				break
			}
		}
	}
	if x.byFrom > 0 {
		switch v.low(x.byFrom - 1) {
		case "if", "unless", "whether", "wenn", "falls", "si":
			x.hedged = true
		}
	}
}

// farSubject returns the person whom a clause begins with where only what commas and brackets set off stands between the name and
// the verb: "Ana Díaz, 22, of Vell, who had waited for hours, said". name is -1 where that is not so.
func (v *voice) farSubject(at int) (int, speaker) {
	from := at - 1
	for from > 0 && v.isWord(from-1) && v.gapBefore(from)&(gapSemicolon|gapLine|gapColon) == 0 {
		from--
	}
	for from < at && v.has(from, isConjunction|isAdverb) {
		from++
	}
	stop := from
	for stop < at && (stop == from || v.gapBefore(stop)&(gapComma|gapBracket) == 0 || v.inName(stop)) {
		if v.has(stop, isPreposition|isSubordinator|isWho|isBe|isModal) && v.tok(stop).name < 0 {
			return from, nobody
		}
		stop++
	}
	if stop == at || stop == from {
		return from, nobody
	}
	_, by := v.head(from, stop)
	if by.name < 0 || v.names[by.name].typ != "person" || v.names[by.name].sort != properName {
		return from, nobody
	}
	aside := false
	for u := stop; u < at; u++ {
		if v.gapBefore(u)&(gapComma|gapBracket) != 0 {
			aside = v.has(u, isWho) // within a relative clause a verb is no main verb
		}
		if t := v.tok(u); t.is(isWho) {
			aside = true
		} else if !aside && t.name < 0 && (t.class&(isBe|isModal|isHe|isShe|isThey) != 0 && t.class&isPossessive == 0 || v.verbLike(u)) {
			return from, nobody
		}
	}
	return from, by
}

// nounPhrase returns the phrase that ends before unit end and holds unit j, and whom it names: from where the
// clause begins.
func (v *voice) nounPhrase(j, end int) (from int, by speaker) {
	k := j
	for k >= 0 {
		if !v.isWord(k) {
			k++
			break
		}
		t := v.tok(k)
		if t.name < 0 || v.names[t.name].from == v.units[k].from {
			if k < end-1 && (t.is(isThat|isMayThat) && (t.class&isArticle == 0 || v.beginsClause(k)) || t.is(isSubordinator) && t.class&isAsIf == 0 || t.is(isAsIf) && t.class&isPreposition == 0 || t.is(isWho) ||
				t.is(isConjunction) && !v.joinsPhrase(k, end)) {
				k++
				break
			}
			if k < j && t.class&(isVerb|isBe|isModal) != 0 && t.class&(isArticle|isPreposition) == 0 && t.name < 0 {
				k++
				break
			}
		}
		if v.gapBefore(k)&(gapComma|gapStrong) != 0 && !(v.gapBefore(k)&gapStop != 0 && v.inName(k)) {
			break
		}
		if k == 0 {
			break
		}
		k--
	}
	k = max(k, 0)
	// Words that only lead in.
	for k < end-1 && v.has(k, isConjunction|isAdverb|isSubordinator|isAsIf|isThat) && v.tok(k).class&(isArticle|isPronoun|isSubject) == 0 {
		k++
	}
	if end-k > 28 {
		return k, nobody
	}
	return v.head(k, end)
}

// beginsClause reports whether "that" at unit k begins a clause, not a noun phrase.
func (v *voice) beginsClause(k int) bool {
	if v.has(k+1, isArticle|isPossessive|isSubject|isThey) || k+1 < len(v.units) && v.isWord(k+1) && v.tok(k+1).name >= 0 {
		return true
	}
	if k == 0 || !v.isWord(k-1) {
		return false
	}
	c := v.tok(k - 1).entry.cue
	return c != nil && (c.kind == "verb" || c.class == "noun")
}

// inName reports whether unit k goes on with the name before it.
func (v *voice) inName(k int) bool {
	t := v.tok(k)
	return t.name >= 0 && v.names[t.name].from < v.units[k].from
}

// joinsPhrase reports whether a conjunction joins two nouns of one subject: "Merkel and Macron said".
func (v *voice) joinsPhrase(k, end int) bool {
	if k == 0 || k+1 >= end || v.low(k) == "but" {
		return false
	}
	if v.gapBefore(k)&gapComma != 0 {
		return false
	}
	for i := k + 1; i < end; i++ {
		if v.has(i, isVerb|isModal|isWho) || v.has(i, isPreposition) && i == k+1 {
			return false
		}
	}
	return !v.has(k+1, isHe|isShe|isThey|isMe|isIt)
}

// head returns whom a noun phrase in the units [from, end) names: what its words say before the first preposition.
func (v *voice) head(from, end int) (int, speaker) {
	if v.low(from) == "with" && from+1 < end && v.has(from+1, isArticle) {
		from++
	}
	for from < end && v.has(from, isPreposition) {
		// "In Moscow Peskov said": what follows the place.
		next := from + 1
		for next < end && !(v.isWord(next) && v.tok(next).name >= 0 && v.names[v.tok(next).name].typ == "person") && !v.has(next, isHe|isShe|isThey|isArticle) {
			next++
		}
		if next == end || v.has(next, isArticle) {
			return from, nobody
		}
		from = next
	}
	if from >= end {
		return from, nobody
	}
	stop := from
	for stop < end && v.isWord(stop) && !(v.has(stop, isPreposition|isWho) && !v.nameCovers(stop)) && !(stop > from && v.gapBefore(stop)&(gapComma|gapBracket|gapDash) != 0) {
		stop++
	}
	if stop == from {
		return from, nobody
	}
	last := v.tok(stop - 1)
	switch {
	case last.name >= 0:
		n := v.names[last.name]
		return from, speaker{int(last.name), "subject “" + v.words(n.from, n.to) + "”"}
	case last.is(isPronoun) && stop-1 == from, last.is(isHe|isShe|isThey|isMe) && v.gapBefore(stop-1) == 0 && v.has(stop-2, isAuxiliary):
		if last.is(isIt) && last.class&(isHe|isShe|isThey) == 0 {
			return from, speaker{v.stands(stop-1, stop, "org", pronounName), "subject “it”"}
		}
		return from, speaker{v.stands(stop-1, stop, "person", pronounName), "subject “" + last.low + "”"}
	}
	return from, v.described(from, stop)
}

// nameCovers reports whether unit u lies within a name: "of" in "Bank of England".
func (v *voice) nameCovers(u int) bool { return v.tok(u).name >= 0 }

// described makes a speaker of a phrase without a name: "the spokesman", "two officials", "the report".
func (v *voice) described(from, stop int) speaker {
	last := v.tok(stop - 1)
	words := v.words(v.units[from].from, v.units[stop-1].to)
	why := "subject “" + words + "”"
	if v.grammar.speaks(last.low) {
		// "Peskov’s comments": whose they are.
		if by := v.possessor(stop - 1); by.name >= 0 {
			return by
		}
	}
	switch {
	case last.is(isDateUnit|isMonth|isWeekday|isDateWord) && last.class&(isRole|isBody) == 0:
		return nobody
	case last.is(isKin):
		return speaker{v.stands(from, stop, "person", roleName), why}
	case last.is(isRole):
		k := stop - 1
		for k > from && v.gapBefore(k) == 0 && v.has(k-1, isTitle|isRole) && v.tok(k-1).name < 0 {
			k--
		}
		return speaker{v.stands(k, stop, "role", roleName), why}
	case last.is(isRolePlural):
		k := from
		for k < stop-1 && v.has(k, isConjunction|isAdverb) {
			k++
		}
		return speaker{v.stands(k, stop, "group", groupName), why}
	case last.is(isBody):
		k := from
		return speaker{v.stands(k, stop, "org", bodyName), why}
	case last.class == 0 && (!last.upper || last.first) && len(last.low) > 3 && strings.HasSuffix(last.low, "s") && !strings.HasSuffix(last.low, "ss"):
		return speaker{v.stands(from, stop, "group", groupName), why}
	case last.is(isArticle) && stop-from == 1 && last.low != "the" && last.low != "a" && last.low != "an" && last.low != "no":
		return speaker{v.stands(from, stop, "group", groupName), why} // "others", "both", "some"
	case last.class == 0 && len(last.low) > 3 && v.has(from, isArticle|isPossessive) && stop-from >= 2:
		return speaker{v.stands(from, stop, "org", bodyName), why}
	}
	return nobody
}

// stands makes a name of words that stand for somebody, if they are none yet.
func (v *voice) stands(from, stop int, typ string, sort nameSort) int {
	a, b := v.units[from].from, v.units[stop-1].to
	for i := a; i < b; i++ {
		if n := v.tokens[i].name; n >= 0 && v.names[n].from == a && v.names[n].to == b {
			return int(n)
		}
	}
	for i := a; i < b; i++ {
		// A name inside ("Russia’s ministry") stays what it is; of a name before a common noun ("the Meridian agency") it is
		// the name that counts.
		if n := v.tokens[i].name; n >= 0 && (typ == "org" || typ == "group") {
			to := v.names[n].to
			if typ == "org" && v.names[n].typ == "org" && to < b && v.tokens[to].gap == 0 {
				return int(n)
			}
			a = to
			i = a - 1
		}
	}
	if a >= b {
		return -1
	}
	if typ == "role" {
		for a < b-1 && v.tokens[a].class&(isArticle|isPossessive) != 0 {
			a++
		}
	}
	for i := a; i < b; i++ {
		if v.tokens[i].name >= 0 {
			return int(v.tokens[i].name)
		}
	}
	v.names = append(v.names, name{from: a, to: b, typ: typ, sort: sort, score: 0.8, why: "it stands for whoever speaks"})
	id := len(v.names) - 1
	for i := a; i < b; i++ {
		v.tokens[i].name = int32(id)
	}
	return id
}

// subjectRight reads an inverted subject, from unit u on, up to limit: "said the mayor, Ana Díaz". It returns
// where the subject ends.
func (v *voice) subjectRight(u, limit int) (speaker, int) {
	if u >= limit || !v.isWord(u) || v.gapBefore(u)&^(gapHyphen|gapPossessive) != 0 {
		return nobody, u
	}
	if v.has(u, isHe|isShe|isThey|isMe|isIt) && !v.has(u, isArticle) {
		return speaker{v.stands(u, u+1, "person", pronounName), fmt.Sprintf("“%s” after the verb", v.low(u))}, u + 1
	}
	stop := u
	for stop < limit && v.isWord(stop) && stop < u+14 {
		t := v.tok(stop)
		if stop > u && v.gapBefore(stop)&(gapComma|gapStrong) != 0 && !v.inName(stop) {
			break
		}
		if t.name < 0 && (t.class&(isPreposition|isWho|isVerb|isThat|isConjunction|isSubordinator|isModal) != 0) && t.class&isRole == 0 {
			break
		}
		if t.name < 0 && t.class&(isAdverb|isWeekday|isDateWord) != 0 {
			break
		}
		stop++
	}
	if stop == u {
		return nobody, u
	}
	if v.tok(u).name < 0 && v.tok(u).class&(isArticle|isPossessive|isRole|isTitle|isRolePlural|isBody|isDemonym|isHonorific) == 0 && v.nameIn(u, stop) < 0 && v.tok(stop-1).class&(isRole|isRolePlural|isBody) == 0 {
		return nobody, u
	}
	_, by := v.head(u, stop)
	// "said the mayor, Ana Díaz": the apposition has the name.
	if by.name >= 0 && v.names[by.name].sort != properName && stop < limit && v.gapBefore(stop)&gapComma != 0 && v.isWord(stop) {
		if n := v.tok(stop).name; n >= 0 && v.names[n].typ == "person" && v.names[n].from == v.units[stop].from {
			k := stop
			for k < limit && v.isWord(k) && v.tok(k).name == n {
				k++
			}
			return speaker{int(n), fmt.Sprintf("“%s” after the verb", v.words(v.names[n].from, v.names[n].to))}, k
		}
	}
	if by.name >= 0 {
		by.why = strings.Replace(by.why, "subject ", "", 1) + " after the verb"
	}
	return by, stop
}

func (v *voice) nameIn(from, to int) int32 {
	for u := from; u < to; u++ {
		if v.isWord(u) && v.tok(u).name >= 0 {
			return v.tok(u).name
		}
	}
	return -1
}

// direct attributes the quotations of a sentence.
func (v *voice) direct() {
	for u := range v.units {
		if v.units[u].quotation < 0 || v.spoken[v.units[u].quotation] {
			continue
		}
		if v.afterQuotation(u) || v.beforeQuotation(u) || v.accordingTo(u) {
			continue
		}
	}
}

// speech says what the looks of a quotation say: whether it holds words that somebody may have spoken as a whole,
// and whether its end, and its beginning, are those of a sentence.
func (v *voice) speech(q int) (words int, begins, ends bool) {
	in := v.inside[q]
	words = in[1] - in[0]
	if words == 0 {
		return 0, false, false
	}
	quotation := v.quotations[q]
	inner := v.text[quotation.Inner.Start:quotation.Inner.End]
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(inner, "…. [(¿¡"))
	begins = unicode.IsUpper(first) || unicode.IsDigit(first) || !unicode.IsLower(first) && unicode.IsLetter(first)
	last, _ := utf8.DecodeLastRuneInString(inner)
	ends = strings.ContainsRune(".,!?…;。！？，—–-", last)
	if !ends && quotation.Closed {
		// British style sets the stop outside.
		after := v.text[quotation.Outer.End:min(len(v.text), quotation.Outer.End+2)]
		ends = strings.HasPrefix(after, ",") && begins && words > 3
	}
	return words, begins, ends
}

// looksTitle reports whether a quotation looks like a title: all its longer words have capitals, and it ends
// no sentence.
func (v *voice) looksTitle(q int) bool {
	in := v.inside[q]
	upper, all := 0, 0
	for i := in[0]; i < in[1]; i++ {
		if len(v.tokens[i].low) > 3 {
			all++
			if v.tokens[i].upper {
				upper++
			}
		}
	}
	_, _, ends := v.speech(q)
	return all > 1 && upper == all && !ends || all > 2 && upper == all
}

// afterQuotation finds the reporting clause behind the quotation at unit u: “…,” said Ana. “…,” Ana said.
func (v *voice) afterQuotation(u int) bool {
	q := v.units[u].quotation
	words, _, ends := v.speech(q)
	if u+1 >= len(v.units) || !v.isWord(u+1) {
		return false
	}
	if g := v.gapBefore(u + 1); g&(gapColon|gapSemicolon|gapLine) != 0 || g&gapStop != 0 && !ends {
		return false
	}
	if !ends && words < 4 && v.gapBefore(u+1)&(gapComma|gapDash) == 0 || v.has(u+1, isConjunction|isSubordinator|isWho) {
		return false
	}
	limit := v.clauseLimit(u + 1)
	for c := u + 1; c < min(limit, u+16); c++ {
		x, ok := v.verbAt(c)
		if !ok {
			if e, _, _ := v.cueAt(c); e != nil && e.class == "prep" {
				return false
			}
			if v.has(c, isThat) && v.tok(c).class&(isArticle|isWho) == 0 {
				return false
			}
			continue
		}
		if c == u+1 || c == u+2 && v.has(u+1, isAdverb|isAuxiliary|isMe) {
			if x.entry.forms&^(baseForm|gerundForm) == 0 && x.entry.class != "phrase" {
				continue
			}
			end := x.at + x.n
			by, to := v.subjectRight(end, limit)
			if by.name < 0 && v.grammar.code != "en" && c == u+2 && x.by.name >= 0 {
				by, to = x.by, end
			}
			if by.name < 0 {
				// “…,” a-t-il dit, or a name after an addressee: “…,” told reporters Ana.
				continue
			}
			v.say(u, x, by, to, "inverted verb after the marks", 0.97)
			return true
		}
		if x.by.name >= 0 && x.byFrom >= 0 && x.byFrom <= u+2 && !x.passive && !x.right {
			if x.hedged && x.entry.strength > 1 {
				continue
			}
			if x.entry.forms&^gerundForm == 0 {
				continue
			}
			if u > 0 && v.has(u-1, isPreposition|isArticle) && v.finiteVerb(x.at+x.n, v.grammar.code == "de") >= 0 {
				return false // to shouts of “Go home,” Ana said the ferry was late
			}
			score := 0.97
			if !ends {
				score = 0.8
			}
			if x.entry.strength == 3 {
				score -= 0.15
				if !ends {
					return false
				}
			}
			// “…” he said was wrong: the verb goes on to something else.
			if x.at+x.n < limit && v.has(x.at+x.n, isThat) {
				return false
			}
			v.say(u, x, x.by, x.at+x.n, "subject and verb after the marks", score)
			return true
		}
	}
	return false
}

// clauseLimit returns where the clause that begins at unit u ends at the latest: at the next quotation, a strong mark
// or the end of the sentence.
func (v *voice) clauseLimit(u int) int {
	for k := u + 1; k < len(v.units); k++ {
		if !v.isWord(k) || v.gapBefore(k)&(gapSemicolon|gapLine) != 0 {
			return k
		}
		if v.gapBefore(k)&gapStop != 0 && !v.inName(k) && !v.has(k-1, isHonorific|isTitle) && utf8.RuneCountInString(v.low(k-1)) > 1 && v.tok(k).first {
			return k
		}
	}
	return len(v.units)
}

// beforeQuotation finds the reporting clause before the quotation at unit u: Ana said, “…”. Ana called it “…”.
func (v *voice) beforeQuotation(u int) bool {
	q := v.units[u].quotation
	words, begins, ends := v.speech(q)
	title := v.looksTitle(q) && v.gapBefore(u)&(gapComma|gapColon) == 0
	for c := u - 1; c >= 0 && c >= u-22; c-- {
		if !v.isWord(c) {
			return false
		}
		if c+1 < u && v.gapBefore(c+1)&(gapSemicolon|gapLine) != 0 {
			return false
		}
		x, ok := v.verbAt(c)
		if !ok || v.used[c] && v.subjects[c].name < 0 {
			continue
		}
		dist := u - (x.at + x.n)
		if dist < 0 {
			continue
		}
		if title && (x.entry.class != "judge" || dist == 0) {
			return false
		}
		g := v.gapBefore(u)
		led := g&(gapComma|gapColon) != 0
		if v.used[c] {
			// What follows “…,” she said, goes on with it.
			return false
		}
		by := x.by
		if by.name < 0 && x.byFrom < 0 && !x.hedged && v.grammar.code != "en" || by.name < 0 && x.entry.forms&gerundForm == 0 && x.at == 0 {
			by, _ = v.subjectRight(x.at+x.n, u)
		}
		gerund := x.entry.forms&gerundForm != 0
		if gerund && by.name < 0 {
			by = v.mainSubject(x.at)
		}
		if x.passive && !strings.Contains(v.wordsOf(x.at, x.at+x.n), "as ") {
			// "she was told, “…”": nobody says who says it.
			if dist > 0 || !led {
				return false
			}
			by = nobody
		}
		full := begins && (ends || led || words > 6)
		if by.name < 0 && !full && !x.passive {
			return false
		}
		switch {
		case dist == 0 && (led || full || words > 6):
			v.report(u, x, by, full, 0.95)
			return by.name >= 0 || full && led
		case led && v.complements(x.at+x.n, u-1):
			return false // "saying that in the end, “…”": a clause, for the rules of indirect speech
		case led && dist <= 16 && v.plain(x.at+x.n, u) && (x.entry.strength < 3 || g&gapColon != 0 || begins && words > 5):
			v.report(u, x, by, true, 0.88)
			return true
		case x.hedged:
			return false
		case v.has(u-1, isThat) && v.plain(x.at+x.n, u-1):
			v.report(u, x, by, false, 0.9)
			return true
		case full && words > 4 && dist <= 8 && v.plain(x.at+x.n, u):
			v.report(u, x, by, true, 0.85)
			return true
		case x.entry.class == "judge" || x.entry.class == "deny" || x.entry.class == "claim" || x.entry.class == "say" || x.entry.class == "warn" || x.entry.class == "ask" || x.entry.class == "concede":
			if by.name < 0 || dist > 12 || x.at+x.n >= len(v.units) {
				return false
			}
			if x.entry.class != "judge" && v.low(x.at) != "described" && v.low(x.at) != "describes" && x.entry.strength < 3 {
				return false // a clause, for the rules of indirect speech
			}
			if !v.has(u-1, isAsIf|isArticle|isPossessive|isPreposition) && dist > 4 && (x.entry.class != "judge" || begins) {
				return false
			}
			return v.mixed(u, x, by)
		default:
			return false
		}
	}
	return v.named(u)
}

// complements reports whether a "that" in the units begins a clause before its end.
func (v *voice) complements(from, to int) bool {
	for u := from; u < to; u++ {
		if v.low(u) == "that" && v.beginsClause(u) {
			return true
		}
	}
	return false
}

func (v *voice) wordsOf(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.ToLower(v.words(v.units[from].from, v.units[to-1].to)) + " "
}

// mainSubject returns the subject of the verb that a participle depends on: "X spoke on Monday, saying".
func (v *voice) mainSubject(at int) speaker {
	for k := at - 1; k >= 0; k-- {
		if by, ok := v.subjects[k]; ok && by.name >= 0 {
			by.why += ", who goes on"
			return by
		}
	}
	// The first phrase of the sentence that names somebody before a verb.
	for k := 0; k < at; k++ {
		if !v.isWord(k) {
			if q := v.units[k].quotation; v.spoken[q] && v.last.name >= 0 {
				return v.last
			}
			continue
		}
		t := v.tok(k)
		if t.name >= 0 && v.names[t.name].typ != "date" && v.names[t.name].typ != "place" && (k == 0 || !v.has(k-1, isPreposition)) {
			n := v.names[t.name]
			end := k
			for end < at && v.isWord(end) && v.tok(end).name == t.name {
				end++
			}
			if end < at && v.gapBefore(end)&gapPossessive != 0 {
				continue
			}
			return speaker{int(t.name), fmt.Sprintf("“%s” is the subject of the sentence", v.words(n.from, n.to))}
		}
		if t.is(isHe|isShe) && t.class&isArticle == 0 {
			return speaker{v.stands(k, k+1, "person", pronounName), fmt.Sprintf("“%s” is the subject of the sentence", t.low)}
		}
		if t.is(isRole|isRolePlural) && (k+1 >= at || !v.has(k+1, isRole) && v.tok(k+1).name < 0) && (k == 0 || !v.has(k-1, isPreposition)) {
			from := k
			for from > 0 && v.isWord(from-1) && v.gapBefore(from) == 0 && v.has(from-1, isArticle|isPossessive|isDemonym) {
				from--
			}
			return v.described(from, k+1)
		}
	}
	return nobody
}

// plain reports whether nothing but an addressee, a time, a place or an adverb stands in the units: no verb that
// would begin a clause of its own.
func (v *voice) plain(from, to int) bool {
	for u := from; u < to; u++ {
		if !v.isWord(u) {
			return false
		}
		if t := v.tok(u); t.name < 0 && t.class&(isVerb|isBe|isModal|isSubject|isWho|isSubordinator) != 0 && t.class&(isPreposition|isInfinitive|isArticle|isThat|isAdverb) == 0 {
			return false
		}
		if e := v.tok(u).entry.cue; e != nil && e.kind == "verb" && e.strength <= 2 && v.tok(u).name < 0 && !v.isNoun(u, e) && e.forms&(pastForm|thirdForm) != 0 {
			return false
		}
	}
	return true
}

// say makes a quote of the quotation at unit u, which a clause behind it presents, and of those that go on.
func (v *voice) say(u int, x verb, by speaker, clauseEnd int, rule string, score float64) {
	q := quote{direct: "direct", cueKind: x.entry.kind, speaker: by, rule: rule, score: score, addressee: v.addressee(x.at+x.n, v.clauseLimit(x.at))}
	v.setCue(&q, x)
	v.gather(&q, u, clauseEnd)
	v.leadIn(&q, u)
	q.why = append(q.why, fmt.Sprintf("“%s” after the closing mark", v.cueWords(x)), by.why)
	v.put(q, x)
}

// leadIn takes the words before the quotation at unit u into a quote where the marks begin in the middle of a
// sentence: The road was “closed for good,” Ana said.
func (v *voice) leadIn(q *quote, u int) {
	for u > 0 && !v.isWord(u-1) {
		u--
	}
	if _, begins, _ := v.speech(v.units[u].quotation); begins || u == 0 || v.gapBefore(u)&^gapMark != 0 {
		return
	}
	from := v.contentStart(u)
	for k := from; k < u; k++ {
		if x, ok := v.verbAt(k); ok && x.by.name >= 0 && !x.hedged && x.entry.strength == 1 {
			return
		}
	}
	q.direct = "mixed"
	q.spans[0].Start = v.startOf(from)
	for k := from; k < u; k++ {
		if in := v.units[k].quotation; in >= 0 {
			v.spoken[in] = true
			q.parts = append(q.parts, in)
		}
	}
}

func (v *voice) cueWords(x verb) string {
	return v.words(v.units[x.at].from, v.units[x.at+x.n-1].to)
}

func (v *voice) setCue(q *quote, x verb) {
	q.cue = [2]int{v.units[x.at].from, v.units[x.at+x.n-1].to}
	if x.second >= 0 {
		q.cueGap = [2]int{v.units[x.second].from, v.units[x.second].to}
	}
}

// gather puts the quotation at unit u into a quote, those before it that nothing parts from it, and that behind
// the clause which ends at clauseEnd.
func (v *voice) gather(q *quote, u, clauseEnd int) {
	from := u
	for from > 0 && !v.isWord(from-1) && !v.spoken[v.units[from-1].quotation] {
		from--
	}
	for k := from; k <= u; k++ {
		v.take(q, v.units[k].quotation)
	}
	if clauseEnd <= u {
		return
	}
	for k := clauseEnd; k < len(v.units); k++ {
		if v.isWord(k) {
			// More of the clause: a place, a time, a relative clause. A new verb of saying ends it.
			if x, ok := v.verbAt(k); ok && x.by.name >= 0 {
				return
			}
			continue
		}
		words, _, ends := v.speech(v.units[k].quotation)
		if (ends || words > 4) && !v.hasCueAfter(k) && v.gapBefore(k)&(gapComma|gapStop|gapDash|gapSemicolon|gapColon) != 0 {
			v.take(q, v.units[k].quotation)
		}
		return
	}
}

// hasCueAfter reports whether the quotation at unit u has a reporting clause of its own behind it.
func (v *voice) hasCueAfter(u int) bool {
	for k := u + 1; k < min(len(v.units), u+6); k++ {
		if !v.isWord(k) {
			return false
		}
		if x, ok := v.verbAt(k); ok && (x.by.name >= 0 || k == u+1) {
			return true
		}
	}
	return false
}

func (v *voice) take(q *quote, quotation int) {
	v.spoken[quotation] = true
	q.parts = append(q.parts, quotation)
	q.spans = append(q.spans, v.quotations[quotation].Outer)
}

// report makes a quote of the quotation at unit u, which a clause before it presents. What is no whole sentence
// goes on to the end of the clause.
func (v *voice) report(u int, x verb, by speaker, full bool, score float64) {
	if by.name < 0 && !full {
		return
	}
	q := quote{direct: "direct", cueKind: x.entry.kind, speaker: by, rule: "clause before the marks", score: score, addressee: v.addressee(x.at+x.n, u)}
	v.setCue(&q, x)
	v.take(&q, v.units[u].quotation)
	k := u + 1
	for k < len(v.units) && !v.isWord(k) && !v.hasCueAfter(k) {
		v.take(&q, v.units[k].quotation)
		k++
	}
	if !full && k < len(v.units) && v.gapBefore(k) & ^gapMark == 0 {
		// "wrote that “…” was wrong"
		end := v.clauseEnd(x.at, k)
		if end > k {
			q.direct = "mixed"
			q.spans = []annotate.Span{{Start: v.quotations[v.units[u].quotation].Outer.Start, End: v.endOf(end)}}
		}
	}
	v.aroundClause(&q, u, x)
	q.why = append(q.why, fmt.Sprintf("“%s” before the opening mark", v.cueWords(x)))
	if by.name >= 0 {
		q.why = append(q.why, by.why)
	} else {
		q.score -= 0.15
	}
	v.put(q, x)
}

// aroundClause takes what stands before a clause into the quote that it interrupts: In the end, Ana said, “it sank.”
func (v *voice) aroundClause(q *quote, u int, x verb) {
	_, begins, _ := v.speech(v.units[u].quotation)
	if begins || x.byFrom <= 0 || v.gapBefore(x.byFrom)&gapComma == 0 || v.gapBefore(u)&gapComma == 0 {
		return
	}
	from := v.contentStart(x.byFrom)
	if from >= x.byFrom {
		return
	}
	for k := from; k < x.byFrom; k++ {
		if y, ok := v.verbAt(k); !v.isWord(k) && v.spoken[v.units[k].quotation] || ok && y.by.name >= 0 && y.entry.strength == 1 {
			return
		}
	}
	q.direct = "mixed"
	q.spans = append([]annotate.Span{{Start: v.startOf(from), End: v.endOf(x.byFrom)}}, q.spans...)
}

// mixed makes a quote of an object that ends with the quotation at unit u: called the deal “expensive”.
func (v *voice) mixed(u int, x verb, by speaker) bool {
	from := x.at + x.n
	if from > u {
		return false
	}
	for k := from; k < u; k++ {
		if !v.isWord(k) || v.gapBefore(k)&(gapComma|gapStrong) != 0 {
			return false
		}
	}
	q := quote{direct: "mixed", cueKind: x.entry.kind, speaker: by, rule: "judgement in quotation marks", score: 0.8, addressee: -1}
	v.setCue(&q, x)
	v.spoken[v.units[u].quotation] = true
	q.parts = []int{v.units[u].quotation}
	end := u + 1
	for end+1 < len(v.units) && v.has(end, isConjunction) && v.gapBefore(end)&gapStop == 0 {
		next := end + 1
		for next < len(v.units) && v.has(next, isArticle|isPossessive) {
			next++
		}
		if next >= len(v.units) || v.isWord(next) {
			break
		}
		v.spoken[v.units[next].quotation] = true // “expensive” and a “shame”
		q.parts = append(q.parts, v.units[next].quotation)
		end = next + 1
	}
	if end < len(v.units) && v.gapBefore(end)&^gapMark == 0 && (v.has(end, isWho) || completing[v.low(end)]) {
		end = v.clauseEnd(x.at, end) // a “thief” who should go, a “threat” to all
	}
	q.spans = []annotate.Span{{Start: v.startOf(from), End: v.endOf(end)}}
	q.why = append(q.why, fmt.Sprintf("“%s” with quotation marks in its object", v.cueWords(x)), by.why)
	v.put(q, x)
	return true
}

// completing are words with which the object of a judgement goes on after the marks, rather than when and where it was made.
var completing = set(`of to for from against about regarding because that than with`)

// named takes a quotation after a name and a colon: Ana: “…”.
func (v *voice) named(u int) bool {
	words, begins, _ := v.speech(v.units[u].quotation)
	if u == 0 || v.gapBefore(u)&gapColon == 0 || !begins || words < 4 || u > 6 || !v.isWord(0) {
		return false
	}
	n := v.tok(u - 1).name
	if n < 0 || v.names[n].typ != "person" {
		return false
	}
	q := quote{direct: "direct", speaker: speaker{int(n), fmt.Sprintf("“%s” before the colon", v.words(v.names[n].from, v.names[n].to))}, rule: "name and colon", score: 0.85, addressee: -1}
	v.take(&q, v.units[u].quotation)
	q.why = append(q.why, q.speaker.why)
	v.put(q, verb{at: -1})
	return true
}

// accordingTo attributes the quotation at unit u by a preposition: “…”, according to Ana.
func (v *voice) accordingTo(u int) bool {
	words, begins, ends := v.speech(v.units[u].quotation)
	if words < 3 || !begins && !ends {
		return false
	}
	c := u + 1
	if c >= len(v.units) {
		return false
	}
	e, n, _ := v.cueAt(c)
	if e == nil || e.class != "prep" || e.strength > 2 {
		return false
	}
	by, end := v.source(c+n, len(v.units))
	if by.name < 0 {
		return false
	}
	q := quote{direct: "direct", cueKind: e.kind, speaker: by, rule: "according to", score: 0.9, addressee: -1, cue: [2]int{v.units[c].from, v.units[c+n-1].to}}
	v.gather(&q, u, end)
	q.why = append(q.why, fmt.Sprintf("“%s” after the closing mark", v.words(q.cue[0], q.cue[1])), by.why)
	v.put(q, verb{at: c, n: n, entry: e})
	return true
}

// source reads whom "according to" names, from unit u on. It returns where that ends.
func (v *voice) source(u, limit int) (speaker, int) {
	stop := u
	for stop < limit && v.isWord(stop) && stop < u+16 {
		if stop > u && v.gapBefore(stop)&(gapComma|gapStrong) != 0 && !v.inName(stop) {
			break
		}
		if t := v.tok(stop); t.name < 0 && stop > u && t.class&(isWho|isThat|isVerb|isBe|isModal|isSubject) != 0 && t.class&(isArticle|isPreposition|isRole) == 0 {
			break
		}
		stop++
	}
	if stop == u {
		return nobody, u
	}
	from := u
	for from < stop && v.has(from, isPreposition) {
		from++ // "nach Angaben von", "d’après"
	}
	_, by := v.head(from, stop)
	if by.name < 0 {
		return nobody, stop
	}
	by.why = strings.Replace(by.why, "subject ", "source ", 1)
	return by, stop
}

// addressee returns the name of whom something is told, between the verb and what is told, or -1.
func (v *voice) addressee(from, to int) int {
	if from <= 0 || from >= to || !v.isWord(from) {
		return -1
	}
	if !v.tellsSomebody(from - 1) {
		return -1
	}
	k := from
	for k < to && v.isWord(k) && v.gapBefore(k) == 0 && v.has(k, isArticle|isPossessive|isDemonym) {
		k++
	}
	for k < min(to, from+6) && v.isWord(k) && (k == from || v.gapBefore(k) == 0 || v.gapBefore(k) == gapPossessive) {
		t := v.tok(k)
		switch {
		case t.name >= 0:
			// The last name of the phrase: "Russia’s TASS".
			n := v.names[t.name]
			end := k
			for end < to && v.isWord(end) && v.tok(end).name == t.name {
				end++
			}
			if end < to && v.isWord(end) && v.gapBefore(end)&gapPossessive != 0 {
				k = end
				continue
			}
			if n.typ == "date" {
				return -1
			}
			return int(t.name)
		case t.is(isHe|isShe|isThey|isMe) || t.low == "her" || t.low == "us":
			return v.stands(k, k+1, "person", pronounName)
		case t.is(isRolePlural):
			return v.stands(k, k+1, "group", groupName)
		case t.is(isRole):
			return v.stands(k, k+1, "role", roleName)
		case t.is(isBody):
			return v.stands(from, k+1, "org", bodyName)
		case t.class&(isPreposition|isThat|isVerb) != 0:
			return -1
		}
		k++
	}
	return -1
}

// tellsSomebody reports whether the verb at unit u may have whom it tells behind it.
func (v *voice) tellsSomebody(u int) bool { return addressing[v.low(u)] }

var addressing = set(`told tells tell telling informed informs informing assured assures assuring reminded reminds reminding asked asks asking
	warned warns warning urged urges urging promised promises advised advises notified convinced persuaded`)

func (v *voice) startOf(u int) int {
	if q := v.units[u].quotation; q >= 0 {
		return v.quotations[q].Outer.Start
	}
	return v.tokens[v.units[u].from].start
}

// endOf returns the byte at which unit end-1 ends, with a closing bracket after it.
func (v *voice) endOf(end int) int {
	if q := v.units[end-1].quotation; q >= 0 {
		return v.quotations[q].Outer.End
	}
	return v.tokens[v.units[end-1].to-1].end
}

// put keeps a quote, and remembers who spoke.
func (v *voice) put(q quote, x verb) {
	q.level = v.level
	if x.at >= 0 {
		v.used[x.at] = true
		v.subjects[x.at] = q.speaker
	}
	slices.SortFunc(q.spans, func(a, b annotate.Span) int { return a.Start - b.Start })
	q.spans = tidy(v.tab.Trim, q.spans)
	if len(q.spans) == 0 {
		return
	}
	q.first = v.units[0].from
	v.quotes = append(v.quotes, q)
	v.lastQuote = len(v.quotes) - 1
	v.last = q.speaker
	v.lastEnd = v.units[len(v.units)-1].to
	if q.direct == "direct" {
		v.spoke, v.spokeEnd = v.lastQuote, v.lastEnd
	}
}

// tidy trims spans and joins those that touch or are parted by white space alone.
func tidy(trim func(a, b int) (int, int), spans []annotate.Span) []annotate.Span {
	var out []annotate.Span
	for _, s := range spans {
		s.Start, s.End = trim(s.Start, s.End)
		if s.Start >= s.End {
			continue
		}
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// alone takes what the sentence has of quotations that no clause presents: they go on with what was said before them.
func (v *voice) alone() {
	for u := range v.units {
		q := v.units[u].quotation
		if q < 0 || v.spoken[q] {
			continue
		}
		words, begins, ends := v.speech(q)
		whole := u == 0 && len(v.units) == 1 || u == 0 && !v.isWord(len(v.units)-1) && v.onlyQuotations()
		if !whole || words < 3 || !begins || v.looksTitle(q) || !ends && words < 8 {
			continue
		}
		sameParagraph := v.gapBefore(0)&gapLine == 0
		if v.spoke >= 0 && v.spokeEnd == v.units[0].from && (sameParagraph || v.quotes[v.spoke].speaker.name >= 0) {
			// The next sentence of the same speech.
			x := &v.quotes[v.spoke]
			v.take(x, q)
			x.spans = tidy(v.tab.Trim, x.spans)
			v.lastEnd, v.spokeEnd = v.units[u].to, v.units[u].to
			continue
		}
		by, score, why := nobody, 0.55, "a whole sentence in quotation marks"
		if v.lastQuote >= 0 && v.last.name >= 0 && (v.lastEnd == v.units[0].from || sameParagraph) {
			by, score = v.last, 0.75
			by.why = "whoever spoke last goes on"
			if !sameParagraph {
				score = 0.6
			}
		}
		x := quote{direct: "direct", speaker: by, rule: "speech goes on", score: score, addressee: -1, why: []string{why, by.why}}
		v.take(&x, q)
		v.put(x, verb{at: -1})
	}
}

func (v *voice) onlyQuotations() bool {
	for u := range v.units {
		if v.isWord(u) {
			return false
		}
	}
	return true
}
