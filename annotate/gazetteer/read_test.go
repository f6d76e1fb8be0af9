package gazetteer

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

var types = []string{"person", "org", "place"}

// read returns what a list gives, and what is wrong with it.
func read(t testing.TB, name, list string, o Options) (all []*annotate.Entity, troubles []string) {
	t.Helper()
	if o.Types == nil {
		o.Types = types
	}
	o.Trouble = func(err error) { troubles = append(troubles, err.Error()) }
	for e, err := range Read(t.Context(), name, strings.NewReader(list), o) {
		if err != nil {
			troubles = append(troubles, "stopped: "+err.Error())
			return all, troubles
		}
		all = append(all, e.Entity)
	}
	return all, troubles
}

func want(t *testing.T, got []*annotate.Entity, troubles []string, all []*annotate.Entity, wrong ...string) {
	t.Helper()
	if d := cmp.Diff(all, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(wrong, troubles); d != "" {
		t.Error(d)
	}
}

func TestATableWithHeadings(t *testing.T) {
	got, troubles := read(t, "people.csv", "\ufeffName,TYPE,Aliases,Wikidata,viaf,dated,shoe size\r\n"+
		"Zoë  Lindqvist,person,Зоя Линдквист|Z. Lindqvist,https://www.wikidata.org/wiki/Q42,113230702,\"the mayor (2019 to 2024-05, Bergen)\",41\r\n"+
		"\r\n"+
		"Acme,organisation,,,,\r\n"+
		"Ana,persn,,,,\r\n"+
		",person,,,,\r\n"+
		"Bob,person,,42,,\r\n"+
		"Cay,person,,,,the boss (2020 to 2010)\r\n"+
		"\"Dee, Jr.\",person,\"D\nDee\",,\r\n", Options{})
	want(t, got, troubles, []*annotate.Entity{
		{ID: "wikidata:Q42", Type: "person", Name: "Zoë Lindqvist", Aliases: []string{"Зоя Линдквист", "Z. Lindqvist"}, IDs: map[string]string{"wikidata": "Q42", "viaf": "113230702"},
			Dated: []annotate.DatedName{{Name: "the mayor", From: "2019", Until: "2024-05", Place: "Bergen"}}},
		{ID: got[1].ID, Type: "org", Name: "Acme"},
		{ID: got[2].ID, Type: "person", Name: "Dee, Jr.", Aliases: []string{"D Dee"}},
	},
		"people.csv:1: the column “shoe size” means nothing here and is left out",
		`people.csv:5: type "persn" is not one that entities of this project can have (did you mean "person"?): person, org, place`,
		"people.csv:6: it has no name",
		`people.csv:7: "42" is no id of an item of Wikidata; these are a Q and a number: Q42`,
		"people.csv:8: the boss ends (2010) before it begins (2020)",
	)
}

func TestAnEntryHasTheSameIdentityEverywhere(t *testing.T) {
	list := "id\tname\ttype\nx7\tAna Díaz\tperson\n\tBen Cole\tperson\n"
	a, _ := read(t, "/somewhere/staff.tsv", list, Options{})
	b, _ := read(t, "C:staff.tsv.gz", list, Options{Source: "staff"})
	if d := cmp.Diff(a, b); d != "" {
		t.Error(d)
	}
	if a[0].ID != "staff:x7" || a[0].IDs["staff"] != "x7" || a[1].ID == "" || a[0].ID == a[1].ID {
		t.Errorf("%+v %+v", a[0], a[1])
	}
}

// One quotation mark too many costs one row, not the rest of the table.
func TestAStrayQuotationMarkCostsOneRow(t *testing.T) {
	var rows strings.Builder
	rows.WriteString("name,type\n\"Ana,person\n")
	for i := range 100 {
		fmt.Fprintf(&rows, "Person %d,person\n", i)
	}
	got, troubles := read(t, "a.csv", rows.String(), Options{})
	if len(got) != 100 || len(troubles) != 1 || troubles[0] != "a.csv:2: its quotation marks are not in order" {
		t.Errorf("%d entries; %q", len(got), troubles)
	}
}

func TestRowsThatAreNotUTF8OrTooLong(t *testing.T) {
	got, troubles := read(t, "a.csv", "name,type\nAn\xff,person\n"+strings.Repeat("x", longestRow+5)+",person\n"+strings.Repeat("y", longestName+1)+",person\nBen\x00,person\nCay,person", Options{})
	want(t, got, troubles, []*annotate.Entity{{ID: got[0].ID, Type: "person", Name: "Cay"}},
		"a.csv:2: the row is not UTF-8; save the list as UTF-8", "a.csv:3: the row is longer than 1 MB", "a.csv:4: a name of 1001 bytes is too long", "a.csv:5: a name has control characters in it")
}

func TestWhatIsNoTable(t *testing.T) {
	for list, said := range map[string]string{
		"":               "stopped: a.csv: the list is empty",
		"Ana\nBen\n":     "no column is headed “name”",
		"type\nperson\n": "no column is headed “name”",
	} {
		got, troubles := read(t, "a.csv", list, Options{})
		if len(got) > 0 || len(troubles) == 0 || !strings.Contains(strings.Join(troubles, "\n"), said) {
			t.Errorf("%q: %v, %q; want %q", list, got, troubles, said)
		}
	}
}

func TestJSONLines(t *testing.T) {
	got, troubles := read(t, "a.jsonl", `{"name": "Ana", "type": "person", "aliases": ["Аня"], "ids": {"isni": "0000 0001 2103 2683", "house": "7"}, "dated": [{"name": "the chair", "from": "2020"}], "note": "n"}
{"name": "Ben", "type": "person", "ids": {"isni": "0000 0001 2103 2684"}}
{"name": 7}
[1]

{"name": "Place", "type": "GPE", "id": "p1"}
`, Options{Source: "own"})
	want(t, got, troubles, []*annotate.Entity{
		{ID: "isni:0000000121032683", Type: "person", Name: "Ana", Aliases: []string{"Аня"}, IDs: map[string]string{"isni": "0000000121032683", "house": "7"},
			Dated: []annotate.DatedName{{Name: "the chair", From: "2020"}}, Note: "n"},
		{ID: "own:p1", Type: "place", Name: "Place", IDs: map[string]string{"own": "p1"}},
	}, troubles...)
	if len(troubles) != 3 || !strings.Contains(troubles[0], "a.jsonl:2: ") || !strings.Contains(troubles[0], "would have to be 3") || !strings.HasPrefix(troubles[1], "a.jsonl:3: ") || !strings.HasPrefix(troubles[2], "a.jsonl:4: ") {
		t.Errorf("%q", troubles)
	}
}

func TestAListForBrat(t *testing.T) {
	got, troubles := read(t, "norm.txt", "1\tname:Name:Homo sapiens\tname:Common name:human\tattr:Rank:species\n2\tnonsense\n\n3\tattr:Type:org\tname:Name:Acme: the firm\n", Options{Type: "person"})
	want(t, got, troubles, []*annotate.Entity{
		{ID: "norm:1", Type: "person", Name: "Homo sapiens", Aliases: []string{"human"}, IDs: map[string]string{"norm": "1"}, Note: "Rank: species"},
		{ID: "norm:3", Type: "org", Name: "Acme: the firm", IDs: map[string]string{"norm": "3"}},
	}, "norm.txt:2: “nonsense” is not kind:label:text, such as name:Name:Ana Díaz")
}

// wikidataItem is an item as dumps have it, with what is not read left small.
func wikidataItem(n int, class, name, more string) string {
	return fmt.Sprintf(`{"type":"item","id":"Q%d","labels":{"en":{"language":"en","value":"%s"},"ru":{"language":"ru","value":"Имя %d"}},"descriptions":{"en":{"language":"en","value":"somebody"}},`+
		`"aliases":{"en":[{"language":"en","value":"Alias %d"}],"de":[{"language":"de","value":"Anders %d"}]},"claims":{"P31":[{"mainsnak":{"snaktype":"value","property":"P31","datavalue":{"value":{"entity-type":"item","numeric-id":5,"id":"%s"},"type":"wikibase-entityid"}},"type":"statement","rank":"normal"}]%s},"sitelinks":{"enwiki":{"site":"enwiki","title":"x"},"dewiki":{"site":"dewiki","title":"y"}}}`,
		n, name, n, n, n, class, more)
}

func TestADumpOfWikidata(t *testing.T) {
	viaf := `,"P214":[{"mainsnak":{"snaktype":"value","property":"P214","datavalue":{"value":"113230702","type":"string"}},"rank":"normal"}],"P213":[{"mainsnak":{"snaktype":"value","property":"P213","datavalue":{"value":"wrong","type":"string"}},"rank":"normal"}]`
	dump := "[\n" + wikidataItem(1, "Q5", "Ana Díaz", viaf) + ",\n" + wikidataItem(2, "Q515", "Eidvåg", "") + ",\n" + wikidataItem(3, "Q11424", "A Film", "") + ",\n" +
		`{"type":"property","id":"P1","labels":[],"claims":[]},` + "\n{broken\n" + wikidataItem(4, "Q777", "My Class", "") + "\n]\n"
	got, troubles := read(t, "latest-all.json", dump, Options{Languages: []string{"ru", "en"}, Only: []string{"person", "org"}, Classes: map[string]string{"Q777": "org"}})
	want(t, got, troubles, []*annotate.Entity{
		{ID: "wikidata:Q1", Type: "person", Name: "Имя 1", Aliases: []string{"Ana Díaz", "Alias 1"}, IDs: map[string]string{"wikidata": "Q1", "viaf": "113230702"}, Note: "somebody"},
		{ID: "wikidata:Q4", Type: "org", Name: "Имя 4", Aliases: []string{"My Class", "Alias 4"}, IDs: map[string]string{"wikidata": "Q4"}, Note: "somebody"},
	}, troubles...)
	if len(troubles) != 1 || !strings.HasPrefix(troubles[0], "latest-all.json:6: ") {
		t.Errorf("%q", troubles)
	}
	if all, _ := read(t, "x.json", dump, Options{}); len(all) != 2 || all[1].Type != "place" || len(all[0].Aliases) != 3 {
		t.Errorf("without filters: %v", all)
	}
}

func TestPackedLists(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.WriteString(z, "name,type\nZoë Lindqvist,person\n"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	bz, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWVxbLaIAAAhXlAAQQAQABAAQJiP9IAAICAAgACKBpoNHqYgoGmhkZMQ8utCIoc3LDIDDB+qHMydvJ8XckU4UJBcWy2iA")
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string]string{"a.csv.gz": packed.String(), "a.csv.bz2": string(bz)} {
		if got, troubles := read(t, name, list, Options{}); len(got) != 1 || got[0].Name != "Zoë Lindqvist" || troubles != nil {
			t.Errorf("%s: %v, %q", name, got, troubles)
		}
		if _, troubles := read(t, name, list[:len(list)-9], Options{}); len(troubles) != 1 || !strings.HasPrefix(troubles[0], "stopped: ") {
			t.Errorf("%s cut short: %q", name, troubles)
		}
	}
}

func TestReadingCanBeStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	n := 0
	for _, err := range Read(ctx, "a.csv", &dump{rows: 1 << 30, begin: "name,type\n", row: func(i int) string { return fmt.Sprintf("Person %d,person\n", i) }}, Options{Types: types}) {
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			return
		}
		if n++; n == 1000 {
			cancel()
		}
		if n > 5000 {
			t.Fatal("it reads on")
		}
	}
}

// dump is a list that is made while it is read.
type dump struct {
	begin string
	rows  int
	row   func(i int) string
	next  int
	left  string
}

func (d *dump) Read(b []byte) (int, error) {
	if d.begin != "" {
		d.left, d.begin = d.begin, ""
	}
	for d.left == "" {
		if d.next == d.rows {
			return 0, io.EOF
		}
		d.left = d.row(d.next)
		d.next++
	}
	n := copy(b, d.left)
	d.left = d.left[n:]
	return n, nil
}

// statements make an item as long as those of well known people.
var statements = func() string {
	var s strings.Builder
	for i := range 40 {
		fmt.Fprintf(&s, `,"P%d":[{"mainsnak":{"snaktype":"value","property":"P%d","datavalue":{"value":{"entity-type":"item","id":"Q%d"},"type":"wikibase-entityid"}},"type":"statement","id":"Q1$0000","rank":"normal"}]`, 1000+i, 1000+i, i)
	}
	return s.String()
}()

// readDump reads a dump of so many bytes and returns the most memory that was held meanwhile.
func readDump(t testing.TB, size int) (read, entries int, most uint64) {
	row := wikidataItem(1, "Q5", "Person", statements)
	d := &dump{begin: "[\n", rows: size / len(row), row: func(i int) string { return wikidataItem(i+1, "Q5", fmt.Sprintf("Person %d", i), statements) + ",\n" }}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.HeapAlloc
	for _, err := range Read(t.Context(), "dump.json", d, Options{Types: types}) {
		if err != nil {
			t.Fatal(err)
		}
		if entries++; entries%500 == 0 {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc-min(before, m.HeapAlloc))
		}
	}
	return d.rows * len(row), entries, most
}

func TestALargeDumpTakesNoMoreMemoryThanASmallOne(t *testing.T) {
	_, entries, most := readDump(t, 40<<20)
	if entries < 1000 || most > 12<<20 {
		t.Errorf("%d entries of 40 MB were read with %d MB", entries, most>>20)
	}
}

// BenchmarkWikidata reads a dump of a gigabyte that is made while it is read.
func BenchmarkWikidata(b *testing.B) {
	for b.Loop() {
		read, entries, most := readDump(b, 1<<30)
		b.SetBytes(int64(read))
		b.ReportMetric(float64(entries), "entries")
		b.ReportMetric(float64(most)/(1<<20), "held-MiB")
	}
}

func FuzzRead(f *testing.F) {
	for _, list := range []string{"name,type\nAna,person\n\"x\",\"", "name\ttype\nA\tperson", `{"name":"A","type":"person"}`, "1\tname:Name:A\n", "[\n" + wikidataItem(1, "Q5", "Ana", "") + "\n]", "BZh9", "\x1f\x8b"} {
		for i := range Formats {
			f.Add(list, uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, list string, format uint8) {
		o := Options{Type: "person"}
		if int(format) < len(Formats) {
			o.Format = Formats[format]
		}
		got, _ := read(t, "fuzz", list, o)
		for _, e := range got {
			if e.Name == "" || e.ID == "" || e.Type == "" {
				t.Fatalf("%+v", e)
			}
			for kind, id := range e.IDs {
				if again, err := annotate.OutsideID(kind, id); err != nil || again != id {
					t.Fatalf("%s %q: %q, %v", kind, id, again, err)
				}
			}
		}
	})
}
