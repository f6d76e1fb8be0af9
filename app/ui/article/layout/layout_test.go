package layout

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// testFaces reads the program's own fonts.
func testFaces(t testing.TB) Faces {
	t.Helper()
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "assets", "fonts", name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	return Faces{
		Serif: Type{read("SourceSerif4_400Regular.ttf"), read("SourceSerif4_600SemiBold.ttf"), read("SourceSerif4_400Regular_Italic.ttf")},
		Sans:  Type{read("SourceSans3_400Regular.ttf"), read("SourceSans3_600SemiBold.ttf"), read("SourceSans3_400Regular_Italic.ttf")},
	}
}

// testFonts has the system's fonts too, where there are any.
func testFonts(t testing.TB) *Fonts {
	f, err := NewFonts(testFaces(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.LoadSystem(t.TempDir()); err == nil {
		f.TakeSystem()
	}
	return f
}

func set(t testing.TB, f *Fonts, text string, measure int) *Layout {
	return New(text, nil, f, Options{Size: 17, Measure: measure})
}

func lines(l *Layout) []*Line {
	var all []*Line
	l.Visit(l.Start(), 1<<40, func(_ int, ln *Line) { all = append(all, ln) })
	return all
}

func shown(l *Layout) []string {
	var ss []string
	for _, ln := range lines(l) {
		ss = append(ss, l.text[ln.Start:ln.End])
	}
	return ss
}

// pieces of text that are hard to lay out, to be put together at random
var difficult = []string{
	"the ", "quick brown fox ", "office ", "AVATAR ", "fi", "said. ", "“No”, ", "e\u0301a\u0308 ", "👨‍👩‍👧‍👦", "🇩🇪🇫🇷 ", "x  y   ",
	"שלום עולם ", "(אבג) ", "abc ", "123 ", "1,234.5% ", "وقال المتحدث ", "٣١ ديسمبر ", "中文字符测试", "日本語、", "한국어 ", "นายกรัฐมนตรี",
	"\u00a0km ", "hyphen\u00adation ", "well-known ", "https://example.org/a/b?c=d ", "\t", "-", "…", " \u0301", "\u200f", "\u2067", "\u2066x\u2069", "\u202b", "\u202e", "\u202c", "\u2068", "\u2069", "\u200b", "\u3000", "\u2003", "\u202f", "ﬀ", "Ünïcödé ",
	"( ", "„ ", "— ", "%", "\n", "\n\n", "\r\n", "\u2028", "a", " ", "क्षत्रिय ", "👍🏽 ", strings.Repeat("x", 60) + " ",
}

func drawText(t *rapid.T) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(difficult), 0, 40).Draw(t, "text"), "")
}

func TestEveryByteIsOnExactlyOneLine(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(1, 600).Draw(t, "measure")})
		at := 0
		for _, ln := range lines(l) {
			if ln.Start != at {
				t.Fatalf("line begins at %d, the one before ends at %d", ln.Start, at)
			}
			if ln.End < ln.Start || ln.Next < ln.End {
				t.Fatalf("line %+v is out of order", ln)
			}
			at = ln.Next
		}
		if at != len(text) {
			t.Fatalf("lines end at %d of %d", at, len(text))
		}
	})
}

// A piece of a cut word may be a little wider on its own: it lost kerning, or has the form of a last letter.
func TestLinesFitTheMeasure(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(60, 600).Draw(t, "measure")})
		for _, ln := range lines(l) {
			if ln.Width > float32(l.Measure())+8 {
				t.Fatalf("%q is %.1f px wide of %d", text[ln.Start:ln.End], ln.Width, l.Measure())
			}
		}
	})
}

// From every place where the caret may stand, going to the screen and back ends where it began, or
// at another offset that is drawn in the same place.
func TestOffsetToScreenAndBack(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(120, 600).Draw(t, "measure")})
		for _, ln := range lines(l) {
			first, last := l.Bounds(ln)
			it := graphemes.FromString(text)
			for it.Next() {
				off := it.Start()
				if off < first || off > last {
					continue
				}
				x := l.CaretX(ln, off)
				back := l.OffsetAt(ln, x)
				if back == off || (x <= ln.X || x >= ln.X+ln.Width) && (back == first || back == last) {
					continue // beyond the ends of a mixed line, a click means the line's end
				}
				if !slices.ContainsFunc(edges(l, ln, back), func(y float32) bool { return abs(x-y) < 0.01 }) {
					t.Fatalf("%q: offset %d is at %.2f, which is offset %d at %v", text[ln.Start:ln.End], off, x, back, edges(l, ln, back))
				}
			}
		}
	})
}

// edges returns all places where an offset can be said to be: where two directions meet, the end of
// one item and the start of the next are apart.
func edges(l *Layout, ln *Line, off int) []float32 {
	xs := []float32{l.CaretX(ln, off)}
	for _, p := range l.Visual(ln, nil) {
		if p.Off <= off && off <= p.end() && p.Len+p.Spaces > 0 {
			xs = append(xs, p.x(off))
		}
	}
	return xs
}

// Hit testing answers only edges of grapheme clusters.
func TestPointingNeverSplitsAGrapheme(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		edges := map[int]bool{len(text): true}
		for it := graphemes.FromString(text); it.Next(); {
			edges[it.Start()] = true
		}
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(30, 500).Draw(t, "measure")})
		for _, ln := range lines(l) {
			for x := float32(-10); x < float32(l.Measure())+10; x += 7 {
				if off := l.OffsetAt(ln, x); !edges[off] || off < ln.Start || off > ln.Next {
					t.Fatalf("%q at %.0f: offset %d", text[ln.Start:ln.End], x, off)
				}
			}
		}
	})
}

// Whatever has a width can be pointed at, and each place of the caret can be clicked.
func TestEveryGraphemeIsReachedByMouseAndCaret(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(60, 600).Draw(t, "measure")})
		for it := graphemes.FromString(text); it.Next(); {
			start, end := it.Start(), it.End()
			ln := l.LineOf(start)
			if start >= ln.End {
				continue // what a line was broken at
			}
			vis := l.Visual(ln, nil)
			ext := Extents(ln, vis, start, end, nil)
			if len(ext) == 0 {
				t.Fatalf("%q of %q is nowhere", text[start:end], text[ln.Start:ln.End])
			}
			if w := ext[0].X1 - ext[0].X0; len(ext) == 1 && w > 0.5 {
				a, b, ok := l.ClusterAt(ln, (ext[0].X0+ext[0].X1)/2)
				if !ok || a != start || b != end {
					t.Fatalf("pointing at %q of %q answers [%d,%d) %v", text[start:end], text[ln.Start:ln.End], a, b, ok)
				}
			}
			if _, last := l.Bounds(ln); start > last {
				continue
			}
			x := l.CaretX(ln, start)
			if !slices.ContainsFunc([]float32{x - 0.3, x, x + 0.3}, func(x float32) bool {
				off := l.OffsetAt(ln, x)
				return off == start || slices.ContainsFunc(edges(l, ln, off), func(y float32) bool { return abs(x-y) < 0.7 }) ||
					x <= ln.X+0.3 || x >= ln.X+ln.Width-0.3
			}) {
				t.Fatalf("no click reaches %d of %q at %.1f", start, text[ln.Start:ln.End], x)
			}
		}
	})
}

// In lines of two directions the arrows go as the eye does, and still come to every place.
func TestArrowsGoSidewaysThroughMixedLines(t *testing.T) {
	f := testFonts(t)
	text := "he said שלום 123 (אב) and left"
	l := set(t, f, text, 900)
	ln := l.LineOf(0)
	off, x := 0, l.CaretX(ln, 0)
	seen := map[int]bool{0: true}
	for range 100 {
		to, ok := l.Beside(off, 1)
		if !ok {
			t.Fatalf("offset %d does not lie in a mixed line", off)
		}
		if to == off {
			break
		}
		if y := l.CaretX(ln, to); y < x {
			t.Fatalf("to the right of %d at %.1f is %d at %.1f", off, x, to, y)
		} else {
			x = y
		}
		if back, _ := l.Beside(to, -1); back != off {
			t.Fatalf("to the right of %d is %d, and to the left of that %d", off, to, back)
		}
		off, seen[to] = to, true
	}
	for it := graphemes.FromString(text); it.Next(); {
		if !seen[it.Start()] {
			t.Errorf("the arrow never came to %d", it.Start())
		}
	}
	if _, ok := set(t, f, "all one way", 900).Beside(3, 1); ok {
		t.Error("a line of one direction is called mixed")
	}
}

// The extents of all clusters of a line together cover its width once.
func TestExtentsCoverALineExactly(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(200, 600).Draw(t, "measure")})
		for _, ln := range lines(l) {
			vis := l.Visual(ln, nil)
			want := ln.Width
			if ln.Hyphen {
				want -= l.Style().dash.advance * 17
			}
			sum := float32(0)
			for _, e := range Extents(ln, vis, ln.Start, ln.End, nil) {
				sum += e.X1 - e.X0
			}
			whole := text[ln.Start:ln.End]
			trailing := ln.Last && strings.TrimRightFunc(whole, func(r rune) bool { return isWhite(class(r)) }) != whole
			if !trailing && abs(sum-want) > 0.6 {
				t.Fatalf("%q: the whole line covers %.2f of %.2f", text[ln.Start:ln.End], sum, want)
			}
			parts := float32(0)
			for it := graphemes.FromString(text[ln.Start:ln.End]); it.Next(); {
				for _, e := range Extents(ln, vis, ln.Start+it.Start(), ln.Start+it.End(), nil) {
					parts += e.X1 - e.X0
				}
			}
			if abs(parts-sum) > 0.6 {
				t.Fatalf("%q: clusters cover %.2f of %.2f", text[ln.Start:ln.End], parts, sum)
			}
		}
	})
}

// What is highlighted is the clusters that are meant, all of each, and nothing of any other, in lines of two directions, too.
func TestTheExtentsOfARangeAreThoseOfItsClusters(t *testing.T) {
	f := testFonts(t)
	rapid.Check(t, func(t *rapid.T) {
		text := drawText(t)
		l := New(text, nil, f, Options{Size: 17, Measure: rapid.IntRange(60, 600).Draw(t, "measure")})
		ends := []int{0}
		for it := graphemes.FromString(text); it.Next(); {
			ends = append(ends, it.End())
		}
		i := rapid.IntRange(0, len(ends)-1).Draw(t, "from")
		j := rapid.IntRange(i, len(ends)-1).Draw(t, "to")
		for _, ln := range lines(l) {
			vis := l.Visual(ln, nil)
			all := Extents(ln, vis, ends[i], ends[j], nil)
			for k := range len(ends) - 1 {
				in := i <= k && k < j
				for _, e := range Extents(ln, vis, ends[k], ends[k+1], nil) {
					covered := float32(0)
					for _, a := range all {
						covered += max(0, min(a.X1, e.X1)-max(a.X0, e.X0))
					}
					if w := e.X1 - e.X0; in && covered < w-0.05 || !in && covered > 0.05 {
						t.Fatalf("of [%d,%d) of %q %.2f px of %q are covered, which has %.2f", ends[i], ends[j], text, covered, text[ends[k]:ends[k+1]], w)
					}
				}
			}
		}
	})
}

// Quiet words are cut without asking the rules; the answer must be theirs.
func TestLineBreaksAreThoseOfUAX14(t *testing.T) {
	f := testFonts(t)
	alphabet := []rune("aB9é ,.;:'\"()/?!-$£%“”‘’—…\u00a0 \t#@&*+=[]{}<>|~×\u0301\u00ad中「」〜👍🇩🇪\u200b\u2060")
	quiet := []rune("aB9 é,.:'\"()?!$%“”‘’ ")
	rapid.Check(t, func(t *rapid.T) {
		from := alphabet
		if rapid.Bool().Draw(t, "quiet") {
			from = quiet
		}
		text := string(rapid.SliceOfN(rapid.SampledFrom(from), 0, 60).Draw(t, "text"))
		want := ofClusters(text, opportunities(text))
		l := New(text, nil, f, Options{Size: 17, Measure: 50000})
		l.lay(0)
		at := map[int]bool{}
		for _, it := range l.paras[0].laid.items {
			at[it.end()] = true
			if brk := it.flags&breakAfter != 0; it.end() < len(text) && brk != want[it.end()] {
				t.Fatalf("%q: break at %d is %v", text, it.end(), brk)
			}
		}
		for off := range want {
			if !at[off] {
				t.Fatalf("%q: the break at %d lies inside an item", text, off)
			}
		}
	})
}

func TestScrollingThereAndBackStaysInPlace(t *testing.T) {
	f := testFonts(t)
	text := strings.Repeat("Everything depends on what the people who decide will say tomorrow. ", 9) + "\n"
	text = strings.Repeat(text, 40)
	rapid.Check(t, func(t *rapid.T) {
		l := New(text, nil, f, Options{Size: 17, Measure: 400, Top: 30, Bottom: 50})
		a := l.Jump(rapid.IntRange(500, l.Height()-1500).Draw(t, "y"), 500)
		d := rapid.IntRange(-400, 400).Draw(t, "dy")
		b := l.Scroll(l.Scroll(a, d, 500), -d, 500)
		if a != b && l.Y(a) != l.Y(b) {
			t.Fatalf("%v, by %d and back: %v", a, d, b)
		}
	})
}

func TestResizingThereAndBackStaysInPlace(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, article(40000), 400)
	a := l.Jump(l.Height()/2, 500)
	was := a
	for i := range 40 {
		l.SetMeasure(300 + i*37%400)
		a = l.Scroll(a, 0, 500)
	}
	l.SetMeasure(400)
	if a = l.Scroll(a, 0, 500); a != was {
		t.Errorf("%v became %v", was, a)
	}
}

func TestTextAboveTakesShapeWithoutMovingTheScreen(t *testing.T) {
	f := testFonts(t)
	text := strings.Repeat(strings.Repeat("A sentence of some length stands here. ", 20)+"\n", 200)
	l := set(t, f, text, 300)
	a := l.Jump(l.Height()/2, 600)
	see := func() (ys []int, starts []int) {
		l.Visit(a, 600, func(y int, ln *Line) { ys, starts = append(ys, y), append(starts, ln.Start) })
		return
	}
	y0, s0 := see()
	if !l.Step(func() bool { return true }) {
		t.Fatal("not done though there was all the time")
	}
	y1, s1 := see()
	for i := range y0 {
		if y0[i] != y1[i] || s0[i] != s1[i] {
			t.Fatalf("line %d moved from %d to %d", i, y0[i], y1[i])
		}
	}
	if l.Laid() != 1 {
		t.Errorf("%.2f of the text is laid out", l.Laid())
	}
}

func TestRoomForMarksPushesOnlyWhatIsBelow(t *testing.T) {
	f := testFonts(t)
	text := "One.\nTwo.\nThree."
	room := Room{}
	l := New(text, nil, f, Options{Size: 17, Measure: 300, Room: func(s, e int, _ *Style) Room {
		if s == 5 {
			return room
		}
		return Room{}
	}})
	tops := func() (ys []int) {
		l.Visit(l.Start(), 1000, func(y int, _ *Line) { ys = append(ys, y) })
		return
	}
	before := tops()
	room = Room{Above: 3, Below: 8}
	if !l.Refit(6, 7) {
		t.Fatal("no change reported")
	}
	after := tops()
	if after[0] != before[0] || after[1] != before[1] || after[2] != before[2]+11 {
		t.Errorf("tops %v became %v", before, after)
	}
	if l.Refit(6, 7) {
		t.Error("change reported where there was none")
	}
}

func TestLongWordIsBrokenAtGraphemes(t *testing.T) {
	f := testFonts(t)
	got := shown(set(t, f, "see "+strings.Repeat("e\u0301", 100)+" end", 200))
	if len(got) < 5 {
		t.Fatalf("only %d lines", len(got))
	}
	for _, s := range got[1 : len(got)-1] {
		if !strings.HasPrefix(s, "e\u0301") || !strings.HasSuffix(s, "\u0301") {
			t.Errorf("line %q begins or ends inside a letter", s)
		}
	}
}

func TestSoftHyphenShowsOnlyWhereTheLineBreaks(t *testing.T) {
	f := testFonts(t)
	text := "extra\u00adordinary"
	one := lines(set(t, f, text, 400))
	if len(one) != 1 || one[0].Hyphen {
		t.Errorf("wide: %d lines, hyphen %v", len(one), one[0].Hyphen)
	}
	l := set(t, f, text, 90)
	two := lines(l)
	if len(two) != 2 || !two[0].Hyphen || two[1].Hyphen {
		t.Fatalf("narrow: %q", shown(l))
	}
	vis := l.Visual(two[0], nil)
	if last := vis[len(vis)-1]; last.Word() == nil || last.Len != 0 || last.Right > 90 {
		t.Errorf("the hyphen does not stand at the end: %+v", last)
	}
}

func TestNoBreakSpaceKeepsWordsTogether(t *testing.T) {
	f := testFonts(t)
	for _, s := range shown(set(t, f, "a distance of 1200\u00a0kilometres or so", 130)) {
		if strings.HasSuffix(s, "1200") || strings.HasPrefix(s, "kilo") {
			t.Errorf("broken at %q", s)
		}
	}
}

func TestBlankLinesBetweenBlocksTakeNoLine(t *testing.T) {
	f := testFonts(t)
	text := "Title\n\nFirst.\n \n\nSecond.\n"
	blocks := []annotate.Block{
		{Kind: annotate.BlockTitle, Span: annotate.Span{Start: 0, End: 5}},
		{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 7, End: 13}},
		{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 17, End: 24}},
	}
	l := New(text, blocks, f, Options{Size: 17, Measure: 300})
	all := lines(l)
	if len(all) != 3 {
		t.Fatalf("lines %q", shown(l))
	}
	if all[0].Style.Face != Bold || all[0].Style.Size <= all[1].Style.Size {
		t.Errorf("title is set as %+v", all[0].Style)
	}
}

func TestListItemsHangBehindTheirBullets(t *testing.T) {
	f := testFonts(t)
	plain, numbered, dashed, hebrew := "One thing that takes more than a line of this width", "2. Numbered and also longer than a line", "- So is this one, with a dash of its own", "3. הפריט השלישי ברשימה ארוך יותר משורה אחת"
	text := strings.Join([]string{plain, numbered, dashed, hebrew, "-joined"}, "\n")
	var blocks []annotate.Block
	for _, part := range strings.Split(text, "\n") {
		at := strings.Index(text, part)
		blocks = append(blocks, annotate.Block{Kind: annotate.BlockList, Span: annotate.Span{Start: at, End: at + len(part)}, Level: 1})
	}
	l := New(text, blocks, f, Options{Size: 17, Measure: 200})
	of := func(part, word string) (first, next *Line, x float32) {
		first = l.LineOf(strings.Index(text, part))
		return first, l.Neighbour(first, 1), l.CaretX(first, strings.Index(text, word))
	}
	first, next, _ := of(plain, "One")
	edge := next.X
	if !first.Bullet || first.X != edge || edge == 0 || next.Bullet {
		t.Errorf("first %+v, second %+v", first, next)
	}
	for part, word := range map[string]string{numbered: "Numbered", dashed: "So"} {
		if first, next, x := of(part, word); first.Bullet || next.X != edge || x < edge-0.1 || x > edge+0.1 || first.X >= edge || first.X < 0 {
			t.Errorf("%q begins at %.1f, its words at %.1f, the second line at %.1f", part, first.X, x, next.X)
		}
	}
	first, next, x := of(hebrew, "הפריט")
	if right := next.X + next.Width; first.Bullet || x < right-0.1 || x > right+0.1 || first.X+first.Width <= right {
		t.Errorf("from the right the words begin at %.1f, the second line at %.1f", x, right)
	}
	if first, _, _ := of("-joined", "-"); first.Bullet || first.X != edge {
		t.Errorf("what has no blank behind its dash begins at %.1f", first.X)
	}
}

func TestVerticalMotionKeepsItsColumn(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, "wide wide wide wide\nx\nwide wide wide wide", 400)
	off := 12
	goal := l.CaretX(l.LineOf(off), off)
	short := l.Vertical(off, 1, goal)
	if short != 21 {
		t.Errorf("on the short line the caret is at %d", short)
	}
	if back := l.Vertical(short, 1, goal); back != 22+12 {
		t.Errorf("on the third line the caret is at %d", back)
	}
	if top := l.Vertical(off, -1, goal); top != 0 {
		t.Errorf("up from the first line: %d", top)
	}
}

func TestNarrowMeasureStillShowsEverything(t *testing.T) {
	f := testFonts(t)
	for _, s := range shown(set(t, f, "👨‍👩‍👧‍👦 wide", 1)) {
		if n := len([]rune(s)); n == 0 {
			t.Errorf("empty line")
		}
	}
}

func abs(x float32) float32 { return max(x, -x) }

// What is met before the system's fonts are known is looked for while their list is read.
func TestFontsThatAreWantedComeWithTheList(t *testing.T) {
	f, err := NewFonts(testFaces(t))
	if err != nil {
		t.Fatal(err)
	}
	lines(set(t, f, "plain Latin words", 400))
	if f.WantsSystem() {
		t.Error("plain words want the system's fonts")
	}
	lines(set(t, f, "中文 and שלום", 400))
	if !f.WantsSystem() {
		t.Fatal("Chinese does not want the system's fonts")
	}
	done := make(chan error)
	go func() { done <- f.LoadSystem(t.TempDir()) }()
	lines(set(t, f, "हिन्दी meanwhile", 400)) // the window goes on
	if err := <-done; err != nil {
		t.Skip(err)
	}
	if !f.TakeSystem() || f.WantsSystem() || f.Generation() != 1 {
		t.Error("the list is not put to use")
	}
}

// Thai, Lao, Khmer and Burmese have no spaces between words; lines end between words all the same.
func TestLinesEndBetweenWordsThatHaveNoSpaces(t *testing.T) {
	f := testFonts(t)
	for _, words := range []string{
		"นายก|รัฐมนตรี|กล่าว|ว่าการ|ประชุม|จะ|เริ่ม|ใน|วัน|พรุ่ง|นี้|ที่|กรุงเทพมหานคร",
		"ປະຊຸມ|ຈະ|ເລີ່ມ|ໃນ|ມື້ອື່ນ|ທີ່|ນະຄອນຫຼວງວຽງຈັນ",
		"នាយក|រដ្ឋមន្ត្រី|បាន|និយាយ|ថា|កិច្ចប្រជុំ|នឹង|ចាប់ផ្តើម|នៅ|ថ្ងៃស្អែក|ក្នុង|រាជធានី|ភ្នំពេញ",
		"ဝန်ကြီးချုပ်|က|အစည်းအဝေး|ကို|မနက်ဖြန်|ရန်|ကုန်|မြို့|တွင်|စတင်|မည်|ဟု|ပြော|ကြား|ခဲ့|သည်",
	} {
		ends, text := map[int]bool{}, ""
		for word := range strings.SplitSeq(words, "|") {
			text += word
			ends[len(text)] = true
		}
		broken := false
		for _, measure := range []int{220, 300, 390} {
			for _, ln := range lines(set(t, f, text, measure)) {
				broken = broken || ln.Next < len(text)
				if !ends[ln.Next] {
					t.Errorf("at %d px a line ends with %q", measure, text[ln.Start:ln.End])
				}
			}
		}
		if !broken {
			t.Errorf("%q is not broken at all", text)
		}
	}
}

// Nothing bounds how many characters join to one: what it costs must grow with them, not with their square.
func TestACharacterOfAnyLengthIsLaidOut(t *testing.T) {
	fonts, err := NewFonts(testFaces(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, joins := range []string{"\u200d", "\u0301\u0300"} {
		text := "a" + strings.Repeat(joins, 50_000) + "b"
		all := lines(New(text, nil, fonts, Options{Size: 12, Measure: 300}))
		if at := all[len(all)-1].End; at != len(text) {
			t.Errorf("the lines end at %d of %d", at, len(text))
		}
	}
}
