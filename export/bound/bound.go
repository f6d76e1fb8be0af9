// Package bound keeps readers of strangers' files within bounds. A dataset may come from anybody: a line
// of ten gigabytes, brackets a million deep, an archive that grows a thousandfold, a folder that
// reaches out of itself. Every reader of a format goes through here, so that the same bounds hold
// everywhere, and what is beyond them is an error that says so.
package bound

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"quoth/export/elements"
)

// The bounds. Line is the largest article that a project takes in, 128 MiB of text, with its escapes and
// as many annotations; a record that is a file of its own has the same. They are variables so that
// tests can reach them.
var (
	Line  = 512 << 20 // bytes of a line, of a value, and of a file that is read whole
	Depth = 200       // elements within elements
	Files = 2_000_000 // files of a folder
	Whole = 64 << 30  // bytes that one packed file may unpack to
)

// Record is a reader that gives so many bytes for each record, and an error beyond them. Whoever reads
// calls Next when a record is complete.
type Record struct {
	R    io.Reader
	left int
	most int // bytes of a record
	what string
}

// Next begins the next record.
func (b *Record) Next() { b.left = b.most }

func (b *Record) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, fmt.Errorf("%s is longer than %s", b.what, Size(b.most))
	}
	if len(p) > b.left {
		p = p[:b.left]
	}
	n, err := b.R.Read(p)
	b.left -= n
	return n, err
}

// Size writes a number of bytes for a message.
func Size(n int) string {
	if n >= 1<<20 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}

// Unpacked is a reader that gives at most so many bytes of what something packed unpacks to, and an
// error where there are more.
func Unpacked(r io.Reader, most int) io.Reader { return &unpacked{r, most} }

type unpacked struct {
	r    io.Reader
	left int
}

func (u *unpacked) Read(p []byte) (int, error) {
	if len(p) > u.left+1 {
		p = p[:u.left+1]
	}
	n, err := u.r.Read(p)
	if n > u.left {
		return 0, errors.New("it unpacks to more than it may; it is damaged or made to do harm")
	}
	u.left -= n
	return n, err
}

// All reads a stream whole, if it is not longer than [Line].
func All(r io.Reader) ([]byte, error) {
	longer := fmt.Errorf("the file is longer than %s", Size(Line))
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() && info.Size() > int64(Line) {
			return nil, longer
		}
	}
	var s Spool
	defer s.Close()
	if n, err := io.Copy(&s, io.LimitReader(r, int64(Line)+1)); err != nil {
		return nil, err
	} else if n > int64(Line) {
		return nil, longer
	}
	return s.Bytes()
}

// File reads a file of a folder whole, if it is not longer than [Line].
func File(folder fs.FS, name string) ([]byte, error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "open "))
	}
	defer f.Close()
	data, err := All(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// FirstFits reports whether the first file of a folder whose name ends in ext fits, by its beginning. The folder is one that
// [Walk] goes through.
func FirstFits(folder fs.FS, ext string, fits func(io.Reader) bool) bool {
	found := false
	_ = Walk(folder, func(name string) error {
		if !strings.HasSuffix(name, ext) {
			return nil
		}
		if f, err := folder.Open(name); err == nil {
			found = fits(f)
			f.Close()
		}
		return fs.SkipAll
	})
	return found
}

// Walk calls fn for every regular file of a folder, in the order of their names, but for those whose
// names begin with a dot and what is in such folders. Links are not followed.
func Walk(folder fs.FS, fn func(name string) error) error {
	n := 0
	return fs.WalkDir(folder, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch base := path.Base(name); {
		case name == ".":
			return nil
		case strings.HasPrefix(base, ".") && e.IsDir():
			return fs.SkipDir
		case e.IsDir():
			if strings.Count(name, "/") >= Depth {
				return fmt.Errorf("%s: folders are more than %d deep", name, Depth)
			}
			return nil
		case strings.HasPrefix(base, ".") || !e.Type().IsRegular():
			return nil
		}
		if n++; n > Files {
			return fmt.Errorf("the folder has more than %d files", Files)
		}
		return fn(name)
	})
}

// XML reads the tokens of an XML file within bounds. Entities of a document type are not known to it,
// and so cannot grow.
type XML struct {
	*elements.Reader
	record *Record
	depth  int
}

// NewXML returns the tokens of r.
func NewXML(r io.Reader) *XML {
	most := Line / 2 // a text is one, and what is marked in it stands elsewhere
	b := &Record{R: r, left: most, most: most, what: "an element"}
	return &XML{Reader: elements.New(b), record: b}
}

// Reset begins another file.
func (x *XML) Reset(r io.Reader) {
	x.record.R, x.depth = r, 0
	x.record.Next()
	x.Reader.Reset(x.record)
}

// Next reads the next token. It is good until the next call.
func (x *XML) Next() (elements.Kind, error) {
	x.record.Next()
	kind, err := x.Reader.Next()
	if err != nil {
		return kind, err
	}
	switch kind {
	case elements.Start:
		if x.depth++; x.depth > Depth {
			return kind, fmt.Errorf("elements are more than %d deep", Depth)
		}
	case elements.End:
		x.depth--
	}
	return kind, nil
}
