package bound_test

import (
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"

	"quoth/export/bound"
)

// filled is what is read of a stream that says the same letter for ever. It fills each buffer once.
type filled struct{ last *byte }

func (f *filled) Read(p []byte) (int, error) {
	if f.last != &p[0] {
		f.last = &p[0]
		for i := range p {
			p[i] = 'x'
		}
	}
	return len(p), nil
}

func TestLineOfTenGigabytesIsPassedInConstantMemory(t *testing.T) {
	was := bound.Line
	bound.Line = 1 << 20
	defer func() { bound.Line = was }()
	const length = 10 << 30
	lines := bound.NewLines(io.MultiReader(strings.NewReader("first\n"), io.LimitReader(&filled{}, length), strings.NewReader("\nlast\n")))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	var got []string
	for {
		_, line, err := lines.Next()
		var long *bound.TooLong
		switch {
		case err == io.EOF:
			runtime.ReadMemStats(&after)
			if strings.Join(got, " ") != "first long last" {
				t.Errorf("%q", got)
			}
			// All that was ever asked for, not what is left: what the line is kept in doubles until it has a bound's worth.
			if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
				t.Errorf("it took %d MiB", used>>20)
			}
			return
		case errors.As(err, &long):
			got = append(got, "long")
		case err != nil:
			t.Fatal(err)
		default:
			got = append(got, string(line))
		}
	}
}

// What is longer than may be in memory waits on disk, and is a line all the same.
func TestLongLineComesThroughTheDisk(t *testing.T) {
	wasLine, was := bound.Line, bound.InMemory
	bound.Line, bound.InMemory = 1<<20, 1<<16
	defer func() { bound.Line, bound.InMemory = wasLine, was }()
	for _, size := range []int{1<<16 - 1, 1 << 16, 1<<16 + 1, 1<<20 - 1, 1 << 20, 1<<20 + 1, 3 << 20} {
		text := strings.Repeat("abc", size/3+1)[:size]
		lines := bound.NewLines(strings.NewReader("1\n" + text + "\r\n3"))
		if _, line, err := lines.Next(); string(line) != "1" || err != nil {
			t.Errorf("%d: %q, %v", size, line, err)
		}
		_, line, err := lines.Next()
		if long, ok := errors.AsType[*bound.TooLong](err); size+1 > 1<<20 != ok || !ok && string(line) != text {
			t.Errorf("%d: %d bytes, %v, %v", size, len(line), long, err)
		}
		if n, line, err := lines.Next(); string(line) != "3" || err != nil || n != 3 {
			t.Errorf("%d: line %d: %q, %v", size, n, line, err)
		}
		data, err := bound.All(strings.NewReader(text))
		if size > 1<<20 != (err != nil) || err == nil && string(data) != text {
			t.Errorf("%d: all of it is %d bytes, %v", size, len(data), err)
		}
	}
}
