package suggest

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/sahilm/fuzzy"
	_ "modernc.org/sqlite"

	"quoth/annotate"
)

// How good suggestions are is measured by queries that rules make of names, each of which means one entity
// and no other: a beginning that only one name has, initials that only one has. So there is one right answer.

// rule makes of a name what somebody might type who means it, or "".
type rule struct {
	name  string
	typed func(*population, *rand.Rand, *annotate.Entity) string
}

var rules = []rule{
	{"beginning", func(p *population, r *rand.Rand, e *annotate.Entity) string {
		return p.beginning(fold(e.Name), r.IntN(3))
	}},
	{"letters missing", func(_ *population, r *rand.Rand, e *annotate.Entity) string {
		return eachWord(e.Name, func(w string) string { return slip(r, w, 0) })
	}},
	{"letter wrong", func(_ *population, r *rand.Rand, e *annotate.Entity) string { return slip(r, fold(e.Name), 2) }},
	{"letters swapped", func(_ *population, r *rand.Rand, e *annotate.Entity) string { return slip(r, fold(e.Name), 3) }},
	{"initials", func(p *population, _ *rand.Rand, e *annotate.Entity) string {
		if q := initialled(e.Name); p.initialled[q] == 1 {
			return q
		}
		return ""
	}},
	{"alias", func(p *population, r *rand.Rand, e *annotate.Entity) string {
		if len(e.Aliases) == 0 {
			return ""
		}
		q := fold(e.Aliases[r.IntN(len(e.Aliases))])
		if p.folded[q] > 1 {
			return ""
		}
		return q
	}},
	{"without accents", func(p *population, _ *rand.Rand, e *annotate.Entity) string {
		if q := fold(e.Name); p.folded[q] == 1 && utf8.RuneCountInString(e.Name) < len(e.Name) {
			return q
		}
		return ""
	}},
	{"other order", func(p *population, _ *rand.Rand, e *annotate.Entity) string {
		w := strings.Fields(fold(e.Name))
		if len(w) < 2 || p.sorted[sortedWords(e.Name)] > 1 {
			return ""
		}
		return strings.Join(append(w[1:], w[0]), " ")
	}},
}

// population is many entities with what makes a query mean one of them.
type population struct {
	all        []*annotate.Entity
	meant      []*annotate.Entity // whom queries are made of
	inOrder    []string           // folded names
	folded     map[string]int
	initialled map[string]int
	sorted     map[string]int
}

func populate(n int) *population { return populationOf(aliased(n)) }

func populationOf(all []*annotate.Entity) *population {
	p := &population{all: all, meant: all, folded: map[string]int{}, initialled: map[string]int{}, sorted: map[string]int{}}
	for _, e := range p.all {
		for _, name := range append([]string{e.Name}, e.Aliases...) {
			p.folded[fold(name)]++
			p.inOrder = append(p.inOrder, fold(name))
		}
		p.initialled[initialled(e.Name)]++
		p.sorted[sortedWords(e.Name)]++
	}
	slices.Sort(p.inOrder)
	return p
}

// beginning returns the shortest beginning that only one name has, and a few letters more.
func (p *population) beginning(folded string, more int) string {
	letters := []rune(folded)
	for n := 3; n <= len(letters); n++ {
		begin := string(letters[:n])
		i, _ := slices.BinarySearch(p.inOrder, begin)
		if i+1 == len(p.inOrder) || !strings.HasPrefix(p.inOrder[i+1], begin) {
			return strings.TrimSpace(string(letters[:min(n+more, len(letters))]))
		}
	}
	return ""
}

func initialled(name string) string {
	w := strings.Fields(fold(name))
	if len(w) < 2 {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(w[0])
	return string(r) + " " + strings.Join(w[1:], " ")
}

func sortedWords(name string) string {
	w := strings.Fields(fold(name))
	slices.Sort(w)
	return strings.Join(w, " ")
}

func eachWord(name string, fn func(string) string) string {
	w := strings.Fields(fold(name))
	for i := range w {
		w[i] = fn(w[i])
	}
	return strings.Join(w, " ")
}

// slip makes a slip of a kind (see edit) in a name or a word; short words stay.
func slip(r *rand.Rand, s string, kind int) string {
	if utf8.RuneCountInString(s) < 5 || strings.Count(s, " ") > len(s)/3 {
		return s
	}
	return edit(r, s, kind)
}

// asked is a query with the entity that it means.
type asked struct {
	rule, typed string
	meant       annotate.ID
}

// queries makes n queries, of each rule as many. A rule that none of the names is found for is passed over.
func (p *population) queries(n int, seed uint64) []asked {
	rng := rand.New(rand.NewPCG(seed, 13))
	out := make([]asked, 0, n)
	for tries, at := 0, 0; len(out) < n && at < n; {
		r := rules[at%len(rules)]
		if tries++; tries > 20*len(p.meant) {
			tries, at = 0, at+1
			continue
		}
		e := p.meant[rng.IntN(len(p.meant))]
		q := r.typed(p, rng, e)
		if utf8.RuneCountInString(q) < 3 || r.name != "alias" && p.folded[fold(e.Name)] > 1 || strings.HasPrefix(r.name, "letter") && p.folded[q] > 0 {
			continue
		}
		out = append(out, asked{r.name, q, e.ID})
		tries, at = 0, at+1
	}
	return out
}

// hits counts how often the right entity came first, and among the first five.
type hits struct{ asked, first, five int }

func (h *hits) add(found []annotate.ID, meant annotate.ID) {
	h.asked++
	switch at := slices.Index(found, meant); {
	case at == 0:
		h.first++
		h.five++
	case at > 0 && at < 5:
		h.five++
	}
}

func (h hits) String() string {
	return fmt.Sprintf("first %5.1f %%, in the first five %5.1f %%", 100*float64(h.first)/float64(h.asked), 100*float64(h.five)/float64(h.asked))
}

func ids(found []Suggestion) []annotate.ID {
	out := make([]annotate.ID, len(found))
	for i, s := range found {
		out[i] = s.Entity.ID
	}
	return out
}

func TestWhoIsMeantComesFirst(t *testing.T) {
	p := populate(20_000)
	x := Open(frozen(t, p.all[:15_000]), p.all[15_000:])
	var all hits
	by := map[string]*hits{}
	missed := map[string][]string{}
	for _, q := range p.queries(2000, 11) {
		found := x.Find(Query{Text: q.typed, Limit: 5})
		if by[q.rule] == nil {
			by[q.rule] = &hits{}
		}
		all.add(ids(found), q.meant)
		by[q.rule].add(ids(found), q.meant)
		if len(found) == 0 || found[0].Entity.ID != q.meant {
			said := "nothing"
			if len(found) > 0 {
				said = found[0].Name
			}
			missed[q.rule] = append(missed[q.rule], fmt.Sprintf("%q for %q, first %q", q.typed, x.Entity(q.meant).Name, said))
		}
	}
	for _, r := range rules {
		t.Logf("%-16s %v", r.name, by[r.name])
		for _, m := range missed[r.name][:min(3, len(missed[r.name]))] {
			t.Log("    ", m)
		}
	}
	t.Logf("%-16s %v", "all", all)
	if 100*all.first < 90*all.asked || 100*all.five < 98*all.asked {
		t.Errorf("%v; want 90 %% and 98 %%", all)
	}
}

// engine answers queries with entities, best first.
type engine struct {
	name string
	most int // queries that it is asked, as it takes long: the first, which are of each rule as many; 0 where it is not here
	make func() search
}

// search returns the entities for a query, and how long another program worked for them.
type search func(q string) (found []annotate.ID, elsewhere time.Duration)

// engines are what people might use instead, over the same names.
func engines(b *testing.B, p *population, queries int) []engine {
	var names []string
	var of []annotate.ID
	for _, e := range p.all {
		for _, n := range append([]string{e.Name}, e.Aliases...) {
			names = append(names, n)
			of = append(of, e.ID)
		}
	}
	few := 25 * len(rules)
	if len(names) > 100_000 {
		few = 15 * len(rules)
	}
	few = min(few, queries)
	quoth := func() search {
		x := Open(frozen(b, p.all), nil)
		return func(q string) ([]annotate.ID, time.Duration) { return ids(x.Find(Query{Text: q, Limit: 5})), 0 }
	}
	others := engine{name: "fzf --filter, not installed"}
	if program, err := exec.LookPath("fzf"); err == nil {
		others = engine{name: "fzf --filter", most: few, make: func() search { return fzf(b, program, names, of) }}
	}
	return []engine{
		{name: "Quoth", most: queries, make: quoth},
		{name: "Quoth, the queries of the others", most: few, make: quoth},
		{name: "sahilm/fuzzy", most: few, make: func() search {
			return func(q string) (out []annotate.ID, elsewhere time.Duration) {
				for _, m := range fuzzy.Find(q, names) {
					if out = append(out, of[m.Index]); len(out) == 5 {
						break
					}
				}
				return out, 0
			}
		}},
		others,
		{name: "SQLite trigrams", most: few, make: func() search { return trigrams(b, names, of) }},
	}
}

// fzf is the program of that name, run once for each query on one core; that it reads the names again each time is its way.
func fzf(b *testing.B, program string, names []string, of []annotate.ID) search {
	list := filepath.Join(b.TempDir(), "names")
	if err := os.WriteFile(list, []byte(strings.Join(names, "\n")), 0o600); err != nil {
		b.Fatal(err)
	}
	first := map[string]annotate.ID{}
	for i, n := range names {
		if _, known := first[n]; !known {
			first[n] = of[i]
		}
	}
	return func(q string) (out []annotate.ID, elsewhere time.Duration) {
		in, err := os.Open(list)
		if err != nil {
			b.Fatal(err)
		}
		defer in.Close()
		cmd := exec.Command(program, "--filter", q)
		cmd.Stdin = in
		cmd.Env = append(os.Environ(), "GOMAXPROCS=1", "FZF_DEFAULT_OPTS=")
		found, _ := cmd.Output() // it fails where nothing is found
		if cmd.ProcessState == nil {
			b.Fatalf("%s does not run", program)
		}
		for line := range strings.Lines(string(found)) {
			if out = append(out, first[strings.TrimSuffix(line, "\n")]); len(out) == 5 {
				break
			}
		}
		return out, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
}

// trigrams is the search of SQLite over the trigrams of names, any of which may match, by rank.
func trigrams(b *testing.B, names []string, of []annotate.ID) search {
	db, err := sql.Open("sqlite", filepath.Join(b.TempDir(), "names.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	must := func(_ sql.Result, err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	must(db.Exec(`PRAGMA synchronous = OFF`))
	must(db.Exec(`CREATE VIRTUAL TABLE names USING fts5(name, content = '', tokenize = 'trigram remove_diacritics 1')`))
	must(db.Exec(`BEGIN`))
	add, err := db.Prepare(`INSERT INTO names (rowid, name) VALUES (?, ?)`)
	if err != nil {
		b.Fatal(err)
	}
	for i, n := range names {
		must(add.Exec(i+1, n))
	}
	must(db.Exec(`COMMIT`))
	return func(q string) (out []annotate.ID, elsewhere time.Duration) {
		var terms []string
		for letters := []rune(q); len(letters) >= 3; letters = letters[1:] {
			terms = append(terms, `"`+strings.ReplaceAll(string(letters[:3]), `"`, `""`)+`"`)
		}
		if len(terms) == 0 {
			return nil, 0
		}
		rows, err := db.Query(`SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT 5`, strings.Join(terms, " OR "))
		if err != nil {
			b.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var i int
			if err := rows.Scan(&i); err != nil {
				b.Fatal(err)
			}
			out = append(out, of[i-1])
		}
		return out, 0
	}
}

// BenchmarkQuality compares what is found and how long it takes with what people might use instead: queries made of real
// names, which stand among invented ones. Times are those on a core. The others are asked some of the queries, as many as is
// said, for they take long.
func BenchmarkQuality(b *testing.B) {
	real := realNames(b)
	for _, size := range []int{20_000, 760_000} {
		p := populationOf(append(aliased(size), real...))
		p.meant = real
		queries := p.queries(2000, 11)
		for _, e := range engines(b, p, len(queries)) {
			b.Run(fmt.Sprintf("%d names/%s", len(p.inOrder), e.name), func(b *testing.B) {
				if e.most == 0 {
					for b.Loop() { // the row says that it is not here
					}
					b.ReportMetric(0, "queries")
					return
				}
				find := e.make()
				var h hits
				var took []time.Duration
				for b.Loop() {
					h, took = hits{}, took[:0]
					for _, q := range queries[:e.most] {
						worked := stopwatch()
						found, elsewhere := find(q.typed)
						took = append(took, worked()+elsewhere)
						h.add(found, q.meant)
					}
				}
				slices.Sort(took)
				b.ReportMetric(100*float64(h.first)/float64(h.asked), "first-%")
				b.ReportMetric(100*float64(h.five)/float64(h.asked), "five-%")
				b.ReportMetric(float64(h.asked), "queries")
				b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
				b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			})
		}
	}
}
