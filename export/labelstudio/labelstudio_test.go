package labelstudio_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
	"quoth/export/labelstudio"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, labelstudio.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, labelstudio.Format) }

const tasks = `[{"id":1,"data":{"text":"“We won,” Ana told 😀 them.","source":"x","n":3},
"annotations":[{"id":1001,"completed_by":{"id":10,"email":"ana@example.org"},"was_cancelled":false,"ground_truth":true,"lead_time":4.2,"result":[
 {"id":"q1","from_name":"label","to_name":"text","type":"labels","value":{"start":0,"end":9,"text":"“We won,”","labels":["QUOTE"]},"meta":{"text":["sure?"]}},
 {"id":"s1","from_name":"label","to_name":"text","type":"labels","value":{"start":10,"end":13,"text":"Ana","labels":["PERSON","HERO"]}},
 {"id":"t1","from_name":"label","to_name":"text","type":"labels","value":{"start":22,"end":26,"text":"them","labels":["PERSON"]}},
 {"id":"q1","from_name":"mode","to_name":"text","type":"choices","value":{"start":0,"end":9,"choices":["direct"]}},
 {"from_id":"q1","to_id":"s1","type":"relation","direction":"right","labels":["SPEAKER"]}]}],
"predictions":[{"model_version":"m1","score":0.9,"result":[]}]},
{"id":2,"data":{"content":"No field of the usual name."},"annotations":[]}]`

func TestTasksOfLabelStudio(t *testing.T) {
	f, r, err := formats.All.Detect("x.json", strings.NewReader(tasks))
	if err != nil || f != labelstudio.Format {
		t.Fatalf("%v, %v", f, err)
	}
	read := formattest.Collect(t, f.Read(t.Context(), "x", r))
	if len(read) != 3 {
		t.Fatalf("%d records", len(read))
	}
	x := read[0]
	quote := x.Annotations[0]
	if x.Annotator != "ana@example.org" || x.State != "done" || x.Document.Meta["n"] != "3" || len(x.Annotations) != 4 {
		t.Errorf("%+v", x)
	}
	if quote.Args[0].Role != "SPEAKER" || quote.Attrs["mode"] != "direct" || quote.Note != "sure?" {
		t.Errorf("%+v", quote)
	}
	if got := x.Document.Surface(x.Annotations[3].Spans); got != "them" {
		t.Errorf("marks %q", got)
	}
	if read[1].Annotator != "m1" || read[2].Document.Text != "No field of the usual name." {
		t.Errorf("%+v %+v", read[1], read[2])
	}
}

func TestConfigurationNamesEverythingThatIsWritten(t *testing.T) {
	config := string(labelstudio.Config(formattest.Schema()))
	for _, want := range []string{`<Label value="contact.meet"`, `<Relation value="speaker"/>`, `<Choices name="type"`, `<Choice value="mixed"/>`, `<Text name="text" value="$text"/>`, `whenLabelValue="quote"`} {
		if !strings.Contains(config, want) {
			t.Errorf("it lacks %s:\n%s", want, config)
		}
	}
	d := xml.NewDecoder(strings.NewReader(config))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	files := formattest.WriteFiles(t, labelstudio.Format, nil, export.Options{Schema: formattest.Schema()})
	if string(files[""]) != "[]\n" {
		t.Errorf("no records are %q", files[""])
	}
}

func TestHostileFiles(t *testing.T) {
	task := func(result string) string {
		return `[{"data":{"text":"🙂 EU"},"annotations":[{"result":[` + result + `]}]},{"data":{"text":"EU"},"annotations":[]}]`
	}
	region := func(id, from, to string) string {
		return `{"id":"` + id + `","type":"labels","value":{"start":` + from + `,"end":` + to + `,"labels":["x"]}}`
	}
	formattest.Resists(t, labelstudio.Format, []formattest.Hostile{
		{Name: "good", Data: task(region("a", "3", "5")), Good: 2},
		{Name: "half of a pair", Data: task(region("a", "1", "5")), Want: "bad.file#1: annotations[0].result[0]: it begins outside the text: UTF-16 unit 1 is in the middle of the surrogate pair", Good: 1},
		{Name: "beyond the end", Data: task(region("a", "3", "99")), Want: "it ends outside the text", Good: 1},
		{Name: "no number", Data: task(region("a", `"x"`, "5")), Want: `is no place in the text`, Good: 1},
		{Name: "an id twice", Data: task(region("a", "3", "5") + "," + region("a", "3", "5")), Want: `the id "a" is given twice`, Good: 1},
		{Name: "dangling", Data: task(region("a", "3", "5") + `,{"type":"relation","from_id":"a","to_id":"b"}`), Want: `result[1]: the relation is between "a" and "b"`, Good: 1},
		{Name: "a circle", Data: task(region("a", "3", "5") + `,{"type":"relation","from_id":"a","to_id":"a"}`), Want: "is an argument of itself", Good: 1},
		{Name: "code points", Data: task(`{"id":"a","type":"labels","value":{"start":2,"end":4,"text":"EU","labels":["x"]}}`), Want: "these are code points", Good: 1},
		{Name: "cut off", Data: task(region("a", "3", "5"))[:60], Want: "the file is cut off"},
		{Name: "deep", Data: `[{"data":` + strings.Repeat("[", 20_000), Want: "bad.file"},
	})
	formattest.Endless(t, labelstudio.Format, `[{"data":{"text":"`, "x")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(tasks))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, labelstudio.Format, data) })
}
