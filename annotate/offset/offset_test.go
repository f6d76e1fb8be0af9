package offset_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate/offset"
)

// pieces are what mixed texts are made of: everything that goes wrong when a text is cut carelessly.
var pieces = []string{
	"a", "Trump’s", "don't", "U.S.", "face-to-face", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u202f",
	". ", "! ", "? ", "…", "“", "”", "«\u00a0", "\u00a0»", "„", "'", "’", "3.14", "28. ",
	"é", "e\u0301", "a\u0308\u0323", "\u0301", " \u0301", "ﬁ", "ß", "İ",
	"👩‍👩‍👧‍👦", "👍🏽", "🇸🇪", "🇸🇪🇩🇪", "🇫", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "1️⃣", "\u200d", "\ufe0f", "𝒳",
	"שלום", "צה״ל", "שָׁ", "السلام عليكم", "لَا", "\u200f", "\u0600", "習近平", "东京", "カタカナ", "ひらがな", "한국어", "각", "。", "「", "」",
	"क्षि", "நி", "ไทย", "\u2029", "\x00",
}

var broken = []string{"\xff", "\xe2\x80", "\xf0\x9f", "\xed\xa0\x80", "\xc0\x80", "\x80"}

func mixedText(extra ...string) *rapid.Generator[string] {
	all := append(append([]string{}, pieces...), extra...)
	return rapid.Custom(func(t *rapid.T) string {
		var b strings.Builder
		for range rapid.IntRange(0, 40).Draw(t, "n") {
			piece := rapid.SampledFrom(all).Draw(t, "piece")
			repeat := 1
			if rapid.IntRange(0, 40).Draw(t, "long") == 0 {
				repeat = rapid.IntRange(1, 150).Draw(t, "repeat")
			}
			b.WriteString(strings.Repeat(piece, repeat))
		}
		return b.String()
	})
}

func TestUnitsCountAsSlicesOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		runes, units := 0, 0
		for b, r := range text {
			if got := tab.Runes(b); got != runes {
				t.Fatalf("Runes(%d) = %d, want %d", b, got, runes)
			}
			if got := tab.UTF16(b); got != units {
				t.Fatalf("UTF16(%d) = %d, want %d", b, got, units)
			}
			if got, err := tab.FromRunes(runes); err != nil || got != b {
				t.Fatalf("FromRunes(%d) = %d, %v, want %d", runes, got, err, b)
			}
			if got, err := tab.FromUTF16(units); err != nil || got != b {
				t.Fatalf("FromUTF16(%d) = %d, %v, want %d", units, got, err, b)
			}
			runes++
			units++
			if r > 0xFFFF {
				if _, err := tab.FromUTF16(units); err == nil {
					t.Fatalf("FromUTF16(%d) is inside a surrogate pair and gave no error", units)
				}
				units++
			}
		}
		if got := tab.RuneCount(); got != runes {
			t.Fatalf("RuneCount = %d, want %d", got, runes)
		}
		for _, end := range []int{len(text), len(text) + 9} {
			if tab.Runes(end) != runes || tab.UTF16(end) != units {
				t.Fatalf("at the end: %d runes and %d units, want %d and %d", tab.Runes(end), tab.UTF16(end), runes, units)
			}
		}
		if b, err := tab.FromRunes(runes); err != nil || b != len(text) {
			t.Fatalf("FromRunes at the end = %d, %v", b, err)
		}
		if b, err := tab.FromUTF16(units); err != nil || b != len(text) {
			t.Fatalf("FromUTF16 at the end = %d, %v", b, err)
		}
		for _, n := range []int{-1, runes + 1} {
			if _, err := tab.FromRunes(n); err == nil {
				t.Fatalf("FromRunes(%d) is outside and gave no error", n)
			}
		}
		for _, n := range []int{-1, units + 1} {
			if _, err := tab.FromUTF16(n); err == nil {
				t.Fatalf("FromUTF16(%d) is outside and gave no error", n)
			}
		}
	})
}

func TestOffsetsInsideACodePointMeanItsBeginning(t *testing.T) {
	tab := offset.New("aé👍🏽b")
	for b, want := range []int{0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5} {
		if got := tab.Runes(b); got != want {
			t.Errorf("Runes(%d) = %d, want %d", b, got, want)
		}
	}
	if got := tab.Runes(-3); got != 0 {
		t.Errorf("Runes before the text = %d", got)
	}
}

func TestUnitErrorsSayWhatIsThere(t *testing.T) {
	tab := offset.New("a👍")
	for want, err := range map[string]error{
		"code point 7 is outside the text, which has 2":                         second(tab.FromRunes(7)),
		"UTF-16 unit 4 is outside the text, which has 3":                        second(tab.FromUTF16(4)),
		"UTF-16 unit 2 is in the middle of the surrogate pair of '👍' at byte 1": second(tab.FromUTF16(2)),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func second(_ int, err error) error { return err }

// borders reads a text from the start, piece by piece between bytes that are not UTF-8.
func borders(text string) map[int]bool {
	at := map[int]bool{0: true, len(text): true}
	whole := 0
	read := func(end int) {
		for it := graphemes.FromString(text[whole:end]); it.Next(); {
			at[whole+it.End()] = true
		}
	}
	for b, r := range text {
		if _, n := utf8.DecodeRuneInString(text[b:]); r == utf8.RuneError && n == 1 {
			read(b)
			at[b+1] = true
			whole = b + 1
		}
	}
	read(len(text))
	return at
}

func TestGraphemesAgreeWithReadingFromTheStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		at := borders(text)
		last := 0
		codePoints := map[int]bool{len(text): true}
		for b := range text {
			codePoints[b] = true
		}
		for b := 0; b <= len(text); b++ {
			if got := tab.IsGrapheme(b); got != at[b] {
				t.Fatalf("IsGrapheme(%d) = %v in %q", b, got, text)
			}
			if !codePoints[b] {
				continue // means the beginning of its code point
			}
			next := b
			for next < len(text) {
				if next++; at[next] {
					break
				}
			}
			if got := tab.NextGrapheme(b); got != next {
				t.Fatalf("NextGrapheme(%d) = %d, want %d in %q", b, got, next, text)
			}
			if got := tab.PrevGrapheme(b); got != last {
				t.Fatalf("PrevGrapheme(%d) = %d, want %d in %q", b, got, last, text)
			}
			if at[b] {
				last = b
			}
		}
	})
}

func TestCharactersThatJoinNothingAreClusters(t *testing.T) {
	for r := range '\u2100' {
		for _, next := range []string{"a", "“", "\u0301", "\n"} {
			text := "a" + string(r) + next
			var ends []int
			for it := graphemes.FromString(text); it.Next(); {
				ends = append(ends, it.End())
			}
			var got []int
			tab := offset.New(text)
			for at := 0; at < len(text); got = append(got, at) {
				at = tab.NextGrapheme(at)
			}
			if d := cmp.Diff(ends, got); d != "" {
				t.Fatalf("%q: %s", text, d)
			}
		}
	}
}

func TestSnapOutTakesTheSmallestWholeClusters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		at := borders(text)
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		end := rapid.IntRange(start, len(text)).Draw(t, "end")
		wantStart, wantEnd := start, end
		for !at[wantStart] {
			wantStart--
		}
		for !at[wantEnd] {
			wantEnd++
		}
		if s, e := tab.SnapOut(start, end); s != wantStart || e != wantEnd {
			t.Fatalf("SnapOut(%d, %d) = %d, %d, want %d, %d", start, end, s, e, wantStart, wantEnd)
		}
	})
}

func TestClustersThatReadersSeeAsOneCharacter(t *testing.T) {
	for _, cluster := range []string{"é", "e\u0301", "👩‍👩‍👧‍👦", "👍🏽", "🇸🇪", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️‍🔥", "1️⃣", "שָׁ", "각", "क्षि", "\r\n", " \u0301"} {
		text := "x" + cluster + "y"
		tab := offset.New(text)
		if got := tab.NextGrapheme(1); got != 1+len(cluster) {
			t.Errorf("%q ends at %d, want %d", cluster, got, 1+len(cluster))
		}
		if got := tab.PrevGrapheme(1 + len(cluster)); got != 1 {
			t.Errorf("%q begins at %d, want 1", cluster, got)
		}
	}
}

func TestTrim(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"  a b\t\n", "a b"},
		{"\u00a0\u202f\u2029“a” \r\n", "“a”"},
		{"   ", ""},
		{"", ""},
		{" \u0301a", " \u0301a"},
		{"習近平\u3000", "習近平"},
		{"👍🏽 ", "👍🏽"},
		{"\u200f שלום \u200f", "\u200f שלום \u200f"},
	} {
		s, e := offset.New(c.in).Trim(0, len(c.in))
		if got := c.in[s:e]; got != c.want {
			t.Errorf("Trim(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTrimLeavesWholeClustersWithoutOuterSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		start := rapid.IntRange(0, len(text)).Draw(t, "start")
		end := rapid.IntRange(start, len(text)).Draw(t, "end")
		start, end = tab.SnapOut(start, end)
		s, e := tab.Trim(start, end)
		if s < start || e > end || s > e || !tab.IsGrapheme(s) || !tab.IsGrapheme(e) {
			t.Fatalf("Trim(%d, %d) = %d, %d in %q", start, end, s, e, text)
		}
		if strings.TrimFunc(text[start:end], unicode.IsSpace) != strings.TrimFunc(text[s:e], unicode.IsSpace) {
			t.Fatalf("Trim(%d, %d) lost words: %q of %q", start, end, text[s:e], text[start:end])
		}
		if first, _ := utf8.DecodeRuneInString(text[s:e]); s < e && unicode.IsSpace(first) {
			if strings.TrimFunc(text[s:tab.NextGrapheme(s)], unicode.IsSpace) == "" {
				t.Fatalf("Trim(%d, %d) left the space %q", start, end, first)
			}
		}
	})
}

func TestOneTableServesManyReaders(t *testing.T) {
	tab := offset.New(strings.Repeat("Trump’s 習近平 👩‍👩‍👧‍👦 said. ", 100))
	done := make(chan [4]int)
	for range 8 {
		go func() {
			s, e := tab.SentenceAt(300)
			done <- [4]int{tab.Runes(500), tab.NextGrapheme(99), s, e}
		}()
	}
	first := <-done
	for range 7 {
		if d := cmp.Diff(first, <-done); d != "" {
			t.Error(d)
		}
	}
}

func TestTokenizerVersionNamesTheModuleInUse(t *testing.T) {
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Skip("no go.mod beside the sources")
	}
	m := regexp.MustCompile(`github.com/(clipperhouse/uax29)/v2 (v\S+)`).FindSubmatch(mod)
	if m == nil || !strings.Contains(offset.TokenizerVersion, string(m[1])+" "+string(m[2])) {
		t.Errorf("TokenizerVersion is %q, go.mod says %q", offset.TokenizerVersion, m)
	}
}
