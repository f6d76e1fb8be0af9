package paint

import (
	"image"
	"image/color"

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

// edge draws a rounded frame around a fragment's part of a row.
func (b *brush) edge(r *row, f *frag, c color.NRGBA, units float32) {
	for _, e := range b.extents(r, f.start, f.end) {
		b.outline(b.box(r, e, 2*b.unit), float32(3*b.unit), units*float32(b.unit), c)
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

// handle draws the grip at an end of the selected mark: a bar with a knob above its start or below its end.
func (b *brush) handle(r *row, x float32, start bool) {
	box := b.box(r, layout.Extent{X0: x, X1: x}, 0)
	at := round(x) + 2*b.unit
	if start {
		at = round(x) - 3*b.unit
	}
	b.fill(image.Rect(at-b.unit/2, box.Min.Y, at-b.unit/2+2*b.unit, box.Max.Y), b.Palette.Accent)
	y := float32(box.Max.Y)
	if start {
		y = float32(box.Min.Y)
	}
	b.disc(float32(at)+float32(b.unit)/2, y, 3.2*float32(b.unit), b.Palette.Accent)
}

// hints stands a letter at each candidate, where it hides least: of the places around the first letter that
// no other one takes, the one in which the least of the words is.
func (b *brush) hints() {
	size := max(11*b.unit, round(0.72*float32(b.Layout.Style().Size)))
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
		around := []*row{rowOf(ln)}
		for _, d := range []int{-1, 1} {
			if other := b.Layout.Neighbour(ln, d); other != ln {
				around = append(around, rowOf(other))
			}
		}
		w := b.p.glyphs.word(h.Letter, layout.Label, size)
		width, height := max(ceil(w.Advance)+6*b.unit, size+3*b.unit), size+2*b.unit
		x := round(float32(b.Left) + b.Layout.CaretX(ln, h.Offset))
		top := y + ln.Baseline - round(0.62*float32(ln.Style.Size)) - height*7/8
		best, least := image.Rectangle{}, 0
		for i, place := range [...]image.Point{{-width/2 - 2*b.unit, 0}, {-width * 3 / 4, 0}, {-width / 4, 0}, {0, -2 * b.unit}, {-width / 2, -3 * b.unit}, {-width, 2 * b.unit}, {-width, 6 * b.unit}, {-width/2 - 2*b.unit, round(1.05 * float32(ln.Style.Size))}, {width / 2, -2 * b.unit}, {width, 0}} {
			r := image.Rect(x, top, x+width, top+height).Add(place)
			r = r.Add(image.Pt(max(0, -r.Min.X), max(0, -r.Min.Y)))
			hidden := i * b.unit // where it is all the same, the first
			for _, other := range taken {
				if !other.Intersect(r).Empty() {
					hidden += 1 << 16
				}
			}
			for _, one := range around {
				hidden += b.hidden(one, r.Inset(-b.unit)) // nor does it touch one where it can stand clear
			}
			if best.Empty() || hidden < least {
				best, least = r, hidden
			}
		}
		taken = append(taken, best)
		b.lay(best, func(b *brush) {
			b.round(best, float32(3*b.unit), b.Palette.Hint)
			b.inside(best, w, float32(best.Min.X)+(float32(width)-w.Advance)/2, best.Max.Y-2*b.unit-size/8, size, b.Palette.HintText)
		})
	}
	b.p.hints = taken
}

// hidden returns how much of a row's letters a rectangle covers, px.
func (b *brush) hidden(r *row, box image.Rectangle) (area int) {
	b.glyphsIn(r, box, func(g image.Rectangle) bool {
		in := g.Intersect(box)
		area += in.Dx() * in.Dy()
		return false
	})
	return area
}
