package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
)

// standardInput is what standard input is called in messages.
const standardInput = "standard input"

// input opens a file that is named on the command line; "-" is standard input. It returns its name
// for messages and its size in bytes, -1 where that is unknown.
func (p *program) input(ctx context.Context, path string) (name string, in io.ReadCloser, size int64, err error) {
	if path == "-" {
		return standardInput, io.NopCloser(p.standardInput(ctx)), -1, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return path, nil, 0, readable(err)
	}
	info, err := f.Stat()
	switch {
	case err != nil:
	case info.IsDir():
		err = errors.New(path + ": it is a folder; name the files in it")
	case info.Mode().IsRegular():
		return path, f, info.Size(), nil
	default:
		return path, f, -1, nil
	}
	f.Close()
	return path, nil, 0, err
}

// standardInput returns a reader of standard input that ends with the context: a person who waits at
// a terminal can interrupt.
func (p *program) standardInput(ctx context.Context) io.Reader {
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, p.In)
		w.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { w.CloseWithError(ctx.Err()) })
	return r
}

// readable takes the words of a system call out of an error that names the file as well.
func readable(err error) error {
	return errors.New(strings.TrimPrefix(err.Error(), "open "))
}
