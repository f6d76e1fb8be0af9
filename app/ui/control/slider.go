//go:build !headless

package control

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"

	"quoth/app/ui/look"
)

// Slider chooses a whole number from 0 to Most: by dragging its knob, by a click, by the arrows while it has the
// keyboard, or by the wheel.
type Slider struct {
	keyed
	Name    string // for the probe
	Most    int
	At      int
	Sliding func(at int)
	carry   float32 // of the wheel, not yet a step
}

// NewSlider returns a slider.
func NewSlider(h Host, fn func(at int)) *Slider {
	s := &Slider{Sliding: fn}
	s.host = h
	s.ExtendBaseWidget(s)
	return s
}

// Set shows a number without calling Sliding.
func (s *Slider) Set(at, most int) {
	if s.At != at || s.Most != most {
		s.At, s.Most = at, most
		s.Refresh()
	}
}

func (s *Slider) slide(at int) {
	if at = min(max(at, 0), s.Most); at == s.At {
		return
	}
	s.At = at
	s.Refresh()
	if s.Sliding != nil {
		s.Sliding(at)
	}
}

const (
	knob       float32 = 14 // px
	sliderHigh float32 = 22
)

// spot returns the number at a place, in px from the left.
func (s *Slider) spot(x float32) int {
	room := s.Size().Width - knob
	if room <= 0 {
		return s.At
	}
	return int((x-knob/2)/room*float32(s.Most) + 0.5)
}

// Tapped implements fyne.Tappable.
func (s *Slider) Tapped(ev *fyne.PointEvent) {
	s.host.Clicking()
	s.slide(s.spot(ev.Position.X))
	s.host.Clicked()
}

// Dragged implements fyne.Draggable.
func (s *Slider) Dragged(ev *fyne.DragEvent) { s.slide(s.spot(ev.Position.X)) }

// DragEnd implements fyne.Draggable.
func (s *Slider) DragEnd() { s.host.Clicked() }

// Scrolled implements fyne.Scrollable.
func (s *Slider) Scrolled(ev *fyne.ScrollEvent) {
	s.carry += ev.Scrolled.DY
	const notch = 10
	if steps := int(s.carry / notch); steps != 0 {
		s.carry -= float32(steps) * notch
		s.slide(s.At - steps)
	}
}

// TypedKey implements fyne.Focusable.
func (s *Slider) TypedKey(ev *fyne.KeyEvent) {
	page := max(1, s.Most/20)
	switch ev.Name {
	case fyne.KeyLeft, fyne.KeyDown:
		s.slide(s.At - 1)
	case fyne.KeyRight, fyne.KeyUp:
		s.slide(s.At + 1)
	case fyne.KeyPageDown:
		s.slide(s.At - page)
	case fyne.KeyPageUp:
		s.slide(s.At + page)
	case fyne.KeyHome:
		s.slide(0)
	case fyne.KeyEnd:
		s.slide(s.Most)
	default:
		s.host.Key(ev, false)
		return
	}
	s.host.Typed()
}

// Cursor implements desktop.Cursorable.
func (s *Slider) Cursor() desktop.Cursor { return desktop.PointerCursor }

// ProbeName returns the name by which tests from outside know the slider.
func (s *Slider) ProbeName() string { return s.Name }

// CreateRenderer implements fyne.Widget.
func (s *Slider) CreateRenderer() fyne.WidgetRenderer {
	r := &sliderRenderer{s: s, track: canvas.NewRectangle(nil), done: canvas.NewRectangle(nil), knob: canvas.NewCircle(nil)}
	r.track.CornerRadius, r.done.CornerRadius = 2, 2
	r.update()
	return r
}

type sliderRenderer struct {
	s           *Slider
	track, done *canvas.Rectangle
	knob        *canvas.Circle
}

func (r *sliderRenderer) MinSize() fyne.Size { return fyne.NewSize(80, sliderHigh) }

func (r *sliderRenderer) Layout(size fyne.Size) {
	share := float32(0)
	if r.s.Most > 0 {
		share = float32(r.s.At) / float32(r.s.Most)
	}
	x := share * max(0, size.Width-knob)
	middle := size.Height / 2
	r.track.Move(fyne.NewPos(knob/2, middle-2))
	r.track.Resize(fyne.NewSize(max(0, size.Width-knob), 4))
	r.done.Move(fyne.NewPos(knob/2, middle-2))
	r.done.Resize(fyne.NewSize(x, 4))
	r.knob.Move(fyne.NewPos(x, middle-knob/2))
	r.knob.Resize(fyne.NewSquareSize(knob))
}

func (r *sliderRenderer) update() {
	r.track.FillColor, r.done.FillColor, r.knob.FillColor = look.Of(look.Line), look.Of(look.Accent), look.Of(look.Accent)
	r.knob.StrokeColor, r.knob.StrokeWidth = look.Of(look.Side), 2
	if r.s.focused || r.s.hovered {
		r.knob.StrokeColor = look.Of(look.Ink)
	}
}

func (r *sliderRenderer) Refresh() {
	r.update()
	r.Layout(r.s.Size())
	r.track.Refresh()
	r.done.Refresh()
	r.knob.Refresh()
}

func (r *sliderRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.track, r.done, r.knob}
}
func (r *sliderRenderer) Destroy() {}
