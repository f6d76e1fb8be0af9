// Package elements reads the elements of an XML file one after the other, many times as fast as the library of Go and
// as strictly: what that takes for malformed is an error with its line.
//
// It reads what datasets have. A document type is refused: datasets need none, and its entities could be made to grow
// without end. The five entities of XML and characters by number are known; comments and processing instructions are
// passed over; names are resolved by their namespaces. A file is UTF-8.
package elements

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Kind is what a token is.
type Kind int

// The kinds. An element without content is a start and an end.
const (
	Start Kind = iota // Name and Attrs say more
	End               // Name says of which
	Text              // Words, of which some may be in the next token
)

// Name is a name in a namespace: "" for none. A prefix that stands for none is taken for its name.
type Name struct{ Space, Local string }

// Attr is an attribute. Declarations of namespaces are attributes, too, in the space "xmlns" or of that name.
type Attr struct {
	Name  Name
	Value string
}

// Malformed says what of a file is not XML.
type Malformed struct {
	Line   int // from 1
	Reason string
}

func (e *Malformed) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Reason) }

// ErrDocumentType says that a file has a document type.
var ErrDocumentType = errors.New("it has a document type, which datasets do not need and which can do harm; take <!DOCTYPE …> out")

// tooLong says that a name or a namespace is longer than any is.
const tooLong = "a name of more than %d bytes"

// cutOff says that a file ends before its last element does.
const cutOff = "the file ends before its last element does: it is cut off"

// Reader reads the tokens of a file. It holds one at a time.
type Reader struct {
	Name  Name   // of the element that began or ended
	Attrs []Attr // of the element that began; the list is good until the next token
	Words []byte // good until the next token

	r    io.Reader
	err  error  // of r
	buf  []byte // what was read of it
	at   int    // where in buf the next token begins
	line int    // at buf[counted]
	// counted is how much of buf is in line.
	counted int

	names    map[string]*name
	open     []*name   // elements that have begun, the innermost last
	spaces   []binding // of namespaces, the latest last
	resolved int       // counts how often spaces have changed
	empty    bool      // the element that began ends at once
}

const (
	bufferSize = 1 << 16
	// mostKept is how much memory is kept for the next file.
	mostKept = 1 << 20
	// mostNames is how many names are remembered, and longestName how many bytes one has at most; so has a namespace.
	mostNames   = 1 << 12
	longestName = 1 << 12
	// mostSpaces is how many declarations of namespaces hold at a time: they are looked through one by one.
	mostSpaces = 1 << 8
	// giant is the length of a token for which room is made at once, and mostGiant how much.
	giant     = 32 << 20
	mostGiant = 256 << 20
)

// New returns the tokens of r.
func New(r io.Reader) *Reader {
	x := &Reader{}
	x.Reset(r)
	return x
}

// Reset begins another file, in the same memory.
func (x *Reader) Reset(r io.Reader) {
	if cap(x.buf) > mostKept {
		x.buf = nil
	}
	if x.names == nil || len(x.names) == mostNames {
		x.names = map[string]*name{}
	}
	*x = Reader{r: r, line: 1, names: x.names, resolved: x.resolved + 1, buf: x.buf[:0], open: x.open[:0], spaces: x.spaces[:0], Attrs: x.Attrs[:0]}
}

// Line returns the number of the line at which the next token begins, from 1.
func (x *Reader) Line() int { return x.lineAt(0) }

// lineAt returns the line of the byte i of the token.
func (x *Reader) lineAt(i int) int {
	to := min(x.at+i, len(x.buf))
	if to < x.counted {
		return x.line - bytes.Count(x.buf[to:x.counted], []byte("\n"))
	}
	x.line += bytes.Count(x.buf[x.counted:to], []byte("\n"))
	x.counted = to
	return x.line
}

// wrong is an error at the byte i of the token.
func (x *Reader) wrong(i int, format string, args ...any) error {
	return &Malformed{Line: x.lineAt(i), Reason: fmt.Sprintf(format, args...)}
}

// ended is the error of a token that goes on behind the end of what can be read.
func (x *Reader) ended() error {
	if x.err != nil && x.err != io.EOF {
		return x.err
	}
	return x.wrong(len(x.buf), cutOff)
}

// more reads on, behind what there is of the token; false at the end or an error.
func (x *Reader) more() bool {
	if x.err != nil {
		return false
	}
	if x.at > 0 {
		x.lineAt(0)
		x.buf = x.buf[:copy(x.buf, x.buf[x.at:])]
		x.counted -= x.at
		x.at = 0
	}
	if len(x.buf) == cap(x.buf) {
		more := max(bufferSize, len(x.buf))
		if more >= giant { // at once: it is held twice while room is made, and what is not written yet takes no memory
			more = max(more, mostGiant)
		}
		x.buf = slices.Grow(x.buf, more)
	}
	for range 100 {
		n, err := x.r.Read(x.buf[len(x.buf):cap(x.buf)])
		x.buf = x.buf[:len(x.buf)+n]
		if x.err = err; n > 0 {
			return true
		}
		if err != nil {
			return false
		}
	}
	x.err = io.ErrNoProgress
	return false
}

// has reports whether the token has so many bytes.
func (x *Reader) has(n int) bool {
	for len(x.buf)-x.at < n {
		if !x.more() {
			return false
		}
	}
	return true
}

// find returns where in the token words stand, from byte i on; -1 where they do not.
func (x *Reader) find(i int, words string) int {
	for {
		if rest := x.buf[x.at:]; len(rest) >= i {
			if n := bytes.Index(rest[i:], []byte(words)); n >= 0 {
				return i + n
			}
			i = max(i, len(rest)-len(words)+1)
		}
		if !x.more() {
			return -1
		}
	}
}

// Next reads the next token. The error is [io.EOF] after the last element, [ErrDocumentType], *[Malformed], or that of the
// reader.
func (x *Reader) Next() (Kind, error) {
	if x.empty {
		x.empty = false
		return End, x.close()
	}
	for {
		if !x.has(1) {
			if len(x.open) > 0 || x.err != io.EOF {
				return 0, x.ended()
			}
			return 0, io.EOF
		}
		if x.buf[x.at] != '<' {
			return Text, x.text()
		}
		if !x.has(2) {
			return 0, x.ended()
		}
		var err error
		switch x.buf[x.at+1] {
		case '/':
			return End, x.end()
		case '?':
			err = x.instruction()
		case '!':
			var words bool
			if words, err = x.mark(); words || err != nil {
				return Text, err
			}
		default:
			return Start, x.start()
		}
		if err != nil {
			return 0, err
		}
	}
}

// text reads words up to the next element.
func (x *Reader) text() (err error) {
	n := x.find(0, "<")
	if n < 0 {
		if x.err != io.EOF {
			return x.err
		}
		n = len(x.buf) - x.at
	}
	x.Words, err = x.decode(0, n, inText)
	x.at += n
	return err
}

// mark reads what begins with <!, and reports whether it is words.
func (x *Reader) mark() (words bool, err error) {
	const comment, verbatim = "<!--", "<![CDATA["
	x.has(len(verbatim))
	head := string(x.buf[x.at:min(x.at+len(verbatim), len(x.buf))])
	switch {
	case strings.HasPrefix(head, comment):
		n := x.find(len(comment), "--")
		if n < 0 || !x.has(n+3) {
			return false, x.ended()
		}
		if x.buf[x.at+n+2] != '>' {
			return false, x.wrong(n, `a comment has "--" in it`)
		}
		x.at += n + 3
		return false, nil
	case head == verbatim:
		n := x.find(len(verbatim), "]]>")
		if n < 0 {
			return false, x.ended()
		}
		x.Words, err = x.decode(len(verbatim), n, inVerbatim)
		x.at += n + 3
		return true, err
	case strings.HasPrefix(comment, head) || strings.HasPrefix(verbatim, head):
		return false, x.ended()
	case head[2] == '[' || head[2] == '-':
		return false, x.wrong(0, "<!%c begins neither a comment nor words that are taken as they are", head[2])
	}
	return false, ErrDocumentType
}

// instruction passes over a processing instruction. The one at the beginning says what is not as this package reads it.
func (x *Reader) instruction() error {
	n := x.find(2, "?>")
	if n < 0 {
		return x.ended()
	}
	words := x.buf[x.at+2 : x.at+n]
	target := words[:nameLength(words)]
	if !isName(target) {
		return x.wrong(0, "<? without a name behind it")
	}
	if string(target) == "xml" {
		rest := words[len(target):]
		if v, ok := quoted(rest, "version"); ok && v != "1.0" {
			return x.wrong(0, "it is XML %q, which nothing but 1.0 is known of", v)
		}
		if v, ok := quoted(rest, "encoding"); ok && !strings.EqualFold(v, "utf-8") {
			return x.wrong(0, "it is said to be written in %q; save it as UTF-8", v)
		}
	}
	x.at += n + 2
	return nil
}

// quoted returns what an instruction says of a key.
func quoted(b []byte, key string) (value string, ok bool) {
	for {
		_, rest, ok := bytes.Cut(b, []byte(key))
		if !ok {
			return "", false
		}
		b = rest
		if rest, ok = bytes.CutPrefix(bytes.TrimLeft(rest, blanks), []byte("=")); !ok {
			continue
		}
		if rest = bytes.TrimLeft(rest, blanks); len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
			continue
		}
		if in, _, ok := bytes.Cut(rest[1:], rest[:1]); ok {
			return string(in), true
		}
	}
}

const blanks = " \t\r\n"

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// tag returns where in the token the > is that ends it.
func (x *Reader) tag() int {
	var quote byte
	for i := 1; ; {
		rest := x.buf[x.at:]
		for i < len(rest) {
			if quote != 0 {
				n := bytes.IndexByte(rest[i:], quote)
				if n < 0 {
					i = len(rest)
					break
				}
				i += n + 1
				quote = 0
				continue
			}
			switch c := rest[i]; c {
			case '>':
				return i
			case '"', '\'':
				quote = c
			}
			i++
		}
		if !x.more() {
			return -1
		}
	}
}

// start reads the beginning of an element.
func (x *Reader) start() error {
	end := x.tag()
	if end < 0 {
		return x.ended()
	}
	b := x.buf[x.at : x.at+end]
	i := 1 + nameLength(b[1:])
	if i-1 > longestName {
		return x.wrong(1, tooLong, longestName)
	}
	element := x.name(b[1:i])
	if element == nil {
		return x.wrong(1, "< without the name of an element behind it; write &lt; for the sign")
	}
	type place struct {
		name     *name
		from, to int
	}
	var few [16]place
	attrs := few[:0]
	for {
		for i < end && isBlank(b[i]) {
			i++
		}
		if i == end {
			break
		}
		if b[i] == '/' {
			if i+1 < end {
				return x.wrong(i, "/ without > behind it in the element %q", clip(element.raw))
			}
			x.empty = true
			break
		}
		from := i
		i += nameLength(b[i:])
		if i-from > longestName {
			return x.wrong(from, tooLong, longestName)
		}
		key := x.name(b[from:i])
		if key == nil {
			return x.wrong(from, "no name of an attribute where one is expected in the element %q", clip(element.raw))
		}
		for i < end && isBlank(b[i]) {
			i++
		}
		if i == end || b[i] != '=' {
			return x.wrong(i, "the attribute %q without = in the element %q", clip(key.raw), clip(element.raw))
		}
		for i++; i < end && isBlank(b[i]); i++ {
		}
		if i == end || b[i] != '"' && b[i] != '\'' {
			return x.wrong(i, "the value of the attribute %q without quotation marks in the element %q", clip(key.raw), clip(element.raw))
		}
		n := bytes.IndexByte(b[i+1:], b[i])
		if n < 0 {
			return x.wrong(i, "the value of the attribute %q has no end", clip(key.raw))
		}
		value, err := x.decode(i+1, i+1+n, inValue)
		if err != nil {
			return err
		}
		attrs = append(attrs, place{key, i + 1, i + 1 + len(value)})
		i += n + 2
	}
	all := string(b) // of which every value is a part
	x.open = append(x.open, element)
	x.Attrs = slices.Grow(x.Attrs[:0], len(attrs))
	for _, p := range attrs {
		value := all[p.from:p.to]
		x.Attrs = append(x.Attrs, Attr{Value: value})
		var err error
		switch {
		case p.name.prefix == "xmlns":
			err = x.bind(p.name.local, value)
		case p.name.raw == "xmlns":
			err = x.bind("", value)
		}
		if err != nil {
			return err
		}
	}
	x.Name = Name{x.elementSpace(element), element.local}
	for i, p := range attrs {
		x.Attrs[i].Name = Name{Local: p.name.local}
		if p.name.prefix != "" {
			x.Attrs[i].Name.Space = x.space(p.name.prefix)
		}
	}
	// Values are decoded in place, where they become shorter; lines go by what stood there.
	x.at += end + 1
	return nil
}

// end reads the end of an element.
func (x *Reader) end() error {
	n := x.find(2, ">")
	if n < 0 {
		return x.ended()
	}
	b := bytes.TrimRight(x.buf[x.at+2:x.at+n], blanks)
	if len(x.open) == 0 {
		return x.wrong(0, "</%s> ends what has not begun", clip(string(b)))
	}
	if begun := x.open[len(x.open)-1].raw; string(b) != begun {
		return x.wrong(0, "<%s> is ended by </%s>", clip(begun), clip(string(b)))
	}
	x.at += n + 1
	return x.close()
}

// close ends the innermost element.
func (x *Reader) close() error {
	last := len(x.open) - 1
	element := x.open[last]
	x.Name = Name{x.elementSpace(element), element.local}
	x.Attrs = x.Attrs[:0]
	for n := len(x.spaces); n > 0 && x.spaces[n-1].depth == len(x.open); n-- {
		x.spaces = x.spaces[:n-1]
		x.resolved++
	}
	x.open = x.open[:last]
	return nil
}

// clip shortens what stands in a file for a message.
func clip(s string) string {
	const most = 40
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
