//go:build !headless

package ui

import (
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showTypes asks under an annotation of which type it is.
func (w *window) showTypes() {
	t, a := w.bench.Types(), w.bench.Current()
	if t == nil || a == nil {
		return
	}
	for i, r := range t.Rows {
		if r.Attr == "" && r.Type.Key == a.Type || r.Attr != "" && a.Attrs[r.Attr] == r.Value {
			t.Move(i - t.Chosen)
			break
		}
	}
	w.newFinder(found{
		name: "types", hint: "Which type?",
		foot: "take", none: "No type has these letters in this order.",
		query: t.SetQuery, move: t.Move, take: t.Accept, leave: t.Cancel,
		len: func() int { return len(t.Rows) }, chosen: func() int { return t.Chosen },
		item: func(i int) control.Item {
			r := t.Rows[i]
			return control.Item{
				Letter: r.Type.Letter, Hue: w.inks.of(r.Type), Chosen: i == t.Chosen,
				Title: control.Matched(r.Name, r.Matched, look.Ink), Trail: []control.Run{{Text: r.Key, Ink: look.Faint}},
			}
		},
	}, t.Query, w.besideWords(a.Hull().Start, a.Hull().End, 320))
}
