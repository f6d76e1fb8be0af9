package export

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// Records that stream leave much behind and hold little: memory may grow to so many percent beyond what is in use, and up
// to roomLimit bytes, before what is left behind is collected. Where more than half of that is in use, it is collected as
// usual: kept to the limit, the process would do little else.
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
	r := &room{roomy: true}
	r.percent, r.limit = debug.SetGCPercent(roomPercent), debug.SetMemoryLimit(roomLimit)
	runtime.SetFinalizer(&collection{}, r.collected)
	return r.end
}

// room is how memory is collected meanwhile, and was before.
type room struct {
	mu      sync.Mutex
	percent int
	limit   int64
	roomy   bool
	ended   bool
}

// collection is in use by nobody, so that its finalizer runs when memory has been collected.
type collection struct{ _ [2]*byte }

// collected has memory collected seldom or as usual, by what is in use now.
func (r *room) collected(c *collection) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return
	}
	if roomy := inUse() <= roomLimit/2; roomy != r.roomy {
		r.set(roomy)
	}
	runtime.SetFinalizer(c, r.collected)
}

func (r *room) set(roomy bool) {
	if r.roomy = roomy; roomy {
		debug.SetGCPercent(roomPercent)
		debug.SetMemoryLimit(roomLimit)
		return
	}
	debug.SetGCPercent(r.percent)
	debug.SetMemoryLimit(r.limit)
}

func (r *room) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	r.set(false)
}

// inUse returns the bytes that were still in use when memory was collected last.
func inUse() uint64 {
	s := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
