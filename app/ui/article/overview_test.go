//go:build !headless

package article

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/annotate"
)

// A click on the strip where it shows a place brings that place to the screen.
func TestClickOnTheOverviewGoesThere(t *testing.T) {
	for _, paragraphs := range []int{6, 60, 2000} {
		text := long(paragraphs)
		d := newDesk(t, text)
		d.settle()
		for i := range 21 {
			off := i * (len(text) - 1) / 20
			y := d.stripHeights()(d.layout.Above(off))
			at := fyne.NewPos(d.Size().Width-5, y)
			d.down(at, 0)
			d.up(at)
			start, end := d.layout.Ends(d.scene.Anchor, d.height())
			if off < start || off > end {
				t.Errorf("%d paragraphs: a click at %.1f shows [%d, %d), not %d", paragraphs, y, start, end, off)
			}
		}
	}
}

func TestOverviewTellsWhatIsUnderThePointer(t *testing.T) {
	text := long(80)
	m := Mark{ID: "m", Style: Mention, Spans: []annotate.Span{{Start: len(text) / 2, End: len(text)/2 + 8}}}
	d := newDesk(t, text, m)
	var told []annotate.ID
	d.OnHover = func(_ int, ids []annotate.ID) { told = ids }
	d.settle()
	y := d.stripHeights()(d.layout.Above(len(text) / 2))
	d.MouseMoved(over(fyne.NewPos(d.Size().Width-5, y)))
	if len(told) != 1 || told[0] != "m" {
		t.Errorf("over the mark it tells of %v", told)
	}
	d.MouseMoved(over(fyne.NewPos(d.Size().Width-5, y+60)))
	if len(told) != 0 {
		t.Errorf("elsewhere it tells of %v", told)
	}
}

func TestAShortTextHasNoOverview(t *testing.T) {
	if d := newDesk(t, "Short."); d.strip.Visible() {
		t.Error("it has one")
	}
	d := newDesk(t, long(40))
	d.settle()
	if !d.strip.Visible() {
		t.Error("a long one has none")
	}
}

func over(p fyne.Position) *desktop.MouseEvent {
	return &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p}}
}

// A role beside an argument leads to it, as does a stub that names one off the screen.
func TestClickOnARoleOrStubLeadsToItsMark(t *testing.T) {
	text := long(60)
	frame := Mark{ID: "e", Style: Event, Spans: []annotate.Span{{Start: 5, End: 10}}}
	near := Mark{ID: "near", Style: Mention, Spans: []annotate.Span{{Start: 60, End: 70}}}
	far := Mark{ID: "far", Style: Mention, Spans: []annotate.Span{{Start: len(text) - 20, End: len(text) - 12}}}
	d := newDesk(t, text, frame, near, far)
	var went []annotate.ID
	d.OnTarget = func(id annotate.ID) { went = append(went, id) }
	d.SetSelected("e")
	d.SetConnectors([]Connector{{From: "e", To: "near", Role: "agent", Anchor: "meet", Text: "of a while"}, {From: "e", To: "far", Role: "place", Anchor: "meet", Text: "for a while"}})
	d.picture(520, 400)
	for _, target := range d.painter.Targets() {
		c := target.Box.Min.Add(target.Box.Max).Div(2)
		d.click(fyne.NewPos(float32(c.X), float32(c.Y)))
	}
	if len(went) != 2 || went[0] != "near" || went[1] != "far" {
		t.Errorf("clicks led to %v", went)
	}
}
