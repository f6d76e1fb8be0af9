package formats_test

import (
	"os"
	"path/filepath"
	"testing"

	"quoth/annotate"
	"quoth/assets"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
)

// everything returns records of every real corpus that is at hand, and of the sample.
func everything(t *testing.T) []*export.Record {
	sample, err := formats.All.Named("jsonl")
	if err != nil {
		t.Fatal(err)
	}
	records := formattest.Read(t, sample, assets.Sample)
	const data = "../../../shared/data"
	for _, folder := range []string{"brat-news-tutorial", "litbank/entities/brat", "fr-litbank/citations", "gum-news-en/dep", "gum-news-en/derived_attribution"} {
		if _, err := os.Stat(filepath.Join(data, folder)); err != nil {
			continue
		}
		in, err := formats.All.Open(filepath.Join(data, folder), nil)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for r, err := range in.Records(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n <= 4 { // of each: the formats' own tests read all of them
				records = append(records, r)
			}
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
				t.Errorf("%d records, and otherwise than told: %.5v", cert.Records, cert.Wrong)
			}
		})
	}
}
