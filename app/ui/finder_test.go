//go:build !headless

package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"quoth/app/ui/control"
)

// row returns what row i of an open list says.
func (f *fixture) row(name string) string {
	f.Helper()
	it := f.object(name).(*control.Row).Item
	s := ""
	for _, runs := range append(slices.Clone(it.Cells), it.Title, it.Second, it.Trail) {
		for _, r := range runs {
			s += r.Text
		}
		s += " | "
	}
	return s
}

// bold returns the letters of a row's title that are highlighted.
func (f *fixture) bold(name string) string {
	f.Helper()
	s := ""
	for _, r := range f.object(name).(*control.Row).Item.Title {
		if r.Bold {
			s += r.Text
		}
	}
	return s
}

// index returns where the nth occurrence (from 0) of words begins.
func index(t testing.TB, text, words string, nth int) int {
	t.Helper()
	at := 0
	for ; nth >= 0; nth-- {
		i := strings.Index(text[at:], words)
		if i < 0 {
			t.Fatalf("%q does not occur so often", words)
		}
		at += i + len(words)
	}
	return at - len(words)
}

func TestNamingBeginsWithTheMentionsWords(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m")
	field := f.field("naming.field")
	f.wantFocus(field)
	if field.Text != "Ana Duarte" || field.SelectedText() != "Ana Duarte" {
		t.Errorf("the field holds %q with %q selected", field.Text, field.SelectedText())
	}
	if !strings.Contains(f.row("naming.0"), "new person") {
		t.Errorf("the first row is %q, want a new person", f.row("naming.0"))
	}
}

func TestAnEntityIsFoundByAFewLetters(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m", "Enter")
	f.caretIn("Duarte told")
	f.typed("m")
	f.field("naming.field").SelectAll()
	f.typed("duarte")
	if !strings.Contains(f.row("naming.0"), "Ana Duarte") {
		t.Fatalf("the first row is %q, want Ana Duarte", f.row("naming.0"))
	}
	if got := f.bold("naming.0"); !strings.EqualFold(got, "Duarte") {
		t.Errorf("the highlighted letters are %q", got)
	}
	f.typed("Enter")
	if e := f.b.Entity(f.b.Current().Entity); e == nil || e.Name != "Ana Duarte" {
		t.Errorf("the mention refers to %v", e)
	}
	f.wantFocus(f.w.article)
	if f.shows("naming.field") {
		t.Error("the popup stays open")
	}
}

func TestArrowsMoveTheChoiceWhileTyping(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m", "Down")
	if !f.object("naming.1").(*control.Row).Item.Chosen || f.object("naming.0").(*control.Row).Item.Chosen {
		t.Error("Down does not choose the second row")
	}
	f.wantFocus(f.field("naming.field"))
	f.typed("Up", "Enter")
	if e := f.b.Entity(f.b.Current().Entity); e == nil || e.Type != "person" {
		t.Errorf("the mention refers to %v, want a person", e)
	}
}

func TestAClickTakesAnEntity(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m")
	f.tap("naming.1")
	if e := f.b.Entity(f.b.Current().Entity); e == nil || e.Type != "org" {
		t.Errorf("the mention refers to %v, want an organisation", e)
	}
	f.wantFocus(f.w.article)
}

func TestAClickInTheArticleAnswersThePopup(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m", "Enter")
	f.caretIn("Per Holm")
	f.typed("m")
	click := func(words string, nth int) {
		at, size, ok := f.w.article.Where(index(t, f.b.Document().Text, words, nth))
		if !ok {
			t.Fatalf("%s is not on screen", words)
		}
		test.TapCanvas(f.w.win.Canvas(), at.AddXY(size.Width/2, size.Height/2))
	}
	click("Duarte", 1)
	field := f.field("naming.field")
	f.wantFocus(field)
	if field.Text != "Duarte" || !strings.Contains(f.row("naming.0"), "Ana Duarte") {
		t.Fatalf("after a click on the surname the field holds %q and the first row says %q", field.Text, f.row("naming.0"))
	}
	f.typed(" ", "A")
	if field.Text != "Duarte A" {
		t.Errorf("typing goes on as %q", field.Text)
	}
	f.w.win.Canvas().Unfocus() // as a press on the popup itself does
	f.settle()
	f.wantFocus(field)
	click("Ana Duarte", 0)
	if e := f.b.Entity(f.b.Current().Entity); e == nil || e.Name != "Ana Duarte" || f.w.top() != nil {
		t.Errorf("after a click on her mention it refers to %v, and open is %v", e, f.w.top())
	}
	f.wantFocus(f.w.article)
}

func TestClicksOnWordsOfACueAndAnEventReachBoth(t *testing.T) {
	f := withArticles(t)
	f.caretIn("said")
	f.typed("e", "1", "1", "Escape", "Escape")
	f.caretIn("The bridge")
	f.typed("q", "Escape", "Escape")
	f.caretIn("The bridge")
	f.typed("c", "Enter", "Escape", "Escape")
	click := func(letter int) string {
		t.Helper()
		at, size, ok := f.w.article.Where(index(t, f.b.Document().Text, "said", 0) + letter)
		if !ok {
			t.Fatal("the word is not on screen")
		}
		at = at.AddXY(size.Width/2, size.Height/2).Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(f.w.article))
		e := &desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: at}, Button: desktop.MouseButtonPrimary}
		f.w.article.MouseDown(e)
		f.w.article.MouseUp(e)
		f.settle()
		if f.b.Current() == nil {
			return "nothing"
		}
		return f.b.Current().Type
	}
	// Clicks at one place so soon after each other would be a double click.
	got := []string{click(0), click(3), click(0), click(3)}
	if got[0] == got[1] || got[0] != got[2] || got[1] != got[3] || !slices.Contains(got, "cue") || !slices.Contains(got, "communicate.state") {
		t.Errorf("the clicks chose %v, want the cue and the event in turn", got)
	}
}

func TestEscapeLeavesAMentionUnnamed(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m", "Escape")
	f.wantCurrent("person", "Ana Duarte")
	if f.b.Current().Entity != "" || f.w.top() != nil {
		t.Error("Escape named the mention, or left the popup open")
	}
	f.wantFocus(f.w.article)
}

func TestAClickBesideThePopupLeavesIt(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Ana Duarte")
	f.typed("m")
	f.w.top().Tapped(&fyne.PointEvent{})
	if f.b.Naming() != nil || f.w.top() != nil {
		t.Error("the popup stays open")
	}
}

func TestThePaletteFindsAndRunsACommand(t *testing.T) {
	f := withArticles(t)
	f.chord(ctrl(fyne.KeyK))
	f.wantFocus(f.field("palette.field"))
	f.typed("keys")
	found := false
	for i := range 5 {
		name := "palette." + string(rune('0'+i))
		if f.shows(name) && strings.HasPrefix(f.row(name), "Keys | ") {
			found = true
			if f.bold(name) != "Keys" || !strings.Contains(f.row(name), "F1") {
				t.Errorf("the row says %q with %q highlighted", f.row(name), f.bold(name))
			}
			f.tap(name)
			break
		}
	}
	if l := f.w.layer("shortcuts"); !found || l == nil || f.w.win.Canvas().Overlays().Top() != fyne.CanvasObject(l) {
		t.Fatal("the palette did not open the sheet of keys")
	}
	f.typed("Escape")
	if f.w.top() != nil {
		t.Error("Escape does not close the sheet")
	}
	f.wantFocus(f.w.article)
}

func TestThePaletteSaysWhyACommandIsNotPossible(t *testing.T) {
	f := withArticles(t)
	f.chord(ctrl(fyne.KeyK))
	f.typed("undo")
	if got := f.row("palette.0"); !strings.Contains(got, "nothing to undo") {
		t.Errorf("the row says %q", got)
	}
}

func TestATypeIsFoundByItsLetters(t *testing.T) {
	f := withArticles(t)
	f.caretIn("met on")
	f.typed("e", "Enter", "t", "meet", "Enter")
	f.wantCurrent("contact.meet", "met")
}

func TestAllMentionsArePreviewedAndMarked(t *testing.T) {
	f := withArticles(t)
	f.caretIn("Holm of")
	f.selectWords("Holm")
	f.typed("m", "Escape", "l")
	if f.w.layer("mentions") == nil {
		t.Fatalf("no preview; notice: %s", f.b.Notice().Text)
	}
	if got := f.row("mentions.0"); !strings.Contains(got, "Holm said that the ferries") {
		t.Errorf("the preview shows %q", got)
	}
	n := f.b.Counts().Mentions
	f.typed("Enter")
	if got := f.b.Counts().Mentions; got != n+1 {
		t.Errorf("%d mentions, want %d", got, n+1)
	}
	f.typed("", "Escape")
	f.chord(&fyne.ShortcutUndo{})
	if got := f.b.Counts().Mentions; got != n {
		t.Errorf("one undo leaves %d mentions, want %d", got, n)
	}
}

func TestSpaceTurnsAnOccurrenceOff(t *testing.T) {
	f := withArticles(t)
	f.selectWords("Holm")
	f.typed("m", "Escape", "l", " ")
	if f.b.Mentions().On() != 0 {
		t.Error("Space leaves it on")
	}
	f.tap("mentions.0")
	if f.b.Mentions().On() != 1 {
		t.Error("a click does not turn it on again")
	}
}

func TestChordsInAListAreTheFields(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape")
	f.caretIn("Ana Duarte")
	f.typed("m")
	f.chord(&fyne.ShortcutUndo{})
	if n := f.b.Counts(); n.Quotes != 1 || n.Mentions != 1 {
		t.Errorf("Ctrl+Z in the popup left %+v", n)
	}
}
