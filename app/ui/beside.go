//go:build !headless

package ui

import "quoth/annotate"

// RevealBeside implements workbench.Screen.
func (w *window) RevealBeside(annotate.Span, bool) {}
