//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pointed is the part of a control that lights up under the pointer.
type pointed struct {
	drawn
	hovered bool
}

// MouseIn implements desktop.Hoverable.
func (p *pointed) MouseIn(*desktop.MouseEvent) { p.hovered = true; p.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (p *pointed) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (p *pointed) MouseOut() { p.hovered = false; p.Refresh() }

// keyed is the part of a control that can have the keyboard and leaves most keys to the window.
type keyed struct {
	pointed
	host    Host
	focused bool
}

// FocusGained implements fyne.Focusable.
func (k *keyed) FocusGained() { k.focused = true; k.Refresh() }

// FocusLost implements fyne.Focusable.
func (k *keyed) FocusLost() { k.focused = false; k.Refresh(); k.host.Blurred() }

// TypedRune implements fyne.Focusable.
func (k *keyed) TypedRune(r rune) { k.host.Rune(r) }

// TypedShortcut implements fyne.Shortcutable.
func (k *keyed) TypedShortcut(s fyne.Shortcut) { k.host.Shortcut(s, false) }

// pressedBy reports whether a key presses the control that has the keyboard.
func pressedBy(ev *fyne.KeyEvent) bool {
	return ev.Name == fyne.KeySpace || ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
}
