package annotate

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"unsafe"

	"quoth/annotate/offset"
)

// DocumentID identifies a document by its text: two articles with the same text are one document.
type DocumentID string

// DocumentIDOf returns the identity of a text: the first 16 bytes of its SHA-256 in hexadecimal.
func DocumentIDOf(text string) DocumentID {
	sum := sha256.Sum256(unsafe.Slice(unsafe.StringData(text), len(text))) // a copy would cost a third of the whole
	return DocumentID(hex.EncodeToString(sum[:16]))
}

// BlockKind says what part of an article a block is.
type BlockKind string

// The parts of an article. Kicker is the section label above a title; furniture is what the page
// added to the article: reading time, "Share", "Sources".
const (
	BlockTitle      BlockKind = "title"
	BlockStandfirst BlockKind = "standfirst"
	BlockByline     BlockKind = "byline"
	BlockKicker     BlockKind = "kicker"
	BlockHeading    BlockKind = "heading"
	BlockParagraph  BlockKind = "paragraph"
	BlockQuote      BlockKind = "quote"
	BlockList       BlockKind = "list"
	BlockFurniture  BlockKind = "furniture"
)

// BlockKinds lists every kind of block, in the order in which articles have them.
var BlockKinds = []BlockKind{
	BlockKicker, BlockTitle, BlockStandfirst, BlockByline, BlockFurniture,
	BlockHeading, BlockParagraph, BlockQuote, BlockList,
}

// Block is one part of an article. A list block is one item of a list.
type Block struct {
	Kind  BlockKind
	Span  Span // without the line feeds around it
	Level int  // depth of a heading or list item, from 1; 0 for all others
}

// The metadata keys that Quoth itself reads and writes. A document may carry others.
const (
	MetaPublished   = "published"    // date or time, ISO 8601
	MetaURL         = "url"          // canonical address
	MetaByline      = "byline"       // the authors, as printed
	MetaPublisher   = "publisher"    // newspaper, agency or site
	MetaSection     = "section"      // "World News"
	MetaReadingTime = "reading_time" // "5 min read"
	MetaSource      = "source"       // name of the file that the text came from
)

// Document is one article. Its text never changes: its hash is the document's identity.
type Document struct {
	ID       DocumentID
	Title    string
	Language string            // BCP 47, "" where unknown
	Meta     map[string]string // see the Meta constants
	Text     string            // UTF-8, lines end with \n
	Blocks   []Block           // ascending, disjoint

	once    sync.Once
	offsets *offset.Table
}

// Offsets returns the table of boundaries and unit conversions of the text. It is built once.
func (d *Document) Offsets() *offset.Table {
	d.once.Do(func() { d.offsets = offset.New(d.Text) })
	return d.offsets
}

// Surface returns the words of the spans; those of a broken span are joined by " … ".
func (d *Document) Surface(spans []Span) string {
	if len(spans) == 1 {
		return d.Text[spans[0].Start:spans[0].End]
	}
	s := ""
	for i, sp := range spans {
		if i > 0 {
			s += " … "
		}
		s += d.Text[sp.Start:sp.End]
	}
	return s
}

// BlockAt returns the index of the block that holds the byte offset, or of the last block that
// begins before it; -1 where there is none.
func (d *Document) BlockAt(off int) int {
	lo, hi := 0, len(d.Blocks)
	for lo < hi {
		m := (lo + hi) / 2
		if d.Blocks[m].Span.Start <= off {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo - 1
}
