package offset_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate/offset"
)

// wordsOf walks a text with NextWord and returns every word.
func wordsOf(text string) []string {
	tab := offset.New(text)
	var got []string
	b := 0
	if s, _, ok := tab.WordAt(0); !ok || s != 0 {
		b = tab.NextWord(0)
	}
	for b < len(text) {
		s, e, ok := tab.WordAt(b)
		if !ok {
			return append(got, "NO WORD")
		}
		got = append(got, text[s:e])
		b = tab.NextWord(b)
	}
	return got
}

func TestWordsAsADoubleClickTakesThem(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"U.S. President Donald Trump’s court.", "U.S.|President|Donald|Trump|court"},
		{"met face-to-face in the U.S.-Russia row", "met|face|to|face|in|the|U.S.|Russia|row"},
		{"Trump's, TRUMP’S and the leaders’ visit", "Trump|TRUMP|and|the|leaders|visit"},
		{"don’t, we're; it’s ’90s rock ’n’ roll", "don’t|we're|it|90s|rock|n|roll"},
		{"l’Europe d’aujourd’hui, qu’il", "l|Europe|d|aujourd’hui|qu|il"},
		{"O’Brien’s D’Angelo, L’Aquila", "O’Brien|D’Angelo|L’Aquila"},
		{"a Ph.D. (e.g. physics), i.e. 3.14 or 1,000,000.", "a|Ph.D.|e.g.|physics|i.e.|3.14|or|1,000,000"},
		{"J. Smith, Mr. Jones etc.", "J|Smith|Mr|Jones|etc"},
		{"習近平は東京で", "習|近|平|は|東|京|で"},
		{"カタカナ 한국어 ไทย", "カタカナ|한국어|ไทย"},
		{"“ประชุมจะเริ่มใน 3 วัน” AFPรายงานว่า", "ประชุม|จะ|เริ่ม|ใน|3|วัน|AFP|รายงาน|ว่า"},
		{"និយាយថា 📰 ပြောကြား", "និយាយ|ថា|ပြော|ကြား"},
		{"צה״ל וארה״ב أهلاً", "צה״ל|וארה״ב|أهلاً"},
		{"e\u0301te\u0301 👍🏽 nai\u0308ve🇸🇪x", "e\u0301te\u0301|nai\u0308ve|x"},
		{"— … “” !", ""},
	} {
		if d := cmp.Diff(c.want, strings.Join(wordsOf(c.text), "|")); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

func TestWordAtTouchesFromBothSides(t *testing.T) {
	text := "(Trump’s) U.S. l’UE 習近"
	tab := offset.New(text)
	for _, c := range []struct {
		at   string // WordAt is asked at the bar
		want string
	}{
		{"|(Trump", ""}, {"(|Trump", "Trump"}, {"(Tr|ump", "Trump"}, {"(Trump|’s", "Trump"}, {"(Trump’|s", "Trump"}, {"(Trump’s|)", "Trump"},
		{"(Trump’s)| ", ""}, {"U.S|.", "U.S."}, {"U.S.| l", "U.S."}, {"l|’UE", "l"}, {"l’|UE", "UE"}, {"l’UE| ", "UE"},
		{"習|近", "近"}, {"習近|", "近"},
	} {
		before, after, _ := strings.Cut(c.at, "|")
		b := strings.Index(text, before+after) + len(before)
		s, e, ok := tab.WordAt(b)
		if got := text[s:e]; got != c.want || ok != (c.want != "") {
			t.Errorf("WordAt %q = %q, %v, want %q", c.at, got, ok, c.want)
		}
	}
}

func TestWordStepsGoBackTheWayTheyCame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		end := 0
		for b := tab.NextWord(0); b < len(text); b = tab.NextWord(b) {
			s, e, ok := tab.WordAt(b)
			if !ok || s != b || e <= s || s < end {
				t.Fatalf("NextWord gave %d, where the word is %d to %d (%v), after one that ends at %d, in %q", b, s, e, ok, end, text)
			}
			if !tab.IsGrapheme(s) || !tab.IsGrapheme(e) {
				t.Fatalf("the word %q cuts a cluster in %q", text[s:e], text)
			}
			if !strings.ContainsFunc(text[s:e], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
				t.Fatalf("%q is no word", text[s:e])
			}
			if got := tab.PrevWord(e); got != s {
				t.Fatalf("PrevWord(%d) = %d, want %d in %q", e, got, s, text)
			}
			end = e
		}
	})
}

func TestWordsAgreeWithReadingFromTheStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		// a table of the rest of the text, from any word on that follows a line feed, finds the same words
		cut := strings.LastIndexByte(text, '\n') + 1
		rest := offset.New(text[cut:])
		for b := cut; b <= len(text); b++ {
			want := rest.NextWord(b-cut) + cut
			if got := tab.NextWord(b); got != want {
				t.Fatalf("NextWord(%d) = %d, want %d in %q", b, got, want, text)
			}
			s, e, ok := tab.WordAt(b)
			rs, re, rok := rest.WordAt(b - cut)
			if ok != rok || ok && (s != rs+cut || e != re+cut) {
				t.Fatalf("WordAt(%d) = %d, %d, %v, want %d, %d, %v in %q", b, s, e, ok, rs+cut, re+cut, rok, text)
			}
		}
	})
}

// wordPieces are what words are made of and parted by.
var wordPieces = []string{"a", "Word", "U.S", ".", ",", ", ", " ", "  ", "!", "?)", "\n", "\r\n", "7", "1,000", "_", "’s", "'", ":", "-", "é", "e\u0301", "\u0301", "\u200d", "👨‍👩‍👧", "王", "א", "カ", "\u00ad",
	"“", "”", "’", "–", "—", "…", "\"", "(", ";", "/", "Ab3"}

func TestWordsThatNeedNoRulesEndWhereTheRulesSay(t *testing.T) {
	seen := 0
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(wordPieces)).Draw(t, "pieces"), "")
		tab := offset.New(text)
		for s := 0; s < len(text); {
			plain, ruled := tab.Ends(s)
			if plain > 0 {
				seen++
				if plain != ruled {
					t.Fatalf("%q from %d: %d, by the rules %d", text, s, plain, ruled)
				}
			}
			s = ruled
		}
	})
	if seen == 0 {
		t.Error("no word was plain")
	}
}

func TestWordsOfAPartAreThoseOfAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(wordPieces)).Draw(t, "pieces"), "")
		from := rapid.IntRange(0, len(text)).Draw(t, "from")
		to := rapid.IntRange(from, len(text)).Draw(t, "to")
		tab := offset.New(text)
		var want, got []string
		for b := tab.NextWord(-1); b < len(text); b = tab.NextWord(b) {
			if start, end, ok := tab.WordAt(b); ok && start >= offset.RuneStart(text, from) && start < offset.RuneStart(text, to) {
				want = append(want, text[start:end])
			}
		}
		if start, end, ok := tab.WordAt(0); ok && start == 0 && offset.RuneStart(text, from) == 0 && offset.RuneStart(text, to) > 0 {
			want = append([]string{text[start:end]}, want...)
		}
		for start, end := range tab.Words(from, to) {
			got = append(got, text[start:end])
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("%q %d-%d: %s", text, from, to, d)
		}
	})
}
