//go:build !headless

package article

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/article/paint"
)

// wheel is how far one of Fyne's units of wheel movement scrolls.
const wheel = 2.4

// notch is the movement of one notch of a mouse wheel in Fyne's units. Touchpads send less at a time.
const notch = 25

// Scrolled is part of Fyne's scrolling interface. With Ctrl the wheel zooms, and what is under the
// pointer stays there.
func (v *View) Scrolled(e *fyne.ScrollEvent) {
	if v.modifiers()&fyne.KeyModifierShortcutDefault != 0 {
		was := v.zoom
		v.zoomAt(v.zoom*float32(math.Pow(1.1, float64(e.Scrolled.DY)/notch)), e.Position)
		if v.OnZoom != nil && v.zoom != was {
			v.OnZoom(v.zoom)
		}
		return
	}
	dy := v.glider.whole(-e.Scrolled.DY * v.scene.Scale * wheel)
	if v.layout == nil || dy == 0 {
		return
	}
	to := v.layout.Scroll(v.Aim(), dy, v.height())
	if e.Scrolled.DY > -notch && e.Scrolled.DY < notch {
		v.goTo(to)
	} else {
		v.glide(to)
	}
}

// scroll moves the text by px, down the text where positive.
func (v *View) scroll(dy int) {
	if v.layout == nil {
		return
	}
	v.goTo(v.layout.Scroll(v.scene.Anchor, dy, v.height()))
}

// goTo scrolls at once, and ends a glide.
func (v *View) goTo(a layout.Anchor) {
	v.stopGlide()
	v.show(a)
}

func (v *View) show(a layout.Anchor) {
	if a != v.scene.Anchor {
		v.stirred = time.Now()
		v.scene.Anchor = a
		v.moved()
		v.leave() // something else is under the pointer now
		if v.OnScroll != nil {
			v.OnScroll()
		}
	}
}

// Top returns how far the text is scrolled: the top of the view is dy px below the top of the line
// that holds byte off.
func (v *View) Top() (off, dy int) { return v.Aim().Off, v.Aim().DY }

// ScrollTo scrolls to where [View.Top] said, as far as the text allows.
func (v *View) ScrollTo(off, dy int) {
	to := layout.Anchor{Off: min(max(0, off), len(v.text)), DY: dy}
	if v.layout == nil {
		v.scene.Anchor = to // and from there it is laid out
		return
	}
	v.goTo(v.layout.Scroll(to, 0, v.height()))
}

// ScrollToOffset brings an offset into the upper third of the view, unless it can be seen well already.
func (v *View) ScrollToOffset(off int) {
	if v.layout == nil {
		return
	}
	off = min(max(0, off), len(v.text))
	h, covered := v.height(), v.covered()
	ln := v.layout.LineOf(off)
	if y := v.layout.LineY(v.Aim(), ln); y > max(h/12, covered) && y+ln.Height < h*4/5 {
		return
	}
	v.goTo(v.layout.Scroll(layout.Anchor{Off: ln.Start, DY: -max(h/3, covered)}, 0, h))
}

// cover is what lies over the upper edge of the view.
type cover struct {
	height      float32 // Fyne's units
	before, now layout.Anchor
}

// SetCover says how much of the upper edge lies under something, 0 for nothing. What is scrolled to comes to
// stand below that, and the beginning of the text can be; it is brought there where it would be hidden, and
// back when it is free again, unless it has been scrolled since. Other text does not move.
func (v *View) SetCover(height float32) {
	if v.cover.height == height {
		return
	}
	v.cover.height = height
	if v.layout == nil {
		return
	}
	v.layout.SetOver(v.over())
	if at := v.scene.Anchor; at == v.cover.now && v.cover.now != v.cover.before {
		v.goTo(v.layout.Scroll(v.cover.before, 0, v.height()))
	}
	first := v.layout.LineOf(0)
	y := v.layout.LineY(v.scene.Anchor, first)
	v.cover.before = v.scene.Anchor
	if height > 0 && y < v.covered() && y+first.Height > 0 {
		v.goTo(v.layout.Scroll(v.scene.Anchor, y-v.covered(), v.height()))
	} else {
		v.goTo(v.layout.Scroll(v.scene.Anchor, 0, v.height()))
	}
	v.cover.now = v.scene.Anchor
}

// covered returns how many px of the view are covered.
func (v *View) covered() int { return round(v.cover.height * v.scene.Scale) }

// over returns how many px the text is scrolled beyond its beginning so that this can be read.
func (v *View) over() int { return max(0, v.covered()-round(topBlank*v.scene.Scale)) }

// reveal scrolls as little as is needed to see an offset with a line to spare.
func (v *View) reveal(off int) {
	if v.layout == nil {
		return
	}
	h := v.height()
	ln := v.layout.LineOf(off)
	spare := min(v.layout.Style().LineHeight, h/6)
	y, above := v.layout.LineY(v.Aim(), ln), max(spare, v.covered())
	switch {
	case y < above:
		v.follow(v.layout.Scroll(layout.Anchor{Off: ln.Start, DY: -above}, 0, h))
	case y+ln.Height > h-spare:
		v.follow(v.layout.Scroll(layout.Anchor{Off: ln.Start, DY: ln.Height + spare - h}, 0, h))
	}
}

// VisibleRange returns the bytes on the lines that can be read in full, when a glide has ended.
func (v *View) VisibleRange() (start, end int) {
	if v.layout == nil {
		return 0, 0
	}
	h := v.height()
	start = -1
	v.layout.Visit(v.Aim(), h, func(y int, ln *layout.Line) {
		if text := y + ln.Baseline - ln.Style.XHeight; text < v.covered() || y+ln.Baseline > h {
			return
		}
		if start < 0 {
			start = ln.Start
		}
		end = ln.End
	})
	return max(0, start), end
}

// Where returns the place of a character on the canvas, and its size; false where it is not on the screen
// (when a glide has ended).
func (v *View) Where(off int) (fyne.Position, fyne.Size, bool) {
	if v.layout == nil || off < 0 || off > len(v.text) {
		return fyne.Position{}, fyne.Size{}, false
	}
	ln := v.layout.LineOf(off)
	top := v.layout.LineY(v.Aim(), ln) + ln.Baseline - ln.Style.Ascent
	h := ln.Style.Ascent + ln.Style.Descent
	if top < 0 || top+h > v.height() {
		return fyne.Position{}, fyne.Size{}, false
	}
	x0 := v.layout.CaretX(ln, off)
	x1 := x0
	if v.boundaries != nil && off < ln.End {
		if ext := layout.Extents(ln, v.layout.Visual(ln, nil), off, v.boundaries.NextGrapheme(off), nil); len(ext) > 0 {
			x0, x1 = ext[0].X0, ext[0].X1
		}
	}
	s := v.scene.Scale
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v)
	pos := fyne.NewPos((float32(v.scene.Left)+x0)/s, float32(top)/s)
	return at.Add(pos), fyne.NewSize((x1-x0)/s, float32(h)/s), true
}

// Column returns the left and the right edge of the text with the bars beside it, in the view.
func (v *View) Column() (left, right float32) {
	if v.layout == nil {
		return 0, v.Size().Width
	}
	x := float32(v.scene.Left) / v.scene.Scale
	return max(0, x-leftEdge), x + float32(v.layout.Measure())/v.scene.Scale
}

// LineHeight returns the height of a line of running text.
func (v *View) LineHeight() float32 {
	if v.layout == nil {
		return 0
	}
	return float32(v.layout.Style().LineHeight) / v.scene.Scale
}

// At returns the character at a place on the canvas; false where there are no words.
func (v *View) At(pos fyne.Position) (off int, ok bool) {
	in := pos.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(v))
	if size := v.Size(); in.X < 0 || in.Y < 0 || in.X >= size.Width || in.Y >= size.Height {
		return 0, false
	}
	off, _, ok = v.under(in)
	return off, ok
}

// The scroll bar, in Fyne's units.
const (
	thumbEdge  = 3  // from the upper and the lower end
	thumbLeast = 32 // length
)

// onBar reports whether a position is on the scroll bar, or so near that it must be meant: words beside it
// are not.
func (v *View) onBar(at fyne.Position) bool {
	in := v.Size().Width - at.X
	return in <= paint.StripWidth || in <= 2*v.reach() && !v.onWords(at)
}

// thumbRange returns the top and length of the thumb; false where all is on the screen.
func (v *View) thumbRange() (top, length float32, ok bool) {
	h := v.height()
	total := v.layout.Height()
	if total <= h || h <= 0 {
		return 0, 0, false
	}
	room := v.Size().Height - 2*thumbEdge
	length = min(room, max(thumbLeast, room*float32(h)/float32(total)))
	y := min(max(0, v.layout.Y(v.scene.Anchor)), total-h)
	return thumbEdge + (room-length)*float32(float64(y)/float64(total-h)), length, true
}

// tintThumb makes the thumb a frame through which the overview is seen.
func (v *View) tintThumb() {
	c := v.palette.Thumb
	v.thumb.StrokeColor = c
	c.A /= 4
	v.thumb.FillColor = c
}

func (v *View) placeThumb() {
	if v.layout == nil {
		return
	}
	top, length, ok := v.thumbRange()
	if !ok {
		v.thumb.Hide()
		return
	}
	pos := fyne.NewPos(v.Size().Width-paint.StripWidth, top)
	size := fyne.NewSize(paint.StripWidth, length)
	if v.thumb.Position() != pos || v.thumb.Size() != size || !v.thumb.Visible() {
		v.thumb.Move(pos)
		v.thumb.Resize(size)
		v.thumb.Show()
		canvas.Refresh(v.thumb)
	}
}

// dragThumb scrolls so that the thumb's top is where the pointer pulls it.
func (v *View) dragThumb(top float32) {
	_, length, ok := v.thumbRange()
	if !ok {
		return
	}
	room := v.Size().Height - 2*thumbEdge - length
	part := float64(min(max(0, top-thumbEdge), room)) / float64(max(1, room))
	v.goTo(v.layout.Jump(int(part*float64(v.layout.Height()-v.height())), v.height()))
}
