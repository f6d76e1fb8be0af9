//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"
)

// dropped takes files and folders that were dropped on the window: a project is opened, a dataset in
// Quoth's own format imported, anything else added as articles.
func (w *window) dropped(_ fyne.Position, items []fyne.URI) {
	var datasets, articles []string
	for _, u := range items {
		if u.Scheme() != "file" {
			continue
		}
		switch path := u.Path(); {
		case isProject(path):
			w.bench.Open(path)
			return
		case isDataset(path):
			datasets = append(datasets, path)
		default:
			articles = append(articles, path)
		}
	}
	w.bench.Acted(1)
	w.inProject(func() {
		if len(datasets) > 0 {
			w.bench.ImportDataset(datasets)
		}
		if len(articles) > 0 {
			w.addFiles(articles)
		}
	})
}

// inProject does something with a project, and asks for a new one where none is open.
func (w *window) inProject(fn func()) {
	if w.bench.Project() != nil {
		fn()
		return
	}
	w.makeProject(fn)
}
