//go:build !headless && (ci || android || !(linux || freebsd || netbsd || openbsd))

package ui

// watchDesktop knows no way to ask this system.
func watchDesktop(func(wishes)) {}
