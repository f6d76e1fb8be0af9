package jsonl

// SetMaxLine makes the greatest length of a line so many bytes, and returns what makes it what it was.
func SetMaxLine(n int) (restore func()) {
	was := maxLine
	maxLine = n
	return func() { maxLine = was }
}
