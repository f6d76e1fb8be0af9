package ingest

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode/utf32"
)

// The metadata keys that this package adds to those of the domain.
const (
	MetaEncoding = "encoding" // of the file, if it was not UTF-8
	MetaDamaged  = "damaged"  // how many characters of the file could not be read
	MetaID       = "id"       // the record's own id
	MetaLine     = "line"     // where the record begins in its file, from 1
)

// decoding is what decoding found out.
type decoding struct {
	encoding string // WHATWG name; "" for UTF-8
	damaged  int    // sequences of bytes that were not valid and are U+FFFD now
}

func (f decoding) note(d *draft) {
	if f.encoding != "" {
		d.setMeta(MetaEncoding, f.encoding)
	}
	if f.damaged > 0 {
		d.setMeta(MetaDamaged, strconv.Itoa(f.damaged))
	}
}

// decode returns bytes without a byte order mark as UTF-8. Whether all of them are valid UTF-8 is
// asked before anything else: what an HTML page declares, and what its first kilobyte looks like, is
// often wrong, while text in another encoding that happens to be valid UTF-8 throughout does not occur.
func decode(raw []byte, page bool) (string, decoding, error) {
	if looksBinary(raw) {
		return "", decoding{}, &Error{Reason: "is not text; Quoth reads " + Kinds()}
	}
	if utf8.Valid(raw) {
		return string(raw), decoding{}, nil
	}
	if page {
		if enc, name := declaredEncoding(raw); enc != nil {
			if text, ok := decodeStrictly(enc, raw); ok {
				return text, decoding{encoding: name}, nil
			}
		}
	}
	if bad, good := countUTF8(raw); good > 10*bad {
		return strings.ToValidUTF8(string(raw), "\uFFFD"), decoding{damaged: bad}, nil
	}
	enc, name := guessEncoding(raw)
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", decoding{}, &Error{Reason: "cannot be decoded from " + name + "; choose its encoding", Err: err}
	}
	return string(text), decoding{encoding: name, damaged: bytes.Count(text, []byte("\uFFFD"))}, nil
}

// looksBinary reports whether more than one byte in fifty of the first 64 KiB is a control character that no text has.
func looksBinary(raw []byte) bool {
	raw = raw[:min(len(raw), 64<<10)]
	controls := 0
	for _, b := range raw {
		if b < ' ' && !(b >= '\t' && b <= '\r') && b != 0x1B || b == 0x7F {
			controls++
		}
	}
	return controls*50 > len(raw)
}

// byteOrder returns the encoding that a byte order mark tells and the length of the mark in bytes.
// UTF-16 without a mark is known by the zero bytes that its ASCII characters have.
func byteOrder(head []byte) (name string, mark int) {
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return "utf-8", 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE\x00\x00")):
		return "utf-32le", 4
	case bytes.HasPrefix(head, []byte("\x00\x00\xFE\xFF")):
		return "utf-32be", 4
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return "utf-16le", 2
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return "utf-16be", 2
	}
	var zeros [2]int
	for i, b := range head {
		if b == 0 {
			zeros[i%2]++
		}
	}
	half := len(head) / 2
	switch {
	case half >= 4 && zeros[0] == 0 && zeros[1]*5 > half*2:
		return "utf-16le", 0
	case half >= 4 && zeros[1] == 0 && zeros[0]*5 > half*2:
		return "utf-16be", 0
	}
	return "", 0
}

func isUTF8(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	return name == "utf-8" || name == "utf8"
}

// encodingByName returns an encoding by any of its WHATWG labels, and its canonical name.
func encodingByName(label string) (encoding.Encoding, string, error) {
	switch strings.ToLower(label) {
	case "utf-32le":
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "utf-32le", nil
	case "utf-32be":
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "utf-32be", nil
	}
	enc, err := htmlindex.Get(label)
	if err != nil {
		return nil, "", fmt.Errorf("encoding %q is not known; use a name such as windows-1252, windows-1251, shift_jis, gb18030, big5 or euc-kr", label)
	}
	name, err := htmlindex.Name(enc)
	if err != nil {
		name = strings.ToLower(label)
	}
	return enc, name, nil
}

var charsetPattern = regexp.MustCompile(`(?i)(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)`)

// declaredEncoding returns the encoding that an HTML page declares in its first 4 KiB, nil if none
// that is known, or if it claims to be UTF-8, which decode has already seen to be wrong.
func declaredEncoding(page []byte) (encoding.Encoding, string) {
	m := charsetPattern.FindSubmatch(page[:min(len(page), 4<<10)])
	if m == nil || isUTF8(string(m[1])) {
		return nil, ""
	}
	enc, name, err := encodingByName(string(m[1]))
	if err != nil || strings.HasPrefix(name, "utf-") || name == "replacement" {
		return nil, ""
	}
	return enc, name
}

// decodeStrictly decodes and reports whether all bytes stood for characters of a text.
func decodeStrictly(enc encoding.Encoding, raw []byte) (string, bool) {
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", false
	}
	for _, r := range string(text) {
		if r == utf8.RuneError || r >= 0x7F && r < 0xA0 && r != 0x85 {
			return "", false
		}
	}
	return string(text), true
}

// countUTF8 counts the places where bytes are not valid UTF-8, and the valid characters outside ASCII.
func countUTF8(raw []byte) (bad, good int) {
	wasBad := false
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i, wasBad = i+1, false
			continue
		}
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			if !wasBad {
				bad++
			}
			wasBad = true
		} else {
			good++
			wasBad = false
		}
		i += n
	}
	return bad, good
}

// guessEncoding returns the most likely legacy encoding of bytes that are not UTF-8. The detector's
// ranking has ties in random order, so ties are broken by name: the same file gives the same text
// every time. Where it knows nothing, windows-1252 is what Western files are.
func guessEncoding(raw []byte) (encoding.Encoding, string) {
	sample := legacySample(raw)
	results, _ := chardet.NewTextDetector().DetectAll(sample)
	slices.SortStableFunc(results, func(a, b chardet.Result) int {
		if a.Confidence != b.Confidence {
			return b.Confidence - a.Confidence
		}
		return strings.Compare(b.Charset, a.Charset) // windows-… before ISO-…
	})
	for _, r := range results {
		if strings.HasPrefix(r.Charset, "UTF") || strings.HasPrefix(r.Charset, "IBM") {
			continue
		}
		label := r.Charset
		if label == "GB-18030" {
			label = "gb18030"
		}
		enc, name, err := encodingByName(label)
		if err != nil || name == "replacement" {
			continue
		}
		if _, ok := decodeStrictly(enc, raw); ok {
			return enc, name
		}
	}
	return charmap.Windows1252, "windows-1252"
}

// legacySample returns up to 32 KiB of the lines that hold bytes outside ASCII. Only these tell
// encodings apart, and they may come late in a file.
func legacySample(raw []byte) []byte {
	const size = 32 << 10
	var sample []byte
	for line := range bytes.Lines(raw) {
		if isASCII(line) {
			continue
		}
		sample = append(sample, line[:min(len(line), size)]...)
		if len(sample) >= size {
			break
		}
	}
	return sample
}

func isASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// normalise makes line ends \n (from CRLF, CR, U+2028, U+2029, next line, form feed and vertical
// tab) and removes a leading byte order mark and all control characters but the tab. It changes
// nothing else: no composition, no trimming. normalise(normalise(s)) is normalise(s).
func normalise(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	for {
		t := strings.TrimPrefix(s, "\uFEFF")
		if t == s {
			break
		}
		s = t
	}
	i := firstUnusual(s)
	if i == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:i])
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\r':
			b.WriteByte('\n')
			if strings.HasPrefix(s[i+n:], "\n") {
				n++
			}
		case r == '\v', r == '\f', r == 0x85, r == 0x2028, r == 0x2029:
			b.WriteByte('\n')
		case r < ' ' && r != '\t' && r != '\n', r >= 0x7F && r < 0xA0:
		default:
			b.WriteString(s[i : i+n])
		}
		i += n
	}
	// Removing a control character may have uncovered a byte order mark.
	return strings.TrimLeft(b.String(), "\uFEFF")
}

// firstUnusual returns the offset of the first character that normalise changes, len(s) if none.
func firstUnusual(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < ' ' && c != '\t' && c != '\n', c == 0x7F:
			return i
		case c == 0xC2 && s[i+1] < 0xA0: // U+0080 to U+009F
			return i
		case c == 0xE2 && s[i+1] == 0x80 && (s[i+2] == 0xA8 || s[i+2] == 0xA9):
			return i
		}
	}
	return len(s)
}
