//go:build !headless

package ui

import (
	"runtime"
	"slices"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver"

	"quoth/app/workbench"
)

// Commands are Latin letters. On a keyboard that writes another script, the key at the place of the
// letter means the same: the toolkit tells the place, as a number of the platform's own.

// keyRows are keys that lie in a row, with the number of the first of each. Windows and the Linux kernel
// number them alike; X11 counts from 8 more.
var keyRows = []struct {
	first int
	keys  string
}{{2, "1234567890"}, {16, "qwertyuiop"}, {30, "asdfghjkl"}, {44, "zxcvbnm"}}

// macKeys are the same on macOS, from number 0 on.
const macKeys = "asdfhgzxcv\x00bqweryt123465\x0097\x0080\x00ou\x00ip\x00lj\x00k\x00\x00\x00\x00nm"

// keyAt returns the letter or digit that a key of a Latin keyboard has, or 0.
func keyAt(place int, platform string) rune {
	if platform == "darwin" {
		if place < 0 || place >= len(macKeys) {
			return 0
		}
		return rune(macKeys[place])
	}
	if platform == "x11" {
		place -= 8
	}
	for _, r := range keyRows {
		if i := place - r.first; i >= 0 && i < len(r.keys) {
			return rune(r.keys[i])
		}
	}
	return 0
}

// platform names the numbering of keys.
func (w *window) platform() string {
	name := runtime.GOOS
	if n, ok := w.win.(driver.NativeWindow); ok {
		n.RunNative(func(context any) {
			switch context.(type) {
			case driver.X11WindowContext, *driver.X11WindowContext:
				name = "x11"
			}
		})
	}
	return name
}

// chordOfTyped returns the chord of a character: that of the character itself or, where that is of
// another script and no command has it, that of the key that typed it.
func (w *window) chordOfTyped(r rune, mods fyne.KeyModifier) workbench.Key {
	place := w.place
	w.place = -1
	k := chordOfRune(r, mods)
	foreign := unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) || unicode.IsDigit(r) && r > '9'
	if !foreign || place < 0 || w.bound(k) {
		return k
	}
	if latin := keyAt(place, w.platform()); latin != 0 {
		return chordOfRune(latin, mods)
	}
	return k
}

// bound reports whether a command has the key.
func (w *window) bound(k workbench.Key) bool {
	return slices.ContainsFunc(w.bench.Commands(), func(c *workbench.Command) bool { return slices.Contains(w.bench.KeysOf(c.ID), k) })
}
