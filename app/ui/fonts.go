//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2/theme"

	"quoth/app/ui/article/layout"
	"quoth/assets"
)

// articleFonts returns the faces in which articles are set.
func articleFonts() (*layout.Fonts, error) {
	fonts, err := layout.NewFonts(layout.Faces{
		Serif:    layout.Type{Regular: assets.SerifRegular, Bold: assets.SerifSemiBold, Italic: assets.SerifItalic},
		Sans:     layout.Type{Regular: assets.SansRegular, Bold: assets.SansSemiBold, Italic: assets.SansItalic},
		Label:    assets.SansSemiBold,
		Fallback: [][]byte{theme.DefaultSymbolFont().Content(), theme.DefaultEmojiFont().Content()},
	})
	if err != nil {
		return nil, fmt.Errorf("reading the built-in fonts: %w", err)
	}
	return fonts, nil
}
