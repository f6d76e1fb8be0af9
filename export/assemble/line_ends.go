package assemble

import "slices"

// LineEnds takes carriage returns out of a text and moves places with it: a file may hold a text with
// CRLF line ends, and count them, while a document never does.
type LineEnds struct {
	gone []int // ascending byte offsets of the carriage returns that go
}

// EndLines returns the text with line feeds alone, and what moves places in it.
func EndLines(text string) (string, LineEnds) {
	var e LineEnds
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] != '\r':
			out = append(out, text[i])
		case i+1 < len(text) && text[i+1] == '\n':
			e.gone = append(e.gone, i)
		default:
			out = append(out, '\n')
		}
	}
	return string(out), e
}

// Moved returns where byte offset b stands afterwards.
func (e LineEnds) Moved(b int) int {
	n, _ := slices.BinarySearch(e.gone, b)
	return b - n
}
