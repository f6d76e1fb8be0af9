package spacy

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"strings"

	"github.com/klauspost/compress/zlib"

	"quoth/export"
	"quoth/export/assemble"
	"quoth/export/bound"
)

func newUnpacker(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }

// ReadFolder yields the documents of the DocBins of a folder. See [export.Format].
func ReadFolder(ctx context.Context, name string, folder fs.FS) iter.Seq2[*export.Record, error] {
	return export.EachFile(ctx, name, folder, &export.Format{Extensions: []string{"spacy"}, Fits: fits, Read: Read})
}

// Read yields the documents of a DocBin. It is unpacked to a temporary file where it is large, for what its documents have
// to say stands in several places of it. See [export.Format].
func Read(ctx context.Context, name string, r io.Reader) iter.Seq2[*export.Record, error] {
	return func(yield func(*export.Record, error) bool) {
		spool := &bound.Spool{}
		defer spool.Close()
		c, err := unpack(r, spool)
		if err != nil {
			yield(nil, export.Locate(err, name, 0))
			return
		}
		tokens, length := c.rows(), newPacked(c.at, c.lengths.at, c.lengths.at+c.lengths.n)
		d := &document{content: c, labels: map[uint64]string{}}
		for i := range c.lengths.n / 4 {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			b, err := length.some(4)
			if err != nil {
				yield(nil, export.Locate(err, name, 0))
				return
			}
			place := fmt.Sprintf("document %d", i+1)
			n := int64(int32(binary.LittleEndian.Uint32(b)))
			if n < 0 || n > tokens.left {
				yield(nil, export.Faultf(name, 0, place, "it has %d tokens, more than the file has", n))
				return
			}
			rest := tokens.left - n
			rec, err := d.read(tokens, int(n))
			if err != nil {
				rec, err = nil, export.Faultf(name, 0, place, "%v", err)
			} else {
				rec.Where = fmt.Sprintf("%s#%d", name, i+1)
			}
			if !yield(rec, err) {
				return
			}
			if tokens.left != rest {
				c.pass(tokens, rest)
			}
		}
	}
}

// The bounds of a document.
const (
	mostMarks = 1 << 18
	mostIDs   = 1 << 17 // outside identities of its entities
	manyRows  = 1 << 20 // tokens, from which on room is measured before it is made
)

// mostText is how many bytes the text of a document may have.
func mostText() int { return bound.Line / 4 }

// document is the document of a DocBin that is read, and what is known of all.
type document struct {
	*content
	labels map[uint64]string

	starts []uint32 // of each token and of the end, with the blank before it noted in them
	ends   []entity

	inGroups, inGroup, inSaid packed // what is read of what belongs to it
}

// entity is a run of tokens that are an entity.
type entity struct {
	first, last int
	label, kb   uint64
}

// afterBlank notes of the start of a token that there is a blank before it that belongs to no token.
const afterBlank = 1 << 31

func (d *document) span(first, last int) (int, int) {
	end := d.starts[last]
	return int(d.starts[first] &^ afterBlank), int(end&^afterBlank) - int(end>>31)
}

// label returns the word of a number, which many marks share.
func (d *document) label(n uint64) (string, bool) {
	s, ok := d.labels[n]
	if !ok {
		var w []byte
		if w, ok = d.words.word(n); ok {
			s = string(w)
			d.labels[n] = s
		}
	}
	return s, ok
}

// errText says that a document is longer than it may be.
func errText() error { return fmt.Errorf("its text is longer than %s", bound.Size(mostText())) }

// text reads the next n tokens: the words of the text, and which of them are entities.
func (d *document) text(tokens *rows, n int, unknown bool) (string, error) {
	orth, iob, typ, kb := d.column(attrOrth), d.column(attrEntIOB), d.column(attrEntType), d.column(attrEntKB)
	var text strings.Builder
	if n > manyRows {
		size, err := d.measure(n, tokens)
		if err != nil {
			return "", err
		}
		text.Grow(size)
	}
	if cap(d.starts) < n+1 || cap(d.starts) > manyRows {
		d.starts = make([]uint32, 0, n+1)
	}
	d.starts, d.ends = d.starts[:0], d.ends[:0]
	gap, open := uint32(0), false
	for k := range n {
		row, blank, err := tokens.next()
		if err != nil {
			return "", err
		}
		number := at(row, orth)
		w, ok := d.words.word(number)
		if !ok {
			return "", fmt.Errorf("token %d has no word: the number %d is not among the strings", k+1, number)
		}
		if text.Len()+len(w)+1 > mostText() {
			return "", errText()
		}
		d.starts = append(d.starts, uint32(text.Len())|gap)
		text.Write(w)
		gap = 0
		if blank || unknown && k+1 < n {
			text.WriteByte(' ')
			gap = afterBlank
		}
		in := uint64(iobOutside)
		if iob >= 0 {
			in = at(row, iob)
		}
		if in == iobInside && open {
			d.ends[len(d.ends)-1].last = k + 1
			continue
		}
		if open = (in == iobBegin || in == iobInside) && at(row, typ) != 0; open {
			if len(d.ends) == mostMarks {
				return "", errMarks
			}
			d.ends = append(d.ends, entity{k, k + 1, at(row, typ), at(row, kb)})
		}
	}
	d.starts = append(d.starts, uint32(text.Len())|gap)
	return text.String(), nil
}

// measure returns how many bytes the text of the next n tokens has at most.
func (d *document) measure(n int, tokens *rows) (int, error) {
	ahead, orth, size := d.content.rows(), d.column(attrOrth), n
	d.pass(ahead, tokens.left)
	for range n {
		row, _, err := ahead.next()
		if err != nil {
			return 0, err
		}
		w, _ := d.words.word(at(row, orth))
		if size += len(w); size > mostText() {
			return 0, errText()
		}
	}
	return size, nil
}

var errMarks = fmt.Errorf("it has more than %d annotations", mostMarks)

// read reads the next document, of n tokens.
func (d *document) read(tokens *rows, n int) (*export.Record, error) {
	// What stands elsewhere is gone over whatever becomes of the document, so that the next one finds its own.
	unknown, err := unknownSpaces(d.flags.next())
	groups, err2 := d.groups.next().within(&d.inGroups)
	said, err3 := d.said.next().within(&d.inSaid)
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, err
	}
	text, err := d.text(tokens, n, unknown)
	if err != nil {
		return nil, err
	}
	a, err := assemble.New(text, assemble.Bytes)
	if err != nil {
		return nil, err
	}
	a.Renumber = true
	ids, err := identities(said)
	if err != nil {
		return nil, err
	}
	type key struct {
		label       uint64
		first, last int
	}
	seen, grouped := map[key]bool{}, false
	mark := func(first, last int, label, kb uint64) error {
		typ, ok := d.label(label)
		if !ok || typ == "" {
			return fmt.Errorf("the span of tokens %d to %d has no label", first, last)
		}
		if first < 0 || first >= last || last > n {
			return fmt.Errorf("%q marks tokens %d to %d of %d", export.Clip(typ), first, last, n)
		}
		if grouped && seen[key{label, first, last}] {
			return nil // as an entity it is told again
		}
		if len(seen) == mostMarks {
			return errMarks
		}
		s, err := a.Span(d.span(first, last))
		if err != nil {
			return err
		}
		m, err := a.Put("", typ, s)
		if err != nil {
			return err
		}
		if id, _ := d.label(kb); id != "" {
			assemble.Identify(a.Refer(m, id), ids[id])
		}
		seen[key{label, first, last}] = true
		return nil
	}
	if err := spanGroupsOf(groups, &d.inGroup, mark); err != nil {
		return nil, fmt.Errorf("span groups: %w", err)
	}
	grouped = true
	for _, e := range d.ends {
		if err := mark(e.first, e.last, e.label, e.kb); err != nil {
			return nil, err
		}
	}
	return a.Record()
}

// pass goes on in the rows until so many are left.
func (c *content) pass(r *rows, left int64) {
	all := min(c.tokens.n/int64(r.size), c.spaces.n)
	done := all - left
	r.tokens.Reset(io.NewSectionReader(c.at, c.tokens.at+done*int64(r.size), c.tokens.n-done*int64(r.size)))
	r.spaces.Reset(io.NewSectionReader(c.at, c.spaces.at+done, c.spaces.n-done))
	r.left = left
}

// identities reads what identified packed; user data of others has other keys, and values of any kind.
func identities(p *packed) (map[string]map[string]string, error) {
	if p == nil {
		return nil, nil
	}
	n, err := p.count(table, "table")
	for ; n > 0 && err == nil; n-- {
		var k string
		if k, err = p.key(); err == nil && k == userIDs {
			return identitiesOf(p)
		}
		if err == nil {
			err = p.skip()
		}
	}
	return nil, nil // what is there is others' and may be anything
}

func identitiesOf(p *packed) (map[string]map[string]string, error) {
	out, all := map[string]map[string]string{}, 0
	n, err := p.count(table, "table")
	for ; n > 0 && err == nil; n-- {
		var id, whose, what string
		if id, err = p.key(); err != nil {
			break
		}
		var m int64
		if m, err = p.count(table, "table"); err != nil {
			break
		}
		ids := map[string]string{}
		for ; m > 0 && err == nil; m-- {
			if all++; all > mostIDs {
				return nil, fmt.Errorf("it has more than %d outside identities of entities", mostIDs)
			}
			if whose, err = p.key(); err == nil {
				what, err = p.key()
			}
			ids[whose] = what
		}
		out[id] = ids
	}
	if err != nil {
		return nil, nil // it is others' and not as Quoth has it
	}
	return out, nil
}

// spanGroupsOf reads the span groups of a document: a list of groups, or, since spaCy 3.5, groups by their bytes.
func spanGroupsOf(p, inner *packed, mark func(first, last int, label, kb uint64) error) error {
	if p == nil {
		return nil // none
	}
	v, err := p.head()
	if err != nil {
		return err
	}
	if v.kind != table && v.kind != list {
		return errors.New("they are no list")
	}
	for range v.n {
		g, err := p.within(inner)
		if err != nil {
			return err
		}
		if v.kind == table {
			if err := p.skip(); err != nil {
				return err
			}
		}
		if err := spansOf(g, mark); err != nil {
			return err
		}
	}
	return nil
}

const spanBytes = 40

func spansOf(p *packed, mark func(first, last int, label, kb uint64) error) error {
	if p == nil {
		return errCutOff
	}
	n, err := p.count(table, "table")
	for ; n > 0 && err == nil; n-- {
		var k string
		if k, err = p.key(); err != nil {
			break
		}
		if k != "spans" {
			err = p.skip()
			continue
		}
		var m int64
		for m, err = p.count(list, "list"); m > 0 && err == nil; m-- {
			var size int64
			if size, err = p.count(words, "bytes"); err != nil {
				break
			}
			if size != spanBytes {
				return fmt.Errorf("a span has %d bytes, not %d", size, spanBytes)
			}
			var s []byte
			if s, err = p.some(spanBytes); err != nil {
				break
			}
			number := func(at int) int { return int(int32(binary.BigEndian.Uint32(s[at:]))) }
			err = mark(number(24), number(28), binary.BigEndian.Uint64(s[16:]), binary.BigEndian.Uint64(s[8:]))
		}
	}
	return err
}
