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
	"time"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

const schemaSource = `name: test
version: 1
types:
  - {key: person, kind: mention, label: Person, color: "#0072B2", letter: P, shortcut: "1", entities: [person]}
  - {key: org, kind: mention, label: Organisation, color: "#E69F00", letter: O, shortcut: "2", entities: [org]}
  - {key: cue, kind: cue, label: Cue, color: "#CC79A7", letter: C, shortcut: "1"}
  - key: quote
    kind: quote
    label: Quote
    color: "#F0E442"
    letter: Q
    shortcut: "1"
    roles:
      - {key: speaker, label: Speaker, shortcut: S, targets: [person, org], single: true, required: true}
      - {key: cue, label: Cue, shortcut: C, targets: [cue], single: true}
    attributes:
      - {key: type, label: Type, values: [direct, mixed, indirect], default: direct}
  - {key: contact.meet, kind: event, label: Meet, color: "#D55E00", letter: M, shortcut: "1", group: contact}
`

// noon is when everything happens in these tests.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func testSchema(t testing.TB) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema("test.yaml", []byte(schemaSource))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// newProject creates a project that is closed when the test ends.
func newProject(t testing.TB) *Project {
	t.Helper()
	p, err := Create(t.Context(), filepath.Join(t.TempDir(), "news.quoth"), testSchema(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func article(title, text string) *annotate.Document {
	return &annotate.Document{
		ID: annotate.DocumentIDOf(text), Title: title, Text: text,
		Blocks: []annotate.Block{{Kind: annotate.BlockParagraph, Span: annotate.Span{Start: 0, End: len(text)}}},
	}
}

func add(t testing.TB, p *Project, docs ...*annotate.Document) Added {
	t.Helper()
	added, err := p.AddDocuments(t.Context(), slices.Values(docs))
	if err != nil {
		t.Fatal(err)
	}
	return added
}

func setOf(t testing.TB, p *Project, d *annotate.Document, annotator annotate.AnnotatorID) *annotate.Set {
	t.Helper()
	s, err := p.Set(t.Context(), d, annotator)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// commit commits what the edits draft and applies it to the set.
func commit(t testing.TB, p *Project, s *annotate.Set, title string, edits func(*annotate.Draft)) *annotate.Change {
	t.Helper()
	d := s.Draft(title)
	edits(d)
	c := d.Change("Ana Kovač", noon)
	if err := p.Commit(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	s.Apply(c)
	return c
}

func mark(typ string, start, end int) *annotate.Annotation {
	return &annotate.Annotation{ID: annotate.NewID(), Type: typ, Spans: []annotate.Span{{Start: start, End: end}}}
}

func all(s *annotate.Set) []*annotate.Annotation { return slices.Collect(s.All()) }

func sound(t testing.TB, p *Project) {
	t.Helper()
	problems, err := p.Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range problems {
		t.Errorf("%s: %v", p.Path(), x)
	}
}

func reopen(t testing.TB, p *Project) *Project {
	t.Helper()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	q, err := Open(t.Context(), p.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Close() })
	return q
}

func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func TestProjectIsOneFileAgainAfterClosing(t *testing.T) {
	p := newProject(t)
	add(t, p, article("A", "The mayor resigned."))
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
	if got := names(t, filepath.Dir(p.Path())); !slices.Equal(got, []string{"news.quoth"}) {
		t.Errorf("left behind: %v", got)
	}
}

func TestProjectLiesUnderAnyName(t *testing.T) {
	for _, name := range []string{"a b.quoth", "what?#50%25.quoth", "新聞 👩‍👩‍👧 שלום.quoth", "no-ending", "a&b=c;d.quoth"} {
		path := filepath.Join(t.TempDir(), name)
		p, err := Create(t.Context(), path, testSchema(t))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		add(t, p, article("A", "text"))
		p = reopen(t, p)
		if n, err := p.CountDocuments(t.Context(), Filter{}); n != 1 || err != nil {
			t.Errorf("%s: %d documents, %v", name, n, err)
		}
		p.Close()
		if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{name}) {
			t.Errorf("%s became %v", name, got)
		}
	}
}

func TestCreateNeverReplacesAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "precious.quoth")
	if err := os.WriteFile(path, []byte("precious"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(t.Context(), path, testSchema(t)); !errors.Is(err, fs.ErrExist) {
		t.Errorf("got %v, want fs.ErrExist", err)
	}
	if b, _ := os.ReadFile(path); string(b) != "precious" {
		t.Errorf("the file is now %q", b)
	}
	if got := names(t, filepath.Dir(path)); len(got) != 1 {
		t.Errorf("left behind: %v", got)
	}
}

func TestCreateInAMissingFolderSaysSo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "news.quoth")
	if _, err := Create(t.Context(), path, testSchema(t)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestOpenRefusesWhatIsNoProject(t *testing.T) {
	dir := t.TempDir()
	files := map[string][]byte{
		"empty.quoth":   {},
		"article.quoth": []byte(strings.Repeat("The mayor said that she would resign. ", 200)),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	foreign := filepath.Join(dir, "foreign.quoth")
	db, err := connect(foreign, asBuilder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Fado')`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	files["foreign.quoth"], _ = os.ReadFile(foreign)
	for name, content := range files {
		path := filepath.Join(dir, name)
		for how, open := range map[string]func(context.Context, string) (*Project, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
			if _, err := open(t.Context(), path); !errors.Is(err, ErrNotProject) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s %s: %v", how, name, err)
			}
		}
		if after, _ := os.ReadFile(path); !slices.Equal(after, content) {
			t.Errorf("%s was changed", name)
		}
	}
	if got := names(t, dir); len(got) != len(files) {
		t.Errorf("left behind: %v", got)
	}
	if _, err := Open(t.Context(), dir); !errors.Is(err, ErrNotProject) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Open(t.Context(), filepath.Join(dir, "none.quoth")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestOpenRefusesProgramsHiddenInAProject(t *testing.T) {
	for _, hidden := range []string{
		`CREATE TRIGGER x AFTER INSERT ON settings BEGIN DELETE FROM documents; END`,
		`CREATE VIEW x AS SELECT 1`,
	} {
		p := newProject(t)
		if _, err := p.writer.Exec(hidden); err != nil {
			t.Fatal(err)
		}
		p.Close()
		for _, open := range []func(context.Context, string) (*Project, error){Open, OpenReadOnly} {
			if _, err := open(t.Context(), p.Path()); !errors.Is(err, ErrNotProject) {
				t.Errorf("%s: %v", hidden, err)
			}
		}
	}
}

func TestSecondOpenerLearnsWhoHoldsTheProject(t *testing.T) {
	p := newProject(t)
	_, err := Open(t.Context(), p.Path())
	var locked *LockedError
	if !errors.Is(err, ErrLocked) || !errors.As(err, &locked) {
		t.Fatalf("got %v", err)
	}
	host, _ := os.Hostname()
	if locked.Holder.PID != os.Getpid() || locked.Holder.Host != host || time.Since(locked.Holder.Since) > time.Minute {
		t.Errorf("holder %+v", locked.Holder)
	}
	for _, part := range []string{"news.quoth", fmt.Sprint(os.Getpid()), "close it"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q does not say %q", err, part)
		}
	}
	link := filepath.Join(t.TempDir(), "link.quoth")
	if err := os.Symlink(p.Path(), link); err == nil {
		if _, err := Open(t.Context(), link); !errors.Is(err, ErrLocked) {
			t.Errorf("through a link: %v", err)
		}
	}
	p.Close()
	q, err := Open(t.Context(), p.Path())
	if err != nil {
		t.Fatalf("after closing: %v", err)
	}
	q.Close()
}

func TestLockFileLeftBehindHoldsNobodyBack(t *testing.T) {
	p := newProject(t)
	p.Close()
	if err := os.WriteFile(p.Path()+".lock", []byte("1\nsome-host\n2020-01-01T00:00:00Z\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	q, err := Open(t.Context(), p.Path())
	if err != nil {
		t.Fatal(err)
	}
	q.Close()
}

func TestReaderBesideAWriterSeesEachChange(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	r, err := OpenReadOnly(t.Context(), p.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	s := setOf(t, p, d, "ana")
	for i := range 5 {
		commit(t, p, s, "Mark", func(d *annotate.Draft) { d.Put(mark("person", i, i+1)) })
		if got := setOf(t, r, d, "ana").Len(); got != i+1 {
			t.Errorf("after %d changes the reader sees %d", i+1, got)
		}
	}
	c := s.Draft("Mark")
	c.Put(mark("person", 0, 6))
	for what, err := range map[string]error{
		"Commit":         r.Commit(t.Context(), c.Change("Ana", noon)),
		"SetSetting":     r.SetSetting(t.Context(), "a", "b"),
		"SetSchema":      r.SetSchema(t.Context(), testSchema(t)),
		"RemoveDocument": r.RemoveDocument(t.Context(), d.ID),
	} {
		if !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := r.reader.Exec(`DELETE FROM annotations`); err == nil {
		t.Error("a reader's connection can write")
	}
	// The writer ends first: the reader goes on, and leaves one file.
	p.Close()
	if got := setOf(t, r, d, "ana").Len(); got != 5 {
		t.Errorf("after the writer closed the reader sees %d", got)
	}
	r.Close()
	if got := names(t, filepath.Dir(p.Path())); !slices.Equal(got, []string{"news.quoth"}) {
		t.Errorf("left behind: %v", got)
	}
}

func TestProjectInASealedFolderCanBeRead(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	p.Close()
	known, err := newest(layouts())
	if err != nil {
		t.Fatal(err)
	}
	v, err := identify(t.Context(), p.Path(), asSealed)
	if err != nil || v != known {
		t.Fatalf("layout %d, %v", v, err)
	}
	if os.Getuid() <= 0 {
		t.Skip("this user may write everywhere; permission_unix_test.go changes the user")
	}
	dir := filepath.Dir(p.Path())
	os.Chmod(p.Path(), 0o400)
	if _, err := Open(t.Context(), p.Path()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a file that may not be written: %v", err)
	}
	os.Chmod(dir, 0o500)
	defer os.Chmod(dir, 0o700)
	if _, err := Open(t.Context(), p.Path()); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a folder that may not be written: %v", err)
	}
	r, err := OpenReadOnly(t.Context(), p.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Document(t.Context(), d.ID); err != nil {
		t.Error(err)
	}
}

func TestCreateKeepsChangesOfAProjectThatWasMovedAway(t *testing.T) {
	path := filepath.Join(t.TempDir(), "news.quoth")
	for _, suffix := range []string{"-wal", "-journal"} {
		orphan := path + suffix
		if err := os.WriteFile(orphan, []byte("precious"), 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Create(t.Context(), path, testSchema(t))
		if err == nil || !strings.Contains(err.Error(), "news.quoth"+suffix) || !strings.Contains(err.Error(), "move it") {
			t.Errorf("got %v", err)
		}
		if b, _ := os.ReadFile(orphan); string(b) != "precious" {
			t.Errorf("%s holds %q", orphan, b)
		}
		if got := names(t, filepath.Dir(path)); !slices.Equal(got, []string{filepath.Base(orphan)}) {
			t.Errorf("left behind: %v", got)
		}
		os.Remove(orphan)
	}
	os.WriteFile(path+"-wal", nil, 0o644)
	p, err := Create(t.Context(), path, testSchema(t))
	if err != nil {
		t.Fatalf("beside an empty log: %v", err)
	}
	p.Close()
}

func TestSettingsAreRemembered(t *testing.T) {
	p := newProject(t)
	ctx := t.Context()
	for key, value := range map[string]string{"name": "Elections 2026", "place": "a:12 \u202eشمال", "gone": "x"} {
		if err := p.SetSetting(ctx, key, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.SetSetting(ctx, "gone", ""); err != nil {
		t.Fatal(err)
	}
	if err := p.SetSetting(ctx, "quoth.schema", "x"); err == nil {
		t.Error("the schema can be overwritten by a setting")
	}
	p = reopen(t, p)
	for key, want := range map[string]string{"name": "Elections 2026", "place": "a:12 \u202eشمال", "gone": "", "never": ""} {
		if got, err := p.Setting(ctx, key); got != want || err != nil {
			t.Errorf("%s: %q, %v; want %q", key, got, err, want)
		}
	}
}

func TestChangedSchemaCountsAnew(t *testing.T) {
	p := newProject(t)
	d := article("A", "Peskov said hello.")
	add(t, p, d)
	s := setOf(t, p, d, "ana")
	commit(t, p, s, "Mark", func(dr *annotate.Draft) {
		dr.Put(mark("person", 0, 6))
		dr.Put(mark("cue", 7, 11))
	})
	source := strings.Replace(schemaSource, "key: cue, kind: cue", "key: cue, kind: event", 1)
	source = strings.Replace(source, "      - {key: cue, label: Cue, shortcut: C, targets: [cue], single: true}\n", "", 1)
	source = strings.Replace(source, `letter: C, shortcut: "1"`, `letter: C, shortcut: "2"`, 1)
	changed, err := annotate.ParseSchema("changed.yaml", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.SetSchema(t.Context(), changed); err != nil {
		t.Fatal(err)
	}
	sound(t, p)
	p = reopen(t, p)
	if got := string(p.Schema().Source); got != source {
		t.Error("the schema was not kept")
	}
	list, err := p.Documents(t.Context(), Filter{Annotator: "ana"})
	if err != nil || len(list) != 1 || list[0].Counts != (Counts{Mentions: 1, Events: 1}) {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestActivityAddsUpByDay(t *testing.T) {
	p := newProject(t)
	for _, a := range []Activity{
		{"ana", "d1", "2026-03-01", 3, 1, 4.5},
		{"ana", "d1", "2026-03-01", 2, 1, 1.25},
		{"ana", "d1", "2026-03-02", 1, 0, 1},
		{"ben", "d1", "2026-03-01", 9, 3, 30},
	} {
		if err := p.AddActivity(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.AddActivity(t.Context(), Activity{Annotator: "ana", Day: "yesterday"}); err == nil {
		t.Error("a day that is none was taken")
	}
	got, err := p.Activity(t.Context())
	want := []Activity{
		{"ana", "d1", "2026-03-01", 5, 2, 5.75},
		{"ben", "d1", "2026-03-01", 9, 3, 30},
		{"ana", "d1", "2026-03-02", 1, 0, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	sum, err := p.ActivityOf(t.Context(), "d1", "ana")
	if diff := cmp.Diff(Activity{"ana", "d1", "", 6, 2, 6.75}, sum); diff != "" || err != nil {
		t.Errorf("of all days: %v %s", err, diff)
	}
	if sum, err := p.ActivityOf(t.Context(), "d2", "ana"); err != nil || sum.Actions != 0 {
		t.Errorf("of a document without any: %+v, %v", sum, err)
	}
}

// copied opens a copy of the project file alone, as it comes out of a letter.
func copied(t *testing.T, p *Project) *Project {
	t.Helper()
	data, err := os.ReadFile(p.Path())
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "copy.quoth")
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	q, err := OpenReadOnly(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { q.Close() })
	return q
}

func TestCopyOfAFoldedFileHasAll(t *testing.T) {
	p := newProject(t)
	d := article("A", "Ana came. 👩‍👩‍👧")
	add(t, p, d)
	workHere(t, p, d, "ana", "a1")
	if err := p.Fold(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := setOf(t, copied(t, p), d, "ana"); s.Len() != 1 {
		t.Errorf("the copy has %d annotations", s.Len())
	}
	workHere(t, p, d, "ben", "b1")
	if !p.fold.Stop() {
		t.Error("it is not folded by itself after a change")
	}
	p.foldNow()
	if s := setOf(t, copied(t, p), d, "ben"); s.Len() != 1 {
		t.Errorf("the copy has %d annotations of what came later", s.Len())
	}
	p.foldLater()
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	p.foldNow()
}
