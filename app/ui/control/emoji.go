//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The toolkit reads its font of emoji, of four megabytes, for each style in which it writes a word. Ours are
// written by [ink], so until it is about to write one, in a field or a menu, its font of symbols stands in.

// emoji is the toolkit's font of emoji, whether it is spared now or not; nil where it has none.
var emoji = func() []byte {
	if r := theme.DefaultEmojiFont(); r != nil {
		return r.Content()
	}
	return nil
}()

// SpareEmoji keeps the toolkit from reading its emoji until there is one to write. It comes before the first window.
func SpareEmoji() { standIn(theme.DefaultSymbolFont().Content()) }

// standIn gives the toolkit's font of emoji other contents, and reports whether they are others.
func standIn(content []byte) bool {
	r, ok := theme.DefaultEmojiFont().(*fyne.StaticResource)
	if !ok || len(r.StaticContent) == len(content) {
		return false
	}
	r.StaticContent = content
	return true
}

// toolkitWrites tells what the toolkit is about to write.
func toolkitWrites(words string) {
	for _, r := range words {
		if r >= 0x203C && r < 0x2E80 || r >= 0x1F000 {
			if emoji != nil && standIn(emoji) { // the toolkit has to read its fonts again
				s := fyne.CurrentApp().Settings()
				s.SetTheme(s.Theme())
			}
			return
		}
	}
}
