// Package spacy is what the library spaCy trains from: DocBin files (.spacy), and JSON Lines of texts with spans.
//
// Its words:
//
//   - a DocBin is many documents in one file: MessagePack, packed by zlib. Each token is a row of numbers, one for each
//     attribute; words and labels are numbers too, the hashes of strings that stand beside. A few strings,
//     PERSON and ORG among them, have small numbers of their own.
//   - entities are marks that do not overlap, told token by token; a span group holds any spans, and the group
//     "sc" is the one that spaCy's span categorizer takes when nobody says otherwise. All annotations are in it,
//     and mentions are entities besides.
//   - white space that is not one blank is a token of its own, so that the text is kept to the letter.
//
// A dataset is a folder of DocBins, each of some hundred documents, which spaCy takes where it takes a file: so
// neither writing nor training needs all of it in memory.
package spacy

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/klauspost/compress/zlib"
	"github.com/vmihailenco/msgpack/v5"

	"quoth/annotate"
	"quoth/export"
	"quoth/export/bound"
	"quoth/export/conll"
	"quoth/export/token"
)

// Format is the entry for the list of formats.
var Format = format(map[string]string{token.Alignment.Key: token.Alignment.Default})

// holds is what a DocBin holds.
var holds = export.Holds{Entities: export.EntitiesIdentified}

func format(choices map[string]string) *export.Format {
	f := files{choices[token.Alignment.Key]}
	return &export.Format{
		Name:        "spacy",
		Title:       "spaCy DocBin (.spacy)",
		Who:         "For training and evaluating spaCy pipelines: spacy train reads the folder as it is.",
		Extensions:  []string{"spacy"},
		Unit:        "tokens",
		Holds:       holds,
		Choices:     []export.Choice{token.Alignment},
		Bind:        format,
		Fits:        fits,
		FitsFolder:  fitsFolder,
		Shape:       f.shape,
		Shapes:      []export.Loss{{What: "annotations that cut a token", Becomes: "aligned to tokens as chosen"}, {What: "names of entities", Becomes: "the words of their first mention"}},
		WriteFolder: f.WriteFolder,
		Read:        Read,
		ReadFolder:  ReadFolder,
	}
}

func fits(r io.Reader) bool {
	z, err := newUnpacker(bufio.NewReader(r))
	if err != nil {
		return false
	}
	head := make([]byte, 1<<10)
	n, err := io.ReadFull(z, head)
	if err != nil && err != io.ErrUnexpectedEOF {
		return false
	}
	p := newPacked(bytes.NewReader(head[:n]), 0, int64(n))
	if n, err := p.count(table, "table"); err != nil || n < 3 {
		return false
	}
	key, err := p.key()
	return err == nil && (key == "version" || key == "attrs")
}

func fitsFolder(folder fs.FS) bool { return bound.FirstFits(folder, ".spacy", fits) }

// The attributes of tokens that are written, by spaCy's numbers.
const (
	attrOrth      = 65
	attrEntIOB    = 77
	attrEntType   = 78
	attrSentStart = 80
	attrEntKB     = 452
)

var written = []int{attrOrth, attrEntIOB, attrEntType, attrSentStart, attrEntKB}

// What ENT_IOB says of a token.
const (
	iobInside  = 1
	iobOutside = 2
	iobBegin   = 3
)

const (
	version = "0.1"
	group   = "sc"
	perBin  = 200     // documents of a DocBin
	mostBin = 8 << 20 // bytes of text of a DocBin
)

type files struct{ align string }

func (f files) shape(r *export.Record, _ *annotate.Schema) *export.Record {
	return named(token.Align(r, f.align))
}

// bin is a DocBin in the making.
type bin struct {
	numbers map[string]uint64
	list    []string
	tokens  []byte
	spaces  []byte
	lengths []byte
	groups  [][]byte
	said    [][]byte // of each document what spaCy calls its user data
	docs    int
	bytes   int
	pack    *zlib.Writer
	words   []annotate.Span // of the document that is added, and what is said of each
	rows    []row
}

// row is what is said of a token.
type row struct{ iob, typ, start, kb uint64 }

func newBin() *bin { return &bin{numbers: map[string]uint64{}} }

// empty makes it another DocBin, in the same memory.
func (b *bin) empty() {
	clear(b.numbers)
	clear(b.groups)
	clear(b.said)
	b.list, b.tokens, b.spaces, b.lengths, b.groups, b.said = b.list[:0], b.tokens[:0], b.spaces[:0], b.lengths[:0], b.groups[:0], b.said[:0]
	b.docs, b.bytes = 0, 0
}

// number returns what stands for a string, and notes the string.
func (b *bin) number(s string) uint64 {
	n, ok := b.numbers[s]
	if !ok {
		n = Hash(s)
		s = strings.Clone(s)
		b.numbers[s] = n
		b.list = append(b.list, s)
	}
	return n
}

// WriteFolder writes DocBins. See [export.Format].
func (f files) WriteFolder(ctx context.Context, to export.Folder, records iter.Seq2[*export.Record, error], opts export.Options) error {
	b, n := newBin(), 0
	flush := func() error {
		if b.docs == 0 && n > 0 {
			return nil
		}
		w, err := to.Create(fmt.Sprintf("docs-%05d.spacy", n))
		if err != nil {
			return err
		}
		n++
		err = errors.Join(b.write(w), w.Close())
		b.empty()
		return err
	}
	for r, err := range records {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		b.add(f.shape(holds.Keep(r), opts.Schema), opts.Schema)
		if b.docs == perBin || b.bytes > mostBin {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	return flush()
}

// add takes in a document.
func (b *bin) add(r *export.Record, schema *annotate.Schema) {
	d := r.Document
	text := d.Text
	t := token.Of(r)
	rows := make([]int, len(t.Tokens)) // token → row: white space has rows, too
	words, first := b.words[:0], len(b.spaces)
	spaces := b.spaces
	at := 0
	blank := func(to int) { // white space from at to a token or the end
		if at == to {
			return
		}
		if len(spaces) > first && text[at] == ' ' {
			spaces[len(spaces)-1] = 1
			at++
		}
		if at < to {
			words, spaces = append(words, annotate.Span{Start: at, End: to}), append(spaces, 0)
			at = to
		}
	}
	for i, s := range t.Tokens {
		blank(s.Start)
		rows[i] = len(words)
		words, spaces = append(words, s), append(spaces, 0)
		at = s.End
	}
	blank(len(text))
	b.words, b.spaces = words, spaces
	told := slices.Grow(b.rows[:0], len(words))[:len(words)]
	b.rows = told
	for i := range told {
		told[i] = row{iob: iobOutside, start: math.MaxUint64}
	}
	for _, i := range t.Begins {
		if i < len(rows) {
			told[rows[i]].start = 1
		}
	}
	rowsOf := func(s annotate.Span) (int, int) {
		first, last := t.Of(s)
		return rows[first], rows[last-1] + 1
	}
	for _, a := range (conll.Flat{Kinds: string(annotate.KindMention), Align: token.Expand}).Record(r, schema).Annotations {
		first, last := rowsOf(a.Spans[0])
		for i := first; i < last; i++ {
			told[i].iob, told[i].typ, told[i].kb = iobInside, b.number(a.Type), b.number(string(a.Entity))
		}
		told[first].iob = iobBegin
	}
	b.tokens = slices.Grow(b.tokens, len(words)*len(written)*8)
	for i, s := range words {
		x := &told[i]
		b.tokens = binary.LittleEndian.AppendUint64(b.tokens, b.number(text[s.Start:s.End]))
		b.tokens = binary.LittleEndian.AppendUint64(b.tokens, x.iob)
		b.tokens = binary.LittleEndian.AppendUint64(b.tokens, x.typ)
		b.tokens = binary.LittleEndian.AppendUint64(b.tokens, x.start)
		b.tokens = binary.LittleEndian.AppendUint64(b.tokens, x.kb)
	}
	b.lengths = binary.LittleEndian.AppendUint32(b.lengths, uint32(len(words)))
	off := d.Offsets()
	const size = 3*8 + 4*4 // bytes of a span
	spans := make([][]byte, 0, len(r.Annotations))
	room := make([]byte, 0, size*len(r.Annotations))
	for _, a := range r.Annotations {
		first, last := rowsOf(a.Spans[0])
		x := binary.BigEndian.AppendUint64(room[len(room):len(room):len(room)+size], 0)
		room = room[:len(room)+size]
		x = binary.BigEndian.AppendUint64(x, b.number(string(a.Entity)))
		x = binary.BigEndian.AppendUint64(x, b.number(a.Type))
		for _, n := range []int{first, last, off.Runes(a.Spans[0].Start), off.Runes(a.Spans[0].End)} {
			x = binary.BigEndian.AppendUint32(x, uint32(n))
		}
		spans = append(spans, x)
	}
	b.groups = append(b.groups, spanGroups(spans))
	b.said = append(b.said, identified(r.Entities))
	b.docs++
	b.bytes += len(text)
}

// userIDs is the key of a document's user data under which outside identities of entities stand, by what is the kb_id of their
// mentions and by whose they are: doc.user_data["entity_ids"]["e1"]["wikidata"].
const userIDs = "entity_ids"

// identified packs the outside identities of the entities of a document.
func identified(all []*annotate.Entity) []byte {
	ids := map[string]map[string]string{}
	for _, e := range all {
		if len(e.IDs) > 0 {
			ids[string(e.ID)] = e.IDs
		}
	}
	said := map[string]map[string]map[string]string{}
	if len(ids) > 0 {
		said[userIDs] = ids
	}
	var b bytes.Buffer
	e := msgpack.NewEncoder(&b)
	_ = e.EncodeMapLen(len(said)) // nothing fails that writes to memory
	for key, ids := range said {
		_ = e.EncodeString(key)
		_ = e.EncodeMapLen(len(ids))
		for _, id := range slices.Sorted(maps.Keys(ids)) {
			_ = e.EncodeString(id)
			_ = e.EncodeMapLen(len(ids[id]))
			for _, k := range slices.Sorted(maps.Keys(ids[id])) {
				_ = e.EncodeString(k)
				_ = e.EncodeString(ids[id][k])
			}
		}
	}
	return b.Bytes()
}

// spanGroups packs the group of a document, as spaCy's SpanGroups does: the groups by their bytes, with the
// names of each.
func spanGroups(spans [][]byte) []byte {
	if len(spans) == 0 {
		return []byte{0x90} // an empty list
	}
	var g, all bytes.Buffer
	e := msgpack.NewEncoder(&g)
	pack(e.EncodeMapLen(3), e.EncodeString("name"), e.EncodeString(group), e.EncodeString("attrs"), e.EncodeMapLen(0), e.EncodeString("spans"), e.EncodeArrayLen(len(spans)))
	for _, s := range spans {
		pack(e.EncodeBytes(s))
	}
	e = msgpack.NewEncoder(&all)
	pack(e.EncodeMapLen(1), e.EncodeBytes(g.Bytes()), e.EncodeArrayLen(1), e.EncodeString(group))
	return all.Bytes()
}

// pack takes the results of encoding into a buffer, which takes everything.
func pack(errs ...error) {
	if err := errors.Join(errs...); err != nil {
		panic(err)
	}
}

// write writes the file, with fields in spaCy's own order.
func (b *bin) write(w io.Writer) error {
	if b.pack == nil {
		z, err := zlib.NewWriterLevel(w, 3)
		if err != nil {
			return err
		}
		b.pack = z
	}
	z := b.pack
	z.Reset(w)
	e := msgpack.NewEncoder(z)
	slices.Sort(b.list)
	all := []error{
		e.EncodeMapLen(10), e.EncodeString("version"), e.EncodeString(version), e.EncodeString("attrs"), e.EncodeArrayLen(len(written)),
	}
	for _, a := range written {
		all = append(all, e.EncodeInt(int64(a)))
	}
	all = append(all, e.EncodeString("tokens"), e.EncodeBytes(notNil(b.tokens)), e.EncodeString("spaces"), e.EncodeBytes(notNil(b.spaces)),
		e.EncodeString("lengths"), e.EncodeBytes(notNil(b.lengths)), e.EncodeString("strings"), e.EncodeArrayLen(len(b.list)))
	for _, s := range b.list {
		all = append(all, e.EncodeString(s))
	}
	all = append(all, e.EncodeString("cats"), e.EncodeArrayLen(b.docs))
	for range b.docs {
		all = append(all, e.EncodeMapLen(0))
	}
	all = append(all, e.EncodeString("flags"), e.EncodeArrayLen(b.docs))
	for range b.docs {
		all = append(all, e.EncodeMapLen(1), e.EncodeString("has_unknown_spaces"), e.EncodeBool(false))
	}
	all = append(all, e.EncodeString("span_groups"), e.EncodeArrayLen(b.docs))
	for _, g := range b.groups {
		all = append(all, e.EncodeBytes(g))
	}
	all = append(all, e.EncodeString("user_data"), e.EncodeArrayLen(b.docs))
	for _, s := range b.said {
		all = append(all, e.EncodeBytes(s))
	}
	return errors.Join(append(all, z.Close())...)
}

func notNil(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
