package workbench

import "strings"

// Key is a key chord as it is written in menus: "Q", "Shift+Tab", "Ctrl+Shift+Z", "F1", "Delete".
// Modifiers stand in the order Ctrl, Alt, Shift. Letters are upper case and without Shift mean the
// plain letter. Ctrl is the platform's shortcut key: ⌘ on macOS.
type Key string

// Label returns the chord as the platform writes it.
func (k Key) Label(goos string) string {
	if goos != "darwin" {
		return string(k)
	}
	return strings.NewReplacer("Ctrl+", "⌘", "Alt+", "⌥", "Shift+", "⇧").Replace(string(k))
}

// plain reports whether the chord types something in a text field.
func (k Key) plain() bool {
	s := strings.TrimPrefix(string(k), "Shift+")
	switch s {
	case "Tab", "Enter", "Delete", "Backspace", "Space", "Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown":
		return true
	}
	return len([]rune(s)) == 1
}

// digit returns the digit that the key types, or "".
func (k Key) digit() string {
	if len(k) == 1 && k[0] >= '0' && k[0] <= '9' {
		return string(k)
	}
	return ""
}

// letter returns the lower-case letter or digit that the key types, or "".
func (k Key) letter() string {
	if r := []rune(string(k)); len(r) == 1 {
		return strings.ToLower(string(k))
	}
	return ""
}
