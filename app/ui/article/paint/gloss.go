package paint

import (
	"cmp"
	"image"
	"image/color"
	"slices"
	"strings"

	"quoth/app/pigment"
	"quoth/app/ui/article/layout"
)

// gloss is small print below a line: the letter of a mark on its badge, or its label in small capitals.
// It lies in the blank between the words of its line and those of the next and covers neither.
type gloss struct {
	box   image.Rectangle
	stem  image.Rectangle // from a higher underline down to the badge; empty for none
	text  string
	size  int // of the type, px
	base  int // y of the baseline
	mark  int // in strokes.marks
	badge bool
}

// stretch is a piece of an underline or thread on a row, px of the sheet.
type stretch struct{ x0, x1, lane, frag int }

// glosses finds places for the small print of a row; next is the row below, or nil. Letters come
// first; what has no place is left out.
func (b *brush) glosses(r, next *row) {
	r.stretches = len(b.p.stretches)
	r.gloss = len(b.p.gloss)
	for i := r.frags; i < r.fragsEnd; i++ {
		f := &b.p.strokes.frags[i]
		if m := &b.p.strokes.marks[f.mark]; f.thread || m.underlined() {
			for _, e := range b.extents(r, f.start, f.end) {
				b.p.stretches = append(b.p.stretches, stretch{round(e.X0), round(e.X1), f.lane, i})
			}
		}
	}
	r.stretchesEnd = len(b.p.stretches)
	starts := b.p.starts[:0]
	for i := r.frags; i < r.fragsEnd; i++ {
		f := &b.p.strokes.frags[i]
		if m := &b.p.strokes.marks[f.mark]; f.first && !f.thread && f.start >= r.ln.Start && (m.Label != "" || b.Letters && m.Letter != "" || b.p.plan.roles[m.ID] != "") {
			if s, ok := b.start(r, f); ok {
				s.frag = i
				starts = append(starts, s)
			}
		}
	}
	slices.SortStableFunc(starts, func(x, y start) int {
		return cmp.Or(cmp.Compare(x.x, y.x), cmp.Compare(b.p.strokes.frags[x.frag].lane, b.p.strokes.frags[y.frag].lane))
	})
	b.p.starts = starts
	for i := range starts { // roles have the first choice
		b.roleOf(r, next, &starts[i])
	}
	for i := range starts {
		if !b.labelled(&starts[i]) {
			b.letterOf(r, next, &starts[i])
		}
	}
	for i := range starts {
		if !b.labelOf(r, next, &starts[i]) && b.labelled(&starts[i]) {
			b.letterOf(r, next, &starts[i])
		}
	}
	r.glossEnd = len(b.p.gloss)
}

// labelled reports whether the label says all that the letter would: the type of an event.
func (b *brush) labelled(s *start) bool {
	m := &b.p.strokes.marks[b.p.strokes.frags[s.frag].mark]
	return m.Style == Event && m.Label != ""
}

// start is where the small print of a mark would like to begin.
type start struct {
	x     int // of the edge where reading begins
	y     int // below the mark's own line, chip or tint
	right int // the other end of what is marked there
	rtl   bool
	frag  int
	after int // where the badge ends, in the direction of reading
	role  image.Rectangle
}

func (b *brush) start(r *row, f *frag) (s start, ok bool) {
	ext := b.extents(r, f.start, f.end)
	if len(ext) == 0 {
		return s, false
	}
	for i := r.from; i < r.to; i++ {
		if p := &b.p.vis[i]; f.start >= p.Off && f.start < p.Off+p.Len+p.Spaces {
			s.rtl = p.Level&1 == 1
		}
	}
	at := b.caret(r, f.start)
	s.x, s.right = round(ext[0].X0), round(ext[len(ext)-1].X1)
	for _, e := range ext {
		if at >= e.X0-1 && at <= e.X1+1 {
			s.x, s.right = round(e.X0), round(e.X1)
			break
		}
	}
	if s.rtl {
		s.x, s.right = s.right, s.x
	}
	s.after = s.x
	if m := &b.p.strokes.marks[f.mark]; m.Style == Event {
		s.y = b.chipBox(r, ext[0], f).Max.Y
	} else {
		s.y = b.rowTop(r, f)
	}
	return s, true
}

// letterOf stands the letter of a mark below its beginning.
func (b *brush) letterOf(r, next *row, s *start) {
	m := &b.p.strokes.marks[b.p.strokes.frags[s.frag].mark]
	if b.Letters && m.Letter != "" && s.role.Empty() {
		b.badge(r, next, s, m.Letter, b.run(next))
	}
}

// roleOf writes the role that a mark plays in the frame shown, in the place of its letter.
func (b *brush) roleOf(r, next *row, s *start) {
	m := &b.p.strokes.marks[b.p.strokes.frags[s.frag].mark]
	role := b.p.plan.roles[m.ID]
	if role == "" {
		return
	}
	role = strings.ToUpper(role)
	box := b.badge(r, next, s, role, b.run(next))
	if box.Empty() { // rather below the tree than nowhere
		box = b.badge(r, next, s, role, image.Rectangle{})
	}
	if s.role = box; !box.Empty() {
		g := b.p.gloss[len(b.p.gloss)-1]
		g.box, g.stem, g.base = g.box.Sub(image.Pt(0, r.base)), image.Rectangle{}, g.base-r.base
		b.p.plan.pinned[m.ID] = pin{r.ln.Start, g, *m}
	}
}

// badge stands small print on a badge below the beginning of a mark, beside those that stand there
// already and clear of what runs below, and returns where; empty where there is no place.
func (b *brush) badge(r, next *row, s *start, text string, run image.Rectangle) image.Rectangle {
	f := &b.p.strokes.frags[s.frag]
	h, size := badge(b.Layout.Style().Size, b.Scale), labelSize(b.Layout.Style().Size, b.Scale)
	width := max(h, ceil(b.p.glyphs.word(text, layout.Label, size).Advance)+3*b.unit)
	for _, lifted := range []bool{false, true} { // over the rows where there is no place below them
		for shift := 0; shift < 8*(h+b.unit); shift += b.unit {
			x := s.x + shift
			if s.rtl {
				x = s.x - shift - width
			}
			y, stem := b.under(r, f, s, x, x+width)
			if stem.Empty() && shift > 0 { // in one line with those that it stands beside
				first, _ := b.under(r, f, s, s.x, s.x+1)
				y = max(y, first)
			}
			if lifted {
				top := b.laneTop(r, 0)
				if y <= top {
					break
				}
				y, stem = top, image.Rectangle{}
			}
			box := image.Rect(x, y, x+width, y+h)
			if !lifted && next != nil && box.Max.Y > max(next.base-round(ascender*float32(next.ln.Style.Size)), s.y+h) {
				continue // between the letters of the next line it would look like one of them
			}
			if box.Overlaps(run) || b.glossed(r, box.Inset(-b.unit)) || b.inked(r, box) || next != nil && b.inked(next, box) || !box.In(b.room) {
				continue
			}
			s.after = box.Max.X + b.unit
			if s.rtl {
				s.after = box.Min.X - b.unit
			}
			b.p.gloss = append(b.p.gloss, gloss{box: box, stem: stem, text: text, size: size, base: box.Max.Y - h/8, mark: f.mark, badge: true})
			return box
		}
	}
	return image.Rectangle{}
}

// under returns the top of what stands below a mark between x0 and x1, beneath all underlines there,
// and the stem that leads there from the mark's own underline.
func (b *brush) under(r *row, f *frag, s *start, x0, x1 int) (y int, stem image.Rectangle) {
	y = s.y
	own := &b.p.strokes.marks[f.mark]
	for _, l := range b.p.stretches[r.stretches:r.stretchesEnd] {
		if l.x0 >= x1+b.unit || l.x1 <= x0-b.unit || l.frag == s.frag {
			continue
		}
		if top := b.laneTop(r, l.lane); top >= y || !own.underlined() && top+underlineThick*b.unit >= y {
			y = top + (underlineThick+1)*b.unit
		}
	}
	if y > s.y && own.underlined() {
		mid := (x0 + x1) / 2
		if mid >= min(s.x, s.right) && mid < max(s.x, s.right) {
			stem = image.Rect(mid, s.y, mid+b.unit, y)
		}
	}
	return y, stem
}

// labelOf writes the label of a mark beside its letter, in small capitals, and reports whether there was
// a place for it.
func (b *brush) labelOf(r, next *row, s *start) bool {
	f := &b.p.strokes.frags[s.frag]
	m := &b.p.strokes.marks[f.mark]
	text := strings.ToUpper(m.Label)
	if text == "" {
		return false
	}
	size := labelSize(b.Layout.Style().Size, b.Scale)
	w := b.p.glyphs.word(text, layout.Label, size)
	width := ceil(w.Advance)
	up, down := b.p.ink(w, size)
	for shift := 0; shift <= max(0, s.right-s.after, s.after-s.right); shift += 2 * b.unit {
		x := s.after + shift
		if s.rtl {
			x = s.after - shift - width
		}
		y, _ := b.under(r, f, s, x, x+width)
		switch {
		case m.underlined() && y == s.y:
			y += underlineThick * b.unit
		case y == s.y && (next == nil || y+b.unit+up+down <= next.base-round(ascender*float32(next.ln.Style.Size))):
			y += b.unit // clear of the chip, where the blank is high enough for all on the row
		}
		box := image.Rect(x, y, x+width, y+up+down)
		if box.Overlaps(b.run(next)) || b.glossed(r, box.Inset(-2*b.unit)) || b.inked(r, box) || next != nil && b.inked(next, box) || !box.In(b.room) {
			continue
		}
		b.p.gloss = append(b.p.gloss, gloss{box: box, text: text, size: size, base: y + up, mark: f.mark})
		return true
	}
	return false
}

// glossed reports whether small print of a row is in the way.
func (b *brush) glossed(r *row, box image.Rectangle) bool {
	for i := r.gloss; i < len(b.p.gloss); i++ {
		g := &b.p.gloss[i]
		if g.box.Overlaps(box) || g.stem.Overlaps(box) {
			return true
		}
	}
	return false
}

// inked reports whether a letter of a row's words leaves a trace in a rectangle.
func (b *brush) inked(r *row, box image.Rectangle) bool {
	return b.glyphsIn(r, box, func(image.Rectangle, *stencil) bool { return true })
}

// glyphsIn calls fn for the boxes of a row's letters that overlap a rectangle, and what lies in them, until it
// returns true, and returns the last answer.
func (b *brush) glyphsIn(r *row, box image.Rectangle, fn func(image.Rectangle, *stencil) bool) bool {
	size := r.ln.Style.Size
	for i := r.from; i < r.to; i++ {
		pl := &b.p.vis[i]
		w := pl.Word()
		left := b.Left + floor(pl.X)
		if w == nil || left-size > box.Max.X || left+ceil(pl.Width)+size < box.Min.X {
			continue
		}
		if up, down := b.p.ink(w, size); r.base-up >= box.Max.Y || r.base+down <= box.Min.Y {
			continue
		}
		for k := range w.Glyphs {
			if g, st := b.glyphBox(&w.Glyphs[k], float32(b.Left)+pl.X, r.base, size); g.Overlaps(box) && fn(g, st) {
				return true
			}
		}
	}
	return false
}

// ink returns how far, in px, the letters of a word rise above the baseline and hang below it.
func (p *Painter) ink(w *layout.Word, size int) (up, down int) {
	if k, ok := p.inks[w]; ok {
		return k.up, k.down
	}
	k := ink{-1 << 15, -1 << 15}
	for i := range w.Glyphs {
		g := &w.Glyphs[i]
		if st := p.glyphs.stencil(glyphKey{g.ID, g.Face, uint16(size * sizeParts), 0}); st.w > 0 {
			k.up = max(k.up, -(round(g.Y) + st.dy))
			k.down = max(k.down, round(g.Y)+st.dy+st.h)
		}
	}
	if p.inks == nil || len(p.inks) > mostStencils {
		p.inks = map[*layout.Word]ink{}
	}
	p.inks[w] = k
	return k.up, k.down
}

// ink is the height of a word above its baseline, and its depth.
type ink struct{ up, down int }

// glyphBox is where a glyph leaves a trace that belongs to a word with its left end at x, and that trace.
func (b *brush) glyphBox(g *layout.Glyph, x float32, base, size int) (image.Rectangle, *stencil) {
	at := x + g.X + 0.5/subpixels
	whole := floor(at)
	st := b.p.glyphs.stencil(glyphKey{g.ID, g.Face, uint16(size * sizeParts), uint8((at - float32(whole)) * subpixels)})
	y := base + round(g.Y)
	return image.Rect(whole+st.dx, y+st.dy, whole+st.dx+st.w, y+st.dy+st.h), st
}

// paintGloss paints the small print of a row.
func (b *brush) paintGloss(r *row) {
	for i := r.gloss; i < r.glossEnd; i++ {
		g := &b.p.gloss[i]
		m := &b.p.strokes.marks[g.mark]
		if !g.badge {
			w := b.p.glyphs.word(g.text, layout.Label, g.size)
			b.inside(g.box, w, float32(g.box.Min.X), g.base, g.size, b.tone(m).ink)
			continue
		}
		b.fill(g.stem, b.fade(m, b.tone(m).line))
		b.plate(g, m)
	}
}

// plate paints small print on a badge, hollow for a proposal.
func (b *brush) plate(g *gloss, m *Mark) {
	line, ink := b.fade(m, b.tone(m).line), b.tone(m).on
	w := b.p.glyphs.word(g.text, layout.Label, g.size)
	if m.Proposal {
		b.round(g.box, float32(2*b.unit), b.Palette.Page)
		b.outline(g.box, float32(2*b.unit), float32(b.unit), line)
		ink = b.tone(m).ink
	} else {
		if line.A < 0xFF {
			line = over(line, b.Palette.Page)
			ink = pigment.On(line)
		}
		b.round(g.box, float32(2*b.unit), line)
		b.fill(image.Rect(g.box.Min.X, g.box.Min.Y, g.box.Max.X, g.box.Min.Y+2*b.unit), line)
	}
	b.inside(g.box, w, float32(g.box.Min.X)+(float32(g.box.Dx())-w.Advance)/2, g.base, g.size, ink)
}

// inside paints a word of which nothing leaves a box.
func (b *brush) inside(box image.Rectangle, w *layout.Word, x float32, base, size int, c color.NRGBA) {
	clip := b.clip
	b.clip = clip.Intersect(box)
	b.word(w, x, base, size, c)
	b.clip = clip
}
