package paint

import (
	"image"
	"image/color"
	"slices"
	"sort"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// brush paints one scene, tile by tile.
type brush struct {
	*Scene
	sheet
	p      *Painter
	view   image.Rectangle      // what is on the screen
	unit   int                  // px of a hairline, whole
	active map[annotate.ID]bool // ends of connectors
	room   image.Rectangle      // where small print may stand
}

// The sizes of marks, in units where a hairline is 1 and in parts of the type's size.
const (
	underlineDrop  = 0.27 // of the size, below the baseline: beneath the descenders
	underlineThick = 2    // units
	underlineGap   = 2    // units, between rows
	chipRise       = 0.82 // of the size, above the baseline
	chipDrop       = 0.24
	ascender       = 0.76 // of the size: how high the letters rise
	barThick       = 3    // units
	barStep        = 5    // units, from lane to lane
	barGap         = 14   // units, from the column to the first lane's left edge
	threadGap      = 5    // units, from the column to the thread of a broken mark that is no quote
	threads        = 3    // places that such threads share, so that two are seen as two
)

// labelSize is the size of small print beside a size of type, px. Capitals of it are as high as the
// blank below a chip.
func labelSize(size int, scale float32) int { return max(round(9*scale), round(0.52*float32(size))) }

// capitals is how high the capitals of small print are, px, with what round ones hang below the baseline.
func capitals(size int, scale float32) int { return ceil(0.68*float32(labelSize(size, scale))) + 1 }

// badge is the height of the small letters' badges, px: that of the blank from the descenders of one
// line to the ascenders of the next.
func badge(size int, scale float32) int { return max(round(8*scale), round(0.47*float32(size))) }

func underlineTop(size int) int { return round(underlineDrop * float32(size)) }

// rowStep is the distance between the rows of stacked underlines, px.
func rowStep(unit int) int { return (underlineThick + underlineGap) * unit }

// Print says which small print may stand below the words of marks.
type Print struct {
	Letters bool // one beside each colour
	Types   bool // of events
	Names   bool // of whom mentions mean
}

// Type is how running text is set, for [Room].
type Type struct {
	Size    int     // px
	Scale   float32 // px for each of the toolkit's units
	Leading float64 // line height as a multiple of the size
	Print   Print
}

// Room returns what room lines leave for marks below their words, for [layout.Options].
//
// Nothing moves when something is marked. So every line has the room for two rows of underlines and for the small print
// that may come to stand below it: the blank that is there anyway, down to the letters of the next line, and where that is too
// narrow more, on all lines alike. Only a third row of underlines moves what is below it, where type is small.
// Lines that are set closer than [layout.Leading] stay so: there, a second row moves what is below it, too, and small print stands
// over the underlines or is left out.
func Room(ms Marks, t Type) func(start, end int, st *layout.Style) layout.Room {
	unit := max(1, round(t.Scale))
	var s strokes
	return func(start, end int, st *layout.Style) layout.Room {
		s.clear()
		s.line(ms, start, max(end, start+1))
		rows := 1
		for i := range s.frags {
			if f := &s.frags[i]; f.thread || s.marks[f.mark].underlined() {
				rows = max(rows, f.lane+1)
			}
		}
		letters := round(ascender * float32(st.Size)) // of the next line: the blank ends above them
		lines := func(rows int) int { return underlineTop(st.Size) + (rows-1)*rowStep(unit) + underlineThick*unit + unit }
		always := max(0, max(t.small(st), lines(2))-(max(st.LineHeight, t.usual(st))-letters))
		room := func(rows int) int { return max(always, lines(rows)-(st.LineHeight-letters)) }
		return layout.Room{Below: room(rows), More: room(rows) > room(1)}
	}
}

// Plain tells of parts of a text whether no line of them can have more room than one that nothing marks, for
// [layout.Options]: where no underline lies over another one.
func Plain(ms Marks) func(start, end int) bool {
	var s strokes
	return func(start, end int) bool {
		s.clear()
		s.line(ms, start, max(end, start+1))
		if len(s.frags) >= mostFrags {
			return false
		}
		for i := range s.frags {
			if s.frags[i].lane > 0 {
				return false
			}
		}
		return true
	}
}

// small is how far below the baseline small print may reach, px.
func (t *Type) small(st *layout.Style) int {
	high := 0
	if t.Print.Letters {
		high = badge(t.Size, t.Scale)
	}
	if t.Print.Types {
		high = max(high, capitals(t.Size, t.Scale))
	}
	if t.Print.Names {
		high = max(high, capitals(t.Size, t.Scale)+underlineThick*max(1, round(t.Scale)))
	}
	if high == 0 {
		return 0
	}
	return underlineTop(st.Size) + high
}

// usual is how high the lines of a style would be with the usual leading, px.
func (t *Type) usual(st *layout.Style) int {
	size := float64(st.Size)
	return round(float32(size + (float64(st.LineHeight)-size)*(layout.Leading-1)/(t.Leading-1)))
}

// extents returns where bytes of a row are, px of the sheet.
func (b *brush) extents(r *row, start, end int) []layout.Extent {
	b.p.ext = layout.Extents(r.ln, b.p.vis[r.from:r.to], start, end, b.p.ext[:0])
	for i := range b.p.ext {
		b.p.ext[i].X0 += float32(b.Left)
		b.p.ext[i].X1 += float32(b.Left)
	}
	return b.p.ext
}

// box is the rectangle around an extent, from the top of the tallest letters to the descenders.
func (b *brush) box(r *row, e layout.Extent, pad int) image.Rectangle {
	size := float32(r.ln.Style.Size)
	return image.Rect(round(e.X0)-pad, r.base-round(chipRise*size), round(e.X1)+pad, r.base+round(chipDrop*size)+b.unit)
}

// eachOn calls fn for every span of chosen marks on a row.
func (b *brush) eachOn(r *row, choose func(*Mark) bool, fn func(m *Mark, f *frag)) {
	for i := r.frags; i < r.fragsEnd; i++ {
		f := &b.p.strokes.frags[i]
		if m := &b.p.strokes.marks[f.mark]; !f.thread && choose(m) {
			fn(m, f)
		}
	}
}

// tone returns the colours of a mark on the palette.
func (b *brush) tone(m *Mark) *tone { return b.p.tones.of(m.Color, b.Palette) }

// fade makes a mark step back while a frame is shown that it is no part of. Small print is as readable as ever.
func (b *brush) fade(m *Mark, c color.NRGBA) color.NRGBA {
	if len(b.Connectors) > 0 && !b.active[m.ID] && m.ID != b.Selected {
		c.A = uint8(uint32(c.A) * uint32(b.Palette.BackAlpha) / 0xFF)
	}
	return c
}

// quotes lays the tints behind quoted words. A quote within a quote is tinted once, so that the ground
// stays light; corners say where each begins and ends.
func (b *brush) quotes(r *row) {
	size := r.ln.Style.LineHeight
	tinted := r.ln.Start
	b.eachOn(r, isQuote, func(m *Mark, f *frag) {
		c := b.fade(m, b.tone(m).tint)
		start := f.start
		if !m.Proposal {
			start = max(start, tinted)
			tinted = max(tinted, f.end)
		}
		top := r.y
		if f.start >= r.ln.Start {
			top = r.base - r.ln.Style.Baseline
		}
		for _, e := range b.extents(r, start, f.end) {
			box := image.Rect(round(e.X0), top, round(e.X1), r.y+r.ln.Height)
			if f.end <= r.ln.End {
				box.Max.Y = r.base - r.ln.Style.Baseline + r.ln.Style.LineHeight
			}
			if m.Proposal {
				b.stripes(box, c, size/6, r.y)
			} else {
				b.fill(box, c)
			}
		}
	})
}

func isQuote(m *Mark) bool { return m.Style == Quote }

// corners draws where the quotes of a row begin and end: an angle before the first word, open to it,
// and one behind the last. Those of quotes within quotes are smaller.
func (b *brush) corners(r *row) {
	b.eachOn(r, isQuote, func(m *Mark, f *frag) {
		c := b.fade(m, b.tone(m).line)
		if m.ID == b.Selected {
			return // its frame says the same
		}
		inset := min(2*b.p.lanes.lane(m), 4) * b.unit
		top := r.base - round(chipRise*float32(r.ln.Style.Size)) - 2*b.unit + inset
		bottom := r.base + underlineTop(r.ln.Style.Size) - inset/2
		if f.first && f.start >= r.ln.Start {
			x, rtl := b.edgeAt(r, f.start, true)
			b.corner(x, top, bottom, rtl, true, c)
		}
		if f.end == m.Spans[len(m.Spans)-1].End && f.end <= r.ln.End {
			x, rtl := b.edgeAt(r, f.end, false)
			b.corner(x, top, bottom, rtl, false, c)
		}
	})
}

// corner draws an angle at x: the upper one at a beginning, the lower one at an end.
func (b *brush) corner(x, top, bottom int, rtl, start bool, c color.NRGBA) {
	left := start != rtl
	bar := image.Rect(x-b.unit, top, x, bottom)
	tick := image.Rect(x, top, x+3*b.unit, top+b.unit)
	if !left {
		bar = image.Rect(x, top, x+b.unit, bottom)
		tick = image.Rect(x-3*b.unit, top, x, top+b.unit)
	}
	if !start {
		tick = tick.Add(image.Pt(0, bottom-top-b.unit))
	}
	b.fill(bar, c)
	b.fill(tick, c)
}

// edgeAt returns the x of the beginning of the words at an offset, or of the end of those before it, and
// whether they run from the right.
func (b *brush) edgeAt(r *row, off int, start bool) (x int, rtl bool) {
	at := off
	if !start {
		at--
	}
	for i := r.from; i < r.to; i++ {
		if p := &b.p.vis[i]; at >= p.Off && at < p.Off+p.Len+p.Spaces {
			rtl = p.Level&1 == 1
		}
	}
	if start {
		return round(b.caret(r, off)), rtl
	}
	return round(b.caretBefore(r, off)), rtl
}

// bars draws the bars of quotes beside a row, each in its lane. Where one ends and another begins on the
// row in the same lane, they share its height.
func (b *brush) bars(r *row) {
	type bar struct {
		m           *Mark
		lane        int
		starts, end bool
	}
	var all [8]bar
	bs := all[:0]
	b.eachOn(r, isQuote, func(m *Mark, f *frag) {
		if len(bs) > 0 && bs[len(bs)-1].m.ID == m.ID {
			return
		}
		h := annotate.Hull(m.Spans)
		bs = append(bs, bar{m, b.p.lanes.lane(m), h.Start >= r.ln.Start, h.End <= r.ln.Next})
	})
	for i := range bs {
		q := &bs[i]
		n, k := 0, 0
		for j := range bs {
			if bs[j].lane == q.lane {
				if j < i {
					k++
				}
				n++
			}
		}
		top, bottom := r.y, r.y+r.ln.Height
		if q.starts {
			top = r.base - r.ln.Style.Ascent*3/4
		}
		if q.end {
			bottom = r.base + r.ln.Style.Descent*3/4
		}
		if n > 1 {
			high := (bottom - top - (n-1)*2*b.unit) / n
			top += k * (high + 2*b.unit)
			bottom = top + high
		}
		b.bar(q.m, q.lane, top, bottom)
	}
}

// bar draws a piece of a quote's bar, dashed for a proposal.
func (b *brush) bar(m *Mark, lane, top, bottom int) {
	c := b.fade(m, b.tone(m).line)
	if m.ID == b.Selected {
		c = b.Palette.Accent
	}
	thick := barThick * b.unit
	x := max(0, b.Left-barGap*b.unit-lane*barStep*b.unit)
	if !m.Proposal {
		b.fill(image.Rect(x, top, x+thick, bottom), c)
		return
	}
	for y := top; y < bottom; y += 5 * b.unit {
		b.fill(image.Rect(x, y, x+thick-b.unit, min(y+3*b.unit, bottom)), c)
	}
}

// gaps draws the threads of broken marks beside the rows that lie between their parts: that of a quote in
// its lane, others nearer to the column.
func (b *brush) gaps() {
	if len(b.p.rows) == 0 {
		return
	}
	first, last := b.p.rows[0].ln.Start, b.p.rows[len(b.p.rows)-1].ln.Next
	n := 0
	b.Marks.Gaps(first, last, func(gap annotate.Span, m *Mark) {
		if n++; n > mostFrags {
			return
		}
		x := b.Left - threadGap*b.unit - gap.Start%threads*2*b.unit
		if m.Style == Quote {
			x = b.Left - barGap*b.unit - b.p.lanes.lane(m)*barStep*b.unit + b.unit
		}
		x = max(0, x)
		for i := range b.p.rows {
			r := &b.p.rows[i]
			if r.ln.Start < gap.Start || r.ln.Next > gap.End {
				continue
			}
			c := b.fade(m, b.tone(m).line)
			if !m.Proposal {
				b.fill(image.Rect(x, r.y, x+b.unit, r.y+r.ln.Height), c)
				continue
			}
			for y := r.y; y < r.y+r.ln.Height; y += 8 * b.unit {
				b.fill(image.Rect(x, y, x+b.unit, min(y+5*b.unit, r.y+r.ln.Height)), c)
			}
		}
	})
}

// chips lays the rounded chips behind the triggers of events, larger around smaller.
func (b *brush) chips(r *row) {
	most := 0
	chip := func(m *Mark) bool { return m.Style == Event }
	b.eachOn(r, chip, func(m *Mark, f *frag) {
		most = max(most, f.lane)
	})
	for lane := most; lane >= 0; lane-- {
		b.eachOn(r, chip, func(m *Mark, f *frag) {
			if f.lane != lane {
				return
			}
			line := b.fade(m, b.tone(m).line)
			for _, e := range b.extents(r, f.start, f.end) {
				box := b.chipBox(r, e, f)
				if m.Proposal {
					b.dashedOutline(box, b.unit, 3*b.unit, line)
					continue
				}
				if f.lane == 0 {
					b.round(box, float32(4*b.unit), b.fade(m, b.tone(m).chip))
				}
				b.outline(box, float32(4*b.unit), float32(b.unit), line)
			}
		})
	}
}

// chipBox is the chip around an extent of a trigger.
func (b *brush) chipBox(r *row, e layout.Extent, f *frag) image.Rectangle {
	size, out := float32(r.ln.Style.Size), min(f.lane, 2)*b.unit
	return image.Rect(round(e.X0)-2*b.unit-out, r.base-round(chipRise*size)-out, round(e.X1)+2*b.unit+out, r.base+round(chipDrop*size)+b.unit+out)
}

// hintTint is how much of the hints' colour lies behind the words of a candidate, of 255.
const hintTint = 24

// tints lays the colours of selected text, of the place jumped to, of what was found and of what hints
// stand at, one on each word.
func (b *brush) tints(r *row) {
	tint := func(start, end int, c color.NRGBA) {
		if start >= end || start > r.ln.End || end <= r.ln.Start {
			return
		}
		top, bottom := r.base-r.ln.Style.Baseline, r.base-r.ln.Style.Baseline+r.ln.Style.LineHeight
		ext := b.extents(r, start, end)
		for _, e := range ext {
			b.fill(image.Rect(round(e.X0), top, round(e.X1), bottom), c)
		}
		if end > r.ln.End && end < r.ln.Next || end >= r.ln.Next && r.ln.Last && end > r.ln.End { // the line feed
			x := round(float32(b.Left) + r.ln.X + r.ln.Width)
			if r.ln.RTL {
				x = round(float32(b.Left)+r.ln.X) - r.ln.Style.Size/3
			}
			b.fill(image.Rect(x, top, x+r.ln.Style.Size/3, bottom), c)
		}
	}
	// What is more passing comes first, and lies on the page itself: words stay readable where much meets.
	var taken []annotate.Span
	lay := func(start, end int, c color.NRGBA) {
		c = over(c, b.Palette.Page)
		start, end = max(start, r.ln.Start), min(end, r.ln.Next+1)
		if start >= end {
			return
		}
		at := start
		for _, t := range taken { // ascending
			if t.Start < end && t.End > at {
				tint(at, t.Start, c)
				at = max(at, t.End)
			}
		}
		tint(at, end, c)
		taken = append(taken, annotate.Span{Start: start, End: end})
		slices.SortFunc(taken, func(x, y annotate.Span) int { return x.Start - y.Start })
	}
	lay(b.SelStart, b.SelEnd, b.Palette.Selection)
	lay(b.Flash.Start, b.Flash.End, b.Palette.Flash)
	first := sort.Search(len(b.Hits), func(i int) bool { return b.Hits[i].End > r.ln.Start })
	for i := first; i < len(b.Hits) && b.Hits[i].Start <= r.ln.End; i++ {
		lay(b.Hits[i].Start, b.Hits[i].End, b.Palette.Hit)
	}
	for _, h := range b.Hints {
		c := b.Palette.Hint
		c.A = hintTint
		if h.Chosen {
			c.A = 2 * hintTint
		}
		lay(h.Offset, h.End, c)
	}
}

// words paints the glyphs of a row, triggers of events a little bolder.
func (b *brush) words(r *row) {
	st := r.ln.Style
	c := b.Palette.Text
	if st.Muted {
		c = b.Palette.Muted
	}
	if r.ln.Bullet {
		dot := float32(st.Size) * 0.13
		x := float32(b.Left) + r.ln.X - float32(st.Size)*0.75
		if r.ln.RTL {
			x = float32(b.Left) + r.ln.X + r.ln.Width + float32(st.Size)*0.75
		}
		b.disc(x, float32(r.base)-float32(st.XHeight)*0.55, dot, b.Palette.Muted)
	}
	for _, pl := range b.p.vis[r.from:r.to] {
		if w := pl.Word(); w != nil {
			b.word(w, float32(b.Left)+pl.X, r.base, st.Size, c)
		}
	}
	b.eachOn(r, func(m *Mark) bool { return m.Style == Event && !m.Proposal }, func(m *Mark, f *frag) {
		clip := b.clip
		for _, e := range b.extents(r, f.start, f.end) {
			b.clip = clip.Intersect(image.Rect(round(e.X0), r.y-st.Size, round(e.X1)+b.unit, r.y+r.ln.Height+st.Size))
			for _, pl := range b.p.vis[r.from:r.to] {
				if w := pl.Word(); w != nil && pl.Off < f.end && pl.Off+pl.Len > f.start {
					b.word(w, float32(b.Left)+pl.X+0.022*float32(st.Size), r.base, st.Size, c)
				}
			}
		}
		b.clip = clip
	})
}

// word paints a word with its left end at x on the baseline.
func (b *brush) word(w *layout.Word, x float32, base, size int, c color.NRGBA) {
	for i := range w.Glyphs {
		g := &w.Glyphs[i]
		at := x + g.X + 0.5/subpixels
		whole := floor(at)
		sub := int((at - float32(whole)) * subpixels)
		st := b.p.glyphs.stencil(glyphKey{g.ID, g.Face, uint16(size * sizeParts), uint8(sub)})
		if st.w > 0 {
			b.glyph(st, whole, base+round(g.Y), c)
		}
	}
}

// underlines draws the lines below mentions and cues, stacked where they overlap, and the threads that
// join what belongs together. They go round what hangs deep below the words.
func (b *brush) underlines(r *row) {
	deep := r.base + ceil(r.ln.Drop()*float32(r.ln.Style.Size))
	for i := r.stretches; i < r.stretchesEnd; i++ {
		l := b.p.stretches[i]
		f := &b.p.strokes.frags[l.frag]
		m := &b.p.strokes.marks[f.mark]
		c := b.fade(m, b.tone(m).line)
		y := b.laneTop(r, l.lane)
		thick := underlineThick * b.unit
		x0, x1 := l.x0, l.x1
		for _, o := range b.p.stretches[r.stretches:r.stretchesEnd] {
			if o.lane == l.lane && o.x0 == x1 { // a neighbour begins where this one ends
				x1 -= b.unit
				break
			}
		}
		line := func() {
			switch {
			case f.thread && m.Proposal:
				b.dashes(x0, x1, y, b.unit, 5*b.unit, 3*b.unit, c)
			case f.thread:
				b.fill(image.Rect(l.x0, y, l.x1, y+b.unit), c)
			case m.Style == Cue && m.Proposal:
				b.dashes(x0, x1, y, thick-b.unit/2, b.unit, 3*b.unit, c)
			case m.Style == Cue:
				b.dashes(x0, x1, y, thick, thick, thick, c)
			case m.Proposal:
				b.dashes(x0, x1, y, thick, 5*b.unit, 3*b.unit, c)
			default:
				b.fill(image.Rect(x0, y, x1, y+thick), c)
			}
		}
		if y < deep {
			b.besideInk(r, image.Rect(l.x0, y, l.x1, y+thick), along, line)
		} else {
			line()
		}
	}
}

// rowTop returns the top of a fragment's underline.
func (b *brush) rowTop(r *row, f *frag) int {
	if b.p.strokes.marks[f.mark].underlined() || f.thread {
		return b.laneTop(r, f.lane)
	}
	return b.laneTop(r, 0)
}

func (b *brush) laneTop(r *row, lane int) int {
	return r.base + underlineTop(r.ln.Style.Size) + lane*rowStep(b.unit)
}
