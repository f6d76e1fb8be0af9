package ingest

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
)

// facts are what the lines around an article say about it.
type facts struct {
	title string
	meta  map[string]string
}

func (f *facts) set(key, value string) {
	if value == "" || f.meta[key] != "" {
		return
	}
	if f.meta == nil {
		f.meta = map[string]string{}
	}
	f.meta[key] = value
}

// part is a piece with what its place and its look tell.
type part struct {
	piece
	text    string
	long    bool // longer than any line that is not a paragraph
	columns int
	words   int
	final   bool // ends as a sentence does
	apart   bool // blank lines stand before it
	comma   bool // ends with a comma or semicolon: something must follow
	wording
}

// classify gives each piece its part in the article. marked is true where headings are known;
// title is the article's title where the source gives it apart from the text.
func classify(text string, pieces []piece, marked bool, title string, pace pace) ([]annotate.Block, facts, error) {
	parts := make([]part, len(pieces))
	for i, p := range pieces {
		if i%stepEvery == 0 {
			if err := pace.at(p.span.Start, len(text)); err != nil {
				return nil, facts{}, err
			}
		}
		parts[i] = describe(text[p.span.Start:p.span.End], p)
		parts[i].apart = i > 0 && strings.Count(text[pieces[i-1].span.End:p.span.Start], "\n") > 1
	}
	var found facts
	labelled(parts, &found)
	head := findTitle(parts, title, &found)
	if head >= 0 {
		standfirst(parts, head)
	}
	if !marked {
		headings(parts, head)
	}
	quotations(parts)
	blocks := make([]annotate.Block, len(parts))
	for i, p := range parts {
		if p.kind == "" {
			p.kind = annotate.BlockParagraph
		}
		if p.kind != annotate.BlockHeading && p.kind != annotate.BlockList {
			p.level = 0
		}
		blocks[i] = annotate.Block{Kind: p.kind, Span: p.span, Level: p.level}
	}
	return blocks, found, pace.at(1, 1)
}

// describe looks at one piece. Long ones are paragraphs, so nothing is asked of them.
func describe(s string, p piece) part {
	d := part{piece: p, text: s, final: endsSentence(s)}
	if len(s) > 1200 {
		d.long, d.columns, d.words = true, manyColumns, manyColumns
		return d
	}
	d.columns = columns(s)
	d.words = countWords(s)
	d.long = d.columns > 220
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, closers))
	d.comma = strings.ContainsRune(",;，；、،", r)
	if d.columns <= widestWording {
		d.wording = readWording(s)
	}
	return d
}

// countWords counts words; two characters of a script without spaces count as one.
func countWords(s string) int {
	words, wide, inside := 0, 0, false
	for _, r := range s {
		space := unicode.IsSpace(r)
		if !space && !inside {
			words++
		}
		inside = !space
		if isWide(r) {
			wide++
		}
	}
	return words + wide/2
}

// labelled settles the pieces whose words say what they are, and collects what they say. Bylines
// count only near the top, at the very end, and where they repeat the one above: elsewhere "By Christmas Eve" is
// a heading.
func labelled(parts []part, found *facts) {
	ending := len(parts) // where the page's own lists begin
	for i := len(parts) - 1; i >= 0; i-- {
		p := &parts[i]
		if p.label == isEnding {
			ending = i
		} else if p.label == noLabel && (p.long || p.final && p.columns > 100) {
			break
		}
	}
	top := 0 // how many pieces that say nothing of themselves came before
	for i := range parts {
		p := &parts[i]
		if p.kind != "" {
			continue
		}
		near := top <= topPieces
		switch p.label {
		case isByline:
			again := found.meta[annotate.MetaByline] != "" && p.authors == found.meta[annotate.MetaByline]
			if i == 0 && !anotherTitle(parts[1:]) || !near && i < ending-2 && !again {
				p.label = noLabel
			}
		case isDate:
			// Further down, a date is the heading of a chronicle.
			if !near && i < ending {
				p.label = noLabel
			}
		case isEnding:
			if i < ending {
				p.label = noLabel
			}
		}
		switch p.label {
		case noLabel:
			top++
			if i > ending && !p.long {
				p.kind = annotate.BlockFurniture
			}
			continue
		case isByline:
			p.kind = annotate.BlockByline
			found.set(annotate.MetaByline, p.authors)
		default:
			p.kind = annotate.BlockFurniture
		}
		found.set(annotate.MetaReadingTime, p.readingTime)
		if near {
			found.set(annotate.MetaPublished, p.date)
		}
	}
}

// topPieces is how many pieces above the article proper may stand before a byline or a date: a
// kicker, a title, a standfirst, and one to spare.
const topPieces = 4

// anotherTitle reports whether a line that could be a title comes before any paragraph.
func anotherTitle(parts []part) bool {
	for _, p := range parts {
		if p.label == noLabel {
			return p.kind == annotate.BlockTitle || p.kind == "" && couldBeTitle(p)
		}
	}
	return false
}

// findTitle marks the title, and the kicker above it, and returns its index; -1 if the article has
// none. The title is the first line that could be one, if it comes before any paragraph.
func findTitle(parts []part, given string, found *facts) int {
	at := slices.IndexFunc(parts, func(p part) bool { return p.kind == annotate.BlockTitle })
	if at < 0 && given != "" {
		given = oneLine(given)
		for i := range parts[:min(len(parts), 6)] {
			if strings.EqualFold(oneLine(parts[i].text), given) {
				at = i
				break
			}
		}
		if at < 0 {
			return -1
		}
	}
	if at < 0 {
		at = guessTitle(parts)
		if at < 0 {
			return -1
		}
	}
	parts[at].kind, parts[at].level = annotate.BlockTitle, 0
	found.title = oneLine(parts[at].text)
	for i := at - 1; i >= 0; i-- {
		p := &parts[i]
		if p.kind == "" && p.columns <= 60 && !strings.Contains(p.text, "\n") && couldBeTitle(*p) {
			p.kind = annotate.BlockKicker
			found.set(annotate.MetaSection, section(p.text))
			break
		}
	}
	return at
}

func guessTitle(parts []part) int {
	first, second := -1, -1
	others := 0 // pieces that a title could stand above
	for i, p := range parts {
		if p.kind == annotate.BlockFurniture || p.kind == annotate.BlockByline {
			continue
		}
		switch {
		case first < 0:
			if p.kind != "" || !couldBeTitle(p) {
				return -1
			}
			first = i
			continue
		case second < 0 && others == 0 && p.kind == "" && couldBeTitle(p):
			second = i
		}
		others++
		if others > 1 {
			break
		}
	}
	switch {
	case first < 0 || others == 0:
		return -1
	case second > 0 && others > 1 && isKicker(parts[first], parts[second]):
		return second
	}
	return first
}

// couldBeTitle reports whether a piece has the look of a title: not long, and not the end of a sentence.
func couldBeTitle(p part) bool {
	if p.columns > 180 || p.comma || p.label == isRule {
		return false
	}
	r, _ := utf8.DecodeRuneInString(p.text)
	if strings.ContainsRune("—–-", r) && strings.HasPrefix(p.text[utf8.RuneLen(r):], " ") {
		return false // a line of dialogue
	}
	if !p.final {
		return true
	}
	bare := strings.TrimRight(p.text, closers)
	last, _ := utf8.DecodeLastRuneInString(bare)
	switch last {
	case '?', '!', '？', '！', '؟', '…':
		return p.columns <= 120
	case '.':
		return endsWithAbbreviation(bare)
	}
	return false
}

// endsWithAbbreviation tells the point of "U.S." and "Inc." from that of a sentence.
func endsWithAbbreviation(s string) bool {
	word := s[strings.LastIndexAny(s, " \u00A0")+1:]
	switch word {
	case "Inc.", "Corp.", "Co.", "Ltd.", "Jr.", "Sr.", "No.", "St.", "Bros.":
		return true
	}
	letters := strings.Split(strings.TrimSuffix(word, "."), ".")
	if len(letters) < 2 {
		return false
	}
	for _, l := range letters {
		if utf8.RuneCountInString(l) != 1 {
			return false
		}
	}
	return true
}

// isKicker reports whether the first of two lines names a section and the second is the title.
func isKicker(first, second part) bool {
	if first.columns > 60 || first.columns >= second.columns || strings.ContainsAny(first.text, "?!？！") {
		return false
	}
	if section(first.text) != oneLine(first.text) {
		return true // "Home > World > Europe"
	}
	if first.words > 5 || first.columns > 40 {
		return false
	}
	if strings.HasSuffix(oneLine(second.text), ".") {
		return false // a sentence is no title, so the short line above it is
	}
	if isUpper(first.text) && !isUpper(second.text) {
		return true
	}
	if hasWide(first.text) {
		return first.columns <= 12
	}
	if first.words <= 2 {
		return true
	}
	for _, word := range strings.Fields(strings.ToLower(first.text)) {
		if sectionWords[strings.Trim(word, ".,:&")] {
			return true
		}
	}
	return false
}

// section returns the last step of a path such as "Home > World > Europe", or the whole text.
func section(s string) string {
	s = oneLine(s)
	for _, mark := range []string{" > ", " › ", " » ", " | ", " / "} {
		if i := strings.LastIndex(s, mark); i > 0 {
			return s[i+len(mark):]
		}
	}
	return s
}

func isUpper(s string) bool {
	letters := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 2
}

func hasWide(s string) bool { return strings.IndexFunc(s, isWide) >= 0 }

// standfirst marks the sentence under the title. It is told from the first paragraph by what comes
// next: a byline, a date or a reading time still belongs to the top of the article. Without these,
// a line that does not end as a sentence does is one.
func standfirst(parts []part, title int) {
	if slices.ContainsFunc(parts, func(p part) bool { return p.kind == annotate.BlockStandfirst }) {
		return
	}
	i := title + 1
	for i < len(parts) && (parts[i].kind == annotate.BlockFurniture || parts[i].kind == annotate.BlockByline) {
		i++
	}
	if i+1 >= len(parts) || parts[i].kind != "" && parts[i].kind != annotate.BlockParagraph {
		return
	}
	p, next := &parts[i], parts[i+1]
	if p.columns < 20 || p.columns > 400 || p.comma {
		return
	}
	top := next.label == isDate || next.label == isReadingTime || next.label == isByline && next.kind == annotate.BlockByline
	open := !p.final && p.words >= 6 && next.kind == "" && (next.long || next.final && next.columns > p.columns)
	if top && i+2 < len(parts) || open {
		p.kind = annotate.BlockStandfirst
	}
}

// headings marks short lines between paragraphs. A line is one only if what follows is longer, so
// that verses and short lines of dialogue are not.
func headings(parts []part, title int) {
	for i := max(title+1, 1); i+1 < len(parts); i++ {
		p := &parts[i]
		if p.kind != "" || p.columns > 90 || p.words > 14 || p.comma {
			continue
		}
		next := parts[i+1]
		below := next.kind == "" && (next.long || next.final && 2*next.columns > 3*p.columns && next.columns > 40) ||
			next.kind == annotate.BlockList || next.kind == annotate.BlockQuote
		numbered := bulletLength(p.text) > 0 && p.words > 8 // "2) The talks go on", a step rather than a chapter
		if !below || numbered || !couldBeTitle(*p) || !beginsHeading(p.text) || p.final && !isQuestion(*p) {
			continue
		}
		p.kind, p.level = annotate.BlockHeading, 1
	}
}

// isQuestion tells a heading such as "Who is Bo Li?" from a line of dialogue.
func isQuestion(p part) bool {
	r, _ := utf8.DecodeLastRuneInString(p.text)
	return p.apart && p.words <= 10 && (r == '?' || r == '？' || r == '؟')
}

func beginsHeading(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r) || unicode.IsDigit(r) || unicode.IsLetter(r) && !unicode.IsLower(r) || r == '¿' || r == '¡'
}

// quotations marks a paragraph that is one quotation and has its author on a line below: "— Ana Díaz".
func quotations(parts []part) {
	for i := 0; i+1 < len(parts); i++ {
		p, by := &parts[i], &parts[i+1]
		if p.kind != "" || by.kind != "" || by.columns > 80 || by.final {
			continue
		}
		first, n := utf8.DecodeRuneInString(by.text)
		if !strings.ContainsRune("—–-―", first) || strings.TrimSpace(by.text[n:]) == "" {
			continue
		}
		open, _ := utf8.DecodeRuneInString(p.text)
		shut, _ := utf8.DecodeLastRuneInString(p.text)
		if strings.ContainsRune(`"“„«‹「『”`, open) && strings.ContainsRune(`"”“»›」』«`, shut) {
			p.kind, by.kind = annotate.BlockQuote, annotate.BlockQuote
		}
	}
}
