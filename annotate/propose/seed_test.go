package propose_test

import (
	"os"
	"strings"
	"testing"
)

// TestLongArticleIsReadAsACarefulReaderDoes reads an article that lies beside the project. A careful reader finds 21 attributions
// in it; they are told by the first word of the cue and the last
// of the speaker.
func TestLongArticleIsReadAsACarefulReaderDoes(t *testing.T) {
	text, err := os.ReadFile(corpora + "seed/article.txt")
	if err != nil {
		t.Skip("the article is not beside the project")
	}
	careful := []string{
		"says Kremlin", "made Putin", "announced Peskov", "emphasized Peskov", "stated Peskov", "messaging Kremlin", "according accounts", "according TASS",
		"described Trump", "acknowledged he", "make Peskov", "reiterated spokesman", "signaling spokesman", "according TASS", "signaled leaders",
		"acknowledgment Trump", "argue analysts", "caution others", "message Kremlin", "told Peskov", "touted he",
	}
	p := proposeFor(t, "en", string(text))
	direct, right := 0, 0
	found := map[string]int{}
	for _, a := range p.Annotations {
		if a.Type != "quote" {
			continue
		}
		words := p.doc.Surface(a.Spans)
		cue, speaker := strings.Fields(p.words(a.Arg("cue"))+" ."), strings.Fields(". "+p.words(a.Arg("speaker")))
		found[strings.ToLower(cue[0])+" "+speaker[len(speaker)-1]]++
		if a.Attrs["type"] == "direct" {
			direct++
			if !strings.HasPrefix(words, "“Everything") || !strings.Contains(words, "decision") || len(a.Spans) != 1 {
				t.Errorf("a direct quote is %q", words)
			}
		}
	}
	if direct != 2 || found["stated Peskov"] != 1 || found["reiterated spokesman"] != 1 {
		t.Errorf("%d direct quotes; of all quotes there are %v", direct, found)
	}
	for _, c := range careful {
		if found[c] > 0 {
			found[c]--
			right++
		}
	}
	wrong := 0
	for _, n := range found {
		wrong += n
	}
	t.Logf("%d of %d attributions, and %d that a careful reader does not find", right, len(careful), wrong)
	if right < 19 || wrong > 1 {
		t.Errorf("%d of %d attributions are right, %d others are proposed: %v", right, len(careful), wrong, found)
	}
}
