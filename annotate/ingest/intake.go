package ingest

import (
	"context"
	"io"
	"iter"
	"os"

	"quoth/annotate"
)

// Intake is the way of some files into a project. It tells how far that is, in bytes of the files:
//
//	in := ingest.NewIntake(files, func(done, total int64) { … })
//	for _, f := range files {
//		in.Begin(f)
//		for doc, err := range in.Read(ctx, ingest.File(f), opts) { … }
//	}
//
// A file with many articles is as far as it has been read. One with a single article is read in no time, and making
// blocks of it and storing it is what takes long.
type Intake struct {
	tell         func(done, total int64)
	before, size int64 // bytes: of the files before this one, and of this one
	total        int64 // bytes of all
	read         int64 // bytes of this file
	alone        bool  // it holds one article
	made, stored float64
	told         int64
}

// How much of the work on a file with one article is done when it is read, and when the article is made of it.
const (
	readShare = 0.05
	madeShare = 0.4
)

// NewIntake returns the intake of files. tell is called from whatever goroutine reads or stores.
func NewIntake(paths []string, tell func(done, total int64)) *Intake {
	in := &Intake{tell: tell}
	for _, p := range paths {
		in.total += sizeOf(p)
	}
	return in
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return 0 // reading it says why
	}
	return info.Size()
}

// Total returns how many bytes all files have, as far as that is known.
func (in *Intake) Total() int64 { return in.total }

// Begin goes on to the next file.
func (in *Intake) Begin(path string) {
	*in = Intake{tell: in.tell, told: in.told, before: in.before + in.size, size: sizeOf(path), total: in.total}
	in.Say()
}

// Read reads the articles of the file as [Read] does.
func (in *Intake) Read(ctx context.Context, src Source, opts Options) iter.Seq2[*annotate.Document, error] {
	opts.Progress = in.making
	return Read(ctx, src.Through(in.Reader), opts)
}

// Text makes a document of a text as [Text] does. It counts as one more file.
func (in *Intake) Text(ctx context.Context, name, text string, opts Options) (*annotate.Document, error) {
	size := int64(len(text))
	*in = Intake{tell: in.tell, told: in.told, before: in.before + in.size, size: size, read: size, total: in.total + size}
	opts.Progress = in.making
	return Text(ctx, name, text, opts)
}

func (in *Intake) making(done float64) {
	in.alone, in.made = true, done
	in.Say()
}

// Reader counts the bytes of the file that are read.
func (in *Intake) Reader(r io.Reader) io.Reader {
	return io.TeeReader(r, counter(func(n int) {
		in.read += int64(n)
		in.Say()
	}))
}

// Stored notes which share of storing the article that came last is done.
func (in *Intake) Stored(share float64) {
	in.stored = max(in.stored, share) // short articles are stored together
	in.Say()
}

// Say tells again how far it is.
func (in *Intake) Say() {
	done := in.before + in.read
	if in.size > 0 { // which it is not where the size is unknown
		share := min(float64(in.read)/float64(in.size), 1)
		if in.alone {
			share = readShare*share + (madeShare-readShare)*in.made + (1-madeShare)*in.stored
		}
		done = in.before + int64(share*float64(in.size))
	}
	in.told = max(in.told, done) // the first bytes are read before it is known that the article is alone
	in.tell(in.told, in.total)
}

// counter hears how many bytes are written.
type counter func(n int)

func (c counter) Write(b []byte) (int, error) {
	c(len(b))
	return len(b), nil
}
