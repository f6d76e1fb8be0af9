package layout

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/bidi"
)

// This file holds the implicit part of the Unicode bidirectional algorithm (UAX #9): P2 and P3, W1 to
// W7, N0 to N2, I1 and I2, and the part of L1 that does not depend on lines. Explicit embeddings and
// isolates count as neutrals: news text does not carry them, and a stray one must do no harm. Levels
// are found for each rune; [reorder] applies L2 to the items of a line.

// mayBeRTL reports cheaply whether a text can hold a character that is ordered from the right.
func mayBeRTL(s string) bool {
	for _, r := range s {
		// Hebrew begins the first right-to-left block; what follows in between is checked by class.
		if r >= 0x590 {
			switch class(r) {
			case bidi.R, bidi.AL, bidi.AN:
				return true
			}
		}
	}
	return false
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// levels returns the embedding level of each rune of a paragraph and the paragraph's own level: 1
// where its first strong character runs from the right, else 0.
func levels(text []rune) (lv []uint8, base uint8) {
	orig := make([]bidi.Class, len(text))
	for i, r := range text {
		orig[i] = class(r)
	}
	base = baseLevel(orig)
	cs := slices.Clone(orig)
	sos := bidi.L
	if base == 1 {
		sos = bidi.R
	}
	resolveWeak(cs, sos)
	resolveBrackets(text, orig, cs, sos)
	resolveNeutral(cs, sos)
	lv = make([]uint8, len(text))
	for i, c := range cs {
		lv[i] = implicitLevel(c, base)
	}
	resetSeparators(orig, lv, base)
	return lv, base
}

// baseLevel is rules P2 and P3.
func baseLevel(cs []bidi.Class) uint8 {
	for _, c := range cs {
		switch c {
		case bidi.L:
			return 0
		case bidi.R, bidi.AL:
			return 1
		}
	}
	return 0
}

// resolveWeak is rules W1 to W7. Characters that have no width of their own (class BN) follow the
// character before them, as marks do.
func resolveWeak(cs []bidi.Class, sos bidi.Class) {
	prev, strong := sos, sos
	for i, c := range cs { // W1, W2, W3
		switch c {
		case bidi.NSM, bidi.BN:
			c = prev
		case bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI, bidi.Control:
			c = bidi.ON
		}
		prev = c
		switch c {
		case bidi.L, bidi.R, bidi.AL:
			strong = c
		case bidi.EN:
			if strong == bidi.AL {
				c = bidi.AN
			}
		}
		cs[i] = c
	}
	for i, c := range cs {
		if c == bidi.AL {
			cs[i] = bidi.R
		}
	}
	for i := 1; i+1 < len(cs); i++ { // W4
		a, b := cs[i-1], cs[i+1]
		if a != b {
			continue
		}
		if cs[i] == bidi.ES && a == bidi.EN || cs[i] == bidi.CS && (a == bidi.EN || a == bidi.AN) {
			cs[i] = a
		}
	}
	for i := 0; i < len(cs); { // W5, W6
		j := i
		for j < len(cs) && cs[j] == bidi.ET {
			j++
		}
		if j > i {
			to := bidi.ON
			if i > 0 && cs[i-1] == bidi.EN || j < len(cs) && cs[j] == bidi.EN {
				to = bidi.EN
			}
			for ; i < j; i++ {
				cs[i] = to
			}
			continue
		}
		if cs[i] == bidi.ES || cs[i] == bidi.CS {
			cs[i] = bidi.ON
		}
		i++
	}
	strong = sos
	for i, c := range cs { // W7
		switch c {
		case bidi.L, bidi.R:
			strong = c
		case bidi.EN:
			if strong == bidi.L {
				cs[i] = bidi.L
			}
		}
	}
}

// bracketPairs lists the paired brackets of BidiBrackets.txt, each opening one before its closing one.
const bracketPairs = "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋〈〉❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽" +
	"⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"

// closing maps an opening bracket to its closing one; isClosing holds the latter.
var closing, isClosing = func() (map[rune]rune, map[rune]bool) {
	open, shut := map[rune]rune{}, map[rune]bool{}
	rs := []rune(bracketPairs)
	for i := 0; i+1 < len(rs); i += 2 {
		c := canonicalBracket(rs[i+1])
		open[rs[i]] = c
		shut[rs[i+1]] = true
	}
	return open, shut
}()

// canonicalBracket maps the angle brackets of the technical block to the canonically equivalent ones.
func canonicalBracket(r rune) rune {
	switch r {
	case 0x2329:
		return 0x3008
	case 0x232A:
		return 0x3009
	}
	return r
}

// maxBrackets is the depth at which BD16 gives up.
const maxBrackets = 63

// pairBrackets is BD16: the pairs of brackets that are still neutral, by position of the opening one.
func pairBrackets(text []rune, cs []bidi.Class) [][2]int {
	var pairs [][2]int
	type opening struct {
		at   int
		want rune
	}
	var stack []opening
	for i, r := range text {
		if cs[i] != bidi.ON {
			continue
		}
		if want, ok := closing[r]; ok {
			if len(stack) == maxBrackets {
				return nil
			}
			stack = append(stack, opening{i, want})
		} else if isClosing[r] {
			c := canonicalBracket(r)
			for j := len(stack) - 1; j >= 0; j-- {
				if stack[j].want == c {
					pairs = append(pairs, [2]int{stack[j].at, i})
					stack = stack[:j]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return a[0] - b[0] })
	return pairs
}

// strongOf reads numbers as right-to-left, as N0 to N2 do; ON stands for "not strong".
func strongOf(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// resolveBrackets is rule N0: a pair takes the direction of what it encloses, if that is the
// paragraph's or if what stands before it agrees.
func resolveBrackets(text []rune, orig, cs []bidi.Class, embedding bidi.Class) {
	for _, p := range pairBrackets(text, cs) {
		inside := bidi.ON
		for i := p[0] + 1; i < p[1]; i++ {
			if s := strongOf(cs[i]); s == embedding {
				inside = s
				break
			} else if s != bidi.ON {
				inside = s
			}
		}
		if inside == bidi.ON {
			continue
		}
		to := embedding
		if inside != embedding {
			before := embedding // sos
			for i := p[0] - 1; i >= 0; i-- {
				if s := strongOf(cs[i]); s != bidi.ON {
					before = s
					break
				}
			}
			to = before
		}
		for _, at := range p {
			cs[at] = to
			for i := at + 1; i < len(orig) && (orig[i] == bidi.NSM || orig[i] == bidi.BN); i++ {
				cs[i] = to
			}
		}
	}
}

// resolveNeutral is rules N1 and N2: neutrals between two of one direction take it, others the paragraph's.
func resolveNeutral(cs []bidi.Class, embedding bidi.Class) {
	before := embedding
	for i := 0; i < len(cs); {
		if s := strongOf(cs[i]); s != bidi.ON {
			before = s
			i++
			continue
		}
		j := i
		for j < len(cs) && strongOf(cs[j]) == bidi.ON {
			j++
		}
		after := embedding // eos
		if j < len(cs) {
			after = strongOf(cs[j])
		}
		to := embedding
		if before == after {
			to = before
		}
		for ; i < j; i++ {
			cs[i] = to
		}
	}
}

// implicitLevel is rules I1 and I2.
func implicitLevel(c bidi.Class, base uint8) uint8 {
	switch {
	case base == 0 && c == bidi.R:
		return 1
	case base == 0 && (c == bidi.AN || c == bidi.EN):
		return 2
	case base == 1 && c != bidi.R:
		return 2
	}
	return base
}

// resetSeparators is L1 for tabs and separators inside a paragraph: they and the white space before
// them take the paragraph's level. White space at the end of a line is seen to by [reorder].
func resetSeparators(orig []bidi.Class, lv []uint8, base uint8) {
	white := true // from here to the separator there is only white space
	for i := len(orig) - 1; i >= 0; i-- {
		switch orig[i] {
		case bidi.S, bidi.B:
			lv[i], white = base, true
		case bidi.WS, bidi.BN, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
			if white {
				lv[i] = base
			}
		default:
			white = false
		}
	}
}

// reorder is rules L1 (white space at the end of a line) and L2: it brings items from logical into
// visual order, left to right.
func reorder(vis []Placed, base uint8) {
	for i := len(vis) - 1; i >= 0 && vis[i].word == nil; i-- {
		vis[i].Level = base
	}
	hi, lo := uint8(0), uint8(255)
	for i := range vis {
		hi = max(hi, vis[i].Level)
		if vis[i].Level&1 == 1 {
			lo = min(lo, vis[i].Level)
		}
	}
	for v := hi; v >= lo && v > 0; v-- {
		for i := 0; i < len(vis); {
			if vis[i].Level < v {
				i++
				continue
			}
			j := i
			for j < len(vis) && vis[j].Level >= v {
				j++
			}
			slices.Reverse(vis[i:j])
			i = j
		}
	}
}

// isSpaceOnly reports whether a text holds nothing but ASCII white space.
func isSpaceOnly(s string) bool { return strings.Trim(s, " \t\r\v\f") == "" }
