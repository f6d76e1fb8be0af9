// Package jsonl is Quoth's own dataset format: JSON Lines, one set a line. It holds everything that a
// record holds. docs/FORMAT.md describes every field; assets/dataset.schema.json is its JSON Schema.
//
// Its words:
//
//   - a place is a number of Unicode code points from the beginning of the text, as Python and most
//     training scripts count; ranges are half-open. The words that stand there are written beside
//     every span, so a file can be read without counting, and checked.
//   - the truth is "annotations": marks of every kind, each with its spans, entity, arguments,
//     attributes, note and origin, as the project holds them.
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
	"bytes"

	"quoth/annotate"
	"quoth/export"
)

// Version is the version of the format that this package writes, and the newest that it reads.
const Version = 1

// Format is the entry for the list of formats.
var Format = &export.Format{
	Name:       "jsonl",
	Title:      "Quoth JSON Lines",
	Extensions: []string{"jsonl", "ndjson"},
	Fits: func(head []byte) bool {
		head = bytes.TrimLeft(head, "\ufeff \t\r\n")
		return bytes.HasPrefix(head, []byte("{")) && bytes.Contains(head, []byte(`"quoth"`))
	},
	Loses: func(*annotate.Schema) []export.Loss { return nil },
	Write: Write,
	Read:  Read,
}
