package layout

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// everything is all that can be asked about the lines of a layout.
func everything(l *Layout) (out []string) {
	for _, ln := range lines(l) {
		out = append(out, fmt.Sprintf("%d %d %d x%.2f w%.2f h%d b%d t%d %v%v%v", ln.Start, ln.End, ln.Next, ln.X, ln.Width, ln.Height, ln.Baseline, ln.top, ln.RTL, ln.Hyphen, ln.Last))
	}
	return out
}

// giants are paragraphs that are laid out in sections.
func giants() map[string]string {
	return map[string]string{
		"a word":       strings.Repeat("abcdefghij", 6000),
		"sentences":    strings.ReplaceAll(article(60000), "\n", " "),
		"Chinese":      strings.Repeat("我们看到了这座城市的变化，", 1500),
		"flags":        strings.Repeat("🇩🇪🇫🇷🇮🇹", 2000),
		"a letter":     "e" + strings.Repeat("\u0301", 20000),
		"Hebrew":       strings.Repeat("שלום עולם 123 (abc) ", 1500),
		"Thai":         strings.Repeat("นายกรัฐมนตรี", 1500),
		"embeddings":   "a\u202b" + strings.Repeat("אבג def 12 ", 2500) + "\u202c end",
		"line breaks":  strings.Repeat("one \u2028", 5000),
		"spaces":       strings.Repeat(" ", 50000) + "x",
		"tabs":         strings.Repeat("a\tb", 9000),
		"broken bytes": strings.Repeat("\xff\xc3", 12000),
	}
}

func TestAGiantParagraphIsLaidOutInSectionsAndTiles(t *testing.T) {
	f := testFonts(t)
	for name, text := range giants() {
		edges := map[int]bool{len(text): true}
		for it := graphemes.FromString(text); it.Next(); {
			edges[it.Start()] = true
		}
		l := set(t, f, text, 400)
		if len(l.paras) < 2 && name != "a letter" {
			t.Errorf("%s: laid out at once", name)
		}
		at := 0
		for _, ln := range lines(l) {
			if ln.Start != at || ln.End < ln.Start || ln.Next < ln.End || !edges[ln.Next] {
				t.Fatalf("%s: line [%d, %d, %d) after %d", name, ln.Start, ln.End, ln.Next, at)
			}
			if ln.First != (ln.Start == 0) || ln.Last != (ln.Next == len(text)) {
				t.Errorf("%s: the line at %d begins a paragraph %v, ends one %v", name, ln.Start, ln.First, ln.Last)
			}
			at = ln.Next
		}
		if at != len(text) {
			t.Errorf("%s: lines end at %d of %d", name, at, len(text))
		}
	}
}

// The last line of a section must look like any other: about as full as the emptiest of those before it, and never less than two thirds.
func TestNothingTellsWhereASectionEnds(t *testing.T) {
	f := testFonts(t)
	for _, name := range []string{"a word", "sentences", "Chinese", "Hebrew", "Thai", "flags"} {
		text := giants()[name]
		for _, measure := range []int{300, 400, 517, 600} {
			l := set(t, f, text, measure)
			all := lines(l)
			var widths []float32
			for _, ln := range all[:len(all)-1] {
				widths = append(widths, ln.Width)
			}
			slices.Sort(widths)
			emptiest := min(widths[len(widths)/100]-17*4, 0.7*float32(measure))
			for i := range l.paras[:len(l.paras)-1] {
				d := l.lay(i)
				if last := d.lines[len(d.lines)-1]; last.Width < emptiest {
					t.Errorf("%s at %d: section %d ends with a line of %.0f px; others have at least %.0f", name, measure, i, last.Width, widths[0])
				}
			}
		}
	}
}

// However a layout has come about, it shows what a fresh one does.
func TestALayoutThatWasUsedEqualsAFreshOne(t *testing.T) {
	f := testFonts(t)
	long := giants()
	names := []string{"a word", "sentences", "Chinese", "Hebrew", "embeddings"}
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		if rapid.IntRange(0, 9).Draw(t, "long") == 0 {
			text += "\n" + long[rapid.SampledFrom(names).Draw(t, "which")] + "\n" + text
		}
		var blocks []annotate.Block
		if n := strings.IndexByte(text, '\n'); n > 0 {
			blocks = append(blocks, annotate.Block{Kind: rapid.SampledFrom(annotate.BlockKinds).Draw(t, "kind"), Level: 1, Span: annotate.Span{Start: 0, End: n}})
		}
		room := 0
		opts := Options{Size: 17, Measure: 400, Top: 11, Bottom: 13, Room: func(start, _ int, _ *Style) Room {
			return Room{Below: (start + room) % 3}
		}}
		l := New(text, blocks, f, opts)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0:
				opts.Measure = rapid.IntRange(40, 600).Draw(t, "measure")
				l.SetMeasure(opts.Measure)
			case 1:
				left := rapid.IntRange(0, 5).Draw(t, "steps")
				l.Step(func() bool { left--; return left >= 0 })
			case 2:
				l.Visit(l.Jump(rapid.IntRange(0, l.Height()).Draw(t, "y"), 300), 300, func(int, *Line) {})
			case 3: // as under pressure of memory
				for i := range l.paras {
					if l.paras[i].laid != nil && i%2 == 0 {
						l.paras[i].laid.used = false
					}
				}
				l.weight += mostKept
				l.forget(-1)
				l.weight -= mostKept
			case 4:
				room++
				l.Refit(0, len(text))
			case 5:
				opts.Size = rapid.IntRange(8, 60).Draw(t, "size")
				l = New(text, blocks, f, opts)
			}
		}
		got, want := everything(l), everything(New(text, blocks, f, opts))
		if !slices.Equal(got, want) {
			for i := range min(len(got), len(want)) {
				if got[i] != want[i] {
					t.Fatalf("line %d is %s, fresh it is %s", i, got[i], want[i])
				}
			}
			t.Fatalf("%d lines, fresh %d", len(got), len(want))
		}
		if l.Step(all); l.Height() != New(text, blocks, f, opts).height() {
			t.Fatalf("height %d", l.Height())
		}
	})
}

// height is that of the whole, exact.
func (l *Layout) height() int {
	l.Step(all)
	return l.Height()
}

func TestFarAwayTextIsForgottenButForItsHeight(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, article(4<<20), 500)
	before := l.height()
	kept := 0
	for i := range l.paras {
		if l.paras[i].laid != nil {
			kept += len(l.paras[i].laid.items) + 1
		}
	}
	if kept > mostKept || kept != l.weight {
		t.Errorf("%d items are kept, counted as %d", kept, l.weight)
	}
	l.Visit(l.Start(), 900, func(int, *Line) {})
	if l.Laid() != 1 || l.Height() != before {
		t.Errorf("%.2f laid out; the height was %d and is %d", l.Laid(), before, l.Height())
	}
}

func TestTabsGoToTheNextStop(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, "a\tb\nab\tb\nabcdef\tb\n\u05d0\t\u05d1", 500)
	at := func(off int) float32 { return l.CaretX(l.LineOf(off), off) }
	stop := tabWidth * l.Style().space
	if at(2) != stop || at(7) != stop {
		t.Errorf("behind the tab it is %.1f, in the next line %.1f, not %.1f", at(2), at(7), stop)
	}
	if x := at(16); abs(x-2*stop) > 0.01 {
		t.Errorf("behind a longer word it is %.1f, not at the second stop %.1f", x, 2*stop)
	}
	if x := at(21); abs(500-x-stop) > 0.01 {
		t.Errorf("from the right it is %.1f, %.1f from the edge", x, 500-x)
	}
}

func TestLettersThatReachFarUpMoveTheLinesApart(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, "plain\nZ"+strings.Repeat("\u0301", 12)+"algo\nplain", 500)
	all := lines(l)
	if all[1].Height <= all[0].Height {
		t.Errorf("a tower of accents has a line of %d px, plain words one of %d", all[1].Height, all[0].Height)
	}
}
