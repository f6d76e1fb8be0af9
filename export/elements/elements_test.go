package elements

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// listing is what a file says: a line for each token, words that follow one another in one.
type listing struct {
	lines []string
	words []byte
}

func (l *listing) add(format string, args ...any) {
	if len(l.words) > 0 {
		l.lines = append(l.lines, fmt.Sprintf("%q", l.words))
		l.words = l.words[:0]
	}
	if format != "" {
		l.lines = append(l.lines, fmt.Sprintf(format, args...))
	}
}

// ended returns all of it; the end of the file is no error.
func (l *listing) ended(err error) ([]string, error) {
	l.add("")
	if err == io.EOF {
		err = nil
	}
	return l.lines, err
}

// said is what is read of a file.
func said(r io.Reader) ([]string, error) {
	x := New(r)
	var l listing
	for {
		kind, err := x.Next()
		if err != nil {
			return l.ended(err)
		}
		switch kind {
		case Text:
			l.words = append(l.words, x.Words...)
		case Start:
			l.add("<%q %q>", x.Name, x.Attrs)
		case End:
			l.add("</%q>", x.Name)
		}
	}
}

// library is what the library of Go says of it.
func library(r io.Reader) ([]string, error) {
	d := xml.NewDecoder(r)
	var l listing
	for {
		t, err := d.Token()
		if err != nil {
			return l.ended(err)
		}
		switch t := t.(type) {
		case xml.CharData:
			l.words = append(l.words, t...)
		case xml.StartElement:
			attrs := []Attr{}
			for _, a := range t.Attr {
				attrs = append(attrs, Attr{Name(a.Name), a.Value})
			}
			l.add("<%q %q>", Name(t.Name), attrs)
		case xml.EndElement:
			l.add("</%q>", Name(t.Name))
		case xml.Directive:
			return l.ended(ErrDocumentType)
		}
	}
}

// examples are files that show what there is in XML, and what is wrong in it.
var examples = []string{
	`<a/>`,
	`<?xml version="1.0" encoding="UTF-8"?><a b="1" c='2"'>x<b/> y </a>`,
	`<x:a xmlns:x="http://one" xmlns="http://two" x:b="1" c="2"><c xmlns=""><x:d xmlns:x="three" x:e="4"/></c><c/></x:a>`,
	`<a b="&lt;&#233;&#x1F600;&amp;&quot;&apos;&gt;">&#13;&#xD800;]]&gt;</a>`,
	"<a b='1\r\n2\r3\n4'>1\r\n2\r3]\r\n]&gt;</a>",
	`<a>x<!-- <b> & - -->y<![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>`,
	`<a><?target any < thing?></a><!-- after -->`,
	"<é·:ü é=\"1\"/>", "\ufeff<a/>", "<a >\n</a\n>", `<a b = "1"c="2"/>`, `<:a/>`, `<a:/>`, `<xmlns xmlns:xmlns="x"/>`, `<a xml:lang="de"/>`,
	`<a`, `<a>`, `<a b`, `<a b="`, `<a>x`, `<`, `</`, `<!`, `<!-`, `<![CD`, `<!--`, `<?x`, `<a/`, ``, `x`, `</a>`, `<a></b>`, `<a></a><b/>`,
	`<a b="<"/>`, `<a>]]></a>`, `<a>&b;</a>`, `<a>&#0;</a>`, `<a>&#x110000;</a>`, `<a>&;</a>`, `<a>&#;</a>`, `<a>&#x>0;</a>`, `<a>&#xg;</a>`, `<a>&#a;</a>`, `<a>&lt</a>`, `<a>&`, "<a>\x01</a>", "<a>\xff</a>", "<a>\uffff</a>",
	`<a:b:c/>`, `<1/>`, `<a 1="2"/>`, `<a b/>`, `<a b=c/>`, `<a / >`, `< a/>`, `<a><!-- -- --></a>`, `<a><![CDATA [x]]></a>`, `<a></ a>`, `<a></a b>`, `<a b="1>`,
	`<!DOCTYPE a><a/>`, `<a><!x></a>`, `<?xml version="1.1"?><a/>`, `<?xml version='1.0' encoding = 'latin1'?><a/>`, `<?xml encoding="utf-8"?><a/>`, `<??><a/>`,
}

// What is read of a file is what the library of Go reads, and what that refuses is refused.
func TestExamplesSayWhatTheLibrarySays(t *testing.T) {
	for _, e := range examples {
		compare(t, e)
	}
}

func FuzzElements(f *testing.F) {
	for _, e := range examples {
		f.Add(e)
	}
	f.Fuzz(func(t *testing.T, data string) { compare(t, data) })
}

func compare(t *testing.T, data string) {
	t.Helper()
	got, err := said(strings.NewReader(data))
	want, wrong := library(strings.NewReader(data))
	switch {
	case err == nil && wrong == nil || errors.Is(err, ErrDocumentType) && errors.Is(wrong, ErrDocumentType):
		if !slices.Equal(got, want) {
			t.Fatalf("%q is read as\n%s\nand by the library as\n%s", data, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	case errors.Is(err, ErrDocumentType): // which may not be well-formed itself
	case err == nil && strings.ContainsFunc(data, func(r rune) bool { return r > 0x7f }): // names may have more letters than the library knows
	case err != nil && (strings.Contains(data, "<?") || longNumber(data)): // the library does not look as closely at what a file says of itself
	case err != nil && strings.Contains(err.Error(), "more than"): // which the library takes in
	case (err == nil) != (wrong == nil):
		t.Fatalf("%q: %v, and by the library %v", data, err, wrong)
	}
	slow, err2 := said(iotest.OneByteReader(strings.NewReader(data)))
	if !slices.Equal(got, slow) || fmt.Sprint(err) != fmt.Sprint(err2) {
		t.Fatalf("%q is read as\n%s\n%v\nand byte by byte as\n%s\n%v", data, strings.Join(got, "\n"), err, strings.Join(slow, "\n"), err2)
	}
}

// longNumber reports whether a character by number has more digits than any has.
func longNumber(data string) bool {
	return strings.Contains(data, "&#") && strings.Contains(data, "0000000000")
}

func TestErrorsSayTheLine(t *testing.T) {
	long := strings.Repeat("n", longestName+1)
	for data, want := range map[string]string{
		"<" + long + "/>": "line 1: a name of more than 4096 bytes", "<a\n" + long + "='b'/>": "line 2: a name of more than 4096 bytes", `<a xmlns="` + long + `"/>`: "line 1: a name of more than 4096 bytes",
		strings.Repeat("<a xmlns:b='c'>\n", 300):                           "line 257: more than 256 namespaces are declared",
		"<a>\n<b>\n</c></a>":                                               "line 3: <b> is ended by </c>",
		"<a>\n\n":                                                          "line 3: the file ends before its last element does: it is cut off",
		"<a\nb='1\r\n2'\nc=\"\n<\"/>":                                      "line 5: < in the value of an attribute; write &lt;",
		"<a b='&#10;&#10;'>\n&x;</a>":                                      "line 2: invalid character entity &x;",
		"<a>\n<![CDATA[\n\r\n\x00]]></a>":                                  "line 4: the character U+0000, which XML cannot hold",
		"<a>\n" + strings.Repeat("\n<b/>", 10_000) + "<c":                  "line 10002: the file ends before its last element does: it is cut off",
		"<a>" + strings.Repeat("\n\r\n&amp;", 10_000) + "<!-- --></a></a>": "line 20001: </a> ends what has not begun",
	} {
		_, err := said(strings.NewReader(data))
		if err == nil || err.Error() != want {
			t.Errorf("%.60q: %v, not %s", data, err, want)
		}
	}
}

// What is in memory does not grow with the file.
func TestLongFileIsReadInPieces(t *testing.T) {
	x := New(io.MultiReader(strings.NewReader("<a>"), io.LimitReader(again("<b c='d'>é&amp;</b>"), 8<<20)))
	for {
		if _, err := x.Next(); err != nil {
			break
		}
	}
	if cap(x.buf) > 4*bufferSize {
		t.Errorf("%d bytes are held", cap(x.buf))
	}
}

// again is a reader that says the same again and again.
type again string

func (a again) Read(p []byte) (n int, err error) {
	for n+len(a) <= len(p) {
		n += copy(p[n:], a)
	}
	if n == 0 {
		n = copy(p, a)
	}
	return n, nil
}
