//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// finder is a field over a list that follows what is typed: the arrows move the choice while typing,
// Enter takes it, Escape leaves, a click takes. It draws state that lives in the bench.
type finder struct {
	w     *window
	of    found
	layer *control.Layer
	field *control.Field
	list  *control.Roll
	foot  *control.Phrase
	says  func() string // instead of the keys under the list; may be nil
}

// found is the list that a finder shows.
type found struct {
	name   string // of the layer: "naming"
	hint   string // in the empty field
	foot   string // what Enter does, under the list
	none   string // where nothing matches
	query  func(string)
	move   func(d int)
	take   func(i int)
	leave  func()
	len    func() int
	chosen func() int
	item   func(i int) control.Item
}

const (
	finderRow  float32 = 30
	finderEnds float32 = 86 // px of field, foot and the space around them
	finderMost         = 11 // rows shown at once
)

type placing func(room fyne.Size) (fyne.Position, fyne.Size)

// newFinder opens a finder with a query typed and selected, so that typing replaces it.
func (w *window) newFinder(of found, query string, place func(height func(width float32) float32) placing) *finder {
	f := &finder{w: w, of: of}
	f.field = control.NewField(w, of.hint)
	f.field.Name = of.name + ".field"
	f.field.Fill(query)
	f.field.OnChanged = func(s string) { of.query(s); f.refresh() }
	f.field.Moving = func(d int) bool { of.move(d); f.refresh(); return true }
	f.field.Entering = func() { of.take(of.chosen()) }
	f.field.Leaving = func() bool { of.leave(); return true }
	f.list = control.NewRoll(finderRow, of.len, func() fyne.CanvasObject { return control.NewRow(w) }, func(i int, o fyne.CanvasObject) {
		row := o.(*control.Row)
		row.Name = fmt.Sprintf("%s.%d", of.name, i)
		row.Tapping = func() { of.take(i) }
		row.Set(of.item(i))
	})
	f.foot = control.NewPhrase(look.SmallSize)
	body := container.NewBorder(control.NewPadded(f.field, 8, 8), control.NewPadded(f.foot, 14, 6), nil, nil, f.list)
	f.layer = control.NewLayer(body, false, place(f.height))
	f.layer.Name = of.name
	f.layer.Focus = f.field
	f.layer.Leave = of.leave
	w.finders[of.name] = f
	w.open(f.layer)
	f.field.SelectAll()
	f.refresh()
	return f
}

// height is as high as the rows want, up to a bound.
func (f *finder) height(float32) float32 {
	return finderEnds + finderRow*float32(min(max(1, f.of.len()), finderMost))
}

func (f *finder) refresh() {
	f.foot.SetText("Up, Down choose    Enter "+f.of.foot+"    Escape leave", look.Faint)
	if f.says != nil && f.says() != "" {
		f.foot.SetText(f.says(), look.Ink)
	}
	if f.of.len() == 0 {
		f.foot.SetText(f.of.none, look.Faint)
	}
	f.layer.Refresh()
	f.list.Refresh()
	f.list.ScrollTo(f.of.chosen())
	f.w.settle()
}

// fill puts a query in that came about without typing, as if it had been typed.
func (f *finder) fill(query string) {
	f.field.Fill(query)
	f.field.GoToEnd()
	f.w.focusTop()
	f.refresh()
}

// places lists what the probe tells about a finder.
func (f *finder) places(add func(name string, o fyne.CanvasObject)) {
	add(f.of.name, f.list)
	add(f.field.Name, f.field)
	first, end := f.list.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := f.list.Row(i).(*control.Row); ok {
			add(r.Name, r)
		}
	}
}
