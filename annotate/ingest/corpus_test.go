package ingest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

// corpora is a folder with texts that are not ours to ship; tests that need it are skipped without it.
const corpora = "../../../shared/data"

func corpusFiles(t testing.TB, folders ...string) []string {
	var paths []string
	for _, f := range folders {
		path := filepath.Join(corpora, f)
		if _, err := os.Stat(path); err != nil {
			t.Skipf("the corpus %s is not here", path)
		}
		paths = append(paths, path)
	}
	files, _, err := Files(paths)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, f := range files {
		if KindOf(f) == Plain {
			texts = append(texts, f)
		}
	}
	return texts
}

func TestNewsPageCopiedAsText(t *testing.T) {
	file := corpusFiles(t, "seed")[0]
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := readOne(t, file, string(raw), Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[annotate.BlockKind]int{}
	var first []string
	for i, b := range doc.Blocks {
		kinds[b.Kind]++
		if b.Kind != annotate.BlockParagraph {
			first = append(first, string(b.Kind)+": "+strings.Join(strings.Fields(doc.Text[b.Span.Start:b.Span.End])[:1], " "))
		} else if i < 4 || i > 17 {
			t.Errorf("block %d is a paragraph", i)
		}
	}
	want := map[annotate.BlockKind]int{annotate.BlockKicker: 1, annotate.BlockTitle: 1, annotate.BlockStandfirst: 1, annotate.BlockFurniture: 2, annotate.BlockParagraph: 14}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"kicker: World", "title: Putin", "standfirst: Kremlin", "furniture: 5", "furniture: Sources"}, first); diff != "" {
		t.Error(diff)
	}
	checkMeta(t, doc, map[string]string{annotate.MetaSection: "World News", annotate.MetaReadingTime: "5 min read", annotate.MetaSource: "article.txt"})
	if doc.Language != "en" || doc.Text != string(raw) {
		t.Errorf("language %q, or the text was changed", doc.Language)
	}
}

func TestRealTextsObeyTheLaws(t *testing.T) {
	files := corpusFiles(t, "gum-news-en", "litbank", "fr-litbank", "brat-news-tutorial")
	for _, file := range files {
		want := "en"
		if strings.Contains(file, "fr-litbank") {
			want = "fr"
		}
		for doc, err := range Read(context.Background(), File(file), Options{}) {
			if err != nil {
				t.Error(err)
				continue
			}
			checkLaws(t, doc)
			if doc.Language != want && doc.Language != "" {
				t.Errorf("%s is in %q", file, doc.Language)
			}
		}
	}
	t.Logf("%d files", len(files))
}

func TestNewsOfTheCorpusHaveTitlesAndDates(t *testing.T) {
	titles, dates, n := 0, 0, 0
	for _, file := range corpusFiles(t, "gum-news-en/derived_attribution") {
		for doc, err := range Read(context.Background(), File(file), Options{}) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			if doc.Blocks[0].Kind == annotate.BlockTitle {
				titles++
			}
			if doc.Meta[annotate.MetaPublished] != "" {
				dates++
			}
		}
	}
	t.Logf("%d articles, %d titles, %d dates", n, titles, dates)
	if titles < n || dates < n-1 { // in one of them the date is glued to the first paragraph
		t.Errorf("of %d articles %d have a title and %d a date", n, titles, dates)
	}
}
