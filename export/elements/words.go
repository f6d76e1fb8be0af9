package elements

import (
	"bytes"
	"unicode/utf8"
)

// where words stand.
type where int

const (
	inText where = iota
	inValue
	inVerbatim
)

// decode returns the words between two bytes of the token as they are meant. It writes them over what stands there.
func (x *Reader) decode(from, to int, in where) ([]byte, error) {
	b := x.buf[x.at+from : x.at+to]
	var high byte
	i := 0
	for ; i < len(b) && ascii[b[i]]&special == 0; i++ {
		high |= b[i]
	}
	if i == len(b) && high < utf8.RuneSelf {
		return b, nil
	}
	if !utf8.Valid(b) {
		return nil, x.wrong(from, "it is not UTF-8")
	}
	if i == len(b) {
		return b, nil
	}
	x.lineAt(to) // before lines change
	out, brackets := i, 0
	for brackets < i && b[i-1-brackets] == ']' {
		brackets++
	}
	for i < len(b) {
		c := b[i]
		switch {
		case c == ']':
			brackets++
			b[out] = c
			out++
			i++
			continue
		case ascii[c]&special == 0:
		case c == '\r':
			if i+1 < len(b) && b[i+1] == '\n' {
				i++
			}
			c = '\n'
		case c < ' ', bytes.HasPrefix(b[i:], []byte("\ufffe")), bytes.HasPrefix(b[i:], []byte("\uffff")):
			return nil, x.wrong(from+i, "the character U+%04X, which XML cannot hold", first(b[i:]))
		case c == '&' && in != inVerbatim:
			r, n := entity(b[i:])
			if n == 0 {
				words, _, _ := bytes.Cut(b[i:min(len(b), i+longestEntity)], []byte(";"))
				return nil, x.wrong(from+i, "invalid character entity %s;", clip(string(words)))
			}
			if r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
				return nil, x.wrong(from+i, "the character U+%04X, which XML cannot hold", r)
			}
			out += utf8.EncodeRune(b[out:i+n], r)
			i += n
			brackets = 0
			continue
		case c == '<' && in == inValue:
			return nil, x.wrong(from+i, "< in the value of an attribute; write &lt;")
		case c == '>' && in == inText && brackets >= 2:
			return nil, x.wrong(from+i, "]]> in words; write ]]&gt;")
		}
		b[out] = c
		out++
		i++
		brackets = 0
	}
	return b[:out], nil
}

func first(b []byte) rune {
	r, _ := utf8.DecodeRune(b)
	return r
}

// entity returns the character that &…; at the beginning stands for, and how long that is; 0 where there is none.
func entity(b []byte) (r rune, n int) {
	end := bytes.IndexByte(b[:min(len(b), longestEntity)], ';')
	if end < 2 {
		return 0, 0
	}
	words := b[1:end]
	if words[0] != '#' {
		if r = named[string(words)]; r == 0 {
			return 0, 0
		}
		return r, end + 1
	}
	digits, base := words[1:], rune(10)
	if len(digits) > 0 && digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	if len(digits) == 0 {
		return 0, 0
	}
	for _, c := range digits {
		var d rune
		switch {
		case c >= '0' && c <= '9':
			d = rune(c - '0')
		case base == 16 && c|0x20 >= 'a' && c|0x20 <= 'f':
			d = rune(c|0x20) - 'a' + 10
		default:
			return 0, 0
		}
		if r = r*base + d; r > utf8.MaxRune {
			return 0, 0
		}
	}
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	return r, end + 1
}

// longestEntity is how many bytes an entity has at most, zeros before a number included.
const longestEntity = 64

var named = map[string]rune{"lt": '<', "gt": '>', "amp": '&', "apos": '\'', "quot": '"'}
