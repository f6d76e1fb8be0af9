package paint

import "image"

// The ways in which a line may run.
const (
	along = false // the words
	down  = true
)

// besideInk draws a line in a box, but for where a letter of the row stands in its way: there it is broken, with a
// hairline's blank on both sides.
func (b *brush) besideInk(r *row, box image.Rectangle, down bool, draw func()) {
	if !box.Overlaps(b.clip) {
		return
	}
	near, n := box, box.Dx()
	if down {
		near.Min.Y, near.Max.Y, n = near.Min.Y-b.unit, near.Max.Y+b.unit, box.Dy()
	} else {
		near.Min.X, near.Max.X = near.Min.X-b.unit, near.Max.X+b.unit
	}
	taken := b.p.taken[:0]
	b.glyphsIn(r, near, func(g image.Rectangle, st *stencil) bool {
		for len(taken) < n {
			taken = append(taken, false)
		}
		in := g.Intersect(near)
		for y := in.Min.Y; y < in.Max.Y; y++ {
			for x := in.Min.X; x < in.Max.X; x++ {
				if !st.covers(x-g.Min.X, y-g.Min.Y) {
					continue
				}
				at := x - box.Min.X
				if down {
					at = y - box.Min.Y
				}
				for i := max(0, at-b.unit); i <= min(n-1, at+b.unit); i++ {
					taken[i] = true
				}
			}
		}
		return false
	})
	b.p.taken = taken
	clip := b.clip
	defer func() { b.clip = clip }()
	if len(taken) == 0 {
		b.clip = clip.Intersect(box)
		draw()
		return
	}
	for i := 0; i < n; i++ {
		from := i
		for i < n && !taken[i] {
			i++
		}
		if i-from < b.unit {
			continue
		}
		part := image.Rect(box.Min.X+from, box.Min.Y, box.Min.X+i, box.Max.Y)
		if down {
			part = image.Rect(box.Min.X, box.Min.Y+from, box.Max.X, box.Min.Y+i)
		}
		b.clip = clip.Intersect(part)
		draw()
	}
}

// covers reports whether a glyph leaves a trace at a px of its box that is seen.
func (s *stencil) covers(x, y int) bool {
	return s.rgba != nil || s.alpha[y*s.w+x] > 0x30
}
