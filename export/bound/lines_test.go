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
