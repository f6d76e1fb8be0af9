//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"
)

// dropped takes files and folders that were dropped on the window: projects are merged with the one that is open, or
// opened where none is; a dataset is imported, anything else added as articles.
func (w *window) dropped(_ fyne.Position, items []fyne.URI) {
	var files, projects []string
	for _, u := range items {
		if u.Scheme() != "file" {
			continue
		}
		if isProject(u.Path()) {
			projects = append(projects, u.Path())
			continue
		}
		files = append(files, u.Path())
	}
	w.bench.Acted(1)
	switch {
	case len(projects) == 0:
		w.bringIn(files)
	case w.bench.Project() != nil:
		w.showMerge(projects)
	case len(projects) == 1:
		w.bench.Open(projects[0])
	default:
		w.mergeDropped(projects)
	}
}
