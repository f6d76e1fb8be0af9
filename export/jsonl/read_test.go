package jsonl_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/jsonl"
)

// read returns the records and the errors of a file.
func read(data string) (records []*export.Record, errs []string) {
	for r, err := range jsonl.Read(context.Background(), "news.jsonl", strings.NewReader(data)) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		records = append(records, r)
	}
	return records, errs
}

func TestLeastRecord(t *testing.T) {
	records, errs := read(`{"quoth":1,"text":"Ana met Ben.\n\nThen they left."}`)
	if len(errs) > 0 || len(records) != 1 {
		t.Fatalf("%v", errs)
	}
	text := "Ana met Ben.\n\nThen they left."
	want := &export.Record{
		Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text, Blocks: []annotate.Block{
			{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 0, End: 12}},
			{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 14, End: 29}},
		}},
		State: annotate.StateNew, Where: "news.jsonl:1",
	}
	if d := formattest.Diff([]*export.Record{want}, records); d != "" {
		t.Error(d)
	}
	if records[0].Where != want.Where {
		t.Errorf("Where = %q", records[0].Where)
	}
}

func TestPredictionsOfAProgram(t *testing.T) {
	records, errs := read(`{"quoth":1,"x_model":{"name":"m","layers":[1,2]},"text":"🇸🇪 Zoé met","annotations":[` +
		`{"id":"1","type":"person","spans":[{"start":3,"end":6}],"x_logits":[0.1],"origin":{"annotator":"m","score":1}}],"quotes":"ignored"}`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	r := records[0]
	if got := r.Document.Surface(r.Annotations[0].Spans); got != "Zoé" {
		t.Errorf("marks %q", got)
	}
	if r.State != annotate.StateInProgress || r.Annotator != "" {
		t.Errorf("state %q of %q", r.State, r.Annotator)
	}
}

func TestTextWithCarriageReturnsIsCountedAsItStands(t *testing.T) {
	records, errs := read(`{"quoth":1,"text":"One\r\nTwo\r\n\r\nZoé\rEnd","blocks":[{"kind":"title","start":0,"end":3},{"kind":"paragraph","start":5,"end":8}],` +
		`"annotations":[{"id":"1","type":"person","spans":[{"start":12,"end":15,"text":"Zoé"},{"start":16,"end":19,"text":"End"}]},` +
		`{"id":"2","type":"person","spans":[{"start":0,"end":8,"text":"One\r\nTwo"}]}]}`)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	d := records[0].Document
	if d.Text != "One\nTwo\n\nZoé\nEnd" || d.ID != annotate.DocumentIDOf(d.Text) {
		t.Errorf("text %q, identity %s", d.Text, d.ID)
	}
	var got []string
	for _, a := range records[0].Annotations {
		got = append(got, d.Surface(a.Spans))
	}
	for _, b := range d.Blocks {
		got = append(got, d.Text[b.Span.Start:b.Span.End])
	}
	if diff := cmp.Diff([]string{"One\nTwo", "Zoé … End", "One", "Two"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestByteOrderMarkAndBlankLinesAndCRLFBetweenRecords(t *testing.T) {
	records, errs := read("\ufeff{\"quoth\":1,\"text\":\"a\"}\r\n\r\n   \n{\"quoth\":1,\"text\":\"b\"}")
	if len(records) != 2 || len(errs) != 0 || records[1].Where != "news.jsonl:4" {
		t.Errorf("%d records, %q", len(records), errs)
	}
}

func TestOneBadLineDoesNotStopTheOthers(t *testing.T) {
	records, errs := read(`{"quoth":1,"text":"a"}` + "\nnonsense\n{\"quoth\":1,\"te\n" + `{"quoth":1,"text":"b"}` + "\n")
	if len(records) != 2 || len(errs) != 2 {
		t.Errorf("%d records, %q", len(records), errs)
	}
}

func TestWhatIsWrongIsSaid(t *testing.T) {
	ann := func(s string) string {
		return `{"quoth":1,"text":"🙂 Zoé met Ben","annotations":[{"id":"1","type":"person","spans":[{"start":0,"end":1}]},` + s + `]}`
	}
	for _, c := range []struct{ name, line, want string }{
		{"no JSON", `hello`, `not valid JSON: invalid character 'h' at start of value at byte 0 of the line`},
		{"cut off", `{"quoth":1,"text":"ab`, `the line ends in the middle of the record; one record stands on one line`},
		{"two records on a line", `{"quoth":1,"text":"a"} {"quoth":1,"text":"b"}`, `not valid JSON: invalid character '{' after top-level value at byte 23 of the line`},
		{"another JSON Lines file", `{"text":"a"}`, `this is not a record of a Quoth dataset: it does not begin with "quoth": 1. To bring in articles, add the file instead of importing it`},
		{"a list", `[1]`, `an object is expected here, not a list`},
		{"newer version", `{"quoth":2,"text":["in","parts"]}`, `quoth: the record is of version 2 of the format, and this Quoth reads up to version 1; use a newer Quoth`},
		{"no text", `{"quoth":1}`, `text: the record has no text; "text" is the whole article, to which all places refer`},
		{"blank text", `{"quoth":1,"text":" \n"}`, `text: the record has no text; "text" is the whole article, to which all places refer`},
		{"text of a wrong sort", `{"quoth":1,"text":7}`, `text: a string is expected here, not this number`},
		{"text twice", `{"quoth":1,"text":"a","text":"b"}`, `text: the field stands twice in the same object`},
		{"half a surrogate", `{"quoth":1,"text":"a\ud800"}`, `text: not valid JSON: invalid surrogate pair `},
		{"invalid UTF-8", "{\"quoth\":1,\"text\":\"a\xff\"}", `text: not valid JSON: invalid UTF-8 `},
		{"changed text", `{"quoth":1,"id":"00","text":"a"}`, `id: "00" is not the identity of this text, which is "ca978112ca1bbdcafac231b39a23dc4d": the text was changed`},
		{"misspelt field", `{"quoth":1,"text":"a","anotations":[]}`, `there is no field "anotations" (did you mean "annotations"?); fields of your own begin with x_`},
		{"misspelt field inside", ann(`{"id":"2","type":"person","spans":[{"start":2,"end":5,"txt":"Zoé"}]}`), `annotations[1].spans[0]: there is no field "txt" (did you mean "text"?)`},
		{"misspelt field of an origin", ann(`{"id":"2","type":"person","spans":[{"start":2,"end":5}],"origin":{"scor":1}}`), `annotations[1].origin: there is no field "scor" (did you mean "score"?)`},
		{"misspelt field of what was seen", `{"quoth":1,"text":"a","annotator":"ana","decisions":[{"annotator":"ben","about":"1","verdict":"rejected","seen":{"entiti":"e1"}}]}`, `decisions[0].seen: there is no field "entiti" (did you mean "entity"?)`},
		{"misspelt field of a role that was seen", `{"quoth":1,"text":"a","annotator":"ana","decisions":[{"annotator":"ben","about":"1","verdict":"rejected","seen":{"args":[{"rol":"cue"}]}}]}`, `decisions[0].seen.args[0]: there is no field "rol" (did you mean "role"?)`},
		{"unknown state", `{"quoth":1,"text":"a","state":"finished"}`, `state: "finished" is not a state; it is one of "new", "in progress", "flagged", "done"`},
		{"unknown block", `{"quoth":1,"text":"a","blocks":[{"kind":"titel","start":0,"end":1}]}`, `blocks[0].kind: "titel" is not a kind of block (did you mean "title"?); it is one of `},
		{"blocks that overlap", `{"quoth":1,"text":"ab","blocks":[{"kind":"title","start":0,"end":2},{"kind":"title","start":1,"end":2}]}`, `blocks[1]: it begins at 1, before the end of the block before it`},
		{"block outside", `{"quoth":1,"text":"ab","blocks":[{"kind":"title","start":0,"end":3}]}`, `blocks[0].end: code point 3 is outside the text, which has 2`},
		{"negative start", ann(`{"id":"2","type":"person","spans":[{"start":-1,"end":5}]}`), `annotations[1].spans[0].start: code point -1 is outside the text, which has 13`},
		{"end beyond the text", ann(`{"id":"2","type":"person","spans":[{"start":2,"end":500}]}`), `annotations[1].spans[0].end: code point 500 is outside the text, which has 13`},
		{"empty span", ann(`{"id":"2","type":"person","spans":[{"start":2,"end":2}]}`), `annotations[1].spans[0]: it begins at 2 and ends at 2; a range ends after its beginning`},
		{"fraction", ann(`{"id":"2","type":"person","spans":[{"start":2.5,"end":3}]}`), `annotations[1].spans[0].start: a whole number is expected here, not this number`},
		{"huge number", ann(`{"id":"2","type":"person","spans":[{"start":99999999999999999999,"end":3}]}`), `annotations[1].spans[0].start: a whole number is expected here, not this number`},
		{"other words", ann(`{"id":"2","type":"person","spans":[{"start":2,"end":5,"text":"Ben"}]}`), `annotations[1].spans[0]: the words at 2 to 5 are "Zoé", not "Ben"; places are counted in Unicode code points from 0, and the end is not part of the span`},
		{"counted in bytes", ann(`{"id":"2","type":"person","spans":[{"start":5,"end":9,"text":"Zoé"}]}`), `annotations[1].spans[0]: the words at 5 to 9 are " met", not "Zoé"; places are counted in Unicode code points from 0, and these are counted in bytes of UTF-8`},
		{"counted in UTF-16", ann(`{"id":"2","type":"person","spans":[{"start":3,"end":6,"text":"Zoé"}]}`), `annotations[1].spans[0]: the words at 3 to 6 are "oé ", not "Zoé"; places are counted in Unicode code points from 0, and these are counted in UTF-16 units, as JavaScript and Java do`},
		{"spans out of order", ann(`{"id":"2","type":"quote","spans":[{"start":6,"end":9},{"start":2,"end":5}]}`), `annotations[1].spans[1]: it begins at 2, which is not after the end of the span before it`},
		{"no spans", ann(`{"id":"2","type":"person"}`), `annotations[1]: the annotation has no spans`},
		{"no id", ann(`{"type":"person","spans":[{"start":0,"end":1}]}`), `annotations[1].id: the annotation has no id`},
		{"no type", ann(`{"id":"2","spans":[{"start":0,"end":1}]}`), `annotations[1]: the annotation has no type`},
		{"id twice", ann(`{"id":"1","type":"person","spans":[{"start":0,"end":1}]}`), `annotations[1].id: "1" is also the id of annotations[0]`},
		{"argument of itself", ann(`{"id":"2","type":"quote","spans":[{"start":0,"end":1}],"args":[{"role":"of","target":"3"}]},{"id":"3","type":"quote","spans":[{"start":0,"end":2}],"args":[{"role":"of","target":"2"}]}`), `annotations[1].args: the annotation is an argument of itself`},
		{"argument of nothing", ann(`{"id":"2","type":"quote","spans":[{"start":0,"end":1}],"args":[{"role":"cue","target":"9"}]}`), `annotations[1].args[0].target: the record has no annotation "9"`},
		{"entity that is not listed", ann(`{"id":"2","type":"person","entity":"e9","spans":[{"start":0,"end":1}]}`), `annotations[1].entity: "e9" is not among the record's entities`},
		{"score", ann(`{"id":"2","type":"person","origin":{"score":97},"spans":[{"start":0,"end":1}]}`), `annotations[1].origin.score: 97 is not from 0 to 1`},
		{"nameless entity", `{"quoth":1,"text":"a","entities":[{"id":"e1","type":"person"}]}`, `entities[0]: the entity has no name`},
		{"entity twice", `{"quoth":1,"text":"a","entities":[{"id":"e1","type":"person","name":"A"},{"id":"e1","type":"person","name":"B"}]}`, `entities[1].id: "e1" is also the id of entities[0]`},
		{"annotator with a space", `{"quoth":1,"text":"a","annotator":"ana "}`, `annotator: "ana " cannot be a name: it begins or ends with white space`},
		{"endless nesting", `{"quoth":1,"text":"a","x_deep":` + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + `}`, `x_deep[0][0]`},
		{"UTF-16 file", "\xff\xfe{\x00\"\x00", `the file is UTF-16; save it as UTF-8`},
	} {
		t.Run(c.name, func(t *testing.T) {
			records, errs := read(c.line)
			if len(records) != 0 || len(errs) != 1 {
				t.Fatalf("%d records, %q", len(records), errs)
			}
			if !strings.HasPrefix(errs[0], "news.jsonl:1: "+c.want) {
				t.Errorf("said: %s\nwant: news.jsonl:1: %s", clip(errs[0]), c.want)
			}
		})
	}
}

func clip(s string) string { return s[:min(len(s), 400)] }

func TestLineThatIsTooLongIsPassedOver(t *testing.T) {
	t.Cleanup(jsonl.SetMaxLine(1 << 20))
	long := io.MultiReader(strings.NewReader(`{"quoth":1,"text":"`), io.LimitReader(repeat('a'), 1<<20), strings.NewReader("\"}\n"+`{"quoth":1,"text":"b"}`))
	var errs []string
	var records []*export.Record
	for r, err := range jsonl.Read(context.Background(), "news.jsonl", long) {
		if err != nil {
			errs = append(errs, err.Error())
		} else {
			records = append(records, r)
		}
	}
	if len(records) != 1 || len(errs) != 1 || !strings.Contains(errs[0], "news.jsonl:1: the line is longer than 1 MiB") {
		t.Errorf("%d records, %q", len(records), errs)
	}
}

type repeat byte

func (r repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r)
	}
	return len(p), nil
}

func TestReaderThatFailsEndsTheReading(t *testing.T) {
	broken := errors.New("the stick was pulled out")
	r := io.MultiReader(strings.NewReader("{\"quoth\":1,\"text\":\"a\"}\n{\"quo"), iotest.ErrReader(broken))
	n := 0
	var last error
	for _, err := range jsonl.Read(context.Background(), "news.jsonl", r) {
		n++
		last = err
	}
	if n != 2 || !errors.Is(last, broken) || !strings.HasPrefix(fmt.Sprint(last), "news.jsonl:2: ") {
		t.Errorf("%d, %v", n, last)
	}
}

func TestCancelledReadingSaysSo(t *testing.T) {
	cancelled, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last error
	n := 0
	for _, err := range jsonl.Read(cancelled, "news.jsonl", strings.NewReader(strings.Repeat("{\"quoth\":1,\"text\":\"a\"}\n", 10))) {
		cancel()
		n++
		last = err
	}
	if n != 2 || !errors.Is(last, context.Canceled) {
		t.Errorf("%d, %v", n, last)
	}
}

func FuzzRead(f *testing.F) {
	opts := export.Options{Schema: formattest.Schema()}
	f.Add(formattest.Write(f, jsonl.Format, []*export.Record{sample(), formattest.Records().Example(3)}, opts))
	f.Add([]byte(`{"quoth":1,"text":"One\r\nTwo\r","annotations":[{"id":"1","type":"quote","spans":[{"start":3,"end":5}]}]}`))
	f.Add([]byte("\xef\xbb\xbf{\"quoth\":1,\"text\":\"🙂\",\"blocks\":[{\"kind\":\"title\",\"start\":0,\"end\":1}]}\n\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var good []*export.Record
		for r, err := range jsonl.Read(context.Background(), "f", bytes.NewReader(data)) {
			if err != nil {
				continue
			}
			for _, a := range r.Annotations {
				r.Document.Surface(a.Spans)
			}
			good = append(good, r)
		}
		// What was taken in is a dataset: written, it is read as the same.
		again := formattest.Read(t, jsonl.Format, formattest.Write(t, jsonl.Format, good, opts))
		if d := formattest.Diff(good, again); d != "" {
			t.Fatal(d)
		}
	})
}

func TestMessagesStayShortHoweverDeepOrLongTheLineIs(t *testing.T) {
	long := strings.Repeat("é", 1_000_000)
	for _, line := range []string{
		`{"quoth":1,"text":"a","x_":` + strings.Repeat("[", 20_000),
		`{"quoth":1,"text":"a","x_":` + strings.Repeat("[", 9_000) + "!",
		`{"quoth":1,"text":"a","` + long + `":1}`,
		`{"quoth":1,"text":"a","x_` + long + `":[!`,
		`{"quoth":1,"text":"a","id":"` + long + `"}`,
		`{"quoth":1,"text":"a","state":"` + long + `"}`,
		`{"quoth":1,"text":"a","annotator":" ` + long + `"}`,
		`{"quoth":1,"text":"a","blocks":[{"kind":"` + long + `"}]}`,
		`{"quoth":1,"text":"a","meta":{"` + long + `":1}}`,
		`{"quoth":1,"text":"a","annotations":[{"id":"1","type":"x","entity":"` + long + `"}]}`,
	} {
		_, errs := read(line)
		if len(errs) != 1 || utf8.RuneCountInString(errs[0]) > 600 {
			t.Errorf("%.60s: %d errors, %.700s", line, len(errs), errs)
		}
	}
}

func TestAnnotatorIsANameThatCanBeShown(t *testing.T) {
	for _, name := range []string{`a\u001b[31m`, `a\nb`, `a\u202eb`, `a\u2028b`, `a\u0085b`, ` a`} {
		if _, errs := read(`{"quoth":1,"text":"a","annotator":"` + name + `"}`); len(errs) != 1 || !strings.Contains(errs[0], "annotator: ") || strings.ContainsAny(errs[0], "\x1b\u202e") {
			t.Errorf("%s: %q", name, errs)
		}
	}
	for _, name := range []string{"Łukasz Ó.", "שרה\u200f", "👩‍🚀", "कर्\u200dता", ""} {
		if _, errs := read(`{"quoth":1,"text":"a","annotator":"` + name + `"}`); len(errs) != 0 {
			t.Errorf("%s: %q", name, errs)
		}
	}
}

func TestNewSetWithAnnotationsIsInProgress(t *testing.T) {
	records, errs := read(`{"quoth":1,"text":"a","annotator":"ana","state":"new","annotations":[{"id":"1","type":"person","spans":[{"start":0,"end":1}]}]}` + "\n" +
		`{"quoth":1,"text":"a","annotator":"ana","state":"new"}`)
	if len(errs) != 0 || len(records) != 2 || records[0].State != annotate.StateInProgress || records[1].State != annotate.StateNew {
		t.Errorf("%+v %q", records, errs)
	}
}
