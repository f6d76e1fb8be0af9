package propose

import (
	"fmt"
	"iter"
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
	imagined  bool  // its verb says what might be said, or what is said in general
	weak      bool  // its verb is often of what somebody does rather than says
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
	r.quotes = make([]quote, 0, len(r.sentences)/2+8)
	v := &voice{reading: r, used: map[int]bool{}, subjects: map[int]speaker{}}
	v.read(-1, 0, len(r.tokens))
	for q := range r.quotations {
		// What is said within speech, if it is long enough to hold an attribution.
		if in := r.inside[q]; in[1]-in[0] >= 6 && (r.spoken[q] || r.holdsQuotation(q)) {
			v.read(int32(q), in[0], in[1])
		}
	}
}

func (r *reading) holdsQuotation(q int) bool { return slices.Contains(r.around, int32(q)) }

// read finds the quotes of a level among the tokens [from, to).
func (v *voice) read(level int32, from, to int) {
	v.level, v.last, v.lastEnd, v.lastQuote, v.spoke, v.spokeEnd = level, nobody, 0, -1, -1, 0
	for s := from; s < to; {
		s = v.sentence(s, to)
	}
}

// longestSentence is the number of units that are read as one sentence at most. What is said of a sentence is often looked for in
// all of it: without an end to it a text that never ends one would take time by the square of its length. People write none as long.
const longestSentence = 300

// sentence reads the sentence that begins at token from and returns where the next one begins.
func (v *voice) sentence(from, to int) int {
	v.units = v.units[:0]
	i := from
	for i < to {
		if i > from && v.endsBefore(i) || len(v.units) == longestSentence {
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
	v.headed(from)
	v.views()
	v.inMarks()
	v.reportedOn()
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
		begins := g&(gapMark|gapStop) == gapMark || g&(gapDash|gapStop|gapComma) == gapDash && v.grammar.code != fallback
		return g&(gapColon|gapComma) == 0 || !begins || v.quotationAt(i) < 0
	}
	if n := len(v.units); n > 0 && v.units[n-1].quotation >= 0 && v.quotationAt(i) < 0 {
		q := v.quotations[v.units[n-1].quotation]
		last := lastOf(v.text[q.Inner.Start:q.Inner.End])
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
	return cue && i+9 > len(v.tokens)
}

// Places in a sentence are indices of units from here on, also in clause.go and indirect.go.

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
	last := lastOf(inner)
	ends = strings.ContainsRune(".,!?…;。！？，—–-", last)
	if !ends && quotation.Closed {
		// British style sets the stop outside.
		after := v.text[quotation.Outer.End:min(len(v.text), quotation.Outer.End+2)]
		ends = strings.HasPrefix(after, ",") && begins && words > 3
	}
	return words, begins, ends
}

// lastOf returns the last character of what was said, before the marks that close quotations within it.
func lastOf(inner string) rune {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(inner, func(r rune) bool { return isMark(r) || unicode.IsSpace(r) }))
	return last
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

// exclaims reports whether the quotation at unit u ends with the mark of a question or a shout, as few titles do.
func (v *voice) exclaims(u int) bool {
	q := v.quotations[v.units[u].quotation]
	return v.grammar.code == fallback && strings.ContainsRune("!?", lastOf(v.text[q.Inner.Start:q.Inner.End]))
}

// namesWork reports whether the quotation at unit u is the title of a programme or a book within a sentence: it looks like one, or
// like a short one behind what titles follow.
func (v *voice) namesWork(u int) bool {
	q := v.units[u].quotation
	in := v.inside[q]
	if v.looksTitle(q) {
		return true
	}
	capitals := 0
	for i := in[0]; i < in[1]; i++ {
		if v.tokens[i].upper {
			capitals++
		}
	}
	owned := v.gapBefore(u)&gapPossessive != 0 || v.has(u-1, isPreposition|isArticle) || v.isWord(u-1) && v.tok(u-1).upper
	return owned && capitals == in[1]-in[0] || owned && in[1]-in[0] > 2 && capitals*3 >= (in[1]-in[0])*2
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
	if u > 0 && v.grammar.code == fallback && v.gapBefore(u)&(gapComma|gapColon|gapStrong&^gapMark) == 0 && v.namesWork(u) {
		return false // On “The Morning Hour,” Ana Díaz said
	}
	if !ends && words < 4 && v.gapBefore(u+1)&(gapComma|gapDash) == 0 || v.has(u+1, isConjunction|isSubordinator|isWho) {
		return false
	}
	limit := v.clauseLimit(u + 1)
	for c := u + 1; c < min(limit, u+32); c++ {
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
		if c == u+1 || c == u+2 && (v.has(u+1, isAdverb|isAuxiliary|isMe) || v.grammar.code != fallback && reflexive[v.low(u+1)]) {
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
			if v.takesObject(x) || x.entry.strength == 3 && u > 0 && v.has(v.contentStart(u), isSubordinator|isAsIf) && v.grammar.code == fallback {
				return false // After the show, “The Morning Hour,” Ana Díaz wrote a letter
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
	return v.beside(u)
}

// takesObject reports whether an article or a possessive behind a verb begins its object, which is neither whom it is said to nor when:
// "wrote a letter", not "told the council", "said this week".
func (v *voice) takesObject(x verb) bool {
	k := x.at + x.n
	if v.grammar.code != fallback || !v.has(k, isArticle|isPossessive) || v.gapBefore(k) != 0 || v.tellsSomebody(x.at) || v.addressee(k, len(v.units)) >= 0 || x.entry.lemma == "say" || x.entry.lemma == "add" {
		return false
	}
	for end := k; end < min(len(v.units), k+4) && v.isWord(end); end++ {
		if v.has(end, isWeekday|isMonth|isDateWord|isDateUnit|isDateBefore) {
			return false
		}
	}
	return true
}

// manner is a verb that the lexicon does not know, where its place says that it presents speech.
var manner = &cueEntry{kind: "verb", class: "manner", strength: 2, forms: pastForm}

// beside takes for a verb of saying what has the form of one and stands beside a name, alone with it behind the quotation at unit u,
// which begins and ends like speech: “It is late!” trilled Ana Díaz.
func (v *voice) beside(u int) bool {
	words, begins, ends := v.speech(v.units[u].quotation)
	if v.grammar.code != fallback || !begins || !ends || words < 3 || v.gapBefore(u+1)&(gapColon|gapSemicolon|gapLine|gapDash) != 0 {
		return false
	}
	unknown := func(k int) bool {
		return v.isWord(k) && v.tok(k).class == 0 && v.tok(k).entry.cue == nil && strings.HasSuffix(v.low(k), "ed") && v.verbLike(k)
	}
	at, name := u+1, u+2
	if !unknown(at) {
		for name = u + 1; name < len(v.units) && v.isWord(name) && v.tok(name).name >= 0 && v.tok(name).name == v.tok(u+1).name; name++ {
			at = name + 1
		}
		name = u + 1
		if !unknown(at) || at+1 < len(v.units) && v.gapBefore(at+1)&(gapComma|gapStop) == 0 {
			return false
		}
	}
	if !v.isWord(name) {
		return false
	}
	n := v.tok(name).name
	if n < 0 || v.names[n].typ != "person" || v.names[n].sort != properName {
		return false
	}
	by := speaker{int(n), "“" + v.words(v.names[n].from, v.names[n].to) + "” beside the verb"}
	end := at + 1
	for end < len(v.units) && v.isWord(end) && v.tok(end).name == n {
		end++
	}
	v.say(u, verb{at: at, n: 1, second: -1, entry: manner, by: by, byFrom: name, byTo: name + 1}, by, end, "subject and verb after the marks", 0.75)
	return true
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
		if title && (!v.exclaims(u) || x.at+x.n != u || x.entry.strength > 2) && (x.entry.class != "judge" || dist == 0) {
			return false
		}
		g := v.gapBefore(u)
		led := g&(gapComma|gapColon) != 0
		if v.used[c] {
			// What follows “…,” she said, goes on with it.
			return false
		}
		by := x.by
		if by.name < 0 && !x.hedged && v.grammar.code != "en" || by.name < 0 && x.entry.forms&gerundForm == 0 && x.at == 0 {
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
		full := begins && (ends || led || words > 6) || words > 2 && x.at+x.n == u && x.entry.class == "manner" && v.exclaims(u)
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
		case led && dist <= 16 && by.name >= 0 && x.entry.strength == 1 && !x.hedged && v.tellsSomebody(x.at) && v.addressee(x.at+x.n, u) >= 0:
			v.report(u, x, by, full, 0.8) // told the mayors who had come, “…”
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
			if by.name < 0 || dist > 12 || x.at+x.n >= len(v.units) || v.complements(x.at+x.n, u) {
				return false
			}
			if x.entry.class != "judge" && v.low(x.at) != "described" && v.low(x.at) != "describes" && x.entry.strength < 3 {
				return false // a clause, for the rules of indirect speech
			}
			if !v.has(u-1, isAsIf|isArticle|isPossessive|isPreposition) && dist > 4 && (x.entry.class != "judge" || begins) {
				return false
			}
			return v.mixed(u, x, by)
		case x.entry.strength == 3 && dist > 0:
			continue // "praised her for showing “courage”": the verb before may be the one
		default:
			return false
		}
	}
	return v.named(u)
}

func (v *voice) wordsOf(from, to int) string {
	if from >= to {
		return ""
	}
	return strings.ToLower(v.words(v.units[from].from, v.units[to-1].to)) + " "
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
	if u == 0 || v.gapBefore(u)&^gapMark&^gapComma != 0 {
		return
	}
	comma := v.gapBefore(u)&gapComma != 0
	if _, begins, _ := v.speech(v.units[u].quotation); begins && !(comma && v.grammar.code == fallback && v.has(0, isSubordinator) && v.clausal(0, u)) || comma && v.grammar.code != fallback {
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
	q.imagined = x.hedged || x.entry.forms&(pastForm|thirdForm) == 0
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
		if !v.isWord(k) || k == u+1 && v.grammar.code == fallback && v.gapBefore(k)&gapDash != 0 && v.has(k, isConjunction) {
			return false // “…” – and vowed to go
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
	aside := v.grammar.code == fallback && x.entry.class == "judge" && v.plain(from, u)
	for k := from; k < u; k++ {
		if !v.isWord(k) || v.gapBefore(k)&(gapComma|gapStrong) != 0 && !(aside && k > from && v.gapBefore(k)&(gapComma|gapStrong) == gapComma) {
			return false
		}
	}
	q := quote{direct: "mixed", cueKind: x.entry.kind, speaker: by, rule: "judgement in quotation marks", score: 0.8, addressee: -1}
	v.setCue(&q, x)
	v.spoken[v.units[u].quotation] = true
	q.parts = []int{v.units[u].quotation}
	end := u + 1
	for end < len(v.units) && !v.isWord(end) && v.gapBefore(end)&^gapMark == gapComma {
		v.spoken[v.units[end].quotation] = true // “stupid”, “useless”
		q.parts = append(q.parts, v.units[end].quotation)
		end++
	}
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
	if end < len(v.units) && v.describesNoun(u, end) {
		end = v.objectEnd(end) // a “fierce” battle ahead
	}
	if end < len(v.units) && v.gapBefore(end)&^gapMark == 0 && (v.has(end, isWho) || completing[v.low(end)]) {
		end = v.clauseEnd(x.at, end) // a “thief” who should go, a “threat” to all
	}
	q.spans = []annotate.Span{{Start: v.startOf(from), End: v.endOf(end)}}
	q.why = append(q.why, fmt.Sprintf("“%s” with quotation marks in its object", v.cueWords(x)), by.why)
	v.put(q, x)
	return true
}

// describesNoun reports whether the quotation at unit u stands between an article and its noun, which is unit next.
func (v *voice) describesNoun(u, next int) bool {
	in := v.inside[v.units[u].quotation]
	if v.grammar.code != fallback || next != u+1 || in[1]-in[0] > 3 || !v.has(u-1, isArticle|isPossessive) || !v.isWord(next) || v.gapBefore(next)&^gapMark != 0 {
		return false
	}
	t := v.tok(next)
	return !t.upper && t.class&^(isRole|isRolePlural|isBody|isSurvey|isKin|isOrgEnd|isOrgStart|isPlaceEnd|isPlaceStart) == 0 && !v.verbLike(next) && !strings.HasSuffix(t.low, "ly") && !strings.HasSuffix(t.low, "ing")
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
	if v.grammar.code == fallback {
		v.leadIn(&q, u)
	}
	q.why = append(q.why, fmt.Sprintf("“%s” after the closing mark", v.words(q.cue[0], q.cue[1])), by.why)
	v.put(q, verb{at: c, n: n, entry: e})
	return true
}

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
	q.weak = x.entry != nil && x.entry.strength > 1 && x.entry.lemma != "call" && x.entry.lemma != "describe"
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
	if q.direct == "direct" || q.direct == "mixed" && v.grammar.code == fallback && !slices.Contains(q.parts, v.units[len(v.units)-1].quotation) && q.rule != "judgement in quotation marks" {
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
		whole := u == 0 && len(v.units) == 1 || u == 0 && !v.isWord(len(v.units)-1) && v.onlyQuotations() || v.isTurn(q)
		if !whole || words < 3 || !begins || v.looksTitle(q) || !ends && words < 8 {
			continue
		}
		sameParagraph := v.gapBefore(0)&gapLine == 0
		goesOn := v.grammar.code == fallback && sameParagraph && v.spoke >= 0 && v.spoke == v.lastQuote && v.sameBlock(v.spokeEnd-1, v.units[0].from)
		if v.spoke >= 0 && (goesOn || v.spokeEnd == v.units[0].from) && !(v.isTurn(q) && !sameParagraph) && (sameParagraph || v.quotes[v.spoke].speaker.name >= 0) {
			// The next sentence of the same speech.
			x := &v.quotes[v.spoke]
			v.take(x, q)
			x.spans = tidy(v.tab.Trim, x.spans)
			v.lastEnd, v.spokeEnd = v.units[u].to, v.units[u].to
			continue
		}
		by, score, why := nobody, 0.55, "a whole sentence in quotation marks"
		if v.lastQuote >= 0 && v.last.name >= 0 && !(v.isTurn(q) && !sameParagraph) && (v.lastEnd == v.units[0].from || sameParagraph) {
			by, score = v.last, 0.75
			by.why = "whoever spoke last goes on"
			if !sameParagraph {
				score = 0.6
			}
		}
		if signed := v.signed(u); signed.name >= 0 {
			by, score = signed, 0.75
		}
		x := quote{direct: "direct", speaker: by, rule: "speech goes on", score: score, addressee: -1, why: []string{why, by.why}}
		v.take(&x, q)
		v.put(x, verb{at: -1})
	}
}

// sameBlock reports whether no line ends between two tokens.
func (v *voice) sameBlock(from, to int) bool {
	for i := from + 1; i <= to; i++ {
		if v.tokens[i].gap&gapLine != 0 {
			return false
		}
	}
	return true
}

// unattributed yields the quotations that nothing has attributed by then and that are no titles, with the unit of each: in English, and
// outside of what is quoted.
func (v *voice) unattributed() iter.Seq2[int, int] {
	return func(yield func(u, q int) bool) {
		if v.level >= 0 || v.grammar.code != fallback {
			return
		}
		for u := range v.units {
			q := v.units[u].quotation
			if q >= 0 && !v.spoken[q] && !v.looksTitle(q) && v.quotations[q].Closed && !yield(u, q) {
				return
			}
		}
	}
}

// inMarks takes quotations that nothing else has attributed and that are too long to be a title or irony: whoever the sentence is
// about says them, as far as it tells.
func (v *voice) inMarks() {
	for u, q := range v.unattributed() {
		words, begins, _ := v.speech(q)
		if words < 5 || begins && words < 6 || begins && u > 0 && v.namesWork(u) {
			continue
		}
		x := quote{direct: "direct", rule: "words in marks", score: 0.55, addressee: -1}
		by := v.signed(u)
		if by.name < 0 {
			by = v.behindMarks(&x, u)
		}
		for c := u - 1; by.name < 0 && c >= 0 && c > u-8 && v.isWord(c) && v.gapBefore(c+1)&(gapStrong&^gapMark&^gapColon) == 0; c-- {
			if y, ok := v.verbAt(c); ok {
				v.setCue(&x, y)
				by = y.by
				break
			}
		}
		if by.name < 0 {
			by = v.mainSubject(u)
		}
		if sameParagraph := v.gapBefore(0)&gapLine == 0; by.name < 0 && sameParagraph && v.last.name >= 0 {
			by = v.last
		}
		x.speaker, x.why = by, []string{"many words in quotation marks", by.why}
		v.take(&x, q)
		if from := u - 1; !begins && from >= 0 && v.has(from, isArticle|isPossessive) && v.gapBefore(u)&^gapMark == 0 {
			x.direct, x.spans[0].Start = "mixed", v.startOf(from)
		}
		v.put(x, verb{at: -1})
	}
}

// views takes short words in marks that no verb of saying presents, with the rest of what the verb before them is about: somebody
// went after him as a “thief”, backed away from his “old promise”.
func (v *voice) views() {
	for u, q := range v.unattributed() {
		as := u - 1
		for as > u-3 && v.has(as, isArticle|isPossessive) {
			as--
		}
		if v.low(as) == "as" && v.low(as-1) != "such" {
			v.view(u, as, u+1)
		} else if words, begins, _ := v.speech(q); !begins && words > 1 && words < 7 && !v.describesNoun(u, u+1) {
			v.view(u, u, v.objectEnd(u))
		}
	}
}

// view takes the quotation at unit u, and what stands from the verb before it to unit end; the verb stands before unit limit, with
// something between them.
func (v *voice) view(u, limit, end int) {
	for c := limit - 1; c >= 0 && c > limit-12 && v.isWord(c) && v.gapBefore(c+1)&(gapComma|gapStrong&^gapMark) == 0; c-- {
		doing := strings.HasSuffix(v.low(c), "ing") && v.gapBefore(c) == 0 && v.tok(c).class == 0
		if !v.verbLike(c) && !doing || v.has(c-1, isArticle|isPossessive) {
			continue
		}
		x := verb{at: c, n: 1, second: -1, entry: manner, by: nobody, byFrom: -1}
		v.subjectLeft(&x)
		if x.by.name < 0 && doing {
			x.by = v.mainSubject(c)
		}
		if x.passive || x.by.name < 0 || c+1 == limit {
			return
		}
		switch v.names[x.by.name].typ {
		case "date", "place", "org":
			return
		}
		q := quote{direct: "mixed", cueKind: manner.kind, speaker: x.by, rule: "view in quotation marks", score: 0.55, addressee: -1}
		v.setCue(&q, x)
		q.spans = []annotate.Span{{Start: v.startOf(c + 1), End: v.endOf(end)}}
		v.quotedParts(&q, [2]int{c + 1, end})
		q.why = []string{fmt.Sprintf("“%s” with quotation marks in its object", v.cueWords(x)), x.by.why}
		v.put(q, x)
		return
	}
}

// signed returns whose name stands behind the quotation at unit u and a dash: “…” — Ana Díaz.
func (v *voice) signed(u int) speaker {
	i := v.units[u].to
	if i >= len(v.tokens) || v.tokens[i].gap&gapDash == 0 && !strings.HasPrefix(strings.TrimLeft(v.text[v.quotations[v.units[u].quotation].Outer.End:v.tokens[i].start], " \n\u00a0"), "-") {
		return nobody
	}
	for k := i; k < min(i+4, len(v.tokens)) && (k == i || v.tokens[k].gap&^gapStop == 0); k++ {
		if n := v.tokens[k].name; n >= 0 && v.names[n].sort == properName && v.names[n].typ != "place" {
			return speaker{int(n), fmt.Sprintf("“%s” behind a dash", v.words(v.names[n].from, v.names[n].to))}
		}
		if !v.tokens[k].upper {
			break
		}
	}
	return nobody
}

// behindMarks looks in the words that follow the quotation at unit u, which ends like speech, for a verb of saying and a name
// beside it; it notes the cue.
func (v *voice) behindMarks(x *quote, u int) speaker {
	if _, _, ends := v.speech(v.units[u].quotation); !ends || u+1 >= len(v.units) || !v.isWord(u+1) || v.gapBefore(u+1)&(gapColon|gapSemicolon|gapLine) != 0 {
		return nobody
	}
	limit := v.clauseLimit(u + 1)
	for c := u + 1; c < min(limit, u+18); c++ {
		e, n, _ := v.cueAt(c)
		if e == nil || e.kind != "verb" || e.strength > 2 || e.forms&(pastForm|thirdForm) == 0 || n == 1 && v.isNoun(c, e) {
			continue
		}
		from, to, step := c-1, u, -1
		if c == u+1 {
			from, to, step = c+n, min(limit, c+10), 1
		}
		for k := from; k != to && k > u && k < limit; k += step {
			if !v.isWord(k) {
				break
			}
			if i := v.tok(k).name; i >= 0 && v.names[i].typ != "date" && v.names[i].typ != "place" {
				x.cue = [2]int{v.units[c].from, v.units[c+n-1].to}
				x.cueKind = e.kind
				return speaker{int(i), fmt.Sprintf("“%s” beside “%s” after the closing mark", v.words(v.names[i].from, v.names[i].to), v.low(c))}
			}
		}
		return nobody
	}
	return nobody
}

// isTurn reports whether a quotation is a turn of dialogue, begun by a dash.
func (v *voice) isTurn(q int) bool {
	dash, _ := utf8.DecodeRuneInString(v.text[v.quotations[q].Outer.Start:])
	return isDash(dash)
}

func (v *voice) onlyQuotations() bool {
	for u := range v.units {
		if v.isWord(u) {
			return false
		}
	}
	return true
}
