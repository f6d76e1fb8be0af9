package paint

import (
	"image"

	"quoth/app/ui/article/layout"
)

// Tile is a part of the picture as wide as the view. It stays on its lines: when the text scrolls the tile goes
// along, and is neither painted again nor handed to the screen again.
type Tile struct {
	Top   int // px below the top of the view
	Looks int // counts how often the picture has come to be another one

	img     *image.RGBA
	from    layout.Anchor // its top, told by text
	to      layout.Anchor // its end
	stale   []image.Rectangle
	under   []patch // what lies below connectors and hints
	painted bool
}

// Height returns the height of the tile in px.
func (t *Tile) Height() int { return t.img.Rect.Dy() }

// Picture returns the picture of the tile. It is painted over when Looks changes.
func (t *Tile) Picture() *image.RGBA { return t.img }

func (t *Tile) end() int { return t.Top + t.Height() }

// box returns where the tile is in the view.
func (t *Tile) box() image.Rectangle { return image.Rect(0, t.Top, t.img.Rect.Dx(), t.end()) }

// patch is a part of a tile as it is without what lies over the text.
type patch struct {
	box image.Rectangle // px of the tile
	pix []uint8
}

// keep remembers a part of the tile before something is drawn over the text.
func (t *Tile) keep(box image.Rectangle) {
	k := patch{box: box}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		i := t.img.PixOffset(box.Min.X, y)
		k.pix = append(k.pix, t.img.Pix[i:i+4*box.Dx()]...)
	}
	t.under = append(t.under, k)
}

// bare takes what was drawn over the text away, the last first.
func (t *Tile) bare() {
	for n := len(t.under) - 1; n >= 0; n-- {
		k := &t.under[n]
		for y, row := k.box.Min.Y, 4*k.box.Dx(); y < k.box.Max.Y; y++ {
			copy(t.img.Pix[t.img.PixOffset(k.box.Min.X, y):], k.pix[(y-k.box.Min.Y)*row:][:row])
		}
	}
	t.under = t.under[:0]
}

// tileHeight is how high new tiles are for a view of a height, px: few enough to be drawn cheaply, and so low
// that little is painted beyond the edges and again after an edit.
func tileHeight(view int) int { return min(max(96, view/7), 320) }

// Tiles returns the picture of a scene in parts, from the top down, that cover a view of w by h px. They are the
// painter's own until the next call.
func (p *Painter) Tiles(w, h int, s *Scene) []*Tile {
	view := image.Rect(0, 0, w, h)
	all := !p.last.any || p.view.Dx() != w || p.last.version != s.Version || len(p.touched) > 0 && !p.few(s)
	if !all && p.view == view && p.last.anchor == s.Anchor && len(p.touched) == 0 {
		return p.tiles
	}
	p.view = view
	if all || !p.follow(s) {
		p.lanes, p.plan = lanes{marks: s.Marks}, nil
		p.dropAll()
	}
	p.cover(s)
	for _, strip := range p.changed(s) {
		for _, t := range p.tiles {
			if r := strip.Intersect(t.box()); !r.Empty() && !t.fresh() {
				t.stale = append(t.stale, r.Sub(image.Pt(0, t.Top)))
			}
		}
	}
	p.touched = p.touched[:0]
	p.last.version, p.last.anchor, p.last.any = s.Version, s.Anchor, true
	b := p.brush(s)
	if p.plan == nil {
		p.plan = b.plan()
	}
	for _, t := range p.tiles {
		b.text(t)
	}
	b.overlay()
	for _, t := range p.tiles {
		b.layOver(t)
		if t.painted {
			t.painted = false
			t.Looks++
		}
	}
	return p.tiles
}

// fresh reports whether nothing of the tile has been painted yet.
func (t *Tile) fresh() bool { return len(t.stale) == 1 && t.stale[0] == t.img.Rect }

// follow brings the tiles to where their lines are now. One whose lines have become higher or lower is painted
// anew. It reports false where the tiles cannot be used any more.
func (p *Painter) follow(s *Scene) bool {
	if len(p.tiles) == 0 {
		return true
	}
	top := s.Layout.Y(s.Anchor)
	w := p.view.Dx()
	for i, t := range p.tiles {
		y := s.Layout.Y(t.from)
		t.Top = y - top
		height := s.Layout.Y(t.to) - y
		if i > 0 && t.Top != p.tiles[i-1].end() || height < 1 || height > 4*tileHeight(p.view.Dy()) {
			return false
		}
		if height != t.Height() {
			t.img, t.under, t.stale = p.image(w, height, t.img), t.under[:0], nil
			t.stale = append(t.stale, t.img.Rect)
		}
	}
	return true
}

// cover drops the tiles that are off the screen and makes those that are missing.
func (p *Painter) cover(s *Scene) {
	h, high := p.view.Dy(), tileHeight(p.view.Dy())
	kept := p.tiles[:0]
	for _, t := range p.tiles {
		if t.end() > 0 && t.Top < h {
			kept = append(kept, t)
		} else {
			p.spare = append(p.spare, t.img)
		}
	}
	clear(p.tiles[len(kept):])
	p.tiles = kept
	if len(p.tiles) == 0 {
		p.tiles = append(p.tiles, p.tile(s, 0, high))
	}
	for first := p.tiles[0]; first.Top > 0; first = p.tiles[0] {
		p.tiles = append([]*Tile{p.tile(s, first.Top-high, high)}, p.tiles...)
	}
	for last := p.tiles[len(p.tiles)-1]; last.end() < h; last = p.tiles[len(p.tiles)-1] {
		p.tiles = append(p.tiles, p.tile(s, last.end(), high))
	}
}

// tile makes a tile at a place of the view.
func (p *Painter) tile(s *Scene, top, high int) *Tile {
	t := &Tile{Top: top, from: at(s, top), to: at(s, top+high), img: p.image(p.view.Dx(), high, nil)}
	t.stale = append(t.stale, t.img.Rect)
	return t
}

// at names a place of the view, px below its top, by the text there.
func at(s *Scene, y int) layout.Anchor {
	a := s.Layout.At(s.Anchor, y)
	a.DY += s.Layout.Y(s.Anchor) + y - s.Layout.Y(a) // beyond the ends of the text
	return a
}

// image returns an image of a size that nothing else uses, where possible one that was used before.
func (p *Painter) image(w, h int, was *image.RGBA) *image.RGBA {
	if was != nil {
		p.spare = append(p.spare, was)
	}
	for i, m := range p.spare {
		if m.Rect.Dx() == w && m.Rect.Dy() == h {
			p.spare[i] = p.spare[len(p.spare)-1]
			p.spare = p.spare[:len(p.spare)-1]
			return m
		}
	}
	const most = 4
	if len(p.spare) > most {
		p.spare = p.spare[len(p.spare)-most:]
	}
	return image.NewRGBA(image.Rect(0, 0, w, h))
}

func (p *Painter) dropAll() {
	for _, t := range p.tiles {
		p.spare = append(p.spare, t.img)
	}
	p.tiles = p.tiles[:0]
}

// text paints what is stale of a tile.
func (b *brush) text(t *Tile) {
	if len(t.stale) == 0 {
		return
	}
	t.bare()
	b.on(t)
	for _, r := range t.stale {
		b.clip = r.Add(image.Pt(0, t.Top))
		b.paint()
	}
	t.stale, t.painted = t.stale[:0], true
}

// on makes the brush paint on a tile, in the places of the view.
func (b *brush) on(t *Tile) {
	b.dst = &image.RGBA{Pix: t.img.Pix, Stride: t.img.Stride, Rect: t.box()}
	b.clip = b.dst.Rect
}

// layOver draws what lies over the text of a tile.
func (b *brush) layOver(t *Tile) {
	if len(t.under) > 0 {
		t.bare()
		t.painted = true
	}
	box := t.box()
	for i := range b.p.over {
		o := &b.p.over[i]
		r := o.box.Intersect(box)
		if r.Empty() {
			continue
		}
		t.keep(r.Sub(image.Pt(0, t.Top)))
		b.on(t)
		b.clip = r
		o.draw(b)
		t.painted = true
	}
}
