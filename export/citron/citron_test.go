package citron_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/citron"
	"quoth/export/formats"
	"quoth/export/formattest"
)

func TestLaws(t *testing.T) { formattest.Laws(t, citron.Format) }

func TestQuoteSplitByItsCueHasTwoContents(t *testing.T) {
	text := "“We won,” said Ana 😀, “and they lost.”"
	at := func(words string) annotate.Span {
		i := strings.Index(text, words)
		return annotate.Span{Start: i, End: i + len(words)}
	}
	r := &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}, Annotations: []*annotate.Annotation{
		{ID: "1", Type: "quote", Spans: []annotate.Span{at("“We won,”"), at("“and they lost.”")}, Args: []annotate.Arg{{Role: "speaker", Target: "2"}, {Role: "cue", Target: "3"}}},
		{ID: "3", Type: "cue", Spans: []annotate.Span{at("said")}}, {ID: "2", Type: "person", Spans: []annotate.Span{at("Ana")}},
	}}
	files := formattest.WriteFiles(t, citron.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema()})
	read := formattest.Collect(t, files.ReadFiles(citron.Format))
	got := read[0].Annotations
	if len(got) != 3 || len(got[0].Spans) != 2 || len(got[0].Args) != 2 || got[2].Type != "source" || read[0].Document.Surface(got[2].Spans) != "Ana" {
		t.Errorf("%+v\n%s", got, files)
	}
	lost := citron.Format.Lost(r, formattest.Schema())
	if len(lost) == 0 || !strings.Contains(lost[0].String()+lost[len(lost)-1].String(), `type "person" becomes "source"`) {
		t.Errorf("%v", lost)
	}
}

func TestACueInPartsIsOnePlaceAndThatIsSaid(t *testing.T) {
	text := "Ana did 😀 not say: “We won.”"
	r := &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}, Annotations: []*annotate.Annotation{
		{ID: "1", Type: "quote", Spans: []annotate.Span{{Start: strings.Index(text, "“"), End: len(text)}}, Args: []annotate.Arg{{Role: "cue", Target: "2"}}},
		{ID: "2", Type: "cue", Spans: []annotate.Span{{Start: 4, End: 7}, {Start: strings.Index(text, "say"), End: strings.Index(text, ":")}}},
	}}
	lost := citron.Format.Lost(r, formattest.Schema())
	if n := len(lost); n == 0 || !strings.Contains(lost[n-1].String(), `becomes "did 😀 not say"`) {
		t.Errorf("lost: %v", lost)
	}
	read := formattest.Collect(t, formattest.WriteFiles(t, citron.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema()}).ReadFiles(citron.Format))
	if got := read[0].Annotations; len(got) != 2 || read[0].Document.Surface(got[0].Spans) != "did 😀 not say" {
		t.Errorf("read %+v", got)
	}
}

func TestHostileFiles(t *testing.T) {
	good := "\n" + `{"text":"EU","quotes":[{"contents":[{"start":0,"end":2,"text":"EU"}],"sources":[],"cue":null}]}` + "\n"
	formattest.Resists(t, citron.Format, []formattest.Hostile{
		{Name: "good", Data: good, Good: 1},
		{Name: "no contents", Data: `{"text":"EU","quotes":[{"contents":[]}]}` + good, Want: "bad.file:1: quotes[0]: the quote has no contents", Good: 1},
		{Name: "beyond the end", Data: `{"text":"EU","quotes":[{"contents":[{"start":0,"end":9}]}]}` + good, Want: "quotes[0].contents: it ends outside", Good: 1},
		{Name: "bytes", Data: `{"text":"é EU","quotes":[{"contents":[{"start":3,"end":5,"text":"EU"}]}]}` + good, Want: "these are bytes of UTF-8", Good: 1},
		{Name: "overlapping contents", Data: `{"text":"the EU","quotes":[{"contents":[{"start":0,"end":5},{"start":4,"end":6}]}]}` + good, Want: "parts of the annotation overlap", Good: 1},
		{Name: "cut off", Data: good + `{"text":"EU","quo`, Want: "bad.file:3", Good: 1},
		{Name: "deep", Data: `{"text":"EU","x":` + strings.Repeat(`{"a":`, 20_000) + good, Want: "bad.file:1", Good: 1},
	})
	formattest.Endless(t, citron.Format, `{"text":"`, "x")
}

func TestRealAttributionsComeBackEqual(t *testing.T) {
	dir := "../../../shared/data/gum-news-en/derived_attribution"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the corpus is not here:", err)
	}
	in, err := formats.All.Open(dir, nil)
	if err != nil || in.Format != citron.Format {
		t.Fatal(in, err)
	}
	records := formattest.Collect(t, in.Records(t.Context()))
	quotes, spoken := 0, 0
	for _, r := range records {
		formattest.Promises(t, r)
		for _, a := range r.Annotations {
			if a.Type == "quote" {
				quotes++
				if a.Arg("speaker") != "" {
					spoken++
				}
			}
		}
	}
	if len(records) != 16 || quotes != 156 || spoken != 123 {
		t.Errorf("%d documents, %d attributions, %d with a source; want 16, 156, 123", len(records), quotes, spoken)
	}
	schema := export.SchemaOf("gum", records)
	files := formattest.WriteFiles(t, citron.Format, records, export.Options{Schema: schema})
	if d := formattest.Same(citron.Format, schema, records, formattest.Collect(t, files.ReadFiles(citron.Format))); d != "" {
		t.Errorf("read otherwise than written:\n%.3000s", d)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"text":"é EU\r\n","quotes":[{"cue":{"start":0,"end":1,"text":"é"},"sources":[{"start":2,"end":3}],"contents":[{"start":3,"end":4}],"confidence":0.5}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, citron.Format, data) })
}

// A file of a folder that is cut off is told, though it looks like nothing any more.
func TestFileThatIsCutOffIsTold(t *testing.T) {
	folder := fstest.MapFS{}
	for name, data := range formattest.WriteFiles(t, citron.Format, []*export.Record{formattest.Records().Example(3)}, export.Options{Schema: formattest.Schema()}) {
		folder["good-"+name] = &fstest.MapFile{Data: data}
		folder["cut-"+name] = &fstest.MapFile{Data: data[:len(data)/2]}
	}
	folder["notes.txt"] = &fstest.MapFile{Data: []byte("by hand")}
	folder[export.ManifestName] = &fstest.MapFile{Data: []byte("{}")}
	good, told := 0, ""
	for _, err := range citron.Format.ReadFolder(t.Context(), "folder", folder) {
		if err == nil {
			good++
		} else {
			told += err.Error() + "\n"
		}
	}
	if good != 1 || strings.Count(told, "\n") != 1 || !strings.Contains(told, "folder/cut-") {
		t.Errorf("%d good, told %q", good, told)
	}
}
