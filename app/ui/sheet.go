//go:build !headless

package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// sheet is a dialog: a title, contents that scroll where they are too high, and buttons. Escape leaves
// it, Enter presses the main button.
type sheet struct {
	w       *window
	name    string
	title   string
	layer   *control.Layer
	body    *control.Column
	scroll  *control.Scroll
	main    *control.Button
	buttons []fyne.CanvasObject
	named   []namedObject
	rolls   []*control.Roll // whose rows the probe tells of
	width   float32
	content fyne.CanvasObject // instead of the scrolling column; nil for that
}

const sheetEnds float32 = 126 // px of title, buttons and the space around them

// newSheet begins a dialog; what it shows is added to its column. It appears with open.
func (w *window) newSheet(name, title string, width float32) *sheet {
	s := &sheet{w: w, name: name, title: title, width: width, body: control.NewColumn(10)}
	s.scroll = control.NewScroll(s.body)
	s.layer = control.NewLayer(nil, true, func(room fyne.Size) (fyne.Position, fyne.Size) {
		wd := min(s.width, room.Width-32)
		return centred(wd, s.scroll.HeightFor(wd-40)+sheetEnds)(room)
	})
	s.layer.Name, s.layer.Apart = name, true
	s.layer.Leave = s.close
	return s
}

func (s *sheet) add(objects ...fyne.CanvasObject) {
	s.body.Set(append(s.body.Objects(), objects...)...)
}

// say adds a paragraph.
func (s *sheet) say(text string, ink fyne.ThemeColorName) *control.Paragraph {
	p := control.NewParagraph(text, ink)
	s.add(p)
	return p
}

// row adds a label and a value.
func (s *sheet) row(label string, value fyne.CanvasObject) {
	l := control.NewPhrase(look.TextSize, control.Run{Text: label, Ink: look.Faint})
	l.Least = 130
	s.add(control.NewLine(12, 1, l, value))
}

func (s *sheet) call(name string, o fyne.CanvasObject) {
	s.named = append(s.named, namedObject{s.name + "." + name, o})
}

// button adds a button at the lower right.
func (s *sheet) button(name, text string, fn func()) *control.Button {
	b := control.NewButton(s.w, control.Plain, "", text, fn)
	b.Name = s.name + "." + name
	s.call(name, b)
	s.buttons = append(s.buttons, b)
	return b
}

// mainButton adds the button that Enter presses.
func (s *sheet) mainButton(name, text string, fn func()) *control.Button {
	b := s.button(name, text, fn)
	b.Weight = control.Main
	s.main = b
	s.layer.Enter = func() {
		if !b.Off {
			fn()
		}
	}
	return b
}

// open shows the dialog, with the keyboard in a field where one is given.
func (s *sheet) open(focus *control.Field) {
	heading := control.NewPhrase(16, control.Run{Text: s.title, Bold: true})
	spring := control.NewPhrase(look.SmallSize)
	buttons := control.NewLine(8, 0, append([]fyne.CanvasObject{spring}, s.buttons...)...)
	content := s.content
	if content == nil {
		content = control.NewPadded(s.scroll, 20, 0)
	}
	s.layer.In = container.NewBorder(control.NewPadded(heading, 20, 14), control.NewPadded(buttons, 20, 14), nil, nil, content)
	if focus != nil {
		s.layer.Focus = focus
	}
	s.w.sheetPlaces[s.name] = s.places
	s.w.open(s.layer)
}

func (s *sheet) close() { s.w.close(s.layer) }

// redraw draws the dialog at the height that its contents have now.
func (s *sheet) redraw() {
	if s.layer.In != nil { // else it is yet to be opened
		s.layer.Refresh()
		s.w.settle()
	}
}

func (s *sheet) places(add func(name string, o fyne.CanvasObject)) {
	for _, n := range s.named {
		add(n.name, n.object)
	}
	for _, roll := range s.rolls {
		first, end := roll.OnScreen()
		for i := first; i < end; i++ {
			if r, ok := roll.Row(i).(*control.Row); ok {
				add(r.Name, r)
			}
		}
	}
}
