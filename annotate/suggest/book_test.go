package suggest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
)

// entries are entities for a book, all as well known.
func entries(all []*annotate.Entity) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for _, e := range all {
			if !yield(Entry{Entity: e}, nil) {
				return
			}
		}
	}
}

// frozen returns a book of the entities, as it comes back from a file.
func frozen(t testing.TB, all []*annotate.Entity) *Book {
	t.Helper()
	path := filepath.Join(t.TempDir(), "test"+BookExtension)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Freeze(t.Context(), f, "Test", "v1", entries(all)); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := OpenBook(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func described() []*annotate.Entity {
	return []*annotate.Entity{
		{ID: annotate.NewID(), Type: "person", Name: "Zoë Lindqvist", Aliases: []string{"Зоя Линдквист", "Z. Lindqvist"}, IDs: map[string]string{"wikidata": "Q1", "viaf": "2"}, Note: "a mayor"},
		{ID: "e2", Type: "org", Name: "World Health Organization", Aliases: []string{"WHO", "世界卫生组织", "WHO"}},
		{ID: "e3", Type: "person", Name: "", Dated: []annotate.DatedName{{Name: "the mayor", From: "2019", Until: "2024-05", Place: "Bergen"}, {Name: "the mayor", From: "2025"}}},
		{ID: "0b0e5fd9-7ad4-7e4b-8000-c5de1dc4AAAA", Type: "place", Name: "👩‍👩‍👧 ZWJ"},
	}
}

func TestABookHoldsWhatWasPutIn(t *testing.T) {
	all := append(described(), invented(2000)...)
	b := frozen(t, all)
	for i, e := range all {
		want := e.Clone()
		want.Aliases = slices.Compact(want.Aliases)
		if len(want.Aliases) > 2 {
			want.Aliases = want.Aliases[:2]
		}
		if d := cmp.Diff(want, b.Entity(e.ID)); d != "" {
			t.Fatal(d)
		}
		if got := b.At(i); got.ID != e.ID {
			t.Fatalf("at place %d is %s, want %s", i, got.ID, e.ID)
		}
	}
	if b.Entity("nobody") != nil || b.Len() != len(all) || b.About().Stamp != "v1" || b.About().Title != "Test" {
		t.Errorf("%+v", b.About())
	}
}

func TestABookFindsAsAnIndexDoes(t *testing.T) {
	all := invented(4000)
	in, of := New(all), Open(frozen(t, all), nil)
	rng := rand.New(rand.NewPCG(1, 9))
	for range 40 {
		e := all[rng.IntN(len(all))]
		for _, way := range waysToType {
			q := Query{Text: way.typed(rng, e.Name), Limit: 3}
			a, b := in.Find(q), of.Find(q)
			if len(a) == 0 || len(b) == 0 || a[0].Score != b[0].Score {
				t.Errorf("%q gives %v, and of the book %v", q.Text, a, b)
			}
		}
	}
}

func TestWhatIsNewerStandsBeforeABook(t *testing.T) {
	all := invented(1000)
	x := Open(frozen(t, all[:500]), nil)
	x.AddBook(frozen(t, all[400:]))
	if n := x.Len(); n != 500 {
		t.Fatalf("%d entities, want 500", n)
	}
	first := func(text string) Suggestion {
		t.Helper()
		got := x.Find(Query{Text: text})
		if len(got) == 0 {
			t.Fatalf("nothing is found for %q", text)
		}
		return got[0]
	}
	if got := first(all[900].Name); got.Entity.ID != all[900].ID || got.Book == nil {
		t.Errorf("an entity of the second book is found as %+v", got)
	}
	if got := first(all[450].Name); got.Entity.ID != all[450].ID || got.Book != nil {
		t.Errorf("an entity of both is found as %+v", got)
	}
	// A new name is found at once, and the old one not any more.
	was := all[7]
	now := &annotate.Entity{ID: was.ID, Type: was.Type, Name: "Quillon Brandywine"}
	x.Put(now)
	if got := first("quillon brandywine"); got.Entity != now {
		t.Errorf("found %+v", got)
	}
	if got := x.Find(Query{Text: was.Name}); len(got) > 0 && got[0].Entity.ID == was.ID {
		t.Errorf("the name before is still found: %+v", got[0])
	}
	if x.Entity(was.ID) != now || x.Entity(all[3].ID).Name != all[3].Name || x.Entity(all[900].ID) != nil {
		t.Error("the index gives other entities than it holds")
	}
	if got := x.Called("Quillon Brandywine"); len(got) != 1 || got[0] != now {
		t.Errorf("called so are %v", got)
	}
	if got := x.Called(all[3].Name); len(got) != 1 || got[0].ID != all[3].ID {
		t.Errorf("called %q are %v", all[3].Name, got)
	}
	// What was taken over from a book stands in the book alone again when it is deleted.
	x.Put(all[900])
	if got := first(all[900].Name); got.Book != nil {
		t.Errorf("taken over, it is found as %+v", got)
	}
	x.Delete(all[900].ID)
	if got := first(all[900].Name); got.Book == nil {
		t.Errorf("deleted, it is found as %+v", got)
	}
	x.Delete(all[20].ID)
	if got := x.Find(Query{Text: all[20].Name}); len(got) > 0 && got[0].Entity.ID == all[20].ID {
		t.Error("an entity that is deleted is found")
	}
	if n := x.Len(); n != 499 {
		t.Errorf("%d entities, want 499", n)
	}
}

func TestTheBetterKnownNamesakeComesFirst(t *testing.T) {
	var out bytes.Buffer
	if _, err := Freeze(t.Context(), &out, "", "", func(yield func(Entry, error) bool) {
		_ = yield(Entry{entity("1", "person", "Ada Poe"), 3}, nil) && yield(Entry{entity("2", "person", "Ada Poe"), 200}, nil)
	}); err != nil {
		t.Fatal(err)
	}
	b, err := BookOf(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if got := Open(b, nil).Find(Query{Text: "ada"}); len(got) != 2 || got[0].Entity.ID != "2" {
		t.Errorf("%+v", got)
	}
}

func TestEachNameOfABookIsCalledSo(t *testing.T) {
	all := append(described()[:2], invented(600)...)
	all = append(all, entity("long", "org", strings.Repeat("Very ", 80)+"Long"), entity("longer", "org", strings.Repeat("Very ", 90)+"Long"))
	var out bytes.Buffer
	if _, err := Freeze(t.Context(), &out, "", "", func(yield func(Entry, error) bool) {
		for i, e := range all {
			if !yield(Entry{e, uint8(i % 3 * 90)}, nil) {
				return
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	b, err := BookOf(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	x := Open(b, nil)
	for _, e := range all {
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			if got := x.Called(name); len(got) != 1 || got[0].ID != e.ID {
				t.Errorf("called %q are %v", name, got)
			}
		}
	}
}

func TestAFileThatIsNoBookIsRefused(t *testing.T) {
	var out bytes.Buffer
	if _, err := Freeze(t.Context(), &out, "x", "", entries(invented(50))); err != nil {
		t.Fatal(err)
	}
	whole := out.Bytes()
	for n := range len(whole) {
		if n > 2000 && n%997 > 0 {
			continue
		}
		if _, err := BookOf(whole[:n]); err == nil && n < len(whole)-8 {
			t.Fatalf("%d of %d bytes are taken for a book", n, len(whole))
		}
	}
	path := filepath.Join(t.TempDir(), "other"+BookExtension)
	for _, s := range []string{"", "name,type\nZoë,person\n", magic} {
		if err := os.WriteFile(path, []byte(s), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenBook(path); !errors.Is(err, ErrNoBook) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

// A damaged book finds less, and nothing else goes wrong.
func TestADamagedBookDoesNoHarm(t *testing.T) {
	var out bytes.Buffer
	if _, err := Freeze(t.Context(), &out, "x", "", entries(append(described(), invented(400)...))); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		raw := bytes.Clone(out.Bytes())
		for range rapid.IntRange(1, 20).Draw(t, "damages") {
			at := rapid.IntRange(len(magic), len(raw)-1).Draw(t, "at")
			for i := at; i < min(len(raw), at+rapid.IntRange(1, 4000).Draw(t, "for")); i++ {
				raw[i] ^= byte(i * 37)
			}
		}
		use(raw)
	})
}

// use does with a book all that can be done.
func use(raw []byte) {
	b, err := BookOf(raw)
	if err != nil {
		return
	}
	x := Open(b, nil)
	x.AddBook(b)
	for _, q := range []string{"a", "ann", "zoe lindqvist", "who", "mayor", "Müllerstein K"} {
		for _, s := range x.Find(Query{Text: q, Here: []annotate.ID{"e2", "e3"}, Date: "2020", Types: []string{"person", "org"}}) {
			x.Called(s.Name)
			x.Entity(s.Entity.ID)
		}
	}
	for i := range min(b.Len(), 500) {
		b.At(i)
	}
}

func FuzzBook(f *testing.F) {
	var out bytes.Buffer
	if _, err := Freeze(f.Context(), &out, "x", "", entries(described())); err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(magic), uint32(3), byte(1))
	f.Add(out.Bytes()[:300], uint32(40), byte(255))
	f.Fuzz(func(t *testing.T, begin []byte, at uint32, with byte) {
		raw := bytes.Clone(out.Bytes())
		copy(raw, begin)
		raw[int(at)%len(raw)] ^= with
		use(raw)
	})
}

// BenchmarkMillion measures what people feel of a million names: each letter that they type, the making
// of a book and its opening.
func BenchmarkMillion(b *testing.B) {
	const size = 1_000_000
	all := invented(size)
	names := 0
	for _, e := range all {
		names += 1 + len(e.Aliases)
	}
	path := filepath.Join(b.TempDir(), "million"+BookExtension)
	worked := stopwatch()
	f, err := os.Create(path)
	if err == nil {
		_, err = Freeze(b.Context(), f, "Million", "", entries(all))
	}
	if err == nil {
		err = f.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	made := worked()
	worked = stopwatch()
	book, err := OpenBook(path)
	if err != nil {
		b.Fatal(err)
	}
	x := Open(book, nil)
	x.Find(Query{Text: "first"})
	opened := worked()
	rng := rand.New(rand.NewPCG(3, 4))
	var keys []string
	for range 60 {
		e := all[rng.IntN(len(all))]
		for _, way := range waysToType {
			typed := []rune(way.typed(rng, e.Name))
			for n := range typed {
				keys = append(keys, string(typed[:n+1]))
			}
		}
	}
	rng.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	b.Run(fmt.Sprintf("%d names", names), func(b *testing.B) {
		var took []time.Duration
		b.ReportAllocs()
		for b.Loop() {
			worked := stopwatch()
			x.Find(Query{Text: keys[len(took)%len(keys)], Limit: 8})
			took = append(took, worked())
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		b.ReportMetric(float64(made.Milliseconds()), "build-ms")
		b.ReportMetric(float64(opened.Microseconds())/1000, "open-ms")
		b.ReportMetric(float64(book.Size())/float64(names), "bytes/name")
	})
}

func TestOnlyTheIndexItselfIsAsked(t *testing.T) {
	x := New([]*annotate.Entity{entity("own", "person", "Ada Poe")})
	shared := make([]*annotate.Entity, 300)
	for i := range shared {
		shared[i] = entity(fmt.Sprint(i), "person", "Ada Poe")
	}
	x.AddBook(frozen(t, shared))
	if got := x.Find(Query{Text: "ada poe", Own: true}); len(got) != 1 || got[0].Entity.ID != "own" {
		t.Errorf("%+v", got)
	}
	if got := x.Find(Query{Text: "ada poe", Limit: 20}); len(got) != 20 {
		t.Errorf("with the book there are %d", len(got))
	}
}

func TestABookThatIsStoppedLeavesNoFile(t *testing.T) {
	dir := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	_, err := WriteBook(ctx, filepath.Join(dir, "stopped"+BookExtension), "", "", func(yield func(Entry, error) bool) {
		for _, e := range invented(50) {
			if !yield(Entry{Entity: e}, nil) {
				return
			}
		}
		stop() // when all have been read, and only the order is left to be made
	})
	if left, _ := os.ReadDir(dir); !errors.Is(err, context.Canceled) || len(left) > 0 {
		t.Errorf("%v, and %v is left", err, left)
	}
}
