package layout

import (
	"math"
	"sort"
	"strings"

	"github.com/go-text/typesetting/segmenter"

	"quoth/annotate"
)

// Room is the height in px that marks ask for above and below the words of a line.
type Room struct {
	Above, Below int
	More         bool // than a line has that nothing marks
}

// Options say how a text is set.
type Options struct {
	Family   Family
	Size     int     // of running text, px
	Leading  float64 // line height of running text as a multiple of its size; 0 is [Leading]
	Measure  int     // width of the column, px
	Top      int     // blank above the first line, px
	Bottom   int     // and below the last
	Language string  // of the text, BCP 47; "" where unknown
	// Room says what the marks on the bytes [start, end) need; nil for none.
	Room func(start, end int, st *Style) Room
	// Plain reports whether no line of the bytes [start, end) needs more room than one that nothing marks, however
	// they are broken; it may say that it does not know. Nil for never.
	Plain func(start, end int) bool
}

// Layout is a text set in a column. See the package's comment.
type Layout struct {
	text   string
	opts   Options
	fonts  *Fonts
	styles []*Style

	paras      []para
	heights    sums   // of the sections, with the blank above them
	generation uint32 // counts measures, from 1
	exact      int    // how many sections have an exact height
	stepped    int    // where Step goes on
	over       int    // px that a viewport may go beyond the top

	kept   []int32 // the sections that are laid out, the longest kept first
	weight int     // of these, in items

	flows     map[uint32]*flow
	segmenter segmenter.Segmenter
	runes     []rune
	scratch   []item
	ends      []lineEnd
}

// New makes the layout of a text. Nothing is shaped yet. Blocks are ascending and disjoint; text
// between them, or all of it where there are none, is set as paragraphs.
func New(text string, blocks []annotate.Block, fonts *Fonts, opts Options) *Layout {
	l := &Layout{text: text, fonts: fonts, opts: opts}
	l.styles = fonts.styles(&l.opts)
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

func indexByte(s string, c byte) int {
	if i := strings.IndexByte(s, c); i >= 0 {
		return i
	}
	return len(s)
}

// estimate gives every section a likely height.
func (l *Layout) estimate() {
	l.generation++
	l.exact, l.stepped = 0, 0
	per := make([]float64, len(l.styles)) // lines for a byte
	ems := l.emsPerByte()
	for i, st := range l.styles {
		per[i] = ems * float64(st.Size) / float64(max(1, l.opts.Measure-l.indent(st)))
	}
	hs := make([]int32, len(l.paras))
	for i := range l.paras {
		p := &l.paras[i]
		lines := int32(float64(p.end-p.start) * per[p.style])
		if !p.is(goesOn) {
			lines++
		}
		hs[i] = p.above + int32(l.styles[p.style].LineHeight)*lines
	}
	l.heights = newSums(hs)
}

// emsPerByte guesses how wide a byte of the text is, from samples here and there.
func (l *Layout) emsPerByte() float64 {
	const samples, size = 16, 64
	ems, bytes := 0.0, 0
	for k := range samples {
		at := l.runeStart(len(l.text) / samples * k)
		s := l.text[at:l.runeStart(min(len(l.text), at+size))]
		bytes += len(s)
		for _, r := range s {
			switch {
			case r >= 0x2E80 && r < 0xD7B0 || r >= 0x1F000:
				ems++
			default:
				ems += 0.435
			}
		}
	}
	return ems / float64(max(1, bytes))
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
		switch {
		case p.exact != l.generation:
		case p.laid == nil && !p.is(isRoomy) && l.opts.Plain != nil && l.opts.Plain(int(p.start), int(p.end)):
			// forgotten, but as high as it was
		case p.laid == nil: // forgotten: Step comes by again
			p.exact = 0
			l.exact--
			l.stepped = min(l.stepped, i)
		case l.fit(p):
			l.heights.set(i, p.laid.height())
			changed = true
		}
	}
	return changed
}

// RoomChanged says that Room gives lines that nothing marks another height than it did; Refit then looks at all.
func (l *Layout) RoomChanged() {
	for i := range l.paras {
		l.paras[i].set(isRoomy, true)
	}
}

// Step lays out sections that have not been looked at while more says so, and reports whether all
// are done. It moves nothing: an [Anchor] stays where it is.
func (l *Layout) Step(more func() bool) (done bool) {
	for ; l.stepped < len(l.paras); l.stepped++ {
		if l.paras[l.stepped].exact == l.generation {
			continue
		}
		if !more() {
			return false
		}
		l.lay(l.stepped).used = false
	}
	return true
}

// mostKept is how many items are kept laid out: those of about a hundred kilobytes of English, thirty screens. Of the rest
// only the height is kept; what is forgotten takes its old shape when it is looked at again.
const mostKept = 20_000

// lay makes the lines of a section exact.
func (l *Layout) lay(i int) *laid {
	p := &l.paras[i]
	d := p.laid
	if d != nil && d.generation == l.generation {
		d.used = true
		return d
	}
	switch {
	case d == nil:
		d = &laid{}
		d.items = l.itemize(i)
		p.laid = d
		l.kept = append(l.kept, int32(i))
		l.weight += 1 + len(d.items)
	case d.split:
		l.weight -= len(d.items)
		d.items = l.itemize(i)
		l.weight += len(d.items)
	}
	l.weight -= len(d.items)
	l.breakLines(i, d)
	l.weight += len(d.items)
	l.fit(p)
	d.generation, d.used = l.generation, true
	if p.exact != l.generation {
		p.exact = l.generation
		l.exact++
	}
	l.heights.set(i, d.height())
	l.forget(i)
	return d
}

// forget drops what has not been looked at for long, until the rest weighs little enough.
func (l *Layout) forget(except int) {
	for n := len(l.kept); l.weight > mostKept && n > 0; n-- {
		i := l.kept[0]
		l.kept = l.kept[1:]
		p := &l.paras[i]
		if int(i) == except || p.laid.used {
			p.laid.used = false
			l.kept = append(l.kept, i)
			continue
		}
		l.weight -= 1 + len(p.laid.items)
		p.laid = nil
	}
}

// fit places the lines of a section below each other, with the room for marks and for letters that reach
// further up or down than those of the text face, and reports whether a line's height has changed.
func (l *Layout) fit(p *para) (changed bool) {
	st := l.styles[p.style]
	top := int(p.above)
	p.set(isRoomy, false)
	for i := range p.laid.lines {
		ln := &p.laid.lines[i]
		var room Room
		if l.opts.Room != nil {
			room = l.opts.Room(ln.Start, ln.End, st)
		}
		if room.More {
			p.set(isRoomy, true)
		}
		room.Above = max(room.Above, ceil(ln.rise*float32(st.Size))-st.Baseline)
		room.Below = max(room.Below, ceil(ln.drop*float32(st.Size))-(st.LineHeight-st.Baseline))
		h := st.LineHeight + room.Above + room.Below
		if base := room.Above + st.Baseline; h != ln.Height || base != ln.Baseline {
			ln.Height, ln.Baseline = h, base
			changed = true
		}
		ln.top = top
		top += h
	}
	return changed
}

func ceil(x float32) int { return int(math.Ceil(float64(x))) }

// height is that of a section that is laid out, in px, with the blank above it.
func (d *laid) height() int {
	ln := &d.lines[len(d.lines)-1]
	return ln.top + ln.Height
}

// paraOf returns the section that holds a byte offset.
func (l *Layout) paraOf(off int) int {
	return max(0, sort.Search(len(l.paras), func(i int) bool { return int(l.paras[i].start) > off })-1)
}

// Laid reports how much of the text is laid out exactly, from 0 to 1.
func (l *Layout) Laid() float64 { return float64(l.exact) / float64(len(l.paras)) }
