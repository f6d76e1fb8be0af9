//go:build !headless

package article

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/annotate"
)

func TestDragSelectsFromPressToRelease(t *testing.T) {
	d := newDesk(t, story)
	d.drag(d.at(d.offset("harbour")), d.at(d.offset("said")))
	if got := d.selected(); got != "harbour master " {
		t.Errorf("selected %q", got)
	}
	if want := []string{`drag "harbour master "`}; !slices.Equal(d.said, want) {
		t.Errorf("reported %v", d.said)
	}
	d.drag(d.at(d.offset("said")), d.at(d.offset("harbour")))
	if a, c := d.Selection(); a <= c {
		t.Errorf("a drag to the left gave anchor %d, caret %d", a, c)
	}
}

func TestDragOverEmojiAndAccentsTakesThemWhole(t *testing.T) {
	d := newDesk(t, story)
	d.drag(d.at(d.offset("e\u0301clairs")), d.at(d.offset("clairs")))
	if got := d.selected(); got != "e\u0301" {
		t.Errorf("selected %q", got)
	}
	d.slowly()
	emoji := d.offset("👨‍👩‍👧")
	d.drag(d.at(emoji), d.at(emoji+len("👨‍👩‍👧")))
	if got := d.selected(); got != "👨‍👩‍👧" {
		t.Errorf("selected %q", got)
	}
}

func TestDoubleClickSelectsTheWordAndTripleTheSentence(t *testing.T) {
	d := newDesk(t, story)
	p := d.at(d.offset("ministry") + 3)
	d.click(p)
	d.click(p)
	if got := d.selected(); got != "ministry" {
		t.Errorf("double click selected %q", got)
	}
	d.click(p)
	if got := d.selected(); !strings.HasPrefix(got, "“Everything") || !strings.HasSuffix(got, "she told us.") {
		t.Errorf("triple click selected %q", got)
	}
	if d.said[1] != `word "ministry"` || !strings.HasPrefix(d.said[2], "sentence ") {
		t.Errorf("reported %v", d.said)
	}
}

func TestDragAfterDoubleClickSelectsWholeWords(t *testing.T) {
	d := newDesk(t, story)
	p := d.at(d.offset("harbour") + 2)
	d.click(p)
	d.drag(p, d.at(d.offset("Monday")+2))
	if got := d.selected(); got != "harbour master said on Monday" {
		t.Errorf("selected %q", got)
	}
}

func TestShiftClickExtends(t *testing.T) {
	d := newDesk(t, story)
	d.click(d.at(d.offset("harbour")))
	d.slowly()
	p := d.at(d.offset("said"))
	d.down(p, fyne.KeyModifierShift)
	d.up(p)
	if got := d.selected(); got != "harbour master " {
		t.Errorf("selected %q", got)
	}
}

func markOf(text, id string, st MarkStyle, words string) Mark {
	i := strings.Index(text, words)
	return Mark{ID: annotate.ID(id), Style: st, Spans: []annotate.Span{{Start: i, End: i + len(words)}}}
}

func TestClicksCycleFromTheSmallestMarkOutwards(t *testing.T) {
	d := newDesk(t, story,
		markOf(story, "quote", Quote, "“Everything depends on the ministry,”"),
		markOf(story, "mention", Mention, "ministry"), markOf(story, "elsewhere", Mention, "Monday"))
	var picked []annotate.ID
	d.OnClickMark = func(_ int, ids []annotate.ID, pick int) {
		if len(ids) != 2 {
			t.Fatalf("under the click: %v", ids)
		}
		picked = append(picked, ids[pick])
		d.SetSelected(ids[pick])
	}
	for range 3 {
		d.slowly()
		d.click(d.at(d.offset("ministry") + 2))
	}
	if want := []annotate.ID{"mention", "quote", "mention"}; !slices.Equal(picked, want) {
		t.Errorf("picked %v, want %v", picked, want)
	}
	n := len(picked)
	d.slowly()
	d.click(d.at(d.offset("Nobody") + 2))
	if len(picked) != n {
		t.Error("a click on plain words chose a mark")
	}
}

func TestRightClickKeepsASelectionThatItHits(t *testing.T) {
	d := newDesk(t, story)
	d.SetSelection(4, 18)
	var at int
	d.OnMenu = func(off int, _ fyne.Position) { at = off }
	right := func(off int) {
		p := d.at(off)
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p}, Button: desktop.MouseButtonSecondary}
		d.MouseDown(e)
		d.MouseUp(e)
	}
	right(10)
	if at != 10 || d.selected() != "harbour master" {
		t.Errorf("menu at %d, selected %q", at, d.selected())
	}
	right(d.offset("Nobody"))
	if a, c := d.Selection(); a != c || c != d.offset("Nobody") {
		t.Errorf("selection %d, %d", a, c)
	}
}

func TestHoverTellsTheMarksUnderThePointer(t *testing.T) {
	d := newDesk(t, story, markOf(story, "m", Mention, "Monday"))
	var seen []string
	d.OnHover = func(off int, ids []annotate.ID) { seen = append(seen, fmt.Sprint(off, ids)) }
	move := func(p fyne.Position) { d.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}}) }
	monday := d.offset("Monday")
	move(d.at(monday))
	move(d.at(monday))
	move(fyne.NewPos(2, 2))
	d.MouseOut()
	if want := []string{fmt.Sprint(monday, []annotate.ID{"m"}), fmt.Sprint(-1, []annotate.ID(nil))}; !slices.Equal(seen, want) {
		t.Errorf("told %v, want %v", seen, want)
	}
}

// Of words that have scrolled away from under a resting pointer nothing is told any more.
func TestScrollingLeavesWhatThePointerWasOn(t *testing.T) {
	words := long(80)
	d := newDesk(t, words, markOf(words, "m", Mention, words[:9]))
	var told []annotate.ID
	d.OnHover = func(_ int, ids []annotate.ID) { told = ids }
	d.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: d.at(3)}})
	if len(told) != 1 {
		t.Fatalf("told %v", told)
	}
	d.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -250)})
	d.settle()
	if len(told) != 0 {
		t.Errorf("after scrolling still %v", told)
	}
}

func TestDraggingTheThumbScrollsToTheEnd(t *testing.T) {
	d := newDesk(t, long(200))
	top, _, ok := d.thumbRange()
	if !ok {
		t.Fatal("no scroll bar")
	}
	from := fyne.NewPos(d.Size().Width-6, top+4)
	d.drag(from, fyne.NewPos(from.X, d.Size().Height+50))
	if _, end := d.VisibleRange(); end != len(d.text) {
		t.Errorf("the screen ends at %d of %d", end, len(d.text))
	}
	if a, c := d.Selection(); a != c || c != 0 {
		t.Errorf("dragging the bar selected [%d, %d)", a, c)
	}
}

func TestDragBeyondTheEdgeScrolls(t *testing.T) {
	d := newDesk(t, long(80))
	from := d.at(10)
	d.down(from, 0)
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, d.Size().Height+30)}})
	d.settle()
	d.settle()
	if start, _ := d.VisibleRange(); start == 0 {
		t.Error("nothing moved")
	}
	d.up(fyne.NewPos(200, d.Size().Height))
	if a, c := d.Selection(); a >= c || c < 2000 {
		t.Errorf("selection %d, %d", a, c)
	}
}

func TestWheelScrollsAndBack(t *testing.T) {
	d := newDesk(t, long(80))
	d.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)})
	start, _ := d.VisibleRange()
	if start == 0 {
		t.Error("the wheel moved nothing")
	}
	d.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, 2500)})
	if start, _ := d.VisibleRange(); start != 0 {
		t.Errorf("and back ends at %d", start)
	}
}
