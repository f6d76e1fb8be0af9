package propose_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"quoth/assets"
)

// lexiconWith is the lexicon that is built in, with another file in place of one.
func lexiconWith(t testing.TB, name, content string) fs.FS {
	t.Helper()
	m := fstest.MapFS{}
	all, err := fs.ReadDir(assets.Lexicon(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		data, err := fs.ReadFile(assets.Lexicon(), e.Name())
		if err != nil {
			t.Fatal(err)
		}
		m[e.Name()] = &fstest.MapFile{Data: data}
	}
	m[name] = &fstest.MapFile{Data: []byte(content)}
	return m
}
