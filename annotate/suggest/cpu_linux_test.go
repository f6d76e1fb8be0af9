package suggest

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"
)

// stopwatch returns what tells how long this goroutine has worked since: waiting for a core does not count.
func stopwatch() func() time.Duration {
	runtime.LockOSThread()
	now := func() time.Duration {
		var t unix.Timespec
		if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
			panic(err)
		}
		return time.Duration(t.Nano())
	}
	begin := now()
	return func() time.Duration {
		d := now() - begin
		runtime.UnlockOSThread()
		return d
	}
}
