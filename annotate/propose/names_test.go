package propose_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/annotate/offset"
	"quoth/annotate/propose"
)

func surfaces(text string, spans []annotate.Span) []string {
	var out []string
	for _, s := range spans {
		out = append(out, text[s.Start:s.End])
	}
	return out
}

func namesOf(text string) []string {
	return surfaces(text, propose.Names(text, offset.New(text), annotate.Span{End: len(text)}))
}

func TestNamesAreRunsOfCapitalsWithoutTitlesAndOpenings(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"But Mayor Ana Díaz met Tomáš Novák in Eidvåg.", []string{"Ana Díaz", "Tomáš Novák", "Eidvåg"}},
		{"President J. Smith and the European Union agreed.", []string{"J. Smith", "European Union"}},
		{"She said Ludwig van Beethoven was late.", []string{"She", "Ludwig van Beethoven"}},
		{"Trump’s aides and Putin's men talked.", []string{"Trump", "Putin"}},
		{"The spokesman left; the door did not.", []string{"The spokesman"}},
		{"But Russian Foreign Minister Ivan Petrov, Dr. Bo and U.S. President Lee left Oslo. That is all.", []string{"Ivan Petrov", "Bo", "Lee", "Oslo"}},
		{"Mayor Awaits New Decision On Old Harbour Repair", nil},
		{"Judge Nadège Okonjo-Brandt met Jean-Luc Moreau after the Trump-Putin talks.", []string{"Nadège Okonjo-Brandt", "Jean-Luc Moreau", "Trump", "Putin"}},
		{"Yesterday nothing happened.", nil},
		{"Le maire a parlé. La Paz attend. Les dockers aussi.", []string{"La Paz"}},
		{"On Monday the minister met Li Wei 👨‍👩‍👧 and Jose\u0301 Peña.", []string{"the minister", "Li Wei", "Jose\u0301 Peña"}},
		{"Анна Петрова сказала", []string{"Анна Петрова"}},
		{"王毅说", nil},
		{"", nil},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, namesOf(tt.text)); d != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, d)
		}
	}
}

func cues(t testing.TB) propose.Cues {
	t.Helper()
	f, err := os.Open("../../assets/lexicon/cues.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := propose.ReadCues("cues.tsv", f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCuesAreFoundInAllTheirForms(t *testing.T) {
	c := cues(t)
	text := "Judge Bo read it. According to Reuters, she said it; “no,” was quoted as saying Bo, insisting that nobody DENIED it."
	var got []string
	for _, q := range c.In(text, offset.New(text), annotate.Span{End: len(text)}) {
		got = append(got, text[q.Span.Start:q.Span.End]+"/"+q.Kind)
	}
	want := []string{"read/verb", "According to/preposition", "said/verb", "was quoted as saying/phrase", "insisting/verb", "DENIED/verb"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for words, kind := range map[string]string{"told": "verb", "according to": "preposition", "Statement": "noun", "frobbed": "verb", "made clear": "phrase"} {
		if got := c.Kind(words); got != kind {
			t.Errorf("%q is a %s, want %s", words, got, kind)
		}
	}
}

func TestABadCueLexiconSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		"# head\nsay\tsays\tsaid":               "x.tsv:2: 3 columns",
		"say\tsays\tsaid\tsaid\tsaying\tsay\t9": "x.tsv:1: strength",
	} {
		if _, err := propose.ReadCues("x.tsv", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Pieces of many scripts, to be put together at random.
var pieces = []string{"Ana ", "Díaz", "said", " the minister ", "He ", "👨‍👩‍👧", "José\u0301 ", "王毅", " שלום ", "\r\n", "“", "”", ". ", "van ", "\n\n", "The ", "’s "}

func TestNamesAndCuesAreAscendingWholeWords(t *testing.T) {
	c := cues(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(pieces)).Draw(t, "pieces"), "")
		tab := offset.New(text)
		a := rapid.IntRange(0, len(text)).Draw(t, "from")
		within := annotate.Span{Start: a, End: rapid.IntRange(a, len(text)).Draw(t, "to")}
		within.Start, within.End = tab.SnapOut(within.Start, within.End)
		spans := propose.Names(text, tab, within)
		var found []annotate.Span
		for _, q := range c.In(text, tab, within) {
			found = append(found, q.Span)
		}
		for _, spans := range [][]annotate.Span{spans, found} {
			end := 0
			for _, s := range spans {
				if s.Start < end || s.Len() <= 0 || !tab.IsGrapheme(s.Start) || !tab.IsGrapheme(s.End) {
					t.Fatalf("%q: %v is not a span after %d", text, s, end)
				}
				end = s.End
			}
		}
	})
}

func FuzzReadCues(f *testing.F) {
	f.Add("lemma\tthird\tpast\tparticiple\tgerund\tclass\tstrength\nsay\tsays\tsaid\tsaid\tsaying\tverb\t1\naccording to\t\t\t\t\tpreposition\t3\n", "as José said, according to her")
	f.Add("é\t \tﬁ\tß\tİ\t\t2\n", "É ß i\u0307")
	f.Fuzz(func(t *testing.T, lexicon, text string) {
		c, err := propose.ReadCues("c.tsv", strings.NewReader(lexicon))
		if err != nil {
			return
		}
		end, tab := 0, offset.New(text)
		for _, cue := range c.In(text, tab, annotate.Span{End: len(text)}) {
			if cue.Span.Start < end || cue.Span.Len() <= 0 || cue.Span.End > len(text) || cue.Strength < 1 || cue.Strength > 3 {
				t.Fatalf("%+v after %d", cue, end)
			}
			end = cue.Span.End
		}
	})
}

func TestAbbreviationsOfCountriesAndOrganisationsMeanThem(t *testing.T) {
	p := proposeFor(t, "en", "The U.S. has asked the EU to wait. The United States met the European Union.")
	var got []string
	for _, e := range p.Entities {
		got = append(got, e.Type+" "+e.Name+" = "+strings.Join(e.Aliases, ", "))
	}
	if diff := cmp.Diff([]string{"place United States = U.S.", "org European Union = EU"}, got); diff != "" {
		t.Error(diff)
	}
}
