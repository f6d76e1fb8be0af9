//go:build !headless

package article

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/app/ui/article/layout"
	"quoth/app/ui/article/paint"
	"quoth/assets"
)

func testFonts(t testing.TB) *layout.Fonts {
	t.Helper()
	f, err := layout.NewFonts(layout.Faces{
		Serif: layout.Type{Regular: assets.SerifRegular, Bold: assets.SerifSemiBold, Italic: assets.SerifItalic},
		Sans:  layout.Type{Regular: assets.SansRegular, Bold: assets.SansSemiBold, Italic: assets.SansItalic},
	})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// desk is a window with a view in it, and what the view has reported.
type desk struct {
	*View
	w     fyne.Window
	later []func() // what After was asked for
	said  []string
}

func newDesk(t testing.TB, text string, marks ...Mark) *desk {
	t.Helper()
	test.NewTempApp(t)
	d := &desk{View: NewView(testFonts(t))}
	d.After = func(_ time.Duration, f func()) { d.later = append(d.later, f) }
	d.OnSelect = func(a, c int, by Gesture) {
		d.said = append(d.said, fmt.Sprintf("%s %q", [...]string{"keys", "click", "drag", "word", "sentence"}[by], d.text[min(a, c):max(a, c)]))
	}
	d.w = test.NewTempWindow(t, d.View)
	d.w.SetPadded(false)
	d.w.Resize(fyne.NewSize(520, 400))
	d.SetDocument(text, nil, offset.New(text))
	d.SetMarks(NewMarks(marks...))
	return d
}

// settle runs what was put off, and what that puts off, a few times.
func (d *desk) settle() {
	for range 50 {
		fs := d.later
		d.later = nil
		for _, f := range fs {
			f()
		}
	}
}

func (d *desk) offset(words string) int {
	i := strings.Index(d.text, words)
	if i < 0 {
		panic("the text does not hold " + words)
	}
	return i
}

// at is the left edge of a place's character, a little inside, at half height.
func (d *desk) at(off int) fyne.Position {
	pos, size, ok := d.Where(off)
	if !ok {
		panic(fmt.Sprintf("offset %d is not on the screen", off))
	}
	return pos.Add(fyne.NewPos(min(1, size.Width/4), size.Height/2))
}

func (d *desk) down(p fyne.Position, mods fyne.KeyModifier) {
	d.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p}, Button: desktop.MouseButtonPrimary, Modifier: mods})
}

func (d *desk) up(p fyne.Position) {
	d.MouseUp(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: p, AbsolutePosition: p}, Button: desktop.MouseButtonPrimary})
}

func (d *desk) click(p fyne.Position) { d.down(p, 0); d.up(p) }

// slowly makes the next click one of its own.
func (d *desk) slowly() { d.pointer.down = time.Time{} }

func (d *desk) drag(from, to fyne.Position) {
	d.down(from, 0)
	for i := 1; i <= 4; i++ {
		t := float32(i) / 4
		d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(from.X+(to.X-from.X)*t, from.Y+(to.Y-from.Y)*t)}})
	}
	d.DragEnd()
	d.up(to)
}

func (d *desk) selected() string { return d.text[min(d.anchor, d.caret):max(d.anchor, d.caret)] }

const story = "The harbour master said on Monday that the port would wait. “Everything depends on the ministry,” she told us. Nobody answered.\n\n" +
	"A second paragraph stands here, with e\u0301clairs and 👨‍👩‍👧 in it.\n\nשלום עולם 123 abc\n\nThe end."

func long(n int) string {
	return strings.TrimSuffix(strings.Repeat(strings.Repeat("Some words of a sentence that goes on for a while. ", 6)+"\n\n", n), "\n\n")
}

func TestNoWordLiesBeyondTheViewHoweverLargeAndNarrow(t *testing.T) {
	const text = "An incomprehensible title\n\nOn these very same words שלום עולם 👩‍👩‍👧 incomprehensibilities.\n\n• a point"
	blocks := []annotate.Block{{Kind: annotate.BlockList, Level: 3, Span: annotate.Span{Start: strings.Index(text, "•"), End: len(text)}}}
	for _, size := range []fyne.Size{{Width: 220, Height: 300}, {Width: 300, Height: 200}} {
		d := newDesk(t, text)
		d.SetDocument(text, blocks, offset.New(text))
		d.w.Resize(size)
		d.SetZoom(MostZoom)
		for off := range text {
			ln := d.layout.LineOf(off)
			x := float32(d.scene.Left) + d.layout.CaretX(ln, off)
			if most := float32(d.Size().Width-rightEdge)*d.scene.Scale + 1; x < 0 || x > most {
				t.Errorf("in %v, %q is at %v px, beyond 0 to %v", size, text[off:min(len(text), off+12)], x, most)
			}
		}
	}
}

func TestZoomAndNewWidthKeepThePlace(t *testing.T) {
	d := newDesk(t, long(120))
	d.settle()
	d.ScrollToOffset(len(d.text) / 2)
	mid := func() int { s, _ := d.VisibleRange(); return s }
	before := mid()
	d.SetZoom(2)
	d.SetZoom(0.5)
	d.SetZoom(1)
	if after := mid(); after < before-400 || after > before+400 {
		t.Errorf("zooming moved the top from %d to %d", before, after)
	}
	d.w.Resize(fyne.NewSize(900, 400))
	if after := mid(); after < before-400 || after > before+400 {
		t.Errorf("a new width moved the top from %d to %d", before, after)
	}
	if d.SetZoom(9); d.Zoom() != MostZoom {
		t.Errorf("zoom is %v", d.Zoom())
	}
}

func TestAnotherFaceAndLineHeightKeepThePlaceAndShow(t *testing.T) {
	d := newDesk(t, long(120))
	d.settle()
	d.ScrollToOffset(len(d.text) / 2)
	before, _ := d.VisibleRange()
	style := *d.layout.Style()
	d.SetType(Type{Family: Sans, Leading: 2, Measure: 60})
	after, _ := d.VisibleRange()
	if after < before-100 || after > before+100 {
		t.Errorf("the top moved from %d to %d", before, after)
	}
	if now := d.layout.Style(); now.LineHeight <= style.LineHeight || now.Ascent == style.Ascent {
		t.Errorf("a line of %d px became one of %d, of the same face %v", style.LineHeight, now.LineHeight, now.Ascent == style.Ascent)
	}
	layout := d.layout
	if d.SetType(Type{Family: Sans, Leading: 2, Measure: 60}); d.layout != layout {
		t.Error("the same type laid the text out anew")
	}
}

func TestMarksAboveDoNotMoveTheText(t *testing.T) {
	text := long(60)
	d := newDesk(t, text)
	d.settle()
	d.ScrollToOffset(len(text) / 2)
	start, _ := d.VisibleRange()
	at, _, _ := d.Where(start)
	var marks []Mark
	for i := range 40 { // on lines above, and three deep on the topmost line
		s := annotate.Span{Start: i * 300, End: i*300 + 10}
		marks = append(marks, Mark{ID: annotate.ID(fmt.Sprint(i)), Spans: []annotate.Span{s}, Style: Event, Label: "meet"})
	}
	for i := range 3 {
		marks = append(marks, Mark{ID: annotate.ID(fmt.Sprint("top", i)), Spans: []annotate.Span{{Start: start, End: start + 20 - i}}, Style: Mention})
	}
	d.SetMarks(NewMarks(marks...))
	if now, _, ok := d.Where(start); !ok || now != at {
		t.Errorf("the first line moved from %v to %v", at, now)
	}
}

func TestVisibleRangeIsWhatCanBeRead(t *testing.T) {
	d := newDesk(t, long(50))
	start, end := d.VisibleRange()
	if _, _, ok := d.Where(start); !ok {
		t.Error("its start is not on the screen")
	}
	if start != 0 || end < 500 || end > 2500 {
		t.Errorf("visible is [%d, %d)", start, end)
	}
}

func TestSixtyCharactersFitAViewOf520(t *testing.T) {
	d := newDesk(t, long(3))
	longest := 0
	d.layout.Visit(d.scene.Anchor, 400, func(_ int, ln *layout.Line) { longest = max(longest, ln.End-ln.Start) })
	if longest < 60 {
		t.Errorf("the longest line has %d characters", longest)
	}
}

func TestFlashEndsByItself(t *testing.T) {
	d := newDesk(t, story)
	d.Flash(annotate.Span{Start: 4, End: 11})
	if d.scene.Flash.Len() == 0 {
		t.Fatal("no flash")
	}
	d.settle()
	if d.scene.Flash.Len() != 0 {
		t.Error("the flash stays")
	}
}

func TestShortTextHasNoScrollBar(t *testing.T) {
	if d := newDesk(t, "Short."); d.thumb.Visible() {
		t.Error("there is one")
	}
}

func TestCaretShowsOnlyWithFocusAndStopsBlinking(t *testing.T) {
	d := newDesk(t, "Plain words.")
	if d.caretBar.Visible() {
		t.Error("it shows without focus")
	}
	d.w.Canvas().Focus(d.View)
	if !d.caretBar.Visible() {
		t.Error("it does not show with focus")
	}
	d.settle()
	d.settle()
	if !d.caretBar.Visible() {
		t.Error("it ends its blinking hidden")
	}
	if n := len(d.later); n > 0 {
		t.Errorf("%d timers go on for ever", n)
	}
	d.w.Canvas().Unfocus()
	if d.caretBar.Visible() {
		t.Error("it shows after the focus has gone")
	}
}

func TestMovingTheCaretDoesNotPaintThePageAgain(t *testing.T) {
	d := newDesk(t, story)
	d.w.Canvas().Capture()
	before := d.scene.Version
	d.MoveBy(Word, 1, false)
	d.SetSelection(20, 20)
	if d.scene.Version != before {
		t.Error("it does")
	}
	plain := slices.Clone(d.picture(520, 400).(*image.RGBA).Pix)
	d.MoveBy(Word, 1, true)
	if slices.Equal(plain, d.picture(520, 400).(*image.RGBA).Pix) {
		t.Error("a selection does not show")
	}
}

func TestPictureShowsThePalette(t *testing.T) {
	d := newDesk(t, story)
	d.SetPalette(Dark())
	d.look()
	img := d.w.Canvas().Capture()
	r, g, b, _ := img.At(3, 3).RGBA()
	p := Dark().Page
	if uint8(r>>8) != p.R || uint8(g>>8) != p.G || uint8(b>>8) != p.B {
		t.Errorf("the page is %d %d %d", r>>8, g>>8, b>>8)
	}
}

func TestEmptyViewBearsEverything(t *testing.T) {
	d := newDesk(t, "")
	d.SetDocument("", nil, nil)
	d.click(fyne.NewPos(100, 100))
	d.MoveBy(Word, 1, false)
	d.MoveBy(Grapheme, -1, true)
	d.MoveBy(Page, 1, false)
	d.MoveBy(Line, 1, false)
	d.ScrollToOffset(10)
	d.SetSelection(5, 9)
	d.Flash(annotate.Span{Start: 0, End: 4})
	d.SetConnectors([]Connector{{From: "a", To: "b"}})
	d.SetHints([]Hint{{Offset: 0, Letter: "a"}})
	d.settle()
	d.w.Canvas().Capture()
	if a, c := d.Selection(); a != 0 || c != 0 {
		t.Errorf("selection %d, %d", a, c)
	}
}

// What is told to have changed is shown, on the screen at once and elsewhere behind it, and the first
// line stays where it is.
func TestChangedMarksGetTheirRoom(t *testing.T) {
	text := long(60)
	d := newDesk(t, text)
	deep := func(at int) (ms []Mark) { // six names within each other
		for i := range 6 {
			ms = append(ms, Mark{ID: annotate.ID(fmt.Sprint(at, i)), Spans: []annotate.Span{{Start: at, End: at + 20 - i}}})
		}
		return ms
	}
	d.settle()
	d.ScrollToOffset(len(text) / 2)
	start, _ := d.VisibleRange()
	far, near := 10, d.layout.Neighbour(d.layout.LineOf(start), 3).Start
	d.scene.Marks = NewMarks(append(deep(far), deep(near)...)...)
	d.room = paint.Room(d.scene.Marks, d.running())
	before := d.layout.LineOf(near).Height
	at, _, _ := d.Where(start)
	d.MarksChanged(annotate.Span{Start: 0, End: len(text)})
	if d.layout.LineOf(near).Height <= before {
		t.Error("a line on the screen has no more room than before")
	}
	d.settle()
	if d.layout.LineOf(far).Height <= before {
		t.Error("a line off the screen gets no room")
	}
	if now, _, _ := d.Where(start); now != at {
		t.Errorf("the first line moved from %v to %v", at, now)
	}
}
