package export

import (
	"context"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"quoth/annotate"
)

// Format writes records to a stream and reads them back. Every field is set.
type Format struct {
	Name       string   // on the command line: "jsonl"
	Title      string   // on the screen: "Quoth JSON Lines"
	Extensions []string // of file names, without the dot; the first is the usual one

	// Fits reports whether what r reads is in this format. It reads no more than it needs to know.
	Fits func(r io.Reader) bool

	// Loses lists what the format cannot hold of annotations under the schema.
	Loses func(schema *annotate.Schema) []Loss

	// Write writes the records in their order. It stops at the first error of the records, of the
	// writer or of the context, and returns it; what was written until then is not a whole dataset.
	Write func(ctx context.Context, w io.Writer, records iter.Seq2[*Record, error], opts Options) error

	// Read yields the records of a stream in their order. A record that cannot be read is yielded as
	// an error that says where it stands and what is wrong, beginning with name, and reading goes on
	// with the next. It ends after an error of the reader or of the context.
	//
	// Of a record that is yielded without error this is true: its text is valid UTF-8 and not empty,
	// every span lies within the text on borders of code points, every identity that an annotation
	// names is in the record, and its state is not new where it holds annotations.
	Read func(ctx context.Context, name string, r io.Reader) iter.Seq2[*Record, error]
}

// Options are the choices of a person who writes a dataset.
type Options struct {
	// Schema says which types are quotes, events, mentions and cues. It must not be nil.
	Schema *annotate.Schema
	// Lean leaves out what a format only repeats for the reader's comfort.
	Lean bool
}

// Loss is something that records can hold and a format cannot.
type Loss struct {
	What    string // "notes"
	Becomes string // what is written instead: "left out", "the span around all parts"
}

func (l Loss) String() string { return l.What + ": " + l.Becomes }

// Formats is a list of formats. The first is the one to use where nobody says which.
type Formats []*Format

// Named returns the format with the name.
func (fs Formats) Named(name string) (*Format, error) {
	var names []string
	for _, f := range fs {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return nil, fmt.Errorf("there is no format %q%s; there are: %s",
		name, annotate.DidYouMean(name, slices.Clone(names)), strings.Join(names, ", "))
}

// ForName returns the format that a file name's ending stands for, or nil.
func (fs Formats) ForName(name string) *Format {
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	for _, f := range fs {
		if slices.Contains(f.Extensions, ext) {
			return f
		}
	}
	return nil
}
