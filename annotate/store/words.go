package store

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"quoth/annotate"
)

// Words as they are searched. The full-text index gets them folded and parted by spaces, so that all
// scripts are found in the way their readers expect:
//
//   - letters, digits and the marks on them are one word, as in SQLite's own tokenizer,
//   - each sign of a script that writes no spaces is a word, so that any run of them can be found,
//   - each emoji or other pictograph is a word.
//
// A query is parted in the same way, and several words without a space between them are a phrase.

// words yields the words of the text with their places in bytes, not folded.
func words(text string) iter.Seq2[annotate.Span, string] {
	return func(yield func(annotate.Span, string) bool) {
		start := -1 // of the word that goes on, or -1
		alone := false
		emit := func(end int) bool {
			if start < 0 {
				return true
			}
			s := annotate.Span{Start: start, End: end}
			start = -1
			return yield(s, text[s.Start:s.End])
		}
		for i, r := range text {
			switch {
			case unicode.IsMark(r):
				// A mark belongs to what it stands on; alone it is nothing to search for.
			case isAlone(r):
				if !emit(i) {
					return
				}
				start, alone = i, true
			case isWordRune(r):
				if alone && !emit(i) {
					return
				}
				if start < 0 {
					start, alone = i, false
				}
			default:
				if !emit(i) {
					return
				}
			}
		}
		emit(len(text))
	}
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.Is(unicode.Co, r)
}

// isAlone reports whether the rune is a word of its own.
func isAlone(r rune) bool {
	if r < 0xA6 {
		return false
	}
	return unicode.Is(unicode.So, r) || isWordRune(r) &&
		unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// fold returns a word without what a search does not tell apart: case, composed and decomposed
// forms, accents, the vowel points of Hebrew and Arabic, wide and narrow forms.
func fold(word string) string {
	if isASCII(word) {
		return strings.ToLower(word)
	}
	bare := strings.Map(func(r rune) rune {
		switch {
		case isPoint(r):
			return -1
		case r == 'ς':
			return 'σ'
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(word))
	return norm.NFC.String(bare)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// isPoint reports whether the rune only adds to the letter before it.
func isPoint(r rune) bool {
	switch {
	case r >= 0x0300 && r <= 0x036F: // accents
	case r >= 0x0591 && r <= 0x05C7: // Hebrew points and accents
	case r >= 0x064B && r <= 0x065F, r == 0x0670, r == 0x0640: // Arabic vowels, and the stretching stroke
	case r >= 0xFE00 && r <= 0xFE0F: // how an emoji is shown
	default:
		return false
	}
	return true
}

// indexedPart is about how many bytes are made ready for the index between two steps.
const indexedPart = 1 << 20

// indexed returns the text as the full-text index gets it. step hears how many bytes are done; an error of it ends
// the work.
func indexed(text string, step func(done int) error) (string, error) {
	out := make([]byte, 0, len(text)+len(text)/8)
	for start := 0; start < len(text); {
		end := min(start+indexedPart, len(text))
		for end < len(text) && !isGap(text[end]) {
			end++
		}
		out = appendIndexed(out, text[start:end])
		start = end
		if err := step(end); err != nil {
			return "", err
		}
	}
	return string(out), nil
}

// isGap reports whether a byte is a character that is in no word.
func isGap(c byte) bool { return c < utf8.RuneSelf && !isWordRune(rune(c)) }

// appendIndexed appends the words of a text, each after a space but for the first of all. Most words have
// no letter outside ASCII and need only be made small.
func appendIndexed(out []byte, text string) []byte {
	for i := 0; i < len(text); {
		if isGap(text[i]) {
			i++
			continue
		}
		end, plain := i, true
		for ; end < len(text) && !isGap(text[end]); end++ {
			plain = plain && text[end] < utf8.RuneSelf
		}
		if plain {
			out = appendSpace(out)
			for _, c := range []byte(text[i:end]) {
				if 'A' <= c && c <= 'Z' {
					c += 'a' - 'A'
				}
				out = append(out, c)
			}
		} else {
			for _, w := range words(text[i:end]) {
				out = append(appendSpace(out), fold(w)...)
			}
		}
		i = end
	}
	return out
}

func appendSpace(out []byte) []byte {
	if len(out) == 0 {
		return out
	}
	return append(out, ' ')
}
