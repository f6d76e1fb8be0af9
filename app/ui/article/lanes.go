//go:build !headless

package article

import (
	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/article/paint"
)

// laneAt returns on whose lane a position is, and beside which line; false where it is on none, or over the
// names.
func (v *View) laneAt(at fyne.Position) (voter int, line annotate.Span, ok bool) {
	if v.layout == nil || v.scene.Voters == nil || v.OnVote == nil {
		return 0, line, false
	}
	s := v.scene.Scale
	x, y := round(at.X*s), round(at.Y*s)
	if voter = v.scene.VoterAt(x); voter < 0 || y < paint.HeadOfLanes(s) {
		return 0, line, false
	}
	ln, top := v.layout.LineAt(v.scene.Anchor, y)
	if y < top || y >= top+ln.Height || ln.Start == ln.End {
		return 0, line, false
	}
	return voter, annotate.Span{Start: ln.Start, End: ln.End}, true
}

// LaneBox returns where on the canvas a voter's lane stands beside the line of an offset; false where that is not
// on the screen.
func (v *View) LaneBox(voter, off int) (fyne.Position, fyne.Size, bool) {
	pos, size, ok := v.Where(off)
	if !ok || v.scene.Voters == nil {
		return pos, size, false
	}
	x, width := v.scene.LaneSpan(voter)
	left := fyne.CurrentApp().Driver().AbsolutePositionForObject(v).X
	return fyne.NewPos(left+float32(x)/v.scene.Scale, pos.Y), fyne.NewSize(float32(width)/v.scene.Scale, size.Height), true
}

// takesLane reports a click on a lane.
func (v *View) takesLane(at fyne.Position) bool {
	voter, line, ok := v.laneAt(at)
	if ok {
		v.pointer.doing = nothing
		v.OnVote(voter, line, true)
	}
	return ok
}

// hoverLane reports on which lane the pointer is, and whether it is on one.
func (v *View) hoverLane(at fyne.Position) bool {
	p := &v.pointer
	voter, line, ok := v.laneAt(at)
	if !ok {
		v.leaveLane()
		return false
	}
	v.leave()
	if !p.onLane || p.lane != voter || p.laneLine != line {
		p.onLane, p.lane, p.laneLine = true, voter, line
		v.OnVote(voter, line, false)
	}
	return true
}

func (v *View) leaveLane() {
	if v.pointer.onLane {
		v.pointer.onLane = false
		v.OnVote(-1, annotate.Span{}, false)
	}
}
