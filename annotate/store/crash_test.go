package store

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
)

// These tests run a copy of this program that works on a project and says what is safely stored, and
// kill it at a random moment. Then the project must open, be sound, and hold all that was said.

// scripts are what the copy can be told to do, by name.
var scripts = map[string]func(ctx context.Context, path string, say func(string)) error{
	"commit":  commitForever,
	"add":     addForever,
	"close":   closeForever,
	"create":  createForever,
	"merge":   mergeForever,
	"migrate": migrateForever,
	"hold":    hold,
}

const (
	scriptKey  = "QUOTH_STORE_SCRIPT"
	projectKey = "QUOTH_STORE_PROJECT"
)

func TestMain(m *testing.M) {
	if script := scripts[os.Getenv(scriptKey)]; script != nil {
		// The time limit is for a parent that died.
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err := script(ctx, os.Getenv(projectKey), func(s string) { os.Stdout.WriteString(s + "\n") })
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if raced {
		// The laws are tried as often as usual by the run without the detector.
		if err := flag.Set("rapid.checks", "20"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// copyOfThis returns the command that runs a script on a project.
func copyOfThis(script, path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), scriptKey+"="+script, projectKey+"="+path)
	return cmd
}

// kill runs the script on the project and kills it at a random moment: in every fourth round while it
// may still be opening, otherwise after it said something. It returns what was said.
func kill(t *testing.T, script, path string, round int, patience time.Duration) []string {
	t.Helper()
	cmd := copyOfThis(script, path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var complaint strings.Builder
	cmd.Stderr = &complaint
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var said []string
	if round%4 != 0 {
		first, err := lines.ReadString('\n')
		if err != nil {
			cmd.Wait()
			t.Fatalf("the copy ended: %s", complaint.String())
		}
		said = append(said, strings.TrimSpace(first))
	}
	time.Sleep(rand.N(patience))
	cmd.Process.Kill()
	rest, err := io.ReadAll(lines)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if complaint.Len() > 0 {
		t.Fatalf("the copy ended by itself: %s", complaint.String())
	}
	for line := range strings.Lines(string(rest)) {
		// A line without its end was not said.
		if strings.HasSuffix(line, "\n") {
			said = append(said, strings.TrimSpace(line))
		}
	}
	return said
}

// rounds is how often to kill: a few times only where tests should be short, and under the race detector, which sees
// nothing of what happens between a kill and the next opening. .ci/test kills as often as asked without it.
func rounds(n int) int {
	if testing.Short() || raced {
		return min(n, 8)
	}
	return n
}

// stored returns a column of a table as a set.
func stored(t *testing.T, p *Project, query string) map[string]bool {
	t.Helper()
	ids, err := pragmaLines(t.Context(), p.reader, query)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// holds opens the project and reports what is wrong with it or missing in it.
func holds(t *testing.T, path, query string, said []string) {
	t.Helper()
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("after the kill: %v", err)
	}
	defer p.Close()
	sound(t, p)
	have := stored(t, p, query)
	for _, id := range said {
		if !have[id] {
			t.Errorf("%s was acknowledged and is lost", id)
		}
	}
}

func crashProject(t *testing.T) string {
	t.Helper()
	p, err := Create(t.Context(), filepath.Join(t.TempDir(), "news.quoth"), testSchema(t))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		add(t, p, article(fmt.Sprint(i), fmt.Sprintf("Peskov said hello to everyone, %d times.", i)))
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	return p.Path()
}

func TestEveryAcknowledgedChangeSurvivesAKill(t *testing.T) {
	t.Parallel()
	n, total := rounds(300), 0
	for round := 0; round < n; {
		path := crashProject(t)
		var said []string
		for range min(20, n-round) {
			said = append(said, kill(t, "commit", path, round, 25*time.Millisecond)...)
			holds(t, path, `SELECT id FROM changes`, said)
			round++
		}
		total += len(said)
	}
	t.Logf("%d kills, %d changes acknowledged", n, total)
}

// commitForever marks, changes, undoes and names, one change or several at a time.
func commitForever(ctx context.Context, path string, say func(string)) error {
	p, err := Open(ctx, path)
	if err != nil {
		return err
	}
	list, err := p.Documents(ctx, Filter{})
	if err != nil {
		return err
	}
	for {
		doc, err := p.Document(ctx, list[rand.N(len(list))].ID)
		if err != nil {
			return err
		}
		changes, err := workOn(ctx, p, doc)
		if err != nil {
			return err
		}
		if err := p.CommitAll(ctx, changes); err != nil {
			return err
		}
		for _, c := range changes {
			say(string(c.ID))
		}
	}
}

// workOn returns one to three changes to a set.
func workOn(ctx context.Context, p *Project, doc *annotate.Document) ([]*annotate.Change, error) {
	annotator := annotate.AnnotatorID([]string{"ana", "ben"}[rand.N(2)])
	s, err := p.Set(ctx, doc, annotator)
	if err != nil {
		return nil, err
	}
	journal, err := p.Changes(ctx, doc.ID, annotator)
	if err != nil {
		return nil, err
	}
	h := annotate.HistoryOf(journal)
	var changes []*annotate.Change
	for range 1 + rand.N(3) {
		var c *annotate.Change
		last := named(append(journal, changes...), h.Undo())
		switch {
		case rand.N(4) == 0 && last != nil && !makesEntities(last):
			c = s.Undo(last, "Ana", noon)
		default:
			d := s.Draft("Mark")
			e := &annotate.Entity{ID: annotate.NewID(), Type: "person", Name: "Peskov"}
			a := mark("person", 0, 6)
			if rand.N(2) == 0 {
				a.Entity = e.ID
				d.PutEntity(nil, e)
			}
			d.Put(a)
			d.Decide(annotate.DecisionAbout("rules", mark("person", 0, 6), annotate.VerdictAccepted, a.ID))
			d.Say(&annotate.Comment{ID: annotate.NewID(), Annotator: "rules", About: a.ID, Author: "Ana", Time: noon, Text: "Sure?"})
			for old := range s.All() {
				if rand.N(8) == 0 {
					d.Remove(old.ID)
				}
			}
			c = d.Change("Ana", noon)
		}
		s.Apply(c)
		h.Record(c)
		changes = append(changes, c)
	}
	return changes, nil
}

func makesEntities(c *annotate.Change) bool {
	return slices.ContainsFunc(c.Edits, func(e annotate.Edit) bool { return e.EntityAfter != nil })
}

func TestProjectOfAnotherProgramIsLockedUntilItDies(t *testing.T) {
	t.Parallel()
	path := crashProject(t)
	cmd := copyOfThis("hold", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	var locked *LockedError
	if _, err := Open(t.Context(), path); !errors.As(err, &locked) || locked.Holder.PID != cmd.Process.Pid {
		t.Errorf("while it lives: %v", err)
	}
	r, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	sound(t, r)
	cmd.Process.Kill()
	cmd.Wait()
	p, err := Open(t.Context(), path)
	if err != nil {
		t.Fatalf("after it died: %v", err)
	}
	p.Close()
}

// hold opens the project and keeps it.
func hold(ctx context.Context, path string, say func(string)) error {
	if _, err := Open(ctx, path); err != nil {
		return err
	}
	say("open")
	<-ctx.Done()
	return ctx.Err()
}

func TestEveryAddedDocumentSurvivesAKill(t *testing.T) {
	t.Parallel()
	path := crashProject(t)
	var said []string
	for round := range rounds(40) {
		said = append(said, kill(t, "add", path, round, 25*time.Millisecond)...)
		holds(t, path, `SELECT id FROM documents`, said)
	}
	t.Logf("%d documents acknowledged", len(said))
}

func addForever(ctx context.Context, path string, say func(string)) error {
	p, err := Open(ctx, path)
	if err != nil {
		return err
	}
	for {
		var docs []*annotate.Document
		for range 20 {
			id := string(annotate.NewID())
			docs = append(docs, article(id, id+strings.Repeat(" Something was said about it.", 20)))
		}
		added, err := p.AddDocuments(ctx, slices.Values(docs))
		if err != nil {
			return err
		}
		for _, id := range added.IDs {
			say(string(id))
		}
	}
}

func TestKillWhileClosingLosesNothing(t *testing.T) {
	t.Parallel()
	path := crashProject(t)
	var said []string
	for round := range rounds(80) {
		said = append(said, kill(t, "close", path, round, 15*time.Millisecond)...)
		holds(t, path, `SELECT id FROM changes`, said)
	}
}

// closeForever opens, commits once and closes.
func closeForever(ctx context.Context, path string, say func(string)) error {
	for {
		p, err := Open(ctx, path)
		if err != nil {
			return err
		}
		list, err := p.Documents(ctx, Filter{Limit: 1})
		if err != nil {
			return err
		}
		doc, err := p.Document(ctx, list[0].ID)
		if err != nil {
			return err
		}
		changes, err := workOn(ctx, p, doc)
		if err != nil {
			return err
		}
		if err := p.CommitAll(ctx, changes); err != nil {
			return err
		}
		for _, c := range changes {
			say(string(c.ID))
		}
		if err := p.Close(); err != nil {
			return err
		}
	}
}

func TestKilledCreationLeavesAWholeProjectOrNone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var said []string
	for round := range rounds(25) {
		said = append(said, kill(t, "create", folder, round, 20*time.Millisecond)...)
		for _, name := range names(t, folder) {
			if filepath.Ext(name) != ".quoth" {
				continue
			}
			said = slices.DeleteFunc(said, func(s string) bool { return s == name })
			holds(t, filepath.Join(folder, name), `SELECT id FROM documents`, nil)
			os.Remove(filepath.Join(folder, name))
		}
		if len(said) > 0 {
			t.Fatalf("created and gone: %v", said)
		}
	}
	// A name that a kill left half made can be used again.
	for _, name := range names(t, folder) {
		path := filepath.Join(folder, strings.TrimSuffix(strings.TrimSuffix(name, ".creating"), ".lock"))
		if p, err := Create(t.Context(), path, testSchema(t)); err == nil {
			p.Close()
		} else if !exists(path) {
			t.Error(err)
		}
	}
}

func createForever(ctx context.Context, folder string, say func(string)) error {
	schema, err := annotate.ParseSchema("test.yaml", []byte(schemaSource))
	if err != nil {
		return err
	}
	for {
		name := string(annotate.NewID()) + ".quoth"
		p, err := Create(ctx, filepath.Join(folder, name), schema)
		if err != nil {
			return err
		}
		say(name)
		if err := p.Close(); err != nil {
			return err
		}
	}
}

func TestKilledMergeLeavesAWholeProjectOrNone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path, d := annotated(t)
	copyFile(t, path, filepath.Join(folder, "a.quoth"))
	other, _ := annotated(t)
	copyFile(t, other, filepath.Join(folder, "b.quoth"))
	var said []string
	for round := range rounds(24) {
		said = append(said, kill(t, "merge", folder, round, 30*time.Millisecond)...)
	}
	merged, err := filepath.Glob(filepath.Join(folder, "c-*.quoth"))
	if err != nil || len(merged) < len(said) || len(said) == 0 {
		t.Fatalf("%d of %d merged projects are there, %v", len(merged), len(said), err)
	}
	for i, path := range merged {
		if i%5 > 0 && testing.Short() {
			continue
		}
		p, err := Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		// Both marked the same word on machines of their own.
		holdsTheAnnotation(t, p, d)
		p.Close()
	}
	for _, name := range []string{"a.quoth", "b.quoth"} {
		p, err := Open(t.Context(), filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		holdsTheAnnotation(t, p, d)
		p.Close()
	}
}

func mergeForever(ctx context.Context, folder string, say func(string)) error {
	files := []string{filepath.Join(folder, "a.quoth"), filepath.Join(folder, "b.quoth")}
	for {
		name := "c-" + string(annotate.NewID()) + ".quoth"
		if _, err := Merge(ctx, filepath.Join(folder, name), files, nil); err != nil {
			return err
		}
		say(name)
	}
}

// slowMigration takes some ten milliseconds and touches every table that matters.
const slowMigration = `
CREATE TABLE numbers (n INTEGER PRIMARY KEY, s TEXT);
INSERT INTO numbers WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 20000) SELECT n, hex(n) FROM c;
UPDATE annotations SET note = 'migrated';
UPDATE documents SET title = 'migrated ' || title;
`

func TestKilledMigrationKeepsTheProjectAndItsCopy(t *testing.T) {
	t.Parallel()
	copied := 0
	for round := range rounds(60) {
		path, d := annotated(t)
		kill(t, "migrate", path, 4*round, 60*time.Millisecond)
		copies, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*.backup-*.quoth"))
		if err != nil {
			t.Fatal(err)
		}
		copied += min(1, len(copies))
		for _, name := range copies {
			p, err := Open(t.Context(), name)
			if err != nil {
				t.Fatalf("the copy: %v", err)
			}
			holdsTheAnnotation(t, p, d)
			p.Close()
		}
		p, err := nextQuoth(t, slowMigration).open(t.Context(), path)
		if err != nil {
			t.Fatalf("after the kill: %v", err)
		}
		set := setOf(t, p, d, "ana")
		doc, err := p.Document(t.Context(), d.ID)
		if err != nil {
			t.Fatal(err)
		}
		if a := all(set); len(a) != 1 || a[0].Note != "migrated" || doc.Title != "migrated A" {
			t.Errorf("half migrated: %+v %q", a, doc.Title)
		}
		if p.Backup() == "" && len(copies) == 0 {
			t.Error("migrated without a copy")
		}
		p.Close()
	}
	t.Logf("the copy was there in %d rounds", copied)
}

func migrateForever(ctx context.Context, path string, say func(string)) error {
	p, err := nextQuoth(noTest{}, slowMigration).open(ctx, path)
	if err != nil {
		return err
	}
	say("migrated " + p.Path())
	<-ctx.Done()
	return ctx.Err()
}

// noTest stands where there is no test to fail.
type noTest struct{ testing.TB }

func (noTest) Helper()           {}
func (noTest) Fatal(args ...any) { panic(fmt.Sprint(args...)) }

// A project that was just made, or made by merging, gets its write-ahead log when it is first opened: until then a
// kill leaves SQLite's other journal beside it, from which the file has to be put in order.
func TestAProjectWithAHalfWrittenFileIsPutInOrder(t *testing.T) {
	made := crashProject(t)
	db, err := sql.Open("sqlite", made)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, s := range []string{`PRAGMA journal_mode = DELETE`, `PRAGMA cache_size = 1`, `BEGIN`,
		`UPDATE documents SET title = 'half written' || hex(randomblob(50000))`, `INSERT INTO settings VALUES ('test.half', hex(randomblob(50000)))`} {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	cut := func() string { // what a kill leaves now
		path := filepath.Join(t.TempDir(), "news.quoth")
		copyFile(t, made, path)
		copyFile(t, made+"-journal", path+"-journal")
		return path
	}
	for name, open := range map[string]func(string) (*Project, error){
		"open":      func(path string) (*Project, error) { return Open(t.Context(), path) },
		"read only": func(path string) (*Project, error) { return OpenReadOnly(t.Context(), path) },
	} {
		p, err := open(cut())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		list, err := p.Documents(t.Context(), Filter{})
		if err != nil || len(list) != 3 || strings.Contains(list[0].Title, "half") {
			t.Errorf("%s: %d documents, %v", name, len(list), err)
		}
		sound(t, p)
		p.Close()
	}
	// A file of somebody else is left as it was, and so is its journal.
	path := cut()
	stranger, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(stranger[68:72], "Gpkg")
	if err := os.WriteFile(path, stranger, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path); !errors.Is(err, ErrNotProject) {
		t.Errorf("another program's file: %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, stranger) || size(path+"-journal") == 0 {
		t.Errorf("another program's file was changed: %v", err)
	}
}
