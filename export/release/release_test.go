package release_test

import (
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
	"quoth/export/release"
)

// stories are articles of their own, each with a quote; every tenth is a wire story that another paper prints with
// another ending.
func stories(n int) []*export.Record {
	nouns := []string{"harbour", "school", "bridge", "ferry", "council", "market", "storm", "court", "mill", "island", "strike", "museum"}
	var out []*export.Record
	add := func(i int, title, text string) {
		d := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: title, Text: text, Language: "en", Meta: map[string]string{"publisher": fmt.Sprintf("Paper %d", i%4), "published": "2026-01-02"}}
		at := strings.Index(text, "Ana")
		r := &export.Record{Document: d, Annotator: "ana", State: annotate.StateDone, Entities: []*annotate.Entity{{ID: annotate.ID(fmt.Sprintf("e%d", i%7)), Type: "person", Name: "Ana"}},
			Annotations: []*annotate.Annotation{{ID: "1", Type: "quote", Spans: []annotate.Span{{Start: 0, End: 8}}, Args: []annotate.Arg{{Role: "speaker", Target: "2"}}},
				{ID: "2", Type: "person", Spans: []annotate.Span{{Start: at, End: at + 3}}, Entity: annotate.ID(fmt.Sprintf("e%d", i%7))}}}
		if i%3 == 0 {
			r.Annotations[0].Type = "org"
			r.Annotations[0].Args = nil
		}
		out = append(out, r)
	}
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "“Story %d,” said Ana. ", i)
		for j := range 120 {
			fmt.Fprintf(&b, "%s %d of the %s stood where number %d was. ", nouns[(i*7+j)%12], i*31+j*j, nouns[(i+j*5)%12], i*j)
		}
		add(i, fmt.Sprintf("Story %d", i), b.String())
		if i%10 == 0 {
			add(i, fmt.Sprintf("Story %d again", i), b.String()+"Our own reporter was there, too.")
		}
	}
	return out
}

func all(records []*export.Record) func() iter.Seq2[*export.Record, error] {
	return func() iter.Seq2[*export.Record, error] { return formattest.Sequence(records) }
}

var thirds = []release.Part{{Name: "train", Share: 80}, {Name: "dev", Share: 10}, {Name: "test", Share: 10}}

func TestNearDuplicatesStayTogetherAndTypesAreSpread(t *testing.T) {
	records := stories(100)
	d, err := release.Divide(t.Context(), formattest.Sequence(records), formattest.Schema(), thirds, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	part := map[string]string{}
	for _, r := range records {
		part[r.Document.Title] = d.Of[r.Document.ID]
	}
	for i := 0; i < 100; i += 10 {
		a, b := part[fmt.Sprintf("Story %d", i)], part[fmt.Sprintf("Story %d again", i)]
		if a != b || a == "" {
			t.Errorf("story %d is in %q and %q", i, a, b)
		}
	}
	if len(d.Groups) != 10 || !strings.Contains(d.Report(), "20 articles stay together in 10 groups") || !strings.Contains(d.Report(), "nearly the same words") {
		t.Errorf("%d groups: %s", len(d.Groups), d.Report())
	}
	d.Groups[0].Titles[0] = "“Storm” is over"
	for range 2 { // what is asked twice says the same
		if report := d.Report(); !strings.Contains(report, "(nearly the same words): ‘“Storm” is over’, “Story") {
			t.Error(report)
		}
	}
	for name, want := range map[string]float64{"train": .8, "dev": .1, "test": .1} {
		c := d.Counts[name]
		for typ, n := range map[string]int{"quote": 73, "org": 37} {
			if got := float64(c.Types[typ]) / float64(n); got < want-.04 || got > want+.04 {
				t.Errorf("%s has %.2f of %s, want about %.2f", name, got, typ, want)
			}
		}
	}
}

func TestDivisionIsTheSameEveryTime(t *testing.T) {
	records := stories(40) // shares and counts make near ties, which the order of a sum must not decide
	var first *release.Division
	for range 40 {
		d, err := release.Divide(t.Context(), formattest.Sequence(records), formattest.Schema(), thirds, 7, nil)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = d
		}
		if !maps.Equal(d.Of, first.Of) {
			t.Fatalf("divided in two ways: %v and %v", d.Report(), first.Report())
		}
	}
}

func TestSpeakersAndOutletsStayTogetherIfAsked(t *testing.T) {
	records := stories(60)
	d, err := release.Divide(t.Context(), formattest.Sequence(records), formattest.Schema(), thirds[:2], 1, []release.By{release.ByOutlet})
	if err != nil {
		t.Fatal(err)
	}
	outlet := map[string]string{}
	for _, r := range records {
		p := r.Document.Meta["publisher"]
		if was := outlet[p]; was != "" && was != d.Of[r.Document.ID] {
			t.Errorf("%s is in two parts", p)
		}
		outlet[p] = d.Of[r.Document.ID]
	}
}

func read(t *testing.T, dir string) map[string]string {
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			data, err := os.ReadFile(p)
			rel, _ := filepath.Rel(dir, p)
			out[filepath.ToSlash(rel)] = string(data)
			return err
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReleaseIsTheSameBytesAndSaysWhatIsInIt(t *testing.T) {
	for _, name := range []string{"jsonl", "brat", "huggingface", "spacy"} {
		f, err := formats.All.Named(name)
		if err != nil {
			t.Fatal(err)
		}
		c := release.Choices{Title: "Harbour news", Parts: thirds, Seed: 7, Licence: "CC BY 4.0", Source: "made up", Agreement: "kappa 0.9", Format: f}
		var made []map[string]string
		for range 2 {
			dir := filepath.Join(t.TempDir(), "out")
			if _, err := release.Write(t.Context(), dir, all(stories(40)), formattest.Schema(), c); err != nil {
				t.Fatal(name, err)
			}
			made = append(made, read(t, dir))
			for _, part := range []string{"train", "dev", "test"} {
				if name == "jsonl" || name == "brat" || name == "spacy" {
					in, err := formats.All.Open(filepath.Join(dir, map[bool]string{true: part + ".jsonl", false: part}[name == "jsonl"]), f)
					if err != nil || len(formattest.Collect(t, in.Records(t.Context()))) == 0 {
						t.Errorf("%s: %s: %v", name, part, err)
					}
				}
			}
		}
		for file, data := range made[0] {
			if made[1][file] != data {
				t.Errorf("%s: %s is not the same bytes", name, file)
			}
		}
		card := made[0]["README.md"]
		for _, want := range []string{`license: "CC BY 4.0"`, "# Harbour news", "| train |", "kappa 0.9", "made up", "`quote`", "charts/types.svg"} {
			if !strings.Contains(card, want) {
				t.Errorf("%s: the card lacks %q:\n%s", name, want, card)
			}
		}
		if name == "huggingface" && (made[0]["data/validation-00000-of-00001.parquet"] == "" || !strings.Contains(card, "split: validation")) {
			t.Errorf("%v", card)
		}
		if !strings.Contains(made[0]["manifest.json"], `"sha256"`) || !strings.Contains(made[0]["charts/types.svg"], "<svg") {
			t.Errorf("%s: no manifest or chart", name)
		}
	}
}
