//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"

	"quoth/app/ui/look"
)

// wishes are what the desktop asks of all programs, besides light or dark, which the toolkit follows.
type wishes struct {
	contrast bool // colours that stand out more
	still    bool // no motion
}

// follow does what the desktop asks for, as well as what the settings say.
func (w *window) follow(asked wishes) {
	if w.asked != asked {
		w.asked = asked
		w.applySettings()
	}
}

// followDesktop keeps to what the desktop asks for, from now on.
func (w *window) followDesktop() {
	go watchDesktop(func(asked wishes) { fyne.Do(func() { w.follow(asked) }) })
}

// themeNow is the theme of the settings, and of the desktop.
func (w *window) themeNow() look.Theme {
	s := w.bench.Settings()
	return look.Theme{Choice: look.Choice(s.Theme), Contrast: s.Contrast || w.asked.contrast}
}

// moves reports whether motion is wanted.
func (w *window) moves() bool { return w.bench.Settings().Motion && !w.asked.still }
