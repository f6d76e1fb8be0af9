package export_test

import (
	"testing"

	"quoth/annotate"
	"quoth/export"
)

func TestDecisionIsComparedWithAllThatItRemembers(t *testing.T) {
	about := func(change func(*annotate.Decision)) *export.Record {
		d := &annotate.Decision{
			Annotator: "ben", About: "b1", Type: "quote", Verdict: annotate.VerdictRejected, Within: "b2",
			Seen: &annotate.Content{Entity: "e1", Args: []annotate.Arg{{Role: "cue", Target: "b3"}}, Attrs: map[string]string{"type": "direct"}},
		}
		change(d)
		return &export.Record{Document: &annotate.Document{Text: "שלום 🙂"}, Annotator: "ana", Decisions: []*annotate.Decision{d}}
	}
	was := about(func(*annotate.Decision) {})
	if got := export.Differences(was, about(func(*annotate.Decision) {})); len(got) > 0 {
		t.Errorf("the same decision differs: %v", got)
	}
	for what, change := range map[string]func(*annotate.Decision){
		"no case":       func(d *annotate.Decision) { d.Within = "" },
		"nothing noted": func(d *annotate.Decision) { d.Seen = nil },
		"empty":         func(d *annotate.Decision) { d.Seen = &annotate.Content{} },
		"entity":        func(d *annotate.Decision) { d.Seen.Entity = "e2" },
		"role":          func(d *annotate.Decision) { d.Seen.Args[0].Target = "b4" },
		"attribute":     func(d *annotate.Decision) { d.Seen.Attrs["type"] = "mixed" },
	} {
		if got := export.Differences(was, about(change)); len(got) != 1 {
			t.Errorf("%s: %v", what, got)
		}
	}
}
