package formattest

import (
	"bytes"
	"context"
	"io"
	"iter"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
)

// Memory is a folder in memory, which [export.Format].ReadFolder can read.
type Memory fstest.MapFS

// Create makes a file.
func (m Memory) Create(name string) (io.WriteCloser, error) {
	return &memoryFile{m: m, name: name}, nil
}

// Rename gives a file another name.
func (m Memory) Rename(from, to string) error {
	m[to] = m[from]
	delete(m, from)
	return nil
}

type memoryFile struct {
	bytes.Buffer
	m    Memory
	name string
}

func (f *memoryFile) Close() error {
	f.m[f.name] = &fstest.MapFile{Data: f.Bytes()}
	return nil
}

// Files is what a format wrote: one file named "", or those of a folder.
type Files map[string][]byte

// WriteFiles returns what a format writes of the records.
func WriteFiles(t TB, f *export.Format, records []*export.Record, opts export.Options) Files {
	t.Helper()
	if !f.Many() {
		return Files{"": Write(t, f, records, opts)}
	}
	m := Memory{}
	if err := f.WriteFolder(context.Background(), m, Sequence(records), opts); err != nil {
		t.Fatalf("write %s: %v", f.Name, err)
	}
	out := Files{}
	for name, file := range m {
		out[name] = file.Data
	}
	return out
}

// ReadFiles yields the records of what a format wrote.
func (files Files) ReadFiles(f *export.Format) iter.Seq2[*export.Record, error] {
	if data, ok := files[""]; ok {
		return f.Read(context.Background(), "test", bytes.NewReader(data))
	}
	m := fstest.MapFS{}
	for name, data := range files {
		m[name] = &fstest.MapFile{Data: data}
	}
	if f.ReadFolder == nil {
		return export.EachFile(context.Background(), "test", m, f)
	}
	return f.ReadFolder(context.Background(), "test", m)
}

func (files Files) String() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		b.WriteString("--- " + name + "\n")
		b.Write(files[name][:min(len(files[name]), 6000)])
	}
	return b.String()
}

// Collect returns the records, or fails.
func Collect(t TB, records iter.Seq2[*export.Record, error]) []*export.Record {
	t.Helper()
	var out []*export.Record
	for r, err := range records {
		if err != nil {
			t.Fatalf("%v", err)
		}
		out = append(out, r)
	}
	return out
}

// Same describes how records differ from what a format can hold of others, whatever things are called
// where it holds no identities.
func Same(f *export.Format, schema *annotate.Schema, written, read []*export.Record) string {
	var want, got []*export.Record
	for _, r := range written {
		want = append(want, plain(f, f.Keep(r, schema)))
	}
	for _, r := range read {
		got = append(got, plain(f, r))
	}
	return Diff(want, got)
}

// plain takes out of a record what is not compared: names of files, and guessed blocks.
func plain(f *export.Format, r *export.Record) *export.Record {
	c := *r
	if !f.Holds.IDs || f.Holds.Entities != export.EntitiesWhole {
		c = *export.Canonical(r)
	}
	d := &annotate.Document{ID: r.Document.ID, Title: r.Document.Title, Language: r.Document.Language, Text: r.Document.Text, Blocks: r.Document.Blocks}
	if f.Holds.Meta {
		d.Meta = maps.Clone(r.Document.Meta)
	}
	delete(d.Meta, annotate.MetaSource)
	delete(d.Meta, export.MetaTokens)
	if !f.Holds.Blocks {
		d.Blocks = nil
	}
	c.Document, c.Where, c.Kinds, c.Unblocked = d, "", nil, false
	return &c
}

// Laws checks a format that is written and read: records of every sort come back as what the format says
// that it can hold of them, writing what was read gives the same bytes, and [export.Format.Lost] tells
// of each record what is lost, and of what was read nothing.
func Laws(t *testing.T, f *export.Format) {
	t.Helper()
	schema := Schema()
	opts := export.Options{Schema: schema}
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(Records(), 0, 3).Draw(t, "records")
		opts.Lean = rapid.Bool().Draw(t, "lean")
		files := WriteFiles(t, f, records, opts)
		var read []*export.Record
		for r, err := range files.ReadFiles(f) {
			if err != nil {
				t.Fatalf("%v\n%s", err, files)
			}
			read = append(read, r)
		}
		if f.Many() { // by name, which is another order
			records, read = slices.Clone(records), slices.Clone(read)
			byText := func(a, b *export.Record) int {
				return strings.Compare(string(a.Document.ID)+string(a.Annotator), string(b.Document.ID)+string(b.Annotator))
			}
			kept := make([]*export.Record, len(records))
			for i, r := range records {
				kept[i] = f.Keep(r, schema)
			}
			slices.SortStableFunc(kept, byText)
			slices.SortStableFunc(read, byText)
			if d := Same(f, schema, kept, read); d != "" && unique(kept) {
				t.Fatalf("read otherwise than written (-written +read):\n%s\n%s", d, files)
			}
		} else if d := Same(f, schema, records, read); d != "" {
			t.Fatalf("read otherwise than written (-written +read):\n%s\n%s", d, files)
		}
		for _, r := range read {
			if lost := f.Lost(r, schema); len(lost) > 0 {
				t.Fatalf("of what was read, it says that this is lost: %v", lost)
			}
		}
		if f.Many() {
			return // files are named for what they were read from
		}
		if again := WriteFiles(t, f, read, opts); !maps.EqualFunc(files, again, bytes.Equal) {
			t.Fatalf("written again, it is other bytes:\n%s\n%s", files, again)
		}
	})
}

// unique reports whether no two records are of one text.
func unique(list []*export.Record) bool {
	for i := 1; i < len(list); i++ {
		if list[i].Document.ID == list[i-1].Document.ID {
			return false
		}
	}
	return true
}

// Fixtures are texts in which places go wrong, each with words that are to be marked.
var Fixtures = []struct{ Name, Text, Words string }{
	{"emoji", "“We will win,” Mayor Ana Díaz told 😀 Reuters 👨‍👩‍👧 on Monday 🇸🇪.", "Reuters"},
	{"combining marks", "Then Zoe\u0301 n\u0303 met A\u030angstro\u0308m there.", "A\u030angstro\u0308m"},
	{"Chinese and Japanese", "北京市の彼は言った。「行こう」と😀話した。", "話した"},
	{"right to left", "אמר שָׁלוֹם ואז 🙂 קם דוד והלך.", "דוד"},
	{"CRLF", "One\r\nTwo 😀\r\n\r\nZoé said.\r\n", "Zoé"},
}

// Places checks that marks stand at the same words after writing and reading, in texts in which other
// counts than the format's go wrong.
func Places(t *testing.T, f *export.Format) {
	t.Helper()
	for _, c := range Fixtures {
		text := strings.ReplaceAll(c.Text, "\r\n", "\n")
		at := strings.Index(text, c.Words)
		r := &export.Record{
			Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}, Annotator: "ana", State: annotate.StateInProgress,
			Annotations: []*annotate.Annotation{{ID: "a1", Type: "person", Spans: []annotate.Span{{Start: at, End: at + len(c.Words)}}}},
		}
		files := WriteFiles(t, f, []*export.Record{r}, export.Options{Schema: Schema()})
		read := Collect(t, files.ReadFiles(f))
		if len(read) != 1 || len(read[0].Annotations) != 1 {
			t.Errorf("%s: %d records", c.Name, len(read))
			continue
		}
		d := read[0].Document
		if got := strings.ReplaceAll(d.Surface(read[0].Annotations[0].Spans), " ", ""); got != strings.ReplaceAll(c.Words, " ", "") {
			t.Errorf("%s: marks %q\n%s", c.Name, got, files)
		}
	}
}

// Fuzz is the body of a fuzz target of a reader of one file: whatever the bytes are, it ends, every
// record keeps the promises of [export.Format], and what was taken in can be written.
func Fuzz(t *testing.T, f *export.Format, data []byte) {
	t.Helper()
	if len(data) > 1<<20 {
		t.Skip("longer than a fuzzer needs")
	}
	opts := export.Options{Schema: Schema()}
	var good []*export.Record
	for r, err := range f.Read(context.Background(), "f", bytes.NewReader(data)) {
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f") {
				t.Fatalf("the error does not say where: %v", err)
			}
			continue
		}
		Promises(t, r)
		good = append(good, r)
	}
	if len(good) > 0 && f.Write != nil {
		if err := f.Write(context.Background(), io.Discard, Sequence(good), opts); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
	}
}

// Promises checks what [export.Format].Read promises of a record.
func Promises(t TB, r *export.Record) {
	t.Helper()
	if strings.TrimSpace(r.Document.Text) == "" || r.Document.ID != annotate.DocumentIDOf(r.Document.Text) {
		t.Fatalf("text %q under %s", r.Document.Text, r.Document.ID)
	}
	ids, entities := map[annotate.ID]bool{}, map[annotate.ID]bool{"": true}
	for _, e := range r.Entities {
		entities[e.ID] = true
	}
	for _, a := range r.Annotations {
		if ids[a.ID] || a.ID == "" {
			t.Fatalf("identity %q", a.ID)
		}
		ids[a.ID] = true
	}
	for _, a := range r.Annotations {
		end := -1
		for _, s := range a.Spans {
			if s.Start < 0 || s.Start >= s.End || s.End > len(r.Document.Text) || s.Start <= end {
				t.Fatalf("span %v of %v in %d bytes", s, a.Spans, len(r.Document.Text))
			}
			end = s.End
		}
		if len(a.Spans) == 0 || a.Type == "" || !entities[a.Entity] {
			t.Fatalf("annotation %+v", a)
		}
		for _, x := range a.Args {
			if !ids[x.Target] {
				t.Fatalf("dangling %+v", x)
			}
		}
	}
	if r.State == annotate.StateNew && len(r.Annotations) > 0 {
		t.Fatalf("new, with annotations")
	}
}

// Hostile is a file made to do harm, and what the error must say.
type Hostile struct {
	Name, Data, Want string
	Good             int // records that come in all the same
}

// Resists checks that hostile files give errors that say where and why, that the good records beside
// them come in, and that a file without end is given up in bounded memory.
func Resists(t *testing.T, f *export.Format, cases []Hostile) {
	t.Helper()
	for _, c := range cases {
		good, errs := 0, []string(nil)
		for r, err := range f.Read(context.Background(), "bad.file", strings.NewReader(c.Data)) {
			if err != nil {
				errs = append(errs, err.Error())
				continue
			}
			Promises(t, r)
			good++
		}
		all := strings.Join(errs, "\n")
		if !strings.Contains(all, c.Want) || c.Want != "" && !strings.HasPrefix(all, "bad.file") || c.Want == "" && len(errs) > 0 || good != c.Good {
			t.Errorf("%s: %d good, errors %.600q; want %d good, %q", c.Name, good, all, c.Good, c.Want)
		}
	}
}

// Endless checks that a record without end is given up in bounded memory: head, and then tail again and
// again.
func Endless(t *testing.T, f *export.Format, head, tail string) {
	t.Helper()
	was := bound.Line
	bound.Line = 4 << 20
	defer func() { bound.Line = was }()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	source := io.MultiReader(strings.NewReader(head), io.LimitReader(&again{tail, 0}, 256<<20))
	n := 0
	for _, err := range f.Read(context.Background(), "bad.file", source) {
		if err == nil {
			t.Error("a record came of it")
		}
		if n++; n > 1000 {
			break
		}
	}
	runtime.ReadMemStats(&after)
	if n == 0 {
		t.Error("nothing was said of it")
	}
	if used := after.HeapSys - before.HeapSys; int64(used) > 160<<20 {
		t.Errorf("it took %d MiB", used>>20)
	}
}

type again struct {
	s  string
	at int
}

func (a *again) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = a.s[a.at]
		if a.at++; a.at == len(a.s) {
			a.at = 0
		}
	}
	return len(p), nil
}

// Names returns the names of the files in a folder of the format, for tests.
func (files Files) Names() []string {
	var out []string
	for n := range files {
		out = append(out, path.Clean(n))
	}
	slices.Sort(out)
	return out
}
