package offset_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate/offset"
)

// sentencesOf walks a text with NextSentence and returns every sentence.
func sentencesOf(text string) []string {
	tab := offset.New(text)
	var got []string
	s, e := tab.SentenceAt(0)
	for s < e {
		got = append(got, text[s:e])
		if s = tab.NextSentence(s); s == len(text) {
			break
		}
		s, e = tab.SentenceAt(s)
	}
	return got
}

// Each case is a text with a bar wherever a sentence ends; the bar and the spaces after it are what
// stands between two sentences.
func TestSentencesOfNews(t *testing.T) {
	for _, text := range []string{
		"He’s ready to host U.S. President Donald Trump for a meeting.| Kremlin spokesman Dmitry Peskov announced it.",
		"Mr. Smith met Dr. J. R. Jones.| They talked.",
		"It opened on Sept. 28, 2025, in Moscow.| Nobody came.",
		"He lives in the U.S.| The president does not.",
		"It was 5 p.m. Friday.| At 6 a.m. he left.| It ended at 9 p.m.| The crowd went home.",
		"Peskov stated, “Everything depends on Trump’s decision.”| This straightforward declaration underscores it.",
		"“Really?” he asked.| “Yes!” she said.",
		"“Go.”| “I am going.”| “Good.”",
		"He said, ‘No.| We stay.’ and left.",
		"\"It is over,\" he said.| \"We won.\"| Then he left.",
		"Apple Inc. reported earnings.| Shares of Apple Inc.| The company fell.",
		"See No. 5 and Fig. 3, e.g. the U.K. figures, i.e. those of St. Petersburg.| Done.",
		"The party vs. Rep. Adams et al. was long...| It ended.",
		"It rose 3.5 percent to $1.2 bn.| He turned 28.| Peskov said so.",
		"Er kommt am 28. September nach Berlin, z. B. mit Dr. Meier.| Das sagte er am 1. Mai.",
		"„Wir kommen.“| Das sagte Frau Dr. Weber am 3. Platz der Liste.",
		"«\u00a0Non.\u00a0»| Il est parti.| «\u00a0Vraiment\u202f?\u00a0» demanda-t-il.",
		"»Ja.«| »Nein.«| Er ging.",
		"M. Le Pen a parlé.| Mme. Royal aussi.",
		"”Jag går.”| Han gick.",
		"他说：“走吧。”|他走了。|你呢？",
		"「行こう。」と言った。|彼は去った。",
		"سأل: هل تعود؟| نعم.",
		"Yahoo! said it grew.| So did Jeopardy! fans.",
		"1. The plan is ready.| 2. It works.",
		"Plan B. failed.| J. K. Rowling and George W. Bush left.",
		"Wow!| 😀😀 Great! 👍🏽",
		"No end here",
		"World News|\n\nPutin Awaits Trump Decision|\n\nKremlin says so.",
		"Title of the thing|\nBody of it begins.",
		"Ends with Mr.|\n\nSmith begins anew.",
		"A first line of text that is long enough to be wrapped\nby hand goes on.| And so|\non.",
		"The president of the republic met with Prime Minister\nLars Svensson in the old town on Tuesday to talk about\nthe border.| They agreed.",
		"One.|\r\n\r\nTwo.|\r\n",
	} {
		var want []string
		for part := range strings.SplitSeq(text, "|") {
			if part = strings.TrimSpace(part); part != "" {
				want = append(want, part)
			}
		}
		if d := cmp.Diff(want, sentencesOf(strings.ReplaceAll(text, "|", ""))); d != "" {
			t.Errorf("%q:\n%s", text, d)
		}
	}
}

func TestSentenceAtTheCaret(t *testing.T) {
	text := "  One two. Three.\n\nFour"
	tab := offset.New(text)
	for b, want := range []string{
		0: "One two.", 2: "One two.", 9: "One two.", 10: "One two.", 11: "Three.", 17: "Three.", 18: "Three.", 19: "Four", 23: "Four",
	} {
		if want == "" {
			continue
		}
		s, e := tab.SentenceAt(b)
		if got := text[s:e]; got != want {
			t.Errorf("SentenceAt(%d) = %q, want %q", b, got, want)
		}
	}
	for _, c := range []struct{ b, next, prev int }{{0, 2, 0}, {2, 11, 0}, {3, 11, 2}, {11, 19, 2}, {12, 19, 11}, {19, 23, 11}, {23, 23, 19}} {
		if got := tab.NextSentence(c.b); got != c.next {
			t.Errorf("NextSentence(%d) = %d, want %d", c.b, got, c.next)
		}
		if got := tab.PrevSentence(c.b); got != c.prev {
			t.Errorf("PrevSentence(%d) = %d, want %d", c.b, got, c.prev)
		}
	}
	if s, e := offset.New(" \n ").SentenceAt(2); s != 2 || e != 2 {
		t.Errorf("a text of white space has the sentence %d to %d", s, e)
	}
}

func TestSentencesHoldEveryWordOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		tab := offset.New(text)
		end := 0
		for b := tab.NextSentence(-1); ; b = tab.NextSentence(b) {
			if b == 0 && end > 0 {
				t.Fatalf("NextSentence went back in %q", text)
			}
			s, e := tab.SentenceAt(b)
			if b == len(text) {
				if strings.TrimFunc(text[min(end, len(text)):], unicode.IsSpace) != "" && end > 0 {
					t.Fatalf("%q is in no sentence of %q", text[end:], text)
				}
				break
			}
			if b > 0 && s != b {
				t.Fatalf("NextSentence gave %d, where the sentence is %d to %d in %q", b, s, e, text)
			}
			if !tab.IsGrapheme(s) || !tab.IsGrapheme(e) || s < end {
				t.Fatalf("sentence %d to %d cuts a cluster or the one before in %q", s, e, text)
			}
			if between := text[end:s]; end > 0 && strings.TrimFunc(between, unicode.IsSpace) != "" {
				t.Fatalf("%q is in no sentence of %q", between, text)
			}
			if strings.Contains(strings.TrimSpace(text[s:e]), "\n\n") {
				t.Fatalf("%q runs over an empty line", text[s:e])
			}
			end = e
		}
	})
}

func BenchmarkHostileText(b *testing.B) {
	for name, unit := range map[string]string{
		"spaces after a full stop": " ", "closing marks": ")", "combining marks": "\u0301", "emoji joined": "👩\u200d",
		"flags": "🇸", "one word": "a", "digits and stops": "1.", "initials": "A.", "apostrophes": "a’", "line feeds": "\n", "broken": "\xe2\x80",
	} {
		text := "Mr. a." + strings.Repeat(unit, 200_000/len(unit)) + " End."
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				tab := offset.New(text)
				for at := 0; at < len(text); at += len(text)/50 + 1 {
					tab.SentenceAt(at)
					tab.WordAt(at)
					tab.NextGrapheme(at)
					tab.PrevWord(at)
					tab.UTF16(at)
				}
			}
		})
	}
}

func FuzzTable(f *testing.F) {
	for _, p := range append(append([]string{}, pieces...), broken...) {
		f.Add("He said. "+p+" U.S. "+p+p, 3)
	}
	f.Fuzz(func(t *testing.T, text string, b int) {
		tab := offset.New(text)
		if s, e, ok := tab.WordAt(b); ok && (s >= e || !tab.IsGrapheme(s) || !tab.IsGrapheme(e)) {
			t.Errorf("word %d to %d", s, e)
		}
		if s, e := tab.SentenceAt(b); s > e || s < e && (!tab.IsGrapheme(s) || !tab.IsGrapheme(e)) {
			t.Errorf("sentence %d to %d", s, e)
		}
		if n, p := tab.NextGrapheme(b), tab.PrevGrapheme(b); n < p || !tab.IsGrapheme(n) || !tab.IsGrapheme(p) {
			t.Errorf("clusters %d and %d", p, n)
		}
		if back, err := tab.FromRunes(tab.Runes(b)); err != nil || tab.Runes(back) != tab.Runes(b) {
			t.Errorf("code points: %v", err)
		}
		if back, err := tab.FromUTF16(tab.UTF16(b)); err != nil || tab.UTF16(back) != tab.UTF16(b) {
			t.Errorf("UTF-16: %v", err)
		}
		tab.NextWord(b)
		tab.PrevWord(b)
		tab.NextSentence(b)
		tab.PrevSentence(b)
		tab.Trim(b, b+9)
	})
}

// sentencePieces are what ends sentences, and what keeps them from ending.
var sentencePieces = []string{"Word", "word", "U.S", "3", " ", "  ", ".", ". ", "!", "? ", ",", "\"", ")", "“", "”", "’", "«", "»", "-", "…", "\r", "\n", "\u0085", "\u2028",
	"é", "É", "e\u0301", "\u0301", "\u00ad", "\u200d", "王", "。", "カ", "א", "Д", "․", "‼", "։", "한", "🙂", "\t", "\u00a0"}

func TestSentencesThatNeedFewRulesEndWhereTheRulesSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(sentencePieces), 0, 30).Draw(t, "pieces"), "")
		if rapid.IntRange(0, 9).Draw(t, "mixed") == 0 {
			text = mixedText().Draw(t, "text")
		}
		found, ruled := offset.SentenceEnds(text)
		if d := cmp.Diff(ruled, found); d != "" {
			t.Fatalf("%q: %s", text, d)
		}
	})
	for r := range '\uffff' { // what ends no sentence without the rules
		text := "a" + string(r) + " B"
		if found, ruled := offset.SentenceEnds(text); !slices.Equal(found, ruled) {
			t.Errorf("%q ends at %d, by the rules at %d", text, found, ruled)
		}
	}
}
