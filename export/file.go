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

	"quoth/annotate/store"
)

// ToFile writes a file whole or not at all: what write produces goes to a temporary file beside it,
// which takes the file's place when everything is on disk. An error leaves what was there before.
//
// A program that is killed leaves the temporary file, .NAME.XXXXXXXX.part. The next writing of the same
// name removes it.
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
	sweep(path, time.Now())
	part := filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()[:partLetters]+".part")
	f, err := os.OpenFile(part, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("write %s: there is no folder %s", path, filepath.Dir(path))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, _ = store.TryLock(f) // where there are no locks, it is left alone for a day
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
	// settledAfter is how long a temporary file is left alone that nobody has locked: its maker may be about to.
	settledAfter = time.Second
	// staleAfter is how long nothing is written to a temporary file before nobody is taken to write it, where locks are not
	// known. Two exports to one name may run at once, and on a slow disk or a suspended computer for long.
	staleAfter = 24 * time.Hour
	// lockName is the file in a temporary folder that its maker has locked.
	lockName = ".lock"
	// asideEnding is what is added to the name of a temporary folder for the dataset that it replaces.
	asideEnding = ".old"
)

// sweep removes temporary files and folders for path that programs left which are no more. What cannot be removed stays: it
// is no reason not to write.
func sweep(path string, now time.Time) {
	dir, base := filepath.Split(path)
	list, err := os.ReadDir(filepath.Clean(dir))
	if err != nil {
		return
	}
	for _, e := range list {
		middle, ours := strings.CutPrefix(e.Name(), "."+base+".")
		middle, aside := strings.CutSuffix(middle, asideEnding)
		middle, part := strings.CutSuffix(middle, ".part")
		full := filepath.Join(dir, e.Name())
		if !ours || !part || len(middle) != partLetters || strings.Trim(middle, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
			continue
		}
		if aside {
			if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) && e.IsDir() && !beingWritten(strings.TrimSuffix(full, asideEnding), now) {
				_ = os.Rename(full, path) // it ended before the new dataset took the place of this one
				continue
			}
			full = strings.TrimSuffix(full, asideEnding)
		}
		if !beingWritten(full, now) {
			_ = os.RemoveAll(filepath.Join(dir, e.Name()))
		}
	}
}

// beingWritten reports whether somebody may still write a temporary file or folder. What is not there nobody does.
func beingWritten(part string, now time.Time) bool {
	info, err := os.Lstat(part)
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	if err != nil || !info.IsDir() && !info.Mode().IsRegular() {
		return true
	}
	name := part
	if info.IsDir() {
		name = filepath.Join(part, lockName)
	}
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err == nil {
		defer f.Close()
		if free, err := store.TryLock(f); err == nil {
			return !free || now.Sub(info.ModTime()) < settledAfter
		}
	}
	return now.Sub(info.ModTime()) < staleAfter
}
