package store

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quoth/annotate"
)

// Snippet is the part of a document in which a search found its words first.
type Snippet struct {
	Text  string          // one line; "…" stands for what was left out
	Marks []annotate.Span // what was found, in bytes of Text, ascending and disjoint
}

// term is folded words that must follow one another.
type term struct {
	words      []string
	unfinished bool // the last word may go on
}

// parseSearch reads what a person typed: words that must all occur, in any order, and phrases in
// quotation marks. While a word is being typed, what begins with it counts too.
func parseSearch(typed string) []term {
	var terms []term
	add := func(s string, unfinished bool) {
		t := term{unfinished: unfinished}
		for _, w := range words(s) {
			t.words = append(t.words, strings.Fields(fold(w))...)
		}
		if len(t.words) > 0 {
			terms = append(terms, t)
		}
	}
	for rest := typed; rest != ""; {
		r, n := utf8.DecodeRuneInString(rest)
		switch {
		case unicode.IsSpace(r):
			rest = rest[n:]
		case isQuotationMark(r):
			phrase := rest[n:]
			end := strings.IndexFunc(phrase, isQuotationMark)
			if end < 0 {
				add(phrase, true)
				return terms
			}
			add(phrase[:end], false)
			_, n = utf8.DecodeRuneInString(phrase[end:])
			rest = phrase[end+n:]
		default:
			end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || isQuotationMark(r) })
			if end < 0 {
				add(rest, true)
				return terms
			}
			add(rest[:end], false)
			rest = rest[end:]
		}
	}
	return terms
}

func isQuotationMark(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }

// matchExpression returns the terms in the language of SQLite's full-text search. Words hold letters,
// digits and pictographs only, so quotation marks around them take away every meaning they could have.
func matchExpression(terms []term) string {
	var b strings.Builder
	for i, t := range terms {
		if i > 0 {
			b.WriteString(" AND ")
		}
		b.WriteString(`"` + strings.Join(t.words, " ") + `"`)
		if t.unfinished {
			b.WriteByte('*')
		}
	}
	return b.String()
}

// matches reports whether the folded words end with the term.
func (t term) matches(folded []string) bool {
	if len(folded) < len(t.words) {
		return false
	}
	tail := folded[len(folded)-len(t.words):]
	last := len(t.words) - 1
	if !slices.Equal(tail[:last], t.words[:last]) {
		return false
	}
	return tail[last] == t.words[last] || t.unfinished && strings.HasPrefix(tail[last], t.words[last])
}

// The length of a snippet in bytes, before and after the first find.
const (
	snippetBefore = 48
	snippetAfter  = 128
)

// snippet cuts out of the text what is around the first of the terms, and marks all in it. A text
// without any, as when only the title has them, gives its beginning.
func snippet(text string, terms []term) Snippet {
	finds := find(text, terms)
	at := 0
	if len(finds) > 0 {
		at = finds[0].Start
	}
	start := wordBefore(text, at-snippetBefore)
	end := wordAfter(text, at+snippetAfter)
	var b strings.Builder
	if start > 0 {
		b.WriteString("…")
	}
	shift := b.Len() - start
	// Line ends become spaces of the same length, so that places stay.
	b.WriteString(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, text[start:end]))
	if end < len(text) {
		b.WriteString("…")
	}
	s := Snippet{Text: b.String()}
	for _, f := range finds {
		if f.End <= end {
			s.Marks = append(s.Marks, annotate.Span{Start: f.Start + shift, End: f.End + shift})
		}
	}
	return s
}

// find returns the places of the terms, ascending and disjoint, as far as a snippet reaches from the
// first.
func find(text string, terms []term) []annotate.Span {
	longest := 0
	for _, t := range terms {
		longest = max(longest, len(t.words))
	}
	var folded []string
	var places, finds []annotate.Span
	for place, word := range words(text) {
		if len(finds) > 0 && place.Start > finds[0].Start+snippetAfter {
			break
		}
		folded, places = append(folded, fold(word)), append(places, place)
		if len(folded) > longest {
			folded, places = folded[1:], places[1:]
		}
		for _, t := range terms {
			if t.matches(folded) {
				finds = merge(finds, annotate.Span{Start: places[len(places)-len(t.words)].Start, End: place.End})
			}
		}
	}
	return finds
}

// merge adds a find that ends last to those before it.
func merge(finds []annotate.Span, f annotate.Span) []annotate.Span {
	for len(finds) > 0 && finds[len(finds)-1].End > f.Start {
		f.Start = min(f.Start, finds[len(finds)-1].Start)
		finds = finds[:len(finds)-1]
	}
	return append(finds, f)
}

// wordBefore returns where the first word after the offset begins, so that a cut leaves whole words.
func wordBefore(text string, off int) int {
	if off <= 0 {
		return 0
	}
	return off + boundary(text[off:], snippetBefore)
}

// wordAfter returns where the word over the offset ends.
func wordAfter(text string, off int) int {
	if off >= len(text) {
		return len(text)
	}
	return off + boundary(text[off:], snippetBefore)
}

// boundary returns the offset of the first space within reach bytes, or else of the first code point.
func boundary(text string, reach int) int {
	first := 0
	for first < len(text) && !utf8.RuneStart(text[first]) {
		first++
	}
	for i, r := range text[first:min(len(text), max(reach, first))] {
		if unicode.IsSpace(r) {
			return first + i
		}
	}
	return first
}
