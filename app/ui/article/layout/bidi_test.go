package layout

import (
	"strings"
	"testing"
)

// Capital letters stand for Hebrew, lower-case ones for Latin, as in UAX #9; ٣ for an Arabic digit.
func hebrew(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return 0x5D0 + (r - 'A')
		}
		return r
	}, s)
}

func TestLevelsFollowUAX9(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"plain", "car means", "000000000"},
		{"Hebrew in English", "car CAR end", "00001110000"},
		{"English in Hebrew", "CAR car CAR", "11112221111"},
		{"number in Hebrew in English", "a AB 12 CD", "0011122111"},
		{"number after Hebrew stays in its run", "a AB 12", "0011122"},
		{"number after English is English", "AB cd 12", "11122222"},
		{"brackets follow what they enclose", "AB (cd) EF", "1111221111"},
		{"brackets around Hebrew in English", "a (AB) b", "00011000"},
		{"brackets after Hebrew around both", "AB (CD ef) gh", "1111111221122"},
		{"sign and percent belong to numbers", "AB 5% C", "1112211"},
		{"comma in a number", "AB 1,234 C", "1112222211"},
		{"brackets inside brackets, the inner after Hebrew", "a(B[C]!)d", "001111000"},
		{"brackets inside brackets in Hebrew", "A(b[c]!)D", "112222111"},
		{"unmatched bracket", "AB(CD[&ef].)gh", "11111112211122"},
		{"marks follow their bracket", "a A(B)\u0331", "0011111"},
		{"date separators", "AB 1/2 C", "11122211"},
	} {
		lv, _ := levels([]rune(hebrew(c.text)))
		got := ""
		for _, v := range lv {
			got += string('0' + rune(v))
		}
		if got != c.want {
			t.Errorf("%s: %q has levels %s, want %s", c.name, c.text, got, c.want)
		}
	}
}

// visualOrder writes the words of the first line as they stand on the screen, from left to right.
func visualOrder(l *Layout) string {
	var b strings.Builder
	for _, p := range l.Visual(l.LineOf(0), nil) {
		s := []rune(l.text[p.Off : p.Off+p.Len])
		if p.Level&1 == 1 {
			for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
				s[i], s[j] = s[j], s[i]
			}
		}
		b.WriteString(string(s) + strings.Repeat(" ", p.Spaces))
	}
	return b.String()
}

func TestMixedLinesStandInVisualOrder(t *testing.T) {
	f := testFonts(t)
	for _, c := range []struct{ text, want string }{
		{"he said שלום 123 and left", "he said 123 םולש and left"},
		{"he said (שלום) then", "he said (םולש) then"},
		{"שלום hello עולם", "םלוע hello םולש"},
		{"מחיר 100 דולר", "רלוד 100 ריחמ"},
	} {
		if got := visualOrder(set(t, f, c.text, 600)); got != c.want {
			t.Errorf("%q stands as %q, want %q", c.text, got, c.want)
		}
	}
}

func TestRightToLeftParagraphsStandAtTheRight(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, "שלום עולם\nhello", 500)
	ln := l.LineOf(0)
	if !ln.RTL || abs(ln.X+ln.Width-500) > 0.01 {
		t.Errorf("line %+v", ln)
	}
	if x := l.CaretX(ln, 0); abs(x-500) > 0.01 {
		t.Errorf("the first caret is at %.1f", x)
	}
	if off := l.OffsetAt(ln, 10); off != ln.End {
		t.Errorf("a click left of the line gives %d", off)
	}
	if l.LineOf(20).RTL {
		t.Error("the English paragraph is right to left")
	}
}

func TestDeepBracketsDoNotCost(t *testing.T) {
	f := testFonts(t)
	l := set(t, f, "א"+strings.Repeat("(", 5000)+"b"+strings.Repeat(")", 5000), 500)
	if n := len(lines(l)); n < 2 {
		t.Errorf("%d lines", n)
	}
}
