package brat_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/brat"
	"quoth/export/formats"
	"quoth/export/formattest"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, brat.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, brat.Format) }

// corpora are real folders of brat files, where they are at hand, with what their makers count in them.
var corpora = []struct {
	folder string
	docs   int
	counts map[string]int // types of annotations, or roles as "→Role"
}{
	{"brat-news-tutorial", 13, map[string]int{"Merge-org": 14, "→Org-Arg": 32, "→Family": 3, "Transfer-money": 1}},
	{"litbank/entities/brat", 12, map[string]int{"": 1700}},
	{"litbank/events/brat", 12, map[string]int{"EVENT": 1184}},
	{"litbank/coref/brat", 12, map[string]int{"": 7298}},
	{"fr-litbank/citations", 11, map[string]int{"Citation": 739, "Introducteur": 553, "Entite": 635, "→Source": 624, "→Introduction": 539}},
	{"fr-litbank/events", 0, nil},
}

func TestRealFoldersComeBackEqual(t *testing.T) {
	for _, c := range corpora {
		dir := filepath.Join("../../../shared/data", c.folder)
		if _, err := os.Stat(dir); err != nil {
			t.Skip("the corpora are not here:", err)
		}
		in, err := formats.All.Open(dir, nil)
		if err != nil || in.Format != brat.Format {
			t.Errorf("%s: %v, %v", c.folder, in, err)
			continue
		}
		var records []*export.Record
		kinds := map[string]annotate.Kind{}
		for r, err := range in.Records(t.Context()) {
			if err != nil {
				if !strings.Contains(err.Error(), "the note is left out") { // one is of a mark that its makers removed
					t.Errorf("%s: %v", c.folder, err)
				}
				continue
			}
			formattest.Promises(t, r)
			records = append(records, r)
			maps.Copy(kinds, r.Kinds)
		}
		counts := map[string]int{}
		for _, r := range records {
			for _, a := range r.Annotations {
				counts[""]++
				counts[a.Type]++
				for _, x := range a.Args {
					counts["→"+x.Role]++
				}
			}
		}
		for what, n := range c.counts {
			if counts[what] != n {
				t.Errorf("%s: %d of %q, want %d", c.folder, counts[what], what, n)
			}
		}
		if c.docs > 0 && len(records) != c.docs {
			t.Errorf("%s: %d documents, want %d", c.folder, len(records), c.docs)
		}
		schema := export.SchemaOf("corpus", records)
		files := formattest.WriteFiles(t, brat.Format, records, export.Options{Schema: schema})
		again := formattest.Collect(t, files.ReadFiles(brat.Format))
		if d := formattest.Same(brat.Format, schema, records, again); d != "" {
			t.Errorf("%s: read otherwise than written:\n%.3000s", c.folder, d)
		}
	}
}

// folder makes a folder of one article.
func folder(text, marks string) fstest.MapFS {
	return fstest.MapFS{"a.txt": {Data: []byte(text)}, "a.ann": {Data: []byte(marks)}, "b.txt": {Data: []byte("Ana")}, "b.ann": {Data: []byte("T1\tPerson 0 3\tAna\n")}}
}

func TestBrokenLinesAreSaidWithTheirPlace(t *testing.T) {
	for _, c := range []struct{ name, marks, want string }{
		{"no columns", "T1 Person 0 3 Zoé", "a.ann:1: this is no line of standoff"},
		{"beyond the end", "T1\tPerson 0 99\tZoé", "a.ann:1: it ends outside the text: code point 99"},
		{"a negative place", "T1\tPerson -1 3\tZoé", "a.ann:1: it begins outside the text"},
		{"backwards", "T1\tPerson 3 0\tZoé", "a.ann:1: it begins at 3 and ends at 0"},
		{"UTF-16 units", "T1\tPerson 9 12\tZoé", "places are taken to be code points, and these are UTF-16 units"},
		{"bytes", "T1\tPerson 13 17\tZoé", "places are taken to be code points, and these are bytes of UTF-8"},
		{"an id twice", "T1\tPerson 7 10\tZoé\nT1\tPerson 7 10\tZoé", `a.ann:2: the id "T1" is given twice`},
		{"overlapping parts", "T1\tPerson 0 4;2 9\tx", "a.ann:1:"},
		{"a dangling role", "T1\tPerson 7 10\tZoé\nR1\tKnows Arg1:T1 Arg2:T9", `a.ann:2: it names "T9", which is not there`},
		{"a dangling trigger", "E1\tMeet:T1 Who:T2", `a.ann:1: its trigger "T1" is not there`},
		{"a circle", "T1\tP 7 10\tZoé\nT2\tP 0 1\t🙂\nR1\tx Arg1:T1 Arg2:T2\nR2\tx Arg1:T2 Arg2:T1", "is an argument of itself"},
		{"a line of nothing", "Q1\tx y", `a.ann:1: "Q1" begins no line of standoff`},
	} {
		var errs []string
		good := 0
		for r, err := range brat.ReadFolder(t.Context(), "set", folder("🙂🙂 say Zoé met", c.marks)) {
			if err != nil {
				errs = append(errs, err.Error())
				continue
			}
			formattest.Promises(t, r)
			good++
		}
		if good != 1 || len(errs) != 1 || !strings.Contains(errs[0], c.want) || !strings.HasPrefix(errs[0], "set/a.ann") {
			t.Errorf("%s: %d good, %q, want %q", c.name, good, errs, c.want)
		}
	}
}

// An entity may be called anything, also what looks like an identity elsewhere and is none.
func TestAnEntityKeepsItsIdentityWhateverItIsCalled(t *testing.T) {
	const text = "Ana Díaz left."
	for _, id := range []annotate.ID{"quoth-id:own=12 B", "quoth-id:=7", "quoth-id:own=12%20B", "quoth:7", "Wikidata:Q1", "a b"} {
		record := &export.Record{
			Document:    &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text},
			Annotations: []*annotate.Annotation{{ID: "m", Type: "person", Spans: []annotate.Span{{End: len("Ana Díaz")}}, Entity: id}},
			Entities:    []*annotate.Entity{{ID: id, Type: "person", Name: "Ana Díaz"}},
		}
		files := formattest.WriteFiles(t, brat.Format, []*export.Record{record}, export.Options{Schema: formattest.Schema()})
		for _, r := range formattest.Collect(t, files.ReadFiles(brat.Format)) {
			if len(r.Entities) != 1 || r.Entities[0].ID != id {
				t.Errorf("%q comes back as %+v from\n%s", id, r.Entities, files)
			}
		}
	}
}

func TestConfigurationIsReadBothWays(t *testing.T) {
	files := formattest.WriteFiles(t, brat.Format, nil, export.Options{Schema: formattest.Schema()})
	m := fstest.MapFS{"annotation.conf": {Data: files["annotation.conf"]}}
	types := brat.Types(m)
	byKey := map[string]annotate.Type{}
	for _, x := range types {
		byKey[x.Key] = x
	}
	meet, quote := byKey["contact.meet"], byKey["quote"]
	if meet.Kind != annotate.KindEvent || meet.Role("participant") == nil || meet.Role("participant").Single || !meet.Role("participant").Required {
		t.Errorf("meet: %+v", meet)
	}
	if got := meet.Role("topic").Targets; len(got) != 2 || got[1] != "contact.meet" {
		t.Errorf("topic is filled by %v", got)
	}
	if quote.Role("speaker") == nil || len(quote.Role("speaker").Targets) != 3 || quote.Attr("type") == nil || len(quote.Attr("type").Values) != 3 {
		t.Errorf("quote: %+v", quote)
	}
}

func TestNameOfADocumentNeverLeavesTheFolder(t *testing.T) {
	for _, source := range []string{"../../etc/passwd", "/etc/passwd", `C:\\x\\con.txt`, "a\x00b/\u202ec.txt", "..", "x/../../y"} {
		r := formattest.Records().Example(1)
		r.Document.Meta = map[string]string{annotate.MetaSource: source}
		dir := filepath.Join(t.TempDir(), "out")
		if err := brat.Format.WriteTo(t.Context(), dir, formattest.Sequence([]*export.Record{r}), export.Options{Schema: formattest.Schema()}); err != nil {
			t.Errorf("%q: %v", source, err)
		}
		if list, _ := os.ReadDir(filepath.Dir(dir)); len(list) != 1 {
			t.Errorf("%q: %v", source, list)
		}
	}
}

func FuzzMarks(f *testing.F) {
	f.Add("🙂🙂 say Zoé met\r\nthem", "T1\tPerson 7 10;12 14\tZoé\nE1\tMeet:T1 Who:T1\nA1\tNeg E1\nN1\tReference T1 Wikidata:Q1\tZ\n*\tEquiv T1\n#1\tAnnotatorNotes R1\tx\nR1\tx Arg1:T1 Arg2:E1")
	f.Fuzz(func(t *testing.T, text, marks string) {
		var good []*export.Record
		for r, err := range brat.ReadFolder(t.Context(), "set", folder(text, marks)) {
			if err == nil {
				formattest.Promises(t, r)
				good = append(good, r)
			}
		}
		schema := export.SchemaOf("x", good)
		files := formattest.WriteFiles(t, brat.Format, good, export.Options{Schema: schema})
		if again := formattest.Collect(t, files.ReadFiles(brat.Format)); len(again) != len(good) {
			t.Fatalf("%d records became %d", len(good), len(again))
		}
	})
}
