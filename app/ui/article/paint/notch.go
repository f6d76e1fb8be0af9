package paint

import (
	"image"
	"sort"

	"golang.org/x/image/vector"
)

// notch stands a small wedge in the margin of a line that holds one of the scene's notches, pointing at
// the words. Its shape is the sign, not its colour alone.
func (b *brush) notch(r *row) {
	i := sort.SearchInts(b.Notches, r.ln.Start)
	if i == len(b.Notches) || b.Notches[i] >= max(r.ln.Next, r.ln.Start+1) {
		return
	}
	h := 4 * b.unit // half of its height
	x := b.Left + b.Layout.Measure() + 2*b.unit
	y := r.base - r.ln.Style.XHeight/2
	box := image.Rect(x, y-h, x+h+b.unit, y+h)
	b.path(box, b.Palette.Accent, func(p *vector.Rasterizer, dx, dy float32) {
		x0, x1 := float32(box.Min.X)+dx, float32(box.Max.X)+dx
		p.MoveTo(x0, float32(y)+dy)
		p.LineTo(x1, float32(box.Min.Y)+dy)
		p.LineTo(x1, float32(box.Max.Y)+dy)
		p.ClosePath()
	})
}
