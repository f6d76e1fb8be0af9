package propose

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// between is what stands between a word and the one before it, as bits.
type between uint16

const (
	gapComma between = 1 << iota
	gapStop          // . ! ? …
	gapColon
	gapSemicolon
	gapDash
	gapBracket
	gapMark   // a quotation mark
	gapLine   // the end of a line
	gapHyphen // a hyphen and nothing else
	gapPossessive
	gapOther
)

// gapStrong parts clauses.
const gapStrong = gapStop | gapColon | gapSemicolon | gapDash | gapBracket | gapLine | gapMark

// token is a word of the text.
type token struct {
	start, end int
	low        string
	entry      *entry // nil for a word that the lexicon does not have
	class      class
	gap        between // what stands before it
	upper      bool    // begins with a capital
	first      bool    // the first word of a sentence
	quotation  int32   // the innermost quotation around it, -1 for none
	name       int32   // the name it is part of, -1 for none
}

func (t *token) is(c class) bool { return t.class&c != 0 }

func (t *token) folded(text string) string {
	if t.end-t.start == len(t.low) {
		for i := 0; i < len(t.low); i++ {
			if t.low[i] >= utf8.RuneSelf {
				return foldWord(text[t.start:t.end])
			}
		}
		return t.low
	}
	return foldWord(text[t.start:t.end])
}

var noEntry = &entry{}

// reading is a document as the rules see it.
type reading struct {
	lexicon *Lexicon
	grammar *language
	known   Known
	doc     *annotate.Document
	text    string
	tab     *offset.Table

	tokens     []token
	sentences  []int // the first token of each sentence, and the number of tokens
	quotations []Quotation
	inside     [][2]int // the tokens within each quotation
	around     []int32  // the quotation around each, -1 for none

	names    []name
	wordings map[string]int32 // words of names → their number
	small    map[string]bool  // words that the article has in small letters and the lexicon has not; nil until asked for
	people   []*figure
	byName   map[string]*figure
	quotes   []quote
	spoken   []bool        // quotations that are part of a quote
	voices   map[int32]int // quotation → the name of whoever says it
	persons  []int         // proper names of persons, in the order of the text
	out      Proposals
	produced []int32               // by a hash of the hull of their words: 1 + the index of the last annotation made with that hash
	prior    []int32               // of each annotation the one made with its hash before it, likewise
	stock    []annotate.Annotation // memory for what is made
	room     []annotate.Span
	who      annotate.AnnotatorID
}

// read takes a text to words, sentences and quotations.
func read(l *Lexicon, who annotate.AnnotatorID, doc *annotate.Document, known Known) *reading {
	r := &reading{
		lexicon: l, grammar: l.language(doc.Language), known: known, doc: doc, text: doc.Text, tab: doc.Offsets(), who: who,
		byName: map[string]*figure{},
	}
	r.quotations = l.Marks.Quotations(doc.Text)
	r.quotations = append(r.quotations, r.dialogue()...)
	slices.SortFunc(r.quotations, func(a, b Quotation) int {
		if a.Outer.Start != b.Outer.Start {
			return a.Outer.Start - b.Outer.Start
		}
		return b.Outer.End - a.Outer.End
	})
	r.tokenise()
	r.place()
	return r
}

func (r *reading) tokenise() {
	text := r.text
	blanks := strings.Count(text, " ") + strings.Count(text, "\n")
	r.tokens = make([]token, 0, blanks+blanks/16+len(text)/64+16)
	from, nextSentence := 0, 0
	var small strings.Builder // words that stand in capitals, in small letters
	for start, end := range r.tab.Words(0, len(text)) {
		t := token{start: start, end: end, quotation: -1, name: -1, entry: noEntry}
		word := text[start:end]
		if isDigit(word[0]) && r.numbersItem(start, end) {
			continue
		}
		t.low, t.upper = lowered(word, &small)
		if e := r.grammar.words[t.low]; e != nil && !(t.upper && len(word) > 1 && strings.ToUpper(word) == word && e.class&(isDemonym|isMonth|isOrgEnd) == 0) {
			t.entry, t.class = e, e.class
		}
		t.gap = gapOf(text[from:start])
		if t.entry == noEntry && end-start > 2 && (strings.IndexByte(word, '\'') >= 0 || strings.Contains(word, "’")) {
			t.class = r.grammar.contraction(t.low)
		}
		if n := len(r.tokens); n > 0 && t.gap != 0 {
			prev := &r.tokens[n-1]
			switch {
			case t.gap&gapPossessive != 0 && prev.is(isSubject) && r.grammar.code == fallback:
				// "it’s", "there’s"
				prev.class |= isClause
				t.gap &^= gapPossessive
			case t.gap == gapStop && t.upper && shortTitles[text[prev.start:prev.end]] && start < nextSentence:
				t.gap = 0 // "Gov. Díaz"
			}
		}
		if start >= nextSentence {
			t.first = true
			r.sentences = append(r.sentences, len(r.tokens))
			nextSentence = r.tab.NextSentence(start)
		}
		r.tokens = append(r.tokens, t)
		from = end
	}
	r.sentences = append(r.sentences, len(r.tokens))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// numbersItem reports whether a word is the number of an item of a list: nobody says it.
func (r *reading) numbersItem(start, end int) bool {
	if end == len(r.text) || r.text[end] != '.' && r.text[end] != ')' {
		return false
	}
	for i := start; i < end; i++ {
		if !isDigit(r.text[i]) {
			return false
		}
	}
	b := r.doc.BlockAt(start)
	return b >= 0 && r.doc.Blocks[b].Kind == annotate.BlockList && r.doc.Blocks[b].Span.Start == start
}

// lowered returns a word in small letters, and whether it begins with a capital. Most words are small as they stand; room is
// for those that are not.
func lowered(word string, room *strings.Builder) (string, bool) {
	capital := false
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf {
			return strings.ToLower(word), upperFirst(word)
		}
		capital = capital || c >= 'A' && c <= 'Z'
	}
	if !capital {
		return word, false
	}
	const page = 4 << 10
	if room.Cap()-room.Len() < len(word) {
		*room = strings.Builder{}
		room.Grow(max(page, len(word)))
	}
	start := room.Len()
	for i := range len(word) {
		c := word[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		room.WriteByte(c)
	}
	return room.String()[start:], word[0] >= 'A' && word[0] <= 'Z'
}

// contraction returns the class of a word that has swallowed another: didn’t, they’re, I’d.
func (g *language) contraction(low string) class {
	if g.code != fallback {
		return 0
	}
	low = strings.ReplaceAll(low, "’", "'")
	if base, ok := strings.CutSuffix(low, "n't"); ok {
		switch base {
		case "ca":
			base = "can"
		case "wo":
			base = "will"
		}
		if e := g.words[base]; e != nil {
			return e.class | isNegation
		}
		return 0
	}
	base, verb, _ := strings.Cut(low, "'")
	switch verb {
	case "re", "ve", "ll", "d", "m":
		if e := g.words[base]; e != nil && e.class&isSubject != 0 {
			return e.class | isClause
		}
	}
	return 0
}

// gapOf says what stands between two words.
func gapOf(s string) between {
	switch s {
	case " ":
		return 0
	case ":":
		return gapOther // 9:42
	}
	var g between
	for i, c := range s {
		switch c {
		case ' ', '\t', '\u00a0', '\u202f':
		case '\n':
			g |= gapLine
		case ',', '،', '，', '、':
			g |= gapComma
		case '.', '!', '?', '…', '。', '！', '？':
			g |= gapStop
		case ':', '：':
			g |= gapColon
		case ';', '；':
			g |= gapSemicolon
		case '—', '–', '―':
			g |= gapDash
		case '-':
			switch {
			case s == "-":
				g |= gapHyphen
			case strings.HasPrefix(s[i:], "- ") || strings.HasPrefix(s[i:], "--"):
				g |= gapDash
			}
		case '(', ')', '[', ']', '{', '}':
			g |= gapBracket
		case '\'', '’':
			if rest := s[i+utf8.RuneLen(c):]; i == 0 && (strings.HasPrefix(rest, "s") || rest == "" || rest[0] == ' ') {
				g |= gapPossessive
			} else {
				g |= gapMark
			}
		case '"', '“', '”', '„', '«', '»', '‘', '‚', '‹', '›', '「', '」', '『', '』':
			g |= gapMark
		case 's', 'S':
			if g&gapPossessive == 0 {
				g |= gapOther
			}
		default:
			g |= gapOther
		}
	}
	return g
}

// place says of each word in which quotation it is, and of each quotation which is around it.
func (r *reading) place() {
	r.inside = make([][2]int, len(r.quotations))
	r.around = make([]int32, len(r.quotations))
	r.spoken = make([]bool, len(r.quotations))
	var open []int
	next := 0
	for i := range r.tokens {
		t := &r.tokens[i]
		for len(open) > 0 && r.quotations[open[len(open)-1]].Outer.End <= t.start {
			q := open[len(open)-1]
			r.inside[q][1] = i
			open = open[:len(open)-1]
		}
		for next < len(r.quotations) && r.quotations[next].Outer.Start <= t.start {
			if r.quotations[next].Outer.End > t.start {
				r.around[next] = -1
				if len(open) > 0 {
					r.around[next] = int32(open[len(open)-1])
				}
				r.inside[next] = [2]int{i, i}
				open = append(open, next)
			} else {
				r.inside[next] = [2]int{i, i} // it has no words
				r.around[next] = -1
			}
			next++
		}
		if len(open) > 0 {
			t.quotation = int32(open[len(open)-1])
		}
	}
	for _, q := range open {
		r.inside[q][1] = len(r.tokens)
	}
}

// dialogue returns the turns that begin with a dash at the start of a line, as in French, Spanish and
// Russian: each a quotation from after the dash to where a reporting clause or the line ends. Only texts
// that have several are in this style.
func (r *reading) dialogue() []Quotation {
	if len(r.text) < 3 || !strings.ContainsAny(r.text, "—–―") {
		return nil
	}
	if r.grammar.code == fallback && len(r.quotations) > 0 {
		return nil // English that has marks sets lists with dashes, not speech
	}
	var turns []annotate.Span
	for start, end := range offset.Paragraphs(r.text) {
		line := r.text[start:end]
		body := strings.TrimLeft(line, " \t\u00a0\u202f")
		at := start + len(line) - len(body)
		if dash, size := utf8.DecodeRuneInString(body); isDash(dash) {
			rest := strings.TrimLeft(body[size:], " \t\u00a0\u202f")
			first, _ := utf8.DecodeRuneInString(rest)
			if rest != "" && (unicode.IsUpper(first) || strings.ContainsRune("¿¡…", first)) {
				turns = append(turns, annotate.Span{Start: at, End: start + len(strings.TrimRightFunc(line, unicode.IsSpace))})
			}
		}
	}
	if len(turns) < 2 {
		return nil
	}
	var out []Quotation
	for _, t := range turns {
		out = append(out, r.turn(t)...)
	}
	return out
}

func isDash(r rune) bool { return r == '—' || r == '–' || r == '―' }

// turn cuts the reporting clauses out of a line of dialogue.
func (r *reading) turn(line annotate.Span) (out []Quotation) {
	text := r.text[line.Start:line.End]
	_, size := utf8.DecodeRuneInString(text)
	inner := line.Start + size + len(text[size:]) - len(strings.TrimLeft(text[size:], " \t\u00a0\u202f"))
	from := line.Start
	add := func(end int) {
		body := strings.TrimRight(r.text[inner:end], " \t\u00a0\u202f")
		if strings.ContainsFunc(body, unicode.IsLetter) {
			out = append(out, Quotation{
				Outer:  annotate.Span{Start: from, End: inner + len(body)},
				Inner:  annotate.Span{Start: inner, End: inner + len(body)},
				Closed: true,
			})
		}
	}
	speaking := true
	for i, c := range r.text[inner:line.End] {
		at := inner + i
		if !isDash(c) || at == inner {
			continue
		}
		if speaking {
			// The dash begins a reporting clause where what follows has a cue soon.
			if !r.reports(at+utf8.RuneLen(c), line.End) {
				continue
			}
			add(at)
			speaking = false
			continue
		}
		from = at + utf8.RuneLen(c)
		rest := r.text[from:line.End]
		trimmed := strings.TrimLeft(rest, " \t\u00a0\u202f,.;:!?")
		from += len(rest) - len(trimmed)
		return append(out, r.turnFrom(from, line.End)...)
	}
	if speaking {
		// “— Oui, dit-il.”: no second dash; the clause begins after a comma or a closing mark.
		if cut := r.clauseCut(inner, line.End); cut > 0 {
			add(cut)
		} else {
			add(line.End)
		}
	}
	return out
}

// turnFrom returns what is said after a reporting clause, up to another one.
func (r *reading) turnFrom(from, end int) []Quotation {
	body := strings.TrimRight(r.text[from:end], " \t\u00a0\u202f")
	if !strings.ContainsFunc(body, unicode.IsLetter) {
		return nil
	}
	s := annotate.Span{Start: from, End: from + len(body)}
	return []Quotation{{Outer: s, Inner: s, Closed: true}}
}

// reports reports whether the text from a place on begins with a reporting clause: a verb of saying among
// its first words.
func (r *reading) reports(from, end int) bool {
	n := 0
	for start, stop := range r.tab.Words(from, end) {
		if e := r.grammar.words[strings.ToLower(r.text[start:stop])]; e != nil && e.cue != nil && e.cue.kind == "verb" && e.cue.forms&^baseForm != 0 {
			return true
		}
		if n++; n >= 4 {
			break
		}
	}
	return false
}

// clauseCut returns where, in a turn without a second dash, the reporting clause begins: after a comma, or a
// mark that ends a sentence, and before an inverted verb. 0 where there is none.
func (r *reading) clauseCut(from, end int) int {
	for i, c := range r.text[from:end] {
		if !strings.ContainsRune(",!?…", c) {
			continue
		}
		at := from + i + utf8.RuneLen(c)
		before := 0
		for start, stop := range r.tab.Words(at, end) {
			word := r.text[start:stop]
			if before < 2 && reflexive[word] {
				before++ // "s’écriait l’autre", "lui dit-il"
				continue
			}
			e := r.grammar.words[strings.ToLower(word)]
			if e != nil && e.cue != nil && e.cue.kind == "verb" && e.cue.strength <= 2 && e.cue.forms&^(baseForm|gerundForm) != 0 && !upperFirst(word) {
				if next := r.text[stop:min(end, stop+8)]; strings.HasPrefix(next, "-") || strings.HasPrefix(next, " ") && c != ',' || c == ',' && inverted(r, stop, end) {
					return at
				}
			}
			break
		}
	}
	return 0
}

var reflexive = set("s se me m te t lui leur nous vous le la les")

// inverted reports whether a subject follows: a name, an article or a pronoun.
func inverted(r *reading, from, end int) bool {
	for start, stop := range r.tab.Words(from, end) {
		word := r.text[start:stop]
		e := r.grammar.words[strings.ToLower(word)]
		return upperFirst(word) || e != nil && e.class&(isArticle|isPossessive|isPronoun|isSubject) != 0
	}
	return false
}
