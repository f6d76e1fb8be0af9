package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"
)

// What can be wrong, for [errors.Is]. The error itself names the file and says what to do.
var (
	ErrNotProject = errors.New("not a Quoth project")
	ErrNewer      = errors.New("written by a newer Quoth")
	ErrOutdated   = errors.New("written by an older Quoth and not yet brought up to date")
	ErrDamaged    = errors.New("the project file is damaged")
	ErrLocked     = errors.New("open in another program")
	ErrReadOnly   = errors.New("opened for reading only")
	ErrConflict   = errors.New("the change does not fit what the project holds")
	ErrNotFound   = errors.New("not in the project")
	ErrInUse      = errors.New("still in use")
)

var errNotWritable = fmt.Errorf("the file cannot be written any more, because it was moved or its permissions changed: close the project and open it again; nothing that was saved before is lost (%w)", fs.ErrPermission)

var errDiskFull = errors.New("the disk is full: free some space and try again; nothing that was saved before is lost")

// Holder is the program that writes a project. Fields are zero where it has not said yet.
type Holder struct {
	PID   int
	Host  string
	Since time.Time
}

// LockedError says who holds the project. It is [ErrLocked].
type LockedError struct {
	Path   string
	Holder Holder
}

func (e *LockedError) Error() string {
	who := "another program"
	if e.Holder.PID != 0 {
		who = fmt.Sprintf("another program (process %d on %s, since %s)",
			e.Holder.PID, e.Holder.Host, e.Holder.Since.Local().Format("2 Jan 2006 15:04"))
	}
	return fmt.Sprintf("%s is open in %s: close it there and try again", filepath.Base(e.Path), who)
}

// Is reports whether target is [ErrLocked].
func (e *LockedError) Is(target error) bool { return target == ErrLocked }

// fail says what the project was doing, and what the driver's error means where that is known.
func (p *Project) fail(doing string, err error) error { return failure(p.path, doing, err) }

func failure(path, doing string, err error) error {
	if err == nil {
		return nil
	}
	if c := cause(err); c != nil && !errors.Is(err, c) {
		return fmt.Errorf("%s: %s: %w (%w)", filepath.Base(path), doing, c, err)
	}
	return fmt.Errorf("%s: %s: %w", filepath.Base(path), doing, err)
}
