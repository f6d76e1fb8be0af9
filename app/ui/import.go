//go:build !headless

package ui

import (
	"path/filepath"
	"strings"
)

// askImport asks for files of labelled data. What the files are is found out by looking at them.
func (w *window) askImport() {
	endings := map[string]bool{}
	for _, f := range w.bench.Formats() {
		for _, e := range f.Extensions {
			endings["."+e] = true
		}
	}
	w.askFiles(asked{
		title: "Import a dataset", done: "Import", many: true,
		takes: func(name string) bool { return endings[strings.ToLower(filepath.Ext(name))] },
		then:  w.bench.ImportDataset,
	})
}
