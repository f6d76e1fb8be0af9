package layout

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/text/unicode/bidi"

	"quoth/annotate/offset/unspaced"
)

// item is one occurrence of a word with the spaces that follow it. In paragraphs that mix directions
// spaces are items of their own, since they may have another level than the word before them.
type item struct {
	form   *form  // nil where there are only spaces, or a tab
	off    uint32 // byte offset in the text
	n      uint32 // bytes of the word
	spaces uint16 // how many follow it
	flags  uint16 // low bits: bidi level
}

const (
	levelMask  = 0x7F
	breakAfter = 0x80  // a line may end after the item
	mustBreak  = 0x100 // and here it must
	softHyphen = 0x200 // and then shows a hyphen
	isTab      = 0x400
	isBlank    = 0x800  // white space that is no plain space: at the end of a line it hangs over
	isHidden   = 0x1000 // white to the rules of direction (L1), though nothing is seen of it
	isVoid     = 0x2000 // ends a line as a line feed does, and has no glyph
)

const mostSpaces = 60000 // item.spaces is 16 bits wide

func (it *item) level() uint8 { return uint8(it.flags & levelMask) }
func (it *item) end() int     { return int(it.off) + int(it.n) + int(it.spaces) }

// trails reports whether an item does not count at the end of a line.
func (it *item) trails() bool { return it.n == 0 || it.flags&(isBlank|isHidden) != 0 }

// itemizer cuts a section of the text into items.
type itemizer struct {
	l     *Layout
	style *Style
	items []item
}

// itemize returns the items of a section, shaping the words that are new.
func (l *Layout) itemize(i int) []item {
	p := &l.paras[i]
	z := itemizer{l: l, style: l.styles[p.style], items: l.scratch[:0]}
	s := l.text[p.start:p.end]
	lv, base := l.levelsOf(i)
	p.set(isRTL, base == 1)
	if lv != nil {
		z.unicode(int(p.start), s, lv, len(s))
	} else {
		z.quick(int(p.start), s)
	}
	l.scratch = z.items
	return append(make([]item, 0, len(z.items)), z.items...)
}

func (z *itemizer) add(off, n, spaces int, flags uint16) {
	it := item{off: uint32(off), n: uint32(n), spaces: uint16(spaces), flags: flags}
	if n > 0 && flags&(isTab|isVoid) == 0 {
		text := z.l.text[off : off+n]
		it.form = z.l.fonts.form(z.style.forms[flags&1], text)
		if flags&breakAfter != 0 && len(text) > 2 && text[n-2:] == "\u00AD" {
			it.flags |= softHyphen
		}
	}
	z.items = append(z.items, it)
}

// The kinds of characters of which quiet words are made.
const (
	loud = iota // all others
	letter
	digit
	inner // may stand inside a word and at its end
	quote // may stand anywhere in a word
	opens // only before the letters
	ends  // only behind them
	money // only before a digit
	share // only behind a digit
)

var kinds = func() (t [0x180]uint8) {
	set := func(s string, k uint8) {
		for _, r := range s {
			t[r] = k
		}
	}
	for r := rune(0xC0); r < 0x180; r++ {
		t[r] = letter
	}
	set("×÷", loud)
	set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", letter)
	set("0123456789", digit)
	set(",.;:'", inner)
	set(`"`, quote)
	set("(", opens)
	set(")!?", ends)
	set("$£", money)
	set("%", share)
	return t
}()

func kindOf(r rune) uint8 {
	switch {
	case int(r) < len(kinds):
		return kinds[r]
	case r == '’':
		return inner
	case r == '“' || r == '‘':
		return opens
	case r == '”':
		return ends
	}
	return loud
}

// isQuiet reports whether UAX #14 allows no break inside a word, and one before and after it where it
// stands between spaces, whatever else is there. Most words of most articles are so plain; a test
// compares this with the rules themselves.
func isQuiet(s string) bool {
	inside, closed, needs, last := false, false, false, uint8(loud)
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		k := kindOf(r)
		switch k {
		case letter, digit:
			if closed || needs && k != digit {
				return false
			}
			inside, needs = true, false
		case inner:
			if !inside {
				return false
			}
		case quote:
			if needs {
				return false
			}
		case opens:
			if inside || needs {
				return false
			}
		case money:
			if inside || needs {
				return false
			}
			needs = true
		case ends, share:
			if !inside || k == share && last != digit {
				return false
			}
			closed = true
		default:
			return false
		}
		last = k
		i += n
	}
	return inside || s == ""
}

// quick cuts a text that runs from the left all through. Quiet words are found by looking at them;
// only the others, together with the quiet ones beside them, are put to the rules.
func (z *itemizer) quick(off int, s string) {
	type word struct{ start, end, next int } // next is behind the spaces
	read := func(at int) word {
		w := word{start: at, end: at}
		for w.end < len(s) && s[w.end] != ' ' {
			w.end++
		}
		w.next = w.end
		for w.next < len(s) && s[w.next] == ' ' && w.next-w.end < mostSpaces {
			w.next++
		}
		return w
	}
	emit := func(w word) {
		flags := uint16(0)
		if w.next > w.end && w.next < len(s) && s[w.next] != ' ' {
			flags = breakAfter
		}
		if w.next > w.start {
			z.add(off+w.start, w.end-w.start, w.next-w.end, flags)
		}
	}
	var held word // a quiet word that is not yet emitted, since a loud one may follow
	for at := 0; at < len(s); {
		w := read(at)
		at = w.next
		if isQuiet(s[w.start:w.end]) {
			emit(held)
			held = w
			continue
		}
		next := word{len(s), len(s), len(s)} // the quiet word behind the loud ones
		for at < len(s) {
			w = read(at)
			at = w.next
			if w.end > w.start && isQuiet(s[w.start:w.end]) {
				next = w
				break
			}
		}
		z.unicode(off+held.start, s[held.start:next.next], nil, next.start-held.start)
		held = next
	}
	emit(held)
}

// unspacedWords tells where the words of scripts end that have no spaces between them.
type unspacedWords struct{ end int }

// meet reports whether one such word ends in a text and another begins where the cluster at an offset does. It must
// be asked about each cluster, from the first on.
func (w *unspacedWords) meet(s string, at int) bool {
	if s[at] < 0xE0 || at < w.end {
		return false
	}
	between := at == w.end && at > 0
	if n := unspaced.Next(s[at:]); n > 0 {
		w.end = at + n
		return between
	}
	return false
}

// unicode cuts s at the break opportunities of UAX #14, where the bidi level changes, between words and
// spaces, and around tabs; never inside a grapheme cluster. It emits what lies before the byte stop. lv
// are the levels of the runes; nil where all is from the left.
func (z *itemizer) unicode(off int, s string, lv []uint8, stop int) {
	l := z.l
	l.segmenter.InitWithString(s)
	lines := l.segmenter.LineIterator()
	boundary, must := 0, false // the next break opportunity, in runes
	advance := func() {
		if lines.Next() {
			ln := lines.Line()
			boundary, must = ln.Offset+len(ln.Text), ln.IsMandatoryBreak
		} else {
			boundary = len(s) + 1
		}
	}
	advance()

	n, spaces, level := 0, 0, uint8(0) // the open item
	flush := func(flags uint16) {
		if n+spaces > 0 {
			z.add(off, n, spaces, uint16(level)|flags)
			off += n + spaces
			n, spaces = 0, 0
		}
	}
	var words unspacedWords
	rune0, alone := 0, uint16(0) // flags of an item that nothing may be added to
	part := func(at int) {       // ends the open item where the rules say so, between the clusters at a byte
		for boundary < rune0 { // inside the cluster before
			advance()
		}
		if rune0 == boundary && rune0 > 0 {
			flags := alone | breakAfter
			if must {
				flags |= mustBreak
			}
			flush(flags)
			alone = 0
			advance()
		}
		if words.meet(s, at) {
			flush(alone | breakAfter)
			alone = 0
		}
	}
	it := graphemes.FromString(s[:stop]) // a broken byte would take what follows it along
	for it.Next() {
		g := it.Value()
		part(it.Start())
		lev := uint8(0)
		if lv != nil {
			lev = lv[rune0]
		}
		isSpace := g == " "
		kind := uint16(0)
		if !isSpace {
			kind = aside(g, lv != nil)
		}
		if lev != level || kind != 0 || alone != 0 || isSpace && (lv != nil && n > 0 || spaces == mostSpaces) || !isSpace && spaces > 0 {
			flush(alone)
		}
		level, alone = lev, kind
		if isSpace {
			spaces++
		} else {
			n += len(g)
		}
		rune0 += utf8.RuneCountInString(g)
	}
	if stop < len(s) {
		part(stop)
	}
	flush(alone)
}

// aside returns the flags of a cluster that is an item of its own: a tab, a blank that hangs over the end
// of a line, and, where directions mix, what is white to the rules.
func aside(g string, mixed bool) uint16 {
	switch g {
	case "\t":
		return isTab
	case "\r", "\v", "\f", "\u0085", "\u2028", "\u2029":
		return isVoid | isHidden
	}
	if g[0] < utf8.RuneSelf {
		return 0
	}
	r, _ := utf8.DecodeRuneInString(g)
	switch {
	case r == 0x1680 || r >= 0x2000 && r <= 0x200A && r != 0x2007 || r == 0x205F || r == 0x3000:
		return isBlank
	case mixed && (r == 0x200B || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069) && isWhite(class(r)):
		return isHidden
	}
	return 0
}

// levelsOf returns the embedding levels of a section's runes, and its paragraph's level; nil where all
// runs from the left. A section is ordered together with what surrounds it.
func (l *Layout) levelsOf(i int) (lv []uint8, base uint8) {
	first, last := l.paragraph(i)
	p := &l.paras[i]
	s := l.text[p.start:p.end]
	if first == last {
		if !mayBeRTL(s) {
			return nil, 0
		}
		l.runes = appendRunes(l.runes[:0], s)
		return levels(l.runes)
	}
	d := l.flow(l.paras[first].start, l.paras[last].end)
	if d.base == 0 && len(d.controls) == 0 && (!d.mixed || !mayBeRTL(s)) {
		return nil, 0
	}
	from := l.runeStart(max(int(l.paras[first].start), int(p.start)-around))
	to := l.runeStart(min(int(l.paras[last].end), int(p.end)+around))
	e := newEmbedding(d.base)
	for _, c := range d.controls { // what is embedded in what where the section begins
		if int(c) >= from {
			break
		}
		r, n := utf8.DecodeRuneInString(l.text[c:])
		var rest []bidi.Class
		if r == fsi {
			at := int(c) + n
			l.runes = appendRunes(l.runes[:0], l.text[at:l.runeStart(min(len(l.text), at+around))])
			rest = classes(l.runes)
		}
		e.next(class(r), rest)
	}
	l.runes = appendRunes(l.runes[:0], l.text[from:to])
	lv = resolve(l.runes, classes(l.runes), e)
	skip := utf8.RuneCountInString(l.text[from:p.start])
	return lv[skip : skip+utf8.RuneCountInString(s)], d.base
}

const (
	fsi          = 0x2068
	around       = 512     // bytes before and behind a section that have a say in its directions
	mostControls = 1 << 14 // of a paragraph that are followed
)

// flow is what the sections of a long paragraph share.
type flow struct {
	base     uint8
	mixed    bool
	controls []uint32 // where embeddings and isolates begin and end
}

// flow reads a long paragraph once.
func (l *Layout) flow(start, end uint32) *flow {
	if d, ok := l.flows[start]; ok {
		return d
	}
	s := l.text[start:end]
	d := &flow{mixed: mayBeRTL(s)}
	deep, known := 0, !d.mixed
	for i, r := range s {
		if known && r < 0x202A { // most
			continue
		} else if !d.mixed {
			break
		}
		switch c := class(r); c {
		case bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI, bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF:
			if len(d.controls) < mostControls {
				d.controls = append(d.controls, start+uint32(i))
			}
			switch c {
			case bidi.LRI, bidi.RLI, bidi.FSI:
				deep++
			case bidi.PDI:
				deep = max(0, deep-1)
			}
		case bidi.L, bidi.R, bidi.AL:
			if !known && deep == 0 { // P2
				known, d.base = true, uint8(b2i(c != bidi.L))
			}
		}
	}
	if l.flows == nil {
		l.flows = map[uint32]*flow{}
	}
	l.flows[start] = d
	return d
}

// runeStart moves an offset back to the start of its rune.
func (l *Layout) runeStart(off int) int {
	for off > 0 && off < len(l.text) && !utf8.RuneStart(l.text[off]) {
		off--
	}
	return off
}

func appendRunes(rs []rune, s string) []rune {
	for _, r := range s {
		rs = append(rs, r)
	}
	return rs
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
