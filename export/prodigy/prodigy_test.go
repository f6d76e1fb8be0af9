package prodigy_test

import (
	"strings"
	"testing"

	"quoth/export/formats"
	"quoth/export/formattest"
	"quoth/export/prodigy"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, prodigy.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, prodigy.Format) }

// task is one as Prodigy's relation interface saves it.
const task = `{"text":"“We won,” Ana told 😀 them.","tokens":[{"text":"“","start":0,"end":1,"id":0,"ws":false}],
"spans":[{"start":0,"end":9,"token_start":0,"token_end":4,"label":"QUOTE"},{"start":10,"end":13,"token_start":5,"token_end":5,"label":"PERSON","text":"Ana"}],
"relations":[{"head":4,"child":5,"head_span":{"start":0,"end":9,"token_start":0,"token_end":4,"label":"QUOTE"},"child_span":{"start":10,"end":13,"token_start":5,"token_end":5,"label":"PERSON"},"color":"#ffd882","label":"SPEAKER"}],
"meta":{"source":"x","page":3},"_input_hash":1,"_task_hash":2,"_session_id":"set-ana","_view_id":"relations","answer":"accept","options":[]}`

func TestTaskOfProdigy(t *testing.T) {
	for _, data := range []string{strings.ReplaceAll(task, "\n", ""), task, "[" + task + "]"} {
		f, r, err := formats.All.Detect("x.jsonl", strings.NewReader(data))
		if err != nil || f != prodigy.Format {
			t.Fatalf("%v, %v", f, err)
		}
		read := formattest.Collect(t, f.Read(t.Context(), "x", r))
		x := read[0]
		quote := x.Annotations[0]
		if len(quote.Args) != 1 || quote.Args[0].Role != "SPEAKER" || x.Annotator != "set-ana" || x.State != "done" || x.Document.Meta["page"] != "3" {
			t.Errorf("%+v %+v", x, quote)
		}
		if got := x.Document.Surface(x.Annotations[1].Spans); got != "Ana" {
			t.Errorf("marks %q", got)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	good := "\n" + `{"text":"EU","spans":[{"start":0,"end":2,"label":"ORG"}],"answer":"accept"}` + "\n"
	formattest.Resists(t, prodigy.Format, []formattest.Hostile{
		{Name: "good", Data: good, Good: 1},
		{Name: "beyond the end", Data: `{"text":"EU","spans":[{"start":0,"end":9,"label":"x"}]}` + good, Want: "bad.file:1: spans[0]: it ends outside the text", Good: 1},
		{Name: "another unit", Data: `{"text":"🙂🙂 EU","spans":[{"start":5,"end":7,"label":"x","text":"EU"}]}` + good, Want: "these are UTF-16 units", Good: 1},
		{Name: "dangling", Data: `{"text":"EU","spans":[],"relations":[{"head":0,"child":1,"label":"x"}]}` + good, Want: "relations[0]: it is between tokens 0 and 1", Good: 1},
		{Name: "a circle", Data: `{"text":"EU","spans":[{"start":0,"end":2,"token_end":0,"label":"x"}],"relations":[{"head":0,"child":0,"label":"x"}]}` + good, Want: "is an argument of itself", Good: 1},
		{Name: "a score of seven", Data: `{"text":"EU","spans":[{"start":0,"end":2,"label":"x","score":7}]}` + good, Want: "the score 7 is not from 0 to 1", Good: 1},
		{Name: "deep", Data: `{"text":"EU","x":` + strings.Repeat("[", 20_000) + good, Want: "bad.file:1", Good: 1},
		{Name: "fields twice", Data: `{"text":"EU","text":"US"}` + good, Want: "the field stands twice", Good: 1},
	})
	formattest.Endless(t, prodigy.Format, `{"text":"`, "x")
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(task))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, prodigy.Format, data) })
}
