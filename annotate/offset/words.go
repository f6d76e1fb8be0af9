package offset

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"quoth/annotate/offset/unspaced"
)

// word is the part of a segment that a person means by the word, and how far its tail reaches: the
// apostrophe of an elided article, the ’s of a possessive. The next word begins at or after the tail.
type word struct{ start, end, tail int }

func (t *Table) words() *sparse {
	t.wordsOnce.Do(func() { t.segments = newSparse(len(t.text), t.segmentEnd, t.atWordBreak) })
	return t.segments
}

// segmentEnd returns the end of the segment of Annex 29 that begins at s. It goes on to the end of the
// grapheme cluster, and takes in the last full stop of an abbreviation such as "U.S.".
func (t *Table) segmentEnd(s int) int {
	if e, _ := t.plainEnd(s); e > s {
		return e
	}
	return t.ruledEnd(s)
}

// ruledEnd is segmentEnd by the rules, and by dictionaries where they leave it to those.
func (t *Table) ruledEnd(s int) int {
	if n := unspaced.Next(t.text[s:]); n > 0 {
		e := s + n
		for !t.isClusterEnd(s, e) {
			e++
		}
		return e
	}
	it := words.FromString(t.text[s:])
	it.Next()
	e := s + it.End()
	for !t.isClusterEnd(s, e) {
		it.Next()
		e = s + it.End()
	}
	if e < len(t.text) && t.text[e] == '.' && isDotted(t.text[s:e]) && t.IsGrapheme(e+1) {
		e++
	}
	return e
}

// The sorts of ASCII bytes by what words do with them.
const (
	otherByte  = iota
	letterByte // A to Z in any size
	digitByte
	markByte // joins nothing unless it stands between two letters or digits
)

var sorts = func() (all [256]uint8) {
	for c := range all {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			all[c] = letterByte
		case c >= '0' && c <= '9':
			all[c] = digitByte
		}
	}
	for _, c := range []byte(`.,;:!?()-/"`) {
		all[c] = markByte
	}
	return all
}()

// plainEnd returns the end of a segment at s that needs no rules, as most do: a run of ASCII letters or digits, or one
// mark or space, before something that does not join it; 0 for others. Word reports whether it is one.
func (t *Table) plainEnd(s int) (end int, word bool) {
	text := t.text
	e := s
	for e < len(text) && sorts[text[e]]-letterByte <= digitByte-letterByte {
		e++
	}
	if e == len(text) {
		return 0, false
	}
	c := text[e]
	if e > s {
		switch {
		case c == ' ', c == '\n', c == '!', c == '?', c == ')', c == '"', c == '-':
			return e, true
		case c == ',', c == '.' && e+1 < len(text) && (text[e+1] == ' ' || text[e+1] == '\n'):
			if sorts[text[e-1]] == letterByte || c == '.' {
				return e, true
			}
		case c == 0xe2 && isDashOrQuote(text[e:]):
			return e, true
		}
		return 0, false
	}
	switch {
	case c == '\n':
		return s + 1, false
	case s+1 == len(text):
		return 0, false
	case c == ' ':
		if next := text[s+1]; sorts[next] != otherByte || next == '\n' || next == 0xe2 && isDashOrQuote(text[s+1:]) {
			return s + 1, false
		}
	case sorts[c] == markByte:
		if next := text[s+1]; next < utf8.RuneSelf && next != '_' {
			return s + 1, false
		}
	case c == 0xe2 && isDashOrQuote(text[s:]):
		if s+3 < len(text) && text[s+3] < utf8.RuneSelf {
			return s + 3, false
		}
	}
	return 0, false
}

// isDashOrQuote reports whether a text begins with a dash or a double quotation mark of U+2013, U+2014, U+201C and
// U+201D, which join nothing.
func isDashOrQuote(text string) bool {
	return text[1] == 0x80 && (text[2] == 0x93 || text[2] == 0x94 || text[2] == 0x9c || text[2] == 0x9d)
}

// isClusterEnd reports whether e is at the border of a cluster, where s < e is. It looks forward from s
// where that is nearer than a checkpoint may be.
func (t *Table) isClusterEnd(s, e int) bool {
	if e-s > anchorStep || e == len(t.text) || t.betweenLone(e) {
		return t.IsGrapheme(e)
	}
	for s < e {
		s = t.clusterEnd(s)
	}
	return s == e
}

// atWordBreak reports whether p follows a line feed, or is between a space and an ASCII letter or digit, or
// between two ideographs.
func (t *Table) atWordBreak(p int) bool {
	a, b := t.text[p-1], t.text[p]
	return a == '\n' || a == ' ' && (b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9') || t.betweenIdeographs(p)
}

// isDotted reports whether s is an abbreviation of letters between full stops, without the last one:
// "U.S", "e.g", "Ph.D".
func isDotted(s string) bool {
	if len(s) < 3 || len(s) > 24 || !strings.Contains(s, ".") {
		return false
	}
	single := false
	for part := range strings.SplitSeq(s, ".") {
		n := 0
		for _, r := range part {
			if !unicode.IsLetter(r) {
				return false
			}
			n++
		}
		if n == 0 || n > 2 {
			return false
		}
		single = single || n == 1
	}
	return single
}

// wordsIn returns the words of a segment: none, one, or the elided article and its noun.
func (t *Table) wordsIn(seg span) (ws [2]word, n int) {
	text := t.text[seg.start:seg.end]
	if !strings.ContainsFunc(text, isWordRune) {
		return ws, 0
	}
	stem := seg.end
	if at := possessive(text); at > 0 && t.IsGrapheme(seg.start+at) {
		stem = seg.start + at
	}
	noun := seg.start
	if at, size := elision(t.text[seg.start:stem]); at > 0 && t.IsGrapheme(seg.start+at) && t.IsGrapheme(seg.start+at+size) {
		noun = seg.start + at + size
		ws[0], n = word{seg.start, seg.start + at, noun}, 1
	}
	ws[n] = word{noun, stem, seg.end}
	return ws, n + 1
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// possessive returns where the apostrophe of a final ’s stands, or 0.
func possessive(s string) int {
	if !strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "S") {
		return 0
	}
	r, n := utf8.DecodeLastRuneInString(s[:len(s)-1])
	if !isApostrophe(r) || !strings.ContainsFunc(s[:len(s)-1-n], isWordRune) {
		return 0
	}
	return len(s) - 1 - n
}

// elision returns where the apostrophe of an elided article, pronoun or conjunction stands (l’homme,
// d’Italia, qu’il) and its length in bytes; at is 0 where there is none. A capital is no elision,
// which leaves O’Brien, D’Angelo and L’Aquila whole.
func elision(s string) (at, size int) {
	for i, r := range s {
		if isApostrophe(r) {
			size = utf8.RuneLen(r)
			next, _ := utf8.DecodeRuneInString(s[i+size:])
			if !unicode.IsLetter(next) {
				return 0, 0
			}
			switch s[:i] {
			case "l", "d", "j", "m", "n", "s", "t", "c", "qu":
				return i, size
			}
			return 0, 0
		}
		if i > 2 {
			break
		}
	}
	return 0, 0
}

// isApostrophe reports whether r stands for an apostrophe: typewriter, typeset, or the modifier letter.
func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' }

// WordAt returns the word that b is in, or else the one that ends at b; ok is false where b touches none.
//
// A word is a segment of Annex 29 that holds a letter or a digit, with these differences:
//
//   - a possessive ’s is not part of it: anywhere in "Trump’s" the word is "Trump" (so too in "it’s");
//     other contractions stay whole: "don’t", "we’re";
//   - an elided French or Italian article is a word of its own: "l’Europe" is "l" and "Europe";
//   - an abbreviation of dotted letters keeps its last full stop: "U.S.", "e.g.", "Ph.D.";
//   - the parts of a hyphenated compound are words of their own, as in Annex 29: "face-to-face" is three;
//   - Chinese and Japanese follow Annex 29: each ideograph is a word, a run of katakana is one;
//   - of Thai, Lao, Khmer and Burmese, which write no spaces between words, package unspaced tells them by dictionaries.
func (t *Table) WordAt(b int) (start, end int, ok bool) {
	b = t.place(b)
	if b < len(t.text) {
		ws, n := t.wordsIn(t.words().at(b))
		for _, w := range ws[:n] {
			if w.start <= b && b < w.tail {
				return w.start, w.end, true
			}
		}
	}
	if b > 0 {
		ws, n := t.wordsIn(t.words().at(b - 1))
		for _, w := range ws[:n] {
			if w.start < b && b <= w.tail {
				return w.start, w.end, true
			}
		}
	}
	return 0, 0, false
}

// Words yields the words that begin in [from, to), in the order of the text.
func (t *Table) Words(from, to int) iter.Seq2[int, int] {
	return func(yield func(start, end int) bool) {
		from, to := t.place(from), t.place(to)
		if from >= to {
			return
		}
		at := 0
		if from > 0 {
			at = t.words().at(from).start
		}
		for at < to {
			// Going on from border to border needs no borders that are remembered.
			if e, word := t.plainEnd(at); e > at {
				if word && at >= from && !yield(at, e) {
					return
				}
				at = e
				continue
			}
			seg := span{at, t.ruledEnd(at)}
			ws, n := t.wordsIn(seg)
			for _, w := range ws[:n] {
				if w.start >= to || w.start >= from && !yield(w.start, w.end) {
					return
				}
			}
			at = seg.end
		}
	}
}

// NextWord returns the start of the first word that begins after b, or the end of the text.
func (t *Table) NextWord(b int) int {
	b = t.place(b)
	for s := b; s < len(t.text); {
		seg := t.words().at(s)
		ws, n := t.wordsIn(seg)
		for _, w := range ws[:n] {
			if w.start > b {
				return w.start
			}
		}
		s = seg.end
	}
	return len(t.text)
}

// PrevWord returns the start of the last word that begins before b, or 0.
func (t *Table) PrevWord(b int) int {
	b = t.place(b)
	for end := b; end > 0; {
		begin := t.words().before(end - 1)
		found := -1
		for s := begin; s < end; {
			seg := span{s, t.words().next(s)}
			ws, n := t.wordsIn(seg)
			for _, w := range ws[:n] {
				if w.start < b {
					found = w.start
				}
			}
			s = seg.end
		}
		if found >= 0 {
			return found
		}
		end = begin
	}
	return 0
}
