package ingest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"quoth/annotate"
)

// htmlDraft returns the draft of an HTML article. A whole page is stripped of what stands around
// the article; a fragment, such as what was pasted or what a record holds, is taken as it is.
func htmlDraft(source string) draft {
	if isWholePage(source) {
		if d, ok := pageDraft(source); ok {
			return d
		}
	}
	var p page
	headings := writeFragment(&p, source)
	return draft{text: p.text.String(), pieces: p.pieces, marked: headings}
}

var (
	wholePage = regexp.MustCompile(`(?i)<(?:!doctype|html|head|body)[\s>]`)
	blockTag  = regexp.MustCompile(`(?i)<(?:p|div|h[1-6]|ul|ol|li|blockquote|article|section|table)(?:\s[^<>]*)?>`)
	closeTag  = regexp.MustCompile(`(?i)</(?:p|div|h[1-6]|ul|ol|li|blockquote|article|section|table|span|em|strong|b|i|a)>|<br\s*/?>`)
)

func isWholePage(s string) bool { return wholePage.MatchString(s[:min(len(s), headSize)]) }

// looksLikeHTML reports whether a text is HTML rather than plain text that mentions a tag.
func looksLikeHTML(s string) bool {
	head := s[:min(len(s), headSize)]
	start := strings.TrimSpace(head)
	if !strings.Contains(head, "<") {
		return false
	}
	if strings.HasPrefix(start, "<") && isWholePage(head) {
		return true
	}
	return blockTag.MatchString(head) && closeTag.MatchString(head)
}

// writeFragment writes all visible text of a piece of HTML, and reports whether it has headings.
func writeFragment(p *page, source string) (headings bool) {
	body := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(source), body)
	if err != nil {
		writeTokens(p, source)
		return false
	}
	w := walker{page: p, titles: true}
	for _, n := range nodes {
		w.visit(n)
	}
	w.flush()
	return w.headings
}

// writeTokens writes the text of HTML that is nested too deeply for the parser: every tag of a block
// ends a paragraph.
func writeTokens(p *page, source string) {
	var words inline
	z := html.NewTokenizer(strings.NewReader(source))
	hidden := atom.Atom(0) // the element whose text is not shown
	for {
		switch z.Next() {
		case html.ErrorToken:
			p.add("", 0, words.take())
			return
		case html.TextToken:
			if hidden == 0 {
				words.text(string(z.Text()))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch {
			case t.DataAtom == hidden && t.Type == html.EndTagToken:
				hidden = 0
			case hidden == 0 && t.Type == html.StartTagToken && (t.DataAtom == atom.Script || t.DataAtom == atom.Style || t.DataAtom == atom.Title):
				hidden = t.DataAtom
			case t.DataAtom == atom.Br:
				words.lineBreak()
			case isBlock(t.DataAtom):
				p.add("", 0, words.take())
			}
		}
	}
}

// walker writes the text of HTML elements to a page. The parser does not nest elements deeper than
// 512, so it may recurse.
type walker struct {
	page     *page
	words    inline
	kind     annotate.BlockKind // of the paragraph that is being written
	level    int
	headings bool   // there was one
	titles   bool   // the first <h1> is the title
	verbatim bool   // within <pre>
	cells    int    // in this row of a table
	number   int    // of the next item of this list; -1 where it has none
	label    string // of the item that begins, before its first words

	// wrote is called for each piece with the element that holds it; may be nil.
	wrote func(piece, *html.Node)
	node  *html.Node
}

func (w *walker) flush() {
	first, words := len(w.page.pieces), w.words.take()
	if w.label != "" && strings.TrimSpace(words) != "" {
		words, w.label = w.label+strings.TrimPrefix(words, w.label), ""
	}
	w.page.add(w.kind, w.level, words)
	if w.wrote != nil {
		for _, p := range w.page.pieces[first:] {
			w.wrote(p, w.node)
		}
	}
}

func (w *walker) visit(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		if w.verbatim {
			w.words.verbatim(n.Data)
		} else {
			w.words.text(n.Data)
		}
	case html.DocumentNode:
		w.children(n)
	case html.ElementNode:
		w.element(n)
	}
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.visit(c)
	}
}

func (w *walker) element(n *html.Node) {
	if isHidden(n) {
		return
	}
	switch nameOf(n) {
	case atom.Br:
		w.words.lineBreak()
		return
	case atom.Q:
		// Browsers show marks around it, and readers of quotes need them.
		w.words.word("“")
		w.children(n)
		w.words.gap = noGap
		w.words.word("”")
		return
	case atom.Td, atom.Th:
		if w.cells > 0 {
			w.words.text(" | ")
		}
		w.cells++
		w.children(n)
		return
	}
	if !isBlock(nameOf(n)) {
		w.children(n)
		return
	}
	w.flush()
	before := *w
	w.node, w.cells = n, 0
	switch nameOf(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.kind, w.level, w.headings = annotate.BlockHeading, max(1, int(n.Data[1]-'1')), true
		if w.titles && nameOf(n) == atom.H1 {
			w.kind, w.level = annotate.BlockTitle, 0
		}
	case atom.Blockquote:
		w.kind, w.level = annotate.BlockQuote, 0
	case atom.Li, atom.Dd:
		if w.kind != annotate.BlockList {
			w.level = 0
		}
		w.kind = annotate.BlockList
		w.level++
		if list := n.Parent; nameOf(n) == atom.Li && list != nil && nameOf(list) == atom.Ol && w.number >= 0 { // browsers show it
			w.number = numberOf(n, "value", w.number)
			w.label = strconv.Itoa(w.number) + ". "
			before.number = w.number + 1
		}
	case atom.Ol:
		backwards := slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "reversed" })
		if w.number = -1; !backwards && (attribute(n, "type") == "" || attribute(n, "type") == "1") {
			w.number = numberOf(n, "start", 1)
		}
	case atom.Figcaption:
		w.kind, w.level = annotate.BlockFurniture, 0
	case atom.Pre:
		w.verbatim = true
	}
	w.children(n)
	w.flush()
	if nameOf(n) == atom.Li {
		w.label = ""
	}
	w.kind, w.level, w.verbatim, w.cells, w.node, w.number = before.kind, before.level, before.verbatim, before.cells, before.node, before.number
}

// numberOf returns what an attribute of a list or an item says its number is, from 0, and usual where it says none.
func numberOf(n *html.Node, key string, usual int) int {
	if k, err := strconv.Atoi(attribute(n, key)); err == nil && k >= 0 && k < 1e6 {
		return k
	}
	return usual
}

// nameOf returns the name of an element. Elements that an extractor made have it only in letters.
func nameOf(n *html.Node) atom.Atom {
	if n.DataAtom == 0 {
		return atom.Lookup([]byte(n.Data))
	}
	return n.DataAtom
}

// isHidden reports whether a browser shows none of an element's text as text of the page.
func isHidden(n *html.Node) bool {
	switch nameOf(n) {
	case atom.Head, atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Svg, atom.Select,
		atom.Textarea, atom.Button, atom.Audio, atom.Video, atom.Canvas, atom.Datalist, atom.Title:
		return true
	}
	for _, a := range n.Attr {
		if a.Key == "hidden" || a.Key == "aria-hidden" && a.Val == "true" {
			return true
		}
		if a.Key == "style" && strings.Contains(strings.ReplaceAll(a.Val, " ", ""), "display:none") {
			return true
		}
	}
	return false
}

func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form, atom.H1, atom.H2,
		atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html, atom.Legend, atom.Li, atom.Main, atom.Menu,
		atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Search, atom.Section, atom.Summary, atom.Table, atom.Tbody, atom.Tfoot, atom.Thead,
		atom.Tr, atom.Ul:
		return true
	}
	return false
}
