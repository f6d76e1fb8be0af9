//go:build !headless

package ui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// statusBar is the line at the bottom. Always first stands whether all is saved; then what the article
// holds and what it cost, or what the pointer is over, or what runs in the background; on the right
// what the keys do now.
type statusBar struct {
	w      *window
	object *statusStrip
	board  *control.Board // on which it stands
	hint   string         // what the pointer is over
}

func newStatusBar(w *window) *statusBar {
	s := &statusStrip{
		line: control.NewPlate(look.Line),
		sign: control.NewSign("", look.Good), saved: control.NewPhrase(look.SmallSize), left: control.NewPhrase(look.SmallSize), keys: control.NewPhrase(look.SmallSize),
		bar: control.NewPlate(look.Accent),
	}
	s.keys.Right = true
	s.cancel = control.NewButton(w, control.Plain, "", "Cancel", func() {
		if t := w.bench.Task(); t != nil {
			t.Cancel()
		}
	})
	s.cancel.Name, s.cancel.Compact = "task.cancel", true
	s.ExtendBaseWidget(s)
	return &statusBar{w: w, object: s, board: control.NewBoard(look.Side, s)}
}

func (s *statusBar) refresh() {
	st := s.w.bench.Status()
	o := s.object
	o.saved.Set(control.Run{Text: st.Saved, Ink: look.Faint})
	o.state = ""
	switch {
	case st.Unsaved:
		o.state = "warn"
		o.saved.Set(control.Run{Text: st.Saved, Ink: look.Problem, Bold: true})
	case st.Saved != "":
		o.state = "done"
	}
	o.task = s.w.bench.Task() != nil
	if t := s.w.bench.Task(); t != nil {
		o.share = -1
		if t.Total > 0 {
			o.share = float32(t.Done) / float32(t.Total)
		}
		o.left.SetText(taskWords(t), look.Ink)
	} else if s.hint != "" {
		o.left.SetText(s.hint, look.Ink)
	} else {
		o.left.SetText(joined("  ·  ", st.Summary, st.Actions), look.Faint)
	}
	o.counts = s.w.bench.Task() == nil && s.hint == ""
	var keys []control.Run
	if st.Asking != "" {
		keys = append(keys, control.Run{Text: st.Asking + "   ", Ink: look.Accent, Bold: true})
	}
	for i, k := range st.Keys {
		if i > 0 {
			keys = append(keys, control.Run{Text: "    "})
		}
		keys = append(keys, control.Run{Text: label(k.Key), Ink: look.Ink, Bold: true}, control.Run{Text: " " + k.Word, Ink: look.Faint})
	}
	o.keys.Set(keys...)
	o.Refresh()
}

// taskWords says what runs in the background, and how far it is.
func taskWords(t *workbench.Task) string {
	text := t.Title
	if t.Total > 0 {
		text += fmt.Sprintf(" · %d %%", 100*t.Done/t.Total)
	}
	if t.Detail != "" {
		text += " · " + t.Detail
	}
	if left := t.Left(); left > 0 {
		text += " · " + timeLeft(left)
	}
	return text
}

// joined puts a separator between those parts that say something.
func joined(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}

// Hint implements control.Host: the status line says what the pointer is over.
func (w *window) Hint(text string) {
	if w.status.hint != text {
		w.status.hint = text
		w.status.refresh()
	}
}

// timeLeft says roughly how long something still takes.
func timeLeft(d time.Duration) string {
	switch {
	case d < 90*time.Second:
		return fmt.Sprintf("%d s left", int(d.Seconds()+0.5))
	case d < 90*time.Minute:
		return fmt.Sprintf("%d min left", int(d.Minutes()+0.5))
	}
	return fmt.Sprintf("%.1f h left", d.Hours())
}

type statusStrip struct {
	widget.BaseWidget
	line, bar  *control.Plate
	sign       *control.Sign   // of state, in front
	saved      *control.Phrase // after it, whatever else is said
	left, keys *control.Phrase
	cancel     *control.Button
	task       bool
	share      float32 // of the task, 0 to 1; -1 unknown
	state      string  // icon: "done" where all is saved
	counts     bool    // left are counts, which may give way
}

// Objects returns what stands on the line.
func (s *statusStrip) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{s.line, s.bar, s.sign, s.saved, s.left, s.keys, s.cancel}
}

// CreateRenderer implements fyne.Widget.
func (s *statusStrip) CreateRenderer() fyne.WidgetRenderer { return &statusRenderer{s} }

type statusRenderer struct{ s *statusStrip }

const statusHeight float32 = 26

func (r *statusRenderer) Layout(size fyne.Size) {
	s := r.s
	s.line.Resize(fyne.NewSize(size.Width, 1))
	x := float32(12)
	if s.state != "" {
		s.sign.Move(fyne.NewPos(x, (size.Height-14)/2))
		s.sign.Resize(fyne.NewSquareSize(14))
		x += 18
	}
	h := s.left.MinSize().Height
	if s.state != "" {
		w := min(s.saved.Natural()+1, size.Width*0.4)
		s.saved.Move(fyne.NewPos(x, (size.Height-h)/2))
		s.saved.Resize(fyne.NewSize(w, h))
		x += w + 16
	}
	want := s.keys.Natural() + 1
	leftWant := s.left.Natural() + 1
	room := size.Width - x - 12
	if s.task {
		s.bar.Move(fyne.NewPos(0, 0))
		share := s.share
		if share < 0 {
			share = 0.15
		}
		s.bar.Resize(fyne.NewSize(size.Width*share, 2))
		m := s.cancel.MinSize()
		s.cancel.Move(fyne.NewPos(x, (size.Height-m.Height)/2)) // before the words, whose length changes
		s.cancel.Resize(m)
		w := min(leftWant, room-m.Width-12)
		s.left.Move(fyne.NewPos(x+m.Width+12, (size.Height-h)/2))
		s.left.Resize(fyne.NewSize(w, h))
		rest := max(0, room-w-m.Width-36)
		s.keys.Move(fyne.NewPos(size.Width-12-rest, (size.Height-h)/2))
		s.keys.Resize(fyne.NewSize(rest, h))
		return
	}
	keys := min(want, room*0.66)
	switch {
	case leftWant+24+want <= room:
		keys = want
	case s.counts: // are on the panel, too; what the keys do now is nowhere else
		keys = min(want, room)
	case leftWant < room*0.34:
		keys = min(want, room-leftWant-24)
	}
	s.keys.Move(fyne.NewPos(size.Width-12-keys, (size.Height-h)/2))
	s.keys.Resize(fyne.NewSize(keys, h))
	s.left.Move(fyne.NewPos(x, (size.Height-h)/2))
	left := max(0, min(leftWant, room-keys-24))
	if s.counts && left < min(leftWant, fewCounts) {
		left = 0
	}
	s.left.Resize(fyne.NewSize(left, h))
}

// fewCounts is in how many px counts say anything.
const fewCounts = 120

func (r *statusRenderer) MinSize() fyne.Size { return fyne.NewSize(200, statusHeight) }

func (r *statusRenderer) Refresh() {
	s := r.s
	ink := look.Good
	if s.state == "warn" {
		ink = look.Problem
	}
	s.sign.Set(s.state, ink)
	show(s.sign, s.state != "")
	show(s.saved, s.state != "")
	show(s.cancel, s.task)
	show(s.bar, s.task)
	r.Layout(s.Size())
	canvas.Refresh(s)
}

func (r *statusRenderer) Objects() []fyne.CanvasObject { return r.s.Objects() }
func (r *statusRenderer) Destroy()                     {}
