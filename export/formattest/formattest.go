// Package formattest is what every format of datasets is tested with: a small schema, records of all
// that can happen in a text, and the law that what is written is read back as it was.
//
// A format that loses something says so ([export.Format].Loses) and is held to the rest: its test
// hands [RoundTrip] a function that takes out of a record what the format cannot hold.
package formattest

import (
	"bytes"
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"quoth/annotate"
	"quoth/export"
)

const schemaYAML = `
name: small news
version: 1
types:
  - {key: person, kind: mention, label: Person, color: "#0072B2", entities: [person]}
  - {key: org, kind: mention, label: Organisation, color: "#009E73", entities: [org]}
  - {key: role, kind: mention, label: Role, color: "#6B7280", entities: [person, org]}
  - {key: date, kind: mention, label: Date, color: "#999999"}
  - key: cue
    kind: cue
    label: Cue
    color: "#E69F00"
    attributes:
      - {key: kind, values: [verb, noun, preposition, phrase], default: verb}
  - key: quote
    kind: quote
    label: Quote
    color: "#CC79A7"
    roles:
      - {key: speaker, label: Speaker, targets: [person, org, role], single: true, required: true}
      - {key: cue, label: Cue, targets: [cue], single: true}
      - {key: addressee, label: Addressee, targets: [person, org]}
    attributes:
      - {key: type, label: Type, values: [direct, mixed, indirect], default: direct}
      - {key: no_source, label: No source, values: ["yes"], excludes: speaker}
  - key: contact.meet
    kind: event
    label: Meet
    color: "#D55E00"
    roles:
      - {key: participant, label: Participant, targets: ["kind:mention"], required: true}
      - {key: topic, label: Topic, targets: [quote, contact.meet]}
    attributes:
      - {key: realis, values: [actual, generic, other], default: actual}
`

// Schema returns a schema with a type of every kind.
func Schema() *annotate.Schema {
	s, err := annotate.ParseSchema("small.yaml", []byte(schemaYAML))
	if err != nil {
		panic(err)
	}
	return s
}

// RoundTrip checks that records of every sort are the same after they were written and read, and that
// writing what was read gives the same bytes. Keep returns what the format can hold of a record; nil
// stands for all of it.
func RoundTrip(t *testing.T, f *export.Format, keep func(*export.Record) *export.Record) {
	t.Helper()
	opts := export.Options{Schema: Schema()}
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(Records(), 0, 3).Draw(t, "records")
		if keep != nil {
			for i, r := range records {
				records[i] = keep(r)
			}
		}
		opts.Lean = rapid.Bool().Draw(t, "lean")
		first := Write(t, f, records, opts)
		read := Read(t, f, first)
		if d := Diff(records, read); d != "" {
			t.Fatalf("read otherwise than written (-written +read):\n%s\n%s", d, first)
		}
		if second := Write(t, f, read, opts); !bytes.Equal(first, second) {
			t.Fatalf("written again, it is other bytes:\n%s\n%s", first, second)
		}
	})
}

// TB is the part of a test that these functions need; *testing.T and *rapid.T have it.
type TB interface {
	Helper()
	Fatalf(string, ...any)
}

// Write returns the records as bytes of the format.
func Write(t TB, f *export.Format, records []*export.Record, opts export.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(context.Background(), &b, Sequence(records), opts); err != nil {
		t.Fatalf("write %s: %v", f.Name, err)
	}
	return b.Bytes()
}

// Read returns the records in bytes of the format.
func Read(t TB, f *export.Format, data []byte) []*export.Record {
	t.Helper()
	var out []*export.Record
	for r, err := range f.Read(context.Background(), "test", bytes.NewReader(data)) {
		if err != nil {
			t.Fatalf("read %s: %v\n%s", f.Name, err, data)
		}
		out = append(out, r)
	}
	return out
}

// Sequence yields the records as a project or a file would.
func Sequence(records []*export.Record) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		for r := range slices.Values(records) {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Diff describes how two lists of records differ, apart from where and how they were read.
func Diff(a, b []*export.Record) string {
	return cmp.Diff(a, b, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(annotate.Document{}), cmpopts.IgnoreFields(export.Record{}, "Where", "Unblocked", "Untyped"))
}
