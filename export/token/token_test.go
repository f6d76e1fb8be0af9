package token

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formattest"
)

func cutText(text string) string {
	var out []string
	for _, s := range Cut(&annotate.Document{Text: text}) {
		out = append(out, text[s.Start:s.End])
	}
	return strings.Join(out, "|")
}

func TestTokensOfNews(t *testing.T) {
	for text, want := range map[string]string{
		"Trump’s court.":                 "Trump|’s|court|.",
		"“We will win,” Ana said.":       "“|We|will|win|,|”|Ana|said|.",
		"L’Europe et l’Italie, qu’il":    "L’Europe|et|l’|Italie|,|qu’|il",
		"The U.S. paid $1,200.50 -- yes": "The|U.S.|paid|$|1,200.50|--|yes",
		"Zoe\u0301 👩‍🚀🇸🇪!!":              "Zoe\u0301|👩‍🚀|🇸🇪|!!",
		"北京市":                            "北|京|市",
		"a\u00a0b\u2028c\td":             "a|b|c|d",
		"don't wait...":                  "don't|wait|...",
		"אמר שָׁלוֹם.":                   "אמר|שָׁלוֹם|.",
	} {
		if got := cutText(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

func TestTokensCoverAllThatIsNoWhiteSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := formattest.Texts().Draw(t, "text")
		d := &annotate.Document{Text: text}
		at := 0
		for _, s := range Cut(d) {
			if s.Start < at || s.End <= s.Start {
				t.Fatalf("%v after %d", s, at)
			}
			if gap := text[at:s.Start]; strings.ContainsFunc(gap, func(r rune) bool { return !unicode.IsSpace(r) }) {
				t.Fatalf("%q is in no token of %q", gap, text)
			}
			at = s.End
		}
		if gap := text[at:]; strings.TrimSpace(gap) != "" {
			t.Fatalf("%q is in no token", gap)
		}
	})
}

func TestSentenceDoesNotBreakWithinAnAnnotation(t *testing.T) {
	text := "“We won. We did,” she said. They left. All of them."
	r := &export.Record{
		Document:    &annotate.Document{Text: text},
		Annotations: []*annotate.Annotation{{ID: "1", Type: "quote", Spans: []annotate.Span{{Start: 0, End: strings.Index(text, " she")}}}},
	}
	x := Of(r)
	var got []string
	x.Sentences(func(from, to int) { got = append(got, text[x.Tokens[from].Start:x.Tokens[to-1].End]) })
	if strings.Join(got, "|") != "“We won. We did,” she said.|They left.|All of them." {
		t.Errorf("%q", got)
	}
}

func TestAnnotationThatCutsATokenIsAlignedAsAsked(t *testing.T) {
	text := "The anti-government march"
	at := strings.Index(text, "governm")
	r := &export.Record{Document: &annotate.Document{Text: text}, Annotations: []*annotate.Annotation{
		{ID: "1", Type: "x", Spans: []annotate.Span{{Start: 4, End: at + 7}}},
	}}
	for how, want := range map[string]string{Expand: "anti-government", Contract: "anti-"} {
		if got := Align(r, how); r.Document.Surface(got.Annotations[0].Spans) != want {
			t.Errorf("%s: %q", how, r.Document.Surface(got.Annotations[0].Spans))
		}
	}
	if got := Align(r, Drop); len(got.Annotations) != 0 {
		t.Errorf("dropped: %v", got.Annotations)
	}
}
