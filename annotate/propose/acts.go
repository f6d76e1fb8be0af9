package propose

import "slices"

// Acts: what somebody does by saying it, without a clause of its own: criticises a plan, announces cuts, refuses to go.

// finds reports whether a verb tells the result of a poll, a study or records: "the poll shows", "a study found".
func (v *voice) finds(x verb) bool {
	if v.grammar.code != fallback || v.level >= 0 || x.by.name < 0 || x.entry.forms&(pastForm|thirdForm|baseForm) == 0 {
		return false
	}
	switch x.entry.lemma {
	case "show", "find", "indicate", "suggest", "reveal":
	default:
		return false
	}
	n := &v.names[x.by.name]
	return v.grammar.words[v.tokens[n.to-1].low] != nil && v.grammar.words[v.tokens[n.to-1].low].class&isSurvey != 0
}

// isActing reports whether the object of a verb alone is what is said.
func (v *voice) isActing(e *cueEntry) bool {
	w := v.grammar.words[e.lemma]
	return w != nil && w.class&isAct != 0
}

// toDo reads promises, threats and demands: "vowed to rebuild", "urged the council to act".
func (v *voice) toDo(x verb) bool {
	if v.grammar.code != "en" || x.by.name < 0 || x.passive || x.hedged || x.entry.forms&(pastForm|thirdForm|gerundForm|baseForm) == 0 {
		return false
	}
	own, score := false, 0.75
	switch x.entry.lemma {
	case "want", "plan", "intend":
		own, score = true, 0.6
	case "promise", "pledge", "vow", "threaten", "offer", "claim", "agree", "decline", "hope", "refuse":
		own = true
	case "urge", "tell", "ask", "advise", "warn", "remind", "beg", "implore", "encourage", "invite":
	default:
		return false
	}
	to := -1
	for k := x.at + x.n; k < min(len(v.units), x.at+x.n+8); k++ {
		if !v.isWord(k) || v.gapBefore(k)&(gapComma|gapStrong) != 0 {
			return false
		}
		if v.has(k, isInfinitive) {
			to = k
			break
		}
		if own && !v.has(k, isAdverb) || v.has(k, isNegation) {
			return false
		}
		if t := v.tok(k); t.name < 0 && t.class&(isVerb|isBe|isModal|isThat|isWho|isPreposition|isConjunction) != 0 && (own || t.low != "of") {
			return false
		}
	}
	if to < 0 || to+1 >= len(v.units) || !own && to == x.at+x.n {
		return false
	}
	if v.has(to+1, isArticle|isPronoun) || v.tok(to+1).upper {
		return false
	}
	ok := v.content(x.at, x.n, x.entry, x.by, [2]int{to, v.clauseEnd(x.at, to)}, [2]int{}, "verb and to", score)
	if ok && !own {
		v.quotes[v.lastQuote].addressee = v.addresseeOf(x.at+x.n, to)
	}
	return ok
}

// calls reads names that somebody gives something: "called the plan a mistake".
func (v *voice) calls(x verb) bool {
	if v.grammar.code != "en" || x.by.name < 0 || x.passive || x.hedged || !naming[v.low(x.at)] {
		return false
	}
	from := x.at + x.n
	for k := from + 1; k < min(len(v.units), from+9); k++ {
		if !v.isWord(k) || v.gapBefore(k)&(gapComma|gapStrong) != 0 || v.has(k, isConjunction|isWho|isInfinitive) {
			return false
		}
		if (v.low(k) == "a" || v.low(k) == "an") && !v.has(k-1, isPreposition|isAsIf|isAdverb) {
			return v.content(x.at, x.n, x.entry, x.by, [2]int{from, v.clauseEnd(x.at, from)}, [2]int{}, "verb and a name for it", 0.75)
		}
	}
	return false
}

// object reads what somebody judges, demands or makes known as a thing: "criticised the plan", "called for a ban", "announced cuts".
func (v *voice) object(x verb) bool {
	act := v.isActing(x.entry)
	if act && x.by.name < 0 && x.entry.forms&gerundForm != 0 && v.grammar.code == fallback {
		if x.at == 0 {
			x.by = v.subjectAfterComma(x.at + x.n) // "Citing the cost, Ana Díaz closed it"
		} else if v.gapBefore(x.at)&gapComma != 0 {
			x.by = v.mainSubject(x.at) // "…, citing the cost"
		}
	}
	if v.level >= 0 || x.by.name < 0 || x.passive || x.hedged || x.entry.forms&(pastForm|thirdForm|gerundForm) == 0 {
		return false
	}
	from := x.at + x.n
	if act && from+2 < len(v.units) && v.has(from, isPreposition) && v.has(from+1, isWeekday) && v.has(from+2, isArticle|isPossessive) {
		from += 2 // "announced on Friday the closing"
	} else if act && from+1 < len(v.units) && v.has(from, isWeekday) && v.has(from+1, isArticle|isPossessive) {
		from++
	}
	if !act && (v.grammar.code != fallback || v.silent(x.entry) || !v.quotesIn(from, v.objectEnd(from))) {
		return false
	}
	if from+1 >= len(v.units) || v.gapBefore(from)&^gapMark != 0 {
		return false
	}
	if v.has(from, isPreposition|isConjunction|isSubordinator|isInfinitive|isThat|isMayThat|isWho|isAdverb|isAsIf) && v.tok(from).class&isArticle == 0 {
		return false
	}
	end := v.objectEnd(from)
	if k := v.finiteVerb(from, false); x.entry.class == "say" && v.grammar.code == fallback && k >= 0 && k < end && x.at > 0 {
		end = v.clauseEnd(x.at, from) // "reveals many are late"
	}
	if n := &v.names[x.by.name]; n.sort == bodyName && v.tokens[n.to-1].class&isBody == 0 || v.onlySomebody(from, end) {
		return false // "the declaration underscores", "questioned the student"
	}
	return v.content(x.at, x.n, x.entry, x.by, [2]int{from, end}, [2]int{}, "verb and its object", 0.7)
}

// subjectAfterComma returns whom the clause behind the first comma from unit u on begins with.
func (v *voice) subjectAfterComma(u int) speaker {
	from := v.firstComma(u)
	if from >= len(v.units) || !v.isWord(from) {
		return nobody
	}
	end := from + 1
	for end < len(v.units) && v.isWord(end) && v.gapBefore(end)&(gapComma|gapStrong) == 0 && end < from+8 {
		if t := v.tok(end); t.name < 0 && t.class&(isVerb|isBe|isModal|isAuxiliary) != 0 || v.verbLike(end) {
			_, by := v.head(from, end)
			return by
		}
		end++
	}
	return nobody
}

// onlySomebody reports whether units name a person and say nothing.
func (v *voice) onlySomebody(from, to int) bool {
	for k := from; k < to; k++ {
		if !v.isWord(k) {
			return false
		}
		t := v.tok(k)
		if n := t.name; n >= 0 && (v.names[n].typ == "person" || v.names[n].typ == "role") {
			continue
		}
		if t.class&(isArticle|isPossessive|isRole|isRolePlural|isKin|isTitle|isHonorific|isPronoun) == 0 {
			return false
		}
	}
	return true
}

// silent reports whether a verb is rather of what somebody thinks, shows or begins than of what they say.
func (v *voice) silent(e *cueEntry) bool {
	return e.class == "think" || e.class == "evidence" || e.lemma == "begin" || e.lemma == "start" || e.lemma == "end" || e.lemma == "finish"
}

// quotesIn reports whether words in quotation marks that are no title stand in the units.
func (v *voice) quotesIn(from, to int) bool {
	for k := from; k < to; k++ {
		if q := v.units[k].quotation; q >= 0 && !v.spoken[q] && !v.looksTitle(q) {
			return true
		}
	}
	return false
}

// marksIn reports whether words in quotation marks stand in the units.
func (v *voice) marksIn(from, to int) bool {
	return slices.ContainsFunc(v.units[min(from, to):to], func(u unit) bool { return u.quotation >= 0 })
}

// objectEnd returns where an object that begins at unit u ends: before what a comma sets off, or when it was said.
func (v *voice) objectEnd(u int) int {
	for k := u + 1; k < len(v.units); k++ {
		g := v.gapBefore(k)
		if g&(gapSemicolon|gapLine|gapDash|gapBracket|gapColon) != 0 {
			return k
		}
		if !v.isWord(k) {
			continue
		}
		if g&gapComma != 0 && !v.inName(k) {
			return k
		}
		if next := k + 1; v.has(k, isConjunction) && next < len(v.units) && v.isWord(next) && (v.verbLike(next) || v.has(next, isVerb|isBe|isModal) || v.has(next, isAdverb) && next+1 < len(v.units) && v.isWord(next+1) && v.verbLike(next+1)) {
			return k // "and accused them of"
		}
		if v.has(k, isWeekday|isDateWord) {
			if v.has(k-1, isPreposition) {
				return k - 1
			}
			return k
		}
	}
	return len(v.units)
}

var naming = set("called calls calling dubbed labeled labelled branded deemed termed")

// addresseeOf returns the name that ends before unit to.
func (v *voice) addresseeOf(from, to int) int {
	_, by := v.head(from, to)
	return by.name
}
