//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"quoth/annotate"
	"quoth/app/ui/article"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// findBar is the slim bar over the upper edge of the article that finds words in it. It is drawn from
// the bench's search and there while that is open; the article stays usable under it.
type findBar struct {
	w      *window
	object fyne.CanvasObject
	card   *findCard
}

// findCard is what the bar consists of.
type findCard struct {
	widget.BaseWidget
	ground              *canvas.Rectangle
	field               *control.Field
	count               *control.Phrase
	exact, whole        *control.Button
	previous, next, end *control.Button
}

func newFindBar(w *window) *findBar {
	c := &findCard{ground: canvas.NewRectangle(nil), count: control.NewPhrase(look.SmallSize)}
	b := w.bench
	c.field = control.NewField(w, "Find in the article")
	c.field.Name = "find.field"
	c.field.OnChanged = func(s string) {
		if f := b.Find(); f != nil {
			f.SetQuery(s)
		}
	}
	c.field.Entering = func() {
		if f := b.Find(); f != nil {
			f.Step(1 - 2*int(modifiers()&fyne.KeyModifierShift))
		}
	}
	c.field.Moving = func(d int) bool {
		if f := b.Find(); f != nil {
			f.Step(max(-1, min(d, 1)))
		}
		return true
	}
	c.field.Leaving = func() bool { w.leaveFind(); return true }
	button := func(icon, text, id string, fn func()) *control.Button {
		x := control.NewButton(w, control.Quiet, icon, text, fn)
		x.Name, x.Compact = id, true
		x.About = func() string {
			if cmd := b.Command(id); cmd != nil {
				return joined("  ", cmd.Title, keyOf(b, id))
			}
			return "Leave the search  Escape"
		}
		return x
	}
	toggle := func(text, id string) *control.Button {
		return button("", text, id, func() { b.Do(id); w.focusField(c.field) })
	}
	c.exact, c.whole = toggle("Aa", "find.case"), toggle("“ab”", "find.words")
	step := func(icon, id string) *control.Button {
		return button(icon, "", id, func() { b.Do(id); w.focusField(c.field) })
	}
	c.previous, c.next = step("up", "find.previous"), step("down", "find.next")
	c.end = button("close", "", "find.close", w.leaveFind)
	c.ExtendBaseWidget(c)
	c.Hide()
	f := &findBar{w: w, card: c}
	f.object = container.New(upperRight{w}, c)
	return f
}

// open gives the bar the keyboard.
func (f *findBar) open() {
	f.refresh()
	f.w.focusField(f.card.field)
	f.card.field.SelectAll()
}

// leaveFind ends the search at the hit that is shown and gives the keyboard back.
func (w *window) leaveFind() {
	if f := w.bench.Find(); f != nil {
		f.Close()
	}
	w.giveBack()
}

func (f *findBar) refresh() {
	c, of := f.card, f.w.bench.Find()
	if of == nil {
		f.w.beside.setHits(f.w.going(), 0, false)
		if c.Visible() {
			had := f.w.win.Canvas().Focused() == fyne.Focusable(c.field)
			c.Hide()
			for _, v := range f.w.views() {
				v.SetCover(0)
			}
			if had {
				f.w.giveBack()
			}
		}
		return
	}
	f.w.beside.setHits(of.Hits, of.At, of.Beside)
	c.field.Fill(of.Query.Words)
	c.exact.Lit, c.whole.Lit = of.Query.Case, of.Query.Whole
	c.previous.Off, c.next.Off = len(of.Hits) == 0, len(of.Hits) == 0
	ink := look.Faint
	if len(of.Hits) == 0 && !of.Running && of.Query.Words != "" {
		ink = look.Problem
	}
	words := of.Count()
	if of.Round {
		words += ", round the end"
	}
	c.count.Set(control.Run{Text: words, Ink: ink})
	opens := !c.Visible()
	c.Show()
	c.Refresh()
	f.object.Refresh()
	if opens && of.At >= 0 && of.At < len(of.Hits) {
		f.over().ScrollToOffset(of.Hits[of.At].Start) // not below the bar
	}
}

// over returns the side that is searched.
func (f *findBar) over() *article.View {
	if s := f.w.bench.Find(); s != nil && s.Beside {
		return f.w.beside.view
	}
	return f.w.article
}

// going is the place that the question where to go has come to, shown as if it had been found.
func (w *window) going() []annotate.Span {
	if g := w.bench.Going(); g != nil && g.Chosen < len(g.Rows) {
		return []annotate.Span{g.Rows[g.Chosen].Span}
	}
	return nil
}

func (f *findBar) places(add func(name string, o fyne.CanvasObject)) {
	if !f.card.Visible() {
		return
	}
	add("find", f.card)
	add(f.card.field.Name, f.card.field)
	for _, b := range f.card.buttons() {
		add(b.Name, b)
	}
}

// upperRight puts the bar into the corner of the article that is searched, beside the scroll bar, and lets
// that keep clear of it where the margin is too narrow.
type upperRight struct{ w *window }

func (upperRight) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l upperRight) Layout(objects []fyne.CanvasObject, _ fyne.Size) {
	const widest = 520
	d, of := fyne.CurrentApp().Driver(), l.w.find.over()
	at, size := d.AbsolutePositionForObject(of).Subtract(d.AbsolutePositionForObject(l.w.find.object)), of.Size()
	for _, o := range objects {
		w := min(widest, size.Width-2*barMargin-barRoom)
		o.Move(at.Add(fyne.NewPos(size.Width-w-barMargin-barRoom, barMargin)))
		o.Resize(fyne.NewSize(w, o.MinSize().Height))
		for _, v := range l.w.views() {
			if _, right := v.Column(); v == of && o.Visible() && size.Width-w-barMargin-barRoom < right {
				v.SetCover(o.MinSize().Height + 2*barMargin)
			} else {
				v.SetCover(0)
			}
		}
	}
}

// What is kept free around the bar, and for the article's scroll bar.
const (
	barMargin = 8
	barRoom   = 18
)

func (c *findCard) buttons() []*control.Button {
	return []*control.Button{c.exact, c.whole, c.previous, c.next, c.end}
}

// CreateRenderer implements fyne.Widget.
func (c *findCard) CreateRenderer() fyne.WidgetRenderer {
	look.Float(c.ground)
	return &findRenderer{c}
}

type findRenderer struct{ c *findCard }

func (r *findRenderer) MinSize() fyne.Size {
	return fyne.NewSize(260, r.c.field.MinSize().Height+8)
}

func (r *findRenderer) Layout(size fyne.Size) {
	c := r.c
	c.ground.Resize(size)
	x := size.Width - 4
	for i := len(c.buttons()) - 1; i >= 0; i-- {
		b := c.buttons()[i]
		m := b.MinSize()
		x -= m.Width
		b.Move(fyne.NewPos(x, (size.Height-m.Height)/2))
		b.Resize(m)
		x -= 2
	}
	w := min(c.count.Natural()+1, max(0, x-140))
	h := c.count.MinSize().Height
	x -= w + 6
	c.count.Move(fyne.NewPos(x, (size.Height-h)/2))
	c.count.Resize(fyne.NewSize(w, h))
	c.field.Move(fyne.NewPos(4, 4))
	c.field.Resize(fyne.NewSize(max(0, x-12), size.Height-8))
}

func (r *findRenderer) Refresh() {
	c := r.c
	c.ground.FillColor, c.ground.StrokeColor = look.Of(look.Card), look.Of(look.Line)
	c.ground.Shadow.Color = look.Of(look.Shade)
	r.Layout(c.Size())
	c.ground.Refresh()
	c.field.Refresh()
	for _, b := range c.buttons() {
		b.Refresh()
	}
}

func (r *findRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{r.c.ground, r.c.field, r.c.count}
	for _, b := range r.c.buttons() {
		objects = append(objects, b)
	}
	return objects
}
func (r *findRenderer) Destroy() {}
