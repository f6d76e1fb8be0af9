package layout

import (
	"slices"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// Piece is a part of a single line that can be drawn from left to right as it is: its text runs in one
// direction and is letters and the spaces between them, or is signs already turned round.
type Piece struct {
	Start, End int // bytes of the line
	Text       string
	level      uint8
}

// RunsFromRight reports whether a text as a whole runs from the right.
func RunsFromRight(text string) bool {
	return mayBeRTL(text) && baseLevel(classes([]rune(text)), false) == 1
}

// Pieces cuts a line at changes of direction, and at the ascending offsets of cuts, and returns the pieces
// as they stand on the screen; nil where all of it runs from the left. rtl is the direction of the paragraph
// that the line is of. This is for drawing by something that orders no mixed lines.
func Pieces(line string, rtl bool, cuts []int) []Piece {
	if !rtl && !mayBeRTL(line) || line == "" {
		return nil
	}
	text := []rune(line)
	cs := classes(text)
	base := uint8(b2i(rtl))
	lv := resolve(text, cs, newEmbedding(base))
	for i := len(lv) - 1; i >= 0 && isWhite(cs[i]); i-- {
		lv[i] = base // L1
	}
	strong := func(i int) bool { return cs[i] == bidi.R || cs[i] == bidi.AL || cs[i] == bidi.NSM }
	var out []Piece
	at := 0 // byte of rune i
	for i := 0; i < len(text); {
		from, end := i, at
		for i < len(text) && lv[i] == lv[from] && (i == from || !slices.Contains(cuts, end)) {
			end += utf8.RuneLen(text[i])
			i++
		}
		if lv[from]&1 == 0 {
			out = append(out, Piece{at, end, line[at:end], lv[from]})
			at = end
			continue
		}
		// Signs come in other faces than letters, which parts them, and at an end run from the left.
		for from < i {
			to, letters := from, strong(from)
			for to < i && (strong(to) == letters || letters && cs[to] == bidi.WS && to+1 < i && strong(to+1)) {
				to++
			}
			part := string(text[from:to])
			shown := part
			if !letters {
				shown = turned(text[from:to])
			}
			out = append(out, Piece{at, at + len(part), shown, lv[from]})
			at += len(part)
			from = to
		}
	}
	reorder(out, func(p *Piece) uint8 { return p.level })
	return out
}

// turned writes signs from the right: the last first, and brackets as the ones that face the other way.
func turned(signs []rune) string {
	out := slices.Clone(signs)
	slices.Reverse(out)
	for i, r := range out {
		if m, ok := mirrors[r]; ok {
			out[i] = m
		}
	}
	return string(out)
}

// mirrors maps signs to the ones that face the other way (L4): brackets, guillemets, and less and greater.
var mirrors = func() map[rune]rune {
	m := map[rune]rune{}
	rs := []rune(bracketPairs + "«»‹›<>≤≥")
	for i := 0; i+1 < len(rs); i += 2 {
		m[rs[i]], m[rs[i+1]] = rs[i+1], rs[i]
	}
	return m
}()
