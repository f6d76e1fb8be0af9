package jsonl_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/jsonl"
)

func TestWhatIsWrittenIsReadBackAsItWas(t *testing.T) {
	formattest.RoundTrip(t, jsonl.Format, nil)
}

func jsonSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(assets.DatasetSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("dataset.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("dataset.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEverythingWrittenIsValidUnderTheJSONSchema(t *testing.T) {
	schema := jsonSchema(t)
	rapid.Check(t, func(t *rapid.T) {
		opts := export.Options{Schema: formattest.Schema(), Lean: rapid.Bool().Draw(t, "lean")}
		data := formattest.Write(t, jsonl.Format, []*export.Record{formattest.Records().Draw(t, "record")}, opts)
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); err != nil {
			t.Fatalf("%v\n%s", err, data)
		}
	})
}

// sample is a record with one of everything: a quote of two parts with speaker, cue and addressee, an
// event with two arguments, an entity, an origin and a note.
func sample() *export.Record {
	text := "“Yes 🇸🇪,” Zoe\u0301 told Ben, “tomorrow.” They met."
	at := func(words string) annotate.Span {
		i := strings.Index(text, words)
		return annotate.Span{Start: i, End: i + len(words)}
	}
	return &export.Record{
		Document: &annotate.Document{
			ID: annotate.DocumentIDOf(text), Title: "Yes", Language: "en", Text: text,
			Meta:   map[string]string{"url": "https://example.org/?a=1&b=2", "published": "2025-09-28"},
			Blocks: []annotate.Block{{Kind: annotate.BlockParagraph, Span: annotate.Span{End: len(text)}}},
		},
		Annotator: "ana", State: annotate.StateDone,
		Entities: []*annotate.Entity{{ID: "e1", Type: "person", Name: "Zoé Lindqvist", Aliases: []string{"Zoé"}, IDs: map[string]string{"wikidata": "Q1"}}},
		Annotations: []*annotate.Annotation{
			{
				ID: "a3", Type: "quote", Spans: []annotate.Span{at("“Yes 🇸🇪,”"), at("“tomorrow.”")},
				Args:   []annotate.Arg{{Role: "speaker", Target: "a1"}, {Role: "cue", Target: "a2"}, {Role: "addressee", Target: "a4"}},
				Origin: annotate.Origin{Annotator: "rules", Rule: "marks", Score: 0.97},
			},
			{ID: "a1", Type: "person", Spans: []annotate.Span{at("Zoe\u0301")}, Entity: "e1"},
			{ID: "a2", Type: "cue", Spans: []annotate.Span{at("told")}},
			{ID: "a4", Type: "person", Spans: []annotate.Span{at("Ben")}, Note: "who?"},
			{
				ID: "a5", Type: "contact.meet", Spans: []annotate.Span{at("met")}, Attrs: map[string]string{"realis": "other"},
				Args: []annotate.Arg{{Role: "participant", Target: "a1"}, {Role: "topic", Target: "a3"}},
			},
		},
	}
}

// ID stands for the identity of the text, ZOE for a name whose accent is a code point of its own.
const sampleLine = `{"quoth":1,"id":"ID","title":"Yes","language":"en","meta":{"published":"2025-09-28","url":"https://example.org/?a=1&b=2"},` +
	`"text":"“Yes 🇸🇪,” ZOE told Ben, “tomorrow.” They met.","blocks":[{"kind":"paragraph","start":0,"end":46}],` +
	`"annotator":"ana","state":"done",` +
	`"entities":[{"id":"e1","type":"person","name":"Zoé Lindqvist","aliases":["Zoé"],"ids":{"wikidata":"Q1"}}],` +
	`"annotations":[` +
	`{"id":"a3","type":"quote","spans":[{"start":0,"end":9,"text":"“Yes 🇸🇪,”"},{"start":25,"end":36,"text":"“tomorrow.”"}],` +
	`"args":[{"role":"speaker","target":"a1"},{"role":"cue","target":"a2"},{"role":"addressee","target":"a4"}],` +
	`"origin":{"annotator":"rules","rule":"marks","score":0.97}},` +
	`{"id":"a1","type":"person","spans":[{"start":10,"end":14,"text":"ZOE"}],"entity":"e1"},` +
	`{"id":"a2","type":"cue","spans":[{"start":15,"end":19,"text":"told"}]},` +
	`{"id":"a4","type":"person","spans":[{"start":20,"end":23,"text":"Ben"}],"note":"who?"},` +
	`{"id":"a5","type":"contact.meet","spans":[{"start":42,"end":45,"text":"met"}],` +
	`"args":[{"role":"participant","target":"a1"},{"role":"topic","target":"a3"}],"attrs":{"realis":"other"}}]`

const sampleViews = `,"mentions":[` +
	`{"id":"a1","type":"person","text":"ZOE","start":10,"end":14,"entity":"Zoé Lindqvist","entity_id":"e1","attrs":{}},` +
	`{"id":"a4","type":"person","text":"Ben","start":20,"end":23,"entity":null,"entity_id":null,"attrs":{}}],` +
	`"cues":[{"id":"a2","type":"cue","text":"told","start":15,"end":19,"attrs":{"kind":"verb"}}],` +
	`"quotes":[{"id":"a3","type":"direct","text":"“Yes 🇸🇪,” … “tomorrow.”",` +
	`"spans":[{"start":0,"end":9,"text":"“Yes 🇸🇪,”"},{"start":25,"end":36,"text":"“tomorrow.”"}],` +
	`"speaker":"ZOE","speaker_id":"a1","entity":"Zoé Lindqvist","entity_id":"e1","entity_type":"person",` +
	`"cue":"told","cue_id":"a2",` +
	`"addressees":[{"id":"a4","type":"person","text":"Ben","start":20,"end":23,"entity":null,"entity_id":null,"entity_type":null}],"attrs":{}}],` +
	`"events":[{"id":"a5","type":"contact.meet","trigger":"met","spans":[{"start":42,"end":45,"text":"met"}],"args":[` +
	`{"role":"participant","id":"a1","type":"person","text":"ZOE","start":10,"end":14,"entity":"Zoé Lindqvist","entity_id":"e1","entity_type":"person"},` +
	`{"role":"topic","id":"a3","type":"quote","text":"“Yes 🇸🇪,” … “tomorrow.”","start":0,"end":36,"entity":null,"entity_id":null,"entity_type":null}],` +
	`"attrs":{"realis":"other"}}]`

func TestRecordIsWrittenAsTheManualSays(t *testing.T) {
	r := sample()
	fill := strings.NewReplacer(`"ID"`, `"`+string(r.Document.ID)+`"`, "ZOE", "Zoe\u0301").Replace
	for _, c := range []struct {
		lean bool
		want string
	}{{false, sampleLine + sampleViews + "}\n"}, {true, sampleLine + "}\n"}} {
		got := formattest.Write(t, jsonl.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema(), Lean: c.lean})
		if d := cmp.Diff(fill(c.want), string(got)); d != "" {
			t.Errorf("lean %v (-want +got):\n%s", c.lean, d)
		}
	}
}

func TestNamesForATimeAreReadBackAsTheyWere(t *testing.T) {
	r := sample()
	e := r.Entities[0].Clone()
	e.Dated = []annotate.DatedName{{Name: "the mayor", From: "2019", Until: "2024-05", Place: "Łódź"}, {Name: "boss"}}
	r.Entities[0] = e
	data := formattest.Write(t, jsonl.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema()})
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err == nil {
		err = jsonSchema(t).Validate(v)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for back, err := range jsonl.Format.Read(t.Context(), "a.jsonl", bytes.NewReader(data)) {
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(e, back.Entities[0]); d != "" {
			t.Error(d)
		}
	}
	bad := bytes.Replace(data, []byte(`"2024-05"`), []byte(`"2018"`), 1)
	for _, err := range jsonl.Format.Read(t.Context(), "a.jsonl", bytes.NewReader(bad)) {
		if err == nil || !strings.Contains(err.Error(), "ends (2018) before it begins (2019)") {
			t.Errorf("a time that ends before it begins: %v", err)
		}
	}
}

func TestLineSeparatorsInATextDoNotBreakTheLine(t *testing.T) {
	r := &export.Record{Document: &annotate.Document{Text: "one\u2028two\u2029three\nfour", ID: annotate.DocumentIDOf("one\u2028two\u2029three\nfour")}, State: annotate.StateNew}
	data := formattest.Write(t, jsonl.Format, []*export.Record{r}, export.Options{Schema: formattest.Schema()})
	if bytes.ContainsAny(data[:len(data)-1], "\n\u2028\u2029") {
		t.Errorf("%s", data)
	}
	if got := formattest.Read(t, jsonl.Format, data)[0].Document.Text; got != r.Document.Text {
		t.Errorf("read %q", got)
	}
}

func TestTextThatIsNotUTF8IsNotWritten(t *testing.T) {
	r := &export.Record{Document: &annotate.Document{ID: "d", Title: "T", Text: "a\xffb"}, State: annotate.StateNew}
	var b bytes.Buffer
	err := jsonl.Write(context.Background(), &b, formattest.Sequence([]*export.Record{r}), export.Options{Schema: formattest.Schema()})
	if err == nil || !strings.Contains(err.Error(), "invalid UTF-8") || !strings.Contains(err.Error(), "document d (\"T\")") {
		t.Errorf("err = %v", err)
	}
}

func TestWritingStopsAtTheFirstError(t *testing.T) {
	broken := errors.New("broken")
	records := func(yield func(*export.Record, error) bool) {
		_ = yield(sample(), nil) && yield(nil, broken) && yield(sample(), nil)
	}
	opts := export.Options{Schema: formattest.Schema()}
	if err := jsonl.Write(context.Background(), &bytes.Buffer{}, records, opts); !errors.Is(err, broken) {
		t.Errorf("error of the records: %v", err)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if err := jsonl.Write(cancelled, &bytes.Buffer{}, formattest.Sequence([]*export.Record{sample()}), opts); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	full := writer(func([]byte) (int, error) { return 0, errors.New("disk full") })
	if err := jsonl.Write(context.Background(), full, formattest.Sequence([]*export.Record{sample()}), opts); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("full: %v", err)
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }

func TestLineIsTheOneOfTheJSONLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := formattest.Records().Draw(t, "record")
		r.Document.Title += rapid.String().Draw(t, "title")
		r.Document.Meta = rapid.MapOf(rapid.String(), rapid.String()).Draw(t, "meta")
		opts := export.Options{Schema: formattest.Schema(), Lean: rapid.Bool().Draw(t, "lean")}
		want, err := jsonl.Marshalled(r, opts)
		if err != nil {
			t.Skip(err)
		}
		if got := formattest.Write(t, jsonl.Format, []*export.Record{r}, opts); string(got) != string(want) {
			t.Fatalf("wrote\n%s\nnot\n%s", got, want)
		}
	})
}
