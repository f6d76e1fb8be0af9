package bound

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
)

// ErrUTF16 says that a file is not written in UTF-8.
var ErrUTF16 = errors.New("the file is UTF-16; save it as UTF-8")

// Lines cuts a stream into lines. It holds one at a time.
type Lines struct {
	r    *bufio.Reader
	n    int // of the last line, from 1
	line []byte
	max  int
	done bool // nothing more is to be read
	long bool // the last line was longer than max
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
	if l.n == 1 {
		l.line = bytes.TrimPrefix(l.line, []byte("\ufeff"))
		if bytes.HasPrefix(l.line, []byte{0xff, 0xfe}) || bytes.HasPrefix(l.line, []byte{0xfe, 0xff}) {
			l.done = true
			return l.n, nil, ErrUTF16
		}
	}
	if l.long || len(l.line) > l.max {
		return l.n, nil, &TooLong{l.max}
	}
	if err == io.EOF && len(l.line) == 0 {
		return l.n, nil, io.EOF
	}
	return l.n, bytes.TrimSuffix(l.line, []byte("\r")), nil
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

// read reads the next line into l.line, and no more than one byte above the greatest length of it. What is longer than
// [InMemory] waits on disk until it is known whether it is a line that is taken in: room for it is made once.
func (l *Lines) read() error {
	l.n++
	l.long = false
	if l.line = l.line[:0]; cap(l.line) > 2*InMemory {
		l.line = nil
	}
	var long Spool
	defer long.Close()
	for {
		part, err := l.r.ReadSlice('\n')
		part = bytes.TrimSuffix(part, []byte("\n"))
		size := len(l.line) + int(long.Size())
		part = part[:min(l.max+1-size, len(part))]
		switch {
		case long.Size() > 0 || size+len(part) > InMemory && l.max > InMemory:
			if _, err := long.Write(part); err != nil {
				return err
			}
		default:
			l.line = append(l.line, part...)
		}
		switch err {
		case bufio.ErrBufferFull:
			continue
		case io.EOF:
			l.done = true
		}
		if long.Size() == 0 {
			return err
		}
		if size+len(part) > l.max { // it is not taken in, and its length says so
			l.long = true
			return err
		}
		l.line = slices.Grow(l.line, int(long.Size()))
		if n, wrong := long.ReadAt(l.line[len(l.line):][:long.Size()], 0); int64(n) < long.Size() {
			return wrong
		}
		l.line = l.line[:len(l.line)+int(long.Size())]
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
