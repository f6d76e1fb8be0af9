package propose

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/offset"
)

func TestOccurrences(t *testing.T) {
	for _, c := range []struct{ text, surface, want string }{
		{"[Trump]’s Trumpet, [Trump]-Putin, UnTrump; TRUMP, ([Trump]) [Trump]. Trumps’", "Trump", ""},
		{"[Trump]'s and [Trump]’", " Trump ", ""},
		{"the [President] and the president", "President", ""},
		{"the [President] and the [president], vice-[president]", "president", ""},
		{"[U.S.] talks, the [U.S.]-Russia row in the [U.S.]", "U.S.", ""},
		{"[Donald Trump] and [Donald\nTrump], [Donald\u00a0 Trump]; Donald\n\nTrump, DonaldTrump", "Donald Trump", ""},
		{"l’[Europe] d’[Europe], Européens", "Europe", ""},
		{"[Díaz] Diaz Di\u0301az", "Díaz", ""},
		{"[習近平]と[習近平]", "習近平", ""},
		{"[Ł] Łódź [Ł]", "Ł", ""},
		{"[İstanbul] istanbul [İstanbul]’s", "İstanbul", ""},
		{"[שלום] ושלום [שלום]", "שלום", ""},
		{"e\u0301 [e] e\u0301", "e", ""},
		{"[o’clock] clock", "o’clock", ""},
		{"[“Star] Wars” x[“Star]", "“Star", ""},
		{"[a] aa [a] aaa", "a", ""},
		{"[A A] A A A A", "A A", "[A A] [A A] [A A]"},
		{"nothing", "", ""},
		{"nothing", "  ", ""},
	} {
		want := c.want
		if want == "" {
			want = c.text
		}
		text := strings.NewReplacer("[", "", "]", "").Replace(c.text)
		got, last := "", 0
		for s := range Occurrences(text, offset.New(text), annotate.Span{End: len(text)}, c.surface) {
			got += text[last:s.Start] + "[" + text[s.Start:s.End] + "]"
			last = s.End
		}
		got += text[last:]
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", c.surface, d)
		}
	}
}

func TestOccurrencesAreWholeWordsThatReadAsTheSurface(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := quotedText.Draw(t, "text")
		surface := rapid.SampledFrom([]string{"Trump", "a", "é", "習", "s Trump", "“", "ש", "trump"}).Draw(t, "surface")
		tab := offset.New(text)
		last := 0
		for s := range Occurrences(text, tab, annotate.Span{End: len(text)}, surface) {
			if s.Start < last || s.End > len(text) || !tab.IsGrapheme(s.Start) || !tab.IsGrapheme(s.End) {
				t.Fatalf("%+v in %q", s, text)
			}
			found := strings.Join(strings.Fields(text[s.Start:s.End]), " ")
			if found != surface && (surface != strings.ToLower(surface) || !strings.EqualFold(found, surface)) {
				t.Fatalf("%q is not %q", found, surface)
			}
			last = s.End
		}
	})
}

func TestOccurrencesWithinAPartBeginInIt(t *testing.T) {
	text := "Ana met Ana, and Ana Ana left; ana"
	all := slices.Collect(Occurrences(text, offset.New(text), annotate.Span{End: len(text)}, "Ana"))
	for from := range len(text) {
		for to := from; to <= len(text); to++ {
			var want []annotate.Span
			for _, s := range all {
				if s.Start >= from && s.Start < to {
					want = append(want, s)
				}
			}
			if got := slices.Collect(Occurrences(text, offset.New(text), annotate.Span{Start: from, End: to}, "Ana")); !slices.Equal(got, want) {
				t.Fatalf("%d-%d: %v, not %v", from, to, got, want)
			}
		}
	}
}

func BenchmarkOccurrencesInHostileText(b *testing.B) {
	for _, c := range []struct{ unit, surface string }{{"a", "a"}, {"a ", "a a"}, {"aa", "aaaaaaaa"}, {"A\n", "A"}, {"\u0301", "a"}, {"習", "習"}, {" ", "a b"}} {
		text := strings.Repeat(c.unit, 1<<20/len(c.unit))
		b.Run(fmt.Sprintf("%q in %q", c.surface, c.unit), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				for range Occurrences(text, offset.New(text), annotate.Span{End: len(text)}, c.surface) {
				}
			}
		})
	}
}

func FuzzOccurrences(f *testing.F) {
	f.Add("Trump’s Trump-Putin Donald\nTrump", "Donald Trump")
	f.Add("e\u0301 习近平", "习")
	f.Fuzz(func(t *testing.T, text, surface string) {
		last := annotate.Span{}
		for s := range Occurrences(text, offset.New(text), annotate.Span{End: len(text)}, surface) {
			if s.Start < last.End || s.Len() <= 0 || s.End > len(text) {
				t.Fatalf("%+v after %+v", s, last)
			}
			last = s
		}
	})
}

func BenchmarkOccurrences(b *testing.B) {
	unit := "Trump said on Sept. 28 that the Trump-Putin talks “remain open.” A face-to-face meeting would follow.\n\n"
	text := strings.Repeat(unit, 1<<20/len(unit))
	tab := offset.New(text)
	for range Occurrences(text, tab, annotate.Span{End: len(text)}, "Trump") {
	}
	for _, surface := range []string{"Trump", "said", "Vladimir Putin"} {
		b.Run(surface, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				for range Occurrences(text, tab, annotate.Span{End: len(text)}, surface) {
				}
			}
		})
	}
}
