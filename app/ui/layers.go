//go:build !headless

package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"quoth/app/ui/control"
	"quoth/app/workbench"
)

// What is open over the window is a stack of layers. The top one has the keyboard; when the last one
// closes, the article has it again.

// top returns the layer that has the keyboard, or nil.
func (w *window) top() *control.Layer {
	if n := len(w.layers); n > 0 {
		return w.layers[n-1]
	}
	return nil
}

// layer returns the open layer with a name, or nil.
func (w *window) layer(name string) *control.Layer {
	for _, l := range w.layers {
		if l.Name == name {
			return l
		}
	}
	return nil
}

// open puts a layer over the window. One of the same name that is open already is closed first.
func (w *window) open(l *control.Layer) {
	if old := w.layer(l.Name); old != nil {
		w.close(old)
	}
	if l.Leave == nil {
		l.Leave = func() { w.close(l) }
	}
	w.layers = append(w.layers, l)
	c := w.win.Canvas()
	c.Overlays().Add(l)
	l.Resize(c.Size())
	w.focusTop()
	w.settle()
}

// close takes a layer away. The toolkit then takes away all above it too, so those are put back.
func (w *window) close(l *control.Layer) {
	i := slices.Index(w.layers, l)
	if i < 0 {
		return
	}
	overlays := w.win.Canvas().Overlays()
	overlays.Remove(l)
	w.layers = slices.Delete(w.layers, i, i+1)
	for _, above := range w.layers[i:] {
		overlays.Add(above)
	}
	w.focusTop()
	w.settle()
}

// focusTop gives the keyboard to the top layer, or to the article where none is open.
func (w *window) focusTop() {
	c := w.win.Canvas()
	if l := w.top(); l != nil {
		if l.Focus != nil {
			c.Focus(l.Focus)
		} else {
			c.Unfocus()
		}
		return
	}
	w.giveBack()
}

// giveBack gives the keyboard to the article; of two, to that which the person is in.
func (w *window) giveBack() {
	c := w.win.Canvas()
	if l := w.top(); l != nil && l.Focus != nil {
		c.Focus(l.Focus)
		return
	}
	if w.showing == showArticle {
		if hand := w.beside.hand(); c.Focused() != fyne.Focusable(hand) {
			c.Focus(hand)
		}
		return
	}
	c.Unfocus()
}

// focusField gives the keyboard to a text field on purpose, so that the click that did it does not
// give it back to the article.
func (w *window) focusField(f *control.Field) {
	w.win.Canvas().Focus(f)
	w.kept = f
}

// Clicking implements control.Host: what was typed in a field is kept before anything else happens.
func (w *window) Clicking() {
	w.keepTyped()
	w.kept = nil
	w.apart = w.isApart()
}

// isApart reports whether what is open over the window is no work on the article.
func (w *window) isApart() bool {
	l := w.top()
	return l != nil && l.Apart
}

// acted counts an action of annotating. In a layer apart time goes on, and nothing is counted.
func (w *window) acted(apart bool) {
	if apart {
		w.bench.Away()
		return
	}
	w.bench.Acted(1)
}

// keepTyped makes the field that has the keyboard keep what was typed in it.
func (w *window) keepTyped() {
	if f, ok := w.win.Canvas().Focused().(*control.Field); ok && f.Blurred != nil {
		f.Blurred()
	}
}

// Clicked implements control.Host.
func (w *window) Clicked() {
	w.acted(w.apart || w.isApart())
	w.apart = false
	kept := w.kept
	w.kept = nil
	if w.top() != nil {
		if w.win.Canvas().Focused() == nil {
			w.focusTop()
		}
		return
	}
	if kept != nil && w.win.Canvas().Focused() == fyne.Focusable(kept) {
		return
	}
	w.giveBack()
}

// keyInLayer hands a key to the top layer.
func (w *window) keyInLayer(l *control.Layer, ev *fyne.KeyEvent, typing bool) bool {
	if l.Key != nil && l.Key(ev) {
		return true
	}
	switch ev.Name {
	case fyne.KeyEscape:
		l.Leave()
		return true
	case fyne.KeyReturn, fyne.KeyEnter:
		if l.Enter != nil {
			l.Enter()
			return true
		}
	}
	return false
}

// quit keeps what is being typed and leaves the program.
func (w *window) quit() {
	w.Keep()
	w.bench.Do("app.quit")
}

// chordInLayer lets the few chords through that make sense over a layer: leaving the program.
func (w *window) chordInLayer(k workbench.Key) bool {
	for _, q := range w.bench.KeysOf("app.quit") {
		if q == k {
			w.quit()
			return true
		}
	}
	return false
}

// centred places a layer in the middle of the window, in px, smaller where the window is.
func centred(width, height float32) func(fyne.Size) (fyne.Position, fyne.Size) {
	return func(room fyne.Size) (fyne.Position, fyne.Size) {
		s := fyne.NewSize(min(width, room.Width-32), min(height, room.Height-32))
		return fyne.NewPos((room.Width-s.Width)/2, (room.Height-s.Height)/2), s
	}
}

// hung places a layer near the upper edge, where lists that are typed into stand.
func hung(width float32, height func(width float32) float32) func(fyne.Size) (fyne.Position, fyne.Size) {
	return func(room fyne.Size) (fyne.Position, fyne.Size) {
		wd := min(width, room.Width-32)
		top := room.Height * 0.12
		s := fyne.NewSize(wd, min(height(wd), room.Height-top-24))
		return fyne.NewPos((room.Width-s.Width)/2, top), s
	}
}

// low places a layer in the lower half of the window, where it leaves what it shows in the upper half
// to be seen.
func low(width float32, height func(width float32) float32) func(fyne.Size) (fyne.Position, fyne.Size) {
	return func(room fyne.Size) (fyne.Position, fyne.Size) {
		wd := min(width, room.Width-32)
		top := room.Height * 0.55
		s := fyne.NewSize(wd, min(height(wd), room.Height-top-40))
		return fyne.NewPos((room.Width-s.Width)/2, top), s
	}
}

// beside places a layer under words, or over them where there is no room below.
func beside(at fyne.Position, words fyne.Size, width float32, height func(width float32) float32) func(fyne.Size) (fyne.Position, fyne.Size) {
	return func(room fyne.Size) (fyne.Position, fyne.Size) {
		wd := min(width, room.Width-16)
		below, above := room.Height-at.Y-words.Height-12, at.Y-12
		h := height(wd)
		pos := fyne.NewPos(min(max(8, at.X-12), room.Width-wd-8), at.Y+words.Height+6)
		if h > below && above > below {
			h = min(h, above)
			pos.Y = at.Y - h - 6
		} else {
			h = min(h, below)
		}
		return pos, fyne.NewSize(wd, max(h, 80))
	}
}

// Canvas implements control.Host.
func (w *window) Canvas() fyne.Canvas { return w.win.Canvas() }
