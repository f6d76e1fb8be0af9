//go:build !headless

package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showNaming asks under a mention whom or what it refers to.
func (w *window) showNaming() {
	n := w.bench.Naming()
	if n == nil {
		return
	}
	foot, width := "take    F2 why", float32(400)
	if n.Explain {
		foot, width = "take    F2 no reasons", 760
	}
	f := w.newFinder(found{
		name: "naming", hint: "Who or what is this?",
		foot: foot, none: "Type a name.",
		query: n.SetQuery, move: n.Move, take: n.Accept, leave: n.Cancel,
		len: func() int { return len(n.Rows) }, chosen: func() int { return n.Chosen },
		item: func(i int) control.Item {
			r := n.Rows[i]
			it := control.Item{Chosen: i == n.Chosen}
			if t := w.bench.Schema().Type(r.Type); t != nil {
				it.Letter, it.Hue = t.Letter, w.inks.of(t)
			}
			it.Title = control.Matched(r.Name, r.Matched, look.Ink)
			detail := r.Detail
			switch {
			case r.Entity == nil:
				it.Icon, it.Letter = "add", ""
			case n.Explain:
				detail = strings.Join(r.Because, " · ")
				if r.Name != r.Entity.Name {
					detail = r.Entity.Name + ": " + detail
				}
			case detail == "":
				detail = r.Why
			}
			it.Trail = []control.Run{{Text: detail, Ink: look.Faint}}
			return it
		},
	}, n.Query, w.besideWords(n.Mention.Hull().Start, n.Mention.Hull().End, width))
	if n.Explain {
		f.says = n.First
		f.refresh()
	}
	f.layer.Key = func(ev *fyne.KeyEvent) bool {
		if ev.Name != fyne.KeyF2 {
			return false
		}
		n.Explaining()
		w.showNaming()
		return true
	}
	f.layer.Beside = func(at fyne.Position) bool {
		off, ok := w.article.At(at)
		if !ok {
			return false
		}
		w.bench.Acted(1)
		if n.Point(off) && w.bench.Naming() == n {
			f.fill(n.Query)
		}
		return true
	}
	f.layer.Rolled = func(ev *fyne.ScrollEvent) {
		if w.inArticle(ev.AbsolutePosition) {
			w.article.Scrolled(ev)
		}
	}
}

// inArticle reports whether a place on the canvas is in the article.
func (w *window) inArticle(at fyne.Position) bool {
	in := at.Subtract(fyne.CurrentApp().Driver().AbsolutePositionForObject(w.article))
	size := w.article.Size()
	return in.X >= 0 && in.Y >= 0 && in.X < size.Width && in.Y < size.Height
}

// besideWords places a popup under words of the article, or in the upper middle where they are not on
// screen.
func (w *window) besideWords(start, end int, width float32) func(func(float32) float32) placing {
	return func(height func(float32) float32) placing {
		first, size, ok := w.article.Where(start)
		if !ok {
			return hung(width, height)
		}
		bottom := first.Y + size.Height
		if last, _, seen := w.article.Where(end); seen {
			bottom = max(bottom, last.Y+size.Height)
		}
		return beside(first, fyne.NewSize(size.Width, bottom-first.Y), width, height)
	}
}
