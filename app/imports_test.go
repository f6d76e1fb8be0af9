package app_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// listed is what "go list" says of a package.
type listed struct {
	ImportPath string
	Imports    []string // of the package itself, not of its tests
	CgoFiles   []string
	Standard   bool
}

// list returns the packages that the patterns name, and with -deps all that they rest on.
func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,CgoFiles,Standard"}, args...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("the go command is not on the PATH")
	}
	if err != nil {
		t.Fatalf("go list %v: %v\n%s", args, err, complaint.String())
	}
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); err == io.EOF {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func below(path, root string) bool { return path == root || strings.HasPrefix(path, root+"/") }

// The arrows of the house run one way: app → export → annotate.
func TestNothingRestsOnWhatIsAboveIt(t *testing.T) {
	for _, c := range []struct {
		what  string
		never []string
	}{
		{"./annotate/...", []string{"fyne.io", "quoth/export", "quoth/app"}},
		{"./export/...", []string{"fyne.io", "quoth/app"}},
		{"./app/workbench", []string{"fyne.io", "quoth/app/ui", "quoth/app/cli"}},
		{"./app/cli", []string{"fyne.io", "quoth/app/ui", "quoth/app/workbench"}},
		{"./app/figures", []string{"fyne.io", "quoth/app/ui", "quoth/app/cli", "quoth/app/workbench"}},
		{"./app/chart", []string{"fyne.io", "quoth/app/ui", "quoth/annotate", "quoth/export", "quoth/app/workbench"}},
		{"./app/ui/article/layout", []string{"fyne.io", "quoth/export", "quoth/app/workbench", "quoth/app/ui/article/paint"}},
		{"./app/ui/article/paint", []string{"fyne.io", "quoth/export", "quoth/app/workbench"}},
		{"./assets", []string{"quoth/annotate", "quoth/export", "quoth/app"}},
	} {
		for _, p := range list(t, "-deps", c.what) {
			for _, never := range c.never {
				if below(p.ImportPath, never) {
					t.Errorf("%s rests on %s", c.what, p.ImportPath)
				}
			}
		}
	}
}

// The folders of annotate know the domain's types and how to count in a text, never each other.
func TestFoldersOfTheDomainDoNotImportEachOther(t *testing.T) {
	allowed := []string{"quoth/annotate", "quoth/annotate/offset"}
	for _, p := range list(t, "./annotate/...") {
		for _, x := range p.Imports {
			if below(x, "quoth") && !below(x, p.ImportPath) && !slices.Contains(allowed, x) {
				t.Errorf("%s imports %s", p.ImportPath, x)
			}
		}
	}
	for _, p := range list(t, "./annotate/offset") {
		if slices.Contains(p.Imports, "quoth/annotate") {
			t.Error("quoth/annotate/offset imports quoth/annotate")
		}
	}
}

func TestHeadlessBuildHasNoWindowAndNoC(t *testing.T) {
	for _, p := range list(t, "-deps", "-tags", "headless", ".") {
		if below(p.ImportPath, "fyne.io") || below(p.ImportPath, "quoth/app/ui") {
			t.Errorf("it holds %s", p.ImportPath)
		}
		if len(p.CgoFiles) > 0 || p.ImportPath == "runtime/cgo" {
			t.Errorf("%s needs C", p.ImportPath)
		}
	}
}
