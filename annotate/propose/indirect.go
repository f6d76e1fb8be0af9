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
