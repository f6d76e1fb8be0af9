package huggingface

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	layout "github.com/parquet-go/parquet-go/format"

	"quoth/export/bound"
)

// A shard says in many places how long something in it is, and the library makes room for that before it looks. So
// what a stranger's shard says is held against the bytes that are there, before anything is unpacked.

const (
	mostFooter = 16 << 20 // bytes of the part that describes the rest
	mostValues = 1 << 26  // of a page
	mostHeader = 8 << 20  // bytes of what describes a page
	mostNested = 32       // values within values
)

// checkFooter looks at the description of the shard.
func checkFooter(at io.ReaderAt, size int64) error {
	end := make([]byte, 8)
	if size < int64(len(magic)+len(end)) {
		return errors.New("it is shorter than an empty one")
	}
	if _, err := at.ReadAt(end, size-8); err != nil {
		return err
	}
	n := int64(binary.LittleEndian.Uint32(end))
	if n > size-8 || n > mostFooter {
		return fmt.Errorf("it says that its description has %s, in a file of %s", bound.Size(int(n)), bound.Size(int(size)))
	}
	footer := make([]byte, n)
	if _, err := at.ReadAt(footer, size-8-n); err != nil {
		return err
	}
	c := compact{b: footer}
	if c.structure(0, 0, func(int, int, int64) {}); c.wrong != "" {
		return fmt.Errorf("its description is damaged: %s", c.wrong)
	}
	return nil
}

// page is what the header of a page says.
type page struct {
	packed, unpacked int64 // bytes
	values           int64
	levels           int64 // bytes of the body that are not packed
	header           int   // bytes of the header
	plain            bool  // it is not packed, whatever the column is
}

// The fields of a page's header, by their numbers and those of what they are in.
const (
	inPage, inPlain, inDictionary, inSecond = 0, 5, 7, 8
)

func (p *page) field(in, id int, n int64) {
	switch {
	case in == inPage && id == 2:
		p.unpacked = n
	case in == inPage && id == 3:
		p.packed = n
	case (in == inPlain || in == inDictionary || in == inSecond) && id == 1:
		p.values = n
	case in == inSecond && (id == 5 || id == 6):
		p.levels += n
	case in == inSecond && id == 7:
		p.plain = n == 0
	}
}

// checkPages looks at the headers of all pages.
func checkPages(at io.ReaderAt, size int64, shard *parquet.File) error {
	for _, g := range shard.Metadata().RowGroups {
		for _, c := range g.Columns {
			m := c.MetaData
			pos := m.DataPageOffset
			if d := m.DictionaryPageOffset; d > 0 {
				pos = min(pos, d)
			}
			end := pos + m.TotalCompressedSize
			if pos < 0 || m.TotalCompressedSize < 0 || end < pos || end > size {
				return errors.New("it says that a column stands where the file has nothing")
			}
			all := int64(0)
			for pos < end {
				p, err := readHeader(at, pos, end)
				if err != nil {
					return err
				}
				pos += int64(p.header)
				all += p.unpacked
				switch {
				case p.packed < 0 || p.packed > end-pos:
					return fmt.Errorf("it says that a page has %d bytes, where %d are left", p.packed, end-pos)
				case p.unpacked < 0 || all > int64(2*bound.Line):
					return fmt.Errorf("a page unpacks to %s", bound.Size(int(p.unpacked)))
				case p.values < 0 || p.values > mostValues:
					return fmt.Errorf("it says that a page has %d values", p.values)
				case p.levels < 0 || p.levels > p.packed:
					return errors.New("it says that a page has more in it than it has bytes")
				}
				if !p.plain {
					if err := checkPacked(io.NewSectionReader(at, pos+p.levels, p.packed-p.levels), p.unpacked, m.Codec); err != nil {
						return err
					}
				}
				pos += p.packed
			}
		}
	}
	return nil
}

// readHeader reads the header of a page.
func readHeader(at io.ReaderAt, pos, end int64) (page, error) {
	for n := int64(1 << 10); ; n *= 8 {
		n = min(n, end-pos)
		b := make([]byte, n)
		if _, err := at.ReadAt(b, pos); err != nil && err != io.EOF {
			return page{}, err
		}
		var p page
		c := compact{b: b}
		c.structure(0, inPage, p.field)
		switch {
		case c.wrong == "":
			p.header = c.at
			return p, nil
		case c.wrong == tooShort && n < end-pos && n < mostHeader:
			continue
		}
		return page{}, fmt.Errorf("the header of a page is damaged: %s", c.wrong)
	}
}

// mostWindow is how far back what is packed may reach: so much of it has to be kept.
const mostWindow = 64 << 20

// checkPacked unpacks a page as far as it takes to know that it has no more bytes than it should, for the library goes
// on to the end, however far that is. What says by itself how long it is, and is held to it, is not unpacked here.
func checkPacked(page *io.SectionReader, unpacked int64, codec layout.CompressionCodec) error {
	var r io.Reader
	in := bufio.NewReader(page)
	switch codec {
	case layout.Snappy:
		head, _ := in.Peek(binary.MaxVarintLen64)
		n, _ := binary.Uvarint(head)
		return fitsIn(n, unpacked)
	case layout.Lz4Raw:
		n, err := sizeOfLZ4(in, unpacked)
		if err != nil {
			return err
		}
		return fitsIn(n, unpacked)
	case layout.Zstd:
		if n, ok := sizeOfFrame(page); ok {
			return fitsIn(n, unpacked)
		}
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(mostWindow))
		if err != nil {
			return fmt.Errorf("a page is damaged: %w", err)
		}
		defer z.Close()
		r = z
	case layout.Gzip:
		z, err := gzip.NewReader(in)
		if err != nil {
			return fmt.Errorf("a page is damaged: %w", err)
		}
		r = z
	case layout.Brotli:
		r = brotli.NewReader(in)
	default:
		return nil // it is not packed, or the library says that it cannot unpack it
	}
	n, err := io.Copy(io.Discard, io.LimitReader(r, unpacked+1))
	if err != nil {
		return fmt.Errorf("a page is damaged: %w", err)
	}
	return fitsIn(uint64(n), unpacked)
}

func fitsIn(n uint64, unpacked int64) error {
	if n > uint64(unpacked) {
		return fmt.Errorf("it says that a page unpacks to %d bytes, and it is longer", unpacked)
	}
	return nil
}

// sizeOfFrame returns how many bytes a page of Zstandard says that it unpacks to; ok is false where it does not say, or is
// more than one frame (RFC 8878, 3.1.1).
func sizeOfFrame(page *io.SectionReader) (n uint64, ok bool) {
	head := make([]byte, min(page.Size(), zstd.HeaderMaxSize))
	if _, err := page.ReadAt(head, 0); err != nil && err != io.EOF {
		return 0, false
	}
	var h zstd.Header
	if h.Decode(head) != nil || h.Skippable || !h.HasFCS {
		return 0, false
	}
	const oneByte = 1 // repeated, the kind of block that is shorter than it says
	at := int64(h.HeaderSize)
	for last := false; !last; {
		var b [3]byte
		if _, err := page.ReadAt(b[:], at); err != nil {
			return 0, false
		}
		x := int64(b[0]) | int64(b[1])<<8 | int64(b[2])<<16
		last = x&1 == 1
		at += int64(len(b)) + x>>3
		if x>>1&3 == oneByte {
			at += 1 - x>>3
		}
	}
	if h.HasCheckSum {
		at += 4
	}
	return h.FrameContentSize, at == page.Size()
}

// sizeOfLZ4 goes through a block of LZ4 and returns how many bytes it unpacks to; it stops beyond most. The library would
// take damage for too little room, and make ever more.
func sizeOfLZ4(in *bufio.Reader, most int64) (uint64, error) {
	damaged := errors.New("a page is damaged: it is no block of LZ4")
	more := func(n int64) (int64, error) { // what a half of a byte says, goes on behind it where it is full
		for full := n == 15; full; {
			c, err := in.ReadByte()
			if err != nil {
				return 0, damaged
			}
			n += int64(c)
			full = c == 255
		}
		return n, nil
	}
	size := int64(0)
	for size <= most {
		token, err := in.ReadByte()
		if err == io.EOF && size == 0 {
			return 0, nil
		}
		if err != nil {
			return 0, damaged
		}
		n, err := more(int64(token >> 4))
		if err != nil {
			return 0, err
		}
		if _, err := in.Discard(int(n)); err != nil {
			return 0, damaged
		}
		size += n
		var back [2]byte
		if _, err := io.ReadFull(in, back[:1]); err == io.EOF {
			return uint64(size), nil // the last words are not repeated
		}
		if _, err := io.ReadFull(in, back[1:]); err != nil {
			return 0, damaged
		}
		if far := int64(binary.LittleEndian.Uint16(back[:])); far == 0 || far > size {
			return 0, damaged
		}
		if n, err = more(int64(token & 15)); err != nil {
			return 0, err
		}
		size += n + 4
	}
	return uint64(size), nil
}

// compact goes through what Thrift's compact protocol wrote, and believes no length.
type compact struct {
	b     []byte
	at    int
	wrong string
}

// The types of the protocol.
const (
	thriftTrue, thriftFalse, thriftByte, thriftI16, thriftI32, thriftI64 = 1, 2, 3, 4, 5, 6

	thriftDouble, thriftBinary, thriftList, thriftSet, thriftMap, thriftStruct = 7, 8, 9, 10, 11, 12
)

const tooShort = "it ends too soon"

func (c *compact) fail(why string) {
	if c.wrong == "" {
		c.wrong = why
	}
	c.at = len(c.b)
}

func (c *compact) octet() byte {
	if c.at >= len(c.b) {
		c.fail(tooShort)
		return 0
	}
	c.at++
	return c.b[c.at-1]
}

func (c *compact) number() uint64 {
	n, size := binary.Uvarint(c.b[c.at:])
	switch {
	case size < 0:
		c.fail("a number is too large")
		return 0
	case size == 0:
		c.fail(tooShort)
		return 0
	}
	c.at += size
	return n
}

func (c *compact) skip(n uint64) {
	if n > uint64(len(c.b)-c.at) {
		c.fail(tooShort)
		return
	}
	c.at += int(n)
}

// structure goes through a structure that is field number in of another, and tells its whole numbers, and truths as 1 and 0.
func (c *compact) structure(depth, in int, tell func(in, id int, n int64)) {
	if depth > mostNested {
		c.fail("it is nested too deeply")
		return
	}
	id := 0
	for c.wrong == "" {
		head := c.octet()
		if head == 0 {
			return
		}
		if step := int(head >> 4); step > 0 {
			id += step
		} else {
			id = int(int16(unzigzag(c.number())))
		}
		switch kind := head & 0xf; kind {
		case thriftTrue, thriftFalse:
			tell(in, id, int64(thriftFalse-kind))
		case thriftI16, thriftI32, thriftI64:
			tell(in, id, unzigzag(c.number()))
		case thriftStruct:
			if depth > 0 {
				c.structure(depth+1, -1, tell) // which says nothing that is asked for
			} else {
				c.structure(depth+1, id, tell)
			}
		default:
			c.value(depth, kind)
		}
	}
}

func unzigzag(n uint64) int64 { return int64(n>>1) ^ -int64(n&1) }

// value goes through a value of which nothing is asked.
func (c *compact) value(depth int, kind byte) {
	if depth > mostNested {
		c.fail("it is nested too deeply")
		return
	}
	switch kind {
	case thriftTrue, thriftFalse, thriftByte:
		c.octet()
	case thriftI16, thriftI32, thriftI64:
		c.number()
	case thriftDouble:
		c.skip(8)
	case thriftBinary:
		c.skip(c.number())
	case thriftList, thriftSet:
		head := c.octet()
		n := uint64(head >> 4)
		if n == 15 {
			n = c.number()
		}
		from := c.at
		// Room is made for as many as it says. Few structures are shorter than this.
		const least = 4
		if short := uint64(len(c.b) - c.at); n > short || head&0xf == thriftStruct && n > 1000 && n > short/least {
			c.fail("a list says that it is longer than what is there")
			return
		}
		for i := uint64(0); i < n && c.wrong == ""; i++ {
			if head&0xf == thriftStruct {
				c.structure(depth+1, -1, func(int, int, int64) {})
			} else {
				c.value(depth+1, head&0xf)
			}
		}
		if head&0xf == thriftStruct && n > 1000 && uint64(c.at-from) < n*least {
			c.fail("a list has elements that say nothing")
		}
	case thriftStruct:
		c.structure(depth+1, -1, func(int, int, int64) {})
	case thriftMap:
		n := c.number()
		if n == 0 {
			return
		}
		if n > uint64(len(c.b)-c.at) {
			c.fail("a map says that it is longer than what is there")
			return
		}
		kinds := c.octet()
		for i := uint64(0); i < n && c.wrong == ""; i++ {
			c.value(depth+1, kinds>>4)
			c.value(depth+1, kinds&0xf)
		}
	default:
		c.fail("it has a value of no known type")
	}
}
