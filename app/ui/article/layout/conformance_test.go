package layout

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/bidi"
)

// conformance reads one of Unicode's test files line by line, without comments. Where it is not
// installed the test is skipped: Debian's package unicode-data has it, and `make test` asks for that.
func conformance(t *testing.T, name string, fn func(line int, s string)) {
	t.Helper()
	f, err := os.Open("/usr/share/unicode/" + name)
	if err != nil {
		t.Skipf("Unicode's %s is not here (package unicode-data): %v", name, err)
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		s, _, _ := strings.Cut(sc.Text(), "#")
		if s = strings.TrimSpace(s); s != "" {
			fn(n, s)
		}
	}
	if err := sc.Err(); err != nil {
		t.Fatal(err)
	}
}

// onALine is L1 for a text that is one line, and the order of L2 without what X9 removes.
func onALine(cs []bidi.Class, lv []uint8, base uint8) (levels, order string) {
	for i := len(lv) - 1; i >= 0 && (isWhite(cs[i]) || cs[i] == bidi.S || cs[i] == bidi.B); i-- {
		lv[i] = base
	}
	var l []string
	var at []int
	for i, c := range cs {
		switch c {
		case bidi.BN, bidi.LRE, bidi.RLE, bidi.LRO, bidi.RLO, bidi.PDF:
			l = append(l, "x")
		default:
			l = append(l, strconv.Itoa(int(lv[i])))
			at = append(at, i)
		}
	}
	reorder(at, func(i *int) uint8 { return lv[*i] })
	return strings.Join(l, " "), strings.Trim(fmt.Sprint(at), "[]")
}

func TestAllOfUnicodesBidiTest(t *testing.T) {
	byName := map[string]bidi.Class{
		"L": bidi.L, "R": bidi.R, "EN": bidi.EN, "ES": bidi.ES, "ET": bidi.ET, "AN": bidi.AN, "CS": bidi.CS, "B": bidi.B,
		"S": bidi.S, "WS": bidi.WS, "ON": bidi.ON, "BN": bidi.BN, "NSM": bidi.NSM, "AL": bidi.AL, "LRO": bidi.LRO,
		"RLO": bidi.RLO, "LRE": bidi.LRE, "RLE": bidi.RLE, "PDF": bidi.PDF, "LRI": bidi.LRI, "RLI": bidi.RLI, "FSI": bidi.FSI, "PDI": bidi.PDI,
	}
	wantLevels, wantOrder, cases := "", "", 0
	conformance(t, "BidiTest.txt", func(n int, s string) {
		if v, ok := strings.CutPrefix(s, "@Levels:"); ok {
			wantLevels = strings.Join(strings.Fields(v), " ")
			return
		}
		if v, ok := strings.CutPrefix(s, "@Reorder:"); ok {
			wantOrder = strings.Join(strings.Fields(v), " ")
			return
		}
		names, bits, _ := strings.Cut(s, ";")
		var cs []bidi.Class
		for _, f := range strings.Fields(names) {
			c, ok := byName[f]
			if !ok {
				t.Fatalf("line %d: unknown class %s", n, f)
			}
			cs = append(cs, c)
		}
		set, _ := strconv.Atoi(strings.TrimSpace(bits))
		for bit, base := range []uint8{baseLevel(cs, false), 0, 1} {
			if set>>bit&1 == 0 {
				continue
			}
			cases++
			levels, order := onALine(cs, resolve(nil, cs, newEmbedding(base)), base)
			if levels != wantLevels || order != wantOrder {
				t.Errorf("line %d: %s at %d: levels %s, want %s; order %s, want %s", n, names, base, levels, wantLevels, order, wantOrder)
			}
		}
	})
	if cases < 700000 {
		t.Errorf("only %d cases", cases)
	}
}

func TestAllOfUnicodesBidiCharacterTest(t *testing.T) {
	cases := 0
	conformance(t, "BidiCharacterTest.txt", func(n int, s string) {
		f := strings.Split(s, ";")
		var text []rune
		for _, h := range strings.Fields(f[0]) {
			r, err := strconv.ParseUint(h, 16, 32)
			if err != nil {
				t.Fatal(err)
			}
			text = append(text, rune(r))
		}
		cases++
		cs := classes(text)
		base := baseLevel(cs, false)
		if f[1] != "2" {
			base = f[1][0] - '0'
		}
		levels, order := onALine(cs, resolve(text, cs, newEmbedding(base)), base)
		if strconv.Itoa(int(base)) != f[2] || levels != f[3] || order != f[4] {
			t.Errorf("line %d: %s at %s: base %d, want %s; levels %s, want %s; order %s, want %s", n, f[0], f[1], base, f[2], levels, f[3], order, f[4])
		}
	})
	if cases < 91000 {
		t.Errorf("only %d cases", cases)
	}
}

// breaksOf returns the offsets at which a text that is laid out in one line could have been broken, of
// its sections and all.
func breaksOf(f *Fonts, text string) map[int]bool {
	l := New(text, nil, f, Options{Size: 17, Measure: 1 << 20})
	at := map[int]bool{}
	for i := range l.paras {
		for _, it := range l.lay(i).items {
			if it.flags&breakAfter != 0 {
				at[it.end()] = true
			}
		}
		if end := l.next(i); end < len(text) {
			at[end] = true
		}
	}
	return at
}

// The file is of another version of Unicode than the tables: cases are left out in which the newer rules
// differ, and counted. So are line feeds, at which paragraphs are cut before any rule is asked. What the
// rules allow inside a grapheme cluster we do not.
func TestAllOfUnicodesLineBreakTest(t *testing.T) {
	f := testFonts(t)
	cases, newer, feeds := 0, 0, 0
	conformance(t, "auxiliary/LineBreakTest.txt", func(n int, s string) {
		var b strings.Builder
		want := map[int]bool{}
		for _, w := range strings.Fields(s) {
			switch w {
			case "÷":
				want[b.Len()] = true
			case "×":
			default:
				r, err := strconv.ParseUint(w, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				b.WriteRune(rune(r))
			}
		}
		text := b.String()
		cases++
		if strings.ContainsAny(text, "\r\n") {
			feeds++
			return
		}
		got := breaksOf(f, text)
		if maps.Equal(got, ofClusters(text, want)) {
			return
		}
		if rules := ofClusters(text, opportunities(text)); maps.Equal(got, rules) {
			newer++
		} else {
			t.Errorf("line %d: %s: breaks %v, the rules say %v", n, s, got, rules)
		}
	})
	t.Logf("of %d cases %d follow newer rules than the file's, %d are of line feeds", cases, newer, feeds)
	if cases < 7000 || newer > 700 || feeds > 700 {
		t.Errorf("of %d cases %d and %d are left out", cases, newer, feeds)
	}
}

// opportunities returns where the rules allow a line to end, in bytes.
func opportunities(text string) map[int]bool {
	var seg segmenter.Segmenter
	seg.InitWithString(text)
	at, off := map[int]bool{}, 0
	for it := seg.LineIterator(); it.Next(); {
		for range it.Line().Text {
			_, n := utf8.DecodeRuneInString(text[off:])
			off += n
		}
		at[off] = true
	}
	return at
}

// ofClusters leaves out the end of a text and what lies inside its grapheme clusters.
func ofClusters(text string, at map[int]bool) map[int]bool {
	some := map[int]bool{}
	for it := graphemes.FromString(text); it.Next(); {
		if off := it.Start(); off > 0 && at[off] {
			some[off] = true
		}
	}
	return some
}

func TestBracketsAreThoseOfUnicode(t *testing.T) {
	n := 0
	conformance(t, "BidiBrackets.txt", func(line int, s string) {
		f := strings.Split(s, ";")
		a, _ := strconv.ParseUint(f[0], 16, 32)
		b, _ := strconv.ParseUint(strings.TrimSpace(f[1]), 16, 32)
		switch strings.TrimSpace(f[2]) {
		case "o":
			if n++; closing[rune(a)] != canonicalBracket(rune(b)) {
				t.Errorf("line %d: %U does not open %U", line, a, b)
			}
		case "c":
			if !isClosing[rune(a)] {
				t.Errorf("line %d: %U closes nothing", line, a)
			}
		}
	})
	if n != len(closing) {
		t.Errorf("%d pairs, Unicode has %d", len(closing), n)
	}
}
