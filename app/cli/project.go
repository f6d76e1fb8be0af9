package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"quoth/annotate/store"
)

// extension is how names of projects end. It may be left out on the command line.
const extension = ".quoth"

// projectPath returns the path that a person means by an argument.
func projectPath(arg string) string {
	if filepath.Ext(arg) == "" && !exists(arg) {
		return arg + extension
	}
	return arg
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// reading opens a project to read it, also while the window has it open, runs do and closes it.
func (p *program) reading(ctx context.Context, arg string, do func(*store.Project) error) error {
	path := projectPath(arg)
	project, err := store.OpenReadOnly(ctx, path)
	if errors.Is(err, store.ErrOutdated) {
		return p.writing(ctx, arg, do)
	}
	return p.with(path, project, err, do)
}

// writing opens a project to change it, runs do and closes it.
func (p *program) writing(ctx context.Context, arg string, do func(*store.Project) error) error {
	path := projectPath(arg)
	told := make(chan struct{})
	slow := time.AfterFunc(time.Second, func() {
		p.note("%s takes a while to open: a project that was not closed properly is checked first, and one of an older Quoth is copied", path)
		close(told)
	})
	project, err := store.Open(ctx, path)
	if !slow.Stop() {
		<-told
	}
	return p.with(path, project, err, do)
}

func (p *program) with(path string, project *store.Project, err error, do func(*store.Project) error) error {
	if err != nil {
		return cannotOpen(path, err)
	}
	if copied := project.Backup(); copied != "" {
		p.note("%s was made by an older Quoth and is up to date now; as it was, it is kept as %s", path, copied)
	}
	err = do(project)
	if closing := project.Close(); err == nil {
		err = closing
	}
	return err
}

// completeProject completes the name of a project, and after it whatever files there are.
func completeProject(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveDefault
	}
	return []string{extension[1:]}, cobra.ShellCompDirectiveFilterFileExt
}
