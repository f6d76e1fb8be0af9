package formats_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"quoth/annotate"
	"quoth/annotate/sizes"
	"quoth/annotate/store"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formats"
)

// The corpus that exports are measured with: articles of the length of a newspaper's, each with as many
// annotations. QUOTH_MEASURE_ARTICLES says another number of articles.
const (
	corpusArticles    = 10_000
	corpusBytes       = 6_000
	corpusAnnotations = 40
	corpusEntities    = 500
)

// corpus opens the project of the corpus, which is made once and kept in QUOTH_MEASURE_DIR, or build/bench.
func corpus(b *testing.B) *store.Project {
	b.Helper()
	n := corpusArticles
	if s := os.Getenv("QUOTH_MEASURE_ARTICLES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			b.Fatal(err)
		}
	}
	dir := cmp.Or(os.Getenv("QUOTH_MEASURE_DIR"), filepath.Join("..", "..", "build", "bench"))
	if err := os.MkdirAll(dir, 0o777); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, fmt.Sprintf("corpus-%dx%d.quoth", n, corpusAnnotations))
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		makeCorpus(b, path+".part", n)
		if err := os.Rename(path+".part", path); err != nil {
			b.Fatal(err)
		}
	}
	p, err := store.OpenReadOnly(b.Context(), path)
	if err != nil {
		b.Fatalf("%v (remove it, and it is made again)", err)
	}
	b.Cleanup(func() { p.Close() })
	return p
}

func makeCorpus(b *testing.B, path string, n int) {
	b.Helper()
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		b.Fatal(err)
	}
	os.Remove(path)
	p, err := store.Create(b.Context(), path, schema)
	if err != nil {
		b.Fatal(err)
	}
	made := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	id := func(kind string, i int) annotate.ID {
		return annotate.ID(fmt.Sprintf("01a20423-2096-7539-%s-%012d", kind, i))
	}
	var entities []annotate.Edit
	for i := range corpusEntities {
		entities = append(entities, annotate.Edit{EntityAfter: &annotate.Entity{
			ID: id("9000", i), Type: "person", Name: fmt.Sprintf("Žofia Sundhav %d", i), Aliases: []string{fmt.Sprintf("Sundhav %d", i)},
		}})
	}
	if err := p.CommitAll(b.Context(), []*annotate.Change{{ID: id("8000", 0), Author: "ana", Time: made, Title: "Entities", Act: annotate.ActDo, Edits: entities}}); err != nil {
		b.Fatal(err)
	}
	const batch = 500
	for from := 0; from < n; from += batch {
		var docs []*annotate.Document
		var changes []*annotate.Change
		for i := from; i < min(n, from+batch); i++ {
			d := sizes.Nth(i, corpusBytes)
			d.Meta = map[string]string{annotate.MetaPublished: "2026-01-02", annotate.MetaPublisher: "The Sund Courier"}
			docs = append(docs, d)
			set := annotate.NewSet(d, "ana", annotate.StateNew, nil)
			draft := set.Draft("Mark")
			for j, a := range sizes.Annotations(d, corpusAnnotations) {
				number := func(was annotate.ID) annotate.ID { return "01a20423-2096-7539-9fff-" + was }
				a.ID = number(a.ID)
				for k := range a.Args {
					a.Args[k].Target = number(a.Args[k].Target)
				}
				switch a.Type {
				case "person":
					a.Entity = id("9000", (i+j)%corpusEntities)
				case "quote":
					a.Attrs = map[string]string{"type": "direct"}
				}
				draft.Put(a)
			}
			draft.SetState(annotate.StateDone)
			changes = append(changes, draft.Change("ana", made))
		}
		_, err := p.AddDocuments(b.Context(), func(yield func(*annotate.Document) bool) {
			for _, d := range docs {
				if !yield(d) {
					return
				}
			}
		})
		if err == nil {
			err = p.CommitAll(b.Context(), changes)
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
}

// most is the most memory that the process had since it was last asked to forget it; Linux tells.
func most() (bytes float64, forget func()) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, func() {}
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	line, _, _ := strings.Cut(rest, "\n")
	kb, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(line), "kB")))
	return float64(kb) * 1024, func() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }
}

// worked is the time that the process has used processors; Linux tells. On a machine that others use, too, it says
// more than the clock.
func worked() (seconds float64) {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	const tick = 0.01
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) * tick
}

// measured runs do again and again, and reports how many of the bytes that it returns it does in a second of the
// clock and of a processor, and the most memory. It returns how long a processor takes for one.
func measured(b *testing.B, do func() int64) (seconds float64) {
	b.Cleanup(export.Roomy()) // as the commands do
	_, forget := most()
	forget()
	b.ResetTimer()
	began, size := worked(), int64(0)
	for b.Loop() {
		size = do()
	}
	took := worked() - began
	if took > 0 {
		b.ReportMetric(float64(size)*float64(b.N)/took/1e6, "MB/s-cpu")
	}
	b.SetBytes(size)
	bytes, _ := most()
	b.ReportMetric(bytes/1e6, "MB-most")
	return took / float64(b.N)
}

// counting counts what is written.
type counting struct{ n int64 }

func (c *counting) Write(p []byte) (int, error)           { c.n += int64(len(p)); return len(p), nil }
func (c *counting) Close() error                          { return nil }
func (c *counting) Create(string) (io.WriteCloser, error) { return c, nil }
func (c *counting) Rename(string, string) error           { return nil }

// writeNowhere writes the corpus in a format, and returns how many bytes that is.
func writeNowhere(b *testing.B, f *export.Format, p *store.Project, opts export.Options) int64 {
	b.Helper()
	var out counting
	records := export.Records(b.Context(), p, export.Selection{}.For(f))
	var err error
	if f.Many() {
		err = f.WriteFolder(b.Context(), &out, records, opts)
	} else {
		err = f.Write(b.Context(), &out, records, opts)
	}
	if err != nil {
		b.Fatal(err)
	}
	return out.n
}

// BenchmarkFromProject writes the corpus in each format, from the project's file on. The bytes are those that are
// written, but for formats that pack them, where they are those of the native format.
func BenchmarkFromProject(b *testing.B) {
	p := corpus(b)
	opts := export.Options{Schema: p.Schema()}
	var native int64
	for _, f := range formats.All {
		for _, lean := range []bool{false, true} {
			if lean && f != formats.All[0] {
				continue
			}
			name := f.Name
			if lean {
				name += "/lean"
			}
			b.Run(name, func(b *testing.B) {
				opts := opts
				opts.Lean = lean
				measured(b, func() int64 {
					n := writeNowhere(b, f, p, opts)
					if f == formats.All[0] && !lean {
						native = n
					}
					if f.Name == "huggingface" || f.Name == "spacy" {
						return cmp.Or(native, n)
					}
					return n
				})
			})
		}
	}
}

// BenchmarkRecords reads the corpus out of the project, and writes nothing.
func BenchmarkRecords(b *testing.B) {
	p := corpus(b)
	measured(b, func() (size int64) {
		for r, err := range export.Records(b.Context(), p, export.Selection{}) {
			if err != nil {
				b.Fatal(err)
			}
			size += int64(len(r.Document.Text))
		}
		return size
	})
}

// BenchmarkFromDataset reads the corpus back from a file or folder in each format, and says how many times as long that
// takes a processor as writing it, from the project's file on.
func BenchmarkFromDataset(b *testing.B) {
	p := corpus(b)
	opts := export.Options{Schema: p.Schema()}
	var native int64
	for _, f := range formats.All {
		if !f.Reads() {
			continue
		}
		b.Run(f.Name, func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "corpus."+f.Extensions[0])
			if err := f.WriteTo(b.Context(), path, export.Records(b.Context(), p, export.Selection{}), opts); err != nil {
				b.Fatal(err)
			}
			var size int64
			err := filepath.WalkDir(path, func(_ string, e fs.DirEntry, err error) error {
				if err == nil && e.Type().IsRegular() {
					info, _ := e.Info()
					size += info.Size()
				}
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
			if f == formats.All[0] {
				native = size
			}
			if f.Name == "huggingface" || f.Name == "spacy" {
				size = cmp.Or(native, size)
			}
			const least = 0.5 // seconds that tell something
			began, writings := worked(), 0
			back := export.Roomy()
			for worked() <= began+least {
				writeNowhere(b, f, p, opts)
				if writings++; began == 0 {
					break // nobody tells
				}
			}
			back()
			wrote := (worked() - began) / float64(writings)
			read := measured(b, func() int64 {
				in, err := formats.All.Open(path, f)
				if err != nil {
					b.Fatal(err)
				}
				for _, err := range in.Records(b.Context()) {
					if err != nil {
						b.Fatal(err)
					}
				}
				return size
			})
			if wrote > 0 {
				b.ReportMetric(read/wrote, "times-writing")
			}
		})
	}
}

// BenchmarkPython is what Python's json writes of the same records, which it has in memory.
func BenchmarkPython(b *testing.B) {
	python, err := exec.LookPath("python3")
	if err != nil {
		b.Skip("there is no python3")
	}
	p := corpus(b)
	const some = 1000
	path := filepath.Join(b.TempDir(), "some.jsonl")
	records := func(yield func(*export.Record, error) bool) {
		n := 0
		for r, err := range export.Records(b.Context(), p, export.Selection{}) {
			if n++; n > some || !yield(r, err) {
				return
			}
		}
	}
	if err := formats.All[0].WriteTo(context.Background(), path, records, export.Options{Schema: p.Schema()}); err != nil {
		b.Fatal(err)
	}
	const script = `
import json, sys, time
records = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
best, size = None, 0
for _ in range(3):
    began = time.process_time()
    size = 0
    for r in records:
        size += len(json.dumps(r, ensure_ascii=False).encode())
    took = time.process_time() - began
    best = took if best is None else min(best, took)
print(size / best / 1e6)`
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		cmd := exec.Command(python, "-c", script, path)
		cmd.Stdout = &out
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
	}
	speed, err := strconv.ParseFloat(strings.TrimSpace(out.String()), 64)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(speed, "MB/s-of-python")
}
