//go:build !headless

package control

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"quoth/app/ui/look"
)

// Layer lies over the window while something is asked: a popup at a place, or a dialog in the middle
// with the window shaded behind it. A click beside it leaves a popup, unless the popup has a use for
// it; a dialog stays.
type Layer struct {
	widget.BaseWidget
	Name   string // for the probe: "naming"
	In     fyne.CanvasObject
	Shaded bool
	Apart  bool // what is done in it is no work on the article, and does not count as such
	// Place says where the contents go, given the room of the whole window.
	Place func(room fyne.Size) (fyne.Position, fyne.Size)
	// Focus gets the keyboard when the layer opens and after clicks in it; nil for none.
	Focus fyne.Focusable
	Leave func()                       // Escape, or a click beside a popup
	Enter func()                       // Enter where no control took it; nil for none
	Key   func(ev *fyne.KeyEvent) bool // other keys; nil for none
	Rune  func(r rune) bool            // characters; nil for none
	Chord func(s fyne.Shortcut) bool   // chords with Ctrl or Alt; nil for none
	// Beside takes a click at a place on the canvas beside a popup, and reports whether it meant
	// something; nil for none.
	Beside func(at fyne.Position) bool
	Rolled func(ev *fyne.ScrollEvent) // the wheel beside the contents; nil for none
}

// NewLayer returns a layer around its contents.
func NewLayer(in fyne.CanvasObject, shaded bool, place func(room fyne.Size) (fyne.Position, fyne.Size)) *Layer {
	l := &Layer{In: in, Shaded: shaded, Place: place}
	l.ExtendBaseWidget(l)
	return l
}

// Tapped implements fyne.Tappable: a click beside the contents.
func (l *Layer) Tapped(ev *fyne.PointEvent) {
	if l.Beside != nil && l.Beside(ev.AbsolutePosition) {
		return
	}
	if !l.Shaded && l.Leave != nil {
		l.Leave()
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (l *Layer) TappedSecondary(ev *fyne.PointEvent) { l.Tapped(ev) }

// Scrolled implements fyne.Scrollable.
func (l *Layer) Scrolled(ev *fyne.ScrollEvent) {
	if l.Rolled != nil {
		l.Rolled(ev)
	}
}

// CreateRenderer implements fyne.Widget.
func (l *Layer) CreateRenderer() fyne.WidgetRenderer {
	r := &layerRenderer{l: l, shade: canvas.NewRectangle(color.Transparent), card: canvas.NewRectangle(color.Transparent), catch: newCatcher()}
	r.card.CornerRadius = 10
	r.card.StrokeWidth = 1
	r.card.Shadow.BlurRadius = 24
	r.card.Shadow.Offset = fyne.NewPos(0, 6)
	r.update()
	return r
}

type layerRenderer struct {
	l           *Layer
	shade, card *canvas.Rectangle
	catch       *catcher
}

func (r *layerRenderer) update() {
	r.shade.FillColor = color.Transparent
	if r.l.Shaded {
		r.shade.FillColor = look.Of(look.Shade)
	}
	r.card.FillColor = look.Of(look.Card)
	r.card.StrokeColor = look.Of(look.Line)
	r.card.Shadow.Color = color.NRGBA{A: 0x40}
}

func (r *layerRenderer) MinSize() fyne.Size { return fyne.NewSize(10, 10) }

func (r *layerRenderer) Layout(room fyne.Size) {
	r.shade.Resize(room)
	pos, size := r.l.Place(room)
	for _, o := range []fyne.CanvasObject{r.card, r.catch, r.l.In} {
		o.Move(pos)
		o.Resize(size)
	}
}

func (r *layerRenderer) Refresh() {
	r.update()
	r.Layout(r.l.Size())
	r.shade.Refresh()
	r.card.Refresh()
	r.l.In.Refresh()
}

func (r *layerRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.shade, r.card, r.catch, r.l.In}
}
func (r *layerRenderer) Destroy() {}

// catcher keeps clicks on the empty parts of a layer's contents from counting as clicks beside it.
type catcher struct{ widget.BaseWidget }

func newCatcher() *catcher {
	c := &catcher{}
	c.ExtendBaseWidget(c)
	return c
}

func (*catcher) Tapped(*fyne.PointEvent)          {}
func (*catcher) TappedSecondary(*fyne.PointEvent) {}
func (c *catcher) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(canvas.NewRectangle(color.Transparent))
}
