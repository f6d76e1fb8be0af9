package propose

import (
	"fmt"
	"strings"

	"quoth/annotate"
)

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
