package propose

import (
	"fmt"
	"strings"

	"quoth/annotate"
)

// indirect finds reported speech without quotation marks, or with some: Ana said that …; …, Ana said;
// according to Ana, ….
func (v *voice) indirect() {
	for u := 0; u < len(v.units); u++ {
		if !v.isWord(u) || v.used[u] {
			continue
		}
		if e, n, second := v.cueAt(u); e != nil && e.class == "prep" && e.strength <= 2 {
			if v.level < 0 || v.grammar.code != fallback {
				v.bySource(u, n, e, second)
			}
			continue
		}
		x, ok := v.verbAt(u)
		if !ok {
			continue
		}
		if x.by.name >= 0 {
			v.subjects[u] = x.by
		}
		if v.level >= 0 && v.grammar.code == fallback && !v.reportsOnOthers(x) {
			continue
		}
		if v.asSubject(x) || v.thatClause(x) || v.trailing(x) || v.bareClause(x) || v.toDo(x) || v.calls(x) || v.object(x) {
			v.used[u] = true
			continue
		}
	}
}

// reportsOnOthers reports whether a verb in speech gives the words of somebody who is named: “Ana Díaz said the road was closed”.
// What people in general say, think or know is an argument of whoever speaks.
func (v *voice) reportsOnOthers(x verb) bool {
	if x.by.name < 0 || x.hedged || x.passive || x.entry.strength > 1 || x.entry.forms&(pastForm|thirdForm) == 0 {
		return false
	}
	n := &v.names[x.by.name]
	return n.sort == properName && n.typ != "place" && x.entry.class != "think" && x.entry.class != "evidence"
}

// bySource reads "according to Ana, …" and "…, according to Ana".
func (v *voice) bySource(u, n int, e *cueEntry, second int) {
	by, end := v.source(u+n, len(v.units))
	if v.grammar.code == "de" && v.low(u) == "zufolge" {
		if u == 0 {
			return
		}
		from, b := v.nounPhrase(u-1, u)
		if b.name < 0 {
			return
		}
		by, end = b, u+1
		if from > 0 {
			return
		}
		v.content(u, n, e, by, [2]int{end, v.sentenceEnd(end)}, [2]int{}, "according to", 0.85)
		return
	}
	if by.name < 0 {
		by = nobody
	}
	before := u > 0
	if before && v.onlyLead(u) {
		before = false
	}
	aside := false
	if before && v.grammar.code == fallback {
		if end, aside = v.sourceEnd(end); aside {
			v.content(u, n, e, by, [2]int{v.contentStart(u), u}, [2]int{}, "according to", 0.88)
			return
		}
	}
	comma := end < len(v.units) && v.gapBefore(end)&gapComma != 0
	score := 0.9
	if by.name < 0 {
		score = 0.6
	}
	switch {
	case !before && (comma || v.grammar.code == "de"):
		v.content(u, n, e, by, [2]int{end, v.sentenceEnd(end)}, [2]int{}, "according to", score)
	case before && end >= len(v.units)-0 || before && end < len(v.units) && v.gapBefore(end)&(gapStop|gapSemicolon|gapLine) != 0:
		from := v.contentStart(u)
		v.content(u, n, e, by, [2]int{from, u}, [2]int{}, "according to", score)
	case before && v.gapBefore(u)&gapComma != 0 && comma:
		from := v.contentStart(u)
		v.content(u, n, e, by, [2]int{from, u}, [2]int{end, v.sentenceEnd(end)}, "according to", score-0.05)
	}
}

// sourceEnd returns where a source ends that goes on behind unit end: "Ana Díaz (R-Orm.)", "a report that was leaked". aside is
// true where all that follows in the sentence tells more of the source: ", a professor in Lund".
func (v *voice) sourceEnd(end int) (to int, aside bool) {
	to = end
	for to < len(v.units) && v.isWord(to) && (v.gapBefore(to)&(gapComma|gapStop|gapSemicolon|gapLine|gapDash|gapColon) == 0 || v.inName(to)) {
		to++
	}
	if to >= len(v.units) || v.gapBefore(to)&gapComma == 0 || !v.isWord(to) {
		return to, to >= len(v.units)
	}
	if v.has(to, isWho) {
		return to, true
	}
	if !v.has(to, isArticle) || v.clausal(to, v.firstComma(to+1)) {
		return to, false
	}
	return to, v.firstComma(to+1) >= len(v.units)
}

// firstComma returns the first unit from u on before which a comma stands that parts no name, or the number of units.
func (v *voice) firstComma(u int) int {
	for u < len(v.units) && (v.gapBefore(u)&gapComma == 0 || v.inName(u)) {
		u++
	}
	return u
}

// onlyLead reports whether the units before u only lead in: "But according to".
func (v *voice) onlyLead(u int) bool {
	for k := 0; k < u; k++ {
		if !v.has(k, isConjunction|isAdverb|isThat) {
			return false
		}
	}
	return true
}

// contentStart returns where what a clause at unit u presents begins, before it: after the words that lead in, and
// after the last strong mark.
func (v *voice) contentStart(u int) int {
	from := 0
	for k := u - 1; k > 0; k-- {
		if v.gapBefore(k)&(gapSemicolon|gapLine) != 0 {
			from = k
			break
		}
		if v.gapBefore(k)&gapDash != 0 && k < 4 {
			from = k // a dateline
			break
		}
	}
	for from < u-1 && v.has(from, isConjunction) && v.gapBefore(from+1)&gapComma == 0 {
		from++
	}
	return from
}

// sentenceEnd returns where content that begins at unit u ends: with the sentence, or before a new clause that
// somebody else, or the same person once more, presents.
func (v *voice) sentenceEnd(u int) int { return v.clauseEnd(-1, u) }

// clauseEnd returns where the content from unit u on ends. cue is the unit of its verb.
func (v *voice) clauseEnd(cue, u int) int {
	for k := u + 2; k < len(v.units); k++ {
		g := v.gapBefore(k)
		if g&(gapSemicolon|gapLine) != 0 {
			return k
		}
		if !v.isWord(k) {
			continue
		}
		// ", while others caution that", ", but Ana said", "and added that"
		joint := v.has(k, isConjunction|isSubordinator) && v.tok(k).class&(isAsIf|isPreposition) == 0
		if !joint && g&gapComma == 0 && g&gapDash == 0 {
			continue
		}
		from := k
		if joint {
			from = k + 1
		}
		if v.newReport(from, k, g) && (v.clausal(u, k) || v.has(u, isInfinitive)) {
			return k
		}
	}
	return len(v.units)
}

// newReport reports whether a clause that begins at unit from presents something of its own: subject and verb of
// saying at once, or a participle ("adding that").
func (v *voice) newReport(from, k int, g between) bool {
	for c := from; c < min(from+9, len(v.units)); c++ {
		if c > from && v.gapBefore(c)&(gapComma|gapStrong) != 0 {
			return false
		}
		if !v.isWord(c) {
			return false
		}
		e, n, _ := v.cueAt(c)
		if e != nil && c == from && e.class == "judge" && e.forms&pastForm != 0 && g&gapComma != 0 && v.has(k, isConjunction) {
			return true // ", and accused the paper of"
		}
		if e != nil && c == from && e.forms&gerundForm != 0 && g&gapComma != 0 && v.isActing(e) {
			return true // ", citing the cost"
		}
		if e != nil && e.class == "judge" && e.forms&(pastForm|thirdForm) != 0 && v.has(k, isConjunction) && v.marksIn(c+n, v.objectEnd(c+n)) {
			if x, ok := v.verbAt(c); ok && (c == from || x.by.name >= 0 && x.byFrom >= from && g&gapComma != 0) {
				return true // "and called it “late”", ", but she called it “late”"
			}
		}
		if e == nil || e.kind != "verb" && e.class != "phrase" || e.strength > 2 {
			continue
		}
		if n == 1 && v.isNoun(c, e) {
			continue
		}
		next := c + n
		if c == from && v.has(k, isConjunction) && e.strength == 1 && e.forms&baseForm != 0 && v.has(next, isHe|isShe|isThey) && v.tok(next).is(isSubject) {
			return true // "and claim she had"
		}
		opens := next < len(v.units) && (v.has(next, isThat) || !v.isWord(next) || v.gapBefore(next)&gapColon != 0)
		switch {
		case c == from && e.forms&gerundForm != 0:
			return g&gapComma != 0 && (opens || e.strength == 1)
		case c == from && g&gapComma == 0:
			return v.has(k, isConjunction) && opens && e.forms&(pastForm|thirdForm) != 0
		case c == from:
			return opens || v.has(k, isConjunction) && e.strength == 1 && e.forms&(pastForm|thirdForm) != 0
		}
		x, ok := v.verbAt(c)
		if ok && e.forms&(pastForm|thirdForm|baseForm) != 0 && x.by.name >= 0 && x.byFrom >= from && !x.hedged && (g&(gapComma|gapDash) != 0 || opens && v.has(k, isSubordinator|isConjunction)) {
			return opens || e.strength == 1
		}
		return false
	}
	return false
}

// content makes an indirect quote of one or two ranges of units.
func (v *voice) content(at, n int, e *cueEntry, by speaker, first, second [2]int, rule string, score float64) bool {
	q := quote{direct: "indirect", cueKind: e.kind, speaker: by, rule: rule, score: score, addressee: -1}
	if n > 0 {
		q.cue = [2]int{v.units[at].from, v.units[at+n-1].to}
	}
	for _, p := range [][2]int{first, second} {
		if p[0] >= p[1] || p[1] > len(v.units) {
			continue
		}
		q.spans = append(q.spans, annotate.Span{Start: v.startOf(p[0]), End: v.endOf(p[1])})
		v.quotedParts(&q, p)
	}
	if len(q.spans) == 0 || v.unitsIn(first)+v.unitsIn(second) < 2 {
		return false
	}
	if by.name >= 0 && v.names[by.name].typ == "date" {
		return false
	}
	if n > 0 {
		q.why = append(q.why, fmt.Sprintf("“%s”", v.words(q.cue[0], q.cue[1])))
	}
	if by.name >= 0 {
		q.why = append(q.why, by.why)
	}
	v.put(q, verb{at: at, n: n, entry: e})
	return true
}

func (v *voice) unitsIn(p [2]int) int {
	n := 0
	for k := p[0]; k < p[1] && k < len(v.units); k++ {
		n += v.units[k].to - v.units[k].from
	}
	return n
}

// quotedParts makes a quote mixed where quotation marks stand in a part of it, or direct where they are all of it.
func (v *voice) quotedParts(q *quote, p [2]int) {
	marks := 0
	for k := p[0]; k < p[1]; k++ {
		if qu := v.units[k].quotation; qu >= 0 {
			marks++
			q.direct = "mixed"
			if !v.looksTitle(qu) {
				v.spoken[qu] = true
				q.parts = append(q.parts, qu)
			}
		}
	}
	if marks == 1 && p[1] == p[0]+1 && q.direct == "mixed" {
		q.direct = "direct"
	}
}

// asSubject reads "As Ana told TASS, …" and "…, as Ana put it".
func (v *voice) asSubject(x verb) bool {
	if x.by.name < 0 || x.byFrom < 0 || x.passive || x.hedged {
		return false
	}
	if x.entry.class != "phrase" && (x.entry.strength > 1 || x.entry.forms&(pastForm|thirdForm) == 0) || x.entry.class == "manner" || x.entry.class == "think" || x.entry.class == "judge" || x.at+x.n < len(v.units) && v.has(x.at+x.n, isInfinitive) {
		return false
	}
	from := x.byFrom
	if from == 0 || !v.has(from-1, isAsIf) || from-1 > 0 && v.gapBefore(from-1)&gapComma == 0 && !v.onlyLead(from-1) {
		return false
	}
	as := from - 1
	end := x.at + x.n
	for end < len(v.units) && v.gapBefore(end)&(gapComma|gapStrong) == 0 {
		if !v.isWord(end) || end > x.at+14 {
			return false
		}
		end++
	}
	if as == 0 || v.onlyLead(as) {
		if end >= len(v.units) || v.gapBefore(end)&gapComma == 0 {
			return false
		}
		q := v.content(x.at, x.n, x.entry, x.by, [2]int{end, v.clauseEnd(x.at, end)}, [2]int{}, "as somebody said", 0.85)
		if q {
			v.quotes[v.lastQuote].addressee = v.addressee(x.at+x.n, end)
		}
		return q
	}
	return v.content(x.at, x.n, x.entry, x.by, [2]int{v.contentStart(as), as}, [2]int{end, v.clauseEnd(x.at, end)}, "as somebody said", 0.8)
}

// thatClause reads "Ana said on Monday that …", with or without a subject.
func (v *voice) thatClause(x verb) bool {
	that := -1
	colonAt := -1
	for k := x.at + x.n; k < min(len(v.units), x.at+x.n+18); k++ {
		g := v.gapBefore(k)
		if g&(gapStop|gapSemicolon|gapLine|gapDash) != 0 && !v.inName(k) && k > x.at+x.n {
			break
		}
		if g&gapColon != 0 && v.isWord(k) {
			colonAt = k
			break
		}
		if !v.isWord(k) {
			if v.grammar.code == fallback && k > x.at+x.n && v.namesWork(k) {
				continue // said on “The Morning Hour” that
			}
			break
		}
		if v.has(k, isThat) && v.tok(k).name < 0 {
			if v.has(k, isPronoun) || v.grammar.code == "en" && v.low(k) != "that" && k > x.at+x.n+3 && x.entry.class != "ask" {
				break
			}
			that = k
			break
		}
		if k == x.at+x.n && v.has(k, isMayThat) && (x.entry.class == "ask" || x.entry.class == "say" && v.low(x.at) != "said") && v.grammar.code == "en" {
			that = k
			break
		}
		if x.entry.class == "ask" && v.grammar.code == fallback && (v.low(k) == "whether" || v.low(k) == "if") && k <= x.at+x.n+9 {
			that = k
			break
		}
		if t := v.tok(k); t.name < 0 && t.class&(isVerb|isBe|isModal|isSubject|isWho) != 0 && t.class&(isPreposition|isInfinitive|isArticle|isAdverb|isThat) == 0 && v.grammar.code == "en" && !(k == x.at+x.n && t.is(isPronoun)) {
			break
		}
		if e, n, _ := v.cueAt(k); e != nil && n == 1 && e.kind == "verb" && e.strength <= 2 && e.forms&(pastForm|thirdForm) != 0 && !v.isNoun(k, e) && v.tok(k).name < 0 {
			break
		}
	}
	if colonAt > 0 && that < 0 && x.by.name >= 0 && x.entry.strength <= 2 && colonAt-x.at <= 10 && !x.passive && !x.hedged {
		return v.content(x.at, x.n, x.entry, x.by, [2]int{colonAt, len(v.units)}, [2]int{}, "verb and colon", 0.75)
	}
	if that < 0 || that+2 > len(v.units) || v.relative(x, that) {
		return false
	}
	if that == x.at+x.n && v.gapBefore(that)&gapComma != 0 && x.byFrom > 0 && v.gapBefore(x.byFrom)&gapComma != 0 {
		return false // "It was the first time, he added, that the court …": all of it is what he added
	}
	if x.entry.strength == 3 && (x.entry.class != "say" && x.entry.class != "concede" && x.entry.class != "claim" && x.entry.class != "evidence" && x.entry.class != "think" || that > x.at+x.n+3) {
		return false
	}
	word := v.low(that)
	complement := word == "that" || v.grammar.code != "en"
	if !complement && (x.entry.strength > 1 || x.entry.class != "ask" && x.hedged) {
		return false
	}
	by, score, rule := x.by, 0.92, "verb and that"
	if !complement {
		score, rule = 0.8, "verb and "+word
	}
	gerund := x.entry.forms&gerundForm != 0 && x.entry.forms&pastForm == 0
	switch {
	case x.passive:
		// "It was announced that": nobody is named. "He was told that": nor here.
		if x.entry.strength > 1 || by.name >= 0 && v.low(x.at) != "said" && v.low(x.at) != "reported" {
			if x.entry.strength > 2 || x.entry.class == "think" {
				return false
			}
		}
		if by.name >= 0 && x.byTo == x.at || that > x.at+x.n+3 && x.entry.class != "ask" {
			return false
		}
		by, score, rule = nobody, 0.7, "passive"
	case by.name < 0 && gerund:
		if by = v.mainSubject(x.at); by.name < 0 {
			return false
		}
		score, rule = 0.85, "participle and that"
	case by.name < 0 && (v.grammar.code == "de" || x.byFrom < 0 && v.grammar.code != "en"):
		if by, _ = v.subjectRight(x.at+x.n, that); by.name < 0 && v.grammar.code == "de" {
			by = v.germanSubject(x, that)
		}
		if by.name < 0 && x.byFrom < 0 {
			return false
		}
	case by.name < 0 && x.at == 0:
		return false
	}
	if x.hedged {
		// What somebody did not say, or may say, is reported all the same where a clause says what; less surely.
		score -= 0.25
		if x.entry.strength > 1 || by.name < 0 {
			return false
		}
	}
	if by.name < 0 && !x.passive {
		if x.byFrom < 0 || x.entry.strength > 1 {
			return false
		}
		score -= 0.2
	}
	if x.entry.strength == 2 {
		score -= 0.05
	}
	if x.entry.strength == 3 {
		score -= 0.2
	}
	from := that + 1
	if !complement {
		from = that // "whether …" is part of what was asked
	}
	if v.grammar.code != "en" {
		if word != "dass" && word != "daß" && word != "que" && word != "qu" && word != "что" {
			from = that
		}
	}
	if !v.isWord(from) && from == that+1 && v.hasCueAfter(from) {
		return false
	}
	ok := v.content(x.at, x.n, x.entry, by, [2]int{from, v.clauseEnd(x.at, from)}, [2]int{}, rule, score)
	if ok {
		q := &v.quotes[v.lastQuote]
		q.addressee = v.addressee(x.at+x.n, that)
		q.noSource = x.passive
		v.setCue(q, x)
	}
	return ok
}

// germanSubject finds the subject of a verb that stands before it or around it: "Gegenüber der Zeitung berichtete Ana Falk davon, dass",
// "Falk hat gestern angekündigt, dass".
func (v *voice) germanSubject(x verb, limit int) speaker {
	name := func(from, to int) speaker {
		end := from
		for end < to && v.isWord(end) && v.tok(end).upper && v.tok(end).class&(isMonth|isWeekday) == 0 && (end == from || v.gapBefore(end)&^gapHyphen == 0) {
			end++
		}
		if end-from < 2 || v.tok(from).first && v.tok(from).class != 0 {
			return nobody
		}
		return speaker{v.stands(from, end, "person", properName), "“" + v.words(v.units[from].from, v.units[end-1].to) + "” beside the verb"}
	}
	if x.entry.forms&participleForm == x.entry.forms {
		for k := x.at - 1; k > 0 && k > x.at-16 && v.isWord(k); k-- {
			if !v.has(k, isAuxiliary) {
				continue
			}
			if _, by := v.nounPhrase(k-1, k); by.name >= 0 {
				return by
			}
			by, _ := v.subjectRight(k+1, x.at)
			return by
		}
	}
	return name(x.at+x.n, limit)
}

// relative reports whether "that" at a unit belongs to the object of a verb, not to the verb: "wrote a law that bans". Between a
// verb and what is said stand only an addressee of verbs that have one, and when, where and how.
func (v *voice) relative(x verb, that int) bool {
	next := x.at + x.n
	if v.grammar.code != "en" || that == next {
		return false
	}
	if v.has(that-1, isConjunction) {
		return true
	}
	if v.addressee(next, that) >= 0 || v.tellsSomebody(x.at) {
		return false
	}
	t := v.tok(next)
	return t.class&(isPreposition|isAdverb|isWeekday|isDateWord|isDateBefore|isMonth|isConjunction|isAsIf) == 0 && !(t.name >= 0 && v.names[t.name].typ == "date") && !strings.HasSuffix(t.low, "ly")
}

// trailing reads "…, Ana said." and "…, Ana said, …".
func (v *voice) trailing(x verb) bool {
	if x.passive || x.hedged || x.entry.strength > 2 || x.entry.forms&^(gerundForm) == 0 {
		return false
	}
	if x.entry.class == "manner" || x.entry.class == "think" && x.entry.strength > 2 {
		return false
	}
	by, from := x.by, x.byFrom
	end := x.at + x.n
	if by.name < 0 || from < 0 || from == x.at || v.turned(x) {
		// ", said Ana."
		if x.at == 0 || v.gapBefore(x.at)&gapComma == 0 {
			return false
		}
		by, end = v.subjectRight(x.at+x.n, len(v.units))
		from = x.at
		if by.name < 0 {
			return false
		}
	}
	if from == 0 || v.gapBefore(from)&(gapComma|gapDash) == 0 {
		return false
	}
	if v.has(from-1, isConjunction|isSubordinator) {
		return false
	}
	// What follows the verb is nothing, or a time or place.
	stop := end
	for stop < len(v.units) && v.gapBefore(stop)&(gapComma|gapStop|gapSemicolon|gapLine|gapDash) == 0 {
		if !v.isWord(stop) || stop > end+12 {
			return false
		}
		t := v.tok(stop)
		if stop == end && t.class&(isPreposition|isAdverb|isWeekday|isDateWord|isDateBefore|isMonth) == 0 && t.name < 0 && !(v.addressee(end, len(v.units)) >= 0) && x.second < 0 {
			return false
		}
		if stop == end && x.entry.strength > 1 && t.class&(isPreposition|isWeekday|isDateWord) == 0 || stop == end && t.class&isInfinitive != 0 && x.entry.class != "say" {
			return false
		}
		if t.name < 0 && t.class&(isVerb|isModal|isThat|isSubject) != 0 && t.class&(isPreposition|isArticle|isAdverb|isInfinitive) == 0 && v.grammar.code == "en" {
			return false
		}
		stop++
	}
	start := v.contentStart(from)
	if stop > end && v.has(start, isSubordinator|isAsIf|isPreposition) && v.grammar.code == fallback && v.oneClause(start, from) {
		return false // "In the final hour, Ana told the story of it"
	}
	if from-start < 2 || !v.clausal(start, from) {
		if stop >= len(v.units) || v.gapBefore(stop)&gapComma == 0 {
			return false
		}
	}
	for k := start; k < from; k++ {
		// A quotation that speaks for itself is attributed already.
		if q := v.units[k].quotation; q >= 0 && v.spoken[q] {
			return false
		}
	}
	rest := [2]int{}
	score := 0.88
	if stop < len(v.units) && v.gapBefore(stop)&(gapComma|gapDash) != 0 {
		if v.has(stop, isConjunction) && v.newReport(stop+1, stop, gapComma) {
			score = 0.82
		} else if v.has(stop, isConjunction|isSubordinator|isWho) && v.clausal(start, from) || v.isWord(stop) && strings.HasSuffix(v.low(stop), "ing") {
			score = 0.82
		} else {
			rest = [2]int{stop, v.clauseEnd(x.at, stop)}
			score = 0.82
		}
	}
	if !v.clausal(start, from) && rest[1] == 0 {
		return false
	}
	if x.entry.strength == 2 {
		if rest[1] > 0 && v.grammar.code == fallback {
			return false
		}
		score -= 0.1
	}
	ok := v.content(x.at, x.n, x.entry, by, [2]int{start, from}, rest, "verb after what is said", score)
	if ok {
		q := &v.quotes[v.lastQuote]
		q.addressee = v.addressee(x.at+x.n, stop)
		v.setCue(q, x)
	}
	return ok
}

// turned reports whether a verb behind a comma has its subject behind it though something before it might be one: "the road is
// closed, and the gains are lost, said Ana Díaz."
func (v *voice) turned(x verb) bool {
	if v.grammar.code != fallback || v.gapBefore(x.at)&gapComma == 0 || x.entry.strength > 1 || x.entry.forms&(pastForm|thirdForm) == 0 {
		return false
	}
	by, end := v.subjectRight(x.at+x.n, len(v.units))
	if by.name < 0 {
		return false
	}
	switch n := &v.names[by.name]; n.sort {
	case properName, roleName, groupName, bodyName:
	default:
		return false
	}
	for end < len(v.units) && v.isWord(end) && v.gapBefore(end)&(gapComma|gapStrong) == 0 {
		if t := v.tok(end); t.name < 0 && t.class&(isVerb|isBe|isModal|isAuxiliary|isSubject) != 0 && t.class&(isPreposition|isWho|isArticle) == 0 || v.verbLike(end) && !v.has(end-1, isWho) {
			return false
		}
		end++
	}
	return true
}

// oneClause reports whether no comma stands in the units.
func (v *voice) oneClause(from, to int) bool {
	for k := from + 1; k < to; k++ {
		if v.gapBefore(k)&gapComma != 0 && !v.inName(k) {
			return false
		}
	}
	return true
}

// clausal reports whether units look like a clause: they hold a finite verb.
func (v *voice) clausal(from, to int) bool {
	for k := from; k < to && k < len(v.units); k++ {
		if v.units[k].quotation >= 0 {
			if v.units[k].to-v.units[k].from > 3 || v.hasVerb(v.inside[v.units[k].quotation]) {
				return true
			}
			continue
		}
		t := v.tok(k)
		if t.name < 0 && (t.class&(isVerb|isBe|isModal|isAuxiliary) != 0 && t.low != "to" && t.class&isPreposition == 0 || t.is(isClause)) {
			return true
		}
		if k > from && v.verbLike(k) {
			return true
		}
		if k > from && v.grammar.code == fallback && v.has(k-1, isHe|isShe|isThey) && v.tok(k-1).is(isSubject) && t.class == 0 && v.gapBefore(k) == 0 && !t.upper && (len(t.low) > 2 && !strings.HasSuffix(t.low, "ly")) {
			return true // "she respects them"
		}
	}
	return false
}

// hasVerb reports whether a finite verb is among tokens.
func (v *voice) hasVerb(within [2]int) bool {
	for i := within[0]; i < within[1]; i++ {
		if v.tokens[i].class&(isVerb|isBe|isModal|isClause) != 0 && v.tokens[i].class&(isPreposition|isInfinitive) == 0 {
			return true
		}
	}
	return false
}

// verbLike reports whether a word that the lexicon does not know has the form of a finite verb.
func (v *voice) verbLike(k int) bool {
	t := v.tok(k)
	if t.upper || t.name >= 0 || t.is(isNotVerb) || len(t.low) < 4 {
		return false
	}
	if e := t.entry.cue; e != nil && e.kind == "verb" && e.forms&(pastForm|thirdForm) != 0 && !v.isNoun(k, e) {
		return true
	}
	if v.grammar.code != "en" {
		return false
	}
	if strings.HasSuffix(t.low, "ed") {
		return !v.has(k-1, isArticle|isPossessive|isPreposition)
	}
	// "the results confirm the view", "the law gives the mayor": before an object, and in agreement with what comes before.
	if k == 0 || k+1 >= len(v.units) || v.gapBefore(k)|v.gapBefore(k+1) != 0 || !v.has(k+1, isArticle|isPossessive) || t.class != 0 || !v.isWord(k-1) || v.has(k-1, isArticle|isPossessive|isPreposition|isVerb|isModal|isInfinitive|isConjunction) {
		return false
	}
	return strings.HasSuffix(t.low, "s") != strings.HasSuffix(v.low(k-1), "s")
}

// bareClause reads "Ana said the road was closed": a clause without "that".
func (v *voice) bareClause(x verb) bool {
	finding := v.finds(x)
	follows := v.gapBefore(x.at)&gapComma != 0 || v.has(x.at-1, isPreposition) && v.low(x.at-1) != "without" // ", saying", "by saying"
	if x.passive || x.hedged || x.entry.strength > 2 && !finding || x.entry.forms&^gerundForm == 0 && x.by.name < 0 && (x.entry.strength > 1 || !follows) {
		return false
	}
	switch x.entry.class {
	case "say", "claim", "concede", "warn", "think", "phrase", "write", "evidence", "reply", "judge":
	default:
		return false
	}
	if v.grammar.code == "en" && (x.entry.class == "judge" || x.entry.strength == 2 && (x.entry.class == "say" || x.entry.class == "reply" || x.entry.class == "write")) {
		return false
	}
	by := x.by
	if by.name < 0 && x.entry.forms&gerundForm != 0 {
		by = v.mainSubject(x.at) // "…, saying he would go"
	}
	from := x.at + x.n
	german := v.grammar.code == "de"
	if by.name < 0 && german {
		by, from = v.subjectRight(from, len(v.units))
	}
	if by.name < 0 || from >= len(v.units) {
		return false
	}
	if german {
		// A comma parts the clause: "sagte, er sei"; "teilte mit, die".
		if x.second >= 0 {
			from = x.second + 1
		}
		for from < len(v.units) && v.gapBefore(from)&gapComma == 0 {
			if !v.isWord(from) || v.gapBefore(from)&gapStrong != 0 || from > x.at+14 {
				return false
			}
			from++
		}
	} else if v.grammar.code != "en" {
		return false
	}
	if v.gapBefore(from)&(gapStrong&^gapMark) != 0 || !german && v.gapBefore(from)&gapComma != 0 {
		return false
	}
	// An addressee: "told reporters the road".
	if to := v.addressee(from, len(v.units)); to >= 0 && !german {
		for from < len(v.units) && v.isWord(from) && v.units[from].from < v.names[to].to {
			from++
		}
		if from >= len(v.units) {
			return false
		}
	} else if l := v.low(x.at); (l == "told" || l == "tells" || l == "telling") && !german {
		if from = v.pastHearer(from); from < 0 {
			return false
		}
	}
	// A time or place may stand before the clause, without verbs: "said on Monday the road".
	start := from
	for start < len(v.units) && v.isWord(start) && v.has(start, isPreposition|isWeekday|isDateWord|isAdverb) && v.tok(start).class&isSubject == 0 && start < from+5 && !german {
		if v.has(start, isPreposition) && roughly[v.low(start)] && start+1 < len(v.units) && (v.low(start+1) == "half" || isNumber(v.low(start+1)) || v.has(start+1, isArticle)) {
			break // "said about half of them were late"
		}
		if v.has(start, isPreposition) {
			next := start + 1
			for next < len(v.units) && v.isWord(next) && (v.has(next, isWeekday|isMonth|isArticle|isDateUnit|isDateBefore|isPossessive) || v.tok(next).name >= 0 && next == start+1 || isNumber(v.low(next))) && v.gapBefore(next) == 0 {
				next++
			}
			if next == start+1 || v.tok(next-1).class&isArticle != 0 && v.tok(next-1).name < 0 && !isNumber(v.low(next-1)) {
				return false
			}
			start = next
			continue
		}
		start++
	}
	if start >= len(v.units) || v.gapBefore(start)&(gapComma|gapStrong&^gapMark) != 0 && !german {
		return false
	}
	if v.has(start, isWho|isConjunction|isThat|isMayThat|isInfinitive|isSubordinator) && v.tok(start).class&(isArticle|isPossessive) == 0 && !german {
		if !v.conditional(x, start) {
			return false
		}
	}
	verbAt := v.finiteVerb(start, german)
	plainly := verbAt < 0 && (v.saysPlainly(x, start) || finding && v.unitsIn([2]int{start, v.objectEnd(start)}) > 2)
	if verbAt < 0 && !plainly {
		return false
	}
	score := 0.86
	if plainly {
		score, verbAt = 0.74, start
	}
	if x.entry.strength == 2 {
		score -= 0.1
	}
	if x.entry.class == "think" {
		score -= 0.05
	}
	if !plainly && v.verbLike(verbAt) && v.tok(verbAt).class&(isVerb|isBe|isModal|isAuxiliary|isClause) == 0 {
		score -= 0.12
	}
	ok := v.content(x.at, x.n, x.entry, by, [2]int{start, v.clauseEnd(x.at, start)}, [2]int{}, "verb and a clause", score)
	if ok {
		q := &v.quotes[v.lastQuote]
		q.addressee = v.addressee(x.at+x.n, start)
		v.setCue(q, x)
	}
	return ok
}

// pastHearer returns where the clause begins behind a hearer without a name: "told a news conference they …"; -1 where there is
// none.
func (v *voice) pastHearer(u int) int {
	if !v.has(u, isArticle|isPossessive) {
		return -1
	}
	for k := u + 1; k < min(len(v.units), u+5) && v.isWord(k) && v.gapBefore(k) == 0; k++ {
		if v.has(k, isSubject|isClause) && k > u+1 {
			return k
		}
		if v.tok(k).class != 0 {
			return -1
		}
	}
	return -1
}

// conditional reports whether a clause that begins with "if" or the like at unit u goes before another one, which is said with
// it: "said if it is late, the ferry stays".
func (v *voice) conditional(x verb, u int) bool {
	if x.entry.class != "say" && x.entry.class != "claim" || x.entry.strength > 1 || v.gapBefore(u) != 0 || !v.has(u, isSubordinator) {
		return false
	}
	if u == x.at+x.n && x.entry.lemma == "say" && (v.low(u) == "if" || v.low(u) == "because") && v.clausal(u, len(v.units)) {
		return true
	}
	for k := u + 2; k < len(v.units) && v.gapBefore(k)&gapStrong == 0; k++ {
		if v.gapBefore(k)&gapComma != 0 && !v.inName(k) {
			return v.isWord(k) && v.clausal(u, k) && v.clausal(k, min(len(v.units), k+12))
		}
	}
	return false
}

// saysPlainly reports whether what follows "said" at unit u must be a clause, though no word of it is known to be its verb: it is
// long, and begins like a subject. "Said" takes few other objects.
func (v *voice) saysPlainly(x verb, u int) bool {
	if v.grammar.code != fallback || v.level >= 0 || !v.isWord(u) || v.gapBefore(u) != 0 {
		return false
	}
	switch v.low(x.at) {
	case "said", "says", "say":
	default:
		return false
	}
	if v.has(u, isPreposition|isInfinitive|isAdverb|isConjunction|isNegation) && v.tok(u).name < 0 || v.low(u) == "so" || strings.HasSuffix(v.low(u), "ly") {
		return false
	}
	end := u
	for end < len(v.units) && (end == u || v.gapBefore(end)&(gapStrong&^gapMark|gapComma) == 0 || v.inName(end)) {
		end++
	}
	return end-u >= 4
}

// roughly are prepositions that may stand before a number at the head of a clause.
var roughly = set("about around over under nearly almost")

func isNumber(w string) bool {
	return w != "" && w[0] >= '0' && w[0] <= '9'
}

// finiteVerb returns the unit of the verb of a clause that begins at unit u with its subject; -1 where none is in sight.
func (v *voice) finiteVerb(u int, german bool) int {
	reach, commas := 14, 0
	if german {
		reach = 30
	}
	for k := u; k < min(len(v.units), u+reach); k++ {
		if !german && k > u && v.gapBefore(k)&gapComma != 0 && !v.inName(k) {
			commas++
		}
		if !v.isWord(k) {
			if k == u && v.units[k].to-v.units[k].from > 8 {
				return -1
			}
			if k > u && commas != 1 && v.predicate(k) {
				return k
			}
			continue
		}
		if k > u && v.gapBefore(k)&(gapStop|gapSemicolon|gapLine|gapColon) != 0 && !v.inName(k) {
			return -1
		}
		t := v.tok(k)
		if commas == 1 && !german && t.name < 0 && t.class&(isVerb|isBe|isModal|isAuxiliary) != 0 && !v.has(u, isPreposition) {
			return -1 // what stands before the comma is an object: "declared victory, the party was over"
		}
		if !german && k > u && v.gapBefore(k)&gapComma != 0 && (v.has(k, isWho|isConjunction) || strings.HasSuffix(t.low, "ing")) {
			return -1
		}
		if t.name >= 0 {
			continue
		}
		if german {
			if k > u && t.class&(isVerb|isBe) != 0 && t.class&isPossessive == 0 {
				return k
			}
			continue
		}
		if t.class&isInfinitive != 0 && k == u {
			return -1
		}
		if t.is(isClause) && t.class&isWho == 0 {
			return k
		}
		if k > u && v.has(k-1, isConjunction) && (v.verbLike(k) || t.class&(isVerb|isBe|isModal|isAuxiliary) != 0) {
			return -1 // the verb goes with the one of saying: "denied the claims and left"
		}
		if k > u && t.class&(isVerb|isBe|isModal|isAuxiliary) != 0 && t.class&(isPreposition|isInfinitive) == 0 && (k == u+1 || !v.has(k-1, isInfinitive)) {
			return k
		}
		if k > u && v.verbLike(k) && !v.has(k-1, isInfinitive) {
			return k
		}
		// "they apply", "we need": a verb after a pronoun.
		if k > u && v.has(k-1, isSubject) && v.tok(k-1).class&(isWho) == 0 && k-1 == u && t.class&(isPreposition|isConjunction|isArticle|isAdverb|isDateUnit|isWeekday|isMonth) == 0 && (!v.has(k-1, isArticle) || v.tok(k).class != 0) && t.low != "of" {
			return k
		}
	}
	return -1
}

// predicate reports whether the quotation at unit u begins with the verb of the clause around it: the plan “was dead”.
func (v *voice) predicate(u int) bool {
	in := v.inside[v.units[u].quotation]
	if in[1]-in[0] < 2 || v.tokens[in[0]].upper || v.gapBefore(u)&^gapMark != 0 {
		return false
	}
	t := &v.tokens[in[0]]
	if !v.has(u-1, isArticle|isPossessive|isPreposition|isConjunction|isBe|isAsIf|isInfinitive) && in[1]-in[0] >= 3 && t.class&(isArticle|isPreposition|isConjunction) == 0 {
		return true // after a noun: the words “amount to a threat”
	}
	if t.class&isAdverb != 0 && in[1]-in[0] > 2 {
		t = &v.tokens[in[0]+1]
	}
	return t.class&(isVerb|isBe|isModal|isAuxiliary) != 0 && t.class&(isPreposition|isInfinitive) == 0 || strings.HasSuffix(t.low, "ed") && t.class&isNotVerb == 0 ||
		t.entry.cue != nil && t.entry.cue.kind == "verb" && t.entry.cue.forms&(pastForm|thirdForm) != 0 ||
		t.class == 0 && strings.HasSuffix(t.low, "s") && !strings.HasSuffix(t.low, "ss") && v.tokens[in[0]+1].class&(isArticle|isPossessive|isPreposition|isPronoun|isAdverb) != 0
}

// nouns reads noun cues: "Ana’s claim that …", "the Kremlin’s message is clear: …".
func (v *voice) nouns() {
	for u := range v.units {
		if !v.isWord(u) || v.used[u] {
			continue
		}
		e := v.tok(u).entry.cue
		var kind string
		switch {
		case e != nil && e.class == "noun":
			kind = e.kind
		case e != nil && e.kind == "verb" && nounVerbs[v.low(u)] && !mute[v.low(u)] && v.isNoun(u, e):
			kind = "noun"
		default:
			continue
		}
		that := u + 1
		if that >= len(v.units) {
			continue
		}
		by := v.possessor(u)
		q := quote{direct: "indirect", cueKind: kind, speaker: by, rule: "noun and that", addressee: -1, cue: [2]int{v.units[u].from, v.units[u].to}}
		from := -1
		switch {
		case v.has(that, isThat) && v.low(that) == "that" && v.gapBefore(that) == 0:
			from, q.score = that+1, 0.8
			// "a report that said" is a relative clause.
			if from >= len(v.units) || !v.isWord(from) && v.units[from].to-v.units[from].from < 3 || v.has(from, isVerb|isModal|isBe|isAuxiliary) || v.isWord(from) && v.tok(from).entry.cue != nil && v.tok(from).entry.cue.forms&pastForm != 0 {
				continue
			}
			if by.name < 0 {
				continue // "a reminder that": nobody's
			}
		case by.name >= 0 && v.has(that, isBe) && that+2 < len(v.units) && v.colonAfter(that) > 0:
			from, q.score, q.rule = v.colonAfter(that), 0.75, "noun and colon"
		case by.name >= 0 && v.has(that, isBe) && v.low(that+1) == "that":
			from, q.score, q.rule = that+2, 0.8, "noun is that"
		default:
			continue
		}
		if from >= len(v.units) {
			continue
		}
		end := len(v.units)
		if q.rule != "noun and colon" {
			end = v.nounContentEnd(u, from)
		}
		q.spans = []annotate.Span{{Start: v.startOf(from), End: v.endOf(end)}}
		v.quotedParts(&q, [2]int{from, end})
		q.why = []string{fmt.Sprintf("the noun “%s” and what it says", v.low(u))}
		if by.name >= 0 {
			q.why = append(q.why, by.why)
		}
		v.put(q, verb{at: u, n: 1, entry: &cueEntry{kind: "noun", class: "noun"}})
	}
}

// reportedOn takes a German sentence in the subjunctive of reported speech that follows one in which somebody was quoted: "Die
// Fähre sei zu spät. Man habe gewartet."
func (v *voice) reportedOn() {
	if v.level >= 0 || v.grammar.code != "de" || v.lastQuote < 0 || v.last.name < 0 || v.lastEnd != v.units[0].from {
		return
	}
	for k := range v.units {
		if !v.isWord(k) || v.used[k] || v.low(k) == "so" && v.gapBefore(k)&gapComma != 0 {
			return // of somebody’s own: "…, so Falk"
		}
	}
	for k := range v.units {
		verb := v.has(k, isVerb|isBe|isAuxiliary)
		if k > 0 && v.gapBefore(k)&gapComma != 0 || verb && !subjunctive[v.low(k)] {
			return
		}
		if subjunctive[v.low(k)] && v.tok(k).name < 0 && !v.has(k-1, isMe) && !v.has(k+1, isMe) {
			v.content(0, 0, &cueEntry{kind: "verb"}, v.last, [2]int{0, len(v.units)}, [2]int{}, "subjunctive goes on", 0.7)
			return
		}
	}
}

// subjunctive are German forms that reported speech alone has.
var subjunctive = set("sei seien habe werde könne müsse solle wolle dürfe gebe gehe komme stehe liege bleibe brauche lasse wisse mache")

// headed reads a headline that begins with who says what follows: "Díaz: Ferry Will Stay", "Poll: Most Want the Bridge".
func (v *voice) headed(first int) {
	if v.level >= 0 || v.grammar.code != fallback || first > 0 && v.tokens[first].gap&gapLine == 0 || !v.isHeadline(first) {
		return
	}
	colon := 0
	for k := 1; k < min(len(v.units), 9) && colon == 0; k++ {
		if !v.isWord(k - 1) {
			return
		}
		if v.gapBefore(k)&gapColon != 0 {
			colon = k
		} else if v.gapBefore(k)&(gapStrong|gapComma) != 0 && !v.inName(k) {
			return
		}
	}
	if colon == 0 || v.unitsIn([2]int{colon, len(v.units)}) < 3 {
		return
	}
	head := 1
	for head < colon && !v.has(head, isPreposition) {
		head++
	}
	for k := range colon {
		if v.has(k, isConjunction) {
			return // "Díaz and Falk: a long quarrel"
		}
	}
	if last := &v.tokens[v.units[len(v.units)-1].to-1]; strings.HasPrefix(v.text[last.end:], "?") {
		return
	}
	by := nobody
	last := v.tok(head - 1)
	if n := last.name; n >= 0 && v.names[n].sort == properName && (v.names[n].typ == "person" || v.names[n].typ == "org" && head > 1 && last.class&(isOrgEnd|isBody) != 0) {
		by = speaker{int(n), fmt.Sprintf("“%s” before the colon", v.words(v.names[n].from, v.names[n].to))}
	} else if says := last.class&(isRole|isRolePlural|isBody) != 0; says && head == 1 || head <= 4 && v.allCapitals(0, head) && v.speaksBelow(head-1) {
		by = speaker{v.stands(0, head, map[bool]string{true: "org", false: "person"}[says], map[bool]nameSort{true: bodyName, false: properName}[says]), "it stands before the colon"}
	}
	if by.name < 0 {
		return
	}
	for k := colon; k < len(v.units); k++ {
		if q := v.units[k].quotation; q >= 0 && v.spoken[q] {
			return
		}
	}
	q := quote{direct: "indirect", speaker: by, rule: "headline and colon", score: 0.8, addressee: -1, why: []string{by.why}}
	q.spans = []annotate.Span{{Start: v.startOf(colon), End: v.endOf(len(v.units))}}
	v.quotedParts(&q, [2]int{colon, len(v.units)})
	v.put(q, verb{at: -1})
}

// isHeadline reports whether the sentence that begins with a token is the article’s first line, or a heading.
func (v *voice) isHeadline(first int) bool {
	if b := v.doc.BlockAt(v.tokens[first].start); b >= 0 {
		kind := v.doc.Blocks[b].Kind
		return kind == annotate.BlockTitle || kind == annotate.BlockStandfirst || kind == annotate.BlockHeading
	}
	return first == 0
}

func (v *voice) allCapitals(from, to int) bool {
	for k := from; k < to; k++ {
		if !v.isWord(k) || !v.tok(k).upper {
			return false
		}
	}
	return true
}

// speaksBelow reports whether the word at unit u is in a name of a person further down.
func (v *voice) speaksBelow(u int) bool {
	for i := range v.names {
		if n := &v.names[i]; n.typ == "person" && n.sort == properName && n.from > v.units[u].from && v.tokens[n.to-1].low == v.low(u) {
			return true
		}
	}
	return false
}

// nounVerbs are verbs of saying whose forms are nouns, too.
var nounVerbs = set(`claim claims report reports warning pledge pledges promise promises vow vows demand demands request requests comment comments
	remark remarks hint hints reply replies message belief fear fears hope hopes post posts state states note notes order orders plan plans
	question questions signal signals answer answers doubt doubts estimate estimates forecast forecasts boast boasts lament laments counter counters
	project projects object objects protest protests appeal appeals charge charges list lists quote quotes tweet tweets text texts judge judges
	show shows look looks guess guesses test tests review reviews proposal complaint figure figures record records caution cautions`)

// mute are those of nounVerbs that as nouns say nothing.
var mute = set(`state states post posts project projects object objects list lists show shows look looks figure figures record records
	test tests order orders judge judges text texts`)

// colonAfter returns the unit after a colon that stands within four words, or -1.
func (v *voice) colonAfter(u int) int {
	for k := u + 1; k < min(u+5, len(v.units)); k++ {
		if v.gapBefore(k)&gapColon != 0 {
			return k
		}
		if v.gapBefore(k)&(gapComma|gapStrong) != 0 {
			return -1
		}
	}
	return -1
}

// nounContentEnd returns where the clause that depends on the noun at unit u ends: before the verb of the noun's own
// clause ("X’s claim that … speaks volumes") where that can be seen, or else with the clause.
func (v *voice) nounContentEnd(u, from int) int {
	end := v.clauseEnd(u, from)
	if u > 5 {
		return end
	}
	// The noun is the subject: the last finite verb with no subject of its own is the main one.
	verbs := 0
	for k := from; k < end; k++ {
		if !v.isWord(k) {
			continue
		}
		t := v.tok(k)
		if t.name < 0 && (t.class&(isVerb|isModal|isBe) != 0 && t.class&isInfinitive == 0 && t.class&isPreposition == 0 || v.verbLike(k)) {
			if k > from && v.has(k-1, isModal|isAuxiliary|isBe) {
				continue
			}
			if verbs++; verbs == 2 && !v.has(k-1, isSubject|isWho|isThat) && v.gapBefore(k)&gapComma == 0 {
				return k
			}
		}
	}
	// An unknown verb in the third person after a noun phrase: "… the invitation speaks volumes".
	for k := end - 1; k > from+3; k-- {
		if t := v.tok(k); verbs == 1 && v.isWord(k) && t.name < 0 && t.class == 0 && strings.HasSuffix(t.low, "s") && !strings.HasSuffix(t.low, "ss") && k+1 < end && v.isWord(k+1) &&
			(v.tok(k+1).class&(isArticle|isPossessive|isPreposition) != 0 || strings.HasSuffix(v.low(k+1), "s")) && v.gapBefore(k+1) == 0 {
			return k
		}
	}
	return end
}

// possessor returns whose the noun at unit u is: "Ana’s claim", "her claim", "the claim by Ana".
func (v *voice) possessor(u int) speaker {
	k := u
	for k > 0 && v.isWord(k-1) && v.gapBefore(k) == 0 && k > u-3 && v.tok(k-1).name < 0 && v.tok(k-1).class&(isPossessive|isPreposition|isArticle|isVerb|isBe) == 0 {
		k--
	}
	if k == 0 || !v.isWord(k-1) {
		return nobody
	}
	if v.has(k-1, isPossessive) && v.gapBefore(k) == 0 {
		return speaker{v.stands(k-1, k, "person", pronounName), fmt.Sprintf("“%s” before it", v.low(k-1))}
	}
	if v.gapBefore(k)&gapPossessive != 0 {
		if n := v.tok(k - 1).name; n >= 0 {
			return speaker{int(n), fmt.Sprintf("“%s” owns the word", v.words(v.names[n].from, v.names[n].to))}
		}
		from := k - 1
		for from > 0 && v.isWord(from-1) && v.gapBefore(from) == 0 && v.has(from-1, isArticle|isPossessive|isDemonym) {
			from--
		}
		return v.described(from, k)
	}
	return nobody
}
