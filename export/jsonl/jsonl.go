// Package jsonl is Quoth's own dataset format: JSON Lines, one set a line. It holds everything that a
// record holds. docs/FORMAT.md describes every field; assets/dataset.schema.json is its JSON Schema.
//
// Its words:
//
//   - a place is a number of Unicode code points from the beginning of the text, as Python and most
//     training scripts count; ranges are half-open. The words that stand there are written beside
//     every span, so a file can be read without counting, and checked.
//   - the truth is "annotations": marks of every kind, each with its spans, entity, arguments,
//     attributes, note and origin, as the project holds them; and where there are any "decisions" about others'
//     annotations, and "comments".
//   - the views are "mentions", "cues", "quotes" and "events": the same marks, resolved. A quote there
//     names its speaker, the speaker's entity and its cue; an event its trigger and arguments. They
//     are for people and scripts: reading ignores them, and [export.Options.Lean] leaves them out.
//
// Writing is strict and deterministic: fields in one order, keys of maps sorted, one line feed after
// every record. Reading is strict about what it understands (no unknown fields, no duplicate keys, no
// invalid UTF-8, words that match their places) and leaves fields that begin with "x_" alone, for
// other programs' own use. One bad line does not stop the others.
package jsonl

import (
	"context"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"

	"quoth/export"
	"quoth/export/values"
)

// Version is the version of the format that this package writes, and the newest that it reads.
const Version = 1

// said is the choice whether what annotators decided about each other's work and said of it goes along.
var said = export.Choice{Key: "said", Label: "Decisions and comments", Values: []string{"keep", "leave"}, Default: "keep",
	Help: "keep what annotators decided about each other's annotations and said of them, or leave it out, as for a dataset that others read"}

// Format is the entry for the list of formats.
var Format = format(map[string]string{said.Key: said.Default})

func format(choices map[string]string) *export.Format {
	f := &export.Format{
		Name:       "jsonl",
		Title:      "Quoth JSON Lines",
		Who:        "For Quoth itself, and for training scripts of your own: it holds everything, one set a line.",
		Extensions: []string{"jsonl", "ndjson"},
		Unit:       "code points",
		Holds:      export.HoldsAll,
		Choices:    []export.Choice{said},
		Bind:       format,
		Fits:       fits,
		Passing:    true,
		Write:      Write,
		Read:       Read,
	}
	if choices[said.Key] != said.Default {
		f.Holds.Said = false
		f.Write = withoutSaid
	}
	return f
}

// withoutSaid writes records without decisions and comments.
func withoutSaid(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	return Write(ctx, w, func(yield func(*export.Record, error) bool) {
		for r, err := range records {
			if r != nil && r.Said() {
				c := *r
				c.Decisions, c.Comments = nil, nil
				r = &c
			}
			if !yield(r, err) {
				return
			}
		}
	}, opts)
}

// fits reports whether what r reads begins with an object that has a number under "quoth", wherever
// in the object it stands: another program may write the text first. It reads on to that place, and
// is lenient, for what is wrong with the record is for [Read] to say.
func fits(r io.Reader) bool {
	for name, kind := range values.Fields(r) {
		if name == "quoth" && kind == jsontext.KindNumber {
			return true
		}
	}
	return false
}
