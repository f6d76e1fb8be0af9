package workbench

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"quoth/annotate/ingest"
)

func TestAnIntakeTellsTheBytesOfAllFilesAndTheArticlesOfEach(t *testing.T) {
	dir := t.TempDir()
	small, large := filepath.Join(dir, "small.txt"), filepath.Join(dir, "large.jsonl")
	record := `{"title": "Überfahrt", "text": "` + strings.Repeat("The ferry sailed 🚢 again. ", 400) + `"}` + "\n"
	for path, text := range map[string]string{small: "Storm Passes\n\nIt has passed.\n", large: strings.Repeat(record, 50)} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var done []int64
	var all int64
	var details []string
	in := newIntake(func(d, total int64, detail string) {
		done, all, details = append(done, d), total, append(details, detail)
	}, []string{small, large}, "article", "articles")
	for _, path := range []string{small, large} {
		in.begin(path)
		for _, err := range in.Read(t.Context(), ingest.File(path), ingest.Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			in.came(in.got + 1)
		}
	}
	in.Stored(1)
	want := in.Total()
	if all != want || done[len(done)-1] != want || !slices.IsSorted(done) || len(slices.Compact(done)) < 10 {
		t.Errorf("told %v of %d, want it in small steps up to %d", done, all, want)
	}
	if details[0] != "small.txt" || details[len(details)-1] != "large.jsonl, 50 articles" {
		t.Errorf("the words are %q first and %q last", details[0], details[len(details)-1])
	}
}
