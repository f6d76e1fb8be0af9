// Package huggingface is what the datasets library of Hugging Face loads: a folder with Parquet files under data/ and a
// README.md that says what is in them, or JSON Lines of tokens and tags.
//
// Its words:
//
//   - a shard is one of the files of a split: data/train-00000-of-00002.parquet;
//   - a row is a set: the text, everything that is marked in it with places in code points, and, ready for training,
//     its tokens with a tag for each (IOB2, the number of a name in the list of labels);
//   - features are the columns with their types, which the card tells.
//
// Reading goes by the columns of marks, and loses nothing. A dataset of others that has only tokens and tags is read from
// these, where its tags are words; numbers mean nothing without the list of labels.
package huggingface

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
	"quoth/export/conll"
	"quoth/export/token"
)

// Format is the entry for the list of formats.
var Format = format(map[string]string{conll.Kinds.Key: conll.Kinds.Default, Split.Key: Split.Default})

// Split is the choice of the name of the files.
var Split = export.Choice{Key: "split", Label: "Split", Default: "train", Help: "the name of the part of the dataset: train, validation or test"}

func format(choices map[string]string) *export.Format {
	f := files{flat: conll.Flat{Kinds: choices[conll.Kinds.Key], Align: token.Expand}, split: choices[Split.Key]}
	return &export.Format{
		Name:        "huggingface",
		Title:       "Hugging Face dataset (Parquet)",
		Who:         "For training with Hugging Face transformers and datasets, and for DuckDB, Polars and pandas, which read Parquet.",
		Extensions:  []string{"parquet"},
		Unit:        "code points and tokens",
		Holds:       export.HoldsNearly,
		Choices:     []export.Choice{conll.Kinds, Split},
		Bind:        format,
		Fits:        fits,
		FitsFolder:  fitsFolder,
		WriteFolder: f.WriteFolder,
		Read:        Read,
		ReadFolder:  ReadFolder,
	}
}

const magic = "PAR1"

func fits(r io.Reader) bool {
	head := make([]byte, len(magic))
	_, err := io.ReadFull(r, head)
	return err == nil && string(head) == magic
}

func fitsFolder(folder fs.FS) bool { return bound.FirstFits(folder, ".parquet", fits) }

// row is a row of a shard. The order of the fields is that of the columns.
type row struct {
	ID          string       `parquet:"id"`
	Title       string       `parquet:"title"`
	Language    string       `parquet:"language"`
	Text        string       `parquet:"text"`
	Tokens      []string     `parquet:"tokens,list"`
	Tags        []int64      `parquet:"ner_tags,list"`
	Annotator   string       `parquet:"annotator"`
	State       string       `parquet:"state"`
	Meta        []pair       `parquet:"meta,list"`
	Blocks      []block      `parquet:"blocks,list"`
	Entities    []entity     `parquet:"entities,list"`
	Annotations []annotation `parquet:"annotations,list"`
}

type pair struct {
	Key   string `parquet:"key"`
	Value string `parquet:"value"`
}

type block struct {
	Kind  string `parquet:"kind"`
	Start int64  `parquet:"start"`
	End   int64  `parquet:"end"`
	Level int64  `parquet:"level"`
}

type entity struct {
	ID      string   `parquet:"id"`
	Type    string   `parquet:"type"`
	Name    string   `parquet:"name"`
	Aliases []string `parquet:"aliases,list"`
	IDs     []pair   `parquet:"ids,list"`
	Note    string   `parquet:"note"`
}

type annotation struct {
	ID       string  `parquet:"id"`
	Type     string  `parquet:"type"`
	Text     string  `parquet:"text"`
	Spans    []span  `parquet:"spans,list"`
	Entity   string  `parquet:"entity"`
	Args     []arg   `parquet:"args,list"`
	Attrs    []pair  `parquet:"attrs,list"`
	Note     string  `parquet:"note"`
	By       string  `parquet:"origin_annotator"`
	Rule     string  `parquet:"origin_rule"`
	Score    float64 `parquet:"origin_score"`
	Evidence string  `parquet:"origin_evidence"`
}

type span struct {
	Start int64 `parquet:"start"`
	End   int64 `parquet:"end"`
}

type arg struct {
	Role   string `parquet:"role"`
	Target string `parquet:"target"`
}

type files struct {
	flat  conll.Flat
	split string
}

// The sizes of shards and of what of one is in memory.
const (
	perShard = 256 << 20 // bytes of text
	perGroup = 8 << 20   // bytes of text of a row group
)

// Labels returns the names of tags, in the order of their numbers.
func Labels(schema *annotate.Schema, kinds string) []string {
	out := []string{"O"}
	for _, t := range schema.Types {
		if kinds == "all" || string(t.Kind) == kinds {
			out = append(out, "B-"+t.Key, "I-"+t.Key)
		}
	}
	return out
}

// WriteFolder writes shards and a card. See [export.Format].
func (f files) WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	labels := Labels(opts.Schema, f.flat.Kinds)
	numbers := map[string]int64{}
	for i, l := range labels {
		numbers[l] = int64(i)
	}
	split := strings.Map(func(r rune) rune {
		if r == '/' || r == '\\' || r < ' ' {
			return '_'
		}
		return r
	}, f.split)
	shards, rows := 0, 0
	var w *parquet.GenericWriter[row]
	var file io.WriteCloser
	size, group := 0, 0
	name := func(i int) string { return fmt.Sprintf("data/%s-%05d.parquet", split, i) }
	end := func() error {
		if w == nil {
			return nil
		}
		err := errors.Join(w.Close(), file.Close())
		w = nil
		return err
	}
	begin := func() (err error) {
		if file, err = to.Create(name(shards)); err != nil {
			return err
		}
		shards++
		size, group = 0, 0
		w = parquet.NewGenericWriter[row](file, parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}), parquet.CreatedBy("quoth", "1", ""),
			parquet.KeyValueMetadata("huggingface", featuresJSON(labels)),
			// The least and the greatest of each page would stand in it again, unpacked, and nobody asks for a range of texts.
			parquet.DataPageStatistics(false), parquet.SkipPageBounds("text"), parquet.SkipPageBounds("tokens", "list", "element"), parquet.SkipPageBounds("annotations", "list", "element", "text"))
		return nil
	}
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil && (w == nil || size > perShard) {
			if err = end(); err == nil {
				err = begin()
			}
		}
		if err == nil {
			_, err = w.Write([]row{f.row(r, opts.Schema, numbers)})
			rows++
			size += len(r.Document.Text)
			if group += len(r.Document.Text); err == nil && group > perGroup {
				group, err = 0, w.Flush()
			}
		}
		if err != nil {
			if w != nil {
				file.Close()
			}
			return err
		}
	}
	if w == nil {
		if err := begin(); err != nil {
			return err
		}
	}
	if err := end(); err != nil {
		return err
	}
	if rename, ok := to.(export.Renamer); ok {
		for i := range shards {
			if err := rename.Rename(name(i), fmt.Sprintf("data/%s-%05d-of-%05d.parquet", split, i, shards)); err != nil {
				return err
			}
		}
	}
	return export.WriteFile(to, "README.md", []byte(Card(labels, split, rows)))
}

func pairs(m map[string]string) []pair {
	if len(m) == 0 {
		return nil
	}
	out := make([]pair, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, pair{k, m[k]})
	}
	return out
}

func (f files) row(r *export.Record, schema *annotate.Schema, numbers map[string]int64) row {
	d := r.Document
	t := d.Offsets()
	out := row{ID: string(d.ID), Title: d.Title, Language: d.Language, Text: d.Text, Annotator: string(r.Annotator), State: string(r.State), Meta: pairs(d.Meta)}
	for _, b := range d.Blocks {
		out.Blocks = append(out.Blocks, block{string(b.Kind), int64(t.Runes(b.Span.Start)), int64(t.Runes(b.Span.End)), int64(b.Level)})
	}
	for _, e := range r.Entities {
		out.Entities = append(out.Entities, entity{string(e.ID), e.Type, e.Name, e.Aliases, pairs(e.IDs), e.Note})
	}
	out.Annotations = make([]annotation, 0, len(r.Annotations))
	spans := make([]span, 0, len(r.Annotations)+len(r.Annotations)/8)
	for _, a := range r.Annotations {
		x := annotation{ID: string(a.ID), Type: a.Type, Text: d.Surface(a.Spans), Entity: string(a.Entity), Attrs: pairs(a.Attrs), Note: a.Note,
			By: string(a.Origin.Annotator), Rule: a.Origin.Rule, Score: a.Origin.Score, Evidence: a.Origin.Evidence}
		from := len(spans)
		for _, s := range a.Spans {
			spans = append(spans, span{int64(t.Runes(s.Start)), int64(t.Runes(s.End))})
		}
		x.Spans = spans[from:len(spans):len(spans)]
		if len(a.Args) > 0 {
			x.Args = make([]arg, len(a.Args))
			for i, y := range a.Args {
				x.Args[i] = arg{y.Role, string(y.Target)}
			}
		}
		out.Annotations = append(out.Annotations, x)
	}
	flat := f.flat.Record(export.Holds{}.Keep(r), schema)
	cut := token.Of(flat)
	out.Tokens, out.Tags = make([]string, len(cut.Tokens)), make([]int64, len(cut.Tokens))
	for i, s := range cut.Tokens {
		out.Tokens[i] = d.Text[s.Start:s.End]
	}
	for i, tag := range conll.Tags(cut, flat.Annotations, conll.IOB2) {
		if tag != "O" {
			out.Tags[i] = numbers[tag]
		}
	}
	return out
}

// ReadFolder yields the rows of the shards of a folder, in the order of their names. See [export.Format].
func ReadFolder(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		err := bound.Walk(folder, func(file string) error {
			if path.Ext(file) != ".parquet" {
				return nil
			}
			f, err := folder.Open(file)
			if err != nil {
				return err
			}
			defer f.Close()
			for r, err := range Read(ctx, name+"/"+file, f) {
				if !yield(r, err) {
					return fs.SkipAll
				}
			}
			return nil
		})
		if err != nil {
			yield(nil, fmt.Errorf("%s: %w", name, err))
		}
	}
}

// Read yields the rows of a shard. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		fail := func(err error) { yield(nil, export.Locate(err, name, 0)) }
		at, size, err := whole(r)
		if err != nil {
			fail(err)
			return
		}
		shard, err := open(at, size)
		if err != nil {
			fail(err)
			return
		}
		defer func() {
			if broken := recover(); broken != nil { // the library has no error for some damage
				fail(fmt.Errorf("it is damaged: %v", broken))
			}
		}()
		read := parquet.NewGenericReader[row](shard)
		defer read.Close()
		rows := make([]row, 1)
		for n := 1; ; n++ {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			rows[0] = row{}
			k, err := read.Read(rows)
			if k == 1 {
				rec, err := record(&rows[0])
				if err != nil {
					rec, err = nil, export.Faultf(name, 0, fmt.Sprintf("row %d", n), "%v", err)
				} else {
					rec.Where = fmt.Sprintf("%s#%d", name, n)
				}
				if !yield(rec, err) {
					return
				}
			}
			if err == io.EOF {
				return
			}
			if err != nil {
				fail(err)
				return
			}
		}
	}
}

// whole returns what a reader reads as something that can be read in any order.
func whole(r io.Reader) (io.ReaderAt, int64, error) {
	if f, ok := r.(interface {
		io.ReaderAt
		Stat() (fs.FileInfo, error)
	}); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return f, info.Size(), nil
		}
	}
	data, err := bound.All(r)
	return bytes.NewReader(data), int64(len(data)), err
}

// open opens a shard, if it is one that can be read.
func open(at io.ReaderAt, size int64) (shard *parquet.File, err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("it is no Parquet file, or damaged: %v", broken)
		}
	}()
	if err := checkFooter(at, size); err != nil {
		return nil, fmt.Errorf("it is no Parquet file, or damaged: %w", err)
	}
	shard, err = parquet.OpenFile(at, size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("it is no Parquet file, or damaged: %w", err)
	}
	columns := map[string]bool{}
	for _, f := range shard.Schema().Fields() {
		columns[f.Name()] = true
	}
	if !columns["text"] || !columns["annotations"] {
		return nil, errors.New("it has no columns \"text\" and \"annotations\", which Quoth writes and reads")
	}
	if n := shard.NumRows(); n < 0 || n > size { // a row takes more than a byte
		return nil, fmt.Errorf("it says that it has %d rows, in %d bytes", n, size)
	}
	for _, g := range shard.Metadata().RowGroups {
		if g.NumRows < 0 || g.NumRows > size {
			return nil, fmt.Errorf("it says that it has %d rows, in %d bytes", g.NumRows, size)
		}
		for _, c := range g.Columns {
			if n := c.MetaData.NumValues; n < 0 || n > 1000*size {
				return nil, fmt.Errorf("it says that it has %d values, in %d bytes", n, size)
			}
			if c.MetaData.TotalUncompressedSize > int64(2*bound.Line) {
				return nil, fmt.Errorf("a column of a row group unpacks to %s", bound.Size(int(c.MetaData.TotalUncompressedSize)))
			}
		}
	}
	if err := checkPages(at, size, shard); err != nil {
		return nil, err
	}
	return shard, nil
}

func unpaired(list []pair) map[string]string {
	if len(list) == 0 {
		return nil
	}
	out := map[string]string{}
	for _, p := range list {
		out[p.Key] = p.Value
	}
	return out
}

func record(x *row) (*export.Record, error) {
	a, err := assemble.New(strings.Clone(x.Text), assemble.Runes)
	if err != nil {
		return nil, err
	}
	a.Doc.Title, a.Doc.Language, a.Doc.Meta = x.Title, x.Language, unpaired(x.Meta)
	a.Annotator, a.State, a.Blocked = annotate.AnnotatorID(x.Annotator), annotate.State(x.State), true
	for i, b := range x.Blocks {
		s, err := a.Span(int(b.Start), int(b.End))
		if err != nil {
			return nil, fmt.Errorf("blocks[%d]: %w", i, err)
		}
		if n := len(a.Doc.Blocks); n > 0 && a.Doc.Blocks[n-1].Span.End > s.Start || b.Level < 0 || !slices.Contains(annotate.BlockKinds, annotate.BlockKind(b.Kind)) {
			return nil, fmt.Errorf("blocks[%d]: it overlaps the one before it, or is of no known kind", i)
		}
		a.Doc.Blocks = append(a.Doc.Blocks, annotate.Block{Kind: annotate.BlockKind(b.Kind), Span: s, Level: int(b.Level)})
	}
	a.Typed = true
	for i, e := range x.Entities {
		if e.ID == "" || a.Known(e.ID) != nil {
			return nil, fmt.Errorf("entities[%d]: it has no id of its own", i)
		}
		y := a.Entity(e.ID, e.Type, e.Name)
		y.Aliases, y.IDs, y.Note = e.Aliases, unpaired(e.IDs), e.Note
	}
	for i, n := range x.Annotations {
		var spans []annotate.Span
		for _, s := range n.Spans {
			y, err := a.Span(int(s.Start), int(s.End))
			if err != nil {
				return nil, fmt.Errorf("annotations[%d]: %w", i, err)
			}
			spans = append(spans, y)
		}
		m, err := a.Put(n.ID, n.Type, spans...)
		if err != nil {
			return nil, fmt.Errorf("annotations[%d]: %w", i, err)
		}
		if n.Entity != "" && a.Known(n.Entity) == nil {
			return nil, fmt.Errorf("annotations[%d]: its entity %q is not there", i, export.Clip(n.Entity))
		}
		if !(n.Score >= 0 && n.Score <= 1) {
			return nil, fmt.Errorf("annotations[%d]: the score %v is not from 0 to 1", i, n.Score)
		}
		m.Entity, m.Attrs, m.Note = annotate.ID(n.Entity), unpaired(n.Attrs), n.Note
		m.Origin = annotate.Origin{Annotator: annotate.AnnotatorID(n.By), Rule: n.Rule, Score: n.Score, Evidence: n.Evidence}
		for _, y := range n.Args {
			a.Link(m, y.Role, y.Target, fmt.Sprintf("annotations[%d]", i))
		}
	}
	return a.Record()
}
