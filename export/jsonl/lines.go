package jsonl

import (
	"bufio"
	"bytes"
	"io"
)

// maxLine is the greatest length of a line in bytes: the largest article that a project takes in, 128 MiB of
// text, with its escapes and as many annotations.
var maxLine = 512 << 20

// lineReader cuts a stream into lines. It holds one at a time.
type lineReader struct {
	r    *bufio.Reader
	n    int // of the last line, from 1
	line []byte
	max  int
	done bool // nothing more is to be read
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 1<<16), max: maxLine}
}

// next returns the number of the next line that is not blank, and its bytes, which are good until
// the next call. The error is [io.EOF] after the last line, an *[Error] for a line that cannot be
// taken in, after which the next can, or the reader's own.
func (l *lineReader) next() (int, []byte, error) {
	for !l.done {
		err := l.read()
		if err != nil && err != io.EOF {
			return l.n, nil, err
		}
		if l.n == 1 {
			l.line = bytes.TrimPrefix(l.line, []byte("\ufeff"))
			if bytes.HasPrefix(l.line, []byte{0xff, 0xfe}) || bytes.HasPrefix(l.line, []byte{0xfe, 0xff}) {
				l.done = true
				return l.n, nil, fail("", "the file is UTF-16; save it as UTF-8")
			}
		}
		if len(l.line) > l.max {
			return l.n, nil, fail("", "the line is longer than %d MiB; one record stands on one line, and one document in one record", l.max>>20)
		}
		if len(bytes.TrimSpace(l.line)) > 0 {
			return l.n, l.line, nil
		}
	}
	return l.n, nil, io.EOF
}

// read reads the next line into l.line, and no more than one byte above the greatest length of it.
func (l *lineReader) read() error {
	l.n++
	l.line = l.line[:0]
	for {
		part, err := l.r.ReadSlice('\n')
		part = bytes.TrimSuffix(part, []byte("\n"))
		room := l.max + 1 - len(l.line)
		l.line = append(l.line, part[:min(room, len(part))]...)
		switch err {
		case bufio.ErrBufferFull:
			continue
		case io.EOF:
			l.done = true
		}
		return err
	}
}
