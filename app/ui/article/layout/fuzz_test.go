package layout

import (
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
)

// Whatever bytes a text holds, each of them is on one line, and pointing answers an offset of the line.
func FuzzLayout(f *testing.F) {
	f.Add("plain text, “quoted”\n\nשלום 123 (abc)\r\n\t👨‍👩‍👧 e\u0301", 200, 3, 9)
	f.Add("\xff\xfe broken \xe2\x80", 1, 0, 2)
	f.Add("\xf2 0", 1, 3, 40) // a broken byte before a plain word
	f.Add("a\u00adb\u2028c\u2029\v\f\u0085", 20, 0, 5)
	f.Add("\u2067a\u202eבג\u2069 \u2068\u202b(1)\u202c\t\u2066", 60, 0, 1)
	f.Add(strings.Repeat("אב\u202a", 12), 90, 3, 2900)
	f.Add("\u200d", 48, 3, 2999) // one cluster of thousands
	f.Add("\u0301\u0300", 48, 3, 2999)
	fonts, err := NewFonts(testFaces(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, measure, start, end int) {
		if len(text) > 2000 {
			return
		}
		if end > 2900 && len(text) > 0 { // a paragraph of several sections
			text = strings.Repeat(text, min(end, 3000)*7/len(text)+1)
		}
		var blocks []annotate.Block
		if 0 <= start && start < end && end <= len(text) {
			blocks = append(blocks, annotate.Block{Kind: annotate.BlockList, Span: annotate.Span{Start: start, End: end}})
		}
		l := New(text, blocks, fonts, Options{Size: 12, Measure: min(max(measure, -5), 2000)})
		at := 0
		for _, ln := range lines(l) {
			if ln.Start != at || ln.Next < ln.End || ln.End < ln.Start {
				t.Fatalf("line [%d, %d, %d) after %d", ln.Start, ln.End, ln.Next, at)
			}
			at = ln.Next
			if len(text) > 2000 && ln.Start%7 > 0 {
				continue
			}
			for x := float32(-20); x < 200; x += 30 {
				if off := l.OffsetAt(ln, x); off < ln.Start || off > ln.Next {
					t.Fatalf("offset %d on the line [%d, %d)", off, ln.Start, ln.Next)
				}
				l.CaretX(ln, l.OffsetAt(ln, x))
			}
		}
		if at != len(text) {
			t.Fatalf("lines end at %d of %d", at, len(text))
		}
		was := everything(l)
		l.SetMeasure(l.Measure() + 31)
		l.Step(all)
		l.SetMeasure(l.Measure() - 31)
		if !slices.Equal(was, everything(l)) {
			t.Fatal("another measure and back leaves other lines")
		}
	})
}
