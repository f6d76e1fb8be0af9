package store

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// What a person can do whom the system keeps from a project.
const (
	moveAway  = "copy the project to a folder where you may write, and open the copy"
	askReader = "ask its owner to let you read it"
)

// refused reports whether the system, and not the content of a file, is what keeps somebody out.
func refused(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS)
}

// forbidden is [fs.ErrPermission] with what may not be done to which file and what to do instead.
// The cause, which may be nil, comes last.
func forbidden(may, path, instead string, cause error) error {
	err := fmt.Errorf("you may not %s %s: %s", may, path, instead)
	if cause == nil {
		cause = fs.ErrPermission
	}
	if errors.Is(cause, fs.ErrPermission) {
		return fmt.Errorf("%w (%w)", err, cause)
	}
	return fmt.Errorf("%w (%w: %w)", err, fs.ErrPermission, cause)
}

// readable returns nil or why the project file may not be read.
func readable(path string) error {
	if err := tryReading(path); refused(err) {
		return forbidden("read", path, askReader, err)
	}
	return nil
}

// writable returns nil or why neither the project file nor what SQLite keeps beside it may be
// written. SQLite itself would find out at the first change, and not say which file it is.
func writable(path string) error {
	if err := tryWriting(path); refused(err) {
		return forbidden("write", path, moveAway, err)
	}
	for _, suffix := range []string{"-wal", "-journal", "-shm"} {
		beside := path + suffix
		err := tryWriting(beside)
		switch {
		case !refused(err):
			continue
		case suffix != "-shm" && size(beside) > 0:
			return forbidden("write", beside,
				"it holds changes of "+filepath.Base(path)+"; let the owner of that file open the project and close it again", err)
		}
		return forbidden("write", beside,
			"another user left it there and it holds nothing; when nobody has the project open any more, remove that file and open the project again", err)
	}
	return nil
}

// folderForbidden says that nothing can be made beside the project.
func folderForbidden(path string, cause error) error {
	return forbidden("write in the folder", filepath.Dir(path), moveAway, cause)
}
