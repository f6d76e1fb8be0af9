package spacy_test

import (
	"bytes"
	"compress/zlib"
	"runtime"
	"strings"
	"testing"

	"github.com/vmihailenco/msgpack/v5"

	"quoth/export"
	"quoth/export/bound"
	"quoth/export/formattest"
	"quoth/export/spacy"
)

func TestLaws(t *testing.T)        { formattest.Laws(t, spacy.Format) }
func TestPlaces(t *testing.T)      { formattest.Places(t, spacy.Format) }
func TestLawsLines(t *testing.T)   { formattest.Laws(t, spacy.Lines) }
func TestPlacesLines(t *testing.T) { formattest.Places(t, spacy.Lines) }

func TestStringsHaveTheNumbersOfSpaCy(t *testing.T) {
	for s, want := range map[string]uint64{
		"coffee": 3197928453018144401, "apple": 8566208034543834098, // of spaCy's manual
		"PERSON": 380, "ORG": 383, "DATE": 391, "number": 432, "root": 449, "acl": 451, "_": 456, "": 0, "POS": 74, "EOL": 102, // as DocBins have them
	} {
		if got := spacy.Hash(s); got != want {
			t.Errorf("%q is %d, want %d", s, got, want)
		}
	}
}

func TestPairsOfSpaCy2(t *testing.T) {
	data := `[["Ana 🙂 won.",{"entities":[[0,3,"PERSON"]]}],["EU",{"entities":[]}]]`
	f, in, err := export.Formats{spacy.Lines}.Detect("train.json", strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := formattest.Collect(t, f.Read(t.Context(), "x", in))
	if len(r) != 2 || r[0].Annotations[0].Type != "PERSON" || r[0].Document.Surface(r[0].Annotations[0].Spans) != "Ana" {
		t.Errorf("%+v", r)
	}
}

// packed is a DocBin of these fields.
func packed(t testing.TB, fields map[string]any) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	e := msgpack.NewEncoder(z)
	e.SetSortMapKeys(true)
	if err := e.Encode(fields); err != nil {
		t.Fatal(err)
	}
	z.Close()
	return b.String()
}

func TestHostileFiles(t *testing.T) {
	good := map[string]any{"attrs": []int{65}, "tokens": []byte{0x11, 0, 0, 0, 0, 0, 0, 0}, "spaces": []byte{0}, "lengths": []byte{1, 0, 0, 0}, "strings": []string{"IS_RIGHT_PUNCT"}}
	with := func(key string, v any) string {
		m := map[string]any{}
		for k, x := range good {
			m[k] = x
		}
		m[key] = v
		return packed(t, m)
	}
	group, _ := msgpack.Marshal(map[string]any{"name": "sc", "attrs": map[string]any{}, "spans": [][]byte{append(make([]byte, 31), 9, 0, 0, 0, 0, 0, 0, 0, 0)}})
	list, _ := msgpack.Marshal([][]byte{group})
	formattest.Resists(t, spacy.Format, []formattest.Hostile{
		{Name: "good", Data: packed(t, good), Good: 1},
		{Name: "no zlib", Data: "hello", Want: "bad.file: it is no DocBin"},
		{Name: "cut off", Data: packed(t, good)[:30], Want: "bad.file: "},
		{Name: "more tokens than there are", Data: with("lengths", []byte{9, 0, 0, 0}), Want: "document 1: it has 9 tokens, more than the file has"},
		{Name: "fewer than none", Data: with("lengths", []byte{255, 255, 255, 255}), Want: "document 1: it has -1 tokens"},
		{Name: "a word that is not there", Data: with("strings", []string{"x"}), Want: "document 1: token 1 has no word"},
		{Name: "no words", Data: with("attrs", []int{77}), Want: "the attribute ORTH is not there"},
		{Name: "another version", Data: with("version", "9"), Want: "version 9"},
		{Name: "a span beyond the end", Data: with("span_groups", [][]byte{list}), Want: "document 1: "},
		{Name: "a field twice", Data: packedBytes("\x82\xa5attrs\x91\x41\xa5attrs\x91\x41"), Want: "attrs: it is there twice"},
		{Name: "many fields", Data: packedBytes("\xde\x01\x00" + strings.Repeat("\xa1x\xc0", 256)), Want: "it has 256 fields, where 100 are the most"},
		{Name: "a list of four billion", Data: packed(t, map[string]any{})[:0] + packedBytes("\x81\xa5attrs\xdd\xff\xff\xff\xff"), Want: "attrs: the file is cut off"},
		{Name: "bytes of four gigabytes", Data: packedBytes("\x81\xa6tokens\xc6\xff\xff\xff\xff"), Want: "tokens: the file is cut off"},
	})
	formattest.Endless(t, spacy.Lines, `{"text":"`, "x")
}

// What is made of a few bytes may be many times as large in memory: a number of one byte, a list in a list, a word that is none.
func TestFewBytesTakeLittleMemory(t *testing.T) {
	const many = 4 << 20
	fields := func(name, each string) string {
		return packedBytes("\x82\xa5attrs\x91\x41" + name + "\xdd\x00\x40\x00\x00" + strings.Repeat(each, many))
	}
	for name, data := range map[string]string{
		"numbers":            packedBytes("\x81\xa5attrs\xdd\x00\x40\x00\x00" + strings.Repeat("\x01", many)),
		"words":              fields("\xa7strings", "\xa0"),
		"flags":              fields("\xa5flags", "\x80"),
		"groups":             fields("\xabspan_groups", "\xc0"),
		"lists within lists": packedBytes("\x81\xa1x" + strings.Repeat("\x91", many)),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for r := range spacy.Read(t.Context(), "bad.spacy", strings.NewReader(data)) {
			if r != nil {
				t.Errorf("%s: a record came of it", name)
			}
		}
		runtime.ReadMemStats(&after)
		if used := (after.TotalAlloc - before.TotalAlloc) / many; used > 8 {
			t.Errorf("%s: %d bytes for each", name, used)
		}
	}
}

// A DocBin that is too large for memory is read from a temporary file, and is the same.
func TestLargeDocBinIsReadFromDisk(t *testing.T) {
	var records []*export.Record
	for i := range 40 {
		records = append(records, formattest.Records().Example(i))
	}
	files := formattest.WriteFiles(t, spacy.Format, records, export.Options{Schema: formattest.Schema()})
	whole := formattest.Collect(t, files.ReadFiles(spacy.Format))
	was := bound.InMemory
	bound.InMemory = 100
	defer func() { bound.InMemory = was }()
	if d := formattest.Diff(whole, formattest.Collect(t, files.ReadFiles(spacy.Format))); d != "" {
		t.Error(d)
	}
}

func packedBytes(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

func TestBombUnpacksNoFurtherThanItMay(t *testing.T) {
	was := bound.InMemory
	bound.InMemory = 1 << 20
	defer func() { bound.InMemory = was }()
	bomb := packedBytes("\x81\xa6tokens\xc6\x7f\xff\xff\xff" + strings.Repeat("\x00", 4<<20))
	formattest.Resists(t, spacy.Format, []formattest.Hostile{{Name: "a bomb", Data: bomb, Want: "bad.file: it unpacks to more than 300 times its length"}})
}

func FuzzDocBin(f *testing.F) {
	for _, data := range formattest.WriteFiles(f, spacy.Format, []*export.Record{formattest.Records().Example(3)}, export.Options{Schema: formattest.Schema()}) {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, spacy.Format, data) })
}

func FuzzLines(f *testing.F) {
	f.Add([]byte(`{"text":"🙂 EU","spans":[{"start":2,"end":4,"label":"x","kb_id":"Q1"}]}`))
	f.Add([]byte(`["EU",{"entities":[[0,2,"x"]]}]`))
	f.Fuzz(func(t *testing.T, data []byte) { formattest.Fuzz(t, spacy.Lines, data) })
}

func TestUserDataOfOthersIsPassedOver(t *testing.T) {
	said, err := msgpack.Marshal(map[string]any{"a": []int{1}, "b": map[string]any{"c": nil}})
	if err != nil {
		t.Fatal(err)
	}
	odd := []byte{0x81, 0x93, 0x01, 0x02, 0x03, 0xa1, 'x'} // {(1, 2, 3): "x"}
	for _, data := range []any{said, odd, nil, []byte("\xff\xff")} {
		file := packed(t, map[string]any{"attrs": []int{65}, "tokens": []byte{0x11, 0, 0, 0, 0, 0, 0, 0}, "spaces": []byte{0}, "lengths": []byte{1, 0, 0, 0},
			"strings": []string{"IS_RIGHT_PUNCT"}, "user_data": []any{data}})
		if r := formattest.Collect(t, spacy.Read(t.Context(), "x", strings.NewReader(file))); len(r) != 1 {
			t.Errorf("user data %q: %d documents", data, len(r))
		}
	}
}
