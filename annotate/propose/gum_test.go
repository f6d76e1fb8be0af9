package propose_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/annotate/score"
	"quoth/assets"
)

func rules(t testing.TB) *propose.Rules {
	t.Helper()
	l, err := propose.ReadLexicon(assets.Lexicon())
	if err != nil {
		t.Fatal(err)
	}
	return propose.NewRules(l)
}

func news(t testing.TB) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// example is an article with gold.
type example struct {
	doc  *annotate.Document
	gold []*annotate.Annotation
}

type places []struct{ Start, End int }

// attributions reads derived gold: text with source, cue and content, in code points.
func attributions(t testing.TB) (out []example) {
	t.Helper()
	files, _ := filepath.Glob("../../../shared/data/gum-news-en/derived_attribution/*.json")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var in struct {
			Text   string
			Quotes []struct {
				Cue      struct{ Start, End int }
				Sources  places
				Contents places
			}
		}
		if err := json.Unmarshal(data, &in); err != nil {
			t.Fatal(err)
		}
		doc := &annotate.Document{ID: annotate.DocumentIDOf(in.Text), Title: filepath.Base(f), Language: "en", Text: in.Text}
		at := runeOffsets(in.Text)
		x := example{doc: doc}
		n := 0
		add := func(typ string, ps places) annotate.ID {
			a := &annotate.Annotation{ID: annotate.ID(fmt.Sprint(n)), Type: typ}
			n++
			for _, p := range ps {
				a.Spans = append(a.Spans, annotate.Span{Start: at[p.Start], End: at[p.End]})
			}
			x.gold = append(x.gold, a)
			return a.ID
		}
		for _, q := range in.Quotes {
			if len(q.Contents) == 0 {
				continue
			}
			id := add("quote", q.Contents)
			a := x.gold[len(x.gold)-1]
			words := doc.Surface(a.Spans)
			typ := "indirect"
			if strings.HasPrefix(words, `"`) || strings.HasPrefix(words, "“") {
				typ = "direct"
			} else if strings.ContainsAny(words, `"“`) {
				typ = "mixed"
			}
			a.Attrs = map[string]string{"type": typ}
			_ = id
			a.Args = append(a.Args, annotate.Arg{Role: "cue", Target: add("cue", places{q.Cue})})
			if len(q.Sources) > 0 {
				a.Args = append(a.Args, annotate.Arg{Role: "speaker", Target: add("person", q.Sources)})
			}
		}
		out = append(out, x)
	}
	return out
}

func runeOffsets(s string) []int {
	at := make([]int, 0, len(s)+1)
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}

func TestScoresOfAttributions(t *testing.T) {
	r, schema := rules(t), news(t)
	var all []score.Counts
	for _, x := range attributions(t) {
		got, err := r.Propose(t.Context(), x.doc, propose.Known{Schema: schema})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, score.Compare(schema, score.Side{Annotations: x.gold}, score.Side{Annotations: got.Annotations}))
		if os.Getenv("SHOW") != "" {
			show(x, got)
		}
	}
	sum := score.Sum(all)
	for _, of := range []string{"quote", "quoted", "quote direct", "quote mixed", "quote indirect"} {
		for _, m := range []score.Measure{score.Exact, score.Loose, score.Strict, score.Speaker, score.Cue} {
			c := sum[score.Key{Of: of, Measure: m}]
			fmt.Printf("%-16s %-12s P %.3f R %.3f F1 %.3f  %v\n", of, m, c.Precision(), c.Recall(), c.F1(), c)
		}
	}
}

// show prints what is missing and what is wrong.
func show(x example, got propose.Proposals) {
	fmt.Println("=====", x.doc.Title)
	by := map[annotate.ID]*annotate.Annotation{}
	for _, a := range got.Annotations {
		by[a.ID] = a
	}
	gold := map[annotate.ID]*annotate.Annotation{}
	for _, a := range x.gold {
		gold[a.ID] = a
	}
	word := func(m map[annotate.ID]*annotate.Annotation, a *annotate.Annotation, role string) string {
		if b := m[a.Arg(role)]; b != nil {
			return x.doc.Surface(b.Spans)
		}
		return "-"
	}
	clip := func(s string) string {
		if utf8.RuneCountInString(s) > 130 {
			r := []rune(s)
			return string(r[:80]) + " ~~~ " + string(r[len(r)-45:])
		}
		return s
	}
	var seen []*annotate.Annotation
	for _, g := range x.gold {
		if g.Type != "quote" {
			continue
		}
		var best *annotate.Annotation
		most := 0.3
		for _, a := range got.Annotations {
			if a.Type == "quote" {
				if o := score.Overlap(g.Spans, a.Spans); o >= most {
					best, most = a, o
				}
			}
		}
		if best == nil {
			fmt.Printf("  MISS  [%s|%s] %s\n", word(gold, g, "speaker"), word(gold, g, "cue"), clip(x.doc.Surface(g.Spans)))
			continue
		}
		seen = append(seen, best)
		if most < 0.8 || !strings.Contains(word(gold, g, "speaker"), word(by, best, "speaker")) {
			fmt.Printf("  off %.2f [%s|%s] %s\n      got  [%s|%s] %s\n", most, word(gold, g, "speaker"), word(gold, g, "cue"), clip(x.doc.Surface(g.Spans)), word(by, best, "speaker"), word(by, best, "cue"), clip(x.doc.Surface(best.Spans)))
		}
	}
	for _, a := range got.Annotations {
		if a.Type == "quote" && !slices.Contains(seen, a) {
			fmt.Printf("  EXTRA %.2f %s [%s|%s] %s\n", a.Origin.Score, a.Origin.Rule, word(by, a, "speaker"), word(by, a, "cue"), clip(x.doc.Surface(a.Spans)))
		}
	}
}
