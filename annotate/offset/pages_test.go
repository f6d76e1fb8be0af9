package offset_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quoth/annotate/offset"
)

// A text that is learned in many small parts, in whatever order, has the borders of one that is learned
// at once.
func TestPartsOfATextHaveTheBordersOfTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixedText(broken...).Draw(t, "text")
		whole := offset.New(text)
		restore := offset.SetPageSize(rapid.IntRange(4, 64).Draw(t, "page"))
		parts := offset.New(text)
		defer restore()
		ask := func(b int) {
			for name, f := range map[string]func(*offset.Table, int) [3]int{
				"IsGrapheme":   func(t *offset.Table, b int) [3]int { return [3]int{yes(t.IsGrapheme(b))} },
				"NextGrapheme": func(t *offset.Table, b int) [3]int { return [3]int{t.NextGrapheme(b)} },
				"PrevGrapheme": func(t *offset.Table, b int) [3]int { return [3]int{t.PrevGrapheme(b)} },
				"WordAt":       func(t *offset.Table, b int) [3]int { s, e, ok := t.WordAt(b); return [3]int{s, e, yes(ok)} },
				"NextWord":     func(t *offset.Table, b int) [3]int { return [3]int{t.NextWord(b)} },
				"PrevWord":     func(t *offset.Table, b int) [3]int { return [3]int{t.PrevWord(b)} },
				"SentenceAt":   func(t *offset.Table, b int) [3]int { s, e := t.SentenceAt(b); return [3]int{s, e} },
				"NextSentence": func(t *offset.Table, b int) [3]int { return [3]int{t.NextSentence(b)} },
				"PrevSentence": func(t *offset.Table, b int) [3]int { return [3]int{t.PrevSentence(b)} },
			} {
				if got, want := f(parts, b), f(whole, b); got != want {
					t.Fatalf("%s(%d) of %q in parts: %v, at once %v", name, b, text, got, want)
				}
			}
		}
		for range 12 { // parts are learned in any order
			ask(rapid.IntRange(-1, len(text)+1).Draw(t, "at"))
		}
	})
}

func yes(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

// The first question about a place must cost the same in a text of any length.
func BenchmarkFirstAsk(b *testing.B) {
	for _, mb := range []int{1, 100} {
		text := strings.Repeat(megabytes["English"], mb)
		for kind, ask := range map[string]func(*offset.Table, int){
			"grapheme": func(t *offset.Table, p int) { t.NextGrapheme(p) },
			"word":     func(t *offset.Table, p int) { t.WordAt(p) },
			"sentence": func(t *offset.Table, p int) { t.SentenceAt(p) },
		} {
			b.Run(kind+"/"+map[int]string{1: "1MB", 100: "100MB"}[mb], func(b *testing.B) {
				tables := make([]*offset.Table, b.N)
				for i := range tables {
					tables[i] = offset.NewValid(text)
				}
				b.ResetTimer()
				for i := range b.N {
					ask(tables[i], len(text)/2+3)
				}
			})
		}
	}
}
