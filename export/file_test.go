package export_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/export"
)

func writing(s string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, err := io.WriteString(w, s); err != nil {
			return err
		}
		return err
	}
}

func TestFileAppearsWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.jsonl")
	if err := export.ToFile(path, writing("first", nil)); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if err := export.ToFile(path, writing("half", broken)); !errors.Is(err, broken) {
		t.Errorf("err = %v", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "first" {
		t.Errorf("after a failure it holds %q", b)
	}
	if err := export.ToFile(path, writing("second", nil)); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "second" {
		t.Errorf("it holds %q", b)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is now %v", info.Mode())
	}
	if list, _ := os.ReadDir(dir); len(list) != 1 {
		t.Errorf("left behind: %v", list)
	}
}

func TestLinkToADatasetStaysALink(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "out.jsonl"), filepath.Join(dir, "latest.jsonl")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := export.ToFile(link, writing("x", nil)); err != nil {
		t.Fatal(err)
	}
	if b, _ := os.ReadFile(path); string(b) != "x" {
		t.Errorf("the file holds %q", b)
	}
	if info, _ := os.Lstat(link); info.Mode().IsRegular() {
		t.Error("the link became a file")
	}
}

func TestProjectIsNeverWrittenOver(t *testing.T) {
	p := openProject(t)
	before, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	if err := export.ToFile(p.Path(), writing("x", nil)); err == nil || !strings.Contains(err.Error(), "give another name") {
		t.Errorf("err = %v", err)
	}
	if after, _ := os.ReadFile(p.Path()); string(after) != string(before) {
		t.Error("the project changed")
	}
}

func TestWhereNoFileCanBe(t *testing.T) {
	dir := t.TempDir()
	for path, want := range map[string]string{
		dir:                               "it is a folder",
		filepath.Join(dir, "none", "out"): "there is no folder " + filepath.Join(dir, "none"),
	} {
		if err := export.ToFile(path, writing("x", nil)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("err = %v; want %s", err, want)
		}
	}
}

func TestWhatAKilledExportLeftIsRemovedAfterADay(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "out.jsonl")
	old := time.Now().Add(-25 * time.Hour)
	for name, at := range map[string]time.Time{
		".out.jsonl.ABCD2345.part":   old,
		".out.jsonl.BCDE2345.part":   time.Now(), // somebody may still write it
		".out.jsonl.x.part":          old,
		".other.jsonl.ABCD2345.part": old,
		"out.jsonl.ABCD2345.part":    old,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	if err := export.ToFile(path, writing("x", nil)); err != nil {
		t.Fatal(err)
	}
	var left []string
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		left = append(left, e.Name())
	}
	want := []string{".other.jsonl.ABCD2345.part", ".out.jsonl.BCDE2345.part", ".out.jsonl.x.part", "out.jsonl", "out.jsonl.ABCD2345.part"}
	if !slices.Equal(left, want) {
		t.Errorf("there are %q, want %q", left, want)
	}
}
