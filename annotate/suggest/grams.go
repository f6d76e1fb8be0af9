package suggest

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// gram is up to three letters in a row, packed; a border of the word counts as a letter. Pairs of
// initials are grams of their own.
type gram uint64

const (
	border   = 1       // before the first letter of a word, and after the last
	initials = 1 << 63 // marks a gram of two initials
	letter   = 21      // bits of a letter
)

func pack(a, b, c rune) gram { return gram(a)<<(2*letter) | gram(b)<<letter | gram(c) }

func initialPair(a, b rune) gram { return initials | pack(0, a, b) }

// wordGrams appends the grams of a word; open leaves out the one at its end, as more may be typed.
func wordGrams(dst []gram, word string, open bool) []gram {
	a, b, n := rune(0), rune(border), 0
	for _, r := range word {
		dst = append(dst, pack(a, b, r)) // the first one holds the initial alone
		a, b = b, r
		n++
	}
	if !open && n > 1 {
		dst = append(dst, pack(a, b, border))
	}
	return dst
}

// nameGrams appends the grams of a name: those of its words, and the pairs of initials of words that
// follow one another, and of the first word with the last. Some may come twice.
func nameGrams(dst []gram, folded string) []gram {
	var first, previous rune
	for folded != "" {
		var w string
		w, folded, _ = strings.Cut(folded, " ")
		dst = wordGrams(dst, w, false)
		initial, _ := utf8.DecodeRuneInString(w)
		if previous != 0 {
			dst = append(dst, initialPair(previous, initial), initialPair(first, initial))
		} else {
			first = initial
		}
		previous = initial
	}
	return dst
}

// longestInitials is how many letters without a space may be read as initials.
const longestInitials = 5

// queryGrams returns the grams to look for.
func queryGrams(words []string) []gram {
	var out []gram
	var previous rune
	for i, w := range words {
		out = wordGrams(out, w, i == len(words)-1)
		initial, _ := utf8.DecodeRuneInString(w)
		if previous != 0 {
			out = append(out, initialPair(previous, initial))
		}
		previous = initial
	}
	if letters := []rune(words[0]); len(words) == 1 && len(letters) <= longestInitials {
		for i := 1; i < len(letters); i++ {
			out = append(out, initialPair(letters[i-1], letters[i]))
		}
	}
	return unique(out)
}

func unique(gs []gram) []gram {
	slices.Sort(gs)
	return slices.Compact(gs)
}

// The buckets of a book's grams. Those of plain letters and digits have one each; the others share.
const (
	symbols      = 38 // no letter, border, a to z, 0 to 9
	pairBuckets  = symbols * symbols * symbols
	otherBuckets = pairBuckets + symbols*symbols
	sharedBits   = 17
	buckets      = otherBuckets + 1<<sharedBits
)

// symbol numbers the plain letters and digits; 255 for any other.
var symbol = func() (s [128]uint8) {
	for i := range s {
		s[i] = 255
	}
	s[0], s[border] = 0, 1
	for i := range 26 {
		s['a'+i] = uint8(2 + i)
	}
	for i := range 10 {
		s['0'+i] = uint8(28 + i)
	}
	return s
}()

// bucket returns where a book keeps the names that have a gram.
func bucket(g gram) uint32 {
	const mask = 1<<letter - 1
	a, b, c := uint32(g>>(2*letter))&mask, uint32(g>>letter)&mask, uint32(g)&mask
	if a|b|c < 128 {
		x, y, z := uint32(symbol[a]), uint32(symbol[b]), uint32(symbol[c])
		if x|y|z != 255 && x < symbols && y < symbols && z < symbols {
			if g&initials != 0 {
				return pairBuckets + y*symbols + z
			}
			return (x*symbols+y)*symbols + z
		}
	}
	return otherBuckets + uint32(uint64(g)*0x9E3779B97F4A7C15>>(64-sharedBits))
}
