//go:build !headless

package ui

import (
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showGoing asks where in the article to go. The popup stands low, so that what it previews can be seen
// in the upper part.
func (w *window) showGoing() {
	g := w.bench.Going()
	if g == nil {
		return
	}
	w.newFinder(found{
		name: "going", hint: "12 · p3 · s34 · a5 · or letters of an annotation",
		foot: "go", none: "A number is a line, p3 a paragraph, s34 a sentence, a5 an annotation; letters find one.",
		query: g.SetQuery, move: g.Move, take: g.Accept, leave: g.Cancel,
		len: func() int { return len(g.Rows) }, chosen: func() int { return g.Chosen },
		item: func(i int) control.Item {
			r := g.Rows[i]
			it := control.Item{Icon: "right", Chosen: i == g.Chosen, Title: control.Matched(r.Name, r.Matched, look.Ink),
				Trail: []control.Run{{Text: r.Detail, Ink: look.Faint}}}
			if r.Type != nil {
				it.Icon, it.Letter, it.Hue = "", r.Type.Letter, w.inks.of(r.Type)
			}
			return it
		},
	}, g.Query, func(height func(float32) float32) placing { return low(520, height) })
}
