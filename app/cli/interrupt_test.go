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

// interrupted is an input that ends with an interrupt, and then never.
type interrupted struct {
	io.Reader
	t *testing.T
}

func (r interrupted) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.EOF {
		if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
			r.t.Error(err)
		}
		select {}
	}
	return n, err
}

func TestInterruptHalfThroughAnArticleAddsNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.quoth")
	var out, errs bytes.Buffer
	run := func(in io.Reader, args ...string) int {
		out.Reset()
		errs.Reset()
		return cli.Main(args, cli.Streams{In: in, Out: &out, Err: &errs}, cli.Build{})
	}
	if code := run(nil, "new", path); code != 0 {
		t.Fatal(errs.String())
	}
	text := "Ferries Stop\n\n" + strings.Repeat("The council met in 2004 with 14 members. ", 10_000)
	if code := run(interrupted{strings.NewReader(text), t}, "add", path, "-"); code != 130 || out.String() != "0 articles added\n" {
		t.Errorf("it ended with %d and said %q, %q", code, out.String(), errs.String())
	}
	if code := run(strings.NewReader(text), "add", path, "-"); code != 0 || out.String() != "1 article added\n" {
		t.Errorf("again: it ended with %d and said %q, %q", code, out.String(), errs.String())
	}
}
