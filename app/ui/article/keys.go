//go:build !headless

package article

import (
	"sort"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// modifiers returns the keys held down. Fyne gives keys to a widget without them.
func (v *View) modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return v.held
}

var modifierKeys = map[fyne.KeyName]fyne.KeyModifier{
	desktop.KeyShiftLeft: fyne.KeyModifierShift, desktop.KeyShiftRight: fyne.KeyModifierShift,
	desktop.KeyControlLeft: fyne.KeyModifierControl, desktop.KeyControlRight: fyne.KeyModifierControl,
	desktop.KeyAltLeft: fyne.KeyModifierAlt, desktop.KeyAltRight: fyne.KeyModifierAlt,
}

// KeyDown is part of Fyne's desktop interface.
func (v *View) KeyDown(e *fyne.KeyEvent) {
	v.held |= modifierKeys[e.Name]
	v.space = v.space || e.Name == fyne.KeySpace
}

// KeyUp is part of Fyne's desktop interface.
func (v *View) KeyUp(e *fyne.KeyEvent) {
	v.held &^= modifierKeys[e.Name]
	v.space = v.space && e.Name != fyne.KeySpace
}

// TypedRune is part of Fyne's focus interface.
func (v *View) TypedRune(r rune) {
	if v.OnRune != nil {
		v.OnRune(r)
	}
}

// TypedKey is part of Fyne's focus interface.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape && v.letGo() {
		return
	}
	if v.OnKey != nil && v.OnKey(e) {
		return
	}
	v.move(e.Name, v.modifiers()&fyne.KeyModifierShift)
}

// letGo ends a drag without an effect, and reports whether there was one.
func (v *View) letGo() bool {
	p := &v.pointer
	switch p.doing {
	case adjusting:
		v.dropEdge(false)
	case selecting:
		if !p.moved {
			return false
		}
		p.doing = nothing
		v.selectText(v.caret, v.caret)
		v.report()
	default:
		return false
	}
	return true
}

// TypedShortcut is part of Fyne's shortcut interface: keys with Ctrl or Alt come here.
func (v *View) TypedShortcut(s fyne.Shortcut) {
	if v.OnShortcut != nil && v.OnShortcut(s) {
		return
	}
	switch s := s.(type) {
	case *fyne.ShortcutCopy:
		if a, b := min(v.anchor, v.caret), max(v.anchor, v.caret); a < b {
			fyne.CurrentApp().Clipboard().SetContent(v.text[a:b])
		}
	case *fyne.ShortcutSelectAll:
		v.selectText(0, len(v.text))
		v.report()
	case *desktop.CustomShortcut:
		v.move(s.KeyName, s.Modifier)
	}
}

// motion is where a key takes the caret.
type motion struct {
	unit Unit
	dir  int
}

// motions lists the keys that move the caret, with the modifiers they need besides Shift.
var motions = map[fyne.KeyModifier]map[fyne.KeyName]motion{
	0: {
		fyne.KeyRight: {Grapheme, 1}, fyne.KeyLeft: {Grapheme, -1}, fyne.KeyDown: {Line, 1}, fyne.KeyUp: {Line, -1},
		fyne.KeyEnd: {LineEdge, 1}, fyne.KeyHome: {LineEdge, -1}, fyne.KeyPageDown: {Page, 1}, fyne.KeyPageUp: {Page, -1},
	},
	fyne.KeyModifierShortcutDefault: {
		fyne.KeyRight: {Word, 1}, fyne.KeyLeft: {Word, -1}, fyne.KeyDown: {Block, 1}, fyne.KeyUp: {Block, -1},
		fyne.KeyEnd: {Whole, 1}, fyne.KeyHome: {Whole, -1},
	},
	fyne.KeyModifierAlt: {
		fyne.KeyRight: {Sentence, 1}, fyne.KeyLeft: {Sentence, -1},
	},
}

// move obeys a key. Where the line runs from the right, so do the arrows.
func (v *View) move(key fyne.KeyName, mods fyne.KeyModifier) {
	m, ok := motions[mods&^fyne.KeyModifierShift][key]
	if !ok || v.layout == nil {
		return
	}
	sideways := key == fyne.KeyRight || key == fyne.KeyLeft
	if sideways && m.unit == Grapheme && mods&fyne.KeyModifierShift == 0 && v.anchor == v.caret {
		if to, ok := v.layout.Beside(v.caret, m.dir); ok {
			v.selectText(to, to)
			v.goal = -1
			v.reveal(to)
			v.report()
			return
		}
	}
	if sideways && v.layout.LineOf(v.caret).RTL {
		m.dir = -m.dir
	}
	v.MoveBy(m.unit, m.dir, mods&fyne.KeyModifierShift != 0)
}

// MoveBy moves the caret by a unit, forwards where dir is above 0, and extends the selection if asked
// to. It reports the selection and scrolls to the caret.
func (v *View) MoveBy(u Unit, dir int, extend bool) {
	if v.layout == nil {
		return
	}
	lo, hi := min(v.anchor, v.caret), max(v.anchor, v.caret)
	var to int
	goal := v.goal
	switch {
	case u == Grapheme && !extend && lo < hi: // leaves the selection by its end
		to = lo
		if dir > 0 {
			to = hi
		}
	case u == Line || u == Page:
		if goal < 0 {
			goal = v.layout.CaretX(v.layout.LineOf(v.caret), v.caret)
		}
		to = v.vertical(u, dir, goal)
	default:
		to = v.step(u, dir)
	}
	anchor := v.anchor
	if !extend {
		anchor = to
	}
	v.selectText(anchor, to)
	v.goal = -1
	if u == Line || u == Page {
		v.goal = goal
	}
	v.reveal(to)
	v.report()
}

// vertical moves by a line, or by a screen less one line, together with the text.
func (v *View) vertical(u Unit, dir int, goal float32) int {
	if u == Line {
		return v.layout.Vertical(v.caret, sign(dir), goal)
	}
	old := v.Aim()
	before := v.layout.LineY(old, v.layout.LineOf(v.caret))
	page := max(v.layout.Style().LineHeight, v.height()-2*v.layout.Style().LineHeight)
	to := v.layout.Scroll(old, sign(dir)*page, v.height())
	if to == old { // at the end of the text
		return v.step(Whole, dir)
	}
	v.glide(to)
	ln, _ := v.layout.LineAt(to, min(max(before, 0), v.height()))
	return v.layout.OffsetAt(ln, goal)
}

// step returns the next place of the caret in a direction along the text.
func (v *View) step(u Unit, dir int) int {
	at, b := v.caret, v.boundaries
	switch {
	case u == Whole && dir > 0:
		return len(v.text)
	case u == Whole:
		return 0
	case u == Block:
		return v.blockStep(dir)
	case u == LineEdge:
		first, last := v.layout.Bounds(v.layout.LineOf(at))
		if dir > 0 {
			return last
		}
		return first
	case b == nil:
		return at
	case u == Word && dir > 0:
		return b.NextWord(at)
	case u == Word:
		return b.PrevWord(at)
	case u == Sentence && dir > 0:
		return b.NextSentence(at)
	case u == Sentence:
		return b.PrevSentence(at)
	case dir > 0:
		return v.overBlank(b.NextGrapheme(at), dir)
	default:
		return v.overBlank(b.PrevGrapheme(at), dir)
	}
}

// overBlank moves on from the blank lines between paragraphs, which are not shown.
func (v *View) overBlank(off, dir int) int {
	ln := v.layout.LineOf(off)
	switch {
	case !ln.Last || off <= ln.End:
		return off
	case dir > 0 && ln.Next < len(v.text):
		return ln.Next
	case dir > 0 && v.caret < ln.End:
		return ln.End
	case dir > 0:
		return v.caret
	}
	return ln.End
}

// blockStep returns the start of the next block, or of this one, or of the one before.
func (v *View) blockStep(dir int) int {
	next := sort.Search(len(v.blocks), func(i int) bool { return v.blocks[i].Span.Start > v.caret })
	if dir > 0 {
		if next == len(v.blocks) {
			return len(v.text)
		}
		return v.blocks[next].Span.Start
	}
	for i := next - 1; i >= 0; i-- {
		if s := v.blocks[i].Span.Start; s < v.caret {
			return s
		}
	}
	return 0
}

// report says what is selected now that keys have changed it.
func (v *View) report() {
	if v.OnSelect != nil {
		v.OnSelect(v.anchor, v.caret, ByKeys)
	}
}

func sign(x int) int {
	if x < 0 {
		return -1
	}
	return 1
}
