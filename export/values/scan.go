package values

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Scan reads the parts of one JSON value in their order, several times as fast as the library does, and as strictly. At
// whatever is wrong, or seldom, it gives up: [Scan.Whole] says so, and the library, which knows what to say, is asked for
// the value. What it gave until then means nothing.
//
//	for s.Object(); s.More(); {
//		switch string(s.Key()) {
//		case "id":
//			id = s.Int()
//		default:
//			s.Skip()
//		}
//	}
type Scan struct {
	b    []byte
	i    int
	bad  bool
	open []scanned
	keys [][]byte // of the objects that are open, one after the other
}

// scanned is an object or list that is open.
type scanned struct {
	end  byte
	some bool // of its elements one has begun
	keys int  // where in Scan.keys its own begin
}

const (
	// mostKeys is how many keys an object may have, which are compared one by one.
	mostKeys = 64
	// mostOpen is how deep values may lie in one another.
	mostOpen = 100
)

// Reset begins another value.
func (s *Scan) Reset(b []byte) {
	s.b, s.i, s.bad = b, 0, false
	s.open, s.keys = s.open[:0], s.keys[:0]
}

// Whole reports whether the value has been read to its end, and nothing stands behind it.
func (s *Scan) Whole() bool {
	s.blank()
	return !s.bad && len(s.open) == 0 && s.i == len(s.b)
}

// GiveUp leaves the value to the library.
func (s *Scan) GiveUp() { s.bad, s.i = true, len(s.b) }

func (s *Scan) blank() {
	for s.i < len(s.b) && (s.b[s.i] == ' ' || s.b[s.i] == '\n' || s.b[s.i] == '\r' || s.b[s.i] == '\t') {
		s.i++
	}
}

// Kind returns what the next value begins with, as [Kind] does.
func (s *Scan) Kind() jsontext.Kind {
	s.blank()
	if s.i == len(s.b) {
		return 0
	}
	return kindOf(s.b[s.i])
}

// Object begins an object, and List a list.
func (s *Scan) Object() { s.begin('{', '}') }

// List begins a list, whose elements come after each [Scan.More].
func (s *Scan) List() { s.begin('[', ']') }

func (s *Scan) begin(sign, end byte) {
	if s.blank(); s.i == len(s.b) || s.b[s.i] != sign || len(s.open) == mostOpen {
		s.GiveUp()
		return
	}
	s.i++
	s.open = append(s.open, scanned{end: end, keys: len(s.keys)})
}

// More reports whether the object or list that began last goes on. Where it does not, it ends.
func (s *Scan) More() bool {
	s.blank()
	if s.bad || s.i == len(s.b) || len(s.open) == 0 {
		s.GiveUp()
		return false
	}
	in := &s.open[len(s.open)-1]
	switch c := s.b[s.i]; {
	case c == in.end:
		s.i++
		s.keys = s.keys[:in.keys]
		s.open = s.open[:len(s.open)-1]
		return false
	case !in.some:
		in.some = true
		return true
	case c != ',':
		s.GiveUp()
		return false
	}
	s.i++
	return true
}

// Key reads the key of a member of an object, without quotation marks.
func (s *Scan) Key() []byte {
	raw := s.quoted()
	if s.blank(); s.bad || s.i == len(s.b) || s.b[s.i] != ':' {
		s.GiveUp()
		return nil
	}
	s.i++
	key := raw[1 : len(raw)-1]
	if bytes.IndexByte(key, '\\') >= 0 {
		s.GiveUp()
	}
	in := &s.open[len(s.open)-1]
	own := s.keys[in.keys:]
	for _, k := range own {
		if bytes.Equal(k, key) {
			s.GiveUp() // it stands twice
		}
	}
	if len(own) == mostKeys {
		s.GiveUp()
	}
	s.keys = append(s.keys, key)
	return key
}

// quoted reads a string with its quotation marks.
func (s *Scan) quoted() []byte {
	if s.blank(); s.i == len(s.b) || s.b[s.i] != '"' {
		s.GiveUp()
		return nil
	}
	rest := s.b[s.i:]
	var high byte
	for i := 1; i < len(rest); i++ {
		c := rest[i]
		if c >= utf8.RuneSelf {
			high |= c
			continue
		}
		if !odd[c] {
			continue
		}
		switch c {
		case '"':
			s.i += i + 1
			if rest = rest[:i+1]; high >= utf8.RuneSelf && !utf8.Valid(rest) {
				s.GiveUp()
				return nil
			}
			return rest
		case '\\':
			i++ // whatever is escaped; it is looked at when the string is taken
			continue
		}
		break
	}
	s.GiveUp()
	return nil
}

// odd are the bytes that end a string or are something else in it than they look.
var odd = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c < ' ' || c == '"' || c == '\\'
	}
	return t
}()

// Words reads a string.
func (s *Scan) Words() string {
	raw := s.quoted()
	if s.bad {
		return ""
	}
	words, ok := plain(raw)
	if !ok {
		s.GiveUp()
		return ""
	}
	return words
}

// plain takes a string out of its quotation marks; ok is false where an escape is none.
func plain(raw []byte) (words string, ok bool) {
	if len(raw) < 2 || raw[len(raw)-1] != '"' {
		return "", false
	}
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1]), true
	}
	b, err := jsontext.AppendUnquote(make([]byte, 0, len(raw)), raw)
	return string(b), err == nil
}

// Int reads a whole number.
func (s *Scan) Int() int {
	raw := s.number()
	if s.bad {
		return 0
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil || string(raw) == "-0" {
		s.GiveUp()
	}
	return n
}

// number reads a number as it is written.
func (s *Scan) number() []byte {
	s.blank()
	from := s.i
	digits := func() bool {
		at := s.i
		for s.i < len(s.b) && s.b[s.i] >= '0' && s.b[s.i] <= '9' {
			s.i++
		}
		return s.i > at
	}
	is := func(c byte) bool {
		if s.i < len(s.b) && s.b[s.i] == c {
			s.i++
			return true
		}
		return false
	}
	is('-')
	ok := is('0') || digits()
	if ok && is('.') {
		ok = digits()
	}
	if ok && (is('e') || is('E')) {
		if !is('-') {
			is('+')
		}
		ok = digits()
	}
	if !ok {
		s.GiveUp()
		return nil
	}
	return s.b[from:s.i]
}

// Raw reads a value of any kind as it is written. It is a part of the memory of the whole.
func (s *Scan) Raw() jsontext.Value {
	s.blank()
	from := s.i
	s.Skip()
	if s.bad {
		return nil
	}
	return s.b[from:s.i]
}

// SkipLike is Skip for a value that is likely to be another one that was passed over, which it returns.
func (s *Scan) SkipLike(last []byte) []byte {
	if s.blank(); len(last) > 0 && bytes.HasPrefix(s.b[s.i:], last) {
		s.i += len(last)
		return last
	}
	if raw := s.Raw(); !s.bad && (raw[0] == '{' || raw[0] == '[') { // which say themselves where they end
		return append(last[:0], raw...)
	}
	return nil
}

// Skip passes over a value of any kind.
func (s *Scan) Skip() {
	switch k := s.Kind(); k {
	case '{':
		for s.Object(); s.More(); {
			s.Key()
			s.Skip()
		}
	case '[':
		for s.List(); s.More(); {
			s.Skip()
		}
	case '"':
		if raw := s.quoted(); !s.bad && bytes.IndexByte(raw, '\\') >= 0 {
			if _, ok := plain(raw); !ok {
				s.GiveUp()
			}
		}
	case '0':
		s.number()
	default:
		for _, word := range []string{"true", "false", "null"} {
			if bytes.HasPrefix(s.b[s.i:], []byte(word)) {
				s.i += len(word)
				return
			}
		}
		s.GiveUp()
	}
}
