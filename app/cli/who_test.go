package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/identity"
	"quoth/assets"
)

func TestWhoIsWorkingIsSaidByTheFirstThatSaysIt(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("the settings of the window cannot be put elsewhere there")
	}
	config := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", config)
	t.Setenv("QUOTH_ANNOTATOR", "")
	schema, err := annotate.ParseSchema("news.yaml", assets.Schema)
	if err != nil {
		t.Fatal(err)
	}
	p, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "news.quoth"), schema)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	is := func(want annotate.AnnotatorID) {
		t.Helper()
		if got, err := me(t.Context(), p); err != nil || got != want {
			t.Errorf("%q is working, %v; want %q", got, err, want)
		}
	}
	is(annotate.AnnotatorID(identity.Login()))
	folder := filepath.Join(config, "fyne", identity.Program)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	settings := func(text string) {
		if err := os.WriteFile(filepath.Join(folder, "preferences.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	settings(`{"settings.annotator":7`)
	is(annotate.AnnotatorID(identity.Login()))
	settings(`{"settings.annotator":"  Šárka ","settings.zoom":"1.000"}`)
	is("Šárka")
	if err := p.SetWorker(t.Context(), store.Worker{For: "ana"}); err != nil {
		t.Fatal(err)
	}
	is("ana")
	if err := p.SetWorker(t.Context(), store.Worker{For: "ana", Name: "ben"}); err != nil {
		t.Fatal(err)
	}
	is("ben")
	t.Setenv("QUOTH_ANNOTATOR", " cay ")
	is("cay")
	t.Setenv("QUOTH_ANNOTATOR", "gold")
	if who, err := me(t.Context(), p); err == nil {
		t.Errorf("%q is working", who)
	}
}
