//go:build !headless

package article

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// The caret blinks in this rhythm and stops, visible, after a while without a key or click: a picture
// that changes for ever costs power and calm.
const (
	blinkTime = 530 * time.Millisecond
	mostBlink = 40
)

// blink shows the caret and starts its rhythm anew.
func (v *View) blink() {
	v.blinks++
	v.showCaret(v.focused)
	if !v.focused || v.still {
		return
	}
	n, beats := v.blinks, 0
	var beat func()
	beat = func() {
		if v.blinks != n || !v.focused || v.still {
			return
		}
		beats++
		v.showCaret(beats%2 == 0)
		if beats < mostBlink {
			v.After(blinkTime, beat)
		}
	}
	v.After(blinkTime, beat)
}

func (v *View) showCaret(on bool) {
	if on == v.caretBar.Visible() {
		return
	}
	if on {
		v.caretBar.Show()
	} else {
		v.caretBar.Hide()
	}
}

// placeCaret puts the caret where its offset is; off the view where that is not on the screen. So it does
// with the marker of a selection that was begun.
func (v *View) placeCaret() {
	if v.layout == nil {
		return
	}
	v.placeBar(v.caretBar, v.caret, caretWidth)
	v.showCaret(v.focused)
	canvas.Refresh(v.caretBar)
	if v.startBar.Visible() || v.start >= 0 {
		v.startBar.Hidden = v.start < 0
		v.placeBar(v.startBar, max(0, v.start), 2.5*caretWidth)
		canvas.Refresh(v.startBar)
	}
}

// placeBar puts a bar of a width at an offset.
func (v *View) placeBar(bar *canvas.Rectangle, off int, width float32) {
	s := v.scene.Scale
	ln := v.layout.LineOf(off)
	y := v.layout.LineY(v.scene.Anchor, ln)
	x := float32(v.scene.Left) + v.layout.CaretX(ln, off)
	top := y + ln.Baseline - ln.Style.Ascent*9/10
	h := ln.Style.Ascent*9/10 + ln.Style.Descent*9/10
	if top < -h || top > v.height() {
		top = -4 * h
	}
	w := max(float32(1), float32(round(width*s)))
	pos := fyne.NewPos(float32(round(x-w/2))/s, float32(top)/s)
	size := fyne.NewSize(w/s, float32(h)/s)
	if bar.Position() != pos {
		bar.Move(pos)
	}
	if bar.Size() != size {
		bar.Resize(size)
	}
}

// FocusGained is part of Fyne's focus interface.
func (v *View) FocusGained() { v.setFocus(true) }

// FocusLost is part of Fyne's focus interface.
func (v *View) FocusLost() { v.setFocus(false) }

func (v *View) setFocus(on bool) {
	v.focused = on
	v.held, v.space = 0, false
	v.blink()
	if v.OnFocus != nil {
		v.OnFocus(on)
	}
}

// AcceptsTab lets Tab be a command like any other key.
func (v *View) AcceptsTab() bool { return true }
