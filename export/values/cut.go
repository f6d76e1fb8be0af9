package values

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"quoth/export/bound"
)

// cutter cuts a stream into values by their brackets and quotation marks alone. What else is wrong with a value is seen by
// whoever decodes it, so that it spoils no other; one that is too long is passed over.
type cutter struct {
	in   *bufio.Reader
	held bound.Held
}

// sign returns the next byte that is no white space, which is still to be read. The error is [io.EOF] at the end.
func (c *cutter) sign() (byte, error) {
	for {
		if _, err := c.in.Peek(1); err != nil {
			return 0, err
		}
		head, _ := c.in.Peek(c.in.Buffered())
		rest := bytes.TrimLeft(head, " \t\r\n")
		_, _ = c.in.Discard(len(head) - len(rest)) // which are there
		if len(rest) > 0 {
			return rest[0], nil
		}
	}
}

// value returns the next value, which is good until the next call; it is empty at a sign that begins none.
func (c *cutter) value() (jsontext.Value, error) {
	c.held.Reset(bound.Line)
	err := c.pass(c.held.Add)
	if c.held.TooLong() {
		return nil, &tooLong{}
	} else if err != nil {
		return nil, err
	}
	return c.held.Bytes()
}

// tooLong is a value that is longer than a reader takes in. The next can be read.
type tooLong struct{}

func (*tooLong) Error() string { return "a record is longer than " + bound.Size(bound.Line) }

// pass passes over the next value, and hands it on piece by piece.
func (c *cutter) pass(to func([]byte) error) error {
	var s seen
	for {
		if _, err := c.in.Peek(1); err == io.EOF && s.depth == 0 && !s.quoted {
			return nil
		} else if err == io.EOF {
			return io.ErrUnexpectedEOF
		} else if err != nil {
			return err
		}
		head, _ := c.in.Peek(c.in.Buffered())
		n, ended := s.pass(head)
		if err := to(head[:n]); err != nil {
			return err
		}
		_, _ = c.in.Discard(n) // which are there
		if ended {
			return nil
		}
	}
}

// seen is how far in a value its bytes have led.
type seen struct {
	depth           int
	quoted, escaped bool
	begun           bool // a number or word
}

// pass returns how many of the bytes belong to the value, and whether it ends with them.
func (s *seen) pass(b []byte) (n int, ended bool) {
	quote, slash := -1, -1 // the next ones, as far as they were looked for
	next := func(last *int, i int, sign byte) int {
		if *last < i {
			if *last = len(b); i < len(b) {
				if n := bytes.IndexByte(b[i:], sign); n >= 0 {
					*last = i + n
				}
			}
		}
		return *last
	}
	for i := 0; i < len(b); i++ {
		switch {
		case s.escaped:
			s.escaped = false
			continue
		case s.quoted && next(&slash, i, '\\') < next(&quote, i, '"'):
			s.escaped, i = true, slash
			continue
		case s.quoted:
			if i = quote; i == len(b) {
				return i, false
			}
			if s.quoted = false; s.depth == 0 {
				return i + 1, true
			}
			continue
		}
		switch c := b[i]; c {
		case '"', '{', '[':
			if s.begun {
				return i, true
			}
			if s.quoted = c == '"'; !s.quoted {
				s.depth++
			}
		case '}', ']':
			if s.depth == 0 {
				return i, true
			}
			if s.depth--; s.depth == 0 {
				return i + 1, true
			}
		default:
			if s.depth == 0 {
				if s.begun = true; c == ',' || c == ':' || c <= ' ' {
					return i, true
				}
			}
		}
	}
	return len(b), false
}

// cutters are those that nobody uses just now: many datasets are a folder of small files.
var cutters = sync.Pool{New: func() any { return &cutter{in: bufio.NewReaderSize(nil, 1<<16)} }}

// cut yields the values of a stream: the elements of the list that it begins with, or values that stand one after the other.
func cut(ctx context.Context, name string, r io.Reader, listed bool, yield func(Value, error) bool) {
	c := cutters.Get().(*cutter)
	c.in.Reset(r)
	defer func() {
		c.in.Reset(nil)
		c.held.Reset(0)
		cutters.Put(c)
	}()
	in := c.in
	odd := func(n int, sign byte, want string) error {
		return Value{Name: name, N: n}.Fault(fmt.Errorf("not valid JSON: %q stands where %s is expected", sign, want))
	}
	if listed {
		_, _ = c.sign()
		_, _ = in.Discard(1) // the bracket that was seen
	}
	for n := 1; ; n++ {
		if err := ctx.Err(); err != nil {
			yield(Value{}, err)
			return
		}
		sign, err := c.sign()
		if listed && sign == ']' {
			return
		}
		if listed && n > 1 && err == nil {
			if sign != ',' {
				yield(Value{}, odd(n, sign, "a comma or the end of the list"))
				return
			}
			_, _ = in.Discard(1) // the comma
			sign, err = c.sign()
		}
		if err == io.EOF && !listed {
			return
		}
		v := Value{Name: name, N: n}
		if err == nil {
			v.Raw, err = c.value()
		} else if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		long, isLong := err.(*tooLong)
		switch {
		case isLong:
			err = v.Fault(long)
		case err != nil:
			yield(Value{}, whole(name, err))
			return
		case len(v.Raw) == 0:
			yield(Value{}, odd(n, sign, "a value"))
			return
		}
		if !yield(v, err) {
			return
		}
	}
}

// Fields yields the names of the fields of the object that r begins with, and what each value begins with, as [Kind]
// does. It holds none of them, however long they are; a name that is longer than any format has is "".
func Fields(r io.Reader) func(yield func(string, jsontext.Kind) bool) {
	return func(yield func(string, jsontext.Kind) bool) {
		const most = 1 << 10
		c := &cutter{in: bufio.NewReaderSize(r, 1<<16)}
		skipMark(c.in)
		drop := func([]byte) error { return nil }
		next := func(want string) (sign byte, ok bool) {
			sign, err := c.sign()
			return sign, err == nil && strings.IndexByte(want, sign) >= 0
		}
		if _, ok := next("{"); !ok {
			return
		}
		for {
			_, _ = c.in.Discard(1) // the bracket or comma
			if _, ok := next(`"`); !ok {
				return
			}
			var key []byte
			if err := c.pass(func(p []byte) error { key = append(key, p[:min(len(p), most-len(key))]...); return nil }); err != nil {
				return
			}
			name, _ := plain(key)
			if _, ok := next(":"); !ok {
				return
			}
			_, _ = c.in.Discard(1)
			sign, err := c.sign()
			if err != nil || !yield(name, kindOf(sign)) || c.pass(drop) != nil {
				return
			}
			if _, ok := next(","); !ok {
				return
			}
		}
	}
}

// kindOf returns the kind of a value by its first sign.
func kindOf(sign byte) jsontext.Kind {
	if sign == '-' || sign >= '0' && sign <= '9' {
		return '0'
	}
	return jsontext.Kind(sign)
}
