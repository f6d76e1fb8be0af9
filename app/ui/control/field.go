//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Field is a place to type in. The window hears of chords before the field does; letters are the
// field's own. While it has not got the keyboard, it is a picture like other controls, which shows its beginning: the
// toolkit's has a dozen parts, and each costs as much in a frame as a page of text.
type Field struct {
	widget.Entry
	picture  drawn
	focused  bool
	pressed  bool                 // the mouse is about to set the caret
	left     int                  // where the caret stood when the keyboard left, in characters; -1 for the end
	Name     string               // for the probe
	Moving   func(d int) bool     // up (-1), down (1), page up (-10), page down (10); nil or false: the field's own
	Entering func()               // Enter; nil: the window's
	Leaving  func() bool          // Escape; nil or false: the window's
	Undoing  func(again bool)     // Ctrl+Z and Ctrl+Y; nil: the field's own
	Blurred  func()               // the field lost the keyboard
	Tabbing  func(back bool) bool // Tab while not nil; false: on to the next control
	host     Host
}

// NewField returns a field of one line.
func NewField(h Host, placeholder string) *Field {
	f := &Field{host: h, left: -1}
	f.ExtendBaseWidget(f)
	toolkitWrites(placeholder)
	f.PlaceHolder = placeholder
	f.Wrapping = fyne.TextWrapOff
	f.Scroll = fyne.ScrollHorizontalOnly
	return f
}

// Fill puts text in without telling OnChanged.
func (f *Field) Fill(s string) {
	if f.Text == s {
		return
	}
	heard := f.OnChanged
	f.OnChanged = nil
	f.SetText(s)
	f.OnChanged = heard
	f.left = -1
}

// SetText puts text in and tells OnChanged.
func (f *Field) SetText(s string) {
	toolkitWrites(s)
	f.Entry.SetText(s)
}

// SelectAll selects the whole text, so that typing replaces it.
func (f *Field) SelectAll() { f.Entry.TypedShortcut(&fyne.ShortcutSelectAll{}) }

// AcceptsTab implements fyne.Tabbable.
func (f *Field) AcceptsTab() bool { return f.Tabbing != nil }

// TypedRune implements fyne.Focusable.
func (f *Field) TypedRune(r rune) {
	f.host.Typed()
	toolkitWrites(string(r))
	f.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (f *Field) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyEscape:
		if f.Leaving != nil && f.Leaving() {
			f.host.Typed()
			return
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		if f.Entering != nil {
			f.host.Typed()
			f.Entering()
			return
		}
		if f.MultiLine {
			f.host.Typed()
			f.Entry.TypedKey(ev)
			return
		}
	case fyne.KeyTab:
		if f.Tabbing != nil {
			f.host.Typed()
			if !f.Tabbing(shifted()) {
				f.tabOn()
			}
			return
		}
	case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
		d := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -10, fyne.KeyPageDown: 10}[ev.Name]
		if f.Moving != nil && f.Moving(d) {
			f.host.Typed()
			return
		}
	}
	if !f.host.Key(ev, true) {
		f.Entry.TypedKey(ev)
	}
}

func shifted() bool {
	d, ok := fyne.CurrentApp().Driver().(desktop.Driver)
	return ok && d.CurrentKeyModifiers()&fyne.KeyModifierShift != 0
}

func (f *Field) tabOn() {
	if shifted() {
		f.host.Canvas().FocusPrevious()
	} else {
		f.host.Canvas().FocusNext()
	}
}

// TypedShortcut implements fyne.Shortcutable. Copying, pasting and undoing are the field's while it
// has the keyboard.
func (f *Field) TypedShortcut(s fyne.Shortcut) {
	if p, ok := s.(*fyne.ShortcutPaste); ok {
		toolkitWrites(p.Clipboard.Content())
	}
	_, redo := s.(*fyne.ShortcutRedo)
	if _, undo := s.(*fyne.ShortcutUndo); f.Undoing != nil && (undo || redo) {
		f.host.Typed()
		f.Undoing(redo)
		return
	}
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut, *fyne.ShortcutPaste, *fyne.ShortcutSelectAll, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
		f.host.Typed()
		f.Entry.TypedShortcut(s)
		return
	}
	if !f.host.Shortcut(s, true) {
		f.Entry.TypedShortcut(s)
	}
}

// MouseDown implements desktop.Mouseable.
func (f *Field) MouseDown(ev *desktop.MouseEvent) {
	f.pressed = true
	f.Entry.MouseDown(ev)
	f.pressed = false
}

// FocusGained implements fyne.Focusable. Who comes back by the keyboard goes on writing where they were; a click says where
// itself, in what was seen.
func (f *Field) FocusGained() {
	f.focused = true
	if n := len([]rune(f.Text)); !f.pressed && f.drawsItself() && f.SelectedText() == "" {
		f.CursorColumn = n
		if f.left >= 0 {
			f.CursorColumn = min(f.left, n)
		}
	}
	f.Entry.FocusGained()
}

// FocusLost implements fyne.Focusable.
func (f *Field) FocusLost() {
	f.focused = false
	f.Entry.FocusLost()
	if f.drawsItself() {
		f.left = f.CursorColumn
		if !f.fits() {
			f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyHome}) // the toolkit scrolls to the caret
		}
	}
	if f.Blurred != nil {
		f.Blurred()
	}
	f.host.Blurred()
}

// ProbeName returns the name by which tests from outside know the field.
func (f *Field) ProbeName() string { return f.Name }

// GoToEnd puts the caret behind the text, with nothing selected.
func (f *Field) GoToEnd() { f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd}) }

// SelectRange selects the characters of a one-line field from start to end, counted in code points.
// The toolkit selects by keys only, so that is what it is sent.
func (f *Field) SelectRange(start, end int) {
	shift := &fyne.KeyEvent{Name: desktop.KeyShiftLeft}
	f.CursorColumn = start
	f.KeyDown(shift)
	for range end - start {
		f.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	}
	f.KeyUp(shift)
}

// drawsItself reports whether the field is a picture while it has not got the keyboard.
func (f *Field) drawsItself() bool { return !f.MultiLine && !f.Password }

// fits reports whether the field is wide enough for its text.
func (f *Field) fits() bool {
	th := f.Theme()
	text := fyne.MeasureText(f.Text, th.Size(theme.SizeNameText), f.TextStyle)
	return text.Width <= f.Size().Width-2*th.Size(theme.SizeNameInnerPadding)
}

func (f *Field) drawing() *drawn { return &f.picture }

// above keeps the field that has the keyboard out of the picture of its board: it is the toolkit's then.
func (f *Field) above() bool { return f.focused }

func (f *Field) least() fyne.Size { return f.MinSize() }

// draw draws the field as the toolkit does one without the keyboard.
func (f *Field) draw(b *brush, size fyne.Size) {
	th, v := f.Theme(), fyne.CurrentApp().Settings().ThemeVariant()
	of := func(n fyne.ThemeColorName) color.Color { return th.Color(n, v) }
	b.plate(fyne.Position{}, size, th.Size(theme.SizeNameInputRadius), th.Size(theme.SizeNameInputBorder), of(theme.ColorNameInputBackground), of(theme.ColorNameInputBorder))
	words := Run{Text: f.Text, hue: of(theme.ColorNameForeground)}
	if f.Text == "" {
		words = Run{Text: f.PlaceHolder, hue: of(theme.ColorNamePlaceHolder)}
	}
	letters, inside := th.Size(theme.SizeNameText), th.Size(theme.SizeNameInnerPadding)
	b.phrase([]Run{words}, letters, fyne.NewPos(inside, (size.Height-textHeight(letters))/2), max(0, size.Width-2*inside), false)
}

// CreateRenderer implements fyne.Widget.
func (f *Field) CreateRenderer() fyne.WidgetRenderer {
	return &fieldRenderer{WidgetRenderer: f.Entry.CreateRenderer(), f: f, own: newDrawnRenderer(f)}
}

// fieldRenderer is the toolkit's while the field has the keyboard.
type fieldRenderer struct {
	fyne.WidgetRenderer
	f   *Field
	own fyne.WidgetRenderer
}

func (r *fieldRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.own.Layout(size)
}

func (r *fieldRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.own.Refresh()
}

func (r *fieldRenderer) Objects() []fyne.CanvasObject {
	if r.f.focused || !r.f.drawsItself() {
		return r.WidgetRenderer.Objects()
	}
	return r.own.Objects()
}
