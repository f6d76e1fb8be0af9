package assets_test

import (
	"bytes"
	"context"
	"image/png"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/ingest"
	"quoth/assets"
	"quoth/export"
	"quoth/export/jsonl"
)

func schema(t *testing.T) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryTypeOfTheSchemaTellsPeopleWhatItIs(t *testing.T) {
	s := schema(t)
	letters := map[string]string{}
	for _, typ := range s.Types {
		if typ.Description == "" || typ.Shortcut == "" {
			t.Errorf("%s: it needs a description and a shortcut", typ.Key)
		}
		k := string(typ.Kind) + typ.Letter
		if letters[k] != "" {
			t.Errorf("%s and %s of one kind have the same letter %q", letters[k], typ.Key, typ.Letter)
		}
		letters[k] = typ.Key
		for _, r := range typ.Roles {
			if r.Description == "" || r.Shortcut == "" {
				t.Errorf("%s: role %s needs a description and a shortcut", typ.Key, r.Key)
			}
		}
		if typ.Kind == annotate.KindEvent {
			for _, r := range []string{"time", "place"} {
				if typ.Role(r) == nil {
					t.Errorf("%s: every event has the role %s", typ.Key, r)
				}
			}
			if typ.Attr("realis") == nil || typ.Attr("polarity") == nil {
				t.Errorf("%s: every event has realis and polarity", typ.Key)
			}
		}
	}
}

// A person types a shortcut key by key, so none may be the beginning of another.
func TestShortcutsOfAKindCanBeTypedKeyByKey(t *testing.T) {
	s := schema(t)
	for _, a := range s.Types {
		for _, b := range s.Types {
			if a.Key != b.Key && a.Kind == b.Kind && strings.HasPrefix(b.Shortcut, a.Shortcut) {
				t.Errorf("%s (%s) hides %s (%s)", a.Key, a.Shortcut, b.Key, b.Shortcut)
			}
		}
	}
}

// sample reads the sample dataset, with the entities of all its records.
func sample(t *testing.T) ([]*export.Record, entities) {
	t.Helper()
	var records []*export.Record
	known := entities{}
	for r, err := range jsonl.Read(context.Background(), "sample.jsonl", bytes.NewReader(assets.Sample)) {
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
		for _, e := range r.Entities {
			known[e.ID] = e
		}
	}
	return records, known
}

type entities map[annotate.ID]*annotate.Entity

func (e entities) Entity(id annotate.ID) *annotate.Entity { return e[id] }

func TestSampleObeysTheSchemaAndMissesNothing(t *testing.T) {
	s := schema(t)
	records, known := sample(t)
	if len(records) != 3 {
		t.Fatalf("the sample has %d records, want 3", len(records))
	}
	for i, r := range records {
		set := annotate.NewSet(r.Document, r.Annotator, r.State, r.Annotations)
		for _, p := range set.Problems(s, known) {
			t.Errorf("%s: %q: %v", p.Annotation.ID, r.Document.Surface(p.Annotation.Spans), p)
		}
		if want := i == 0; (set.Len() > 0) != want || (r.State == annotate.StateDone) != want {
			t.Errorf("record %d is %s with %d annotations; only the first is done", i+1, r.State, set.Len())
		}
	}
}

func TestSampleShowsEveryKindOfQuoteAndMention(t *testing.T) {
	s := schema(t)
	records, _ := sample(t)
	seen := map[string]bool{}
	for _, a := range records[0].Annotations {
		switch typ := s.Type(a.Type); typ.Kind {
		case annotate.KindQuote:
			seen["quote "+a.Attrs["type"]] = true
			seen["broken"] = seen["broken"] || len(a.Spans) > 1
			seen["no source"] = seen["no source"] || a.Attrs["no_source"] != ""
			seen["addressee"] = seen["addressee"] || a.Arg("addressee") != ""
		case annotate.KindMention:
			seen[a.Type] = true
			if len(typ.Entities) > 0 && a.Entity == "" {
				t.Errorf("%s: %q names nobody", a.ID, records[0].Document.Surface(a.Spans))
			}
		default:
			seen[string(typ.Kind)] = true
		}
	}
	for _, want := range []string{
		"quote direct", "quote mixed", "quote indirect", "broken", "no source", "addressee",
		"person", "org", "place", "group", "role", "date", "cue", "event",
	} {
		if !seen[want] {
			t.Errorf("the annotated sample has no example of: %s", want)
		}
	}
}

// An article of the sample that is added as a file is the document that the dataset holds.
func TestSampleDatasetHoldsTheArticleFiles(t *testing.T) {
	records, _ := sample(t)
	files := os.DirFS("sample")
	names, err := fs.Glob(files, "*.txt")
	if err != nil || len(names) != 3 {
		t.Fatalf("articles %v, error %v; want three", names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Fatal(err)
		}
		for doc, err := range ingest.Read(context.Background(), ingest.Reader(name, bytes.NewReader(text)), ingest.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(records, func(r *export.Record) bool { return r.Document.ID == doc.ID })
			if i < 0 {
				t.Errorf("%s is not in sample.jsonl", name)
				continue
			}
			if got := records[i].Document; got.Title != doc.Title || !slices.Equal(got.Blocks, doc.Blocks) {
				t.Errorf("%s: title or blocks differ from sample.jsonl", name)
			}
		}
	}
}

func TestLexiconsAreTablesOfSevenColumns(t *testing.T) {
	for name, table := range map[string][]byte{"cues.tsv": assets.Cues, "marks.tsv": assets.Marks} {
		if !utf8.Valid(table) {
			t.Errorf("%s is not UTF-8", name)
		}
		rows := map[string]int{}
		for i, line := range strings.Split(strings.TrimSuffix(string(table), "\n"), "\n") {
			if strings.HasPrefix(line, "#") {
				continue
			}
			cells := strings.Split(line, "\t")
			if len(cells) != 7 || cells[0] == "" {
				t.Errorf("%s:%d: %d columns, want 7 with something in the first", name, i+1, len(cells))
			}
			if rows[line] > 0 {
				t.Errorf("%s:%d: the same as line %d", name, i+1, rows[line])
			}
			rows[line] = i + 1
		}
	}
}

func TestIconIsSquare(t *testing.T) {
	img, err := png.DecodeConfig(bytes.NewReader(assets.Icon))
	if err != nil {
		t.Fatal(err)
	}
	if img.Width != 512 || img.Height != 512 {
		t.Errorf("the icon is %d by %d px, want 512 by 512", img.Width, img.Height)
	}
}
