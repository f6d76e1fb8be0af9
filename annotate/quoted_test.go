package annotate_test

import (
	"testing"

	"quoth/annotate"
)

func TestWordsInQuotationMarksHaveOnePair(t *testing.T) {
	for words, want := range map[string]string{
		"Mayor Díaz": "“Mayor Díaz”", "“We will win,”": "“We will win,”", "“We will…": "“We will…”", "win,”": "“win,”",
		"«שלום»": "«שלום»", "「林」": "「林」", "\"so\"": "\"so\"", "”": "”", ",”": ",”", "": "", "🎉": "“🎉”", "’tis": "’tis”",
	} {
		if got := annotate.Quoted(words); got != want {
			t.Errorf("%q becomes %q, want %q", words, got, want)
		}
	}
}
