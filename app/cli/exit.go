package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"quoth/annotate/store"
)

// What scripts see. The help of the root command lists them.
const (
	exitDone        = 0
	exitPartly      = 1 // something was refused, a rule is broken, or a file could not be written
	exitUsage       = 2
	exitProject     = 3 // the project cannot be opened
	exitInterrupted = 130
)

// errPartly says that not all was done, and that the command has said what.
var errPartly = errors.New("not all of it was done")

// usageError says that the command line makes no sense.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error { return &usageError{fmt.Errorf(format, args...)} }

// projectError says that a project cannot be opened.
type projectError struct{ err error }

func (e *projectError) Error() string { return e.err.Error() }
func (e *projectError) Unwrap() error { return e.err }

// cannotOpen turns an error of opening a project into one that says what to do.
func cannotOpen(path string, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return &projectError{fmt.Errorf("there is no project %s; make one with: quoth new %s", path, quoteArg(path))}
	case errors.Is(err, fs.ErrExist):
		return &projectError{fmt.Errorf("%s is there already; give another name, or add to it with: quoth add %s FILE…", path, quoteArg(path))}
	case errors.Is(err, store.ErrNotProject):
		return &projectError{fmt.Errorf("%w; a project is a file made by: quoth new NAME.quoth", err)}
	}
	return &projectError{err}
}

// exitCode tells how a command ended, and whether its error is still to be said.
func exitCode(ctx context.Context, err error) (code int, say bool) {
	var usage *usageError
	var project *projectError
	switch {
	case err == nil:
		return exitDone, false
	case ctx.Err() != nil:
		return exitInterrupted, true
	case errors.Is(err, errPartly):
		return exitPartly, false
	case errors.As(err, &usage):
		return exitUsage, true
	case errors.As(err, &project):
		return exitProject, true
	}
	return exitPartly, true
}
