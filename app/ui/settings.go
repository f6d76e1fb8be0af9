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
		if set := b.Settings(); who.Text != set.Annotator {
			set.Annotator = who.Text
			b.SetSettings(set)
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
		b.Settings().Theme, func(v string) {
			set := b.Settings()
			set.Theme = v
			b.SetSettings(set)
		})
	s.call("theme", theme)
	s.row("Theme", control.NewLine(0, -1, theme))

	s.add(settingCheck(w, s, "contrast", "High contrast", b.Settings().Contrast, func(on bool) {
		set := b.Settings()
		set.Contrast = on
		b.SetSettings(set)
	}))

	face := control.NewChoice(w, []control.Option{{Value: "serif", Label: "With serifs: Source Serif"}, {Value: "sans", Label: "Without: Source Sans"}},
		b.Settings().Face, func(v string) {
			set := b.Settings()
			set.Face = v
			b.SetSettings(set)
		})
	s.call("face", face)
	s.row("Text face", control.NewLine(0, -1, face))
	s.row("Text size", stepper(w, s, "zoom", func() string { return fmt.Sprintf("%.0f %%", b.Settings().Zoom*100) }, func(d int) {
		set := b.Settings()
		set.Zoom += float32(d) * 0.1
		b.SetSettings(set)
	}))
	s.row("Line height", stepper(w, s, "leading", func() string { return fmt.Sprintf("%.2f of the size", b.Settings().Leading) }, func(d int) {
		set := b.Settings()
		set.Leading += 0.05 * float32(d)
		b.SetSettings(set)
	}))
	s.row("Line length", stepper(w, s, "measure", func() string { return fmt.Sprintf("%d characters", b.Settings().Measure) }, func(d int) {
		set := b.Settings()
		set.Measure += 2 * d
		b.SetSettings(set)
	}))
	set := b.Settings()
	s.add(settingCheck(w, s, "ask", "After a quote, ask for its speaker and then its cue", set.AskAfterQuote, func(on bool) {
		set := b.Settings()
		set.AskAfterQuote = on
		b.SetSettings(set)
	}))
	s.add(settingCheck(w, s, "letters", "Show a letter beside each colour", set.Letters, func(on bool) {
		set := b.Settings()
		set.Letters = on
		b.SetSettings(set)
	}))
	s.add(settingCheck(w, s, "labels", "Show the type below each event", set.Labels, func(on bool) {
		set := b.Settings()
		set.Labels = on
		b.SetSettings(set)
	}))
	s.add(settingCheck(w, s, "names", "Show below each mention whom it means", set.Names, func(on bool) {
		set := b.Settings()
		set.Names = on
		b.SetSettings(set)
	}))
	s.add(settingCheck(w, s, "motion", "Flash what was jumped to, and scroll smoothly", set.Motion, func(on bool) {
		set := b.Settings()
		set.Motion = on
		b.SetSettings(set)
	}))
	s.add(settingCheck(w, s, "twoclicks", "For a finger or a pen: two clicks select, a long press opens the menu", set.TwoClicks, func(on bool) {
		set := b.Settings()
		set.TwoClicks = on
		b.SetSettings(set)
	}))
	return who
}

func settingCheck(w *window, s *sheet, name, text string, on bool, fn func(bool)) fyne.CanvasObject {
	c := control.NewCheck(w, text, on, fn)
	s.call(name, c)
	return control.NewLine(0, -1, c)
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
