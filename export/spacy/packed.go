package spacy

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"

	"quoth/export/bound"
)

// packed reads MessagePack from where it stands on, and makes room for nothing before it is there.
type packed struct {
	in   *bufio.Reader
	from io.ReaderAt
	at   int64 // of the next byte
	end  int64
}

func newPacked(from io.ReaderAt, at, end int64) *packed {
	p := &packed{}
	p.open(from, at, end)
	return p
}

// open begins to read what stands somewhere, in the same memory.
func (p *packed) open(from io.ReaderAt, at, end int64) {
	if p.in == nil {
		p.in = bufio.NewReaderSize(nil, 1<<15)
	}
	p.from, p.end = from, end
	p.seek(at)
}

func (p *packed) seek(at int64) {
	p.at = at
	p.in.Reset(io.NewSectionReader(p.from, at, p.end-at))
}

// errCutOff says that something ends before it is complete.
var errCutOff = errors.New("the file is cut off")

// pass goes over n bytes.
func (p *packed) pass(n int64) error {
	switch {
	case n > p.end-p.at:
		return errCutOff
	case n <= int64(p.in.Buffered()):
		_, _ = p.in.Discard(int(n)) // they are there
		p.at += n
	default:
		p.seek(p.at + n)
	}
	return nil
}

// some returns the next n bytes, which are few. They are good until the next call.
func (p *packed) some(n int) ([]byte, error) {
	b, err := p.in.Peek(n)
	if err != nil {
		if err == io.EOF {
			err = errCutOff
		}
		return nil, err
	}
	_, _ = p.in.Discard(n)
	p.at += int64(n)
	return b, nil
}

// bytes returns the next n bytes.
func (p *packed) bytes(n, most int64) ([]byte, error) {
	if n > p.end-p.at {
		return nil, errCutOff
	}
	if n > most {
		return nil, fmt.Errorf("something in it has %s, where %s are the most", bound.Size(int(n)), bound.Size(int(most)))
	}
	b := make([]byte, n)
	if _, err := io.ReadFull(p.in, b); err != nil {
		return nil, errCutOff
	}
	p.at += n
	return b, nil
}

// kind is what a value is.
type kind int

const (
	nothing kind = iota // nil
	truth
	number // also with a fraction
	words  // and bytes
	list
	table
	extension
)

// value is the head of a value.
type value struct {
	kind kind
	n    int64 // the number, the bytes that follow, the elements or the pairs; 1 for true
}

// is returns how many there are of a kind.
func (v value) is(k kind, what string) (int64, error) {
	if v.kind != k && (v.kind != nothing || k == number || k == truth) {
		return 0, fmt.Errorf("it is no %s", what)
	}
	return v.n, nil
}

// The codes of MessagePack, where they do not hold the value themselves.
const (
	codeNil, codeFalse, codeTrue               = 0xc0, 0xc2, 0xc3
	codeBin8, codeExt8, codeFloat32, codeUint8 = 0xc4, 0xc7, 0xca, 0xcc
	codeInt8, codeFixExt1, codeStr8            = 0xd0, 0xd4, 0xd9
	codeArray16, codeMap16                     = 0xdc, 0xde
)

// head reads the head of the next value.
func (p *packed) head() (value, error) {
	b, err := p.some(1)
	if err != nil {
		return value{}, err
	}
	c := b[0]
	switch {
	case c < 0x80:
		return value{number, int64(c)}, nil
	case c < 0x90:
		return value{table, int64(c & 0xf)}, nil
	case c < 0xa0:
		return value{list, int64(c & 0xf)}, nil
	case c < 0xc0:
		return value{words, int64(c & 0x1f)}, nil
	case c >= 0xe0:
		return value{number, int64(int8(c))}, nil
	case c == codeNil:
		return value{}, nil
	case c == codeFalse || c == codeTrue:
		return value{truth, int64(c - codeFalse)}, nil
	case c >= codeBin8 && c < codeExt8:
		return p.sized(words, c-codeBin8, 0)
	case c >= codeExt8 && c < codeFloat32:
		return p.sized(extension, c-codeExt8, 1)
	case c == codeFloat32:
		_, err := p.some(4)
		return value{number, 0}, err
	case c == codeFloat32+1:
		_, err := p.some(8)
		return value{number, 0}, err
	case c >= codeUint8 && c < codeInt8:
		return p.sized(number, c-codeUint8, 0)
	case c >= codeInt8 && c < codeFixExt1:
		v, err := p.sized(number, c-codeInt8, 0)
		unused := 64 - 8<<(c-codeInt8)
		v.n = v.n << unused >> unused
		return v, err
	case c >= codeFixExt1 && c < codeStr8:
		return value{extension, 1 + 1<<(c-codeFixExt1)}, nil
	case c >= codeStr8 && c < codeArray16:
		return p.sized(words, c-codeStr8, 0)
	case c >= codeArray16 && c < codeMap16:
		return p.sized(list, 1+c-codeArray16, 0)
	case c >= codeMap16:
		return p.sized(table, 1+c-codeMap16, 0)
	}
	return value{}, fmt.Errorf("%#x is no code of MessagePack", c)
}

// sized reads what follows a code: a number of 1<<power bytes, to which more is added.
func (p *packed) sized(k kind, power byte, more int64) (value, error) {
	b, err := p.some(1 << power)
	if err != nil {
		return value{}, err
	}
	n := uint64(0)
	for _, c := range b {
		n = n<<8 | uint64(c)
	}
	return value{k, int64(n) + more}, nil
}

// skip goes over the next value, however deep it is.
func (p *packed) skip() error {
	for left := int64(1); left > 0; left-- {
		v, err := p.head()
		if err != nil {
			return err
		}
		switch v.kind {
		case words, extension:
			err = p.pass(v.n)
		case list:
			left += v.n
		case table:
			left += 2 * v.n
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// count reads the head of a list or table.
func (p *packed) count(k kind, what string) (int64, error) {
	v, err := p.head()
	if err != nil {
		return 0, err
	}
	return v.is(k, what)
}

// blob reads bytes or words, of which there are not more than most.
func (p *packed) blob(most int64) ([]byte, error) {
	n, err := p.count(words, "bytes")
	if err != nil {
		return nil, err
	}
	return p.bytes(n, most)
}

// key reads the key of a pair; one that is no word is passed over, and is "".
func (p *packed) key() (string, error) {
	v, err := p.head()
	if err != nil || v.kind == words {
		if err == nil && v.n > math.MaxInt16 {
			return "", p.pass(v.n)
		}
		b, err2 := p.bytes(v.n, math.MaxInt16)
		return string(b), errors.Join(err, err2)
	}
	return "", p.rest(v)
}

// rest goes over what belongs to a head that was read.
func (p *packed) rest(v value) error {
	n := int64(0)
	switch v.kind {
	case words, extension:
		return p.pass(v.n)
	case list:
		n = v.n
	case table:
		n = 2 * v.n
	}
	for range n {
		if err := p.skip(); err != nil {
			return err
		}
	}
	return nil
}

// part is where bytes stand.
type part struct{ at, n int64 }

// place returns where the bytes that follow stand, and goes over them.
func (p *packed) place() (part, error) {
	n, err := p.count(words, "bytes")
	if err != nil {
		return part{}, err
	}
	at := p.at
	return part{at, n}, p.pass(n)
}

// series is where a list of values stands, one for each document.
type series struct {
	in   *packed
	left int64
}

// series returns where a list stands, and goes over it.
func (p *packed) series() (*series, error) {
	n, err := p.count(list, "list")
	if err != nil {
		return nil, err
	}
	s := &series{newPacked(p.from, p.at, p.end), n}
	for range n {
		if err := p.skip(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// next returns where the next value is read; nil after the last.
func (s *series) next() *packed {
	if s == nil || s.left <= 0 {
		return nil
	}
	s.left--
	return s.in
}

// within lets inner read the MessagePack that stands packed in bytes, and returns it; nil where they are none.
func (p *packed) within(inner *packed) (*packed, error) {
	if p == nil {
		return nil, nil
	}
	at, err := p.place()
	if err != nil || at.n == 0 {
		return nil, err
	}
	inner.open(p.from, at.at, at.at+at.n)
	return inner, nil
}
