// Quoth turns news articles into training data: who said what, and what happened. It is a window and
// a command line on the same project.
package main

import (
	"os"

	"quoth/app"
	"quoth/app/cli"
)

// version is set by the Makefile, from FyneApp.toml.
var version string

func main() {
	streams := cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
	os.Exit(cli.Main(os.Args[1:], streams, cli.Build{Version: version, Window: app.OpenWindow}))
}
