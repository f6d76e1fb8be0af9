package bound

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// ErrUTF16 says that a file is not written in UTF-8.
var ErrUTF16 = errors.New("the file is UTF-16; save it as UTF-8")

// Lines cuts a stream into lines. It holds one at a time.
type Lines struct {
	r    *bufio.Reader
	n    int  // of the last line, from 1
	held Held // the last line
	max  int
	done bool // nothing more is to be read
}

// NewLines returns the lines of r, of which none is longer than [Line] bytes.
func NewLines(r io.Reader) *Lines {
	return &Lines{r: bufio.NewReaderSize(r, 1<<16), max: Line}
}

// TooLong is a line that is longer than a reader takes in. The next line can be read.
type TooLong struct{ Most int }

func (e *TooLong) Error() string {
	return fmt.Sprintf("the line is longer than %d MiB; one record stands on one line, and one document in one record", e.Most>>20)
}

// Next returns the number of the next line, from 1, and its bytes without the line end, which are good
// until the next call. The error is [io.EOF] after the last line, *[TooLong], after which the next line
// can be read, [ErrUTF16], or the reader's own.
func (l *Lines) Next() (int, []byte, error) {
	if l.done {
		return l.n, nil, io.EOF
	}
	err := l.read()
	if err != nil && err != io.EOF {
		return l.n, nil, err
	}
	if head := l.held.Head(); l.n == 1 && (bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})) {
		l.done = true
		return l.n, nil, ErrUTF16
	}
	if l.held.TooLong() {
		return l.n, nil, &TooLong{l.max}
	}
	line, wrong := l.held.Bytes()
	if wrong != nil {
		return l.n, nil, wrong
	}
	if l.n == 1 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if err == io.EOF && len(line) == 0 {
		return l.n, nil, io.EOF
	}
	return l.n, bytes.TrimSuffix(line, []byte("\r")), nil
}

// NextFull is Next for the next line that is not blank.
func (l *Lines) NextFull() (int, []byte, error) {
	for {
		n, line, err := l.Next()
		if err != nil || len(bytes.TrimSpace(line)) > 0 {
			return n, line, err
		}
	}
}

// read reads the next line into l.held.
func (l *Lines) read() error {
	l.n++
	l.held.Reset(l.max)
	for {
		part, err := l.r.ReadSlice('\n')
		if wrong := l.held.Add(bytes.TrimSuffix(part, []byte("\n"))); wrong != nil {
			return wrong
		}
		switch err {
		case bufio.ErrBufferFull:
			continue
		case io.EOF:
			l.done = true
		}
		return err
	}
}

// Ended reports whether the last line was read.
func (l *Lines) Ended() bool { return l.done }

// Last reports whether nothing comes after the last line.
func (l *Lines) Last() bool {
	if l.done {
		return true
	}
	_, err := l.r.Peek(1)
	return err == io.EOF
}

// Rest returns what comes after the last line.
func (l *Lines) Rest() io.Reader { return l.r }
