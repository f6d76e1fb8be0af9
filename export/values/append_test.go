package values_test

import (
	"testing"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"

	"quoth/export/values"
)

func TestWordsAreWrittenAsTheLibraryWritesThem(t *testing.T) {
	pieces := []string{
		"a", "plain words ", "\"", "\\", "\n", "\r", "\t", "\b", "\f", "\x00", "\x1f", "\x7f", "/", "<&>", "é", "“", "🙂", "\u2028", "\u2029", "\u2027",
		"�", "שלום", "\xff", "\xe2\x80", "!", " ", "#", "\x80",
	}
	rapid.Check(t, func(t *rapid.T) {
		s := ""
		for _, p := range rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 30).Draw(t, "pieces") {
			s += p
		}
		want, wrong := json.Marshal(s, values.Style)
		got, err := values.AppendWords([]byte("before"), s)
		if (err != nil) != (wrong != nil) {
			t.Fatalf("%q: %v, and the library says %v", s, err, wrong)
		}
		if err == nil && string(got) != "before"+string(want) {
			t.Fatalf("%q: %s, and the library writes %s", s, got, want)
		}
		if values.Sound(s) && string(values.AppendSound(nil, s)) != string(want) {
			t.Fatalf("%q as sound words: %s", s, values.AppendSound(nil, s))
		}
	})
}
