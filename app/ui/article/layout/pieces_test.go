package layout

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func standing(line string, cuts ...int) (parts []string) {
	for _, p := range Pieces(line, RunsFromRight(line), cuts) {
		parts = append(parts, p.Text)
	}
	return parts
}

func TestPiecesStandAsTheLineReads(t *testing.T) {
	for _, x := range []struct {
		line string
		cuts []int
		want []string
	}{
		{"plain words", nil, nil},
		{"«سلام»", nil, []string{"«", "سلام", "»"}}, // the signs are turned and change places
		{"سلام دنيا…", nil, []string{"…", "سلام دنيا"}},
		{"he said سلام (شكرا) twice", nil, []string{"he said ", "(", "شكرا", ") ", "سلام", " twice"}},
		{"سلام NATO شكرا", nil, []string{"شكرا", " ", "NATO", " ", "سلام"}},
		{"سلام", []int{4}, []string{"ام", "سل"}},
	} {
		got := standing(x.line, x.cuts...)
		if !slices.Equal(got, x.want) {
			t.Errorf("%q stands as %q, want %q", x.line, got, x.want)
		}
	}
}

func TestPiecesAreTheWholeLineOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"سلام", "שלום", " ", "(", ")", "«", "»", "12", "abc", "…", "é", "👩‍👧", "́"}), 0, 12).Draw(t, "parts"), "")
		ps := Pieces(line, RunsFromRight(line), nil)
		if ps == nil {
			return
		}
		slices.SortFunc(ps, func(a, b Piece) int { return a.Start - b.Start })
		at := 0
		for _, p := range ps {
			if p.Start != at || p.End <= p.Start || len([]rune(p.Text)) != len([]rune(line[p.Start:p.End])) {
				t.Fatalf("%q: piece %+v after byte %d", line, p, at)
			}
			at = p.End
		}
		if at != len(line) {
			t.Fatalf("%q ends at %d", line, at)
		}
	})
}
