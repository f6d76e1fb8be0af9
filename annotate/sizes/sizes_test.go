package sizes_test

import (
	"testing"

	"quoth/annotate"
	"quoth/annotate/sizes"
	"quoth/assets"
)

func TestArticlesOfAllSizesObeyTheSchema(t *testing.T) {
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct{ bytes, annotations int }{{6 << 10, 40}, {60 << 10, 500}, {40 << 10, 400}} {
		doc := sizes.Article(s.bytes)
		set := annotate.NewSet(doc, "ana", "", nil)
		for _, c := range sizes.Changes(set, sizes.Annotations(doc, s.annotations), 100) {
			if err := set.Check(c, schema, nil); err != nil {
				t.Fatalf("%d bytes: %v", s.bytes, err)
			}
			set.Apply(c)
		}
		if set.Len() != s.annotations || len(doc.Text) < s.bytes || len(doc.Text) > s.bytes+2000 {
			t.Errorf("asked for %d bytes and %d annotations, got %d and %d", s.bytes, s.annotations, len(doc.Text), set.Len())
		}
	}
}
