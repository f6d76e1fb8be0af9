package layout

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

// This file holds the Unicode bidirectional algorithm (UAX #9): the levels of a paragraph's runes (P2 to
// I2) and the order of a line (L1, L2). The tests run it over all of Unicode's own conformance files.

// mayBeRTL reports cheaply whether a text can hold a character that is ordered from the right, or one
// that says how others are.
func mayBeRTL(s string) bool {
	for i := 0; i < len(s); i++ {
		// Hebrew begins the first right-to-left block, at the lead byte D6; what follows in between is
		// checked by class.
		if s[i] < 0xD6 {
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch class(r) {
		case bidi.R, bidi.AL, bidi.AN, bidi.RLE, bidi.RLO, bidi.RLI, bidi.LRE, bidi.LRO, bidi.LRI, bidi.FSI:
			return true
		}
		i += n - 1
	}
	return false
}

func class(r rune) bidi.Class {
	p, _ := bidi.LookupRune(r)
	return p.Class()
}

// levels returns the embedding level of each rune of a paragraph and the paragraph's own level: 1
// where its first strong character runs from the right, else 0. White space at the ends of lines is
// left to [reorder], and characters of no width have the level of what is before them.
func levels(text []rune) (lv []uint8, base uint8) {
	cs := classes(text)
	base = baseLevel(cs, false)
	return resolve(text, cs, newEmbedding(base)), base
}

func classes(text []rune) []bidi.Class {
	cs := make([]bidi.Class, len(text))
	for i, r := range text {
		cs[i] = class(r)
	}
	return cs
}

// baseLevel is rules P2 and P3: the level that the first strong character asks for. What is isolated
// does not count. Behind an FSI only what it isolates does (X5c).
func baseLevel(cs []bidi.Class, isolated bool) uint8 {
	deep := 0
	for _, c := range cs {
		switch c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			deep++
		case bidi.PDI:
			if deep > 0 {
				deep--
			} else if isolated {
				return 0
			}
		case bidi.L:
			if deep == 0 {
				return 0
			}
		case bidi.R, bidi.AL:
			if deep == 0 {
				return 1
			}
		case bidi.B:
			return 0
		}
	}
	return 0
}

// maxLevel is max_depth of BD2.
const maxLevel = 125

// status is an entry of the directional status stack.
type status struct {
	level    uint8
	override bidi.Class // L, R, or ON for none
	isolate  bool
}

// embedding is where the rules X1 to X8 stand between two characters.
type embedding struct {
	base                 uint8
	stack                []status
	overIsolates, overEm int // openings beyond maxLevel
	isolates             int // valid ones that are open
}

func newEmbedding(base uint8) *embedding {
	return &embedding{base: base, stack: []status{{base, bidi.ON, false}}}
}

func (e *embedding) top() *status { return &e.stack[len(e.stack)-1] }

// open is X2 to X5: it pushes the next odd or even level.
func (e *embedding) open(rtl bool, s status) {
	to := e.top().level + 1
	if rtl != (to&1 == 1) {
		to++
	}
	switch {
	case to <= maxLevel && e.overIsolates == 0 && e.overEm == 0:
		s.level = to
		e.stack = append(e.stack, s)
		if s.isolate {
			e.isolates++
		}
	case s.isolate:
		e.overIsolates++
	case e.overIsolates == 0:
		e.overEm++
	}
}

// next takes one character of a class and returns its level and class, and whether X9 removes it. rest
// are the classes behind it, for FSI.
func (e *embedding) next(c bidi.Class, rest []bidi.Class) (uint8, bidi.Class, bool) {
	at := *e.top()
	overridden := func(c bidi.Class) bidi.Class {
		if at.override != bidi.ON {
			return at.override
		}
		return c
	}
	switch c {
	case bidi.RLE, bidi.LRE:
		e.open(c == bidi.RLE, status{override: bidi.ON})
		return at.level, bidi.BN, true
	case bidi.RLO:
		e.open(true, status{override: bidi.R})
		return at.level, bidi.BN, true
	case bidi.LRO:
		e.open(false, status{override: bidi.L})
		return at.level, bidi.BN, true
	case bidi.RLI, bidi.LRI, bidi.FSI:
		e.open(c == bidi.RLI || c == bidi.FSI && baseLevel(rest, true) == 1, status{override: bidi.ON, isolate: true})
		return at.level, overridden(c), false
	case bidi.PDI:
		switch {
		case e.overIsolates > 0:
			e.overIsolates--
		case e.isolates > 0:
			e.overEm = 0
			for !e.top().isolate {
				e.stack = e.stack[:len(e.stack)-1]
			}
			e.stack = e.stack[:len(e.stack)-1]
			e.isolates--
		}
		at = *e.top()
		return at.level, overridden(c), false
	case bidi.PDF:
		switch {
		case e.overIsolates > 0:
		case e.overEm > 0:
			e.overEm--
		case !e.top().isolate && len(e.stack) > 1:
			e.stack = e.stack[:len(e.stack)-1]
		}
		return at.level, bidi.BN, true
	case bidi.BN:
		return at.level, c, true
	case bidi.B: // X8
		*e = *newEmbedding(e.base)
		return e.base, c, false
	}
	return at.level, overridden(c), false
}

// resolve returns the levels of text, whose classes are orig, beginning with an embedding. Where there
// is no text, brackets are not paired.
func resolve(text []rune, orig []bidi.Class, e *embedding) []uint8 {
	base := e.base
	lv := make([]uint8, len(orig))
	cs := make([]bidi.Class, len(orig))
	kept := make([]int32, 0, len(orig))
	var open []int32            // isolate initiators without their PDI yet
	var partner map[int32]int32 // BD9, both ways
	for i, c := range orig {
		var removed bool
		lv[i], cs[i], removed = e.next(c, orig[i+1:])
		if removed {
			continue
		}
		kept = append(kept, int32(i))
		switch c {
		case bidi.LRI, bidi.RLI, bidi.FSI:
			open = append(open, int32(i))
		case bidi.PDI:
			if n := len(open); n > 0 {
				if partner == nil {
					partner = map[int32]int32{}
				}
				partner[int32(i)], partner[open[n-1]] = open[n-1], int32(i)
				open = open[:n-1]
			}
		case bidi.B:
			open = open[:0]
		}
	}
	for _, seq := range sequences(lv, orig, kept, partner, base) {
		seq.resolve(text, orig, cs, lv)
	}
	prev := base
	k := 0
	for i := range lv { // what X9 removes stays with what is before it
		if k < len(kept) && kept[k] == int32(i) {
			prev = lv[i]
			k++
		} else {
			lv[i] = prev
		}
	}
	resetSeparators(orig, lv, base)
	return lv
}

// sequence is an isolating run sequence (BD13): the positions of its characters, and the directions
// before and after.
type sequence struct {
	at       []int32
	sos, eos bidi.Class
}

// sequences is X10.
func sequences(lv []uint8, orig []bidi.Class, kept []int32, partner map[int32]int32, base uint8) []sequence {
	if len(kept) == 0 {
		return nil
	}
	var runs [][2]int // in kept
	for i := 0; i < len(kept); {
		j := i + 1
		for j < len(kept) && lv[kept[j]] == lv[kept[i]] {
			j++
		}
		runs = append(runs, [2]int{i, j})
		i = j
	}
	var starts map[int32]int // first character of a run to the run, where sequences jump
	if partner != nil {
		starts = make(map[int32]int, len(runs))
		for k, r := range runs {
			starts[kept[r[0]]] = k
		}
	}
	var seqs []sequence
	for k, r := range runs {
		first := kept[r[0]]
		if _, ok := partner[first]; ok && orig[first] == bidi.PDI {
			continue // goes on from the run of its initiator
		}
		var s sequence
		before, after := base, base
		if r[0] > 0 {
			before = lv[kept[r[0]-1]]
		}
		for last := k; ; {
			s.at = append(s.at, kept[runs[last][0]:runs[last][1]]...)
			end := kept[runs[last][1]-1]
			to, closed := partner[end]
			if initiator := orig[end] == bidi.LRI || orig[end] == bidi.RLI || orig[end] == bidi.FSI; !initiator {
				if runs[last][1] < len(kept) {
					after = lv[kept[runs[last][1]]]
				}
				break
			} else if !closed {
				break
			}
			last = starts[to]
		}
		level := lv[first]
		s.sos, s.eos = direction(max(before, level)), direction(max(after, level))
		seqs = append(seqs, s)
	}
	return seqs
}

func direction(level uint8) bidi.Class {
	if level&1 == 1 {
		return bidi.R
	}
	return bidi.L
}

// resolve is W1 to I2 for one sequence; it writes into lv.
func (s *sequence) resolve(text []rune, orig, all []bidi.Class, lv []uint8) {
	level := lv[s.at[0]]
	cs := make([]bidi.Class, len(s.at))
	for i, at := range s.at {
		cs[i] = all[at]
	}
	resolveWeak(cs, s.sos)
	if text != nil {
		s.resolveBrackets(text, orig, cs, direction(level))
	}
	resolveNeutral(cs, s.sos, s.eos, direction(level))
	for i, at := range s.at {
		lv[at] = implicitLevel(cs[i], level)
	}
}

// resolveWeak is rules W1 to W7.
func resolveWeak(cs []bidi.Class, sos bidi.Class) {
	prev, strong := sos, sos
	for i, c := range cs { // W1, W2
		if c == bidi.NSM {
			c = prev
			switch prev {
			case bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
				c = bidi.ON
			}
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
	for i, c := range cs { // W3
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
const bracketPairs = "()[]{}༺༻༼༽᚛᚜⁅⁆⁽⁾₍₎⌈⌉⌊⌋\u2329\u232A❨❩❪❫❬❭❮❯❰❱❲❳❴❵⟅⟆⟦⟧⟨⟩⟪⟫⟬⟭⟮⟯⦃⦄" +
	"⦅⦆⦇⦈⦉⦊⦋⦌⦍⦐⦏⦎⦑⦒⦓⦔⦕⦖⦗⦘⧘⧙⧚⧛⧼⧽⸢⸣⸤⸥⸦⸧⸨⸩⹕⹖⹗⹘⹙⹚⹛⹜〈〉《》「」『』【】〔〕〖〗〘〙〚〛﹙﹚﹛﹜﹝﹞（）［］｛｝｟｠｢｣"

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

// pairBrackets is BD16: the pairs of brackets that are still neutral, by place of the opening one in
// the sequence.
func (s *sequence) pairBrackets(text []rune, cs []bidi.Class) [][2]int {
	var pairs [][2]int
	type opening struct {
		at   int
		want rune
	}
	var stack []opening
	for i, at := range s.at {
		if cs[i] != bidi.ON {
			continue
		}
		r := text[at]
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
// embedding's or if what stands before it agrees.
func (s *sequence) resolveBrackets(text []rune, orig, cs []bidi.Class, embedding bidi.Class) {
	for _, p := range s.pairBrackets(text, cs) {
		inside := bidi.ON
		for i := p[0] + 1; i < p[1]; i++ {
			if d := strongOf(cs[i]); d == embedding {
				inside = d
				break
			} else if d != bidi.ON {
				inside = d
			}
		}
		if inside == bidi.ON {
			continue
		}
		to := embedding
		if inside != embedding {
			before := s.sos
			for i := p[0] - 1; i >= 0; i-- {
				if d := strongOf(cs[i]); d != bidi.ON {
					before = d
					break
				}
			}
			to = before
		}
		for _, at := range p {
			cs[at] = to
			for i := at + 1; i < len(cs) && orig[s.at[i]] == bidi.NSM; i++ {
				cs[i] = to
			}
		}
	}
}

// resolveNeutral is rules N1 and N2: neutrals between two of one direction take it, others the embedding's.
func resolveNeutral(cs []bidi.Class, sos, eos, embedding bidi.Class) {
	before := sos
	for i := 0; i < len(cs); {
		if d := strongOf(cs[i]); d != bidi.ON {
			before = d
			i++
			continue
		}
		j := i
		for j < len(cs) && strongOf(cs[j]) == bidi.ON {
			j++
		}
		after := eos
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
func implicitLevel(c bidi.Class, level uint8) uint8 {
	switch {
	case level&1 == 0 && c == bidi.R:
		return level + 1
	case level&1 == 0 && (c == bidi.AN || c == bidi.EN):
		return level + 2
	case level&1 == 1 && c != bidi.R:
		return level + 1
	}
	return level
}

// isWhite reports the classes that L1 brings to the paragraph's level before separators and at the
// ends of lines.
func isWhite(c bidi.Class) bool {
	switch c {
	case bidi.WS, bidi.BN, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI, bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF:
		return true
	}
	return false
}

// resetSeparators is L1 for tabs and separators inside a paragraph: they and the white space before
// them take the paragraph's level. White space at the end of a line is seen to by [reorder].
func resetSeparators(orig []bidi.Class, lv []uint8, base uint8) {
	white := false // from here to the separator there is only white space
	for i := len(orig) - 1; i >= 0; i-- {
		switch c := orig[i]; {
		case c == bidi.S || c == bidi.B:
			lv[i], white = base, true
		case !isWhite(c):
			white = false
		case white:
			lv[i] = base
		}
	}
}

// reorder is rule L2: it turns what lies from left to right in the order of the text into the order of
// the screen. level says how deep each thing is embedded, those at the end of a line being reset by L1.
func reorder[T any](vis []T, level func(*T) uint8) {
	hi, lo := uint8(0), uint8(255)
	for i := range vis {
		v := level(&vis[i])
		hi = max(hi, v)
		if v&1 == 1 {
			lo = min(lo, v)
		}
	}
	for v := hi; v >= lo && v > 0; v-- {
		for i := 0; i < len(vis); {
			if level(&vis[i]) < v {
				i++
				continue
			}
			j := i
			for j < len(vis) && level(&vis[j]) >= v {
				j++
			}
			slices.Reverse(vis[i:j])
			i = j
		}
	}
}

// isSpaceOnly reports whether a text holds nothing but ASCII white space.
func isSpaceOnly(s string) bool { return strings.Trim(s, " \t\r\v\f") == "" }
