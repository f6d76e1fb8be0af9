package ingest

import (
	"strings"
	"testing"

	"quoth/annotate"
)

const webPage = `<!doctype html>
<html lang="en-GB"><head>
<title>Harbour workers end their strike - The Daily Example</title>
<meta property="og:title" content="Harbour workers end their strike">
<meta property="og:site_name" content="The Daily Example">
<meta name="description" content="Cranes will move again on Monday after two weeks.">
<meta name="author" content="Ana Díaz">
<meta property="article:published_time" content="2025-09-28T10:14:00+01:00">
<meta property="article:section" content="World">
<link rel="canonical" href="https://news.example/harbour">
<script>document.write("no")</script>
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article>
<h1>Harbour workers end their strike</h1>
<p class="intro">Cranes will move again on Monday after two weeks.</p>
<p>By Ana Díaz</p>
<p>The harbour workers of <a href="/elin">Port Elin</a> voted on Friday to <b>end</b>
their strike after two weeks, and cranes will move again on Monday, their union said in the evening.</p>
<h2>What comes next</h2>
<p>“We are tired, but we won something,” said Bo Li, who has worked on the eastern quay for nineteen years.</p>
<blockquote><p>We shall be back if they forget what they have promised to all of us tonight.</p></blockquote>
<ul><li>The first shift begins at six in the morning of Monday.</li><li>The second begins at two.</li></ul>
<p>The owners did not answer the questions of this newspaper on Friday night, nor on Saturday morning.</p>
</article>
<footer>Copyright The Daily Example</footer>
</body></html>`

func TestWebPage(t *testing.T) {
	doc, err := readOne(t, "page.html", webPage, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc,
		"title: Harbour workers end their strike", "standfirst: Cranes will move again …", "byline: By Ana Díaz", "paragraph: The harbour workers of …",
		"heading 1: What comes next", "paragraph: “We are tired, but …", "quote: We shall be back …",
		"list 1: The first shift begins …", "list 1: The second begins at two.", "paragraph: The owners did not …")
	checkMeta(t, doc, map[string]string{annotate.MetaPublished: "2025-09-28T10:14:00+01:00", annotate.MetaByline: "Ana Díaz", annotate.MetaURL: "https://news.example/harbour",
		annotate.MetaPublisher: "The Daily Example", annotate.MetaSection: "World", annotate.MetaSource: "page.html"})
	if doc.Language != "en-GB" {
		t.Errorf("language is %q", doc.Language)
	}
	if !strings.Contains(doc.Text, "Port Elin voted on Friday to end their strike") {
		t.Errorf("the words are not one line: %q", doc.Text)
	}
}

func TestDescriptionThatOnlyRepeatsTheFirstParagraphIsNoStandfirst(t *testing.T) {
	first := "The harbour workers of Port Elin voted on Friday to end their strike after two weeks."
	page := `<html><head><title>Strike ends</title><meta name="description" content="` + first + `"></head><body><article><h1>Strike ends</h1><p>` +
		first + `</p><p>` + second + `</p><p>` + lead + `</p></article></body></html>`
	doc, err := readOne(t, "a.html", page, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc, "title: Strike ends", "paragraph: The harbour workers of …", "paragraph: “We are tired, but …", "paragraph: The harbour workers of …")
}

func TestDescriptionThatIsNotOnThePageIsNoStandfirst(t *testing.T) {
	doc, err := readOne(t, "a.html", strings.Replace(webPage, `<p class="intro">Cranes will move again on Monday after two weeks.</p>`, "", 1), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(doc.Text, "Cranes will move again on Monday after two weeks.") {
		t.Error("words were added that no reader of the page sees")
	}
}

func TestVisibleTextOfFragments(t *testing.T) {
	for _, c := range []struct{ html, text string }{
		{"<p>He said <q>no</q>.</p>", "He said “no”."},
		{"<p>a<br>b<br><br>c</p>", "a\nb\n\nc"},
		{"<pre>a\n  b</pre>", "a\n  b"},
		{"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\n\nc"},
		{"<p>one\n two</p><p hidden>three</p><p style='display: none'>four</p><p><!-- five --></p>", "one two"},
		{"<p>港口\n工人 x</p>", "港口工人 x"},
		{"<p>a&nbsp;b &lt;i&gt; &#8220;c&#8221;</p>", "a\u00a0b <i> “c”"},
		{"<p>👩‍👩‍👧 שלום e\u0301</p>\r\n<p>b</p>", "👩‍👩‍👧 שלום e\u0301\n\nb"},
	} {
		doc, err := readOne(t, "a.html", c.html, Options{})
		if err != nil || doc.Text != c.text {
			t.Errorf("%s is %q (%v), want %q", c.html, doc.Text, err, c.text)
		}
	}
}

func TestHTMLThatIsNestedTooDeeplyStillHasItsText(t *testing.T) {
	for _, start := range []string{"", "<html><head><title>t</title><script>no</script><body>"} {
		doc, err := readOne(t, "a.html", start+strings.Repeat("<div>", 2000)+"<p>The cranes &amp; men</p><p>move.</p>", Options{})
		if err != nil || doc.Text != "The cranes & men\n\nmove." {
			t.Errorf("%v: %v", err, doc)
		}
	}
}

func TestPageWithoutAnArticleGivesItsVisibleText(t *testing.T) {
	doc, err := readOne(t, "a.html", "<html><body><nav>Home</nav><p>Hi.</p><noscript><p>Turn it on</p></noscript></body></html>", Options{})
	if err != nil || doc.Text != "Hi." {
		t.Errorf("%v: %v", err, doc)
	}
}

// Numbers of lists are words that readers see, as in plain text: “the second point” means one.
func TestNumberedItemsKeepTheirNumbers(t *testing.T) {
	list := `<ol start="3"><li>Pay rises.</li><li><p>Shifts end.</p><p>At ten.</p><ol><li>on Mondays</li></ol></li><li value="9">Claims:<ul><li>of holidays</li></ul></li><li></li><li>11. Talks.</li></ol><ol type="a"><li>lettered</li></ol><ol reversed><li>counted down</li></ol>`
	checkOutline(t, paste(t, "<p>"+lead+"</p>"+list), "paragraph: The harbour workers of …", "list 1: 3. Pay rises.", "list 1: 4. Shifts end.", "list 1: At ten.",
		"list 2: 1. on Mondays", "list 1: 9. Claims:", "list 2: of holidays", "list 1: 11. Talks.", "list 1: lettered", "list 1: counted down")
	page := `<!doctype html><html lang=en><head><title>Strike ends</title></head><body><article><h1>Strike ends</h1><p>` + lead + `</p><p>` + second + `</p><ol><li>` + lead + `</li><li>` + second + `</li></ol></article></body></html>`
	doc, err := readOne(t, "page.html", page, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc, "title: Strike ends", "paragraph: The harbour workers of …", "paragraph: “We are tired, but …", "list 1: 1. The harbour workers …", "list 1: 2. “We are tired, …")
	if doc, err = readOne(t, "a.md", lead+"\n\n7) one\n8) two\n   - more\n", Options{}); err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc, "paragraph: The harbour workers of …", "list 1: 7) one", "list 1: 8) two", "list 2: more")
	if doc, err = readOne(t, "a.md", "1. ![](a.png)\n2. ### Pay\n3. two\n4.\n\n"+lead, Options{}); err != nil {
		t.Fatal(err)
	}
	checkOutline(t, doc, "heading 2: 2. Pay", "list 1: 3. two", "paragraph: The harbour workers of …") // what has no words has no number
}

// Extractors take bylines that are called so for what stands around the article.
func TestTheBylineOfAPageStaysBelowItsTitle(t *testing.T) {
	for _, byline := range []string{`<p class="byline">By <span rel="author">Ana Díaz</span> and Bo Li</p>`, `<div class="author-info"><a rel="author" href="/a">By Ana Díaz and Bo Li</a></div>`, `<p>By Ana Díaz and Bo Li</p>`} {
		page := `<!doctype html><html lang=en><head><title>Strike ends</title></head><body><article><h1>Strike ends</h1><p class="standfirst">` + "Cranes will move again on Monday after two weeks." + `</p>` +
			byline + `<p>` + lead + `</p><p>` + second + `</p><p>` + lead + ` And so on.</p></article></body></html>`
		doc, err := readOne(t, "page.html", page, Options{})
		if err != nil {
			t.Fatal(err)
		}
		checkOutline(t, doc, "title: Strike ends", "standfirst: Cranes will move again …", "byline: By Ana Díaz and Bo Li", "paragraph: The harbour workers of …", "paragraph: “We are tired, but …", "paragraph: The harbour workers of …")
		checkMeta(t, doc, map[string]string{annotate.MetaByline: "Ana Díaz and Bo Li", annotate.MetaSource: "page.html"})
	}
}
