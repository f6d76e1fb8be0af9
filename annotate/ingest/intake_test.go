package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate"
)

// manyLines is a text that takes several steps to cut and to read.
func manyLines() string {
	return "Harbour workers end their strike\n\n" + strings.Repeat("The council met in 2004 🚢 with 14 members.\n"+lead+"\n\n", 3*stepEvery)
}

// takeIn reads a file and returns what came and what was told; stop is asked after each step.
func takeIn(t *testing.T, name, text string, stop func(step int) bool) (docs []*annotate.Document, told []int64, err error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	in := NewIntake([]string{path}, func(done, total int64) {
		if total != int64(len(text)) {
			t.Errorf("of %d bytes in all, want %d", total, len(text))
		}
		if told = append(told, done); stop(len(told)) {
			cancel()
		}
	})
	in.Begin(path)
	for doc, failed := range in.Read(ctx, File(path), Options{}) {
		if failed != nil {
			err = failed
			continue
		}
		docs = append(docs, doc)
	}
	in.Stored(1)
	return docs, told, err
}

func TestALongArticleTellsInSmallStepsHowFarItIs(t *testing.T) {
	text := manyLines()
	docs, told, err := takeIn(t, "long.txt", text, func(int) bool { return false })
	if err != nil || len(docs) != 1 {
		t.Fatalf("%d articles, %v", len(docs), err)
	}
	if !slices.IsSorted(told) || told[0] != 0 || told[len(told)-1] != int64(len(text)) {
		t.Errorf("told %v, want it to rise to %d", told, len(text))
	}
	made := slices.DeleteFunc(slices.Compact(slices.Clone(told)), func(n int64) bool { return n < int64(readShare*float64(len(text))) })
	if len(made) < 6 {
		t.Errorf("the work on what was read has the steps %v", made)
	}
}

func TestAnArticleThatIsStoppedOnItsWayDoesNotCome(t *testing.T) {
	text := manyLines()
	_, steps, _ := takeIn(t, "long.txt", text, func(int) bool { return false })
	for stop := 1; stop < len(steps)-1; stop += max(1, len(steps)/25) {
		docs, told, err := takeIn(t, "long.txt", text, func(step int) bool { return step == stop })
		if len(docs) > 0 || !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped after step %d of %d: %d articles, %v", stop, len(steps), len(docs), err)
		}
		if more := len(told) - stop; more > 2 { // one may be under way, and the end is told here
			t.Fatalf("stopped after step %d, it goes on for %d", stop, more)
		}
	}
}

func TestWhatCannotBeStoppedIsNotWaitedFor(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	release := make(chan bool)
	defer close(release)
	_, err := pace{ctx: ctx}.aside(1<<30, func() draft {
		cancel()
		<-release
		return draft{}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("it came back with %v", err)
	}
}

func TestFilesWithManyArticlesAreAsFarAsTheyAreRead(t *testing.T) {
	var lines strings.Builder
	for i := range 200 {
		fmt.Fprintf(&lines, `{"title": "Ferry %d", "text": %q}`+"\n", i, strings.Repeat(lead+" ", 12))
	}
	docs, told, err := takeIn(t, "many.jsonl", lines.String(), func(int) bool { return false })
	if err != nil || len(docs) != 200 || !slices.IsSorted(told) || told[len(told)-1] != int64(lines.Len()) || len(slices.Compact(told)) < 10 {
		t.Errorf("%d articles, %v, told %v", len(docs), err, told)
	}
}
