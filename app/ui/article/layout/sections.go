package layout

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"quoth/annotate"
)

// para is a section: the text between two line feeds, or a part of it where that is very long. A part
// begins a line of its own; what is before it is set so that its last line is as full as the others.
type para struct {
	start, end uint32 // without the line feeds and blank lines that follow a paragraph
	above      int32  // blank above it, px
	exact      uint32 // the generation in which its height was exact
	laid       *laid  // nil until it is laid out, and again when that was forgotten
	style      uint8
	flags      uint8
}

const (
	isFirst   = 1 << iota // of its block
	continues             // goes on from the section before
	goesOn                // in the next
	isRTL
	isRoomy // marks gave one of its lines more room than others
)

func (p *para) is(flag uint8) bool { return p.flags&flag != 0 }

func (p *para) set(flag uint8, on bool) {
	p.flags &^= flag
	if on {
		p.flags |= flag
	}
}

// laid is what is known of a section that is laid out.
type laid struct {
	items      []item
	lines      []Line
	generation uint32 // of the measure that the lines were broken for
	split      bool   // long words were cut for it
	used       bool   // since forgetting was considered last
}

// next returns the offset behind a section and the line feeds that follow it.
func (l *Layout) next(i int) int {
	if i+1 < len(l.paras) {
		return int(l.paras[i+1].start)
	}
	return len(l.text)
}

// paragraph returns the first and the last section of the paragraph that a section belongs to.
func (l *Layout) paragraph(i int) (first, last int) {
	first, last = i, i
	for l.paras[first].is(continues) {
		first--
	}
	for l.paras[last].is(goesOn) {
		last++
	}
	return first, last
}

// cut finds the sections and gives each the style of its block.
func (l *Layout) cut(blocks []annotate.Block) {
	l.paras = make([]para, 0, strings.Count(l.text, "\n")/2+len(l.text)/section+1) // mostly between two line feeds
	b, prev := 0, -1                                                               // block, and that of the paragraph before
	for at := 0; at <= len(l.text); {
		end := at + indexByte(l.text[at:], '\n')
		next := min(end+1, len(l.text))
		for next < len(l.text) && l.text[next] <= ' ' { // blank lines belong to the line feed before them
			e := next + indexByte(l.text[next:], '\n')
			if !isSpaceOnly(l.text[next:e]) {
				break
			}
			next = min(e+1, len(l.text))
		}
		stop := end
		if stop > at && l.text[stop-1] == '\r' {
			stop--
		}
		for b < len(blocks) && blocks[b].Span.End <= at {
			b++
		}
		p := para{start: uint32(at), end: uint32(stop)}
		block := -1
		if b < len(blocks) && blocks[b].Span.Start < max(stop, at+1) {
			block = b
			p.style = styleOf(l.styles, blocks[b].Kind, blocks[b].Level).id
		}
		p.set(isFirst, block < 0 || block != prev)
		p.above = l.gap(p)
		l.addSections(p)
		prev = block
		if next == len(l.text) {
			break
		}
		at = next
	}
}

// gap is the blank above a paragraph that is about to become the last one.
func (l *Layout) gap(p para) int32 {
	st := l.styles[p.style]
	if len(l.paras) == 0 {
		return int32(l.opts.Top)
	}
	if !p.is(isFirst) {
		return int32(st.Within)
	}
	return int32(max(l.styles[l.paras[len(l.paras)-1].style].After, st.Before))
}

// section is about how long, in bytes, the sections of a paragraph are that is longer than two of them.
const section = 8 << 10

// addSections adds a paragraph, in sections where it is long.
func (l *Layout) addSections(p para) {
	for p.end-p.start > 2*section {
		cut := uint32(l.cutNear(int(p.start), int(p.start)+section, int(p.end)))
		if cut >= p.end {
			break
		}
		part := p
		part.end = cut
		part.flags |= goesOn
		l.paras = append(l.paras, part)
		p.start = cut
		p.above = 0
		p.flags = continues
	}
	l.paras = append(l.paras, p)
}

// search is how far before the wanted place a good one is looked for, bytes.
const search = 160

// cutNear returns where a paragraph may be cut best, not far before the offset at: behind a space
// between words, else where else a line may end, else between two letters; never inside a grapheme
// cluster. start is a place that it was cut at before.
func (l *Layout) cutNear(start, at, end int) int {
	least := max(start+1, at-search)
	word := true // all of it is one that no rule cuts
	for i := at; i > least; i-- {
		if l.text[i-1] == ' ' && isPlain(l.text[i]) && i > least+1 && isPlain(l.text[i-2]) {
			return i
		}
		word = word && isPlain(l.text[i])
	}
	if word {
		return at
	}
	// The rules need to know what is before; a place that is no cluster's inside is as good as a start.
	from := l.runeStart(max(start, at-2*search))
	for i := from; i < least; i++ {
		if l.standsAlone(i) {
			from = i
			break
		}
	}
	if from > start && !l.standsAlone(from) {
		from = start
	}
	to := l.runeStart(min(end, at+search))
	s := l.text[from:to]
	l.segmenter.InitWithString(s)
	breaks := map[int]bool{}
	rune0 := 0
	for it := l.segmenter.LineIterator(); it.Next(); {
		rune0 = it.Line().Offset
		breaks[rune0] = true
	}
	best, any, n := 0, 0, 0
	var words unspacedWords
	for it := graphemes.FromString(s); it.Next(); {
		between := words.meet(s, it.Start()) || breaks[n]
		if i := from + it.Start(); i > start && i <= at {
			any = i
			if i >= least && between {
				best = i
			}
		}
		n += utf8.RuneCountInString(it.Value())
	}
	switch {
	case best > 0:
		return best
	case any > 0:
		return any
	}
	// One cluster reaches over all of it.
	for it := graphemes.FromString(l.text[start:end]); it.Next(); {
		return start + it.End()
	}
	return end
}

// isPlain reports ASCII characters beside which a space is always a place for a break.
func isPlain(c byte) bool {
	k := kinds[c&0x7F]
	return c < utf8.RuneSelf && (k == letter || k == digit)
}

// standsAlone reports whether a cluster surely begins at an offset: the characters beside it join nothing.
func (l *Layout) standsAlone(i int) bool {
	if i <= 0 || i >= len(l.text) || !utf8.RuneStart(l.text[i]) {
		return false
	}
	a, _ := utf8.DecodeLastRuneInString(l.text[:i])
	b, _ := utf8.DecodeRuneInString(l.text[i:])
	alone := func(r rune) bool {
		return r > ' ' && r < 0x7F || r >= 0x3041 && r <= 0x3096 || r >= 0x30A1 && r <= 0x30FA || r >= 0x4E00 && r <= 0x9FFF || r >= 0xAC00 && r <= 0xD7A3
	}
	return alone(a) && alone(b)
}
