//go:build !unix

package suggest

import "os"

// mapped returns what a file holds, and what gives it back.
func mapped(path string) (raw []byte, done func() error, err error) {
	raw, err = os.ReadFile(path)
	return raw, func() error { return nil }, err
}
