//go:build !headless

package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// nextKeys is a list at the annotation of the keys that may come next: of the types of an event, or of
// the roles of a frame. It takes nothing away: other keys and clicks mean what they always do, and end
// it.
type nextKeys struct {
	w      *window
	object fyne.CanvasObject
	card   *keyCard
}

const (
	nextRow   float32 = 24
	nextWidth float32 = 380
)

func newNextKeys(w *window) *nextKeys {
	n := &nextKeys{w: w, card: &keyCard{ground: canvas.NewRectangle(nil)}}
	n.card.ExtendBaseWidget(n.card)
	n.card.Hide()
	n.object = container.New(atCurrent{w}, n.card)
	return n
}

func (n *nextKeys) refresh() {
	keys := n.w.bench.PrefixKeys()
	on := len(keys) > 0 && n.w.bench.ListsKeys() && n.w.bench.Current() != nil
	if !on && !n.card.Visible() {
		return
	}
	show(n.card, on)
	for len(n.card.rows) < len(keys) {
		r := control.NewRow(n.w)
		n.card.rows = append(n.card.rows, r)
	}
	n.card.shown = len(keys)
	for i, r := range n.card.rows {
		show(r, i < len(keys))
		if i >= len(keys) {
			continue
		}
		k := keys[i]
		key := strings.ToUpper(k.Key)
		r.Name = "next." + key
		r.Tapping = func() { n.w.bench.GoOn(workbench.Key(key)) }
		title := []control.Run{{Text: strings.Join(k.Words, ", "), Ink: look.Ink}}
		if k.Group != "" {
			title = slices.Insert(title, 0, control.Run{Text: k.Group + ": ", Ink: look.Faint})
		}
		r.Set(control.Item{Tight: true, Key: key, Title: title})
	}
	n.card.Refresh()
	n.object.Refresh()
}

func (n *nextKeys) places(add func(name string, o fyne.CanvasObject)) {
	if n.card.Visible() {
		for _, r := range n.card.rows[:n.card.shown] {
			add(r.Name, r)
		}
	}
}

// atCurrent puts the list under the current annotation, or over it.
type atCurrent struct{ w *window }

func (atCurrent) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l atCurrent) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	c := objects[0].(*keyCard)
	height := func(float32) float32 { return float32(c.shown)*nextRow + 12 }
	place := hung(nextWidth, height)
	if a := l.w.bench.Current(); a != nil {
		if at, word, ok := l.w.article.Where(a.Hull().Start); ok {
			place = beside(at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(l.w.article)), word, nextWidth, height)
		}
	}
	pos, sz := place(size)
	c.Move(pos)
	c.Resize(sz)
}

type keyCard struct {
	widget.BaseWidget
	ground *canvas.Rectangle
	rows   []*control.Row
	shown  int
}

// CreateRenderer implements fyne.Widget.
func (c *keyCard) CreateRenderer() fyne.WidgetRenderer {
	look.Float(c.ground)
	return &keyCardRenderer{c}
}

type keyCardRenderer struct{ c *keyCard }

func (r *keyCardRenderer) Layout(size fyne.Size) {
	r.c.ground.Resize(size)
	for i, row := range r.c.rows {
		row.Move(fyne.NewPos(0, 6+float32(i)*nextRow))
		row.Resize(fyne.NewSize(size.Width, nextRow))
	}
}

func (r *keyCardRenderer) MinSize() fyne.Size { return fyne.NewSize(120, nextRow) }

func (r *keyCardRenderer) Refresh() {
	c := r.c
	c.ground.FillColor, c.ground.StrokeColor, c.ground.Shadow.Color = look.Of(look.Card), look.Of(look.Line), look.Of(look.Shade)
	r.Layout(c.Size())
	c.ground.Refresh()
	for _, row := range c.rows {
		row.Refresh()
	}
}

func (r *keyCardRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.c.ground}
	for _, row := range r.c.rows {
		out = append(out, row)
	}
	return out
}
func (r *keyCardRenderer) Destroy() {}
