package cli

import (
	"fmt"
	"strings"
	"unicode"

	"quoth/annotate"
)

// count writes a number with its noun.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// quoteArg writes an argument so that a shell takes it as one word.
func quoteArg(s string) string {
	if !strings.ContainsAny(s, " \t\n'\"\\$&|;<>()*?[]`~#!") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// title names a document in a line.
func title(s string, id annotate.DocumentID) string {
	if s = oneLine(s); s == "" {
		return string(id)
	}
	return s
}

// oneLine takes out of words what would break a line or a table, or give orders to a terminal.
func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// clip shortens words for a line.
func clip(s string) string {
	const most = 60
	s = oneLine(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
