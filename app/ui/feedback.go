//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"quoth/annotate"
	"quoth/app/ui/control"
	"quoth/app/ui/look"
)

// showFeedback lists what came back to the person about what they marked. A row leads to the place.
func (w *window) showFeedback() {
	f := w.bench.Feedback()
	s := w.newSheet("feedback", "What came back to you", 640)
	if f.Len() == 0 {
		s.say("Nothing has come back. What a reviewer decided about what you marked, and what they said of it, comes with their file: "+
			"drop it on the window, or merge it with “quoth merge”.", look.Ink)
		s.mainButton("close", "Close", s.close)
		s.open(nil)
		return
	}
	words := "All of it is resolved."
	if n := f.Open(); n > 0 {
		words = fmt.Sprintf("%s open. %s goes to the next from anywhere, %s says that you have seen it.", are(n), keyOf(w.bench, "feedback.next"), keyOf(w.bench, "feedback.resolve"))
	}
	s.say(words, look.Faint)
	goTo := func(i int) {
		s.close()
		f.GoTo(i)
	}
	list := control.NewList(w, 46, f.Len, func() fyne.CanvasObject { return control.NewRow(w) }, func(i int, o fyne.CanvasObject) {
		r := f.At(i)
		row := o.(*control.Row)
		row.Name = fmt.Sprintf("feedback.%d", i)
		row.Tapping = func() { goTo(i) }
		it := control.Item{
			Icon: "cue", IconInk: look.Accent, Title: []control.Run{{Text: control.OneLine(w.bench.FeedbackWords(r), 200)}},
			Second: []control.Run{{Text: control.OneLine(r.Title, 200), Ink: look.Faint}},
		}
		if r.Decision != nil {
			it.Icon = map[annotate.Verdict]string{annotate.VerdictRejected: "close", annotate.VerdictCorrected: "edit", annotate.VerdictAccepted: "done"}[r.Decision.Verdict]
		}
		if r.Missed {
			it.Icon = "add"
		}
		if r.Mine == annotate.StandingResolved {
			it.Trail = []control.Run{{Text: "✓ resolved", Ink: look.Good}}
			it.IconInk = look.Faint
		}
		row.Set(it)
	})
	list.Name, list.Taking = "feedback.list", goTo
	list.Begin = func() int { return max(0, f.Index()) }
	s.call("list", list)
	s.add(control.NewFixed(list, min(8, float32(f.Len()))*46))
	s.mainButton("close", "Close", s.close)
	s.layer.Enter = nil // the list's
	s.layer.Focus = list
	s.open(nil)
}

func are(n int) string {
	if n == 1 {
		return "1 is"
	}
	return fmt.Sprintf("%d are", n)
}
