//go:build !headless

package ui

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/offset"
)

// underlined writes runs with what differs in brackets.
func underlined(text string, mine []annotate.Span, others ...[]annotate.Span) string {
	var b strings.Builder
	for _, r := range versionWords(text, mine, others) {
		if r.Under {
			b.WriteString("[" + r.Text + "]")
		} else {
			b.WriteString(r.Text)
		}
	}
	return b.String()
}

func TestWhatNotAllVersionsHaveIsMarked(t *testing.T) {
	text := "She said: “We sail in any weather,” and left. “At six.”"
	on := func(words ...string) (out []annotate.Span) {
		for _, w := range words {
			i := strings.Index(text, w)
			out = append(out, annotate.Span{Start: i, End: i + len(w)})
		}
		return out
	}
	for _, c := range []struct{ got, want string }{
		{underlined(text, on("“We sail in any weather,”"), on("“We sail in any weather,")), "“We sail in any weather,[”]"},
		{underlined(text, on("“We sail in any weather,"), on("“We sail in any weather,”")), "“We sail in any weather,"},
		{underlined(text, on("We sail in any"), on("sail in any weather"), on("We sail")), "[We ]sail[ in any]"},
		{underlined(text, on("“We sail in any weather,”", "“At six.”"), on("“We sail in any weather,”")), "“We … weather,” … [“At six.”]"},
	} {
		if c.got != c.want {
			t.Errorf("it shows %s; want %s", c.got, c.want)
		}
	}
	long := "“" + strings.Repeat("one two three ", 30) + "end.”"
	all := []annotate.Span{{End: len(long)}}
	less := []annotate.Span{{End: len(long) - len("”")}}
	if got := underlined(long, all, less); got != "“one two three … one two three end.[”]" && !strings.HasSuffix(got, " end.[”]") || len(got) > 60 {
		t.Errorf("of a long quote it shows %s; want its ends", got)
	}
}

// No character is cut in half, whatever it is made of.
func TestShortenedWordsAreWholeCharacters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "👨‍👩‍👧", "한", "ש", "🇳🇴", " ", "word"}), 1, 80).Draw(t, "words"), "")
		keep := rapid.IntRange(1, 20).Draw(t, "keep")
		short := shortened(words, keep)
		if !utf8.ValidString(short) {
			t.Fatalf("%q is cut to %q", words, short)
		}
		begin, end, cut := strings.Cut(short, " … ")
		if !cut {
			if short != words {
				t.Fatalf("%q became %q", words, short)
			}
			return
		}
		table := offset.New(words)
		for _, at := range []int{len(begin), len(words) - len(end)} {
			if at > 0 && at < len(words) && table.NextGrapheme(table.PrevGrapheme(at)) != at {
				t.Fatalf("%q is cut within a character: %q", words, short)
			}
		}
	})
}
