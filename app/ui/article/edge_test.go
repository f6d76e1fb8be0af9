//go:build !headless

package article

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// adjustable lets every edge of the selected mark follow the pointer, and keeps what was told.
func (d *desk) adjustable() *[]string {
	var told []string
	d.OnEdge = func(id annotate.ID, e Edge, off int, exact bool) []annotate.Span {
		spans := slices.Clone(d.pointer.spans)
		if e.Start {
			spans[e.Part].Start = min(off, spans[e.Part].End-1)
		} else {
			spans[e.Part].End = max(off, spans[e.Part].Start+1)
		}
		return spans
	}
	d.OnEdged = func(id annotate.ID, e Edge, off int, exact, keep bool) {
		told = append(told, fmt.Sprintf("%s %v %q exact %v keep %v", id, e, d.text[:off][max(0, off-8):], exact, keep))
	}
	return &told
}

// knob is where the grip of an edge is.
func (d *desk) knob(t *testing.T, s annotate.Span, start bool) fyne.Position {
	t.Helper()
	x, y, ok := d.gripOf(s, start)
	if !ok {
		t.Fatalf("no grip for %v", s)
	}
	return fyne.NewPos(x/d.scene.Scale, y/d.scene.Scale)
}

func TestDraggingAnEdgeShowsTheMarkAsItWouldBe(t *testing.T) {
	d := newDesk(t, story, markOf(story, "m", Mention, "harbour"))
	d.SetSelected("m")
	told := d.adjustable()
	at := d.knob(t, annotate.Span{Start: 4, End: 11}, false)
	d.down(at, 0)
	to := d.at(d.offset(" said")).Add(fyne.NewPos(0, 8)) // the knob hangs below the line
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: to}})
	m := d.scene.Marks.Mark("m")
	if got := d.text[m.Spans[0].Start:m.Spans[0].End]; got != "harbour master" {
		t.Errorf("while dragging the mark is %q", got)
	}
	var seen []string
	d.scene.Marks.In(0, 30, func(m *Mark) { seen = append(seen, d.text[m.Spans[0].Start:m.Spans[0].End]) })
	if !slices.Equal(seen, []string{"harbour master"}) {
		t.Errorf("painted are %q", seen)
	}
	d.up(to)
	if d.scene.Marks.Mark("m").Spans[0] != (annotate.Span{Start: 4, End: 11}) {
		t.Error("the view keeps what only its owner may change")
	}
	if want := []string{`m {0 false} "r master" exact false keep true`}; !slices.Equal(*told, want) {
		t.Errorf("told %q", *told)
	}
	if d.selected() != "" || len(d.said) > 0 {
		t.Errorf("dragging an edge selected %q", d.selected())
	}
}

func TestEscapeLeavesAnEdgeWhereItWas(t *testing.T) {
	d := newDesk(t, story, markOf(story, "m", Mention, "harbour"))
	d.SetSelected("m")
	told := d.adjustable()
	d.down(d.knob(t, annotate.Span{Start: 4, End: 11}, true), 0)
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: d.at(0)}})
	d.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	d.up(d.at(0))
	if d.scene.Marks.Mark("m").Spans[0] != (annotate.Span{Start: 4, End: 11}) {
		t.Error("the mark is not as it was")
	}
	if len(*told) != 1 || !strings.HasSuffix((*told)[0], "keep false") {
		t.Errorf("told %q", *told)
	}
}

func TestAltPutsAnEdgeAnywhere(t *testing.T) {
	d := newDesk(t, story, markOf(story, "m", Mention, "harbour"))
	d.SetSelected("m")
	told := d.adjustable()
	d.w.Canvas().Focus(d.View)
	d.KeyDown(&fyne.KeyEvent{Name: desktop.KeyAltLeft})
	d.drag(d.knob(t, annotate.Span{Start: 4, End: 11}, false), d.at(d.offset(" said")))
	if len(*told) != 1 || !strings.Contains((*told)[0], "exact true") {
		t.Errorf("told %q", *told)
	}
}

func TestEveryPartOfABrokenMarkHasGrips(t *testing.T) {
	first, second := strings.Index(story, "harbour"), strings.Index(story, "Monday")
	m := Mark{ID: "q", Style: Quote, Spans: []annotate.Span{{Start: first, End: first + 7}, {Start: second, End: second + 6}}}
	d := newDesk(t, story, m)
	d.SetSelected("q")
	d.adjustable()
	edges, _ := d.grips()
	if want := []Edge{{0, true}, {0, false}, {1, true}, {1, false}}; !slices.Equal(edges, want) {
		t.Errorf("grips %v", edges)
	}
	if !d.takesEdge(d.knob(t, m.Spans[1], true)) || d.pointer.edge != (Edge{1, true}) {
		t.Errorf("took %v", d.pointer.edge)
	}
}

func TestGripsOfRightToLeftWordsStandAtTheirOwnEnds(t *testing.T) {
	text := "שלום עולם טוב"
	end := strings.Index(text, " טוב")
	d := newDesk(t, text, Mark{ID: "m", Spans: []annotate.Span{{Start: 0, End: end}}})
	d.SetSelected("m")
	d.adjustable()
	a, b := d.knob(t, annotate.Span{End: end}, true), d.knob(t, annotate.Span{End: end}, false)
	if a.X <= b.X {
		t.Errorf("the start is at %.0f, left of the end at %.0f", a.X, b.X)
	}
}

func TestGripsAreLargerThanTheyLookButStealNoWords(t *testing.T) {
	d := newDesk(t, story, markOf(story, "m", Mention, "harbour"))
	d.SetSelected("m")
	d.adjustable()
	at := d.knob(t, annotate.Span{Start: 4, End: 11}, false)
	if !d.takesEdge(at.Add(fyne.NewPos(4, 9))) {
		t.Error("a press 9 px below the knob does not take it")
	}
	d.pointer = pointer{}
	onWord := d.at(d.offset("master") + 1)
	if d.takesEdge(onWord) {
		t.Error("a press on the next word takes the knob")
	}
}

func TestOfTwoTargetsTheNearerIsMeant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var ts []target
		for range rapid.IntRange(0, 6).Draw(t, "n") {
			ts = append(ts, target{rapid.Float32Range(0, 60).Draw(t, "x"), rapid.Float32Range(0, 60).Draw(t, "y"), 12})
		}
		at := fyne.NewPos(rapid.Float32Range(0, 60).Draw(t, "px"), rapid.Float32Range(0, 60).Draw(t, "py"))
		far := func(x target) float32 { return (at.X-x.x)*(at.X-x.x) + (at.Y-x.y)*(at.Y-x.y) }
		words := rapid.Bool().Draw(t, "words")
		got := nearest(at, words, ts)
		most := float32(12 * 12)
		if words {
			most = drawn * drawn
		}
		for i, x := range ts {
			if far(x) <= most && (got < 0 || far(x) < far(ts[got])) {
				t.Fatalf("took %d, but %d is nearer", got, i)
			}
		}
		if got >= 0 && far(ts[got]) > most {
			t.Fatal("took one out of reach")
		}
	})
}

func TestAFingerFindsAGripFromFurtherOff(t *testing.T) {
	const text = "The harbour master spoke."
	d := newDesk(t, text, markOf(text, "m", Mention, "spoke."))
	d.SetSelected("m")
	d.adjustable()
	beside := d.knob(t, annotate.Span{Start: len(text) - 6, End: len(text)}, false).Add(fyne.NewPos(18, 0))
	for _, fingers := range []bool{false, true} {
		d.SetFingers(fingers)
		d.down(beside, 0)
		if took := d.pointer.doing == adjusting; took != fingers {
			t.Errorf("with fingers %v, a press 18 beside the grip took it: %v", fingers, took)
		}
		d.up(beside)
	}
}

func TestTheMiddleButtonAndSpacePullTheText(t *testing.T) {
	d := newDesk(t, long(80))
	before := d.layout.Y(d.scene.Anchor)
	at := fyne.NewPos(200, 300)
	pull := func() {
		d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: at.Subtract(fyne.NewPos(0, 50))}, Dragged: fyne.NewDelta(0, -50)})
		d.DragEnd()
	}
	d.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonTertiary})
	pull()
	if y := d.layout.Y(d.scene.Anchor); y != before+50 {
		t.Errorf("the middle button moved the text by %d px", y-before)
	}
	d.KeyDown(&fyne.KeyEvent{Name: fyne.KeySpace})
	d.down(at, 0)
	pull()
	d.KeyUp(&fyne.KeyEvent{Name: fyne.KeySpace})
	if y := d.layout.Y(d.scene.Anchor); y != before+100 || d.selected() != "" {
		t.Errorf("space moved the text by %d px and selected %q", y-before-50, d.selected())
	}
}

func TestRollingIsFasterFurtherOut(t *testing.T) {
	last := float32(0)
	for over := float32(1); over < 120; over++ {
		speed := rollSpeed(over)
		if speed < last || speed <= 0 || rollSpeed(-over) != -speed {
			t.Fatalf("%.0f out: %.2f after %.2f, upwards %.2f", over, speed, last, rollSpeed(-over))
		}
		last = speed
	}
}

// hard are texts in which carets go wrong.
var hard = []string{
	"שלום (עולם) abc 123 אבג", "السلام عليكم ورحمة الله 2026 OK", "e\u0301clair a\u0308\u0323 ﬁne", "👩‍👩‍👧‍👦👍🏽🇸🇪🇩🇪 1️⃣ ok",
	"क्षि नमस्ते ไทย น้ำ", "한국어 東京で。カタカナ", "mixed: עברית, then العربية, then 👩🏽‍🚀!", "one\r\ntwo\r\n\r\nthree", "a\tb\u00a0c\u00adde",
}

// Every character can be reached by the keys and pointed at with the mouse, and a click between two
// characters is where the caret then stands.
func TestEveryCharacterIsReachedByKeysAndMouse(t *testing.T) {
	for _, text := range hard {
		d := newDesk(t, text)
		tab := offset.New(text)
		want := map[int]bool{}
		for off := 0; ; off = tab.NextGrapheme(off) {
			ln := d.layout.LineOf(off)
			first, last := d.layout.Bounds(ln)
			if off >= first && off <= last {
				want[off] = true
			}
			if off == len(text) {
				break
			}
		}
		byKeys := map[int]bool{0: true}
		for range 2 * len(text) {
			d.MoveBy(Grapheme, 1, false)
			byKeys[d.caret] = true
		}
		byMouse := map[int]bool{}
		for y := float32(1); y < 400; y += 6 {
			for x := float32(1); x < 520; x++ {
				byMouse[d.OffsetAt(fyne.NewPos(x, y))] = true
			}
		}
		for off := range want {
			if !byKeys[off] {
				t.Errorf("%q: the keys do not reach byte %d", text, off)
			}
			if !byMouse[off] {
				t.Errorf("%q: the mouse does not reach byte %d", text, off)
			}
		}
		for off := range byKeys {
			if !tab.IsGrapheme(off) {
				t.Errorf("%q: the keys split a character at byte %d", text, off)
			}
		}
		for off := range byMouse {
			if !tab.IsGrapheme(off) {
				t.Errorf("%q: the mouse splits a character at byte %d", text, off)
			}
		}
		d.MoveBy(Whole, 1, false)
		back := map[int]bool{d.caret: true}
		for range 2 * len(text) {
			d.MoveBy(Grapheme, -1, false)
			back[d.caret] = true
		}
		for off := range want {
			if !back[off] {
				t.Errorf("%q: the keys backwards do not reach byte %d", text, off)
			}
		}
	}
}

func TestTheScrollBarIsWideEnoughForAFinger(t *testing.T) {
	d := newDesk(t, long(80))
	if y := float32(200); !d.onBar(fyne.NewPos(d.Size().Width-20, y)) || d.onBar(fyne.NewPos(d.Size().Width-40, y)) {
		t.Error("the scroll bar is not taken hold of 20 px from the edge, or is 40 px from it")
	}
	for _, off := range []int{10, 60, 200, 300} {
		if at := d.at(off); d.onBar(at) {
			t.Errorf("a press on the word at %d takes the scroll bar", off)
		}
	}
}
