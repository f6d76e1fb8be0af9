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

// Where parts become annotations of their own, another one of them may come first.
func TestAnEntityIsOfTheTypeOfItsFirstMentionAsThatIsWritten(t *testing.T) {
	kept := export.Holds{Entities: export.EntitiesIdentified}.Keep(&export.Record{
		Document: &annotate.Document{Text: "said"},
		Annotations: []*annotate.Annotation{
			{ID: "b", Type: "role", Spans: []annotate.Span{{Start: 0, End: 2}, {Start: 3, End: 4}}, Entity: "e"},
			{ID: "a", Type: "person", Spans: []annotate.Span{{Start: 0, End: 2}}, Entity: "e"},
		},
		Entities: []*annotate.Entity{{ID: "e", Type: "org", Name: "sa"}},
	})
	if first := kept.Annotations[0]; first.ID != "a" || kept.Entities[0].Type != first.Type {
		t.Errorf("%s is first, and the entity is a %s", first.ID, kept.Entities[0].Type)
	}
}
