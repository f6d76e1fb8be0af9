//go:build !headless

package article

import (
	"fmt"

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
	f, err := layout.NewFonts(layout.Faces{Regular: assets.FontRegular, Bold: assets.FontSemiBold, Italic: assets.FontItalic})
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
	d.SetMarks(marks)
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

func (d *desk) key(name fyne.KeyName, shift bool) {
	if shift {
		d.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
	d.TypedKey(&fyne.KeyEvent{Name: name})
	if shift {
		d.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	}
}

func (d *desk) chord(name fyne.KeyName, mods fyne.KeyModifier) {
	d.TypedShortcut(&desktop.CustomShortcut{KeyName: name, Modifier: mods})
}

func TestArrowsMoveByWholeCharactersAndOverBlankLines(t *testing.T) {
	d := newDesk(t, story)
	d.SetSelection(d.offset("👨‍👩‍👧"), d.offset("👨‍👩‍👧"))
	d.key(fyne.KeyRight, false)
	if _, c := d.Selection(); c != d.offset(" in it.") {
		t.Errorf("over the family the caret went to %d", c)
	}
	end := d.offset("\n\nA second")
	d.SetSelection(end, end)
	d.key(fyne.KeyRight, false)
	if _, c := d.Selection(); c != end+2 {
		t.Errorf("from the end of a paragraph to %d, want %d", c, end+2)
	}
	d.key(fyne.KeyLeft, false)
	if _, c := d.Selection(); c != end {
		t.Errorf("and back to %d, want %d", c, end)
	}
}

func TestArrowsFollowTheDirectionOfTheParagraph(t *testing.T) {
	d := newDesk(t, story)
	hebrew := d.offset("שלום")
	d.SetSelection(hebrew, hebrew)
	d.key(fyne.KeyLeft, false)
	if _, c := d.Selection(); c != hebrew+2 {
		t.Errorf("left went to %d, want %d", c, hebrew+2)
	}
}

func TestArrowLeavesASelectionByItsEnd(t *testing.T) {
	d := newDesk(t, story)
	d.SetSelection(18, 4)
	d.key(fyne.KeyRight, false)
	if a, c := d.Selection(); a != 18 || c != 18 {
		t.Errorf("selection %d, %d", a, c)
	}
}

func TestChordsMoveByWordSentenceAndBlock(t *testing.T) {
	d := newDesk(t, story)
	ctrl := fyne.KeyModifierShortcutDefault
	for _, s := range []struct {
		what string
		do   func()
		want int
	}{
		{"word", func() { d.chord(fyne.KeyRight, ctrl) }, d.offset("harbour")},
		{"word back", func() { d.chord(fyne.KeyLeft, ctrl) }, 0},
		{"sentence", func() { d.chord(fyne.KeyRight, fyne.KeyModifierAlt) }, d.offset("“Everything")},
		{"end of the line", func() { d.key(fyne.KeyEnd, false) }, -1},
		{"whole", func() { d.chord(fyne.KeyEnd, ctrl) }, len(story)},
		{"start", func() { d.chord(fyne.KeyHome, ctrl) }, 0},
	} {
		s.do()
		if _, c := d.Selection(); s.want >= 0 && c != s.want {
			t.Errorf("%s: caret at %d, want %d", s.what, c, s.want)
		}
	}
	d.chord(fyne.KeyRight, ctrl)
	d.chord(fyne.KeyRight, ctrl|fyne.KeyModifierShift)
	if got := d.selected(); got != "harbour " {
		t.Errorf("with Shift: %q", got)
	}
}

func TestBlocksAreStepsOfTheCaret(t *testing.T) {
	d := newDesk(t, "")
	text := "Title\n\nOne.\n\nTwo."
	d.SetDocument(text, []annotate.Block{
		{Kind: annotate.BlockTitle, Span: annotate.Span{Start: 0, End: 5}},
		{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 7, End: 11}},
		{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 13, End: 17}},
	}, offset.New(text))
	var at []int
	for _, dir := range []int{1, 1, 1, -1, -1} {
		d.MoveBy(Block, dir, false)
		_, c := d.Selection()
		at = append(at, c)
	}
	if want := []int{7, 13, 17, 13, 7}; !slices.Equal(at, want) {
		t.Errorf("caret went to %v, want %v", at, want)
	}
}

func TestUpAndDownKeepTheColumnOverAShortLine(t *testing.T) {
	d := newDesk(t, "A line that is long enough.\nx\nA line that is long enough.")
	d.SetSelection(12, 12)
	d.key(fyne.KeyDown, false)
	d.key(fyne.KeyDown, true)
	if a, c := d.Selection(); a != 29 || c != 30+12 {
		t.Errorf("selection %d, %d", a, c)
	}
}

func TestKeysAreOfferedToTheCommandsFirst(t *testing.T) {
	d := newDesk(t, story)
	var keys []fyne.KeyName
	var runes []rune
	d.OnKey = func(e *fyne.KeyEvent) bool {
		keys = append(keys, e.Name)
		return e.Name == fyne.KeyTab || e.Name == fyne.KeyDown
	}
	d.OnRune = func(r rune) { runes = append(runes, r) }
	used := 0
	d.OnShortcut = func(fyne.Shortcut) bool { used++; return true }
	d.w.Canvas().Focus(d.View)
	test.Type(d.View, "q1")
	d.key(fyne.KeyTab, false)
	d.key(fyne.KeyDown, false)
	d.key(fyne.KeyRight, false)
	d.chord(fyne.KeyRight, fyne.KeyModifierShortcutDefault)
	if _, c := d.Selection(); c != 1 || used != 1 || string(runes) != "q1" || !slices.Equal(keys, []fyne.KeyName{fyne.KeyTab, fyne.KeyDown, fyne.KeyRight}) {
		t.Errorf("caret %d, keys %v, runes %q, shortcuts %d", c, keys, string(runes), used)
	}
}

func TestCopyTakesTheSelectedWords(t *testing.T) {
	d := newDesk(t, story)
	d.SetSelection(4, 18)
	d.TypedShortcut(&fyne.ShortcutCopy{Clipboard: fyne.CurrentApp().Clipboard()})
	if got := fyne.CurrentApp().Clipboard().Content(); got != "harbour master" {
		t.Errorf("clipboard holds %q", got)
	}
	d.TypedShortcut(&fyne.ShortcutSelectAll{})
	if d.selected() != story {
		t.Error("not everything is selected")
	}
}

func long(n int) string {
	return strings.TrimSuffix(strings.Repeat(strings.Repeat("Some words of a sentence that goes on for a while. ", 6)+"\n\n", n), "\n\n")
}

func TestCaretOutOfSightIsScrolledTo(t *testing.T) {
	d := newDesk(t, long(80))
	d.MoveBy(Whole, 1, false)
	if _, _, ok := d.Where(len(d.text)); !ok {
		t.Error("the end of the text is not on the screen")
	}
	d.MoveBy(Whole, -1, false)
	if _, _, ok := d.Where(0); !ok {
		t.Error("the start of the text is not on the screen")
	}
}

func TestPageDownMovesTextAndCaretTogether(t *testing.T) {
	d := newDesk(t, long(80))
	_, before := d.Selection()
	start, _ := d.VisibleRange()
	d.key(fyne.KeyPageDown, false)
	s2, e2 := d.VisibleRange()
	_, after := d.Selection()
	if s2 <= start || after <= before || after < s2 || after > e2 {
		t.Errorf("screen went from %d to %d, caret from %d to %d", start, s2, before, after)
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
	d.SetMarks(marks)
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

func TestShortTextHasNoScrollBar(t *testing.T) {
	if d := newDesk(t, "Short."); d.thumb.Visible() {
		t.Error("there is one")
	}
}

func TestDragBeyondTheEdgeScrolls(t *testing.T) {
	d := newDesk(t, long(80))
	from := d.at(10)
	d.down(from, 0)
	d.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(200, d.Size().Height+30)}})
	d.settle()
	if start, _ := d.VisibleRange(); start == 0 {
		t.Error("nothing moved")
	}
	d.up(fyne.NewPos(200, d.Size().Height))
	if a, c := d.Selection(); a >= c || c < 2000 {
		t.Errorf("selection %d, %d", a, c)
	}
}

func TestHandleOfTheSelectedMarkCanBeDragged(t *testing.T) {
	d := newDesk(t, story, markOf(story, "m", Mention, "harbour"))
	d.SetSelected("m")
	var got string
	d.OnAdjust = func(id annotate.ID, a, b int) { got = string(id) + " " + d.text[a:b] }
	x, y, ok := d.grip(annotate.Span{Start: 4, End: 11}, false)
	if !ok {
		t.Fatal("no grip")
	}
	d.drag(fyne.NewPos(x, y), d.at(d.offset(" said")))
	if got != "m harbour master" {
		t.Errorf("adjusted to %q", got)
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
	d.MoveBy(Word, 1, true)
	if d.scene.Version == before {
		t.Error("a selection does not show")
	}
}

func TestPictureShowsThePalette(t *testing.T) {
	d := newDesk(t, story)
	d.SetPalette(Dark())
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

func TestMarksMayBeChangedByTheCallerAfterwards(t *testing.T) {
	ms := []Mark{markOf(story, "a", Mention, "harbour")}
	d := newDesk(t, story, ms...)
	ms[0].ID = "b"
	if d.scene.Marks.Mark("a") == nil {
		t.Error("the view's marks changed with the caller's")
	}
}

// generated is news-like text of about n bytes with count marks of all kinds.
func generated(n, count int) (string, []Mark) {
	words := strings.Fields("the of and to in a said that for on with was his it at by from government minister president told reporters Monday talks agreement border officials economy “We will” not according country people after would has been which who more than year per cent million decision announced policy leaders meeting summit")
	var b strings.Builder
	seed := uint32(7)
	next := func(n int) int { seed = seed*1664525 + 1013904223; return int(seed>>8) % n }
	for b.Len() < n {
		for range 3 + next(4) {
			for range 8 + next(14) {
				b.WriteString(words[next(len(words))])
				b.WriteByte(' ')
				if next(9) == 0 {
					fmt.Fprintf(&b, "%c%c%c%c ", 'A'+next(26), 'a'+next(26), 'a'+next(26), 'a'+next(26))
				}
			}
			b.WriteString("end. ")
		}
		b.WriteString("\n\n")
	}
	text := strings.TrimSpace(b.String())
	var marks []Mark
	for i := range count {
		at := i * (len(text) - 300) / count
		for at < len(text) && text[at] != ' ' {
			at++
		}
		m := Mark{ID: annotate.ID(fmt.Sprint(i)), Letter: "P", Label: "meet", Style: MarkStyle(i % 4), Color: paint.Light().Accent}
		size := 8
		if m.Style == Quote {
			size = 120
		}
		if m.Style == Mention {
			m.Label = ""
		}
		m.Spans = []annotate.Span{{Start: at + 1, End: min(len(text), at+1+size)}}
		marks = append(marks, m)
	}
	return text, marks
}

var sizes = []struct {
	name         string
	bytes, marks int
}{{"6kB", 6 << 10, 40}, {"60kB", 60 << 10, 500}, {"300kB", 300 << 10, 2500}, {"1MB", 1 << 20, 10000}}

// benchView is a view of 900 by 800 without a window's own painting.
func benchView(b *testing.B, text string, marks []Mark) *desk {
	d := newDesk(b, "")
	d.w.Resize(fyne.NewSize(900, 800))
	d.SetDocument(text, nil, offset.New(text))
	d.SetMarks(marks)
	d.picture(900, 800)
	return d
}

// Open and first paint, fonts being there.
func BenchmarkOpen(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := newDesk(b, "")
			d.w.Resize(fyne.NewSize(900, 800))
			for b.Loop() {
				d.painter.Forget()
				d.later = nil
				d.SetDocument(text, nil, offset.New(text))
				d.SetMarks(marks)
				d.picture(900, 800)
			}
		})
	}
}

// One annotation added, shown.
func BenchmarkEdit(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.settle()
			d.ScrollToOffset(len(text) / 2)
			start, _ := d.VisibleRange()
			more := append(slices.Clone(marks), Mark{ID: "new", Style: Mention, Spans: []annotate.Span{{Start: start + 40, End: start + 50}}})
			for i := 0; b.Loop(); i++ {
				if i%2 == 0 {
					d.SetMarks(more)
				} else {
					d.SetMarks(marks)
				}
				d.picture(900, 800)
			}
		})
	}
}

// One step of the wheel, shown.
func BenchmarkScroll(b *testing.B) {
	for _, s := range sizes {
		text, marks := generated(s.bytes, s.marks)
		b.Run(s.name, func(b *testing.B) {
			d := benchView(b, text, marks)
			d.settle()
			dir := 40
			for b.Loop() {
				before := d.scene.Anchor
				d.scroll(dir)
				if d.scene.Anchor == before {
					dir = -dir
				}
				d.picture(900, 800)
			}
		})
	}
}
