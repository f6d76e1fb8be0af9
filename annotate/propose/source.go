package propose

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
