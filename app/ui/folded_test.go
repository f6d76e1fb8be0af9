//go:build !headless

package ui

import (
	"slices"
	"testing"
)

// What is lost is told to the end of the line, however long it is.
func TestLossIsToldToItsEnd(t *testing.T) {
	got := folded([]string{`title "Ferry Strike Ends" is left out · Ferry`, "note is left out", "Zo\u0308e-and-a-word-that-is-longer-than-a-line x", ""}, 24)
	want := []string{`title "Ferry Strike`, `   Ends" is left out ·`, "   Ferry", "note is left out", "Zo\u0308e-and-a-word-that-is-longer-than-a-line", "   x", ""}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
