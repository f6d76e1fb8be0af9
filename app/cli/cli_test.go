package cli_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/rogpeppe/go-internal/testscript"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/cli"
)

// The scripts run the command line within the test, one after the other: starting a program for each
// line would take most of the time.
//
//	quoth ARG…                a build with a window, which must end with 0
//	headless ARG…             one without
//	exits CODE quoth ARG…     it must end with CODE; feed may stand between
//	feed FILE quoth ARG…      FILE is its standard input
//	hold PROJECT, release     keeps the project open, as a window does, until release
//	work PROJECT              counts some annotating in it
//	reschema PROJECT FILE     gives it another schema
//	damage PROJECT            changes a count behind its back
//	utf16 FILE OUT            writes the text of FILE in UTF-16
//	genlong OUT               writes a dataset with a long text before the word that tells what it is
func TestScripts(t *testing.T) {
	t.Setenv("QUOTH_ANNOTATOR", "tester")
	testscript.RunT(oneByOne{t}, testscript.Params{
		Dir: "testdata",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"quoth":    func(ts *testscript.TestScript, neg bool, args []string) { expect(ts, neg, 0, "", "quoth", args) },
			"headless": func(ts *testscript.TestScript, neg bool, args []string) { expect(ts, neg, 0, "", "headless", args) },
			"exits": func(ts *testscript.TestScript, neg bool, args []string) {
				code, err := strconv.Atoi(args[0])
				ts.Check(err)
				if args[1] == "feed" {
					expect(ts, neg, code, ts.ReadFile(args[2]), args[3], args[4:])
					return
				}
				expect(ts, neg, code, "", args[1], args[2:])
			},
			"feed": func(ts *testscript.TestScript, neg bool, args []string) {
				expect(ts, neg, 0, ts.ReadFile(args[0]), args[1], args[2:])
			},
			"hold": hold, "release": func(*testscript.TestScript, bool, []string) { release() },
			"work": work, "reschema": reschema, "damage": damage, "utf16": wide, "genlong": genlong,
		},
	})
}

// oneByOne runs scripts in turn, for each works in its own folder.
type oneByOne struct{ *testing.T }

func (oneByOne) Parallel()     {}
func (oneByOne) Verbose() bool { return testing.Verbose() }
func (t oneByOne) Run(name string, f func(testscript.T)) {
	t.T.Run(name, func(t *testing.T) { f(oneByOne{t}) })
}

// expect runs a command line in the script's folder and compares how it ends.
func expect(ts *testscript.TestScript, neg bool, want int, in, program string, args []string) {
	if neg {
		ts.Fatalf("say how it should end: exits CODE %s …", program)
	}
	var b cli.Build
	if program == "quoth" {
		b = cli.Build{Version: "1.2.3", Window: func(_ context.Context, o cli.WindowOptions) error {
			fmt.Fprintf(ts.Stdout(), "window project=%q sample=%v annotator=%q\n", filepath.Base(o.Project), o.Sample, o.Annotator)
			return nil
		}}
	}
	back, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	got := cli.Main(args, cli.Streams{In: strings.NewReader(in), Out: ts.Stdout(), Err: ts.Stderr()}, b)
	ts.Check(os.Chdir(back))
	if got != want {
		ts.Fatalf("it ended with %d, not %d", got, want)
	}
}

// held is the project that a script holds.
var held *store.Project

func hold(ts *testscript.TestScript, _ bool, args []string) {
	var err error
	held, err = store.Open(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Defer(release)
}

func release() {
	if held != nil {
		held.Close()
		held = nil
	}
}

func work(ts *testscript.TestScript, _ bool, args []string) {
	p, err := store.Open(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(p.AddActivity(context.Background(), store.Activity{
		Annotator: "ana", Document: "d", Day: "2026-01-31", Actions: 30, Annotations: 20, Seconds: 90,
	}))
	ts.Check(p.Close())
}

func reschema(ts *testscript.TestScript, _ bool, args []string) {
	schema, err := annotate.ParseSchema(args[1], []byte(ts.ReadFile(args[1])))
	ts.Check(err)
	p, err := store.Open(context.Background(), ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Check(p.SetSchema(context.Background(), schema))
	ts.Check(p.Close())
}

func damage(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(`UPDATE sets SET quotes = 99`)
	ts.Check(err)
	ts.Check(db.Close())
}

func wide(ts *testscript.TestScript, _ bool, args []string) {
	var out []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + ts.ReadFile(args[0]))) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), out, 0o644))
}

func genlong(ts *testscript.TestScript, _ bool, args []string) {
	text := strings.Repeat("Ana met Ben 👩‍🚀. ", 10_000)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(`{"text":"`+text+`","annotator":"ana","state":"done","quoth":1}`+"\n"), 0o644))
}
