package suggest

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// How well a word of the query fits a word of a name, from 0 to 1.
const (
	sameWord     = 1.0
	begunWord    = 0.72 // and up to begunMore with the share of the word that is typed
	begunMore    = 0.2
	initialTyped = 0.62 // "D" for Dmitry
	sameInitial  = 0.66 // "D" for D.
	initialKnown = 0.5  // "Dmitry" for D.
	mistyped     = 0.9  // less slipCost for each slip, in shares of the word's length
	mistypedHead = 0.7  // as mistyped, of a word that is only begun
	slipCost     = 1.2
)

// What is added or taken for the query as a whole.
const (
	wholeName  = 0.05 // times the share of the name's letters that were typed
	otherOrder = 0.03
	fromStart  = 0.02 // where the first word typed begins the name's first
)

// The most words of a query or a name, and letters of a word, that are read.
const (
	mostWords   = 10
	mostLetters = 24
)

// word is a word with its place in the folded name.
type word struct {
	letters  []rune
	has      uint64 // a bit for each letter in it; some letters share a bit
	at       int    // byte of the folded text
	optional bool   // a title of the query, which counts only where the name has it
}

// reading is how a query fits a name by words.
type reading struct {
	score float64
	// clash says that either has a word that the other lacks: Ole Brandt is not Ida Brandt, but may well be
	// Ole Emil Brandt.
	clash bool
	fits  [mostWords]fit // by word of the query
}

// fit says which word of the name a word of the query is taken for, and how much of it.
type fit struct {
	score float64
	word  int // index of the name's word
	kind  fitKind
}

type fitKind byte

const (
	noFit fitKind = iota
	beginsFit
	initialFit // one letter of either stands for the other
	slipFit
)

// split cuts a folded text into words, at most mostWords of mostLetters.
func split(dst []word, room []rune, folded string) []word {
	at := 0
	for at < len(folded) && len(dst) < mostWords {
		end := at + len(folded[at:])
		if i := strings.IndexByte(folded[at:], ' '); i >= 0 {
			end = at + i
		}
		first, has := len(room), uint64(0)
		for _, r := range folded[at:end] {
			if len(room)-first == mostLetters {
				break
			}
			room = append(room, r)
			has |= 1 << (r % 64)
		}
		dst = append(dst, word{letters: room[first:len(room):len(room)], has: has, at: at})
		at = end + 1
	}
	return dst
}

// read fits the words of a query to those of a name, the longest first, each to the best one left.
func read(query, named []word) reading {
	var r reading
	var used [mostWords]bool
	weight, got, nameLetters, typedLetters := 0.0, 0.0, 0, 0
	for range query {
		longest := -1
		for i := range query {
			if r.fits[i].word == 0 && (longest < 0 || len(query[i].letters) > len(query[longest].letters)) {
				longest = i
			}
		}
		best := fit{word: -1}
		for j := range named {
			if used[j] {
				continue
			}
			if f := fitWord(query[longest], named[j]); f.score > best.score {
				f.word = j + 1
				best = f
			}
		}
		if query[longest].optional {
			if best.score < sameInitial {
				r.fits[longest] = fit{word: -1}
				continue
			}
			best.score = sameWord // "M" is a title and an initial: where the name has it, nothing is left open
		}
		if best.word > 0 {
			used[best.word-1] = true
		}
		r.fits[longest] = best
		w := float64(len(query[longest].letters) + 1)
		weight += w
		got += w * best.score
	}
	last, fitted, left := 0, 0, false
	ordered := true
	for i := range query {
		if r.fits[i].kind != noFit {
			fitted++
		} else {
			left = left || !query[i].optional
		}
		if f := &r.fits[i]; f.word > 0 {
			ordered = ordered && f.word > last
			last = f.word
			f.word--
			n := len(named[f.word].letters)
			typedLetters += min(n, len(query[i].letters))
		}
	}
	r.clash = left && fitted < len(named)
	for _, w := range named {
		nameLetters += len(w.letters)
	}
	if got == 0 || nameLetters == 0 {
		return reading{}
	}
	r.score = got/weight + wholeName*float64(typedLetters)/float64(nameLetters)
	if !ordered {
		r.score -= otherOrder
	}
	if f := r.fits[0]; (f.kind == beginsFit || f.kind == initialFit) && f.score < sameWord && f.word == 0 {
		r.score += fromStart
	}
	return r
}

// fitWord says how a typed word fits a word of a name.
func fitWord(query, candidate word) fit {
	typed, named := query.letters, candidate.letters
	n := commonHead(typed, named)
	switch {
	case n == len(typed) && n == len(named) && n == 1:
		return fit{score: sameInitial, kind: beginsFit}
	case n == len(typed) && n == len(named):
		return fit{score: sameWord, kind: beginsFit}
	case n == len(typed) && n == 1:
		return fit{score: initialTyped, kind: initialFit}
	case n == len(typed):
		return fit{score: begunWord + begunMore*float64(n)/float64(len(named)), kind: beginsFit}
	case n == 1 && len(named) == 1:
		return fit{score: initialKnown, kind: initialFit}
	}
	allowed := slipsAllowed(len(typed))
	strangers := bits.OnesCount64(query.has &^ candidate.has) // each takes a slip at least
	if allowed == 0 || len(named) < len(typed)-allowed || strangers > allowed {
		return fit{}
	}
	whole, head := slips(typed, named)
	best := fit{}
	if whole <= allowed {
		best = fit{score: mistyped - slipCost*float64(whole)/float64(max(len(typed), len(named))), kind: slipFit}
	}
	if s := mistypedHead - slipCost*float64(head)/float64(len(typed)); head <= allowed && s > best.score {
		best = fit{score: s, kind: slipFit}
	}
	return best
}

func commonHead(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// slipsAllowed is how many letters may be wrong, missing, too many or swapped in a word of n letters.
func slipsAllowed(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 7:
		return 1
	}
	return 2
}

// slips returns the distance between a typed word and a word of a name: the least number of letters
// left out, put in, changed or swapped with their neighbour (optimal string alignment); and the least
// distance to any beginning of the word.
func slips(typed, named []rune) (whole, head int) {
	var rows [3][mostLetters + 1]uint8
	before, above, row := &rows[0], &rows[1], &rows[2]
	for j := range named {
		above[j+1] = uint8(j + 1)
	}
	for i, t := range typed {
		row[0] = uint8(i + 1)
		for j, n := range named {
			d := min(above[j+1], row[j]) + 1
			if t == n {
				d = min(d, above[j])
			} else {
				d = min(d, above[j]+1)
			}
			if i > 0 && j > 0 && t == named[j-1] && typed[i-1] == n {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
		before, above, row = above, row, before
	}
	head = int(above[0])
	for j := range named {
		head = min(head, int(above[j+1]))
	}
	return int(above[len(named)]), head
}

// matched returns the bytes of the folded name at which letters begin that the query has, ascending
// within each word.
func (r *reading) matched(query, named []word) []int {
	var out []int
	for i := range query {
		f := r.fits[i]
		if f.kind == noFit {
			continue
		}
		w := named[f.word]
		keep := commonHead(query[i].letters, w.letters)
		common := make([]bool, len(w.letters))
		for k := range keep {
			common[k] = true
		}
		if f.kind == slipFit {
			commonLetters(query[i].letters, w.letters, common)
		}
		at := w.at
		for k, letter := range w.letters {
			if common[k] {
				out = append(out, at)
			}
			at += utf8.RuneLen(letter)
		}
	}
	return out
}

// commonLetters marks the letters of named in a longest common subsequence with typed.
func commonLetters(typed, named []rune, common []bool) {
	var length [mostLetters + 1][mostLetters + 1]uint8
	for i := len(typed) - 1; i >= 0; i-- {
		for j := len(named) - 1; j >= 0; j-- {
			if typed[i] == named[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(typed) && j < len(named); {
		switch {
		case typed[i] == named[j]:
			common[j] = true
			i++
			j++
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
}
