package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

// readAll reads a file with many articles: their texts in order, and errors as "! …".
func readAll(t *testing.T, name, raw string, opts Options) (docs []*annotate.Document, seen []string) {
	t.Helper()
	for doc, err := range Read(context.Background(), Reader(name, strings.NewReader(raw)), opts) {
		if err != nil {
			// The words of the JSON library change from build to build, on purpose.
			reason, _, json := strings.Cut(err.Error(), "jsontext: ")
			if json {
				reason += "…"
			}
			seen = append(seen, "! "+reason)
			continue
		}
		checkLaws(t, doc)
		docs = append(docs, doc)
		seen = append(seen, doc.Text)
	}
	return docs, seen
}

func checkSeen(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

func TestJSONLinesGoOnAfterABadLine(t *testing.T) {
	docs, seen := readAll(t, "articles.jsonl", `{"id": 7, "title": "Strike ends", "text": "One.", "date": "2025-09-28", "authors": ["Ana Díaz", "Bo Li"], "source": {"name": "Gazette"}, "score": 0.5}

{"text": ""}
{"text": "Two.\r\nThree.", "lang": "en"
{"text": "Four.", "text": "Five."}
["x"]
{"title": "Only a title"}
{"body": "Six 👩‍👩‍👧.", "none": null}
{"text": ["A long paragraph that is the first one of this article, and that has more than eighty bytes.", "Short."]}
`, Options{})
	checkSeen(t, seen, "One.",
		`! articles.jsonl:3: field "text" is empty; choose another with --text-field`,
		"! articles.jsonl:4: is not valid JSON: …",
		"! articles.jsonl:5: is not valid JSON: …",
		"! articles.jsonl:6: is not a JSON object; an article is an object with its text in a field",
		`! articles.jsonl:7: no field holds the text of an article; the fields are "title"; choose one with --text-field`,
		"Six 👩‍👩‍👧.",
		"A long paragraph that is the first one of this article, and that has more than eighty bytes.\n\nShort.")
	if docs[0].Title != "Strike ends" {
		t.Errorf("title is %q", docs[0].Title)
	}
	checkMeta(t, docs[0], map[string]string{MetaID: "7", MetaLine: "1", annotate.MetaPublished: "2025-09-28", annotate.MetaByline: "Ana Díaz, Bo Li", annotate.MetaPublisher: "Gazette", "score": "0.5", annotate.MetaSource: "articles.jsonl"})
	checkMeta(t, docs[1], map[string]string{MetaLine: "8"})
}

func TestFieldsDoNotTakeKeysWhoseMeaningIsFixed(t *testing.T) {
	docs, _ := readAll(t, "a.jsonl", `{"text": "One.", "publisher": "Gazette", "source": "feed 7", "published": "last week", "encoding": "x", "line": 99}`, Options{})
	checkMeta(t, docs[0], map[string]string{annotate.MetaPublisher: "Gazette", annotate.MetaSource: "a.jsonl", annotate.MetaPublished: "", MetaEncoding: "", MetaLine: "1",
		"field.source": "feed 7", "field.published": "last week", "field.line": "99"})
}

func TestTitleOfARecordIsNotPutIntoItsText(t *testing.T) {
	docs, _ := readAll(t, "a.jsonl", `{"headline": "Strike ends", "text": "Cranes move again\n\n`+lead+`"}`+"\n"+`{"headline": "Strike ends", "text": "Strike ends\n\n`+lead+`"}`, Options{})
	if docs[0].Title != "Strike ends" || docs[0].Blocks[0].Kind == annotate.BlockTitle {
		t.Errorf("%q: %v", docs[0].Title, outline(docs[0]))
	}
	checkOutline(t, docs[1], "title: Strike ends", "paragraph: The harbour workers of …")
}

func TestChosenFields(t *testing.T) {
	raw := `{"text": "no", "article": {"body": "Yes.", "head": "H"}, "ref": "r1"}` + "\n" + `{"text": "no"}` + "\n"
	docs, seen := readAll(t, "a.jsonl", raw, Options{TextField: "article.body", TitleField: "article.head", IDField: "ref"})
	checkSeen(t, seen, "Yes.", `! a.jsonl:2: there is no field "article.body"; the fields are "text"; choose one with --text-field`)
	if docs[0].Title != "H" || docs[0].Meta[MetaID] != "r1" || docs[0].Meta["text"] != "no" {
		t.Errorf("%q %v", docs[0].Title, docs[0].Meta)
	}
}

func TestJSONArraysAndObjects(t *testing.T) {
	_, seen := readAll(t, "a.json", "[\n  {\n    \"text\": \"One.\"\n  },\n  {\"text\": \"\"},\n  {\"text\": \"Two.\"}\n]\n", Options{})
	checkSeen(t, seen, "One.", `! a.json:5: field "text" is empty; choose another with --text-field`, "Two.")
	_, seen = readAll(t, "a.json", "{\n  \"text\": \"One.\"\n}\n", Options{})
	checkSeen(t, seen, "One.")
	_, seen = readAll(t, "a.json", `{"text": "One."}`+"\n"+`{"text": "Two."}`, Options{})
	checkSeen(t, seen, "One.", "Two.")
	_, seen = readAll(t, "a.json", "[\n{\"text\": \"One.\"},\n{\"text\" \"Two.\"},\n{\"text\": \"Three.\"}]", Options{})
	checkSeen(t, seen, "One.", "! a.json: cannot be read: line 3 is not JSON, and nothing after it was read: …")
	_, seen = readAll(t, "a.json", "[]", Options{})
	checkSeen(t, seen, "! a.json: holds no articles")
	_, seen = readAll(t, "a.json", `[{"text":"`+strings.Repeat("a", 1000)+`"}]`, Options{MaxFile: 500})
	checkSeen(t, seen, "! a.json: cannot be read: value 1 is larger than 500 bytes; make the file JSON Lines, one article a line")
}

func TestCSV(t *testing.T) {
	docs, seen := readAll(t, "a.csv", "\ufeffID;Headline;Body;Date\r\n1;Strike ends;\"One; he said \"\"no\"\".\r\n\r\nTwo.\";28.09.2025\r\n\r\n2;x;;\r\n3;y;Three.;z;too many\r\n4;z;Four 5\" wide.;\r\n", Options{})
	checkSeen(t, seen, "One; he said \"no\".\n\nTwo.", `! a.csv:6: field "Body" is empty; choose another with --text-field`,
		`! a.csv:7: has 5 fields, but the first line names 4; put fields with ";" in them in quotation marks`, `Four 5" wide.`)
	checkMeta(t, docs[0], map[string]string{MetaID: "1", MetaLine: "2", annotate.MetaPublished: "2025-09-28"})
	checkMeta(t, docs[1], map[string]string{MetaLine: "8"})
	_, seen = readAll(t, "a.tsv", "text\tid\nOne, two; three.\t1\n", Options{})
	checkSeen(t, seen, "One, two; three.")
	_, seen = readAll(t, "a.csv", "a,b\n1,2\n", Options{})
	checkSeen(t, seen, `! a.csv:2: no field holds the text of an article; the fields are "a", "b"; choose one with --text-field`)
}

func TestQuotationMarkThatIsNeverClosed(t *testing.T) {
	_, seen := readAll(t, "a.csv", "id,text\n1,One.\n2,\"Two.\n3,Three.\n", Options{})
	checkSeen(t, seen, "One.", "! a.csv:3: a quotation mark is not closed; lines 3 to 4 were skipped")
	raw := "id,text\n1,One.\n2,\"Two.\n" + strings.Repeat("3,Three and more of the same.\n", 50000) + "4,\"Four.\"\n"
	_, seen = readAll(t, "a.csv", raw, Options{MaxText: 1000})
	if len(seen) < 3 || !strings.HasPrefix(seen[1], "! a.csv:3: a quotation mark is not closed; lines 3 to ") || seen[len(seen)-1] != "Four." {
		t.Errorf("%q … %q", seen[:2], seen[len(seen)-1])
	}
}

func TestLineThatIsTooLongIsSkipped(t *testing.T) {
	raw := `{"text": "One."}` + "\n" + `{"text": "` + strings.Repeat("a", 3<<20) + "\"}\n" + `{"text": "Two."}` + "\n" + `{"text": "` + strings.Repeat("b", 2000) + "\"}\n"
	_, seen := readAll(t, "a.jsonl", raw, Options{MaxText: 1000})
	checkSeen(t, seen, "One.", "! a.jsonl:2: the line is longer than 1 MiB; is the file what its name says?", "Two.", `! a.jsonl:4: field "text" holds more than 1000 bytes; split it into articles`)
}

func TestLegacyEncodedRecords(t *testing.T) {
	article := strings.ReplaceAll(legacyArticles["windows-1252"], "\n", " ")
	raw := encode(t, "windows-1252", "id;text\n1;Only ASCII.\n2;"+article+"\n3;Déjà vu.\n")
	docs, seen := readAll(t, "a.csv", raw, Options{})
	checkSeen(t, seen, "Only ASCII.", article, "Déjà vu.")
	if docs[2].Meta[MetaEncoding] != "windows-1252" || docs[0].Meta[MetaEncoding] != "" {
		t.Errorf("%v %v", docs[0].Meta, docs[2].Meta)
	}
	// In a file that is UTF-8, a record that is not is damaged: guessing would spoil it.
	_, seen = readAll(t, "a.jsonl", `{"text": "Déjà vu."}`+"\n{\"text\": \"caf\xe9\"}\n"+`{"text": "Été."}`, Options{})
	checkSeen(t, seen, "Déjà vu.", "! a.jsonl:2: byte 14 of the record is not UTF-8, but the records before it are; mend it, or choose an encoding for the whole file", "Été.")
	// In Shift_JIS the second byte of a character may be a backslash.
	text := "表示能力のソフトウェア。" + legacyArticles["shift_jis"]
	_, seen = readAll(t, "a.jsonl", encode(t, "shift_jis", `{"text": "`+strings.ReplaceAll(text, "\n", `\n`)+"\"}\n"), Options{})
	checkSeen(t, seen, text)
}

func TestUTF16CSVOfSpreadsheets(t *testing.T) {
	var raw bytes.Buffer
	raw.WriteString("\xff\xfe")
	for _, r := range "id\ttext\r\n1\tDéjà vu.\r\n" {
		raw.Write([]byte{byte(r), byte(r >> 8)})
	}
	docs, seen := readAll(t, "a.tsv", raw.String(), Options{})
	checkSeen(t, seen, "Déjà vu.")
	checkMeta(t, docs[0], map[string]string{MetaEncoding: "utf-16le"})
}

func TestRecordsOfHTML(t *testing.T) {
	docs, _ := readAll(t, "a.jsonl", `{"content": "<h1>Strike ends</h1><p>The cranes move.</p>"}`, Options{})
	checkOutline(t, docs[0], "title: Strike ends", "paragraph: The cranes move.")
}

func TestFieldsForADialog(t *testing.T) {
	s, err := Fields("a.csv", strings.NewReader("key,headline,comment,story\n1,,,\n2,Strike ends,c,"+strings.Repeat("The cranes move. ", 30)+"\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := Sample{Kind: CSV, Records: 2, Text: "story", Title: "headline", ID: "key", Fields: []Field{
		{"key", "1", 2}, {"headline", "Strike ends", 1}, {"comment", "c", 1},
		{"story", strings.TrimSpace(strings.Repeat("The cranes move. ", 7)) + "…", 1}}}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	s, err = Fields("a.jsonl", strings.NewReader(`{"what": "x", "said": "`+strings.Repeat("The cranes move. ", 30)+`"}`))
	if err != nil || s.Text != "said" {
		t.Errorf("the longest field is not the text: %+v, %v", s, err)
	}
	if s, err = Fields("a.txt", strings.NewReader("One.")); err != nil || len(s.Fields) != 0 || s.Kind != Plain {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err = Fields("a.jsonl", strings.NewReader("x\n")); err == nil || !strings.HasPrefix(err.Error(), "a.jsonl:1: ") {
		t.Error(err)
	}
}

// endless is a file of n equal lines that is never in memory.
type endless struct {
	line string
	n    int
	rest string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.rest == "" {
		if e.n == 0 {
			return 0, io.EOF
		}
		e.n--
		e.rest = e.line
	}
	n := copy(p, e.rest)
	e.rest = e.rest[n:]
	return n, nil
}

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	line := fmt.Sprintf(`{"text": %q}`, strings.Repeat(lead+" ", 100)) + "\n"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for _, err := range Read(context.Background(), Reader("a.jsonl", &endless{line: line, n: 3000}), Options{Language: "en"}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%1000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&after)
			most = max(most, after.HeapAlloc)
		}
	}
	if n != 3000 || most > before.HeapAlloc+8<<20 {
		t.Errorf("%d articles of %d bytes took %d MiB", n, len(line), (most-before.HeapAlloc)>>20)
	}
}
