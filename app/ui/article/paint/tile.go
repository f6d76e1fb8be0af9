package paint

import (
	"image"
	"slices"
	"weak"

	"quoth/annotate"
	"quoth/app/ui/article/layout"
)

// Tile is a part of the picture as wide as the view. It stays on its lines: when the text scrolls the tile goes
// along, and is neither painted again nor handed to the screen again. Nobody but the screen keeps the picture: where
// something in it changes, all of it is painted again, on memory that all tiles share.
type Tile struct {
	Top   int // px below the top of the view
	Looks int // counts how often the picture has come to be another one

	p     *Painter
	size  image.Point   // px
	from  layout.Anchor // its top, told by text
	to    layout.Anchor // its end
	stale bool          // the picture is another one than when Looks was counted
	over  []lain        // what lies over the text
	begun *sketch       // of the picture that is asked for next; nil where none has been begun
}

// lain is something that lies over the text of a tile.
type lain struct {
	box  image.Rectangle // px of the tile
	what any
}

// Height returns the height of the tile in px.
func (t *Tile) Height() int { return t.size.Y }

// Width returns the width of the tile in px.
func (t *Tile) Width() int { return t.size.X }

// Picture returns the tile as the painter's last scene shows it. The next picture of any tile is painted over it.
func (t *Tile) Picture() *image.RGBA {
	p, k := t.p, t.begun
	if was := p.lent.Value(); was != nil {
		easels.Put(was)
	}
	if t.begun = nil; k != nil {
		p.hands.take(k)
	} else {
		k = t.sketch()
		k.paint()
	}
	clear(*k.acts) // they would keep what they refer to
	*k.acts = (*k.acts)[:0]
	lists.Put(k.acts)
	p.lent = weak.Make(k.on)
	return k.picture()
}

// Begin has the pictures of tiles painted that will be asked for, in this order, on other processors where there are
// some: the picture of each is that of now until its Looks say something else.
func (p *Painter) Begin(tiles ...*Tile) {
	for _, t := range p.began {
		if t.begun != nil && (!slices.Contains(p.tiles, t) || slices.Contains(tiles, t)) {
			p.hands.leave(t.begun)
			t.begun = nil
		}
	}
	p.began = slices.DeleteFunc(p.began, func(t *Tile) bool { return t.begun == nil })
	if p.hands.most == 0 {
		return
	}
	for _, t := range tiles {
		t.begun = t.sketch()
		p.began = append(p.began, t)
		p.hands.give(t.begun)
	}
}

// sketch notes the tile.
func (t *Tile) sketch() *sketch {
	p, b := t.p, t.p.b
	k := &sketch{box: t.box(), acts: lists.Get().(*[]act), done: make(chan struct{})}
	b.noted, b.clip = k.acts, k.box
	b.paint()
	for i := range p.over {
		o := &p.over[i]
		if b.clip = o.box.Intersect(k.box); !b.clip.Empty() {
			o.draw(b)
		}
	}
	return k
}

func (t *Tile) end() int { return t.Top + t.Height() }

// box returns where the tile is in the view.
func (t *Tile) box() image.Rectangle { return image.Rect(0, t.Top, t.size.X, t.end()) }

// layOver notes what lies over the text now, and reports whether that is something else than before.
func (t *Tile) layOver(all []laid) bool {
	box, n, same := t.box(), 0, true
	for i := range all {
		if !all[i].box.Overlaps(box) {
			continue
		}
		now := lain{all[i].box.Sub(box.Min), all[i].what}
		if n == len(t.over) {
			t.over = append(t.over, lain{})
		}
		same = same && t.over[n] == now
		t.over[n] = now
		n++
	}
	same = same && n == len(t.over)
	clear(t.over[n:])
	t.over = t.over[:n]
	return !same
}

// tileHeight is how high new tiles are for a view of a height, px: few enough to be drawn cheaply, and so low
// that little is painted beyond the edges and again after an edit.
func tileHeight(view int) int { return min(max(96, view/7), 320) }

// Tiles returns the picture of a scene in parts, from the top down, that cover a view of w by h px. They are the
// painter's own until the next call.
func (p *Painter) Tiles(w, h int, s *Scene) []*Tile {
	view := image.Rect(0, 0, w, h)
	another := !slices.Equal(p.tree, s.Connectors)
	all := !p.last.any || p.view.Dx() != w || p.last.version != s.Version || len(p.touched) > 0 && !p.few(s) ||
		(len(p.tree) == 0) != (len(s.Connectors) == 0) // what is no part of a frame steps back while one is shown
	if !all && p.view == view && p.last.anchor == s.Anchor && len(p.touched) == 0 && !another {
		return p.tiles
	}
	p.view = view
	if all || !p.follow(s) {
		p.lanes, p.plan = lanes{marks: s.Marks}, nil
		p.tiles = p.tiles[:0]
	}
	p.b = p.brush(s)
	replan := p.plan == nil || another || len(p.touched) > 0 && len(s.Connectors) > 0
	if replan {
		was, of := p.plan, p.tree
		p.plan, p.tree = p.b.plan(), slices.Clone(s.Connectors)
		if was != nil {
			p.touchTree(s, was, of)
		}
	}
	p.cover(s)
	for _, strip := range p.changed(s) {
		for _, t := range p.tiles {
			t.stale = t.stale || strip.Overlaps(t.box())
		}
	}
	p.touched = p.touched[:0]
	p.last.version, p.last.anchor, p.last.any = s.Version, s.Anchor, true
	if len(p.plan.to) > 0 {
		for _, t := range p.tiles {
			if p.b.clip = t.box(); t.stale || replan {
				p.b.arrange() // the small print finds its places, that of roles, too
			}
		}
	}
	p.b.overlay()
	for _, t := range p.tiles {
		if other := t.layOver(p.over); other || t.stale {
			t.stale = false
			t.Looks++
		}
	}
	return p.tiles
}

// touchTree touches what is otherwise when the connectors run otherwise than they did: the marks at their ends, and the
// lines above and below their level parts, whose small print keeps clear of these.
func (p *Painter) touchTree(s *Scene, was *plan, of []Connector) {
	for _, cs := range [][]Connector{of, s.Connectors} {
		for _, c := range cs {
			for _, id := range []annotate.ID{c.From, c.To} {
				if m := s.Marks.Mark(id); m != nil {
					p.Touch(m.Spans...)
				}
			}
		}
	}
	touch := func(runs, others map[int]run) {
		for line, r := range runs {
			if other, ok := others[line]; !ok || other != r {
				p.Touch(annotate.Span{Start: line - 1, End: line})
			}
		}
	}
	touch(was.runs, p.plan.runs)
	touch(p.plan.runs, was.runs)
}

// follow brings the tiles to where their lines are now. One whose lines have become higher or lower is painted
// anew. It reports false where the tiles cannot be used any more.
func (p *Painter) follow(s *Scene) bool {
	if len(p.tiles) == 0 {
		return true
	}
	top := s.Layout.Y(s.Anchor)
	for i, t := range p.tiles {
		y := s.Layout.Y(t.from)
		t.Top = y - top
		height := s.Layout.Y(t.to) - y
		if i > 0 && t.Top != p.tiles[i-1].end() || height < 1 || height > 4*tileHeight(p.view.Dy()) {
			return false
		}
		if height != t.Height() {
			t.size.Y, t.stale = height, true
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
	return &Tile{p: p, Top: top, size: image.Pt(p.view.Dx(), high), from: at(s, top), to: at(s, top+high), stale: true}
}

// at names a place of the view, px below its top, by the text there.
func at(s *Scene, y int) layout.Anchor {
	a := s.Layout.At(s.Anchor, y)
	a.DY += s.Layout.Y(s.Anchor) + y - s.Layout.Y(a) // beyond the ends of the text
	return a
}
