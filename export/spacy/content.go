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
