//go:build unix

package store

import "golang.org/x/sys/unix"

// The system is asked without opening the file: closing it again would silently drop the locks that
// SQLite holds on it elsewhere in this program.

func tryReading(path string) error {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.R_OK, unix.AT_EACCESS)
}

func tryWriting(path string) error {
	return unix.Faccessat(unix.AT_FDCWD, path, unix.W_OK, unix.AT_EACCESS)
}
