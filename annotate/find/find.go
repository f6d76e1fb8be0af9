// Package find looks for words in a text as a reader would: "resume" finds “Résumé”, "don't" finds
// “don’t”, and a phrase is found across the end of a line.
//
// A [Query] is what is looked for, a hit where it was found: a range of bytes that splits no grapheme
// cluster. A [Scan] reads a part of a text from its start and gives the hits slice by slice, so that who
// asks can stop, or show what there is already, in a text of any length:
//
//	s := find.New(text, offset.New(text), find.Query{Words: "resume"}, 0, len(text))
//	for more := true; more; {
//		var hits []annotate.Span
//		hits, more = s.Next(1 << 18)
//		…
//	}
//
// Text and query are folded alike, and compared then. Folding takes every run of white space for one
// space, and typographic marks for those on the keyboard: “ is ", ’ is ', – is -. Unless the case counts,
// it also makes letters small and plain (see [offset.AppendPlain]) and drops the marks on them.
package find

import (
	"bytes"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// Query says what to look for.
type Query struct {
	Words string
	Case  bool // capitals and accents count
	Whole bool // only whole words
}

// Scan looks through a part of a text. It is not safe for use by several goroutines; several scans may
// share a table.
type Scan struct {
	text   string
	table  *offset.Table
	query  Query
	needle []byte
	end    int // hits begin before it

	at   int      // what is read next
	last int      // where the last hit ends
	buf  []byte   // what is folded and not looked through in full
	from []uint32 // for each byte of buf, the byte of the text at which its character begins
	fold folder
}

// New returns a scan for hits that begin at bytes in [start, end). Table must be that of the text.
func New(text string, table *offset.Table, q Query, start, end int) *Scan {
	s := &Scan{text: text, table: table, query: q, at: max(0, start), end: min(end, len(text)), last: -1, fold: folder{exact: q.Case}}
	s.needle = Fold(q.Words, q.Case)
	return s
}

// Fold returns a text as it is compared.
func Fold(text string, exact bool) []byte {
	f := folder{exact: exact}
	var out []byte
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		out = f.append(out, r)
		i += n
	}
	return out
}

// Next reads at least n bytes more and returns the hits in them, ascending and disjoint, and whether
// there is more to read. Hits that reach over the end of what is read come next time.
func (s *Scan) Next(n int) (hits []annotate.Span, more bool) {
	if len(s.needle) == 0 || s.at >= s.end && len(s.buf) == 0 {
		return nil, false
	}
	s.read(n)
	for begin := 0; ; {
		i := bytes.Index(s.buf[begin:], s.needle)
		if i < 0 {
			break
		}
		i += begin
		begin = i + 1
		start := int(s.from[i])
		if start >= s.end {
			return hits, false
		}
		if start < s.last {
			continue
		}
		end, ok := s.ends(start, i+len(s.needle))
		if ok {
			hits = append(hits, annotate.Span{Start: start, End: end})
			s.last = end
			begin = i + len(s.needle)
		}
	}
	keep := min(len(s.buf), len(s.needle)-1)
	s.buf = append(s.buf[:0], s.buf[len(s.buf)-keep:]...)
	s.from = append(s.from[:0], s.from[len(s.from)-keep:]...)
	if s.at >= len(s.text) || s.at >= s.end && (keep == 0 || int(s.from[0]) >= s.end) {
		return hits, false
	}
	return hits, true
}

// read folds n bytes of the text more, or a little over.
func (s *Scan) read(n int) {
	stop := min(len(s.text), s.at+max(n, 1))
	s.buf, s.from = slices.Grow(s.buf, stop-s.at+8), slices.Grow(s.from, stop-s.at+8)
	for s.at < stop {
		if c := s.text[s.at]; c < utf8.RuneSelf {
			if c = s.fold.ascii(c); c != 0 {
				s.buf, s.from = append(s.buf, c), append(s.from, uint32(s.at))
			}
			s.at++
			continue
		}
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		s.buf = s.fold.append(s.buf, r)
		for len(s.from) < len(s.buf) {
			s.from = append(s.from, uint32(s.at))
		}
		s.at += size
	}
}

// ends returns where the hit ends that is folded up to byte n of buf, and whether it is one: it splits no
// cluster, leaves out no mark that counts, and is made of whole words if these are asked for.
func (s *Scan) ends(start, n int) (end int, ok bool) {
	last := int(s.from[n-1])
	if !s.table.IsGrapheme(start) {
		return 0, false
	}
	if n < len(s.buf) && int(s.from[n]) == last {
		if r, _ := utf8.DecodeRune(s.buf[n:]); isAccent(r) {
			return 0, false
		}
	}
	_, size := utf8.DecodeRuneInString(s.text[last:])
	end = last + size
	for i := end; s.buf[n-1] == ' ' && i < len(s.text); {
		r, size := utf8.DecodeRuneInString(s.text[i:])
		i += size
		if unicode.IsSpace(r) {
			end = i
		} else if s.query.Case || !isDropped(r) {
			break
		}
	}
	for end < len(s.text) && !s.table.IsGrapheme(end) {
		r, size := utf8.DecodeRuneInString(s.text[end:])
		counts := isAccent(r) && (s.query.Case || !isDropped(r))
		if counts || !unicode.In(r, unicode.M, unicode.Cf) {
			return 0, false
		}
		end += size
	}
	return end, !s.query.Whole || !s.insideWord(start) && !s.insideWord(end)
}

// isAccent reports whether r makes another letter of the one before it. The vowel signs of Thai and of
// the scripts of India do not: a query without them is the beginning of the syllable.
func isAccent(r rune) bool {
	return unicode.In(r, unicode.Mn) && unicode.In(r, unicode.Inherited, unicode.Hebrew, unicode.Arabic, unicode.Syriac)
}

// insideWord reports whether a place has letters or digits of one word on both sides. Scripts that
// write no spaces have no such places here: each ideograph and syllable may be a word.
func (s *Scan) insideWord(p int) bool {
	before, after := s.text[:p], s.text[p:]
	for {
		r, n := utf8.DecodeLastRuneInString(before)
		if n > 0 && unicode.In(r, unicode.M, unicode.Cf) {
			before = before[:len(before)-n]
			continue
		}
		next, _ := utf8.DecodeRuneInString(after)
		return isWord(r) && isWord(next)
	}
}

func isWord(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsNumber(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer)
}

// folder folds a text character by character.
type folder struct {
	exact bool
	space bool // the last one was white space
}

// ascii folds a byte below 0x80; 0 is nothing, and so is what a text can hold of it.
func (f *folder) ascii(c byte) byte {
	if c == ' ' || c >= '\t' && c <= '\r' {
		if f.space {
			return 0
		}
		f.space = true
		return ' '
	}
	f.space = false
	if !f.exact && c >= 'A' && c <= 'Z' {
		c += 'a' - 'A'
	}
	return c
}

// commonRunes is up to where foldings are worked out once.
const commonRunes = 0x800

var commonFolded = sync.OnceValue(func() *[2][commonRunes]string {
	var all [2][commonRunes]string
	for r := rune(utf8.RuneSelf); r < commonRunes; r++ {
		all[0][r], all[1][r] = string(appendFolded(nil, r, false)), string(appendFolded(nil, r, true))
	}
	return &all
})

func (f *folder) append(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		if c := f.ascii(byte(r)); c != 0 {
			dst = append(dst, c)
		}
		return dst
	}
	n := len(dst)
	switch {
	case r >= commonRunes:
		dst = appendFolded(dst, r, f.exact)
	case f.exact:
		dst = append(dst, commonFolded()[1][r]...)
	default:
		dst = append(dst, commonFolded()[0][r]...)
	}
	if len(dst) == n {
		return dst
	}
	if f.space && len(dst) == n+1 && dst[n] == ' ' {
		return dst[:n]
	}
	f.space = dst[len(dst)-1] == ' '
	return dst
}

// appendFolded appends what a character above 0x7f is compared as, white space as one space.
func appendFolded(dst []byte, r rune, exact bool) []byte {
	if unicode.IsSpace(r) {
		return append(dst, ' ')
	}
	if c := typed(r); c != 0 {
		return append(dst, c)
	}
	if r >= 0x3400 && r <= 0x9fff { // ideographs that are what they are
		return utf8.AppendRune(dst, r)
	}
	if exact {
		var in, out [32]byte
		return append(dst, norm.NFD.Append(out[:0], in[:utf8.EncodeRune(in[:], r)]...)...)
	}
	n := len(dst)
	return dropMarks(offset.AppendPlain(dst, r), n)
}

// dropMarks takes out of dst, from n on, accents, points and what is not seen at all. Signs that are
// letters of their own, as in Thai and the scripts of India, stay.
func dropMarks(dst []byte, n int) []byte {
	out := dst[:n]
	for i := n; i < len(dst); {
		r, size := utf8.DecodeRune(dst[i:])
		if !isDropped(r) {
			out = append(out, dst[i:i+size]...)
		}
		i += size
	}
	return out
}

func isDropped(r rune) bool {
	switch {
	case r < 0x300 && r != '\u00ad':
		return false
	case unicode.Is(unicode.Cf, r):
		return true
	case r == '\u3099' || r == '\u309a': // が is no か
		return false
	}
	return isAccent(r)
}

// typed returns what a keyboard has for a typographic mark, or 0.
func typed(r rune) byte {
	switch r {
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '‘', '’', '‚', '‛', '‹', '›', 'ʼ', '′':
		return '\''
	case '‐', '‑', '‒', '–', '—', '―', '−':
		return '-'
	}
	return 0
}
