package offset

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

func (t *Table) graphemes() *sparse {
	t.clustersOnce.Do(func() { t.clusters = newSparse(len(t.text), t.clusterEnd, t.atClusterBreak) })
	return t.clusters
}

// atClusterBreak reports whether p is between two clusters whatever stands around: between ASCII bytes,
// after a line feed, or between two ideographs.
func (t *Table) atClusterBreak(p int) bool {
	return t.betweenASCII(p) || t.text[p-1] == '\n' || t.betweenIdeographs(p)
}

// betweenIdeographs reports whether p is between two characters from U+4000 to U+9FFF.
func (t *Table) betweenIdeographs(p int) bool {
	ideograph := func(b byte) bool { return b >= 0xe4 && b <= 0xe9 }
	return p >= 3 && ideograph(t.text[p]) && ideograph(t.text[p-3])
}

// clusterEnd returns the end of the grapheme cluster that begins at s.
func (t *Table) clusterEnd(s int) int {
	if s+1 == len(t.text) || t.betweenASCII(s+1) {
		return s + 1
	}
	it := graphemes.FromString(t.text[s:])
	it.Next()
	return s + it.End()
}

// betweenASCII reports whether p is between two ASCII bytes, which always are two clusters unless
// they are CR LF; 0 < p < length.
func (t *Table) betweenASCII(p int) bool {
	a, b := t.text[p-1], t.text[p]
	return a < utf8.RuneSelf && b < utf8.RuneSelf && (a != '\r' || b != '\n')
}

// besidePunctuation reports whether p is between ASCII and one of the dashes, quotation marks and dots from U+2010 to
// U+2027, or between two of these, which nothing joins; 0 < p < length.
func (t *Table) besidePunctuation(p int) bool {
	mark := func(s string) bool {
		return len(s) >= 3 && s[0] == 0xe2 && s[1] == 0x80 && s[2] >= 0x90 && s[2] <= 0xa7
	}
	return (t.text[p-1] < utf8.RuneSelf || mark(t.text[max(0, p-3):p])) && (mark(t.text[p:]) || t.text[p] < utf8.RuneSelf && t.text[p-1] >= utf8.RuneSelf)
}

// IsGrapheme reports whether b is at the border of a grapheme cluster. The ends of the text are;
// offsets outside it are not, nor are those inside a code point.
func (t *Table) IsGrapheme(b int) bool {
	switch {
	case b < 0 || b > len(t.text):
		return false
	case b == 0 || b == len(t.text) || t.betweenASCII(b) || t.besidePunctuation(b):
		return true
	}
	return t.graphemes().at(b).start == b
}

// NextGrapheme returns the first border of a cluster after b, or the end of the text.
func (t *Table) NextGrapheme(b int) int {
	if b = t.place(b); b == len(t.text) {
		return b
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
