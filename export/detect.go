package export

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"

	"quoth/export/bound"
)

// ErrNoDataset says that a file is in no format of datasets.
var ErrNoDataset = errors.New("this is no dataset in a format that Quoth reads; if it holds articles, add them instead of importing them")

// ErrUTF16 says that a file would be a dataset if its characters were written otherwise.
var ErrUTF16 = errors.New("the dataset is written in UTF-16; save it as UTF-8")

// mostDetected is how many bytes of a file are looked at: the greatest length of a record, for the
// word that tells what it is may be the last of it.
const mostDetected = 512 << 20

// Detect returns the format of what r reads. The contents decide, and the name only where several
// formats fit them or there are none: an empty file is a dataset of no records if it is named like
// one. It is the one rule that tells datasets and articles apart.
//
// The reader that it returns gives all that r would have given, also where it is no dataset, so that
// it can be read as something else; it is nil where r fails. The error is [ErrNoDataset], *[Unread], [ErrUTF16],
// that the file is empty, or that of r; it begins with the name.
func (fs Formats) Detect(name string, r io.Reader) (*Format, io.Reader, error) {
	var seen bound.Spool
	in := bufio.NewReaderSize(r, 1<<16)
	head, err := in.Peek(4) // fewer where the file is shorter
	if err != nil && err != io.EOF {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	fit := fs.fitting(in, &seen, func(r io.Reader) io.Reader { return r })
	_, err = in.Peek(1)
	if err != nil && err != io.EOF {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	ended := err == io.EOF
	all := io.MultiReader(again{from(&seen), &seen}, in)
	switch {
	case len(fit) > 0:
		if f := fit.ForName(name); f != nil {
			return f, all, nil
		}
		return fit[0], all, nil
	case ended && empty(&seen):
		if f := fs.ForName(name); f != nil {
			return f, all, nil
		}
		return nil, all, fmt.Errorf("%s: the file is empty", name)
	}
	if order, ok := utf16(head); ok {
		decoded := func(r io.Reader) io.Reader {
			return unicode.UTF16(order, unicode.UseBOM).NewDecoder().Reader(r)
		}
		wide := fs.fitting(in, &seen, decoded)
		all = io.MultiReader(again{from(&seen), &seen}, in)
		if len(wide) > 0 {
			return nil, all, fmt.Errorf("%s: %w", name, ErrUTF16)
		}
	}
	if u := unreadOf(&seen); u != nil {
		return nil, all, fmt.Errorf("%s: %w", name, u)
	}
	return nil, all, fmt.Errorf("%s: %w", name, ErrNoDataset)
}

// from returns a reader of what there is from the beginning on.
func from(seen *bound.Spool) io.Reader { return io.NewSectionReader(seen, 0, seen.Size()) }

// again reads what was seen once more, and gives up what was kept of it at its end.
type again struct {
	io.Reader
	seen *bound.Spool
}

func (a again) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	if err == io.EOF {
		_ = a.seen.Close() // what was kept is read
	}
	return n, err
}

// empty reports whether there is nothing but white space.
func empty(seen *bound.Spool) bool {
	piece := make([]byte, 1<<12)
	for in := from(seen); ; {
		n, err := in.Read(piece)
		if len(bytes.TrimSpace(piece[:n])) > 0 {
			return false
		}
		if err != nil {
			return err == io.EOF
		}
	}
}

// fitting returns the formats that fit what was seen of in and what is still to be seen of it, as as
// lets them read it. What they read is added to seen.
func (fs Formats) fitting(in io.Reader, seen *bound.Spool, as func(io.Reader) io.Reader) Formats {
	var out Formats
	for _, f := range fs {
		if f.Fits == nil {
			continue
		}
		more := io.TeeReader(io.LimitReader(in, mostDetected-seen.Size()), seen)
		if f.Fits(as(io.MultiReader(from(seen), more))) {
			out = append(out, f)
		}
	}
	return out
}

// utf16 reports whether a file that begins with these bytes is UTF-16, by its byte order mark or by
// the empty half of its first characters, and in which order its bytes come.
func utf16(head []byte) (unicode.Endianness, bool) {
	if len(head) < 4 {
		return unicode.BigEndian, false
	}
	switch {
	case head[0] == 0xff && head[1] == 0xfe, head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return unicode.LittleEndian, true
	case head[0] == 0xfe && head[1] == 0xff, head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return unicode.BigEndian, true
	}
	return unicode.BigEndian, false
}
