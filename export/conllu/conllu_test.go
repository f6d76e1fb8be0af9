package conllu_test

import (
	"os"
	"strings"
	"testing"

	"quoth/export"
	"quoth/export/conllu"
	"quoth/export/formats"
	"quoth/export/formattest"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, conllu.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, conllu.Format) }

const small = "# newdoc id = d1\n# global.Entity = eid-etype-head-other\n# text = Ana won.\n" +
	"1\tAna\tAna\tPROPN\t_\t_\t2\tnsubj\t_\tEntity=(e1-person-1-)\n2\twon\twin\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n\n"

func row(id, form, misc string) string {
	return id + "\t" + form + strings.Repeat("\t_", 7) + "\t" + misc + "\n"
}

func TestHostileFiles(t *testing.T) {
	formattest.Resists(t, conllu.Format, []formattest.Hostile{
		{Name: "good", Data: small, Good: 1},
		{Name: "not ended", Data: row("1", "Ana", "Entity=(e1-person-1-") + "\n" + small, Want: `bad.file:1: the mention "e1" is not ended`, Good: 1},
		{Name: "not begun", Data: row("1", "Ana", "Entity=e1)") + "\n" + small, Want: `bad.file:1: the mention "e1" is ended, but was not begun`, Good: 1},
		{Name: "nine columns", Data: "1\tAna\t_\t_\t_\t_\t_\t_\t_\n\n" + small, Want: "bad.file:1: the line has 9 columns, not ten", Good: 1},
		{Name: "truncated", Data: small[:len(small)-12], Want: "columns, not ten"},
		{Name: "a word for a number", Data: row("x", "Ana", "_") + "\n" + small, Want: `"x" is no number of a token`, Good: 1},
		{Name: "a hundred thousand brackets", Data: row("1", "Ana", "Entity="+strings.Repeat("(e1-person-1-", 100_000)) + "\n" + small, Want: "more than ten thousand mentions are open", Good: 1},
		{Name: "UTF-16", Data: "\xff\xfe1\x00", Want: "UTF-16"},
		{Name: "an empty node", Data: row("1", "Ana", "_") + row("1.1", "_", "Entity=(e1-person-1-)") + "\n" + small, Want: `the mention "e1" is of no words of the text, and is left out`, Good: 2},
	})
	formattest.Endless(t, conllu.Format, "1\t", "x")
	formattest.Endless(t, conllu.Format, "", row("1", "a long word that never ends", "_"))
}

func TestFormatIsTold(t *testing.T) {
	for data, want := range map[string]string{small: "conllu", "# a heading\n\nAna met Ben.\n": "", "1\tx\n": ""} {
		f, _, err := formats.All.Detect("x.txt", strings.NewReader(data))
		if got := ""; err == nil {
			if got = f.Name; got != want {
				t.Errorf("%q is %s", data, got)
			}
		} else if want != "" {
			t.Errorf("%q: %v", data, err)
		}
	}
}

func TestMultiWordTokenHasItsWordsOnce(t *testing.T) {
	data := row("1-2", "zum", "Entity=(e1-place-1-") + row("1", "zu", "_") + row("2", "dem", "_") + row("3", "Haus", "Entity=e1)") + "\n"
	read := formattest.Collect(t, conllu.Format.Read(t.Context(), "x", strings.NewReader(data)))
	d := read[0].Document
	if d.Text != "zum Haus" || d.Surface(read[0].Annotations[0].Spans) != "zum Haus" {
		t.Errorf("%q, %q", d.Text, d.Surface(read[0].Annotations[0].Spans))
	}
}

func TestRealTreebankComesBackEqual(t *testing.T) {
	dir := "../../../shared/data/gum-news-en/dep"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the corpus is not here:", err)
	}
	in, err := formats.All.Open(dir, nil)
	if err != nil || in.Format.Name != "conllu" {
		t.Fatal(in, err)
	}
	var records []*export.Record
	mentions, linked := 0, 0
	for r, err := range in.Records(t.Context()) {
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		formattest.Promises(t, r)
		if r.Document.Title == "" || r.Document.Meta["genre"] != "news" {
			t.Errorf("%s: %q %v", r.Where, r.Document.Title, r.Document.Meta)
		}
		mentions += len(r.Annotations)
		for _, e := range r.Entities {
			if e.IDs["wikipedia"] != "" {
				linked++
			}
		}
		records = append(records, r)
	}
	if len(records) != 16 || linked == 0 {
		t.Errorf("%d documents, %d mentions, %d linked entities", len(records), mentions, linked)
	}
	t.Logf("%d mentions, %d linked entities", mentions, linked)
	schema := export.SchemaOf("gum", records)
	files := formattest.WriteFiles(t, conllu.Format, records, export.Options{Schema: schema})
	if d := formattest.Same(conllu.Format, schema, records, formattest.Collect(t, files.ReadFiles(conllu.Format))); d != "" {
		t.Errorf("read otherwise than written:\n%.3000s", d)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(small))
	f.Add([]byte(row("1-2", "zum", "Entity=(e1[1/2]-place-1-of:e2)SpacesAfter=\\n") + row("1.1", "", "Entity=(e2")))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, conllu.Format, data) })
}
