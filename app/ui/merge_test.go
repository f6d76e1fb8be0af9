//go:build !headless

package ui

import (
	"os"
	"path/filepath"
	"testing"

	"quoth/app/workbench"
)

func TestNewFileKeepsTheWholeName(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news-ana-1")
	for _, want := range []string{"news-ana-1", "news-ana-1-2", "news-ana-1-3"} {
		got := newFile(path)
		if filepath.Base(got) != want+workbench.Extension {
			t.Fatalf("%s is proposed, not %s", filepath.Base(got), want)
		}
		if err := os.WriteFile(got, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
