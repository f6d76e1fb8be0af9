package spacy

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"quoth/export"
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

// vocabulary is the words that numbers stand for.
type vocabulary struct {
	all    []byte
	places map[uint64]place
}

type place struct{ at, n uint32 }

// The bounds of a vocabulary.
const (
	mostWords     = 2 << 20
	mostWordBytes = 64 << 20
)

// vocabulary reads the list of words.
func (p *packed) vocabulary() (*vocabulary, error) {
	n, err := p.count(list, "list")
	if err != nil {
		return nil, err
	}
	if n > p.end-p.at {
		return nil, errCutOff
	}
	if n > mostWords {
		return nil, fmt.Errorf("it has %d words, where %d are the most", n, mostWords)
	}
	v := &vocabulary{places: make(map[uint64]place, n)}
	for range n {
		size, err := p.count(words, "word")
		if err != nil {
			return nil, err
		}
		if size > mostWordBytes-int64(len(v.all)) {
			return nil, fmt.Errorf("its words are longer than %s together", bound.Size(mostWordBytes))
		}
		w, err := p.bytes(size, mostWordBytes)
		if err != nil {
			return nil, err
		}
		v.places[Hash(string(w))] = place{uint32(len(v.all)), uint32(len(w))}
		v.all = append(v.all, w...)
	}
	return v, nil
}

// word returns the word of a number.
func (v *vocabulary) word(n uint64) ([]byte, bool) {
	if n == 0 {
		return nil, true
	}
	if v == nil {
		return nil, false
	}
	p, ok := v.places[n]
	return v.all[p.at:][:p.n], ok
}

// content is where in a DocBin stands what means something here.
type content struct {
	at                      *bound.Spool
	attrs                   []int
	tokens, spaces, lengths part
	words                   *vocabulary
	flags, groups, said     *series
}

// mostTimes is how many times longer a DocBin may become when it is unpacked. Those of real texts become ten to thirty times longer.
const mostTimes = 300

// unpack unpacks a DocBin into the spool, and looks where in it what stands.
func unpack(r io.Reader, spool *bound.Spool) (*content, error) {
	counted := &counter{r: r}
	z, err := newUnpacker(bufio.NewReader(counted))
	if err != nil {
		return nil, errors.New("it is no DocBin: it is not packed by zlib")
	}
	all, piece := bound.Unpacked(z, 2*bound.Line), make([]byte, 1<<16)
	for err == nil {
		var n int
		n, err = all.Read(piece)
		if _, wrong := spool.Write(piece[:n]); wrong != nil {
			return nil, wrong
		}
		if size := spool.Size(); size > int64(bound.InMemory) && size > mostTimes*counted.n {
			return nil, fmt.Errorf("it unpacks to more than %d times its length; it is damaged or made to do harm", mostTimes)
		}
	}
	cut := error(nil)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		cut = errCutOff
	case err != io.EOF:
		return nil, err
	}
	c := &content{at: spool}
	p := newPacked(spool, 0, spool.Size())
	n, err := p.count(table, "table")
	if err != nil {
		return nil, err
	}
	if n > mostFields && n <= p.end-p.at {
		return nil, fmt.Errorf("it has %d fields, where %d are the most", n, mostFields)
	}
	had := map[string]bool{}
	for range n {
		key, err := p.key()
		switch {
		case err != nil:
		case had[key]:
			err = errors.New("it is there twice")
		default:
			had[key] = true
			err = c.field(p, key)
		}
		if _, other := errors.AsType[*otherVersion](err); other {
			return nil, err
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", export.Clip(key), err)
		}
	}
	if cut != nil {
		return nil, cut
	}
	if c.column(attrOrth) < 0 {
		return nil, errors.New("it has no words: the attribute ORTH is not there")
	}
	return c, nil
}

// counter counts what is read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// otherVersion says that a DocBin is of another version than is known.
type otherVersion struct{ version string }

func (o *otherVersion) Error() string {
	return fmt.Sprintf("it is a DocBin of version %s; this Quoth reads %s", export.Clip(o.version), version)
}

// The bounds of what says how a DocBin is made: of its fields, and of the attributes of tokens.
const (
	mostFields = 100
	mostAttrs  = 1000
)

// field reads a field of a DocBin.
func (c *content) field(p *packed, key string) (err error) {
	switch key {
	case "version":
		var v []byte
		if v, err = p.blob(math.MaxInt16); err == nil && string(v) != version {
			return &otherVersion{string(v)}
		}
	case "attrs":
		var n, a int64
		if n, err = p.count(list, "list"); n > mostAttrs {
			if n > p.end-p.at {
				return errCutOff
			}
			return fmt.Errorf("it has %d attributes, where %d are the most", n, mostAttrs)
		}
		for ; n > 0 && err == nil; n-- {
			if a, err = p.count(number, "number"); err == nil {
				c.attrs = append(c.attrs, int(a))
			}
		}
	case "tokens":
		c.tokens, err = p.place()
	case "spaces":
		c.spaces, err = p.place()
	case "lengths":
		c.lengths, err = p.place()
	case "strings":
		c.words, err = p.vocabulary()
	case "flags":
		c.flags, err = p.series()
	case "span_groups":
		c.groups, err = p.series()
	case "user_data":
		c.said, err = p.series()
	default:
		err = p.skip()
	}
	return err
}

// column returns where in a row an attribute stands; -1 where it does not.
func (c *content) column(attr int) int {
	for i, a := range c.attrs {
		if a == attr {
			return i
		}
	}
	return -1
}

// unknownSpaces reads from the flags of a document whether nobody knows what white space is between its words.
func unknownSpaces(p *packed) (unknown bool, err error) {
	if p == nil {
		return false, nil
	}
	n, err := p.count(table, "table of flags")
	for ; n > 0 && err == nil; n-- {
		var key string
		if key, err = p.key(); err != nil {
			break
		}
		if key != "has_unknown_spaces" {
			err = p.skip()
			continue
		}
		var v int64
		v, err = p.count(truth, "truth")
		unknown = v != 0
	}
	return unknown, err
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

// rows reads the tokens of a DocBin, one after the other.
type rows struct {
	tokens, spaces *bufio.Reader
	left           int64 // tokens
	size           int   // of a row, in bytes
}

func (c *content) rows() *rows {
	size := 8 * len(c.attrs)
	section := func(p part) *bufio.Reader { return bufio.NewReaderSize(io.NewSectionReader(c.at, p.at, p.n), 1<<15) }
	return &rows{section(c.tokens), section(c.spaces), min(c.tokens.n/int64(size), c.spaces.n), size}
}

// next returns the row of the next token, which is good until the next call, and whether a blank follows it.
func (r *rows) next() (row []byte, blank bool, err error) {
	if row, err = r.tokens.Peek(r.size); err != nil {
		return nil, false, err
	}
	_, _ = r.tokens.Discard(r.size)
	b, err := r.spaces.ReadByte()
	r.left--
	return row, b != 0, err
}

func at(row []byte, column int) uint64 {
	if column < 0 {
		return 0
	}
	return binary.LittleEndian.Uint64(row[8*column:])
}
