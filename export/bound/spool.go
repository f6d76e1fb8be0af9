package bound

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
)

// InMemory is how many bytes of a [Spool] are in memory, and of a line before it goes through one. It is a variable so
// that tests can reach it.
var InMemory = 32 << 20

// Spool keeps bytes that are read again in another order than they came: a few in memory, more in a temporary file that has
// no name where the system allows it, and so goes with the program however that ends.
type Spool struct {
	memory []byte
	file   *os.File
	size   int64
}

// Write adds bytes at the end.
func (s *Spool) Write(p []byte) (int, error) {
	if s.file == nil && len(s.memory)+len(p) > InMemory {
		if err := s.spill(); err != nil {
			return 0, fmt.Errorf("what is too large for memory cannot be kept on disk: %w", err)
		}
	}
	n := len(p)
	if s.file == nil {
		if room := cap(s.memory) - len(s.memory); room < n {
			s.memory = slices.Grow(s.memory, max(n, min(cap(s.memory), InMemory-len(s.memory))))
		}
		s.memory = append(s.memory, p...)
	} else if m, err := s.file.Write(p); err != nil {
		s.size += int64(m)
		return m, fmt.Errorf("what is too large for memory cannot be kept on disk: %w", err)
	}
	s.size += int64(n)
	return n, nil
}

func (s *Spool) spill() (err error) {
	if s.file, err = os.CreateTemp("", "quoth-*.part"); err != nil {
		return err
	}
	_ = os.Remove(s.file.Name()) // Windows keeps it until it is closed
	_, err = s.file.Write(s.memory)
	s.memory = nil
	return err
}

// Size returns how many bytes there are.
func (s *Spool) Size() int64 { return s.size }

// ReadAt reads from the byte at. See [io.ReaderAt].
func (s *Spool) ReadAt(p []byte, at int64) (int, error) {
	if s.file != nil {
		return s.file.ReadAt(p, at)
	}
	if at < 0 || at > int64(len(s.memory)) {
		return 0, io.EOF
	}
	n := copy(p, s.memory[at:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Bytes returns all of it.
func (s *Spool) Bytes() ([]byte, error) {
	if s.file == nil {
		return s.memory, nil
	}
	all := make([]byte, s.size)
	if n, err := s.ReadAt(all, 0); int64(n) < s.size {
		return nil, err
	}
	return all, nil
}

// Close gives up what was kept.
func (s *Spool) Close() error {
	s.memory, s.size = nil, 0
	if s.file == nil {
		return nil
	}
	name := s.file.Name()
	err := s.file.Close()
	s.file = nil
	if gone := os.Remove(name); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}
