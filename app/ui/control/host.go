//go:build !headless

// Package control holds the small widgets that Quoth's window is made of: a [Button], a [Field] to type
// in, a [Choice] among values, a [Phrase] of one line in several inks, a [Paragraph] that wraps, a [Row] of
// a list, a [Roll] that shows only the rows on screen, a [Plate] of one colour, a [Layer] over the window,
// and [Panes] with dividers.
//
// Each of them is one picture, in the glyphs of the article. Stand those of a pane on a [Board], and they are
// one together.
//
// Controls live in a [Host], which hears every key before they do, so that a chord means the same
// wherever the keyboard is, and which hears of every click, so that it can give the keyboard back to
// the article.
package control

import (
	"strings"

	"fyne.io/fyne/v2"
)

// Host is the window that controls live in. Its methods that take what was typed count it, and report
// whether it meant something to the window; typing says that a text field has the keyboard.
type Host interface {
	Key(ev *fyne.KeyEvent, typing bool) bool
	Rune(r rune) bool
	Shortcut(s fyne.Shortcut, typing bool) bool
	// Typed counts what a text field took without asking.
	Typed()
	// Clicking hears of each click on a control before it is carried out, so that nothing typed and
	// not yet kept gets lost by it.
	Clicking()
	// Clicked hears of each click on a control, after it was carried out.
	Clicked()
	// Blurred hears that a control has lost the keyboard, while it is losing it: nothing may take the
	// keyboard until that is over.
	Blurred()
	// Hint shows what the pointer is over, "" for nothing in particular.
	Hint(text string)
	Canvas() fyne.Canvas
}

// Flow is an object whose height follows from the width that it is given.
type Flow interface {
	fyne.CanvasObject
	HeightFor(width float32) float32
}

// HeightFor returns how high an object is at a width, in px.
func HeightFor(o fyne.CanvasObject, width float32) float32 {
	if !o.Visible() {
		return 0
	}
	if f, ok := o.(Flow); ok {
		return f.HeightFor(width)
	}
	return o.MinSize().Height
}

// OneLine makes a text fit for one line of interface: line feeds and tabs become spaces, and it is
// cut after limit code points, with "…" where something was cut.
func OneLine(s string, limit int) string {
	var b strings.Builder
	n, space := 0, false
	for _, r := range s {
		if r == '\n' || r == '\t' || r == '\r' || r == ' ' || r == '\u00a0' {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
			n++
		}
		if n >= limit {
			return strings.TrimRight(b.String(), " ") + "…"
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}
