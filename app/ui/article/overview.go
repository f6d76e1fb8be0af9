//go:build !headless

package article

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"quoth/annotate"
	"quoth/app/ui/article/paint"
)

// stripHeights returns the function that says at which height of the strip a place of the whole text, px
// from its top, is shown: in the middle of the thumb when that place is in the middle of the screen.
func (v *View) stripHeights() func(y int) float32 {
	_, length, _ := v.thumbRange()
	h, total := v.height(), v.layout.Height()
	room := v.Size().Height - 2*thumbEdge
	return func(y int) float32 {
		switch {
		case y < h/2:
			return thumbEdge + length*float32(y)/float32(h)
		case y > total-h/2:
			return thumbEdge + room - length*float32(total-y)/float32(h)
		}
		return thumbEdge + length/2 + (room-length)*float32(float64(y-h/2)/float64(total-h))
	}
}

// underStrip returns the place of the whole text, px from its top, that a height of the strip shows.
func (v *View) underStrip(at float32) int {
	_, length, ok := v.thumbRange()
	if !ok {
		return 0
	}
	h, total := v.height(), v.layout.Height()
	room := v.Size().Height - 2*thumbEdge
	at = min(max(0, at-thumbEdge), room)
	switch {
	case at < length/2:
		return int(at / length * float32(h))
	case at > room-length/2:
		return total - int((room-at)/length*float32(h))
	}
	return h/2 + int(float64(at-length/2)/float64(max(1, room-length))*float64(total-h))
}

// goToStrip shows the place at a height of the strip, unless it is on the screen: the thumb of a long text
// is longer than what the screen shows, and a click on it means what it hides.
func (v *View) goToStrip(at float32) {
	y, h := v.underStrip(at), v.height()
	if top := v.layout.Y(v.scene.Anchor); y < top || y > top+h {
		v.goTo(v.layout.Jump(max(0, y-h/2), h))
	}
}

// placeStrip shows the overview where there is a scroll bar, and draws it again.
func (v *View) placeStrip() {
	if v.layout == nil {
		return
	}
	if _, _, ok := v.thumbRange(); !ok {
		v.strip.Hide()
		return
	}
	pos, size := fyne.NewPos(v.Size().Width-paint.StripWidth, 0), fyne.NewSize(paint.StripWidth, v.Size().Height)
	if v.strip.Position() != pos || v.strip.Size() != size || !v.strip.Visible() {
		v.strip.Move(pos)
		v.strip.Resize(size)
		v.strip.Show()
	}
	canvas.Refresh(v.strip)
}

// drawStrip draws the overview again behind the next frame, which has the words to show first.
func (v *View) drawStrip() {
	v.unseen = true
	v.work()
}

// stripPlace is all that decides at which height the strip shows what.
type stripPlace struct {
	layout, heights, screen int
	size                    fyne.Size
	scale                   float32
}

// stripPicture paints the overview; Fyne asks for it in px.
func (v *View) stripPicture(w, h int) image.Image {
	if v.layout == nil || w <= 0 || h <= 0 {
		return image.NewUniform(v.palette.Page)
	}
	if v.stripImage == nil || v.stripImage.Rect.Dx() != w || v.stripImage.Rect.Dy() != h {
		v.stripImage = image.NewRGBA(image.Rect(0, 0, w, h))
	}
	height := v.stripHeights()
	s := paint.Strip{
		Y:       func(off int) int { return round(height(v.layout.Above(off)) * v.scene.Scale) },
		Place:   stripPlace{v.layouts, v.layout.Heights(), v.height(), v.Size(), v.scene.Scale},
		Palette: &v.palette, Hits: v.scene.Hits, Hit: v.scene.Hit,
	}
	if m := v.scene.Marks.Mark(v.scene.Selected); m != nil && len(m.Spans) > 0 {
		s.Selected = annotate.Hull(m.Spans)
	}
	v.overview.Paint(v.stripImage, max(1, round(v.scene.Scale)), s)
	return v.stripImage
}

// lookOver fills the overview while more says so. It is drawn when enough has changed to be seen, and when all
// is there.
func (v *View) lookOver(more func() bool, laid bool) (done bool) {
	some, done := v.overview.Step(more)
	v.unseen = v.unseen || some || !laid
	v.looks++
	if v.unseen && (done && laid || v.looks%looksBetween == 0) {
		v.unseen = false
		v.placeStrip()
	}
	return done
}

// looksBetween is how many steps of work lie between two pictures of an overview that is being filled.
const looksBetween = 12

// mostNamed is how many marks the pointer over the strip can name.
const mostNamed = 8

// hoverStrip tells which marks the strip shows under the pointer, and reports whether the pointer is on it.
func (v *View) hoverStrip(at fyne.Position) bool {
	if v.layout == nil || !v.strip.Visible() || !v.onBar(at) {
		return false
	}
	if v.OnHover == nil {
		return true
	}
	const reach = 2 // Fyne's units
	start, end := v.layout.OffsetAbove(v.underStrip(at.Y-reach)), v.layout.OffsetAbove(v.underStrip(at.Y+reach))
	var ids []annotate.ID
	v.scene.Marks.In(start, max(end, start+1), func(m *Mark) {
		if len(ids) < mostNamed {
			ids = append(ids, m.ID)
		}
	})
	v.pointer.over, v.pointer.hover = true, -1
	v.pointer.onStrip, v.pointer.stripY = true, at.Y
	v.OnHover(start, ids)
	return true
}

// OnStrip returns how far down the overview the pointer is; false where it is elsewhere.
func (v *View) OnStrip() (y float32, ok bool) { return v.pointer.stripY, v.pointer.onStrip }
