//go:build !headless

package ui

import (
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showPalette opens the list of all commands, to be found by a few letters.
func (w *window) showPalette() {
	p := w.bench.Palette()
	if p == nil {
		return
	}
	w.newFinder(found{
		name: "palette", hint: "What do you want to do?",
		foot: "do it", none: "No command has these letters in this order.",
		query: p.SetQuery, move: p.Move, take: p.Accept, leave: p.Cancel,
		len: func() int { return len(p.Rows) }, chosen: func() int { return p.Chosen },
		item: func(i int) control.Item {
			r := p.Rows[i]
			ink := look.Ink
			trail := []control.Run{{Text: label(r.Key), Ink: look.Faint}}
			if r.Why != "" {
				ink = look.Faint
				trail = []control.Run{{Text: r.Why, Ink: look.Faint}}
			}
			icon := r.Command.Icon
			if !look.HasIcon(icon) {
				icon = "command"
			}
			return control.Item{Icon: icon, Chosen: i == p.Chosen, Title: control.Matched(r.Command.Title, r.Matched, ink), Trail: trail}
		},
	}, p.Query, func(height func(float32) float32) placing { return hung(560, height) })
}
