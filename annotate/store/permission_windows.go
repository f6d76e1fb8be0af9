package store

import "os"

// Windows tells by opening alone what its lists of rights allow. Locks there belong to the handle, so
// closing this one drops none of SQLite's.

func tryReading(path string) error { return tryOpen(path, os.O_RDONLY) }

func tryWriting(path string) error { return tryOpen(path, os.O_RDWR) }

func tryOpen(path string, flag int) error {
	f, err := os.OpenFile(path, flag, 0)
	if err != nil {
		return err
	}
	return f.Close()
}
