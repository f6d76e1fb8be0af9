//go:build unix

package suggest

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// mapped returns what a file holds as memory that the system reads when it is looked at, and what gives
// it back.
func mapped(path string) (raw []byte, done func() error, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.Size() == 0 || !info.Mode().IsRegular() {
		return nil, nil, fmt.Errorf("%s: %w", path, ErrNoBook)
	}
	raw, err = unix.Mmap(int(f.Fd()), 0, int(info.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return raw, func() error { return unix.Munmap(raw) }, nil
}
