package layout

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// item is one occurrence of a word with the spaces that follow it. In paragraphs that mix directions
// spaces are items of their own, since they may have another level than the word before them.
type item struct {
	off    uint32 // byte offset in the text
	word   uint32 // index of the word, 0 where there are only spaces
	n      uint16 // bytes of the word
	spaces uint8  // how many follow it
	flags  uint16 // low bits: bidi level
}

const (
	levelMask  = 0x7F
	breakAfter = 0x80  // a line may end after the item
	mustBreak  = 0x100 // and here it must
	softHyphen = 0x200 // and then shows a hyphen
)

const (
	longestWord = 60000 // bytes; item.n is 16 bits wide
	mostSpaces  = 250   // item.spaces is 8 bits wide
)

func (it *item) level() uint8 { return uint8(it.flags & levelMask) }
func (it *item) end() int     { return int(it.off) + int(it.n) + int(it.spaces) }

// itemize cuts a paragraph into items and shapes the words that are new.
func (l *Layout) itemize(p *para) {
	s := l.text[p.start:p.end]
	p.split = false
	p.items = p.items[:0]
	switch {
	case s == "":
	case isSimple(s):
		l.itemizeSimple(p, s)
	default:
		l.itemizeUnicode(p, s)
	}
}

func (l *Layout) add(p *para, off, n, spaces int, flags uint16) {
	it := item{off: uint32(off), n: uint16(n), spaces: uint8(spaces), flags: flags}
	if n > 0 {
		text := l.text[off : off+n]
		it.word = l.word(text, p.style, flags&1 == 1)
		if flags&breakAfter != 0 && len(text) > 2 && text[n-2:] == "\u00AD" {
			it.flags |= softHyphen
		}
	}
	p.items = append(p.items, it)
}

// simple marks the ASCII characters between which UAX #14 never allows a break.
var simple = func() (t [256]bool) {
	for _, c := range "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789,.;:'\"" {
		t[c] = true
	}
	return t
}()

// isSimple reports whether a paragraph may be broken after each run of spaces and nowhere else: all
// words consist of letters, digits and quiet punctuation and begin with a letter or digit.
func isSimple(s string) bool {
	begin := true
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ':
			begin = true
			continue
		case !simple[c]:
			return false
		case begin && (c == ',' || c == '.' || c == ';' || c == ':' || c == '\'' || c == '"'):
			return false
		}
		begin = false
	}
	return true
}

func (l *Layout) itemizeSimple(p *para, s string) {
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] != ' ' && j-i < longestWord {
			j++
		}
		k := j
		for k < len(s) && s[k] == ' ' && k-j < mostSpaces {
			k++
		}
		flags := uint16(0)
		if k > j && k < len(s) && s[k] != ' ' {
			flags = breakAfter
		}
		l.add(p, int(p.start)+i, j-i, k-j, flags)
		i = k
	}
}

// itemizeUnicode cuts at the break opportunities of UAX #14, where the bidi level changes, between
// words and spaces, and around tabs; never inside a grapheme cluster.
func (l *Layout) itemizeUnicode(p *para, s string) {
	l.runes = l.runes[:0]
	for _, r := range s {
		l.runes = append(l.runes, r)
	}
	var lv []uint8
	if mayBeRTL(s) {
		var base uint8
		lv, base = levels(l.runes)
		p.rtl = base == 1
	}
	l.segmenter.Init(l.runes)
	lines := l.segmenter.LineIterator()
	boundary, must := 0, false // the next break opportunity, in runes
	advance := func() {
		if lines.Next() {
			ln := lines.Line()
			boundary, must = ln.Offset+len(ln.Text), ln.IsMandatoryBreak
		} else {
			boundary = len(l.runes) + 1
		}
	}
	advance()

	off, n, spaces, level := int(p.start), 0, 0, uint8(0) // the open item
	flush := func(flags uint16) {
		if n+spaces > 0 {
			l.add(p, off, n, spaces, uint16(level)|flags)
			off += n + spaces
			n, spaces = 0, 0
		}
	}
	rune0, tab := 0, false
	it := graphemes.FromString(s)
	for it.Next() {
		g := it.Value()
		if rune0 >= boundary {
			flags := uint16(0)
			if rune0 == boundary {
				flags = breakAfter
				if must {
					flags |= mustBreak
				}
			}
			flush(flags)
			for rune0 >= boundary {
				advance()
			}
		}
		lev := uint8(0)
		if lv != nil {
			lev = lv[rune0]
		}
		isTab := g == "\t"
		isSpace := g == " "
		if lev != level || isTab || tab || n > longestWord ||
			isSpace && (lv != nil && n > 0 || spaces == mostSpaces) || !isSpace && spaces > 0 {
			flush(0)
		}
		level, tab = lev, isTab
		switch {
		case isSpace:
			spaces++
		default:
			n += len(g)
		}
		rune0 += utf8.RuneCountInString(g)
	}
	flush(0)
}

// word returns the index of a shaped word, shaping it if it is new.
func (l *Layout) word(text string, style uint8, rtl bool) uint32 {
	m := &l.known[style][b2i(rtl)]
	if *m == nil {
		*m = map[string]uint32{}
	}
	if w, ok := (*m)[text]; ok {
		return w
	}
	w := l.shapeWord(text, l.styles[style], rtl)
	i := uint32(len(l.words))
	l.words = append(l.words, w)
	(*m)[text] = i
	return i
}

func (l *Layout) shapeWord(text string, st *Style, rtl bool) *Word {
	if text == "\t" {
		w := tabWidth * l.space[st.id]
		t := &Word{Advance: w, stops: []stop{{0, 0}, {1, w}}}
		if rtl {
			t.stops[0].x, t.stops[1].x = w, 0
		}
		return t
	}
	return l.shaper.shape(text, st, rtl)
}

// tabWidth is the width of a tab in spaces.
const tabWidth = 4

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
