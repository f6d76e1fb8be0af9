//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// mentionsSheet previews all other occurrences of a mention's words, each with the words around it,
// to be marked in one change.
type mentionsSheet struct {
	w      *window
	of     *workbench.Mentions
	list   *control.Roll
	accept *control.Button
	at     int // the row that Space turns over
}

func (w *window) showMentions() {
	m := w.bench.Mentions()
	if m == nil {
		return
	}
	s := &mentionsSheet{w: w, of: m, at: m.Next}
	s.list = control.NewRoll(finderRow, m.Len, func() fyne.CanvasObject { return control.NewRow(w) },
		func(i int, o fyne.CanvasObject) {
			row := o.(*control.Row)
			row.Name = fmt.Sprintf("mentions.%d", i)
			row.Tapping = func() { s.at = i; m.Toggle(i); s.refresh() }
			row.Set(mentionItem(m.Row(i), i == s.at))
		})
	s.accept = control.NewButton(w, control.Main, "", "", m.Accept)
	s.accept.Name = "mentions.accept"
	all := control.NewButton(w, control.Quiet, "boxed", "All", func() { m.All(true); s.refresh() })
	none := control.NewButton(w, control.Quiet, "box", "None", func() { m.All(false); s.refresh() })
	all.Name, none.Name = "mentions.all", "mentions.none"
	cancel := control.NewButton(w, control.Plain, "", "Cancel", m.Cancel)
	title := control.NewPhrase(15, control.Run{Text: fmt.Sprintf("All mentions of “%s”", control.OneLine(m.Surface, 60)), Bold: true})
	spring := control.NewPhrase(look.SmallSize, control.Run{Text: "Up, Down move    Space on or off", Ink: look.Faint})
	body := container.NewBorder(
		control.NewPadded(title, 20, 14),
		control.NewPadded(control.NewLine(8, 2, all, none, spring, cancel, s.accept), 16, 12), nil, nil, s.list)
	l := control.NewLayer(body, true, centred(680, min(560, 130+finderRow*float32(max(3, m.Len())))))
	l.Name = "mentions"
	l.Leave, l.Enter = m.Cancel, m.Accept
	l.Key = s.key
	l.Rune = func(r rune) bool {
		if r == ' ' {
			m.Toggle(s.at)
			s.refresh()
		}
		return r == ' '
	}
	w.sheetPlaces["mentions"] = s.places
	w.open(l)
	s.list.ScrollTo(s.at)
	s.refresh()
}

func (s *mentionsSheet) key(ev *fyne.KeyEvent) bool {
	d := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1, fyne.KeyPageUp: -10, fyne.KeyPageDown: 10}[ev.Name]
	if d == 0 {
		return false
	}
	s.at = min(max(0, s.at+d), s.of.Len()-1)
	s.refresh()
	s.list.ScrollTo(s.at)
	return true
}

func (s *mentionsSheet) refresh() {
	n := s.of.On()
	s.accept.SetText(fmt.Sprintf("Mark %d", n))
	s.accept.SetOff(n == 0)
	s.accept.Key = "⏎"
	s.list.Refresh()
	s.w.settle()
}

func (s *mentionsSheet) places(add func(name string, o fyne.CanvasObject)) {
	add("mentions.accept", s.accept)
	first, end := s.list.OnScreen()
	for i := first; i < end; i++ {
		if r, ok := s.list.Row(i).(*control.Row); ok {
			add(r.Name, r)
		}
	}
}

// mentionItem shows an occurrence in its line.
func mentionItem(r workbench.MentionRow, at bool) control.Item {
	it := control.Item{Icon: "box", Chosen: at}
	ink := look.Ink
	switch {
	case r.Marked:
		it.Icon, ink = "done", look.Faint
		it.Trail = []control.Run{{Text: "already marked", Ink: look.Faint}}
	case r.On:
		it.Icon, it.IconInk = "boxed", look.Accent
	}
	it.Title = []control.Run{
		{Text: oneLineKeepingEnds(r.Before), Ink: look.Faint}, {Text: control.OneLine(r.Words, 80), Ink: ink, Bold: true}, {Text: oneLineKeepingEnds(r.After), Ink: look.Faint},
	}
	return it
}

// oneLineKeepingEnds is control.OneLine for words beside others: a space at an end stays.
func oneLineKeepingEnds(s string) string {
	out := control.OneLine(s, 120)
	if s != "" && (s[0] == ' ' || s[0] == '\t') {
		out = " " + out
	}
	if n := len(s); n > 0 && (s[n-1] == ' ' || s[n-1] == '\t') {
		out += " "
	}
	return out
}
