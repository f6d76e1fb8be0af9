package propose

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
)

// name is a run of words that names somebody or something, or stands for them.
type name struct {
	from, to int   // tokens
	wording  int32 // names of the same words have the same
	typ      string
	figure   *figure // whom it means; nil where nobody can say
	sort     nameSort
	why      string
	score    float64
	value    string // of a date: ISO 8601, "" where it is not known
	made     *annotate.Annotation
}

type nameSort uint8

const (
	properName nameSort = iota
	pronounName
	roleName  // an office in place of a name, or beside one
	groupName // people without a name
	bodyName  // an organisation without its name: "the ministry"
	dateName
)

// figure is a person, organisation or place of the document.
type figure struct {
	typ    string
	name   string // the longest that the document has
	gender byte   // m, f or 0
	roles  []string
	entity *annotate.Entity // of the project, or one that is proposed; nil until it is needed
	known  bool             // the project has it
	meant  string           // how it is known that the entity is meant; "" where the words say so
	parts  []string         // the words of the name in small letters
	names  []int            // its names, ascending
	other  []string         // names that it has beside its own
}

// findNames finds the names of the text: first by capitals, by the lexicon and by what the project knows, then
// what each of them means, by the document as a whole.
func (r *reading) findNames() {
	headline := r.headlines()
	// Names of running text, and their last words, so that headlines and beginnings of sentences can be trusted.
	lastWord := map[string]bool{}
	var found []bool // by wording
	r.wordings = map[string]int32{}
	r.names = make([]name, 0, len(r.tokens)/8+8)
	for i := 0; i < len(r.tokens); {
		n := r.nameAt(i, headline)
		if n.to == 0 {
			i++
			continue
		}
		words := r.words(n.from, n.to)
		id, known := r.wordings[words]
		if !known {
			id = int32(len(r.wordings))
			r.wordings[words] = id
			found = append(found, false)
		}
		n.wording = id
		r.names = append(r.names, n)
		if n.score > 0 {
			found[id] = true
			lastWord[r.tokens[n.to-1].low] = true
		}
		i = n.to
	}
	// What its place makes doubtful counts where it stands in running text, too.
	r.names = slices.DeleteFunc(r.names, func(n name) bool {
		return n.score == 0 && !found[n.wording] && !(n.to == n.from+1 && lastWord[r.tokens[n.from].low])
	})
	r.classify()
	r.number()
	r.findFigures()
}

// number notes in the words of which name they are part.
func (r *reading) number() {
	for i, n := range r.names {
		for k := n.from; k < n.to; k++ {
			r.tokens[k].name = int32(i)
		}
	}
}

func (r *reading) words(from, to int) string {
	if from >= to {
		return ""
	}
	return r.text[r.tokens[from].start:r.tokens[to-1].end]
}

// headlines says of each token whether it stands where most words have capitals.
func (r *reading) headlines() []bool {
	out := make([]bool, len(r.tokens))
	for s := 0; s+1 < len(r.sentences); s++ {
		from, to := r.sentences[s], r.sentences[s+1]
		upper, all := 0, 0
		for i := from; i < to; i++ {
			if len(r.tokens[i].low) > 3 {
				all++
				if r.tokens[i].upper {
					upper++
				}
			}
		}
		// What ends like a sentence, with a stop, is none.
		end := r.tokens[to-1].end
		stops := strings.ContainsAny(r.text[end:min(end+1, len(r.text))], ".!?")
		if all >= 4 && upper*10 >= all*7 && !stops {
			for i := from; i < to; i++ {
				out[i] = true
			}
		}
	}
	return out
}

// nameAt returns the name that begins with token i; its to is 0 where there is none. Its score is 0 where it
// counts only if the document has it elsewhere.
func (r *reading) nameAt(i int, headline []bool) name {
	t := &r.tokens[i]
	if r.known.Names != nil {
		if n, who := r.known.Names.match(r.text, r.tokens, i); n > 0 {
			if x, ok := r.knownName(i, n, who); ok {
				return x
			}
		}
	}
	if r.skipsNames(i) || !t.upper || t.is(isPronoun) || t.class&(isMonth|isWeekday) != 0 && !(r.lexicon.isGiven(r.word(i)) && r.run(i) > i+1) {
		return name{}
	}
	to := r.run(i)
	if r.grammar.code == "de" && !r.germanName(i, to) {
		return name{}
	}
	from := i
	// Words that begin sentences, and titles, are no part of a name.
	for from < to && (r.tokens[from].class&(isOpening|isHonorific|isDemonym) != 0 || r.isTitle(from)) {
		if r.tokens[from].class&(isOpening|isDemonym) != 0 && from > i && !r.isTitle(from-1) && r.tokens[from].class&isDemonym == 0 {
			break
		}
		if r.tokens[from].is(isDemonym) && r.keepsDemonym(from, to) {
			break
		}
		if r.lexicon.places[r.words(from, to)] || r.isAcronym(from) && to == from+1 {
			break
		}
		from++
	}
	if r.grammar.code == fallback {
		from = r.behindOffice(from, to)
	}
	if from == to && !(to == i+1 && r.tokens[i].is(isDemonym) && r.speaksAfter(i)) {
		return name{}
	}
	from = min(from, to-1) // “…,” Cuban said
	if t.first && from == i && to-from > 2 && r.grammar.code == fallback && r.lexicon.isGiven(r.word(from+1)) && !r.lexicon.isGiven(r.word(from)) && t.class&(isOrgStart|isBody) == 0 {
		from++ // "Rival Ana Díaz"
	}
	x := name{from: from, to: to, score: 1}
	if t := &r.tokens[from]; headline[from] || t.first && to == from+1 && !r.speaksFirst(from) && !(t.is(isDemonym) && r.speaksAfter(from)) && !r.lexicon.isGiven(r.word(from)) && !r.lexicon.places[r.word(from)] && !r.isAcronym(from) {
		x.score = 0
	}
	if to-from > longestName && x.typ == "" && r.tokens[to-1].class&isOrgEnd == 0 {
		return name{}
	}
	return x
}

// behindOffice returns where in a run of capitals the name begins that follows an office: "Harbour Board Chairman Ivo Marsch".
// The run begins there where it holds none.
func (r *reading) behindOffice(from, to int) int {
	for k := to - 2; k > from; k-- {
		t := &r.tokens[k]
		if t.class&(isOrgEnd|isBody) != 0 && t.class&(isRole|isHonorific) == 0 {
			return from
		}
		if t.class&(isRole|isHonorific) != 0 || shortTitles[r.word(k)] {
			if r.tokens[to-1].class&(isOrgEnd|isBody|isRole|isPlaceEnd) != 0 || t.class&isOrgEnd != 0 && t.class&isRole == 0 || r.tokens[k+1].gap&^gapStop != 0 {
				return from
			}
			return k + 1
		}
	}
	return from
}

// speaksAfter reports whether token i is the subject of a verb of saying right behind what was said.
func (r *reading) speaksAfter(i int) bool {
	if i+1 >= len(r.tokens) || r.tokens[i].gap&gapMark == 0 || r.tokens[i+1].gap != 0 {
		return false
	}
	c := r.tokens[i+1].entry.cue
	return c != nil && c.kind == "verb" && c.strength == 1 && c.forms&(pastForm|thirdForm) != 0
}

// speaksFirst reports whether the word that begins a sentence is the surname of whoever speaks: a verb of saying follows, and
// the word is none of the language, as far as the lexicon and this article know.
func (r *reading) speaksFirst(i int) bool {
	t := &r.tokens[i]
	if r.grammar.code != fallback || t.entry != noEntry || t.class != 0 || len(t.low) < 3 || strings.HasSuffix(t.low, "s") || strings.HasSuffix(t.low, "ly") || i+1 >= len(r.tokens) || r.tokens[i+1].gap != 0 {
		return false
	}
	c := r.tokens[i+1].entry.cue
	return c != nil && c.kind == "verb" && c.strength == 1 && c.forms&(pastForm|thirdForm) != 0 && !nounVerbs[r.tokens[i+1].low] && !r.inSmall(t.low)
}

// inSmall reports whether the article has a word in small letters.
func (r *reading) inSmall(low string) bool {
	if r.small == nil {
		r.small = map[string]bool{}
		for i := range r.tokens {
			if t := &r.tokens[i]; !t.upper && t.entry == noEntry {
				r.small[t.low] = true
			}
		}
	}
	return r.small[low]
}

// skipsNames reports whether a word is in a part of the page that is no part of the article.
func (r *reading) skipsNames(i int) bool {
	b := r.doc.BlockAt(r.tokens[i].start)
	return b >= 0 && (r.doc.Blocks[b].Kind == annotate.BlockKicker || r.doc.Blocks[b].Kind == annotate.BlockFurniture)
}

func (r *reading) word(i int) string { return r.text[r.tokens[i].start:r.tokens[i].end] }

func (l *Lexicon) isGiven(w string) bool { return l.given[w] != 0 }

// isTitle reports whether token i is a title before a name, in capitals: "President".
func (r *reading) isTitle(i int) bool {
	t := &r.tokens[i]
	return t.upper && (t.class&(isTitle|isHonorific) != 0 || r.word(i) != "St" && strings.HasPrefix(r.text[t.end:], ". ") && shortTitles[r.word(i)])
}

// keepsDemonym reports whether "European" is part of the name that it begins: "European Union".
func (r *reading) keepsDemonym(from, to int) bool {
	if from+1 >= to {
		return false
	}
	if r.tokens[from+1].class&(isTitle|isRole) != 0 {
		return false
	}
	return r.tokens[to-1].class&(isOrgEnd|isBody) != 0
}

// isAcronym reports whether a word is all capitals: TASS, NATO.
func (r *reading) isAcronym(i int) bool {
	n := 0
	for _, c := range r.word(i) {
		if !unicode.IsUpper(c) && c != '.' && !unicode.IsDigit(c) {
			return false
		}
		if unicode.IsUpper(c) {
			n++
		}
	}
	return n >= 2
}

// longestRun is how many words of a run of capitals are looked at: more than any name has, and no work for a text without an end.
const longestRun = 60

// run returns the end of the run of words with capitals that begins at token i, with the particles within it.
func (r *reading) run(i int) int {
	to := i + 1
	for to < min(len(r.tokens), i+longestRun) {
		t := &r.tokens[to]
		if t.gap != 0 && !r.joinsName(to) {
			break
		}
		if t.first && t.gap&gapStop != 0 && !r.joinsName(to) {
			break
		}
		switch {
		case t.upper && t.class&(isMonth|isWeekday) == 0 && !t.is(isPronoun):
			to++
			continue
		case t.gap == gapHyphen && to > i+1 && r.grammar.code == fallback && t.entry == noEntry && len(t.low) < 6 && r.tokens[to-1].upper && r.tokens[to-1].gap == 0 && r.tokens[to-1].entry == noEntry && r.closesName(to+1):
			to++ // "Park Geun-hye"
			continue
		case to+1 < len(r.tokens) && r.tokens[to+1].upper && r.tokens[to+1].gap == 0 && r.tokens[to+1].class&(isMonth|isWeekday|isPronoun) == 0:
			low := r.word(to)
			if nameParticles[low] || (low == "of" || low == "for" || low == "and" && r.orgBefore(i, to)) && (r.tokens[to-1].class&(isOrgEnd|isOrgStart) != 0) {
				to += 2
				continue
			}
		}
		if to+2 < len(r.tokens) && r.word(to) == "of" && r.word(to+1) == "the" && r.tokens[to+2].upper && r.tokens[to-1].class&isOrgStart != 0 {
			to += 3
			continue
		}
		break
	}
	return to
}

// closesName reports whether a name may end before token i: a gap, a verb or a small word of grammar follows, not a noun.
func (r *reading) closesName(i int) bool {
	if i >= len(r.tokens) || r.tokens[i].gap != 0 {
		return true
	}
	t := &r.tokens[i]
	return t.entry.cue != nil && t.entry.cue.kind == "verb" || t.class&(isVerb|isBe|isAuxiliary|isModal|isPreposition|isConjunction|isWho|isAdverb) != 0
}

func (r *reading) orgBefore(i, to int) bool {
	for k := i; k < to; k++ {
		if r.tokens[k].class&(isOrgStart|isOrgEnd) != 0 {
			return true
		}
	}
	return false
}

var nameParticles = set("de da do dos des del della der den di du van von ten ter la le el al bin ibn y af zu zur")

// joinsName reports whether what stands before token i keeps a name together: nothing but a hyphen, the full
// stop of an initial or a short title.
func (r *reading) joinsName(i int) bool {
	t := &r.tokens[i]
	between := r.text[r.tokens[i-1].end:t.start]
	prev := r.word(i - 1)
	switch between {
	case "-", "’", "'":
		return true
	case ". ", ".\u00a0", ".", " ", "\u00a0":
		return utf8.RuneCountInString(prev) == 1 || r.tokens[i-1].class&isHonorific != 0 || shortTitles[prev] || between == " " || between == "\u00a0"
	case " & ":
		return true
	}
	return false
}

var shortTitles = set("Mr Mrs Ms Dr Prof Gov Sen Rep Gen Col Capt Lt Sgt Sr Sra St Rev Messrs Govs Sens Reps Gens Adm Amb Atty Cmdr Cpl Det Fr Hon Insp Maj Pres Supt")

// germanName reports whether a run of capitals, which German has for all nouns, is a name: it holds a
// given name, a place or an acronym, or follows a title.
func (r *reading) germanName(i, to int) bool {
	if i > 0 && r.tokens[i-1].class&(isTitle|isHonorific|isRole) != 0 && r.tokens[i].gap == 0 && r.tokens[i].class&isOrgEnd == 0 {
		return true
	}
	if c := r.before(i); c != nil && to > i+1 && c.kind == "verb" && c.strength == 1 {
		return true // "sagte Ivo Marsch"
	}
	for k := i; k < to; k++ {
		w := r.word(k)
		if r.lexicon.isGiven(w) && to > i+1 || r.lexicon.places[w] || r.isAcronym(k) || r.tokens[k].class&(isTitle|isHonorific) != 0 && k+1 < to {
			return true
		}
	}
	return false
}

// before returns the cue that the word before token i is, or nil.
func (r *reading) before(i int) *cueEntry {
	if i == 0 || r.tokens[i].gap != 0 {
		return nil
	}
	return r.tokens[i-1].entry.cue
}

// knownName makes a name of words that the project knows.
func (r *reading) knownName(i, n int, who []named) (name, bool) {
	best := who[0]
	for _, w := range who[1:] {
		if w.main && !best.main {
			best = w
		}
	}
	typ := r.mentionType(best.entity.Type)
	if typ == "" {
		return name{}, false
	}
	if t := &r.tokens[i]; n == 1 && (!t.upper || t.first && t.is(isOpening)) && len(t.low) < 4 {
		return name{}, false
	}
	// A longer run of capitals is somebody else: "Ana Díaz" is not the Ana of the project.
	if to := r.run(i); to > i+n && typ == "person" && r.tokens[i+n].upper {
		return name{}, false
	}
	score := 1.0
	why := fmt.Sprintf("%s is an entity of the project", best.entity.Name)
	if len(who) > 1 && !best.main {
		why = fmt.Sprintf("it is a name of %s, and of others", best.entity.Name)
		score = 0.7
	}
	return name{from: i, to: i + n, typ: typ, score: score, why: why, figure: r.figureOf(best.entity)}, true
}

// figureOf returns the figure of an entity that the project has.
func (r *reading) figureOf(e *annotate.Entity) *figure {
	key := "\x00" + string(e.ID)
	if f := r.byName[key]; f != nil {
		return f
	}
	f := &figure{typ: e.Type, entity: e, known: true, gender: r.genderOf(e.Name)}
	f.call(e.Name)
	r.byName[key] = f
	r.people = append(r.people, f)
	return f
}

// call gives a figure its name.
func (f *figure) call(name string) {
	f.name, f.parts = name, strings.Fields(strings.ToLower(name))
}

// mentionType returns the mention type whose mentions may refer to entities of a type.
func (r *reading) mentionType(entity string) string {
	if t := r.known.Schema.Type(entity); t != nil && t.Kind == annotate.KindMention {
		return entity
	}
	for _, t := range r.known.Schema.OfKind(annotate.KindMention) {
		if slices.Contains(t.Entities, entity) {
			return t.Key
		}
	}
	return ""
}

// classify says of each name what it names, by its words and those around it.
func (r *reading) classify() {
	for i := range r.names {
		n := &r.names[i]
		if n.typ == "" {
			n.typ, n.score, n.why = r.typeOf(n)
		}
	}
	r.agree()
	r.names = slices.DeleteFunc(r.names, func(n name) bool { return n.typ == "" || n.score < leastScore })
}

// typeOf guesses what a name names; "" where nothing tells.
func (r *reading) typeOf(n *name) (typ string, score float64, why string) {
	words := r.words(n.from, n.to)
	first, last := r.word(n.from), &r.tokens[n.to-1]
	if r.lexicon.places[words] {
		return "place", 0.9, "it is a country, state or city of the lexicon"
	}
	var before *token
	if n.from > 0 && r.tokens[n.from].gap&^gapStop == 0 && (r.tokens[n.from].gap == 0 || shortTitles[r.word(n.from-1)]) {
		before = &r.tokens[n.from-1]
	}
	several := n.to > n.from+1
	switch {
	case r.isDateline(n):
		return "place", 0.75, "it stands in capitals before the news, as the place does that they come from"
	case last.class&isOrgEnd != 0 && several && !r.lexicon.isGiven(first):
		return "org", 0.9, "“" + r.word(n.to-1) + "” ends the names of organisations"
	case several && r.tokens[n.from].class&isOrgStart != 0 && r.hasWord(n, "of", "for"):
		return "org", 0.9, fmt.Sprintf("“%s of” begins the names of organisations", first)
	case before != nil && before.class&isHonorific != 0, before != nil && before.class&isTitle != 0 && before.class&isHonorific == 0 && before.upper && !r.titleOnly(n):
		return "person", 0.95, "“" + r.word(n.from-1) + "” stands before it"
	case several && last.class&isPlaceEnd != 0:
		return "place", 0.85, "“" + r.word(n.to-1) + "” ends the names of places"
	case several && r.tokens[n.from].class&isPlaceStart != 0:
		return "place", 0.85, "“" + first + "” begins the names of places"
	case r.lexicon.isGiven(first) && several:
		return "person", 0.95, "“" + first + "” is a given name"
	case before != nil && before.class&isRole != 0:
		return "person", 0.9, "“" + r.word(n.from-1) + "” stands before it"
	case !several && r.isAcronym(n.from):
		return "org", 0.75, "it is all capitals"
	case n.from > 0 && r.tokens[n.from].gap == gapComma && r.tokens[n.from-1].class&(isRole|isKin) != 0 && n.to < len(r.tokens) && r.tokens[n.to].gap&(gapComma|gapStop) != 0:
		return "person", 0.85, "“" + r.word(n.from-1) + "” stands before it, and commas around it"
	case r.appositionRole(n):
		return "person", 0.85, "an office or trade stands after it"
	case !several && last.class&(isOrgEnd|isBody) != 0 && (before != nil && before.class&isArticle != 0 || !last.first):
		return "org", 0.7, "“" + words + "” with a capital"
	case before != nil && before.class&isPlaceBefore != 0 && !several:
		return "place", 0.6, "“" + r.word(n.from-1) + "” stands before it"
	case before != nil && before.class&isPlaceBefore != 0 && before.low != "to" && before.low != "from" && before.low != "into":
		return "place", 0.6, "“" + r.word(n.from-1) + "” stands before it"
	case several && r.saysNear(n):
		return "person", 0.75, "it speaks, and has two names"
	case several && n.to-n.from <= 4 && r.grammar.code == fallback && r.saysAside(n):
		return "person", 0.7, "it speaks, and has two names"
	case !several && r.saysNear(n) && !last.first && n.to < len(r.tokens) && last.gap&gapLine == 0 && last.class == 0,
		!several && last.first && r.speaksFirst(n.from), !several && last.is(isDemonym) && r.speaksAfter(n.from):
		return "person", 0.6, "it speaks"
	case n.to-n.from == 2 && r.allLetters(n) && r.actsNear(n) && !r.precededBy(n, "the", "a", "an"):
		return "person", 0.65, "it acts, and has two names"
	case n.to-n.from == 2 && !r.precededBy(n, "the", "a", "an") && r.allLetters(n) && !nameParticles[strings.ToLower(first)]:
		return "person", 0.45, "it looks like a given name and a surname"
	case before != nil && before.low == "the":
		return "org", 0.5, "“the” stands before it"
	}
	return "", 0, ""
}

// shortestDateline is how many letters a place has at least that is told from an acronym, and longestDateline how many words stand
// at most before the news.
const shortestDateline, longestDateline = 4, 10

// isDateline reports whether a name in capitals begins a paragraph as the place does that the news comes from: "OSLO — The",
// "NEW YORK, May 12 (Agency) - The".
func (r *reading) isDateline(n *name) bool {
	t := &r.tokens[n.from]
	if t.start > 0 && r.text[t.start-1] != '\n' || n.to-n.from > 3 || r.lexicon.short[r.words(n.from, n.to)] != "" {
		return false
	}
	letters := 0
	for i := n.from; i < n.to; i++ {
		if !r.isAcronym(i) || strings.ContainsRune(r.word(i), '.') {
			return false
		}
		letters += utf8.RuneCountInString(r.word(i))
	}
	if letters < shortestDateline {
		return false
	}
	for k := n.to; k < min(len(r.tokens), n.from+longestDateline); k++ {
		t := &r.tokens[k]
		switch {
		case t.gap&gapLine != 0:
			return false
		case t.gap&gapDash != 0 || k == n.to && t.gap&gapStop != 0:
			return t.upper
		case !t.upper && t.gap&gapBracket == 0 && !isNumber(t.low), k == n.to && t.gap&(gapComma|gapBracket) == 0:
			return false
		}
	}
	return false
}

// inSmall is a name in capitals as it is written elsewhere: "New York".
func inSmall(words string) string {
	var b strings.Builder
	begins := true
	for _, c := range words {
		if !begins {
			c = unicode.ToLower(c)
		}
		b.WriteRune(c)
		begins = !unicode.IsLetter(c) && c != '\'' && c != '’'
	}
	return b.String()
}

func (r *reading) hasWord(n *name, words ...string) bool {
	for i := n.from; i < n.to; i++ {
		if slices.Contains(words, r.tokens[i].low) {
			return true
		}
	}
	return false
}

func (r *reading) allLetters(n *name) bool {
	for i := n.from; i < n.to; i++ {
		if r.isAcronym(i) && len(r.tokens[i].low) > 2 || r.tokens[i].class&(isBody|isOrgEnd|isRole|isDemonym|isOpening|isAdverb) != 0 {
			return false
		}
	}
	return true
}

func (r *reading) precededBy(n *name, words ...string) bool {
	return n.from > 0 && slices.Contains(words, r.tokens[n.from-1].low)
}

// titleOnly reports whether a name is rather the rest of a title: "Foreign Minister".
func (r *reading) titleOnly(n *name) bool {
	for i := n.from; i < n.to; i++ {
		if r.tokens[i].class&(isTitle|isRole|isBody|isOrgEnd) == 0 {
			return false
		}
	}
	return true
}

// appositionRole reports whether a role follows the name after a comma: "Ana Díaz, the mayor of".
func (r *reading) appositionRole(n *name) bool {
	if n.to >= len(r.tokens) || r.tokens[n.to].gap&gapComma == 0 {
		return false
	}
	for i := n.to; i < min(n.to+5, len(r.tokens)); i++ {
		t := &r.tokens[i]
		if i > n.to && t.gap != 0 && t.gap != gapHyphen && t.gap != gapPossessive || t.class&(isPreposition|isWho|isVerb) != 0 {
			return false
		}
		if t.class&(isRole|isKin) != 0 {
			return true
		}
		// A number after the comma is an age.
		if i == n.to && isAge(r.word(i)) {
			return true
		}
	}
	return false
}

func isAge(w string) bool {
	return len(w) == 2 && w[0] >= '1' && w[0] <= '9' && w[1] >= '0' && w[1] <= '9'
}

// saysNear reports whether a verb of saying stands beside a name.
func (r *reading) saysNear(n *name) bool {
	if n.from > 0 && r.tokens[n.from].gap == 0 {
		e := r.tokens[n.from-1].entry
		if e.cue != nil && (e.cue.kind == "verb" && e.cue.strength == 1 || e.cue.class == "prep") {
			return true
		}
		if n.from > 1 && r.tokens[n.from-1].low == "to" && r.tokens[n.from-2].low == "according" {
			return true
		}
	}
	i := n.to
	for i < len(r.tokens) && i < n.to+3 && r.tokens[i].gap == 0 && r.tokens[i].class&(isAuxiliary|isAdverb|isNegation) != 0 {
		i++
	}
	if i >= len(r.tokens) || r.tokens[i].gap != 0 {
		return false
	}
	c := r.tokens[i].entry.cue
	return c != nil && c.kind == "verb" && c.strength == 1
}

// saysAside reports whether a verb of saying follows what commas or brackets set off behind a name: "Ivo Marsch, of Lund, said".
func (r *reading) saysAside(n *name) bool {
	for i := n.from - 1; i > 0 && i > n.from-5 && r.tokens[i+1].gap == 0; i-- {
		t := &r.tokens[i]
		if c := t.entry.cue; c != nil && c.kind == "verb" && c.strength == 1 && i < n.from-1 {
			return c.forms&(pastForm|thirdForm) != 0 && t.gap&(gapMark|gapComma) != 0 // “…,” said party boss Ivo Marsch
		}
		if t.class&(isPreposition|isArticle|isVerb|isBe|isModal|isConjunction|isPronoun) != 0 {
			break
		}
	}
	if n.to >= len(r.tokens) || r.tokens[n.to].gap&(gapComma|gapBracket) == 0 || r.tokens[n.to].gap&(gapLine|gapSemicolon) != 0 {
		return false
	}
	for i := n.to + 1; i < min(len(r.tokens), n.to+24); i++ {
		t := &r.tokens[i]
		if t.gap&(gapLine|gapSemicolon|gapColon) != 0 || t.first && !r.joinsName(i) {
			return false
		}
		if c := t.entry.cue; t.gap&(gapComma|gapBracket) != 0 && c != nil && c.kind == "verb" && c.strength == 1 {
			return c.forms&(pastForm|thirdForm) != 0 && !nounVerbs[t.low]
		}
	}
	return false
}

// actsNear reports whether a verb that people are the subject of follows a name.
func (r *reading) actsNear(n *name) bool {
	i := n.to
	for i < len(r.tokens) && i < n.to+3 && r.tokens[i].gap == 0 && r.tokens[i].class&(isAuxiliary|isAdverb|isNegation|isModal) != 0 {
		i++
	}
	if i >= len(r.tokens) || r.tokens[i].gap != 0 || r.tokens[i].upper {
		return false
	}
	e := r.tokens[i].entry
	if e.cue != nil && e.cue.kind == "verb" && (e.cue.forms&(pastForm|thirdForm) != 0 || i > n.to) {
		return true
	}
	return slices.ContainsFunc(e.trigger, func(x trigger) bool { return !x.noun && (x.forms&(pastForm|thirdForm) != 0 || i > n.to) })
}

// agree gives all names of the same words, and surnames, one type: what most sure names say.
func (r *reading) agree() {
	types := [...]string{"person", "org", "place"}
	votes := make([][len(types)]float64, len(r.wordings))
	surnames := map[string]bool{}
	for i := range r.names {
		n := &r.names[i]
		if n.typ == "" || n.figure != nil {
			continue
		}
		if k := slices.Index(types[:], n.typ); k >= 0 {
			votes[n.wording][k] += n.score * n.score
		}
		if n.typ == "person" && n.to > n.from+1 && n.score >= 0.5 {
			surnames[r.word(n.to-1)] = true
		}
	}
	alone := map[string]bool{}
	for _, n := range r.names {
		if n.to == n.from+1 {
			alone[r.word(n.from)] = true
		}
	}
	for i := range r.names {
		n := &r.names[i]
		if n.figure != nil {
			continue
		}
		w := r.words(n.from, n.to)
		if last := r.word(n.to - 1); n.typ == "person" && n.score < leastScore && n.to > n.from+1 && alone[last] && !r.lexicon.places[last] {
			n.score, n.why = 0.75, "its second word stands alone elsewhere, as surnames do"
		}
		if n.to == n.from+1 && surnames[w] && (!r.lexicon.places[w] || n.from == 0 || r.tokens[n.from-1].class&isPlaceBefore == 0) {
			n.typ, n.score, n.why = "person", max(n.score, 0.9), "it is a surname in this article"
			continue
		}
		best, most := n.typ, 0.0
		if k := slices.Index(types[:], n.typ); n.score < leastScore && k >= 0 && votes[n.wording][k] > 0.3 {
			n.score, n.why = 0.7, "the article uses it as such elsewhere"
		}
		for k, typ := range types {
			if v := votes[n.wording][k]; v > most {
				best, most = typ, v
			}
		}
		if best != n.typ {
			if n.typ == "" {
				n.score, n.why = 0.7, "the article uses it as such elsewhere"
			}
			n.typ = best
		}
	}
}

// findFigures says whom each name means: the same words, a surname, an acronym.
func (r *reading) findFigures() {
	var acronyms []int
	type called struct {
		typ     string
		wording int32
	}
	keys := map[called]string{}
	for i := range r.names {
		n := &r.names[i]
		if n.figure != nil {
			n.figure.names = append(n.figure.names, i)
			continue
		}
		w := r.words(n.from, n.to)
		key, ok := keys[called{n.typ, n.wording}]
		if !ok {
			full := w
			if long := r.lexicon.short[w]; long != "" {
				full = long // "U.S." and "United States" are one
			}
			key = n.typ + "\x00" + strings.ToLower(full)
			keys[called{n.typ, n.wording}] = key
		}
		f := r.byName[key]
		if f == nil && n.to == n.from+1 && n.typ == "org" && r.isAcronym(n.from) {
			f = r.expansion(i)
			if f == nil {
				acronyms = append(acronyms, i)
			}
		}
		if f == nil && n.typ == "person" {
			f = r.sameperson(n)
		}
		if f == nil && n.typ == "org" {
			f = r.longerOrg(n)
		}
		if f == nil {
			f = &figure{typ: n.typ}
			f.call(w)
			if n.typ == "place" && r.isDateline(n) {
				f.call(inSmall(w))
				w = f.name
			}
			r.people = append(r.people, f)
		}
		if w != f.name && !slices.Contains(f.other, w) {
			if len(w) > len(f.name) && !f.known {
				f.other = append(f.other, f.name)
				f.call(w)
			} else {
				f.other = append(f.other, w)
			}
		}
		if f.gender == 0 && n.typ == "person" {
			f.gender = r.genderOf(w)
		}
		if f.gender == 0 && n.from > 0 {
			switch r.tokens[n.from-1].low {
			case "mr", "sir", "lord", "herr", "m", "sr", "spokesman", "chairman", "king", "prince", "father", "congressman":
				f.gender = 'm'
			case "mrs", "ms", "miss", "lady", "dame", "frau", "mme", "sra", "spokeswoman", "chairwoman", "queen", "princess", "mother", "congresswoman":
				f.gender = 'f'
			}
		}
		if r.byName[key] != f {
			r.byName[key] = f
		}
		n.figure = f
		f.names = append(f.names, i)
		r.addRole(f, n)
	}
	// An acronym may come before its expansion: “NPA (Nordvest Press Agency)”.
	for _, i := range acronyms {
		n := &r.names[i]
		if f := r.expansion(i); f != nil && f != n.figure {
			r.unite(f, n.figure)
		}
	}
}

// unite makes two figures one.
func (r *reading) unite(f, gone *figure) {
	for _, i := range gone.names {
		r.names[i].figure = f
	}
	f.names = append(f.names, gone.names...)
	slices.Sort(f.names)
	if !slices.Contains(f.other, gone.name) {
		f.other = append(f.other, gone.name)
	}
	for k, x := range r.byName {
		if x == gone {
			r.byName[k] = f
		}
	}
	r.people = slices.DeleteFunc(r.people, func(x *figure) bool { return x == gone })
}

func (r *reading) genderOf(name string) byte {
	first, _, _ := strings.Cut(name, " ")
	if g := r.lexicon.given[first]; g != 'x' {
		return g
	}
	return 0
}

// sameperson returns the person whose surname, or name without its middle, n is. The last one named counts.
func (r *reading) sameperson(n *name) *figure {
	last := r.tokens[n.to-1].low
	single := n.to == n.from+1
	for i := len(r.people) - 1; i >= 0; i-- {
		f := r.people[i]
		if f.typ != "person" {
			continue
		}
		parts := f.parts
		if len(parts) == 0 {
			continue
		}
		switch {
		case single && len(parts) > 1 && (parts[len(parts)-1] == last || parts[0] == last && f.gender != 0):
			return f
		case single && len(parts) == 1 && parts[0] == last:
			return f
		case !single && len(parts) == 1 && parts[0] == last && !f.known:
			return f
		case !single && len(parts) > 1 && parts[len(parts)-1] == last && parts[0] == r.tokens[n.from].low:
			return f
		}
	}
	return nil
}

// longerOrg returns the organisation whose name begins or ends with the words of n: "the Bank" is none, but
// "Sundfjord" of "Sundfjord Ferries" may be.
func (r *reading) longerOrg(n *name) *figure {
	if n.to == n.from+1 && r.tokens[n.from].class&(isBody|isOrgEnd) == 0 {
		return nil
	}
	w := strings.ToLower(r.words(n.from, n.to))
	for i := len(r.people) - 1; i >= 0; i-- {
		f := r.people[i]
		low := strings.ToLower(f.name)
		if f.typ == "org" && (strings.HasSuffix(low, " "+w) || strings.HasPrefix(low, w+" ")) {
			return f
		}
	}
	return nil
}

// expansion returns the organisation whose initials an acronym is.
func (r *reading) expansion(i int) *figure {
	want := strings.ToLower(strings.ReplaceAll(r.word(r.names[i].from), ".", ""))
	for _, f := range r.people {
		if f.typ != "org" {
			continue
		}
		var initials strings.Builder
		for _, w := range strings.FieldsFunc(f.name, func(c rune) bool { return unicode.IsSpace(c) || c == '-' }) {
			if c, _ := utf8.DecodeRuneInString(w); unicode.IsUpper(c) {
				initials.WriteRune(unicode.ToLower(c))
			}
		}
		if len(want) >= 2 && initials.String() == want {
			return f
		}
	}
	return nil
}

// addRole notes the office that stands beside a name, so that "the spokesman" may mean this person.
func (r *reading) addRole(f *figure, n *name) {
	if f.typ != "person" {
		return
	}
	for _, s := range r.rolesBeside(n) {
		if role := r.tokens[s[1]-1].low; !slices.Contains(f.roles, role) {
			f.roles = append(f.roles, role)
		}
	}
}

// rolesBeside returns the offices before and, after a comma, behind a name, as ranges of tokens.
func (r *reading) rolesBeside(n *name) (out [][2]int) {
	to := n.from
	for to > 0 && r.tokens[to-1].class&isHonorific != 0 && r.tokens[to-1].class&(isTitle|isRole) == 0 && (r.tokens[to].gap == 0 || r.tokens[to].gap == gapStop) {
		to--
	}
	from := to
	for from > 0 && (from == n.from || r.tokens[from].gap == 0 || r.tokens[from].gap == gapHyphen) && r.tokens[from-1].name < 0 &&
		(r.tokens[from-1].class&(isRole|isTitle) != 0 || r.tokens[from-1].gap == 0 && from < to && r.word(from-1) == "Prime") {
		if from == n.from && r.tokens[from].gap != 0 && !(r.tokens[from].gap == gapComma && r.tokens[from-1].class&(isRole|isTitle) != 0) {
			break
		}
		from--
	}
	if from < to && r.tokens[to-1].class&(isRole|isTitle) != 0 {
		out = append(out, [2]int{from, to})
	}
	if r.appositionRole(n) {
		for i := n.to; i < min(n.to+6, len(r.tokens)); i++ {
			if r.tokens[i].is(isRole) {
				from := i
				for from > n.to && r.tokens[from].gap == 0 && r.tokens[from-1].class&isTitle != 0 && r.tokens[from-1].name < 0 {
					from--
				}
				to := i + 1
				for to < len(r.tokens) && r.tokens[to].gap == 0 && r.tokens[to].is(isRole) {
					to++
				}
				out = append(out, [2]int{from, to})
				break
			}
		}
	}
	return out
}
