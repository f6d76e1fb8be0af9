//go:build !headless

package ui

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"quoth/annotate/ingest"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/export"
	"quoth/export/formats"
)

// askAddFiles asks for article files or a folder of them, and where no project is open then for one to
// hold them.
func (w *window) askAddFiles() {
	title := "Add articles"
	if w.bench.Project() == nil {
		title = "Open articles (a project to hold them comes next)"
	}
	w.askFiles(asked{
		title: title, done: "Add", many: true,
		takes: func(name string) bool { return ingest.KindOf(name) != ingest.Unknown },
		then:  w.bringIn,
	})
}

// bringIn adds files to the project. Where none is open one is made first, unless nothing could come into it.
func (w *window) bringIn(paths []string) {
	if w.bench.Project() != nil {
		w.addFiles(paths)
		return
	}
	if err := readable(paths); err != nil {
		w.bench.Tell(err)
		return
	}
	w.makeProject("First a project, to hold the articles", func() { w.addFiles(paths) })
}

// readable returns nil as soon as one article of the files, or below the folders, can be read.
func readable(paths []string) error {
	files, _, err := ingest.Files(paths)
	for _, f := range files {
		if isDataset(f) || len(fieldsOf(f).Fields) > 0 {
			return nil
		}
		for _, why := range ingest.Read(context.Background(), beginningOf(f), ingest.Options{}) {
			if why == nil {
				return nil
			}
			err = cmp.Or(err, why)
		}
	}
	return cmp.Or(err, errors.New("there is no article in this that could be read"))
}

// beginningOf is as much of a file as tells whether it is an article; the whole may take seconds.
func beginningOf(path string) ingest.Source {
	return ingest.File(path).Through(func(r io.Reader) io.Reader { return io.LimitReader(r, 256<<10) })
}

// addFiles brings files into the project: datasets with their labels, anything else as articles.
func (w *window) addFiles(paths []string) {
	if slices.ContainsFunc(paths, func(p string) bool { return !isDataset(p) }) {
		w.addArticles(paths)
	} else if len(paths) > 0 {
		w.bench.ImportDataset(paths)
	}
}

// addArticles adds article files, and what datasets there are among them. Where one of them holds many
// articles it first asks which field is the text.
func (w *window) addArticles(paths []string) {
	for _, p := range paths {
		if sample := fieldsOf(p); len(sample.Fields) > 0 && !isDataset(p) {
			w.askFields(p, sample, func(o ingest.Options) { w.bench.AddFiles(paths, o) })
			return
		}
	}
	w.bench.AddFiles(paths, ingest.Options{})
}

// fieldsOf looks at the first records of a file; none where it holds one article or cannot be read,
// which adding it will say.
func fieldsOf(path string) ingest.Sample {
	if isFolder(path) {
		return ingest.Sample{}
	}
	f, err := os.Open(path)
	if err != nil {
		return ingest.Sample{}
	}
	defer f.Close()
	sample, err := ingest.Fields(path, f)
	if err != nil {
		return ingest.Sample{}
	}
	return sample
}

// askFields asks which fields of a file's records are the text, the title and the id.
func (w *window) askFields(path string, sample ingest.Sample, then func(ingest.Options)) {
	s := w.newSheet("fields", "Which field is the article?", 620)
	s.say("“"+filepath.Base(path)+"” has many articles, one a record. These are its fields, as they begin in the file.", look.Faint)
	o := ingest.Options{TextField: sample.Text, TitleField: sample.Title, IDField: sample.ID}
	if o.TextField == "" {
		o.TextField = longest(sample.Fields)
	}
	opts := func(none string) []control.Option {
		var all []control.Option
		if none != "" {
			all = append(all, control.Option{Label: none})
		}
		for _, f := range sample.Fields {
			all = append(all, control.Option{Value: f.Name, Label: f.Name + " — " + control.OneLine(f.Example, 48)})
		}
		return all
	}
	example := control.NewParagraph("", look.Ink)
	example.Lines = 5
	show := func() {
		if i := slices.IndexFunc(sample.Fields, func(f ingest.Field) bool { return f.Name == o.TextField }); i >= 0 {
			example.SetText(sample.Fields[i].Example)
		}
		s.body.Refresh()
	}
	text := control.NewChoice(w, opts(""), o.TextField, func(v string) { o.TextField = v; show() })
	title := control.NewChoice(w, opts("find it in the text"), o.TitleField, func(v string) { o.TitleField = v })
	id := control.NewChoice(w, opts("none"), o.IDField, func(v string) { o.IDField = v })
	s.call("text", text)
	s.row("Text", text)
	s.row("Title", title)
	s.row("Id", id)
	s.add(gap(4), example)
	show()
	s.button("cancel", "Cancel", s.close)
	s.mainButton("add", "Add articles", func() { s.close(); then(o) })
	s.open(nil)
}

// longest returns the field with the longest example, which is the likeliest to be the text.
func longest(fields []ingest.Field) string {
	best := ingest.Field{}
	for _, f := range fields {
		if len(f.Example) > len(best.Example) {
			best = f
		}
	}
	return best.Name
}

// isDataset reports whether a file holds labelled data rather than articles.
func isDataset(path string) bool {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	format, _, err := formats.All.Detect(path, f)
	return format != nil || export.Labelled(err) // importing that says what to do
}
