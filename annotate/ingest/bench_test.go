package ingest

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// article is a plain text of about 6 kB, as long as a news article is.
var article = "World News\n\nHarbour workers end their strike\n\nBy Ana Díaz\n\n5 min read\n\n" + strings.Repeat(lead+" "+second+"\n\n", 20)

func BenchmarkText(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		if _, err := Text(context.Background(), "a.txt", article, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Short lines with years are those that might be dates, bylines or headings.
func BenchmarkTextOfShortLines(b *testing.B) {
	text := "The Chronicle\n\n" + strings.Repeat("The council met in 1998 and again in 2004 with 14 members.\nA line about March 2011 and the harbour.\nOn 3 May 1999 the ferry left, 200 people said.\n\n", 2000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := Text(context.Background(), "a.txt", text, Options{Language: "en"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkTextOfKnownLanguage(b *testing.B) {
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		if _, err := Text(context.Background(), "a.txt", article, Options{Language: "en"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMarkdown(b *testing.B) {
	text := strings.Repeat("## Heading\n\n"+lead+" *words* [link](https://news.example)\n\n> "+second+"\n\n- a\n- b\n\n", 20)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		markdownDraft(text)
	}
}

func BenchmarkHTMLPage(b *testing.B) {
	page := strings.Replace(webPage, "</article>", strings.Repeat("<p>"+lead+" "+second+"</p>\n", 50)+"</article>", 1)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		htmlDraft(page)
	}
}

func BenchmarkHTMLFragment(b *testing.B) {
	text := strings.Repeat("<p>"+lead+" <b>"+second+"</b></p>\n", 50)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		htmlDraft(text)
	}
}

func BenchmarkJSONLines(b *testing.B) {
	line := fmt.Sprintf(`{"id": 1, "title": "Strike ends", "text": %q}`, article) + "\n"
	lines := strings.Repeat(line, 100)
	b.SetBytes(int64(len(lines)))
	for b.Loop() {
		for _, err := range Read(context.Background(), Reader("a.jsonl", strings.NewReader(lines)), Options{Language: "en"}) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}
