package export

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// ToFile writes a file whole or not at all: what write produces goes to a temporary file beside it,
// which takes the file's place when everything is on disk. An error leaves what was there before.
//
// A program that is killed leaves the temporary file, .NAME.XXXXXXXX.part. The next writing of the same
// name removes those that nothing has been written to for a day.
//
// A dataset of the same name is replaced; a project is not, whatever it is called. What is no file,
// such as a pipe, is written to directly.
func ToFile(path string, write func(io.Writer) error) error {
	mode := fs.FileMode(0o666) // less what the person's umask takes away
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return fmt.Errorf("write %s: %w", path, err)
	case info.IsDir():
		return fmt.Errorf("write %s: it is a folder; give the name of a file in it", path)
	case !info.Mode().IsRegular():
		return toDevice(path, write)
	case isDatabase(path):
		return fmt.Errorf("write %s: it is a project or another database, and stays as it is; give another name", path)
	default:
		mode = info.Mode().Perm()
		if path, err = filepath.EvalSymlinks(path); err != nil { // a link stays one
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	return replace(path, mode, write)
}

func isDatabase(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := []byte("SQLite format 3\x00")
	head := make([]byte, len(magic))
	_, err = io.ReadFull(f, head)
	return err == nil && bytes.Equal(head, magic)
}

func toDevice(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return errors.Join(write(f), f.Close())
}

func replace(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	sweep(path, time.Now().Add(-staleAfter))
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:partLetters]+".part")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write %s: there is no folder %s", path, filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			f.Close() // already closed where the renaming failed
			os.Remove(part)
		}
	}()
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	for _, step := range []func() error{w.Flush, f.Sync, f.Close, func() error { return os.Rename(part, path) }} {
		if err := step(); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	return nil
}

const (
	partLetters = 8 // that make the name of a temporary file its own
	// staleAfter is how long nothing is written to a temporary file before nobody is taken to write it.
	// Two exports to one name may run at once, and on a slow disk or a suspended computer for long.
	staleAfter = 24 * time.Hour
)

// sweep removes temporary files for path that were left before a time. What cannot be removed stays: it
// is no reason not to write.
func sweep(path string, before time.Time) {
	dir, base := filepath.Split(path)
	list, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return
	}
	for _, e := range list {
		middle, ours := strings.CutPrefix(e.Name(), "."+base+".")
		middle, part := strings.CutSuffix(middle, ".part")
		if !ours || !part || len(middle) != partLetters || strings.Contains(middle, ".") {
			continue
		}
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() && info.ModTime().Before(before) {
			_ = os.Remove(filepath.Join(dir, e.Name()))
		}
	}
}
