//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// pastBar stands over the article as it was: what was done last by then, who did it and when, a slider over all changes,
// and what can be done.
type pastBar struct {
	w       *window
	object  *fyne.Container
	ground  *canvas.Rectangle
	line    *canvas.Rectangle
	words   *control.Phrase
	count   *control.Phrase
	slider  *control.Slider
	whose   *control.Button
	buttons []*control.Button
	ids     []string
}

func newPastBar(w *window) *pastBar {
	p := &pastBar{w: w, ground: canvas.NewRectangle(look.Of(look.Side)), line: canvas.NewRectangle(look.Of(look.Line)), words: control.NewPhrase(look.SmallSize + 1), count: control.NewPhrase(look.SmallSize + 1)}
	p.count.Whole = true
	p.line.SetMinSize(fyne.NewSize(1, 1))
	p.slider = control.NewSlider(w, w.bench.GoToPast)
	p.slider.Name = "past.slider"
	button := func(id, icon, text string) *control.Button {
		c := w.bench.Command(id)
		b := control.NewButton(w, control.Quiet, icon, text, func() { w.bench.Do(id) })
		b.Name, b.Compact = id, true
		b.About = func() string { return w.about(c) }
		p.buttons, p.ids = append(p.buttons, b), append(p.ids, id)
		return b
	}
	p.whose = button("past.whose", "speaker", "")
	head := control.NewLine(8, 1, p.whose, p.count, button("past.return", "undo", "Go back to this"))
	row := control.NewLine(4, 1, button("past.earlier", "left", ""), p.slider, button("past.later", "right", ""))
	p.object = container.NewStack(p.ground, container.NewBorder(nil, p.line, nil, nil, control.NewPadded(control.NewColumn(2, head, p.words, row), 12, 4)))
	p.object.Hide()
	return p
}

// refresh draws where in the history the person is.
func (p *pastBar) refresh(x *workbench.Beside) {
	on := x != nil && x.Past() != nil
	show(p.object, on)
	if !on {
		return
	}
	at, of := x.Past().At()
	p.slider.Set(at, of)
	p.whose.SetText(control.OneLine(string(x.Past().Annotator()), 24))
	runs := []control.Run{{Text: "Before anything was done", Bold: true}}
	if c := p.w.bench.LastOfPast(); c != nil {
		title := c.Title
		if c.Act != "do" {
			title = workbench.Sentence(string(c.Act)) + ": " + title
		}
		runs = []control.Run{{Text: control.OneLine(title, 60), Bold: true}, {Text: "   " + p.w.bench.When(c.Time) + " · " + control.OneLine(c.Author, 40), Ink: look.Faint}}
	}
	p.words.Set(runs...)
	p.count.Set(control.Run{Text: fmt.Sprintf("%d of %d", at, of), Ink: look.Accent})
	for i, b := range p.buttons {
		off := !p.w.bench.Can(p.ids[i])
		switch p.ids[i] {
		case "past.earlier":
			off = off || at == 0
		case "past.later":
			off = off || at == of
		}
		b.SetOff(off)
	}
}

func (p *pastBar) recolour() {
	p.ground.FillColor, p.line.FillColor = look.Of(look.Side), look.Of(look.Line)
	p.object.Refresh()
}

func (p *pastBar) places(add func(name string, o fyne.CanvasObject)) {
	if !p.object.Visible() {
		return
	}
	add(p.slider.Name, p.slider)
	for _, b := range p.buttons {
		add(b.Name, b)
	}
}

// showHistory lists who changed what when of what the person is at.
func (w *window) showHistory() {
	words, rows := w.bench.HistoryHere()
	s := w.newSheet("history", "History of “"+control.OneLine(words, 50)+"”", 640)
	if len(rows) == 0 {
		s.say("Nothing is known of it.", look.Faint)
	}
	roll := control.NewRoll(46, func() int { return len(rows) }, func() fyne.CanvasObject { return control.NewRow(w) }, func(i int, o fyne.CanvasObject) {
		r := rows[i]
		row := o.(*control.Row)
		row.Name = fmt.Sprintf("history.%d", i)
		row.Set(control.Item{
			Icon: "edit", Title: []control.Run{{Text: control.OneLine(r.Title, 80), Bold: true}},
			Second: []control.Run{{Text: control.OneLine(r.What, 200), Ink: look.Faint}},
			Trail:  []control.Run{{Text: r.When + " · " + author(r), Ink: look.Faint}},
		})
		row.Tapping = func() { s.close(); w.bench.ShowInPast(r) }
	})
	if len(rows) > 0 {
		s.say("Each step leads to the article as it was then.", look.Faint)
		s.add(control.NewFixed(roll, min(float32(len(rows))*46, 368)))
		s.rolls = append(s.rolls, roll)
	}
	s.mainButton("close", "Close", s.close)
	s.open(nil)
}

// author says who made a change, and in whose version where that is another's.
func author(r workbench.HistoryRow) string {
	who := control.OneLine(r.Author, 30)
	if r.Author != string(r.Of) {
		who += " in " + control.OneLine(string(r.Of), 30)
	}
	return who
}
