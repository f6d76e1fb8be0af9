package huggingface

import (
	"bytes"
	"testing"
)

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
