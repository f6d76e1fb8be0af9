package offset

import (
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
)

// SentenceAt returns the sentence that holds byte b, without the white space around it. The white space
// after a sentence belongs to it here, so that a caret at the end of a paragraph is in its last
// sentence. Where the text has no sentence at or before b, it returns the first one; where it has none
// at all, the empty range at b.
//
// Sentences are those of Annex 29, with these differences:
//
//   - an abbreviation ends no sentence ("Mr. Smith", "Sept. 28", "e.g. this"); one that may stand last
//     ("U.S.", "Inc.", "p.m.", an initial) ends it only before a word that begins sentences ("The");
//   - nothing ends before a small letter: “Really?” he asked;
//   - a closing guillemet that is set off by a space goes with what it closes;
//   - a line feed ends a sentence, but not in a paragraph that is broken at about the same width
//     throughout, nor between a long line and a small letter. An empty line always does;
//   - so do more than 64 marks or spaces in a row.
func (t *Table) SentenceAt(b int) (start, end int) {
	b = t.place(b)
	i, n, ss := t.sentencesFrom(b)
	for n == 0 { // begins on an earlier page
		if i = t.passages.before(i); i < 0 {
			return t.firstSentence(b)
		}
		ss = t.passages.get(i).known
		n = len(ss)
	}
	return ss[n-1].start, ss[n-1].end
}

// firstSentence returns the first sentence of the text, or the empty range at b.
func (t *Table) firstSentence(b int) (start, end int) {
	for i := 0; i >= 0; i = t.passages.after(i) {
		if ss := t.passages.get(i).known; len(ss) > 0 {
			return ss[0].start, ss[0].end
		}
	}
	return b, b
}

// NextSentence returns the start of the first sentence that begins after b, or the end of the text.
func (t *Table) NextSentence(b int) int {
	i, n, ss := t.sentencesFrom(t.place(b))
	for n == len(ss) {
		if i = t.passages.after(i); i < 0 {
			return len(t.text)
		}
		n, ss = 0, t.passages.get(i).known
	}
	return ss[n].start
}

// PrevSentence returns the start of the last sentence that begins before b, or 0.
func (t *Table) PrevSentence(b int) int {
	b = t.place(b)
	if b == 0 {
		return 0
	}
	i, n, ss := t.sentencesFrom(b - 1)
	for n == 0 {
		if i = t.passages.before(i); i < 0 {
			return 0
		}
		ss = t.passages.get(i).known
		n = len(ss)
	}
	return ss[n-1].start
}

// sentencesFrom returns the page that holds b, its sentences, and how many of them begin at or before b.
func (t *Table) sentencesFrom(b int) (page, n int, ss []span) {
	x := t.sentences()
	page = x.at(b)
	ss = x.get(page).known
	n, found := slices.BinarySearchFunc(ss, b, func(s span, b int) int { return s.start - b })
	if found {
		n++
	}
	return page, n, ss
}

func (t *Table) sentences() *pages[[]span] {
	t.sentencesOnce.Do(func() {
		t.passages = newPages(len(t.text), t.afterEmptyLine, func(start, end int, into *[]span) {
			var cut cutting
			for from, to := range Paragraphs(t.text[start:end]) {
				for _, s := range cut.sentences(t.text[start+from : start+to]) {
					t.addSentence(start+from+s.start, start+from+s.end, into)
				}
			}
			*into = slices.Clip(*into)
		})
	})
	return &t.passages
}

// afterEmptyLine returns the first place in [from, to) that follows an empty line, or -1. No sentence and
// no paragraph runs over it.
func (t *Table) afterEmptyLine(from, to int) int {
	for at := from; at < to; {
		i := strings.IndexByte(t.text[at:to], '\n')
		if i < 0 {
			return -1
		}
		line := at + i + 1
		end := strings.IndexByte(t.text[line:to], '\n')
		if end < 0 {
			return -1
		}
		if strings.TrimSpace(t.text[line:line+end]) == "" && line+end+1 < to {
			return line + end + 1
		}
		at = line
	}
	return -1
}

// addSentence keeps what is left of [start, end) without white space, at the borders of clusters.
func (t *Table) addSentence(start, end int, into *[]span) {
	start, end = t.Trim(start, end)
	if start == end {
		return
	}
	start, end = t.SnapOut(start, end)
	if n := len(*into); n > 0 && start < (*into)[n-1].end {
		(*into)[n-1].end = max(end, (*into)[n-1].end)
		return
	}
	*into = append(*into, span{start, end})
}

// Lines of a paragraph that was broken by hand or by an old program have about this many code points.
const (
	wrapMin = 40
	wrapMax = 100
)

// Paragraphs yields the ranges [start, end) of a text that no sentence runs beyond, ascending, each with
// the line feed that ends it and without empty lines. Most are one line; lines that were one line of
// thought before something broke them belong together, as [Table.SentenceAt] says.
func Paragraphs(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		var lines []span // that no empty line parts
		for s := 0; s <= len(text); {
			e := len(text)
			if i := strings.IndexByte(text[s:], '\n'); i >= 0 {
				e = s + i + 1
			}
			if strings.TrimSpace(text[s:e]) != "" {
				lines = append(lines, span{s, e})
			} else {
				for _, p := range joinLines(text, lines) {
					if !yield(p.start, p.end) {
						return
					}
				}
				lines = lines[:0]
			}
			if s = e; e == len(text) && len(lines) == 0 {
				return
			}
		}
	}
}

// joinLines unites the lines of a paragraph that are one line of thought.
func joinLines(text string, lines []span) []span {
	if len(lines) < 2 {
		return lines
	}
	wrapped := len(lines) > 2
	for i := 0; wrapped && i < len(lines)-1; i++ {
		wrapped = isWrapped(text[lines[i].start:lines[i].end], wrapMax)
	}
	var out []span
	for i, l := range lines {
		if i > 0 && (wrapped || beginsSmall(text[l.start:l.end]) && isWrapped(text[lines[i-1].start:lines[i-1].end], len(text))) {
			out[len(out)-1].end = l.end
			continue
		}
		out = append(out, l)
	}
	return out
}

// isWrapped reports whether a line has from wrapMin to at most code points.
func isWrapped(line string, atMost int) bool {
	n := utf8.RuneCountInString(strings.TrimSpace(line))
	return wrapMin <= n && n <= atMost
}

func beginsSmall(line string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(line, unicode.IsSpace))
	return unicode.IsLower(r)
}

// cutting cuts paragraphs one after another, in the same memory.
type cutting struct{ annex, out []span }

// sentences returns the sentences of a paragraph, with the white space after them, until it is asked again.
func (c *cutting) sentences(text string) []span {
	out := c.out[:0]
	unbroken := unbreak(text)
	c.annex = annexSentences(unbroken, c.annex[:0])
	for _, s := range c.annex {
		if len(out) == 0 {
			out = append(out, s)
			continue
		}
		last := &out[len(out)-1]
		if n := closingHead(unbroken[s.start:s.end]); n > 0 {
			last.end += n
			s.start += n
		}
		if s.start == s.end || goesOn(unbroken[last.start:last.end], unbroken[s.start:s.end]) {
			last.end = s.end
		} else {
			out = append(out, s)
		}
	}
	c.out = out
	return out
}

var lineEnds = strings.NewReplacer("\r\n", "  ", "\n", " ")

// unbreak puts spaces where a paragraph has line ends, so that Annex 29 reads over them. At the last one it ends anyway.
func unbreak(text string) string {
	if i := strings.IndexByte(text, '\n'); i < 0 || i == len(text)-1 {
		return text
	}
	return lineEnds.Replace(text)
}

// longestRun is how many characters without a letter or digit may stand in a row within one sentence.
// The rules of Annex 29 look ahead over such a run from each of its characters; without a limit, a
// megabyte of spaces after a full stop would take hours.
const longestRun = 64

// annexSentences appends the parts of a text as Annex 29 cuts it, and after longestRun.
func annexSentences(text string, out []span) []span {
	for _, part := range cutRuns(text) {
		for at := part.start; at < part.end; {
			end := annexEnd(text[:part.end], at)
			out = append(out, span{at, end})
			at = end
		}
	}
	return out
}

// cutRuns cuts a text after longestRun.
func cutRuns(text string) []span {
	if !mayRun(text) {
		return []span{{0, len(text)}}
	}
	var out []span
	start, run := 0, 0
	for i, r := range text {
		if isWordRune(r) {
			run = 0
		} else if run++; run > longestRun {
			out = append(out, span{start, i})
			start, run = i, 1
		}
	}
	return append(out, span{start, len(text)})
}

// annexEnd returns the end of the sentence of Annex 29 that begins at s. Nothing ends one but what terminates it, so
// the rules are asked from the character before that on, and where the next sentence plainly begins not at all.
func annexEnd(text string, s int) int {
	p := terminator(text, s)
	if p == len(text) {
		return p
	}
	if text[p] == '.' || text[p] == '!' || text[p] == '?' {
		e := p + 1
		for e < len(text) && (text[e] == '"' || text[e] == ')') {
			e++
		}
		if strings.HasPrefix(text[e:], "”") {
			e += len("”")
		}
		if e+1 < len(text) && text[e] == ' ' {
			next := strings.TrimPrefix(text[e+1:], "“")
			if next != "" && next[0] >= 'A' && next[0] <= 'Z' {
				return e + 1
			}
		}
	}
	from := p
	if p > s {
		for from--; from > s && text[from] >= utf8.RuneSelf; {
			from--
		}
		if text[from] >= utf8.RuneSelf {
			from = s
		}
	}
	it := sentences.FromString(text[from:])
	it.Next()
	return from + it.End()
}

// terminator returns the first place from s on at which something stands that may end a sentence, or the end. A full
// stop before a small letter or a digit does not.
func terminator(text string, s int) int {
	for i := s; i < len(text); {
		c := text[i]
		switch {
		case c == '.':
			if i+1 == len(text) || (text[i+1] < 'a' || text[i+1] > 'z') && sorts[text[i+1]] != digitByte {
				return i
			}
		case c == '!', c == '?', c == '\n', c == '\r':
			return i
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRuneInString(text[i:])
			if !endsNone(r) {
				return i
			}
			i += n - 1
		}
		i++
	}
	return len(text)
}

// endsNone reports whether a character is known to end no sentence, as most are.
func endsNone(r rune) bool {
	switch {
	case r < '\u2010':
		return r > '\u0085' && r < '\u0589'
	case r < '\u2028':
		return r != '\u2024'
	}
	return r >= '\u3041' && r <= '\u30ff' || r >= '\u4e00' && r <= '\u9fff' || r >= '\uac00' && r <= '\ud7a3'
}

// mayRun reports whether a text may have more than longestRun bytes without an ASCII letter or digit in a row. It looks at few
// of its bytes.
func mayRun(text string) bool {
	plain := func(c byte) bool { return sorts[c]-letterByte <= digitByte-letterByte }
	for from := 0; len(text)-from > longestRun; {
		at := from + longestRun
		for at >= from && !plain(text[at]) {
			at--
		}
		if at < from {
			return true
		}
		from = at + 1
	}
	return false
}

// closingHead returns how many bytes at the beginning of s belong to what stands before: a closing
// guillemet that a space sets off on both sides, as French has it, and the white space after it.
func closingHead(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r != '»' && r != '›' {
		return 0
	}
	next, _ := utf8.DecodeRuneInString(s[n:])
	if n < len(s) && !unicode.IsSpace(next) && !unicode.IsPunct(next) {
		return 0
	}
	return len(s) - len(strings.TrimLeftFunc(s[n:], unicode.IsSpace))
}

// goesOn reports whether right, which Annex 29 would begin a sentence with, continues left.
func goesOn(left, right string) bool {
	if !strings.ContainsFunc(right, isWordRune) {
		return true
	}
	next := strings.TrimLeftFunc(right, func(r rune) bool { return unicode.IsSpace(r) || isOpening(r) })
	first, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(first) {
		return true
	}
	body := strings.TrimRightFunc(left, unicode.IsSpace)
	last, size := utf8.DecodeLastRuneInString(body)
	if isClosing(last) {
		// 「行こう。」と言った: the particle that reports what was said
		return len(body) == len(left) && unicode.Is(unicode.Hiragana, first)
	}
	if last != '.' {
		return false
	}
	return abbreviates(body[:len(body)-size], next)
}

func isOpening(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.IndexByte(`([{"'-`, byte(r)) >= 0
	}
	return unicode.In(r, unicode.Ps, unicode.Pi) || strings.ContainsRune(`"'„‚»›”’-–—`, r)
}

func isClosing(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.IndexByte(`)]}"'`, byte(r)) >= 0
	}
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi)
}
