package propose_test

import (
	"fmt"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/annotate/propose"
	"quoth/assets"
	"quoth/export/jsonl"
)

// manyNames returns invented entities with an alias each.
func manyNames(n int) []*annotate.Entity {
	var out []*annotate.Entity
	syllables := strings.Fields("ka lo mi ren tas vo bel dri fen gar hul jes kor lin mar nor pel rus sol tor ul vin wes yor zan")
	word := func(k int) string {
		s := ""
		for range 3 {
			s += syllables[k%len(syllables)]
			k /= len(syllables)
		}
		return strings.ToUpper(s[:1]) + s[1:]
	}
	for i := range n {
		out = append(out, &annotate.Entity{ID: annotate.ID(fmt.Sprint(i)), Type: "person", Name: word(i) + " " + word(i*7919+13), Aliases: []string{word(i*31 + 7)}})
	}
	return out
}

// longArticle is the sample's articles again and again, about n bytes.
func longArticle(b testing.TB, n int) *annotate.Document {
	b.Helper()
	var texts []string
	for r, err := range jsonl.Format.Read(b.Context(), "sample", strings.NewReader(string(assets.Sample))) {
		if err != nil {
			b.Fatal(err)
		}
		texts = append(texts, r.Document.Text)
	}
	var s strings.Builder
	for i := 0; s.Len() < n; i++ {
		s.WriteString(texts[i%len(texts)] + "\n\n")
	}
	return &annotate.Document{ID: "long", Language: "en", Text: s.String()}
}

func BenchmarkRules(b *testing.B) {
	l, err := propose.ReadLexicon(assets.Lexicon())
	if err != nil {
		b.Fatal(err)
	}
	schema := news(b)
	for _, names := range []int{0, 100_000} {
		var g *propose.Gazetteer
		if names > 0 {
			g = propose.NewGazetteer(manyNames(names))
		}
		for _, size := range []int{6_000, 1 << 20} {
			doc := longArticle(b, size)
			b.Run(fmt.Sprintf("names=%d/bytes=%d", names, size), func(b *testing.B) {
				b.SetBytes(int64(len(doc.Text)))
				for b.Loop() {
					fresh := &annotate.Document{ID: doc.ID, Language: "en", Text: doc.Text} // its table is not made yet
					if _, err := propose.NewRules(l).Propose(b.Context(), fresh, propose.Known{Schema: schema, Names: g}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkGazetteer(b *testing.B) {
	names := manyNames(100_000)
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			propose.NewGazetteer(names)
		}
	})
}

// BenchmarkRulesOfHostileText reads texts in which no sentence ends: four times the text takes four times as long.
func BenchmarkRulesOfHostileText(b *testing.B) {
	l, err := propose.ReadLexicon(assets.Lexicon())
	if err != nil {
		b.Fatal(err)
	}
	schema := news(b)
	for _, words := range []string{"he said he said ", "according to Ana, a man, ", "Mr. "} {
		for _, times := range []int{1000, 4000} {
			text := strings.Repeat(words, times)
			b.Run(fmt.Sprintf("%s/times=%d", strings.Fields(words)[0], times), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					if _, err := propose.NewRules(l).Propose(b.Context(), &annotate.Document{ID: "long", Language: "en", Text: text}, propose.Known{Schema: schema}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
