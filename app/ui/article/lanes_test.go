//go:build !headless

package article

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/annotate"
)

// everywhere are voters who marked all of a text.
type everywhere []string

func (e everywhere) Names() []string           { return e }
func (e everywhere) Votes(start, _ int) []Vote { return make([]Vote, len(e)) }

func TestThePointerOnALaneSaysWhoseAndBesideWhichLine(t *testing.T) {
	d := newDesk(t, story)
	var said []string
	d.OnVote = func(voter int, line annotate.Span, clicked bool) {
		said = append(said, fmt.Sprintf("%d %q %v", voter, d.text[line.Start:line.End], clicked))
	}
	d.SetVoters(everywhere{"ana", "ben"})
	off := d.offset("The end.")
	pos, size, ok := d.LaneBox(1, off)
	if !ok {
		t.Fatal("the last line is not on the screen")
	}
	at := pos.AddXY(size.Width/2, size.Height/2)
	move := func(p fyne.Position) {
		d.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}})
	}
	move(at)
	move(at.AddXY(1, 1)) // the same lane and line
	if d.Cursor() != desktop.PointerCursor {
		t.Error("the pointer does not show that a lane can be clicked")
	}
	d.said = nil
	d.click(at)
	if len(d.said) > 0 {
		t.Errorf("a click on a lane also selects: %v", d.said)
	}
	move(d.at(off))
	if want := `[1 "The end." false 1 "The end." true -1 "" false]`; fmt.Sprint(said) != want {
		t.Errorf("the pointer said %v; want %s", said, want)
	}
	said = nil
	d.SetVoters(nil)
	move(at)
	d.click(at)
	if len(said) > 0 {
		t.Errorf("lanes that are gone said %v", said)
	}
}

// At any zoom and width the lanes stand between the column and the scroll bar, and the text gives way.
func TestLanesTakeTheirRoomFromTheMarginFirst(t *testing.T) {
	d := newDesk(t, long(20))
	d.OnVote = func(int, annotate.Span, bool) {}
	for _, width := range []float32{420, 520, 1400} {
		for _, zoom := range []float32{0.5, 1, 3} {
			d.w.Resize(fyne.NewSize(width, 400))
			d.SetZoom(zoom)
			d.SetVoters(nil)
			alone := d.layout.Measure()
			d.SetVoters(everywhere{"ana", "ben", "cay"})
			x, w := d.scene.LaneSpan(2)
			if right := float32(x+w) / d.scene.Scale; right > width-rightEdge {
				t.Errorf("at a width of %v and zoom %v the lanes reach to %v", width, zoom, right)
			}
			if first, _ := d.scene.LaneSpan(0); first < d.scene.Left+d.layout.Measure() {
				t.Errorf("at a width of %v and zoom %v the lanes stand on the words", width, zoom)
			}
			if width == 1400 && zoom < 3 && d.layout.Measure() != alone {
				t.Errorf("at a width of %v and zoom %v the lanes make the text narrower, though there is room beside it", width, zoom)
			}
		}
	}
}
