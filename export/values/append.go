package values

import (
	"bytes"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// AppendWords appends words as a JSON string, in the bytes that [Style] gives. Words that are not UTF-8 are an error.
func AppendWords(to []byte, s string) ([]byte, error) {
	out, ascii := appendSound(to, s)
	if !ascii && !Sound(s) {
		return appendOdd(to, s)
	}
	return out, nil
}

// AppendPairs appends an object of words, in the order of its keys.
func AppendPairs(to []byte, m map[string]string) ([]byte, error) {
	to = append(to, '{')
	var wrong error
	for i, k := range slices.Sorted(maps.Keys(m)) {
		if i > 0 {
			to = append(to, ',')
		}
		for j, s := range []string{k, m[k]} {
			if j > 0 {
				to = append(to, ':')
			}
			var err error
			if to, err = AppendWords(to, s); wrong == nil {
				wrong = err
			}
		}
	}
	return append(to, '}'), wrong
}

// Sound reports whether words are UTF-8 without U+2028 and U+2029, which [AppendSound] takes.
func Sound(s string) bool {
	return utf8.ValidString(s) && !strings.Contains(s, "\u2028") && !strings.Contains(s, "\u2029")
}

// AppendSound is AppendWords for a part of what is known to be [Sound].
func AppendSound(to []byte, s string) []byte {
	out, _ := appendSound(to, s)
	return out
}

// appendOdd writes what is not sound.
func appendOdd(to []byte, s string) ([]byte, error) {
	from := len(to)
	to, err := jsontext.AppendQuote(to, s)
	if err != nil {
		return to, err
	}
	tail := bytes.ReplaceAll(bytes.Clone(to[from:]), []byte("\u2028"), []byte(`\u2028`))
	return append(to[:from], bytes.ReplaceAll(tail, []byte("\u2029"), []byte(`\u2029`))...), nil
}

// appendSound copies runs of bytes that need no escape, and reports whether all of s is ASCII.
func appendSound(to []byte, s string) (out []byte, ascii bool) {
	to = append(to, '"')
	from, i := 0, 0
	wide := uint64(0)
	for i < len(s) {
		for i+8 <= len(s) {
			x := uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 |
				uint64(s[i+4])<<32 | uint64(s[i+5])<<40 | uint64(s[i+6])<<48 | uint64(s[i+7])<<56
			wide |= x
			if hits := escapes(x); hits != 0 {
				i += bits.TrailingZeros64(hits) / 8
				goto escape
			}
			i += 8
		}
		for i < len(s) {
			c := s[i]
			wide |= uint64(c)
			if c < ' ' || c == '"' || c == '\\' {
				goto escape
			}
			i++
		}
		break
	escape:
		to = append(append(to, s[from:i]...), '\\')
		switch c := s[i]; c {
		case '"', '\\':
			to = append(to, c)
		case '\b':
			to = append(to, 'b')
		case '\f':
			to = append(to, 'f')
		case '\n':
			to = append(to, 'n')
		case '\r':
			to = append(to, 'r')
		case '\t':
			to = append(to, 't')
		default:
			const hex = "0123456789abcdef"
			to = append(to, 'u', '0', '0', hex[c>>4], hex[c&0xf])
		}
		i++
		from = i
	}
	return append(append(to, s[from:]...), '"'), wide&eachByte(0x80) == 0
}

func eachByte(b uint64) uint64 { return b * 0x0101010101010101 }

// escapes has the highest bit of every byte of x that JSON has escapes for: control characters, quotation
// marks and backslashes. Beyond the first of them there may be others too many.
func escapes(x uint64) uint64 {
	control := x - eachByte(' ')
	quote := x ^ eachByte('"')
	slash := x ^ eachByte('\\')
	return (control&^x | (quote-eachByte(1))&^quote | (slash-eachByte(1))&^slash) & eachByte(0x80)
}
