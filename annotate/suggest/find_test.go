package suggest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"quoth/annotate"
)

func entity(id, typ, name string, aliases ...string) *annotate.Entity {
	return &annotate.Entity{ID: annotate.ID(id), Type: typ, Name: name, Aliases: aliases}
}

// cast is a project that writes about a summit.
func cast() *Index {
	return New([]*annotate.Entity{
		entity("1", "person", "Dmitry Peskov"), entity("2", "person", "Vladimir Putin"), entity("3", "person", "Donald Trump"),
		entity("4", "person", "Ivan Putin"), entity("5", "place", "Peskovka"), entity("6", "person", "Mario Díaz-Balart"),
		entity("7", "org", "World Health Organization", "WHO"), entity("8", "person", "Andrej Babiš"), entity("9", "person", "习近平", "Xi Jinping"),
		entity("10", "person", "Ban Ki-moon"), entity("11", "person", "Alexander Van der Bellen"), entity("12", "person", "Recep Tayyip Erdoğan"),
		entity("13", "org", "Department of Defense"), entity("14", "person", "Stephen King"), entity("15", "person", "Stephen Fry"),
		entity("16", "place", "Łódź"), entity("17", "place", "Straße des 17. Juni"), entity("18", "org", "TASS"),
		entity("19", "person", "Donald Tusk"), entity("20", "person", "D. Pressler"), entity("21", "org", "Trump Organization"),
		entity("22", "person", "שמעון פרס"), entity("23", "person", "Sinéad O’Connor"),
	})
}

func TestWhatIsTypedFindsWhoIsMeant(t *testing.T) {
	x := cast()
	for _, c := range []struct{ typed, want string }{
		{"Peskov", "Dmitry Peskov"}, {"peskov", "Dmitry Peskov"}, {"pes", "Dmitry Peskov|Peskovka"}, {"D Peskov", "Dmitry Peskov"},
		{"D. Peskov", "Dmitry Peskov"}, {"DP", "Dmitry Peskov|D. Pressler"}, {"dpeskov", "Dmitry Peskov"}, {"dm pe", "Dmitry Peskov"},
		{"vldimir putn", "Vladimir Putin"}, {"valdimir", "Vladimir Putin"}, {"Putin Vladimir", "Vladimir Putin"}, {"putni", "Ivan Putin|Vladimir Putin"},
		{"President Putin", "Ivan Putin|Vladimir Putin"}, {"President Vladimir Putin’s", "Vladimir Putin"}, {"Putin's", "Ivan Putin|Vladimir Putin"},
		{"Trump’s", "Donald Trump"}, {"TRUMP’S", "Donald Trump"}, {"trmp", "Donald Trump"}, {"trupm", "Donald Trump"}, {"dtrump", "Donald Trump"},
		{"diaz", "Mario Díaz-Balart"}, {"Di\u0301az", "Mario Díaz-Balart"}, {"díaz balart", "Mario Díaz-Balart"},
		{"who", "WHO"}, {"world helth", "World Health Organization"}, {"dod", "Department of Defense"}, {"dd", "Department of Defense"},
		{"babis", "Andrej Babiš"}, {"习近", "习近平"}, {"近平", "习近平"}, {"jinping", "Xi Jinping"},
		{"kimoon", "Ban Ki-moon"}, {"ki moon", "Ban Ki-moon"}, {"vanderbellen", "Alexander Van der Bellen"}, {"van der bellen", "Alexander Van der Bellen"},
		{"erdogan", "Recep Tayyip Erdoğan"}, {"Tayip Erdogan", "Recep Tayyip Erdoğan"}, {"rte", "Recep Tayyip Erdoğan"},
		{"Stephen King", "Stephen King"}, {"King", "Stephen King"}, {"lodz", "Łódź"}, {"strasse", "Straße des 17. Juni"},
		{"donald", "Donald Trump|Donald Tusk"}, {"Donald T", "Donald Tusk|Donald Trump"}, {"פרס", "שמעון פרס"}, {"oconnor", "Sinéad O’Connor"},
		{"O'Connor", "Sinéad O’Connor"}, {"Sinead O’Connor’s", "Sinéad O’Connor"},
	} {
		got := x.Find(Query{Text: c.typed})
		var names []string
		for _, s := range got {
			names = append(names, s.Name)
		}
		want := strings.Split(c.want, "|")
		head := slices.Clone(names[:min(len(want), len(names))])
		slices.Sort(head)
		slices.Sort(want)
		if d := cmp.Diff(want, head); d != "" {
			t.Errorf("%q gives %q: %s", c.typed, names, d)
		}
	}
}

func TestMatchedLettersAreThoseTyped(t *testing.T) {
	x := cast()
	for _, c := range []struct{ typed, want string }{
		{"peskov", "Dmitry [P][e][s][k][o][v]"}, {"D Peskov", "[D]mitry [P][e][s][k][o][v]"}, {"dtrump", "[D]onald [T][r][u][m][p]"},
		{"putin vladimir", "[V][l][a][d][i][m][i][r] [P][u][t][i][n]"}, {"rte", "[R]ecep [T]ayyip [E]rdoğan"}, {"erdog", "Recep Tayyip [E][r][d][o][ğ]an"},
		{"vldimir", "[V][l]a[d][i][m][i][r] Putin"}, {"strasse", "[S][t][r][a][ß][e] des 17. Juni"}, {"近平", "习[近][平]"}, {"diaz", "Mario [D][í][a][z]-Balart"},
		{"President Trump", "Donald [T][r][u][m][p]"},
	} {
		s := x.Find(Query{Text: c.typed})[0]
		got := ""
		for i, r := range s.Name {
			if slices.Contains(s.Matched, i) {
				got += "[" + string(r) + "]"
			} else {
				got += string(r)
			}
		}
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.typed, got, c.want)
		}
	}
}

func TestTheWorkDecidesBetweenNamesakes(t *testing.T) {
	x := cast()
	first := func(q Query) string { return string(x.Find(q)[0].Entity.ID) + " " + x.Find(q)[0].Why }
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Text: "Putin", Here: []annotate.ID{"2"}}, "2 named in this article"},
		{Query{Text: "Putin", Here: []annotate.ID{"4"}}, "4 named in this article"},
		{Query{Text: "Putin", Recent: []annotate.ID{"1", "2", "4"}}, "2 picked lately"},
		{Query{Text: "Putin", Recent: []annotate.ID{"2"}, Here: []annotate.ID{"4"}}, "4 named in this article"},
		{Query{Text: "Peskov", Here: []annotate.ID{"5"}}, "1 "},
		{Query{Text: "who"}, "7 alias"},
		{Query{Text: "Trump", Types: []string{"org"}}, "21 "},
	} {
		if got := first(c.q); got != c.want {
			t.Errorf("%+v gives %q, want %q", c.q, got, c.want)
		}
	}
	if got := x.Find(Query{Text: "Trump", Types: []string{"planet"}}); len(got) > 0 {
		t.Errorf("a type without entities gives %v", got)
	}
}

func TestNothingTypedOffersTheKnown(t *testing.T) {
	x := cast()
	var got []string
	for _, s := range x.Find(Query{Text: " ’ ", Recent: []annotate.ID{"3", "1", "gone"}, Here: []annotate.ID{"2", "1", "5"}, Types: []string{"person"}}) {
		got = append(got, s.Name+": "+s.Why)
	}
	if d := cmp.Diff([]string{"Dmitry Peskov: named in this article", "Vladimir Putin: named in this article", "Donald Trump: picked lately"}, got); d != "" {
		t.Error(d)
	}
	if got := x.Find(Query{}); len(got) > 0 {
		t.Errorf("nothing typed and nothing known gives %v", got)
	}
}

func TestPutReplacesAndDeleteForgets(t *testing.T) {
	x := cast()
	n := x.Len()
	x.Put(entity("1", "person", "Dmitry Sergeyevich Peskov", "Peskov"))
	if got := x.Find(Query{Text: "Peskov"})[0]; got.Name != "Peskov" || got.Why != "alias" || x.Len() != n {
		t.Errorf("after a change: %q (%s), %d entities", got.Name, got.Why, x.Len())
	}
	x.Delete("1")
	x.Delete("1")
	for _, s := range x.Find(Query{Text: "Peskov", Here: []annotate.ID{"1"}, Recent: []annotate.ID{"1"}}) {
		if s.Entity.ID == "1" {
			t.Errorf("a deleted entity is offered")
		}
	}
	if x.Len() != n-1 {
		t.Errorf("%d entities, want %d", x.Len(), n-1)
	}
}

func TestAnIndexThatChangedIsAsOneMadeAnew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := invented(300)
		x, now := New(nil), map[annotate.ID]*annotate.Entity{}
		for range rapid.IntRange(0, 200).Draw(t, "steps") {
			e := rapid.SampledFrom(all).Draw(t, "entity")
			switch rapid.IntRange(0, 3).Draw(t, "act") {
			case 0:
				x.Delete(e.ID)
				delete(now, e.ID)
			case 1:
				e = &annotate.Entity{ID: e.ID, Type: e.Type, Name: rapid.SampledFrom(all).Draw(t, "name").Name}
				fallthrough
			default:
				x.Put(e)
				now[e.ID] = e
			}
		}
		fresh := New(nil)
		for _, e := range now {
			fresh.Put(e)
		}
		q := Query{Text: rapid.SampledFrom([]string{"a", "volk", "dp", "Müllerstein", "al hash", "xqz"}).Draw(t, "query"), Limit: 400}
		if d := cmp.Diff(fresh.Find(q), x.Find(q)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestARebuildKeepsWhatIsThere(t *testing.T) {
	all := invented(3000)
	x := New(all)
	for _, e := range all[:2500] {
		x.Delete(e.ID)
	}
	if len(x.own.all) > 1500 || x.Len() != 500 {
		t.Fatalf("%d names for %d entities", len(x.own.all), x.Len())
	}
	for _, e := range all[2500:2520] {
		if got := x.Find(Query{Text: e.Name}); len(got) == 0 || got[0].Entity.ID != e.ID {
			t.Errorf("%q is lost", e.Name)
		}
	}
}

// A way in which people type a name.
type wayToType struct {
	name  string
	top   int     // among so many
	of    float64 // at least this share is found
	typed func(*rand.Rand, string) string
}

var waysToType = []wayToType{
	{"exact", 1, 1, func(_ *rand.Rand, s string) string { return s }},
	{"small letters", 1, 1, func(_ *rand.Rand, s string) string { return strings.ToLower(s) }},
	{"without accents", 1, .99, func(_ *rand.Rand, s string) string { return fold(s) }},
	{"decomposed", 1, 1, func(_ *rand.Rand, s string) string { return norm.NFD.String(s) }},
	{"possessive", 1, .99, func(_ *rand.Rand, s string) string { return s + "’s" }},
	{"with a title", 1, .99, func(_ *rand.Rand, s string) string { return "President " + s }},
	{"words turned", 1, .97, func(_ *rand.Rand, s string) string {
		w := strings.Fields(s)
		slices.Reverse(w)
		return strings.Join(w, " ")
	}},
	{"letter left out", 3, .97, func(r *rand.Rand, s string) string { return edit(r, s, 0) }},
	{"letter too many", 3, .97, func(r *rand.Rand, s string) string { return edit(r, s, 1) }},
	{"letter wrong", 3, .97, func(r *rand.Rand, s string) string { return edit(r, s, 2) }},
	{"letters swapped", 3, .97, func(r *rand.Rand, s string) string { return edit(r, s, 3) }},
	{"two letters left out", 5, .93, func(r *rand.Rand, s string) string { return edit(r, edit(r, s, 0), 0) }},
	{"initial and last name", 10, .9, func(_ *rand.Rand, s string) string {
		w := strings.Fields(fold(s))
		_, n := utf8.DecodeRuneInString(w[0])
		return w[0][:n] + " " + strings.Join(w[1:], " ")
	}},
	{"half of each word", 10, .85, func(_ *rand.Rand, s string) string {
		w := strings.Fields(fold(s))
		for i := range w {
			r := []rune(w[i])
			w[i] = string(r[:(len(r)+1)/2])
		}
		return strings.Join(w, " ")
	}},
}

// edit makes one slip of a kind somewhere inside a folded name.
func edit(r *rand.Rand, s string, kind int) string {
	letters := []rune(fold(s))
	i := 1 + r.IntN(len(letters)-2)
	for letters[i] == ' ' || letters[i-1] == ' ' {
		i = 1 + r.IntN(len(letters)-2)
	}
	switch kind {
	case 0:
		return string(slices.Delete(letters, i, i+1))
	case 1:
		return string(slices.Insert(letters, i, rune('a'+r.IntN(26))))
	case 2:
		letters[i] = rune('a' + r.IntN(26))
	case 3:
		letters[i-1], letters[i] = letters[i], letters[i-1]
	}
	return string(letters)
}

func TestSlipsOfPeopleWhoType(t *testing.T) {
	for _, size := range []int{1_000, 20_000} {
		all := invented(size)
		x := New(all)
		rng := rand.New(rand.NewPCG(1, 2))
		for _, way := range waysToType {
			const asked = 60
			hit, missed := 0, ""
			for range asked {
				e := all[rng.IntN(len(all))]
				q := way.typed(rng, e.Name)
				found := x.Find(Query{Text: q, Limit: way.top})
				if slices.ContainsFunc(found, func(s Suggestion) bool { return s.Entity.ID == e.ID }) {
					hit++
				} else if missed == "" {
					missed = fmt.Sprintf("%q for %q", q, e.Name)
					if len(found) > 0 {
						missed += fmt.Sprintf(", first %q", found[0].Name)
					}
				}
			}
			share := float64(hit) / asked
			t.Logf("%6d names, %-22s in the first %2d: %3.0f%%  %s", size, way.name, way.top, 100*share, missed)
			if share < way.of {
				t.Errorf("%s among %d: %.0f%% in the first %d, want %.0f%%; missed %s", way.name, size, 100*share, way.top, 100*way.of, missed)
			}
		}
	}
}

func TestFoldMapPointsAtTheLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		folded, from := foldMap(s)
		if len(from) != len(folded) || !slices.IsSorted(from) || fold(s) != folded {
			t.Fatalf("%q folds to %q with %v", s, folded, from)
		}
		if fold(folded) != folded {
			t.Fatalf("%q folds to %q, and that to %q", s, folded, fold(folded))
		}
	})
	for in, want := range map[string]string{
		"Łódź": "lodz", "Straße": "strasse", "İstanbul": "istanbul", "Øystein Kjærgaard": "oystein kjaergaard", "O’Brien-Smith": "obrien smith",
		"ﬁn": "fin", "习近平": "习 近 平", "Xi 习": "xi 习", " . ": "", "Ё": "е", "שָׁלוֹם": "שלום", "각": "각", "A\u200dB": "ab", "👍🏽 ok": "ok", "Ⅷ": "viii",
	} {
		if got := fold(in); norm.NFC.String(got) != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	x := cast()
	for _, q := range []string{"Peskov", "D P", "习近", "a\xff", strings.Repeat("a", 99), "’s", "President"} {
		f.Add(q, "Dmitry Peskov")
	}
	f.Fuzz(func(t *testing.T, q, name string) {
		x.Put(entity("new", "person", name))
		last := 9.0
		for _, s := range x.Find(Query{Text: q, Here: []annotate.ID{"2", "new"}}) {
			if s.Score > last || s.Entity == nil {
				t.Fatalf("%+v after %v", s, last)
			}
			last = s.Score
			for _, b := range s.Matched {
				if b < 0 || b >= len(s.Name) {
					t.Fatalf("letter at byte %d of %q", b, s.Name)
				}
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for _, size := range []int{1_000, 10_000, 100_000} {
		all := invented(size)
		before := heap()
		begin := time.Now()
		x := New(all)
		built := time.Since(begin)
		kept := heap() - before
		rng := rand.New(rand.NewPCG(3, 4))
		var queries []string
		for range 500 {
			e := all[rng.IntN(len(all))]
			for _, way := range waysToType {
				queries = append(queries, way.typed(rng, e.Name))
			}
			queries = append(queries, e.Name[:1], e.Name[:2], e.Name[:3])
		}
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			var took []time.Duration
			b.ReportAllocs()
			for b.Loop() {
				begin := time.Now()
				x.Find(Query{Text: queries[len(took)%len(queries)], Limit: 8})
				took = append(took, time.Since(begin))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
			b.ReportMetric(float64(built.Milliseconds()), "build-ms")
			b.ReportMetric(float64(kept)/(1<<20), "kept-MiB")
		})
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func TestWhatIsKnownOfTheWorkCounts(t *testing.T) {
	mayor := func(id, name, from, until, place string) *annotate.Entity {
		e := entity(id, "person", name)
		e.Dated = []annotate.DatedName{{Name: "the mayor", From: from, Until: until, Place: place}}
		return e
	}
	x := New([]*annotate.Entity{
		entity("a", "person", "Kai Holm"), entity("b", "person", "Kai Holm"), entity("c", "org", "Kai Holm"),
		mayor("m1", "Per Vik", "2009", "2015-06", "Bergen"), mayor("m2", "Eva Sand", "2015-06", "", "Bergen"), mayor("m3", "Jo Lund", "2015", "2020", "Oslo"),
	})
	for _, c := range []struct {
		what    string
		q       Query
		want    annotate.ID
		because string
	}{
		{"of namesakes the first by identity", Query{Text: "kai holm"}, "a", "the whole name"},
		{"named in the article", Query{Text: "kai holm", Here: []annotate.ID{"b"}}, "b", "named in this article"},
		{"named nearer", Query{Text: "kai holm", Here: []annotate.ID{"a", "b"}, Near: []annotate.ID{"b", "a"}}, "b", "named near these words"},
		{"named near at all", Query{Text: "kai holm", Here: []annotate.ID{"a", "b"}, Near: []annotate.ID{"b"}}, "b", "named near these words"},
		{"picked lately", Query{Text: "kai holm", Recent: []annotate.ID{"b"}}, "b", "picked lately"},
		{"picked later", Query{Text: "kai holm", Recent: []annotate.ID{"b", "a"}}, "b", "picked lately"},
		{"of a type that the role allows", Query{Text: "kai holm", Prefer: []string{"org"}}, "c", "of a type that fits here"},
		{"the only type that is offered", Query{Text: "kai holm", Types: []string{"org"}, Here: []annotate.ID{"a"}}, "c", "the whole name"},
		{"mayor then", Query{Text: "the mayor", Date: "2012-03-04"}, "m1", "so called at the article’s date"},
		{"mayor later", Query{Text: "the mayor", Date: "2024", Places: []string{"BERGEN"}}, "m2", "so called at the article’s date and place"},
		{"mayor there", Query{Text: "the mayor", Date: "2018-01-01", Places: []string{"oslo"}}, "m3", "so called at the article’s date and place"},
		{"mayor in the other place", Query{Text: "the mayor", Date: "2018-01-01", Places: []string{"Bergen"}}, "m2", "so called at the article’s date and place"},
	} {
		got := x.Find(c.q)
		if len(got) == 0 || got[0].Entity.ID != c.want || !slices.Contains(got[0].Because, c.because) {
			t.Errorf("%s: %+v", c.what, got[:min(2, len(got))])
		}
	}
	for _, s := range x.Find(Query{Text: "the mayor", Date: "2012-03-04"}) {
		if s.Entity.ID == "m2" && (s.Why != "called so at another time" || !slices.Contains(s.Because, "but not at the article’s date")) {
			t.Errorf("who was mayor at another time: %q, %q", s.Why, s.Because)
		}
	}
}

func TestAListingStandsInTheOrderOfAColumn(t *testing.T) {
	all := []*annotate.Entity{
		{ID: "1", Type: "person", Name: "Ødegård", Aliases: []string{"x", "y"}}, {ID: "2", Type: "org", Name: "acme", IDs: map[string]string{"wikidata": "Q1", "viaf": "1"}},
		{ID: "3", Type: "person", Name: "Ola"}, {ID: "4", Type: "place", Name: "Łódź", Dated: []annotate.DatedName{{Name: "the city"}}}, {ID: "5", Type: "org", Name: "习近平 Group"},
	}
	count := map[annotate.ID]int{"3": 7, "5": 9, "gone": 4}
	inBook := Open(frozen(t, all[:3]), all[2:])
	inBook.Delete("1")
	inBook.Put(all[0])
	for name, x := range map[string]*Index{"an index": New(all), "a book": inBook} {
		l := x.Listing()
		x.Put(entity("6", "person", "Later")) // is not in it
		for _, c := range []struct {
			o    Ordering
			want string
		}{
			{Ordering{By: ByName}, "2 4 1 3 5"}, {Ordering{By: ByName, Down: true}, "5 3 1 4 2"}, {Ordering{By: ByType}, "2 5 1 3 4"}, {Ordering{By: ByType, Down: true}, "4 1 3 2 5"},
			{Ordering{By: ByAliases, Down: true}, "1 4 2 3 5"}, {Ordering{By: ByIDs, Down: true}, "2 4 1 3 5"}, {Ordering{By: ByCount, Down: true, Count: count}, "5 3 2 4 1"},
			{Ordering{By: ByCount, Count: count}, "2 4 1 3 5"}, {Ordering{By: ByName, Count: count, Uncounted: true}, "2 4 1"}, {Ordering{By: ByName, Type: "org"}, "2 5"},
		} {
			got, err := l.Ordered(t.Context(), c.o)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for i := range got.Len() {
				ids = append(ids, string(got.At(i).ID))
				if got.Place(got.At(i).ID) != i {
					t.Errorf("the place of %s is not %d", got.At(i).ID, i)
				}
			}
			if strings.Join(ids, " ") != c.want {
				t.Errorf("%s by %+v: %s, want %s", name, c.o, strings.Join(ids, " "), c.want)
			}
		}
	}
}

func TestDoublesAreSaidToBeCalledByTheirWholeNames(t *testing.T) {
	all := []*annotate.Entity{
		{ID: "a", Type: "person", Name: "Helen Marsh", Aliases: []string{"Marsh"}}, {ID: "b", Type: "person", Name: "Helen Marsh", Aliases: []string{"Marsh"}},
		{ID: "c", Type: "person", Name: "Bo Lund", Aliases: []string{"Lund"}}, {ID: "d", Type: "person", Name: "Cay Lund", Aliases: []string{"Lund"}},
	}
	why := map[annotate.ID]string{}
	for n := range 20 { // whichever name comes first by its hash
		for _, e := range all {
			e.Type = fmt.Sprintf("person%d", n)
		}
		if err := New(all).Listing().Doubles(t.Context(), func(some []Double, _, _ int) {
			for _, d := range some {
				why[d.A.ID] = d.Why
			}
		}); err != nil || why["a"] != "both are called “Helen Marsh”" || why["c"] != "both are called “Lund”" {
			t.Fatalf("%q, %v", why, err)
		}
	}
}

func TestDoublesAreFoundInABookToo(t *testing.T) {
	all := append(invented(500),
		&annotate.Entity{ID: "a", Type: "person", Name: "Zoë Lindqvist", IDs: map[string]string{"wikidata": "Q7"}}, &annotate.Entity{ID: "b", Type: "person", Name: "Somebody Else", IDs: map[string]string{"wikidata": "Q7"}},
		&annotate.Entity{ID: "c", Type: "person", Name: "Tomáš Novák"}, &annotate.Entity{ID: "d", Type: "person", Name: "T. N.", Aliases: []string{"tomas novak"}}, &annotate.Entity{ID: "e", Type: "org", Name: "Tomas Novak"},
		&annotate.Entity{ID: "f", Type: "person", Name: "Bjørnhild Kjærgaardson"}, &annotate.Entity{ID: "g", Type: "person", Name: "Bjornhild Kjaergardson"})
	var before []Double
	for i, x := range []*Index{New(all), Open(frozen(t, all), nil), Open(frozen(t, all[:503]), all[501:])} {
		var found []Double
		last := 0
		err := x.Listing().Doubles(t.Context(), func(some []Double, done, total int) {
			found = append(found, some...)
			if total != len(all) || done < last {
				t.Errorf("%d of %d after %d", done, total, last)
			}
			last = done
		})
		if err != nil {
			t.Fatal(err)
		}
		SurestFirst(found)
		for _, want := range []string{"a b", "c d", "f g"} {
			if !slices.ContainsFunc(found, func(d Double) bool { return string(d.A.ID)+" "+string(d.B.ID) == want }) {
				t.Errorf("%s are not found", want)
			}
		}
		if slices.ContainsFunc(found, func(d Double) bool { return d.B.ID == "e" || d.A.ID == "e" }) {
			t.Error("two of different types are suspected to be one")
		}
		if i == 0 {
			before = found
		} else if len(found) != len(before) {
			t.Errorf("%d pairs, from an index in memory %d", len(found), len(before))
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := New(all).Listing().Doubles(ctx, func([]Double, int, int) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}
