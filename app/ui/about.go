//go:build !headless

package ui

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"quoth/annotate/offset"
	"quoth/annotate/offset/unspaced"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/assets"
	"quoth/export/jsonl"
)

// showAbout says what the program is, whose it is, and under which terms.
func (w *window) showAbout() {
	s := w.newSheet("about", "Quoth", 560)
	s.say("A reading room for people who turn news articles into training data: who said what, and what happened.", look.Ink)
	s.say("It works on this machine alone: nothing you open or mark leaves it.", look.Faint)
	for _, v := range w.versions() {
		s.row(v.of, control.NewPhrase(0, control.Run{Text: v.is, Ink: look.Ink}))
	}
	s.say("Quoth is free software under the Apache License 2.0. Articles are set in Source Serif 4 or Source Sans 3, both by Adobe, under the SIL Open Font License. The words of Thai, Lao, Khmer and Burmese are known by lists of ICU, under its license.", look.Faint)
	if p := w.bench.Project(); p != nil {
		s.say("Open project: "+p.Path(), look.Faint)
	}
	s.button("licence", "Other licences", w.showLicences)
	s.mainButton("close", "Close", s.close)
	s.open(nil)
}

// showLicences shows the terms of the fonts and of the lists of words, which go wherever they go.
func (w *window) showLicences() {
	s := w.newSheet("licence", "Fonts and lists of words", 680)
	s.say("Source Serif 4", look.Ink)
	s.say(assets.SerifLicense, look.Ink)
	s.say("Source Sans 3", look.Ink)
	s.say(assets.SansLicense, look.Ink)
	s.say("Words of Thai, Lao, Khmer and Burmese", look.Ink)
	s.say(unspaced.License, look.Ink)
	s.mainButton("close", "Close", s.close)
	s.layer.Key = scrollKeys(s.scroll)
	s.open(nil)
}

// versionOf is the version of something that the program is made of.
type versionOf struct{ of, is string }

// versions returns the versions of the program, of what decides about data, and of what it was built
// with.
func (w *window) versions() []versionOf {
	quoth, fyne := w.version, ""
	if info, ok := debug.ReadBuildInfo(); ok {
		if quoth == "" {
			quoth = info.Main.Version // "(devel)", or what git says
		}
		for _, d := range info.Deps {
			if d.Path == "fyne.io/fyne/v2" {
				fyne = ", Fyne " + strings.TrimPrefix(d.Version, "v")
			}
		}
	}
	return []versionOf{
		{"Version", quoth},
		{"Dataset format", fmt.Sprint(jsonl.Version)},
		{"Words found by", offset.TokenizerVersion},
		{"Built with", "Go " + strings.TrimPrefix(runtime.Version(), "go") + fyne},
	}
}
