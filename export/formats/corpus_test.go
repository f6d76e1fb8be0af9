package formats_test

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"quoth/annotate"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
)

const data = "../../../shared/data"

// corpora are the real ones that formats of the list read, with how much their makers say is in them.
var corpora = []struct {
	folder, format string
	documents      int
	counts         map[string]int // type, "" for all, "parts" for annotations of several parts, "role:" and a role
	told           int            // lines of the files that say nothing, and are told
}{
	{"brat-news-tutorial", "brat", 13, nil, 0},
	{"litbank/entities/brat", "brat", 12, map[string]int{"": 1700}, 0},
	{"litbank/events/brat", "brat", 12, map[string]int{"": 1184}, 1},
	{"litbank/coref/brat", "brat", 12, map[string]int{"": 7298}, 0},
	// Of 157 in several parts, three are in parts because a line ends there, which is one part.
	{"fr-litbank/citations", "brat", 11, map[string]int{"Citation": 739, "parts": 157 - 3, "Introducteur": 553, "Entite": 635, "role:Source": 624, "role:Introduction": 539}, 0},
	{"fr-litbank/events", "brat", 11, nil, 0},
	{"gum-news-en/dep", "conllu", 16, nil, 0},
	{"gum-news-en/derived_attribution", "citron", 16, map[string]int{"quote": 156, "role:speaker": 123}, 0},
}

// TestCorporaComeInWhole counts what comes in, and compares it with what the corpora say of themselves.
func TestCorporaComeInWhole(t *testing.T) {
	for _, c := range corpora {
		t.Run(c.folder, func(t *testing.T) {
			if _, err := os.Stat(filepath.Join(data, c.folder)); err != nil {
				t.Skip("the corpus is not at hand")
			}
			in, err := formats.All.Open(filepath.Join(data, c.folder), nil)
			if err != nil {
				t.Fatal(err)
			}
			if in.Format.Name != c.format {
				t.Errorf("it is taken for %s", in.Format.Title)
			}
			documents, told, got := 0, 0, map[string]int{}
			for r, err := range in.Records(t.Context()) {
				if err != nil {
					t.Log(err)
					told++
					continue
				}
				documents++
				for _, a := range r.Annotations {
					got[""]++
					got[a.Type]++
					if len(a.Spans) > 1 {
						got["parts"]++
					}
					for _, x := range a.Args {
						got["role:"+x.Role]++
					}
				}
			}
			if documents != c.documents || told != c.told {
				t.Errorf("%d documents, not %d, and %d errors, not %d", documents, c.documents, told, c.told)
			}
			for k, n := range c.counts {
				if got[k] != n {
					t.Errorf("%q: %d, not %d", k, got[k], n)
				}
			}
			if t.Failed() || testing.Verbose() {
				t.Log(got)
			}
		})
	}
}

// everything returns records of every real corpus that is at hand, and of the sample: of each corpus the first few,
// for that is quick, or all where QUOTH_CORPORA is "whole".
func everything(t *testing.T) []*export.Record {
	sample, err := formats.All.Named("jsonl")
	if err != nil {
		t.Fatal(err)
	}
	most := 4
	if os.Getenv("QUOTH_CORPORA") == "whole" {
		most = math.MaxInt
	}
	records := formattest.Read(t, sample, assets.Sample)
	for _, c := range corpora {
		if _, err := os.Stat(filepath.Join(data, c.folder)); err != nil || c.folder == "litbank/coref/brat" && most < math.MaxInt {
			continue
		}
		in, err := formats.All.Open(filepath.Join(data, c.folder), nil)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for r, err := range in.Records(t.Context()) {
			if err != nil {
				continue // told, and counted by the test above
			}
			if n++; n > most {
				break
			}
			records = append(records, r)
		}
	}
	return records
}

// Everything goes out to every format and comes back equal, or with the losses that were told.
func TestEverythingGoesThroughEveryFormat(t *testing.T) {
	records := everything(t)
	var types export.Types
	for _, r := range records {
		types.Add(r)
	}
	news, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	schema := types.Schema("everything", news)
	for _, f := range formats.All {
		t.Run(f.Name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "out."+f.Extensions[0])
			if err := f.WriteTo(t.Context(), path, formattest.Sequence(records), export.Options{Schema: schema}); err != nil {
				t.Fatal(err)
			}
			if !f.Reads() {
				return
			}
			in, err := formats.All.Open(path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if in.Format != f {
				t.Fatalf("it is taken for %s", in.Format.Title)
			}
			cert, err := f.Verify(t.Context(), formattest.Sequence(records), in.Records(t.Context()), schema)
			if err != nil {
				t.Fatal(err)
			}
			if !cert.Sound() || cert.Records != len(records) {
				t.Errorf("%d records, and otherwise than told: %v", cert.Records, cert.Wrong[:min(5, len(cert.Wrong))])
			}
		})
	}
}
