package propose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// knownMarks are the characters that may be quotation marks.
const knownMarks = `“”„‟‘’‚‛"'«»‹›「」『』`

func isMark(r rune) bool {
	switch r {
	case '“', '”', '„', '‟', '‘', '’', '‚', '‛', '"', '\'', '«', '»', '‹', '›', '「', '」', '『', '』':
		return true
	}
	return false
}

// apostrophic reports whether a mark is also an apostrophe, or is often typed for one. Such a mark is
// no quotation until its partner is found.
func apostrophic(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '‛' }

// side is what stands beside a mark.
type side byte

const (
	solid side = iota // a letter, a digit, a symbol: what words are made of
	gap               // white space, an end of the paragraph, a bracket turned away, a dash
	glue              // a no-break space, which French sets between a mark and its words
)

// lean is what the place of a mark says about it.
type lean byte

const (
	either  lean = iota
	opening      // words only after it
	closing      // words only before it
)

// mark is one quotation mark, or apostrophe, in a paragraph.
type mark struct {
	at, end     int // its bytes
	r           rune
	before      rune // the character before it, 0 at the beginning of the paragraph
	after       rune // the character after it, 0 at the end
	left, right side // what stands beside it, past other marks
	lean        lean
	apostrophe  bool // for certain
}

// marksOf returns the marks in [start, end) of a text, ascending.
func marksOf(text string, start, end int) []mark {
	var ms []mark
	for i, r := range text[start:end] {
		if !isMark(r) && r != '`' {
			continue
		}
		m := mark{at: start + i, end: start + i + utf8.RuneLen(r), r: r}
		if n := len(ms); n > 0 && m.at < ms[n-1].end {
			continue // the second half of a mark typed as two
		}
		if r == '\'' || r == '`' {
			if double(text[start:end], i, r) {
				m.r, m.end = '"', m.end+1
			} else if r == '`' {
				continue
			}
		}
		if m.at > start {
			m.before, _ = utf8.DecodeLastRuneInString(text[start:m.at])
		}
		if m.end < end {
			m.after, _ = utf8.DecodeRuneInString(text[m.end:end])
		}
		m.left = leftSide(m.before)
		if n := len(ms); n > 0 && ms[n-1].end == m.at {
			m.left = ms[n-1].left // of a run of marks, what stands before all of it
		}
		m.apostrophe = isApostrophe(m, text[m.end:end])
		if n := len(ms); n > 0 && ms[n-1].apostrophe && strings.EqualFold(text[ms[n-1].end:m.at], "n") {
			m.apostrophe = true // the second one of ’n’
		}
		ms = append(ms, m)
	}
	for i := len(ms) - 1; i >= 0; i-- {
		m := &ms[i]
		m.right = rightSide(text[m.end:end], m.left)
		if i+1 < len(ms) && ms[i+1].at == m.end {
			m.right = ms[i+1].right
		}
		m.lean = leanOf(m.left, m.right)
	}
	return ms
}

// double reports whether two apostrophes or grave accents at byte i are a double mark, as some newspapers and typewriters
// have it: ”…” or “…”. Of three in a row the outer two are: ”'Yes' and 'Yes”'.
func double(text string, i int, r rune) bool {
	run := 1
	for i+run < len(text) && rune(text[i+run]) == r {
		run++
	}
	switch run {
	case 2:
		return true
	case 3:
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		return i == 0 || leftSide(before) == gap
	}
	return false
}

func leftSide(r rune) side {
	switch {
	case r == 0:
		return gap
	case r == '\u00a0' || r == '\u202f':
		return glue
	case unicode.IsSpace(r), unicode.In(r, unicode.Ps, unicode.Pd), strings.ContainsRune("/¿¡\u200b", r):
		return gap
	}
	return solid
}

// rightSide looks at the text after a mark. Dots that stand for words left out ("…and so on") are words
// where nothing else is before the mark.
func rightSide(rest string, left side) side {
	r, size := utf8.DecodeRuneInString(rest)
	switch {
	case rest == "":
		return gap
	case r == '\u00a0' || r == '\u202f':
		return glue
	case unicode.IsSpace(r), unicode.In(r, unicode.Pe, unicode.Pd), r == '/', r == '\u200b':
		return gap
	case r == '…' || r == '.' && strings.HasPrefix(rest[size:], "."):
		if left == solid {
			return gap
		}
		return solid
	case strings.ContainsRune(".,;:!?。，、；：！？؟،؛·", r):
		return gap
	}
	return solid
}

func leanOf(left, right side) lean {
	switch {
	case left == gap && right != gap, left == glue && right == solid:
		return opening
	case left == solid && right != solid, left == glue && right == gap:
		return closing
	}
	return either
}

// isApostrophe reports whether a mark is an apostrophe for certain: between two letters or digits
// (don’t, Trump’s, 1990’s), or before what is only ever written with one (’90s, ’em, rock ’n’ roll).
// A straight double mark is one within a Hebrew acronym.
func isApostrophe(m mark, rest string) bool {
	inside := isAlnum(m.before) && isAlnum(m.after)
	switch {
	case m.r == '"':
		return inside && unicode.In(m.before, unicode.Hebrew) && unicode.In(m.after, unicode.Hebrew)
	case m.r == '‘' || m.r == '‛':
		return !isAlnum(m.before) && isClipped(rest)
	case m.r == '’' || m.r == '\'':
		return inside && !isIdeographic(m.before) && !isIdeographic(m.after) || !isAlnum(m.before) && isClipped(rest)
	}
	return false
}

func isAlnum(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// isIdeographic reports whether words of r's script are not parted by spaces.
func isIdeographic(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// isClipped reports whether the text begins with a word that is written with an apostrophe before it.
func isClipped(rest string) bool {
	const longest = len("twere")
	end := 0
	for end <= longest && end < len(rest) && rest[end] < utf8.RuneSelf && isAlnum(rune(rest[end])) {
		end++
	}
	switch w := strings.ToLower(rest[:end]); w {
	case "em", "til", "tis", "twas", "twere", "n":
		return true
	default:
		digits := strings.TrimSuffix(w, "s")
		return len(digits) == 2 && digits[0] >= '0' && digits[0] <= '9' && digits[1] >= '0' && digits[1] <= '9'
	}
}
