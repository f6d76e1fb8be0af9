package propose

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"quoth/annotate"
)

func marks(t testing.TB) Conventions {
	const name = "../../assets/lexicon/marks.tsv"
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	c, err := ReadMarks(name, f)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func outers(c Conventions, text string) []string {
	var got []string
	for _, q := range c.Quotations(text) {
		s := text[q.Outer.Start:q.Outer.End]
		if !q.Closed {
			s += " (open)"
		}
		got = append(got, s)
	}
	return got
}

func TestEveryConventionOfTheLexiconPairs(t *testing.T) {
	c := marks(t)
	for _, row := range c {
		space := ""
		if row.InnerSpace {
			space = "\u202f"
		}
		set := func(open, close rune, words string) string {
			return string(open) + space + words + space + string(close)
		}
		inner := set(row.InnerOpen, row.InnerClose, "very good")
		outer := set(row.Open, row.Close, "The plan is "+inner+" now,")
		short := set(row.Open, row.Close, "No!")
		for _, text := range []string{
			"Ana said: " + outer + " and left. " + short,
			outer + "\n\nThen " + short + ", she said (" + short + ").\n",
		} {
			want := []string{outer, inner, short}
			if strings.Contains(text, "(") {
				want = append(want, short)
			}
			if d := cmp.Diff(want, outers(c, text)); d != "" {
				t.Errorf("%s: %s\n%s", row.Language, text, d)
			}
			for _, q := range c.Quotations(text) {
				if in := text[q.Inner.Start:q.Inner.End]; in != strings.Trim(in, " \u202f") || strings.ContainsRune(in[:3], row.Open) {
					t.Errorf("%s: inner %q of %q", row.Language, in, text[q.Outer.Start:q.Outer.End])
				}
			}
		}
	}
}

func TestQuotations(t *testing.T) {
	c := marks(t)
	for _, q := range []struct {
		name, text string
		want       []string
	}{
		{"apostrophes are no marks", "It’s the leaders’ ’90s plan, Trump’s ‘big, don’t-miss-it show’ for rock ’n’ roll.",
			[]string{"‘big, don’t-miss-it show’"}},
		{"plural possessive within", "‘The workers’ rights matter,’ she said of the boys’ school.", []string{"‘The workers’ rights matter,’"}},
		{"plural possessive after", "The ‘three amigos’ summit and the players’ union.", []string{"‘three amigos’"}},
		{"straight apostrophes", `'I don't know the boys' names,' he said of the '90s. "It's 'em," she said, "isn't it?"`,
			[]string{"'I don't know the boys' names,'", `"It's 'em,"`, `"isn't it?"`}},
		{"feet and inches", `He is 5'10" tall and said "no" to a 6' 2" man.`, []string{`"no"`}},
		{"nested twice", "“He said, ‘They shouted “no” at us’,” she said.", []string{"“He said, ‘They shouted “no” at us’,”", "‘They shouted “no” at us’", "“no”"}},
		{"ends together", "“He said, ‘No.’”", []string{"“He said, ‘No.’”", "‘No.’"}},
		{"begins together", "“‘No’ is what he said.”", []string{"“‘No’ is what he said.”", "‘No’"}},
		{"over paragraphs", "“One.\n\n“Two ‘b’.\n\n“Three.”\n\nFour “five.”",
			[]string{"“One.\n\n“Two ‘b’.\n\n“Three.”", "‘b’", "“five.”"}},
		{"nested over paragraphs", "“‘One.\n\n“‘Two.’ Three.” End.", []string{"“‘One.\n\n“‘Two.’ Three.”", "‘One.\n\n“‘Two.’"}},
		{"single over paragraphs", "‘One.\n\n‘Two,’ he said.", []string{"‘One.\n\n‘Two,’"}},
		{"unclosed", "He said “one two.\n\nThree “four” five.", []string{"“one two. (open)", "“four”"}},
		{"unclosed at the end of the text", "He said: „Eins zwei", []string{"„Eins zwei (open)"}},
		{"unclosed single is an apostrophe", "The ’hood and ‘tis and ‘hood.\n\n“Yes.”", []string{"“Yes.”"}},
		{"unclosed within closed", "“One ‘two three,” he said, “four.”", []string{"“One ‘two three,”", "“four.”"}},
		{"dashes", "He—“not I”—left–‘so’–and “went—” off “—then.”", []string{"“not I”", "‘so’", "“went—”", "“—then.”"}},
		{"dots", "“...and so on,” he said. \"...but\" 'twas \"over...\" \"…\"", []string{"“...and so on,”", `"...but"`, `"over..."`, `"…"`}},
		{"German in both ways", "Er sagte: „Das ist ‚gut‘.“ Und »nein«-Sager, »›ja‹ sagt er«.",
			[]string{"„Das ist ‚gut‘.“", "‚gut‘", "»nein«", "»›ja‹ sagt er«", "›ja‹"}},
		{"German with the English closing mark", "Der „Spiegel”-Bericht. „Ja“, sagt er.", []string{"„Spiegel”", "„Ja“"}},
		{"French with plain spaces", "Il dit : « Oui, l’Europe » et « non\u00a0» puis «\u202foui “peut-être”\u202f».",
			[]string{"« Oui, l’Europe »", "« non\u00a0»", "«\u202foui “peut-être”\u202f»", "“peut-être”"}},
		{"Swiss", "Er sagte «Nein» und «Ja, ‹gut›».", []string{"«Nein»", "«Ja, ‹gut›»", "‹gut›"}},
		{"Swedish", "”Jag går”, sa han. ”Inte ’nu’.” På ’90-talet.", []string{"”Jag går”", "”Inte ’nu’.”", "’nu’"}},
		{"Chinese", "他说：“我们‘马上’走吧。”他走了，说\"好\"。", []string{"“我们‘马上’走吧。”", "‘马上’", `"好"`}},
		{"Japanese", "首相は「『行こう』と言った」と述べた。", []string{"「『行こう』と言った」", "『行こう』"}},
		{"Hebrew", `דובר צה"ל אמר: "אין תגובה".`, []string{`"אין תגובה"`}},
		{"Arabic", "قال: «نعم» ثم “لا”.", []string{"«نعم»", "“لا”"}},
		{"emoji and combining marks", "“👍🏽 oui” 👩‍👩‍👧‍👦“e\u0301te\u0301”", []string{"“👍🏽 oui”", "“e\u0301te\u0301”"}},
		{"empty", "“” \"\" « » ''", nil},
		{"carriage returns", "“One.\r\n\r\n“Two.”\r\n", []string{"“One.\r\n\r\n“Two.”"}},
		{"wrapped lines", "The minister told the parliament on Tuesday that “there is no\nother way” and left the hall in a hurry, as the guards\nwatched.", []string{"“there is no\nother way”"}},
		{"a text of single lines", "“One.\n“Two.”\nThree “four\nFive “six.”", []string{"“One.\n“Two.”", "“four (open)", "“six.”"}},
		{"spaces around the marks", "“ Go , ” he said , ‘ now ’ .", []string{"“ Go , ”", "‘ now ’"}},
		{"a sentence a line", "He said: \"One.\nTwo, don't.\nThree.\" He left.\n\"Four.\"", []string{"\"One.\nTwo, don't.\nThree.\"", `"Four."`}},
		{"over paragraphs without repeating", "He said: “One.\n\nTwo.” He left. “Three.", []string{"“One.\n\nTwo.”", "“Three. (open)"}},
		{"never closed", "He said: “One.\n\nTwo.\n\nThree.\n\nFour.”", []string{"“One. (open)"}},
		{"inches after a quotation that is never closed", "\"One.\n\nA 5\" pipe.", []string{"\"One. (open)"}},
		{"tokens parted by spaces", "Er sagte : „ Eins .\nZwei . “\nDann ging er .", []string{"„ Eins .\nZwei . “"}},
		{"wrong marks of another language", "He said ” and left “ there “right”.", []string{"“right”"}},
	} {
		if d := cmp.Diff(q.want, outers(c, q.text)); d != "" {
			t.Errorf("%s: %s\n%s", q.name, q.text, d)
		}
	}
}

func TestQuotationAtTheCaret(t *testing.T) {
	c := marks(t)
	text := "Ana: “One ‘two’ three.\n\n“Four,” she said. “Five.”"
	long := "“One ‘two’ three.\n\n“Four,”"
	for _, q := range []struct{ at, want string }{
		{"|Ana", ""}, {"|“One", long}, {"O|ne", long}, {"|‘two", "‘two’"}, {"t|wo", "‘two’"}, {"two’|", "‘two’"}, {"thr|ee", long},
		{"|“Four", long}, {"Fo|ur", long}, {"Four,”|", long}, {"s|aid", ""}, {"F|ive", "“Five.”"}, {"Five.”|", "“Five.”"},
	} {
		before, after, _ := strings.Cut(q.at, "|")
		b := strings.Index(text, before+after) + len(before)
		got, ok := c.At(text, b)
		if ok != (q.want != "") || text[got.Outer.Start:got.Outer.End] != q.want {
			t.Errorf("at %q: %q, %v, want %q", q.at, text[got.Outer.Start:got.Outer.End], ok, q.want)
		}
	}
}

// quotedText draws texts in which marks stand everywhere.
var quotedText = rapid.Custom(func(t *rapid.T) string {
	pieces := []string{"a", "s", "Trump", "’s", "90s", " ", " ", "\n", "\n\n", "\r\n", ".", ",", "…", "—", "(", ")", "\u00a0", "\u202f",
		"é", "e\u0301", "👩‍👩‍👧", "習", "ש", "ع", "\xff", "\xe2\x80"}
	for _, r := range knownMarks {
		pieces = append(pieces, string(r))
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "pieces"), "")
})

func checkQuotations(t interface {
	Fatalf(string, ...any)
}, text string, qs []Quotation) {
	atRune := map[int]bool{len(text): true}
	for i := range text {
		atRune[i] = true
	}
	var around []annotate.Span
	for i, q := range qs {
		if q.Outer.Start < 0 || q.Outer.End > len(text) || !q.Outer.Contains(q.Inner) || q.Inner.Len() <= 0 {
			t.Fatalf("%+v is not within %q", q, text)
		}
		for _, b := range []int{q.Outer.Start, q.Outer.End, q.Inner.Start, q.Inner.End} {
			if !atRune[b] {
				t.Fatalf("%+v cuts a code point of %q", q, text)
			}
		}
		if r, _ := utf8.DecodeRuneInString(text[q.Outer.Start:]); !isMark(r) {
			t.Fatalf("%+v begins with no mark in %q", q, text)
		}
		if r, _ := utf8.DecodeLastRuneInString(text[:q.Outer.End]); q.Closed && !isMark(r) {
			t.Fatalf("%+v ends with no mark in %q", q, text)
		}
		if i > 0 && qs[i-1].Outer.Start >= q.Outer.Start {
			t.Fatalf("%+v is not after %+v in %q", q, qs[i-1], text)
		}
		for len(around) > 0 && around[len(around)-1].End <= q.Outer.Start {
			around = around[:len(around)-1]
		}
		if n := len(around); n > 0 && !around[n-1].Contains(q.Outer) {
			t.Fatalf("%+v crosses %+v in %q", q, around[n-1], text)
		}
		around = append(around, q.Outer)
	}
}

func TestQuotationsNestAndNeverCross(t *testing.T) {
	c := marks(t)
	rapid.Check(t, func(t *rapid.T) {
		text := quotedText.Draw(t, "text")
		checkQuotations(t, text, c.Quotations(text))
	})
}

func BenchmarkQuotationsOfHostileText(b *testing.B) {
	c := marks(b)
	for _, unit := range []string{"“", "\"", "‘", "a’ ", "s’ ", "“a ", "‘s’ ", "“‘", "” ", "«\u00a0", "\n“a\n", "\n", "' "} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		b.Run(fmt.Sprintf("%q", unit), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				c.Quotations(text)
			}
		})
	}
}

func FuzzQuotations(f *testing.F) {
	c := marks(f)
	f.Add("“One ‘two’ three.\n\n“Four,” she said: \"don't\" «\u202foui\u202f».", 7)
	f.Add("”Jag” »a« ›b‹ „c“ ‚d‘ 「e」", 3)
	f.Fuzz(func(t *testing.T, text string, b int) {
		checkQuotations(t, text, c.Quotations(text))
		if q, ok := c.At(text, b); ok && (b < q.Outer.Start || b > q.Outer.End) {
			t.Fatalf("At(%d) = %+v", b, q)
		}
	})
}

func TestMarksErrorsNameFileAndLine(t *testing.T) {
	const head = "# a lexicon\nlang\topen\tclose\tinner_open\tinner_close\tinner_space\tnote\n"
	for want, text := range map[string]string{
		"m.tsv: no convention in it":                                      "# nothing\n",
		"m.tsv:1: columns are":                                            "en\t“\t”\n",
		"m.tsv:3: 3 columns; a convention has 7":                          head + "en\t“\t”\n",
		"m.tsv:3: open is \"ab\"; it must be one character":               head + "en\tab\t”\t‘\t’\tno\t\n",
		"m.tsv:3: close is 'x', which is no quotation mark":               head + "en\t“\tx\t‘\t’\tno\t\n",
		"m.tsv:3: inner_space is \"maybe\"; it must be yes or no":         head + "en\t“\t”\t‘\t’\tmaybe\t\n",
		"m.tsv:4: language \"en\" has a line already; give this one a su": head + "en\t“\t”\t‘\t’\tno\t\nen\t“\t”\t‘\t’\tno\t\n",
		"m.tsv:3: the first column, the language, is empty":               head + "\t“\t”\t‘\t’\tno\t\n",
	} {
		if _, err := ReadMarks("m.tsv", strings.NewReader(text)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s…", err, want)
		}
	}
}

func FuzzReadMarks(f *testing.F) {
	f.Add("lang\topen\tclose\tinner_open\tinner_close\tinner_space\tnote\nen\t“\t”\t‘\t’\tno\t\n")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := ReadMarks("m.tsv", strings.NewReader(text))
		if err == nil {
			checkQuotations(t, text, c.Quotations(text))
		}
	})
}

func BenchmarkQuotations(b *testing.B) {
	c := marks(b)
	for name, unit := range map[string]string{
		"English": "“It’s the leaders’ call,” the ‘big’ man said, “and mine.” Nobody answered for quite a long while.\n\n",
		"plain":   "Nobody answered for quite a long while, and then the whole of the committee left the hall together.\n\n",
	} {
		text := strings.Repeat(unit, 1<<20/len(unit))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				c.Quotations(text)
			}
		})
	}
}

func ExampleConventions_Quotations() {
	lexicon := "lang\topen\tclose\tinner_open\tinner_close\tinner_space\tnote\n" +
		"en-US\t“\t”\t‘\t’\tno\t\n"
	c, _ := ReadMarks("marks.tsv", strings.NewReader(lexicon))
	text := "“It’s ‘now or never’,” she said."
	for _, q := range c.Quotations(text) {
		fmt.Println(text[q.Inner.Start:q.Inner.End])
	}
	// Output:
	// It’s ‘now or never’,
	// now or never
}

// In a long text the quotation at a place is found without reading all of it, and is the one that reading
// all of it gives.
func TestTheQuotationAtAPlaceInALongTextIsThatOfTheWhole(t *testing.T) {
	c := marks(t)
	text := strings.Repeat("The mayor spoke. “We will rebuild the ‘old’ quay,” she said; “all of it.” Nobody else did 👷‍♀️.\n\nשלום “shalom”, she wrote — it’s here.\n\n", 1500)
	all := c.Quotations(text)
	for _, b := range []int{0, 40, len(text) / 3, len(text)/2 + 17, len(text)/2 + 30, len(text)/2 + 61, len(text) - 90, len(text)} {
		for b < len(text) && !utf8.RuneStart(text[b]) {
			b++
		}
		var want Quotation
		found := false
		for _, q := range all {
			if q.Outer.Start <= b && b <= q.Outer.End && (!found || q.Outer.Len() < want.Outer.Len()) {
				want, found = q, true
			}
		}
		if got, ok := c.At(text, b); ok != found || got != want {
			t.Errorf("at %d: %+v %v, not %+v %v", b, got, ok, want, found)
		}
	}
}

func TestTheQuotationInATextWithoutBreaksIsFound(t *testing.T) {
	c := marks(t)
	for _, fill := range []string{"word ", "word", "字", "слово "} {
		side := strings.Repeat(fill, 60_000)
		text := side + " “here it is,” " + side
		at := strings.Index(text, "it is")
		q, ok := c.At(text, at)
		if !ok || text[q.Outer.Start:q.Outer.End] != "“here it is,”" {
			t.Errorf("between %q: %q %v", fill, text[q.Outer.Start:q.Outer.End], ok)
		}
	}
}

func BenchmarkQuotationAt(b *testing.B) {
	c := marks(b)
	for _, mb := range []int{1, 100} {
		text := strings.Repeat("The mayor spoke. “We will rebuild the quay,” she said; “all of it.” Nobody else did.\n\n", mb<<20/90)
		b.Run(fmt.Sprintf("%dMB", mb), func(b *testing.B) {
			for b.Loop() {
				c.At(text, len(text)/2)
			}
		})
	}
}
