//go:build !headless

package ui

import (
	"runtime"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/app/workbench"
)

// The toolkit tells of a key in three ways, and this file is the one place that knows them: keys that
// type nothing come as key events, those that type come as characters, and chords with Ctrl or Alt
// come as shortcuts, some of them of types of their own. All become one [workbench.Key].

// keyNames are the keys that type nothing, as the toolkit and as Quoth calls them.
var keyNames = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyEscape: "Escape", fyne.KeyTab: "Tab",
	fyne.KeyDelete: "Delete", fyne.KeyBackspace: "Backspace", fyne.KeyInsert: "Insert",
	fyne.KeyUp: "Up", fyne.KeyDown: "Down", fyne.KeyLeft: "Left", fyne.KeyRight: "Right",
	fyne.KeyHome: "Home", fyne.KeyEnd: "End", fyne.KeyPageUp: "PageUp", fyne.KeyPageDown: "PageDown",
	fyne.KeyF1: "F1", fyne.KeyF2: "F2", fyne.KeyF3: "F3", fyne.KeyF4: "F4", fyne.KeyF5: "F5", fyne.KeyF6: "F6",
	fyne.KeyF7: "F7", fyne.KeyF8: "F8", fyne.KeyF9: "F9", fyne.KeyF10: "F10", fyne.KeyF11: "F11", fyne.KeyF12: "F12",
}

// chordOfKey returns the chord of a key event, or "" for keys whose character follows.
func chordOfKey(name fyne.KeyName, mods fyne.KeyModifier) workbench.Key {
	key, ok := keyNames[name]
	if !ok {
		return ""
	}
	return chord(key, mods)
}

// chordOfRune returns the chord of a typed character. Shift counts with letters only: with other
// keys it is what makes the character. Caps Lock does not count.
func chordOfRune(r rune, mods fyne.KeyModifier) workbench.Key {
	if r == ' ' {
		return chord("Space", mods&fyne.KeyModifierShift)
	}
	up := string(unicode.ToUpper(r))
	if unicode.IsLetter(r) {
		return chord(up, mods&fyne.KeyModifierShift)
	}
	return workbench.Key(up)
}

// chordOfShortcut returns the chord that the toolkit made a shortcut of.
func chordOfShortcut(s fyne.Shortcut) workbench.Key {
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		return "Ctrl+C"
	case *fyne.ShortcutCut:
		if s.Secondary {
			return "Shift+Delete"
		}
		return "Ctrl+X"
	case *fyne.ShortcutPaste:
		return "Ctrl+V"
	case *fyne.ShortcutSelectAll:
		return "Ctrl+A"
	case *fyne.ShortcutUndo:
		return "Ctrl+Z"
	case *fyne.ShortcutRedo:
		return "Ctrl+Y"
	case *desktop.CustomShortcut:
		mods := s.Modifier
		key, ok := keyNames[s.KeyName]
		switch {
		case ok:
		case s.KeyName == fyne.KeySpace:
			key = "Space"
		case s.KeyName == fyne.KeyEqual && mods&fyne.KeyModifierShift != 0:
			key, mods = "+", mods&^fyne.KeyModifierShift
		default:
			key = strings.ToUpper(string(s.KeyName))
		}
		return chord(key, mods)
	}
	return ""
}

// chord writes modifiers in the order that [workbench.Key] wants.
func chord(key string, mods fyne.KeyModifier) workbench.Key {
	if key == "" {
		return ""
	}
	ctrl := fyne.KeyModifierControl
	if runtime.GOOS == "darwin" {
		ctrl = fyne.KeyModifierSuper
	}
	prefix := ""
	if mods&ctrl != 0 {
		prefix += "Ctrl+"
	}
	if mods&fyne.KeyModifierAlt != 0 {
		prefix += "Alt+"
	}
	if mods&fyne.KeyModifierShift != 0 {
		prefix += "Shift+"
	}
	return workbench.Key(prefix + key)
}

// types reports whether a chord types or edits something in a text field, which then keeps it.
func types(k workbench.Key) bool {
	s := strings.TrimPrefix(string(k), "Shift+")
	switch s {
	case "Tab", "Enter", "Delete", "Backspace", "Space", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Insert":
		return true
	case "Ctrl+Left", "Ctrl+Right", "Ctrl+Backspace", "Ctrl+Delete", "Ctrl+Home", "Ctrl+End":
		return true
	}
	return len([]rune(s)) == 1
}

// modifiers returns the modifier keys that are down.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// label writes a chord as this platform does.
func label(k workbench.Key) string { return k.Label(runtime.GOOS) }

// Key implements control.Host: it hands a key to what is open over the window, else to the bench.
func (w *window) Key(ev *fyne.KeyEvent, typing bool) bool {
	w.place = ev.Physical.ScanCode
	k := chordOfKey(ev.Name, modifiers())
	if k == "" {
		return false
	}
	if l := w.top(); l != nil {
		w.Typed()
		return w.keyInLayer(l, ev, typing)
	}
	if typing {
		if types(k) {
			w.bench.Acted(1)
			return false
		}
		w.keepTyped()
	}
	if f := w.win.Canvas().Focused(); k == "Escape" && f != nil && f != fyne.Focusable(w.beside.hand()) {
		w.bench.Acted(1)
		w.giveBack()
		return true
	}
	return w.bench.Press(k, typing)
}

// Rune implements control.Host.
func (w *window) Rune(r rune) bool {
	if l := w.top(); l != nil {
		w.Typed()
		return l.Rune != nil && l.Rune(r)
	}
	return w.bench.Press(w.chordOfTyped(r, modifiers()), false)
}

// Shortcut implements control.Host. While something is open over the window, chords are not the
// bench's.
func (w *window) Shortcut(s fyne.Shortcut, typing bool) bool {
	k := chordOfShortcut(s)
	if k == "" {
		return false
	}
	if l := w.top(); l != nil {
		w.Typed()
		return l.Chord != nil && l.Chord(s) || w.chordInLayer(k)
	}
	if typing {
		if types(k) {
			w.bench.Acted(1)
			return false
		}
		w.keepTyped()
	}
	return w.bench.Press(k, typing) || w.openMenu(k)
}

// Typed implements control.Host.
// What is typed into a comment are words to somebody, not acts of annotating: the comment counts once, as it is begun.
func (w *window) Typed() {
	if w.bench.Commenting() == nil {
		w.acted(w.isApart())
	}
}

// listenToCanvas takes what is typed while nothing has the keyboard: the toolkit then asks the
// canvas, which knows shortcuts only one by one.
func (w *window) listenToCanvas() {
	c := w.win.Canvas()
	c.SetOnTypedRune(func(r rune) { w.Rune(r) })
	c.SetOnTypedKey(func(ev *fyne.KeyEvent) { w.Key(ev, false) })
	hear := func(s fyne.Shortcut) { w.Shortcut(s, false) }
	for _, s := range []fyne.Shortcut{
		&fyne.ShortcutCopy{}, &fyne.ShortcutCut{}, &fyne.ShortcutPaste{}, &fyne.ShortcutSelectAll{}, &fyne.ShortcutUndo{}, &fyne.ShortcutRedo{},
	} {
		c.AddShortcut(s, hear)
	}
	keys := []fyne.KeyName{fyne.KeySpace, fyne.KeyComma, fyne.KeyPeriod, fyne.KeySlash, fyne.KeyMinus, fyne.KeyEqual, fyne.KeyPlus, fyne.KeySemicolon}
	for r := 'A'; r <= 'Z'; r++ {
		keys = append(keys, fyne.KeyName(r))
	}
	for r := '0'; r <= '9'; r++ {
		keys = append(keys, fyne.KeyName(r))
	}
	for k := range keyNames {
		keys = append(keys, k)
	}
	const ctrl, alt, shift, super = fyne.KeyModifierControl, fyne.KeyModifierAlt, fyne.KeyModifierShift, fyne.KeyModifierSuper
	for _, k := range keys {
		for _, m := range []fyne.KeyModifier{ctrl, alt, super, ctrl | shift, alt | shift, ctrl | alt, super | shift, super | alt, ctrl | alt | shift} {
			c.AddShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: m}, hear)
		}
	}
}
