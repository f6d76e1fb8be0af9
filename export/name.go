package export

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"quoth/annotate"
)

// CheckAnnotator reports what is wrong with a name for an annotator, which stands in lists and
// messages: white space around it, or characters that nobody sees and that change how the rest is
// shown.
func CheckAnnotator(id annotate.AnnotatorID) error {
	switch name := string(id); {
	case strings.TrimSpace(name) != name:
		return errors.New("it begins or ends with white space")
	case strings.ContainsFunc(name, unseen):
		return errors.New("it has line ends or control characters in it; a name is one line of letters, digits and signs")
	}
	return nil
}

// OneLine returns words as they can stand in a line of a terminal: white space is one blank, and the
// rest as in [Harmless].
func OneLine(s string) string { return Harmless(strings.Join(strings.Fields(s), " ")) }

// Harmless returns a line as a terminal can show it: control characters, which could give orders to
// the terminal, are replacement characters, and what overrides the direction of writing, and so makes
// words look like others, is gone. Joiners and direction marks, which emoji and many scripts need,
// stay; a tab is a blank.
func Harmless(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return unicode.ReplacementChar
		case unseen(r):
			return -1
		}
		return r
	}, s)
}

// unseen reports whether a character is a control, a line end, or an embedding, override or isolate
// of the bidirectional algorithm (UAX #9, 2).
func unseen(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// The greatest lengths of what a message tells, in characters: what a file says may be of any length.
const (
	mostName   = 60
	mostReason = 400
)

// Number writes a number with its noun: "1 article", "2 articles".
func Number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Clip shortens a name or words of a file for a message.
func Clip(s string) string { return clip(s, mostName) }

// ClipReason shortens a reason.
func ClipReason(s string) string { return clip(s, mostReason) }

// clip shortens a string to so many code points, the last of which says so.
func clip(s string, most int) string {
	n, last := 0, 0
	for i := range s {
		if n++; n == most {
			last = i
		} else if n > most {
			return s[:last] + "…"
		}
	}
	return s
}
