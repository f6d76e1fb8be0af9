// Package unspaced finds the words of scripts that are written without spaces between them: Thai, Lao, Khmer
// and Burmese. Unicode's rules leave these to dictionaries (UAX #14, class SA; UAX #29); the dictionaries here are
// those of ICU, under the licence beside them.
//
// Its words:
//
//   - a seam is a place between two characters where a syllable may begin. No word ends elsewhere, known or not: not before a
//     vowel sign or a tone mark, not behind a vowel that is written before its consonant, not before a
//     consonant that closes the syllable by a mark of its own,
//   - a word is one of the dictionary's between two seams, or a short run of syllables that is none, as in a name.
//
// A word depends on what follows it, not on what is before: whoever begins at the start of a word finds the same
// words as whoever began earlier. Only so much is looked at ahead as some words take, so that a question costs
// the same in a text of any length.
package unspaced

import (
	"unicode/utf8"
)

// script is one of the scripts with its dictionary.
type script struct {
	base rune // of the block; the dictionary numbers characters from it
	file string
	dict dictionary
}

var (
	thai    = &script{base: 0x0E00, file: "thai.txt.gz"}
	lao     = &script{base: 0x0E80, file: "lao.txt.gz"}
	burmese = &script{base: 0x1000, file: "burmese.txt.gz"}
	khmer   = &script{base: 0x1780, file: "khmer.txt.gz"}
)

// of returns the script of a letter or mark; nil for digits, punctuation and all else.
func of(r rune) *script {
	switch {
	case r < 0x0E01 || r > 0x17DD:
	case r <= 0x0E3A || r >= 0x0E40 && r <= 0x0E4E:
		return thai
	case r >= 0x0E81 && r <= 0x0ECE || r >= 0x0EDC && r <= 0x0EDF:
		return lao
	case r >= 0x1000 && r <= 0x103F || r >= 0x1050 && r <= 0x108F || r >= 0x109A && r <= 0x109F:
		return burmese
	case r >= 0x1780 && r <= 0x17D3 || r == 0x17D7 || r >= 0x17DC:
		return khmer
	}
	return nil
}

// Has reports whether a text may have words that this package finds. It is quick, and right but for text of
// neighbouring blocks.
func Has(s string) bool {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == 0xE0 && s[i+1] >= 0xB8 && s[i+1] <= 0xBB || s[i] == 0xE1 && (s[i+1] <= 0x82 || s[i+1] == 0x9E || s[i+1] == 0x9F) {
			return true
		}
	}
	return false
}

// The costs of what a passage is cut into: the fewest words are the likeliest.
const (
	known   = 10 // for each word
	tiny    = 12 // and for one of a single syllable of one letter, of which names could be made
	unknown = 40 // for each syllable that is in no word
)

const (
	ahead   = 12 // seams that are looked at to find where a word ends
	longest = 12 // seams in a word that the dictionary does not know
)

// Next returns the length in bytes of the word that a text begins with; 0 where it begins with no letter of
// these scripts. The text must begin at the start of a word or of a run of these letters.
func Next(s string) int {
	first, _ := utf8.DecodeRuneInString(s)
	sc := of(first)
	if sc == nil {
		return 0
	}
	var p passage
	p.read(sc, s)
	return p.next(&sc.dict)
}

// passage is the beginning of a run of one script.
type passage struct {
	script *script
	codes  [mostCodes]uint8 // its characters, from the script's base
	at     [mostCodes + 1]int
	seam   [mostCodes + 1]bool
	n      int // characters
	least  [mostCodes + 1]int32
	length [mostCodes]uint8 // characters of the word that is best from here; 0 where there is none
}

// mostCodes is how many characters are looked at: those of so many syllables as are looked ahead, and a word
// beyond.
const mostCodes = 96

// read reads the run that a text begins with, up to some words.
func (p *passage) read(sc *script, s string) {
	p.script = sc
	for i, r := range s {
		if p.n == mostCodes || of(r) != sc {
			break
		}
		p.at[p.n] = i
		p.codes[p.n] = uint8(r - sc.base)
		p.n++
		p.at[p.n] = i + utf8.RuneLen(r)
	}
	p.seam[0], p.seam[p.n] = true, true
	for i := 1; i < p.n; i++ {
		p.seam[i] = p.opens(i)
	}
}

// next returns the length in bytes of the first word.
func (p *passage) next(d *dictionary) int {
	d.load(p.script.file, p.script.base)
	stop, seams := 0, 0 // what is looked at
	for stop < p.n && seams < ahead {
		stop++
		if p.seam[stop] {
			seams++
		}
	}
	for i := stop - 1; i >= 0; i-- {
		if p.seam[i] {
			p.cut(d, i, stop)
		}
	}
	if n := int(p.length[0]); n > 0 {
		return p.at[n]
	}
	end := 0
	for n := 0; n < longest && end < stop && p.length[end] == 0; n++ {
		end = p.after(end)
	}
	return p.at[end]
}

// after returns the seam behind a place.
func (p *passage) after(i int) int {
	for i++; !p.seam[i]; i++ {
	}
	return i
}

// cut finds how the characters from a seam on are cut best; what is behind stop costs nothing.
func (p *passage) cut(d *dictionary, i, stop int) {
	end := p.after(i)
	p.least[i], p.length[i] = unknown, 0
	if end < stop {
		p.least[i] += p.least[end]
	}
	node := uint32(0)
	for k := i; k < p.n; k++ {
		var word, ok bool
		if node, word, ok = d.child(node, p.codes[k]); !ok {
			return
		}
		if !word || !p.seam[k+1] {
			continue
		}
		cost := int32(known)
		if k == i {
			cost += tiny
		}
		if k+1 < stop {
			cost += p.least[k+1]
		}
		if cost <= p.least[i] { // of two that cost the same, the longer first word
			p.least[i], p.length[i] = cost, uint8(k+1-i)
		}
	}
}
