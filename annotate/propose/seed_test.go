package propose_test

import (
	"os"
	"strings"
	"testing"
)

// TestLongArticleIsReadAsACarefulReaderDoes reads an article that lies beside the project. A careful reader finds 21 attributions
// in it; they are told by their cues and speakers.
func TestLongArticleIsReadAsACarefulReaderDoes(t *testing.T) {
	text, err := os.ReadFile(corpora + "seed/article.txt")
	if err != nil {
		t.Skip("the article is not beside the project")
	}
	careful := []string{
		"says by Kremlin", "made it clear by Vladimir Putin", "announced by Dmitry Peskov", "emphasized by Peskov", "stated by Peskov", "messaging by Kremlin",
		"according to by multiple accounts", "According to by TASS", "described by Trump", "acknowledged by he", "make clear by Peskov", "reiterated by spokesman",
		"signaling by spokesman", "According to by TASS", "signaled by both leaders", "acknowledgment by Trump", "argue by Some analysts", "caution by others",
		"message by Kremlin", "told by Peskov", "touted by he",
	}
	p := proposeFor(t, "en", string(text))
	direct, right := 0, 0
	found := map[string]int{}
	for _, a := range p.Annotations {
		if a.Type != "quote" {
			continue
		}
		words := p.doc.Surface(a.Spans)
		found[p.words(a.Arg("cue"))+" by "+p.words(a.Arg("speaker"))]++
		if a.Attrs["type"] == "direct" {
			direct++
			if !strings.HasPrefix(words, "“Everything") || !strings.Contains(words, "decision") || len(a.Spans) != 1 {
				t.Errorf("a direct quote is %q", words)
			}
		}
	}
	if direct != 2 || found["stated by Peskov"] != 1 || found["reiterated by spokesman"] != 1 {
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
	if right < 17 || wrong > 1 {
		t.Errorf("%d of %d attributions are right, %d others are proposed: %v", right, len(careful), wrong, found)
	}
}
