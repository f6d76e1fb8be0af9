//go:build !headless

package app

import (
	"context"
	"errors"
	"os"
	"runtime"

	"quoth/app/cli"
	"quoth/app/ui"
)

// OpenWindow shows the window until it is closed.
var OpenWindow cli.Window = func(ctx context.Context, o cli.WindowOptions) error {
	if !hasDisplay() {
		return errors.New("there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); " +
			"the commands work without one: quoth --help")
	}
	return ui.Run(ctx, ui.Options{Project: o.Project, Sample: o.Sample, Annotator: o.Annotator, Version: o.Version})
}

// hasDisplay reports whether a window can be opened as far as the environment tells. The toolkit ends
// the program where it cannot, without a word that helps.
func hasDisplay() bool {
	switch runtime.GOOS {
	case "windows", "darwin":
		return true
	}
	return os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}
