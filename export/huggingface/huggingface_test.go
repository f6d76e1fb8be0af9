package huggingface_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
	"quoth/export/formattest"
	"quoth/export/huggingface"
)

func TestLaws(t *testing.T)   { formattest.Laws(t, huggingface.Format) }
func TestPlaces(t *testing.T) { formattest.Places(t, huggingface.Format) }

func shard(t testing.TB, records ...*export.Record) (string, []byte) {
	for name, data := range formattest.WriteFiles(t, huggingface.Format, records, export.Options{Schema: formattest.Schema()}) {
		if strings.HasSuffix(name, ".parquet") {
			return name, data
		}
	}
	t.Fatal("no shard")
	return "", nil
}

func TestShardHasTheNameAndColumnsThatLoadersLookFor(t *testing.T) {
	name, data := shard(t, formattest.Records().Example(3))
	if name != "data/train-00000-of-00001.parquet" {
		t.Errorf("it is called %s", name)
	}
	f, err := parquet.OpenFile(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for _, x := range f.Schema().Fields() {
		columns = append(columns, x.Name())
	}
	if !slices.Contains(columns, "tokens") || !slices.Contains(columns, "ner_tags") {
		t.Errorf("%v", columns)
	}
	if v, ok := f.Lookup("huggingface"); !ok || !strings.Contains(v, `"names":["O","B-person","I-person","B-org","I-org","B-role","I-role","B-date","I-date"]`) {
		t.Errorf("%s", v)
	}
	rows, err := parquet.Read[struct {
		Tokens []string `parquet:"tokens,list"`
		Tags   []int64  `parquet:"ner_tags,list"`
	}](bytes.NewReader(data), int64(len(data)))
	if err != nil || len(rows) != 1 || len(rows[0].Tokens) != len(rows[0].Tags) || len(rows[0].Tokens) == 0 {
		t.Errorf("%v %+v", err, rows)
	}
}

func TestCardNamesSplitsAndTags(t *testing.T) {
	card := string(formattest.WriteFiles(t, huggingface.Format, nil, export.Options{Schema: formattest.Schema()})["README.md"])
	for _, want := range []string{"- split: train\n    path: data/train-*.parquet", `'1': "B-person"`, "class_label"} {
		if !strings.Contains(card, want) {
			t.Errorf("it lacks %q:\n%s", want, card)
		}
	}
}

func TestHostileFiles(t *testing.T) {
	_, good := shard(t, formattest.Records().Example(3))
	var other bytes.Buffer
	if err := parquet.Write(&other, []struct{ A int }{{1}}); err != nil {
		t.Fatal(err)
	}
	formattest.Resists(t, huggingface.Format, []formattest.Hostile{
		{Name: "good", Data: string(good), Good: 1},
		{Name: "cut off", Data: string(good[:len(good)/2]), Want: "bad.file: it is no Parquet file, or damaged"},
		{Name: "nothing", Data: "PAR1", Want: "bad.file: it is no Parquet file, or damaged"},
		{Name: "other columns", Data: other.String(), Want: `bad.file: it has no columns "text" and "annotations"`},
	})
	for i := 0; i < len(good); i += 37 { // a byte that is another
		bad := slices.Clone(good)
		bad[i] ^= 0xff
		for r, err := range huggingface.Format.Read(t.Context(), "bad.file", bytes.NewReader(bad)) {
			if err == nil {
				formattest.Promises(t, r)
			}
		}
	}
}

func TestColumnThatUnpacksToTooMuchIsNotUnpacked(t *testing.T) {
	text := strings.Repeat("a", 16<<20)
	_, data := shard(t, &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text), Text: text}})
	if len(data) > 1<<20 {
		t.Fatalf("it is no bomb, with %d bytes", len(data))
	}
	was := bound.Line
	bound.Line = 1 << 20
	defer func() { bound.Line = was }()
	formattest.Resists(t, huggingface.Format, []formattest.Hostile{{Name: "a bomb", Data: string(data), Want: "bad.file: a column of a row group unpacks to 16 MiB"}})
}

func FuzzRead(f *testing.F) {
	_, data := shard(f, formattest.Records().Example(3))
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, huggingface.Format, data) })
}

func TestLawsLines(t *testing.T)   { formattest.Laws(t, huggingface.Lines) }
func TestPlacesLines(t *testing.T) { formattest.Places(t, huggingface.Lines) }

func TestHostileLines(t *testing.T) {
	good := "\n" + `{"tokens":["I","love","Paris"],"tags":["O","O","B-LOC"]}` + "\n"
	formattest.Resists(t, huggingface.Lines, []formattest.Hostile{
		{Name: "good", Data: good, Good: 1},
		{Name: "fewer tags", Data: `{"tokens":["I","love"],"tags":["O"]}` + good, Want: "bad.file:1: there are 2 tokens and 1 tags", Good: 1},
		{Name: "numbers", Data: `{"tokens":["I"],"ner_tags":[0]}` + good, Want: "tags[0]: the tags are numbers", Good: 1},
		{Name: "white space", Data: `{"tokens":["I am"],"tags":["O"]}` + good, Want: "tokens[0]: a token is words without white space", Good: 1},
	})
	formattest.Endless(t, huggingface.Lines, `{"tokens":["`, "x")
}

func FuzzLines(f *testing.F) {
	f.Add([]byte(`{"tokens":["I","love","Paris"],"sentence_starts":[0,2],"tags":["O","O","B-LOC"]}`))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, huggingface.Lines, data) })
}

// A shard that lies about sizes is told before room is made for what it says.
func TestShardThatLiesAboutSizes(t *testing.T) {
	var text strings.Builder
	for i := range 3000 { // that does not become short
		text.WriteString(string(annotate.DocumentIDOf(strings.Repeat("a", i)))[:8])
	}
	_, good := shard(t, &export.Record{Document: &annotate.Document{ID: annotate.DocumentIDOf(text.String()), Text: text.String()}})
	was := bound.Line
	bound.Line = 1 << 16
	defer func() { bound.Line = was }()
	f, err := parquet.OpenFile(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(f.Metadata().Schema[1:], func(x format.SchemaElement) bool { return x.Name == "text" })
	at := int(f.Metadata().RowGroups[0].Columns[i].MetaData.DataPageOffset)
	// A header begins with the sort of the page, how long it is unpacked, and how long it is packed.
	sizes := func(unpacked, packed bool) string {
		bad := slices.Clone(good)
		pos := at + 2
		for _, lie := range []bool{unpacked, packed} {
			pos++
			_, n := binary.Uvarint(bad[pos:])
			if lie { // the greatest number of as many bytes that is even, and so is none below zero
				for j := range n {
					bad[pos+j] |= 0x7f
				}
				bad[pos] &^= 1
			}
			pos += n
		}
		return string(bad)
	}
	footer := func(description string) string {
		return string(binary.LittleEndian.AppendUint32([]byte("PAR1"+description), uint32(len(description)))) + "PAR1"
	}
	end := slices.Clone(good)
	binary.LittleEndian.PutUint32(end[len(end)-8:], math.MaxUint32)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	formattest.Resists(t, huggingface.Format, []formattest.Hostile{
		{Name: "no lie", Data: sizes(false, false), Good: 1},
		{Name: "unpacked", Data: sizes(true, false), Want: "bad.file: a page unpacks to "},
		{Name: "packed", Data: sizes(false, true), Want: "bad.file: it says that a page has "},
		{Name: "description", Data: string(end), Want: "bad.file: it is no Parquet file, or damaged: it says that its description has 4095 MiB"},
		{Name: "list", Data: footer("\x29\xfc\xff\xff\xff\xff\x07\x00"), Want: "a list says that it is longer than what is there"},
		{Name: "word", Data: footer("\x68\xff\xff\xff\xff\x07\x00"), Want: "its description is damaged: it ends too soon"},
		{Name: "nested", Data: footer(strings.Repeat("\x1c", 1000)), Want: "it is nested too deeply"},
		{Name: "empty elements", Data: footer("\x49\xfc\x88\x27" + strings.Repeat("\x00", 5001)), Want: "a list says that it is longer than what is there"},
	})
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 64<<20 {
		t.Errorf("it took %d MiB", used>>20)
	}
}
