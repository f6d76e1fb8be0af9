package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"

	"quoth/annotate"
	"quoth/annotate/store"
	"quoth/app/identity"
)

// started returns in whose name the person works by the environment, "" where it does not say.
func started() (annotate.AnnotatorID, error) {
	who, err := annotate.Worker(os.Getenv("QUOTH_ANNOTATOR"))
	if err != nil {
		err = usagef("QUOTH_ANNOTATOR: %w", err)
	}
	return who, err
}

// me returns the name of the person at this machine, whose sets and changes in a project are meant where no other
// is named: by the environment, by the project itself, which a work package does, by the settings of the window, or
// the name of the login. The window goes by the same order.
func me(ctx context.Context, project *store.Project) (annotate.AnnotatorID, error) {
	who, err := started()
	if err == nil && who == "" {
		var w store.Worker
		w, err = project.Worker(ctx)
		who = w.Who()
	}
	if err != nil {
		return "", err
	}
	if who == "" {
		who = inSettings()
	}
	if who == "" {
		who = annotate.AnnotatorID(identity.Login())
	}
	return project.NameNow(ctx, who) // where they were renamed in it
}

// inSettings returns the name that the person chose in the settings of the window, "" where there is none.
func inSettings() annotate.AnnotatorID {
	folder, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	if runtime.GOOS == "darwin" { // where the toolkit keeps them
		folder = filepath.Join(filepath.Dir(folder), "Preferences")
	}
	b, err := os.ReadFile(filepath.Join(folder, "fyne", identity.Program, "preferences.json"))
	if err != nil {
		return ""
	}
	var kept map[string]any
	if json.Unmarshal(b, &kept) != nil {
		return ""
	}
	name, _ := kept["settings.annotator"].(string)
	who, _ := annotate.Worker(name)
	return who
}
