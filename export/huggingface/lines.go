package huggingface

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/conll"
	"quoth/export/token"
	"quoth/export/values"
)

// Lines is the entry for the list of formats: tokens and their tags on each line, as token classification takes
// them.
var Lines = lines(map[string]string{conll.Scheme.Key: conll.IOB2, conll.Kinds.Key: conll.Kinds.Default, token.Alignment.Key: token.Expand})

func lines(choices map[string]string) *export.Format {
	f := lineFiles{scheme: choices[conll.Scheme.Key], flat: conll.Flat{Kinds: choices[conll.Kinds.Key], Align: choices[token.Alignment.Key]}}
	return &export.Format{
		Name:       "hfjsonl",
		Title:      "Hugging Face token classification (JSON Lines)",
		Who:        "For training taggers with Hugging Face scripts and AutoTrain, which take tokens and tags.",
		Extensions: []string{"jsonl"},
		Unit:       "tokens",
		Choices:    []export.Choice{conll.Scheme, conll.Kinds, token.Alignment},
		Bind:       lines,
		Fits:       fitsLines,
		Shape: func(r *export.Record, s *annotate.Schema) *export.Record {
			return token.Rejoined(f.flat.Record(r, s))
		},
		Shapes:  append(f.flat.Losses(), export.Loss{What: "the text between tokens", Becomes: "one blank"}),
		Passing: true,
		Write:   f.Write,
		Read:    readLines,
	}
}

func fitsLines(r io.Reader) bool {
	first, _ := values.First(r)
	if values.Kind(first["tokens"]) != '[' {
		return false
	}
	for _, key := range tagFields {
		if values.Kind(first[key]) == '[' {
			return true
		}
	}
	return false
}

// tagFields are what datasets call the tags.
var tagFields = []string{"ner_tags", "tags", "labels"}

type lineFiles struct {
	scheme string
	flat   conll.Flat
}

// Write writes a line for each record. See [export.Format].
func (f lineFiles) Write(ctx context.Context, w io.Writer, records iter.Seq2[*export.Record, error], opts export.Options) error {
	return values.WriteLines(ctx, w, records, func(b []byte, r *export.Record) ([]byte, error) {
		flat := f.flat.Record(export.Holds{}.Keep(r), opts.Schema)
		t := token.Of(flat)
		tags := conll.Tags(t, flat.Annotations, f.scheme)
		b, err := values.AppendWords(append(b, `{"id":`...), string(annotate.DocumentIDOf(t.Words())))
		b = append(b, `,"tokens":[`...)
		text := t.Doc.Text
		sound := values.Sound(text)
		b = slices.Grow(b, 3*len(text))
		for i, tok := range t.Tokens {
			if i > 0 {
				b = append(b, ',')
			}
			if word := text[tok.Start:tok.End]; sound {
				b = values.AppendSound(b, word)
			} else if err == nil {
				b, err = values.AppendWords(b, word)
			}
		}
		b = append(b, `],"sentence_starts":[`...)
		for i, n := range t.Begins {
			if i > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendInt(b, int64(n), 10)
		}
		b = append(b, `],"ner_tags":[`...)
		for i, tag := range tags {
			if i > 0 {
				b = append(b, ',')
			}
			if tag == "O" {
				b = append(b, `"O"`...)
			} else if err == nil {
				b, err = values.AppendWords(b, tag)
			}
		}
		return append(b, "]}"...), err
	})
}

func readLines(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return values.Records(ctx, name, r, lineRecord)
}

func lineRecord(v values.Value) (*export.Record, error) {
	var x struct {
		Tokens []string         `json:"tokens"`
		Begins []int            `json:"sentence_starts"`
		Ner    []jsontext.Value `json:"ner_tags"`
		Tags   []jsontext.Value `json:"tags"`
		Labels []jsontext.Value `json:"labels"`
	}
	if err := v.Into(&x); err != nil {
		return nil, err
	}
	tags := x.Ner
	if tags == nil {
		tags = append(x.Tags, x.Labels...)
	}
	if len(tags) != len(x.Tokens) {
		return nil, fmt.Errorf("there are %d tokens and %d tags", len(x.Tokens), len(tags))
	}
	var text strings.Builder
	var words []string
	starts, ends := make([]int, len(tags)), make([]int, len(tags))
	next := 0
	for next < len(x.Begins) && x.Begins[next] <= 0 {
		next++
	}
	for i, tok := range x.Tokens {
		if tok == "" || strings.ContainsFunc(tok, unicode.IsSpace) {
			return nil, &export.Fault{Path: values.In("tokens", i), Reason: "a token is words without white space"}
		}
		if values.Kind(tags[i]) != '"' {
			return nil, &export.Fault{Path: values.In("tags", i), Reason: "the tags are numbers, which mean nothing without the list of labels; write their names"}
		}
		words = append(words, values.Words(tags[i]))
		if i > 0 {
			sep := byte(' ')
			if next < len(x.Begins) && x.Begins[next] == i {
				sep = '\n'
				next++
			}
			text.WriteByte(sep)
		}
		starts[i] = text.Len()
		text.WriteString(tok)
		ends[i] = text.Len()
	}
	a, err := assemble.New(text.String(), assemble.Bytes)
	if err != nil {
		return nil, err
	}
	a.Doc.Meta = map[string]string{export.MetaTokens: export.TokensAtBlanks}
	var bad error
	conll.Decode(words, func(typ string, from, to int) {
		s, err := a.Span(starts[from], ends[to-1])
		if err == nil {
			_, err = a.Put("", typ, s)
		}
		bad = errors.Join(bad, err)
	})
	if bad != nil {
		return nil, bad
	}
	rec, err := a.Record()
	if err != nil {
		return nil, err
	}
	rec.Where = v.Where()
	return rec, nil
}
