package ingest

import (
	"maps"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"quoth/annotate"
)

// draft is an article on its way to a document: its final text, cut into pieces, and what its
// source said about it.
type draft struct {
	text     string
	pieces   []piece
	title    string // as the source gives it; "" if it does not
	language string
	meta     map[string]string

	// marked is true where the source has headings of its own, so that none need be guessed.
	marked bool
}

// plainDraft returns the draft of a plain text. The text stays as it is but for normalise.
func plainDraft(text string, p pace) (draft, error) {
	text = normalise(text)
	pieces, err := layOut(text, p)
	return draft{text: text, pieces: pieces}, err
}

// setMeta notes a fact unless it is empty or known already.
func (d *draft) setMeta(key, value string) {
	value = strings.TrimSpace(normalise(value))
	if value == "" || d.meta[key] != "" {
		return
	}
	if d.meta == nil {
		d.meta = map[string]string{}
	}
	d.meta[key] = value
}

// document classifies the pieces of a draft and freezes it.
func (d *draft) document(name string, opts Options, p pace) (*annotate.Document, error) {
	if len(d.pieces) == 0 {
		return nil, &Error{Reason: "holds no text"}
	}
	blocks, found, err := classify(d.text, d.pieces, d.marked, d.title, p)
	if err != nil {
		return nil, err
	}
	doc := &annotate.Document{
		ID:       annotate.DocumentIDOf(d.text),
		Title:    found.title,
		Language: language(d, opts),
		Text:     d.text,
		Blocks:   blocks,
	}
	if name != "" {
		d.setMeta(annotate.MetaSource, shortName(name))
	}
	for key, value := range found.meta {
		d.setMeta(key, value)
	}
	doc.Meta = maps.Clone(d.meta)
	if doc.Title == "" {
		doc.Title = oneLine(normalise(d.title))
	}
	if doc.Title == "" {
		doc.Title = firstWords(d.text[blocks[0].Span.Start:], 80)
	}
	return doc, nil
}

// oneLine joins the words of a text with single spaces.
func oneLine(s string) string {
	gap := true
	for _, r := range s {
		space := unicode.IsSpace(r)
		if space && (gap || r != ' ') {
			return strings.Join(strings.Fields(s), " ")
		}
		gap = space
	}
	return strings.TrimSuffix(s, " ")
}

// firstWords returns the words with which a text begins, as many as fit in n code points. A text
// that is longer is cut after a word and ends with "…"; where there is no space to cut at, as in
// Chinese, it is cut between two grapheme clusters.
func firstWords(text string, n int) string {
	head := text[:min(len(text), 16*n)] // more than n code points and the white space between them should need
	whole := len(head) == len(text)
	line := oneLine(strings.ToValidUTF8(head, "")) // the cut may have gone through a character
	if whole && utf8.RuneCountInString(line) <= n {
		return line
	}
	count, end, space := 0, 0, 0
	for g := graphemes.FromString(line); g.Next(); {
		count += utf8.RuneCountInString(g.Value())
		if g.Value() == " " && count <= n {
			space = end
		}
		if count > n-1 { // the "…" needs the last one
			break
		}
		end += len(g.Value())
	}
	if space > end/2 {
		end = space
	}
	return strings.TrimRight(line[:end], " ,;:–—-") + "…"
}

// page writes the text of an article whose source has markup. Pieces are a blank line apart.
type page struct {
	text   strings.Builder
	pieces []piece
	titled bool // it has a title
}

// add appends a piece. A text with blank lines in it becomes several pieces of the same kind. The
// title is one line, and a second one is a heading.
func (p *page) add(kind annotate.BlockKind, level int, text string) {
	text = normalise(text)
	if kind == annotate.BlockTitle {
		text = oneLine(text)
		if p.titled {
			kind, level = annotate.BlockHeading, 1
		}
		p.titled = p.titled || text != ""
	}
	for part := range strings.SplitSeq(text, "\n\n") {
		s, ok := trimmed(part, 0, len(part))
		for ok && p.text.Len() == 0 && strings.HasPrefix(part[s.Start:s.End], "\uFEFF") {
			// Trimming uncovered a byte order mark, with which no text begins.
			s, ok = trimmed(part, s.Start+len("\uFEFF"), s.End)
		}
		if !ok {
			continue
		}
		if p.text.Len() > 0 {
			p.text.WriteString("\n\n")
		}
		start := p.text.Len()
		p.text.WriteString(part[s.Start:s.End])
		p.pieces = append(p.pieces, piece{annotate.Span{Start: start, End: p.text.Len()}, kind, level})
	}
}
