package workbench

import (
	"strconv"

	"quoth/annotate"
	"quoth/app/identity"
)

// Settings are the person's choices on this machine.
type Settings struct {
	Annotator     string  // whose sets they work in where nothing else says it; the user's name as shipped
	Theme         string  // "system", "light", "dark"
	Zoom          float32 // 0.5 to 4
	Face          string  // in which articles are set: "serif", "sans"
	Leading       float32 // line height as a multiple of the size of the text, 1.2 to 2.2
	Measure       int     // widest line of the article, in characters
	Contrast      bool    // high contrast, in whichever theme
	Letters       bool    // a letter beside each colour
	Labels        bool    // the type below each event
	Names         bool    // below each mention whom it means
	AskAfterQuote bool    // after Q ask for the speaker, then for the cue
	Motion        bool    // flash what was jumped to, and scroll smoothly
	TwoClicks     bool    // a click begins a selection, the next one ends it
	BlindFirst    bool    // proposals are hidden until the person has made a first pass

	chosen bool // the annotator is a name that the person chose, which the login may be, too
}

// Settings returns the choices in force.
func (b *Bench) Settings() Settings { return b.settings }

// SetSettings takes other choices and keeps them. Another annotator opens the article anew.
func (b *Bench) SetSettings(s Settings) {
	b.act(func() {
		who, err := annotate.Worker(s.Annotator)
		if err != nil {
			b.fail(err)
		}
		if s.Annotator = string(who); who == "" {
			s.Annotator = b.settings.Annotator
		}
		s.Zoom = min(max(s.Zoom, 0.5), 4)
		s.Measure = min(max(s.Measure, 40), 120)
		s.Leading = min(max(s.Leading, 1.2), 2.2)
		if s.Face != "sans" {
			s.Face = "serif"
		}
		was := b.me()
		s.chosen = b.settings.chosen
		if s.Annotator != b.settings.Annotator {
			s.chosen = true
			b.flushMeter()
		}
		b.settings = s
		s.save(b.config.Prefs)
		b.nowIs(was)
	})
}

func loadSettings(p Preferences) Settings {
	s := Settings{Annotator: identity.Login(), Theme: "system", Zoom: 1, Face: "serif", Leading: 1.55, Measure: 68, Letters: true, Labels: true, AskAfterQuote: true, Motion: true}
	text := func(key string, dst *string) {
		if v := p.String("settings." + key); v != "" {
			*dst = v
		}
	}
	flag := func(key string, dst *bool) {
		if v, err := strconv.ParseBool(p.String("settings." + key)); err == nil {
			*dst = v
		}
	}
	if who, _ := annotate.Worker(p.String("settings.annotator")); who != "" {
		s.Annotator, s.chosen = string(who), true
	}
	text("theme", &s.Theme)
	if p.String("settings.face") == "sans" {
		s.Face = "sans"
	}
	if v, err := strconv.ParseFloat(p.String("settings.leading"), 32); err == nil && v >= 1.2 && v <= 2.2 {
		s.Leading = float32(v)
	}
	if z, err := strconv.ParseFloat(p.String("settings.zoom"), 32); err == nil && z >= 0.5 && z <= 4 {
		s.Zoom = float32(z)
	}
	if m, err := strconv.Atoi(p.String("settings.measure")); err == nil && m >= 40 && m <= 120 {
		s.Measure = m
	}
	flag("contrast", &s.Contrast)
	flag("letters", &s.Letters)
	flag("labels", &s.Labels)
	flag("names", &s.Names)
	flag("ask", &s.AskAfterQuote)
	flag("motion", &s.Motion)
	flag("twoclicks", &s.TwoClicks)
	flag("blindfirst", &s.BlindFirst)
	return s
}

func (s Settings) save(p Preferences) {
	if s.chosen {
		p.SetString("settings.annotator", s.Annotator)
	}
	p.SetString("settings.theme", s.Theme)
	p.SetString("settings.zoom", strconv.FormatFloat(float64(s.Zoom), 'f', 3, 32))
	p.SetString("settings.face", s.Face)
	p.SetString("settings.leading", strconv.FormatFloat(float64(s.Leading), 'f', 2, 32))
	p.SetString("settings.measure", strconv.Itoa(s.Measure))
	p.SetString("settings.contrast", strconv.FormatBool(s.Contrast))
	p.SetString("settings.letters", strconv.FormatBool(s.Letters))
	p.SetString("settings.labels", strconv.FormatBool(s.Labels))
	p.SetString("settings.names", strconv.FormatBool(s.Names))
	p.SetString("settings.ask", strconv.FormatBool(s.AskAfterQuote))
	p.SetString("settings.motion", strconv.FormatBool(s.Motion))
	p.SetString("settings.twoclicks", strconv.FormatBool(s.TwoClicks))
	p.SetString("settings.blindfirst", strconv.FormatBool(s.BlindFirst))
}

func (b *Bench) zoom(by float32) {
	s := b.settings
	if s.Zoom *= by; by == 0 {
		s.Zoom = 1
	}
	b.SetSettings(s)
	b.say("Text size %d %%", int(b.settings.Zoom*100+0.5))
}

// toggleTheme goes to the theme that is not shown now, whether the person or the system chose that one.
func (b *Bench) toggleTheme() {
	s := b.settings
	s.Theme = "dark"
	if b.screen.Dark() {
		s.Theme = "light"
	}
	b.SetSettings(s)
}

func (b *Bench) toggleFace() {
	s := b.settings
	if s.Face == "sans" {
		s.Face = "serif"
	} else {
		s.Face = "sans"
	}
	b.SetSettings(s)
}

// toggle turns a choice on or off.
func (b *Bench) toggle(choice func(*Settings) *bool) func() {
	return func() {
		s := b.settings
		on := choice(&s)
		*on = !*on
		b.SetSettings(s)
	}
}

// The layout of the window is kept for the window, which alone knows what it means.
const prefLayout = "layout."

// Layout returns what the window kept under a key, or "".
func (b *Bench) Layout(key string) string { return b.config.Prefs.String(prefLayout + key) }

// SaveLayout keeps something for the window.
func (b *Bench) SaveLayout(key, value string) { b.config.Prefs.SetString(prefLayout+key, value) }

// fold folds a pane away, or back.
func (b *Bench) fold(pane string) {
	folded := "yes"
	if b.Folded(pane) {
		folded = ""
	}
	b.SaveLayout("folded."+pane, folded)
	b.touch(SettingsChanged)
}

// Folded reports whether a pane, "queue" or "panel", is folded away.
func (b *Bench) Folded(pane string) bool { return b.Layout("folded."+pane) != "" }

func (b *Bench) showTab(i int) {
	b.SaveLayout("tab", strconv.Itoa(i))
	if b.Folded("panel") {
		b.fold("panel")
	}
	b.touch(SettingsChanged)
}

// Tab returns which of the panel's tabs is shown: 0 quotes, 1 events, 2 mentions, 3 entities.
func (b *Bench) Tab() int {
	i, _ := strconv.Atoi(b.Layout("tab"))
	return min(max(i, 0), 3)
}
