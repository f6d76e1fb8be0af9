package values

import (
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// scanAll reads a value as the library would into an any.
func scanAll(s *Scan) any {
	switch s.Kind() {
	case '{':
		out := map[string]any{}
		for s.Object(); s.More(); {
			key := string(s.Key())
			out[key] = scanAll(s)
		}
		return out
	case '[':
		out := []any{}
		for s.List(); s.More(); {
			out = append(out, scanAll(s))
		}
		return out
	case '"':
		return s.Words()
	}
	var v any
	_ = json.Unmarshal(s.Raw(), &v)
	return v
}

// compareScan compares what is read of a text with what the library reads.
func compareScan(t *testing.T, text string) (whole bool) {
	t.Helper()
	var s Scan
	s.Reset([]byte(text))
	got := scanAll(&s)
	whole = s.Whole()
	var want any
	err := json.Unmarshal([]byte(text), &want)
	if whole && err != nil && jsontext.Value(text).IsValid() {
		return whole // it has a number that is too large for the library to hold, and is read as it is written here
	}
	if whole && err != nil {
		t.Fatalf("%q is read as %v, and by the library: %v", text, got, err)
	}
	if whole {
		a, _ := json.Marshal(got, json.Deterministic(true))
		b, _ := json.Marshal(want, json.Deterministic(true))
		if string(a) != string(b) {
			t.Fatalf("%q is read as %s, and by the library as %s", text, a, b)
		}
	}
	s.Reset([]byte(text))
	if raw := s.Raw(); s.Whole() != whole || whole && strings.TrimSpace(text) != string(raw) {
		t.Fatalf("%q is passed over otherwise than read: %q", text, raw)
	}
	return whole
}

var scanExamples = []string{
	`{}`, `[]`, `""`, `0`, `-1.5e+3`, `true`, `null`, ` { "a" : [ 1 , { } , "é\n\u00e9\ud83d\ude00" ] , "b" : false } `, `"` + "\u2028" + `"`, `[[[[]]]]`, `{"a":{"a":{"a":1}},"b":{"a":2}}`, `"\\"`, `"\""`,
}

var scanOdd = []string{
	``, `{`, `[`, `"`, `"\`, `"\"`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{,}`, `[,]`, `[1,]`, `[1 2]`, `{"a" 1}`, `{a:1}`, `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `01`, `-`, `1.`, `.5`, `1e`, `+1`,
	`tru`, `nul`, `"\x"`, `"\ud800"`, `"\u12"`, "\"\xff\"", "\"\n\"", `1 2`, `{}{}`, `]`, `}`, `[}`, `{]`, "\ufeff{}", `nan`, "[1]\x00",
}

func TestScanReadsWhatTheLibraryReads(t *testing.T) {
	for _, text := range scanExamples {
		if !compareScan(t, text) {
			t.Errorf("%s is left to the library", text)
		}
	}
	for _, text := range append(scanOdd, strings.Repeat("[", 1000)+strings.Repeat("]", 1000)) {
		if compareScan(t, text) {
			t.Errorf("%s is read", text)
		}
	}
	var s Scan
	s.Reset([]byte(`[1,-20,1.5]`))
	var got []int
	for s.List(); s.More(); {
		got = append(got, s.Int())
	}
	if s.Whole() || !slices.Equal(got[:2], []int{1, -20}) {
		t.Error(got)
	}
}

func TestWhatIsLikeTheLastIsPassedOver(t *testing.T) {
	var s Scan
	var last []byte
	for _, text := range []string{`{"a":{"b":1}}`, `{"a":{"b":1} }`, `{"a":{"b":1}}`, `{"a":[2]}`, `{"a":{"b":1}}`, `{"a":1}`, `{"a":12}`} {
		s.Reset([]byte(text))
		for s.Object(); s.More(); {
			s.Key()
			last = s.SkipLike(last)
		}
		if !s.Whole() {
			t.Errorf("%s is not read", text)
		}
	}
	s.Reset([]byte(`{"a":{"b":1}x}`))
	for s.Object(); s.More(); {
		s.Key()
		s.SkipLike([]byte(`{"b":1}`))
	}
	if s.Whole() {
		t.Error("what follows is not looked at")
	}
}

func FuzzScan(f *testing.F) {
	for _, text := range slices.Concat(scanExamples, scanOdd) {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !compareScan(t, text) && jsontext.Value(text).IsValid() && len(text) < mostOpen && !strings.Contains(text, `\`) {
			t.Errorf("%q is left to the library", text)
		}
	})
}
