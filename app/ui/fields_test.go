//go:build !headless

package ui

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/annotate"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
)

// withNote marks a quote and types a note on its card, which is not kept yet.
func withNote(t *testing.T, note string) (*fixture, annotate.ID) {
	t.Helper()
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape")
	id := f.b.Current().ID
	f.typed("o", note)
	f.wantFocus(f.field("card.note"))
	return f, id
}

func (f *fixture) wantNote(id annotate.ID, want string) {
	f.Helper()
	if got := f.b.Set().Get(id).Note; got != want {
		f.Errorf("the note is %q, want %q", got, want)
	}
}

func TestAPressOnNothingKeepsTheNoteAndGivesTheKeyboardToTheArticle(t *testing.T) {
	f, id := withNote(t, "check this 👩‍👩‍👧")
	f.pressOnNothing()
	f.wantNote(id, "check this 👩‍👩‍👧")
	f.wantFocus(f.w.article)
	f.b.Pick("")
	f.b.Pick(id)
	f.typed("o")
	f.wantFocus(f.field("card.note"))
	f.typed(" twice", "Enter")
	f.wantNote(id, "check this 👩‍👩‍👧 twice")
}

func TestTheKeyboardComesBackAlsoWhereTheCardIsBuiltAgain(t *testing.T) {
	f, id := withNote(t, "because")
	f.b.SetAttr(id, "type", "indirect")
	f.settle()
	f.wantFocus(f.w.article)
	f.wantNote(id, "because")
	f.typed("o")
	f.w.win.Canvas().Unfocus()
	f.b.SetAttr(id, "type", "mixed")
	f.settle()
	f.wantFocus(f.w.article)
}

func TestAClickInTheArticleTakesTheKeyboardWhateverItHadBefore(t *testing.T) {
	f := withArticles(t)
	c := f.w.win.Canvas()
	f.w.article.FocusGained() // as when the window itself gets the keyboard
	c.Focus(f.w.queue.field)
	f.w.article.FocusGained()
	f.w.article.MouseDown(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(100, 100)}, Button: desktop.MouseButtonPrimary})
	f.wantFocus(f.w.article)
}

func TestAPressOnAControlOfTheCardKeepsTheNoteAndMeetsTheControl(t *testing.T) {
	f, id := withNote(t, "check")
	choice := f.object("card.type").(*control.Choice)
	choice.Tapped(&fyne.PointEvent{})
	f.wantNote(id, "check")
	if f.object("card.type") != fyne.CanvasObject(choice) {
		t.Error("keeping the note replaced the control under the pointer")
	}
	menu := f.w.win.Canvas().Overlays().Top()
	if menu == nil {
		t.Fatal("no menu opened")
	}
	var at fyne.Position
	popupItems(f.w.win.Canvas(), func(_ string, o fyne.CanvasObject) {
		if at.IsZero() {
			at = fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
		}
	})
	want := fyne.CurrentApp().Driver().AbsolutePositionForObject(choice)
	if at.X < want.X-20 || at.Y < want.Y-200 {
		t.Errorf("the menu opened at %v, its control stands at %v", at, want)
	}
}

func TestArrowsGoOnFromWhatAChoiceShows(t *testing.T) {
	f := withSample(t)
	f.w.showSettings("general")
	theme := f.object("settings.theme").(*control.Choice)
	theme.SetValue("light")
	theme.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	menu := f.w.win.Canvas().Focused()
	if menu == nil {
		t.Fatal("the menu does not have the keyboard")
	}
	menu.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	menu.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if theme.Value != "dark" {
		t.Errorf("the one below light is %q", theme.Value)
	}
}

func TestFromOneFieldOfACardToTheNext(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.entities")
	f.tap("panel.Entities.0")
	id := f.w.panel.entity
	name, aliases := f.field("card.name"), f.field("card.aliases")
	f.w.focusField(name)
	name.SelectAll()
	f.typed("Zoë L.")
	f.w.win.Canvas().Focus(aliases)
	f.settle()
	f.wantFocus(f.field("card.aliases"))
	if got := f.b.Entity(id).Name; got != "Zoë L." {
		t.Errorf("the entity is called %q", got)
	}
	if !strings.Contains(aliases.Text, f.b.Entity(id).Aliases[0]) {
		t.Errorf("the old name is not among the aliases %q", aliases.Text)
	}
}

func TestWhatCannotBeKeptStaysToBeTriedAgain(t *testing.T) {
	f, id := withNote(t, "slow disk")
	if err := f.b.Project().Close(); err != nil { // from here on nothing can be written
		t.Fatal(err)
	}
	f.typed("Enter")
	if note := f.field("card.note"); note.Text != "slow disk" {
		t.Errorf("the field holds %q", note.Text)
	}
	f.wantFocus(f.field("card.note"))
	f.wantNote(id, "")
	if !f.b.Notice().Problem {
		t.Error("nothing says that it was not kept")
	}
	f.pressOnNothing()
	f.b.Pick("")
	f.b.Pick(id)
	if note := f.field("card.note"); note.Text != "slow disk" {
		t.Errorf("when the card comes back the field holds %q", note.Text)
	}
	f.typed("o", "Escape")
	if note := f.field("card.note"); note.Text != "" {
		t.Errorf("Escape leaves %q in the field", note.Text)
	}
}

func TestAnEntityCannotLoseItsName(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.entities")
	f.tap("panel.Entities.0")
	name := f.field("card.name")
	was := name.Text
	f.w.focusField(name)
	name.SelectAll()
	f.typed(" ", "Enter")
	if name.Text != was || f.b.Entity(f.w.panel.entity).Name != was {
		t.Errorf("the field holds %q, the entity is called %q, want %q", name.Text, f.b.Entity(f.w.panel.entity).Name, was)
	}
}

func TestARefusedTypeIsNotShownAsChosen(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.entities")
	f.tap("panel.Entities.0")
	typ := f.object("card.type").(*control.Choice)
	was := typ.Value
	for _, o := range typ.Options {
		if o.Value != was {
			typ.SetValue(o.Value)
			typ.Choosing(o.Value)
			break
		}
	}
	if got := f.b.Entity(f.w.panel.entity).Type; f.object("card.type").(*control.Choice).Value != got {
		t.Errorf("the card says %q, the entity is a %q", typ.Value, got)
	}
}

func TestAClickOnAControlGivesTheKeyboardToTheArticle(t *testing.T) {
	f, id := withNote(t, "check")
	f.tap("card.no_source")
	f.wantFocus(f.w.article)
	f.wantNote(id, "check")
	f.typed("o")
	f.w.panel.rolls[tabQuotes].Tapped(nil) // below the cards
	f.settle()
	f.wantFocus(f.w.article)
}

func TestClosingTheWindowKeepsWhatIsBeingTyped(t *testing.T) {
	for _, over := range []string{"", "settings"} {
		f, id := withNote(t, "last words")
		if over != "" {
			f.w.showSettings("general")
			f.field("settings.annotator").SetText("zoë")
			f.chord(ctrl(fyne.KeyQ))
		} else {
			f.w.quit()
		}
		annotator := f.b.Annotator()
		if over != "" && annotator != "zoë" {
			t.Errorf("the annotator is %q, want zoë", annotator)
		}
		f.b.Open(f.path)
		if over != "" {
			continue
		}
		set, err := f.b.Project().Set(context.Background(), f.b.Document(), annotator)
		if err != nil {
			t.Fatal(err)
		}
		if got := set.Get(id).Note; got != "last words" {
			t.Errorf("the note is %q", got)
		}
	}
}

func TestDraggingAHandleChangesTheWords(t *testing.T) {
	f := withArticles(t)
	f.selectWords("Northline Ferries")
	f.typed("m", "Escape")
	a := f.b.Current()
	before, caret := f.b.Selection()
	start := strings.Index(harbour, "Holm of Northline")
	at := article.Edge{Start: true}
	if got := f.w.article.OnEdge(a.ID, at, start, false); len(got) != 1 || got[0].Start != start {
		t.Errorf("while dragging the words begin at %v, not %d", got, start)
	}
	f.wantCurrent(f.b.Current().Type, "Northline Ferries")
	f.w.article.OnEdged(a.ID, at, start, false, true)
	f.wantCurrent(f.b.Current().Type, "Holm of Northline Ferries")
	if x, y := f.w.article.Selection(); x != before || y != caret {
		t.Errorf("the article shows %d to %d as selected, want %d to %d", x, y, before, caret)
	}
	f.chord(&fyne.ShortcutUndo{})
	f.wantCurrent(f.b.Current().Type, "Northline Ferries")
}
