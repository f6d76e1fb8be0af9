package jsonl_test

import (
	"bytes"
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/jsonl"
)

var examples = regexp.MustCompile("(?s)```json\n(.*?)\n```")

// The first example of the manual is a record as Quoth writes it, the second the least that it reads.
func TestManualShowsWhatIsWritten(t *testing.T) {
	manual, err := os.ReadFile("../../docs/FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	found := examples.FindAllSubmatch(manual, -1)
	if len(found) != 2 {
		t.Fatalf("%d examples, want 2", len(found))
	}
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	var line bytes.Buffer
	if err := json.Compact(&line, found[0][1]); err != nil {
		t.Fatal(err)
	}
	line.WriteByte('\n')
	got := formattest.Write(t, jsonl.Format, formattest.Read(t, jsonl.Format, line.Bytes()), export.Options{Schema: schema})
	if d := cmp.Diff(line.String(), string(got)); d != "" {
		t.Errorf("-manual +written:\n%s", d)
	}
	if least := formattest.Read(t, jsonl.Format, found[1][1]); len(least) != 1 || len(least[0].Annotations) != 1 {
		t.Errorf("the least record: %+v", least)
	}
}

func TestSampleIsWrittenAsItStands(t *testing.T) {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	records := formattest.Read(t, jsonl.Format, assets.Sample)
	if got := formattest.Write(t, jsonl.Format, records, export.Options{Schema: schema}); !bytes.Equal(got, assets.Sample) {
		t.Error("assets/sample/sample.jsonl is not what Quoth would write; import it and export it again with --unmarked")
	}
}
