package formats_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"quoth/export"
	"quoth/export/formats"
)

func TestEveryFormatIsWholeAndHasItsOwnName(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range formats.All {
		if f.Name == "" || f.Title == "" || len(f.Extensions) == 0 || f.Fits == nil || f.Loses == nil || f.Write == nil || f.Read == nil {
			t.Errorf("%+v lacks something", f)
		}
		if seen[f.Name] {
			t.Errorf("two formats are called %q", f.Name)
		}
		seen[f.Name] = true
	}
}

func TestFormatIsFoundByItsName(t *testing.T) {
	if f, err := formats.All.Named("jsonl"); err != nil || f.Name != "jsonl" {
		t.Errorf("%v, %v", f, err)
	}
	_, err := formats.All.Named("jsnl")
	if err == nil || !strings.Contains(err.Error(), `there is no format "jsnl" (did you mean "jsonl"?); there are: jsonl`) {
		t.Errorf("err = %v", err)
	}
}

func TestFormatIsDetectedByWhatTheFileHolds(t *testing.T) {
	const line = `{"quoth":1,"text":"a"}`
	for _, c := range []struct{ name, data, want string }{
		{"a.jsonl", line, "jsonl"},
		{"a.txt", line, "jsonl"},
		{"standard input", "\ufeff\n " + line, "jsonl"},
	} {
		f, r, err := formats.All.Detect(c.name, strings.NewReader(c.data))
		if err != nil || f.Name != c.want {
			t.Fatalf("%s: %v, %v", c.name, f, err)
		}
		if all, _ := io.ReadAll(r); string(all) != c.data {
			t.Errorf("%s: the reader gives %q", c.name, all)
		}
	}
	for name, data := range map[string]string{"articles.jsonl": `{"text":"a"}`, "a.txt": "Once upon a time", "b.jsonl": "nonsense"} {
		if _, _, err := formats.All.Detect(name, strings.NewReader(data)); !errors.Is(err, export.ErrNoDataset) || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := formats.All.Detect("a.jsonl", strings.NewReader("")); err == nil || err.Error() != "a.jsonl: the file is empty" {
		t.Errorf("empty: %v", err)
	}
}
