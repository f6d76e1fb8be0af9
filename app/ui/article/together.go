//go:build !headless

package article

import (
	"quoth/app/ui/article/layout"
)

// Follow scrolls to where another view is. Where both show the same text, the line that one reads, about a
// third from the top, comes to stand at the same height in both, whatever room marks take above it; where
// lines break differently, the same words do. Where the texts are two, as much of the one is above as of
// the other. It does not report this by OnScroll, so that two views may follow each other.
func (v *View) Follow(lead *View) {
	if v == lead || v.layout == nil || lead.layout == nil {
		return
	}
	h := lead.height()
	above := max(0, lead.layout.Y(lead.scene.Anchor))
	below := max(0, lead.layout.Height()-above-h)
	var to layout.Anchor
	if v.text == lead.text {
		to = v.level(lead, eye(above, below, h))
	} else {
		y := 0
		if rest := v.layout.Height() - v.height(); rest > 0 && above > 0 {
			y = int(float64(above) / float64(above+below) * float64(rest))
		}
		to = v.layout.Jump(y, v.height())
	}
	if to = v.layout.Scroll(to, 0, v.height()); to != v.scene.Anchor {
		v.stopGlide()
		v.scene.Anchor = to
		v.moved()
	}
}

// eye returns how many px below the top of a viewport of a height the line is that both sides have in
// common. It is at a third, but slides to the edges at the ends of the text, where a side that is
// longer could not show its first or last line otherwise.
func eye(above, below, height int) int {
	if all := above + below; all < height {
		if all == 0 {
			return 0
		}
		return int(float64(height) * float64(above) / float64(all))
	}
	return max(min(height/3, above), height-below)
}

// level returns the anchor at which what another view of the same text shows y px below its top is at the
// same height here.
func (v *View) level(lead *View, y int) layout.Anchor {
	theirs, top := lead.layout.LineAt(lead.scene.Anchor, y)
	mine := v.layout.LineOf(theirs.Start)
	if mine.Start == theirs.Start && mine.Next == theirs.Next {
		return layout.Anchor{Off: mine.Start, DY: mine.Baseline - theirs.Baseline - top}
	}
	// Lines break differently: between the beginning of a line and its end the words pass by evenly.
	in := min(max(y, top), top+theirs.Height)
	part := float64(in-top) / float64(max(1, theirs.Height))
	off := float64(theirs.Start) + part*float64(theirs.Next-theirs.Start)
	mine = v.layout.LineOf(min(int(off), len(v.text)))
	part = (off - float64(mine.Start)) / float64(max(1, mine.Next-mine.Start))
	return layout.Anchor{Off: mine.Start, DY: int(part*float64(mine.Height)) - in}
}
