package ingest

import (
	"context"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"quoth/annotate"
)

// fataler is what testing.T, testing.F and rapid.T have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkLaws asserts what is true of every document, whatever it was read from.
func checkLaws(t fataler, doc *annotate.Document) {
	t.Helper()
	if !utf8.ValidString(doc.Text) {
		t.Fatalf("the text is not UTF-8: %q", doc.Text)
	}
	if again := normalise(doc.Text); again != doc.Text {
		t.Fatalf("the text is not normalised:\n%q\n%q", doc.Text, again)
	}
	if doc.ID != annotate.DocumentIDOf(doc.Text) {
		t.Fatalf("the id is not that of the text")
	}
	if doc.Title == "" || strings.Contains(doc.Title, "\n") || strings.TrimSpace(doc.Title) != doc.Title {
		t.Fatalf("title %q is not one line", doc.Title)
	}
	if len(doc.Blocks) == 0 {
		t.Fatalf("there are no blocks in %q", doc.Text)
	}
	end, titles := 0, 0
	for i, b := range doc.Blocks {
		if b.Span.Start < end || b.Span.End <= b.Span.Start || b.Span.End > len(doc.Text) {
			t.Fatalf("block %d has span %v after %d in %d bytes", i, b.Span, end, len(doc.Text))
		}
		if between := doc.Text[end:b.Span.Start]; strings.TrimSpace(between) != "" {
			t.Fatalf("%q stands between blocks %d and %d", between, i-1, i)
		}
		words := doc.Text[b.Span.Start:b.Span.End]
		if strings.TrimSpace(words) != words {
			t.Fatalf("block %d has white space at its ends: %q", i, words)
		}
		if (b.Level > 0) != (b.Kind == annotate.BlockHeading || b.Kind == annotate.BlockList) {
			t.Fatalf("a %s has level %d", b.Kind, b.Level)
		}
		known := false
		for _, k := range annotate.BlockKinds {
			known = known || k == b.Kind
		}
		if !known {
			t.Fatalf("block %d has kind %q", i, b.Kind)
		}
		if b.Kind == annotate.BlockTitle {
			titles++
		}
		end = b.Span.End
	}
	if rest := doc.Text[end:]; strings.TrimSpace(rest) != "" {
		t.Fatalf("%q stands after the last block", rest)
	}
	if titles > 1 {
		t.Fatalf("there are %d titles", titles)
	}
	for key, value := range doc.Meta {
		if value == "" || !utf8.ValidString(value) {
			t.Fatalf("metadata %q is %q", key, value)
		}
	}
}

// words are fragments of articles and of what breaks their parsers.
var words = rapid.SampledFrom([]string{
	"The harbour workers voted on Friday to end their strike.", "“We are back,” said Bo Li.", "World News", "By Ana Díaz", "Sources",
	"5 min read", "Published 28 September 2025, 10:14 BST", "Share", "- one", "* two", "1. three", "> quoted", "— Oui.", "***", "=====", "# H", "## H2", "[a](b)", "**b**", "*i*",
	"<p>", "</p>", "<b>", "<script>", "<br>", "&amp;", "&#0;", "<li>", "<h1>", "<h2>", "<blockquote>", "---", "title: x",
	"港口工人周五投票结束罢工。", "国际新闻", "שלום עולם", "صوت العمال على إنهاء الإضراب.", "👩‍👩‍👧", "e\u0301", "\u200f", "\u200b", "\u00a0", "\u3000", "\u2028", "\u0085",
	"\r", "\x00", "\x1b", "\ufeff", "\t", " ", "a", ".", "\"", ",", "{", "}", "[", ":", "\\", strings.Repeat("word ", 40),
})

var breaks = rapid.SampledFrom([]string{"\n", "\n\n", "\r\n", "\r", " ", "", "\n  ", "\n\n\n"})

var strange = rapid.Custom(func(t *rapid.T) string {
	var b strings.Builder
	for range rapid.IntRange(0, 30).Draw(t, "pieces") {
		b.WriteString(words.Draw(t, "words"))
		b.WriteString(breaks.Draw(t, "break"))
	}
	return b.String()
})

func TestAnyTextBecomesBlocksThatCoverIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strange.Draw(t, "text")
		doc, err := Text(context.Background(), "pasted", text, Options{})
		if err != nil {
			if !looksLikeHTML(text) && strings.TrimSpace(normalise(text)) != "" {
				t.Fatalf("%v", err)
			}
			return
		}
		checkLaws(t, doc)
	})
}

func TestPlainTextStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strange.Draw(t, "text")
		d, _ := plainDraft(text, pace{})
		if d.text != normalise(text) {
			t.Fatalf("%q became %q", text, d.text)
		}
		if again, _ := plainDraft(d.text, pace{}); again.text != d.text || len(again.pieces) != len(d.pieces) {
			t.Fatalf("reading the text again gives another article")
		}
	})
}

func TestAnyMarkdownBecomesBlocksThatCoverIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := markdownDraft(strange.Draw(t, "text"))
		if doc, err := d.document("a.md", Options{}, pace{}); err == nil {
			checkLaws(t, doc)
		}
	})
}

func TestAnyHTMLBecomesBlocksThatCoverIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strange.Draw(t, "text")
		if rapid.Bool().Draw(t, "page") {
			text = "<html><head><title>A title</title></head><body>" + text + "</body></html>"
		}
		d := htmlDraft(text)
		if doc, err := d.document("a.html", Options{}, pace{}); err == nil {
			checkLaws(t, doc)
		}
	})
}

func TestNormaliseIsIdempotent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), strange).Draw(t, "text")
		once := normalise(s)
		if twice := normalise(once); twice != once {
			t.Fatalf("%q, then %q", once, twice)
		}
		for _, r := range once {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				t.Fatalf("%U is left", r)
			}
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("World News\n\nA title\n\nBy Ana Díaz\n\nA paragraph of some length, with a full stop at its end.\n")
	f.Add("<p>One.</p><p>Two.</p>")
	f.Add("\ufeff\r\n - a\r - b\u2028\x00 e\u0301 👩‍👩‍👧 \u200f שלום")
	f.Fuzz(func(t *testing.T, text string) {
		if doc, err := Text(context.Background(), "pasted", text, Options{}); err == nil {
			checkLaws(t, doc)
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	f.Add("---\ntitle: A\nauthor: [Ana, Bo]\n---\n# A\n\n*standfirst*\n\n> quote\n\n- a\n  - b\n\n`c` [l](u) ![i](u) &amp; \\* <br>\n")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		d := markdownDraft(text)
		if doc, err := d.document("a.md", Options{}, pace{}); err == nil {
			checkLaws(t, doc)
		}
	})
}

func FuzzHTML(f *testing.F) {
	f.Add("<!doctype html><html lang=en><head><title>A</title><meta name=description content=B></head><body><h1>A</h1><p>B</p><p>C <q>d</q><ul><li>e<table><tr><td>f<td>g</table></body>")
	f.Add("<pre>a\n b</pre><svg><title>x</title></svg><template><p>y</template>")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		d := htmlDraft(text)
		if doc, err := d.document("a.html", Options{}, pace{}); err == nil {
			checkLaws(t, doc)
		}
	})
}
