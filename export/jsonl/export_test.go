package jsonl

import "quoth/export/bound"

// SetMaxLine makes the greatest length of a line so many bytes, and returns what makes it what it was.
func SetMaxLine(n int) (restore func()) {
	was := bound.Line
	bound.Line = n
	return func() { bound.Line = was }
}
