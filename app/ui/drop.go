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
	w.bringIn(files)
}
