package chat_test

import (
	"encoding/json"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/chat"
	"quoth/export/formattest"
)

func article(annotator annotate.AnnotatorID, words string) *export.Record {
	text := "“We won,” said Ana 😀."
	at := strings.Index(text, words)
	return &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}, Annotator: annotator, Annotations: []*annotate.Annotation{
		{ID: "1", Type: "quote", Spans: []annotate.Span{{Start: 0, End: strings.Index(text, " said")}}, Args: []annotate.Arg{{Role: "speaker", Target: "2"}}},
		{ID: "2", Type: "person", Spans: []annotate.Span{{Start: at, End: at + len(words)}}},
	}}
}

type line struct {
	Messages []struct{ Role, Content string }
	Input    struct {
		Messages []struct{ Role, Content string }
	}
	Better []struct{ Content string } `json:"preferred_output"`
	Worse  []struct{ Content string } `json:"non_preferred_output"`
}

func write(t *testing.T, choices map[string]string, records ...*export.Record) line {
	f, err := chat.Format.With(choices)
	if err != nil {
		t.Fatal(err)
	}
	data := formattest.WriteFiles(t, f, records, export.Options{Schema: formattest.Schema()})[""]
	var l line
	if err := json.Unmarshal(data, &l); err != nil {
		t.Fatalf("%v in %s", err, data)
	}
	return l
}

func TestExampleIsPromptArticleAndAnswer(t *testing.T) {
	l := write(t, map[string]string{"prompt": "Find quotes.", "answer": "quotes"}, article("ana", "Ana"))
	if len(l.Messages) != 3 || l.Messages[0].Content != "Find quotes." || l.Messages[1].Content != "“We won,” said Ana 😀." ||
		l.Messages[2].Content != `{"quotes":[{"text":"“We won,”","speaker":"Ana","cue":""}]}` {
		t.Errorf("%+v", l)
	}
}

func TestPairPrefersGold(t *testing.T) {
	l := write(t, map[string]string{"lines": "pairs", "answer": "quotes"}, article("ben", "said"), article("gold", "Ana"), article("same", "Ana"))
	if len(l.Input.Messages) != 2 || !strings.Contains(l.Better[0].Content, `"speaker":"Ana"`) || !strings.Contains(l.Worse[0].Content, `"speaker":"said"`) {
		t.Errorf("%+v", l)
	}
}

func TestWhatCannotTrainIsRefused(t *testing.T) {
	for want, choices := range map[string]map[string]string{"the prompt is empty": {"prompt": " "}, "there is no pair": {"lines": "pairs"}} {
		f, err := chat.Format.With(choices)
		if err != nil {
			t.Fatal(err)
		}
		err = f.Write(t.Context(), &strings.Builder{}, formattest.Sequence([]*export.Record{article("ana", "Ana")}), export.Options{Schema: formattest.Schema()})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Error(err)
		}
	}
}
