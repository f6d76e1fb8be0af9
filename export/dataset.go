package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"quoth/export/bound"
)

// Input is a dataset on disk, of one file or of many.
type Input struct {
	Format  *Format
	Name    string // for messages
	Records func(ctx context.Context) iter.Seq2[*Record, error]
}

// Open finds out what a file or folder is, or takes it for what as says, and returns what it holds. The file
// is opened anew for each reading of the records.
func (fs Formats) Open(path string, as *Format) (*Input, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "stat "))
	}
	if info.IsDir() {
		return fs.openFolder(path, as)
	}
	if as == nil {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if as, _, err = fs.Detect(path, f); err != nil {
			return nil, err
		}
	}
	switch {
	case !as.Reads():
		return nil, fmt.Errorf("%s: %s is only written, not read", path, as.Title)
	case as.Read == nil:
		return nil, fmt.Errorf("%s: a dataset in %s is a folder of files; name the folder", path, as.Title)
	}
	return &Input{Format: as, Name: path, Records: func(ctx context.Context) iter.Seq2[*Record, error] {
		return func(yield func(*Record, error) bool) {
			f, err := os.Open(path)
			if err != nil {
				yield(nil, err)
				return
			}
			defer f.Close()
			as.Read(ctx, path, f)(yield)
		}
	}}, nil
}

func (list Formats) openFolder(path string, as *Format) (*Input, error) {
	folder := os.DirFS(path)
	if as == nil {
		var err error
		if as, err = list.DetectFolder(path, folder); err != nil {
			return nil, err
		}
	}
	in := &Input{Format: as, Name: path}
	switch {
	case !as.Reads():
		return nil, fmt.Errorf("%s: %s is only written, not read", path, as.Title)
	case as.ReadFolder != nil:
		in.Records = func(ctx context.Context) iter.Seq2[*Record, error] { return as.ReadFolder(ctx, path, folder) }
	default:
		in.Records = func(ctx context.Context) iter.Seq2[*Record, error] { return EachFile(ctx, path, folder, as) }
	}
	return in, nil
}

// DetectFolder returns the format of a folder: that of many files that it fits, or that of the first of its
// files, in the order of their names, that is a dataset.
func (list Formats) DetectFolder(name string, folder fs.FS) (*Format, error) {
	for _, f := range list {
		if f.FitsFolder != nil && f.FitsFolder(folder) {
			return f, nil
		}
	}
	var found *Format
	known := ErrNoDataset
	err := bound.Walk(folder, func(file string) error {
		f, err := folder.Open(file)
		if err != nil {
			return nil
		}
		defer f.Close()
		format, _, err := list.Detect(file, f)
		var u *Unread
		switch {
		case err == nil && format.Read != nil:
			found = format
			return fs.SkipAll
		case known == ErrNoDataset && errors.As(err, &u):
			known = u
		}
		return nil
	})
	if err == nil && found == nil {
		err = fmt.Errorf("%s: %w", name, known)
	}
	return found, err
}

// EachFile reads the files of a folder that are in a format of one file, in the order of their names.
func EachFile(ctx context.Context, name string, folder fs.FS, format *Format) iter.Seq2[*Record, error] {
	return func(yield func(*Record, error) bool) {
		err := bound.Walk(folder, func(file string) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			f, err := folder.Open(file)
			if err != nil {
				return err
			}
			defer f.Close()
			if format.Fits != nil && !format.Fits(f) {
				if format.named(file) && !yield(nil, Faultf(name+"/"+file, 0, "", "it is named as a file of the dataset, and is damaged or something else; it is left out")) {
					return fs.SkipAll
				}
				return nil
			}
			if _, err := f.(io.Seeker).Seek(0, io.SeekStart); err != nil {
				return err
			}
			for r, err := range format.Read(ctx, name+"/"+file, f) {
				if r != nil {
					r.SetSource(file)
				}
				if !yield(r, err) {
					return fs.SkipAll
				}
			}
			return nil
		})
		if err != nil {
			yield(nil, err)
		}
	}
}

// named reports whether a file has the name of one in the format.
func (f *Format) named(file string) bool {
	ext := strings.ToLower(strings.TrimPrefix(path.Ext(file), "."))
	return path.Base(file) != ManifestName && slices.Contains(f.Extensions, ext)
}

// WriteTo writes records to a file, or to a folder where the format is one of many files, whole or not at
// all. Companions stand beside the file, or in the folder.
func (f *Format) WriteTo(ctx context.Context, path string, records iter.Seq2[*Record, error], opts Options) error {
	if f.Many() {
		return ToFolder(path, func(to Folder) error {
			if err := f.WriteFolder(ctx, to, records, opts); err != nil {
				return err
			}
			return f.companions(opts, func(c Companion) error { return WriteFile(to, c.Ending, c.Data) })
		})
	}
	err := ToFile(path, func(w io.Writer) error { return f.Write(ctx, w, records, opts) })
	if err != nil {
		return err
	}
	stem := strings.TrimSuffix(path, filepath.Ext(path))
	return f.companions(opts, func(c Companion) error {
		return ToFile(stem+"."+c.Ending, func(w io.Writer) error { _, err := w.Write(c.Data); return err })
	})
}

func (f *Format) companions(opts Options, each func(Companion) error) error {
	if f.Beside == nil {
		return nil
	}
	for _, c := range f.Beside(opts) {
		if err := each(c); err != nil {
			return err
		}
	}
	return nil
}
