package ingest

import (
	"strings"
	"unicode/utf8"
)

// inline collects the words of a paragraph that comes from markup, where any run of white space is one
// space, and line ends are only how the file was wrapped.
type inline struct {
	b    strings.Builder
	last rune // the last one written
	gap  gap  // the white space that has been read since
}

type gap int

const (
	noGap gap = iota
	spaceGap
	lineGap // a run of white space with a line end in it
)

// text adds words.
func (w *inline) text(s string) {
	for i := 0; i < len(s); {
		switch s[i] {
		case ' ', '\t':
			w.gap = max(w.gap, spaceGap)
			i++
			continue
		case '\n', '\r', '\f':
			w.gap = lineGap
			i++
			continue
		}
		end := len(s)
		if n := strings.IndexAny(s[i:], " \t\n\r\f"); n >= 0 {
			end = i + n
		}
		w.word(s[i:end])
		i = end
	}
}

func (w *inline) word(s string) {
	first, _ := utf8.DecodeRuneInString(s)
	// Chinese and Japanese have no spaces, so a line end between two of their characters is nothing.
	if w.gap != noGap && w.last != 0 && w.last != '\n' && !(w.gap == lineGap && isWide(w.last) && isWide(first)) {
		w.b.WriteByte(' ')
	}
	w.gap = noGap
	w.b.WriteString(s)
	w.last, _ = utf8.DecodeLastRuneInString(s)
}

// lineBreak adds a line end that is meant.
func (w *inline) lineBreak() {
	w.gap = noGap
	w.b.WriteByte('\n')
	w.last = '\n'
}

// verbatim adds text whose white space is meant.
func (w *inline) verbatim(s string) {
	if s == "" {
		return
	}
	if w.gap != noGap && w.last != 0 {
		w.b.WriteByte(' ')
	}
	w.gap = noGap
	w.b.WriteString(s)
	w.last, _ = utf8.DecodeLastRuneInString(s)
}

// String returns what has been added.
func (w *inline) String() string { return w.b.String() }

// take returns what has been added and begins anew.
func (w *inline) take() string {
	s := w.b.String()
	*w = inline{}
	return s
}
