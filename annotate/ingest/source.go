package ingest

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"quoth/annotate"
)

// Source is something that holds articles.
type Source struct {
	Name string // the file name: its extension tells the kind, and errors begin with it
	Open func() (io.ReadCloser, error)
}

// File returns the source of a file on disk. Folders and devices give an error when it is opened.
func File(path string) Source {
	return Source{Name: path, Open: func() (io.ReadCloser, error) {
		// Opening a named pipe would wait for a writer, so its kind is asked first.
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() {
			return nil, errors.New("not a regular file")
		}
		return os.Open(path)
	}}
}

// Through returns the source whose bytes come through what reads makes of its reader.
func (s Source) Through(reads func(io.Reader) io.Reader) Source {
	open := s.Open
	s.Open = func() (io.ReadCloser, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{reads(f), f}, nil
	}
	return s
}

// Reader returns the source of what can be read once.
func Reader(name string, r io.Reader) Source {
	return Source{Name: name, Open: func() (io.ReadCloser, error) { return io.NopCloser(r), nil }}
}

// Options say how to read. The zero value guesses everything.
type Options struct {
	// The fields of a record that hold the article, its title and its own id. "" guesses by the
	// usual names; see [Fields]. A field of a nested object is named with dots: "article.body".
	TextField, TitleField, IDField string

	// Progress, where it is set, hears again and again which share of the work on a file that holds one article is
	// done, 0 to 1, beginning before its first byte is read. Of files with many the bytes read say it.
	Progress func(done float64)

	Language string // BCP 47; "" takes what the file says, or guesses
	Encoding string // a WHATWG label such as "windows-1251"; "" guesses

	MaxFile int // most bytes of a file with one article or one JSON value; 0 means 256 MiB
	MaxText int // most bytes of an article; 0 means 128 MiB
}

// The text that opens and scrolls like any other is 100 MB; markup and encodings may double it.
const (
	defaultMaxFile = 256 << 20
	defaultMaxText = 128 << 20
)

func (o Options) withDefaults() Options {
	o.MaxFile = cmp.Or(o.MaxFile, defaultMaxFile)
	o.MaxText = cmp.Or(o.MaxText, defaultMaxText)
	return o
}

// maxRecord returns the most bytes of one record: its text may double in escapes (\u4e2d is six
// bytes for three), and its other fields need room as well.
func (o Options) maxRecord() int { return 2*o.MaxText + 1<<20 }

// Error says which article could not be read, and why.
type Error struct {
	Name   string // of the source
	Line   int    // from 1; 0 where the error is about the whole file
	Reason string // what is wrong and what to do
	Err    error  // the cause; may be nil
}

func (e *Error) Error() string {
	s := e.Name
	if e.Line > 0 {
		s = fmt.Sprintf("%s:%d", s, e.Line)
	}
	if s != "" && e.Reason != "" {
		s += ": "
	}
	s += e.Reason
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Read yields the documents of a source in their order. An article that cannot be read yields an
// [*Error] in its place, and reading goes on with the next one where there is one. When ctx ends, its error is
// the last thing that is yielded. Files with many articles are read as a stream: memory does not grow
// with them.
func Read(ctx context.Context, src Source, opts Options) iter.Seq2[*annotate.Document, error] {
	opts = opts.withDefaults()
	return func(yield func(*annotate.Document, error) bool) {
		f, err := src.Open()
		if err != nil {
			yield(nil, &Error{Name: src.Name, Reason: "cannot be opened", Err: err})
			return
		}
		defer f.Close()
		in, err := open(ctx, f, opts.Encoding)
		if err != nil {
			yield(nil, &Error{Name: src.Name, Reason: err.Error()})
			return
		}
		kind := sniff(src.Name, in.head)
		switch kind {
		case JSON, JSONLines, CSV, TSV:
			records, err := newRecords(kind, in, opts)
			if err != nil {
				yield(nil, located(ctx, src.Name, err))
				return
			}
			readRecords(ctx, src.Name, records, opts, yield)
		default:
			doc, err := readArticle(ctx, src.Name, kind, in, opts)
			if err != nil {
				yield(nil, located(ctx, src.Name, err))
				return
			}
			yield(doc, nil)
		}
	}
}

// located gives an error the name of its source. An error of the context stays what it is.
func located(ctx context.Context, name string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var e *Error
	if errors.As(err, &e) {
		e.Name = name
		return e
	}
	return &Error{Name: name, Reason: "cannot be read", Err: err}
}

// readArticle reads a file that holds one article.
func readArticle(ctx context.Context, name string, kind Kind, in *input, opts Options) (*annotate.Document, error) {
	p := paceOf(ctx, opts)
	if err := p.at(0, 1); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(io.LimitReader(in, int64(opts.MaxFile)+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > opts.MaxFile {
		return nil, &Error{Reason: fmt.Sprintf("is larger than %s; split it into articles", megabytes(opts.MaxFile))}
	}
	text, found, err := decode(raw, kind == HTML)
	if err != nil {
		return nil, err
	}
	if in.encoding != "" {
		found.encoding = in.encoding
	}
	if len(text) > opts.MaxText {
		return nil, &Error{Reason: fmt.Sprintf("holds more than %s of text; split it into articles", megabytes(opts.MaxText))}
	}
	var d draft
	cut := p.part(0, cutShare)
	switch kind {
	case Markdown:
		d, err = cut.aside(len(text), func() draft { return markdownDraft(text) })
	case HTML:
		d, err = cut.aside(len(text), func() draft { return htmlDraft(text) })
	default:
		d, err = plainDraft(text, cut)
	}
	if err != nil {
		return nil, err
	}
	found.note(&d)
	return d.document(name, opts, p.part(cutShare, 1))
}

// cutShare is how much of the work on an article is done when it is cut into pieces.
const cutShare = 0.4

func megabytes(n int) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d bytes", n)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// input is an opened source. Its bytes are UTF-8 or, where encoding is "", not yet known to be.
type input struct {
	*bufio.Reader
	head     []byte // the first bytes, not consumed
	encoding string // what it has been decoded from as a whole; "" if it has not
}

const headSize = 16 << 10

// open looks at the first bytes of a source: it removes a byte order mark, refuses what is no text,
// and decodes what cannot be split into lines before it is decoded (UTF-16), or what the caller
// says is in an encoding.
func open(ctx context.Context, r io.Reader, encoding string) (*input, error) {
	br := bufio.NewReaderSize(&contextReader{ctx, r}, headSize)
	head, _ := br.Peek(headSize) // an error comes again with the first read
	if is := foreignKind(head); is != "" {
		return nil, errors.New("is " + is)
	}
	name, mark := byteOrder(head)
	if encoding != "" && mark == 0 {
		name = encoding
	}
	br.Discard(mark)
	if name != "" && !isUTF8(name) {
		enc, canonical, err := encodingByName(name)
		if err != nil {
			return nil, err
		}
		br = bufio.NewReaderSize(enc.NewDecoder().Reader(br), headSize)
		name = canonical
	} else {
		name = ""
	}
	head, _ = br.Peek(headSize)
	return &input{br, head, name}, nil
}

// contextReader stops reading when its context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// shortName is what the metadata keep of a source's name: a path would tell of somebody's machine.
func shortName(name string) string { return filepath.Base(filepath.ToSlash(name)) }
