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
	l := write(t, map[string]string{"lines": "sets", "answer": "quotes"}, article("ben", "said"), article("gold", "Ana"), article("same", "Ana"))
	if len(l.Input.Messages) != 2 || !strings.Contains(l.Better[0].Content, `"speaker":"Ana"`) || !strings.Contains(l.Worse[0].Content, `"speaker":"said"`) {
		t.Errorf("%+v", l)
	}
}

func TestPairIsWhatWasDecidedAndWhatWasDecidedAgainst(t *testing.T) {
	ben, gold := article("ben", "said"), article("gold", "Ana")
	gold.Decisions = []*annotate.Decision{
		{Annotator: "ben", About: "1", Type: "quote", Verdict: annotate.VerdictCorrected, Result: "1"},
		{Annotator: "rules", About: "7", Type: "person", Spans: []annotate.Span{{Start: 3, End: 5}}, Verdict: annotate.VerdictRejected},
		{Annotator: "rules", About: "8", Type: "person", Spans: gold.Annotations[1].Spans, Verdict: annotate.VerdictAccepted, Result: "2"},
		{Annotator: "carl", About: "9", Type: "quote", Spans: []annotate.Span{{Start: 3, End: 5}}, Verdict: annotate.VerdictRejected},
	}
	f, err := chat.Format.With(map[string]string{"lines": "pairs"})
	if err != nil {
		t.Fatal(err)
	}
	data := formattest.WriteFiles(t, f, []*export.Record{ben, gold}, export.Options{Schema: formattest.Schema()})[""]
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d pairs: %s", len(lines), data)
	}
	for i, want := range []string{
		// The quote as Ben had it, with his speaker; all else as it was decided.
		`{"quotes":[{"text":"“We won,”","speaker":"said","cue":""}],"mentions":[{"text":"said","type":"person"},{"text":"Ana","type":"person"}]}`,
		`{"quotes":[{"text":"“We won,”","speaker":"Ana","cue":""}],"mentions":[{"text":"We","type":"person"},{"text":"Ana","type":"person"}]}`,
	} {
		var l line
		if err := json.Unmarshal([]byte(lines[i]), &l); err != nil {
			t.Fatal(err)
		}
		if l.Worse[0].Content != want {
			t.Errorf("pair %d: %s", i, l.Worse[0].Content)
		}
		if better := `{"quotes":[{"text":"“We won,”","speaker":"Ana","cue":""}],"mentions":[{"text":"Ana","type":"person"}]}`; l.Better[0].Content != better {
			t.Errorf("pair %d: %s", i, l.Better[0].Content)
		}
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
