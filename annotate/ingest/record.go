package ingest

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"quoth/annotate"
)

// record is one article of a file with many.
type record struct {
	line     int // where it begins, from 1
	fields   []field
	encoding string // what it was decoded from; "" for UTF-8
}

// records reads a file with many articles. next returns io.EOF after the last one. After an [*Error]
// the next record may be read; after any other error nothing can.
type records interface {
	next() (record, error)
}

func newRecords(kind Kind, in *input, opts Options) (records, error) {
	dec := &recordDecoder{whole: in.encoding, ahead: in.Reader}
	lines := &lineReader{r: in.Reader, most: opts.maxRecord()}
	switch kind {
	case JSONLines:
		return &jsonLines{lines: lines, dec: dec}, nil
	case CSV, TSV:
		return newTable(kind, in.head, lines, dec)
	default:
		return newJSONValues(in.Reader, opts.MaxFile, dec), nil
	}
}

// readRecords yields the document of each record.
func readRecords(ctx context.Context, name string, from records, opts Options, yield func(*annotate.Document, error) bool) {
	choose := fieldChoice{opts: opts}
	for some := false; ; some = true {
		if err := ctx.Err(); err != nil {
			yield(nil, err)
			return
		}
		r, err := from.next()
		if err == io.EOF {
			if !some {
				yield(nil, &Error{Name: name, Reason: "holds no articles"})
			}
			return
		}
		var doc *annotate.Document
		var bad *Error
		if err == nil {
			doc, err = choose.document(ctx, name, r)
			if errors.As(err, &bad) {
				bad.Line = r.line
			}
		}
		if err != nil {
			stop := !errors.As(err, &bad)
			if !yield(nil, located(ctx, name, err)) || stop {
				return
			}
			continue
		}
		if !yield(doc, nil) {
			return
		}
	}
}

// atLine tells an error where it happened, if it does not know.
func atLine(err error, line int) error {
	var e *Error
	if errors.As(err, &e) && e.Line == 0 {
		e.Line = line
	}
	return err
}

// recordDecoder decodes the records of a file one by one, because the file may be too long to look at
// as a whole. A record that is valid UTF-8 is taken as it is. The first that is not decides about
// all others: either valid records with letters outside ASCII came before, and the file is UTF-8 with a damaged record in
// it, or the file has a legacy encoding, which is guessed from this record and what is buffered after it.
type recordDecoder struct {
	whole  string // what the stream is decoded from already; "" if it is not
	ahead  *bufio.Reader
	utf8   bool
	legacy string
}

func (d *recordDecoder) decode(raw []byte) (string, error) {
	if utf8.Valid(raw) {
		d.utf8 = d.utf8 || d.legacy == "" && !isASCII(raw)
		return string(raw), nil
	}
	if d.utf8 {
		at := 0
		for at < len(raw) {
			r, n := utf8.DecodeRune(raw[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return "", &Error{Reason: fmt.Sprintf("byte %d of the record is not UTF-8, but the records before it are; mend it, or choose an encoding for the whole file", at+1)}
	}
	if d.legacy == "" {
		more, _ := d.ahead.Peek(d.ahead.Buffered())
		_, d.legacy = guessEncoding(append(bytes.Clone(raw), more...))
	}
	enc, _, err := encodingByName(d.legacy)
	if err != nil {
		return "", &Error{Reason: err.Error()}
	}
	text, err := enc.NewDecoder().Bytes(raw)
	if err != nil {
		return "", &Error{Reason: "cannot be decoded from " + d.legacy + "; choose the file's encoding", Err: err}
	}
	return string(text), nil
}

// encoding returns what the record was decoded from, "" for UTF-8.
func (d *recordDecoder) encoding() string {
	if d.whole != "" {
		return d.whole
	}
	return d.legacy
}

// lineReader reads lines of a bounded length. A line that is longer is skipped and reported.
type lineReader struct {
	r    *bufio.Reader
	most int // bytes of a line
	line int // the number of the last line read, from 1
	buf  []byte
}

// next returns the next line with its line feed, valid until the next call.
func (l *lineReader) next() ([]byte, error) {
	l.buf = l.buf[:0]
	l.line++
	tooLong := false
	for {
		part, err := l.r.ReadSlice('\n')
		if !tooLong {
			l.buf = append(l.buf, part...)
			tooLong = len(l.buf) > l.most
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		if tooLong && (err == nil || err == io.EOF) {
			l.buf = nil // give the memory back
			return nil, &Error{Line: l.line, Reason: fmt.Sprintf("the line is longer than %s; is the file what its name says?", megabytes(l.most))}
		}
		if err == io.EOF && len(l.buf) > 0 {
			return l.buf, nil
		}
		return l.buf, err
	}
}
