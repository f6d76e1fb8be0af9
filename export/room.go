package export

import (
	"os"
	"runtime/debug"
)

// Records that stream leave much behind and hold little: memory may grow to so many percent beyond what is in use, and up
// to roomLimit bytes, before what is left behind is collected. Beyond that it is collected in good time, however large
// the records are.
const (
	roomPercent = 400
	roomLimit   = 128 << 20
)

// Roomy lets the process collect unused memory seldom, for a command that reads or writes datasets and does nothing
// else; back makes it as it was. What GOGC and GOMEMLIMIT say goes before.
func Roomy() (back func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	percent, limit := debug.SetGCPercent(roomPercent), debug.SetMemoryLimit(roomLimit)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}
