//go:build !linux

package suggest

import "time"

// stopwatch returns what tells how long ago it was asked for.
func stopwatch() func() time.Duration {
	begin := time.Now()
	return func() time.Duration { return time.Since(begin) }
}
