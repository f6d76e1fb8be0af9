package values_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/go-json-experiment/json/jsontext"

	"quoth/export/bound"
	"quoth/export/values"
)

// told returns what a stream gives: its values, and what is said of others.
func told(r io.Reader) (out []string) {
	for v, err := range values.Each(context.Background(), "f", r) {
		if err != nil {
			out = append(out, err.Error())
		} else {
			out = append(out, fmt.Sprintf("%s %s", v.Where(), v.Raw))
		}
	}
	return out
}

func TestListIsCutIntoItsElements(t *testing.T) {
	for text, want := range map[string]string{
		`[]`: ``,
		"\ufeff [\n{\"a\": [1, 2]} , \"x]\\\"y\\\\\",-1.5e3\n, null,[]]\n": `f#1 {"a": [1, 2]}|f#2 "x]\"y\\"|f#3 -1.5e3|f#4 null|f#5 []`,
		`[{"a":"\u201c}]","b":{}},{}]`:                                     `f#1 {"a":"\u201c}]","b":{}}|f#2 {}`,
		`[1,{"a":1`:                                                        `f#1 1|f: it ends in the middle of a value: the file is cut off`,
		`[1,"a`:                                                            `f#1 1|f: it ends in the middle of a value: the file is cut off`,
		`[1,`:                                                              `f#1 1|f: it ends in the middle of a value: the file is cut off`,
		`[1`:                                                               `f#1 1|f: it ends in the middle of a value: the file is cut off`,
		`[1 2]`:                                                            `f#1 1|f#2: not valid JSON: '2' stands where a comma or the end of the list is expected`,
		`[1,]`:                                                             `f#1 1|f#2: not valid JSON: ']' stands where a value is expected`,
		`[,1]`:                                                             `f#1: not valid JSON: ',' stands where a value is expected`,
		`[{"a" 1},{"b":2}]`:                                                `f#1 {"a" 1}|f#2 {"b":2}`, // whoever decodes it says what is wrong
		"{\n\"a\":1}\n{\"b\":2}\n3":                                        `f#1 ` + "{\n\"a\":1}" + `|f#2 {"b":2}|f#3 3`,
		"{\n\"a\":1}\n]":                                                   `f#1 ` + "{\n\"a\":1}" + `|f#2: not valid JSON: ']' stands where a value is expected`,
	} {
		for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
			if got := strings.Join(told(r), "|"); got != want {
				t.Errorf("%q: %s\nwant %s", text, got, want)
			}
		}
	}
}

// An element beyond the bound is told and passed over; one beyond what may be in memory waits on disk.
func TestLongElementsOfAList(t *testing.T) {
	wasLine, was := bound.Line, bound.InMemory
	bound.Line, bound.InMemory = 1<<20, 1<<16
	defer func() { bound.Line, bound.InMemory = wasLine, was }()
	for _, size := range []int{1 << 16, 1<<16 + 1, 1 << 20, 1<<20 + 1, 5 << 20} {
		long := `"` + strings.Repeat("x", size-2) + `"`
		got := told(strings.NewReader(`[1,` + long + `,3]`))
		want := "f#2 " + long
		if size > 1<<20 {
			want = "f#2: a record is longer than 1 MiB"
		}
		if len(got) != 3 || got[0] != "f#1 1" || got[1] != want || got[2] != "f#3 3" {
			t.Errorf("%d: %d, %.80q", size, len(got), got)
		}
	}
}

// letters says the same letter so many times; it fills each buffer once.
type letters struct {
	left int
	last *byte
}

func (l *letters) Read(p []byte) (int, error) {
	if l.left == 0 {
		return 0, io.EOF
	}
	if l.last != &p[0] {
		l.last = &p[0]
		for i := range p {
			p[i] = 'x'
		}
	}
	n := min(len(p), l.left)
	l.left -= n
	return n, nil
}

func TestValueOfGigabytesIsPassedInConstantMemory(t *testing.T) {
	was := bound.Line
	bound.Line = 1 << 20
	defer func() { bound.Line = was }()
	const length = 4 << 30
	measure := func(name string, do func()) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		do()
		runtime.ReadMemStats(&after)
		if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
			t.Errorf("%s took %d MiB", name, used>>20)
		}
	}
	measure("a list", func() {
		got := told(io.MultiReader(strings.NewReader(`[1,"`), &letters{left: length}, strings.NewReader(`",3]`)))
		if strings.Join(got, "|") != "f#1 1|f#2: a record is longer than 1 MiB|f#3 3" {
			t.Errorf("%.200q", got)
		}
	})
	measure("an object", func() {
		n := 0
		for name, kind := range values.Fields(io.MultiReader(strings.NewReader("\ufeff {\"a\\u0062\" : [1,{\"b\":2}], \""), &letters{left: length / 2}, strings.NewReader(`":true, "c":"`), &letters{left: length / 2}, strings.NewReader(`","d":-1}`))) {
			want := []struct {
				name string
				kind jsontext.Kind
			}{{"ab", '['}, {"", 't'}, {"c", '"'}, {"d", '0'}}[n]
			if n++; name != want.name || kind != want.kind {
				t.Errorf("field %d is %q, %v", n, name, kind)
			}
		}
		if n != 4 {
			t.Errorf("%d fields", n)
		}
	})
}

func TestFieldsOfWhatIsNoObject(t *testing.T) {
	for _, text := range []string{"", "[1]", "{", `{"a`, `{"a" 1}`, `{a:1}`, `"a"`, `{"a":`} {
		for name := range values.Fields(strings.NewReader(text)) {
			t.Errorf("%q: %q", text, name)
		}
	}
	broken := errors.New("the stick was pulled out")
	for name := range values.Fields(io.MultiReader(strings.NewReader(`{"a":1`), iotest.ErrReader(broken))) {
		if name != "a" {
			t.Errorf("%q", name)
		}
	}
}
