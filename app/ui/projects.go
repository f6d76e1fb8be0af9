//go:build !headless

package ui

import (
	"path/filepath"
	"strings"

	"quoth/app/workbench"
	"quoth/export"
)

func isProject(name string) bool { return strings.EqualFold(filepath.Ext(name), workbench.Extension) }

// askNewProject asks where to keep a new project.
func (w *window) askNewProject() { w.makeProject("New project", nil) }

// makeProject asks where to keep a new project, makes it, and then does what it was made for.
func (w *window) makeProject(title string, then func()) {
	w.askFiles(asked{
		title: title, done: "Make it", saving: true, name: "articles" + workbench.Extension, ending: workbench.Extension, takes: isProject,
		then: func(paths []string) {
			w.pending = then
			w.bench.Create(paths[0])
		},
	})
}

// askOpenProject asks which project to open.
func (w *window) askOpenProject() {
	w.askFiles(asked{
		title: "Open a project", done: "Open", takes: isProject,
		then: func(paths []string) { w.bench.Open(paths[0]) },
	})
}

// plural writes a number with its noun.
var plural = export.Number
