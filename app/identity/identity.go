// Package identity says who the program is to the desktop, and who the person is to the system. The window and the
// commands go by the same.
package identity

import (
	"os/user"
	"strings"

	"quoth/annotate"
)

// Program is the identity of the program on every desktop, under which the window keeps its settings.
const Program = "io.github.quoth.Quoth"

// Login returns the name that the system knows the person by, as far as somebody can work under it.
func Login() string {
	u, err := user.Current()
	if err != nil || u.Username == "" {
		return "me"
	}
	name := u.Username
	if i := strings.LastIndexByte(name, '\\'); i >= 0 { // DOMAIN\name on Windows
		name = name[i+1:]
	}
	if _, err := annotate.Worker(name); err != nil {
		return "me"
	}
	return name
}
