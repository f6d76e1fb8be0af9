package suggest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"github.com/go-json-experiment/json"

	"quoth/annotate"
)

// Entry is an entity with how well known it is, from 0 to 255: of namesakes the better known comes first.
type Entry struct {
	Entity *annotate.Entity
	Weight uint8
}

// mostNames is how many names a book can have.
const mostNames = 1 << 28

// Freeze writes a book of the entries, of which each identity must come once. The title is for people,
// the stamp for who made the book. It stops when the context ends.
func Freeze(ctx context.Context, out io.Writer, title, stamp string, entries iter.Seq2[Entry, error]) (About, error) {
	f := freezer{about: About{Title: title, Stamp: stamp}, kindOf: map[string]uint16{}}
	f.recordAt = append(f.recordAt, 0)
	for e, err := range entries {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = f.add(e)
		}
		if err != nil {
			return About{}, err
		}
	}
	f.order()
	if err := ctx.Err(); err != nil {
		return About{}, err
	}
	f.number()
	if err := f.count(ctx); err != nil {
		return About{}, err
	}
	return f.write(out)
}

// WriteBook writes a book of the entries to a file, which has its name only when it is whole; see [Freeze].
func WriteBook(ctx context.Context, path, title, stamp string, entries iter.Seq2[Entry, error]) (about About, err error) {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return About{}, err
	}
	if about, err = Freeze(ctx, f, title, stamp, entries); err == nil {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return About{}, errors.Join(err, os.Remove(f.Name()))
	}
	return about, nil
}

// freezer makes a book. Names are collected in the order in which they come, and then numbered anew.
type freezer struct {
	about  About
	kindOf map[string]uint16

	came     []cameName
	texts    []byte // and each folded name behind its text, where the two differ
	tails    []byte // what the record of each entity holds behind the numbers of its names
	tailAt   []uint32
	heads    []byte // identities and types
	headAt   []uint32
	counts   []uint16 // of names, by entity
	identity []uint32 // hashes

	inOrder  []uint32 // numbers of names that came, by their new numbers
	newOf    []uint32 // new numbers, by number as they came
	text     []byte
	folded   []byte
	textAt   []uint32
	foldedAt []uint32
	starts   []uint32
	postings []uint32
	records  []byte
	recordAt []uint32
}

type cameName struct {
	at             uint64 // of its text
	owner          uint32
	length, folded uint16 // in bytes; a folded length of sameAsText where the text is folded already
	kind           uint16
	flags, weight  uint8
}

// mostName is how long a name may be, in bytes; longer ones are cut where they are looked for, not where they are shown.
const mostName = 1 << 15

// longestRanked is the length in bytes from which on names are numbered as if they were of the same one.
const longestRanked = 255

const sameAsText = math.MaxUint16

func (f *freezer) add(e Entry) error {
	owner := uint32(f.about.Entities)
	kind, known := f.kindOf[e.Entity.Type]
	if !known {
		if len(f.about.Types) == goneKind {
			return fmt.Errorf("there are more than %d types of entities", goneKind)
		}
		kind = uint16(len(f.about.Types))
		f.about.Types = append(f.about.Types, e.Entity.Type)
		f.kindOf[e.Entity.Type] = kind
	}
	n := 0
	var err error
	eachName(e.Entity, func(text string, alias, dated bool) {
		switch {
		case len(text) > mostName:
			err = fmt.Errorf("entity %s has a name of %d bytes; at most %d are possible", e.Entity.ID, len(text), mostName)
			return
		case len(f.texts) > math.MaxUint32-4*mostName, len(f.came) >= mostNames || n == math.MaxUint16:
			err = fmt.Errorf("there are too many names at entity %s", e.Entity.ID)
			return
		}
		c := cameName{at: uint64(len(f.texts)), owner: owner, length: uint16(len(text)), folded: sameAsText, kind: kind, weight: e.Weight}
		f.texts = append(roomFor(f.texts, 3*len(text)+4), text...)
		begin := len(f.texts)
		if f.texts = appendFolded(f.texts, text); string(f.texts[begin:]) == text {
			f.texts = f.texts[:begin]
		} else {
			folded := min(len(f.texts)-begin, mostName)
			c.folded = uint16(folded)
			f.texts = f.texts[:begin+folded]
		}
		if alias {
			c.flags |= flagAlias
		}
		if dated {
			c.flags |= flagDated
		}
		f.came = append(roomFor(f.came, 1), c)
		n++
	})
	if err != nil {
		return err
	}
	f.headAt, f.tailAt = append(roomFor(f.headAt, 1), uint32(len(f.heads))), append(roomFor(f.tailAt, 1), uint32(len(f.tails)))
	f.heads = appendIdentity(roomFor(f.heads, len(e.Entity.ID)+16), e.Entity.ID)
	f.heads = binary.AppendUvarint(f.heads, uint64(kind))
	f.tails = appendTail(roomFor(f.tails, 64), e.Entity)
	f.counts = append(roomFor(f.counts, 1), uint16(n))
	f.identity = append(roomFor(f.identity, 1), identityHash(e.Entity.ID))
	f.about.Entities++
	f.about.Names += n
	return nil
}

// roomFor doubles a full slice: growing by less, as append does, would copy what is long many times.
func roomFor[T any](s []T, more int) []T {
	if cap(s)-len(s) < more {
		s = slices.Grow(s, max(more, len(s)))
	}
	return s
}

func appendTail(dst []byte, e *annotate.Entity) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(e.Dated)))
	for _, d := range e.Dated {
		for _, s := range [...]string{d.Name, d.From, d.Until, d.Place} {
			dst = appendText(dst, s)
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(e.IDs)))
	for _, key := range slices.Sorted(maps.Keys(e.IDs)) {
		dst = appendText(appendText(dst, key), e.IDs[key])
	}
	return appendText(dst, e.Note)
}

// order numbers the names: the best known first, of equals the shortest. They are sorted by counting.
func (f *freezer) order() {
	var at [1<<16 + 1]uint32
	rank := func(c *cameName) int {
		n := int(c.folded)
		if c.folded == sameAsText {
			n = int(c.length)
		}
		return int(255-c.weight)<<8 | min(n, longestRanked)
	}
	for i := range f.came {
		at[rank(&f.came[i])+1]++
	}
	for i := 1; i < len(at); i++ {
		at[i] += at[i-1]
	}
	f.inOrder, f.newOf = make([]uint32, len(f.came)), make([]uint32, len(f.came))
	for i := range f.came {
		r := rank(&f.came[i])
		f.inOrder[at[r]], f.newOf[i] = uint32(i), at[r]
		at[r]++
	}
}

// number writes the texts in the order of the new numbers, and the records.
func (f *freezer) number() {
	f.textAt, f.foldedAt = make([]uint32, 1, len(f.came)+1), make([]uint32, 1, len(f.came)+1)
	f.text, f.folded = make([]byte, 0, len(f.texts)/2), make([]byte, 0, len(f.texts)/2)
	var capitals []byte
	for _, i := range f.inOrder {
		c := &f.came[i]
		end := c.at + uint64(c.length)
		text := f.texts[c.at:end]
		folded := text
		if c.folded != sameAsText {
			folded = f.texts[end : end+uint64(c.folded)]
		}
		f.folded = append(f.folded, folded...)
		if capitals = appendCapitals(capitals[:0], folded); bytes.Equal(capitals, text) {
			c.flags |= flagCapitals
		} else {
			f.text = append(f.text, text...)
		}
		f.textAt, f.foldedAt = append(f.textAt, uint32(len(f.text))), append(f.foldedAt, uint32(len(f.folded)))
	}
	next := uint32(0)
	f.headAt, f.tailAt = append(f.headAt, uint32(len(f.heads))), append(f.tailAt, uint32(len(f.tails)))
	f.records = make([]byte, 0, len(f.heads)+len(f.tails)+4*len(f.came))
	for i, n := range f.counts {
		f.records = append(f.records, f.heads[f.headAt[i]:f.headAt[i+1]]...)
		f.records = binary.AppendUvarint(f.records, uint64(n))
		for range n {
			f.records = binary.AppendUvarint(f.records, uint64(f.newOf[next]))
			next++
		}
		f.records = append(f.records, f.tails[f.tailAt[i]:f.tailAt[i+1]]...)
		f.recordAt = append(f.recordAt, uint32(len(f.records)))
	}
}

// count puts the names into the buckets of their grams.
func (f *freezer) count(ctx context.Context) error {
	var gs [1024]gram
	last := make([]uint32, buckets) // 1 + the name that a bucket saw last, for a name may have a gram twice
	each := func(i int, fn func(bucket uint32)) {
		for _, g := range nameGrams(gs[:0], plain(between(f.folded, f.foldedAt, uint32(i)))) {
			if b := bucket(g); last[b] != uint32(i)+1 {
				last[b] = uint32(i) + 1
				fn(b)
			}
		}
	}
	f.starts = make([]uint32, buckets+1)
	for i := range f.came {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		each(i, func(b uint32) { f.starts[b+1]++ })
	}
	for i := 1; i < len(f.starts); i++ {
		f.starts[i] += f.starts[i-1]
	}
	clear(last)
	f.postings = make([]uint32, f.starts[buckets])
	at := append([]uint32(nil), f.starts[:buckets]...)
	for i := range f.came {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		each(i, func(b uint32) {
			f.postings[at[b]] = uint32(i)
			at[b]++
		})
	}
	return nil
}

func (f *freezer) write(out io.Writer) (About, error) {
	n := len(f.came)
	owners, kinds, flags, weights := make([]uint32, n), make([]uint16, n), make([]byte, n), make([]byte, n)
	for i, old := range f.inOrder {
		c := &f.came[old]
		owners[i], kinds[i], flags[i], weights[i] = c.owner, c.kind, c.flags, c.weight
	}
	slots := 2
	for slots <= 2*f.about.Entities {
		slots *= 2
	}
	hashing := make([]uint32, slots)
	for i, h := range f.identity {
		at := h & uint32(slots-1)
		for hashing[at] != 0 {
			at = (at + 1) & uint32(slots-1)
		}
		hashing[at] = uint32(i) + 1
	}
	sections := [][]byte{
		f.text, f.folded, bytesOf(f.textAt), bytesOf(f.foldedAt), bytesOf(owners), halfBytes(kinds), flags, weights,
		bytesOf(f.starts), bytesOf(f.postings), f.records, bytesOf(append(f.recordAt, hashing...)),
	}
	f.about.Sections = make([][2]int, len(sections))
	// The beginning says where the parts are, and its length depends on that: it gets room to spare.
	head, err := json.Marshal(f.about)
	if err != nil {
		return About{}, err
	}
	room := (len(magic) + 4 + len(head) + 24*len(sections) + 7) / 8 * 8
	at := room
	for i, s := range sections {
		f.about.Sections[i] = [2]int{at, len(s)}
		at = (at + len(s) + 7) / 8 * 8
	}
	if head, err = json.Marshal(f.about); err != nil {
		return About{}, err
	}
	w := bufio.NewWriterSize(out, 1<<20)
	begin := make([]byte, room)
	copy(begin, magic)
	binary.LittleEndian.PutUint32(begin[len(magic):], uint32(room-len(magic)-4))
	for i := copy(begin[len(magic)+4:], head) + len(magic) + 4; i < room; i++ {
		begin[i] = ' '
	}
	_, err = w.Write(begin)
	for _, s := range sections {
		if err == nil {
			_, err = w.Write(s)
		}
		if err == nil {
			_, err = w.Write(make([]byte, (8-len(s)%8)%8))
		}
	}
	if err == nil {
		err = w.Flush()
	}
	return f.about, err
}

func bytesOf(v []uint32) []byte {
	if littleEndian && len(v) > 0 {
		return unsafe.Slice((*byte)(unsafe.Pointer(&v[0])), 4*len(v))
	}
	out := make([]byte, 0, 4*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint32(out, x)
	}
	return out
}

func halfBytes(v []uint16) []byte {
	out := make([]byte, 0, 2*len(v))
	for _, x := range v {
		out = binary.LittleEndian.AppendUint16(out, x)
	}
	return out
}
