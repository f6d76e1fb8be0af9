// Package app is the program: the window under ui, what a person does in it under workbench, and the
// command line under cli. The package itself only knows whether this build has a window: a build with
// the tag "headless" has none, needs no C compiler and no display, and is the command line alone.
package app
