package propose

import "strings"

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
