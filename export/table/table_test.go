package table_test

import (
	"encoding/csv"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/table"
)

func read(t *testing.T, f *export.Format, comma rune, text, speaker string) []map[string]string {
	at := strings.LastIndex(text, speaker)
	r := &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text, Title: "=1+1"}, Annotator: "ana", Annotations: []*annotate.Annotation{
		{ID: "1", Type: "quote", Spans: []annotate.Span{{Start: 0, End: strings.Index(text, " said")}}, Args: []annotate.Arg{{Role: "speaker", Target: "2"}}, Note: "\t@x"},
		{ID: "2", Type: "person", Spans: []annotate.Span{{Start: at, End: at + len(speaker)}}},
	}}
	data := string(formattest.WriteFiles(t, f, []*export.Record{r}, export.Options{Schema: formattest.Schema()})[""])
	c := csv.NewReader(strings.NewReader(strings.TrimPrefix(data, "\ufeff")))
	c.Comma = comma
	all, err := c.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, k := range all[0] {
			m[k] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func TestQuoteIsARowWithItsSpeaker(t *testing.T) {
	rows := read(t, table.CSV, ',', "“We, \"all\",\nwon 😀,” said Ana.", "Ana")
	if len(rows) != 1 || rows[0]["text"] != "“We, \"all\",\nwon 😀,”" || rows[0]["speaker"] != "Ana" || rows[0]["speaker_type"] != "person" || rows[0]["end"] != "19" || rows[0]["attribute_type"] != "direct" {
		t.Errorf("%v", rows)
	}
}

func TestNoCellIsAFormula(t *testing.T) {
	for comma, f := range map[rune]*export.Format{',': table.CSV, '\t': table.TSV} {
		for _, words := range []string{"=cmd|'/c calc'!A0", "+1", "-2+3", "@SUM(A1)", "＝1", "\u00a0=1", "\x00=1"} {
			for _, row := range read(t, f, comma, words+" said "+words, words) {
				for k, v := range row {
					if strings.IndexAny(strings.TrimLeft(v, " \t\r\n\u00a0\x00"), "=+-@＝") == 0 {
						t.Errorf("%s: %s is %q", f.Name, k, v)
					}
				}
			}
		}
	}
}

func TestMentionsAreATableOfTheirOwn(t *testing.T) {
	f, err := table.CSV.With(map[string]string{"rows": "mention", "excel": "yes"})
	if err != nil {
		t.Fatal(err)
	}
	if rows := read(t, f, ',', "“x” said Ana.", "Ana"); len(rows) != 1 || rows[0]["text"] != "Ana" || rows[0]["start"] != "9" {
		t.Errorf("%v", rows)
	}
}
