package propose

import (
	"fmt"
	"strings"

	"quoth/annotate"
)

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
