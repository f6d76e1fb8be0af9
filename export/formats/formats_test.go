package formats_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"testing/iotest"
	"unicode/utf16"

	"quoth/export"
	"quoth/export/bound"
	"quoth/export/formats"
)

func TestEveryFormatIsWholeAndHasItsOwnName(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range formats.All {
		if f.Name == "" || f.Title == "" || len(f.Extensions) == 0 || f.Reads() && f.Fits == nil && f.FitsFolder == nil || f.Who == "" || f.Unit == "" || f.Write == nil && f.WriteFolder == nil {
			t.Errorf("%+v lacks something", f)
		}
		if seen[f.Name] {
			t.Errorf("two formats are called %q", f.Name)
		}
		seen[f.Name] = true
	}
}

func TestFormatIsFoundByItsName(t *testing.T) {
	if f, err := formats.All.Named("jsonl"); err != nil || f.Name != "jsonl" {
		t.Errorf("%v, %v", f, err)
	}
	_, err := formats.All.Named("jsnl")
	if err == nil || !strings.Contains(err.Error(), `there is no format "jsnl" (did you mean "jsonl"?); there are: jsonl`) {
		t.Errorf("err = %v", err)
	}
}

func TestFormatIsDetectedByWhatTheFileHolds(t *testing.T) {
	const line = `{"quoth":1,"text":"a"}`
	late := `{"text":"` + strings.Repeat("👩‍🚀 long before the name of the format comes ", 2_000) + `","text":2,"x":{"quoth":"no"},"quoth":1}` + "\n"
	for _, c := range []struct{ name, data string }{
		{"a.jsonl", line},
		{"a.txt", line},
		{"standard input", "\ufeff\n " + line},
		{"late.jsonl", late},
		{"late.txt", late},
		{"broken.jsonl", `{"quoth":1,"text":`},
		{"empty.jsonl", ""}, // an export of nothing
		{"blank.JSONL", "\n \n"},
	} {
		f, r, err := formats.All.Detect(c.name, iotest.OneByteReader(strings.NewReader(c.data)))
		if err != nil || f.Name != "jsonl" {
			t.Fatalf("%s: %v, %v", c.name, f, err)
		}
		if all, _ := io.ReadAll(r); string(all) != c.data {
			t.Errorf("%s: the reader gives %.100q", c.name, all)
		}
	}
}

func TestWhatIsNoDatasetCanBeReadAsSomethingElse(t *testing.T) {
	for name, data := range map[string]string{
		"articles.jsonl": `{"text":"a \"quoth\": 1","meta":{"quoth":1}}` + "\n" + `{"quoth":1,"text":"b"}`,
		"words.jsonl":    `{"quoth":"the raven","text":"a"}`,
		"broken.jsonl":   `{"text":"a}`,
		"deep.jsonl":     `{"x":` + strings.Repeat("[", 20_000),
		"list.json":      `[{"quoth":1}]`,
		"a.txt":          "Once upon a time",
		"b.jsonl":        "nonsense",
		"c.jsonl":        "\xff\xfe{\x00}\x00",
		"d.bin":          "\x00\x00\x00\x00\xff",
	} {
		_, r, err := formats.All.Detect(name, strings.NewReader(data))
		if !errors.Is(err, export.ErrNoDataset) || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
		if all, _ := io.ReadAll(r); string(all) != data {
			t.Errorf("%s: the reader gives %.100q", name, all)
		}
	}
	if _, _, err := formats.All.Detect("a.txt", strings.NewReader("")); err == nil || err.Error() != "a.txt: the file is empty" {
		t.Errorf("empty: %v", err)
	}
}

func TestDatasetInUTF16IsToldAsOne(t *testing.T) {
	const line = `{"text":"é 👩‍🚀","quoth":1}`
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, mark := range []string{"\ufeff", ""} {
			var data []byte
			for _, u := range utf16.Encode([]rune(mark + line)) {
				data = order.AppendUint16(data, u)
			}
			_, r, err := formats.All.Detect("a.jsonl", bytes.NewReader(data))
			if !errors.Is(err, export.ErrUTF16) || err.Error() != "a.jsonl: the dataset is written in UTF-16; save it as UTF-8" {
				t.Errorf("%v, mark %q: %v", order, mark, err)
			}
			if all, _ := io.ReadAll(r); !bytes.Equal(all, data) {
				t.Errorf("%v: the reader gives %q", order, all)
			}
		}
	}
}

func TestReaderThatFailsIsSaid(t *testing.T) {
	broken := errors.New("the stick was pulled out")
	for _, data := range []string{"", `{"text":"a`, "\n\n"} {
		_, _, err := formats.All.Detect("a.jsonl", io.MultiReader(strings.NewReader(data), iotest.ErrReader(broken)))
		if !errors.Is(err, broken) || !strings.HasPrefix(err.Error(), "a.jsonl: ") {
			t.Errorf("after %q: %v", data, err)
		}
	}
}

// A file that was looked at is read from its beginning, and then nothing of it is kept on disk.
func TestWhatWasSeenOfAFileIsGivenUpWhenItIsRead(t *testing.T) {
	const descriptors = "/proc/self/fd"
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	kept := func() (n int) {
		list, err := os.ReadDir(descriptors)
		if err != nil {
			t.Skip("this system does not say which files are open")
		}
		for _, e := range list {
			if to, err := os.Readlink(filepath.Join(descriptors, e.Name())); err == nil && strings.HasPrefix(to, dir) {
				n++
			}
		}
		return n
	}
	was := bound.InMemory
	bound.InMemory = 1 << 10
	defer func() { bound.InMemory = was }()
	data := `{"text":"` + strings.Repeat("words ", 1<<14) + `","label":[[0,5,"X"]]}` + "\n"
	_, r, err := formats.All.Detect("a.jsonl", strings.NewReader(data))
	if err != nil || kept() == 0 {
		t.Fatalf("%v; %d files are open", err, kept())
	}
	if all, err := io.ReadAll(r); err != nil || string(all) != data {
		t.Errorf("%d bytes of %d are read: %v", len(all), len(data), err)
	}
	if n := kept(); n > 0 {
		t.Errorf("%d files are open", n)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("a.jsonl", []byte(`{"quoth":1,"text":"a"}`))
	f.Add("a.json", []byte(`[{"quoth":1}]`))
	f.Add("a.txt", []byte("\xff\xfe{\x00\"\x00"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		format, r, err := formats.All.Detect(name, bytes.NewReader(data))
		if (format == nil) == (err == nil) {
			t.Fatalf("format %v, error %v", format, err)
		}
		if all, err := io.ReadAll(r); err != nil || !bytes.Equal(all, data) {
			t.Fatalf("the reader gives %q, not what was there: %v", all, err)
		}
	})
}

func TestKnownCorporaThatAreNotReadAreNamed(t *testing.T) {
	for head, want := range map[string]string{
		"#begin document (x); part 000\nx\t0\t0\tAna\t_\t_\t_\t_\t_\t_\t_\t_\t(0)\n":                                  "CoNLL-2012",
		"QUOTE\tQ1\t10\t0\t10\t5\t“ Yes ! ”\nATTRIB\tQ1\tana-2\n":                                                     "LitBank",
		`{"Annotations":[{"Addr":[],"Cue":["0:1"]}],"Sentences":[{"SentenceId":0,"Tokens":["Ja",",","sagt","Ana"]}]}`: "German speaker attribution",
		"document\ttitle\tpublished\turl\tannotator\tstate\tid\ttype\ttext\tstart\tend\tnote\n":                       "as Quoth writes them",
	} {
		_, _, err := formats.All.Detect("file", strings.NewReader(head))
		var u *export.Unread
		if !errors.As(err, &u) || !export.Labelled(err) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", head, err)
		}
		_, err = formats.All.DetectFolder("folder", fstest.MapFS{"a.txt": {Data: []byte("Yes!")}, "b.ann": {Data: []byte(head)}})
		if !errors.As(err, &u) || !strings.HasPrefix(err.Error(), "folder: ") {
			t.Errorf("a folder with %q: %v", head, err)
		}
	}
}
