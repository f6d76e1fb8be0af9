package elements

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// name is a name as it is written.
type name struct {
	raw, prefix, local string
	space              string // of an element of that name
	resolved           int    // when that was
}

// binding says what a prefix stands for within an element.
type binding struct {
	prefix, space string
	depth         int
}

// bind says what a prefix stands for from now on.
func (x *Reader) bind(prefix, space string) error {
	switch {
	case len(space) > longestName:
		return x.wrong(0, tooLong, longestName)
	case len(x.spaces) == mostSpaces:
		return x.wrong(0, "more than %d namespaces are declared", mostSpaces)
	}
	x.spaces = append(x.spaces, binding{prefix, strings.Clone(space), len(x.open)}) // without the element that it stands in
	x.resolved++
	return nil
}

// space returns what a prefix stands for.
func (x *Reader) space(prefix string) string {
	switch prefix {
	case "xmlns":
		return prefix
	case "xml":
		prefix = "http://www.w3.org/XML/1998/namespace"
	}
	for i := len(x.spaces) - 1; i >= 0; i-- {
		if x.spaces[i].prefix == prefix {
			return x.spaces[i].space
		}
	}
	return prefix
}

func (x *Reader) elementSpace(n *name) string {
	if n.resolved != x.resolved {
		if n.resolved = x.resolved; n.raw == "xmlns" {
			n.space = ""
		} else {
			n.space = x.space(n.prefix)
		}
	}
	return n.space
}

// name returns a name as it is written, or nil where it is none.
func (x *Reader) name(raw []byte) *name {
	if n := x.names[string(raw)]; n != nil {
		return n
	}
	if !isName(raw) || bytes.Count(raw, []byte(":")) > 1 {
		return nil
	}
	n := &name{raw: string(raw)}
	var ok bool
	if n.prefix, n.local, ok = strings.Cut(n.raw, ":"); !ok || n.prefix == "" || n.local == "" {
		n.prefix, n.local = "", n.raw
	}
	if len(x.names) < mostNames {
		x.names[n.raw] = n
	}
	return n
}

// nameLength returns how many bytes at the beginning may be a name.
func nameLength(b []byte) int {
	for i, c := range b {
		if c < utf8.RuneSelf && ascii[c]&inName == 0 {
			return i
		}
	}
	return len(b)
}

// isName reports whether bytes are a name.
func isName(b []byte) bool {
	if len(b) == 0 || b[0] < utf8.RuneSelf && ascii[b[0]]&beginsName == 0 {
		return false
	}
	for i, r := range string(b) {
		switch {
		case r < utf8.RuneSelf:
			if ascii[r]&inName == 0 {
				return false
			}
		case r == utf8.RuneError && !bytes.HasPrefix(b[i:], []byte("\ufffd")), !letter(r) && (i == 0 || !further(r)):
			return false
		}
	}
	return true
}

// letter reports whether names may begin with a character, by XML 1.0, fifth edition.
func letter(r rune) bool {
	return r >= 0xc0 && r <= 0x2ff && r != 0xd7 && r != 0xf7 || r >= 0x370 && r <= 0x1fff && r != 0x37e || r == 0x200c || r == 0x200d ||
		r >= 0x2070 && r <= 0x218f || r >= 0x2c00 && r <= 0x2fef || r >= 0x3001 && r <= 0xd7ff ||
		r >= 0xf900 && r <= 0xfdcf || r >= 0xfdf0 && r <= 0xfffd || r >= 0x10000 && r <= 0xeffff
}

// further reports whether names may have a character that they may not begin with.
func further(r rune) bool { return r == 0xb7 || r >= 0x300 && r <= 0x36f || r == 0x203f || r == 0x2040 }

// What is to be known of a byte.
const (
	beginsName = 1 << iota
	inName
	special // in words: has to be looked at
)

var ascii = func() (t [256]byte) {
	for c := range t {
		b := byte(c)
		switch {
		case b|0x20 >= 'a' && b|0x20 <= 'z' || b == '_' || b == ':':
			t[c] = beginsName | inName
		case b >= '0' && b <= '9' || b == '-' || b == '.':
			t[c] = inName
		case b < ' ' && b != '\t' && b != '\n', b == '&', b == '<', b == '>', b == 0xef: // U+FFFE and U+FFFF begin with the last
			t[c] = special
		}
	}
	return t
}()
