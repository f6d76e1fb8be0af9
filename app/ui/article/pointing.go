//go:build !headless

package article

import (
	"math"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/annotate"
	"quoth/app/ui/article/paint"
)

// pointer is what the mouse is doing.
type pointer struct {
	doing    doing
	clicks   int       // 1 for a click, 2 for a double click, 3 for a triple one
	down     time.Time // when and where the button went down last
	at       fyne.Position
	last     fyne.Position // where it is now, while it drags
	moved    bool
	grip     float32 // from the thumb's top to the pointer
	start    int     // what the first click of a drag has selected: the drag extends it
	end      int
	edge     Edge            // that is dragged
	pull     fyne.Position   // from the pointer to where the edge is
	marks    Marks           // as they were before the drag
	spans    []annotate.Span // likewise of the mark
	rolling  bool            // the text scrolls by itself
	hover    int
	over     bool // a hover was reported
	onGrip   bool // it is on a grip
	presses  int  // counts, so that a long press is one and the same
	onTarget bool // a click would follow a connector
	onStrip  bool // it is on the overview
	onLane   bool // it is on a lane
	lane     int  // whose, and the line beside which it is
	laneLine annotate.Span
	stripY   float32
}

type doing uint8

const (
	nothing doing = iota
	selecting
	scrolling
	adjusting
	panning
)

// Clicks this close in time and place belong together.
const (
	clickTime  = 400 * time.Millisecond
	clickReach = 4 // Fyne's units
)

// Cursor is part of Fyne's desktop interface.
func (v *View) Cursor() desktop.Cursor {
	switch {
	case v.pointer.doing == scrolling || v.pointer.onStrip:
		return desktop.DefaultCursor
	case v.pointer.doing == panning || v.space || v.pointer.onTarget || v.pointer.onLane:
		return desktop.PointerCursor
	case v.pointer.doing == adjusting || v.pointer.onGrip:
		return desktop.HResizeCursor
	}
	return desktop.TextCursor
}

// OffsetAt returns the place of the caret nearest to a position in the widget.
func (v *View) OffsetAt(p fyne.Position) int {
	if v.layout == nil {
		return 0
	}
	s := v.scene.Scale
	ln, _ := v.layout.LineAt(v.scene.Anchor, round(p.Y*s))
	return v.layout.OffsetAt(ln, p.X*s-float32(v.scene.Left))
}

// under returns the character under a position, and false where there are no words.
func (v *View) under(p fyne.Position) (start, end int, ok bool) {
	if v.layout == nil {
		return 0, 0, false
	}
	s := v.scene.Scale
	y := round(p.Y * s)
	ln, top := v.layout.LineAt(v.scene.Anchor, y)
	if y < top || y >= top+ln.Height {
		return 0, 0, false
	}
	return v.layout.ClusterAt(ln, p.X*s-float32(v.scene.Left))
}

// MouseDown is part of Fyne's desktop interface.
func (v *View) MouseDown(e *desktop.MouseEvent) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Focused() != fyne.Focusable(v) {
		c.Focus(v)
	}
	v.stopGlide()
	if v.layout != nil && (e.Button == desktop.MouseButtonTertiary || e.Button == desktop.MouseButtonPrimary && v.space) {
		v.pointer.doing, v.pointer.last = panning, e.Position
		return
	}
	if v.layout == nil || e.Button != desktop.MouseButtonPrimary || v.takesThumb(e.Position) || v.takesLane(e.Position) || v.takesTarget(e.Position) || v.takesEdge(e.Position) {
		return
	}
	p := &v.pointer
	near := max(e.Position.X-p.at.X, p.at.X-e.Position.X) <= clickReach && max(e.Position.Y-p.at.Y, p.at.Y-e.Position.Y) <= clickReach
	now := time.Now()
	if near && now.Sub(p.down) < clickTime && p.clicks < 3 {
		p.clicks++
	} else {
		p.clicks = 1
	}
	p.doing, p.moved, p.down, p.at, p.last = selecting, false, now, e.Position, e.Position
	v.longPress(e)
	off := v.OffsetAt(e.Position)
	v.goal = -1
	if e.Modifier&fyne.KeyModifierShift != 0 && p.clicks == 1 {
		p.start, p.end = v.anchor, v.anchor
		v.selectText(v.anchor, off)
		return
	}
	p.start, p.end = v.unit(e.Position, off)
	v.selectText(p.start, p.end)
}

// pressTime is how long a finger rests before that means the menu.
const pressTime = 600 * time.Millisecond

// longPress opens the menu when the press that has begun lasts, at one place.
func (v *View) longPress(e *desktop.MouseEvent) {
	if !v.fingers {
		return
	}
	p := &v.pointer
	p.presses++
	n := p.presses
	v.After(pressTime, func() {
		if p.presses == n && p.doing == selecting && !p.moved {
			p.doing = nothing
			v.menu(e)
		}
	})
}

// unit returns what a click selects: nothing, a word or a sentence.
func (v *View) unit(at fyne.Position, off int) (start, end int) {
	if v.boundaries == nil || v.pointer.clicks == 1 {
		return off, off
	}
	if a, _, ok := v.under(at); ok {
		off = a
	}
	if v.pointer.clicks == 2 {
		if a, b, ok := v.boundaries.WordAt(off); ok {
			return a, b
		}
		return off, off
	}
	return v.boundaries.SentenceAt(off)
}

// takesThumb begins to drag the scroll bar where the pointer is on it.
func (v *View) takesThumb(at fyne.Position) bool {
	top, length, ok := v.thumbRange()
	if !ok || !v.onBar(at) {
		return false
	}
	v.pointer.doing, v.pointer.moved, v.pointer.last = scrolling, false, at
	v.pointer.grip = at.Y - top
	if at.Y < top || at.Y > top+length {
		v.pointer.grip = length / 2
		v.dragThumb(at.Y - v.pointer.grip)
	}
	return true
}

// Dragged is part of Fyne's dragging interface.
func (v *View) Dragged(e *fyne.DragEvent) {
	p := &v.pointer
	p.last = e.Position
	switch p.doing {
	case scrolling:
		p.moved = true
		v.dragThumb(e.Position.Y - p.grip)
	case panning:
		v.scroll(v.glider.whole(-e.Dragged.DY * v.scene.Scale))
	case selecting, adjusting:
		p.moved = true
		v.dragTo(e.Position)
		v.roll()
	}
}

// dragTo extends the selection to a position, by whole words or sentences after a double or triple click.
func (v *View) dragTo(at fyne.Position) {
	p := &v.pointer
	if p.doing == adjusting {
		v.dragEdge(at)
		return
	}
	off := v.OffsetAt(at)
	a, b := v.unit(at, off)
	if a < p.start {
		v.selectText(p.end, a)
	} else {
		v.selectText(p.start, max(b, p.end))
	}
}

// rollTime is the rhythm in which the text scrolls while a drag is held beyond the edge.
const rollTime = frameTime

// roll scrolls while the pointer drags at or beyond the upper or lower edge, faster further out.
func (v *View) roll() {
	if v.pointer.rolling {
		return
	}
	var next func()
	next = func() {
		p := &v.pointer
		p.rolling = false
		over := float32(0)
		if edge := v.Size().Height - 8; p.last.Y > edge {
			over = p.last.Y - edge
		} else if p.last.Y < 8 {
			over = p.last.Y - 8
		}
		if over == 0 || p.doing != selecting && p.doing != adjusting {
			return
		}
		v.scroll(v.glider.whole(rollSpeed(over) * v.scene.Scale))
		v.dragTo(p.last)
		p.rolling = true
		v.After(rollTime, next)
	}
	v.pointer.rolling = true
	v.After(rollTime, next)
}

// rollSpeed is how far the text scrolls in a frame while the pointer is so far beyond the edge, in Fyne's
// units: slowly near it, a screen in half a second far out.
func rollSpeed(over float32) float32 {
	return min(max(over*over/160*float32(sign(int(over)))+over/12, -24), 24)
}

// DragEnd is part of Fyne's dragging interface. Fyne sends MouseUp to the widget under the pointer; where
// that was another one, the drag is finished here.
func (v *View) DragEnd() {
	if v.pointer.doing != nothing {
		v.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: v.pointer.last}, Button: desktop.MouseButtonPrimary})
	}
}

// MouseUp is part of Fyne's desktop interface.
func (v *View) MouseUp(e *desktop.MouseEvent) {
	if e.Button == desktop.MouseButtonSecondary {
		v.menu(e)
		return
	}
	p := &v.pointer
	was := p.doing
	p.doing = nothing
	switch was {
	case selecting:
		v.selected(e)
	case adjusting:
		v.dropEdge(true)
	case scrolling:
		if !p.moved {
			v.goToStrip(e.Position.Y)
		}
	}
}

// selected reports a selection made with the mouse, and the marks under a click.
func (v *View) selected(e *desktop.MouseEvent) {
	by := [...]Gesture{ByClick, ByClick, ByWord, BySentence}[v.pointer.clicks]
	if v.pointer.moved && v.anchor != v.caret {
		by = ByDrag
	}
	var ids []annotate.ID
	off, end, ok := v.under(e.Position)
	if ok {
		ids = paint.At(v.scene.Marks, off, end)
	}
	pick := slices.Index(ids, v.scene.Selected) + 1 // the next larger, or the smallest
	if v.OnSelect != nil {
		v.OnSelect(v.anchor, v.caret, by)
	}
	if by == ByClick && v.anchor == v.caret && len(ids) > 0 && v.OnClickMark != nil {
		v.OnClickMark(off, ids, pick%len(ids))
	}
}

// menu reports a right click, having moved the caret there unless it is on selected text.
func (v *View) menu(e *desktop.MouseEvent) {
	if v.layout == nil {
		return
	}
	off := v.OffsetAt(e.Position)
	if off < min(v.anchor, v.caret) || off > max(v.anchor, v.caret) || v.anchor == v.caret {
		v.selectText(off, off)
		if v.OnSelect != nil {
			v.OnSelect(off, off, ByClick)
		}
	}
	if start, _, ok := v.under(e.Position); ok {
		off = start
	}
	if v.OnMenu != nil {
		v.OnMenu(off, e.AbsolutePosition)
	}
}

// MouseIn is part of Fyne's desktop interface.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.MouseMoved(e) }

// MouseMoved is part of Fyne's desktop interface.
func (v *View) MouseMoved(e *desktop.MouseEvent) {
	p := &v.pointer
	_, grips := v.grips()
	p.onGrip = nearest(e.Position, len(grips) > 0 && v.onWords(e.Position), grips) >= 0
	_, p.onTarget = v.targetAt(e.Position)
	p.onStrip = v.hoverStrip(e.Position)
	if p.onStrip || v.hoverLane(e.Position) {
		return
	}
	if v.OnHover == nil {
		return
	}
	start, end, ok := v.under(e.Position)
	if !ok {
		v.leave()
		return
	}
	if p.over && p.hover == start {
		return
	}
	p.over, p.hover = true, start
	v.OnHover(start, paint.At(v.scene.Marks, start, end))
}

// targetReach is how far around a role or stub a click still means it, in Fyne's units.
const targetReach = 3

// targetAt returns the mark that a role or stub at a position leads to: the nearest one. What is not on words
// may be further off, so that a finger finds it.
func (v *View) targetAt(at fyne.Position) (id annotate.ID, ok bool) {
	if v.OnTarget == nil || v.layout == nil || len(v.painter.Targets()) == 0 {
		return "", false
	}
	s := v.scene.Scale
	words := v.onWords(at)
	best := float32(math.MaxFloat32)
	for _, t := range v.painter.Targets() {
		dx := max(float32(t.Box.Min.X)-at.X*s, at.X*s-float32(t.Box.Max.X), 0) / s
		dy := max(float32(t.Box.Min.Y)-at.Y*s, at.Y*s-float32(t.Box.Max.Y), 0) / s
		most := float32(targetReach)
		if !words {
			most = max(most, v.reach()-float32(t.Box.Dy())/s/2)
		}
		if dx <= most && dy <= most && dx+dy < best {
			best, id, ok = dx+dy, t.ID, true
		}
	}
	return id, ok
}

// takesTarget follows a role or stub under the pointer to its mark.
func (v *View) takesTarget(at fyne.Position) bool {
	id, ok := v.targetAt(at)
	if ok {
		v.pointer.doing = nothing
		v.OnTarget(id)
	}
	return ok
}

// MouseOut is part of Fyne's desktop interface.
func (v *View) MouseOut() {
	v.pointer.onStrip = false
	v.leaveLane()
	v.leave()
}

func (v *View) leave() {
	if v.pointer.over && v.OnHover != nil {
		v.OnHover(-1, nil)
	}
	v.pointer.over = false
}
