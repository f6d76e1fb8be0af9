package cli

import (
	"os"
	"path/filepath"
	"strings"

	"quoth/annotate"
	"quoth/export"
)

// count writes a number with its noun.
var count = export.Number

// quoteArg writes an argument so that a shell takes it as one word.
func quoteArg(s string) string {
	if !strings.ContainsAny(s, " \t\n'\"\\$&|;<>()*?[]`~#!") {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// pathArg writes an absolute path as an argument of a command that works where the person is: from that folder where the
// file is in it or below, else whole.
func pathArg(path string) string {
	if here, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(here, path); err == nil && filepath.IsLocal(rel) {
			path = rel
		}
	}
	return quoteArg(path)
}

// title names a document in a line.
func title(s string, id annotate.DocumentID) string {
	if s = export.OneLine(s); s == "" {
		return string(id)
	}
	return s
}

// name writes what a file or a person calls something, for a line.
func name[S ~string](s S) string { return export.Clip(export.OneLine(string(s))) }

// shown is a message as it can be written to a terminal: a name within it cannot give orders to the
// terminal, nor make words look like others. Line ends stay.
func shown(message string) string {
	lines := strings.Split(message, "\n")
	for i, line := range lines {
		lines[i] = export.Harmless(line)
	}
	return strings.Join(lines, "\n")
}
