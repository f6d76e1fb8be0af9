package propose

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestQuotationsOfRealTexts reads all texts at hand: nothing may cross, and hardly a mark may be left
// without a partner.
func TestQuotationsOfRealTexts(t *testing.T) {
	const data = "../../../shared/data"
	if _, err := os.Stat(data); err != nil {
		t.Skip("no corpora beside the project")
	}
	c := marks(t)
	for _, dir := range []string{"seed", "gum-news-en", "litbank/quotations", "fr-litbank/citations", "wikinews-de-quotes"} {
		texts, found, unclosed, double := 0, 0, 0, 0
		err := filepath.WalkDir(filepath.Join(data, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, ok := readText(t, path)
			if !ok {
				return nil
			}
			texts++
			qs := c.Quotations(text)
			checkQuotations(t, text, qs)
			for _, q := range qs {
				found++
				if !q.Closed {
					unclosed++
					t.Logf("%s: unclosed %.70q", filepath.Base(path), text[q.Outer.Start:q.Outer.End])
				}
				if strings.Count(text[q.Outer.Start:q.Outer.End], "\n\n") > 3 {
					t.Logf("%s: long %.70q", filepath.Base(path), text[q.Outer.Start:q.Outer.End])
				}
			}
			for _, r := range text {
				if isMark(r) && !apostrophic(r) {
					double++
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d texts, %d quotations, %d of them unclosed, from %d double marks", dir, texts, found, unclosed, double)
		if found == 0 && double > 0 || unclosed*50 > found+50 {
			t.Errorf("%s: %d of %d quotations are unclosed", dir, unclosed, found)
		}
	}
}

// readText returns the text of a corpus file: plain text as it is, tokens joined by spaces.
func readText(t *testing.T, path string) (string, bool) {
	switch filepath.Ext(path) {
	case ".txt":
		if strings.HasPrefix(filepath.Base(path), "LICENSE") {
			return "", false
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(b), true
	case ".json":
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var doc struct{ Sentences []struct{ Tokens []string } }
		if json.Unmarshal(b, &doc) != nil || len(doc.Sentences) == 0 {
			return "", false
		}
		var text strings.Builder
		for _, s := range doc.Sentences {
			text.WriteString(strings.Join(s.Tokens, " ") + "\n")
		}
		return text.String(), true
	}
	return "", false
}
