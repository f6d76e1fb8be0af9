package find_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/find"
	"quoth/annotate/offset"
)

// all finds everything in slices of n bytes.
func all(text string, q find.Query, n int) []annotate.Span {
	s := find.New(text, offset.New(text), q, 0, len(text))
	var out []annotate.Span
	for more := true; more; {
		var hits []annotate.Span
		hits, more = s.Next(n)
		out = append(out, hits...)
	}
	return out
}

func words(text string, hits []annotate.Span) []string {
	var out []string
	for _, h := range hits {
		out = append(out, text[h.Start:h.End])
	}
	return out
}

func TestWordsAreFoundAsAReaderReadsThem(t *testing.T) {
	for _, c := range []struct {
		text  string
		query find.Query
		want  []string
	}{
		{"The Résumé, a resume, RE\u0301SUME\u0301.", find.Query{Words: "resume"}, []string{"Résumé", "resume", "RE\u0301SUME\u0301"}},
		{"The Résumé, a resume.", find.Query{Words: "Résumé", Case: true}, []string{"Résumé"}},
		{"The Re\u0301sume\u0301, a resume.", find.Query{Words: "Résumé", Case: true}, []string{"Re\u0301sume\u0301"}},
		{"cafe\u0301 cafe", find.Query{Words: "cafe", Case: true}, []string{"cafe\u0301", "cafe"}[1:]},
		{"She said “we don’t know” – twice.", find.Query{Words: `"we don't know" -`}, []string{"“we don’t know” –"}},
		{"the harbour\r\n\r\n  master", find.Query{Words: "harbour master"}, []string{"harbour\r\n\r\n  master"}},
		{"Łódź and Straße and ﬁre", find.Query{Words: "lodz"}, []string{"Łódź"}},
		{"Łódź and Straße and ﬁre", find.Query{Words: "strasse"}, []string{"Straße"}},
		{"Łódź and Straße and ﬁre", find.Query{Words: "fi"}, []string{"ﬁ"}},
		{"ß", find.Query{Words: "s"}, []string{"ß"}},
		{"the other is there, The end", find.Query{Words: "the", Whole: true}, []string{"the", "The"}},
		{"Trump’s court; Trumpet", find.Query{Words: "trump", Whole: true}, []string{"Trump"}},
		{"习近平在东京", find.Query{Words: "东京", Whole: true}, []string{"东京"}},
		{"הַשָּׁלוֹם שלום", find.Query{Words: "שלום"}, []string{"שָּׁלוֹם", "שלום"}},
		{"a 👨‍👩‍👧 and a 👨", find.Query{Words: "👨"}, []string{"👨"}},
		{"👍🏽 👍", find.Query{Words: "👍"}, []string{"👍"}},
		{"🇩🇪🇺🇸", find.Query{Words: "🇪🇺"}, nil},
		{"がか", find.Query{Words: "か"}, []string{"か"}},
		{"aaaa", find.Query{Words: "aa"}, []string{"aa", "aa"}},
		{"anything", find.Query{}, nil},
		{"", find.Query{Words: "a"}, nil},
	} {
		for _, n := range []int{1, 3, 1 << 20} {
			if got := words(c.text, all(c.text, c.query, n)); !slices.Equal(got, c.want) {
				t.Errorf("%+v in %q by %d bytes: %q, not %q", c.query, c.text, n, got, c.want)
			}
		}
	}
}

func TestPartsOfATextTogetherHaveTheHitsOfTheWhole(t *testing.T) {
	text := strings.Repeat("one harbour and\nanother harbour; ", 40)
	q := find.Query{Words: "harbour and another"}
	want := all(text, q, 100)
	for cut := range len(text) {
		if text[cut] == ' ' || cut > 0 && text[cut-1] == ' ' {
			continue // white space at a border would be two hits or none
		}
		var got []annotate.Span
		for _, part := range []annotate.Span{{End: cut}, {Start: cut, End: len(text)}} {
			s := find.New(text, offset.New(text), q, part.Start, part.End)
			for more := true; more; {
				var hits []annotate.Span
				hits, more = s.Next(64)
				got = append(got, hits...)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("cut at %d: %d hits, not %d", cut, len(got), len(want))
		}
	}
}

var pieces = []string{
	"a", "A", "b", "á", "a\u0301", "a\u0323\u0308", " ", "  ", "\n", "\r\n", "\u00a0", "\t", "“", "”", "\"", "’", "'", "–", "-", "…", ".",
	"ß", "s", "ﬁ", "f", "i", "İ", "ı", "ł", "\u00ad", "\u200d", "\u200f", "\ufe0f", "👩‍👩‍👧", "👩", "👍🏽", "👍", "🇸🇪", "🇸🇪🇩🇪", "1️⃣", "1",
	"ש", "שָׁ", "لَ", "ل", "が", "か", "東", "京", "क्षि", "क", "ไ", "น้ำ", "한", "하", "ς", "Σ", "\xff", "\xe2\x80",
}

func drawn(t *rapid.T, name string, most int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, most).Draw(t, name), "")
}

// Every hit is whole clusters that read like the query; and everything that is whole clusters and folds
// to exactly the query is in a hit, however the text was sliced.
func TestHitsAreWhatFoldsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, q := drawn(t, "text", 24), find.Query{Words: drawn(t, "query", 3), Case: rapid.Bool().Draw(t, "case")}
		tab := offset.New(text)
		hits := all(text, q, 1<<20)
		if by := all(text, q, rapid.IntRange(1, 9).Draw(t, "slice")); !slices.Equal(by, hits) {
			t.Fatalf("in slices %v, at once %v", by, hits)
		}
		needle := find.Fold(q.Words, q.Case)
		last := 0
		for _, h := range hits {
			if h.Start < last || h.Len() <= 0 || !tab.IsGrapheme(h.Start) || !tab.IsGrapheme(h.End) {
				t.Fatalf("hit %v splits a cluster or overlaps in %q", h, text)
			}
			last = h.End
			if !bytes.Contains(find.Fold(text[h.Start:h.End], q.Case), needle) {
				t.Fatalf("hit %q does not hold %q", text[h.Start:h.End], q.Words)
			}
		}
		if len(needle) == 0 {
			return
		}
		for start := 0; start < len(text); start = tab.NextGrapheme(start) {
			for end := tab.NextGrapheme(start); ; end = tab.NextGrapheme(end) {
				s := annotate.Span{Start: start, End: end}
				if bytes.Equal(find.Fold(text[start:end], q.Case), needle) && !slices.ContainsFunc(hits, s.Overlaps) {
					t.Fatalf("%q at %d of %q reads like %q and was not found", text[start:end], start, text, q.Words)
				}
				if end == len(text) {
					break
				}
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("Résumé of a résumé", "resume", false, true, 4)
	f.Add("👩‍👩‍👧\r\n“x”", "\"x", true, false, 1)
	f.Fuzz(func(t *testing.T, text, query string, exact, whole bool, n int) {
		tab := offset.New(text)
		for _, h := range all(text, find.Query{Words: query, Case: exact, Whole: whole}, max(1, n)) {
			if h.Start < 0 || h.End > len(text) || h.Len() <= 0 || !tab.IsGrapheme(h.Start) || !tab.IsGrapheme(h.End) {
				t.Fatalf("%v in %q", h, text)
			}
		}
	})
}

func BenchmarkScan(b *testing.B) {
	for name, p := range map[string]string{
		"ascii":    "The harbour master said that talks remain open. ",
		"latin":    "La présidente a déclaré que « l’accord » reste possible – hélas. ",
		"cyrillic": "Пресс-секретарь заявил, что переговоры продолжаются. ",
		"han":      "习近平在东京说：“会谈仍然开放。”",
	} {
		text := strings.Repeat(p, 1<<20/len(p))
		tab := offset.New(text)
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				s := find.New(text, tab, find.Query{Words: "negotiations"}, 0, len(text))
				for more := true; more; {
					_, more = s.Next(1 << 18)
				}
			}
		})
	}
}
