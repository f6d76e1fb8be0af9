package workbench

import (
	"io"
	"os"
	"path/filepath"

	"quoth/annotate/ingest"
)

// intake reads files one after the other, and tells how many of all their bytes are read and what came
// of them.
type intake struct {
	tell         progress
	before, done int64 // bytes: of the files before this one, and altogether
	size, total  int64 // bytes: of this file, and of all
	name         string
	got          int // articles or records of this file
	noun         [2]string
}

func newIntake(tell progress, paths []string, one, many string) *intake {
	in := &intake{tell: tell, noun: [2]string{one, many}}
	for _, p := range paths {
		in.total += sizeOf(p)
	}
	return in
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0 // reading it says why
	}
	return info.Size()
}

// begin goes on to the next file.
func (in *intake) begin(path string) {
	in.before += in.size
	in.done, in.size, in.name, in.got = in.before, sizeOf(path), filepath.Base(path), 0
	in.say()
}

// came says how many articles or records the file has given so far.
func (in *intake) came(n int) {
	in.got = n
	in.say()
}

func (in *intake) say() {
	detail := in.name
	if in.got > 1 {
		detail += ", " + count(in.got, in.noun[0], in.noun[1])
	}
	in.tell(min(in.done, in.total), in.total, detail)
}

// source is the file as articles are read from.
func (in *intake) source(path string) ingest.Source {
	s := ingest.File(path)
	open := s.Open
	s.Open = func() (io.ReadCloser, error) {
		f, err := open()
		if err != nil {
			return nil, err
		}
		return struct {
			io.Reader
			io.Closer
		}{in.reader(f), f}, nil
	}
	return s
}

// reader counts what is read.
func (in *intake) reader(r io.Reader) io.Reader {
	return io.TeeReader(r, counter(func(n int) {
		in.done = min(in.done+int64(n), in.before+in.size)
		in.say()
	}))
}

// counter hears how many bytes are written.
type counter func(n int)

func (c counter) Write(b []byte) (int, error) {
	c(len(b))
	return len(b), nil
}
