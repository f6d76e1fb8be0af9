//go:build !headless

package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"pgregory.net/rapid"

	"quoth/app/workbench"
)

func TestKeysAreOneChordWhicheverWayTheyCome(t *testing.T) {
	const c, a, s = fyne.KeyModifierControl, fyne.KeyModifierAlt, fyne.KeyModifierShift
	for _, x := range []struct {
		got  any
		want string
	}{
		{chordOfKey(fyne.KeyReturn, 0), "Enter"}, {chordOfKey(fyne.KeyEnter, 0), "Enter"}, {chordOfKey(fyne.KeyTab, s), "Shift+Tab"},
		{chordOfKey(fyne.KeyQ, 0), ""}, {chordOfKey(fyne.KeySpace, 0), ""}, {chordOfKey(fyne.KeyPageDown, 0), "PageDown"}, {chordOfKey(fyne.KeyF12, 0), "F12"},
		{chordOfRune('q', 0), "Q"}, {chordOfRune('Q', 0), "Q"}, {chordOfRune('Q', s), "Shift+Q"}, {chordOfRune(' ', 0), "Space"},
		{chordOfRune('?', s), "?"}, {chordOfRune('7', 0), "7"}, {chordOfRune('é', 0), "É"}, {chordOfRune('й', 0), "Й"},
		{chordOfShortcut(&fyne.ShortcutUndo{}), "Ctrl+Z"}, {chordOfShortcut(&fyne.ShortcutRedo{}), "Ctrl+Y"}, {chordOfShortcut(&fyne.ShortcutPaste{}), "Ctrl+V"},
		{chordOfShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: c | s}), "Ctrl+Shift+Z"},
		{chordOfShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyPageDown, Modifier: c}), "Ctrl+PageDown"},
		{chordOfShortcut(&desktop.CustomShortcut{KeyName: fyne.Key1, Modifier: a}), "Alt+1"},
		{chordOfShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyEqual, Modifier: c | s}), "Ctrl++"},
		{chordOfShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyComma, Modifier: c}), "Ctrl+,"},
		{chordOfShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: c}), "Ctrl+Enter"},
	} {
		if string(x.got.(interface{ Label(string) string }).Label("linux")) != x.want {
			t.Errorf("got %q, want %q", x.got, x.want)
		}
	}
}

func TestMenusShowEveryCommandWithItsKey(t *testing.T) {
	f := withArticles(t)
	shown := map[string]string{}
	for _, m := range f.w.menu.main.Items {
		for _, it := range m.Items {
			shown[titleOf(it)] = it.Label
			if it.ChildMenu != nil {
				for _, under := range it.ChildMenu.Items {
					shown[titleOf(under)] = under.Label
				}
			}
		}
	}
	for _, c := range f.b.Commands() {
		if c.Menu == "" {
			continue
		}
		item, ok := shown[c.Title]
		if !ok {
			t.Errorf("no menu shows %q", c.Title)
		}
		if key := keyOf(f.b, c.ID); !strings.HasSuffix(item, key) {
			t.Errorf("the menu shows %q for %s, whose key is %s", item, c.ID, key)
		}
	}
}

func TestAKeyIsChangedInTheSettings(t *testing.T) {
	f := withArticles(t)
	f.w.showSettings("keys")
	f.tap("settings.key.mark.quote")
	f.typed("z")
	if ks := f.b.KeysOf("mark.quote"); len(ks) != 1 || ks[0] != "Z" {
		t.Fatalf("the keys are %v, want Z", ks)
	}
	f.tap("settings.key.mark.quote")
	f.typed("m")
	if ks := f.b.KeysOf("mark.quote"); len(ks) != 1 || ks[0] != "Z" {
		t.Errorf("a key that another command has was taken: %v", ks)
	}
	if got := words(f.w.layer("settings")); !strings.Contains(got, "M is the key of “Mention”") {
		t.Errorf("the settings do not say whose key it is:\n%s", got)
	}
	f.typed("Escape")
	f.caretIn("bridge will")
	f.typed("z")
	f.wantCurrent("quote", "“The bridge will open in May,”")
}

func TestTheGuideNamesKeysInForce(t *testing.T) {
	f := withArticles(t)
	if err := f.b.SetKeys("mark.quote", []workbench.Key{"Z"}); err != nil {
		t.Fatal(err)
	}
	f.b.Do("help.guide")
	got := words(f.w.layer("guide"))
	if !strings.Contains(got, "press Z") || strings.Contains(got, "{") {
		t.Errorf("the guide says\n%s", got)
	}
}

func TestAChordIsReadAsItIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mods := rapid.SampledFrom([]fyne.KeyModifier{0, fyne.KeyModifierControl, fyne.KeyModifierAlt, fyne.KeyModifierControl | fyne.KeyModifierShift}).Draw(t, "modifiers")
		key := rapid.SampledFrom([]string{"A", "Z", "7", "+", "-", ",", "F5", "PageUp", "Enter"}).Draw(t, "key")
		k := shownKey(chord(key, mods))
		if got := chord(string(k.Key()), k.Mod()); string(got) != string(k) {
			t.Fatalf("%q shows as %q", k, got)
		}
	})
}

func TestTextFieldsKeepTheKeysThatEdit(t *testing.T) {
	for k, want := range map[workbench.Key]bool{
		"Q": true, "Shift+Q": true, "Enter": true, "Left": true, "Shift+Home": true, "Ctrl+Left": true, "Space": true, "É": true, "Ctrl+Backspace": true,
		"Ctrl+K": false, "F1": false, "Escape": false, "Alt+1": false, "Ctrl+Enter": false,
	} {
		if got := types(k); got != want {
			t.Errorf("types(%s) = %v, want %v", k, got, want)
		}
	}
}

func TestChordsWorkInTextFieldsAndLettersType(t *testing.T) {
	f := withArticles(t)
	f.b.Do("articles.search")
	f.typed("q")
	if got := f.field("queue.search").Text; got != "q" || f.b.Counts().Quotes != 0 {
		t.Errorf("the field holds %q", got)
	}
	f.chord(ctrl(fyne.KeyK))
	if f.w.layer("palette") == nil {
		t.Error("Ctrl+K does nothing in a text field")
	}
}

func TestWhatWasTypedIsKeptWhenAChordLeavesTheField(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape", "o", "check this")
	id := f.b.Current().ID
	f.chord(&desktop.CustomShortcut{KeyName: fyne.KeyPageDown, Modifier: fyne.KeyModifierControl})
	if got := f.b.Document().Title; got != "Storm Closes the Pass" {
		t.Fatalf("open is %q", got)
	}
	f.b.PreviousDocument()
	if got := f.b.Set().Get(id).Note; got != "check this" {
		t.Errorf("the note is %q", got)
	}
	f.wantFocus(f.w.article)
}

func TestEscapeGivesTheKeyboardBackFromAButton(t *testing.T) {
	f := withArticles(t)
	f.caretIn("bridge will")
	f.typed("q", "Escape", "Escape")
	f.w.win.Canvas().Focus(f.object("card.delete").(fyne.Focusable))
	f.typed("Escape")
	f.wantFocus(f.w.article)
	f.wantCurrent("quote", "“The bridge will open in May,”")
}

func TestTheQueueIsReadByTheArrows(t *testing.T) {
	f := withArticles(t)
	c := f.w.win.Canvas()
	f.b.Do("articles.search")
	c.FocusNext()
	f.wantFocus(f.w.queue.list)
	f.typed("Down", "Down", "Enter")
	if got := f.b.Document().Title; got != "Storm Closes the Pass" {
		t.Errorf("open is %q", got)
	}
	f.wantFocus(f.w.article)
	c.Focus(f.w.queue.list)
	f.typed("Up", "Escape")
	f.wantFocus(f.w.article)
	if got := f.b.Document().Title; got != "Storm Closes the Pass" {
		t.Errorf("Escape opened %q", got)
	}
}

func TestCardsAreOpenedByTheArrowsAndTabGoesIntoThem(t *testing.T) {
	f := withSample(t)
	c := f.w.win.Canvas()
	f.b.Do("view.entities")
	list := f.w.panel.rolls[tabEntities]
	c.Focus(list)
	f.typed("Down", "Down", "Enter")
	if list.Open() != 2 {
		t.Fatalf("row %d is open, want 2", list.Open())
	}
	f.wantFocus(list)
	c.FocusNext()
	f.wantFocus(f.field("card.name"))
	c.Focus(list)
	f.b.Do("view.quotes")
	f.wantFocus(f.w.panel.rolls[tabQuotes])
	f.typed("End", "Enter")
	if got, last := f.b.Current(), f.b.QuoteCards()[len(f.b.QuoteCards())-1].Annotation; got != last {
		t.Errorf("current is %v, want the last quote", got)
	}
	f.typed("Escape")
	f.wantFocus(f.w.article)
}

func TestAFoldedPaneGivesTheKeyboardBack(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.entities")
	f.w.win.Canvas().Focus(f.w.panel.rolls[tabEntities])
	f.typed("F10")
	f.wantFocus(f.w.article)
}

func TestTheKeyboardComesBackFromEveryControlOfACard(t *testing.T) {
	f := withSample(t)
	f.b.Do("view.quotes")
	f.tap("panel.Quotes.2")
	c := f.w.win.Canvas()
	f.typed("o")
	seen := 0
	for range 60 {
		c.FocusNext()
		held := c.Focused()
		if held == nil || held == fyne.Focusable(f.w.article) {
			continue
		}
		seen++
		held.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		f.settle()
		if c.Focused() != fyne.Focusable(f.w.article) {
			t.Fatalf("Escape leaves the keyboard with %T", c.Focused())
		}
		c.Focus(held)
		f.settle()
	}
	if seen < 20 {
		t.Errorf("only %d controls take the keyboard", seen)
	}
}

func TestCommandsLieAtTheSameKeysOnKeyboardsOfOtherScripts(t *testing.T) {
	for _, c := range []struct {
		platform string
		place    int
		want     rune
	}{
		{"x11", 24, 'q'}, {"x11", 38, 'a'}, {"x11", 52, 'z'}, {"x11", 10, '1'}, {"x11", 19, '0'}, {"x11", 35, 0},
		{"linux", 16, 'q'}, {"windows", 0x32, 'm'}, {"windows", 0x0b, '0'}, {"darwin", 12, 'q'}, {"darwin", 0, 'a'}, {"darwin", 46, 'm'}, {"darwin", 29, '0'}, {"darwin", 26, '7'}, {"darwin", 36, 0},
	} {
		if got := keyAt(c.place, c.platform); got != c.want {
			t.Errorf("key %d of %s is %q, want %q", c.place, c.platform, got, c.want)
		}
	}
	f := withArticles(t)
	places := func(r rune) int { // as the test's platform numbers them
		for place := range 128 {
			if keyAt(place, f.w.platform()) == r {
				return place
			}
		}
		return -1
	}
	press := func(place int, r rune) {
		f.w.article.TypedKey(&fyne.KeyEvent{Physical: fyne.HardwareKey{ScanCode: place}})
		f.w.article.TypedRune(r)
		f.settle()
	}
	f.caretIn("bridge will")
	press(places('q'), 'й')
	if f.b.Mode() != workbench.Hinting {
		t.Fatalf("the key of Q on a Cyrillic keyboard means nothing; notice: %s", f.b.Notice().Text)
	}
	press(places('a'), 'ф')
	if cards := f.b.QuoteCards(); len(cards) != 1 || cards[0].Speaker == "" {
		t.Errorf("the key of A does not pick the first candidate: %+v", cards)
	}
	f.typed("Escape")
	press(places('m'), 'm')
	if f.b.Naming() == nil && f.b.Current() == nil {
		t.Error("a Latin letter is no command any more")
	}
}

func TestTheKeysThatMayComeNextStandAtTheWordAndCanBeClicked(t *testing.T) {
	f := withArticles(t)
	f.caretIn("met on")
	f.typed("e")
	if !f.shows("next.2") || !strings.Contains(f.row("next.2"), "meet, invite, negotiate") {
		t.Fatal("the types of events do not stand at the word")
	}
	f.tap("next.2")
	f.tap("next.1")
	f.wantCurrent("contact.meet", "met")
	f.wantFocus(f.w.article)
	if f.shows("next.1") || f.b.Mode() != workbench.Reading {
		t.Error("the list stays when the type is chosen")
	}
	f.typed("r")
	if !strings.Contains(f.row("next.P"), "participant") {
		t.Errorf("the roles say %q", f.row("next.P"))
	}
	f.typed("p")
	if f.b.Mode() != workbench.Hinting || f.shows("next.P") {
		t.Error("P does not ask for the participant")
	}
}

// A type that a word had before is taken at once: no list lies over the words around, and every key means what it does.
func TestNoListOfKeysLiesOverWordsWhereTheTypeIsRemembered(t *testing.T) {
	f := withArticles(t)
	f.caretIn("met on")
	f.typed("e", "2", "1")
	f.wantCurrent("contact.meet", "met")
	f.typed("Delete")
	f.caretIn("met on")
	f.typed("e")
	f.wantCurrent("contact.meet", "met")
	if f.shows("next.2") || f.b.Mode() != workbench.Prefixed {
		t.Error("a list of types lies over the words after E of a remembered type")
	}
	var said []string
	for _, k := range f.b.Status().Keys {
		said = append(said, string(k.Key)+" "+k.Word)
	}
	if got := strings.Join(said, ", "); !strings.HasPrefix(got, "Enter keep “meet”") || !strings.Contains(got, "another type") || !strings.Contains(got, "T all types") {
		t.Errorf("the status line says %q", got)
	}
	f.typed("2") // who begins to choose another one is shown what there is
	if !f.shows("next.2") {
		t.Error("the types of contact do not stand at the word")
	}
	f.typed("2")
	f.wantCurrent("contact.invite", "met")
}

func TestMenusTickWhatIsOn(t *testing.T) {
	f := withArticles(t)
	for _, id := range []string{"view.contrast", "view.letters", "view.labels", "view.names", "view.panel"} {
		was := f.w.menu.items[id].Checked
		f.b.Do(id)
		if now := f.w.menu.items[id].Checked; now == was || now != f.b.On(id) {
			t.Errorf("%s: ticked %v, then %v", id, was, now)
		}
	}
}
