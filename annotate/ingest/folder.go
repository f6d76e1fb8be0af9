package ingest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Skipped is a file that a folder holds and that is not read.
type Skipped struct {
	Path   string
	Reason string
}

// Files replaces folders by the article files in them and below them, in the order of the paths and
// within a folder by name. A file that is named itself is always taken, whatever its extension, and
// taken once. Hidden files and folders are left out silently, others that are not read are listed. The
// error joins one *Error for each path that does not exist or cannot be opened; the files are
// complete but for those.
func Files(paths []string) (files []string, skipped []Skipped, err error) {
	seen := map[string]bool{}
	take := func(path string) {
		if !seen[path] {
			seen[path] = true
			files = append(files, path)
		}
	}
	var failures []error
	for _, path := range paths {
		path = filepath.Clean(path)
		info, err := os.Stat(path)
		switch {
		case err != nil:
			failures = append(failures, &Error{Name: path, Reason: "cannot be opened", Err: cause(err)})
			continue
		case !info.IsDir():
			take(path)
			continue
		}
		before := len(files)
		root := path + string(filepath.Separator) // with it, a link to a folder is followed
		filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				failures = append(failures, &Error{Name: p, Reason: "cannot be opened", Err: cause(err)})
				if e != nil && e.IsDir() {
					return fs.SkipDir
				}
			case p != root && strings.HasPrefix(e.Name(), "."):
				if e.IsDir() {
					return fs.SkipDir
				}
			case e.IsDir():
			case !e.Type().IsRegular():
				skipped = append(skipped, Skipped{p, "it is not a regular file"})
			case KindOf(p) == Unknown:
				skipped = append(skipped, Skipped{p, fmt.Sprintf("extension %q is not that of an article", filepath.Ext(p))})
			default:
				take(p)
			}
			return nil
		})
		if len(files) == before && len(failures) == 0 {
			failures = append(failures, &Error{Name: path, Reason: "the folder holds no article files; Quoth reads " + Kinds()})
		}
	}
	slices.SortStableFunc(skipped, func(a, b Skipped) int { return strings.Compare(a.Path, b.Path) })
	return files, skipped, errors.Join(failures...)
}

// cause returns what went wrong without the operation and the path, which the error says already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
