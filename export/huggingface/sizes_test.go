package huggingface

import (
	"bytes"
	"encoding/binary"
	"io"
	"strings"
	"testing"

	kzstd "github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress"
	layout "github.com/parquet-go/parquet-go/format"
)

// streamed is Zstandard as programs write it that do not know the length beforehand.
type streamed struct{ compress.Codec }

func (streamed) Encode(dst, src []byte) ([]byte, error) {
	out := bytes.NewBuffer(dst[:0])
	z, err := kzstd.NewWriter(out)
	if err != nil {
		return nil, err
	}
	for len(src) > 0 { // in pieces, or it knows
		n := min(len(src), 100)
		if _, err := z.Write(src[:n]); err != nil {
			return nil, err
		}
		src = src[n:]
	}
	err = z.Close()
	return out.Bytes(), err
}

// framed is Zstandard in two frames, the first of which says truly how long it is.
type framed struct{ compress.Codec }

func (c framed) Encode(dst, src []byte) ([]byte, error) {
	first, err := c.Codec.Encode(nil, src[:len(src)/2])
	if err != nil {
		return nil, err
	}
	second, err := c.Codec.Encode(nil, src[len(src)/2:])
	return append(append(dst[:0], first...), second...), err
}

func TestPagesOfEveryPackerAreReadAndNoneUnpacksToMoreThanItSays(t *testing.T) {
	for name, codec := range map[string]compress.Codec{
		"gzip": &parquet.Gzip, "brotli": &parquet.Brotli, "lz4": &parquet.Lz4Raw, "snappy": &parquet.Snappy,
		"zstd": &parquet.Zstd, "zstd without length": streamed{&parquet.Zstd}, "zstd in frames": framed{&parquet.Zstd},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := parquet.NewGenericWriter[row](&b, parquet.Compression(codec), parquet.DataPageStatistics(false))
			long := strings.Repeat("She said it again. ", 10_000)
			if _, err := w.Write([]row{{ID: "1", Text: long}}); err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			read := func(data []byte) (texts []string, err error) {
				for r, e := range Read(t.Context(), "a.parquet", bytes.NewReader(data)) {
					if e != nil {
						return texts, e
					}
					texts = append(texts, r.Document.Text)
				}
				return texts, nil
			}
			if got, err := read(b.Bytes()); err != nil || len(got) != 1 || got[0] != long {
				t.Fatalf("%d rows, %v", len(got), err)
			}
			lying := bytes.Clone(b.Bytes())
			shard, err := parquet.OpenFile(bytes.NewReader(lying), int64(len(lying)))
			if err != nil {
				t.Fatal(err)
			}
			lied := false
			for _, c := range shard.Metadata().RowGroups[0].Columns {
				at := c.MetaData.DataPageOffset
				p, err := readHeader(bytes.NewReader(lying), at, int64(len(lying)))
				if err != nil || p.unpacked < int64(len(long)) {
					continue
				}
				says := binary.AppendUvarint(nil, uint64(p.unpacked)<<1)
				i := bytes.Index(lying[at:], says)
				small := []byte{100<<1&0x7f | 0x80, 100 << 1 >> 7} // 100, in as many bytes
				for len(small) < len(says) {
					small[len(small)-1] |= 0x80
					small = append(small, 0)
				}
				copy(lying[int(at)+i:], small)
				lied = true
			}
			if !lied {
				t.Fatal("there is no long page")
			}
			if _, err := read(lying); err == nil || !strings.Contains(err.Error(), "a page unpacks to 100 bytes, and it") {
				t.Errorf("a page that lies gives %v", err)
			}
		})
	}
}

func TestDamagedPageOfLZ4IsToldAtOnce(t *testing.T) {
	for _, page := range []string{"\x00\x05\x00", "\xf0", "\xf0\xff", "\x10a\x00", "\x10a\x00\x00\x00", "\x20a", "\x1fa\x01\x00\xff"} {
		if err := checkPacked(section(page), 1<<20, layout.Lz4Raw); err == nil || !strings.Contains(err.Error(), "no block of LZ4") {
			t.Errorf("%q gives %v", page, err)
		}
	}
	if err := checkPacked(section("\x1fa\x01\x00"+strings.Repeat("\xff", 1000)+"\x00\x00"), 1<<10, layout.Lz4Raw); err == nil {
		t.Error("a quarter of a megabyte is taken for a thousand bytes")
	}
}

func section(s string) *io.SectionReader {
	return io.NewSectionReader(strings.NewReader(s), 0, int64(len(s)))
}

func TestPageThatIsNotPackedInAPackedColumnIsKnown(t *testing.T) {
	for _, x := range []struct {
		says  string // of whether it is packed
		plain bool
	}{{"\x12", true}, {"\x11", false}, {"", false}} {
		// Sort, sizes, and of the second kind of page: values, nulls, rows, encoding, two lengths of levels.
		head := "\x15\x06\x15\x14\x15\x14\x5c\x15\x02\x15\x00\x15\x02\x15\x00\x15\x04\x15\x06" + x.says + "\x00\x00"
		p, err := readHeader(bytes.NewReader([]byte(head)), 0, int64(len(head)))
		if err != nil || p.plain != x.plain || p.levels != 5 || p.values != 1 || p.unpacked != 10 || p.packed != 10 || p.header != len(head) {
			t.Errorf("%q is %+v, %v", x.says, p, err)
		}
	}
}
