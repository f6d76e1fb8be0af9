package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"quoth/annotate/store"
	"quoth/app/cli"
)

func TestMain(m *testing.M) {
	window := func(_ context.Context, o cli.WindowOptions) error {
		fmt.Printf("window project=%q sample=%v\n", filepath.Base(o.Project), o.Sample)
		return nil
	}
	testscript.Main(m, map[string]func(){
		"quoth":          func() { os.Exit(run(cli.Build{Version: "1.2.3", Window: window})) },
		"quoth-headless": func() { os.Exit(run(cli.Build{})) },
		"hold":           func() { os.Exit(hold(os.Args[1])) },
		"work":           func() { os.Exit(work(os.Args[1])) },
	})
}

func run(b cli.Build) int {
	return cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, b)
}

// hold keeps a project open, as the window does, until a file called "release" is there.
func hold(path string) int {
	p, err := store.Open(context.Background(), path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer p.Close()
	if err := os.WriteFile("held", nil, 0o644); err != nil {
		return 1
	}
	for range 3000 {
		if _, err := os.Stat("release"); err == nil {
			return 0
		}
		time.Sleep(10 * time.Millisecond)
	}
	return 1
}

// work counts some annotating in a project, as the window does.
func work(path string) int {
	p, err := store.Open(context.Background(), path)
	if err == nil {
		err = p.AddActivity(context.Background(), store.Activity{Annotator: "ana", Document: "d", Day: "2026-01-31", Actions: 30, Annotations: 20, Seconds: 90})
		err = errors.Join(err, p.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata",
		Setup: func(e *testscript.Env) error {
			e.Setenv("QUOTH_ANNOTATOR", "tester")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "awaits": awaits,
		},
	})
}

// exits CODE PROGRAM ARG…: the program ends with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("it ended with %d, not %d", got, want)
	}
}

// awaits FILE: goes on when the file is there.
func awaits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: awaits FILE")
	}
	for range 3000 {
		if _, err := os.Stat(ts.MkAbs(args[0])); !errors.Is(err, fs.ErrNotExist) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	ts.Fatalf("%s did not appear", args[0])
}
