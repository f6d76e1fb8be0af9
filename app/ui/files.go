//go:build !headless

package ui

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// fileSheet is the dialog in which files are chosen: the name of a folder or file to type, and what
// is in the folder to choose from. The toolkit's own takes one file at a time and no typing.
type fileSheet struct {
	*sheet
	of      asked
	field   *control.Field
	list    *control.Roll
	said    *control.Phrase
	folder  string
	entries []fileEntry
	picked  map[string]bool
	at      int
	unread  bool   // the folder cannot be read
	sure    string // the large folder that was asked about; a second Enter takes it
}

// asked says what a file sheet asks for.
type asked struct {
	title  string
	done   string            // on the main button
	folder string            // to begin in; "" for where files were chosen last
	name   string            // suggested, for saving
	saving bool              // a new file is named
	ending string            // that it gets where its name has another one
	many   bool              // several files, or a folder
	takes  func(string) bool // files to show by name; nil for all
	then   func(paths []string)
}

// fileEntry is a file or folder in the list.
type fileEntry struct {
	name   string
	folder bool
}

const layoutFolder = "folder" // where files were chosen last

// askFiles opens the dialog.
func (w *window) askFiles(of asked) {
	f := &fileSheet{sheet: w.newSheet("files", of.title, 640), of: of, picked: map[string]bool{}, at: -1}
	f.folder = of.folder
	if f.folder == "" {
		f.folder = w.bench.Layout(layoutFolder)
	}
	if !isFolder(f.folder) {
		if home, err := homeFolder(); err == nil {
			f.folder = home
		}
	}
	f.field = control.NewField(w, "file or folder")
	f.field.Name = "files.path"
	f.call("path", f.field)
	f.field.OnChanged = func(string) { f.typed() }
	f.field.Entering = f.enter
	f.field.Moving = func(d int) bool { f.move(d); return true }
	f.field.Tabbing = f.complete
	f.list = control.NewRoll(28, func() int { return len(f.entries) }, func() fyne.CanvasObject { return control.NewRow(w) }, f.fill)
	f.said = control.NewPhrase(look.SmallSize)
	up := control.NewButton(w, control.Plain, "up", "", func() { f.visit(filepath.Dir(f.folder)) })
	home := control.NewButton(w, control.Quiet, "", "Home", func() {
		if h, err := homeFolder(); err == nil {
			f.visit(h)
		}
	})
	f.call("up", up)
	f.button("cancel", "Cancel", f.close)
	f.mainButton("done", of.done, f.enter)
	f.layer.Place = centred(640, 520)
	f.content = container.NewBorder(
		control.NewPadded(control.NewLine(6, 1, up, f.field, home), 20, 0), control.NewPadded(f.said, 20, 0), nil, nil, control.NewPadded(f.list, 12, 8))
	f.open(f.field)
	w.sheetPlaces[f.name] = f.places
	f.visit(f.folder)
	f.field.SelectAll()
	if of.saving {
		f.field.Fill(filepath.Join(f.folder, of.name))
		f.selectName()
		f.show()
	}
}

// selectName selects the name without its ending, so that typing replaces it.
func (f *fileSheet) selectName() {
	name := filepath.Base(f.field.Text)
	n := len([]rune(strings.TrimSuffix(name, filepath.Ext(name))))
	start := len([]rune(f.field.Text)) - len([]rune(name))
	f.field.SelectRange(start, start+n)
}

// visit shows another folder.
func (f *fileSheet) visit(folder string) {
	f.folder = filepath.Clean(folder)
	f.picked, f.at = map[string]bool{}, -1
	name := ""
	if f.of.saving {
		name = f.of.name
	}
	f.field.Fill(withSeparator(f.folder) + name)
	f.field.CursorColumn = len([]rune(f.field.Text))
	f.read("")
}

func withSeparator(folder string) string {
	if strings.HasSuffix(folder, string(filepath.Separator)) {
		return folder
	}
	return folder + string(filepath.Separator)
}

// read lists the folder: folders first, then files that are asked for and have what was typed in
// their name.
func (f *fileSheet) read(filter string) {
	f.said.SetText("", look.Faint)
	found, err := os.ReadDir(f.folder)
	if f.unread = err != nil; f.unread {
		f.said.SetText(workbench.Sentence(err.Error()), look.Problem)
	}
	f.entries = f.entries[:0]
	for _, e := range found {
		name := e.Name()
		folder := e.IsDir()
		if e.Type()&os.ModeSymlink != 0 {
			folder = isFolder(filepath.Join(f.folder, name))
		}
		hidden := strings.HasPrefix(name, ".") && !strings.HasPrefix(filter, ".")
		if hidden || !folder && f.of.takes != nil && !f.of.takes(name) || !containsFolded(name, filter) {
			continue
		}
		f.entries = append(f.entries, fileEntry{name, folder})
	}
	slices.SortFunc(f.entries, func(a, b fileEntry) int {
		if a.folder != b.folder {
			if a.folder {
				return -1
			}
			return 1
		}
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	if err == nil && len(f.entries) == 0 && !f.of.saving {
		f.said.SetText("Nothing here that fits.", look.Faint)
	}
	f.show()
}

// withEnding gives a name the ending that what is saved will have.
func withEnding(path, ending string) string {
	if ending == "" || filepath.Ext(path) == ending {
		return path
	}
	return path + ending
}

func containsFolded(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

func (f *fileSheet) show() {
	text := f.of.done
	switch {
	case !f.of.many:
	case len(f.picked) > 0:
		text += " " + plural(len(f.picked), "file", "files")
	case f.wholeFolder():
		text += " this folder"
	}
	f.main.SetText(text)
	if f.of.saving && !f.unread && f.wrong([]string{f.path()}) == "" { // the folder may have scrolled out of the field
		f.said.SetText("Will be "+shortPath(withEnding(f.path(), f.of.ending)), look.Faint)
	}
	f.layer.Refresh()
	f.list.Refresh()
	f.list.ScrollTo(f.at)
	f.w.settle()
}

func (f *fileSheet) fill(i int, o fyne.CanvasObject) {
	e := f.entries[i]
	row := o.(*control.Row)
	row.Name = "files." + e.name
	row.Tapping = func() { f.tap(i) }
	it := control.Item{Icon: "file", Tight: true, Chosen: f.picked[e.name] || i == f.at, Title: []control.Run{{Text: e.name}}}
	switch {
	case e.folder:
		it.Icon, it.IconInk = "folder", look.Accent
	case f.picked[e.name]:
		it.Icon, it.IconInk = "boxed", look.Accent
	}
	row.Set(it)
}

// tap opens a folder, and takes a file in or out; one file at a time unless several are asked for.
func (f *fileSheet) tap(i int) {
	e := f.entries[i]
	if e.folder {
		f.visit(filepath.Join(f.folder, e.name))
		return
	}
	f.at = i
	switch {
	case !f.of.many:
		f.field.Fill(filepath.Join(f.folder, e.name))
		if f.picked[e.name] { // a second click on the same file takes it
			f.enter()
			return
		}
		f.picked = map[string]bool{e.name: true}
	case f.picked[e.name]:
		delete(f.picked, e.name)
	default:
		f.picked[e.name] = true
	}
	f.show()
}

func (f *fileSheet) move(d int) {
	if len(f.entries) == 0 {
		return
	}
	f.at = min(max(0, f.at+d), len(f.entries)-1)
	e := f.entries[f.at]
	path := filepath.Join(f.folder, e.name)
	if e.folder {
		path = withSeparator(path)
	}
	f.field.Fill(path)
	f.field.CursorColumn = len([]rune(path))
	f.show()
}

// typed follows what is typed: its folder is shown, filtered by the rest.
func (f *fileSheet) typed() {
	defer f.show()
	dir, rest := filepath.Split(f.path())
	if dir != "" && isFolder(dir) {
		f.folder = filepath.Clean(dir)
		f.at = -1
		if f.of.saving {
			rest = ""
		}
		f.read(rest)
	}
}

// path is what is typed, with ~ for the person's folder; a bare name is in the folder shown.
func (f *fileSheet) path() string {
	p := strings.TrimSpace(f.field.Text)
	if home, err := homeFolder(); err == nil && (p == "~" || strings.HasPrefix(p, "~"+string(filepath.Separator))) {
		p = home + p[1:]
	}
	if p != "" && !filepath.IsAbs(p) {
		p = filepath.Join(f.folder, p)
	}
	return p
}

// complete goes on with what all names that begin so have in common.
func (f *fileSheet) complete(back bool) bool {
	if back {
		return false
	}
	dir, rest := filepath.Split(f.path())
	var names []string
	found, _ := os.ReadDir(dir)
	for _, e := range found {
		if strings.HasPrefix(e.Name(), rest) && (rest != "" || !strings.HasPrefix(e.Name(), ".")) {
			name := e.Name()
			if e.IsDir() {
				name = withSeparator(name)
			}
			names = append(names, name)
		}
	}
	common := commonStart(names)
	if len(common) <= len(rest) {
		return len(names) > 1
	}
	f.field.SetText(dir + common)
	f.field.CursorColumn = len([]rune(f.field.Text))
	f.field.Refresh()
	return true
}

func commonStart(names []string) string {
	if len(names) == 0 {
		return ""
	}
	c := names[0]
	for _, n := range names[1:] {
		for !strings.HasPrefix(n, c) {
			r := []rune(c)
			c = string(r[:len(r)-1])
		}
	}
	return c
}

// enter takes what is chosen or typed; a folder is opened unless folders are asked for too.
func (f *fileSheet) enter() {
	var paths []string
	for _, e := range f.entries {
		if f.picked[e.name] {
			paths = append(paths, filepath.Join(f.folder, e.name))
		}
	}
	if len(paths) == 0 || !f.of.many {
		paths = []string{f.path()}
	}
	path := paths[0]
	if len(paths) == 1 && isFolder(path) && !f.wholeFolder() {
		f.visit(path)
		return
	}
	if why := f.wrong(paths); why != "" {
		f.said.SetText(why, look.Problem)
		f.w.settle()
		return
	}
	if f.wholeFolder() && f.sure != f.folder {
		switch n := f.below(); {
		case n == 0:
			f.said.SetText("Nothing that fits is in this folder or below it.", look.Problem)
			f.w.settle()
			return
		case n > manyFiles:
			f.sure = f.folder
			f.said.SetText("This folder and those below it hold "+atLeast(n)+" files. Enter again takes them all.", look.Problem)
			f.w.settle()
			return
		}
	}
	f.w.bench.SaveLayout(layoutFolder, f.folder)
	f.close()
	f.of.then(paths)
}

// manyFiles is how many files of a folder are taken without asking again; mostCounted is how many are
// counted at most.
const (
	manyFiles   = 50
	mostCounted = 10_000
)

func atLeast(n int) string {
	if n >= mostCounted {
		return "more than " + strconv.Itoa(mostCounted)
	}
	return strconv.Itoa(n)
}

// below counts the files that fit in the folder and below it. What cannot be looked into does not
// count; taking it will say so.
func (f *fileSheet) below() int {
	n := 0
	_ = filepath.WalkDir(f.folder, func(path string, e fs.DirEntry, err error) error {
		switch {
		case n >= mostCounted:
			return filepath.SkipAll
		case err != nil || path == f.folder:
		case strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return filepath.SkipDir
			}
		case !e.IsDir() && (f.of.takes == nil || f.of.takes(e.Name())):
			n++
		}
		return nil
	})
	return n
}

// wholeFolder reports whether the folder that is shown is what will be taken.
func (f *fileSheet) wholeFolder() bool {
	return f.of.many && f.at < 0 && len(f.picked) == 0 && filepath.Clean(f.path()) == f.folder && isFolder(f.folder)
}

// wrong says why the paths cannot be taken; "" where they can.
func (f *fileSheet) wrong(paths []string) string {
	path := paths[0]
	if f.of.saving {
		if filepath.Base(path) == "." || strings.HasSuffix(f.field.Text, string(filepath.Separator)) {
			return "Type a name for the file."
		}
		if !isFolder(filepath.Dir(path)) {
			return "There is no folder " + filepath.Dir(path) + "."
		}
		return ""
	}
	for _, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return "There is no file " + p + "."
		}
	}
	return ""
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// homeFolder returns where the person's own files are.
func homeFolder() (string, error) { return os.UserHomeDir() }

// places lists what the probe tells about the dialog.
func (f *fileSheet) places(add func(name string, o fyne.CanvasObject)) {
	f.sheet.places(add)
	first, end := f.list.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := f.list.Row(i).(*control.Row); ok {
			add(r.Name, r)
		}
	}
}
