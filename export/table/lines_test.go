package table

import (
	"bytes"
	"encoding/csv"
	"testing"

	"pgregory.net/rapid"
)

func TestCellsAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.StringOf(rapid.SampledFrom([]rune("a\"\n\r\t,; \\.é\u00a0“"))), 2, 6).Draw(t, "cells")
		for _, comma := range ",\t" {
			var want bytes.Buffer
			w := csv.NewWriter(&want)
			w.Comma = comma
			if err := w.Write(cells); err != nil {
				t.Fatal(err)
			}
			w.Flush()
			got := lines{comma: byte(comma)}
			for _, c := range cells {
				got.cell(c)
			}
			got.end()
			if string(got.b) != want.String() {
				t.Fatalf("%q is %q, not %q", cells, got.b, &want)
			}
		}
	})
}
