package w3c_test

import (
	"strings"
	"testing"

	"quoth/export/formattest"
	"quoth/export/w3c"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, w3c.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, w3c.Format) }

func page(items string) string {
	return `{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","source":{"value":"🙂 Ana met Ben."},"items":[` + items + `]}`
}

func TestQuoteSelectorAloneFindsItsWords(t *testing.T) {
	item := `{"id":"http://x/1","motivation":"tagging","creator":"mailto:ana@x","body":{"type":"TextualBody","value":"PERSON"},"target":{"source":"http://x","selector":{"type":"TextQuoteSelector","exact":"Ben","prefix":"met "}}},
{"id":"http://x/2","motivation":"commenting","body":[{"type":"TextualBody","value":"who?"},"http://www.wikidata.org/entity/Q1"],"target":{"selector":[{"type":"TextPositionSelector","start":2,"end":5}]}},
{"id":"http://x/3","motivation":"linking","body":"http://x/1","target":"http://x/2"}`
	r := formattest.Collect(t, w3c.Format.Read(t.Context(), "x", strings.NewReader(page(item))))[0]
	ana, ben := r.Annotations[0], r.Annotations[1]
	if r.Document.Surface(ben.Spans) != "Ben" || ben.Type != "PERSON" || ben.Arg("related") != ana.ID || ana.Note != "who?" || ana.Entity == "" || r.Annotator != "mailto:ana@x" {
		t.Errorf("%+v %+v %+v", r, ana, ben)
	}
}

func TestHostileFiles(t *testing.T) {
	good := "\n" + strings.ReplaceAll(page(""), "\n", "") + "\n"
	at := func(sel string) string { return page(`{"id":"1","body":[],"target":{"selector":[` + sel + `]}}`) }
	formattest.Resists(t, w3c.Format, []formattest.Hostile{
		{Name: "good", Data: good, Good: 1},
		{Name: "no text", Data: `{"@context":"http://www.w3.org/ns/anno.jsonld","items":[]}` + good, Want: "bad.file:1: source: the text of the article is not in the file", Good: 1},
		{Name: "beyond the end", Data: at(`{"type":"TextPositionSelector","start":2,"end":99}`) + good, Want: "items[0].target: it ends outside the text", Good: 1},
		{Name: "another unit", Data: at(`{"type":"TextPositionSelector","start":3,"end":6},{"type":"TextQuoteSelector","exact":"Ana"}`) + good, Want: "these are UTF-16 units", Good: 1},
		{Name: "words that are not there", Data: at(`{"type":"TextQuoteSelector","exact":"Zoé"}`) + good, Want: `the words "Zoé" do not stand in the text`, Good: 1},
		{Name: "words that stand twice", Data: at(`{"type":"TextQuoteSelector","exact":"n"}`) + good, Want: "more than once", Good: 1},
		{Name: "dangling", Data: page(`{"id":"1","motivation":"linking","body":"a","target":"b"}`) + good, Want: `it links "a" and "b"`, Good: 1},
		{Name: "deep", Data: `{"items":` + strings.Repeat("[", 20_000) + good, Want: "bad.file:1", Good: 1},
	})
	formattest.Endless(t, w3c.Format, `{"source":{"value":"`, "x")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(page(`{"id":"1","body":{"type":"TextualBody","value":"x"},"target":{"selector":{"type":"TextQuoteSelector","exact":"Ben","prefix":"met "}}}`)))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, w3c.Format, data) })
}
