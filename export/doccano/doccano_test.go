package doccano_test

import (
	"strings"
	"testing"

	"quoth/export/doccano"
	"quoth/export/formattest"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, doccano.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, doccano.Format) }

func TestUnitIsAsChosen(t *testing.T) {
	const emoji = `{"text":"👨‍👩‍👧 Zoe` + "\u0301" + ` met 🙂 Ben","label":[[%s,"person"]]}`
	for unit, place := range map[string]string{"utf16": "21,24", "code-points": "17,20", "characters": "12,15", "bytes": "34,37"} {
		f, err := doccano.Format.With(map[string]string{"unit": unit})
		if err != nil {
			t.Fatal(err)
		}
		read := formattest.Collect(t, f.Read(t.Context(), "x", strings.NewReader(strings.Replace(emoji, "%s", place, 1))))
		if got := read[0].Document.Surface(read[0].Annotations[0].Spans); got != "Ben" {
			t.Errorf("%s: marks %q", unit, got)
		}
		formattest.Laws(t, f)
	}
	if _, err := doccano.Format.With(map[string]string{"unit": "utf8"}); err == nil || !strings.Contains(err.Error(), "it is one of utf16, code-points") {
		t.Error(err)
	}
}

func TestShapesOfOlderVersions(t *testing.T) {
	for _, line := range []string{
		`{"text":"EU rejects call.","label":[[0,2,"ORG"]],"source":"x"}`,
		`{"text":"EU rejects call.","labels":[[0,2,"ORG"]],"source":"x"}`,
		`{"id":7,"text":"EU rejects call.","annotations":[{"id":1,"label":"ORG","start_offset":0,"end_offset":2}],"source":"x"}`,
		`{"id":7,"data":"EU rejects call.","entities":[{"id":1,"label":"ORG","start_offset":0,"end_offset":2}],"source":"x","Comments":["c"]}`,
		`[{"id":7,"text":"EU rejects call.","entities":[{"id":1,"label":"ORG","start_offset":0,"end_offset":2}],"source":"x"}]`,
	} {
		read := formattest.Collect(t, doccano.Format.Read(t.Context(), "x", strings.NewReader(line)))
		if len(read) != 1 || len(read[0].Annotations) != 1 || read[0].Annotations[0].Type != "ORG" || read[0].Document.Meta["source"] != "x" {
			t.Errorf("%s: %+v", line, read)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	good := "\n" + `{"text":"EU","label":[[0,2,"ORG"]]}` + "\n"
	formattest.Resists(t, doccano.Format, []formattest.Hostile{
		{Name: "good", Data: good, Good: 1},
		{Name: "cut off", Data: good + `{"text":"EU","label":[[0,2,"OR`, Want: "bad.file:3: label[0][2]: it ends in the middle", Good: 1},
		{Name: "beyond the end", Data: `{"text":"EU","label":[[0,9,"ORG"]]}` + good, Want: "bad.file:1: label[0]: it ends outside the text", Good: 1},
		{Name: "half of a pair", Data: `{"text":"🙂 EU","label":[[1,2,"ORG"]]}` + good, Want: "in the middle of the surrogate pair", Good: 1},
		{Name: "an id twice", Data: `{"text":"EU","entities":[{"id":1,"label":"a","start_offset":0,"end_offset":1},{"id":1,"label":"a","start_offset":0,"end_offset":1}]}` + good, Want: `entities[1]: the id "1" is given twice`, Good: 1},
		{Name: "dangling", Data: `{"text":"EU","entities":[],"relations":[{"from_id":1,"to_id":2,"type":"x"}]}` + good, Want: "relations[0]: it is between 1 and 2, of which one is not there", Good: 1},
		{Name: "a circle", Data: `{"text":"EU","entities":[{"id":1,"label":"a","start_offset":0,"end_offset":1}],"relations":[{"from_id":1,"to_id":1,"type":"x"}]}` + good, Want: "is an argument of itself", Good: 1},
		{Name: "deep", Data: `{"text":"EU","x":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}" + good, Want: "bad.file:1", Good: 1},
		{Name: "no text", Data: `{"label":[]}` + good, Want: "bad.file:1: text: the line has no text", Good: 1},
		{Name: "bad UTF-8", Data: "{\"text\":\"\xff\",\"label\":[]}" + good, Want: "bad.file:1", Good: 1},
		{Name: "a number", Data: "17" + good, Want: "bad.file:1: an object is expected here", Good: 1},
	})
	formattest.Endless(t, doccano.Format, `{"text":"`, "x")
	formattest.Endless(t, doccano.Format, `[{"text":"`, "x")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"text":"🙂 EU\r\n","entities":[{"id":1,"label":"a","start_offset":0,"end_offset":2},{"id":2,"label":"a","start_offset":3,"end_offset":4}],"relations":[{"from_id":1,"to_id":2,"type":"continues"}]}`))
	f.Add([]byte(`[{"text":"EU","labels":[[0,2,"ORG"]]},`))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, doccano.Format, data) })
}
