package paint

import (
	"image"
	"image/color"
	"sort"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// brush paints one scene onto a sheet.
type brush struct {
	*Scene
	sheet
	p      *Painter
	unit   int                  // px of a hairline, whole
	active map[annotate.ID]bool // ends of connectors
}

// The sizes of marks, in units where a hairline is 1 and in parts of the type's size.
const (
	underlineDrop  = 0.27 // of the size, below the baseline: beneath the descenders
	underlineThick = 2    // units
	underlineGap   = 2    // units, between rows
	chipRise       = 0.82 // of the size, above the baseline
	chipDrop       = 0.27
	ascender       = 0.7 // of the size: how high the letters rise
	barThick       = 3   // units
	barStep        = 5   // units, from lane to lane
	barGap         = 14  // units, from the column to the first lane's left edge
)

// labelSize is the size of small labels at a size of type, px.
func labelSize(size, unit int) int { return max(9*unit, round(0.56*float32(size))) }

// badge is the height of the small letters' badges, px.
func badge(unit int) int { return 9 * unit }

func underlineTop(size int) int { return round(underlineDrop * float32(size)) }

// rowStep is the distance between the rows of stacked underlines, px.
func rowStep(unit int) int { return (underlineThick + underlineGap) * unit }

// Room returns what room the marks need around the words of a line, for [layout.Options]. One
// underline and its letter hang in the blank that lines have anyway.
func Room(ms Marks, scale float32, letters bool) func(start, end int, st *layout.Style) layout.Room {
	unit := max(1, round(scale))
	var s strokes
	return func(start, end int, st *layout.Style) layout.Room {
		s.clear()
		s.line(ms, start, max(end, start+1))
		var r layout.Room
		below := 0
		for i := range s.frags {
			f := &s.frags[i]
			switch m := &s.marks[f.mark]; m.Style {
			case Mention, Cue:
				top := underlineTop(st.Size) + f.lane*rowStep(unit)
				below = max(below, top+(underlineThick+1)*unit)
				if f.first && f.start >= start {
					if m.Label != "" {
						below = max(below, top+(underlineThick+1)*unit+labelSize(st.Size, unit))
					}
					if letters && m.Letter != "" { // may hang into the blank above the next line's letters
						below = max(below, top+badge(unit)-(st.Baseline-round(ascender*float32(st.Size))))
					}
				}
			case Event:
				if f.first && f.start >= start && m.Label != "" {
					need := round(chipRise*float32(st.Size)) + 2*unit + round(0.8*float32(labelSize(st.Size, unit)))
					r.Above = max(0, need-st.Baseline)
				}
			}
		}
		r.Below = max(0, below-(st.LineHeight-st.Baseline))
		return r
	}
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

// eachOn calls fn for every fragment of a style on a row.
func (b *brush) eachOn(r *row, choose func(*Mark) bool, fn func(m *Mark, f *frag)) {
	for i := r.frags; i < r.fragsEnd; i++ {
		f := &b.p.strokes.frags[i]
		if m := &b.p.strokes.marks[f.mark]; choose(m) {
			fn(m, f)
		}
	}
}

// fade makes a mark step back while a frame is shown that it is no part of.
func (b *brush) fade(m *Mark, c color.NRGBA) color.NRGBA {
	if len(b.Connectors) > 0 && !b.active[m.ID] && m.ID != b.Selected {
		c.A = uint8(uint32(c.A) / 2)
	}
	return c
}

// quotes lays the tints behind quoted words and the bars beside their lines.
func (b *brush) quotes(r *row) {
	size := r.ln.Style.LineHeight
	tinted := r.ln.Start // quotes within quotes are tinted once
	b.eachOn(r, func(m *Mark) bool { return m.Style == Quote }, func(m *Mark, f *frag) {
		b.bar(r, m, f)
		c := m.Color
		c.A = b.Palette.QuoteAlpha
		c = b.fade(m, c)
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
			if f.start >= r.ln.Start {
				box.Min.X -= 2 * b.unit
			}
			if f.end <= r.ln.End {
				box.Max.X += 2 * b.unit
			}
			if m.Proposal {
				b.stripes(box, c, size/6, r.y)
			} else {
				b.fill(box, c)
			}
		}
	})
}

// bar draws a quote's bar beside one of its lines, dashed for a proposal.
func (b *brush) bar(r *row, m *Mark, f *frag) {
	c := b.fade(m, b.Palette.Line(m.Color))
	thick := barThick * b.unit
	x := b.Left - barGap*b.unit - b.p.lanes.lane(m)*barStep*b.unit
	if m.ID == b.Selected {
		c = b.Palette.Accent
	}
	top, bottom := r.y, r.y+r.ln.Height
	if h := m.Spans[0].Start; h >= r.ln.Start {
		top = r.base - r.ln.Style.Ascent*3/4
	}
	if h := m.Spans[len(m.Spans)-1].End; h <= r.ln.Next {
		bottom = r.base + r.ln.Style.Descent*3/4
	}
	if m.Proposal {
		for y := top; y < bottom; y += 5 * b.unit {
			b.fill(image.Rect(x, y, x+thick-b.unit, min(y+3*b.unit, bottom)), c)
		}
		return
	}
	b.fill(image.Rect(x, top, x+thick, bottom), c)
}

// chips lays the rounded chips behind the triggers of events.
func (b *brush) chips(r *row) {
	b.eachOn(r, func(m *Mark) bool { return m.Style == Event }, func(m *Mark, f *frag) {
		line := b.fade(m, b.Palette.Line(m.Color))
		for _, e := range b.extents(r, f.start, f.end) {
			box := b.box(r, e, 2*b.unit)
			if m.Proposal {
				b.dashedOutline(box, b.unit, 3*b.unit, line)
				continue
			}
			c := m.Color
			c.A = b.Palette.ChipAlpha
			b.round(box, float32(4*b.unit), b.fade(m, c))
			line.A = uint8(uint32(line.A) * 3 / 5)
			b.outline(box, float32(4*b.unit), float32(b.unit), line)
		}
	})
}

// hintTint is how much of the hints' colour lies behind the words of a candidate, of 255.
const hintTint = 24

// tints lays the colours of selected text and of the place jumped to.
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
	for _, h := range b.Hints {
		c := b.Palette.Hint
		c.A = hintTint
		if h.Chosen {
			c.A = 2 * hintTint
		}
		tint(h.Offset, h.End, c)
	}
	first := sort.Search(len(b.Hits), func(i int) bool { return b.Hits[i].End > r.ln.Start })
	for i := first; i < len(b.Hits) && b.Hits[i].Start <= r.ln.End; i++ {
		tint(b.Hits[i].Start, b.Hits[i].End, b.Palette.Hit)
	}
	tint(b.Flash.Start, b.Flash.End, b.Palette.Flash)
	tint(b.SelStart, b.SelEnd, b.Palette.Selection)
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
		st := b.p.glyphs.stencil(glyphKey{g.ID, g.Face, uint16(size), uint8(sub)})
		if st.w > 0 {
			b.glyph(st, whole, base+round(g.Y), c)
		}
	}
}

// underlines draws the lines below mentions and cues, stacked where they overlap, and then their letters.
func (b *brush) underlines(r *row) {
	b.eachOn(r, (*Mark).underlined, func(m *Mark, f *frag) {
		c := b.fade(m, b.Palette.Line(m.Color))
		y := b.rowTop(r, f)
		thick := underlineThick * b.unit
		for _, e := range b.extents(r, f.start, f.end) {
			x0, x1 := round(e.X0), round(e.X1)
			switch {
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
	})
	taken := -1 << 30
	b.eachOn(r, (*Mark).underlined, func(m *Mark, f *frag) {
		if !f.first || f.start < r.ln.Start {
			return
		}
		if ext := b.extents(r, f.start, f.end); len(ext) > 0 {
			taken = b.letter(r, m, max(round(ext[0].X0), taken), b.rowTop(r, f))
		}
	})
}

// rowTop returns the top of a fragment's underline.
func (b *brush) rowTop(r *row, f *frag) int {
	return r.base + underlineTop(r.ln.Style.Size) + f.lane*rowStep(b.unit)
}

// letter hangs the small letter of a mark, and its label where it has one, below its underline, and
// returns where they end.
func (b *brush) letter(r *row, m *Mark, x, y int) (right int) {
	c := b.fade(m, b.Palette.Line(m.Color))
	right = x
	if b.Letters && m.Letter != "" {
		h := badge(b.unit)
		w := b.p.glyphs.word(m.Letter, layout.Label, h-b.unit)
		box := image.Rect(x, y, x+max(h-b.unit, ceil(w.Advance)+3*b.unit), y+h)
		ink := On(b.Palette.Line(m.Color))
		if m.Proposal {
			b.fill(box, b.Palette.Page)
			b.outline(box, float32(2*b.unit), float32(b.unit), c)
			ink = b.Palette.Ink(m.Color)
		} else {
			b.round(box, float32(2*b.unit), c)
			b.fill(image.Rect(box.Min.X, y, box.Max.X, y+2*b.unit), c)
		}
		b.word(w, float32(box.Min.X)+(float32(box.Dx())-w.Advance)/2, y+h-2*b.unit, h-b.unit, ink)
		right = box.Max.X + b.unit
	}
	if m.Label != "" {
		size := labelSize(r.ln.Style.Size, b.unit)
		w := b.p.glyphs.word(m.Label, layout.Label, size)
		x := float32(right + b.unit)
		b.word(w, x, y+(underlineThick+1)*b.unit+size*8/10, size, b.fade(m, b.Palette.Ink(m.Color)))
		right = ceil(x+w.Advance) + 3*b.unit
	}
	return right
}

// labels writes the types of events above their chips.
func (b *brush) labels(r *row) {
	taken := -1 << 30 // right end of the label before
	b.eachOn(r, func(m *Mark) bool { return m.Style == Event }, func(m *Mark, f *frag) {
		label := m.Label
		if label == "" {
			label = m.Letter
		}
		if label == "" || !f.first || f.start < r.ln.Start {
			return
		}
		ext := b.extents(r, f.start, f.end)
		if len(ext) == 0 {
			return
		}
		size := labelSize(r.ln.Style.Size, b.unit)
		w := b.p.glyphs.word(label, layout.Label, size)
		x := round(ext[0].X0) - 2*b.unit
		if x < taken {
			x = round(ext[0].X1 - w.Advance)
		}
		if x < taken {
			return
		}
		taken = x + ceil(w.Advance) + 4*b.unit
		base := r.base - round(chipRise*float32(r.ln.Style.Size)) - 2*b.unit
		b.word(w, float32(x), base, size, b.fade(m, b.Palette.Ink(m.Color)))
	})
}
