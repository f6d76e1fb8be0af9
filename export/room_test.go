package export

import (
	"runtime"
	"runtime/metrics"
	"testing"
	"time"
)

// A record of hundreds of megabytes must not have the process collect memory all the time.
func TestMuchMemoryInUseIsCollectedAsUsual(t *testing.T) {
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	type manner struct{ percent, limit uint64 }
	now := func() manner {
		s := []metrics.Sample{{Name: "/gc/gogc:percent"}, {Name: "/gc/gomemlimit:bytes"}}
		metrics.Read(s)
		return manner{s[0].Value.Uint64(), s[1].Value.Uint64()}
	}
	usual, roomy := now(), manner{roomPercent, roomLimit}
	wait := func(what string, want manner) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); now() != want; time.Sleep(time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s it is %+v, want %+v", what, now(), want)
			}
			runtime.GC()
		}
	}
	back := Roomy()
	defer back()
	wait("with little in use", roomy)
	giant := make([]byte, roomLimit)
	wait("with a giant in use", usual)
	runtime.KeepAlive(giant)
	giant = nil
	wait("after the giant", roomy)
	back()
	wait("at the end", usual)
}
