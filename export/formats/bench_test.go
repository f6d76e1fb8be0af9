package formats_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formats"
	"quoth/export/formattest"
)

// newspaper returns records as a newspaper makes them: 6 kB of text with 40 annotations each, a third of them
// with arguments.
func newspaper(n int) []*export.Record {
	sentence := "“The minister – Zoë Lindqvist – will not go to Łódź,” said Ben Sundfjord, who met her there. "
	var out []*export.Record
	for i := range n {
		text := fmt.Sprintf("Article %d\n\n", i) + strings.Repeat(sentence, 6000/len(sentence))
		d := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: fmt.Sprintf("Article %d", i), Language: "en", Text: text}
		d.Blocks = []annotate.Block{{Kind: annotate.BlockParagraph, Span: annotate.Span{End: len(text)}}}
		r := &export.Record{Document: d, Annotator: "ana", State: annotate.StateDone, Entities: formattest.Entities()[:1]}
		mark := func(typ, words string, from int, args ...annotate.Arg) annotate.ID {
			at := from + strings.Index(text[from:], words)
			a := &annotate.Annotation{ID: annotate.NewID(), Type: typ, Spans: []annotate.Span{{Start: at, End: at + len(words)}}, Args: args}
			if typ == "person" {
				a.Entity = "e1"
			}
			r.Annotations = append(r.Annotations, a)
			return a.ID
		}
		for from := len(text) - len(sentence); len(r.Annotations) < 40; from -= len(sentence) {
			speaker, cue := mark("person", "Ben Sundfjord", from), mark("cue", "said", from)
			met := mark("person", "Zoë Lindqvist", from)
			mark("quote", sentence[:strings.Index(sentence, " said")], from, annotate.Arg{Role: "speaker", Target: speaker}, annotate.Arg{Role: "cue", Target: cue})
			mark("contact.meet", "met", from, annotate.Arg{Role: "participant", Target: speaker}, annotate.Arg{Role: "participant", Target: met})
		}
		export.SortAnnotations(r.Annotations)
		out = append(out, r)
	}
	return out
}

// nowhere is a folder that keeps nothing.
type nowhere struct{}

func (nowhere) Create(string) (io.WriteCloser, error) { return nowhere{}, nil }
func (nowhere) Write(p []byte) (int, error)           { return len(p), nil }
func (nowhere) Close() error                          { return nil }

// The bytes are those that are written and read, but for formats that pack them, where they are those of the
// native format.
func BenchmarkFormats(b *testing.B) {
	records := newspaper(100)
	opts := export.Options{Schema: formattest.Schema()}
	native := len(formattest.Write(b, formats.All[0], records, opts))
	for _, f := range formats.All {
		if f.Name == "chat" || f.Name == "html" {
			continue
		}
		files := formattest.WriteFiles(b, f, records, opts)
		size := 0
		for _, data := range files {
			size += len(data)
		}
		if f.Name == "huggingface" || f.Name == "spacy" {
			size = native
		}
		b.Run("write/"+f.Name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				var err error
				if f.Many() {
					err = f.WriteFolder(context.Background(), nowhere{}, formattest.Sequence(records), opts)
				} else {
					err = f.Write(context.Background(), io.Discard, formattest.Sequence(records), opts)
				}
				if err != nil {
					b.Fatal(err)
				}
			}
		})
		if !f.Reads() {
			continue
		}
		b.Run("read/"+f.Name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				for _, err := range files.ReadFiles(f) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
