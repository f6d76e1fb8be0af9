package offset

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func (t *Table) graphemes() *sparse {
	t.clustersOnce.Do(func() { t.clusters = newSparse(len(t.text), t.clusterEnd, t.atClusterBreak) })
	return t.clusters
}

// atClusterBreak reports whether p is between two clusters whatever stands around: between characters that
// join nothing, after a line feed, or between two ideographs.
func (t *Table) atClusterBreak(p int) bool {
	return t.betweenLone(p) || t.text[p-1] == '\n' || t.betweenIdeographs(p)
}

// betweenIdeographs reports whether p is between two characters from U+4000 to U+9FFF.
func (t *Table) betweenIdeographs(p int) bool {
	ideograph := func(b byte) bool { return b >= 0xe4 && b <= 0xe9 }
	return p >= 3 && ideograph(t.text[p]) && ideograph(t.text[p-3])
}

// clusterEnd returns the end of the grapheme cluster that begins at s.
func (t *Table) clusterEnd(s int) int {
	if e := s + loneSize(t.text, s); e > s && (e == len(t.text) || t.betweenLone(e)) {
		return e
	}
	it := graphemes.FromString(t.text[s:])
	it.Next()
	return s + it.End()
}

// betweenLone reports whether p is between two lone characters, which always are two clusters unless they are CR LF;
// 0 < p < length.
func (t *Table) betweenLone(p int) bool {
	a, b := t.text[p-1], t.text[p]
	if a < utf8.RuneSelf && b < utf8.RuneSelf {
		return a != '\r' || b != '\n'
	}
	if loneSize(t.text, p) == 0 {
		return false
	}
	return a < utf8.RuneSelf || p >= 2 && loneSize(t.text, p-2) == 2 || p >= 3 && loneSize(t.text, p-3) == 3
}

// loneSize returns how many bytes the character at byte p has if it joins no other but that CR joins LF, as is seen
// without its properties: ASCII, the letters of most of Europe, and dashes and quotation marks; 0 for others and
// where none begins.
func loneSize(text string, p int) int {
	switch c := text[p]; {
	case c < utf8.RuneSelf:
		return 1
	case c >= 0xc2 && c <= 0xcb || c >= 0xce && c <= 0xd1: // U+0080 to U+02FF, U+0380 to U+047F
		return 2
	case c == 0xe2 && text[p+1] == 0x80 && text[p+2] >= 0x90 && text[p+2] <= 0xa7: // U+2010 to U+2027
		return 3
	}
	return 0
}

// IsGrapheme reports whether b is at the border of a grapheme cluster. The ends of the text are;
// offsets outside it are not, nor are those inside a code point.
func (t *Table) IsGrapheme(b int) bool {
	switch {
	case b < 0 || b > len(t.text):
		return false
	case b == 0 || b == len(t.text) || t.betweenLone(b):
		return true
	}
	return t.graphemes().at(b).start == b
}

// NextGrapheme returns the first border of a cluster after b, or the end of the text.
func (t *Table) NextGrapheme(b int) int {
	if b = t.place(b); b == len(t.text) {
		return b
	}
	if e := b + loneSize(t.text, b); e > b && (e == len(t.text) || t.betweenLone(e)) {
		return e
	}
	return t.graphemes().at(b).end
}

// PrevGrapheme returns the last border of a cluster before b, or 0.
func (t *Table) PrevGrapheme(b int) int {
	if b = t.place(b); b == 0 {
		return 0
	}
	return t.graphemes().at(b - 1).start
}

// SnapOut returns the smallest range of whole clusters that holds [start, end). A start beyond the end
// counts as the end.
func (t *Table) SnapOut(start, end int) (int, int) {
	end = min(max(end, 0), len(t.text))
	start = min(max(start, 0), end)
	if !t.IsGrapheme(start) {
		start = t.graphemes().at(start).start
	}
	if !t.IsGrapheme(end) {
		end = t.graphemes().at(end).end
	}
	return start, end
}
