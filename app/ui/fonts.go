//go:build !headless

package ui

import (
	"fmt"

	"quoth/app/ui/article/layout"
	"quoth/app/ui/control"
	"quoth/assets"
)

// articleFonts returns the faces in which articles are set, and the words around them.
func articleFonts() (*layout.Fonts, error) {
	words, mono, fallback := control.Faces()
	fonts, err := layout.NewFonts(layout.Faces{
		Serif:     layout.Type{Regular: assets.SerifRegular, Bold: assets.SerifSemiBold, Italic: assets.SerifItalic},
		Sans:      layout.Type{Regular: assets.SansRegular, Bold: assets.SansSemiBold, Italic: assets.SansItalic},
		Interface: words, Mono: mono, Label: assets.SansSemiBold, Fallback: fallback,
	})
	if err != nil {
		return nil, fmt.Errorf("reading the built-in fonts: %w", err)
	}
	return fonts, nil
}
