package formats_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/assets"
	"quoth/export/formats"
)

// manual is the page on formats. What stands between its marks is made from the list of formats; with
// QUOTH_WRITE_DOCS set, the test writes it.
const (
	manual = "../../docs/FORMATS.md"
	begin  = "<!-- made from the list of formats -->\n"
	end    = "<!-- end -->\n"
)

func table(t *testing.T) string {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("| format | name | read | written | places in | a dataset is |\n|---|---|---|---|---|---|\n")
	yes := map[bool]string{true: "yes", false: "–"}
	for _, f := range formats.All {
		is := "a file ." + f.Extensions[0]
		if f.Many() {
			is = "a folder"
		}
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s | %s |\n", f.Title, f.Name, yes[f.Reads()], yes[f.Write != nil || f.WriteFolder != nil], f.Unit, is)
	}
	for _, f := range formats.All {
		fmt.Fprintf(&b, "\n### %s\n\n%s\n", f.Title, f.Who)
		if len(f.Choices) > 0 {
			b.WriteString("\nChoices (`--choose KEY=VALUE`):\n\n")
			for _, c := range f.Choices {
				values := "`" + strings.Join(c.Values, "`, `") + "`"
				if len(c.Values) == 0 {
					values = "any words"
				}
				fmt.Fprintf(&b, "- `%s`: %s (usually `%s`). %s\n", c.Key, values, c.Default, c.Help)
			}
		}
		losses := f.Loses(schema)
		if len(losses) == 0 {
			b.WriteString("\nHolds everything.\n")
			continue
		}
		b.WriteString("\nCannot hold, or changes:\n\n")
		for _, l := range losses {
			fmt.Fprintf(&b, "- %s\n", l)
		}
	}
	return b.String()
}

func TestManualOnFormatsIsTrue(t *testing.T) {
	data, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	was, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s lacks its marks", manual)
	}
	want := table(t)
	if was == want {
		return
	}
	if os.Getenv("QUOTH_WRITE_DOCS") == "" {
		t.Fatalf("%s is not what the list of formats says; QUOTH_WRITE_DOCS=1 go test ./export/formats writes it", manual)
	}
	if err := os.WriteFile(manual, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
