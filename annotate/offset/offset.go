// Package offset knows the places of one text: it converts between the units in which programs count,
// and finds the borders at which a person would cut.
//
// Inside Quoth every place is a byte offset into UTF-8, from 0 to the length of the text. Its words:
//
//   - a unit is what a file format counts: bytes, code points (runes), or UTF-16 code units;
//   - a grapheme cluster is what a reader calls one character: "é", "👨‍👩‍👧", "🇸🇪", a carriage return with
//     its line feed. Nothing is ever cut inside one;
//   - a word is a run of letters or digits, as a double click takes it;
//   - a sentence is a passage that ends with its full stop, question mark or blank line.
//
// A [Table] answers for one text. It costs nothing to make; what it needs to know of a part of the text it
// finds out on the first question about that part, once, and keeps little of it: checkpoints, not every
// border. So a question costs the same in a text of any length.
//
//	t := offset.New("Trump’s court. 🇸🇪 next")
//	start, end, ok := t.WordAt(2) // 0, 5, true: "Trump"
//	n := t.UTF16(end)             // 5
//
// Clusters, words and sentences are those of Unicode Standard Annex 29 as the uax29 module finds them (what the annex
// leaves to dictionaries, as package unspaced does),
// bent where news text needs it; [Table.WordAt] and [Table.SentenceAt] say how. [TokenizerVersion] names
// both, for files that repeat such borders.
//
// Bytes that are not UTF-8 are no error: each counts as one code point and as one UTF-16 unit, as in Go,
// and as one cluster.
package offset

import (
	"sync"
	"unicode"
	"unicode/utf8"
)

// TokenizerVersion names what finds clusters, words and sentences: the library with its version, the
// version of Unicode whose properties it carries, and the version of the rules added here.
const TokenizerVersion = "clipperhouse/uax29 v2.7.0 (Unicode 17.0) + quoth 2"

// Table answers questions about the places of one text. Any number of goroutines may ask at once.
//
// Every method that takes a byte offset takes any int: below 0 it means 0, beyond the end it means the
// end, and inside a code point it means the beginning of that code point.
type Table struct {
	text string // valid UTF-8, see New

	unitsOnce sync.Once
	counts    units

	clustersOnce sync.Once
	clusters     *sparse
	clusterOnce  sync.Once
	clusterCount []counted // one for every checkpoint; see Graphemes

	wordsOnce sync.Once
	segments  *sparse // words and what stands between them

	sentencesOnce sync.Once
	passages      pages[[]span]
}

// New returns the table of a text.
func New(text string) *Table { return &Table{text: replaceBroken(text)} }

// replaceBroken puts a control character in the place of every byte that is not UTF-8. It takes one
// byte, is one code point, and nothing joins it; so no offset changes, and nobody need think of broken
// bytes any more.
func replaceBroken(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	b := []byte(text)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			b[i] = '\x1a'
		}
		i += n
	}
	return string(b)
}

// span is a half-open range of bytes.
type span struct{ start, end int }

// place puts b inside the text and at the beginning of a code point.
func (t *Table) place(b int) int {
	b = min(max(b, 0), len(t.text))
	return RuneStart(t.text, b)
}

// RuneStart returns b, or the beginning of the code point that b is inside of; 0 <= b <= len(text).
func RuneStart(text string, b int) int {
	for b < len(text) && !utf8.RuneStart(text[b]) {
		b--
	}
	return b
}

// Trim takes white space off both ends of [start, end). It never cuts a grapheme cluster: a space that
// carries an accent stays. Of a range that is all white space it leaves the empty one at its start.
func (t *Table) Trim(start, end int) (int, int) {
	start, end = t.place(start), t.place(end)
	s, e := start, max(start, end)
	for s < e {
		r, n := utf8.DecodeRuneInString(t.text[s:e])
		if !unicode.IsSpace(r) {
			break
		}
		s += n
	}
	if s == e {
		return start, start
	}
	for {
		r, n := utf8.DecodeLastRuneInString(t.text[s:e])
		if !unicode.IsSpace(r) {
			break
		}
		e -= n
	}
	if s > start && !t.IsGrapheme(s) {
		s = max(start, t.PrevGrapheme(s))
	}
	if e < end && !t.IsGrapheme(e) {
		e = min(end, t.NextGrapheme(e))
	}
	return s, e
}
