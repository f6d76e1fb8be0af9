//go:build unix

package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"quoth/annotate"
)

// The users of these tests: the one who owns the project, and one who came to the shared folder.
const (
	owner    = 4001
	stranger = 4002
)

// become makes this program another user's, until the test ends.
func become(t *testing.T, user int) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	t.Cleanup(func() {
		if err := syscall.Seteuid(0); err != nil {
			panic(err) // all tests after this one would be another user's
		}
	})
	for _, id := range []int{0, user} {
		if err := syscall.Seteuid(id); err != nil {
			t.Fatal(err)
		}
	}
}

// shared makes a folder in which everybody may write, with a closed project of the owner's in it.
// What follows is done by the owner.
func shared(t *testing.T) (path string, d *annotate.Document) {
	t.Helper()
	dir := t.TempDir()
	os.Chmod(filepath.Dir(dir), 0o755)
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	become(t, owner)
	path = filepath.Join(dir, "news.quoth")
	p, err := Create(t.Context(), path, testSchema(t))
	if errors.Is(err, fs.ErrPermission) {
		t.Skip("other users may not go into the folder for temporary files")
	}
	if err != nil {
		t.Fatal(err)
	}
	d = article("A", "Peskov said hello.")
	add(t, p, d)
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return path, d
}

func says(t *testing.T, what string, err error, parts ...string) {
	t.Helper()
	if !errors.Is(err, fs.ErrPermission) {
		t.Errorf("%s: got %v, want fs.ErrPermission", what, err)
		return
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%s: %q does not say %q", what, err, part)
		}
	}
}

func TestReaderWhoMayNotWriteLeavesNothingInTheOwnersWay(t *testing.T) {
	path, d := shared(t)
	become(t, stranger)
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Document(t.Context(), d.ID); err != nil {
		t.Error(err)
	}
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{"news.quoth"}) {
		t.Errorf("while reading: %v", got)
	}
	become(t, owner)
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, p, setOf(t, p, d, "ana"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 6)) })
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	// The reader does not see what was written since, and must not take half of it for the whole.
	if _, err := r.Set(t.Context(), d, "ana"); err == nil || !strings.Contains(err.Error(), "open it again") {
		t.Errorf("reading what has changed: %v", err)
	}
	r.Close()
}

func TestReaderWhoMayNotWriteSeesEachChangeOfALiveWriter(t *testing.T) {
	path, d := shared(t)
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	become(t, stranger)
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := setOf(t, p, d, "ana")
	for i := range 3 {
		commit(t, p, s, "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", i, i+1)) })
		if got := setOf(t, r, d, "ana").Len(); got != i+1 {
			t.Errorf("after %d changes the reader sees %d", i+1, got)
		}
	}
	become(t, owner)
	p.Close()
	become(t, stranger)
	if got := setOf(t, r, d, "ana").Len(); got != 3 {
		t.Errorf("after the writer closed the reader sees %d", got)
	}
	r.Close()
	become(t, owner)
	q, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	commit(t, q, setOf(t, q, d, "ana"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("cue", 7, 11)) })
}

func TestFileThatAnotherUserLeftIsNamed(t *testing.T) {
	path, _ := shared(t)
	for _, c := range []struct {
		suffix, content string
		says            string
	}{
		{"-shm", "index", "remove that file"},
		{"-wal", "", "remove that file"},
		{"-wal", "changes", "holds changes of news.quoth"},
		{"-journal", "changes", "holds changes of news.quoth"},
	} {
		become(t, stranger)
		left := path + c.suffix
		if err := os.WriteFile(left, []byte(c.content), 0o644); err != nil {
			t.Fatal(err)
		}
		become(t, owner)
		_, err := Open(t.Context(), path)
		says(t, c.suffix, err, left, c.says)
		if _, err := os.Stat(left); err != nil {
			t.Error(err)
		}
		os.Remove(left)
	}
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("after removing them: %v", err)
	}
	p.Close()
}

func TestLockFileOfAnotherUserHoldsNobodyBack(t *testing.T) {
	path, _ := shared(t)
	dir, name := filepath.Dir(path), path+".lock"
	for _, mode := range []fs.FileMode{0o777, 0o777 | fs.ModeSticky} {
		become(t, 0)
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		become(t, stranger)
		if err := os.WriteFile(name, []byte("1\nsome-host\n2020-01-01T00:00:00Z\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		become(t, owner)
		p, err := Open(t.Context(), path)
		if err != nil {
			t.Errorf("%v: %v", mode, err)
			continue
		}
		if _, err := Open(t.Context(), path); !errors.Is(err, ErrLocked) {
			t.Errorf("%v: opened twice: %v", mode, err)
		}
		if err := p.Close(); err != nil {
			t.Errorf("%v: %v", mode, err)
		}
		become(t, 0)
		os.Remove(name)
	}
	become(t, stranger)
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	become(t, owner)
	_, err := Open(t.Context(), path)
	says(t, "a lock file that may not be read", err, name, "remove that file")
}

func TestWhoMayNotIsToldWhatToDo(t *testing.T) {
	path, _ := shared(t)
	dir := filepath.Dir(path)
	become(t, stranger)
	_, err := Open(t.Context(), path)
	says(t, "writing another's project", err, path, "copy the project to a folder where you may write")
	if got := names(t, dir); !slices.Equal(got, []string{"news.quoth"}) {
		t.Errorf("left behind: %v", got)
	}

	become(t, owner)
	os.Chmod(path, 0o600)
	become(t, stranger)
	_, err = Open(t.Context(), path)
	says(t, "another's secret project", err, path, "ask its owner")
	_, err = OpenReadOnly(t.Context(), path)
	says(t, "reading another's secret project", err, path, "ask its owner")

	become(t, owner)
	os.Chmod(path, 0o666)
	become(t, 0)
	os.Chmod(dir, 0o755)
	become(t, stranger)
	_, err = Open(t.Context(), path)
	says(t, "a folder of another", err, "write in the folder "+dir, "copy the project")
	_, err = Create(t.Context(), filepath.Join(dir, "mine.quoth"), testSchema(t))
	says(t, "creating in a folder of another", err, "write in the folder "+dir, "another one")
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatalf("reading in a folder of another: %v", err)
	}
	r.Close()

	become(t, 0)
	os.Chmod(dir, 0o777)
	become(t, owner)
	os.Chmod(path, 0o644)
	os.WriteFile(path+"-wal", []byte("what a program that was killed left"), 0o644)
	become(t, stranger)
	_, err = OpenReadOnly(t.Context(), path)
	says(t, "a project that was not closed properly", err, path, "let its owner open it")
	if got := names(t, dir); !slices.Equal(got, []string{"news.quoth", "news.quoth-wal"}) {
		t.Errorf("left behind: %v", got)
	}

	become(t, 0)
	os.Chmod(dir, 0o700)
	become(t, stranger)
	_, err = OpenReadOnly(t.Context(), path)
	says(t, "a closed folder", err, path, "ask its owner")
}
