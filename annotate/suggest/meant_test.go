package suggest

import (
	"bytes"
	"testing"

	"quoth/annotate"
)

func TestANameMeansTheOneEntityThatIsCalledSo(t *testing.T) {
	x := New([]*annotate.Entity{
		entity("1", "person", "Volodymyr Zelenskyy", "Зеленський"), entity("2", "org", "World Health Organization"),
		entity("3", "person", "Ana Díaz"), entity("4", "person", "Eva Díaz"), entity("5", "place", "Bergen"),
		entity("6", "person", "Una Berg", "Bergen"), entity("7", "org", "Western Harbour Office"), entity("8", "org", "Dam Board of Lund"),
		{ID: "9", Type: "person", Name: "Ivo Marsh", Dated: []annotate.DatedName{{Name: "Governor"}}},
	})
	var out bytes.Buffer
	if _, err := Freeze(t.Context(), &out, "World", "", func(yield func(Entry, error) bool) {
		for _, e := range []Entry{
			{Entity: entity("w1", "org", "World Trade Organization", "WTO"), Weight: 150}, {Entity: entity("w2", "org", "Wool Traders of Oslo", "WTO"), Weight: 20},
			{Entity: entity("w3", "person", "Lars Holm"), Weight: 120}, {Entity: entity("w4", "person", "Lars Holm"), Weight: 110},
			{Entity: entity("w5", "person", "Mary Zelenskyy"), Weight: 200}, {Entity: entity("w6", "place", "Lund"), Weight: 10},
		} {
			if !yield(e, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	book, err := BookOf(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	x.AddBook(book)
	for _, c := range []struct {
		text, typ string
		want      annotate.ID
		book      bool
	}{
		{"Volodymyr Zelenskyy", "person", "1", false}, {"ЗЕЛЕНСЬКИЙ", "person", "1", false}, {"Zelenskyy", "person", "1", false},
		{"Ana Diaz", "person", "3", false}, {"Díaz", "person", "", false}, // which of the two?
		{"WHO", "org", "", false}, {"DBL", "org", "8", false}, // the other WHO has these initials, too
		{"Who", "org", "", false}, {"Bergen", "place", "5", false}, {"Bergen", "person", "6", false},
		{"Zelenskyy", "org", "", false}, {"Governor", "person", "", false}, // for a time only
		{"WTO", "org", "w1", true}, {"Lars Holm", "person", "", false}, {"Lund", "place", "w6", true}, {"Holm", "person", "", false},
		{"", "person", "", false}, {"…", "person", "", false},
	} {
		e, from := x.Meant(c.text, c.typ)
		got := annotate.ID("")
		if e != nil {
			got = e.ID
		}
		if got != c.want || (from != nil) != c.book {
			t.Errorf("%q, a %s, means %q of %v, want %q", c.text, c.typ, got, from != nil, c.want)
		}
	}
	x.Delete("7")
	if e, _ := x.Meant("WHO", "org"); e == nil || e.ID != "2" {
		t.Errorf("WHO means %+v", e)
	}
}
