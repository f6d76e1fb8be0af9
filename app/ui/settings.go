//go:build !headless

package ui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"quoth/app/ui/control"
	"quoth/app/ui/look"
	"quoth/app/workbench"
)

// showSettings opens the settings: "general", or "keys" for the keys of all commands.
func (w *window) showSettings(page string) {
	s := w.newSheet("settings", "Settings", 620)
	general := control.NewButton(w, control.Quiet, "", "General", func() { w.showSettings("general") })
	keys := control.NewButton(w, control.Quiet, "", "Keys", func() { w.showSettings("keys") })
	general.Lit, keys.Lit = page == "general", page == "keys"
	s.call("general", general)
	s.call("keys", keys)
	s.add(control.NewLine(4, -1, general, keys))
	var focus *control.Field
	if page == "keys" {
		w.keySettings(s)
	} else {
		focus = w.generalSettings(s)
	}
	s.mainButton("close", "Close", s.close)
	s.layer.Key = func(ev *fyne.KeyEvent) bool { return focus == nil && scrollKeys(s.scroll)(ev) }
	s.open(focus)
}

// generalSettings adds the rows of the first page. Every change holds at once.
func (w *window) generalSettings(s *sheet) *control.Field {
	b := w.bench
	who := control.NewField(w, "your name or initials")
	who.Fill(b.Settings().Annotator)
	save := func() { // also where the sheet is left by Escape
		if who.Text != b.Settings().Annotator {
			w.set(func(set *workbench.Settings) { set.Annotator = who.Text })
			who.Fill(b.Settings().Annotator)
		}
	}
	who.Entering = func() { save(); s.close() }
	who.Blurred = save
	s.layer.Leave = func() { save(); s.close() }
	s.call("annotator", who)
	s.row("Annotator", who)
	about := "Whose marks these are, where a project does not say it itself. Another name begins a set of its own and leaves this one as it is."
	if w := b.Who(); w.By == workbench.SaidAtStart || w.By == workbench.SaidByProject {
		about = "Now you work as " + control.OneLine(string(w.Name), 60) + ": " + w.Why() + ". This name is for projects that say nothing."
	}
	s.say(about, look.Faint)

	theme := control.NewChoice(w, []control.Option{{Value: "system", Label: "As the system"}, {Value: "light", Label: "Light"}, {Value: "dark", Label: "Dark"}},
		b.Settings().Theme, func(v string) { w.set(func(set *workbench.Settings) { set.Theme = v }) })
	s.call("theme", theme)
	s.row("Theme", control.NewLine(0, -1, theme))

	s.add(settingCheck(w, s, "contrast", "High contrast", func(set *workbench.Settings) *bool { return &set.Contrast }))

	face := control.NewChoice(w, []control.Option{{Value: "serif", Label: "With serifs: Source Serif"}, {Value: "sans", Label: "Without: Source Sans"}},
		b.Settings().Face, func(v string) { w.set(func(set *workbench.Settings) { set.Face = v }) })
	s.call("face", face)
	s.row("Text face", control.NewLine(0, -1, face))
	s.row("Text size", settingStepper(w, s, "zoom",
		func(set workbench.Settings) string { return fmt.Sprintf("%.0f %%", set.Zoom*100) },
		func(set *workbench.Settings, d int) { set.Zoom += float32(d) * 0.1 }))
	s.row("Line height", settingStepper(w, s, "leading",
		func(set workbench.Settings) string { return fmt.Sprintf("%.2f of the size", set.Leading) },
		func(set *workbench.Settings, d int) { set.Leading += 0.05 * float32(d) }))
	s.row("Line length", settingStepper(w, s, "measure",
		func(set workbench.Settings) string { return fmt.Sprintf("%d characters", set.Measure) },
		func(set *workbench.Settings, d int) { set.Measure += 2 * d }))
	s.add(settingCheck(w, s, "ask", "After a quote, ask for its speaker and then its cue", func(set *workbench.Settings) *bool { return &set.AskAfterQuote }))
	s.add(settingCheck(w, s, "letters", "Show a letter beside each colour", func(set *workbench.Settings) *bool { return &set.Letters }))
	s.add(settingCheck(w, s, "labels", "Show the type below each event", func(set *workbench.Settings) *bool { return &set.Labels }))
	s.add(settingCheck(w, s, "names", "Show below each mention whom it means", func(set *workbench.Settings) *bool { return &set.Names }))
	s.add(settingCheck(w, s, "motion", "Flash what was jumped to, and scroll smoothly", func(set *workbench.Settings) *bool { return &set.Motion }))
	s.add(settingCheck(w, s, "twoclicks", "For a finger or a pen: two clicks select, a long press opens the menu", func(set *workbench.Settings) *bool { return &set.TwoClicks }))
	return who
}

// set changes the settings.
func (w *window) set(change func(*workbench.Settings)) {
	set := w.bench.Settings()
	change(&set)
	w.bench.SetSettings(set)
}

// settingCheck ticks what is on or off.
func settingCheck(w *window, s *sheet, name, text string, field func(*workbench.Settings) *bool) fyne.CanvasObject {
	now := w.bench.Settings()
	c := control.NewCheck(w, text, *field(&now), func(on bool) { w.set(func(set *workbench.Settings) { *field(set) = on }) })
	s.call(name, c)
	return control.NewLine(0, -1, c)
}

// settingStepper steps what has a size.
func settingStepper(w *window, s *sheet, name string, value func(workbench.Settings) string, step func(set *workbench.Settings, d int)) fyne.CanvasObject {
	return stepper(w, s, name, func() string { return value(w.bench.Settings()) }, func(d int) {
		w.set(func(set *workbench.Settings) { step(set, d) })
	})
}

// stepper is a value between a button for less and one for more.
func stepper(w *window, s *sheet, name string, value func() string, step func(d int)) fyne.CanvasObject {
	words := control.NewPhrase(0, control.Run{Text: value()})
	words.Least = 100
	by := func(d int) func() {
		return func() {
			step(d)
			words.SetText(value(), look.Ink)
		}
	}
	less := control.NewButton(w, control.Plain, "", "−", by(-1))
	more := control.NewButton(w, control.Plain, "", "+", by(1))
	s.call(name+".less", less)
	s.call(name+".more", more)
	return control.NewLine(8, -1, less, more, words)
}
