package ingest

import (
	"strings"
	"testing"

	"quoth/annotate"
)

const markdownArticle = `---
title: Harbour workers end their strike
date: 2025-09-28T10:14:00+01:00
author:
  - Ana Díaz
  - {name: Bo Li, desk: Harbour}
canonical_url: https://news.example/harbour
lang: en_GB
section: World
draft: false
---

# Harbour workers *end* their strike

*Cranes will move again on Monday.*

By Ana Díaz

The workers of **Port Elin** [voted](https://news.example/vote) on ` + "`Friday`" + `
to end their strike\*, AT&amp;T said.  
A new line.

## What comes next

> “We are tired,” said Bo Li.
>
> “But we won.”

- one thing
  - a part of it
    1. a part of that
- another

### Numbers

![The harbour at night](harbour.jpg)

    code stays
      as it is

<p>Some <b>HTML</b> in between.</p><script>alert(1)</script>

港口工人投票
结束罢工。
`

func TestMarkdownArticle(t *testing.T) {
	doc, err := readOne(t, "a.md", markdownArticle, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc,
		"title: Harbour workers end their strike", "standfirst: Cranes will move again on Monday.", "byline: By Ana Díaz", "paragraph: The workers of Port …",
		"heading 1: What comes next", "quote: “We are tired,” said Bo Li.", "quote: “But we won.”",
		"list 1: one thing", "list 2: a part of it", "list 3: 1. a part of that", "list 1: another",
		"heading 2: Numbers", "paragraph: The harbour at night", "paragraph: code stays as it is", "paragraph: Some HTML in between.", "paragraph: 港口工人投票结束罢工。")
	if want := "The workers of Port Elin voted on Friday to end their strike*, AT&T said.\nA new line."; !strings.Contains(doc.Text, want) {
		t.Errorf("the words are %q", doc.Text)
	}
	checkMeta(t, doc, map[string]string{annotate.MetaPublished: "2025-09-28T10:14:00+01:00", annotate.MetaByline: "Ana Díaz, Bo Li", annotate.MetaURL: "https://news.example/harbour", annotate.MetaSection: "World", "draft": "false"})
	if doc.Language != "en-GB" || doc.Title != "Harbour workers end their strike" {
		t.Errorf("%q, %q", doc.Language, doc.Title)
	}
}

func TestTitleOfTheFrontMatterHeadsTheArticle(t *testing.T) {
	doc, err := readOne(t, "a.md", "---\ntitle: Strike ends\n---\n\nThe cranes move.\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc, "title: Strike ends", "paragraph: The cranes move.")
}

func TestRulesAreNoFrontMatter(t *testing.T) {
	for _, text := range []string{"---\nA line: of text: with colons\n---\nmore\n", "---\n\n---\nmore", "---\nnever closed", "---\n- a\n- b\n---\nmore\n"} {
		doc, err := readOne(t, "a.md", text, Options{})
		if err != nil || !strings.Contains(doc.Text, strings.Fields(text)[len(strings.Fields(text))-1]) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestYAMLBombsAreRefused(t *testing.T) {
	bomb := "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'j'; c++ {
		p := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.TrimSuffix(strings.Repeat("*"+p+",", 9), ",") + "]\n"
	}
	if _, err := readOne(t, "a.md", bomb+"---\nThe cranes move.\n", Options{}); err != nil {
		t.Fatal(err)
	}
}

func TestTangledMarkdownIsReadAsPlainText(t *testing.T) {
	for _, text := range []string{strings.Repeat(">", 5000) + " a", strings.Repeat("[a](", 50000), strings.Repeat("*a ", 50000)} {
		if d := markdownDraft(text); d.text != text {
			t.Errorf("%.20q was parsed", text)
		}
	}
}

func TestAnEscapedAmpersandIsNoEntity(t *testing.T) {
	for in, want := range map[string]string{`\&amp;`: "&amp;", `&amp;`: "&", `a\b`: `a\b`, `\*`: "*", `\`: `\`, `&#x201c;`: "“"} {
		if got := unescape(in); got != want {
			t.Errorf("%s is %s, want %s", in, got, want)
		}
	}
}

// A byte order mark behind white space is none of the text either, once the white space is gone.
func TestByteOrderMarkBehindSpaceDoesNotBeginTheText(t *testing.T) {
	for _, text := range []string{"<p>\n<p>\n\u00a0\n\ufeff\nThe quay.\n", "\u00a0\n\ufeff \ufeffThe quay.\n"} {
		d := markdownDraft(text)
		if normalise(d.text) != d.text || !strings.Contains(d.text, "The quay.") {
			t.Errorf("%q became %q", text, d.text)
		}
	}
}
