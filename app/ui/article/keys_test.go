//go:build !headless

package article

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"quoth/annotate"
	"quoth/annotate/offset"
)

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

func TestArrowsGoAsTheEyeDoesWhereDirectionsMix(t *testing.T) {
	d := newDesk(t, "he said אבג 12 and left")
	d.SetSelection(0, 0)
	x := d.caretBar.Position().X
	for range 40 {
		d.key(fyne.KeyRight, false)
		if y := d.caretBar.Position().X; y < x {
			t.Fatalf("the right arrow went left, from %.1f to %.1f", x, y)
		}
		x = d.caretBar.Position().X
	}
	if _, c := d.Selection(); c != len(d.text) {
		t.Errorf("it ended at %d of %d", c, len(d.text))
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
