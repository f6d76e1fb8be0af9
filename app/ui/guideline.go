//go:build !headless

package ui

import (
	"strings"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showGuideline shows what the schema says of what the person is at.
func (w *window) showGuideline() {
	s := w.newSheet("guideline", "Guideline", 560)
	for _, p := range w.bench.Guideline() {
		title := []control.Run{{Text: p.Title, Ink: look.Accent, Bold: true}}
		if p.Of != "" {
			title = []control.Run{{Text: p.Title, Bold: true}, {Text: "  of " + strings.ToLower(p.Of), Ink: look.Faint}}
		}
		words := p.Words
		if words == "" {
			words = "The schema says nothing of it."
		}
		if len(p.Values) > 0 {
			words += " Values: " + strings.Join(p.Values, ", ") + "."
		}
		s.add(control.NewColumn(2, control.NewPhrase(0, title...), control.NewParagraph(words, look.Ink)))
	}
	s.mainButton("close", "Close", s.close)
	s.layer.Key = scrollKeys(s.scroll)
	s.layer.Rune = func(r rune) bool {
		if string(r) == keyOf(w.bench, "review.guide") {
			s.close()
			return true
		}
		return false
	}
	s.open(nil)
}
