package gazetteer

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"quoth/annotate"
)

// Entry is one entity of a list.
type Entry struct {
	Entity *annotate.Entity
	Weight uint8 // how well known it is, 0 where the list does not tell
	Line   int   // from 1, where it stands in the list
}

// Options say how to read a list. The zero value takes no entry, for it knows no types.
type Options struct {
	Format    Format            // "" tells it by what the list holds
	Types     []string          // types of entities that the project's schema has
	Type      string            // of entries of which the list does not say it
	Only      []string          // types to take; all where empty
	Languages []string          // of names to take from Wikidata, the first one's for the name itself; all where empty
	Classes   map[string]string // type by class of Wikidata ("Q5": "person"), beside those that are known
	Source    string            // what the list's own ids are called; "" for the file's name
	Trouble   func(error)       // told of each row that is left out, as an [*Error]; may be nil
}

// Format is how a list is written.
type Format string

// The formats.
const (
	Table    Format = "table" // CSV or TSV with headings
	Lines    Format = "jsonl"
	Brat     Format = "brat"
	Wikidata Format = "wikidata"
)

// Formats lists the formats.
var Formats = []Format{Table, Lines, Brat, Wikidata}

// Error says which row of a list was left out, and why.
type Error struct {
	Name   string // of the list
	Line   int    // from 1; 0 where it is about all of it
	Reason string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Name + ": " + e.Reason
	}
	return fmt.Sprintf("%s:%d: %s", e.Name, e.Line, e.Reason)
}

// The longest row of a list, in bytes. Items of Wikidata with very many statements have some megabytes.
const (
	longestRow  = 1 << 20
	longestItem = 64 << 20
	longestName = 1000
	mostAliases = 1000
)

// Read gives the entries of a list one after the other. The error is one of reading, after which nothing comes; what is
// wrong with rows is told to [Options.Trouble].
func Read(ctx context.Context, name string, in io.Reader, o Options) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		unpacked, err := unpack(in)
		if err != nil {
			yield(Entry{}, &Error{Name: name, Reason: err.Error()})
			return
		}
		l := &list{ctx: ctx, name: filepath.Base(name), Options: o, in: unpacked, yield: yield}
		if l.Source == "" {
			l.Source = stem(l.name)
		}
		if l.Trouble == nil {
			l.Trouble = func(error) {}
		}
		if l.Format == "" {
			if l.Format, err = detect(l.name, l.in); err != nil {
				yield(Entry{}, &Error{Name: l.name, Reason: err.Error()})
				return
			}
		}
		switch l.Format {
		case Lines:
			err = l.lines()
		case Brat:
			err = l.brat()
		case Wikidata:
			err = l.wikidata()
		case Table:
			err = l.table()
		default:
			err = fmt.Errorf("there is no format %q of lists", l.Format)
		}
		if err != nil && !errors.Is(err, errEnough) {
			if !errors.Is(err, context.Canceled) {
				err = &Error{Name: l.name, Line: l.line, Reason: err.Error()}
			}
			yield(Entry{}, err)
		}
	}
}

// errEnough ends reading when nobody wants more.
var errEnough = errors.New("enough")

// stem is a file's name without its endings: "people" of people.csv.gz.
func stem(name string) string {
	stem, _, _ := strings.Cut(name, ".")
	return cmp.Or(stem, "list")
}

// unpack returns what a packed list holds, and leaves one that is not packed as it is.
func unpack(in io.Reader) (*bufio.Reader, error) {
	const size = 1 << 16
	r := bufio.NewReaderSize(in, size)
	begin, err := r.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(begin, []byte{0x1f, 0x8b}):
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("it cannot be unpacked: %w", err)
		}
		return bufio.NewReaderSize(z, size), nil
	case string(begin) == "BZh":
		return bufio.NewReaderSize(bzip2.NewReader(r), size), nil
	}
	return r, nil
}

// detect tells the format by the beginning of a list.
func detect(name string, r *bufio.Reader) (Format, error) {
	begin, err := r.Peek(1 << 15)
	if err != nil && !errors.Is(err, io.EOF) && len(begin) == 0 {
		return "", err
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(begin, []byte("\ufeff")), " \t\r\n")
	switch {
	case len(text) == 0:
		return Table, nil
	case text[0] == '[':
		return Wikidata, nil
	case text[0] == '{':
		first, _, _ := bytes.Cut(text, []byte("\n"))
		if bytes.Contains(first, []byte(`"labels"`)) || bytes.Contains(first, []byte(`"sitelinks"`)) || bytes.Contains(first, []byte(`"claims"`)) {
			return Wikidata, nil
		}
		return Lines, nil
	}
	for line := range bytes.Lines(text) {
		if _, fields, ok := bytes.Cut(line, []byte("\t")); ok {
			for _, t := range []string{"name:", "attr:", "info:"} {
				if bytes.HasPrefix(fields, []byte(t)) {
					return Brat, nil
				}
			}
		}
		break
	}
	return Table, nil
}

// list is a list that is being read.
type list struct {
	Options
	ctx   context.Context
	name  string
	in    *bufio.Reader
	line  int // that was read last
	begun bool
	yield func(Entry, error) bool
}

// next reads a line of at most so many bytes, without its end. Longer ones, and those that are not UTF-8, are told and
// passed over.
func (l *list) next(most int) ([]byte, error) {
	for {
		if l.line%256 == 0 && l.ctx.Err() != nil {
			return nil, l.ctx.Err()
		}
		row, whole, err := l.row(most)
		if err != nil {
			return nil, err
		}
		if !l.begun {
			row = bytes.TrimPrefix(row, []byte("\ufeff"))
			l.begun = true
		}
		switch {
		case !whole:
			l.refuse("the row is longer than %d MB", most>>20)
		case !utf8.Valid(row):
			l.refuse("the row is not UTF-8; save the list as UTF-8")
		default:
			return row, nil
		}
	}
}

// row reads one line; of one that is too long it keeps nothing.
func (l *list) row(most int) (row []byte, whole bool, err error) {
	whole = true
	for first := true; ; first = false {
		part, err := l.in.ReadSlice('\n')
		if first && len(part) == 0 && err != nil {
			return nil, false, err
		}
		if first {
			l.line++
		}
		done := err == nil || errors.Is(err, io.EOF)
		if !done && !errors.Is(err, bufio.ErrBufferFull) {
			return nil, false, err
		}
		if first && done {
			return bytes.TrimRight(part, "\r\n"), len(part) <= most, nil
		}
		if whole = whole && len(row)+len(part) <= most; whole {
			row = append(row, part...)
		} else {
			row = nil
		}
		if done {
			return bytes.TrimRight(row, "\r\n"), whole, nil
		}
	}
}

func (l *list) refuse(format string, args ...any) { l.refuseAt(l.line, format, args...) }

func (l *list) refuseAt(line int, format string, args ...any) {
	l.Trouble(&Error{Name: l.name, Line: line, Reason: fmt.Sprintf(format, args...)})
}

// found is an entity as a row has it, before it is checked.
type found struct {
	line    int
	own     string // the list's own id
	typ     string
	name    string
	aliases []string
	dated   []annotate.DatedName
	ids     map[string]string
	note    string
	weight  uint8
}

// give checks what a row has and hands it on; errEnough says that no more is wanted.
func (l *list) give(f found) error {
	e, err := l.entity(f)
	if err != nil {
		l.refuseAt(f.line, "%v", err)
		return nil
	}
	if len(l.Only) > 0 && !slices.Contains(l.Only, e.Type) {
		return nil
	}
	if !l.yield(Entry{Entity: e, Weight: f.weight, Line: f.line}, nil) {
		return errEnough
	}
	return nil
}

func (l *list) entity(f found) (*annotate.Entity, error) {
	e := &annotate.Entity{Note: strings.TrimSpace(f.note)}
	var err error
	if e.Name, err = cleanName(f.name); err != nil {
		return nil, err
	}
	if e.Type, err = l.typeOf(f.typ); err != nil {
		return nil, err
	}
	for _, a := range f.aliases {
		if strings.TrimSpace(a) == "" {
			continue
		}
		if a, err = cleanName(a); err != nil {
			return nil, err
		}
		if a != e.Name && len(e.Aliases) < mostAliases && !slices.Contains(e.Aliases, a) {
			e.Aliases = append(e.Aliases, a)
		}
	}
	for _, d := range f.dated {
		if err := d.Check(); err != nil {
			return nil, err
		}
		e.Dated = append(e.Dated, d)
	}
	for kind, id := range f.ids {
		if strings.TrimSpace(id) == "" {
			continue
		}
		if id, err = annotate.OutsideID(kind, id); err != nil {
			return nil, err
		}
		if e.IDs == nil {
			e.IDs = map[string]string{}
		}
		e.IDs[kind] = id
	}
	e.ID = l.identity(e, f.own)
	return e, nil
}

// namespace is that of identities that are made of list, type and name.
var namespace = uuid.MustParse("6f0b8e0a-3c0e-5d53-9a55-0f5a7c1d2b41")

// identity returns under which identity every project knows an entry.
func (l *list) identity(e *annotate.Entity, own string) annotate.ID {
	for _, kind := range []string{"wikidata", "viaf", "isni"} {
		if id := e.IDs[kind]; id != "" {
			return annotate.ID(kind + ":" + id)
		}
	}
	if own = strings.TrimSpace(own); own != "" {
		if e.IDs == nil {
			e.IDs = map[string]string{}
		}
		e.IDs[l.Source] = own
		return annotate.ID(l.Source + ":" + own)
	}
	return annotate.ID(uuid.NewSHA1(namespace, []byte(l.Source+"\x00"+e.Type+"\x00"+e.Name)).String())
}

func cleanName(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	switch {
	case s == "":
		return "", errors.New("it has no name")
	case len(s) > longestName:
		return "", fmt.Errorf("a name of %d bytes is too long", len(s))
	case strings.ContainsFunc(s, unicode.IsControl):
		return "", errors.New("a name has control characters in it")
	}
	return s, nil
}

// meant are other words for the types of the built-in schema.
var meant = map[string]string{
	"per": "person", "people": "person", "human": "person", "persons": "person", "individual": "person",
	"organisation": "org", "organization": "org", "organisations": "org", "organizations": "org", "company": "org", "institution": "org", "party": "org", "team": "org",
	"loc": "place", "location": "place", "gpe": "place", "country": "place", "city": "place", "places": "place", "fac": "place", "region": "place",
	"groups": "group", "norp": "group", "title": "role", "office": "role", "position": "role",
}

// typeOf returns the type of the schema that a list's word means.
func (l *list) typeOf(word string) (string, error) {
	word = strings.TrimSpace(word)
	if word == "" {
		if l.Type == "" {
			return "", errors.New("it says no type; name one for all that say none")
		}
		word = l.Type
	}
	small := strings.ToLower(word)
	for _, t := range l.Types {
		if t == word || strings.ToLower(t) == small {
			return t, nil
		}
	}
	if t := meant[small]; t != "" && slices.Contains(l.Types, t) {
		return t, nil
	}
	return "", fmt.Errorf("type %q is not one that entities of this project can have%s: %s", clip(word), annotate.DidYouMean(word, slices.Clone(l.Types)), strings.Join(l.Types, ", "))
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
