package layout

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func runsOf(texts ...string) (runs []Run) {
	for i, t := range texts {
		runs = append(runs, Run{Text: t, Face: Face(i % 2)})
	}
	return runs
}

func standing(texts ...string) (parts []string) {
	line := strings.Join(texts, "")
	for _, s := range stretches(line, RunsFromRight(line), runsOf(texts...), nil) {
		parts = append(parts, line[s.start:s.end])
	}
	return parts
}

func TestAStripStandsAsItsLineReads(t *testing.T) {
	for _, x := range []struct{ runs, want []string }{
		{[]string{"plain words"}, []string{"plain words"}},
		{[]string{"«سلام»"}, []string{"«سلام»"}},
		{[]string{"he said سلام (شكرا) twice"}, []string{"he said ", "سلام (شكرا)", " twice"}},
		{[]string{"سلام NATO شكرا"}, []string{" شكرا", "NATO", "سلام "}},
		{[]string{"سل", "ام"}, []string{"ام", "سل"}},
		{[]string{"", "bold", "", " and not"}, []string{"bold", " and not"}},
	} {
		if got := standing(x.runs...); !slices.Equal(got, x.want) {
			t.Errorf("%q stands as %q, want %q", x.runs, got, x.want)
		}
	}
}

func anyRuns(t *rapid.T) []Run {
	piece := rapid.SampledFrom([]string{"سلام", "שלום", " ", "(", ")", "«", "»", "12", "abc", "…", "é", "👩‍👧", "́"})
	var texts []string
	for range rapid.IntRange(1, 3).Draw(t, "runs") {
		texts = append(texts, strings.Join(rapid.SliceOfN(piece, 0, 8).Draw(t, "text"), ""))
	}
	return runsOf(texts...)
}

func TestAStripIsItsWholeTextOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runs := anyRuns(t)
		line := ""
		for _, r := range runs {
			line += r.Text
		}
		ss := stretches(line, RunsFromRight(line), runs, nil)
		slices.SortFunc(ss, func(a, b stretch) int { return a.start - b.start })
		at := 0
		for _, s := range ss {
			if s.start != at || s.end <= s.start || !strings.Contains(runs[s.run].Text, line[s.start:s.end]) {
				t.Fatalf("%q: %+v after byte %d", line, s, at)
			}
			at = s.end
		}
		if at != len(line) {
			t.Fatalf("%q ends at %d", line, at)
		}
	})
}

func TestWhatFitsIsNoWiderThanItsRoom(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		r := anyRuns(t)[0]
		width := float32(rapid.Float64Range(0, 20).Draw(t, "ems"))
		n := f.Fit(r, width)
		whole := f.Strip([]Run{r}, RunsFromRight(r.Text)).Advance
		if n == len(r.Text) && whole > width+0.01 || n < len(r.Text) && whole < width-0.01 {
			t.Fatalf("%d of %d bytes of %q fit %v ems, all is %v wide", n, len(r.Text), r.Text, width, whole)
		}
	})
}

func TestALabelReadsInItsOwnDirection(t *testing.T) {
	f := testFonts(t)
	ids := func(text string) (ids []uint32) {
		w := f.Shape(text, Label, 20)
		at := float32(-1)
		for _, g := range w.Glyphs {
			if g.X < at || g.X > w.Advance {
				t.Errorf("%q: a glyph stands at %.1f, after %.1f and of %.1f", text, g.X, at, w.Advance)
			}
			at = g.X
			ids = append(ids, uint32(g.ID))
		}
		return ids
	}
	latin := ids("abc")
	if got := ids("\u05e9\u05dc abc"); !slices.Equal(got[:3], latin) {
		t.Errorf("a Hebrew label does not end with its last word at the left: %v, the word is %v", got, latin)
	}
	if got := ids("abc \u05e9\u05dc"); !slices.Equal(got[:3], latin) {
		t.Errorf("a Latin label does not begin with its first word: %v, the word is %v", got, latin)
	}
}
