package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"quoth/annotate"
)

// nextQuoth is a program of the future: its layout has one more migration.
func nextQuoth(t testing.TB, migration string) program {
	t.Helper()
	files := fstest.MapFS{fmt.Sprintf("%04d_future.sql", thisLayout(t)+1): {Data: []byte("-- +goose Up\n" + migration)}}
	names, err := fs.Glob(layouts(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(layouts(), name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: b}
	}
	return program{migrations: files, now: func() time.Time { return noon }}
}

// thisLayout is the version of today's layout.
func thisLayout(t testing.TB) int64 {
	t.Helper()
	v, err := newest(layouts())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const futureColumn = `ALTER TABLE documents ADD COLUMN stars INTEGER NOT NULL DEFAULT 3;`

// annotated makes a closed project with one annotated document.
func annotated(t testing.TB) (path string, d *annotate.Document) {
	t.Helper()
	p := newProject(t)
	d = article("A", "Peskov said hello.")
	add(t, p, d)
	commit(t, p, setOf(t, p, d, "ana"), "Mark", func(dr *annotate.Draft) { dr.Put(mark("person", 0, 6)) })
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return p.Path(), d
}

func holdsTheAnnotation(t testing.TB, p *Project, d *annotate.Document) {
	t.Helper()
	sound(t, p)
	if got := setOf(t, p, d, "ana").Len(); got != 1 {
		t.Errorf("%s: %d annotations", p.Path(), got)
	}
	if got := titles(t, p, Filter{Search: "peskov"}); len(got) != 1 {
		t.Errorf("%s: the search finds %v", p.Path(), got)
	}
}

func TestOlderProjectIsCopiedAndBroughtUpToDate(t *testing.T) {
	path, d := annotated(t)
	next := nextQuoth(t, futureColumn)
	if _, err := next.openReadOnly(t.Context(), path); !errors.Is(err, ErrOutdated) {
		t.Errorf("only reading it: %v", err)
	}
	p, err := next.open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	holdsTheAnnotation(t, p, d)
	var stars int
	if err := p.reader.QueryRow(`SELECT stars FROM documents`).Scan(&stars); err != nil || stars != 3 {
		t.Errorf("%d stars, %v", stars, err)
	}
	if got, want := filepath.Base(p.Backup()), fmt.Sprintf("news.backup-v%d-20260301-120000.quoth", thisLayout(t)); got != want {
		t.Errorf("the copy is %q, want %q", got, want)
	}
	p.Close()
	if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{filepath.Base(p.Backup()), "news.quoth"}) {
		t.Errorf("the folder holds %v", got)
	}
	// The copy is a project of today's Quoth; the project itself is too new for it.
	copied, err := Open(t.Context(), p.Backup())
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	holdsTheAnnotation(t, copied, d)
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrNewer) || !strings.Contains(err.Error(), "install") {
		t.Errorf("the newer project: %v", err)
	}
	if _, err := OpenReadOnly(t.Context(), path); !errors.Is(err, ErrNewer) {
		t.Errorf("the newer project, only reading: %v", err)
	}
	again, err := next.open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
	if again.Backup() != "" {
		t.Error("a project that is up to date was copied")
	}
}

func TestProjectOutlivesAMigrationThatFails(t *testing.T) {
	path, d := annotated(t)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	failing := nextQuoth(t, "DROP TABLE activity;\nINSERT INTO nowhere VALUES (1);")
	for i := range 3 {
		_, err := failing.open(t.Context(), path)
		if err == nil || !strings.Contains(err.Error(), fmt.Sprintf(".backup-v%d-20260301-120000", thisLayout(t))) {
			t.Errorf("try %d: %v", i, err)
		}
	}
	if after, _ := os.ReadFile(path); !slices.Equal(before, after) {
		t.Error("the project was changed")
	}
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	holdsTheAnnotation(t, p, d)
	copies, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.backup-*"))
	if len(copies) != 3 {
		t.Errorf("copies: %v", copies)
	}
}

func TestMigrationsAreNumberedFromOne(t *testing.T) {
	names, err := fs.Glob(layouts(), "*.sql")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for i, name := range names {
		if !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
			t.Errorf("migration %d is called %s", i+1, name)
		}
	}
}

func TestCancellingWhatOpeningTakesLeavesTheProjectAsItWas(t *testing.T) {
	path, d := annotated(t)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	future := nextQuoth(t, futureColumn)
	var steps []string
	for _, at := range []string{"copying", "bringing"} {
		ctx, cancel := context.WithCancel(t.Context())
		future.tell = func(what string) {
			steps = append(steps, what)
			if strings.HasPrefix(what, at) {
				cancel()
			}
		}
		if p, err := future.open(ctx, path); !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at %q: %v, %v", at, p, err)
		}
		if after, _ := os.ReadFile(path); !slices.Equal(after, whole) {
			t.Errorf("cancelled at %q, the file is another one", at)
		}
	}
	if len(steps) != 3 {
		t.Errorf("it told %q", steps)
	}
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	holdsTheAnnotation(t, p, d)
}
