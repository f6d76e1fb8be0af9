package huggingface

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

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
				if n := says(at, pos+p.levels, p.packed-p.levels, m.Codec); !p.plain && n > uint64(p.unpacked) {
					return fmt.Errorf("it says that a page unpacks to %d bytes, and it would be %d", p.unpacked, n)
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

// says returns how many bytes a packed page says that it unpacks to, or 0 where it does not say.
func says(at io.ReaderAt, pos, n int64, codec layout.CompressionCodec) uint64 {
	head := make([]byte, min(n, zstd.HeaderMaxSize))
	if _, err := at.ReadAt(head, pos); err != nil && err != io.EOF {
		return 0
	}
	switch codec {
	case layout.Zstd:
		var h zstd.Header
		if h.Decode(head) == nil && h.HasFCS {
			return h.FrameContentSize
		}
	case layout.Snappy:
		n, _ := binary.Uvarint(head)
		return n
	}
	return 0
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
