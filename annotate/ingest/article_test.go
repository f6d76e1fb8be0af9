package ingest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

// outline returns what a reader sees of a document's parts: "kicker: World News". Headings and list items
// have their level: "heading 1: …". Long parts are cut after four words.
func outline(doc *annotate.Document) []string {
	var lines []string
	for _, b := range doc.Blocks {
		kind := string(b.Kind)
		if b.Level > 0 {
			kind = fmt.Sprintf("%s %d", kind, b.Level)
		}
		words := strings.Fields(doc.Text[b.Span.Start:b.Span.End])
		if len(words) > 6 {
			words = append(words[:4], "…")
		}
		lines = append(lines, kind+": "+strings.Join(words, " "))
	}
	return lines
}

func paste(t *testing.T, text string) *annotate.Document {
	t.Helper()
	doc, err := Text(context.Background(), "pasted.txt", text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, doc)
	return doc
}

func checkOutline(t *testing.T, doc *annotate.Document, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, outline(doc)); diff != "" {
		t.Errorf("the parts differ (- want, + got):\n%s", diff)
	}
}

func checkMeta(t *testing.T, doc *annotate.Document, want map[string]string) {
	t.Helper()
	for key, value := range want {
		if doc.Meta[key] != value {
			t.Errorf("metadata %q is %q, want %q", key, doc.Meta[key], value)
		}
	}
}

const (
	lead   = "The harbour workers of Port Elin voted on Friday to end their strike after two weeks, and cranes will move again on Monday, their union said."
	second = "“We are tired, but we won something,” said Bo Li, who has worked on the eastern quay for nineteen years and who led the talks with the owners."
)

func TestArticleWithBylineAndDateBelowTheTitle(t *testing.T) {
	doc := paste(t, "Harbour workers end their strike\n\nCranes will move again on Monday after two weeks of silence.\n\nBy Ana Díaz and Bo Li, Reuters\n\nPublished 28 September 2025, 10:14 BST\n\n"+lead+"\n\n"+second+"\n")
	checkOutline(t, doc, "title: Harbour workers end their strike", "standfirst: Cranes will move again …", "byline: By Ana Díaz and …", "furniture: Published 28 September 2025, 10:14 BST",
		"paragraph: The harbour workers of …", "paragraph: “We are tired, but …")
	checkMeta(t, doc, map[string]string{annotate.MetaByline: "Ana Díaz and Bo Li, Reuters", annotate.MetaPublished: "2025-09-28T10:14+01:00", annotate.MetaSource: "pasted.txt"})
	if doc.Language != "en" {
		t.Errorf("language is %q", doc.Language)
	}
}

func TestBylineDateAndReadingTimeMayShareALine(t *testing.T) {
	doc := paste(t, "POLITICS\n\nMinister leaves over harbour talks\n\nBy ANA DÍAZ | 28 Sept. 2025 | 5 min read\n\n"+lead+"\n")
	checkOutline(t, doc, "kicker: POLITICS", "title: Minister leaves over harbour talks", "byline: By ANA DÍAZ | …", "paragraph: The harbour workers of …")
	checkMeta(t, doc, map[string]string{annotate.MetaByline: "ANA DÍAZ", annotate.MetaPublished: "2025-09-28", annotate.MetaReadingTime: "5 min read", annotate.MetaSection: "POLITICS"})
}

func TestDatelineStaysInItsParagraph(t *testing.T) {
	doc := paste(t, "Cranes to move again\n\nPORT ELIN, Sept 28 (Reuters) — "+lead+"\n\n"+second+"\n\n(Reporting by Ana Díaz; Editing by Bo Li)\n")
	checkOutline(t, doc, "title: Cranes to move again", "paragraph: PORT ELIN, Sept 28 …", "paragraph: “We are tired, but …", "byline: (Reporting by Ana Díaz; …")
	checkMeta(t, doc, map[string]string{annotate.MetaByline: "Ana Díaz"})
}

func TestArticlesInOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		name, text string
		outline    []string
		meta       map[string]string
		language   string
	}{
		{
			"German",
			"Wirtschaft\n\nHafenarbeiter beenden ihren Streik nach zwei Wochen\n\nVon Ana Díaz und Bo Li\n\n28. September 2025, 10:14 Uhr\n\nLesezeit: 3 Minuten\n\n" +
				"Die Hafenarbeiter haben am Freitag beschlossen, ihren Streik zu beenden, und die Kräne werden sich am Montag wieder bewegen, wie die Gewerkschaft am Abend in der Stadt mitteilte.\n\n" +
				"„Wir sind müde, aber wir haben etwas gewonnen“, sagte Bo Li, der seit neunzehn Jahren am östlichen Kai arbeitet und die Gespräche mit den Eigentümern geführt hat.\n",
			[]string{"kicker: Wirtschaft", "title: Hafenarbeiter beenden ihren Streik …", "byline: Von Ana Díaz und Bo Li", "furniture: 28. September 2025, 10:14 Uhr", "furniture: Lesezeit: 3 Minuten",
				"paragraph: Die Hafenarbeiter haben am …", "paragraph: „Wir sind müde, aber …"},
			map[string]string{annotate.MetaPublished: "2025-09-28T10:14", annotate.MetaByline: "Ana Díaz und Bo Li", annotate.MetaReadingTime: "Lesezeit: 3 Minuten", annotate.MetaSection: "Wirtschaft"},
			"de",
		},
		{
			"French",
			"Les dockers votent la fin de la grève\n\nPar Ana Díaz avec Bo Li\n\nPublié le 1er mars 2025 à 10h14\n\n" +
				"Les dockers du port ont voté vendredi la fin de leur grève, et les grues bougeront de nouveau lundi matin, a annoncé leur syndicat à l’issue d’une réunion avec la direction du port.\n\n" +
				"« Nous sommes fatigués, mais nous avons gagné quelque chose », a dit Bo Li, qui travaille depuis dix-neuf ans sur le quai oriental et qui a mené les discussions avec les propriétaires.\n",
			[]string{"title: Les dockers votent la …", "byline: Par Ana Díaz avec Bo Li", "furniture: Publié le 1er mars …", "paragraph: Les dockers du port …", "paragraph: « Nous sommes fatigués, …"},
			map[string]string{annotate.MetaPublished: "2025-03-01T10:14", annotate.MetaByline: "Ana Díaz avec Bo Li"},
			"fr",
		},
		{
			"Chinese, one paragraph a line",
			"国际新闻\n港口工人投票结束持续两周的罢工\n2025年9月28日\n港口工人周五投票决定结束罢工，起重机将于周一重新运转，工会当晚在市政厅举行的新闻发布会上宣布了这一消息，并感谢市民的耐心与支持。\n“我们累了，但我们赢得了一些东西，”在东码头工作了十九年的李波说，他领导了与业主的谈判，并表示工人们将在周一早上准时返回岗位。\n",
			[]string{"kicker: 国际新闻", "title: 港口工人投票结束持续两周的罢工", "furniture: 2025年9月28日", "paragraph: 港口工人周五投票决定结束罢工，起重机将于周一重新运转，工会当晚在市政厅举行的新闻发布会上宣布了这一消息，并感谢市民的耐心与支持。",
				"paragraph: “我们累了，但我们赢得了一些东西，”在东码头工作了十九年的李波说，他领导了与业主的谈判，并表示工人们将在周一早上准时返回岗位。"},
			map[string]string{annotate.MetaPublished: "2025-09-28", annotate.MetaSection: "国际新闻"},
			"zh",
		},
		{
			"Arabic",
			"عمال الميناء ينهون إضرابهم\n\nبقلم: أحمد المنصوري\n\n" +
				"صوت عمال الميناء يوم الجمعة على إنهاء إضرابهم بعد أسبوعين من التوقف، وستعود الرافعات إلى العمل صباح يوم الاثنين، كما أعلنت النقابة في بيان صدر مساء أمس في المدينة.\n\n" +
				"وقال بو لي الذي يعمل على الرصيف الشرقي منذ تسعة عشر عاما: \"نحن متعبون لكننا ربحنا شيئا\"، مضيفا أن العمال سيعودون إلى أماكنهم في الموعد المحدد.\n",
			[]string{"title: عمال الميناء ينهون إضرابهم", "byline: بقلم: أحمد المنصوري", "paragraph: صوت عمال الميناء يوم …", "paragraph: وقال بو لي الذي …"},
			map[string]string{annotate.MetaByline: "أحمد المنصوري"},
			"ar",
		},
		{
			"Russian",
			"Докеры прекращают забастовку\n\n28 сентября 2025, 10:14 МСК\n\n" +
				"Докеры порта в пятницу проголосовали за прекращение забастовки, и краны снова заработают в понедельник утром, сообщил их профсоюз после встречи с руководством порта.\n\n" +
				"«Мы устали, но мы кое-чего добились», — сказал Бо Ли, который работает на восточной набережной девятнадцать лет и вёл переговоры с владельцами порта.\n",
			[]string{"title: Докеры прекращают забастовку", "furniture: 28 сентября 2025, 10:14 МСК", "paragraph: Докеры порта в пятницу …", "paragraph: «Мы устали, но мы …"},
			map[string]string{annotate.MetaPublished: "2025-09-28T10:14+03:00"},
			"ru",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := paste(t, c.text)
			checkOutline(t, doc, c.outline...)
			checkMeta(t, doc, c.meta)
			if doc.Language != c.language {
				t.Errorf("language is %q, want %q", doc.Language, c.language)
			}
		})
	}
}

func TestHeadingsAreShortLinesAboveLongerOnes(t *testing.T) {
	doc := paste(t, "Harbour workers end their strike\n\n"+lead+"\n\nWhat comes next\n\n"+second+"\n\nShare this article\n\nWho is Bo Li?\n\n"+lead+"\n\nSources\n\nPort Elin Gazette, 27 September\n\nHarbour Union\n")
	checkOutline(t, doc, "title: Harbour workers end their strike", "paragraph: The harbour workers of …", "heading 1: What comes next", "paragraph: “We are tired, but …",
		"furniture: Share this article", "heading 1: Who is Bo Li?", "paragraph: The harbour workers of …", "furniture: Sources", "furniture: Port Elin Gazette, 27 September", "furniture: Harbour Union")
}

func TestDateOfAChronicleIsAHeadingNotFurniture(t *testing.T) {
	doc := paste(t, "How the strike went\n\n"+strings.Repeat(lead+"\n\n", 6)+"28 September 2025\n\n"+second+"\n")
	if got := outline(doc)[7]; got != "heading 1: 28 September 2025" {
		t.Errorf("the date is %q", got)
	}
	checkMeta(t, doc, map[string]string{annotate.MetaPublished: ""})
}

func TestVersesAndDialogueAreNotHeadings(t *testing.T) {
	doc := paste(t, "— Are you coming?\n\n— No.\n\n— Then I shall go alone, for the boat will not wait, and neither will the tide, she said to him.\n")
	checkOutline(t, doc, "paragraph: — Are you coming?", "paragraph: — No.", "paragraph: — Then I shall …")
}

func TestWithoutATitleTheFirstWordsAreTheTitle(t *testing.T) {
	doc := paste(t, lead+"\n\n"+second)
	checkOutline(t, doc, "paragraph: The harbour workers of …", "paragraph: “We are tired, but …")
	if want := "The harbour workers of Port Elin voted on Friday to end their strike after two…"; doc.Title != want {
		t.Errorf("title is %q", doc.Title)
	}
	doc = paste(t, "港口工人周五投票决定结束罢工，"+strings.Repeat("起重机将于周一重新运转，", 20)+"。")
	if n := len([]rune(doc.Title)); n != 80 || !strings.HasSuffix(doc.Title, "…") {
		t.Errorf("title %q has %d code points", doc.Title, n)
	}
	doc = paste(t, strings.Repeat("👩‍👩‍👧", 40)+" said the sign.")
	if rest := strings.ReplaceAll(strings.TrimSuffix(doc.Title, "…"), "👩‍👩‍👧", ""); rest != "" {
		t.Errorf("title %q cuts a family", doc.Title)
	}
	if doc = paste(t, "Hello"); doc.Title != "Hello" || doc.Blocks[0].Kind != annotate.BlockParagraph {
		t.Errorf("one word became %v", outline(doc))
	}
}

func TestTitlesMayEndInAnAbbreviationOrAQuestion(t *testing.T) {
	for _, title := range []string{"President arrives in the U.S.", "Harbour bought by Elin Corp.", "Will the cranes move again?", "“We are tired”: a strike ends", "iPhone makers go on strike"} {
		if doc := paste(t, title+"\n\n"+lead); doc.Title != title || doc.Blocks[0].Kind != annotate.BlockTitle {
			t.Errorf("%q: %v", title, outline(doc))
		}
	}
}

func TestStandfirstNeedsAByline(t *testing.T) {
	short := "The cranes of Port Elin will move again on Monday."
	doc := paste(t, "Strike ends\n\n"+short+"\n\n"+lead)
	checkOutline(t, doc, "title: Strike ends", "paragraph: The cranes of Port …", "paragraph: The harbour workers of …")
	doc = paste(t, "Strike ends\n\n"+short+"\n\nBy Ana Díaz\n\n"+lead)
	checkOutline(t, doc, "title: Strike ends", "standfirst: The cranes of Port …", "byline: By Ana Díaz", "paragraph: The harbour workers of …")
	doc = paste(t, "Strike ends at last in the harbour of Port Elin\n\nCranes will move again on Monday, and the mayor is relieved\n\n"+lead)
	checkOutline(t, doc, "title: Strike ends at last …", "standfirst: Cranes will move again …", "paragraph: The harbour workers of …")
}

func TestAShortTitleAboveASentenceIsNoKicker(t *testing.T) {
	doc := paste(t, "High water\n\nThe harbour council of Port Elin met on Monday to talk about the bridge and the storm of the week before.\n\n"+lead)
	checkOutline(t, doc, "title: High water", "paragraph: The harbour council of …", "paragraph: The harbour workers of …")
}

func TestPathAboveTheTitleIsAKicker(t *testing.T) {
	doc := paste(t, "Home > World > Europe\n\nHarbour workers end their strike\n\n"+lead)
	checkOutline(t, doc, "kicker: Home > World > Europe", "title: Harbour workers end their strike", "paragraph: The harbour workers of …")
	checkMeta(t, doc, map[string]string{annotate.MetaSection: "Europe"})
}

func TestHardWrappedLinesAreOneParagraph(t *testing.T) {
	doc := paste(t, `Harbour workers end their strike

The harbour workers of Port Elin voted on Friday to end their strike
after two weeks, and cranes will move again on Monday, their union said
in the evening. “We are tired, but we won something,” said Bo Li, who
has worked on the eastern quay for nineteen years.
    A second paragraph begins with an indent and goes on for as long as
the first one did, so that it is wrapped at the same column as well.

Short lines at the end.
`)
	checkOutline(t, doc, "title: Harbour workers end their strike", "paragraph: The harbour workers of …", "paragraph: A second paragraph begins …", "paragraph: Short lines at the end.")
	if !strings.Contains(doc.Text, "strike\nafter") {
		t.Error("the line ends of the text were changed")
	}
}

func TestEachLineIsAParagraphWhereNoneIsWrapped(t *testing.T) {
	doc := paste(t, "Harbour workers end their strike\nBy Ana Díaz\n"+lead+"\n"+second+"\n“Yes.”\n"+lead)
	checkOutline(t, doc, "title: Harbour workers end their strike", "byline: By Ana Díaz", "paragraph: The harbour workers of …", "paragraph: “We are tired, but …", "paragraph: “Yes.”", "paragraph: The harbour workers of …")
}

func TestListsAndQuotesOfPlainText(t *testing.T) {
	doc := paste(t, lead+"\n\n- one thing\n  - a part of it\n- another\n\n> We are tired.\n> But we won.\n\n“We shall be back.”\n\n— Bo Li\n\n1. first\n2. second\n\n* * *\n\n"+second)
	checkOutline(t, doc, "paragraph: The harbour workers of …", "list 1: - one thing", "list 2: - a part of it", "list 1: - another", "quote: > We are tired. …",
		"quote: “We shall be back.”", "quote: — Bo Li", "list 1: 1. first", "list 1: 2. second", "furniture: * * *", "paragraph: “We are tired, but …")
}

func TestNothingToRead(t *testing.T) {
	for _, text := range []string{"", " \n\t\r\n", "\ufeff", "\u00a0\u3000", "<p> </p><br>"} {
		if _, err := Text(context.Background(), "pasted", text, Options{}); err == nil || err.Error() != "pasted: holds no text" {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Text(context.Background(), "", strings.Repeat("a", 20), Options{MaxText: 10}); err == nil || err.Error() != "holds more than 10 bytes of text; split it into articles" {
		t.Error(err)
	}
}

func TestPastedHTMLLosesItsMarkup(t *testing.T) {
	doc := paste(t, "<h2>What comes <em>next</em></h2><p>The cranes &amp; the men</p><ul><li>one</ul><script>alert(1)</script>")
	checkOutline(t, doc, "heading 1: What comes next", "paragraph: The cranes & the men", "list 1: one")
	doc = paste(t, "In HTML, a paragraph begins with <p> and the rest follows from that.")
	if doc.Text != "In HTML, a paragraph begins with <p> and the rest follows from that." {
		t.Errorf("plain text that mentions a tag became %q", doc.Text)
	}
}

func TestABylineThatComesAgainIsNoHeading(t *testing.T) {
	by := "By Ana Díaz and Bo Li"
	doc, err := Text(context.Background(), "", "Harbour workers end their strike\n\n"+by+"\n\n"+lead+"\n\n"+second+"\n\n"+lead+"\n\n"+second+"\n\n"+lead+"\n\n"+
		by+"\n\n"+second+"\n\nBy Christmas Eve\n\n"+lead+"\n\n"+second+"\n\n"+lead+"\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[string]annotate.BlockKind{}
	for _, b := range doc.Blocks {
		kinds[doc.Text[b.Span.Start:b.Span.End]] = b.Kind
	}
	if kinds[by] != annotate.BlockByline || kinds["By Christmas Eve"] != annotate.BlockHeading {
		t.Errorf("the byline is a %s, a heading like one a %s", kinds[by], kinds["By Christmas Eve"])
	}
}
