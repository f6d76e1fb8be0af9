package annotate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"quoth/annotate"
)

// newsLike is a small schema with every feature of the file format.
const newsLike = `
name: small
version: 1
shared_roles:
  - {key: place, label: Place, shortcut: P, targets: [place]}
shared_attributes:
  - {key: realis, label: Realis, values: [actual, generic, other], default: actual}
types:
  - {key: person, kind: mention, label: Person, color: "#0072B2", letter: P, shortcut: "1", entities: [person]}
  - {key: org, kind: mention, label: Organisation, color: "#E69F00", letter: O, shortcut: "2", entities: [org]}
  - {key: place, kind: mention, label: Place, color: "#009E73", letter: L, shortcut: "3", entities: [place]}
  - {key: role, kind: mention, label: Role, color: "#6B7280", letter: R, shortcut: "4", entities: [person, org]}
  - {key: date, kind: mention, label: Date, color: "#8A6D3B", letter: D, shortcut: "5"}
  - key: cue
    kind: cue
    label: Cue
    color: "#CC79A7"
    attributes: [{key: kind, label: Kind, values: [verb, noun, preposition, phrase], default: verb}]
  - key: quote
    kind: quote
    label: Quote
    color: "#F0E442"
    roles:
      - {key: speaker, label: Speaker, shortcut: S, targets: [person, org, role], single: true, required: true}
      - {key: cue, label: Cue, shortcut: C, targets: [cue], single: true}
      - {key: addressee, label: Addressee, shortcut: A, targets: ["kind:mention"]}
    attributes:
      - {key: type, label: Type, values: [direct, mixed, indirect], default: direct}
      - {key: no_source, label: No source, values: ["yes"], excludes: speaker}
  - key: contact.meet
    kind: event
    group: contact
    label: Meet
    color: "#D55E00"
    shortcut: "21"
    roles:
      - {key: participant, label: Participant, shortcut: T, targets: [person, org]}
      - {key: topic, label: Topic, shortcut: O, targets: ["kind:event", "kind:quote"]}
    use_roles: [place]
    use_attributes: [realis]
  - {key: other, kind: event, label: Other, color: "#D55E00", shortcut: "91"}
`

func smallSchema(t testing.TB) *annotate.Schema {
	t.Helper()
	s, err := annotate.ParseSchema("small.yaml", []byte(newsLike))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchemaReadsTypesRolesAndAttributes(t *testing.T) {
	s := smallSchema(t)
	quote := s.Type("quote")
	if quote == nil || quote.Kind != annotate.KindQuote || len(quote.Roles) != 3 {
		t.Fatalf("quote came out as %+v", quote)
	}
	if r := quote.Role("speaker"); !r.Single || !r.Required || r.Shortcut != "S" {
		t.Errorf("speaker came out as %+v", r)
	}
	want := []string{"person", "org", "place", "role", "date"}
	if d := cmp.Diff(want, quote.Role("addressee").Targets); d != "" {
		t.Errorf("kind:mention names these types (-want +got):\n%s", d)
	}
	meet := s.Type("contact.meet")
	if meet.Role("place") == nil || meet.Attr("realis") == nil {
		t.Error("shared roles and attributes did not reach the type that uses them")
	}
	if got := len(s.OfKind(annotate.KindMention)); got != 5 {
		t.Errorf("%d mention types, want 5", got)
	}
}

func TestSchemaReportsEveryBrokenRuleWithItsLine(t *testing.T) {
	const bad = `name: bad
version: nought
colour: red
shared_roles:
  - {key: place, targets: [plce]}
  - {key: place, targets: [person]}
types:
  - {key: person, kind: mention, color: blue}
  - {key: Person!, kind: mention, color: "#0072B2"}
  - {key: person, kind: mention, color: "#0072B2"}
  - key: quote
    kind: qoute
    color: "#0072B2"
    letter: QUO
    roles:
      - {key: speaker, targets: [persn]}
      - {key: speaker, targets: ["kind:event"], single: perhaps}
  - {key: cue, kind: cue, color: "#0072B2", entities: [person], use_roles: [time]}
  - key: meet
    kind: event
    color: "#D55E00"
    shortcut: abc
    roles:
      - {key: who}
    attributes:
      - {key: realis, values: [a, b], default: c}
      - {key: x, excludes: nobody}
---
name: another
`
	_, err := annotate.ParseSchema("bad.yaml", []byte(bad))
	if err == nil {
		t.Fatal("a schema full of mistakes was accepted")
	}
	for _, want := range []string{
		`bad.yaml:2: version "nought"`,
		`bad.yaml:3: the schema has no field "colour"`,
		`bad.yaml:5: shared: role "place" names type "plce"`,
		`bad.yaml:6: role "place" is shared twice (first on line 5)`,
		`bad.yaml:8: type "person" has colour "blue"`,
		`bad.yaml:9: type key "Person!"`,
		`bad.yaml:10: type "person" is defined twice (first on line 8)`,
		`bad.yaml:11: type "quote" has kind "qoute"`,
		`bad.yaml:11: type "quote" has letter "QUO"`,
		`bad.yaml:16: quote: role "speaker" names type "persn", which the schema does not have (did you mean "person"?)`,
		`bad.yaml:17: type "quote" has role "speaker" twice`,
		`bad.yaml:17: "perhaps" is neither true nor false`,
		`bad.yaml:18: type "cue" uses role "time"`,
		`bad.yaml:18: type "cue" is a cue; only mentions refer to entities`,
		`bad.yaml:19: type "meet" has shortcut "abc"`,
		`bad.yaml:24: role "who" has no targets`,
		`bad.yaml:26: attribute "realis" has default "c"`,
		`bad.yaml:27: type "meet": attribute "x" excludes role "nobody"`,
		`a schema file holds one schema`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q:\n%v", want, err)
		}
	}
	if strings.Count(err.Error(), "plce") != 1 {
		t.Errorf("a shared role's mistake is told more than once:\n%v", err)
	}
}

func TestSchemaThatIsNotYAMLSaysSo(t *testing.T) {
	for _, src := range []string{"", "types: [", "- just\n- a list", "name: x\n"} {
		if _, err := annotate.ParseSchema("x.yaml", []byte(src)); err == nil || !strings.HasPrefix(err.Error(), "x.yaml") {
			t.Errorf("%q: error %v does not name the file", src, err)
		}
	}
}

func FuzzParseSchema(f *testing.F) {
	f.Add([]byte(newsLike))
	f.Add([]byte("name: x\ntypes:\n  - {key: a, kind: mention, color: '#000000', roles: [{key: r, targets: [a]}]}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		s, err := annotate.ParseSchema("f.yaml", src)
		if err == nil && len(s.Types) == 0 {
			t.Error("a schema without types was accepted")
		}
	})
}
