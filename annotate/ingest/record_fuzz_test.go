package ingest

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

// fuzzFile reads any bytes as a file of a name: it must end, give lawful documents, and name the file
// in its errors.
func fuzzFile(f *testing.F, name string) {
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 1<<16 {
			return
		}
		n := 0
		for doc, err := range Read(context.Background(), Reader(name, bytes.NewReader(raw)), Options{MaxText: 1 << 12}) {
			if n++; n > len(raw)+2 {
				t.Fatal("reading does not end")
			}
			if err == nil {
				checkLaws(t, doc)
				continue
			}
			var e *Error
			if !errors.As(err, &e) || e.Name != name {
				t.Fatalf("error does not name the file: %v", err)
			}
		}
	})
}

func FuzzJSONLines(f *testing.F) {
	f.Add([]byte(`{"text":"One.","title":"T","date":1727500000,"authors":["A","B"],"source":{"name":"S"}}` + "\n{bad\n[1]\n"))
	fuzzFile(f, "a.jsonl")
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte("[\n {\"text\": \"One.\"},\n {\"text\": [\"a\", null, {\"name\": \"x\"}]}\n]"))
	f.Add([]byte("{\n\"text\": \"\\u4e2d\\ud83d\\ude00\"}{\"text\":1}"))
	fuzzFile(f, "a.json")
}

func FuzzCSV(f *testing.F) {
	f.Add([]byte("id;text\n1;\"a \"\"b\"\"\nc\"\n2;\"open\n3;x\n"))
	fuzzFile(f, "a.csv")
}

func FuzzAnyFile(f *testing.F) {
	f.Add([]byte("\xff\xfea\x00b\x00"))
	f.Add([]byte("caf\xe9 \x93quoted\x94"))
	f.Add([]byte("%PDF-1.7"))
	fuzzFile(f, "a")
}
