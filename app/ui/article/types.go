//go:build !headless

package article

import (
	"quoth/app/ui/article/layout"
	"quoth/app/ui/article/paint"
)

// What the widget is given; see package paint.
type (
	Mark      = paint.Mark
	Marks     = paint.Marks
	MarkStyle = paint.Style
	Connector = paint.Connector
	Hint      = paint.Hint
	Palette   = paint.Palette
	Print     = paint.Print
	Voters    = paint.Voters
	Vote      = paint.Vote
)

// The styles of marks.
const (
	Mention = paint.Mention
	Cue     = paint.Cue
	Quote   = paint.Quote
	Event   = paint.Event
)

// NewMarks returns marks that do not change.
func NewMarks(ms ...Mark) Marks { return paint.NewList(ms...) }

// Type is how articles look: the family, the line height as a multiple of the size, and the widest line
// in characters.
type Type struct {
	Family  layout.Family
	Leading float64
	Measure int
}

// The line heights that SetType keeps within.
const (
	LeastLeading = 1.2
	MostLeading  = 2.2
)

// The families of Type.
const (
	Serif = layout.Serif
	Sans  = layout.Sans
)

// Light is the palette of the light theme.
func Light() Palette { return paint.Light() }

// Dark is the palette of the dark theme.
func Dark() Palette { return paint.Dark() }

// LightContrast is the light palette with high contrast.
func LightContrast() Palette { return paint.LightContrast() }

// DarkContrast is the dark palette with high contrast.
func DarkContrast() Palette { return paint.DarkContrast() }

// Gesture is how a selection came about.
type Gesture int

// The gestures.
const (
	ByKeys  Gesture = iota
	ByClick         // also with Shift, which extends
	ByDrag
	ByWord     // double click
	BySentence // triple click
)

// Unit is how far the caret moves.
type Unit int

// The units.
const (
	Grapheme Unit = iota
	Word
	Sentence
	Block
	Line     // up and down on the screen, keeping the column
	LineEdge // first and last place on the line
	Page
	Whole
)

// Boundaries say where characters, words and sentences of a text end. Offsets are bytes.
type Boundaries interface {
	NextGrapheme(off int) int
	PrevGrapheme(off int) int
	WordAt(off int) (start, end int, ok bool)
	NextWord(off int) int
	PrevWord(off int) int
	SentenceAt(off int) (start, end int)
	NextSentence(off int) int
	PrevSentence(off int) int
}
