// Package layout turns the text of an article into lines of placed words, and places back into
// offsets. It knows no toolkit and paints nothing.
//
// Its words:
//
//   - a [Style] is how a kind of block is set: face, size, spacing, indent,
//   - a paragraph is the text between two line feeds; it belongs to one block and has one style,
//   - a word is the shaped form of a piece of text that no line break may enter. Each distinct word
//     of a style and direction is shaped once, however often it occurs,
//   - an item is one occurrence of a word with the spaces behind it: a few numbers,
//   - a [Line] is a range of items that fits the measure; breaking lines is adding their advances,
//   - a stop is a place where the caret may stand: the edge of a grapheme cluster,
//   - an [Anchor] is a place on the screen told by text, so that it stays where it is while the text
//     around it is laid out, broken anew or enlarged.
//
// A long article is laid out where it is looked at. The rest has estimated heights until [Layout.Step]
// comes by, or until somebody scrolls there. What was laid out but has not been looked at for long is
// forgotten again, all but its height, so that memory is bounded:
//
//	l := layout.New(text, blocks, fonts, layout.Options{Size: 17, Measure: 520})
//	l.Visit(layout.Anchor{}, 800, func(y int, ln *layout.Line) { … }) // lays out what 800 px show
//	for !l.Step(func() bool { return time.Now().Before(deadline) }) { … }
//
// Lines break by the rules of Unicode (UAX #14). Thai, Lao, Khmer and Burmese write no spaces between words: where
// theirs end, dictionaries say (package unspaced).
//
// Lengths are pixels of the target, vertical ones always whole. Offsets are bytes, ranges half-open.
// A Layout and its Fonts belong to one goroutine.
package layout
