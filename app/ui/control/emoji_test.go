//go:build !headless

package control

import (
	"testing"

	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

func TestTheToolkitHasItsEmojiOnceItWritesOne(t *testing.T) {
	test.NewTempApp(t)
	SpareEmoji()
	for _, words := range []string{"Peskov", "Zoë…", "שלום", "林美玲", "Ctrl+Shift+K"} {
		toolkitWrites(words)
		if n := len(theme.DefaultEmojiFont().Content()); n == len(emoji) {
			t.Errorf("%q made the toolkit read %d bytes of emoji", words, n)
		}
	}
	toolkitWrites("flags 🇳🇴")
	if n := len(theme.DefaultEmojiFont().Content()); n != len(emoji) {
		t.Errorf("the toolkit has %d bytes of emoji to write some, want %d", n, len(emoji))
	}
}
