//go:build unix

package cli_test

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"quoth/annotate/store"
	"quoth/app/cli"
)

func TestInterruptStopsAnImportThatWaitsForMore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.quoth")
	var out, errs bytes.Buffer
	if code := cli.Main([]string{"new", path}, cli.Streams{Out: &out, Err: &errs}, cli.Build{}); code != 0 {
		t.Fatal(errs.String())
	}
	in, feed := io.Pipe()
	done := make(chan int)
	go func() {
		done <- cli.Main([]string{"import", path, "-"}, cli.Streams{In: in, Out: &out, Err: &errs}, cli.Build{})
	}()
	// Once this is taken, the command runs and listens for interrupts.
	if _, err := feed.Write([]byte(`{"quoth":1,"text":"Ana met Ben"}` + "\n")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := <-done; code != 130 || !strings.Contains(errs.String(), "stopped; what was done before stays") {
		t.Errorf("it ended with %d and said %q", code, errs.String())
	}
	p, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatalf("the project is not closed: %v", err)
	}
	p.Close()
}
