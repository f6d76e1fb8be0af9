package paint

import (
	"image"
	"image/color"

	"quoth/annotate"
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

// end is where a connector meets a mark.
type end struct {
	x         float32
	left      int // of the box around the words
	top, base int
	ok        bool
}

// endOf finds the middle of the first line of a mark.
func (b *brush) endOf(id annotate.ID) end {
	m := b.Marks.Mark(id)
	if m == nil || len(m.Spans) == 0 {
		return end{}
	}
	s := m.Spans[0]
	ln := b.Layout.LineOf(s.Start)
	y := b.Layout.LineY(b.Anchor, ln)
	r := row{ln: ln, y: y, base: y + ln.Baseline}
	vis := b.Layout.Visual(ln, nil)
	ext := layout.Extents(ln, vis, s.Start, s.End, nil)
	if len(ext) == 0 {
		return end{}
	}
	e := layout.Extent{X0: ext[0].X0 + float32(b.Left), X1: ext[0].X1 + float32(b.Left)}
	box := b.box(&r, e, 2*b.unit)
	return end{x: (e.X0 + e.X1) / 2, left: box.Min.X, top: box.Min.Y, base: box.Max.Y, ok: true}
}

// labelBox returns where the label of an anchor stands.
func (b *brush) labelBox(id annotate.ID) (image.Rectangle, bool) {
	m, e := b.Marks.Mark(id), b.endOf(id)
	if !e.ok || m.Label == "" || m.Style != Event {
		return image.Rectangle{}, false
	}
	size := labelSize(b.Layout.Style().Size, b.unit)
	w := ceil(b.p.glyphs.word(m.Label, layout.Label, size).Advance)
	return image.Rect(e.left, e.top-size, e.left+w, e.top), true
}

// connectors draws the lines from the anchor of a frame to its arguments, and writes the roles.
func (b *brush) connectors() {
	var pills []image.Rectangle
	if len(b.Connectors) > 0 {
		if r, ok := b.labelBox(b.Connectors[0].From); ok {
			pills = append(pills, r)
		}
	}
	for _, c := range b.Connectors {
		from, to := b.endOf(c.From), b.endOf(c.To)
		if !from.ok || !to.ok {
			continue
		}
		line := b.Palette.Line(c.Color)
		line.A = 0xD0
		thick := 1.5 * float32(b.unit)
		role := c.Role
		h := b.dst.Rect.Dy()
		switch { // what is not on the screen is pointed at
		case to.base < 0:
			to.top, to.base = 2*b.unit, 2*b.unit
			role = "↑ " + role
		case to.top > h:
			to.top, to.base = h-2*b.unit, h-2*b.unit
			role += " ↓"
		}
		lift := float32(b.Layout.Style().LineHeight) * min(0.3+0.001*max(from.x-to.x, to.x-from.x)/float32(b.unit), 0.75)
		switch a, z := (point{from.x, float32(from.top)}), (point{to.x, float32(to.top)}); {
		case from.top == to.top: // the same line: an arc over it
			b.curve(a, point{a.x, a.y - lift}, point{z.x, z.y - lift}, z, thick, line)
		case from.base <= to.top:
			a.y = float32(from.base)
			d := (z.y - a.y) / 2
			b.curve(a, point{a.x, a.y + d}, point{z.x, z.y - d}, z, thick, line)
		default:
			z.y = float32(to.base)
			d := (a.y - z.y) / 2
			b.curve(a, point{a.x, a.y - d}, point{z.x, z.y + d}, z, thick, line)
		}
		pills = append(pills, b.pill(role, to, c.Color, pills))
	}
}

// pill writes a role above an argument, clear of others and of the anchor's own label.
func (b *brush) pill(role string, at end, c color.NRGBA, taken []image.Rectangle) image.Rectangle {
	size := labelSize(b.Layout.Style().Size, b.unit) + b.unit
	w := b.p.glyphs.word(role, layout.Label, size)
	width, height := ceil(w.Advance)+8*b.unit, size+4*b.unit
	home := image.Rect(0, 0, width, height).Add(image.Pt(round(at.x)-width/2, at.top-height+b.unit))
	r := b.free(b.inside(home), taken)
	radius := float32(height) / 2
	b.round(r, radius, b.Palette.Page)
	b.outline(r, radius, float32(b.unit), b.Palette.Line(c))
	b.word(w, float32(r.Min.X+4*b.unit), r.Max.Y-2*b.unit-size/6, size, b.Palette.Ink(c))
	return r
}

// inside moves a rectangle onto the sheet.
func (b *brush) inside(r image.Rectangle) image.Rectangle {
	all := b.dst.Rect
	dx := max(0, all.Min.X-r.Min.X) - max(0, r.Max.X-all.Max.X)
	dy := max(0, all.Min.Y-r.Min.Y) - max(0, r.Max.Y-all.Max.Y)
	return r.Add(image.Pt(dx, dy))
}

// free returns the place nearest to a rectangle's own that is taken by none: there, beside what is in
// the way, or above it.
func (b *brush) free(r image.Rectangle, taken []image.Rectangle) image.Rectangle {
	clear := func(r image.Rectangle) bool {
		for _, t := range taken {
			if r.Overlaps(t) {
				return false
			}
		}
		return r.In(b.dst.Rect)
	}
	if clear(r) {
		return r
	}
	best, dist := r, 1<<30
	for _, t := range taken {
		for _, d := range []image.Point{
			{t.Max.X + 2*b.unit - r.Min.X, 0}, {t.Min.X - 2*b.unit - r.Max.X, 0}, {0, t.Min.Y - b.unit - r.Max.Y},
		} {
			if n := max(d.X, -d.X) + 2*max(d.Y, -d.Y); n < dist && clear(r.Add(d)) {
				best, dist = r.Add(d), n
			}
		}
	}
	return best
}

// hints stands a letter at each candidate: above the line and half before the word, so that it hides
// as little of the word and of the line above as it can.
func (b *brush) hints() {
	size := max(11*b.unit, round(0.72*float32(b.Layout.Style().Size)))
	for _, h := range b.Hints {
		ln := b.Layout.LineOf(h.Offset)
		y := b.Layout.LineY(b.Anchor, ln)
		if y > b.dst.Rect.Dy() || y+ln.Height < 0 {
			continue
		}
		w := b.p.glyphs.word(h.Letter, layout.Label, size)
		width, height := max(ceil(w.Advance)+6*b.unit, size+3*b.unit), size+3*b.unit
		x := round(float32(b.Left)+b.Layout.CaretX(ln, h.Offset)) - width/2 - 2*b.unit
		top := y + ln.Baseline - round(0.62*float32(ln.Style.Size)) - height*7/8
		r := image.Rect(x, top, x+width, top+height).Add(image.Pt(max(0, -x), max(0, -top)))
		b.round(r, float32(3*b.unit), b.Palette.Hint)
		b.word(w, float32(r.Min.X)+(float32(width)-w.Advance)/2, r.Max.Y-2*b.unit-size/8, size, b.Palette.HintText)
	}
}
