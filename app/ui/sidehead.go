//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// sideHead says over one of two articles what it is, and has buttons for what can be done about it. A
// stronger line under it says that its side has the keyboard.
type sideHead struct {
	widget.BaseWidget
	w       *window
	words   *control.Phrase
	buttons []*control.Button
	ids     []string
	ground  *canvas.Rectangle
	line    *canvas.Rectangle
	active  bool
	shown   string // what the buttons can do, as it is shown
}

const (
	headHeight float32 = 30
	headFull   float32 = 300 // px at which all buttons have room
)

// sideIcons are the pictures of commands that stand in headers alone.
var sideIcons = map[string]string{
	"beside.previous": "up", "beside.next": "down", "beside.take": "import", "beside.together": "join", "beside.close": "close",
}

func newSideHead(w *window, ids ...string) *sideHead {
	h := &sideHead{w: w, words: control.NewPhrase(0), ground: canvas.NewRectangle(look.Of(look.Side)), line: canvas.NewRectangle(look.Of(look.Line))}
	for _, id := range ids {
		c := w.bench.Command(id)
		if c == nil {
			continue
		}
		b := control.NewButton(w, control.Quiet, sideIcons[id], "", func() { w.bench.Do(id) })
		b.Name, b.Compact = id, true
		b.About = func() string { return w.about(c) }
		h.buttons, h.ids = append(h.buttons, b), append(h.ids, id)
	}
	h.ExtendBaseWidget(h)
	return h
}

// set writes the header, and says whether its side has the keyboard. It is called after every act, most of
// which change nothing here.
func (h *sideHead) set(active bool, runs ...control.Run) {
	bench := h.w.bench
	now := fmt.Sprint(active, bench.Comparing(), bench.Together())
	for _, id := range h.ids {
		now += fmt.Sprint(bench.Can(id))
	}
	h.words.Set(runs...)
	if now != h.shown {
		h.active, h.shown = active, now
		h.Refresh()
	}
}

// CreateRenderer implements fyne.Widget.
func (h *sideHead) CreateRenderer() fyne.WidgetRenderer { return &sideHeadRenderer{h} }

type sideHeadRenderer struct{ h *sideHead }

func (r *sideHeadRenderer) MinSize() fyne.Size { return fyne.NewSize(120, headHeight) }

func (r *sideHeadRenderer) Layout(size fyne.Size) {
	h := r.h
	h.ground.Resize(size)
	thick := float32(1)
	if h.active {
		thick = 2
	}
	h.line.Move(fyne.NewPos(0, size.Height-thick))
	h.line.Resize(fyne.NewSize(size.Width, thick))
	for i, b := range h.buttons { // what the words need more
		switch h.ids[i] {
		case "beside.take", "beside.together":
			b.Hidden = size.Width < headFull || h.ids[i] == "beside.take" && !h.w.bench.Comparing()
		}
	}
	x := size.Width - 6
	for i := len(h.buttons) - 1; i >= 0; i-- {
		b := h.buttons[i]
		if !b.Visible() {
			continue
		}
		m := b.MinSize()
		x -= m.Width
		b.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		b.Resize(m)
	}
	m := h.words.MinSize()
	h.words.Move(fyne.NewPos(14, (size.Height-m.Height)/2))
	h.words.Resize(fyne.NewSize(max(0, x-8-14), m.Height))
}

func (r *sideHeadRenderer) Refresh() {
	h := r.h
	h.ground.FillColor, h.line.FillColor = look.Of(look.Side), look.Of(look.Line)
	if h.active {
		h.line.FillColor = look.Of(look.Accent)
	}
	bench := h.w.bench
	for i, b := range h.buttons {
		id := h.ids[i]
		switch id {
		case "beside.previous", "beside.next", "beside.take":
			show(b, bench.Comparing())
		}
		b.Off, b.Lit = !bench.Can(id), id == "beside.together" && bench.Together()
		b.Refresh()
	}
	r.Layout(h.Size())
	h.words.Refresh()
	canvas.Refresh(h)
}

func (r *sideHeadRenderer) Objects() []fyne.CanvasObject {
	objs := []fyne.CanvasObject{r.h.ground, r.h.line, r.h.words}
	for _, b := range r.h.buttons {
		objs = append(objs, b)
	}
	return objs
}
func (r *sideHeadRenderer) Destroy() {}
