package layout

import (
	"sort"
	"strings"

	"github.com/go-text/typesetting/segmenter"

	"quoth/annotate"
)

// Room is the height in px that marks ask for above and below the words of a line.
type Room struct{ Above, Below int }

// Options say how a text is set.
type Options struct {
	Size    int // of running text, px
	Measure int // width of the column, px
	Top     int // blank above the first line, px
	Bottom  int // and below the last
	// Room says what the marks on the bytes [start, end) need; nil for none.
	Room func(start, end int, st *Style) Room
}

// Layout is a text set in a column. See the package's comment.
type Layout struct {
	text   string
	opts   Options
	fonts  *Fonts
	styles []*Style
	space  []float32 // width of a space, by style
	hyphen []*Word

	paras   []para
	heights sums // of the paragraphs, with the blank above them

	words []*Word                // 0 is no word
	known [][2]map[string]uint32 // by style and direction

	shaper    shaper
	segmenter segmenter.Segmenter
	runes     []rune
	next      int // where Step goes on
}

// para is the text between two line feeds.
type para struct {
	start, end, next uint32 // end without, next after the line feeds and blank lines that follow
	above            int32  // blank above it, px
	style            uint8
	first            bool // of its block
	laid             bool // lines and height are exact
	rtl              bool
	split            bool // long words were cut for the measure
	items            []item
	lines            []Line
}

// New makes the layout of a text. Nothing is shaped yet. Blocks are ascending and disjoint; text
// between them, or all of it where there are none, is set as paragraphs.
func New(text string, blocks []annotate.Block, fonts *Fonts, opts Options) *Layout {
	l := &Layout{text: text, fonts: fonts, opts: opts, shaper: shaper{fonts: fonts}}
	l.styles = fonts.styles(max(1, opts.Size))
	l.known = make([][2]map[string]uint32, len(l.styles))
	l.words = append(l.words, nil)
	for _, st := range l.styles {
		l.space = append(l.space, l.shaper.shape(" ", st, false).Advance)
		l.hyphen = append(l.hyphen, l.shaper.shape("-", st, false))
	}
	l.cut(blocks)
	l.estimate()
	return l
}

// Text returns the text that was laid out.
func (l *Layout) Text() string { return l.text }

// Fonts returns the faces that glyphs refer to.
func (l *Layout) Fonts() *Fonts { return l.fonts }

// Measure returns the width of the column in px.
func (l *Layout) Measure() int { return l.opts.Measure }

// Style returns how paragraphs are set.
func (l *Layout) Style() *Style { return l.styles[0] }

// cut finds the paragraphs and gives each the style of its block.
func (l *Layout) cut(blocks []annotate.Block) {
	b, prev := 0, -1 // block, and that of the paragraph before
	for at := 0; at <= len(l.text); {
		end := at + indexByte(l.text[at:], '\n')
		next := min(end+1, len(l.text))
		for next < len(l.text) { // blank lines belong to the line feed before them
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
		p := para{start: uint32(at), end: uint32(stop), next: uint32(next)}
		block := -1
		if b < len(blocks) && blocks[b].Span.Start < max(stop, at+1) {
			block = b
			p.style = styleOf(l.styles, blocks[b].Kind, blocks[b].Level).id
		}
		p.first = block < 0 || block != prev
		p.above = l.gap(p)
		l.paras = append(l.paras, p)
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
	if !p.first {
		return int32(st.Within)
	}
	return int32(max(l.styles[l.paras[len(l.paras)-1].style].After, st.Before))
}

func indexByte(s string, c byte) int {
	if i := strings.IndexByte(s, c); i >= 0 {
		return i
	}
	return len(s)
}

// bytesPerEm is how many bytes of running text fill the width of its size.
const bytesPerEm = 2.3

// estimate gives every paragraph a likely height.
func (l *Layout) estimate() {
	hs := make([]int, len(l.paras))
	for i := range l.paras {
		p := &l.paras[i]
		p.laid = false
		st := l.styles[p.style]
		w := float64(max(1, l.opts.Measure-st.Indent)) / float64(st.Size) * bytesPerEm
		hs[i] = int(p.above) + st.LineHeight*(1+int(float64(p.end-p.start)/max(1, w)))
	}
	l.heights = newSums(hs)
	l.next = 0
}

// SetMeasure breaks the lines anew at another width in px: those that are looked at at once, the
// others as they are reached. Words stay shaped.
func (l *Layout) SetMeasure(px int) {
	if px != l.opts.Measure {
		l.opts.Measure = px
		l.estimate()
	}
}

// Refit asks again what room the marks on the bytes [start, end) need, and reports whether any line
// that is laid out has changed its height.
func (l *Layout) Refit(start, end int) (changed bool) {
	for i := l.paraOf(start); i < len(l.paras) && int(l.paras[i].start) <= end; i++ {
		p := &l.paras[i]
		if p.laid && l.fit(p, start, end) {
			l.heights.set(i, p.height())
			changed = true
		}
	}
	return changed
}

// Step lays out paragraphs that have not been looked at while more says so, and reports whether all
// are done. It moves nothing: an [Anchor] stays where it is.
func (l *Layout) Step(more func() bool) (done bool) {
	for ; l.next < len(l.paras); l.next++ {
		if l.paras[l.next].laid {
			continue
		}
		if !more() {
			return false
		}
		l.lay(l.next)
	}
	return true
}

// lay makes the lines of a paragraph exact.
func (l *Layout) lay(i int) *para {
	p := &l.paras[i]
	if p.laid {
		return p
	}
	if p.items == nil || p.split {
		l.itemize(p)
	}
	l.breakLines(i, p)
	l.fit(p, int(p.start), int(p.next))
	p.laid = true
	l.heights.set(i, p.height())
	return p
}

// fit places the lines of a paragraph below each other, and reports whether a line's height has
// changed. Lines with bytes of [start, end] are asked what room their marks need.
func (l *Layout) fit(p *para, start, end int) (changed bool) {
	st := l.styles[p.style]
	top := int(p.above)
	for i := range p.lines {
		ln := &p.lines[i]
		if ln.Start <= end && ln.Next >= start {
			var room Room
			if l.opts.Room != nil {
				room = l.opts.Room(ln.Start, ln.End, st)
			}
			h := st.LineHeight + room.Above + room.Below
			if base := room.Above + st.Baseline; h != ln.Height || base != ln.Baseline {
				ln.Height, ln.Baseline = h, base
				changed = true
			}
		}
		ln.top = top
		top += ln.Height
	}
	return changed
}

// height is that of a paragraph that is laid out, in px, with the blank above it.
func (p *para) height() int {
	ln := &p.lines[len(p.lines)-1]
	return ln.top + ln.Height
}

// paraOf returns the paragraph that holds a byte offset.
func (l *Layout) paraOf(off int) int {
	return max(0, sort.Search(len(l.paras), func(i int) bool { return int(l.paras[i].start) > off })-1)
}
