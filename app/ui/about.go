//go:build !headless

package ui

import (
	"runtime/debug"

	"quoth/app/ui/look"
)

// showAbout says what the program is, whose it is, and under which terms.
func (w *window) showAbout() {
	s := w.newSheet("about", "Quoth", 460)
	s.say("A reading room for people who turn news articles into training data: who said what, and what happened.", look.Ink)
	s.say("Version "+version()+". It works on this machine alone: nothing you open or mark leaves it.", look.Faint)
	s.say("Quoth is free software under the Apache License 2.0. Articles are set in Source Serif 4, by Adobe, under the SIL Open Font License.", look.Faint)
	if p := w.bench.Project(); p != nil {
		s.say("Open project: "+p.Path(), look.Faint)
	}
	s.mainButton("close", "Close", s.close)
	s.open(nil)
}

// version returns the version that the program was built as.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "of this working copy"
}
