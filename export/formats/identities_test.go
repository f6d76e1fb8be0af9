package formats_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
)

// Whose ids they are is written in every format that has a place for it, and comes back where the format is read; of the
// others it is said, before anything is written, that it is left out.
func TestOutsideIdentitiesComeBackOrAreSaidToBeLost(t *testing.T) {
	const text = "“We won,” Ana Díaz said in Oslo."
	at := func(words string) []annotate.Span {
		i := strings.Index(text, words)
		return []annotate.Span{{Start: i, End: i + len(words)}}
	}
	ids := map[string]string{"wikidata": "Q42", "viaf": "113230702", "isni": "0000000121032683", "GND": "118 540 238-X%", "our list": "a:7"}
	record := &export.Record{
		Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}, Annotator: "ana", State: annotate.StateDone,
		Annotations: []*annotate.Annotation{
			{ID: "q", Type: "quote", Spans: at("“We won,”"), Args: []annotate.Arg{{Role: "cue", Target: "c"}, {Role: "speaker", Target: "m"}}},
			{ID: "m", Type: "person", Spans: at("Ana Díaz"), Entity: "e1"},
			{ID: "c", Type: "cue", Spans: at("said")},
		},
		Entities: []*annotate.Entity{{ID: "e1", Type: "person", Name: "Ana Díaz", IDs: ids}},
	}
	opts := export.Options{Schema: formattest.Schema()}
	// The formats that have no place for them: their programs read nothing of the kind.
	without := []string{"hfjsonl", "conll", "doccano", "citron", "chat"}
	for _, f := range formats.All {
		t.Run(f.Name, func(t *testing.T) {
			var told []string
			for _, l := range f.Loses(opts.Schema) {
				if l.What == "entities" || strings.Contains(l.What, "identities of entities") || strings.Contains(l.What, "outside identities") {
					told = append(told, l.String())
				}
			}
			lost := fmt.Sprint(f.Lost(record, opts.Schema))
			if slices.Contains(without, f.Name) {
				if len(told) == 0 || !strings.Contains(lost, "Ana Díaz") {
					t.Errorf("it has no place for identities, and says %q and %s", told, lost)
				}
				return
			}
			if len(told) > 0 || strings.Contains(lost, "Q42") {
				t.Errorf("it is to hold identities, and says %q and %s", told, lost)
			}
			files := formattest.WriteFiles(t, f, []*export.Record{record}, opts)
			if !f.Reads() {
				for kind, id := range ids {
					if s := files.String(); !strings.Contains(s, kind) || !strings.Contains(s, id) {
						t.Errorf("%s of %s is not in what is written:\n%s", id, kind, s)
					}
				}
				return
			}
			for _, r := range formattest.Collect(t, files.ReadFiles(f)) {
				if len(r.Entities) != 1 {
					t.Fatalf("%d entities come back from\n%s", len(r.Entities), files)
				}
				if d := cmp.Diff(ids, r.Entities[0].IDs); d != "" {
					t.Errorf("(-written +read)%s\n%s", d, files)
				}
			}
		})
	}
}
