package suggest

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"unsafe"

	"github.com/go-json-experiment/json"
	"github.com/google/uuid"

	"quoth/annotate"
)

// Book holds entities that do not change, with the index of their names, as one run of bytes: a file that
// is opened without being read. Only what a query looks at comes into memory.
type Book struct {
	about About
	raw   []byte
	close func() error

	// Where the parts are. All are of one length for each name or entity, or one more, where they say
	// where something begins.
	texts, folded     []byte
	textAt, foldedAt  []uint32
	owners            []uint32
	kinds             []uint16
	flags, weights    []byte
	starts, postings  []uint32
	records           []byte
	recordAt, hashing []uint32
}

// About says what a book is.
type About struct {
	Title    string   `json:"title"`
	Stamp    string   `json:"stamp,omitempty"` // says of what the book was made; compared by who made it
	Types    []string `json:"types"`
	Names    int      `json:"names"`
	Entities int      `json:"entities"`
	Sections [][2]int `json:"sections"` // offset and length in bytes, in the order of [Book.sections]
}

// BookExtension is the ending of files that hold a book.
const BookExtension = ".names"

// magic begins every book; its last figure is the version of the layout.
const magic = "QuothNames 1\n"

const (
	flagAlias = 1 << iota
	flagDated
	flagCapitals // the text is the folded name with a capital at each word, and is not kept
)

// ErrNoBook is the error for a file that is not a book of this version.
var ErrNoBook = errors.New("not a list of names that this Quoth can open")

// OpenBook opens a file that [Freeze] wrote.
func OpenBook(path string) (*Book, error) {
	raw, done, err := mapped(path)
	if err != nil {
		return nil, err
	}
	b, err := BookOf(raw)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", filepath.Base(path), err), done())
	}
	b.close = done
	return b, nil
}

// IsBook reports whether a file begins as a book does.
func IsBook(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, len(magic))
	_, err = io.ReadFull(f, begin)
	return err == nil && string(begin) == magic
}

// Close gives the file back. Nothing of the book may be used after that.
func (b *Book) Close() error {
	if b.close == nil {
		return nil
	}
	return b.close()
}

// About says what the book is.
func (b *Book) About() About { return b.about }

// Len returns how many entities the book has.
func (b *Book) Len() int { return b.about.Entities }

// Size returns how many bytes the book has.
func (b *Book) Size() int { return len(b.raw) }

// Entity returns the entity with an identity, or nil.
func (b *Book) Entity(id annotate.ID) *annotate.Entity {
	if owner, found := b.number(id); found {
		return b.entity(owner)
	}
	return nil
}

// At returns the entity of a place among all, from 0.
func (b *Book) At(i int) *annotate.Entity { return b.entity(uint32(i)) }

// BookOf returns the book that [Freeze] wrote as raw, which must not be changed after that.
func BookOf(raw []byte) (*Book, error) {
	b := &Book{raw: raw}
	if len(raw) < len(magic)+4 || string(raw[:len(magic)]) != magic {
		return nil, ErrNoBook
	}
	n := int(binary.LittleEndian.Uint32(raw[len(magic):]))
	rest := raw[len(magic)+4:]
	if n > len(rest) {
		return nil, fmt.Errorf("%w: it is cut short", ErrNoBook)
	}
	if err := json.Unmarshal(rest[:n], &b.about); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBook, err)
	}
	if err := b.place(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoBook, err)
	}
	return b, nil
}

// place finds the parts in the run of bytes, and makes sure that they have the lengths that all else
// counts on. What they hold is looked at when it is used.
func (b *Book) place() error {
	a := &b.about
	names, entities := a.Names, a.Entities
	if names < 0 || entities < 0 || len(a.Sections) != 12 {
		return errors.New("its beginning is damaged")
	}
	section := func(i, want, unit int) (part []byte, err error) {
		at, n := a.Sections[i][0], a.Sections[i][1]
		if at < 0 || n < 0 || at%4 != 0 || at > len(b.raw) || n > len(b.raw)-at || n%unit != 0 || want >= 0 && n != want*unit {
			return nil, fmt.Errorf("part %d is damaged or cut short", i+1)
		}
		return b.raw[at : at+n], nil
	}
	var errs []error
	take := func(i, want, unit int) []byte {
		part, err := section(i, want, unit)
		errs = append(errs, err)
		return part
	}
	b.texts = take(0, -1, 1)
	b.folded = take(1, -1, 1)
	b.textAt = words(take(2, names+1, 4))
	b.foldedAt = words(take(3, names+1, 4))
	b.owners = words(take(4, names, 4))
	b.kinds = halves(take(5, names, 2))
	b.flags = take(6, names, 1)
	b.weights = take(7, names, 1)
	b.starts = words(take(8, buckets+1, 4))
	b.postings = words(take(9, -1, 4))
	b.records = take(10, -1, 1)
	at := words(take(11, -1, 4))
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if len(at) < entities+1 {
		return errors.New("part 12 is damaged or cut short")
	}
	b.recordAt, b.hashing = at[:entities+1], at[entities+1:]
	if n := len(b.hashing); n&(n-1) != 0 || n <= entities {
		return errors.New("part 12 is damaged")
	}
	return nil
}

// littleEndian is whether this machine keeps numbers as books do.
var littleEndian = func() bool {
	x := uint16(1)
	return *(*byte)(unsafe.Pointer(&x)) == 1
}()

func words(b []byte) []uint32 {
	if len(b) < 4 {
		return nil
	}
	if littleEndian {
		return unsafe.Slice((*uint32)(unsafe.Pointer(&b[0])), len(b)/4)
	}
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func halves(b []byte) []uint16 {
	if len(b) < 2 {
		return nil
	}
	if littleEndian {
		return unsafe.Slice((*uint16)(unsafe.Pointer(&b[0])), len(b)/2)
	}
	out := make([]uint16, len(b)/2)
	for i := range out {
		out[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return out
}

// between returns what lies from one place of a list to the next; nothing where the file is damaged.
func between[T any](all []T, at []uint32, i uint32) []T {
	if int(i)+1 >= len(at) || at[i] > at[i+1] || int(at[i+1]) > len(all) {
		return nil
	}
	return all[at[i]:at[i+1]]
}

// plain makes a string of bytes that do not change without copying them. It must not outlive a query,
// for the file may be closed.
func plain(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func (b *Book) table() *table {
	return &table{
		size:  b.about.Names,
		list:  func(g gram) []uint32 { return between(b.postings, b.starts, bucket(g)) },
		kinds: b.kinds, types: b.about.Types,
		complete: true,
	}
}

func (b *Book) name(number uint32) name {
	if int(number) >= b.about.Names {
		return name{}
	}
	f := b.flags[number]
	return name{
		owner: b.owners[number], folded: plain(between(b.folded, b.foldedAt, number)),
		alias: f&flagAlias != 0, dated: f&flagDated != 0, weight: b.weights[number],
	}
}

// text returns a name as it is written. It holds nothing of the file.
func (b *Book) text(number uint32) string {
	if int(number) >= b.about.Names {
		return ""
	}
	if b.flags[number]&flagCapitals != 0 {
		return string(appendCapitals(nil, between(b.folded, b.foldedAt, number)))
	}
	return string(between(b.texts, b.textAt, number))
}

// called implements source: it gives those with the rarest gram of the text, of its length. Names are numbered by how well
// known they are, and then by their lengths, so that those of one length stand together.
func (b *Book) called(folded string) (out []uint32) {
	lists := b.table().rarest(unique(nameGrams(nil, folded)))
	if len(lists) == 0 {
		return nil
	}
	rarest, names := lists[0], b.about.Names
	for known := 0; known < names; {
		weight := b.weights[known]
		next := known + sort.Search(names-known, func(i int) bool { return b.weights[known+i] < weight })
		at := func(length int) uint32 {
			return uint32(known + sort.Search(next-known, func(i int) bool { return len(between(b.folded, b.foldedAt, uint32(known+i))) >= length }))
		}
		from, to := at(min(len(folded), longestRanked)), uint32(next)
		if len(folded) < longestRanked {
			to = at(len(folded) + 1)
		}
		first, _ := slices.BinarySearch(rarest, from)
		last, _ := slices.BinarySearch(rarest, to)
		if first < last {
			out = append(out, rarest[first:last]...)
		}
		known = max(next, known+1)
	}
	return out
}

// appendCapitals appends a folded name with a capital at each word.
func appendCapitals(dst, folded []byte) []byte {
	begins := true
	for _, c := range folded {
		if begins && c >= 'a' && c <= 'z' {
			c -= 'a' - 'A'
		}
		dst = append(dst, c)
		begins = c == ' '
	}
	return dst
}

// identityHash is the same in every run, on every machine.
func identityHash(id annotate.ID) uint32 {
	h := uint32(2166136261) // FNV-1a
	for i := range len(id) {
		h = (h ^ uint32(id[i])) * 16777619
	}
	return h ^ h>>15
}

func (b *Book) number(id annotate.ID) (uint32, bool) {
	mask := uint32(len(b.hashing) - 1)
	for i, tries := identityHash(id)&mask, 0; tries < len(b.hashing); i, tries = (i+1)&mask, tries+1 {
		owner := b.hashing[i]
		if owner == 0 {
			return 0, false
		}
		r := recordReader{rest: between(b.records, b.recordAt, owner-1)}
		if r.identity() == id {
			return owner - 1, true
		}
	}
	return 0, false
}

func (b *Book) names(owner uint32) []uint32 {
	r := recordReader{rest: between(b.records, b.recordAt, owner)}
	r.identity()
	r.number()
	return r.numbers()
}

func (b *Book) identity(owner uint32) annotate.ID {
	r := recordReader{rest: between(b.records, b.recordAt, owner)}
	return r.identity()
}

func (b *Book) typeOf(owner uint32) uint16 {
	r := recordReader{rest: between(b.records, b.recordAt, owner)}
	r.identity()
	return uint16(r.number())
}

// entity reads an entity. It holds nothing of the file.
func (b *Book) entity(owner uint32) *annotate.Entity {
	r := recordReader{rest: between(b.records, b.recordAt, owner)}
	e := &annotate.Entity{ID: r.identity()}
	if kind := r.number(); kind < uint64(len(b.about.Types)) {
		e.Type = b.about.Types[kind]
	}
	for i, n := range r.numbers() {
		switch {
		case i == 0:
			e.Name = b.text(n)
		case !b.name(n).dated:
			e.Aliases = append(e.Aliases, b.text(n))
		}
	}
	for range r.count() {
		e.Dated = append(e.Dated, annotate.DatedName{Name: r.text(), From: r.text(), Until: r.text(), Place: r.text()})
	}
	for range r.count() {
		if e.IDs == nil {
			e.IDs = map[string]string{}
		}
		key := r.text()
		e.IDs[key] = r.text()
	}
	e.Note = r.text()
	return e
}

// A record holds an entity but for its names: its identity, the number of its type, the numbers of its
// names, its own first, those that are dated, with their texts again, its identities elsewhere, its note.
// Numbers are varints; a text has its length before it.

// recordReader reads a record. Where that is damaged it reads nothing.
type recordReader struct{ rest []byte }

func (r *recordReader) number() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.rest = nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

// count is a number of things that take a byte at least.
func (r *recordReader) count() int {
	v := r.number()
	if v > uint64(len(r.rest)) {
		r.rest = nil
		return 0
	}
	return int(v)
}

func (r *recordReader) bytes() []byte {
	n := r.count()
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *recordReader) text() string { return string(r.bytes()) }

func (r *recordReader) numbers() []uint32 {
	out := make([]uint32, 0, 4)
	for range r.count() {
		out = append(out, uint32(r.number()))
	}
	return out
}

// identity reads an identity: a UUID takes 16 bytes, behind a length of 0.
func (r *recordReader) identity() annotate.ID {
	n := r.count()
	if n > 0 {
		out := annotate.ID(r.rest[:n])
		r.rest = r.rest[n:]
		return out
	}
	if len(r.rest) < 16 {
		r.rest = nil
		return ""
	}
	id := uuid.UUID(r.rest[:16])
	r.rest = r.rest[16:]
	return annotate.ID(id.String())
}

// skipIdentity passes over what identity reads.
func (r *recordReader) skipIdentity() {
	n := r.count()
	if n == 0 {
		n = min(16, len(r.rest))
	}
	r.rest = r.rest[n:]
}

func appendIdentity(dst []byte, id annotate.ID) []byte {
	if u, err := uuid.Parse(string(id)); err == nil && u.String() == string(id) {
		return append(append(dst, 0), u[:]...)
	}
	return appendText(dst, string(id))
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}
