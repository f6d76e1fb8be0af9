package ingest

import (
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"quoth/annotate"
)

// markdownParser reads CommonMark with strike-through, and with links that are only addresses. Tables stay as they
// are written: each row is readable as it is.
var markdownParser = func() parser.Parser {
	return goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.Linkify)).Parser()
}()

// markdownDraft returns the draft of a Markdown article: its words without their markup.
func markdownDraft(source string) draft {
	fields, body := cutFrontMatter(normalise(source))
	if isTangled(body) {
		d, _ := plainDraft(body, pace{}) // which nothing stops
		d.describeBy(fields, map[int]bool{})
		return d
	}
	m := markdown{source: []byte(body)}
	root := markdownParser.Parse(text.NewReader(m.source))
	m.title = titleHeading(root)
	var d draft
	d.describeBy(fields, map[int]bool{})
	if m.title == nil && d.title != "" {
		m.page.add(annotate.BlockTitle, 0, oneLine(d.title))
		m.headings = true
	}
	m.blocks(root, "", 0)
	d.text, d.pieces, d.marked = m.page.text.String(), m.page.pieces, m.headings
	return d
}

// isTangled reports whether the parser would take very long over a text: it needs time with the square of the depth of
// nested quotes and lists, and of the number of brackets and stars in a paragraph. Nobody writes so.
func isTangled(s string) bool {
	const deepest, most = 100, 1000
	marks := 0
	for line := range strings.Lines(s) {
		start := strings.TrimSpace(line)
		if start == "" || start[0] == '#' || bulletLength(start) > 0 {
			marks = 0
		}
		depth := 0
		for i := 0; i < len(line) && strings.IndexByte("> \t-+*0123456789.)", line[i]) >= 0; i++ {
			if strings.IndexByte(">-+*.)", line[i]) >= 0 {
				depth++
			}
		}
		marks += strings.Count(line, "[") + strings.Count(line, "*") + strings.Count(line, "_") + strings.Count(line, "<") + strings.Count(line, "`") + strings.Count(line, "~")
		if depth > deepest && strings.Trim(line, "-*= \t\n") != "" || marks > most {
			return true
		}
	}
	return false
}

// titleHeading returns the heading that is the title: the first of level 1, if no other heading comes before it.
func titleHeading(root ast.Node) ast.Node {
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok {
			if h.Level == 1 {
				return h
			}
			return nil
		}
	}
	return nil
}

// markdown writes the words of a syntax tree to a page.
type markdown struct {
	source   []byte
	title    ast.Node // the heading that is the article's title; nil if none is
	page     page
	headings bool   // there is one, so none need be guessed
	number   string // of the list item that begins; "" where it has none
}

// blocks writes the children of a container. kind and level are those of a quote or list that
// holds them.
func (m *markdown) blocks(parent ast.Node, kind annotate.BlockKind, level int) {
	number := 0
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			m.heading(n)
		case *ast.Blockquote:
			m.blocks(n, annotate.BlockQuote, 0)
		case *ast.List:
			m.blocks(n, kind, level)
		case *ast.ListItem:
			m.number = ""
			if list, ok := parent.(*ast.List); ok && list.IsOrdered() { // readers see it
				m.number = strconv.Itoa(list.Start+number) + string(rune(list.Marker)) + " "
				number++
			}
			m.blocks(n, annotate.BlockList, level+1)
			m.number = "" // where it has no words
		case *ast.Paragraph, *ast.TextBlock:
			m.paragraph(n, kind, level)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			m.page.add(kind, level, m.numbered(string(n.Lines().Value(m.source))))
		case *ast.HTMLBlock:
			raw := string(n.Lines().Value(m.source))
			if n.HasClosure() {
				raw += string(n.ClosureLine.Value(m.source))
			}
			writeFragment(&m.page, raw)
		}
	}
}

func (m *markdown) heading(n *ast.Heading) {
	m.headings = true
	words := m.numbered(oneLine(m.words(n)))
	if n == m.title {
		m.page.add(annotate.BlockTitle, 0, words)
		return
	}
	m.page.add(annotate.BlockHeading, max(1, n.Level-1), words)
}

func (m *markdown) paragraph(n ast.Node, kind annotate.BlockKind, level int) {
	words := m.words(n)
	// A whole paragraph in italics below the title is the standfirst, if it is not the byline or the date.
	if kind == "" && m.title != nil && n.PreviousSibling() == m.title && isEmphasised(n) && readWording(words).label == noLabel {
		kind = annotate.BlockStandfirst
	}
	m.page.add(kind, level, m.numbered(words))
}

// numbered sets the number of the item that begins before its first words.
func (m *markdown) numbered(words string) string {
	if strings.TrimSpace(words) == "" {
		return words
	}
	words, m.number = m.number+words, ""
	return words
}

// isEmphasised reports whether all of a paragraph is italic or bold.
func isEmphasised(n ast.Node) bool {
	_, ok := n.FirstChild().(*ast.Emphasis)
	return ok && n.ChildCount() == 1
}

// words returns the words of the inline nodes below a block.
func (m *markdown) words(block ast.Node) string {
	var b inline
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			value := string(n.Segment.Value(m.source))
			if n.Parent().Kind() != ast.KindCodeSpan {
				value = unescape(value)
			}
			b.text(value)
			switch {
			case n.HardLineBreak():
				b.lineBreak()
			case n.SoftLineBreak():
				b.text("\n")
			}
		case *ast.String:
			b.text(string(n.Value))
		case *ast.AutoLink:
			b.text(string(n.Label(m.source)))
		case *ast.RawHTML:
			if isLineBreak(string(n.Segments.Value(m.source))) {
				b.lineBreak()
			}
		case *ast.Image:
			// A picture has no words unless it stands alone; then they are its caption.
			if n.Parent().ChildCount() > 1 {
				return ast.WalkSkipChildren, nil
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

func isLineBreak(tag string) bool {
	name := strings.Trim(strings.ToLower(tag), "</ >")
	return name == "br"
}

// unescape resolves the backslashes and entities of Markdown. An escaped "&" begins no entity.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			break
		}
		b.WriteString(html.UnescapeString(s[:i]))
		if !isPunctuation(s[i+1]) {
			b.WriteByte('\\')
		}
		b.WriteByte(s[i+1])
		s = s[i+2:]
	}
	b.WriteString(html.UnescapeString(s))
	return b.String()
}

func isPunctuation(c byte) bool {
	return c > ' ' && c < 0x7F && !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')
}
