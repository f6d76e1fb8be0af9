package export

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quoth/annotate"
	"quoth/annotate/store"
)

// Folder is where a dataset of many files goes. Names are relative, with slashes. A file is complete
// when it is closed.
type Folder interface {
	Create(name string) (io.WriteCloser, error)
}

// Renamer is a folder whose files can get other names, for names that tell how many there are.
type Renamer interface {
	Rename(from, to string) error
}

// WriteFile writes a file of a folder.
func WriteFile(to Folder, name string, data []byte) error {
	w, err := to.Create(name)
	if err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

// ManifestName is the file of a dataset that lists the others with their hashes.
const ManifestName = "manifest.json"

// Manifest lists the files of a dataset.
type Manifest struct {
	Quoth int             `json:"quoth_manifest"`
	Files []ManifestEntry `json:"files"`
}

// ManifestEntry is one file of a dataset.
type ManifestEntry struct {
	Name   string `json:"name"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

// ToFolder makes a folder whole or not at all: what write produces goes to a temporary folder beside it,
// which takes its place when everything is on disk, with a manifest of all files. A folder that is there
// already must be empty, or a dataset that this program wrote and nobody has added to.
func ToFolder(name string, write func(Folder) error) (err error) {
	name = filepath.Clean(name)
	if err := replaceable(name); err != nil {
		return err
	}
	parent := filepath.Dir(name)
	if info, err := os.Stat(parent); err != nil || !info.IsDir() {
		return fmt.Errorf("write %s: there is no folder %s", name, parent)
	}
	sweep(name, time.Now())
	part := filepath.Join(parent, "."+filepath.Base(name)+"."+rand.Text()[:partLetters]+".part")
	if err := os.Mkdir(part, 0o777); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	lock, err := os.Create(filepath.Join(part, lockName))
	if err != nil {
		os.RemoveAll(part)
		return fmt.Errorf("write %s: %w", name, err)
	}
	_, _ = store.TryLock(lock) // where there are no locks, the folder is left alone for a day
	unlock := func() error { return errors.Join(lock.Close(), os.Remove(lock.Name())) }
	defer func() {
		if err != nil {
			lock.Close() // already closed where the renaming failed
			os.RemoveAll(part)
		}
	}()
	d := &directory{root: part, files: map[string]ManifestEntry{}}
	if err := write(d); err != nil {
		return err
	}
	if err := WriteFile(d, ManifestName, d.manifest()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := replaceable(name); err != nil { // while this was written, somebody may have put something there
		return err
	}
	if err := unlock(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	old := ""
	if _, err := os.Lstat(name); err == nil {
		old = part + asideEnding
		if err := os.Rename(name, old); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	if err := os.Rename(part, name); err != nil {
		if old != "" {
			err = errors.Join(err, os.Rename(old, name))
		}
		return fmt.Errorf("write %s: %w", name, err)
	}
	if old != "" {
		return os.RemoveAll(old)
	}
	return nil
}

// replaceable reports why a folder cannot be replaced by a dataset; nil where it can.
func replaceable(name string) error {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("write %s: %w", name, err)
	case !info.IsDir():
		return fmt.Errorf("write %s: a dataset of many files is a folder, and this is a file; give another name", name)
	}
	known := map[string]bool{ManifestName: true}
	if data, err := os.ReadFile(filepath.Join(name, ManifestName)); err == nil {
		var m Manifest
		if json.Unmarshal(data, &m) == nil && m.Quoth > 0 {
			for _, f := range m.Files {
				known[f.Name] = true
			}
		}
	}
	return filepath.WalkDir(name, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(name, p)
		if rel = filepath.ToSlash(rel); !known[rel] || rel == ManifestName && len(known) == 1 {
			return fmt.Errorf("write %s: the folder holds %s, which is no part of a dataset of Quoth, and stays as it is; give another name", name, Clip(rel))
		}
		return nil
	})
}

// directory is a folder on disk.
type directory struct {
	root  string
	files map[string]ManifestEntry
}

func (d *directory) Create(name string) (io.WriteCloser, error) {
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) {
		return nil, fmt.Errorf("%q cannot be the name of a file", Clip(name))
	}
	if _, ok := d.files[name]; ok {
		return nil, fmt.Errorf("%q is written twice", Clip(name))
	}
	full := filepath.Join(d.root, filepath.FromSlash(name))
	if dir := path.Dir(name); dir != "." {
		if err := os.MkdirAll(filepath.Dir(full), 0o777); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(full, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	d.files[name] = ManifestEntry{}
	w := &hashed{f: f, buf: bufio.NewWriterSize(f, 1<<16), sum: sha256.New(), name: name, done: func(e ManifestEntry) { d.files[name] = e }}
	return w, nil
}

// Rename gives a file another name in the same folder.
func (d *directory) Rename(from, to string) error {
	e, ok := d.files[from]
	if _, there := d.files[to]; !ok || there || path.Dir(from) != path.Dir(to) || !fs.ValidPath(to) {
		return fmt.Errorf("%q cannot be renamed to %q", Clip(from), Clip(to))
	}
	e.Name = to
	delete(d.files, from)
	d.files[to] = e
	return os.Rename(filepath.Join(d.root, filepath.FromSlash(from)), filepath.Join(d.root, filepath.FromSlash(to)))
}

func (d *directory) manifest() []byte {
	m := Manifest{Quoth: 1, Files: []ManifestEntry{}}
	for _, name := range slices.Sorted(maps.Keys(d.files)) {
		m.Files = append(m.Files, d.files[name])
	}
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		panic(err) // it holds strings and numbers
	}
	return append(data, '\n')
}

type hashed struct {
	f    *os.File
	buf  *bufio.Writer
	sum  hash.Hash
	n    int64
	name string
	done func(ManifestEntry)
}

func (h *hashed) Write(p []byte) (int, error) {
	h.sum.Write(p)
	h.n += int64(len(p))
	return h.buf.Write(p)
}

func (h *hashed) Close() error {
	h.done(ManifestEntry{Name: h.name, Bytes: h.n, SHA256: hex.EncodeToString(h.sum.Sum(nil))})
	return errors.Join(h.buf.Flush(), h.f.Close())
}

// Names gives documents names of files: each its own, made of what the document is called, whatever that
// is. They depend on the records before alone.
type Names struct{ used map[string]bool }

// For returns a name without ending for a record.
func (n *Names) For(r *Record) string {
	if n.used == nil {
		n.used = map[string]bool{}
	}
	base := nameOf(r)
	name := base
	if n.used[strings.ToLower(name)] && r.Annotator != "" {
		name = base + "." + fileWord(string(r.Annotator))
	}
	for i := 2; n.used[strings.ToLower(name)]; i++ {
		name = fmt.Sprintf("%s-%d", base, i)
	}
	n.used[strings.ToLower(name)] = true
	return name
}

// nameOf keeps the folders of a relative source, as far as they can be names of folders.
func nameOf(r *Record) string {
	source := r.Document.Meta[annotate.MetaSource]
	if source == "" {
		word := fileWord(r.Document.Title)
		if id := string(r.Document.ID); word == "" {
			return id
		} else if len(id) > 8 {
			return word + "-" + id[:8]
		}
		return word
	}
	source = strings.ReplaceAll(source, `\`, "/")
	var parts []string
	for p := range strings.SplitSeq(strings.TrimSuffix(source, path.Ext(source)), "/") {
		if w := fileWord(p); w != "" {
			parts = append(parts, w)
		}
	}
	if len(parts) == 0 {
		return string(r.Document.ID)
	}
	return strings.Join(parts, "/")
}

// fileWord returns words as they can stand in a name of a file on every system.
func fileWord(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unseen(r) || strings.ContainsRune(`<>:"/\|?*`, r):
			return '-'
		case r == ' ' || r == '\u00a0':
			return '_'
		}
		return r
	}, s)
	s = strings.Trim(s, ". -_")
	if clipped := []rune(s); len(clipped) > 80 {
		s = strings.Trim(string(clipped[:80]), ". -_")
	}
	switch strings.ToLower(s) {
	case "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2", "lpt3": // no files on Windows
		s += "_"
	}
	return s
}
