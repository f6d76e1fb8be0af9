package suggest

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"quoth/annotate"
)

// Real names: what countries are called in many languages, and the names that people marked in corpora where these are at
// hand. Nothing in this package was chosen by how these are found.

const corpora = "../../../shared/data"

// regions are the countries and other parts of the world, with what they are called in some languages.
func regions() []*annotate.Entity {
	english := display.English.Regions()
	var others []display.Namer
	for _, tag := range []language.Tag{language.German, language.French, language.Spanish, language.Polish, language.Czech, language.Turkish, language.Russian, language.Ukrainian, language.Greek, language.Vietnamese} {
		others = append(others, display.Regions(tag))
	}
	seen := map[string]bool{}
	var out []*annotate.Entity
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string(a) + string(b))
			if err != nil {
				continue
			}
			name := english.Name(r)
			if name == "" || name == r.String() || seen[fold(name)] || strings.Contains(name, "Unknown") {
				continue
			}
			seen[fold(name)] = true
			e := &annotate.Entity{ID: annotate.ID("region:" + r.String()), Type: "place", Name: name}
			for _, o := range others {
				if n := o.Name(r); n != "" && fold(n) != fold(name) && !slices.Contains(e.Aliases, n) {
					e.Aliases = append(e.Aliases, n)
				}
			}
			out = append(out, e)
		}
	}
	return out
}

// marked are the names that people marked in corpora; nil where these are not at hand.
func marked(t testing.TB) []*annotate.Entity {
	names := map[string]string{}
	take := func(typ, name string) {
		words := strings.Fields(name)
		capital := 0
		for _, w := range words {
			r, _ := utf8.DecodeRuneInString(w)
			if unicode.IsUpper(r) {
				capital++
			} else if !slices.Contains([]string{"of", "the", "and", "de", "la", "von", "van", "'s", "der", "du", "in", "for"}, w) {
				return
			}
		}
		first, _ := utf8.DecodeRuneInString(name)
		if capital == 0 || !unicode.IsUpper(first) || utf8.RuneCountInString(name) < 4 {
			return
		}
		if folded := fold(name); names[folded] == "" {
			names[folded] = typ + "\x00" + strings.Join(words, " ")
		}
	}
	files, err := filepath.Glob(filepath.Join(corpora, "litbank/entities/brat/*.ann"))
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^T\d+\t(PER|LOC|GPE|ORG|FAC) [\d;\s]+\t(.+)$`)
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range line.FindAllStringSubmatch(string(raw), -1) {
			take(map[string]string{"PER": "person", "ORG": "org"}[m[1]], m[2])
		}
	}
	files, err = filepath.Glob(filepath.Join(corpora, "gum-news-en/dep/*.conllu"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var run []string
		for row := range strings.Lines(string(raw)) {
			columns := strings.Split(row, "\t")
			if len(columns) == 10 && columns[3] == "PROPN" {
				run = append(run, columns[1])
				continue
			}
			if len(run) > 1 {
				take("person", strings.Join(run, " "))
			}
			run = nil
		}
	}
	var out []*annotate.Entity
	for i, folded := range slices.Sorted(maps.Keys(names)) {
		typ, name, _ := strings.Cut(names[folded], "\x00")
		if typ == "" {
			typ = "place"
		}
		out = append(out, &annotate.Entity{ID: annotate.ID(fmt.Sprintf("marked:%d", i)), Type: typ, Name: name})
	}
	return out
}

// ask asks an index queries and counts, by rule, how often the right entity comes.
func ask(t *testing.T, x *Index, queries []asked) (all hits) {
	by := map[string]*hits{}
	for _, q := range queries {
		found := ids(x.Find(Query{Text: q.typed, Limit: 5}))
		if by[q.rule] == nil {
			by[q.rule] = &hits{}
		}
		all.add(found, q.meant)
		by[q.rule].add(found, q.meant)
	}
	for _, r := range rules {
		if by[r.name] != nil {
			t.Logf("%-16s %v of %d", r.name, by[r.name], by[r.name].asked)
		}
	}
	t.Logf("%-16s %v of %d", "all", all, all.asked)
	return all
}

// realNames are all real names that are at hand, each once.
func realNames(t testing.TB) []*annotate.Entity {
	real := regions()
	if names := marked(t); len(names) > 0 {
		real = append(real, names...)
	} else {
		t.Log("the corpora are not at hand: only names of countries are looked for")
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(real, func(e *annotate.Entity) bool {
		again := seen[fold(e.Name)]
		seen[fold(e.Name)] = true
		return again
	})
}

func TestRealNamesComeFirstToo(t *testing.T) {
	real := realNames(t)
	t.Logf("%d real names", len(real))
	for _, c := range []struct {
		among string
		with  []*annotate.Entity
	}{{"themselves", nil}, {"20,000 invented ones", aliased(20_000)}} {
		t.Run("among "+c.among, func(t *testing.T) {
			p := populationOf(append(slices.Clone(c.with), real...))
			p.meant = real
			h := ask(t, New(p.all), p.queries(2000, 29))
			if 100*h.first < 90*h.asked || 100*h.five < 98*h.asked {
				t.Errorf("%v; want 90 %% and 98 %%", h)
			}
		})
	}
}
