package propose

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Clauses: which verb of saying stands where, with whom as its subject, source or addressee.

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
	} else if e.forms&^participleForm == gerundForm && v.grammar.code == fallback && x.by.name >= 0 && v.names[x.by.name].sort > roleName {
		if k := v.unitOf(v.names[x.by.name].from, u); k > 0 && v.acts(k) {
			x.by, x.byFrom, x.byTo = v.mainSubject(k), k, u // "issued a statement saying"
		}
	}
	if v.grammar.code == "en" && n == 1 && !x.hedged && e.forms&(pastForm|participleForm|gerundForm) == 0 && !v.agrees(&x) && !v.inverts(u, e) {
		return x, false
	}
	return x, true
}

// unitOf returns the unit before unit limit that begins with a token, or -1.
func (v *voice) unitOf(token, limit int) int {
	for k := limit - 1; k >= 0 && v.units[k].from >= token; k-- {
		if v.units[k].from == token {
			return k
		}
	}
	return -1
}

// acts reports whether the word at unit u, taken for the beginning of a noun phrase, is rather a verb: "issued a statement", "drawing plans".
func (v *voice) acts(u int) bool {
	t := v.tok(u)
	if t.upper || t.is(isNotVerb|isArticle|isPossessive) || v.has(u-1, isArticle|isPossessive|isPreposition) {
		return false
	}
	c := t.entry.cue
	return (strings.HasSuffix(t.low, "ed") || strings.HasSuffix(t.low, "ing")) && len(t.low) > 4 || c != nil && c.kind == "verb" && c.forms&pastForm != 0
}

// ownThought reports whether a verb in speech says what the speaker, or whoever listens, thinks: "I think", "we hope", "you
// know". That is no attribution but the speaker’s own words, or the author’s. What they said at another time is one.
func (v *voice) ownThought(x *verb) bool {
	if x.by.name < 0 {
		return false
	}
	first := &v.tokens[v.names[x.by.name].from]
	if v.level < 0 {
		return v.grammar.code == fallback && first.is(isMe) && x.entry.class == "think" && x.entry.forms&baseForm != 0 // an author’s own
	}
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
	if x.entry.forms&baseForm != 0 && x.byTo > 0 && x.byTo < x.at && doing[v.low(x.byTo)] {
		return true // "did say"
	}
	if n.typ == "date" || n.typ == "place" && v.ambiguous(x.at) {
		return false
	}
	first := &v.tokens[n.from]
	if x.entry.forms&thirdForm == 0 && (first.low == "this" || first.low == "that" || first.low == "each" || first.low == "every") {
		return false // "this post", "that claim"
	}
	if x.entry.forms&thirdForm == 0 && n.sort == bodyName && !strings.HasSuffix(v.tokens[n.to-1].low, "s") {
		return false // "an appalling track record", "the final say"
	}
	plural := n.sort == groupName || n.typ == "person" && n.from > 0 && v.tokens[n.from-1].low == "the" && strings.HasSuffix(v.tokens[n.to-1].low, "s") || first.is(isThey|isMe) || n.typ == "org" || x.byTo > 0 && v.joined(x)
	if x.entry.forms&thirdForm == 0 {
		return plural
	}
	if v.ambiguous(x.at) {
		return (n.sort == properName || n.sort == pronounName || n.sort == roleName || n.sort == bodyName) && v.gapBefore(x.byTo) == 0
	}
	return true
}

var doing = set("do does did")

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
	for stop < at && (stop == from || v.gapBefore(stop)&(gapComma|gapBracket|gapDash) == 0 || v.inName(stop)) {
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
		if v.gapBefore(u)&(gapComma|gapBracket|gapDash) != 0 {
			aside = v.has(u, isWho|isArticle|isPreposition) || isNumber(v.low(u)) || v.isWord(u) && strings.HasSuffix(v.low(u), "ing") // within a relative clause or an apposition a verb is no main verb
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
	for k < end-1 && (v.has(k, isConjunction|isAdverb|isSubordinator|isAsIf|isThat) && v.tok(k).class&(isArticle|isPronoun|isSubject) == 0 || v.grammar.code == fallback && v.isWord(k) && v.tok(k).name < 0 && len(v.low(k)) > 4 && strings.HasSuffix(v.low(k), "ly")) {
		k++
	}
	if end-k > 28 {
		return k, nobody
	}
	if v.grammar.code == fallback {
		k = v.roughlyMany(k, end)
	}
	return v.head(k, end)
}

// roughlyMany returns where a number begins behind the words that make it rough: "about half", "more than four", "at least 10".
func (v *voice) roughlyMany(k, end int) int {
	from := k
	if from+2 < end && (v.low(from+1) == "than" || v.low(from) == "at" && v.low(from+1) == "least") {
		from += 2
	} else if from+1 < end && roughly[v.low(from)] {
		from++
	}
	if from > k && (v.low(from) == "half" || isNumber(v.low(from)) || v.has(from, isArticle)) {
		return from
	}
	return k
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
	if v.low(k) == "and" && v.has(k+1, isPreposition) && k+2 < end {
		for i := k - 1; i > 0 && i > k-5 && v.isWord(i) && v.gapBefore(i+1) == 0; i-- {
			if v.has(i, isPreposition) {
				return true // "observers in the town and around it"
			}
		}
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
	for stop < end && v.isWord(stop) && !(v.has(stop, isPreposition|isWho) && !v.nameCovers(stop)) && !(stop > from+1 && v.participle(stop, end)) && !(stop > from && v.gapBefore(stop)&(gapComma|gapBracket|gapDash) != 0) {
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

// participle reports whether the word at unit u, before unit end, tells of a noun before it when or where it was made: "a report
// published on Monday".
func (v *voice) participle(u, end int) bool {
	t := v.tok(u)
	return v.grammar.code == fallback && u+1 < end && !t.upper && t.name < 0 && len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && t.class&isNotVerb == 0 &&
		v.has(u-1, isBody|isRole|isRolePlural) && v.has(u+1, isPreposition|isWeekday|isDateWord|isDateBefore|isArticle)
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
	if last.class == 0 && !strings.HasSuffix(last.low, "s") && stop-from >= 2 && v.has(stop-2, isRole|isRolePlural) && v.gapBefore(stop-1) == 0 && v.grammar.code == fallback {
		stop-- // "sources familiar with the plan"
		last = v.tok(stop - 1)
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
	case last.is(isBody | isSurvey):
		return speaker{v.stands(from, stop, "org", bodyName), why}
	case last.class == 0 && (!last.upper || last.first) && len(last.low) > 3 && strings.HasSuffix(last.low, "s") && !strings.HasSuffix(last.low, "ss"):
		return speaker{v.stands(from, stop, "group", groupName), why}
	case v.low(from) == "those" && stop-from >= 2 && v.grammar.code == fallback:
		return speaker{v.stands(from, stop, "group", groupName), why} // "those close to him"
	case v.grammar.code == fallback && stop-from == 1 && isNumber(last.low) && v.has(stop, isPreposition):
		return speaker{v.stands(from, stop, "group", groupName), why} // "4 in 10"
	case v.grammar.code == fallback && last.upper && last.class == 0 && stop-from >= 2 && v.has(from, isArticle) && strings.HasSuffix(last.low, "s") && !strings.HasSuffix(last.low, "ss"):
		return speaker{v.stands(from, stop, "group", groupName), why} // "many Democrats"
	case last.is(isArticle) && stop-from == 1 && last.low != "the" && last.low != "a" && last.low != "an" && last.low != "no":
		return speaker{v.stands(from, stop, "group", groupName), why} // "others", "both", "some"
	case last.class == 0 && len(last.low) > 1 && v.has(from, isArticle|isPossessive) && stop-from >= 2:
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
	if v.low(u) == "t" && v.grammar.code == "fr" && u+1 < limit && v.gapBefore(u+1) == gapHyphen {
		u++ // "demanda-t-elle"
	}
	if n := v.tok(u).name; n >= 0 && v.grammar.code != fallback && v.names[n].typ == "person" && v.names[n].sort == properName && v.names[n].from == v.units[u].from {
		end := u
		for end < limit && v.isWord(end) && v.tok(end).name == n {
			end++
		}
		return speaker{int(n), fmt.Sprintf("“%s” after the verb", v.words(v.names[n].from, v.names[n].to))}, end
	}
	if v.has(u, isHe|isShe|isThey|isMe|isIt) && (!v.has(u, isArticle) || v.gapBefore(u) == gapHyphen) {
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

// complements reports whether a "that" in the units begins a clause before its end.
func (v *voice) complements(from, to int) bool {
	for u := from; u < to; u++ {
		if v.low(u) == "that" && v.beginsClause(u) {
			return true
		}
	}
	return false
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
			if t.class&(isVerb|isBe|isModal|isWho|isSubordinator) != 0 || u == from || !v.has(u-1, isPreposition) {
				return false
			}
		}
		if e := v.tok(u).entry.cue; e != nil && e.kind == "verb" && e.strength <= 2 && v.tok(u).name < 0 && !v.isNoun(u, e) && e.forms&(pastForm|thirdForm) != 0 {
			return false
		}
	}
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
		if v.grammar.code == "de" && stop > u && v.germanVerb(stop) {
			break
		}
		stop++
	}
	if stop == u {
		return nobody, u
	}
	if v.grammar.code == "de" {
		if by := v.germanSource(u, stop); by.name >= 0 {
			return by, stop
		}
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

// germanVerb reports whether a word in small letters at unit u is neither an adjective nor an article: nouns have capitals in
// German, and adjectives stand before them.
func (v *voice) germanVerb(u int) bool {
	t := v.tok(u)
	if t.upper || t.class&(isArticle|isPossessive|isPreposition|isConjunction|isAdverb) != 0 && t.class&(isVerb|isBe) == 0 || isNumber(t.low) {
		return false
	}
	if t.class&(isVerb|isBe|isAuxiliary) != 0 {
		return true
	}
	next := u + 1
	for next < len(v.units) && v.isWord(next) && v.gapBefore(next) == 0 && !v.tok(next).upper && v.tok(next).class == 0 && next < u+3 {
		next++
	}
	return next >= len(v.units) || !v.isWord(next) || !v.tok(next).upper || v.gapBefore(next)&(gapComma|gapStrong) != 0
}

// germanSource makes a speaker of a source that begins with a name or a noun that the lexicon does not know: "laut Michael Gordon",
// "nach Angaben des Gouverneurs".
func (v *voice) germanSource(from, stop int) speaker {
	for from < stop && v.has(from, isPreposition) {
		from++
	}
	for k := from; k < stop; k++ {
		if !v.isWord(k) {
			return nobody
		}
		if n := v.tok(k).name; n >= 0 && (k == from || v.has(k-1, isArticle|isPossessive|isRole|isTitle)) {
			return speaker{int(n), "source “" + v.words(v.names[n].from, v.names[n].to) + "”"}
		}
	}
	end := from
	for end < stop && v.isWord(end) && (end == from || v.gapBefore(end)&^gapHyphen == 0) && !(end > from && v.has(end, isPreposition) && !v.tok(end).upper) {
		end++
	}
	if end == from || !v.tok(end-1).upper || v.has(end-1, isMonth|isWeekday|isDateUnit) {
		return nobody
	}
	typ, sort := "org", bodyName
	if v.tok(from).upper && end-from >= 2 && v.tok(from).class == 0 {
		typ, sort = "person", properName // "Michael Gordon"
	}
	return speaker{v.stands(from, end, typ, sort), "source “" + v.words(v.units[from].from, v.units[end-1].to) + "”"}
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
