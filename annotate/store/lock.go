package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// lock makes one program the writer of a project. It is a lock of the operating system on a file
// beside the project, so it ends with the program, and so SQLite's own locks on the project file are
// never disturbed. The file's text names the holder for the message that others get.
type lock struct{ file *os.File }

// errHeld is what tryLock returns when another holds the lock.
var errHeld = errors.New("held")

// takeLock takes the lock of the project at path. Where another holds it, the error is a *LockedError.
func takeLock(path string, now time.Time) (*lock, error) {
	name := path + ".lock"
	for {
		f, mine, err := openLock(path, name)
		if err != nil {
			return nil, fmt.Errorf("lock the project: %w", err)
		}
		err = tryLock(f)
		if errors.Is(err, errHeld) {
			held := &LockedError{Path: path, Holder: readHolder(f)}
			f.Close()
			return nil, held
		}
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("lock the project: %s: %w", name, err)
		}
		if !isStill(f, name) {
			// The holder before us removed the file between our opening and locking it.
			f.Close()
			continue
		}
		if !mine {
			if os.Remove(name) == nil {
				f.Close()
				continue
			}
			// It may not be removed either, but the lock holds. Only its text names a former holder.
			return &lock{f}, nil
		}
		if err := writeHolder(f, now); err != nil {
			f.Close()
			return nil, fmt.Errorf("lock the project: %w", err)
		}
		return &lock{f}, nil
	}
}

// openLock opens the lock file, which it makes where there is none. It is not mine where another user
// left it there: then it can be locked, but not written.
func openLock(path, name string) (f *os.File, mine bool, err error) {
	f, err = os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if !refused(err) {
		return f, true, err
	}
	f, reading := os.Open(name)
	switch {
	case reading == nil:
		return f, false, nil
	case errors.Is(reading, os.ErrNotExist):
		return nil, false, folderForbidden(path, err)
	}
	return nil, false, forbidden("read", name,
		"another user left it there; when nobody has the project open any more, remove that file and try again", reading)
}

// release removes the file and gives the lock back. It is removed while locked, so that nobody else
// can hold a lock on a file that is then taken away.
func (l *lock) release() error {
	err := os.Remove(l.file.Name())
	if closed := l.file.Close(); closed != nil {
		return closed
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		// Windows keeps a file that is open: now it is not. A new holder's stays, as it is open again.
		_ = os.Remove(l.file.Name())
	}
	return nil
}

func isStill(f *os.File, name string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(mine, there)
}

func writeHolder(f *os.File, now time.Time) error {
	host, err := os.Hostname()
	if err != nil {
		host = "this computer"
	}
	text := fmt.Sprintf("%d\n%s\n%s\n", os.Getpid(), host, now.UTC().Format(time.RFC3339))
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(text), 0)
	return err
}

func readHolder(f *os.File) Holder {
	text, err := io.ReadAll(io.LimitReader(f, 1024))
	if err != nil {
		return Holder{}
	}
	lines := strings.Split(string(text), "\n")
	if len(lines) < 3 {
		return Holder{}
	}
	pid, _ := strconv.Atoi(lines[0])
	since, _ := time.Parse(time.RFC3339, lines[2])
	return Holder{PID: pid, Host: strings.ToValidUTF8(lines[1], "?"), Since: since}
}

// TryLock takes an exclusive lock on an open file without waiting; it is free when the file is closed, and when the program
// ends, however that is. It is false where somebody else has it; the error says that the file system has no locks.
func TryLock(f *os.File) (bool, error) {
	err := tryLock(f)
	if errors.Is(err, errHeld) {
		return false, nil
	}
	return err == nil, err
}
