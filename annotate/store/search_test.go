package store

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"quoth/annotate"
)

func TestSearchFindsWordsAsTheirReadersWriteThem(t *testing.T) {
	p := newProject(t)
	texts := map[string]string{
		"french":  "Le maire a dit\r\nqu’il « démissionnerait » demain à l’hôtel.",
		"hindi":   "प्रधानमंत्री ने कहा कि हिन्दी में बात हुई।",
		"chinese": "习近平在北京天安门发表了讲话。",
		"japan":   "首相は「データを公開する」と述べた。ガラス",
		"thai":    "นายกรัฐมนตรีกล่าวว่าจะลาออก",
		"korean":  "대통령은 서울에서 연설했다.",
		"hebrew":  "ראש הממשלה אמר: שָׁלוֹם לכולם.",
		"arabic":  "قال الرئيس إنّ السَّلام قريب.",
		"russian": "Ёлки стоят, сказал Песков.",
		"emoji":   "Great news 🎉👩‍👩‍👧 for 👍🏽 all ❤️",
		"english": "Mr O'Brien didn't pay $3.14 (e.g. to C++ coders). NOT AND OR NEAR",
		"greek":   "Ο Οδυσσέας είπε λόγος",
		"turkish": "İstanbul'da konuştu",
		"wide":    "ＡＢＣ ﬁnance",
	}
	var docs []*annotate.Document
	for title, text := range texts {
		docs = append(docs, article(title, text), article(title+" decomposed", norm.NFD.String(text)+" "))
	}
	add(t, p, docs...)
	for _, c := range []struct{ search, found string }{
		{"demissionnerait", "french"}, {"DÉMISSIONNERAIT maire", "french"}, {"hotel", "french"}, {"dém", "french"},
		{"“dit qu’il”", "french"},
		{"हिन्दी", "hindi"},
		{"北京", "chinese"}, {"天安门发", "chinese"}, {"近", "chinese"},
		{"データ", "japan"}, {"公開", "japan"}, {"ガラス", "japan"},
		{"ลาออก", "thai"},
		{"서울", "korean"},
		{"שלום", "hebrew"}, {"שָׁלוֹם", "hebrew"},
		{"السلام", "arabic"}, {"قال إن", "arabic"},
		{"елки", "russian"}, {"ПЕСКОВ", "russian"},
		{"🎉", "emoji"}, {"👩‍👩‍👧", "emoji"}, {"👍", "emoji"}, {"❤", "emoji"}, {"news 🎉", "emoji"},
		{"o'brien", "english"}, {"didn't", "english"}, {"3.14", "english"}, {`"not and or near"`, "english"}, {"near(", "english"},
		{"ΛΟΓΟΣ", "greek"}, {"ειπε", "greek"},
		{"istanbul", "turkish"},
		{"abc", "wide"}, {"finance", "wide"},
	} {
		for _, form := range []norm.Form{norm.NFC, norm.NFD} {
			list, err := p.Documents(t.Context(), Filter{Search: form.String(c.search)})
			if err != nil {
				t.Errorf("%s: %v", c.search, err)
				continue
			}
			if len(list) != 2 || strings.TrimSuffix(list[0].Title, " decomposed") != c.found || strings.TrimSuffix(list[1].Title, " decomposed") != c.found {
				t.Errorf("%q finds %v, want %s twice", c.search, list, c.found)
				continue
			}
			for _, s := range list {
				if len(s.Snippet.Marks) == 0 {
					t.Errorf("%q is not marked in %q", c.search, s.Snippet.Text)
				}
			}
		}
	}
	for _, none := range []string{"京北", `"maire dit"`, "zzz", "maire Песков", `"demis" maire`} {
		if got := titles(t, p, Filter{Search: none}); len(got) != 0 {
			t.Errorf("%q finds %q", none, got)
		}
	}
	for _, wordless := range []string{"", " ", `"`, "—", "...", `""`} {
		if got := titles(t, p, Filter{Search: wordless}); len(got) != len(docs) {
			t.Errorf("%q asks for something: %d of %d", wordless, len(got), len(docs))
		}
	}
}

func TestSearchFindsTitles(t *testing.T) {
	p := newProject(t)
	add(t, p, article("Quay closed in Eidvåg", "The ferries stay away."))
	list, err := p.Documents(t.Context(), Filter{Search: "eidvag ferries"})
	if err != nil || len(list) != 1 || list[0].Snippet.Text != "The ferries stay away." {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestSnippetShowsTheFirstFind(t *testing.T) {
	long := strings.Repeat("Nothing is said here at all. ", 20)
	for _, c := range []struct{ text, search, want string }{
		{"Short and to the point.", "point", "Short and to the [point]."},
		{long + "Then Zoë\r\nLindqvist resigned. " + long, "zoe lindqvist", "Zoë] "},
		{long, "absent", "Nothing is said"},
		{"北京天安门", "天安", "北京[天安]门"},
		{"A b a", "a", "[A] b [a]"},
		{"one two three", `"two three"`, "one [two three]"},
		{"banana", "banana ban", "[banana]"},
	} {
		s := snippet(c.text, parseSearch(c.search))
		shown := s.Text
		for i := len(s.Marks) - 1; i >= 0; i-- {
			m := s.Marks[i]
			shown = shown[:m.Start] + "[" + shown[m.Start:m.End] + "]" + shown[m.End:]
		}
		if !strings.Contains(shown, c.want) || strings.ContainsAny(shown, "\r\n") || len(s.Text) > snippetBefore+snippetAfter+snippetBefore+8 {
			t.Errorf("%q: got %q, want %q", c.search, shown, c.want)
		}
	}
}

// FuzzSearch types anything into the search field of a project with any text.
func FuzzSearch(f *testing.F) {
	for _, s := range []string{`say "hello`, `a* OR b`, `"`, `col:x`, `^a NEAR(b c)`, "🎉 北京", "\x00", "a\u0301", "ﷺ", "(){}[]-+:^*"} {
		f.Add("Some text with "+s, s)
	}
	p := newProject(f)
	f.Fuzz(func(t *testing.T, text, search string) {
		if !utf8.ValidString(text) || !utf8.ValidString(search) {
			t.Skip("an article and a search are UTF-8")
		}
		terms := parseSearch(search)
		if len(terms) > 0 {
			if _, err := p.Documents(t.Context(), Filter{Search: search, Limit: 1}); err != nil {
				t.Errorf("%q: %v", search, err)
			}
		}
		s := snippet(text, terms)
		end := 0
		for _, m := range s.Marks {
			if m.Start < end || m.End <= m.Start || m.End > len(s.Text) || !utf8.ValidString(s.Text[m.Start:m.End]) {
				t.Fatalf("mark %v of %q", m, s.Text)
			}
			end = m.End
		}
		if !utf8.ValidString(s.Text) {
			t.Errorf("%q cuts a character", s.Text)
		}
	})
}

// What stands in a text is found in it by each of its words, and by any two neighbours as a phrase.
func TestEveryWordOfATextIsFound(t *testing.T) {
	p := newProject(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOf(rapid.OneOf(
			rapid.RuneFrom([]rune("aé ́Zß ñ.,'’北京🎉👍🏽ाहि अشَلסשגー\n\r\u200d")), rapid.Rune())).Draw(rt, "text")
		n++
		title := fmt.Sprint("title", n)
		text = fmt.Sprint(n, "\n", text)
		d := article(title, text)
		add(t, p, d)
		var before string
		for _, w := range words(text) {
			for _, search := range []string{w, `"` + before + " " + w + `"`} {
				if got := titles(t, p, Filter{Search: search + " " + title}); len(got) != 1 {
					rt.Errorf("%+q is not found in %+q: %q", search, text, got)
				}
			}
			before = w
		}
	})
}

func TestTheIndexGetsTheWordsOfATextInAnyScript(t *testing.T) {
	parts := rapid.SampledFrom([]string{"The", "Ferry", "2025", "e\u0301", "Zoë", "\u0301", "“We", "ACB", "北京", "か", "ไทย", "👩‍👩‍👧", "\ufe0f", "שָׁלוֹם", "Ω", "ς", "ﬁ", "a\u0308b", "\u00a0", "\u3000", " ", "\n", "-", ".", "'", "\x00", "x\u200dy", "½"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(parts).Draw(t, "text"), rapid.SampledFrom([]string{"", " "}).Draw(t, "gap"))
		var want []string
		for _, w := range words(text) {
			want = append(want, fold(w))
		}
		if got := string(appendIndexed(nil, text)); got != strings.Join(want, " ") {
			t.Fatalf("%q is indexed as %q, want %q", text, got, want)
		}
		// A long text goes in by parts.
		long := strings.Repeat(text+" ", indexedPart/max(len(text), 1)/100+1)
		whole, err := indexed(long, func(int) error { return nil })
		if err != nil || whole != string(appendIndexed(nil, long)) {
			t.Fatalf("%d bytes are indexed otherwise by parts: %v", len(long), err)
		}
	})
}
