//go:build headless

package app

import "quoth/app/cli"

// OpenWindow is nil: this build has no window.
var OpenWindow cli.Window
