package export_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/jsonl"
)

var ctx = context.Background()

// newProject makes an empty project that goes when the test does.
func newProject(t formattest.TB, dir string) *store.Project {
	p, err := store.Create(ctx, filepath.Join(dir, "test.quoth"), formattest.Schema())
	if err != nil {
		t.Fatalf("%v", err)
	}
	return p
}

func openProject(t *testing.T) *store.Project {
	p := newProject(t, t.TempDir())
	t.Cleanup(func() { p.Close() })
	return p
}

// importAll imports the records and returns what was told of trouble.
func importAll(t formattest.TB, p *store.Project, records []*export.Record, opts export.ImportOptions) (export.Report, []string) {
	var told []string
	opts.Title, opts.Author = "Import test.jsonl", "test"
	opts.Trouble = func(err error) { told = append(told, err.Error()) }
	report, err := export.Import(ctx, p, formattest.Sequence(records), opts)
	if err != nil {
		t.Fatalf("import: %v", err)
	}
	return report, told
}

func collect(t formattest.TB, p *store.Project, sel export.Selection) []*export.Record {
	var out []*export.Record
	for r, err := range export.Records(ctx, p, sel) {
		if err != nil {
			t.Fatalf("records: %v", err)
		}
		out = append(out, r)
	}
	return out
}

func names(records []*export.Record) []string {
	var out []string
	for _, r := range records {
		out = append(out, fmt.Sprintf("%s/%s", r.Document.Title, r.Annotator))
	}
	return out
}

// corpus draws a project's worth of records: some documents, each with some annotators' sets or none.
func corpus() *rapid.Generator[[]*export.Record] {
	return rapid.Custom(func(t *rapid.T) []*export.Record {
		var out []*export.Record
		for _, d := range rapid.SliceOfNDistinct(formattest.Documents(), 1, 4, func(d *annotate.Document) annotate.DocumentID { return d.ID }).Draw(t, "documents") {
			var sets []*export.Record
			for range rapid.IntRange(0, 3).Draw(t, "sets") {
				r := formattest.Annotated(t, d)
				if !slices.ContainsFunc(sets, func(s *export.Record) bool { return s.Annotator == r.Annotator }) {
					sets = append(sets, r)
				}
			}
			if len(sets) == 0 {
				sets = append(sets, &export.Record{Document: d, State: annotate.StateNew})
			}
			slices.SortFunc(sets, func(a, b *export.Record) int { return strings.Compare(string(a.Annotator), string(b.Annotator)) })
			out = append(out, sets...)
		}
		return out
	})
}

// few runs a property test fewer times than usual: each run makes projects on disk.
func few(t *testing.T) {
	const name = "rapid.checks"
	usual := flag.Lookup(name).Value.String()
	if err := flag.Set(name, "20"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { flag.Set(name, usual) })
}

func TestExportedAndImportedProjectIsTheSameProject(t *testing.T) {
	few(t)
	opts := export.Options{Schema: formattest.Schema()}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "quoth")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		records := corpus().Draw(t, "corpus")
		first := newProject(t, filepath.Join(dir))
		defer first.Close()
		if report, told := importAll(t, first, records, export.ImportOptions{}); len(told) > 0 {
			t.Fatalf("%+v %q", report, told)
		}
		got := collect(t, first, export.Selection{Unmarked: true})
		if d := formattest.Diff(records, got); d != "" {
			t.Fatalf("the project holds other than was imported (-imported +held):\n%s", d)
		}
		written := formattest.Write(t, jsonl.Format, got, opts)

		if err := os.Mkdir(filepath.Join(dir, "second"), 0o755); err != nil {
			t.Fatal(err)
		}
		second := newProject(t, filepath.Join(dir, "second"))
		defer second.Close()
		importAll(t, second, formattest.Read(t, jsonl.Format, written), export.ImportOptions{})
		again := formattest.Write(t, jsonl.Format, collect(t, second, export.Selection{Unmarked: true}), opts)
		if string(written) != string(again) {
			t.Fatalf("exported again, it is other bytes:\n%s\n%s", written, again)
		}
		report, told := importAll(t, second, formattest.Read(t, jsonl.Format, written), export.ImportOptions{})
		if report.Sets+report.Documents+report.Entities+report.Refused != 0 || len(told) > 0 {
			t.Fatalf("imported twice, it changed: %+v %q", report, told)
		}
		problems, err := second.Check(ctx, nil)
		if err != nil || len(problems) > 0 {
			t.Fatalf("the project is not sound: %v %v", problems, err)
		}
	})
}

// article is a document with one person in its first words.
func article(text string) *annotate.Document {
	return &annotate.Document{ID: annotate.DocumentIDOf(text), Title: text, Text: text}
}

func record(text string, annotator annotate.AnnotatorID, anns ...*annotate.Annotation) *export.Record {
	return &export.Record{Document: article(text), Annotator: annotator, State: annotate.StateInProgress, Annotations: anns, Where: "test.jsonl:1"}
}

func mark(id annotate.ID, typ string, start, end int) *annotate.Annotation {
	return &annotate.Annotation{ID: id, Type: typ, Spans: []annotate.Span{{Start: start, End: end}}}
}

func TestSelectionTakesWhatItSays(t *testing.T) {
	p := openProject(t)
	done := record("Two", "ben", mark("a", "person", 0, 3))
	done.State = annotate.StateDone
	importAll(t, p, []*export.Record{
		{Document: article("Zero"), State: annotate.StateNew},
		record("One", "ana", mark("a", "person", 0, 3)),
		record("Two", "ana", mark("a", "person", 0, 3)),
		done,
		{Document: article("Three"), State: annotate.StateNew},
	}, export.ImportOptions{})

	for _, c := range []struct {
		name string
		sel  export.Selection
		want []string
	}{
		{"everything", export.Selection{}, []string{"One/ana", "Two/ana", "Two/ben"}},
		{"one annotator", export.Selection{Annotators: []annotate.AnnotatorID{"ana"}}, []string{"One/ana", "Two/ana"}},
		{"one state", export.Selection{States: []annotate.State{annotate.StateDone}}, []string{"Two/ben"}},
		{"one document", export.Selection{Documents: []annotate.DocumentID{annotate.DocumentIDOf("One")}}, []string{"One/ana"}},
		{"unmarked too", export.Selection{Unmarked: true}, []string{"Zero/", "One/ana", "Two/ana", "Two/ben", "Three/"}},
		{"unmarked and one annotator", export.Selection{Unmarked: true, Annotators: []annotate.AnnotatorID{"ben"}}, []string{"Zero/", "Two/ben", "Three/"}},
		{"an unmarked document", export.Selection{Unmarked: true, Documents: []annotate.DocumentID{annotate.DocumentIDOf("Three")}}, []string{"Three/"}},
		{"nothing", export.Selection{Annotators: []annotate.AnnotatorID{"eve"}}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if d := cmp.Diff(c.want, names(collect(t, p, c.sel))); d != "" {
				t.Errorf("-want +got:\n%s", d)
			}
			if n, err := export.Count(ctx, p, c.sel); n != len(c.want) || err != nil {
				t.Errorf("Count = %d, %v; want %d", n, err, len(c.want))
			}
		})
	}
}

func TestSetThatWasTakenBackIsNotExported(t *testing.T) {
	p := openProject(t)
	importAll(t, p, []*export.Record{record("One", "ana", mark("a", "person", 0, 3))}, export.ImportOptions{})
	s, err := p.Set(ctx, article("One"), "ana")
	if err != nil {
		t.Fatal(err)
	}
	changes, err := p.Changes(ctx, s.Document.ID, "ana")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Commit(ctx, s.Undo(changes[0], "ana", changes[0].Time)); err != nil {
		t.Fatal(err)
	}
	if got := collect(t, p, export.Selection{}); len(got) != 0 {
		t.Errorf("exported %v", names(got))
	}
	if n, err := export.Count(ctx, p, export.Selection{}); n != 0 || err != nil {
		t.Errorf("Count = %d, %v", n, err)
	}
	if got := names(collect(t, p, export.Selection{Unmarked: true})); !slices.Equal(got, []string{"One/"}) {
		t.Errorf("with unmarked documents: %v", got)
	}
}
