//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"
)

// dropped takes files and folders that were dropped on the window: a project is opened, a dataset
// imported, anything else added as articles.
func (w *window) dropped(_ fyne.Position, items []fyne.URI) {
	var files []string
	for _, u := range items {
		if u.Scheme() != "file" {
			continue
		}
		if isProject(u.Path()) {
			w.bench.Open(u.Path())
			return
		}
		files = append(files, u.Path())
	}
	w.bench.Acted(1)
	w.inProject(func() { w.addFiles(files) })
}

// inProject does something with a project, and asks for a new one where none is open.
func (w *window) inProject(fn func()) {
	if w.bench.Project() != nil {
		fn()
		return
	}
	w.makeProject(fn)
}
