package ingest

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The lines of long texts are read by rules that leave out the slow patterns where these cannot match. Here all
// patterns are tried on every line.

func thoroughWording(s string) wording {
	if strings.IndexFunc(s, isWordRune) < 0 {
		return wording{label: isRule}
	}
	if w := thoroughPart(s); w.label != noLabel {
		return w
	}
	parts := partSeparators.Split(s, -1)
	if len(parts) < 2 {
		return wording{}
	}
	var all wording
	for _, text := range parts {
		w := thoroughPart(strings.TrimSpace(text))
		if w.label == noLabel {
			return wording{}
		}
		if all.label == noLabel || w.label == isByline {
			all.label = w.label
		}
		if all.authors == "" {
			all.authors = w.authors
		}
		if all.readingTime == "" {
			all.readingTime = w.readingTime
		}
		if all.date == "" {
			all.date = w.date
		}
	}
	return all
}

func thoroughPart(s string) wording {
	line := strings.Join(strings.Fields(s), " ")
	bare := strings.ToLower(strings.Trim(line, " .:…→›»>*_[]()"))
	notice := false
	for _, prefixes := range noticePrefixes {
		notice = notice || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(bare, p) })
	}
	if r, _ := utf8.DecodeRuneInString(s); r == '©' || captionCredit.MatchString(s) {
		notice = true
	}
	switch {
	case endingWords[bare]:
		return wording{label: isEnding}
	case toolWords[bare]:
		return wording{label: isShare}
	case notice:
		return wording{label: isNotice}
	}
	if hasDigit(s) {
		if readingTime.MatchString(bare) {
			return wording{label: isReadingTime, readingTime: line}
		}
		if iso, ok := thoroughDate(s); ok {
			return wording{label: isDate, date: iso}
		}
	}
	if names, date, ok := matchByline(strings.Trim(line, " ()[]*_")); ok {
		return wording{label: isByline, authors: names, date: date}
	}
	return wording{}
}

func thoroughDate(s string) (iso string, ok bool) {
	rest, first := plainSpaces(s), ""
	for n := 0; n < 3; n++ {
		found, before, after, ok := matchDate(rest)
		if !ok {
			if n == 0 {
				return "", false
			}
			break
		}
		if n == 0 && !saysChanged(before) {
			first = found
		}
		rest = before + " " + after
	}
	for _, w := range strings.FieldsFunc(strings.ToLower(rest), func(r rune) bool { return !isWordRune(r) && r != '\'' && r != '’' }) {
		if !dateWords[w] {
			return "", false
		}
	}
	return first, true
}

func checkWording(t fataler, line string) {
	t.Helper()
	if got, want := readWording(line), thoroughWording(line); got != want {
		t.Fatalf("%q reads as %+v, with all patterns as %+v", line, got, want)
	}
	if got, want := oneLine(line), strings.Join(strings.Fields(line), " "); got != want {
		t.Fatalf("%q on one line is %q, want %q", line, got, want)
	}
	wide := 0
	for _, r := range line {
		if isWide(r) {
			wide++
		}
	}
	if got, want := countWords(line), len(strings.Fields(line))+wide/2; got != want {
		t.Fatalf("%q has %d words, want %d", line, got, want)
	}
}

// lineParts are what lines around an article are made of, and what is like it.
var lineParts = rapid.OneOf(
	rapid.SampledFrom(slices.Sorted(func(yield func(string) bool) {
		for _, set := range []map[string]bool{dateWords, endingWords, toolWords, sectionWords, nameParticles} {
			for w := range set {
				if !yield(w) {
					return
				}
			}
		}
		for w := range monthPrefixes {
			if !yield(w) {
				return
			}
		}
		for z := range zones {
			if !yield(z) {
				return
			}
		}
	})),
	rapid.SampledFrom([]string{
		"1", "03", "28", "31st", "2nd", "3º", "1er", "1998", "2025", "2025-09-28", "28.9.2025", "9/28/2025", "2025年9月28日", "2025년 9월 28일", "28 September 2025", "May 3, 2020", "3 de mayo de 2020",
		"10:14", "10h30", "10.14 Uhr", "9 a.m.", "9pm", "T10:14Z", "+02:00", "cestam", "meszpm", "zéros", "годами", "года", "hé", "amé", "日更新", "분",
		"By", "by", "BY", "Von", "Par", "Written by", "Story by", "ſtory by", "Author:", "作者：", "文/", "记者", "Ana Díaz", "Bo Li", "al-Sayed", "news@example.org", "Reuters", "Kelvin",
		"5 min read", "5-minute read", "Lesezeit: 5 min", "阅读时间 5 分钟", "5 分钟阅读", "Image: Ana Díaz.", "photo credit: Bo", "Photo:", "©", "(c) 2025", "Copyright",
		"|", "·", "•", "–", "—", "-", "/", "\t", "\n", ";", ",", ".", ":", "(", ")", "’", "'", "“", "”", "\u00a0", "\u3000", "\u200b", "e\u0301", "👩‍👩‍👧", "שלום", "صوت", "港口", "harbour", "Hamburg", "ſ", "K", "İstanbul",
	}),
)

var aLine = rapid.Custom(func(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(1, 9).Draw(t, "parts") {
		part := lineParts.Draw(t, "part")
		switch rapid.IntRange(0, 5).Draw(t, "case") {
		case 0:
			part = strings.ToUpper(part)
		case 1:
			first, n := utf8.DecodeRuneInString(part)
			part = strings.ToTitle(string(first)) + part[n:]
		}
		b.WriteString(part)
		b.WriteString(rapid.SampledFrom([]string{" ", " ", " ", " ", "", "  ", "\u00a0", ", "}).Draw(t, "gap"))
	}
	return strings.TrimSpace(b.String())
})

func TestLinesReadAsWithAllPatterns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkWording(t, rapid.OneOf(aLine, aLine, strange).Draw(t, "line"))
	})
}

func FuzzWording(f *testing.F) {
	for _, s := range []string{"By Ana Díaz | 28 September 2025 | 5 min read", "Published 2020-01-01T10:14 cestam", "2025年9月28日更新", "By Ana May 3, 2020 — Reuters"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if line = strings.ToValidUTF8(line, "\uFFFD"); len(line) < 400 {
			checkWording(t, line)
		}
	})
}

func TestLinesOfRealTextsReadAsWithAllPatterns(t *testing.T) {
	files := corpusFiles(t, "seed", "gum-news-en", "litbank", "fr-litbank", "brat-news-tutorial", "wikinews-de-quotes")
	lines := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := plainDraft(string(raw), pace{})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range d.pieces {
			line := d.text[p.span.Start:p.span.End]
			if len(line) <= 1200 {
				checkWording(t, line)
				lines++
			}
		}
	}
	if lines < 1000 {
		t.Errorf("only %d lines were read", lines)
	}
}

func TestMonthsByWhatTheyBeginWith(t *testing.T) {
	for name := range monthNames {
		for i := range name + " " {
			word := name[:i]
			want := monthNames[word]
			if want == 0 && utf8.RuneCountInString(word) >= 3 {
				found := map[time.Month]bool{}
				for other, m := range monthNames {
					if strings.HasPrefix(other, word) {
						found[m] = true
						want = m
					}
				}
				if len(found) > 1 {
					want = 0
				}
			}
			if got := month(word); got != want {
				t.Errorf("%q is %v, want %v", word, got, want)
			}
		}
	}
	if month("mar.") != time.March || month("ju") != 0 || month("junk") != 0 {
		t.Errorf("a short name, or what is none, is taken otherwise")
	}
}
