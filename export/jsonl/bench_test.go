package jsonl_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/formattest"
	"quoth/export/jsonl"
)

// newspaper returns records as a newspaper makes them: 6 kB of text with 40 annotations each, a third
// of them with arguments.
func newspaper(n int) []*export.Record {
	sentence := "“The minister – Zoë Lindqvist – will not go to Łódź,” said Ben Sundfjord, who met her there. "
	var out []*export.Record
	for i := range n {
		text := fmt.Sprintf("Article %d\n\n", i) + strings.Repeat(sentence, 6000/len(sentence))
		d := &annotate.Document{ID: annotate.DocumentIDOf(text), Title: fmt.Sprintf("Article %d", i), Language: "en", Text: text}
		d.Blocks = []annotate.Block{{Kind: annotate.BlockParagraph, Span: annotate.Span{End: len(text)}}}
		r := &export.Record{Document: d, Annotator: "ana", State: annotate.StateDone, Entities: formattest.Entities()}
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
		out = append(out, r)
	}
	return out
}

func BenchmarkWrite(b *testing.B) {
	records := newspaper(200)
	for _, lean := range []bool{false, true} {
		opts := export.Options{Schema: formattest.Schema(), Lean: lean}
		b.Run(fmt.Sprintf("lean=%v", lean), func(b *testing.B) {
			b.SetBytes(int64(len(formattest.Write(b, jsonl.Format, records, opts))))
			for b.Loop() {
				if err := jsonl.Write(context.Background(), io.Discard, formattest.Sequence(records), opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	records := newspaper(200)
	for _, lean := range []bool{false, true} {
		data := formattest.Write(b, jsonl.Format, records, export.Options{Schema: formattest.Schema(), Lean: lean})
		b.Run(fmt.Sprintf("lean=%v", lean), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				for _, err := range jsonl.Read(context.Background(), "bench", bytes.NewReader(data)) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}
