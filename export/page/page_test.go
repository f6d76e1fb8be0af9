package page_test

import (
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/page"
)

// shown returns the words of the articles, without small letters, and how many elements of each name there are.
func shown(t formattest.TB, data string) (words string, tags map[string]int) {
	z := html.NewTokenizer(strings.NewReader(data))
	tags = map[string]int{}
	in, small, depth := false, false, 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Fatalf("%v", z.Err())
			}
			return words, tags
		case html.StartTagToken:
			name, _ := z.TagName()
			tags[string(name)]++
			switch string(name) {
			case "div":
				in, depth = true, 0
			case "sup":
				small = true
			case "i":
				depth++
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			switch string(name) {
			case "div":
				if depth != 0 {
					t.Fatalf("%d marks are not closed", depth)
				}
				in = false
			case "sup":
				small = false
			case "i":
				depth--
			}
		case html.TextToken:
			if in && !small {
				words += string(z.Text())
			}
		}
	}
}

func TestWordsStayWordsWhateverCrosses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := formattest.Records().Draw(t, "record")
		got, _ := shown(t, string(formattest.WriteFiles(t, page.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema()})[""]))
		want := strings.Map(func(c rune) rune {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
				return '\ufffd'
			}
			return c
		}, r.Document.Text)
		if got != want {
			t.Fatalf("shows %q, not %q", got, want)
		}
	})
}

func TestNothingRunsAndNothingIsFetched(t *testing.T) {
	evil := `<script>alert(1)</script><img src=http://x onerror=alert(1)> "><style>`
	r := &export.Record{Document: &annotate.Document{Text: evil, Title: evil, Language: `"><script>`}, Annotator: annotate.AnnotatorID(evil), Annotations: []*annotate.Annotation{
		{ID: "1", Type: `x"><script>`, Spans: []annotate.Span{{Start: 0, End: 10}}, Note: evil, Attrs: map[string]string{"a": `" onmouseover="alert(1)`}},
	}}
	data := string(formattest.WriteFiles(t, page.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema()})[""])
	_, tags := shown(t, data)
	if tags["script"]+tags["img"]+tags["link"] > 0 || tags["style"] != 1 || strings.Contains(data, `" onmouseover`) || !strings.Contains(data, "default-src 'none'") {
		t.Errorf("%v\n%s", tags, data)
	}
}
