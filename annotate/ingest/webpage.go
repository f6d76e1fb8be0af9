package ingest

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	trafilatura "github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"quoth/annotate"
)

// largestPage is the most bytes of a page whose article is looked for. The search takes seconds for a page
// of this size; of larger ones, which are books, all visible text is taken.
const largestPage = 4 << 20

// pageDraft returns the draft of a whole web page: its article, without what stands around it.
// It is false if the page cannot be parsed or no text is found in it.
func pageDraft(source string) (draft, bool) {
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return draft{}, false
	}
	remove(root, atom.Noscript) // the parser takes what is in it for text
	seen := look(root)
	var content *html.Node
	var about trafilatura.Metadata
	if len(source) <= largestPage {
		content, about = extract(root)
	}
	if content == nil {
		content = likelyArticle(root)
		remove(content, atom.Nav, atom.Footer, atom.Aside, atom.Form)
	}
	title := seen.bestTitle(about.Title)
	body := page{}
	w := walker{page: &body}
	w.visit(content)
	w.flush()
	if len(body.pieces) == 0 {
		return draft{}, false
	}

	var d draft
	byline := seen.byline(title)
	d.assemble(&body, title, seen.standfirst(title, about.Description), byline)
	d.marked = true
	d.language = seen.language
	d.setMeta(annotate.MetaPublished, seen.published)
	if !about.Date.IsZero() {
		d.setMeta(annotate.MetaPublished, about.Date.Format("2006-01-02"))
	}
	d.setMeta(annotate.MetaURL, webAddress(seen.canonical))
	d.setMeta(annotate.MetaURL, webAddress(about.URL))
	if byline != "" {
		about.Author = byline // extractors may find one of several authors
	}
	d.setMeta(annotate.MetaByline, authors(about.Author))
	d.setMeta(annotate.MetaPublisher, oneLine(about.Sitename))
	d.setMeta(annotate.MetaSection, seen.section)
	return d, true
}

// authors returns the names that the extractor found, separated by commas and without "By".
func authors(found string) string {
	found = strings.ReplaceAll(oneLine(found), "; ", ", ")
	if names, _, ok := bylineNames(found); ok {
		return names
	}
	return found
}

// extract returns the element that holds the article, nil if there is none, and what the page says about it.
// The extractor does not fetch anything. A page that makes it panic is treated as one without an article.
func extract(root *html.Node) (content *html.Node, about trafilatura.Metadata) {
	defer func() {
		if recover() != nil {
			content = nil
		}
	}()
	result, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		EnableFallback:  true,
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Fast, // the extensive search takes dates out of the article's own sentences
	})
	if err != nil || result == nil {
		return nil, trafilatura.Metadata{}
	}
	// Where it finds little, it glues the words of all elements together, without spaces.
	if utf8.RuneCountInString(result.ContentText) < trafilatura.DefaultConfig().MinExtractedSize {
		return nil, result.Metadata
	}
	return result.ContentNode, result.Metadata
}

// likelyArticle returns the element that most likely holds the article: the first <article>, else
// <main>, else the whole page.
func likelyArticle(root *html.Node) *html.Node {
	for _, name := range []atom.Atom{atom.Article, atom.Main} {
		for n := range root.Descendants() {
			if n.DataAtom == name {
				return n
			}
		}
	}
	return root
}

// remove removes the elements of some names below a node.
func remove(n *html.Node, names ...atom.Atom) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if slices.Contains(names, c.DataAtom) {
			n.RemoveChild(c)
		} else {
			remove(c, names...)
		}
		c = next
	}
}

// assemble writes the article of a page: its title first, the standfirst and the byline below it, then the rest. Where they
// already stand in the body they stay there.
func (d *draft) assemble(body *page, title, standfirst, byline string) {
	text := body.text.String()
	at := func(i int) string { return oneLine(text[body.pieces[i].span.Start:body.pieces[i].span.End]) }
	titleAt, standfirstAt, bylineAt := -1, -1, -1
	for i := range body.pieces[:min(len(body.pieces), 8)] {
		switch s := at(i); {
		case titleAt < 0 && title != "" && s == title:
			titleAt = i
			body.pieces[i].kind, body.pieces[i].level = annotate.BlockTitle, 0
		case standfirstAt < 0 && standfirst != "" && s == standfirst:
			standfirstAt = i
			body.pieces[i].kind, body.pieces[i].level = annotate.BlockStandfirst, 0
		case bylineAt < 0 && readWording(s).label == isByline:
			bylineAt = i
		}
	}
	var p page
	write := func(from, to int) {
		for i, b := range body.pieces[from:to] {
			// Extractors put a teaser above the title that is only the beginning of the article.
			if from+i < titleAt && isRepeated(at(from+i), text[body.pieces[titleAt].span.End:]) {
				continue
			}
			p.add(b.kind, b.level, text[b.span.Start:b.span.End])
		}
	}
	if titleAt < 0 {
		p.add(annotate.BlockTitle, 0, title)
	}
	write(0, titleAt+1)
	if standfirstAt < 0 && standfirst != "" {
		p.add(annotate.BlockStandfirst, 0, standfirst)
	}
	first := max(titleAt, standfirstAt) + 1
	write(titleAt+1, first)
	if bylineAt < 0 && byline != "" {
		p.add("", 0, byline)
	}
	write(first, len(body.pieces))
	d.text, d.pieces = p.text.String(), p.pieces
}

// isRepeated reports whether a text, cut off with "…" or not, stands in what follows it.
func isRepeated(s, after string) bool {
	s = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(s, " […]"), "..."), " ")
	return len(s) > 20 && strings.Contains(oneLine(after), s)
}

// sight is what a reader sees of a page, and what its head says to machines.
type sight struct {
	blocks    []seenBlock
	h1        []string
	names     map[string]string // <meta> by name, property or itemprop, in small letters
	pageTitle string
	canonical string
	language  string
	published string
	section   string
}

type seenBlock struct {
	text string
	node *html.Node // the element that holds it
}

func look(root *html.Node) *sight {
	s := &sight{names: map[string]string{}}
	s.head(root)
	var p page
	w := walker{page: &p}
	w.wrote = func(b piece, n *html.Node) {
		text := oneLine(p.text.String()[b.span.Start:b.span.End])
		s.blocks = append(s.blocks, seenBlock{text, n})
		if n != nil && n.DataAtom == atom.H1 {
			s.h1 = append(s.h1, text)
		}
	}
	w.visit(root)
	w.flush()
	for _, name := range []string{"article:published_time", "datepublished", "og:published_time", "parsely-pub-date", "pubdate", "date", "dc.date"} {
		if s.published = dateValue(s.names[name]); s.published != "" {
			break
		}
	}
	s.section = oneLine(s.names["article:section"])
	if s.language == "" {
		s.language = s.names["og:locale"]
	}
	return s
}

// head collects what the elements of a page say without being seen.
func (s *sight) head(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		s.language = attribute(n, "lang")
	case atom.Title:
		if s.pageTitle == "" && n.FirstChild != nil && n.Namespace == "" {
			s.pageTitle = oneLine(n.FirstChild.Data)
		}
	case atom.Link:
		if strings.EqualFold(attribute(n, "rel"), "canonical") && s.canonical == "" {
			s.canonical = attribute(n, "href")
		}
	case atom.Meta, atom.Time:
		for _, key := range []string{"property", "name", "itemprop"} {
			name := strings.ToLower(attribute(n, key))
			value := attribute(n, "content")
			if n.DataAtom == atom.Time {
				value = attribute(n, "datetime")
			}
			if name != "" && s.names[name] == "" {
				s.names[name] = value
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		s.head(c)
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return strings.TrimSpace(a.Val)
		}
	}
	return ""
}

// bestTitle returns the visible heading that says what the page's own title says, else that title. Titles for machines often
// have the name of the site at their end, and the first <h1> of a page may be that name alone.
func (s *sight) bestTitle(extracted string) string {
	told := oneLine(extracted + " " + s.names["og:title"] + " " + s.pageTitle)
	if told == "" && len(s.h1) == 1 {
		return s.h1[0]
	}
	known := wordSet(strings.ToLower(told))
	best, bestWords := "", 0
	for _, h := range s.h1 {
		words := strings.Fields(strings.ToLower(h))
		same := 0
		for _, w := range words {
			if known[w] {
				same++
			}
		}
		if same*5 >= len(words)*3 && same > bestWords {
			best, bestWords = h, same
		}
	}
	for _, title := range []string{best, extracted, s.names["og:title"], s.pageTitle} {
		if title = oneLine(normalise(title)); title != "" && (bestWords != 1 || title != best || len(s.h1) == 1) {
			return title
		}
	}
	return ""
}

// nearTitle is how many blocks below the title a standfirst may stand.
const nearTitle = 8

// standfirst returns the text of the block below the title that is the page's standfirst, "" if
// there is none: an element that calls itself so, or one that says what the page's description says.
// A description that only repeats the first paragraph is no standfirst.
func (s *sight) standfirst(title, description string) string {
	description = oneLine(normalise(description))
	for i, b := range s.blocks {
		if b.text != title || title == "" {
			continue
		}
		for _, c := range s.blocks[i+1 : min(len(s.blocks), i+1+nearTitle)] {
			if c.node == nil || c.text == title || len(c.text) > 600 || columns(c.text) < 20 || readWording(c.text).label != noLabel {
				continue
			}
			if namesStandfirst(c.node) || c.text == description && !isFirstParagraph(c.node) {
				return c.text
			}
		}
	}
	return ""
}

// byline returns the text of the block below the title that names the authors, "" if there is none. Extractors leave it out.
func (s *sight) byline(title string) string {
	at := slices.IndexFunc(s.blocks, func(b seenBlock) bool { return title != "" && b.text == title })
	if at < 0 {
		return ""
	}
	for _, c := range s.blocks[at+1 : min(len(s.blocks), at+1+nearTitle)] {
		if len(c.text) < 200 && readWording(c.text).label == isByline {
			return c.text
		}
	}
	return ""
}

func namesStandfirst(n *html.Node) bool {
	for ; n != nil && n.DataAtom != atom.Article && n.DataAtom != atom.Body; n = n.Parent {
		class := strings.ToLower(attribute(n, "class") + " " + attribute(n, "itemprop") + " " + attribute(n, "data-testid"))
		for _, name := range []string{"standfirst", "subtitle", "sub-title", "subheadline", "strapline"} {
			if strings.Contains(class, name) {
				return true
			}
		}
		if len(n.Attr) > 0 {
			return false // the first element with a name of its own decides
		}
	}
	return false
}

// isFirstParagraph reports whether an element is a plain paragraph with another one after it.
func isFirstParagraph(n *html.Node) bool {
	if n.DataAtom != atom.P || len(n.Attr) > 0 {
		return false
	}
	next := n.NextSibling
	for next != nil && next.Type != html.ElementNode {
		next = next.NextSibling
	}
	return next != nil && next.DataAtom == atom.P && len(next.Attr) == 0
}

// webAddress returns an absolute http or https address, "" for anything else.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
