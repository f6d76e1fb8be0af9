//go:build !headless && !ci && !android && (linux || freebsd || netbsd || openbsd)

package ui

import (
	"github.com/godbus/dbus/v5"
	"github.com/rymdport/portal/settings"
)

// Where desktops say what they ask for: in the settings of their portal (org.freedesktop.portal.Settings).
const (
	wishesAt   = "org.freedesktop.appearance"
	moreOfIt   = "contrast"
	lessMotion = "reduced-motion"
)

// watchDesktop calls tell with what the desktop asks for, now and when that changes, until the program ends.
// Where no desktop can be asked it returns.
func watchDesktop(tell func(wishes)) {
	asks := func(key string) bool {
		v, err := settings.ReadOne(wishesAt, key)
		return err == nil && isOne(v)
	}
	w := wishes{asks(moreOfIt), asks(lessMotion)}
	if w != (wishes{}) {
		tell(w)
	}
	// Without a desktop there is nothing to follow, which is no error.
	_ = settings.OnSignalSettingChanged(func(c settings.Changed) {
		switch {
		case c.Namespace == wishesAt && c.Key == moreOfIt:
			w.contrast = isOne(c.Value)
		case c.Namespace == wishesAt && c.Key == lessMotion:
			w.still = isOne(c.Value)
		default:
			return
		}
		tell(w)
	})
}

// isOne reports whether a setting is 1; older portals wrap its value once more.
func isOne(v any) bool {
	if x, ok := v.(dbus.Variant); ok {
		v = x.Value()
	}
	n, ok := v.(uint32)
	return ok && n == 1
}
