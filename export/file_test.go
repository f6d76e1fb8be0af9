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

	"quoth/annotate/store"
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

// killed makes files and folders that were last written to an hour ago; names that end in a slash are folders.
func killed(t *testing.T, dir string, names ...string) {
	t.Helper()
	hourAgo := time.Now().Add(-time.Hour)
	for _, name := range names {
		full := filepath.Join(dir, name)
		var err error
		if strings.HasSuffix(name, "/") {
			err = errors.Join(os.MkdirAll(full, 0o755), os.WriteFile(filepath.Join(full, ".lock"), nil, 0o644))
		} else {
			err = errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, nil, 0o644))
		}
		if err := errors.Join(err, os.Chtimes(full, hourAgo, hourAgo)); err != nil {
			t.Fatal(err)
		}
	}
}

func left(dir string) (names []string) {
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		names = append(names, e.Name())
	}
	return names
}

func TestWhatAKilledExportLeftIsRemoved(t *testing.T) {
	dir := t.TempDir()
	killed(t, dir, ".out.jsonl.ABCD2345.part", ".out.jsonl.LOCK2345.part", ".out.jsonl.x.part", ".out.jsonl.abcd2345.part", ".other.jsonl.ABCD2345.part", "out.jsonl.ABCD2345.part")
	f, err := os.OpenFile(filepath.Join(dir, ".out.jsonl.LOCK2345.part"), os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if ok, err := store.TryLock(f); !ok || err != nil { // somebody still writes it
		t.Fatal(ok, err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".out.jsonl.NEW22345.part"), nil, 0o644); err != nil { // or is about to
		t.Fatal(err)
	}
	if err := export.ToFile(filepath.Join(dir, "out.jsonl"), writing("x", nil)); err != nil {
		t.Fatal(err)
	}
	want := []string{".other.jsonl.ABCD2345.part", ".out.jsonl.LOCK2345.part", ".out.jsonl.NEW22345.part", ".out.jsonl.abcd2345.part", ".out.jsonl.x.part", "out.jsonl", "out.jsonl.ABCD2345.part"}
	if got := left(dir); !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}

func TestWhatAKilledExportLeftOfAFolderIsRemoved(t *testing.T) {
	write := func(name string) error {
		return export.ToFolder(name, func(to export.Folder) error { return export.WriteFile(to, "a.txt", []byte("a")) })
	}
	dir := t.TempDir()
	name := filepath.Join(dir, "release")
	if err := write(name); err != nil {
		t.Fatal(err)
	}
	killed(t, dir, ".release.ABCD2345.part/", ".release.ABCD2345.part/data/train.parquet", ".release.ABCE2345.part.old/", ".other.ABCD2345.part/")
	if err := os.Chtimes(filepath.Join(dir, ".release.ABCD2345.part"), time.Time{}, time.Now().Add(-time.Minute)); err != nil {
		t.Fatal(err)
	}
	if err := write(name); err != nil {
		t.Fatal(err)
	}
	if got, want := left(dir), []string{".other.ABCD2345.part", "release"}; !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
	if got, want := left(name), []string{"a.txt", "manifest.json"}; !slices.Equal(got, want) {
		t.Errorf("in it are %q, want %q", got, want)
	}
	// One that ended before the new dataset took the place of the old one, which is put back before anything else.
	if err := os.Rename(name, filepath.Join(dir, ".release.ABCF2345.part.old")); err != nil {
		t.Fatal(err)
	}
	failing := errors.New("no")
	if err := export.ToFolder(name, func(export.Folder) error { return failing }); !errors.Is(err, failing) {
		t.Fatal(err)
	}
	if got, want := left(dir), []string{".other.ABCD2345.part", "release"}; !slices.Equal(got, want) {
		t.Errorf("there are %q, want %q", got, want)
	}
}
