package export

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"path/filepath"
	"slices"
	"strings"

	"quoth/annotate"
)

// Format writes records and reads them back. A format of one file has Write and Read; one of many files
// has WriteFolder and ReadFolder, and may have Read for a file that stands alone. A format that is
// only written has neither Read nor ReadFolder.
type Format struct {
	Name       string   // on the command line: "jsonl"
	Title      string   // on the screen: "Quoth JSON Lines"
	Who        string   // who uses it and for what, a sentence
	Extensions []string // of file names, without the dot; the first is the usual one
	Unit       string   // what places are counted in: "code points"
	Holds      Holds    // what of a record it can hold

	// Choices are what a person can choose about it, and Bind returns the format as it is under the
	// values of these choices; each key has one.
	Choices []Choice
	Bind    func(map[string]string) *Format

	// Fits reports whether what r reads is in this format. It reads no more than it needs to know.
	Fits func(r io.Reader) bool

	// FitsFolder reports whether a folder is a dataset in this format; nil for a format of one file.
	FitsFolder func(folder fs.FS) bool

	// Shape returns what the format makes of a record beyond what [Holds] says; nil for nothing. It
	// returns r itself where it changes nothing, and else a copy.
	Shape func(r *Record, schema *annotate.Schema) *Record
	// Shapes says in words what Shape may change.
	Shapes []Loss

	// Passing says that writing a record is done with it when it asks for the next.
	Passing bool

	// Write writes the records in their order. It stops at the first error of the records, of the
	// writer or of the context, and returns it; what was written until then is not a whole dataset.
	Write func(ctx context.Context, w io.Writer, records iter.Seq2[*Record, error], opts Options) error

	// WriteFolder is Write for a format of many files.
	WriteFolder func(ctx context.Context, to Folder, records iter.Seq2[*Record, error], opts Options) error

	// Beside returns small files that stand beside the dataset, such as the configuration of the
	// program that reads it; it may be nil. Their names are endings: "config.xml" beside "news.json"
	// is "news.config.xml".
	Beside func(opts Options) []Companion

	// Read yields the records of a stream in their order. A record that cannot be read is yielded as
	// an error that says where it stands and what is wrong, beginning with name, and reading goes on
	// with the next. It ends after an error of the reader or of the context.
	//
	// Of a record that is yielded without error this is true: its text is valid UTF-8 and not empty,
	// every span lies within the text on borders of code points, every identity that an annotation
	// names is in the record, and its state is not new where it holds annotations.
	Read func(ctx context.Context, name string, r io.Reader) iter.Seq2[*Record, error]

	// ReadFolder is Read for a format of many files. The places in errors are names in the folder,
	// after name and a slash.
	ReadFolder func(ctx context.Context, name string, folder fs.FS) iter.Seq2[*Record, error]
}

// Options are the choices of a person who writes a dataset.
type Options struct {
	// Schema says which types are quotes, events, mentions and cues. It must not be nil.
	Schema *annotate.Schema
	// Lean leaves out what a format only repeats for the reader's comfort.
	Lean bool
}

// Choice is something that a person can choose about a format.
type Choice struct {
	Key, Label, Help string
	Values           []string // any text where empty
	Default          string
}

// Companion is a small file beside a dataset.
type Companion struct {
	Ending string
	Data   []byte
}

// Reads reports whether the format can be read.
func (f *Format) Reads() bool { return f.Read != nil || f.ReadFolder != nil }

// Readable returns the formats that can be read.
func (fs Formats) Readable() (out Formats) {
	for _, f := range fs {
		if f.Reads() {
			out = append(out, f)
		}
	}
	return out
}

// Many reports whether a dataset in the format is a folder of files.
func (f *Format) Many() bool { return f.WriteFolder != nil }

// With returns the format under the choices; those that are not made are as they usually are.
func (f *Format) With(choices map[string]string) (*Format, error) {
	if f.Bind == nil && len(choices) == 0 {
		return f, nil
	}
	all := map[string]string{}
	var keys []string
	for _, c := range f.Choices {
		all[c.Key] = c.Default
		keys = append(keys, c.Key)
	}
	for key, value := range choices {
		i := slices.IndexFunc(f.Choices, func(c Choice) bool { return c.Key == key })
		if i < 0 {
			if len(keys) == 0 {
				return nil, fmt.Errorf("there is nothing to choose about %s, so not %q either", f.Title, key)
			}
			return nil, fmt.Errorf("there is no choice %q about %s%s; there are: %s", key, f.Title, annotate.DidYouMean(key, slices.Clone(keys)), strings.Join(keys, ", "))
		}
		if c := f.Choices[i]; len(c.Values) > 0 && !slices.Contains(c.Values, value) {
			return nil, fmt.Errorf("%s cannot be %q; it is one of %s", key, value, strings.Join(c.Values, ", "))
		}
		all[key] = value
	}
	if f.Bind == nil {
		return f, nil
	}
	return f.Bind(all), nil
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
