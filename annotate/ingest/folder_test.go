package ingest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFoldersAreSearched(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a.MD", "sub/c.html", "sub/deep/d.jsonl", ".hidden.txt", ".git/e.txt", "picture.png", "odd"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	files, skipped, err := Files([]string{filepath.Join(dir, "odd"), dir, filepath.Join(dir, "b.txt"), filepath.Join(dir, "none.txt")})
	short := func(path string) string {
		return filepath.ToSlash(strings.TrimPrefix(path, dir+string(filepath.Separator)))
	}
	var got []string
	for _, f := range files {
		got = append(got, short(f))
	}
	for _, s := range skipped {
		got = append(got, "skipped "+short(s.Path)+": "+s.Reason)
	}
	want := []string{"odd", "a.MD", "b.txt", "sub/c.html", "sub/deep/d.jsonl", `skipped odd: extension "" is not that of an article`, `skipped picture.png: extension ".png" is not that of an article`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err == nil || !strings.Contains(err.Error(), "none.txt: cannot be opened: no such file") {
		t.Error(err)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("symbolic links cannot be made here")
	}
	if files, _, err := Files([]string{link}); err != nil || len(files) != 4 {
		t.Errorf("through a link: %v, %v", files, err)
	}
}

func TestFolderWithoutArticles(t *testing.T) {
	if _, _, err := Files([]string{t.TempDir()}); err == nil || !strings.Contains(err.Error(), "the folder holds no article files; Quoth reads plain text (.txt, .text), Markdown (.md, .markdown)") {
		t.Error(err)
	}
}

func TestDevicesAndFoldersAreNoFiles(t *testing.T) {
	for _, path := range []string{t.TempDir(), os.DevNull} {
		if _, err := File(path).Open(); err == nil || err.Error() != "not a regular file" {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestKindIsKnownByContentWhereTheNameDoesNotTell(t *testing.T) {
	for _, c := range []struct {
		name, head string
		kind       Kind
	}{
		{"a.txt", "plain", Plain}, {"a.TXT", " <!DOCTYPE html><p>", HTML}, {"a", "<div class=x>a</div>", HTML}, {"a", "1 < 2", Plain},
		{"a", `{"text": "x"}` + "\n", JSONLines}, {"a", "[{\n", JSON}, {"a", "[Music]", Plain}, {"a.json", "{\n\"text\": 1}", JSON},
		{"a.json", `{"a":1}` + "\n" + `{"a":2}`, JSONLines}, {"a.jsonl", "[\n{}]", JSON}, {"a.jsonl", "oops\n{}", JSONLines}, {"a.jsonl", "{\"text\": \"cut o\n{}", JSONLines}, {"a.markdown", "x", Markdown}, {"a.tsv", "x", TSV},
	} {
		if kind := sniff(c.name, []byte(c.head)); kind != c.kind {
			t.Errorf("%s with %q is %q, want %q", c.name, c.head, kind, c.kind)
		}
	}
}
