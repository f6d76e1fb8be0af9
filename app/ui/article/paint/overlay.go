package paint

import (
	"image"
	"image/color"
	"math"

	"quoth/app/ui/article/layout"
)

// outlines draws the edge of the selected mark, with handles at the ends of each part, of the arguments that
// connectors lead to, and of the hit that the person is at.
func (b *brush) outlines(r *row) {
	if b.Hit >= 0 && b.Hit < len(b.Hits) {
		if h := b.Hits[b.Hit]; h.Start <= r.ln.End && h.End > r.ln.Start {
			b.edge(r, &frag{start: h.Start, end: h.End}, b.Palette.Line(b.Palette.Hit), 1.5)
		}
	}
	b.eachOn(r, func(m *Mark) bool { return m.ID == b.Selected || b.active[m.ID] }, func(m *Mark, f *frag) {
		if m.ID != b.Selected {
			b.edge(r, f, b.roleColor(m.ID), 1)
			return
		}
		b.edge(r, f, b.Palette.Accent, 1.5)
		if b.Fixed {
			return
		}
		if f.start >= r.ln.Start {
			b.handle(r, b.caret(r, f.start), true)
		}
		if f.end <= r.ln.End {
			b.handle(r, b.caretBefore(r, f.end), false)
		}
	})
}

// edge draws a rounded frame around a fragment's part of a row. Its sides hide no letter beside the fragment.
func (b *brush) edge(r *row, f *frag, c color.NRGBA, units float32) {
	for _, e := range b.extents(r, f.start, f.end) {
		box, thick := b.box(r, e, 2*b.unit), units*float32(b.unit)
		draw := func() { b.outline(box, float32(3*b.unit), thick, c) }
		clip, in := b.clip, box.Inset(ceil(thick))
		b.clip = clip.Intersect(image.Rect(in.Min.X, box.Min.Y, in.Max.X, box.Max.Y))
		draw()
		b.clip = clip
		b.besideInk(r, image.Rect(box.Min.X, box.Min.Y, in.Min.X, box.Max.Y), down, draw)
		b.besideInk(r, image.Rect(in.Max.X, box.Min.Y, box.Max.X, box.Max.Y), down, draw)
	}
}

// caret returns the x of the caret before the byte off.
func (b *brush) caret(r *row, off int) float32 {
	return float32(b.Left) + b.Layout.CaretX(r.ln, off)
}

// caretBefore returns the x of the trailing edge of the cluster that ends at off.
func (b *brush) caretBefore(r *row, off int) float32 {
	ext := b.extents(r, off-1, off)
	if len(ext) == 0 {
		return b.caret(r, off)
	}
	vis := b.p.vis[r.from:r.to]
	for i := range vis {
		if p := &vis[i]; p.Off < off && off <= p.Off+p.Len+p.Spaces && p.Level&1 == 1 {
			return ext[0].X0
		}
	}
	return ext[0].X1
}

// knobClear is how far the middle of a knob is from the letters, units: the dot of a comma lies beneath no knob.
const knobClear = 2

// Knob returns how far from the baseline the middle of a knob is, px, downwards: above the words at a start,
// below them at an end.
func Knob(size int, scale float32, start bool) int {
	unit := max(1, round(scale))
	if start {
		return -round(chipRise*float32(size)) - knobClear*unit
	}
	return round(chipDrop*float32(size)) + unit + knobClear*unit
}

// handle draws the grip at an end of the selected mark: a bar with a knob above its start or below its end. The
// bar is broken where a letter beside the mark stands.
func (b *brush) handle(r *row, x float32, start bool) {
	box := b.box(r, layout.Extent{X0: x, X1: x}, 0)
	at := round(x) + 2*b.unit
	if start {
		at = round(x) - 3*b.unit
	}
	bar, y := image.Rect(at-b.unit/2, box.Min.Y, at-b.unit/2+2*b.unit, box.Max.Y), r.base+Knob(r.ln.Style.Size, b.Scale, start)
	if start {
		bar.Min.Y = y
	} else {
		bar.Max.Y = y
	}
	b.besideInk(r, bar, down, func() { b.fill(bar, b.Palette.Accent) })
	b.disc(float32(at)+float32(b.unit)/2, float32(y), 3.2*float32(b.unit), b.Palette.Accent)
}

// hints stands a letter at each candidate: over the beginning of the words, where no other one is and where it
// hides least of the letters around; a place a little further off is better than one on a letter.
func (b *brush) hints() {
	u, size := b.unit, max(11*b.unit, round(0.72*float32(b.Layout.Style().Size)))
	rows := map[*layout.Line]row{}
	rowOf := func(ln *layout.Line) *row {
		r, ok := rows[ln]
		if !ok {
			r = b.rowOf(ln)
			rows[ln] = r
		}
		return &r
	}
	taken := b.p.hints[:0]
	for _, h := range b.Hints {
		ln := b.Layout.LineOf(h.Offset)
		y := b.Layout.LineY(b.Anchor, ln)
		if y > b.view.Dy() || y+ln.Height < 0 {
			continue
		}
		w := b.p.glyphs.word(h.Letter, layout.Label, size)
		width, height := max(ceil(w.Advance)+6*u, size+3*u), size+2*u
		x := round(float32(b.Left) + b.Layout.CaretX(ln, h.Offset))
		top := y + ln.Baseline - round(0.62*float32(ln.Style.Size)) - height*7/8
		wish := image.Rect(x, top, x+width, top+height).Sub(image.Pt(width/2+2*u, 0))
		row := rowOf(ln)
		words := x // where they end, or near enough
		if end := min(h.End, ln.End); end > h.Offset {
			words = min(max(round(b.caretBefore(row, end)), x-4*width), x+4*width)
		}
		least, most := min(x-width, words-width), max(x, words)-width/2
		ink := b.inkAround(image.Rect(least-u, wish.Min.Y-height, most+width+u, wish.Max.Y+2*height), row, b.Layout.Neighbour(ln, -1), b.Layout.Neighbour(ln, 1), rowOf)
		below := round(1.05 * float32(ln.Style.Size))
		reach := image.Rect(least, wish.Min.Y-6*u, max(most, 0)+width, max(wish.Max.Y+max(6*u, below), height)) // of all places that are tried
		others := b.p.near[:0]
		for _, other := range taken {
			if other.Overlaps(reach) {
				others = append(others, other)
			}
		}
		b.p.near = others
		best, cost := image.Rectangle{}, math.MaxInt
		weigh := func(at image.Rectangle) (image.Rectangle, int) { // as far as it can be the best
			at = at.Add(image.Pt(max(0, -at.Min.X), max(0, -at.Min.Y)))
			away := at.Min.Sub(wish.Min)
			c := (max(away.X, -away.X) + 2*max(away.Y, -away.Y)) / u
			for i := 0; i < len(others) && c < cost; i++ {
				in := others[i].Intersect(at)
				c += 1024 * in.Dx() * in.Dy()
			}
			for i := 0; i < len(ink) && c < cost; i++ {
				in := ink[i].Intersect(at.Inset(-u))
				c += 4 * in.Dx() * in.Dy() / (u * u)
			}
			return at, c
		}
		try := func(at image.Rectangle) {
			if at, c := weigh(at); c < cost {
				best, cost = at, c
			}
		}
		// One that is near sets a bound; those before it in the order, as good as it, still win.
		if near := least + (wish.Min.X-least)/u*u; near >= least && near <= most {
			_, c := weigh(image.Rect(near, wish.Min.Y, near+width, wish.Max.Y))
			cost = c + 1
		}
		for _, dy := range [...]int{0, -2, 2, -4, 4, -6, 6} {
			for left := least; left <= most; left += u {
				try(image.Rect(left, wish.Min.Y+dy*u, left+width, wish.Max.Y+dy*u))
			}
		}
		try(wish.Add(image.Pt(0, below))) // below, where it stands clear of all
		taken = append(taken, best)
		b.lay(best, h, func(b *brush) {
			b.round(best, float32(3*b.unit), b.Palette.Hint)
			b.inside(best, w, float32(best.Min.X)+(float32(width)-w.Advance)/2, best.Max.Y-2*b.unit-size/8, size, b.Palette.HintText)
		})
	}
	b.p.hints = taken
}

// inkAround returns the boxes of the letters that lie in a rectangle, of a row and of the lines above and below it.
func (b *brush) inkAround(box image.Rectangle, r *row, above, below *layout.Line, rowOf func(*layout.Line) *row) (ink []image.Rectangle) {
	collect := func(r *row) {
		b.glyphsIn(r, box, func(g image.Rectangle, _ *stencil) bool {
			ink = append(ink, g)
			return false
		})
	}
	collect(r)
	for _, ln := range []*layout.Line{above, below} {
		if ln != r.ln {
			collect(rowOf(ln))
		}
	}
	return ink
}
