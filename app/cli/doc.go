// Package cli is the command line: everything that the window does to data, without a display.
//
// One file is one command. A command takes a [program], which holds the streams and nothing else, so
// that tests run it as a person would. Results go to standard output; progress, notes and what went
// wrong go to standard error, with file, line and reason. On a terminal a bar shows how far it is.
//
// A command that does a part of what was asked says what it left, does the rest, and ends with
// [exitPartly]. What a command returns as error is what kept it from going on; [exitCode] turns it
// into the number that scripts see.
package cli
