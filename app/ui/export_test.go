//go:build !headless

package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quoth/app/ui/control"
)

// pick chooses a value as its menu does.
func (f *fixture) pick(name, value string) {
	f.Helper()
	c := f.object(name).(*control.Choice)
	c.SetValue(value)
	c.Choosing(value)
	f.settle()
}

// exporting opens the dialog over a project with a marked article, and has it write into a folder of its own.
func exporting(t *testing.T) (f *fixture, folder string) {
	t.Helper()
	f = withArticles(t)
	f.selectWords("Ana Duarte")
	f.typed("1")
	f.caretIn("The bridge")
	f.typed("q", "Escape")
	if n := f.b.Counts().Total(); n < 2 {
		t.Fatalf("%d annotations; notice: %s", n, f.b.Notice().Text)
	}
	f.b.Do("dataset.export")
	return f, t.TempDir()
}

func TestExportSaysOfEachFormatWhoUsesItWhatCanBeChosenAndWhatIsLost(t *testing.T) {
	f, _ := exporting(t)
	for _, format := range f.b.Formats() {
		f.pick("export.format", format.Name)
		said := words(f.w.layer("export"))
		if !strings.Contains(said, format.Who) {
			t.Errorf("%s: it does not say who uses it", format.Name)
		}
		for _, c := range format.Choices {
			if !f.shows("export.choice." + c.Key) {
				t.Errorf("%s: %s cannot be chosen", format.Name, c.Key)
			}
		}
		if losses := format.Loses(f.b.Schema()); len(losses) > 0 && !strings.Contains(said, losses[0].What) {
			t.Errorf("%s: it does not say that it loses %s", format.Name, losses[0].What)
		}
		if kind := map[bool]string{true: "Folder", false: "File"}[format.Many()]; !strings.Contains(said, kind) {
			t.Errorf("%s: it does not say that it is a %s", format.Name, kind)
		}
		if f.object("export.write").(*control.Button).Off && format.Name != "chat" {
			t.Errorf("%s: it cannot be written: %s", format.Name, said)
		}
	}
}

func TestAnOptionChangesThePreviewAndWhatIsWritten(t *testing.T) {
	f, folder := exporting(t)
	f.pick("export.format", "conll")
	preview := func() string { return words(f.w.layer("export")) }
	if p := preview(); !strings.Contains(p, "-DOCSTART- -X- _ O") {
		t.Errorf("the preview is %q", p)
	}
	f.pick("export.choice.columns", "2")
	if p := preview(); !strings.Contains(p, "-DOCSTART- O") {
		t.Errorf("with two columns the preview is %q", p)
	}
	out := filepath.Join(folder, "news.conll")
	f.field("export.path").SetText(out)
	f.tap("export.write")
	data, err := os.ReadFile(out)
	if err != nil || !strings.HasPrefix(string(data), "-DOCSTART- O") {
		t.Errorf("%v: %.80s; notice: %s", err, data, f.b.Notice().Text)
	}
	if n := f.b.Notice(); n.Problem || !strings.Contains(n.Text, "1 record") {
		t.Errorf("the notice is %q", n.Text)
	}
}
