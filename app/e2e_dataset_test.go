//go:build e2e && linux

package app_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// update writes what came out as what is expected. Read the difference before you commit it.
var update = flag.Bool("update", false, "write testdata/dataset.json anew")

// expectedDataset is what both runs must leave: the same annotations, whoever made them.
const expectedDataset = "testdata/dataset.json"

// readRecords reads a JSON Lines file.
func readRecords(t *testing.T, path string) []map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var records []map[string]any
	for line := range bytes.Lines(data) {
		var r map[string]any
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		records = append(records, r)
	}
	return records
}

// annotated returns the record of the sample's second article, with names for its random ids, and the
// other records as they are.
func annotated(t *testing.T, path string) (court map[string]any, others []map[string]any) {
	t.Helper()
	for _, r := range readRecords(t, path) {
		if title, _ := r["title"].(string); !strings.HasPrefix(title, "Court Clears") {
			others = append(others, r)
			continue
		}
		court = rename(r, names(r)).(map[string]any)
		if es, ok := court["entities"].([]any); ok { // they come in the order of their random ids
			slices.SortFunc(es, func(x, y any) int {
				return strings.Compare(x.(map[string]any)["id"].(string), y.(map[string]any)["id"].(string))
			})
		}
	}
	if court == nil {
		t.Fatalf("%s has no record of the article of the court", path)
	}
	return court, others
}

// names gives each annotation and entity of a record a name that says what it is: `person "Novák" 828`.
func names(record map[string]any) map[string]string {
	out := map[string]string{}
	list := func(key string) []any {
		l, _ := record[key].([]any)
		return l
	}
	for _, e := range list("entities") {
		e := e.(map[string]any)
		out[e["id"].(string)] = fmt.Sprintf("%s %s", e["type"], e["name"])
	}
	for _, a := range list("annotations") {
		a := a.(map[string]any)
		first := a["spans"].([]any)[0].(map[string]any)
		out[a["id"].(string)] = fmt.Sprintf("%s %q %v", a["type"], first["text"], first["start"])
	}
	return out
}

// rename returns a JSON value with the ids in it renamed.
func rename(v any, names map[string]string) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[k] = rename(x, names)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = rename(x, names)
		}
		return out
	case string:
		if n, ok := names[v]; ok {
			return n
		}
	}
	return v
}

// compareDatasets compares what the window exported with what the command line exports of the same
// project, with what is expected of the article that was annotated and, for the others, with the
// dataset as it was before.
func compareDatasets(t *testing.T, before, window, commandLine string) {
	t.Helper()
	inWindow, err := os.ReadFile(window)
	if err != nil {
		t.Fatal(err)
	}
	onCommandLine, err := os.ReadFile(commandLine)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(inWindow, onCommandLine) {
		t.Errorf("the window exports other bytes than the command line (-command line +window):\n%s",
			cmp.Diff(readRecords(t, commandLine), readRecords(t, window)))
	}
	got, others := annotated(t, window)
	if diff := cmp.Diff(readRecords(t, before), others); diff != "" {
		t.Errorf("annotating one article has changed others (-before +after):\n%s", diff)
	}
	if *update {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		e.SetIndent("", " ")
		if err := e.Encode(got); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(expectedDataset, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(expectedDataset)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatalf("%s: %v", expectedDataset, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the dataset is not what %s expects (-expected +exported):\n%s", expectedDataset, diff)
	}
}

// annotations counts the annotations of the article that was annotated.
func annotations(t *testing.T, path string) int {
	t.Helper()
	court, _ := annotated(t, path)
	l, _ := court["annotations"].([]any)
	return len(l)
}
