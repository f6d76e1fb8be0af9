package offset

import (
	"fmt"
	"math/bits"
	"slices"
	"unicode/utf8"
)

// unitStep is the distance in bytes between two checkpoints. A conversion finds its checkpoint by one
// division or one binary search and then counts at most this far.
const unitStep = 256

// units counts code points and UTF-16 units before every checkpoint. The slices are nil where every
// byte is one of each, so that plain ASCII costs nothing.
type units struct {
	runes, utf16           []int // at the code point that holds byte k*unitStep
	runeTotal, utf16Length int
}

func (t *Table) units() *units {
	t.unitsOnce.Do(func() { t.counts = countUnits(t.text) })
	return &t.counts
}

func countUnits(text string) units {
	if isASCII(text) {
		return units{runeTotal: len(text), utf16Length: len(text)}
	}
	n := len(text)/unitStep + 1
	u := units{runes: make([]int, 0, n), utf16: make([]int, 0, n)}
	at := 0
	for k := range n {
		b := RuneStart(text, k*unitStep)
		runes, wide := count(text[at:b])
		u.runeTotal += runes
		u.utf16Length += runes + wide
		u.runes = append(u.runes, u.runeTotal)
		u.utf16 = append(u.utf16, u.utf16Length)
		at = b
	}
	runes, wide := count(text[at:])
	u.runeTotal += runes
	u.utf16Length += runes + wide
	return u
}

// CodePoints returns how many code points a text has that is UTF-8.
func CodePoints(text string) int {
	n, _ := count(text)
	return n
}

// count returns how many code points a text has, and how many of them are two units in UTF-16. It looks at eight
// bytes at once: a code point is a byte that continues none, and a wide one begins with 0xF0 or more.
func count(text string) (runes, wide int) {
	const high, low = 0x8080808080808080, 0x0101010101010101
	for len(text) >= 8 {
		x := eight(text)
		text = text[8:]
		if x&high == 0 {
			runes += 8
			continue
		}
		runes += 8 - bits.OnesCount64(x>>7&^(x>>6)&low)
		wide += bits.OnesCount64(x >> 7 & (x >> 6) & (x >> 5) & (x >> 4) & low)
	}
	for i := range len(text) {
		if text[i]&0xc0 != 0x80 {
			runes++
		}
		if text[i] >= 0xf0 {
			wide++
		}
	}
	return runes, wide
}

func isASCII(text string) bool {
	for len(text) >= 8 {
		if eight(text)&0x8080808080808080 != 0 {
			return false
		}
		text = text[8:]
	}
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// eight returns the first eight bytes as a number, the first one lowest.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// utf16Width returns how many UTF-16 code units a code point takes.
func utf16Width(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// Runes returns the number of code points before byte b.
func (t *Table) Runes(b int) int {
	b = t.place(b)
	u := t.units()
	if u.runes == nil {
		return b
	}
	k := b / unitStep
	n, _ := count(t.text[RuneStart(t.text, k*unitStep):b])
	return u.runes[k] + n
}

// RuneCount returns the number of code points of the text.
func (t *Table) RuneCount() int { return t.units().runeTotal }

// FromRunes returns the byte offset of code point n; for n = RuneCount that is the end of the text.
// It is an error where n is outside the text.
func (t *Table) FromRunes(n int) (int, error) {
	u := t.units()
	if n < 0 || n > u.runeTotal {
		return 0, fmt.Errorf("code point %d is outside the text, which has %d", n, u.runeTotal)
	}
	if u.runes == nil {
		return n, nil
	}
	k := checkpoint(u.runes, n)
	b := RuneStart(t.text, k*unitStep)
	i := u.runes[k]
	for n-i >= 8 && len(t.text)-b >= 8 { // eight bytes have at most eight code points
		runes, _ := count(t.text[b : b+8])
		i += runes
		b += 8
	}
	for b < len(t.text) && t.text[b]&0xc0 == 0x80 {
		b++ // the rest of what was counted
	}
	for ; i < n; i++ {
		_, size := utf8.DecodeRuneInString(t.text[b:])
		b += size
	}
	return b, nil
}

// UTF16 returns the number of UTF-16 code units before byte b.
func (t *Table) UTF16(b int) int {
	b = t.place(b)
	u := t.units()
	if u.utf16 == nil {
		return b
	}
	k := b / unitStep
	n, wide := count(t.text[RuneStart(t.text, k*unitStep):b])
	return u.utf16[k] + n + wide
}

// FromUTF16 returns the byte offset of UTF-16 code unit n; at the end of the text n may be its length.
// It is an error where n is outside the text or between the halves of a surrogate pair.
func (t *Table) FromUTF16(n int) (int, error) {
	u := t.units()
	if n < 0 || n > u.utf16Length {
		return 0, fmt.Errorf("UTF-16 unit %d is outside the text, which has %d", n, u.utf16Length)
	}
	if u.utf16 == nil {
		return n, nil
	}
	k := checkpoint(u.utf16, n)
	b := RuneStart(t.text, k*unitStep)
	i := u.utf16[k]
	for n-i >= 9 && len(t.text)-b >= 8 { // eight bytes begin code points of at most nine units
		runes, wide := count(t.text[b : b+8])
		i += runes + wide
		b += 8
	}
	for b < len(t.text) && t.text[b]&0xc0 == 0x80 {
		b++ // the rest of what was counted
	}
	for i < n {
		r, size := utf8.DecodeRuneInString(t.text[b:])
		if i += utf16Width(r); i > n {
			return 0, fmt.Errorf("UTF-16 unit %d is in the middle of the surrogate pair of %q at byte %d", n, r, b)
		}
		b += size
	}
	return b, nil
}

// checkpoint returns the index of the last count that is at most n.
func checkpoint(counts []int, n int) int {
	k, found := slices.BinarySearch(counts, n)
	if found {
		return k
	}
	return k - 1
}

// FromBytes returns n where it is the border of a code point of the text. It is an error where n is
// outside the text or inside a code point.
func (t *Table) FromBytes(n int) (int, error) {
	if n < 0 || n > len(t.text) {
		return 0, fmt.Errorf("byte %d is outside the text, which has %d", n, len(t.text))
	}
	if RuneStart(t.text, n) != n {
		return 0, fmt.Errorf("byte %d is in the middle of a character", n)
	}
	return n, nil
}

// Graphemes returns the number of grapheme clusters that begin before byte b.
func (t *Table) Graphemes(b int) int {
	b = t.place(b)
	c := t.clusterCounts()
	k := b / unitStep
	n := c[k].count
	for at := c[k].at; at < b; n++ {
		at = t.NextGrapheme(at)
	}
	return n
}

// FromGraphemes returns the byte at which grapheme cluster n begins; at the end of the text n may be
// their number. It is an error where n is outside the text.
func (t *Table) FromGraphemes(n int) (int, error) {
	c := t.clusterCounts()
	if n < 0 {
		return 0, fmt.Errorf("character %d is outside the text", n)
	}
	k, found := slices.BinarySearchFunc(c, n, func(p counted, n int) int { return p.count - n })
	if !found {
		k--
	}
	at := c[k].at
	for i := c[k].count; i < n; i++ {
		if at == len(t.text) {
			return 0, fmt.Errorf("character %d is outside the text, which has %d", n, i)
		}
		at = t.NextGrapheme(at)
	}
	return at, nil
}

// counted is a border of clusters and how many begin before it.
type counted struct{ at, count int }

// clusterCounts returns, for every checkpoint, the last border of clusters at or before it.
func (t *Table) clusterCounts() []counted {
	t.clusterOnce.Do(func() {
		out := make([]counted, 0, len(t.text)/unitStep+1)
		at, n := 0, 0
		for k := 0; k <= len(t.text)/unitStep; k++ {
			for ; at < len(t.text) && t.NextGrapheme(at) <= k*unitStep; n++ {
				at = t.NextGrapheme(at)
			}
			out = append(out, counted{at, n})
		}
		t.clusterCount = out
	})
	return t.clusterCount
}
