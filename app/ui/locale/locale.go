// Package locale names a language where the system names none. The toolkit reads the language while packages are
// made ready, before any of our functions runs, and takes the C of "C.UTF-8", usual in containers and on servers,
// for one that it cannot read, which it says on the standard error.
//
// Go makes packages ready in the order of their paths as far as their imports are ready, so this one, which
// imports nothing but os, comes before the toolkit's package of languages, which needs text/template. For that
// it must import nothing else.
package locale

import "os"

func init() {
	if named := language(os.Getenv); named != "" {
		_ = os.Setenv("LANGUAGE", named)
	}
}

// language returns what LANGUAGE should be, or "" where it may stay as it is. English is what programs say in
// the locale C; those that this one starts say nothing else for it.
func language(env func(string) string) string {
	if env("LANGUAGE") != "" {
		return ""
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := env(name); v != "" {
			if len(v) > 2 && v[:2] == "C." || len(v) > 6 && v[:6] == "POSIX." {
				return "en"
			}
			return ""
		}
	}
	return ""
}
